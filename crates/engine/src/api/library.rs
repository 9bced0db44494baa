//! The library: the sidebar's counts, the list of conversations, the time line, single hits.

use super::{
    entity::EntityMark,
    query::{ParsedQuery, SavedSearch},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use yanju_model::query::Sort;

/// What the sidebar shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Overview {
    /// Conversations in all.
    pub conversations: u64,
    /// Messages and events in all.
    pub messages: u64,
    /// Conversations starred.
    pub starred: u64,
    /// Platforms that occur, most messages first.
    pub platforms: Vec<PlatformCount>,
    /// The user's categories, in their order.
    pub categories: Vec<CategoryCount>,
    /// Keywords, most used first.
    pub tags: Vec<NameCount>,
    /// Ticket numbers, most recent first.
    pub tickets: Vec<NameCount>,
    /// The searches that are kept, in the user's order. What each finds is not counted: it would cost a search each.
    pub saved: Vec<SavedSearch>,
    /// The zone that times are read in where a source names none (IANA).
    pub zone: String,
    /// The last import, RFC 3339; `None` before the first.
    pub last_import: Option<String>,
    /// Messages that the search index does not know yet as they are; where it is that far behind, somebody should have
    /// it brought up to date (`catch_up`).
    pub pending: u64,
}

/// A platform and how many conversations it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlatformCount {
    /// The platform's stable name; the interface has its display name under `platform.<name>`.
    pub platform: String,
    /// Messages and events on it.
    pub count: u64,
}

/// A category with its count and its share of all categorised conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CategoryCount {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Index into the palette.
    pub color: u8,
    /// Conversations in it.
    pub count: u64,
    /// Percent of all categorised conversations, 0–100; `None` while nothing is categorised.
    pub share: Option<u8>,
    /// The usual share to compare with, in percent.
    pub baseline: Option<u8>,
}

/// A name and how often it is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NameCount {
    /// The keyword or ticket number.
    pub name: String,
    /// Conversations and messages that carry it.
    pub count: u64,
}

/// Ask for a page of what a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Find {
    /// The query in its text form; empty for everything.
    pub query: String,
    /// The order.
    #[serde(default)]
    #[ts(type = "\"newest\" | \"oldest\" | \"relevance\"")]
    pub order: Sort,
    /// How many to skip.
    pub offset: u64,
    /// How many at most.
    pub limit: u32,
}

/// A page of conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConversationPage {
    /// Conversations that hold a match; exact.
    pub total: u64,
    /// Messages that match; exact.
    pub messages_total: u64,
    /// Messages that were not looked at, because the search index is that far behind; 0 as a rule.
    pub pending: u64,
    /// Time taken by the engine, in milliseconds.
    pub took_ms: f64,
    /// The query as understood.
    pub parsed: ParsedQuery,
    /// The page.
    pub conversations: Vec<ConversationRow>,
}

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConversationRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its platform.
    pub platform: String,
    /// Those who wrote in it, most messages first; those who are one person by the user's word, once.
    pub participants: Vec<ParticipantRow>,
    /// Messages and events in it.
    pub messages: u64,
    /// First dated message, RFC 3339.
    pub first: Option<String>,
    /// Last dated message, RFC 3339.
    pub last: Option<String>,
    /// Keywords on it.
    pub tags: Vec<String>,
    /// Its ticket number.
    pub ticket: Option<String>,
    /// Its category.
    pub category: Option<CategoryRef>,
    /// Starred.
    pub starred: bool,
    /// Messages in it that match the query.
    pub hits: u64,
    /// The newest (oldest, by the order asked) matching message.
    pub top: Option<Snippet>,
}

/// A participant as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ParticipantRow {
    /// The id.
    pub id: String,
    /// The name; may be empty where the source has none.
    pub name: String,
    /// The source's own name for them, such as an account, a number or an address; `None` where it has only `name`.
    pub key: Option<String>,
    /// The role's stable name.
    pub role: String,
    /// Messages by them, those of `joined` included.
    pub messages: u64,
    /// Whom the user says to be the same person.
    pub joined: Vec<JoinedRow>,
}

