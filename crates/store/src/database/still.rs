//! The database file held still, so that its raw pages can be copied while others go on writing.
//!
//! A reader that begins when everything in the write-ahead log has been copied back ignores the log and holds the
//! first read mark, `WAL_READ_LOCK(0)`. As long as it does, no checkpoint may write to the database file
//! (<https://sqlite.org/walformat.html>), and everybody else's commits go to the log. A page that did not change
//! keeps its ciphertext, so the same pieces come again in the next copy.

use super::{Database, Reader, bytes};
use crate::{Error, Result};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    ops::Deref,
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
    thread,
    time::Duration,
};
use yanju_model::job::Job;

/// How long writers wait for a reader of an older state, each time.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often this is tried; writers have their turn in between.
const ATTEMPTS: u32 = 120;

/// How long it is until the writer is asked for again.
const PAUSE: Duration = Duration::from_millis(5);

/// A read transaction during which the file is what the transaction sees, byte for byte.
pub(crate) struct Still<'d> {
    reader: Reader<'d>,
    file: &'d Mutex<File>,
    /// The size of the file.
    pub(crate) bytes: u64,
}

impl Database {
    /// Holds the file still. Writers wait until the log is copied back, then no longer. `InUse` where a reader of an
    /// older state does not end.
    pub(crate) fn still(&self, job: &Job) -> Result<Still<'_>> {
        self.still_within(ATTEMPTS, job)
    }

    fn still_within(&self, attempts: u32, job: &Job) -> Result<Still<'_>> {
        for _ in 0..attempts {
            let writer = self.turn(job)?;
            if is_copied_back(&writer)? {
                // The writer is held until the reader has begun, so that the log stays as it is.
                let reader = self.read()?;
                let bytes = bytes(&reader)?;
                let file = self.file(&writer)?;
                return Ok(Still { reader, file, bytes });
            }
            drop(writer);
            job.advance(0)?;
        }
        Err(Error::InUse)
    }

    /// The writer, when nobody else has it. An import may hold it for long; waiting for it can be cancelled.
    fn turn(&self, job: &Job) -> Result<MutexGuard<'_, Connection>> {
        loop {
            match self.writer.try_lock() {
                Ok(writer) => return Ok(writer),
                // As in [`Database::write`].
                Err(TryLockError::Poisoned(left)) => return Ok(left.into_inner()),
                Err(TryLockError::WouldBlock) => job.advance(0)?,
            }
            thread::sleep(PAUSE);
        }
    }

    /// The file, opened at most once. Whoever comes second must not open it only to close it again.
    fn file(&self, _writer: &MutexGuard<'_, Connection>) -> Result<&Mutex<File>> {
        if let Some(file) = self.file.get() {
            return Ok(file);
        }
        let opened = File::open(&self.path)?;
        Ok(self.file.get_or_init(|| Mutex::new(opened)))
    }
}

/// Copies the log back into the database file; whether all of it was.
fn is_copied_back(writer: &Connection) -> Result<bool> {
    writer.busy_timeout(PATIENCE)?;
    let outcome = writer.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| {
        let (busy, in_log, copied): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(busy == 0 && in_log == copied)
    });
    writer.busy_timeout(super::BUSY_TIMEOUT)?;
    Ok(outcome?)
}

impl Still<'_> {
    /// The raw bytes of the file from `offset` on, `length` or fewer at its end.
    pub(crate) fn piece(&self, offset: u64, length: usize) -> Result<Vec<u8>> {
        let mut piece = vec![0; self.bytes.saturating_sub(offset).min(length as u64) as usize];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut piece)?;
        Ok(piece)
    }
}

impl Deref for Still<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.reader
    }
}

#[cfg(test)]
mod tests {
    use super::{super::FILE, *};
    use tempfile::TempDir;

    const KEY: [u8; 32] = [7; 32];

    fn grow(database: &Database, rows: u32) {
        let writer = database.write().unwrap();
        for n in 0..rows {
            let value = format!("{n}{}", "x".repeat(900));
            writer
                .execute("INSERT INTO content (sha256, bytes) VALUES (?1 || random(), 1)", [value])
                .unwrap();
        }
        writer.commit().unwrap();
    }

    fn rows(connection: &Connection) -> u32 {
        connection.query_row("SELECT count(*) FROM content", [], |row| row.get(0)).unwrap()
    }

    fn copy(still: &Still<'_>, between: impl Fn()) -> Vec<u8> {
        let mut copied = Vec::new();
        while (copied.len() as u64) < still.bytes {
            copied.extend(still.piece(copied.len() as u64, 64 * 1024).unwrap());
            between();
        }
        copied
    }

    #[test]
    fn the_file_stands_still_while_others_commit() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        grow(&database, 500);
        let still = database.still(&Job::quiet()).unwrap();
        let copied = copy(&still, || {
            // Enough for the checkpoint that a commit makes by itself, and one on demand.
            grow(&database, 300);
            let writer = database.write().unwrap();
            writer.execute("DELETE FROM content WHERE id % 7 = 0", []).unwrap();
            writer.commit().unwrap();
            let writer = database.writer.lock().unwrap();
            writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
        });
        assert!(rows(&database.read().unwrap()) > 1000, "writers went on");
        assert_eq!(rows(&still), 500, "the reader sees its moment");
        drop(still);

        let other = TempDir::new().unwrap();
        std::fs::write(other.path().join(FILE), copied).unwrap();
        let restored = Database::open(other.path(), &KEY).unwrap();
        let reader = restored.read().unwrap();
        assert_eq!(super::super::faults(&reader).unwrap(), Vec::<String>::new(), "no page is torn");
        assert_eq!(rows(&reader), 500, "the copy is of the moment it began");
    }

    #[test]
    fn what_did_not_change_is_copied_the_same_again() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        grow(&database, 500);
        let before = copy(&database.still(&Job::quiet()).unwrap(), || ());
        grow(&database, 1);
        let after = copy(&database.still(&Job::quiet()).unwrap(), || ());
        let same = before.chunks(4096).zip(after.chunks(4096)).filter(|(a, b)| a == b).count();
        let pages = before.len() / 4096;
        assert!(same * 10 > pages * 9, "{same} of {pages} pages kept their ciphertext");
    }

    #[test]
    fn waiting_for_a_writer_can_be_cancelled() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        let writer = database.write().unwrap();
        let job = Job::quiet();
        job.cancel();
        let waited = database.still(&job).err();
        assert!(matches!(waited, Some(Error::Cancelled(_))), "{waited:?}: an import may go on for long");
        drop(writer);
        database.still(&Job::quiet()).expect("then it is its turn");
    }

    #[test]
    fn a_reader_of_an_older_state_is_waited_for_and_can_be_cancelled() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        let old = database.read().unwrap();
        grow(&database, 1);
        let job = Job::quiet();
        job.cancel();
        let waited = database.still(&job).err();
        assert!(matches!(waited, Some(Error::Cancelled(_))), "{waited:?}: the log cannot be copied back yet");
        let waited = database.still_within(1, &Job::quiet()).err();
        assert!(matches!(waited, Some(Error::InUse)), "{waited:?}: it is not waited for for ever");
        drop(old);
        assert_eq!(rows(&database.still(&Job::quiet()).unwrap()), 1, "then it can");
    }
}
