//! The literal scan: an evaluator of queries that shares no code with the vault's, over plain records.
//!
//! Its idea of "same text" is written down here once more, for the characters the corpora are made of.

use std::collections::{BTreeMap, BTreeSet};
use yanju_model::{
    ConversationId, Entity, EntityKind, Kind, MessageId, Platform, Role,
    query::{Filter, Query},
};

/// A message as the scan knows it.
#[derive(Debug, Clone)]
pub struct Plain {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub seq: u64,
    pub sender: Option<String>,
    pub platform: Platform,
    pub role: Role,
    pub kind: Kind,
    pub sent_at_ms: i64,
    pub recalled: bool,
    pub undated: bool,
    pub attachments: usize,
    /// What the vault recognises in the text: the one thing that the scan does not know better.
    pub recognised: Vec<Entity>,
    pub text: String,
    pub others: Vec<String>,
    pub tags: BTreeSet<String>,
    pub starred: bool,
}

/// A conversation as the scan knows it.
#[derive(Debug, Clone, Default)]
pub struct Thread {
    pub title: String,
    pub people: BTreeSet<String>,
    pub tags: BTreeSet<String>,
    pub starred: bool,
}

/// Everything there is.
#[derive(Debug, Default)]
pub struct Corpus {
    pub messages: Vec<Plain>,
    pub threads: BTreeMap<ConversationId, Thread>,
}

impl Corpus {
    /// The matches, oldest first.
    pub fn matches(&self, query: &Query) -> Vec<&Plain> {
        let mut found: Vec<_> = self.messages.iter().filter(|message| self.meets(message, query)).collect();
        found.sort_by_key(|message| (message.sent_at_ms, message.id));
        found
    }

    fn meets(&self, message: &Plain, query: &Query) -> bool {
        match query {
            Query::All => true,
            Query::And(all) => all.iter().all(|query| self.meets(message, query)),
            Query::Or(any) => any.iter().any(|query| self.meets(message, query)),
            Query::Not(query) => !self.meets(message, query),
            Query::Text(text) => {
                holds(&message.text, text) || message.others.iter().any(|other| holds(other, text))
            }
            Query::Filter(filter) => self.passes(message, filter),
        }
    }

    fn passes(&self, message: &Plain, filter: &Filter) -> bool {
        let thread = &self.threads[&message.conversation];
        match filter {
            Filter::From(name) => message.sender.as_ref().is_some_and(|sender| holds(sender, name)),
            Filter::With(name) => thread.people.iter().any(|person| holds(person, name)),
            Filter::InTitle(title) => holds(&thread.title, title),
            Filter::InConversation(id) => message.conversation == *id,
            Filter::On(platform) => message.platform == *platform,
            Filter::Role(role) => message.role == *role,
            Filter::Tag(tag) => message.tags.contains(tag) || thread.tags.contains(tag),
            Filter::Ticket(_) | Filter::Category(_) => false,
            Filter::Kind(kind) => message.kind == *kind,
            Filter::HasAttachment => message.attachments > 0,
            Filter::HasLink => message.text.contains("http"),
            Filter::Recognised(kind) => message.recognised.iter().any(|one| one.kind == *kind),
            Filter::RecognisedValue(EntityKind::Amount, value) => message
                .recognised
                .iter()
                .any(|one| hundredths(one).is_some() && hundredths(one) == sum(value)),
            Filter::RecognisedValue(kind, value) => {
                message.recognised.iter().any(|one| one.kind == *kind && one.value == *value)
            }
            Filter::Amount(range) => {
                message.recognised.iter().filter_map(hundredths).any(|sum| {
                    range.from.is_none_or(|from| from <= sum) && range.to.is_none_or(|to| sum <= to)
                })
            }
            Filter::Sent(range) => range.holds(message.sent_at_ms),
            Filter::Starred => message.starred || thread.starred,
            Filter::Recalled => message.recalled,
            Filter::Undated => message.undated,
        }
    }
}

/// The hundredths of a recognised sum.
fn hundredths(entity: &Entity) -> Option<i64> {
    (entity.kind == EntityKind::Amount).then(|| sum(&entity.value)).flatten()
}

fn sum(value: &str) -> Option<i64> {
    value.split(' ').next_back()?.replace('.', "").parse().ok()
}

/// Whether a text holds another, both plain.
pub fn holds(text: &str, part: &str) -> bool {
    plain(text).contains(&plain(part))
}

/// Lower case, half width, simplified: for the alphabet of the corpora.
fn plain(text: &str) -> String {
    const TRADITIONAL: &str = "貨單號訂退款運費爭議們國";
    const SIMPLIFIED: &str = "货单号订退款运费争议们国";
    let one = |c: char| match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => TRADITIONAL
            .chars()
            .position(|traditional| traditional == c)
            .and_then(|place| SIMPLIFIED.chars().nth(place))
            .unwrap_or(c),
    };
    text.chars().map(one).flat_map(char::to_lowercase).collect()
}
