//! The order of a conversation: by time; of one time, as the files put it.
//!
//! A new message stands next to the known one of its time that its file has beside it; only where there is none does
//! the order of arrival decide. The order follows from what is stored alone, so that it can be found again whenever
//! times are read in another zone.

use crate::table::{
    beside::{self, Run},
    message::{self, Standing},
};
use rusqlite::{Connection, Result};
use std::collections::HashMap;

/// Gives the messages of a conversation their places.
pub(crate) fn arrange(connection: &Connection, conversation: i64) -> Result<()> {
    let runs = beside::of_conversation(connection, conversation)?;
    if runs.is_empty() {
        return message::renumber(connection, conversation);
    }
    let standing = message::by_time(connection, conversation)?;
    let neighbours = Neighbours::of(&runs, &standing);
    let ordered = standing
        .chunk_by(|one, next| one.sent_at_ms == next.sent_at_ms)
        .flat_map(|tied| neighbours.order(tied));
    for (seq, id) in (1..).zip(ordered) {
        message::set_seq(connection, id, seq)?;
    }
    Ok(())
}

/// Which messages stand by known ones of their time.
#[derive(Default)]
struct Neighbours {
    /// By known message, those that belong right before it and right after it, each as they came.
    before: HashMap<i64, Vec<i64>>,
    after: HashMap<i64, Vec<i64>>,
    /// All of them, ascending.
    placed: Vec<i64>,
}

impl Neighbours {
    fn of(runs: &[Run], standing: &[Standing]) -> Self {
        let mut by_id: Vec<_> = standing.iter().map(|message| (message.id, message.sent_at_ms)).collect();
        by_id.sort_unstable();
        let from = |id: i64| by_id.partition_point(|(other, _)| *other < id);
        let time = |id: i64| by_id.get(from(id)).filter(|(found, _)| *found == id).map(|(_, time)| *time);
        let mut neighbours = Self::default();
        for run in runs {
            let known = run.after.and_then(|known| Some((known, time(known)?)));
            // Those behind which the file goes on with the known one, as far as they have one time.
            let mut waiting: Vec<(i64, i64)> = Vec::new();
            for (id, at) in by_id.get(from(run.first)..from(run.last + 1)).unwrap_or_default() {
                match known {
                    Some((known, its_time)) if its_time == *at => {
                        neighbours.after.entry(known).or_default().push(*id);
                    }
                    _ => {
                        if waiting.last().is_some_and(|(_, its_time)| its_time != at) {
                            waiting.clear();
                        }
                        waiting.push((*id, *at));
                    }
                }
            }
            let next = run.before.and_then(|known| Some((known, time(known)?)));
            if let Some((known, its_time)) = next {
                let tied = waiting.iter().filter(|(_, at)| *at == its_time).map(|(id, _)| *id);
                neighbours.before.entry(known).or_default().extend(tied);
            }
        }
        neighbours.placed =
            neighbours.before.values().chain(neighbours.after.values()).flatten().copied().collect();
        neighbours.placed.sort_unstable();
        neighbours
    }

    fn is_placed(&self, id: i64) -> bool {
        self.placed.binary_search(&id).is_ok()
    }

    /// Messages of one time, given as they came, in their order: each file after those before it, as its import did.
    fn order(&self, tied: &[Standing]) -> Vec<i64> {
        let mut order: Vec<i64> = Vec::with_capacity(tied.len());
        for file in tied.chunk_by(|one, next| one.file == next.file) {
            let (placed, others): (Vec<i64>, Vec<i64>) =
                file.iter().map(|message| message.id).partition(|id| self.is_placed(*id));
            order.extend(others);
            if let Some((first, last)) = placed.first().zip(placed.last()) {
                let of_file = |beside: &HashMap<i64, Vec<i64>>, known: i64| -> Vec<i64> {
                    let beside = beside.get(&known).into_iter().flatten();
                    beside.filter(|id| (*first..=*last).contains(id)).copied().collect()
                };
                order = order
                    .iter()
                    .flat_map(|known| {
                        let mut here = of_file(&self.before, *known);
                        here.push(*known);
                        here.extend(of_file(&self.after, *known));
                        here
                    })
                    .collect();
            }
        }
        order
    }
}
