//! Zip archives: opening within limits, naming entries, and reading what is packed or lies beside a text
//! without unpacking for ever. What the entries mean is each format's own.

mod bundle;
mod member;

pub use bundle::Bundle;

use super::{Error, Input, ReadSeek, Result};
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use yanju_model::job::Job;
use zip::ZipArchive;

/// The most entries an archive may hold.
pub const ENTRY_LIMIT: usize = 100_000;

/// The most bytes that are read of an archive's directory. Entries with long names in a deep folder take some
/// three hundred each.
const DIRECTORY_LIMIT: u64 = 32 * 1024 * 1024;

/// The most bytes a whole archive may unpack to.
const UNPACKED_LIMIT: u64 = 64 * 1024 * 1024 * 1024;

/// The most bytes an archive may unpack to for each of its own. Chats pack to a tenth at best, media
/// hardly at all.
const RATIO_LIMIT: u64 = 100;

/// The bytes any archive may unpack to: a short text of one word may well pack better than chats do.
const ALWAYS_ALLOWED: u64 = 32 * 1024 * 1024;

/// An opened archive.
pub type Archive<'a> = ZipArchive<Box<dyn ReadSeek + 'a>>;

/// Whether a file that starts with these bytes is a zip archive.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Opens the archive; [`Error::Damaged`] where its directory cannot be read.
pub fn open(input: &dyn Input) -> Result<Archive<'_>> {
    let too_large = |place| Error::TooLarge { file: input.name().to_owned(), limit: "zip entries", place };
    let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
    // The directory is taken into memory as a whole, before it says how many entries there are.
    let directory = Rc::new(Cell::new(Some(DIRECTORY_LIMIT)));
    let stream: Box<dyn ReadSeek> = Box::new(Directory { inner: stream, left: Rc::clone(&directory) });
    let archive = ZipArchive::new(stream).map_err(|error| match directory.get() {
        Some(0) => too_large("zip directory".to_owned()),
        _ => damaged(input, "zip directory", &error),
    })?;
    directory.set(None);
    if archive.len() > ENTRY_LIMIT {
        return Err(too_large(format!("{} entries", archive.len())));
    }
    Ok(archive)
}

/// An archive of which only so much may be read until its directory is known (`None`).
struct Directory<'a> {
    inner: Box<dyn ReadSeek + 'a>,
    left: Rc<Cell<Option<u64>>>,
}

impl Read for Directory<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        if let Some(left) = self.left.get() {
            let left = left.saturating_sub(count as u64);
            self.left.set(Some(left));
            if left == 0 {
                return Err(io::Error::other("the directory is too long"));
            }
        }
        Ok(count)
    }
}

impl Seek for Directory<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
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

/// What an entry unpacks to. Where its bytes are not what the directory says, that is an [`Error::Damaged`]
/// inside the [`io::Error`].
pub struct Unpacked<'s> {
    inner: Box<dyn Read + 's>,
    packed: u64,
    file: String,
    place: String,
}

/// The entry at an index, which errors call `place`.
pub fn unpacked<'s>(
    input: &dyn Input,
    archive: &'s mut Archive<'_>,
    index: usize,
    place: &str,
) -> Result<Unpacked<'s>> {
    let entry = archive.by_index(index).map_err(|error| damaged(input, place, &error))?;
    let (packed, file, place) = (entry.compressed_size(), input.name().to_owned(), place.to_owned());
    Ok(Unpacked { packed, file, place, inner: Box::new(entry) })
}

impl Unpacked<'_> {
    /// How many bytes of the archive it takes.
    pub const fn packed(&self) -> u64 {
        self.packed
    }

    fn failure(&self, error: io::Error) -> io::Error {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        // Other kinds tell of the disk, not of the archive.
        if !matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) {
            return error;
        }
        io::Error::other(Error::Damaged {
            file: self.file.clone(),
            place: self.place.clone(),
            detail: error.to_string(),
        })
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        self.inner.read(target).map_err(|error| self.failure(error))
    }
}

/// How many bytes may still be read of one archive, or of one file.
#[derive(Debug)]
pub struct Allowance(u64);

impl Allowance {
    /// What may be read of a single file.
    pub const fn bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// Takes `bytes` of it; `false` where there are not so many left.
    pub fn take(&mut self, bytes: u64) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or_default();
        left.is_some()
    }

    /// What an archive may unpack to.
    pub fn of_archive(input: &dyn Input) -> Self {
        Self(input.bytes().saturating_mul(RATIO_LIMIT).clamp(ALWAYS_ALLOWED, UNPACKED_LIMIT))
    }
}

/// A stream that stops where its allowance ends or its job is cancelled. Both come as errors of ours inside the
/// [`io::Error`], which `Error::of_stream` takes out again.
pub struct Metered<'a, R> {
    inner: R,
    name: String,
    allowance: &'a mut Allowance,
    job: &'a Job,
}

impl<'a, R: Read> Metered<'a, R> {
    /// Meters `inner`, which errors call `name`.
    pub fn new(inner: R, name: &str, allowance: &'a mut Allowance, job: &'a Job) -> Self {
        Self { inner, name: name.to_owned(), allowance, job }
    }

    fn too_large(&self) -> Error {
        Error::TooLarge { file: self.name.clone(), limit: "unpacked size", place: self.name.clone() }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        self.job.advance(0).map_err(|cancelled| io::Error::other(Error::Cancelled(cancelled)))?;
        let count = self.inner.read(target)?;
        let Some(left) = self.allowance.0.checked_sub(count as u64) else {
            return Err(io::Error::other(self.too_large()));
        };
        self.allowance.0 = left;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_archive_may_unpack_to_is_shared_by_its_entries() {
        let (job, mut allowance) = (Job::quiet(), Allowance::bytes(10));
        let mut read = |entry: &[u8]| {
            Metered::new(entry, "x", &mut allowance, &job)
                .read_to_end(&mut Vec::new())
                .map_err(|error| Error::of_stream("x", error))
        };
        assert_eq!(read(&[0; 6]).expect("within"), 6);
        assert!(
            matches!(read(&[0; 6]), Err(Error::TooLarge { limit: "unpacked size", .. })),
            "six and six are twelve"
        );
    }

    #[test]
    fn a_cancelled_job_stops_inside_an_entry() {
        let (job, mut allowance) = (Job::quiet(), Allowance::bytes(10));
        let mut metered = Metered::new([0_u8; 6].as_slice(), "x", &mut allowance, &job);
        let mut target = [0; 2];
        metered.read_exact(&mut target).expect("nobody cancelled yet");
        job.cancel();
        let error = metered.read_exact(&mut target).expect_err("now somebody has");
        assert!(matches!(Error::of_stream("x", error), Error::Cancelled(_)));
    }
}
