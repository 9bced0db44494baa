//! A record of a table or of plain JSON turned into a draft, and its way into the sink.
//!
//! Which column means what is known by [`columns`](super::columns), how a time cell reads by
//! [`clock`](self::clock), what only the whole file can tell by
//! [`survey`](self::survey). Layouts of bytes are the importers' own.

mod clock;
pub(crate) mod survey;

use super::{
    ReadOptions, Result, Sink,
    columns::{Field, StatedZone},
    drafting::{
        by_time::ByTime,
        cell_words::{Remembered, is_recall, kind_of, platform_of, role_of, side_of},
        held::Held,
        media::{Beside, lacks_media},
        placeholders::placeholder,
    },
    input::own_name,
};
use clock::{Clock, Reading};
use std::{
    borrow::Cow,
    cell::RefCell,
    cmp::Ordering,
    collections::{HashMap, HashSet},
};
use yanju_model::{
    Kind, Platform, Role, SourceTime, Warning,
    draft::{AttachmentDraft, ConversationDraft, MessageDraft, Sender},
    job::Job,
};

/// One record of a source without a format of its own.
pub(super) trait Record {
    /// The content of a field; `None` where the record has no such field or it is empty.
    fn cell(&self, field: Field) -> Option<Cow<'_, str>>;

    /// Whether the record says that it was taken back, otherwise than by its kind.
    fn is_recalled(&self) -> bool {
        false
    }

    /// The zone that the source states for its times as a whole.
    fn zone(&self) -> Option<StatedZone> {
        None
    }
}

/// What is known of the conversation that records belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Thread {
    /// Its identity.
    pub(super) key: String,
    /// Its name; may be empty.
    pub(super) title: String,
    /// The word the source has for its platform, where it has one.
    pub(super) platform: Option<String>,
}

impl Thread {
    /// The conversation of a file that does not tell conversations apart: the file itself.
    pub(super) fn of_file(name: &str, options: &ReadOptions) -> Self {
        let title = options.title.clone().unwrap_or_else(|| own_name(name).to_owned());
        Self { key: title.clone(), title, platform: None }
    }

    /// The identity of a conversation that goes by `name` in the file `self` alone: numbers and paths are the same in
    /// other files.
    pub(super) fn within(&self, name: &str) -> String {
        format!("{}/{name}", self.key)
    }

    /// The identity that the file `self` states for a conversation: a short number is its own count.
    pub(super) fn stated(&self, id: &str) -> String {
        let is_count = !is_identity(id) && id.bytes().all(|byte| byte.is_ascii_digit());
        if is_count { self.within(id) } else { id.to_owned() }
    }

    /// The identity of the conversation a record names, or else of `self`.
    pub(super) fn key_for<'r>(&'r self, record: &'r impl Record) -> Cow<'r, str> {
        record.cell(Field::Conversation).unwrap_or(Cow::Borrowed(&self.key))
    }

    /// The conversation a record names, or else `self`.
    pub(super) fn named_by(&self, record: &impl Record) -> Self {
        let platform = record.cell(Field::Platform).map(Cow::into_owned).or_else(|| self.platform.clone());
        let Some(key) = record.cell(Field::Conversation) else {
            return Self { platform, ..self.clone() };
        };
        let title = record.cell(Field::Title).unwrap_or_else(|| key.clone()).into_owned();
        Self { key: key.into_owned(), title, platform }
    }

    /// Whether this is the conversation that a record names, where else it would be `other`.
    pub(super) fn is_named_by(&self, record: &impl Record, other: &Self) -> bool {
        record.cell(Field::Conversation).is_some_and(|key| *key == *self.key) && self.is_on(record, other)
    }

    /// Whether a record names neither a conversation nor a platform of its own, so that this is its conversation.
    pub(super) fn is_left_to(&self, record: &impl Record) -> bool {
        record.cell(Field::Conversation).is_none() && self.is_on(record, self)
    }

