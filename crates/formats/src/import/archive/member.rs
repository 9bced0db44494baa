//! A file inside an archive as an input of its own: what importers read does not know where it lies.
//!
//! Nothing is unpacked to disk. Short files are held in memory while they are read; longer ones are streamed, from
//! the start as often as it takes, and only formats that jump about in a file (archives, workbooks) cannot be
//! read of them.

use super::{Allowance, Archive};
use crate::import::{Error, Input, ReadSeek, Result, archive, input::is_below};
use crc32fast::Hasher;
use flate2::read::DeflateDecoder;
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
};
use zip::CompressionMethod;

/// Up to this length a file is held in memory.
const HELD_LIMIT: u64 = 32 * 1024 * 1024;

/// The files of an archive.
pub(super) struct Members<'a> {
    input: &'a dyn Input,
    archive: RefCell<Archive<'a>>,
    by_path: HashMap<String, usize>,
    /// What the archive may still unpack to.
    allowance: RefCell<Allowance>,
    /// The files that came in with others, as attachments.
    handed_out: RefCell<HashSet<String>>,
}

impl<'a> Members<'a> {
    /// Lists the files of an archive; folders and the leavings of desktops are none.
    pub(super) fn of(input: &'a dyn Input) -> Result<(Self, Vec<String>)> {
        let archive = archive::open(input)?;
        let mut paths = Vec::new();
        let mut by_path = HashMap::new();
        for (index, path) in archive::names(&archive).into_iter().enumerate() {
            let path = path.replace('\\', "/");
            let name = path.rsplit('/').next().unwrap_or_default();
            let is_left_over = name.starts_with('.') || path.starts_with("__MACOSX/");
            if !name.is_empty() && !is_left_over && by_path.insert(path.clone(), index).is_none() {
                paths.push(path);
            }
        }
        let allowance = RefCell::new(Allowance::of_archive(input));
        let (archive, handed_out) = (RefCell::new(archive), RefCell::default());
        Ok((Self { input, archive, by_path, allowance, handed_out }, paths))
    }

    /// The file at a path, under the name that importers are to know it by.
    pub(super) fn member<'m>(&'m self, path: &str, name: &str) -> io::Result<Member<'m, 'a>> {
        let index = self.by_path.get(path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let mut archive = self.archive.borrow_mut();
        let entry = archive.by_index_raw(*index)?;
        let packing = Packing {
            start: entry.data_start().unwrap_or_default(),
            packed: entry.compressed_size(),
            bytes: entry.size(),
            crc: entry.crc32(),
            method: entry.compression(),
        };
        if !self.allowance.borrow_mut().take(packing.bytes) {
            let file = self.input.name().to_owned();
            let too_large = Error::TooLarge { file, limit: "unpacked size", place: path.to_owned() };
            return Err(io::Error::other(too_large));
        }
        if entry.encrypted() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "it is encrypted"));
        }
        Ok(Member { members: self, packing, path: path.to_owned(), name: name.to_owned() })
    }

    /// Whether a file came in with another, as its attachment.
    pub(super) fn was_handed_out(&self, path: &str) -> bool {
        self.handed_out.borrow().contains(path)
    }

    /// A file at a path, where there is one.
    fn neighbour(&self, path: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        if !self.by_path.contains_key(path) {
            return Ok(None);
        }
        let member = self.member(path, path)?;
        self.handed_out.borrow_mut().insert(path.to_owned());
        Ok(Some(Box::new(Unpacking::open(self.input, member.packing)?)))
    }
}

/// Where a file lies in its archive, and how.
#[derive(Debug, Clone, Copy)]
struct Packing {
    start: u64,
    packed: u64,
    bytes: u64,
    crc: u32,
    method: CompressionMethod,
}

/// A file of an archive.
pub(super) struct Member<'m, 'a> {
    members: &'m Members<'a>,
    packing: Packing,
    path: String,
    name: String,
}

impl Member<'_, '_> {
    /// How many bytes of the archive it takes.
    pub(super) const fn packed(&self) -> u64 {
        self.packing.packed
    }
}

impl Input for Member<'_, '_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> u64 {
        self.packing.bytes
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        let mut stream = Unpacking::open(self.members.input, self.packing)?;
        if self.packing.bytes > HELD_LIMIT {
            return Ok(Box::new(BufReader::new(stream)));
        }
        let mut content = Vec::new();
        stream.read_to_end(&mut content)?;
        Ok(Box::new(Cursor::new(content)))
    }

    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        if !is_below(name) {
            return Ok(None);
        }
        match self.path.rsplit_once('/') {
            Some((folder, _)) => self.members.neighbour(&format!("{folder}/{name}")),
            None => self.members.neighbour(name),
        }
    }

    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Some((folder, _)) = self.path.rsplit_once('/') else { return Ok(None) };
        match folder.rsplit_once('/') {
            Some((above, _)) => self.members.neighbour(&format!("{above}/{name}")),
            None => self.members.neighbour(name),
        }
    }
}

/// A file being unpacked. Its length and its checksum are held to what the archive says of them.
struct Unpacking<'a> {
    inner: Box<dyn Read + 'a>,
    packing: Packing,
    read: u64,
    hasher: Hasher,
}

impl<'a> Unpacking<'a> {
    fn open(input: &'a dyn Input, packing: Packing) -> io::Result<Self> {
        let mut stream = input.open()?;
        stream.seek(SeekFrom::Start(packing.start))?;
        let packed = BufReader::new(stream.take(packing.packed));
        let inner: Box<dyn Read + 'a> = match packing.method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            other => {
                let detail = format!("its packing ({other}) is not known");
                return Err(io::Error::new(io::ErrorKind::Unsupported, detail));
            }
        };
        Ok(Self { inner, packing, read: 0, hasher: Hasher::new() })
    }
}

impl Read for Unpacking<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        self.read += count as u64;
        self.hasher.update(target.get(..count).unwrap_or_default());
        let damaged = |detail| Err(io::Error::new(io::ErrorKind::InvalidData, detail));
        if self.read > self.packing.bytes {
            return damaged("it is longer than the archive says");
        }
        let ended = count == 0 && !target.is_empty();
        if ended && (self.read < self.packing.bytes || self.hasher.clone().finalize() != self.packing.crc) {
            return damaged("it is not what the archive says");
        }
        Ok(count)
    }
}

impl Seek for Unpacking<'_> {
    /// Only where it is already: to the start before anything was read.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(0) if self.read == 0 => Ok(0),
            _ => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "it is too long to be read inside an archive"))
            }
        }
    }
}

/// What a failure to have a file of an archive means.
pub(super) fn failure(input: &dyn Input, path: &str, error: io::Error) -> Error {
    match Error::of_stream(input.name(), error) {
        Error::Io { file, source } => {
            Error::Damaged { file, place: format!("zip entry {path}"), detail: source.to_string() }
        }
        other => other,
    }
}
