//! Files that are too large to be opened whole, by the chunk, behind a bounded cache.

use crate::sealed::{CHUNK, SealedFile};
use std::{
    collections::HashMap,
    fmt, io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tantivy::{
    HasLen,
    directory::{FileHandle, OwnedBytes},
};

/// Opened chunks kept in each of two generations: at most twice 16 MiB in all.
const CACHED_CHUNKS: usize = 1024;

/// A file, opened by the chunk.
pub(super) struct LazyFile {
    file: SealedFile,
    path: PathBuf,
    chunks: Arc<Mutex<ChunkCache>>,
}

impl LazyFile {
    pub(super) fn new(file: SealedFile, path: &Path, chunks: Arc<Mutex<ChunkCache>>) -> Self {
        Self { file, path: path.to_owned(), chunks }
    }

    fn chunk(&self, number: u64) -> io::Result<OwnedBytes> {
        let place = (std::ptr::from_ref(self).addr(), number);
        if let Some(chunk) = unpoisoned(&self.chunks).find(place) {
            return Ok(chunk);
        }
        let chunk = OwnedBytes::new(self.file.chunk(number)?);
        unpoisoned(&self.chunks).keep(place, chunk.clone());
        Ok(chunk)
    }
}

impl fmt::Debug for LazyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LazyFile({})", self.path.display())
    }
}

impl HasLen for LazyFile {
    fn len(&self) -> usize {
        self.file.len() as usize
    }
}

impl FileHandle for LazyFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let (first, last) = (range.start / CHUNK, (range.end - 1) / CHUNK);
        let cut = |chunk: &OwnedBytes, number: usize| {
            let start = range.start.max(number * CHUNK) - number * CHUNK;
            let end = range.end.min((number + 1) * CHUNK) - number * CHUNK;
            if end <= chunk.len() { Ok(chunk.slice(start..end)) } else { Err(past_the_end()) }
        };
        if first == last {
            return cut(&self.chunk(first as u64)?, first);
        }
        let mut bytes = Vec::with_capacity(range.len());
        for number in first..=last {
            bytes.extend_from_slice(&cut(&self.chunk(number as u64)?, number)?);
        }
        Ok(OwnedBytes::new(bytes))
    }
}

impl Drop for LazyFile {
    fn drop(&mut self) {
        // The cache knows files by address, which the next file may be given.
        unpoisoned(&self.chunks).forget(std::ptr::from_ref(self).addr());
    }
}

fn past_the_end() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "read past the end of a file")
}

/// A file, by address, and a chunk of it.
type ChunkPlace = (usize, u64);

/// Chunks in two generations: what is used moves to the young one, and when that is full the old one goes.
#[derive(Default)]
pub(super) struct ChunkCache {
    young: HashMap<ChunkPlace, OwnedBytes>,
    old: HashMap<ChunkPlace, OwnedBytes>,
}

impl ChunkCache {
    fn find(&mut self, place: ChunkPlace) -> Option<OwnedBytes> {
        if let Some(chunk) = self.young.get(&place) {
            return Some(chunk.clone());
        }
        let chunk = self.old.remove(&place)?;
        self.keep(place, chunk.clone());
        Some(chunk)
    }

    fn keep(&mut self, place: ChunkPlace, chunk: OwnedBytes) {
        if self.young.len() >= CACHED_CHUNKS {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(place, chunk);
    }

    fn forget(&mut self, file: usize) {
        self.young.retain(|place, _| place.0 != file);
        self.old.retain(|place, _| place.0 != file);
    }
}

/// Locks what is whole between any two statements, so that a panic elsewhere does no harm.
pub(super) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
