//! Restoring: a snapshot becomes a vault in a new place. Everything is read through on the way, so that what does
//! not authenticate ends it; and until the key file is there, nothing is a vault.

use super::{
    Backup,
    drawer::{self, pour},
    manifest::{Blob, Manifest, piece_name},
};
use crate::{
    Error, Result, Vault,
    blobs::{hex, two_levels},
    database::{self, Database},
    founding, keys,
    lock::VaultLock,
    sealed::durable,
    table::setting,
    vault::{generation, vacant},
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write as _,
    path::Path,
};
use yanju_model::job::{Job, Phase};

impl Vault {
    /// Makes a vault in an empty or absent directory from a snapshot (or the latest one), and opens it. The password
    /// is the one the vault had at its latest backup. Cut off, it leaves a vault or none.
    pub fn restore(backup: &Backup, snapshot: Option<&str>, to: &Path, job: &Job) -> Result<Self> {
        let (_, manifest) = backup.chosen(snapshot)?;
        vacant(to)?;
        durable::create_dir_all(to)?;
        let lock = VaultLock::take(to)?;
        // Another process may have been quicker.
        vacant(to)?;
        let vault = Self::furnish_from(backup, &manifest, to, lock, job).inspect_err(|_| {
            if let Ok(_lock) = VaultLock::take(to) {
                // The first error is the one to tell; what cannot be removed is marked as no vault.
                let _ = founding::clear(to);
            }
        })?;
        // As at any opening: an index that cannot be written now must not lock the records away.
        let _ = vault.index_pending(job);
        Ok(vault)
    }

    /// Everything but the key file, and then the key file: it makes the directory a vault.
    fn furnish_from(
        backup: &Backup,
        manifest: &Manifest,
        to: &Path,
        lock: VaultLock,
        job: &Job,
    ) -> Result<Self> {
        founding::begin(to)?;
        let database = backup.unpack(manifest, to, job)?;
        // Another life: what was derived from the one before, such as an index, is not this one's.
        let writer = database.write()?;
        setting::set(&writer, setting::GENERATION, &generation()?.to_string())?;
        if let Some(head) = backup.latest()?.and_then(|latest| latest.log_head) {
            setting::set(&writer, setting::LEFT_BEHIND, &head)?;
        }
        writer.commit()?;
        let vault = Self::assemble(to, backup.keys.clone(), database, lock)?;
        keys::copy(&backup.dir)?.save(to)?;
        founding::end(to)?;
        Ok(vault)
    }
}

impl Backup {
    /// Writes the database and the blobs of a snapshot to a directory, durably, and opens the database.
    pub(super) fn unpack(&self, manifest: &Manifest, to: &Path, job: &Job) -> Result<Database> {
        job.begin(Phase::Copying, manifest.bytes())?;
        let mut file = File::create_new(to.join(database::FILE))?;
        for (sha256, bytes) in manifest.pieces() {
            file.write_all(&self.piece(sha256, bytes)?)?;
            job.advance(bytes)?;
        }
        file.sync_all()?;
        drop(file);
        let root = to.join("blobs");
        let mut dirs = BTreeSet::from([to.to_owned()]);
        for blob in &manifest.blobs {
            let path = two_levels(&root, &blob.name);
            let dir = path.parent().unwrap_or(&root);
            if dirs.insert(dir.to_owned()) {
                fs::create_dir_all(dir)?;
                dirs.insert(root.clone());
            }
            self.copy_blob(blob, &path, job)?;
            job.advance(blob.bytes)?;
        }
        dirs.iter().rev().try_for_each(|dir| durable::sync_directory(dir))?;
        Database::open_unpacked(to, self.keys.database())
    }

    /// A piece of the database: the one that the snapshot names.
    pub(super) fn piece(&self, sha256: &str, bytes: u64) -> Result<Vec<u8>> {
        let name = piece_name(&self.keys, sha256)?;
        let drawer = self.pieces();
        let piece = drawer.read(&name)?;
        if piece.len() as u64 == bytes && hex(&Sha256::digest(&piece)) == sha256 {
            Ok(piece)
        } else {
            Err(Error::backup_damaged(format!("{} is another piece", drawer.label(&name))))
        }
    }

    fn copy_blob(&self, blob: &Blob, to: &Path, job: &Job) -> Result<()> {
        let drawer = self.blobs();
        let label = drawer.label(&blob.name);
        let mut from =
            File::open(drawer.path(&blob.name)).map_err(|error| drawer::unreadable(&label, error))?;
        let mut file = File::create_new(to)?;
        let (sha256, bytes) = pour(&mut from, &mut file, job)?;
        if bytes != blob.bytes || sha256 != blob.sha256 {
            return Err(Error::backup_damaged(format!("{label} is altered")));
        }
        Ok(file.sync_all()?)
    }
}
