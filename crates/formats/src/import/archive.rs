//! Zip archives: opening within limits and naming entries. What the entries mean is each format's own.

use super::{Error, Input, ReadSeek, Result};
use encoding_rs::GB18030;
use std::borrow::Cow;
use zip::ZipArchive;

/// The most entries an archive may hold.
pub const ENTRY_LIMIT: usize = 100_000;

/// An opened archive.
pub type Archive<'a> = ZipArchive<Box<dyn ReadSeek + 'a>>;

/// Whether a file that starts with these bytes is a zip archive.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Opens the archive; [`Error::Damaged`] where its directory cannot be read.
pub fn open(input: &dyn Input) -> Result<Archive<'_>> {
    let file = || input.name().to_owned();
    let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
    let archive = ZipArchive::new(stream).map_err(|error| damaged(input, "zip directory", &error))?;
    if archive.len() > ENTRY_LIMIT {
        return Err(Error::TooLarge {
            file: file(),
            limit: "zip entries",
            place: format!("{} entries", archive.len()),
        });
    }
    Ok(archive)
}

/// The names of all entries, in the order of their index.
pub fn names(archive: &Archive<'_>) -> Vec<String> {
    archive.file_names_raw().map(|raw| entry_name(raw).into_owned()).collect()
}

/// An entry's name: UTF-8, or what Chinese Windows wrote before zip tools knew UTF-8.
fn entry_name(raw: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => GB18030.decode_without_bom_handling(raw).0,
    }
}

/// The error for an archive whose content cannot be had.
pub fn damaged(input: &dyn Input, place: impl Into<String>, error: &zip::result::ZipError) -> Error {
    Error::Damaged { file: input.name().to_owned(), place: place.into(), detail: error.to_string() }
}
