//! What else is about the same as a message or a conversation.

use crate::{
    Session, annotate,
    api::{
        Result,
        related::{AskRelated, RelatedRow, SharedValue},
    },
    rows,
};
use yanju_model::annotation::Target;
use yanju_store::{Related, Vault};

/// The most that a face can ask for.
const LIMIT: u32 = 50;

impl Session {
    /// The conversations that are about the same, the most telling first.
    pub fn related(&self, request: &AskRelated) -> Result<Vec<RelatedRow>> {
        self.with(|vault| {
            let found = vault.related(annotate::target(&request.to)?, request.limit.min(LIMIT) as usize)?;
            found.into_iter().map(|related| row(vault, related)).collect()
        })
    }
}

fn row(vault: &Vault, related: Related) -> Result<RelatedRow> {
    let conversation = vault.conversation(related.conversation)?;
    let annotations = vault.annotations(Target::Conversation(related.conversation))?;
    let top = related.top.map(|id| vault.hit(id)).transpose()?.flatten();
    let top = top.as_ref().map(rows::snippet);
    Ok(RelatedRow {
        row: rows::conversation_row(&conversation, &annotations, &vault.categories()?, 0, top),
        values: related
            .values
            .into_iter()
            .map(|(kind, value)| SharedValue { kind: kind.name().to_owned(), value })
            .collect(),
        people: related.people,
        percent: related.percent,
    })
}
