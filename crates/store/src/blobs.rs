//! Originals and attachments: sealed, content-addressed, write-once.
//!
//! Content is known by the SHA-256 of its plaintext. On disk it is named by a keyed hash of that, so that
//! nobody can tell from a name whether the vault holds a file they have. Which blobs belong to what is the
//! database's knowledge, not this module's.

pub use crate::sealed::SealedReader;
use crate::{
    error::{Error, Result},
    keys::{Keys, random},
    sealed::{SealedFile, SealedWriter, durable, is_damage},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// The `blobs/` directory of a vault. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Blobs {
    shared: Arc<Shared>,
}

struct Shared {
    root: PathBuf,
    seal: Zeroizing<[u8; 32]>,
    name: Zeroizing<[u8; 32]>,
}

/// Content that is sealed on disk but not yet part of the vault. Dropping it removes it again.
pub struct Staged {
    /// SHA-256 of the plaintext, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of plaintext.
    pub bytes: u64,
    blobs: Blobs,
    temporary: Temporary,
}

/// Whether keeping content added a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The vault had no such content before; a rolled-back import removes it again.
    New,
    /// The vault had it already, perhaps damaged: then it is mended now.
    Known,
}

/// What tells notes from staged content.
const NOTE: &str = "keep";

/// Says what is about to be kept. Dropped when its rows are there, or it is taken back.
pub(crate) struct Note(#[expect(dead_code, reason = "held for its drop")] Temporary);

/// A file that is removed when dropped.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nothing to be done about a failure here: the next opening of the vault sweeps.
        let _ = fs::remove_file(&self.0);
    }
}

impl Blobs {
    /// The blobs below `dir`, a vault's directory. Nothing is touched yet.
    pub(crate) fn new(dir: &Path, keys: &Keys) -> Self {
        let (seal, name) = (Zeroizing::new(*keys.blob()), Zeroizing::new(*keys.blob_name()));
        Self { shared: Arc::new(Shared { root: dir.join("blobs"), seal, name }) }
    }

