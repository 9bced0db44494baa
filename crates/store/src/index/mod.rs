//! The search index: finds candidates quickly; derived from the database, deletable at any time.

pub(crate) mod fold;
mod need;
mod snapshot;
mod writer;

use crate::{error::Result, keys::Keys};
use std::path::Path;

pub(crate) use need::{Flag, IdSet, MessageSet, Need};
pub(crate) use snapshot::{Candidate, Candidates, Snapshot};
pub(crate) use writer::{Entry, EntryFlags, IndexWriter};

/// How far the index has followed the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Which life of the database this is; a rebuilt or restored one has another.
    pub(crate) generation: i64,
    /// The last outbox row applied.
    pub(crate) seq: i64,
}

/// The index of one vault.
pub(crate) struct Index {}

impl Index {
    /// Opens the index below `dir`, a vault's directory, or makes an empty one.
    /// `IndexDamaged`: delete it ([`Index::delete`]) and fill a new one.
    pub(crate) fn open(dir: &Path, keys: &Keys) -> Result<Self> {
        unimplemented!()
    }

    /// Deletes the index below `dir`; it must not be open.
    pub(crate) fn delete(dir: &Path) -> Result<()> {
        unimplemented!()
    }

    /// The stamp of the last commit; `None` for a new index.
    pub(crate) fn applied_through(&self) -> Option<Stamp> {
        unimplemented!()
    }

    /// The one writer; a second one at the same time is an error.
    pub(crate) fn writer(&self) -> Result<IndexWriter<'_>> {
        unimplemented!()
    }

    /// The index as of the last commit; later commits do not change it.
    pub(crate) fn snapshot(&self) -> Snapshot {
        unimplemented!()
    }
}
