//! What the vault is told and what it answers, where the model has no word for it. Data only.

use crate::keys::KdfCost;
use yanju_model::{
    ActionId, ConversationId, EntityKind, FileId, ImportId, MessageId, Platform, Zone,
    annotation::{Annotations, Category},
    record::{Conversation, Counts, Given, Message},
};

/// What a directory holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing, or no such directory: a vault can be created here.
    Absent,
    /// A vault; its password opens it.
    Locked,
    /// Files, but no vault: creating one here would mix it with something else.
    NotAVault,
}

/// How a new vault begins.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What a password costs to try.
    pub kdf: KdfCost,
    /// The first categories, in their order.
    pub categories: Vec<NewCategory>,
    /// The zone for times whose source is silent.
    pub zone: Zone,
    /// Now, in UTC milliseconds.
    pub created_at_ms: i64,
}

/// A category as a person describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    /// Its name; trimmed, unique in the vault after folding, never empty.
    pub name: String,
    /// Index into the interface's palette.
    pub color: u8,
    /// The usual share of all cases in percent.
    pub baseline_percent: Option<u8>,
}

/// What the vault holds and weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Those who wrote.
    pub participants: u64,
    /// Attachments, with and without content.
    pub attachments: u64,
    /// Acts of importing.
    pub imports: u64,
    /// Size of the database.
    pub database_bytes: u64,
    /// Size of the search index.
    pub index_bytes: u64,
    /// Size of the originals and attachments, before sealing.
    pub blob_bytes: u64,
}

/// What the side bar counts. Zero counts are left out, except for categories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Conversations in all.
    pub all: u64,
    /// Conversations that are starred or hold a starred message.
    pub starred: u64,
    /// Messages and events by platform, most first.
    pub platforms: Vec<(Platform, u64)>,
    /// Conversations by category, in the user's order; a conversation counts when it or a message of it is in it.
    pub categories: Vec<(Category, u64)>,
    /// Conversations by keyword, likewise; most first.
    pub tags: Vec<(String, u64)>,
    /// Conversations by ticket number, likewise; most first.
    pub tickets: Vec<(String, u64)>,
}

/// How much of what matches has something in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Messages that match.
    pub messages: u64,
    /// Conversations in which they are.
    pub conversations: u64,
}

/// What matches, broken down. What has no share is left out; most messages first, where no other order is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breakdown {
    /// By platform.
    pub platforms: Vec<(Platform, Share)>,
    /// By who wrote in the conversation, whoever wrote what matches.
    pub people: Vec<(String, Share)>,
    /// By category: that of the message or of its conversation.
    pub categories: Vec<(String, Share)>,
    /// By keyword, likewise.
    pub tags: Vec<(String, Share)>,
    /// By ticket number, likewise.
    pub tickets: Vec<(String, Share)>,
    /// By month in the vault's zone, in their order: its first moment, UTC milliseconds, and the messages that match.
    /// Undated messages are in none.
    pub months: Vec<(i64, u64)>,
}

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many to skip.
    pub offset: u64,
    /// How many to return at most.
    pub limit: u32,
}

/// A message that matches, with what a result list shows of its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The message.
    pub message: Message,
    /// The title of its conversation.
    pub title: String,
    /// Where it took place.
    pub platform: Platform,
    /// What to mark in its text: half-open ranges of Unicode scalar values, sorted, disjoint.
    pub marks: Vec<(u32, u32)>,
    /// What is attached to the message.
    pub annotations: Annotations,
    /// What is attached to its conversation.
    pub conversation_annotations: Annotations,
}

/// A page of matching messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How many match in all; exact.
    pub total: u64,
    /// How many messages were not looked at, because the index is that far behind; 0 as a rule.
    pub pending: u64,
    /// Those of the page.
    pub hits: Vec<Hit>,
}

/// A conversation in which something matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationMatch {
    /// The conversation.
    pub conversation: Conversation,
    /// How many of its messages match.
    pub hits: u64,
    /// The newest (oldest) of them.
    pub top: Option<Hit>,
    /// What is attached to the conversation.
    pub annotations: Annotations,
}

/// A page of matching conversations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConversationMatches {
    /// How many conversations match in all.
    pub total: u64,
    /// How many messages were not looked at, because the index is that far behind; 0 as a rule.
    pub pending: u64,
    /// How many messages match in all of them.
    pub messages_total: u64,
    /// Those of the page, by newest (oldest) matching message.
    pub rows: Vec<ConversationMatch>,
}

