//! What can be said without a search: counts of the side bar.

use crate::{
    Facets, Result, Stats, Vault, database,
    table::{annotation, attachment, category, content, conversation, file, participant, tag},
};

impl Vault {
    /// What the vault holds and weighs.
    pub fn stats(&self) -> Result<Stats> {
        let reader = self.database.read()?;
        let totals = conversation::totals(&reader)?;
        Ok(Stats {
            messages: totals.messages,
            events: totals.events,
            conversations: totals.conversations,
            participants: participant::count(&reader)?,
            attachments: attachment::count(&reader)?,
            imports: file::count_imports(&reader)?,
            database_bytes: database::bytes(&reader)?,
            index_bytes: self.index_bytes()?,
            blob_bytes: content::total_bytes(&reader)?,
        })
    }

    /// What the side bar counts.
    pub fn facets(&self) -> Result<Facets> {
        let reader = self.database.read()?;
        Ok(Facets {
            all: conversation::totals(&reader)?.conversations,
            starred: annotation::starred_conversations(&reader)?,
            platforms: conversation::platforms(&reader)?,
            categories: annotation::categories_by_conversations(&reader, category::all(&reader)?)?,
            tags: tag::by_conversations(&reader)?,
            tickets: annotation::tickets_by_conversations(&reader)?,
        })
    }
}
