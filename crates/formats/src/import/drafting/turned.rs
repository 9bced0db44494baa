//! Conversations of a file that is newest first, turned round at its end, each by its own times. They are held packed.

use super::held::Held;
use crate::import::{Result, generic::order_of};
use std::collections::HashMap;
use yanju_model::draft::MessageDraft;

/// The drafts, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Turned {
    drafts: Held,
    /// The first and the last time in each conversation, in the order of the file.
    ends: HashMap<usize, Option<(i64, i64)>>,
}

impl Turned {
    /// Adds a draft of the conversation `slot`.
    pub(crate) fn push(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        let ends = self.ends.entry(slot).or_default();
        if let Some(at) = draft.sent_at.map(order_of) {
            *ends = Some((ends.map_or(at, |(first, _)| first), at));
        }
        self.drafts.push(slot, draft)
    }

    /// Gives out every draft, oldest first within a conversation: turned round, never sorted. Where no times decide, the
    /// order of the file stays.
    pub(crate) fn give(self, visit: &mut dyn FnMut(usize, MessageDraft) -> Result<()>) -> Result<()> {
        let Self { drafts, ends } = self;
        let stays =
            |slot: &usize| ends.get(slot).copied().flatten().is_none_or(|(first, last)| first <= last);
        if ends.keys().any(stays) {
            drafts.forwards(&mut |slot, draft| if stays(&slot) { visit(slot, draft) } else { Ok(()) })?;
        }
        drafts.backwards(&mut |slot, draft| if stays(&slot) { Ok(()) } else { visit(slot, draft) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dates::parse_time;

    #[test]
    fn a_conversation_is_turned_where_its_own_times_fall() {
        let mut turned = Turned::default();
        for (slot, time) in
            [(0, "10:03"), (1, "10:00"), (0, "10:02"), (2, ""), (1, "10:01"), (0, ""), (0, "10:01")]
        {
            let sent_at = parse_time(&format!("2024-03-01 {time}:00"));
            turned.push(slot, MessageDraft::text(None, sent_at, time)).expect("it is held");
        }
        let mut found = Vec::new();
        let mut take = |slot, draft: MessageDraft| {
            found.push((slot, draft.text));
            Ok(())
        };
        turned.give(&mut take).expect("it comes back");
        let found: Vec<_> = found.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        assert_eq!(
            found,
            [(1, "10:00"), (2, ""), (1, "10:01"), (0, "10:01"), (0, ""), (0, "10:02"), (0, "10:03")]
        );
    }
}
