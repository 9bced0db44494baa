//! Where the index keeps its files: sealed, below `index/`.
//!
//! Posting lists, places in messages, and what the engine stores of documents, which nobody asks for, are opened by the chunk as they are needed,
//! behind a bounded cache; every other file is small and read all the time, so it is opened once and kept as long as
//! somebody uses it.

use super::lazy_file::{ChunkCache, LazyFile, unpoisoned};
use crate::sealed::{CHUNK, SealedFile, SealedWriter, durable};
use std::{
    collections::{HashMap, HashSet},
    fmt, fs,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, Weak},
};
use tantivy::{
    Directory,
    directory::{
        AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback,
        WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};
use zeroize::Zeroizing;

/// What is opened by the chunk, by the engine's names for kinds of files.
const LAZY: [&str; 3] = ["idx", "pos", "store"];

/// The directory of one index. Clones are one directory.
#[derive(Clone)]
pub(super) struct SealedDirectory {
    shared: Arc<Shared>,
}

struct Shared {
    root: PathBuf,
    key: Zeroizing<[u8; 32]>,
    open: Mutex<HashMap<PathBuf, Weak<dyn FileHandle>>>,
    chunks: Arc<Mutex<ChunkCache>>,
    locks: Arc<Locks>,
}

impl SealedDirectory {
    /// The directory at `root`, which must exist.
    pub(super) fn new(root: &Path, key: &[u8; 32]) -> Self {
        Self {
            shared: Arc::new(Shared {
                root: root.to_owned(),
                key: Zeroizing::new(*key),
                open: Mutex::default(),
                chunks: Arc::default(),
                locks: Arc::default(),
            }),
        }
    }

    fn full(&self, path: &Path) -> PathBuf {
        self.shared.root.join(path)
    }

    fn open_sealed(&self, path: &Path) -> Result<SealedFile, OpenReadError> {
        SealedFile::open(&self.full(path), &self.shared.key, &name(path)).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                OpenReadError::FileDoesNotExist(path.to_owned())
            } else {
                OpenReadError::wrap_io_error(error, path.to_owned())
            }
        })
    }

    /// Reads a file to its end, from the disk.
    pub(super) fn verify(&self, path: &Path) -> Result<(), OpenReadError> {
        self.open_sealed(path)?.verify().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn open_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.open_sealed(path)?;
        if path.extension().is_some_and(|extension| LAZY.iter().any(|lazy| extension == *lazy)) {
            let chunks = Arc::clone(&self.shared.chunks);
            return Ok(Arc::new(LazyFile::new(file, path, chunks)));
        }
        let all = file.read_all().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(Arc::new(OwnedBytes::new(all)))
    }
}

impl fmt::Debug for SealedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedDirectory")
    }
}

/// What a file's last chunk is bound to: the engine names every file anew, so the name tells it apart.
fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let mut open = unpoisoned(&self.shared.open);
        if let Some(handle) = open.get(path).and_then(Weak::upgrade) {
            return Ok(handle);
        }
        let handle = self.open_handle(path)?;
        open.retain(|_, handle| handle.strong_count() > 0);
        open.insert(path.to_owned(), Arc::downgrade(&handle));
        Ok(handle)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        unpoisoned(&self.shared.open).remove(path);
        fs::remove_file(self.full(path)).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                DeleteError::FileDoesNotExist(path.to_owned())
            } else {
                DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() }
            }
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.full(path).try_exists().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error: io::Error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                OpenWriteError::FileAlreadyExists(path.to_owned())
            } else {
                OpenWriteError::wrap_io_error(error, path.to_owned())
            }
        };
        let file = File::create_new(self.full(path)).map_err(failed)?;
        let sealed = SealedWriter::new(file, &self.shared.key).map_err(failed)?;
        Ok(io::BufWriter::with_capacity(CHUNK, Box::new(SegmentFile { sealed, name: name(path) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.open_sealed(path)?
            .read_all()
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut sealed = SealedWriter::new(Vec::with_capacity(data.len() + CHUNK), &self.shared.key)?;
        sealed.write_all(data)?;
        let bytes = sealed.finish(&name(path))?;
        durable::replace(&self.full(path), bytes)
    }

    fn sync_directory(&self) -> io::Result<()> {
        durable::sync_directory(&self.shared.root)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        Locks::acquire(&self.shared.locks, lock)
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Readers are reloaded by whoever commits.
        Ok(WatchHandle::empty())
    }
}

/// A file being written by the engine.
struct SegmentFile {
    sealed: SealedWriter<File>,
    name: String,
}

impl Write for SegmentFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sealed.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sealed.flush()
    }
}

impl TerminatingWrite for SegmentFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.sealed.finish(&self.name)?.sync_all()
    }
}

/// The engine's locks, within this process: the vault's lock keeps others out.
#[derive(Default)]
struct Locks {
    held: Mutex<HashSet<PathBuf>>,
    released: Condvar,
}

struct Held {
    locks: Arc<Locks>,
    path: PathBuf,
}

impl Locks {
    fn acquire(locks: &Arc<Self>, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let mut held = unpoisoned(&locks.held);
        while held.contains(&lock.filepath) {
            if !lock.is_blocking {
                return Err(LockError::LockBusy);
            }
            held = locks.released.wait(held).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        held.insert(lock.filepath.clone());
        let guard = Held { locks: Arc::clone(locks), path: lock.filepath.clone() };
        Ok(DirectoryLock::from(Box::new(guard)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        unpoisoned(&self.locks.held).remove(&self.path);
        self.locks.released.notify_all();
    }
}
