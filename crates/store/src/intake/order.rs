//! Where the new messages of a file stand among the known ones of a conversation, as the file has them.
//!
//! Sources that state minutes only leave the order within a minute to the lines of the file. What is gathered here is
//! kept whatever the times are: in another zone they may be equal. What follows from it, `arrangement` says.

use crate::table::beside::{self, Run};
use rusqlite::Connection;

/// What is gathered while a file is read.
#[derive(Default)]
pub(super) struct Order {
    /// The known message met last: its id and time.
    known: Option<(i64, i64)>,
    /// New messages since, and the time of the last of them.
    under_way: Option<(Run, i64)>,
    runs: Vec<Run>,
    /// Whether a new message has the time of a known one beside it.
    ties: bool,
}

impl Order {
    /// The file goes on with a message that the vault had before.
    pub(super) fn met_known(&mut self, id: i64, sent_at_ms: i64) {
        if let Some((run, last_time)) = self.under_way.take() {
            self.ties |= last_time == sent_at_ms;
            self.runs.push(Run { before: Some(id), ..run });
        }
        self.known = Some((id, sent_at_ms));
    }

    /// The file goes on with a new message.
    pub(super) fn met_new(&mut self, id: i64, sent_at_ms: i64) {
        self.ties |= self.known.is_some_and(|(_, its_time)| its_time == sent_at_ms);
        let begun = Run { first: id, last: id, after: self.known.map(|(known, _)| known), before: None };
        let run = self.under_way.map_or(begun, |(run, _)| run);
        self.under_way = Some((Run { last: id, ..run }, sent_at_ms));
    }

    /// Whether any new message may have a neighbour of its time to stand by.
    pub(super) fn says_something(&self) -> bool {
        self.ties
    }

    /// Keeps it. New messages without a known one beside them stand by time and arrival alone.
    pub(super) fn keep(&self, connection: &Connection, conversation: i64) -> rusqlite::Result<()> {
        let open = self.under_way.iter().map(|(run, _)| run);
        for run in self.runs.iter().chain(open).filter(|run| run.after.is_some() || run.before.is_some()) {
            beside::insert(connection, conversation, run)?;
        }
        Ok(())
    }
}
