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
    /// Gives up what is not to be kept, and says what was removed. The caller holds the backup.
    ///
    /// What cannot be removed now (a file that a virus scanner holds, a drive that is gone) goes at the next sweep:
    /// nothing depends on it, so it is no failure of the backup before.
    pub(super) fn sweep(&self, zone: Zone, keep: Retention) -> Swept {
        let mut swept = Swept::default();
        let _ = self.sweep_into(&mut swept, zone, keep);
        swept
    }

    /// Counts while it goes, for it may break off anywhere.
    fn sweep_into(&self, swept: &mut Swept, zone: Zone, keep: Retention) -> Result<()> {
        let moments = manifest::moments(&self.dir)?;
        let kept = kept(&moments.iter().map(|(at, _)| *at).collect::<Vec<_>>(), zone, keep);
        let (mut stay, mut go) = (Vec::new(), Vec::new());
        for (at, id) in moments {
            match self.manifest(&id) {
                Ok(manifest) if kept.contains(&at) => stay.push(manifest),
                Ok(_) => go.push(id),
                Err(Error::BackupDamaged { .. } | Error::Newer { .. }) => swept.unreadable.push(id),
                Err(error) => return Err(error),
            }
        }
        if !swept.unreadable.is_empty() {
            return Ok(());
        }
        self.give_up(&go, &mut swept.snapshots)?;
        self.sweep_content(&stay, &mut swept.bytes)
    }

    /// Removes snapshots and those that were never finished, durably: what they alone name goes only afterwards.
    fn give_up(&self, ids: &[String], removed: &mut u64) -> Result<()> {
        let dir = self.dir.join(manifest::FOLDER);
        for id in ids {
            fs::remove_file(dir.join(id))?;
            *removed += 1;
        }
        for entry in drawer::entries(&dir)? {
            if manifest::is_unfinished(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(durable::sync_directory(&dir)?)
    }

    fn sweep_content(&self, snapshots: &[Manifest], freed: &mut u64) -> Result<()> {
        let pieces: BTreeSet<&str> =
            snapshots.iter().flat_map(Manifest::pieces).map(|(piece, _)| piece).collect();
        let pieces: Vec<String> =
            pieces.iter().map(|sha256| piece_name(&self.keys, sha256)).collect::<Result<_>>()?;
        self.pieces().sweep(&pieces.iter().map(String::as_str).collect(), freed)?;
        let named = snapshots.iter().flat_map(|manifest| &manifest.blobs).map(|blob| blob.name.as_str());
        self.blobs().sweep(&named.collect(), freed)
    }
}