/// A conversation that is about the same as something else, and by what that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The conversation.
    pub conversation: ConversationId,
    /// The message of it that shows it, where a single one does.
    pub top: Option<MessageId>,
    /// Numbers and addresses that both speak of, normalised.
    pub values: Vec<(EntityKind, String)>,
    /// Names of people who wrote in both.
    pub people: Vec<String>,
    /// How much of what is rare in the words of the one the other has too, in percent; 0 where that is little.
    pub percent: u32,
}

/// How messages spread over time. Undated messages are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// One more than there are buckets: bucket `i` is `edges[i] <= sent_at < edges[i + 1]`, UTC milliseconds at
    /// midnight in the vault's zone. Empty when the vault holds no dated message.
    pub edges: Vec<i64>,
    /// Messages and events per bucket.
    pub all: Vec<u64>,
    /// Of those, the matching ones.
    pub matching: Vec<u64>,
}

/// What a suggestion names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Noun {
    /// Someone who wrote.
    Person,
    /// The title of a conversation.
    Title,
    /// A keyword.
    Tag,
    /// A ticket number.
    Ticket,
    /// A category.
    Category,
    /// A search that is kept.
    SavedSearch,
}

/// A name that exists in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it names.
    pub noun: Noun,
    /// The name.
    pub name: String,
    /// How many messages (person, title) or targets carry it.
    pub weight: u64,
}

/// A file about to be taken in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its name on disk.
    pub name: String,
    /// The format it is read as.
    pub format: String,
    /// The zone for its times without one.
    pub zone: Zone,
    /// What the user says of it.
    pub given: Given,
    /// Now, in UTC milliseconds.
    pub imported_at_ms: i64,
    /// The act of importing it belongs to; `None` begins a new one.
    pub import: Option<ImportId>,
}

/// What became of a record that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is in the vault now.
    New,
    /// It was there already.
    Known,
    /// It was there already, and this source says that its sender took it back: that is noted beside it.
    Recalled,
    /// A record with its id was there already, with other content; that one stays.
    Changed,
    /// A record with its id was there already that is another message: of another time, and of other words or somebody
    /// else's. It is in the vault now.
    Other,
}

/// What an intake came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The import that holds the file: the earlier one where nothing was new.
    pub import: ImportId,
    /// The file: the earlier one likewise.
    pub file: FileId,
    /// What the file holds.
    pub counts: Counts,
    /// Messages and events that are new in the vault.
    pub stored: u64,
    /// The original and every record were already there; the vault was not touched.
    pub unchanged: bool,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person at the window or the prompt.
    Person,
    /// An import that carries annotations.
    Import,
    /// A rule the user set up.
    Rule,
    /// The program by itself: what was due, what had been idle.
    Program,
    /// Somebody who did not prove who they are.
    Unknown,
}

impl Actor {
    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Import => "import",
            Self::Rule => "rule",
            Self::Program => "program",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Who made it.
    pub actor: Actor,
    /// When, in UTC milliseconds.
    pub at_ms: i64,
}

/// What a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The entry in the journal.
    pub action: ActionId,
    /// How many targets changed.
    pub changed: u64,
    /// What kind of act it is.
    pub act: EditKind,
}

/// What an organising act changed, as the journal tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// A keyword was attached.
    AddTag,
    /// A keyword was detached.
    RemoveTag,
    /// The ticket number was set or cleared.
    SetTicket,
    /// The category was set or cleared.
    SetCategory,
    /// The note was set or cleared.
    SetNote,
    /// The star was set or cleared.
    SetStar,
    /// A category was added or changed.
    SaveCategory,
    /// A category was removed, also from what carried it.
    RemoveCategory,
    /// Participants were said to be one person.
    JoinPeople,
    /// They were said not to be.
    SeparatePeople,
    /// Another zone was assumed for files.
    SetZone,
    /// A search was kept under a name, or what is kept of one was changed.
    SaveSearch,
    /// A search is kept no longer.
    RemoveSearch,
}

impl EditKind {
    /// The stable name, as under `act` in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AddTag => "add_tag",
            Self::RemoveTag => "remove_tag",
            Self::SetTicket => "set_ticket",
            Self::SetCategory => "set_category",
            Self::SetNote => "set_note",
            Self::SetStar => "set_star",
            Self::SaveCategory => "save_category",
            Self::RemoveCategory => "remove_category",
            Self::JoinPeople => "join_people",
            Self::SeparatePeople => "separate_people",
            Self::SetZone => "set_zone",
            Self::SaveSearch => "save_search",
            Self::RemoveSearch => "remove_search",
        }
    }
}

/// A value that messages of a conversation speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognisedValue {
    /// What it is.
    pub kind: EntityKind,
    /// It, in the one way of writing it.
    pub value: String,
    /// It, as it is first written.
    pub written: String,
    /// How many messages speak of it.
    pub messages: u64,
}
