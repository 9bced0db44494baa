//! Matches in order across segments, found as they are asked for.

use super::{need::Need, segment::Segment};
use crate::error::Result;
use std::{cmp::Ordering, collections::BinaryHeap, iter::Peekable, sync::Arc};
use tantivy::DocId;
use yanju_model::{ConversationId, MessageId, query::Order};

/// A message that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// The message.
    pub(crate) id: MessageId,
    /// Its sort time, UTC milliseconds.
    pub(crate) sent_at_ms: i64,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
}

/// Where a match stands among all of an answer: the lower, the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank([i64; 3]);

impl Rank {
    /// The score of a rank by score.
    pub(super) fn score(self) -> u32 {
        let [score, ..] = self.0;
        !score as u32
    }
}

impl Match {
    /// Its rank in an order of time; of one time, ids decide.
    pub(crate) fn rank(&self, order: Order) -> Rank {
        let (sent_at, id) = (self.sent_at_ms, self.id.0);
        match order {
            // The complement of a greater number is a lower one.
            Order::Newest => Rank([0, !sent_at, !id]),
            Order::Oldest => Rank([0, sent_at, id]),
        }
    }

    /// Its rank by a score, the highest first; of one score, the newest.
    pub(crate) fn rank_by_score(&self, score: u32) -> Rank {
        Rank([!i64::from(score), !self.sent_at_ms, !self.id.0])
    }
}

/// Matches in order of (sent_at, id); an error ends them.
pub(crate) struct Matches {
    need: Need,
    order: Order,
    /// Segments nobody has looked into yet, the one to be opened next at the end.
    waiting: Vec<Arc<Segment>>,
    heads: BinaryHeap<Head>,
}

/// The next found of a segment.
struct Head {
    found: Match,
    order: Order,
    rest: SegmentMatches,
}

impl Matches {
    pub(super) fn new(segments: &[Arc<Segment>], need: Need, order: Order) -> Self {
        let mut waiting = segments.to_vec();
        match order {
            Order::Newest => waiting.sort_by_key(|segment| segment.latest()),
            Order::Oldest => waiting.sort_by_key(|segment| std::cmp::Reverse(segment.earliest())),
        }
        Self { need, order, waiting, heads: BinaryHeap::new() }
    }

    /// Opens the segments that may hold what comes next.
    fn open_due(&mut self) -> Result<()> {
        while let Some(segment) = self.waiting.pop_if(|segment| {
            self.heads.peek().is_none_or(|head| match self.order {
                Order::Newest => segment.latest() >= head.found.sent_at_ms,
                Order::Oldest => segment.earliest() <= head.found.sent_at_ms,
            })
        }) {
            let mut rest = SegmentMatches::new(segment, &self.need, self.order)?;
            if let Some(found) = rest.next() {
                self.heads.push(Head { found, order: self.order, rest });
            }
        }
        Ok(())
    }
}

impl Iterator for Matches {
    type Item = Result<Match>;

    fn next(&mut self) -> Option<Result<Match>> {
        if let Err(error) = self.open_due() {
            self.waiting.clear();
            self.heads.clear();
            return Some(Err(error));
        }
        let mut head = self.heads.peek_mut()?;
        let found = head.found;
        match head.rest.next() {
            Some(next) => head.found = next,
            None => drop(std::collections::binary_heap::PeekMut::pop(head)),
        }
        Some(Ok(found))
    }
}

impl Ord for Head {
    /// The greatest is the next in order.
    fn cmp(&self, other: &Self) -> Ordering {
        other.found.rank(self.order).cmp(&self.found.rank(self.order))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

/// The matches of one segment, in order.
struct SegmentMatches {
    segment: Arc<Segment>,
    docs: Peekable<Box<dyn Iterator<Item = DocId> + Send>>,
    order: Order,
    /// Matches of one time, the next at the end: the segment knows the order of times, not of ids.
    run: Vec<Match>,
}

impl SegmentMatches {
    fn new(segment: Arc<Segment>, need: &Need, order: Order) -> Result<Self> {
        let matching = segment.matching(need)?;
        let docs = match order {
            Order::Newest => matching.ascending(),
            Order::Oldest => matching.descending(),
        };
        Ok(Self { segment, docs: docs.peekable(), order, run: Vec::new() })
    }

    fn next_alive(&mut self) -> Option<DocId> {
        let reader = &self.segment.reader;
        self.docs.find(|doc| !reader.is_deleted(*doc))
    }

    fn next(&mut self) -> Option<Match> {
        if self.run.is_empty() {
            let first = self.next_alive()?;
            let first = self.segment.found(first);
            self.run.push(first);
            let sent_at = Arc::clone(&self.segment.sent_at);
            while let Some(doc) = self.docs.next_if(|doc| sent_at.get_val(*doc) == first.sent_at_ms) {
                if !self.segment.reader.is_deleted(doc) {
                    self.run.push(self.segment.found(doc));
                }
            }
            match self.order {
                Order::Newest => self.run.sort_unstable_by_key(|found| found.id),
                Order::Oldest => self.run.sort_unstable_by_key(|found| std::cmp::Reverse(found.id)),
            }
        }
        self.run.pop()
    }
}
