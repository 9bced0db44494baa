//! The search index: finds quickly. Derived from the database, deletable at any time.
//!
//! It knows which messages hold a substring and in what order they were sent; it keeps no text but the
//! numbers, amounts and the like that are recognised in it. What people attached to
//! messages is the database's knowledge. `docs/decisions/0003` has the reasons for the shape.

mod batch;

mod directory;
mod doc_sets;
pub(crate) mod fold;
mod gram;
mod groups;
mod lazy_file;
mod matches;
mod merging;
mod need;
mod phrase;
mod posting_list;
mod ranking;
mod schema;
mod segment;
mod segment_writer;
mod similar;
mod snapshot;
mod text;
mod writer;

use crate::{
    entity::Recogniser,
    error::{Error, Result},
    keys::Keys,
    sealed::{durable, is_damage},
};
use batch::Limits;
use directory::SealedDirectory;
use segment::Segment;
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, PoisonError, RwLock},
};
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

pub(crate) use groups::Group;
pub(crate) use matches::{Match, Matches, Rank};
pub(crate) use merging::Run;
pub(crate) use need::{Flag, IdRanges, IdSet, MessageSet, Need};
pub(crate) use ranking::Relevance;
pub(crate) use snapshot::Snapshot;
pub(crate) use writer::{Entry, EntryFlags, IndexWriter};

/// The engine's names for its list of segments and its list of all files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// Where indexes are, below a vault's directory.
const ROOT: &str = "index";

/// How far the index has followed the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Which life of the database this is; a rebuilt or restored one has another.
    pub(crate) generation: i64,
    /// The last outbox row applied.
    pub(crate) seq: i64,
    /// The digest of the rules by which it was told what texts speak of.
    pub(crate) rules: u64,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:x}", self.generation, self.seq, self.rules)
    }
}

impl FromStr for Stamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split(' ');
        let mut next = || parts.next().ok_or_else(|| unreadable("commit stamp"));
        let number = |part: &str| part.parse().map_err(|_| unreadable("commit stamp"));
        let (generation, seq) = (number(next()?)?, number(next()?)?);
        let rules = u64::from_str_radix(next()?, 16).map_err(|_| unreadable("commit stamp"))?;
        Ok(Self { generation, seq, rules })
    }
}

/// The index of one vault, in a folder of its own below `index/`, which has a number for its name. Where there are several,
/// the highest that was ever committed is the index: the others are not finished yet, or were replaced.
pub(crate) struct Index {
    /// Where its files are; `None` in memory.
    folder: Option<PathBuf>,
    engine: tantivy::Index,
    reader: IndexReader,
    fields: schema::Fields,
    recogniser: Arc<Recogniser>,
    current: RwLock<Snapshot>,
}

impl Index {
    /// Opens the index below `dir`, a vault's directory, or makes an empty one.
    /// `IndexDamaged`: delete it ([`Index::delete`]) and fill a new one.
    pub(crate) fn open(dir: &Path, keys: &Keys, recogniser: &Arc<Recogniser>) -> Result<Self> {
        let mut folders = folders(dir)?;
        while let Some((_, folder)) = folders.pop() {
            let index = Self::open_folder(folder, keys, recogniser)?;
            if index.applied_through().is_some() || folders.is_empty() {
                // What cannot be removed now (a disk that cannot be written) goes at a later opening.
                for (_, replaced) in folders {
                    let _ = fs::remove_dir_all(replaced);
                }
                return Ok(index);
            }
            let _ = index.remove();
        }
        Self::beside(dir, keys, recogniser)
    }

    /// Makes an empty index beside those that there are. Nobody takes it for the index before it is committed.
    pub(crate) fn beside(dir: &Path, keys: &Keys, recogniser: &Arc<Recogniser>) -> Result<Self> {
        let last = folders(dir)?.last().map_or(0, |(number, _)| *number);
        let folder = dir.join(ROOT).join((last + 1).to_string());
        fs::create_dir_all(&folder)?;
        durable::sync_directory(&dir.join(ROOT))?;
        Self::open_folder(folder, keys, recogniser)
    }

    fn open_folder(folder: PathBuf, keys: &Keys, recogniser: &Arc<Recogniser>) -> Result<Self> {
        let index = Self::open_in(SealedDirectory::new(&folder, keys.index()), recogniser)?;
        Ok(Self { folder: Some(folder), ..index })
    }

