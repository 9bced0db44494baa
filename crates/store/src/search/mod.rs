//! Finding: a query's needs, the index's candidates, the texts' verdict, and the tail the index does not know yet.
//!
//! The answer is that of a literal scan, always. The index only says where not to look; wherever it cannot tell
//! by itself, the stored text decides.

mod matches;
mod names;
mod overview;
mod plan;
mod spelling;
mod timeline;
mod verdict;
mod view;

use crate::{
    ConversationMatch, ConversationMatches, Error, Found, Hit, Page, Result, Vault,
    index::{
        Candidate,
        fold::{fold, marks},
    },
    table::{annotation, annotation::Place, conversation, message},
};
use rusqlite::Connection;
use std::collections::{HashMap, hash_map};
use yanju_model::{
    ConversationId, MessageId,
    query::{Filter, Order, Query},
    record::Message,
};

pub(crate) use matches::Memory;
pub(crate) use names::Names;
pub use spelling::{Stretch, Typed};
pub(crate) use verdict::holds_link;

/// Finding.
impl Vault {
    /// The messages that match.
    pub fn search(&self, query: &Query, order: Order, page: Page) -> Result<Found> {
        let (view, (total, candidates)) =
            self.viewed(|view| self.page_of_matches(view, query, order, page))?;
        let needles = needles(query);
        let hits = candidates
            .iter()
            .filter_map(|found| hit(&view.reader, found.id, &needles).transpose())
            .collect::<Result<_>>()?;
        Ok(Found { total, hits })
    }

    /// How many messages match; exact.
    pub fn count(&self, query: &Query) -> Result<u64> {
        let nothing = Page { offset: 0, limit: 0 };
        let (_, (total, _)) =
            self.viewed(|view| self.page_of_matches(view, query, Order::Newest, nothing))?;
        Ok(total)
    }

    /// The conversations in which something matches, by their newest (oldest) matching message.
    pub fn conversations(&self, query: &Query, order: Order, page: Page) -> Result<ConversationMatches> {
        if *query == Query::All {
            return all_conversations(&*self.database.read()?, order, page);
        }
        let (view, matches) = self.viewed(|view| self.matches_in(view, query, order))?;
        let groups = grouped(&matches);
        let needles = needles(query);
        let rows = groups
            .iter()
            .skip(page.offset as usize)
            .take(page.limit as usize)
            .map(|group| conversation_match(&view.reader, group, &needles))
            .collect::<Result<_>>()?;
        Ok(ConversationMatches { total: groups.len() as u64, messages_total: matches.len() as u64, rows })
    }

    /// Visits every match, conversation after conversation (by first match), each in its own order.
    pub fn each_match<E: From<Error>>(
        &self,
        query: &Query,
        visit: &mut dyn FnMut(Message) -> Result<(), E>,
    ) -> Result<(), E> {
        let (view, matches) = self.viewed(|view| self.matches_in(view, query, Order::Oldest))?;
        let place: HashMap<_, _> =
            grouped(&matches).iter().enumerate().map(|(place, group)| (group.id, place)).collect();
        let mut by_conversation =
            placed(&view.reader, &matches, |found| place.get(&found.conversation).copied())?;
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
        let (view, matches) = self.viewed(|view| self.matches_in(view, &query, Order::Oldest))?;
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
    matches: &[Candidate],
    group: impl Fn(&Candidate) -> G,
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

/// A conversation and its matches.
struct Group {
    id: ConversationId,
    top: MessageId,
    hits: u64,
}

/// Matches by conversation, in the order in which conversations first appear.
fn grouped(matches: &[Candidate]) -> Vec<Group> {
    let mut places = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for found in matches {
        match places.entry(found.conversation) {
            hash_map::Entry::Vacant(place) => {
                place.insert(groups.len());
                groups.push(Group { id: found.conversation, top: found.id, hits: 1 });
            }
            hash_map::Entry::Occupied(place) => {
                if let Some(group) = groups.get_mut(*place.get()) {
                    group.hits += 1;
                }
            }
        }
    }
    groups
}

/// The list of everything, which the counters know without a search.
fn all_conversations(reader: &Connection, order: Order, page: Page) -> Result<ConversationMatches> {
    let totals = conversation::totals(reader)?;
    let rows = conversation::page(reader, order, page.offset, page.limit)?
        .into_iter()
        .map(|(id, top)| {
            let mut row = conversation_match(reader, &Group { id, top, hits: 0 }, &[])?;
            row.hits = row.conversation.messages;
            Ok(row)
        })
        .collect::<Result<_>>()?;
    let messages_total = totals.messages + totals.events;
    Ok(ConversationMatches { total: totals.conversations, messages_total, rows })
}

fn conversation_match(reader: &Connection, group: &Group, needles: &[String]) -> Result<ConversationMatch> {
    Ok(ConversationMatch {
        conversation: conversation::by_id(reader, group.id)?.ok_or_else(|| Error::no_such(group.id))?,
        hits: group.hits,
        top: hit(reader, group.top, needles)?,
        annotations: annotation::of(reader, Place { conversation: group.id.0, message: 0 })?,
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
