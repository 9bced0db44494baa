//! The system's own fonts, asked only for characters that the embedded ones lack.
//!
//! Folders are listed at the first such character, and of each file only the tables that say what it holds are
//! read: the table directory, `cmap`, and the embedding permission in `OS/2`. A font that forbids embedding is
//! never used. The search is bounded in depth, files and bytes; whatever is unreadable is passed over.

use harfrust::{Tag, font::Blob};
use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The deepest folder below a font folder.
const DEPTH: usize = 5;
/// The most files listed.
const MOST_FILES: usize = 3000;
/// The largest file used.
const MOST_BYTES: u64 = 64 << 20;
/// The largest `cmap` read.
const MOST_CMAP: u32 = 4 << 20;
/// The most faces of one collection.
const MOST_IN_COLLECTION: u32 = 32;

/// The fonts in some folders.
pub(super) struct SystemFonts {
    folders: Vec<PathBuf>,
    faces: Option<Vec<Listed>>,
}

/// A face that was looked into.
struct Listed {
    path: PathBuf,
    index: u32,
    /// The character map, read alone.
    charmap: harfrust::Font,
}

impl SystemFonts {
    /// The fonts where this operating system keeps them.
    pub(super) fn installed() -> Self {
        let home = env::var_os("HOME").map(PathBuf::from);
        let at_home = |below: &str| home.as_ref().map(|home| home.join(below));
        let windows =
            |variable: &str, below: &str| env::var_os(variable).map(|root| Path::new(&root).join(below));
        let folders = if cfg!(windows) {
            vec![windows("WINDIR", "Fonts"), windows("LOCALAPPDATA", "Microsoft/Windows/Fonts")]
        } else if cfg!(target_os = "macos") {
            vec![
                Some("/System/Library/Fonts".into()),
                Some("/Library/Fonts".into()),
                at_home("Library/Fonts"),
            ]
        } else {
            vec![
                Some("/usr/share/fonts".into()),
                Some("/usr/local/share/fonts".into()),
                at_home(".local/share/fonts"),
                at_home(".fonts"),
            ]
        };
        Self { folders: folders.into_iter().flatten().collect(), faces: None }
    }

    /// No fonts at all: what is printed then depends on nothing but the document.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self { folders: Vec::new(), faces: None }
    }

    /// A face that draws `character`: its file and its index in it.
    pub(super) fn face_with(&mut self, character: char) -> Option<(Vec<u8>, u32)> {
        let faces = self.faces.get_or_insert_with(|| listed(&self.folders));
        let covers = |face: &&Listed| {
            face.charmap.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0)
        };
        let face = faces.iter().find(covers)?;
        Some((fs::read(&face.path).ok()?, face.index))
    }
}

/// Every usable face, plain ones first, then by name: the same fonts give the same choice.
fn listed(folders: &[PathBuf]) -> Vec<Listed> {
    let mut files = Vec::new();
    for folder in folders {
        list_files(folder, DEPTH, &mut files);
    }
    files.sort_by_cached_key(|path| (plainness(path), path.clone()));
    files.dedup();
    files.iter().flat_map(|path| faces_of(path).unwrap_or_default()).collect()
}

fn list_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if files.len() >= MOST_FILES {
            return;
        }
        if path.is_dir() {
            if depth > 0 {
                list_files(&path, depth - 1, files);
            }
        } else if path.extension().and_then(|ending| ending.to_str()).is_some_and(is_font_ending) {
            files.push(path);
        }
    }
}

fn is_font_ending(ending: &str) -> bool {
    ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// How far a face's file name is from plain upright sans text; 0 is plain.
fn plainness(path: &Path) -> usize {
    const FANCY: [&str; 12] = [
        "bold",
        "italic",
        "oblique",
        "light",
        "thin",
        "black",
        "medium",
        "condensed",
        "mono",
        "serif",
        "emoji",
        "symbol",
    ];
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    FANCY.iter().filter(|word| name.contains(**word)).count()
}

fn faces_of(path: &Path) -> Option<Vec<Listed>> {
    let mut file = File::open(path).ok()?;
    if file.metadata().ok()?.len() > MOST_BYTES {
        return None;
    }
    let mut offsets = vec![0];
    let head = read_at(&mut file, 0, 12)?;
    if head.starts_with(b"ttcf") {
        let count = u32_at(&head, 8)?.min(MOST_IN_COLLECTION);
        let table = read_at(&mut file, 12, count * 4)?;
        offsets = table.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes)).collect();
    }
    let faces = offsets.iter().enumerate().filter_map(|(index, offset)| {
        let charmap = charmap_of(&mut file, *offset)?;
        Some(Listed { path: path.to_owned(), index: index as u32, charmap })
    });
    Some(faces.collect())
}

/// A font that holds nothing but a face's character map; `None` where the face may not be embedded.
fn charmap_of(file: &mut File, offset: u32) -> Option<harfrust::Font> {
    let head = read_at(file, u64::from(offset), 12)?;
    let tables = u32::from(u16::from_be_bytes(head.get(4..6)?.try_into().ok()?));
    let directory = read_at(file, u64::from(offset) + 12, tables * 16)?;
    let find = |tag: &[u8; 4]| {
        let (records, _) = directory.as_chunks::<16>();
        let record = records.iter().find(|record| record.starts_with(tag))?;
        Some((u64::from(u32_at(record, 8)?), u32_at(record, 12)?))
    };
    if let Some((at, length)) = find(b"OS/2").filter(|(_, length)| *length >= 10) {
        let os2 = read_at(file, at, length.min(10))?;
        let permission = u16::from_be_bytes(os2.get(8..10)?.try_into().ok()?);
        // OpenType OS/2 fsType: bit 1 alone forbids embedding, bit 9 allows bitmaps only.
        if permission & 0x000F == 0x0002 || permission & 0x0200 != 0 {
            return None;
        }
    }
    let (at, length) = find(b"cmap").filter(|(_, length)| *length <= MOST_CMAP)?;
    let tables = HashMap::from([(Tag::new(b"cmap"), read_at(file, at, length)?)]);
    let source = move |tag| tables.get(&tag).map(|bytes: &Vec<u8>| Blob::from(bytes.clone()));
    harfrust::Font::new(harfrust::font::TableFunction::new(std::sync::Arc::new(source)), 0)
}

fn read_at(file: &mut File, at: u64, length: u32) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at)).ok()?;
    file.take(u64::from(length)).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == u64::from(length)).then_some(bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
