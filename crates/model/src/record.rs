//! Records as the vault keeps them. Nothing here has a setter: a record is written once.

use crate::{
    AttachmentId, ConversationId, FileId, ImportId, Kind, MessageId, ParticipantId, Platform, Role,
    Timestamp, Warning, Zone, draft::Understanding,
};

/// A thread as it stands in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Where it took place.
    pub platform: Platform,
    /// What people call it; never empty.
    pub title: String,
    /// Those who wrote in it or whom the source lists, by number of messages, most first.
    pub participants: Vec<Participant>,
    /// Utterances and events together.
    pub messages: u64,
    /// The first dated message.
    pub first: Option<Timestamp>,
    /// The last dated message.
    pub last: Option<Timestamp>,
}

/// A person or bot in one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The id.
    pub id: ParticipantId,
    /// The name in the source.
    pub name: String,
    /// The source's own name for them, such as an account, a number or an address; `None` where it has only `name`.
    pub key: Option<String>,
    /// The role.
    pub role: Role,
    /// How many messages they wrote in it, those of `joined` included.
    pub messages: u64,
    /// Those whom the user says to be the same person, in the order of their ids.
    pub joined: Vec<Joined>,
}

/// A participant of the sources whom the user says to be the same person as another, under whose name they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The id.
    pub id: ParticipantId,
    /// The name in the source.
    pub name: String,
    /// The source's own name for them, such as an account, a number or an address; `None` where it has only `name`.
    pub key: Option<String>,
    /// How many messages are theirs by the source.
    pub messages: u64,
}

/// One utterance or event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The thread it stands in.
    pub conversation: ConversationId,
    /// Its place in the thread, from 1.
    pub seq: u64,
    /// The import that brought it.
    pub import: ImportId,
    /// Who wrote it, by the source; `None` for an event.
    pub sender: Option<ParticipantId>,
    /// The writer's name; empty for an event. Of one who is joined to another: the other's.
    pub sender_name: String,
    /// The name in the source, where the writer is joined to another of another name.
    pub stated_name: Option<String>,
    /// The writer's role.
    pub role: Role,
    /// When.
    pub sent_at: Timestamp,
    /// What the source says of the time where that is no moment, as it is written there: a clock without a day.
    pub stated_time: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The words, as in the source.
    pub text: String,
    /// Taken back by its sender.
    pub recalled: bool,
    /// The answered message, where it is in the vault.
    pub reply_to: Option<MessageId>,
    /// The words the source repeats of the answered message; may be empty.
    pub quote: String,
    /// Files that belong to it.
    pub attachments: Vec<Attachment>,
}

/// A file that belongs to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The name in the source.
    pub name: String,
    /// SHA-256, lower-case hexadecimal; `None`: the source mentions the file but does not hold it.
    pub sha256: Option<String>,
    /// Size in bytes; 0 when missing.
    pub bytes: u64,
}

/// One file of an import: the write-once original and what was understood of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its id.
    pub id: FileId,
    /// The import it belongs to.
    pub import: ImportId,
    /// When it was imported, UTC milliseconds.
    pub imported_at_ms: i64,
    /// The file's name as it was on disk.
    pub name: String,
    /// SHA-256 of the original, lower-case hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The format it was read as.
    pub format: String,
    /// `source`, `assumed:<IANA zone>`, or `undated` where no message has a time.
    pub zone: String,
    /// What the user said of it.
    pub given: Given,
    /// What was understood.
    pub understanding: Understanding,
    /// Counts of what the file holds.
    pub counts: Counts,
    /// Doubts, with their places.
    pub warnings: Vec<Warning>,
}

impl ImportedFile {
    /// What a zone is written behind that was assumed.
    pub const ASSUMED: &str = "assumed:";

    /// The zone that was assumed for its times; `None` where its source states them.
    pub fn assumed_zone(&self) -> Option<Zone> {
        self.zone.strip_prefix(Self::ASSUMED)?.parse().ok()
    }
}

/// What a conversation lacks, as far as its messages tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Absences {
    /// Messages without a time.
    pub undated: u64,
    /// Attachments of which only the name is there.
    pub missing_attachments: u64,
    /// All attachments.
    pub attachments: u64,
}

/// How far a source reaches in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The first and the last dated message of it, UTC milliseconds, those included that were in the vault already.
    pub period: Option<(i64, i64)>,
    /// How many messages are missing between its own, by their running numbers.
    pub missing_ids: u64,
    /// The numbers that are missing, first and last of each gap; the first few.
    pub missing_ranges: Vec<(i64, i64)>,
}

/// What the user said of a file that it may not say itself; it decides whose conversation its records are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// The title of its one conversation.
    pub title: Option<String>,
    /// The platform.
    pub platform: Option<Platform>,
    /// What its columns mean: their names and the fields' stable names.
    pub columns: Option<Vec<(String, String)>>,
}

/// How much a file holds, and how much of it was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Utterances by a participant.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Those who wrote a message, or whom the source lists.
    pub participants: u64,
    /// Attachments whose content was found.
    pub attachments: u64,
    /// Of messages and events: those already in the vault, not stored again.
    pub duplicates: u64,
}
