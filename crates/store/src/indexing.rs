//! Bringing the index up to date with the database: the outbox applied, idempotently, in order.
//!
//! Nothing is written to the database here, so indexing never waits for an import. What the index has applied
//! it says itself, by the stamp of its last commit. An index that turns out to be damaged is replaced.

use crate::{
    Error, Result, Vault,
    entity::Recogniser,
    index::{Entry, EntryFlags, Index, IndexWriter, Run, Stamp},
    search::holds_link,
    table::{
        message::{self, Facts},
        outbox::{self, Pending},
    },
};
use rusqlite::Connection;
use std::sync::{Arc, PoisonError};
use yanju_model::job::{Job, Phase};

/// Messages between two commits of a long run: what a crash makes the index do again.
const COMMIT_AFTER: u64 = 400_000;

impl Vault {
    /// How many messages the index does not know yet as they are.
    pub fn pending(&self) -> Result<u64> {
        let reader = self.database.read()?;
        let pending = outbox::after(&reader, self.applied_through().unwrap_or(0))?;
        Ok(pending.iter().map(Pending::messages).sum())
    }

    /// Brings the search index up to date; advances `job` by messages. Searching needs it only to be fast.
    pub fn index_pending(&self, job: &Job) -> Result<()> {
        self.with_sound_index(|| {
            let applied = self.apply_pending(job)?;
            if applied == 0 {
                return Ok(());
            }
            self.settle(if applied >= COMMIT_AFTER { Run::Long } else { Run::Short })
        })
    }

    /// The same right after an act that alters messages, where nobody is at it already. What the index does not know is
    /// scanned, so there is nothing to wait for, and a failure is told when it is next brought up to date.
    pub(crate) fn index_if_idle(&self) {
        if self.indexing.try_lock().is_ok() {
            let _ = self.with_sound_index(|| self.apply_pending(&Job::quiet()));
        }
    }

    /// The index as it is now.
    pub(crate) fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Does something with the index; where that shows damage, another one takes its place and it is done again.
    pub(crate) fn with_sound_index<T>(&self, act: impl Fn() -> Result<T>) -> Result<T> {
        let index = self.index();
        match act() {
            Err(Error::IndexDamaged { .. }) => {
                self.replace_index(&index)?;
                act()
            }
            done => done,
        }
    }

    /// Puts a new index in the place of a damaged one.
    fn replace_index(&self, damaged: &Arc<Index>) -> Result<()> {
        let _one_at_a_time = self.rebuilding.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(damaged, &self.index()) {
            // Whoever held the lock before met the same damage.
            return Ok(());
        }
        self.rebuild(damaged.recogniser(), &Job::quiet())
    }

    /// Builds the index anew, beside the one there is, which answers meanwhile, and puts it in its place; advances `job` by
    /// messages. Filled from the messages, not by the outbox, and committed once: cut off, it was never there.
    pub fn rebuild_index(&self, job: &Job) -> Result<()> {
        let _one_at_a_time = self.rebuilding.lock().unwrap_or_else(PoisonError::into_inner);
        self.rebuild(self.index().recogniser(), job)
    }

    /// The same by other rules of what texts speak of.
    pub(crate) fn rebuild_index_by(&self, recogniser: &Arc<Recogniser>, job: &Job) -> Result<()> {
        let _one_at_a_time = self.rebuilding.lock().unwrap_or_else(PoisonError::into_inner);
        self.rebuild(recogniser, job)
    }

