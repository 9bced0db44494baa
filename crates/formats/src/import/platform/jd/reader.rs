//! A log of 咚咚 as sessions and their messages.
//!
//! Which conversation a session is depends on its customer, who need not be the first to write: until somebody
//! with a masked name does, its messages are held, within limits. They are held longer where a workbook knows
//! several sessions that it could be.

use super::{
    Keys, is_masked, is_robot,
    layout::{Header, Mark, Tab, header, mark},
    met::Met,
    minute,
    session::{Session, Sessions},
    wall_clock,
};
use crate::import::{
    Error, ReadOptions, Result, Sink,
    drafting::{
        media::MESSAGE_LIMIT,
        placeholders::{is_media, placeholder},
    },
    text::{lines::Line, moment::moment},
};
use yanju_model::{
    Platform, Role, Warning,
    draft::{ConversationDraft, MessageDraft, Sender},
};

/// How many records, and bytes of their words, are held until the customer is known.
const HELD_RECORDS: usize = 2_000;
const HELD_BYTES: usize = 2 * MESSAGE_LIMIT;

/// What the logs of one file share.
pub struct Shared<'s> {
    /// Where records go.
    pub sink: &'s mut dyn Sink,
    /// What the user settled.
    pub options: &'s ReadOptions,
    /// The title given, where there is one session.
    pub title: Option<&'s str>,
    /// What workbooks say of sessions.
    pub sessions: Sessions,
    /// What several logs of an archive hold.
    pub met: Met,
    /// How many messages stand for media that the log does not hold.
    pub omitted: u64,
}

/// Reads one log.
pub struct Reader<'r, 's> {
    shared: &'r mut Shared<'s>,
    file: String,
    /// The entry of an archive that places are named by.
    entry: Option<String>,
    keys: Keys,
    tab: Option<Tab>,
    open: Option<Open>,
    /// The message that is being put together.
    pending: Option<MessageDraft>,
    parted: Parted,
    /// How many messages there are.
    pub messages: u64,
}

/// Whether the line before is empty, a mark, or nothing: below anything else, a header without its tab is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parted {
    Yes,
    No,
}

/// A session that is being read.
#[derive(Default)]
struct Open {
    held: Vec<MessageDraft>,
    bytes: usize,
    /// The first masked name.
    masked: Option<String>,
    slot: Option<usize>,
    row: Option<Session>,
    /// What the workbook says of it, until its time has come.
    event: Option<MessageDraft>,
    ended: bool,
}

impl<'r, 's> Reader<'r, 's> {
    /// A reader at the start of a log, which errors call `file`.
    pub fn new(shared: &'r mut Shared<'s>, file: &str, entry: Option<&str>) -> Self {
        let (keys, entry) = (Keys::default(), entry.map(str::to_owned));
        let (tab, open, pending, messages) = (None, None, None, 0);
        Self { shared, file: file.to_owned(), entry, keys, tab, open, pending, parted: Parted::Yes, messages }
    }

    /// Takes the next line.
    pub fn line(&mut self, line: &Line<'_>) -> Result<()> {
        if let Some(doubt) = line.doubt() {
            let place = self.place(line);
            self.shared.sink.warning(Warning { place, ..doubt });
        }
        let outcome = match mark(&line.text) {
            Some(mark) => self.mark(mark, line),
            None => self.words(line),
        };
        let is_blank = line.text.trim().is_empty() || mark(&line.text).is_some();
        self.parted = if is_blank { Parted::Yes } else { Parted::No };
        outcome
    }

    fn mark(&mut self, mark: Mark<'_>, line: &Line<'_>) -> Result<()> {
        self.message_ends()?;
        match mark {
            Mark::Begin(more) => {
                self.session_ends()?;
                self.open = Some(Open::default());
                if !more.is_empty() {
                    let place = self.place(line);
                    self.push(MessageDraft { place, ..MessageDraft::text(None, None, more) })?;
                }
            }
            Mark::End(words, time) => {
                let place = self.place(line);
                let stated = moment(time);
                if stated.is_none() && !time.is_empty() {
                    self.shared.sink.warning(Warning::new("unreadable_time", place.as_str(), words));
                }
                let sent_at = stated.and_then(|stated| stated.sent_at(&place, words, self.shared.sink));
                self.push(MessageDraft { place, ..MessageDraft::text(None, sent_at, words) })?;
                if let Some(open) = &mut self.open {
                    open.ended = true;
                }
            }
        }
        Ok(())
    }

    fn words(&mut self, line: &Line<'_>) -> Result<()> {
        let found = header(&line.text).filter(|found| {
            self.tab.is_none_or(|tab| tab == found.tab)
                && (found.tab == Tab::There || self.parted == Parted::Yes)
        });
        if let Some(found) = found {
            return self.begin(&found, line);
        }
        let Some(draft) = &mut self.pending else {
            if line.text.trim().is_empty() {
                return Ok(());
            }
            let place = self.place(line);
            self.shared.sink.warning(Warning::new("unrecognised_line", place.as_str(), &line.text));
            return self.push(MessageDraft { place, ..MessageDraft::text(None, None, line.text.as_ref()) });
        };
        if draft.text.len() + line.text.len() > MESSAGE_LIMIT {
            let (file, place) = (self.file.clone(), draft.place.clone());
            return Err(Error::TooLarge { file, limit: "message length", place });
        }
        if !draft.text.is_empty() || line.text.is_empty() {
            draft.text.push('\n');
        }
        draft.text.push_str(&line.text);
        Ok(())
    }

