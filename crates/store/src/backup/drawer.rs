//! One half of a backup's content, `data/` or `blobs/`: sealed files by name, two levels deep.
//!
//! A file has its name only when it was read back, so what is there under a name is what belongs there, unless the
//! disk lost it since: that is what rehearsals, verifying and full backups look for.

use crate::{
    Error, Result,
    blobs::{hex, is_name, two_levels},
    sealed::{CHUNK, SealedFile, durable, is_damage},
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use yanju_model::job::Job;

/// Sealed files under one key.
pub(super) struct Drawer<'k> {
    root: PathBuf,
    folder: &'static str,
    key: &'k [u8; 32],
}

impl<'k> Drawer<'k> {
    pub(super) fn new(backup: &Path, folder: &'static str, key: &'k [u8; 32]) -> Self {
        Self { root: backup.join(folder), folder, key }
    }

    /// Where a file is.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        two_levels(&self.root, name)
    }

    /// How a file is called in an error: below the folder of the backup.
    pub(super) fn label(&self, name: &str) -> String {
        format!("{}/{}/{name}", self.folder, name.get(..2).unwrap_or("00"))
    }

    /// Whether a file of this length is there.
    pub(super) fn holds(&self, name: &str, sealed_bytes: u64) -> bool {
        fs::metadata(self.path(name))
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == sealed_bytes)
    }

    /// The plaintext of a file that is read at once.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>> {
        let read = || SealedFile::open(&self.path(name), self.key, name)?.read_all();
        read().map_err(|error| unreadable(&self.label(name), error))
    }

    /// Reads all of a file: every byte authenticates. The SHA-256 of the sealed bytes.
    pub(super) fn inspect(&self, name: &str, job: &Job) -> Result<String> {
        inspect(&self.path(name), self.key, name, job).map_err(|error| error.of(&self.label(name)))
    }

    /// Puts a file there that `seal` writes, see [`write`].
    pub(super) fn put(
        &self,
        name: &str,
        job: &Job,
        seal: impl FnOnce(&mut File) -> Result<()>,
    ) -> Result<()> {
        let path = self.path(name);
        if let Some(dir) = path.parent() {
            durable::create_dir_all(dir)?;
        }
        write(&path, self.key, name, &self.label(name), job, seal)
    }

    /// Makes the names durable of files that were put there.
    pub(super) fn sync<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<()> {
        let paths = names.map(|name| self.path(name));
        let dirs: BTreeSet<_> = paths.filter_map(|path| path.parent().map(Path::to_owned)).collect();
        if !dirs.is_empty() {
            dirs.iter().try_for_each(|dir| durable::sync_directory(dir))?;
            durable::sync_directory(&self.root)?;
        }
        Ok(())
    }

    /// Removes every file of ours that is not `named`, and what a backup that was cut off left. Their bytes
    /// are added to `freed`, one by one.
    pub(super) fn sweep(&self, named: &BTreeSet<&str>, freed: &mut u64) -> Result<()> {
        for dir in entries(&self.root)?.into_iter().filter(|entry| entry.path().is_dir()) {
            for entry in entries(&dir.path())? {
                let name = entry.file_name().to_string_lossy().into_owned();
                // Nothing is removed that was not written here.
                let ours = is_name(name.strip_suffix(".tmp").unwrap_or(&name));
                if ours && !named.contains(name.as_str()) {
                    let bytes = entry.metadata()?.len();
                    fs::remove_file(entry.path())?;
                    *freed += bytes;
                }
            }
        }
        Ok(())
    }
}

/// Writes a sealed file so that it is on disk, whole and authentic before it has its name. The name becomes durable
/// with its directory.
pub(super) fn write(
    path: &Path,
    key: &[u8; 32],
    name: &str,
    label: &str,
    job: &Job,
    seal: impl FnOnce(&mut File) -> Result<()>,
) -> Result<()> {
    let temporary = durable::beside(path);
    let written = (|| {
        let mut file = File::create(&temporary)?;
        seal(&mut file)?;
        file.sync_all()?;
        drop(file);
        inspect(&temporary, key, name, job).map_err(|error| error.of(label))?;
        Ok(fs::rename(&temporary, path)?)
    })();
    written.inspect_err(|_| {
        // The first error is the one to tell; the next sweep removes what this cannot.
        let _ = fs::remove_file(&temporary);
    })
}

/// Copies everything there is to read, in steps that can be cancelled. The SHA-256 of it, and its length.
pub(super) fn pour(from: &mut impl Read, to: &mut impl Write, job: &Job) -> Result<(String, u64)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok((hex(&hash.finalize()), bytes)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Error::source(error)),
        };
        let part = buffer.get(..read).unwrap_or(&[]);
        hash.update(part);
        to.write_all(part)?;
        bytes += read as u64;
        job.advance(0)?;
    }
}

/// Why a file could not be read through.
enum Failure {
    Read(io::Error),
    Other(Error),
}

impl Failure {
    /// The error for the file of this label.
    fn of(self, label: &str) -> Error {
        match self {
            Self::Read(error) => unreadable(label, error),
            Self::Other(error) => error,
        }
    }
}

fn inspect(path: &Path, key: &[u8; 32], name: &str, job: &Job) -> Result<String, Failure> {
    let sealed = SealedFile::open(path, key, name).map_err(Failure::Read)?;
    for number in 0..sealed.len().div_ceil(CHUNK as u64) {
        sealed.chunk(number).map_err(Failure::Read)?;
        job.advance(0).map_err(|cancelled| Failure::Other(cancelled.into()))?;
    }
    let mut file = File::open(path).map_err(Failure::Read)?;
    let (sha256, _) = pour(&mut file, &mut io::sink(), job).map_err(Failure::Other)?;
    Ok(sha256)
}

/// A file of a backup that cannot be read: damage where it is not there or not what was sealed.
pub(super) fn unreadable(label: &str, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::backup_damaged(format!("{label} is missing")),
        _ if is_damage(&error) => Error::backup_damaged(format!("{label}: {error}")),
        _ => Error::Source(error),
    }
}

/// What a directory holds; nothing where it is not there.
pub(super) fn entries(dir: &Path) -> Result<Vec<fs::DirEntry>> {
    match fs::read_dir(dir) {
        Ok(entries) => Ok(entries.collect::<io::Result<_>>()?),
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealed::{SealedWriter, durable::tests::synced_by};

    #[test]
    fn what_is_put_first_is_durable_in_the_backup() {
        let (backup, key, name) = (tempfile::tempdir().unwrap(), [7; 32], "a".repeat(64));
        let drawer = Drawer::new(backup.path(), "data", &key);
        let seal = |file: &mut File| {
            let mut sealed = SealedWriter::new(file, &key)?;
            sealed.write_all(b"receipt")?;
            Ok(sealed.finish(&name).map(drop)?)
        };
        let synced = synced_by(|| drawer.put(&name, &Job::quiet(), seal).unwrap());
        assert_eq!(synced, [backup.path().to_owned(), drawer.root.clone()], "both have a name that is new");
    }
}
