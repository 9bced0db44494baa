//! The bytes an importer reads: openable more than once, so that a first pass can settle what a second needs.

use std::io::{self, Cursor, Read, Seek};

/// A seekable stream.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A file to be read, wherever it lies.
pub trait Input {
    /// Its name without folders; a hint, never a path.
    fn name(&self) -> &str;

    /// The name of the folder it lies in, for exports that name a conversation there only; a hint, never a path.
    fn folder(&self) -> Option<&str> {
        None
    }

    /// Its length in bytes.
    fn bytes(&self) -> u64;

    /// A fresh stream from the start.
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>>;

    /// A file of this name beside it, for exports that leave media next to the text. `name` may lead into folders
    /// below (`photos/1.jpg`), never elsewhere: see [`is_below`].
    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let _ = name;
        Ok(None)
    }

    /// A file of this plain name in the folder above, for exports whose members lie there. Only names that an
    /// importer knows are asked for, never one from the content.
    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let _ = name;
        Ok(None)
    }
}

/// Bytes in memory: pasted text, standard input, tests.
#[derive(Debug, Clone)]
pub struct Bytes {
    /// The name to go by.
    pub name: String,
    /// The content.
    pub content: Vec<u8>,
}

impl Input for Bytes {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> u64 {
        self.content.len() as u64
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(Box::new(Cursor::new(self.content.as_slice())))
    }
}

/// Whether a name from a file's content can only mean a file in the same folder or below it.
pub fn is_below(name: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(['.', ' ']);
    !name.contains(['\\', ':', '\0']) && name.split('/').all(is_plain)
}

/// A file's name without its ending.
pub fn file_stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// A name without the ` (2)` that a second download adds. Longer numbers are years and the like.
pub fn without_copy_number(stem: &str) -> &str {
    let is_count = |number: &str| matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit());
    stem.strip_suffix(')')
        .and_then(|start| start.rsplit_once(" ("))
        .filter(|(start, number)| !start.is_empty() && is_count(number))
        .map_or(stem, |(start, _)| start)
}

/// What a conversation goes by that nothing else names: the file's name without its ending and without the number
/// of a copy, so that the same file downloaded twice is the same conversation.
pub fn own_name(file: &str) -> &str {
    without_copy_number(file_stem(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_the_content_never_leads_elsewhere() {
        for name in [
            "../secret",
            "/etc/passwd",
            "C:\\x",
            "..",
            "",
            "a/../../b",
            "a//b",
            ".hidden",
            "a/.ssh/id",
            "a\\b",
        ] {
            assert!(!is_below(name), "{name} must not be opened");
        }
        assert!(is_below("IMG-20240305-WA0001.jpg") && is_below("photos/a.b/1.jpg"));
    }
}