    /// The conversation a record names, or else `self`. `last` is what a record before named, which mostly is it.
    pub(super) fn of<'t>(&'t self, record: &impl Record, last: &'t mut Option<Self>) -> &'t Self {
        if self.is_left_to(record) {
            return self;
        }
        if !last.as_ref().is_some_and(|last| last.is_named_by(record, self)) {
            *last = Some(self.named_by(record));
        }
        last.as_ref().unwrap_or(self)
    }

    fn is_on(&self, record: &impl Record, other: &Self) -> bool {
        let stated = record.cell(Field::Platform);
        stated.as_deref().or(other.platform.as_deref()) == self.platform.as_deref()
    }
}

/// Reads records, once the survey has settled how.
#[derive(Debug)]
pub(super) struct Reader {
    /// How time cells are read.
    clock: Clock,
    /// Whether the id column names messages.
    pub(super) ids: Ids,
    /// Whether a record without a readable time is remarkable: not where the file has no times at all.
    pub(super) undated: Undated,
    /// The words for kinds and roles that nobody knows, which were reported.
    unknown: RefCell<HashSet<String>>,
    /// The roles that words stand for.
    roles: Remembered<Option<Role>>,
    /// The kinds that words stand for, and whether they say that the message was taken back.
    kinds: Remembered<(Option<Kind>, bool)>,
}

/// Whether an id column names messages, or something else that comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// Every id names one message.
    NameMessages,
    /// They do not.
    NameSomethingElse,
}

/// What is said of a record without a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undated {
    /// A warning at its place.
    Report,
    /// Nothing; the file as a whole is reported.
    Expect,
}

impl Reader {
    /// When a record was written, and what its cell says where that is no time. `text` and `place` are what a doubt about
    /// that names.
    pub(super) fn sent_at(
        &self,
        record: &impl Record,
        text: &str,
        place: &str,
        warnings: &mut dyn FnMut(Warning),
    ) -> (Option<SourceTime>, String) {
        let (code, cell) = match self.clock.read_record(record) {
            Reading::Time(time) => {
                return (Some(record.zone().map_or(time, |zone| zone.settle(time))), String::new());
            }
            Reading::Nothing => {
                if self.undated == Undated::Report {
                    warnings(Warning::new("undated_row", place, text));
                }
                return (None, String::new());
            }
            Reading::Unreadable(cell) => ("unreadable_time", cell),
            Reading::Impossible(cell) => ("odd_time", cell),
        };
        warnings(Warning::new(code, place, &cell));
        (None, cell)
    }

    /// Reports a word for a kind or a role that nobody knows, once.
    fn report_unknown(&self, word: &str, place: &str, warnings: &mut dyn FnMut(Warning)) {
        let mut unknown = self.unknown.borrow_mut();
        if unknown.len() < UNKNOWN_LIMIT && !unknown.contains(word) {
            unknown.insert(word.to_owned());
            warnings(Warning::new("unknown_part", place, word));
        }
    }

    /// The message of a record. Its text is `text`, which the importer has taken out of its wrapping.
    pub(super) fn draft(
        &self,
        record: &impl Record,
        text: String,
        place: String,
        warnings: &mut dyn FnMut(Warning),
    ) -> MessageDraft {
        let (sent_at, written) = self.sent_at(record, &text, &place, warnings);
        let word = record.cell(Field::Kind);
        let (kind, is_recall) = word
            .as_deref()
            .map_or((None, false), |word| self.kinds.of(word, |word| (kind_of(word), is_recall(word))));
        let role = record.cell(Field::Role).filter(|word| self.stated_role(word, record).is_none());
        let unknown = word.filter(|_| kind.is_none() && !is_recall).into_iter().chain(role);
        unknown.for_each(|word| self.report_unknown(&word, &place, warnings));
        let sender = if kind == Some(Kind::System) { None } else { self.sender(record) };
        // `[图片]` says what the cell of a kind leaves out, or calls a text.
        let kind = match kind {
            None | Some(Kind::Text) if sender.is_some() => placeholder(&text).or(kind),
            _ => kind,
        };
        let source_id = record.cell(Field::Id).filter(|id| self.ids == Ids::NameMessages && is_identity(id));
        MessageDraft {
            kind: kind.unwrap_or(if sender.is_some() { Kind::Text } else { Kind::System }),
            recalled: is_recall || record.is_recalled(),
            source_id: source_id.map(Cow::into_owned),
            place,
            ..MessageDraft::text(sender, sent_at, text).stating(&written)
        }
    }

