//! After a backup: snapshots that are no longer kept go, then what no snapshot names.
//!
//! What cannot be read may name anything, so while there is such a snapshot nothing is removed at all.

use super::{
    Backup, Retention, drawer, kept,
    manifest::{self, Manifest, piece_name},
};
use crate::{Error, Result, sealed::durable};
use std::{collections::BTreeSet, fs};
use yanju_model::Zone;

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Swept {
    /// Snapshots given up.
    pub(super) snapshots: u64,
    /// Bytes of content that no snapshot named any more.
    pub(super) bytes: u64,
    /// Snapshots that cannot be read; nothing was removed because of them.
    pub(super) unreadable: Vec<String>,
}

impl Backup {
    /// Gives up what is not to be kept. The caller holds the backup.
    pub(super) fn sweep(&self, zone: Zone, keep: Retention) -> Result<Swept> {
        let moments = manifest::moments(&self.dir)?;
        let kept = kept(&moments.iter().map(|(at, _)| *at).collect::<Vec<_>>(), zone, keep);
        let (mut stay, mut go, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        for (at, id) in moments {
            match self.manifest(&id) {
                Ok(manifest) if kept.contains(&at) => stay.push(manifest),
                Ok(_) => go.push(id),
                Err(Error::BackupDamaged { .. } | Error::Newer { .. }) => unreadable.push(id),
                Err(error) => return Err(error),
            }
        }
        if !unreadable.is_empty() {
            return Ok(Swept { unreadable, ..Swept::default() });
        }
        self.give_up(&go)?;
        let bytes = self.sweep_content(&stay)?;
        Ok(Swept { snapshots: go.len() as u64, bytes, unreadable })
    }

    /// Removes snapshots and those that were never finished, durably: what they alone name goes only afterwards.
    fn give_up(&self, ids: &[String]) -> Result<()> {
        let dir = self.dir.join(manifest::FOLDER);
        for id in ids {
            fs::remove_file(dir.join(id))?;
        }
        for entry in drawer::entries(&dir)? {
            if manifest::is_unfinished(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(durable::sync_directory(&dir)?)
    }

    fn sweep_content(&self, snapshots: &[Manifest]) -> Result<u64> {
        let pieces: BTreeSet<&str> =
            snapshots.iter().flat_map(Manifest::pieces).map(|(piece, _)| piece).collect();
        let pieces: Vec<String> =
            pieces.iter().map(|sha256| piece_name(&self.keys, sha256)).collect::<Result<_>>()?;
        let (_, data) = self.pieces().sweep(&pieces.iter().map(String::as_str).collect())?;
        let named = snapshots.iter().flat_map(|manifest| &manifest.blobs).map(|blob| blob.name.as_str());
        let (_, blobs) = self.blobs().sweep(&named.collect())?;
        Ok(data + blobs)
    }
}