/// A participant of the sources who is the same person as another by the user's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JoinedRow {
    /// The id.
    pub id: String,
    /// The name in the source; may be empty.
    pub name: String,
    /// The source's own name for them, such as an account, a number or an address; `None` where it has only `name`.
    pub key: Option<String>,
    /// Messages by them.
    pub messages: u64,
}

/// A category where it is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CategoryRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Index into the palette.
    pub color: u8,
}

/// A matching message, cut around its first mark to fit a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Snippet {
    /// The message.
    pub message: String,
    /// Its place in the conversation, from 1.
    pub seq: u64,
    /// When, RFC 3339.
    pub sent_at: Option<String>,
    /// Who; empty for an event.
    pub sender: String,
    /// Its kind's stable name.
    pub kind: String,
    /// The cut text, one line.
    pub text: String,
    /// Character ranges (Unicode scalar values) of the hits in `text`.
    pub marks: Vec<(u32, u32)>,
}

/// What a query finds, broken down: most messages first, in months in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Facets {
    /// By platform's stable name.
    pub platforms: Vec<FacetCount>,
    /// By who wrote in the conversation, whoever wrote what matches.
    pub people: Vec<FacetCount>,
    /// By category, that of the message or of its conversation.
    pub categories: Vec<FacetCount>,
    /// By keyword, likewise.
    pub tags: Vec<FacetCount>,
    /// By ticket number, likewise.
    pub tickets: Vec<FacetCount>,
    /// By month, of those with a time.
    pub months: Vec<MonthCount>,
}

/// How much of what matches has something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FacetCount {
    /// What it has in common.
    pub name: String,
    /// Messages that match.
    pub messages: u64,
    /// Conversations in which they are.
    pub conversations: u64,
}

/// How much of what matches was sent in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonthCount {
    /// The month, such as `2023-08`, in the vault's zone.
    pub month: String,
    /// Messages that match.
    pub messages: u64,
}

/// A page of matching messages (`yanju search`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SearchPage {
    /// Messages that match; exact.
    pub total: u64,
    /// Messages that were not looked at, because the search index is that far behind; 0 as a rule.
    pub pending: u64,
    /// Time taken by the engine, in milliseconds.
    pub took_ms: f64,
    /// The query as understood.
    pub query: ParsedQuery,
    /// The page.
    pub hits: Vec<SearchHit>,
}

/// A matching message in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SearchHit {
    /// The message.
    pub message: String,
    /// Its conversation.
    pub conversation: String,
    /// The conversation's title.
    pub title: String,
    /// The platform's stable name.
    pub platform: String,
    /// When, RFC 3339.
    pub sent_at: Option<String>,
    /// `minute`, `second` …: the finest unit the source states.
    pub precision: String,
    /// What the source says of the time where that is no moment, as it is written there: a clock without a day.
    pub stated_time: Option<String>,
    /// Who; empty for an event.
    pub sender: String,
    /// The name in the source, where the writer is said to be the same person as one of another name.
    pub stated_sender: Option<String>,
    /// Their role.
    pub role: String,
    /// Its kind.
    pub kind: String,
    /// Taken back by its sender.
    pub recalled: bool,
    /// The text in full.
    pub text: String,
    /// Character ranges of the hits.
    pub marks: Vec<(u32, u32)>,
    /// What is recognised in `text`, in order.
    pub entities: Vec<EntityMark>,
    /// Keywords on the message or its conversation.
    pub tags: Vec<String>,
    /// The ticket number of the message, else of its conversation.
    pub ticket: Option<String>,
}

/// Ask for the density of messages over time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct AskTimeline {
    /// The query in its text form, without the date range being brushed.
    pub query: String,
    /// How many bars at most.
    pub bars: u32,
    /// The first day of the bars, `YYYY-MM-DD`; `None` for that of the vault.
    pub from: Option<String>,
    /// Their last day, inclusive; `None` likewise.
    pub to: Option<String>,
}

/// The density of messages over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Timeline {
    /// The bars, oldest first, without gaps. Empty while nothing is dated.
    pub bars: Vec<TimelineBar>,
}

/// One bar: whole days in the vault's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TimelineBar {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// All messages.
    pub all: u64,
    /// Those that match.
    pub matching: u64,
}
