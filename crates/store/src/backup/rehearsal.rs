//! The rehearsal: a snapshot is restored to where nobody looks, read through to the last byte, and removed.

use super::{Backup, Check, Holdings, Part, taking::counts};
use crate::{
    Error, Result, Vault,
    blobs::Blobs,
    database::{Database, faults},
    table::content,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::PoisonError,
};
use yanju_model::job::{Job, Phase};

/// The folder of a rehearsal in that of the vault.
const FOLDER: &str = "rehearsal";

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// The snapshot that was restored.
    pub snapshot: String,
    /// When it was taken, UTC milliseconds.
    pub at_ms: i64,
    /// What it holds.
    pub holdings: Holdings,
    /// Originals and attachments whose content was read through.
    pub contents: u64,
    /// Their bytes, unsealed.
    pub content_bytes: u64,
    /// What was looked at, and whether it was as it should be.
    pub checks: Vec<Check>,
}

/// A folder that is removed when dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays is sealed, and goes at the next rehearsal or opening.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes what a rehearsal that was cut off left in the folder of a vault.
pub(crate) fn clear(vault: &Path) -> Result<()> {
    match fs::remove_dir_all(vault.join(FOLDER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

impl Vault {
    /// Restores a snapshot (or the latest one) of the backup in `place` beside the vault, reads everything in it
    /// and removes it again. Damage is a check that fails, not an error.
    pub fn rehearse(&self, place: &Path, snapshot: Option<&str>, job: &Job) -> Result<Rehearsal> {
        let _one_at_a_time = self.backing_up.lock().unwrap_or_else(PoisonError::into_inner);
        let backup = self.backup_in(place)?;
        clear(&self.dir)?;
        let scratch = Scratch(self.dir.join(FOLDER));
        fs::create_dir(&scratch.0)?;
        backup.rehearse(snapshot, &scratch.0, job)
    }
}

impl Backup {
    fn rehearse(&self, snapshot: Option<&str>, to: &Path, job: &Job) -> Result<Rehearsal> {
        let (id, manifest) = self.chosen(snapshot)?;
        let mut rehearsal = Rehearsal {
            snapshot: id,
            at_ms: manifest.at_ms,
            holdings: manifest.holdings(),
            contents: 0,
            content_bytes: 0,
            checks: Vec::new(),
        };
        let database = match self.unpack(&manifest, to, job) {
            Ok(database) => database,
            Err(Error::BackupDamaged { what } | Error::Damaged { what }) => {
                rehearsal.checks.push(Check::failed(Part::Restoring, what));
                return Ok(rehearsal);
            }
            Err(error) => return Err(error),
        };
        rehearsal.checks.push(Check::passed(Part::Restoring, manifest.bytes().to_string()));
        let reader = database.read()?;
        rehearsal.checks.push(Check::of(
            Part::Database,
            faults(&reader)?,
            manifest.database.bytes.to_string(),
        ));
        let found = counts(&reader)?;
        let differs = (found != manifest.counts).then(|| format!("{found:?}, not {:?}", manifest.counts));
        let messages = (found.messages + found.events).to_string();
        rehearsal.checks.push(Check::of(Part::Counts, differs.into_iter().collect(), messages));
        drop(reader);
        self.read_contents(&database, to, &mut rehearsal, job)?;
        Ok(rehearsal)
    }

    /// Reads every original and attachment through.
    fn read_contents(
        &self,
        database: &Database,
        to: &Path,
        rehearsal: &mut Rehearsal,
        job: &Job,
    ) -> Result<()> {
        let reader = database.read()?;
        let blobs = Blobs::new(to, &self.keys);
        job.begin(Phase::Verifying, content::total_bytes(&reader)?)?;
        let mut lost = Vec::new();
        for sha256 in content::all(&reader)? {
            match blobs.read_through(&sha256, &mut |bytes| Ok(job.advance(bytes)?)) {
                Ok(bytes) => {
                    rehearsal.contents += 1;
                    rehearsal.content_bytes += bytes;
                }
                Err(Error::Damaged { .. }) => lost.push(sha256),
                Err(error) => return Err(error),
            }
        }
        rehearsal.checks.push(Check::of(Part::Contents, lost, rehearsal.contents.to_string()));
        Ok(())
    }
}