    /// Seals what `reader` yields into a temporary file. `progress` is told the bytes of every step and may
    /// stop the work with an error; so may the reader, see [`Error::Source`].
    pub(crate) fn stage(
        &self,
        reader: &mut dyn Read,
        progress: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Staged> {
        let temporary = self.temporary()?;
        let file = File::create_new(&temporary.0)?;
        let mut sealed = SealedWriter::new(file, &self.shared.seal)?;
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::source(error)),
            };
            let part = buffer.get(..read).unwrap_or(&[]);
            hash.update(part);
            sealed.write_all(part)?;
            bytes += read as u64;
            progress(read as u64)?;
        }
        let sha256 = hex(&hash.finalize());
        sealed.finish(&self.name(&sha256)?)?;
        Ok(Staged { sha256, bytes, blobs: self.clone(), temporary })
    }

    /// Opens content by its SHA-256. `Damaged` where it is missing or altered.
    pub(crate) fn open(&self, sha256: &str) -> Result<SealedReader> {
        let name = self.name(sha256)?;
        SealedFile::open(&self.path(&name), &self.shared.seal, &name).map(SealedReader::new).map_err(
            |error| {
                let damaged = is_damage(&error) || error.kind() == io::ErrorKind::NotFound;
                if damaged { Error::damaged(format!("content {sha256}: {error}")) } else { error.into() }
            },
        )
    }

    /// The name of content on disk, and where it lies.
    pub(crate) fn sealed(&self, sha256: &str) -> Result<(String, PathBuf)> {
        let name = self.name(sha256)?;
        let path = self.path(&name);
        Ok((name, path))
    }

    /// Reads content to its end, which tells `progress` the bytes of every step; says how many there are. `Damaged`
    /// where it is not what its name says.
    pub(crate) fn read_through(
        &self,
        sha256: &str,
        progress: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<u64> {
        let damaged = |why: &str| Error::damaged(format!("content {sha256}: {why}"));
        let mut content = self.open(sha256)?;
        let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
        loop {
            let read = content.read(&mut buffer).map_err(|error| damaged(&error.to_string()))?;
            if read == 0 {
                break;
            }
            hash.update(buffer.get(..read).unwrap_or(&[]));
            bytes += read as u64;
            progress(read as u64)?;
        }
        if hex(&hash.finalize()) == sha256 { Ok(bytes) } else { Err(damaged("it is another content")) }
    }

    /// Removes content that a rolled-back import had kept as [`Kept::New`].
    pub(crate) fn remove(&self, sha256: &str) -> Result<()> {
        remove(&self.path(&self.name(sha256)?))
    }

    /// Notes what is about to be kept, until the note is dropped: should a crash keep its rows from coming to be,
    /// [`Blobs::sweep`] removes it. Not synced: at worst something sealed and unnamed stays.
    pub(crate) fn note(&self, staged: &[Staged]) -> Result<Note> {
        let mut note = self.temporary()?;
        note.0.set_extension(NOTE);
        let names = staged.iter().map(|staged| Ok(self.name(&staged.sha256)? + "\n"));
        fs::write(&note.0, names.collect::<Result<String>>()?)?;
        Ok(Note(note))
    }

    /// Removes what a crash left behind: temporary files, and what was noted but is not among `known`, the
    /// SHA-256 of everything that has rows. Called while the vault is locked and nothing is staged.
    pub(crate) fn sweep(&self, known: impl FnOnce() -> Result<Vec<String>>) -> Result<()> {
        let noted = self.noted()?;
        if !noted.is_empty() {
            let known: HashSet<String> =
                known()?.iter().map(|sha256| self.name(sha256)).collect::<Result<_>>()?;
            for name in noted.difference(&known) {
                remove(&self.path(name))?;
            }
        }
        match fs::remove_dir_all(self.shared.root.join("tmp")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The names in the notes that a crash left behind.
    fn noted(&self) -> Result<HashSet<String>> {
        let mut names = HashSet::new();
        let entries = match fs::read_dir(self.shared.root.join("tmp")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == NOTE) {
                let note = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
                names.extend(note.lines().filter(|line| is_name(line)).map(str::to_owned));
            }
        }
        Ok(names)
    }

    fn temporary(&self) -> Result<Temporary> {
        let dir = self.shared.root.join("tmp");
        durable::create_dir_all(&dir)?;
        let mut name = [0; 16];
        random(&mut name)?;
        Ok(Temporary(dir.join(hex(&name))))
    }

    /// The name of content on disk.
    fn name(&self, sha256: &str) -> Result<String> {
        keyed_name(&self.shared.name, sha256)
    }

    fn path(&self, name: &str) -> PathBuf {
        two_levels(&self.shared.root, name)
    }
}

/// The name of content under a key: tells nothing to who has the content but not the key.
pub(crate) fn keyed_name(key: &[u8; 32], sha256: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Error::damaged("name key"))?;
    mac.update(sha256.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

/// Two levels, so that no directory grows beyond what file managers and backups handle well.
pub(crate) fn two_levels(root: &Path, name: &str) -> PathBuf {
    root.join(name.get(..2).unwrap_or("00")).join(name)
}

/// The bytes of staged content, readable while it is staged: what is parsed is then what is kept.
pub struct StagedBytes {
    name: String,
    path: PathBuf,
    shared: Arc<Shared>,
}

impl StagedBytes {
    /// A fresh reader from the start.
    pub fn open(&self) -> io::Result<SealedReader> {
        SealedFile::open(&self.path, &self.shared.seal, &self.name).map(SealedReader::new)
    }
}

impl Staged {
    /// A handle to read the content by, before it becomes part of the vault.
    pub fn content(&self) -> Result<StagedBytes> {
        let name = self.blobs.name(&self.sha256)?;
        Ok(StagedBytes { name, path: self.temporary.0.clone(), shared: Arc::clone(&self.blobs.shared) })
    }

    /// Makes the content part of the vault, durably. What the vault has of it already is read through and
    /// replaced where it is damaged.
    pub(crate) fn keep(self) -> Result<Kept> {
        if self.blobs.open(&self.sha256).is_ok_and(|known| self.is_all_of(known)) {
            return Ok(Kept::Known);
        }
        let path = self.blobs.path(&self.blobs.name(&self.sha256)?);
        let kept = if path.exists() { Kept::Known } else { Kept::New };
        if let Some(dir) = path.parent() {
            durable::create_dir_all(dir)?;
        }
        File::options().write(true).open(&self.temporary.0)?.sync_all()?;
        durable::rename(&self.temporary.0, &path)?;
        Ok(kept)
    }

    /// Whether every byte of what is known can be read: opening authenticates its length and name only.
    fn is_all_of(&self, mut known: SealedReader) -> bool {
        io::copy(&mut known, &mut io::sink()).is_ok_and(|bytes| bytes == self.bytes)
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether a text, such as a line of a note that may be cut short, is the name of a blob.
pub(crate) fn is_name(line: &str) -> bool {
    line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