    /// The writer of a record; `None` for a line of the system. Where no one is named the name is empty: somebody
    /// wrote it.
    fn sender(&self, record: &impl Record) -> Option<Sender> {
        let stated = record.cell(Field::Role);
        let role = stated.as_deref().and_then(|word| self.stated_role(word, record));
        let party = match role {
            Some(Role::Customer) => record.cell(Field::Customer),
            Some(Role::Agent) => record.cell(Field::Agent),
            _ => None,
        };
        let name = record.cell(Field::Sender).or(party).or(stated).unwrap_or_default();
        let role = role.or_else(|| self.role_of(&name)).unwrap_or(Role::Unknown);
        let key = record.cell(Field::SenderKey).filter(|key| *key != name).map(Cow::into_owned);
        (role != Role::System).then(|| Sender { key, name: name.into_owned(), role })
    }

    /// The role that the word of a record states: a direction, too, where the record names both sides.
    fn stated_role(&self, word: &str, record: &impl Record) -> Option<Role> {
        let names_sides = || record.cell(Field::Customer).or_else(|| record.cell(Field::Agent)).is_some();
        self.role_of(word).or_else(|| side_of(word).filter(|_| names_sides()))
    }

    fn role_of(&self, word: &str) -> Option<Role> {
        self.roles.of(word, role_of)
    }
}

/// How many unknown words are reported: nobody reads more.
const UNKNOWN_LIMIT: usize = 100;

/// Short numbers count rows. They begin anew in the next export, so they identify nothing.
pub(super) fn is_identity(id: &str) -> bool {
    id.len() > 7 && id.chars().nth(7).is_some()
}

/// The order of a file's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    /// As they are to be stored.
    OldestFirst,
    /// To be turned round, for which they must all be held.
    NewestFirst,
}

/// The way into the sink: opens conversations once and turns newest-first files round.
pub(super) struct Output<'s> {
    sink: &'s mut dyn Sink,
    platform: Platform,
    sequence: Sequence,
    /// What the words for platforms mean; `None` for an unknown one, which is reported once.
    platforms: HashMap<String, Option<Platform>>,
    slots: HashMap<Platform, HashMap<String, usize>>,
    /// The slot of the last message, which mostly is that of the next.
    last: Option<(Platform, String, usize)>,
    held: Held,
    /// Those that the file tells in several lists.
    joined: ByTime,
    messages: u64,
    /// How many messages stand for a picture, film, recording or file that is not there.
    pub(super) omitted: u64,
}

impl<'s> Output<'s> {
    /// An output into `sink`.
    pub(super) fn new(sink: &'s mut dyn Sink, options: &ReadOptions, sequence: Sequence) -> Self {
        let platform = options.platform.unwrap_or(Platform::Other);
        let (platforms, slots) = (HashMap::new(), HashMap::new());
        let (held, joined) = (Held::default(), ByTime::default());
        Self { sink, platform, sequence, platforms, slots, last: None, held, joined, messages: 0, omitted: 0 }
    }

    /// Adds a message to a conversation.
    pub(super) fn push(&mut self, thread: &Thread, draft: MessageDraft) -> Result<()> {
        let slot = self.slot(thread, &draft)?;
        match self.sequence {
            Sequence::OldestFirst => self.sink.message(slot, draft),
            Sequence::NewestFirst => self.held.push(slot, draft),
        }
    }