    /// Removes its files. Who still reads it, may go on.
    pub(crate) fn remove(&self) -> Result<()> {
        match self.folder.as_ref().map(fs::remove_dir_all) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Opens or makes an index in any directory of the engine.
    fn open_in(
        directory: impl Into<Box<dyn tantivy::Directory>>,
        recogniser: &Arc<Recogniser>,
    ) -> Result<Self> {
        let directory = directory.into();
        let (schema, fields) = schema::schema();
        let exists = tantivy::Index::exists(&*directory).map_err(unreadable)?;
        let engine = if exists {
            tantivy::Index::open(directory).map_err(unreadable)?
        } else {
            let empty = tantivy::Index::builder().schema(schema.clone()).settings(schema::settings());
            empty.open_or_create(directory).map_err(refused)?
        };
        if engine.schema() != schema || *engine.settings() != schema::settings() {
            return Err(unreadable("it has the layout of another version"));
        }
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(unreadable)?;
        let current = RwLock::new(Snapshot::new(Vec::new(), None));
        let recogniser = Arc::clone(recogniser);
        let index = Self { folder: None, engine, reader, fields, recogniser, current };
        index.refresh()?;
        Ok(index)
    }

    /// Deletes every index below `dir`, durably; nobody may write to one any more.
    pub(crate) fn delete(dir: &Path) -> Result<()> {
        match fs::remove_dir_all(dir.join(ROOT)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(durable::sync_directory(dir)?),
        }
    }

    /// The stamp of the last commit; `None` for a new index.
    pub(crate) fn applied_through(&self) -> Option<Stamp> {
        self.snapshot().applied_through()
    }

    /// What tells it what texts speak of.
    pub(crate) fn recogniser(&self) -> &Arc<Recogniser> {
        &self.recogniser
    }

    /// Size on disk.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let mut bytes = 0;
        for entry in self.folder.iter().map(fs::read_dir) {
            // A file that a merge removed meanwhile weighs nothing.
            bytes +=
                entry?.flatten().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum::<u64>();
        }
        Ok(bytes)
    }

    /// Reads every file of the index from the disk, past all that is kept of it in memory. `IndexDamaged` where one is
    /// not as it was written.
    pub(crate) fn verify(&self, keys: &Keys) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        // What the segments of the list may have, and of that what there is.
        let mut files = self.engine.load_metas().map_err(unreadable)?.list_segment_files();
        let managed = self.engine.directory().list_managed_files();
        files.retain(|file| managed.contains(file));
        let sealed = SealedDirectory::new(folder, keys.index());
        for file in files.iter().map(PathBuf::as_path).chain(LISTS.map(Path::new)) {
            sealed.verify(file).map_err(|error| unreadable(format_args!("{}: {error}", file.display())))?;
        }
        Ok(())
    }

    /// The one writer; a second one at the same time is an error.
    pub(crate) fn writer(&self) -> Result<IndexWriter<'_>> {
        IndexWriter::open(self, Limits::default())
    }

    /// The index as of the last commit; later commits do not change it.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn reload(&self) -> Result<()> {
        self.reader.reload().map_err(unreadable)?;
        self.refresh()
    }

    /// Takes over the segments of the engine's reader, those that did not change as they are.
    fn refresh(&self) -> Result<()> {
        let before = self.snapshot();
        let stamp = self.engine.load_metas().map_err(unreadable)?.payload;
        let stamp = stamp.map(|stamp| stamp.parse()).transpose()?;
        let mut segments = Vec::new();
        for reader in self.reader.searcher().segment_readers() {
            let same =
                |segment: &&Arc<Segment>| Segment::identity(&segment.reader) == Segment::identity(reader);
            segments.push(match before.segments().iter().find(same) {
                Some(segment) => Arc::clone(segment),
                None => Arc::new(Segment::open(reader, self.fields).map_err(unreadable)?),
            });
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Snapshot::new(segments, stamp);
        Ok(())
    }
}

/// The folders of indexes below a vault's directory, by their numbers, ascending. What else is there, is of a program that
/// had one index without a number, and goes.
fn folders(dir: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let root = dir.join(ROOT);
    fs::create_dir_all(&root)?;
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        match path.file_name().and_then(|name| name.to_str()?.parse().ok()) {
            Some(number) if path.is_dir() => folders.push((number, path)),
            _ if path.is_dir() => fs::remove_dir_all(path)?,
            _ => fs::remove_file(path)?,
        }
    }
    folders.sort_unstable();
    Ok(folders)
}

/// The index cannot be read, for whatever reason: it is rebuilt.
fn unreadable(why: impl fmt::Display) -> Error {
    Error::IndexDamaged { what: why.to_string() }
}

/// The engine refused to write. What the file system said, if it was that, reaches the caller as such.
fn refused(error: TantivyError) -> Error {
    match error {
        TantivyError::IoError(source) if is_damage(&source) => unreadable(source),
        TantivyError::OpenReadError(_) | TantivyError::DataCorruption(_) => unreadable(error),
        TantivyError::IoError(source) => Error::Io(io::Error::new(source.kind(), source)),
        other => Error::Index(other),
    }
}

#[cfg(test)]
mod tests;
