//! Zip archives: opening within limits, naming entries, and reading what is packed or lies beside a text
//! without unpacking for ever. What the entries mean is each format's own.

use super::{Error, Input, ReadSeek, Result};
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::io::{self, Read};
use yanju_model::job::Job;
use zip::ZipArchive;

/// The most entries an archive may hold.
pub const ENTRY_LIMIT: usize = 100_000;

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

/// How many bytes may still be read of one archive, or of one file.
#[derive(Debug)]
pub struct Allowance(u64);

impl Allowance {
    /// What may be read of a single file.
    pub const fn bytes(bytes: u64) -> Self {
        Self(bytes)
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
