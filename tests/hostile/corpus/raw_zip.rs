//! Zip archives written byte by byte, so that they can say what no writer would: APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16.

use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// One entry, and what its two headers claim.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    pub unpacked_bytes: u32,
    pub packed_bytes: u32,
    /// The upper half is the mode of Unix.
    pub attributes: u32,
    /// The entry, by its number, whose bytes this one claims as its own.
    pub at: Option<usize>,
}

impl Entry {
    /// An honest stored entry.
    pub fn stored(name: impl Into<Vec<u8>>, content: &[u8]) -> Self {
        let length = content.len() as u32;
        Self {
            name: name.into(),
            packed: content.to_vec(),
            method: 0,
            flags: 0,
            crc: checksum(content),
            unpacked_bytes: length,
            packed_bytes: length,
            attributes: 0,
            at: None,
        }
    }

    /// An honest deflated entry.
    pub fn deflated(name: impl Into<Vec<u8>>, content: &[u8]) -> Self {
        let (packed, crc) = deflate(content);
        Self {
            packed_bytes: packed.len() as u32,
            unpacked_bytes: content.len() as u32,
            packed,
            crc,
            method: 8,
            ..Self::stored(name, b"")
        }
    }
}

/// The archive of these entries.
pub fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut offsets: Vec<u32> = Vec::new();
    for entry in entries {
        if let Some(at) = entry.at {
            offsets.push(offsets[at]);
            continue;
        }
        offsets.push(bytes.len() as u32);
        bytes.extend_from_slice(b"PK\x03\x04\x14\0");
        common(entry, &mut bytes);
        bytes.extend_from_slice(&0_u16.to_le_bytes());
        bytes.extend_from_slice(&entry.name);
        bytes.extend_from_slice(&entry.packed);
    }
    let directory = bytes.len();
    for (entry, offset) in entries.iter().zip(&offsets) {
        bytes.extend_from_slice(b"PK\x01\x02\x14\x03\x14\0");
        common(entry, &mut bytes);
        bytes.extend_from_slice(&[0; 8]); // extra field, comment, disk, internal attributes
        bytes.extend_from_slice(&entry.attributes.to_le_bytes());
        bytes.extend_from_slice(&offset.to_le_bytes());
        bytes.extend_from_slice(&entry.name);
    }
    let count = (entries.len() as u16).to_le_bytes();
    let length = (bytes.len() - directory) as u32;
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend_from_slice(&count);
    bytes.extend_from_slice(&count);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&(directory as u32).to_le_bytes());
    bytes.extend_from_slice(&0_u16.to_le_bytes());
    bytes
}

/// What both headers hold, from the flags to the length of the name.
fn common(entry: &Entry, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&entry.flags.to_le_bytes());
    bytes.extend_from_slice(&entry.method.to_le_bytes());
    bytes.extend_from_slice(&[0, 0, 0x21, 0x58]); // 2024-01-01, midnight
    bytes.extend_from_slice(&entry.crc.to_le_bytes());
    bytes.extend_from_slice(&entry.packed_bytes.to_le_bytes());
    bytes.extend_from_slice(&entry.unpacked_bytes.to_le_bytes());
    bytes.extend_from_slice(&(entry.name.len() as u16).to_le_bytes());
}

/// The deflated bytes and the checksum of the plain ones, as the zip library makes them.
fn deflate(content: &[u8]) -> (Vec<u8>, u32) {
    let mut archive = ZipArchive::new(Cursor::new(packed(content))).expect("just written");
    let crc = archive.by_index(0).expect("one entry").crc32();
    let mut bytes = Vec::new();
    archive.by_index_raw(0).expect("one entry").read_to_end(&mut bytes).expect("in memory");
    (bytes, crc)
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a", SimpleFileOptions::default()).expect("in memory");
    writer.write_all(content).expect("in memory");
    writer.finish().expect("in memory").into_inner()
}

/// CRC-32 as in zip (ISO 3309).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}