    fn rebuild(&self, recogniser: &Arc<Recogniser>, job: &Job) -> Result<()> {
        let index = {
            let reader = self.database.read()?;
            let everything = outbox::everything(&reader)?;
            let _needs = Building::begin(self, everything.seq);
            let index = Index::beside(&self.dir, &self.keys, recogniser)?;
            if let Err(error) = self.fill(&index, &reader, &everything, job) {
                // The first error is the one to tell; what is left goes at the next opening.
                let _ = index.remove();
                return Err(error);
            }
            drop(reader);
            // Until it is in its place, nobody brings the other one further than this one.
            let _one_at_a_time = self.indexing.lock().unwrap_or_else(PoisonError::into_inner);
            self.apply_to(&index, everything.seq, &Job::quiet())?;
            let mut current = self.index.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, Arc::new(index))
        };
        self.changed();
        // Likewise where the system does not let go of files that somebody reads.
        let _ = index.remove();
        self.settle(Run::Long)
    }

    fn fill(&self, index: &Index, reader: &Connection, everything: &Pending, job: &Job) -> Result<()> {
        job.begin(Phase::Indexing, message::count(reader)?)?;
        let mut writer = index.writer()?;
        message::each_facts(reader, everything, |facts| {
            put(&mut writer, &facts, index.recogniser())?;
            Ok::<_, Error>(job.advance(1)?)
        })?;
        writer.commit(self.stamp(everything.seq, index.recogniser()))
    }

    /// Applies what is pending; returns how many messages that were.
    fn apply_pending(&self, job: &Job) -> Result<u64> {
        let _one_at_a_time = self.indexing.lock().unwrap_or_else(PoisonError::into_inner);
        self.apply_to(&self.index(), self.applied_through().unwrap_or(0), job)
    }

    /// Brings an index up to date that has followed the outbox so far.
    fn apply_to(&self, index: &Index, applied_through: i64, job: &Job) -> Result<u64> {
        let reader = self.database.read()?;
        let pending = outbox::after(&reader, applied_through)?;
        let total = pending.iter().map(Pending::messages).sum();
        job.begin(Phase::Indexing, total)?;
        let Some(last) = pending.last() else { return Ok(0) };
        let mut writer = index.writer()?;
        let mut uncommitted = 0;
        for range in &pending {
            message::each_facts(&reader, range, |facts| {
                put(&mut writer, &facts, index.recogniser())?;
                Ok::<_, Error>(job.advance(1)?)
            })?;
            uncommitted += range.messages();
            if uncommitted >= COMMIT_AFTER || range.seq == last.seq {
                writer.commit(self.stamp(range.seq, index.recogniser()))?;
                self.changed();
                uncommitted = 0;
            }
        }
        Ok(total)
    }

    fn stamp(&self, seq: i64, recogniser: &Recogniser) -> Stamp {
        Stamp { generation: self.generation, seq, rules: recogniser.digest() }
    }

    fn settle(&self, run: Run) -> Result<()> {
        let _one_at_a_time = self.indexing.lock().unwrap_or_else(PoisonError::into_inner);
        merged(self.index().writer()?.settle(run))
    }
}

/// An index is being built beside, which needs of the outbox what comes after a row; until this is dropped.
struct Building<'v>(&'v Vault);

impl<'v> Building<'v> {
    fn begin(vault: &'v Vault, applied_through: i64) -> Self {
        *vault.building.lock().unwrap_or_else(PoisonError::into_inner) = Some(applied_through);
        Self(vault)
    }
}

impl Drop for Building<'_> {
    fn drop(&mut self) {
        *self.0.building.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What could not be merged is merged another time; damage is told.
fn merged(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(damaged @ Error::IndexDamaged { .. }) => Err(damaged),
        _ => Ok(()),
    }
}

fn put(writer: &mut IndexWriter<'_>, facts: &Facts, recogniser: &Recogniser) -> Result<()> {
    let values: Vec<_> = recogniser.values(&facts.text).collect();
    writer.put(&Entry {
        id: facts.id,
        conversation: facts.conversation,
        sender: facts.sender,
        platform: facts.platform,
        role: facts.role,
        kind: facts.kind,
        sent_at_ms: facts.sent_at_ms,
        flags: EntryFlags {
            recalled: facts.recalled,
            undated: facts.undated,
            has_link: holds_link(&facts.text),
            has_attachment: facts.has_attachment,
        },
        recognised: &values,
        text: &facts.text,
        others: &facts.others,
    })
}
