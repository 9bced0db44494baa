//! One moment of the vault: a read transaction, the index, and what the index does not know of the former.

use super::verdict::meets;
use crate::{
    Result, Vault,
    database::Reader,
    entity::Recogniser,
    index::{IdRanges, Match, Need, Rank, Relevance, Snapshot, fold::fold},
    table::{
        message::{self, Facts},
        outbox::{self, Change, Pending},
    },
};
use std::sync::Arc;
use yanju_model::query::Order;

/// Messages that are scanned at most while somebody types; of more it is said that they are not looked at yet.
pub(crate) const NEAR: u64 = 20_000;

/// One moment of the vault.
pub(super) struct View<'v> {
    pub(super) reader: Reader<'v>,
    pub(super) snapshot: Snapshot,
    /// What tells the index what texts speak of, and so what tells of the tail.
    recogniser: Arc<Recogniser>,
    /// How often the vault had changed.
    pub(super) revision: u64,
    /// How many messages are not looked at.
    pub(super) pending: u64,
    /// What the index has not applied.
    tail: Vec<Pending>,
}

impl Vault {
    /// The present moment. The transaction begins first: what it does not see in the outbox, the index taken
    /// after it has applied.
    fn view(&self, near: u64) -> Result<View<'_>> {
        let revision = self.revision();
        let reader = self.database.read()?;
        let index = self.index();
        let (snapshot, recogniser) = (index.snapshot(), Arc::clone(index.recogniser()));
        let mut tail = outbox::after(&reader, snapshot.applied_through().map_or(0, |stamp| stamp.seq))?;
        let mut pending = tail.iter().map(Pending::messages).sum();
        if pending > near {
            tail.clear();
        } else {
            pending = 0;
        }
        Ok(View { reader, snapshot, recogniser, revision, pending, tail })
    }

    /// What `find` finds, with the moment it was found in: the present one, and a later one where the index
    /// turned out to be damaged and was replaced. Where the index is far behind, what it does not know is left out.
    pub(super) fn viewed<T>(&self, find: impl Fn(&View<'_>) -> Result<T>) -> Result<(View<'_>, T)> {
        self.viewed_near(NEAR, find)
    }

    /// The same with everything, however far the index is behind.
    pub(super) fn viewed_whole<T>(&self, find: impl Fn(&View<'_>) -> Result<T>) -> Result<(View<'_>, T)> {
        self.viewed_near(u64::MAX, find)
    }

    fn viewed_near<T>(&self, near: u64, find: impl Fn(&View<'_>) -> Result<T>) -> Result<(View<'_>, T)> {
        self.with_sound_index(|| {
            let view = self.view(near)?;
            let found = find(&view)?;
            Ok((view, found))
        })
    }
}

impl View<'_> {
    /// The messages of the tail that meet a need, in order.
    pub(super) fn tail_matches(&self, need: &Need, order: Order) -> Result<Vec<Match>> {
        let mut found = Vec::new();
        self.each_of_tail(need, |_, of_tail| found.push(of_tail))?;
        found.sort_unstable_by_key(|found| (found.sent_at_ms, found.id));
        found.dedup_by_key(|found| found.id);
        if order == Order::Newest {
            found.reverse();
        }
        Ok(found)
    }

    /// The same with their ranks by how well they suit, in no order.
    pub(super) fn tail_ranked(&self, need: &Need, relevance: &Relevance) -> Result<Vec<(Rank, Match)>> {
        let mut ranked = Vec::new();
        self.each_of_tail(need, |facts, found| {
            let texts = [&facts.text].into_iter().chain(&facts.others);
            let folded: Vec<String> = texts.map(|text| fold(text)).collect();
            ranked.push((found.rank_by_score(relevance.score_of(&folded)), found));
        })?;
        ranked.sort_unstable_by_key(|(_, found)| found.id);
        ranked.dedup_by_key(|(_, found)| found.id);
        Ok(ranked)
    }

    /// Visits the messages of the tail that meet a need; one that is pending twice, twice.
    fn each_of_tail(&self, need: &Need, mut visit: impl FnMut(&Facts, Match)) -> Result<()> {
        for pending in &self.tail {
            message::each_facts(&self.reader, pending, |facts| {
                if meets(&facts, need, &self.recogniser) {
                    let Facts { id, sent_at_ms, conversation, .. } = facts;
                    visit(&facts, Match { id, sent_at_ms, conversation });
                }
                Ok::<_, rusqlite::Error>(())
            })?;
        }
        Ok(())
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
