//! Records of one message under two ids: what a ticket says, and the first of its comments.

use super::Intake;
use crate::{Result, table::message};
use yanju_model::draft::MessageDraft;

impl Intake<'_> {
    /// The message of an earlier file that a record is by its alias: one of the two has the alias for its own id, and the
    /// same person wrote the same words at the same time. Each message is met by one record of a file only.
    pub(super) fn known_by_alias(
        &mut self,
        slot: usize,
        conversation: i64,
        draft: &MessageDraft,
        writer: Option<&str>,
    ) -> Result<Option<message::Stored>> {
        let names = draft.alias.as_ref().zip(draft.source_id.as_ref());
        let Some(((alias, id), thread)) = names.zip(self.threads.get(slot)) else { return Ok(None) };
        let connection = &self.writer;
        let by_id = |id: &str| (conversation, thread.recognition.of_id(id));
        if self.claims.holder(connection, by_id(id))?.is_some() {
            return Ok(None);
        }
        let place = (conversation, thread.recognition.of_alias(alias, draft, writer));
        // Where nobody is there yet, the record will be, as the message it becomes.
        let Some(told) = self.claims.take(connection, place, self.next_message)? else { return Ok(None) };
        let is_either = id == alias || self.claims.holder(connection, by_id(alias))? == Some(told);
        if !is_either || told >= self.first_message || !self.claims.meet(told) {
            return Ok(None);
        }
        self.claims.take(connection, by_id(id), told)?;
        Ok(message::stored(connection, told)?)
    }
}
