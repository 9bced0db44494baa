//! What an importer hands over: records as the source tells them, before the vault gives them ids.

use crate::{Kind, Platform, Role, SourceTime};

/// A conversation as a source names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationDraft {
    /// Where it took place.
    pub platform: Platform,
    /// The source's own identity of the thread, stable over repeated exports: its id where there is one,
    /// else its title, else the sorted names of those who wrote.
    pub key: String,
    /// What people call it. Empty where the source has no name for it; the vault then uses the participants.
    pub title: String,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sender {
    /// The source's id of the person where it has one. Names change; ids do not.
    pub key: Option<String>,
    /// The name shown in the source, without the white space around it.
    pub name: String,
    /// The role, where the source states it.
    pub role: Role,
}

impl Sender {
    /// A sender known by name only.
    pub fn named(name: impl Into<String>) -> Self {
        Self { key: None, name: name.into(), role: Role::Unknown }.trimmed()
    }

    /// The same without white space around the name: it is layout, and would make another person of the same.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let name = self.name.trim();
        if name.len() < self.name.len() {
            self.name = name.to_owned();
        }
        self
    }
}

/// A message as the source tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDraft {
    /// Who wrote it; `None` for a line of the system, which is then counted as an event.
    pub sender: Option<Sender>,
    /// When; `None` where the source does not say.
    pub sent_at: Option<SourceTime>,
    /// What the source says of the time where that is no moment, as it is written there: a clock without a day. It tells
    /// records apart.
    pub stated_time: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The words, exactly as in the source (line breaks as `\n`).
    pub text: String,
    /// Taken back by its sender. The words are kept where the source has them.
    pub recalled: bool,
    /// The source's own id of the message; two records with one id are one message.
    pub source_id: Option<String>,
    /// A further id, by which another file may tell of the same message. Whichever comes later is known by it where it is by
    /// the same person, of the same time and words, and one of the two has it for its own id.
    pub alias: Option<String>,
    /// The id of the message that this line says was taken back. It may have come in with another file.
    pub takes_back: Option<String>,
    /// The message this one answers.
    pub reply_to: Option<ReplyTo>,
    /// Files that belong to it.
    pub attachments: Vec<AttachmentDraft>,
    /// Where it stands in the source, e.g. `line 17`.
    pub place: String,
}

impl MessageDraft {
    /// A plain text message; the other fields at their quiet values.
    pub fn text(sender: Option<Sender>, sent_at: Option<SourceTime>, text: impl Into<String>) -> Self {
        let kind = if sender.is_some() { Kind::Text } else { Kind::System };
        Self {
            sender: sender.map(Sender::trimmed),
            sent_at,
            stated_time: None,
            kind,
            text: text.into(),
            recalled: false,
            source_id: None,
            alias: None,
            takes_back: None,
            reply_to: None,
            attachments: Vec::new(),
            place: String::new(),
        }
    }

    /// Notes what is `written` of the time in the source, where that is no moment. Gaps are layout and become one space;
    /// what is too long for a time is cut.
    #[must_use]
    pub fn stating(mut self, written: &str) -> Self {
        if self.sent_at.is_none() {
            let words: Vec<_> = written.split_whitespace().collect();
            let told: String = words.join(" ").chars().take(STATED_LIMIT).collect();
            self.stated_time = Some(told).filter(|told| !told.is_empty());
        }
        self
    }
}

/// The longest that is kept of what stands for a time, in characters.
const STATED_LIMIT: usize = 120;

/// The message another one answers, as far as the source tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyTo {
    /// The source's id of the answered message.
    pub source_id: Option<String>,
    /// The words the source repeats of it.
    pub quote: String,
}

/// A file that a message mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentDraft {
    /// The name in the source; never used as a path.
    pub name: String,
    /// The file's content, where it was found.
    pub content: Option<StoredContent>,
}

/// Content that a sink has already taken into its keeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredContent {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
}

/// What an importer understood of a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understanding {
    /// The text encoding, as its WHATWG label (`utf-8`, `gb18030`); empty for binary containers.
    pub encoding: String,
    /// The order of day, month and year that was settled on, where the format leaves it open.
    pub date_order: Option<DateOrder>,
    /// Whether the source itself says that it is all there. Nothing said is not that.
    pub states_all: bool,
    /// Why the source itself says it is not all there (`hasMore`, `truncated` …). Empty: it does not say so.
    pub partial: Vec<String>,
}

/// The order of the parts of a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Year, month, day.
    Ymd,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

impl DateOrder {
    /// The name used on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ymd => "ymd",
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
        }
    }

    /// The order of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Ymd, Self::Dmy, Self::Mdy].into_iter().find(|o| o.name() == name)
    }
}
