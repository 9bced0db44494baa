//! What matches, by platform, person, category, keyword, ticket number and month.
//!
//! The conversations of the answer and their counts are known from the search itself; what conversations have in common
//! is added up from them. Only messages that carry something by themselves are looked for one by one.

use super::{
    plan,
    timeline::{densities_in, month_edges, span_in},
    view::View,
};
use crate::{
    Breakdown, Result, Share, Vault,
    index::{MessageSet, Need},
    table::{
        annotation::{self, Place},
        conversation, message, participant, tag,
    },
};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::Hash,
};
use yanju_model::{
    MessageId,
    query::{Order, Query, Sort},
};

/// The most names of people that are told.
const PEOPLE: usize = 50;

impl Vault {
    /// What matches, broken down.
    pub fn breakdown(&self, query: &Query) -> Result<Breakdown> {
        let zone = self.zone()?;
        let (_, breakdown) = self.viewed(|view| {
            let groups = self.groups_in(view, query, Sort::Newest)?;
            let hits: HashMap<i64, u64> =
                groups.iter().map(|group| (group.top.conversation.0, group.hits)).collect();
            let reader = &view.reader;
            let (mut platforms, mut people) = (Shares::default(), Shares::default());
            conversation::each_platform(reader, |id, platform| {
                platforms.add(platform, hits.get(&id).copied().unwrap_or(0));
            })?;
            participant::each_person(reader, |id, name| {
                if let Some(hits) = hits.get(&id) {
                    people.add(name.to_owned(), *hits);
                }
            })?;
            let mut people = people.in_order();
            people.truncate(PEOPLE);
            let carried = |carriers| shares_of(view, query, &hits, carriers);
            let months = span_in(view, query)?.map_or(Ok(Vec::new()), |(first, last)| {
                let edges = month_edges(first, last, zone);
                Ok::<_, crate::Error>(edges.iter().copied().zip(densities_in(view, query, &edges)?).collect())
            })?;
            Ok(Breakdown {
                platforms: platforms.in_order(),
                people,
                categories: carried(annotation::in_categories(reader)?)?,
                tags: carried(tag::carriers(reader)?)?,
                tickets: carried(annotation::with_tickets(reader)?)?,
                months: months.into_iter().filter(|(_, messages)| *messages > 0).collect(),
            })
        })?;
        Ok(breakdown)
    }
}

/// The shares of what is attached to messages and conversations, by name.
fn shares_of(
    view: &View<'_>,
    query: &Query,
    hits: &HashMap<i64, u64>,
    carriers: Vec<(String, Place)>,
) -> Result<Vec<(String, Share)>> {
    let mut by_name: HashMap<String, HashSet<(i64, i64)>> = HashMap::new();
    for (name, place) in carriers {
        if hits.contains_key(&place.conversation) {
            by_name.entry(name).or_default().insert((place.conversation, place.message));
        }
    }
    let messages = by_name.values().flatten().map(|(_, message)| *message).filter(|message| *message != 0);
    let matching = matching_of(view, query, messages.collect())?;
    let mut shares = Shares::default();
    for (name, places) in by_name {
        let mut conversations: HashMap<i64, u64> = HashMap::new();
        for (conversation, message) in &places {
            if *message == 0 {
                conversations.insert(*conversation, hits.get(conversation).copied().unwrap_or(0));
            } else if matching.contains(message) && !places.contains(&(*conversation, 0)) {
                *conversations.entry(*conversation).or_default() += 1;
            }
        }
        for messages in conversations.into_values() {
            shares.add(name.clone(), messages);
        }
    }
    Ok(shares.in_order())
}

/// Which of some messages match.
fn matching_of(view: &View<'_>, query: &Query, ids: HashSet<i64>) -> Result<HashSet<i64>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let of = |id: i64| {
        let sent_at_ms = message::sent_at_ms(&view.reader, id).transpose()?;
        Some(sent_at_ms.map(|sent_at_ms| (sent_at_ms, MessageId(id))))
    };
    let set: MessageSet = ids.into_iter().filter_map(of).collect::<rusqlite::Result<_>>()?;
    let need = Need::And(vec![Need::Messages(set), plan::need(&view.reader, query)?]);
    view.merged(&need, Order::Newest)?.map(|found| Ok(found?.id.0)).collect()
}

/// Shares by what they have in common.
struct Shares<K>(HashMap<K, Share>);

impl<K> Default for Shares<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Ord + Clone> Shares<K> {
    /// Adds a conversation with so many messages that match; nothing where there is none.
    fn add(&mut self, common: K, messages: u64) {
        if messages > 0 {
            let share = self.0.entry(common).or_default();
            share.messages += messages;
            share.conversations += 1;
        }
    }

    /// Most messages first.
    fn in_order(self) -> Vec<(K, Share)> {
        let mut shares: Vec<_> = self.0.into_iter().collect();
        shares.sort_by_cached_key(|(common, share)| (Reverse(share.messages), common.clone()));
        shares
    }
}
