//! Taking a backup: the database of one moment, everything its records need, then the snapshot.

use super::{
    Backup, PIECE, Retention, Snapshot,
    drawer::pour,
    manifest::{self, Blob, Counts, Manifest, piece_name},
    place,
};
use crate::{
    Error, Result, Vault,
    blobs::hex,
    database::Still,
    keys,
    log::{self, LogHead},
    sealed::{SealedWriter, is_damage, sealed_len},
    table::{attachment, content, conversation, file, setting},
};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::PoisonError,
};
use yanju_model::job::{Job, Phase};

/// How much of what the backup has already is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What is there in its length is not read again: it was read when it was written.
    Increment,
    /// Everything is read; what the disk lost since is written anew.
    Full,
}

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Order<'o> {
    /// The place for backups, which must be there.
    pub place: &'o Path,
    /// Now, UTC milliseconds.
    pub at_ms: i64,
    /// How thoroughly.
    pub extent: Extent,
    /// How long snapshots are kept.
    pub keep: Retention,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The new snapshot.
    pub snapshot: Snapshot,
    /// Files written and their bytes, the snapshot apart; everything else was there.
    pub files_written: u64,
    /// Their bytes.
    pub bytes_written: u64,
    /// Earlier snapshots given up.
    pub snapshots_removed: u64,
    /// Bytes freed.
    pub bytes_freed: u64,
    /// Snapshots that cannot be read. While there are any, nothing is given up.
    pub unreadable: Vec<String>,
}

impl Vault {
    /// Backs up the vault as it is now. Others may go on reading and writing. Cut off, it leaves earlier snapshots
    /// as they are, and what it copied is not copied again.
    pub fn back_up(&self, order: Order<'_>, job: &Job) -> Result<Taken> {
        let _one_at_a_time = self.backing_up.lock().unwrap_or_else(PoisonError::into_inner);
        let (backup, _hold) = Backup::prepare(order.place, &self.dir, &self.keys)?;
        let zone = self.zone()?;
        let (manifest, written) = self.copy_to(&backup, order, job)?;
        // From here on nothing is cancelled: no key file is to be newer than the latest snapshot.
        job.advance(0)?;
        keys::renew_copy(&self.dir, &backup.dir)?;
        let id = manifest::write(&backup.dir, &manifest, &self.keys)?;
        let swept = backup.sweep(zone, order.keep);
        Ok(Taken {
            snapshot: Snapshot { id, at_ms: manifest.at_ms, holdings: Some(manifest.holdings()) },
            files_written: written.files,
            bytes_written: written.bytes,
            snapshots_removed: swept.snapshots,
            bytes_freed: swept.bytes,
            unreadable: swept.unreadable,
        })
    }

    /// The vault's backup in a place, for listing and verifying.
    pub fn backup_in(&self, place: &Path) -> Result<Backup> {
        Ok(Backup { dir: place::find(&place::folder(place, self.keys.vault()))?, keys: self.keys.clone() })
    }

    /// When the latest snapshot in a place was taken, UTC milliseconds, to the second. One from after `now_ms` comes
    /// of a clock that was wrong and does not count.
    pub fn last_snapshot(&self, place: &Path, now_ms: i64) -> Result<Option<i64>> {
        let moments = manifest::moments(&place::folder(place, self.keys.vault()))?;
        Ok(moments.iter().rev().map(|(at_ms, _)| *at_ms).find(|at_ms| *at_ms <= now_ms))
    }

    fn copy_to(&self, backup: &Backup, order: Order<'_>, job: &Job) -> Result<(Manifest, Written)> {
        let latest = backup.latest()?;
        let still = self.database.still(job)?;
        let mut manifest = Manifest::new(order.at_ms, &self.keys, still.bytes, counts(&still)?);
        let head = log::head(&still)?;
        let known_head = latest.as_ref().and_then(|latest| latest.log_head.as_deref());
        self.refuse_if_put_back(known_head, &still)?;
        manifest.log_head = Some(head.signed(&self.keys)?);
        let blobs = latest.map(|latest| latest.blobs).unwrap_or_default();
        let known = blobs.into_iter().map(|blob| (blob.name.clone(), blob)).collect();
        let sources = self.sources(&still)?;
        let total = still.bytes + sources.iter().filter_map(|source| source.bytes).sum::<u64>();
        job.begin(Phase::Copying, total)?;
        let mut copying = Copying { backup, extent: order.extent, known, job, written: Written::default() };
        manifest.database.pieces = copying.database(&still)?;
        // The file may change again: what its records need is never removed from a vault.
        drop(still);
        manifest.blobs = sources.iter().map(|source| copying.blob(source)).collect::<Result<_>>()?;
        let Written { pieces, blobs, .. } = &copying.written;
        backup.pieces().sync(pieces.iter().map(String::as_str))?;
        backup.blobs().sync(blobs.iter().map(String::as_str))?;
        Ok((manifest, copying.written))
    }

    /// A log that never was where the latest snapshot saw it is that of a vault put back to an earlier state, unless
    /// it was restored from an earlier snapshot: what it left behind then is known to it.
    fn refuse_if_put_back(&self, known: Option<&str>, reader: &Connection) -> Result<()> {
        let Some(known) = known else { return Ok(()) };
        let Some(head) = LogHead::of_signed(known, &self.keys)? else {
            return Err(Error::backup_damaged("the log head of the latest snapshot"));
        };
        let is_left_behind = setting::value(reader, setting::LEFT_BEHIND)?.is_some_and(|left| left == known);
        if is_left_behind || log::was_at(reader, head)? {
            Ok(())
        } else {
            Err(Error::BackupPlace { why: "put_back" })
        }
    }

