//! Backups: what a vault was at a moment, sealed, in a folder elsewhere, and back again.
//!
//! A place for backups holds one folder for each vault; in it lie pieces of the database and copies of the sealed
//! originals and attachments under names that follow from their content, and one snapshot for each backup that
//! says which of them make the vault. So a further backup copies what is new, and no backup depends on an earlier
//! one. The snapshot is written last: a backup that was cut off is none. `docs/vault-format.md` has the bytes.

mod drawer;
mod manifest;
mod place;
mod plan;
mod rehearsal;
mod restoring;
mod rotation;
mod sweeping;
mod taking;
mod verifying;

use crate::{
    Error, Result,
    keys::{self, Credential, Keys},
};
use drawer::Drawer;
use manifest::Manifest;
use std::path::{Path, PathBuf};

pub use manifest::Holdings;
pub use plan::{Attempt, Plan, Schedule};
pub use rehearsal::Rehearsal;
pub(crate) use rehearsal::clear as clear_rehearsal;
pub use rotation::{Retention, kept};
pub use taking::{Extent, Order, Taken};
pub use verifying::{Check, Part};

/// Bytes of the database in a piece: 64 pages.
const PIECE: usize = 256 * 1024;

/// The folder of one vault in a place for backups, unlocked.
pub struct Backup {
    dir: PathBuf,
    keys: Keys,
}

/// A vault as it was at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Its name: the moment in UTC, `20231114T221320Z`.
    pub id: String,
    /// The moment, UTC milliseconds.
    pub at_ms: i64,
    /// What it holds; `None` where it cannot be read.
    pub holdings: Option<Holdings>,
}

impl Backup {
    /// Unlocks the backup at `path`: a vault's folder in a place for backups, or the place where it holds one only,
    /// by a way into the vault as of its latest backup. Nothing is written there.
    pub fn open(path: &Path, with: Credential<'_>) -> Result<Self> {
        let dir = place::find(path)?;
        let keys = keys::unlock_copy(&dir, with)?;
        Ok(Self { dir, keys })
    }

    /// What can be restored, the latest first.
    pub fn snapshots(&self) -> Result<Vec<Snapshot>> {
        let mut moments = manifest::moments(&self.dir)?;
        moments.reverse();
        let snapshot = |(at_ms, id): (i64, String)| match self.manifest(&id) {
            Ok(manifest) => Ok(Snapshot { id, at_ms, holdings: Some(manifest.holdings()) }),
            Err(Error::BackupDamaged { .. } | Error::Newer { .. }) => {
                Ok(Snapshot { id, at_ms, holdings: None })
            }
            Err(error) => Err(error),
        };
        moments.into_iter().map(snapshot).collect()
    }

    /// The snapshot of this name, or the latest.
    fn chosen(&self, snapshot: Option<&str>) -> Result<(String, Manifest)> {
        let moments = manifest::moments(&self.dir)?;
        let found = match snapshot {
            Some(wanted) => moments.into_iter().find(|(_, id)| id == wanted),
            None => moments.into_iter().next_back(),
        };
        let missing = || snapshot.map_or(Error::NoBackup, Error::no_such);
        let (_, id) = found.ok_or_else(missing)?;
        let manifest = self.manifest(&id)?;
        Ok((id, manifest))
    }

    /// The latest snapshot that can be read.
    fn latest(&self) -> Result<Option<Manifest>> {
        for (_, id) in manifest::moments(&self.dir)?.iter().rev() {
            match self.manifest(id) {
                Ok(manifest) => return Ok(Some(manifest)),
                Err(Error::BackupDamaged { .. } | Error::Newer { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    fn manifest(&self, id: &str) -> Result<Manifest> {
        manifest::read(&self.dir, id, &self.keys)
    }

    /// Where the pieces of the database are.
    fn pieces(&self) -> Drawer<'_> {
        Drawer::new(&self.dir, "data", self.keys.backup())
    }

    /// Where the copies of originals and attachments are.
    fn blobs(&self) -> Drawer<'_> {
        Drawer::new(&self.dir, "blobs", self.keys.blob())
    }
}
