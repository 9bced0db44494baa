//! A first look at a file: its bounded head, its encoding, the names inside an archive.

use super::{Input, Result};
use std::marker::PhantomData;

/// How much of a file the importers see when they are asked whether it is theirs.
pub const HEAD_BYTES: usize = 64 * 1024;

/// What is known of a file before it is read.
#[derive(Debug, Clone)]
pub struct Probe<'a> {
    /// The file's name without folders. May lie.
    pub name: &'a str,
    /// Its length in bytes.
    pub bytes: u64,
    /// At most [`HEAD_BYTES`] from the start, raw.
    pub head: Vec<u8>,
    /// The head as text, where it is text; cut at a character border. For a zip: empty.
    pub text: String,
    /// The encoding's WHATWG label, where it is text.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// The names inside, where it is a zip.
    pub entries: Vec<String>,
    #[doc(hidden)]
    pub marker: PhantomData<&'a ()>,
}

impl<'a> Probe<'a> {
    /// Looks at the head of `input`.
    pub fn of(input: &'a dyn Input) -> Result<Self> {
        let _ = input;
        todo!("importers' helper writes this")
    }
}
