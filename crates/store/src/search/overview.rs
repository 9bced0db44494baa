//! What can be said without a search: counts of the side bar, and names to suggest.

use crate::{
    Facets, Noun, Result, Stats, Suggestion, Vault, database,
    index::fold::fold,
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

    /// Names in the vault that hold a text (folded), the weightiest first.
    pub fn names(&self, holding: &str, limit: u32) -> Result<Vec<Suggestion>> {
        let reader = self.database.read()?;
        let folded = fold(holding);
        let sources = [
            (Noun::Person, participant::names(&reader, &folded, limit)?),
            (Noun::Title, conversation::titles(&reader, &folded, limit)?),
            (Noun::Tag, tag::names(&reader, &folded, limit)?),
            (Noun::Ticket, annotation::ticket_names(&reader, &folded, limit)?),
            (Noun::Category, category::names(&reader, &folded, limit)?),
        ];
        let mut suggestions: Vec<_> = sources
            .into_iter()
            .flat_map(|(noun, names)| {
                names.into_iter().map(move |(name, weight)| Suggestion { noun, name, weight })
            })
            .collect();
        suggestions.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.weight));
        suggestions.truncate(limit as usize);
        Ok(suggestions)
    }
}
