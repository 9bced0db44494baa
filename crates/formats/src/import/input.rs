//! The bytes an importer reads: openable more than once, so that a first pass can settle what a second needs.

use std::io::{self, Cursor, Read, Seek};

/// A seekable stream.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A file to be read, wherever it lies.
pub trait Input {
    /// Its name without folders; a hint, never a path.
    fn name(&self) -> &str;

    /// Its length in bytes.
    fn bytes(&self) -> u64;

    /// A fresh stream from the start.
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>>;

    /// A file of this plain name beside it, for exports that leave media next to the text.
    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
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
