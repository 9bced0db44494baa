//! One moment of the vault: a read transaction, the index, and what the index does not know of the former.

use super::verdict::meets;
use crate::{
    Result, Vault,
    database::Reader,
    entity::Recogniser,
    index::{IdRanges, Match, Need, Snapshot},
    table::{
        message,
        outbox::{self, Change, Pending},
    },
};
use std::sync::Arc;
use yanju_model::query::Order;

/// One moment of the vault.
pub(super) struct View<'v> {
    pub(super) reader: Reader<'v>,
    pub(super) snapshot: Snapshot,
    /// What tells the index what texts speak of, and so what tells of the tail.
    recogniser: Arc<Recogniser>,
    /// How often the vault had changed.
    pub(super) revision: u64,
    /// What the index has not applied.
    tail: Vec<Pending>,
}

impl Vault {
    /// The present moment. The transaction begins first: what it does not see in the outbox, the index taken
    /// after it has applied.
    fn view(&self) -> Result<View<'_>> {
        let revision = self.revision();
        let reader = self.database.read()?;
        let index = self.index();
        let (snapshot, recogniser) = (index.snapshot(), Arc::clone(index.recogniser()));
        let tail = outbox::after(&reader, snapshot.applied_through().map_or(0, |stamp| stamp.seq))?;
        Ok(View { reader, snapshot, recogniser, revision, tail })
    }

    /// What `find` finds, with the moment it was found in: the present one, and a later one where the index
    /// turned out to be damaged and was replaced.
    pub(super) fn viewed<T>(&self, find: impl Fn(&View<'_>) -> Result<T>) -> Result<(View<'_>, T)> {
        self.with_sound_index(|| {
            let view = self.view()?;
            let found = find(&view)?;
            Ok((view, found))
        })
    }
}

impl View<'_> {
    /// The messages of the tail that meet a need, in order.
    pub(super) fn tail_matches(&self, need: &Need, order: Order) -> Result<Vec<Match>> {
        let mut found = Vec::new();
        for pending in &self.tail {
            message::each_facts(&self.reader, pending, |facts| {
                if meets(&facts, need, &self.recogniser) {
                    found.push(Match {
                        id: facts.id,
                        sent_at_ms: facts.sent_at_ms,
                        conversation: facts.conversation,
                    });
                }
                Ok::<_, rusqlite::Error>(())
            })?;
        }
        found.sort_unstable_by_key(|found| (found.sent_at_ms, found.id));
        found.dedup_by_key(|found| found.id);
        if order == Order::Newest {
            found.reverse();
        }
        Ok(found)
    }

    /// The need as the index is to be asked: without what it knows otherwise than the database, its time perhaps.
    pub(super) fn indexed(&self, need: &Need) -> Need {
        let altered = self.tail.iter().filter(|pending| pending.change == Change::Altered);
        let altered: IdRanges = altered.map(|pending| (pending.first, pending.last)).collect();
        if altered.is_empty() {
            return need.clone();
        }
        Need::And(vec![need.clone(), Need::Not(Box::new(Need::Ids(altered)))])
    }
}
