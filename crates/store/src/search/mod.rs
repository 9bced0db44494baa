//! Finding: a query's needs, what the index finds for them, and the tail the index does not know yet, on which the texts
//! decide.
//!
//! The answer is that of a literal scan, always.

mod breakdown;
mod matches;
mod names;
mod overview;
mod plan;
mod related;
mod spelling;
mod timeline;
mod verdict;
mod view;

use crate::{
    ConversationMatch, ConversationMatches, Error, Found, Hit, Page, Result, Vault,
    index::{
        Match,
        fold::{fold, marks},
    },
    table::{annotation, annotation::Place, conversation, message},
};
use rusqlite::Connection;
use std::collections::HashMap;
use yanju_model::{
    ConversationId, MessageId,
    query::{Filter, Order, Query, Sort},
    record::Message,
};

pub(crate) use matches::Memory;
pub(crate) use names::Names;
pub use spelling::{Stretch, Typed};
pub(crate) use verdict::holds_link;
pub(crate) use view::NEAR;

/// Finding.
impl Vault {
    /// The messages that match.
    pub fn search(&self, query: &Query, sort: impl Into<Sort>, page: Page) -> Result<Found> {
        let sort = sort.into();
        let (view, (total, page)) = self.viewed(|view| view.page_of_matches(query, sort, page))?;
        let needles = needles(query);
        let hits = page
            .iter()
            .filter_map(|found| hit(&view.reader, found.id, &needles).transpose())
            .collect::<Result<_>>()?;
        Ok(Found { total, hits, pending: view.pending })
    }

    /// A message as a result list shows it, with nothing marked; `None` where there is none of this id.
    pub fn hit(&self, id: MessageId) -> Result<Option<Hit>> {
        hit(&*self.database.read()?, id, &[])
    }

    /// The messages that match, by their ids alone: none is read, and they are not counted.
    pub fn ids(&self, query: &Query, sort: impl Into<Sort>, page: Page) -> Result<Vec<MessageId>> {
        let sort = sort.into();
        let (_, page) = self.viewed(|view| view.uncounted_page(query, sort, page))?;
        Ok(page.into_iter().map(|found| found.id).collect())
    }

    /// How many messages match; exact.
    pub fn count(&self, query: &Query) -> Result<u64> {
        let nothing = Page { offset: 0, limit: 0 };
        let (_, (total, _)) =
            self.viewed_whole(|view| view.page_of_matches(query, Sort::default(), nothing))?;
        Ok(total)
    }

    /// The conversations in which something matches, by the first of their matching messages.
    pub fn conversations(
        &self,
        query: &Query,
        sort: impl Into<Sort>,
        page: Page,
    ) -> Result<ConversationMatches> {
        let sort = sort.into();
        if *query == Query::All {
            return all_conversations(&*self.database.read()?, sort.order(), page);
        }
        let (view, groups) = self.viewed(|view| self.groups_in(view, query, sort))?;
        let needles = needles(query);
        let rows = groups
            .iter()
            .skip(page.offset as usize)
            .take(page.limit as usize)
            .map(|group| {
                let row = conversation_match(&view.reader, group.top.conversation, group.top.id, &needles)?;
                Ok(ConversationMatch { hits: group.hits, ..row })
            })
            .collect::<Result<_>>()?;
        let messages_total = groups.iter().map(|group| group.hits).sum();
        let total = groups.len() as u64;
        Ok(ConversationMatches { total, messages_total, rows, pending: view.pending })
    }

    /// Visits every match, conversation after conversation (by first match), each in its own order.
    pub fn each_match<E: From<Error>>(
        &self,
        query: &Query,
        visit: &mut dyn FnMut(Message) -> Result<(), E>,
    ) -> Result<(), E> {
        let (view, matches) = self.viewed_whole(|view| view.matches(query, Order::Oldest))?;
        let mut places = HashMap::new();
        for found in &matches {
            let next = places.len();
            places.entry(found.conversation).or_insert(next);
        }
        let mut by_conversation =
            placed(&view.reader, &matches, |found| places.get(&found.conversation).copied())?;
        by_conversation.sort_unstable();
        for (_, _, id) in by_conversation {
            if let Some(message) = message::by_id(&view.reader, id).map_err(Error::from)? {
                visit(message)?;
            }
        }
        Ok(())
    }

    /// Where a text stands in a conversation: the message and its place, first to last.
    pub fn find_in(&self, id: ConversationId, text: &str) -> Result<Vec<(MessageId, u64)>> {
        let query = Query::Filter(Filter::InConversation(id)).and(Query::Text(text.to_owned()));
        let (view, matches) = self.viewed_whole(|view| view.matches(&query, Order::Oldest))?;
        let mut places = placed(&view.reader, &matches, |_| ())?;
        places.sort_unstable();
        Ok(places.into_iter().map(|((), seq, id)| (id, seq)).collect())
    }

    /// What to mark of a query in a text: half-open ranges of Unicode scalar values, sorted, disjoint.
    pub fn marks(&self, text: &str, query: &Query) -> Vec<(u32, u32)> {
        marks(text, &needles(query))
    }
}

/// Matches with their places in their conversations: of one time, the place is the order, not the id.
fn placed<G>(
    reader: &Connection,
    matches: &[Match],
    group: impl Fn(&Match) -> G,
) -> Result<Vec<(G, u64, MessageId)>> {
    let mut places = Vec::with_capacity(matches.len());
    for found in matches {
        if let Some(seq) = message::seq(reader, found.id)? {
            places.push((group(found), seq, found.id));
        }
    }
    Ok(places)
}

/// What a hit of a query is marked with.
fn needles(query: &Query) -> Vec<String> {
    query.positive_texts().into_iter().map(fold).filter(|needle| !needle.is_empty()).collect()
}

/// The list of everything, which the counters know without a search.
fn all_conversations(reader: &Connection, order: Order, page: Page) -> Result<ConversationMatches> {
    let totals = conversation::totals(reader)?;
    let rows = conversation::page(reader, order, page.offset, page.limit)?
        .into_iter()
        .map(|(id, top)| {
            let mut row = conversation_match(reader, id, top, &[])?;
            row.hits = row.conversation.messages;
            Ok(row)
        })
        .collect::<Result<_>>()?;
    let messages_total = totals.messages + totals.events;
    Ok(ConversationMatches { total: totals.conversations, messages_total, rows, pending: 0 })
}

/// A conversation with its first match; how many there are is for the caller to say.
fn conversation_match(
    reader: &Connection,
    id: ConversationId,
    top: MessageId,
    needles: &[String],
) -> Result<ConversationMatch> {
    Ok(ConversationMatch {
        conversation: conversation::by_id(reader, id)?.ok_or_else(|| Error::no_such(id))?,
        hits: 0,
        top: hit(reader, top, needles)?,
        annotations: annotation::of(reader, Place { conversation: id.0, message: 0 })?,
    })
}

/// A message with what a result list shows; `None` when it came after this view of the database.
fn hit(reader: &Connection, id: MessageId, needles: &[String]) -> Result<Option<Hit>> {
    let Some(message) = message::by_id(reader, id)? else { return Ok(None) };
    let (title, platform) = conversation::heading(reader, message.conversation)?;
    let conversation = message.conversation.0;
    Ok(Some(Hit {
        marks: marks(&message.text, needles),
        annotations: annotation::of(reader, Place { conversation, message: id.0 })?,
        conversation_annotations: annotation::of(reader, Place { conversation, message: 0 })?,
        message,
        title,
        platform,
    }))
}
