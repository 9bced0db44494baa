//! Drafts that are put into order of time at the end of a file, because the file tells one conversation in several lists.
//! They are held packed; so many are taken out at a time as may be loose.

use super::held::Held;
use crate::import::{
    Result,
    generic::{Sequence, order_of},
};
use std::{cmp::Reverse, collections::HashMap};
use yanju_model::draft::MessageDraft;

/// What is taken out at a time may take so much memory.
const LOOSE: usize = 48 * 1024 * 1024;

/// Drafts, each with the conversation it belongs to.
#[derive(Debug, Default)]
pub(crate) struct ByTime {
    held: Held,
    drafts: Vec<Draft>,
    /// The last time in each conversation: one without a time stays behind what stood before it.
    last: HashMap<usize, i64>,
}

#[derive(Debug)]
struct Draft {
    at: i64,
    position: usize,
    bytes: usize,
}

impl ByTime {
    /// Adds a draft of the conversation `slot`.
    pub(crate) fn push(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        let last = self.last.entry(slot).or_insert(i64::MIN);
        *last = draft.sent_at.map_or(*last, order_of);
        let (position, bytes) = (self.drafts.len(), size_of::<MessageDraft>() + draft.text.len());
        self.drafts.push(Draft { at: *last, position, bytes });
        self.held.push(slot, draft)
    }

    /// Gives out every draft, the oldest first; those of one time in the order in which they are to be stored.
    pub(crate) fn give(
        mut self,
        sequence: Sequence,
        visit: &mut dyn FnMut(usize, MessageDraft) -> Result<()>,
    ) -> Result<()> {
        match sequence {
            Sequence::OldestFirst => self.drafts.sort_by_key(|draft| (draft.at, draft.position)),
            Sequence::NewestFirst => self.drafts.sort_by_key(|draft| (draft.at, Reverse(draft.position))),
        }
        let mut rest = self.drafts.as_slice();
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = |draft: &&Draft| {
                bytes += draft.bytes;
                bytes <= LOOSE
            };
            let (now, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            take(&self.held, now)?.into_iter().flatten().try_for_each(|(slot, draft)| visit(slot, draft))?;
            rest = later;
        }
        Ok(())
    }
}

/// Takes the drafts out of those that are held, in the order in which they are named.
fn take(held: &Held, wanted: &[Draft]) -> Result<Vec<Option<(usize, MessageDraft)>>> {
    let ranks: HashMap<usize, usize> = wanted.iter().map(|draft| draft.position).zip(0..).collect();
    let mut taken = vec![None; wanted.len()];
    let mut position = 0;
    held.forwards(&mut |slot, draft| {
        if let Some(place) = ranks.get(&position).and_then(|rank| taken.get_mut(*rank)) {
            *place = Some((slot, draft));
        }
        position += 1;
        Ok(())
    })?;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dates::parse_time;

    #[test]
    fn what_does_not_fit_into_memory_together_is_put_in_order_all_the_same() {
        let mut by_time = ByTime::default();
        let long = "x".repeat(LOOSE / 10);
        for n in (0..15).step_by(2).chain((1..15).step_by(2)) {
            let sent_at = parse_time(&format!("2024-01-01 10:00:{n:02}"));
            by_time.push(0, MessageDraft::text(None, sent_at, format!("{n} {long}"))).expect("it is held");
        }
        let mut found = Vec::new();
        let mut take = |_, draft: MessageDraft| {
            found.extend(draft.text.split(' ').next().and_then(|n| n.parse::<usize>().ok()));
            Ok(())
        };
        by_time.give(Sequence::OldestFirst, &mut take).expect("it comes back");
        assert!(found.into_iter().eq(0..15));
    }
}
