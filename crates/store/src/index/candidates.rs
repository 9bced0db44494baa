//! Candidates in order across segments, found as they are asked for.

use super::{need::Need, segment::Segment};
use crate::error::Result;
use std::{cmp::Ordering, collections::BinaryHeap, iter::Peekable, sync::Arc};
use tantivy::DocId;
use yanju_model::{ConversationId, MessageId, query::Order};

/// A message that may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The message.
    pub(crate) id: MessageId,
    /// Its sort time, UTC milliseconds.
    pub(crate) sent_at_ms: i64,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
}

/// Candidates in order of (sent_at, id). Holds every true match; an error ends it.
pub(crate) struct Candidates {
    need: Need,
    order: Order,
    /// Segments nobody has looked into yet, the one to be opened next at the end.
    waiting: Vec<Arc<Segment>>,
    heads: BinaryHeap<Head>,
}

/// The next candidate of a segment.
struct Head {
    candidate: Candidate,
    order: Order,
    rest: SegmentCandidates,
}

impl Candidates {
    pub(super) fn new(segments: &[Arc<Segment>], need: Need, order: Order) -> Self {
        let mut waiting = segments.to_vec();
        match order {
            Order::Newest => waiting.sort_by_key(|segment| segment.latest()),
            Order::Oldest => waiting.sort_by_key(|segment| std::cmp::Reverse(segment.earliest())),
        }
        Self { need, order, waiting, heads: BinaryHeap::new() }
    }

    /// Whether every candidate is a match, so that no text needs to be read.
    pub(crate) fn are_exact(&self) -> bool {
        self.need.is_exact()
    }

    /// Opens the segments that may hold what comes next.
    fn open_due(&mut self) -> Result<()> {
        while let Some(segment) = self.waiting.pop_if(|segment| {
            self.heads.peek().is_none_or(|head| match self.order {
                Order::Newest => segment.latest() >= head.candidate.sent_at_ms,
                Order::Oldest => segment.earliest() <= head.candidate.sent_at_ms,
            })
        }) {
            let mut rest = SegmentCandidates::new(segment, &self.need, self.order)?;
            if let Some(candidate) = rest.next() {
                self.heads.push(Head { candidate, order: self.order, rest });
            }
        }
        Ok(())
    }
}

impl Iterator for Candidates {
    type Item = Result<Candidate>;

    fn next(&mut self) -> Option<Result<Candidate>> {
        if let Err(error) = self.open_due() {
            self.waiting.clear();
            self.heads.clear();
            return Some(Err(error));
        }
        let mut head = self.heads.peek_mut()?;
        let candidate = head.candidate;
        match head.rest.next() {
            Some(next) => head.candidate = next,
            None => drop(std::collections::binary_heap::PeekMut::pop(head)),
        }
        Some(Ok(candidate))
    }
}

impl Ord for Head {
    /// The greatest is the next in order.
    fn cmp(&self, other: &Self) -> Ordering {
        let later = (self.candidate.sent_at_ms, self.candidate.id)
            .cmp(&(other.candidate.sent_at_ms, other.candidate.id));
        match self.order {
            Order::Newest => later,
            Order::Oldest => later.reverse(),
        }
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

/// The candidates of one segment, in order.
struct SegmentCandidates {
    segment: Arc<Segment>,
    docs: Peekable<Box<dyn Iterator<Item = DocId> + Send>>,
    order: Order,
    /// Candidates of one time, the next at the end: the segment knows the order of times, not of ids.
    run: Vec<Candidate>,
}

impl SegmentCandidates {
    fn new(segment: Arc<Segment>, need: &Need, order: Order) -> Result<Self> {
        let matching = segment.matching(need)?;
        let docs = match order {
            Order::Newest => matching.ascending(),
            Order::Oldest => matching.descending(),
        };
        Ok(Self { segment, docs: docs.peekable(), order, run: Vec::new() })
    }

    fn candidate(&self, doc: DocId) -> Candidate {
        Candidate {
            id: MessageId(self.segment.ids.get_val(doc)),
            sent_at_ms: self.segment.sent_at.get_val(doc),
            conversation: ConversationId(self.segment.conversations.get_val(doc)),
        }
    }

    fn next_alive(&mut self) -> Option<DocId> {
        let reader = &self.segment.reader;
        self.docs.find(|doc| !reader.is_deleted(*doc))
    }

    fn next(&mut self) -> Option<Candidate> {
        if self.run.is_empty() {
            let first = self.next_alive()?;
            let first = self.candidate(first);
            self.run.push(first);
            let sent_at = Arc::clone(&self.segment.sent_at);
            while let Some(doc) = self.docs.next_if(|doc| sent_at.get_val(*doc) == first.sent_at_ms) {
                if !self.segment.reader.is_deleted(doc) {
                    self.run.push(self.candidate(doc));
                }
            }
            match self.order {
                Order::Newest => self.run.sort_unstable_by_key(|candidate| candidate.id),
                Order::Oldest => self.run.sort_unstable_by_key(|candidate| std::cmp::Reverse(candidate.id)),
            }
        }
        self.run.pop()
    }
}
