//! Taking in one file: one transaction, all of it or nothing.

use crate::{Outcome, Result, Vault};
use std::io::Read;
use yanju_model::{
    Warning,
    draft::{ConversationDraft, MessageDraft, StoredContent, Understanding},
};

/// A file being taken in. Dropped before [`Intake::finish`], it leaves nothing behind.
pub struct Intake<'v> {
    _vault: &'v Vault,
}

impl Intake<'_> {
    /// Opens the conversation of a draft; the same platform and key give the same slot.
    pub fn conversation(&mut self, _draft: ConversationDraft) -> Result<usize> {
        unimplemented!()
    }

    /// Adds a message to the conversation of a slot. Its time is settled in the file's zone; an undated message
    /// stands right after the one before it in its conversation.
    pub fn message(&mut self, _slot: usize, _draft: MessageDraft) -> Result<()> {
        unimplemented!()
    }

    /// Takes an attachment's bytes into keeping.
    pub fn content(&mut self, _reader: &mut dyn Read) -> Result<StoredContent> {
        unimplemented!()
    }

    /// How many of the messages so far were already in the vault.
    pub fn duplicates(&self) -> u64 {
        unimplemented!()
    }

    /// Makes it all permanent.
    pub fn finish(self, _understanding: &Understanding, _warnings: &[Warning]) -> Result<Outcome> {
        unimplemented!()
    }
}
