//! Bringing the index up to date with the database: the outbox applied, idempotently, in order.
//!
//! Nothing is written to the database here, so indexing never waits for an import. What the index has applied
//! it says itself, by the stamp of its last commit.

use crate::{
    Result, Vault,
    index::{Entry, EntryFlags, Stamp},
    search::holds_link,
    table::{
        message::{self, Facts},
        outbox,
    },
};
use std::sync::PoisonError;
use yanju_model::job::{Job, Phase};

/// Messages between two commits of a long run: what a crash makes the index do again.
const COMMIT_AFTER: u64 = 200_000;

impl Vault {
    /// Brings the search index up to date; advances `job` by messages. Searching needs it only to be fast.
    pub fn index_pending(&self, job: &Job) -> Result<()> {
        let _one_at_a_time = self.indexing.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = self.database.read()?;
        let pending = outbox::after(&reader, self.applied_through().unwrap_or(0))?;
        let total = pending.iter().map(|pending| (pending.last - pending.first + 1) as u64).sum();
        job.begin(Phase::Indexing, total)?;
        let Some(last) = pending.last() else { return Ok(()) };
        let mut writer = self.index.writer()?;
        let mut uncommitted = 0;
        for range in &pending {
            message::each_facts(&reader, range, |facts| {
                writer.put(&entry(&facts))?;
                Ok::<_, crate::Error>(job.advance(1)?)
            })?;
            uncommitted += (range.last - range.first + 1) as u64;
            if uncommitted >= COMMIT_AFTER || range.seq == last.seq {
                writer.commit(Stamp { generation: self.generation, seq: range.seq })?;
                self.changed();
                uncommitted = 0;
            }
        }
        if total >= COMMIT_AFTER {
            writer.settle()?;
        }
        Ok(())
    }
}

fn entry(facts: &Facts) -> Entry<'_> {
    Entry {
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
        text: &facts.text,
    }
}
