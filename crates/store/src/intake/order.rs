//! The order of messages of one time: that in which their own files put them.
//!
//! Sources that state minutes only leave the order within a minute to the lines of the file. So a new message is
//! put next to the known one that its file has beside it; only where there is none does the order of arrival
//! decide.

use crate::table::message;
use rusqlite::Connection;
use std::collections::HashMap;

/// The order of a conversation, as far as it is not that of time and arrival.
#[derive(Default)]
pub(super) struct Order {
    /// The known message met last: its id and time.
    known: Option<(i64, i64)>,
    /// New messages since, which no known one of their time came before.
    waiting: Vec<(i64, i64)>,
    /// By known message, the new ones that belong right before it and right after it.
    before: HashMap<i64, Vec<i64>>,
    after: HashMap<i64, Vec<i64>>,
}

impl Order {
    /// The file goes on with a message that the vault had before.
    pub(super) fn met_known(&mut self, id: i64, sent_at_ms: i64) {
        for (new, its_time) in self.waiting.drain(..) {
            if its_time == sent_at_ms {
                self.before.entry(id).or_default().push(new);
            }
        }
        self.known = Some((id, sent_at_ms));
    }

    /// The file goes on with a new message.
    pub(super) fn met_new(&mut self, id: i64, sent_at_ms: i64) {
        match self.known {
            Some((known, its_time)) if its_time == sent_at_ms => {
                self.after.entry(known).or_default().push(id);
            }
            // The earlier ones have another time than what follows: nothing of theirs is to be waited for.
            _ => {
                if self.waiting.last().is_some_and(|(_, its_time)| *its_time != sent_at_ms) {
                    self.waiting.clear();
                }
                self.waiting.push((id, sent_at_ms));
            }
        }
    }

    /// Whether any new message has a neighbour to stand by.
    pub(super) fn says_something(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }

    /// Gives the messages of a conversation their places.
    pub(super) fn settle(&self, connection: &Connection, conversation: i64) -> rusqlite::Result<()> {
        let by_time = message::ids_by_time(connection, conversation)?;
        let beside = |neighbours: &HashMap<i64, Vec<i64>>| -> Vec<i64> {
            neighbours.values().flatten().copied().collect()
        };
        let mut placed = beside(&self.before);
        placed.extend(beside(&self.after));
        placed.sort_unstable();
        let mut seq = 0;
        for id in by_time.iter().filter(|id| placed.binary_search(id).is_err()) {
            let before = self.before.get(id).into_iter().flatten();
            let after = self.after.get(id).into_iter().flatten();
            for id in before.chain([id]).chain(after) {
                seq += 1;
                message::set_seq(connection, *id, seq)?;
            }
        }
        Ok(())
    }
}
