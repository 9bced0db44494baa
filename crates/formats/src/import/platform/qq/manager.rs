//! The conversations of the message manager's exports, which name a group and a partner before the messages.

use super::KEY_SEPARATOR;
use crate::import::{ReadOptions, Result, Sink};
use std::collections::HashMap;
use yanju_model::{Platform, draft::ConversationDraft};

/// Opens the conversations of one export.
pub(super) struct Manager<'a> {
    options: &'a ReadOptions,
    /// How many conversations the file names: a title given is that of one.
    partners: u64,
    /// How often a key was met: each block of an export is a conversation of its own.
    met: HashMap<String, u64>,
}

impl<'a> Manager<'a> {
    /// For a file that names so many partners.
    pub(super) fn new(options: &'a ReadOptions, partners: u64) -> Self {
        Self { options, partners, met: HashMap::new() }
    }

    /// Another export begins in the same file: what it names are the same conversations again.
    pub(super) fn begin_anew(&mut self) {
        self.met.clear();
    }

    /// Opens the conversation with `partner`, whom the message manager keeps under `group`. Two of one name are
    /// told apart by where they are kept, and two groups of one name by their order.
    pub(super) fn converse(&mut self, group: &str, partner: &str, sink: &mut dyn Sink) -> Result<usize> {
        let own =
            if group.is_empty() { partner.to_owned() } else { format!("{group}{KEY_SEPARATOR}{partner}") };
        let count = self.met.entry(own.clone()).or_default();
        *count += 1;
        let key = if *count == 1 { own } else { format!("{own}{KEY_SEPARATOR}{count}") };
        let given = self.options.title.clone().filter(|_| self.partners < 2);
        sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::Qq),
            key,
            title: given.unwrap_or_else(|| partner.to_owned()),
        })
    }

    /// Opens the conversation of a file that names none: it goes by the title given, or else by `stem`.
    pub(super) fn of_file(&self, stem: &str, sink: &mut dyn Sink) -> Result<usize> {
        let given = self.options.title.clone();
        sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::Qq),
            key: given.clone().unwrap_or_else(|| stem.to_owned()),
            title: given.unwrap_or_default(),
        })
    }
}
