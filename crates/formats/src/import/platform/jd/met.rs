//! Records that several logs of one archive hold: a session that was handed on is in the logs of both accounts.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use yanju_model::{Kind, SourceTime, draft::MessageDraft};

/// What the logs so far hold.
#[derive(Debug, Default)]
pub struct Met {
    slots: HashSet<usize>,
    /// How often each record stands in one of the earlier logs, at most.
    earlier: HashMap<u64, u32>,
    /// The same of the log that is being read.
    current: HashMap<u64, u32>,
}

impl Met {
    /// Whether a conversation is opened for the first time.
    pub fn is_new(&mut self, slot: usize) -> bool {
        self.slots.insert(slot)
    }

    /// Whether an earlier log holds a record already. Said twice in one second, it counts twice.
    pub fn knows(&mut self, slot: usize, draft: &MessageDraft) -> bool {
        let Some(SourceTime::Local(at, _)) = draft.sent_at else { return false };
        let name = draft.sender.as_ref().map(|sender| sender.name.as_str());
        let mut hasher = DefaultHasher::new();
        (slot, at, name, draft.kind == Kind::System, &draft.text).hash(&mut hasher);
        let record = hasher.finish();
        let count = self.current.entry(record).or_default();
        *count += 1;
        self.earlier.get(&record).is_some_and(|known| *count <= *known)
    }

    /// Says that the next log begins.
    pub fn next_log(&mut self) {
        for (record, count) in self.current.drain() {
            let known = self.earlier.entry(record).or_default();
            *known = (*known).max(count);
        }
    }
}