    fn begin(&mut self, found: &Header<'_>, line: &Line<'_>) -> Result<()> {
        self.message_ends()?;
        if self.open.as_ref().is_some_and(|open| open.ended) {
            self.session_ends()?;
        }
        self.tab = Some(found.tab);
        let place = self.place(line);
        let sent_at = found.moment.sent_at(&place, &line.text, self.shared.sink);
        let role = match found.name {
            name if is_robot(name) => Role::Bot,
            name if is_masked(name) => Role::Customer,
            _ => Role::Unknown,
        };
        let sender = Sender { role, ..Sender::named(found.name) };
        self.pending = Some(MessageDraft { place, ..MessageDraft::text(Some(sender), sent_at, found.words) });
        Ok(())
    }

    fn message_ends(&mut self) -> Result<()> {
        let Some(mut draft) = self.pending.take() else { return Ok(()) };
        let words = draft.text.trim_matches(['\n', '\r']).to_owned();
        draft.text = words;
        draft.kind = placeholder(&draft.text).unwrap_or(draft.kind);
        let is_media = is_media(draft.kind);
        self.shared.omitted += u64::from(is_media);
        self.messages += 1;
        self.push(draft)
    }

    /// Adds a record to the session; the customer settles which one it is.
    fn push(&mut self, draft: MessageDraft) -> Result<()> {
        let customer = draft.sender.as_ref().filter(|sender| is_masked(&sender.name));
        let customer = customer.map(|sender| sender.name.clone());
        let open = self.open.get_or_insert_with(Open::default);
        if let Some(slot) = open.slot {
            return open.hand_over(slot, draft, self.shared);
        }
        open.bytes += draft.text.len();
        open.held.push(draft);
        open.masked = open.masked.take().or(customer);
        let is_known = open.masked.as_ref().is_some_and(|customer| {
            let began = open.began();
            !began.is_some_and(|at| self.shared.sessions.leaves_open(customer, at, &open.written()))
        });
        if is_known || open.held.len() > HELD_RECORDS || open.bytes > HELD_BYTES {
            self.settle()?;
        }
        Ok(())
    }

    fn session_ends(&mut self) -> Result<()> {
        self.settle()?;
        let Some(open) = self.open.take() else { return Ok(()) };
        match (open.event, open.slot) {
            (Some(event), Some(slot)) => self.shared.sink.message(slot, event),
            _ => Ok(()),
        }
    }

    /// Opens the conversation of the session and hands over what is held.
    fn settle(&mut self) -> Result<()> {
        let Some(open) = self.open.as_mut().filter(|open| open.slot.is_none() && !open.held.is_empty())
        else {
            return Ok(());
        };
        let named = open.customer(&self.shared.sessions).unwrap_or_default();
        let began = open.began();
        let key = self.keys.next(&named, &began.map(minute).unwrap_or_default());
        let slot = self.shared.sink.conversation(ConversationDraft {
            platform: self.shared.options.platform.unwrap_or(Platform::Jd),
            key,
            title: self.shared.title.unwrap_or(&named).to_owned(),
        })?;
        open.slot = Some(slot);
        if self.shared.met.is_new(slot) {
            open.row = began.and_then(|began| self.shared.sessions.take(&named, began, &open.written()));
        }
        open.event = open.row.as_ref().map(|row| row.event.clone());
        for draft in std::mem::take(&mut open.held) {
            open.hand_over(slot, draft, self.shared)?;
        }
        Ok(())
    }

    /// Hands over what is left.
    pub fn finish(&mut self) -> Result<()> {
        self.message_ends()?;
        self.session_ends()
    }

    fn place(&self, line: &Line<'_>) -> String {
        match &self.entry {
            Some(entry) => format!("{entry}, {}", line.place()),
            None => line.place(),
        }
    }
}

impl Open {
    /// The customer: whoever is masked. Where nobody is, one whom a workbook knows, else the first person to
    /// write.
    fn customer(&self, sessions: &Sessions) -> Option<String> {
        if self.masked.is_some() {
            return self.masked.clone();
        }
        let people = || self.held.iter().filter_map(|draft| draft.sender.as_ref()).map(|sender| &sender.name);
        people()
            .find(|name| sessions.knows(name))
            .or_else(|| people().find(|name| !is_robot(name)))
            .or_else(|| people().next())
            .cloned()
    }

    /// Those who have written so far, each once.
    fn written(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for sender in self.held.iter().filter_map(|draft| draft.sender.as_ref()) {
            // Few write in one session; whoever comes later tells no more.
            if names.len() < 8 && !names.contains(&sender.name.as_str()) {
                names.push(&sender.name);
            }
        }
        names
    }

    /// When the first message was written; of a session without messages, its first event.
    fn began(&self) -> Option<chrono::NaiveDateTime> {
        let of = |is_wanted: fn(&MessageDraft) -> bool| {
            self.held.iter().filter(|draft| is_wanted(draft)).find_map(|draft| draft.sent_at)
        };
        of(|draft| draft.sender.is_some()).or_else(|| of(|_| true)).map(wall_clock)
    }

    /// Pushes a record, and before it what the workbook says of the session, once it is its time.
    fn hand_over(&mut self, slot: usize, mut draft: MessageDraft, shared: &mut Shared<'_>) -> Result<()> {
        if let (Some(row), Some(sender)) = (&self.row, &mut draft.sender)
            && sender.role == Role::Unknown
        {
            if row.agents.contains(&sender.name) {
                sender.role = Role::Agent;
            } else if row.customer == sender.name {
                sender.role = Role::Customer;
            }
        }
        let is_time =
            |event: &mut MessageDraft| event.sent_at.map(wall_clock) <= draft.sent_at.map(wall_clock);
        if let Some(event) = self.event.take_if(is_time) {
            shared.sink.message(slot, event)?;
        }
        if shared.met.knows(slot, &draft) { Ok(()) } else { shared.sink.message(slot, draft) }
    }
}