    /// Everything the records of that moment need.
    fn sources(&self, reader: &Connection) -> Result<Vec<Source>> {
        content::all(reader)?
            .into_iter()
            .map(|sha256| {
                let (name, path) = self.blobs.sealed(&sha256)?;
                let bytes = fs::metadata(&path).ok().map(|metadata| metadata.len());
                Ok(Source { sha256, name, path, bytes })
            })
            .collect()
    }
}

/// What the vault holds at the moment of a reader.
pub(super) fn counts(reader: &Connection) -> Result<Counts> {
    let totals = conversation::totals(reader)?;
    Ok(Counts {
        messages: totals.messages,
        events: totals.events,
        conversations: totals.conversations,
        attachments: attachment::count(reader)?,
        originals: file::count_originals(reader)?,
    })
}

/// A sealed original or attachment of the vault.
struct Source {
    /// Of its content.
    sha256: String,
    name: String,
    path: PathBuf,
    /// Sealed; `None` where the vault has lost it.
    bytes: Option<u64>,
}

/// An original or attachment that the vault itself cannot read.
fn source_error(sha256: &str, error: io::Error) -> Error {
    let damaged = is_damage(&error) || error.kind() == io::ErrorKind::NotFound;
    if damaged { Error::damaged(format!("content {sha256}: {error}")) } else { Error::Source(error) }
}

/// What a backup added.
#[derive(Default)]
struct Written {
    files: u64,
    bytes: u64,
    /// Names of pieces whose directories are to be synced, those that were there included: a backup that was cut
    /// off may have left them.
    pieces: Vec<String>,
    blobs: Vec<String>,
}

/// Copying to a backup.
struct Copying<'c> {
    backup: &'c Backup,
    extent: Extent,
    /// The copies that the latest readable snapshot names.
    known: HashMap<String, Blob>,
    job: &'c Job,
    written: Written,
}

impl Copying<'_> {
    /// The database in pieces; their SHA-256 in order.
    fn database(&mut self, still: &Still<'_>) -> Result<Vec<String>> {
        let offsets = (0..still.bytes).step_by(PIECE);
        offsets.map(|offset| self.piece(&still.piece(offset, PIECE)?)).collect()
    }

    fn piece(&mut self, piece: &[u8]) -> Result<String> {
        let (backup, job) = (self.backup, self.job);
        let sha256 = hex(&Sha256::digest(piece));
        let name = piece_name(&backup.keys, &sha256)?;
        let drawer = backup.pieces();
        let bytes = sealed_len(piece.len() as u64);
        if !self.is_there(drawer.holds(&name, bytes), || drawer.inspect(&name, job))? {
            drawer.put(&name, job, |file| {
                let mut sealed = SealedWriter::new(file, backup.keys.backup())?;
                sealed.write_all(piece)?;
                sealed.finish(&name)?;
                Ok(())
            })?;
            self.wrote(bytes);
        }
        self.written.pieces.push(name);
        job.advance(piece.len() as u64)?;
        Ok(sha256)
    }

    /// One original or attachment, copied as it is sealed. Sealed content is never written anew but where it was
    /// damaged, so a copy that is known is as good as the vault's own, or better.
    fn blob(&mut self, source: &Source) -> Result<Blob> {
        let (backup, job) = (self.backup, self.job);
        let (name, drawer) = (source.name.clone(), backup.blobs());
        let known = self.known.remove(&name);
        let bytes = known.as_ref().map(|known| known.bytes).or(source.bytes).unwrap_or_default();
        let held = drawer.holds(&name, bytes);
        let blob = match (known, self.extent) {
            (Some(known), Extent::Increment) if held => known,
            _ => match found(held, || drawer.inspect(&name, job))? {
                Some(sha256) => Blob { name, bytes, sha256 },
                None => self.copy(source)?,
            },
        };
        self.written.blobs.push(blob.name.clone());
        job.advance(source.bytes.unwrap_or_default())?;
        Ok(blob)
    }

    fn copy(&mut self, source: &Source) -> Result<Blob> {
        let (job, name) = (self.job, source.name.clone());
        let (mut sha256, mut bytes) = (String::new(), 0);
        let copied = self.backup.blobs().put(&name, job, |file| {
            let mut original =
                File::open(&source.path).map_err(|error| source_error(&source.sha256, error))?;
            (sha256, bytes) = pour(&mut original, file, job)?;
            Ok(())
        });
        // The copy is not yet part of the backup: what does not authenticate is the vault's.
        copied.map_err(|error| match error {
            Error::BackupDamaged { what } => Error::damaged(format!("content {}: {what}", source.sha256)),
            error => error,
        })?;
        self.wrote(bytes);
        Ok(Blob { name, bytes, sha256 })
    }

    /// Whether a piece need not be written.
    fn is_there(&self, held: bool, inspect: impl FnOnce() -> Result<String>) -> Result<bool> {
        match self.extent {
            Extent::Increment => Ok(held),
            Extent::Full => Ok(found(held, inspect)?.is_some()),
        }
    }

    fn wrote(&mut self, bytes: u64) {
        self.written.files += 1;
        self.written.bytes += bytes;
    }
}

/// What is found on reading a file; `None` where it is not there or damaged.
fn found(held: bool, inspect: impl FnOnce() -> Result<String>) -> Result<Option<String>> {
    if !held {
        return Ok(None);
    }
    match inspect() {
        Ok(sha256) => Ok(Some(sha256)),
        Err(Error::BackupDamaged { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
