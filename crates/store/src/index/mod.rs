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
mod schema;
mod segment;
mod segment_writer;
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
pub(crate) use matches::{Match, Matches};
pub(crate) use merging::Run;
pub(crate) use need::{Flag, IdRanges, IdSet, MessageSet, Need};
pub(crate) use snapshot::Snapshot;
pub(crate) use writer::{Entry, EntryFlags, IndexWriter};

/// The engine's names for its list of segments and its list of all files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

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

/// The index of one vault.
pub(crate) struct Index {
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
        let root = dir.join("index");
        fs::create_dir_all(&root)?;
        Self::open_in(SealedDirectory::new(&root, keys.index()), recogniser)
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
        let index = Self { engine, reader, fields, recogniser: Arc::clone(recogniser), current };
        index.refresh()?;
        Ok(index)
    }

    /// Deletes the index below `dir`, durably; nobody may write to it any more.
    pub(crate) fn delete(dir: &Path) -> Result<()> {
        match fs::remove_dir_all(dir.join("index")) {
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

    /// Reads every file of the index below `dir` from the disk, past all that is kept of it in memory.
    /// `IndexDamaged` where one is not as it was written.
    pub(crate) fn verify(&self, dir: &Path, keys: &Keys) -> Result<()> {
        // What the segments of the list may have, and of that what there is.
        let mut files = self.engine.load_metas().map_err(unreadable)?.list_segment_files();
        let managed = self.engine.directory().list_managed_files();
        files.retain(|file| managed.contains(file));
        let sealed = SealedDirectory::new(&dir.join("index"), keys.index());
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
