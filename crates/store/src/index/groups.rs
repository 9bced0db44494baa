//! Matches by conversation: how many there are in each, and which of them comes first.
//!
//! One pass over the matching documents, of which only the conversation is looked at: documents are in order of time, so the
//! first of a conversation in a segment is its newest there.

use super::{
    matches::{Match, Rank},
    need::Need,
    segment::Segment,
    snapshot::Snapshot,
};
use crate::error::Result;
use foldhash::fast::FixedState;
use std::collections::{HashMap, hash_map::Entry};
use tantivy::DocId;
use yanju_model::{ConversationId, MessageId, query::Order};

/// A conversation in which something matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    /// How many of its messages match.
    pub(crate) hits: u64,
    /// The first of them.
    pub(crate) top: Match,
    /// Where that one stands among all.
    rank: Rank,
}

/// The conversations in which something matches.
#[derive(Default)]
pub(crate) struct Groups(HashMap<i64, Group, FixedState>);

/// What of a conversation matches in one segment.
struct Seen {
    hits: u64,
    first: DocId,
    /// Another document was sent at another time than the first, so that no later one is before it.
    is_settled: bool,
}

impl Groups {
    /// Adds a match that is not among them.
    pub(crate) fn add(&mut self, found: Match, rank: Rank) {
        self.merge(Group { hits: 1, top: found, rank });
    }

    fn merge(&mut self, more: Group) {
        match self.0.entry(more.top.conversation.0) {
            Entry::Vacant(place) => drop(place.insert(more)),
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                let hits = known.hits + more.hits;
                let first = if more.rank < known.rank { more } else { *known };
                *known = Group { hits, ..first };
            }
        }
    }

    /// In the order of their first matches.
    pub(crate) fn in_order(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.0.into_values().collect();
        groups.sort_unstable_by_key(|group| group.rank);
        groups
    }
}

impl Snapshot {
    /// The conversations in which something matches.
    pub(crate) fn groups(&self, need: &Need, order: Order) -> Result<Groups> {
        let mut groups = Groups::default();
        for segment in self.segments() {
            segment.group(need, order, &mut groups)?;
        }
        Ok(groups)
    }
}

impl Segment {
    fn group(&self, need: &Need, order: Order, groups: &mut Groups) -> Result<()> {
        let matching = self.matching(need)?;
        let docs = match order {
            Order::Newest => matching.ascending(),
            Order::Oldest => matching.descending(),
        };
        let mut seen: HashMap<i64, Seen, FixedState> = HashMap::default();
        for doc in docs.filter(|doc| !self.reader.is_deleted(*doc)) {
            match seen.entry(self.conversations.get_val(doc)) {
                Entry::Vacant(place) => {
                    place.insert(Seen { hits: 1, first: doc, is_settled: false });
                }
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.hits += 1;
                    if !known.is_settled {
                        // Of one time, ids decide, which the documents are not in order of.
                        let (first, other) = (self.found(known.first), self.found(doc));
                        known.is_settled = first.sent_at_ms != other.sent_at_ms;
                        if other.rank(order) < first.rank(order) {
                            known.first = doc;
                        }
                    }
                }
            }
        }
        for Seen { hits, first, .. } in seen.into_values() {
            let top = self.found(first);
            groups.merge(Group { hits, top, rank: top.rank(order) });
        }
        Ok(())
    }

    /// What a document says of its message.
    pub(super) fn found(&self, doc: DocId) -> Match {
        Match {
            id: MessageId(self.ids.get_val(doc)),
            sent_at_ms: self.sent_at.get_val(doc),
            conversation: ConversationId(self.conversations.get_val(doc)),
        }
    }
}
