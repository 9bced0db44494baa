//! Messages of which only the time of day is known. A record without its date is undated, so the time of day is
//! kept as a line of the system above it.

use crate::import::{Result, Sink};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};
use yanju_model::draft::MessageDraft;

/// Keeps the times of day of one conversation.
#[derive(Default)]
pub struct Timeless {
    /// How often each message was met: two of one second may say the same.
    met: HashMap<u64, u32>,
}

impl Timeless {
    /// Pushes a line that holds the time of day as written, and lets `draft` be known again by it: without a date,
    /// yesterday's greeting would be taken for today's.
    pub fn keep(
        &mut self,
        clock: &str,
        draft: &mut MessageDraft,
        slot: usize,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let name = draft.sender.as_ref().map_or("", |sender| sender.name.as_str());
        let mut hasher = DefaultHasher::new();
        (slot, clock, name, &draft.text).hash(&mut hasher);
        let met = self.met.entry(hasher.finish()).or_default();
        *met += 1;
        let id = [clock, name, &draft.text, &met.to_string()].join("\u{1F}");
        let mut line = MessageDraft::text(None, None, clock);
        line.place.clone_from(&draft.place);
        line.source_id = Some(format!("clock\u{1F}{id}"));
        draft.source_id = Some(id);
        sink.message(slot, line)
    }
}
