//! A consistent view of the index and the answers it gives.

use super::need::Need;
use crate::error::Result;
use yanju_model::{ConversationId, MessageId, query::Order};

/// The index as of one commit. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Snapshot {}

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

/// Candidates in order of (sent_at, id), found as they are asked for. Holds every true match.
pub(crate) struct Candidates {}

impl Candidates {
    /// Whether every candidate is a match, so that no text needs to be read.
    pub(crate) fn are_exact(&self) -> bool {
        unimplemented!()
    }
}

impl Iterator for Candidates {
    type Item = Candidate;
    fn next(&mut self) -> Option<Candidate> {
        unimplemented!()
    }
}

impl Snapshot {
    /// The candidates for `need`.
    pub(crate) fn matches(&self, need: &Need, order: Order) -> Result<Candidates> {
        unimplemented!()
    }

    /// How many messages match; `None` where only their texts can tell.
    pub(crate) fn count(&self, need: &Need) -> Result<Option<u64>> {
        unimplemented!()
    }

    /// How many messages match between each two neighbouring `edges` (ascending UTC milliseconds, half-open), so
    /// one number fewer than edges; `None` where only their texts can tell.
    pub(crate) fn densities(&self, need: &Need, edges: &[i64]) -> Result<Option<Vec<u64>>> {
        unimplemented!()
    }
}
