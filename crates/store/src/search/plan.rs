//! From what is asked to what the index and the rows are asked: names become sets of ids.

use crate::{
    Result,
    entity::wanted,
    index::{Flag, IdSet, MessageSet, Need, fold::fold},
    table::{
        annotation::{self, Place},
        conversation, message, participant, tag,
    },
};
use rusqlite::Connection;
use yanju_model::{
    EntityKind, MessageId,
    entity::{AmountRange, hundredths},
    query::{Filter, Query},
};

/// The need of a query, as of the reader's moment.
pub(super) fn need(reader: &Connection, query: &Query) -> Result<Need> {
    Ok(match query {
        Query::All => Need::All,
        Query::And(all) => Need::And(needs(reader, all)?),
        Query::Or(any) => Need::Or(needs(reader, any)?),
        Query::Not(query) => Need::Not(Box::new(need(reader, query)?)),
        Query::Text(text) => match fold(text) {
            folded if folded.is_empty() => Need::All,
            folded => Need::Text(folded),
        },
        Query::Filter(filter) => filtered(reader, filter)?,
    })
}

fn needs(reader: &Connection, queries: &[Query]) -> Result<Vec<Need>> {
    queries.iter().map(|query| need(reader, query)).collect()
}

fn filtered(reader: &Connection, filter: &Filter) -> Result<Need> {
    Ok(match filter {
        Filter::From(name) => Need::Senders(participant::named(reader, &fold(name))?.into_iter().collect()),
        Filter::With(name) => conversations(participant::conversations_of_named(reader, &fold(name))?),
        Filter::InTitle(title) => conversations(conversation::titled(reader, &fold(title))?),
        Filter::InConversation(id) => conversations([id.0]),
        Filter::On(platform) => Need::Platform(*platform),
        Filter::Role(role) => Need::Role(*role),
        Filter::Tag(tag) => carriers(reader, &tag::places(reader, &fold(tag.trim()))?)?,
        Filter::Ticket(ticket) => carriers(reader, &annotation::ticketed(reader, &fold(ticket))?)?,
        Filter::Category(name) => carriers(reader, &annotation::categorised(reader, &fold(name.trim()))?)?,
        Filter::Kind(kind) => Need::Kind(*kind),
        Filter::HasAttachment => Need::Flag(Flag::HasAttachment),
        Filter::HasLink => Need::Flag(Flag::HasLink),
        Filter::Recognised(kind) => Need::Recognised(*kind),
        Filter::RecognisedValue(EntityKind::Amount, value) => match hundredths(value) {
            Some(sum) => Need::Amount(AmountRange { from: Some(sum), to: Some(sum) }),
            None => Need::Or(Vec::new()),
        },
        Filter::RecognisedValue(kind, value) => Need::RecognisedValue(*kind, wanted(*kind, value)),
        Filter::Amount(range) => Need::Amount(*range),
        Filter::Sent(range) => Need::Sent(*range),
        Filter::Starred => carriers(reader, &annotation::starred(reader)?)?,
        Filter::Recalled => Need::Flag(Flag::Recalled),
        Filter::Undated => Need::Flag(Flag::Undated),
    })
}

fn conversations(ids: impl IntoIterator<Item = i64>) -> Need {
    Need::Conversations(ids.into_iter().collect())
}

/// Messages that carry an annotation themselves or by their conversation.
fn carriers(reader: &Connection, places: &[Place]) -> Result<Need> {
    let conversations: IdSet =
        places.iter().filter(|place| place.message == 0).map(|place| place.conversation).collect();
    let messages: MessageSet = places
        .iter()
        .filter(|place| place.message != 0)
        .filter_map(|place| {
            let sent_at_ms = message::sent_at_ms(reader, place.message).transpose()?;
            Some(sent_at_ms.map(|sent_at_ms| (sent_at_ms, MessageId(place.message))))
        })
        .collect::<rusqlite::Result<_>>()?;
    Ok(Need::Or(vec![Need::Conversations(conversations), Need::Messages(messages)]))
}