    /// Adds a message to a conversation that the file tells in several lists: it is put into order by its time.
    pub(super) fn push_by_time(&mut self, thread: &Thread, draft: MessageDraft) -> Result<()> {
        let slot = self.slot(thread, &draft)?;
        self.joined.push(slot, draft)
    }

    /// The slot of the conversation that one more message belongs to.
    fn slot(&mut self, thread: &Thread, draft: &MessageDraft) -> Result<usize> {
        self.messages += 1;
        self.omitted += u64::from(lacks_media(draft));
        let platform = self.platform_of(thread, &draft.place);
        if let Some((known, key, slot)) = &self.last
            && *known == platform
            && *key == thread.key
        {
            return Ok(*slot);
        }
        let slot = match self.slots.get(&platform).and_then(|slots| slots.get(&thread.key)) {
            Some(slot) => *slot,
            None => self.open(thread, platform)?,
        };
        self.last = Some((platform, thread.key.clone(), slot));
        Ok(slot)
    }

    fn platform_of(&mut self, thread: &Thread, place: &str) -> Platform {
        let Some(word) = &thread.platform else { return self.platform };
        if let Some(known) = self.platforms.get(word) {
            return known.unwrap_or(self.platform);
        }
        let known = platform_of(word);
        if known.is_none() {
            self.sink.warning(Warning::new("unknown_platform", place, word));
        }
        self.platforms.insert(word.clone(), known);
        known.unwrap_or(self.platform)
    }

    fn open(&mut self, thread: &Thread, platform: Platform) -> Result<usize> {
        let (key, title) = (thread.key.clone(), thread.title.clone());
        let slot = self.sink.conversation(ConversationDraft { platform, key, title })?;
        self.slots.entry(platform).or_default().insert(thread.key.clone(), slot);
        Ok(slot)
    }

    /// A file that a message mentions, with its content where it lies beside the source.
    pub(super) fn attachment(
        &mut self,
        beside: &mut Beside<'_>,
        name: &str,
        job: &Job,
    ) -> Result<AttachmentDraft> {
        beside.attachment(name, self.sink, job)
    }

    /// Notes a doubt.
    pub(super) fn warning(&mut self, warning: Warning) {
        self.sink.warning(warning);
    }

    /// Pushes what was held; returns the number of messages.
    pub(super) fn finish(self) -> Result<u64> {
        self.held.backwards(&mut |slot, draft| self.sink.message(slot, draft))?;
        self.joined.give(self.sequence, &mut |slot, draft| self.sink.message(slot, draft))?;
        Ok(self.messages)
    }
}

/// Puts the drafts of one conversation into order of time by turning them round, never by sorting: messages
/// of one second keep their order. Where no times decide, `otherwise` is how the first compares to the last.
pub(super) fn oldest_first(drafts: &mut [MessageDraft], otherwise: Ordering) {
    let mut times = drafts.iter().filter_map(|draft| draft.sent_at).map(order_of);
    let (first, last) = (times.next(), times.next_back());
    let order = match (first, last) {
        (Some(first), Some(last)) if first != last => first.cmp(&last),
        _ => otherwise,
    };
    if order == Ordering::Greater {
        drafts.reverse();
    }
}

/// What lies between UTC and the zone that is mostly assumed, in milliseconds.
const ASSUMED: i64 = 8 * 3_600_000;

/// A number to compare times of one file by. The zone assumed does not matter for that; to look it up for every time
/// would.
pub(super) fn order_of(time: SourceTime) -> i64 {
    match time {
        SourceTime::Local(local, _) => local.and_utc().timestamp_millis() - ASSUMED,
        SourceTime::Fixed(at, ..) => at.timestamp_millis(),
    }
}
