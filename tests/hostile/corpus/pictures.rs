//! Pictures that claim more than they hold, sent along with a chat.

use super::{Fate, Hostile, raw_zip::Entry, raw_zip::archive};

pub fn all() -> Vec<Hostile> {
    let pictures: Vec<(&str, &str, Vec<u8>)> = vec![
        ("png_huge", "a.png", png(100_000, 100_000, &[])),
        ("png_huge_with_data", "a.png", png(5_000, 5_000, &[0x78, 0x9C, 0x03, 0x00, 0, 0, 0, 1])),
        ("png_wide", "a.png", png(u32::MAX, 1, &[])),
        ("png_none", "a.png", png(0, 0, &[])),
        ("png_cut", "a.png", png(10, 10, &[])[..20].to_vec()),
        ("png_negative", "a.png", png(0x8000_0001, 0x8000_0001, &[])),
        (
            "png_chunk_beyond_the_end",
            "a.png",
            [&png(10, 10, &[])[..33], &[0xFF, 0xFF, 0xFF, 0xFF], b"IDAT"].concat(),
        ),
        ("jpeg_huge", "a.jpg", jpeg(0xFFFF, 0xFFFF, 3)),
        ("jpeg_none", "a.jpg", jpeg(0, 0, 3)),
        ("jpeg_of_200_components", "a.jpg", jpeg(100, 100, 200)),
        ("jpeg_fill_bytes", "a.jpg", [&[0xFF, 0xD8][..], &vec![0xFF; 500_000]].concat()),
        ("jpeg_endless_segments", "a.jpg", [&[0xFF, 0xD8][..], &[0xFF, 0xE0, 0, 2].repeat(100_000)].concat()),
        ("jpeg_exif_loop", "a.jpg", exif()),
        ("gif_huge", "a.gif", b"GIF89a\xFF\xFF\xFF\xFF\x80\0\0".to_vec()),
        (
            "webp_huge",
            "a.webp",
            b"RIFF\xFF\xFF\xFF\xFFWEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF".to_vec(),
        ),
        (
            "svg_script",
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9' onload='alert(1)'/>".to_vec(),
        ),
        ("svg_named_png", "a.png", b"<svg width='100000' height='100000'/>".to_vec()),
        ("bmp_huge", "a.bmp", [&b"BM"[..], &[0xFF; 60]].concat()),
        ("tiff_huge", "a.tif", [&b"II*\0"[..], &[0xFF; 60]].concat()),
        ("heic_empty", "a.heic", b"\0\0\0\x18ftypheic".to_vec()),
        ("png_bomb", "a.png", png_of_zeros()),
        ("nothing", "a.png", Vec::new()),
    ];
    pictures.into_iter().flat_map(|(name, file, bytes)| sent(name, file, &bytes)).collect()
}

/// The picture in an archive, and beside a text.
fn sent(name: &str, file: &str, bytes: &[u8]) -> [Hostile; 2] {
    let text = format!("2024-03-01 10:00 - A: {file} (file attached)\n2024-03-01 10:01 - B: seen\n");
    let packed = archive(&[Entry::stored("_chat.txt", text.as_bytes()), Entry::stored(file, bytes)]);
    [
        Hostile::of(format!("picture_{name}_packed"), format!("WhatsApp Chat - {name}.zip"), packed)
            .fate(Fate::Read)
            .printed(),
        Hostile::of(format!("picture_{name}_beside"), format!("WhatsApp Chat with {name}.txt"), text)
            .beside(file, bytes)
            .fate(Fate::Read),
    ]
}

fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&[8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend_from_slice(&(data.len() as u32).to_be_bytes());
    bytes.extend_from_slice(b"IDAT");
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(b"\0\0\0\0\0\0\0\0IEND\xAE\x42\x60\x82");
    bytes
}

/// A sound PNG of 7,000 × 7,000 pixels in a few kilobytes, as deflate packs zeros.
fn png_of_zeros() -> Vec<u8> {
    let packed = Entry::deflated("a", &vec![0; 5_000 * (5_000 * 4 + 1)]).packed;
    let data = [&[0x78, 0x01][..], &packed, &[0, 0, 0, 1]].concat();
    png(5_000, 5_000, &data)
}

fn jpeg(width: u16, height: u16, components: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 8 + 3 * components.min(80), 8];
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.push(components);
    bytes.extend((0..components.min(80)).flat_map(|n| [n, 0x11, 0]));
    bytes.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 0, 0, 0, 63, 0, 0xFF, 0xD9]);
    bytes
}

/// An Exif directory that points at itself and counts 65,535 entries.
fn exif() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 24];
    bytes.extend_from_slice(b"Exif\0\0MM\0*\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    bytes.extend_from_slice(&jpeg(10, 10, 3)[2..]);
    bytes
}
