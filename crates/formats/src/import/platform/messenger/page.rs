//! A thread as a page of HTML. The layouts of several years differ in the classes of their elements: who wrote, what,
//! and when are three elements in a row. Everything else on the page is passed over.

use super::thread::Thread;
use crate::import::{
    Confidence, Error, Result,
    drafting::{
        media::{MESSAGE_LIMIT, kind_of_file},
        not_kept::NotKept,
    },
    text::{
        dates::{Cursor, clock, is_possible, parse_time, parse_time_in},
        html::{Page, attribute},
    },
};
use chrono::NaiveDate;
use html5gum::{DefaultEmitter, IoReader, StartTag, Token, Tokenizer};
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};
use yanju_model::{
    Kind, SourceTime, Warning,
    draft::{AttachmentDraft, DateOrder, MessageDraft, Sender},
    job::Job,
};

/// The longest piece of a page without a tag in it.
const PIECE_LIMIT: u64 = 64 * 1024 * 1024;

/// Elements that have no end.
const VOID: [&str; 12] =
    ["br", "img", "hr", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What an element of a message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Sender,
    Body,
    Time,
    Reactions,
}

impl Part {
    /// The part an element is by its classes, in any of the layouts.
    fn of(classes: &str) -> Option<Self> {
        let has = |class: &str| classes.split_ascii_whitespace().any(|word| word == class);
        if has("_a6-h") || has("_2lek") && has("_2lel") {
            Some(Self::Sender)
        } else if has("_a72d") || has("_2lem") || has("_a6-o") {
            Some(Self::Time)
        } else if has("_a6-q") || has("_tqp") {
            Some(Self::Reactions)
        } else if has("_a6-p") || has("_2let") {
            Some(Self::Body)
        } else {
            None
        }
    }
}

/// How sure the head of a page makes.
pub(super) fn confidence(text: &str) -> Confidence {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Confidence::No;
    }
    let classes = || text.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let has_part = |part: Part| classes().any(|classes| Part::of(classes) == Some(part));
    if has_part(Part::Sender) && has_part(Part::Body) && has_part(Part::Time) {
        return Confidence::Certain;
    }
    // A long style may fill the head.
    let is_styled = |names: [&str; 2]| names.iter().all(|name| text.contains(&format!(".{name}")));
    if is_styled(["_a6-h", "_a6-p"]) || is_styled(["_2lek", "_2let"]) {
        Confidence::Likely
    } else {
        Confidence::No
    }
}

/// How a page is read.
pub(super) struct Reading<'r> {
    pub(super) file: &'r str,
    pub(super) job: &'r Job,
    /// Whether the bytes count as progress.
    pub(super) is_counted: bool,
    pub(super) order: Option<DateOrder>,
    pub(super) place: &'r dyn Fn(u64) -> String,
    pub(super) not_kept: &'r mut NotKept,
    pub(super) warn: &'r mut dyn FnMut(Warning),
}

/// A message whose time has not come yet.
#[derive(Default)]
struct Pending {
    sender: String,
    body: Option<String>,
    files: Vec<String>,
}

/// An element that is being read.
struct Taken {
    part: Part,
    words: Page,
    /// How many elements are open in it, with itself.
    depth: usize,
    /// How many elements are open in a part of it that is not read.
    skipped: usize,
    bytes: usize,
}

impl Taken {
    fn begin(part: Part) -> Self {
        Self { part, words: Page::default(), depth: 1, skipped: 0, bytes: 0 }
    }
}

/// A page under way.
#[derive(Default)]
struct State {
    thread: Thread,
    taken: Option<Taken>,
    pending: Option<Pending>,
    messages: u64,
    /// The title is being read.
    is_title: bool,
    is_lossy: bool,
}

impl Reading<'_> {
    /// Reads a page.
    pub(super) fn page(&mut self, stream: Box<dyn Read + '_>) -> Result<Thread> {
        let since_token = Rc::new(Cell::new(0));
        let (job, is_counted, file) = (self.job, self.is_counted, self.file);
        let metered = Bounded { inner: stream, job, is_counted, since_token: Rc::clone(&since_token), file };
        let mut emitter = DefaultEmitter::default();
        // What looks like a tag in a script is none.
        emitter.naively_switch_states(true);
        let mut state = State::default();
        for token in Tokenizer::new_with_emitter(IoReader::new(metered), emitter) {
            let token: Token = token.map_err(|source| Error::of_stream(file, source))?;
            since_token.set(0);
            match token {
                Token::StartTag(tag) => self.start(&mut state, &tag),
                Token::EndTag(tag) => self.end(&mut state, &String::from_utf8_lossy(&tag.name)),
                Token::String(text) => {
                    let words = String::from_utf8_lossy(&text);
                    state.is_lossy |= matches!(words, std::borrow::Cow::Owned(_));
                    self.text(&mut state, &words)?;
                }
                _ => {}
            }
        }
        self.finish(&mut state);
        self.complete(&mut state, None);
        if state.is_lossy {
            (self.warn)(Warning::new("undecodable_bytes", file, ""));
        }
        Ok(state.thread)
    }

    fn start(&mut self, state: &mut State, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let part = attribute(tag, "class").as_deref().and_then(Part::of);
        let is_void = VOID.contains(&name.as_str());
        if part == Some(Part::Sender) {
            self.finish(state);
            self.complete(state, None);
            state.pending = Some(Pending::default());
            state.taken = Some(Taken::begin(Part::Sender));
            return;
        }
        if let Some(taken) = &mut state.taken {
            let is_open = usize::from(!is_void && !tag.self_closing);
            if taken.skipped > 0 {
                taken.skipped += is_open;
                return;
            }
            if part == Some(Part::Reactions) && is_open == 1 {
                taken.skipped = 1;
                self.not_kept.note("reactions");
                return;
            }
            taken.depth += is_open;
            let is_body = taken.part == Part::Body;
            taken.words.start(tag);
            if is_body {
                state.note_file(&name, tag);
            }
            return;
        }
        state.is_title = name == "title" && state.thread.title.is_none();
        match (part, &state.pending) {
            (Some(Part::Body), Some(pending)) if pending.body.is_none() => {
                state.taken = Some(Taken::begin(Part::Body));
            }
            (Some(Part::Time), Some(_)) => state.taken = Some(Taken::begin(Part::Time)),
            (Some(Part::Reactions), Some(_)) => self.not_kept.note("reactions"),
            (None, Some(_)) => state.note_file(&name, tag),
            _ => {}
        }
    }

    fn text(&mut self, state: &mut State, words: &str) -> Result<()> {
        if let Some(taken) = &mut state.taken {
            taken.bytes = taken.bytes.saturating_add(words.len());
            if taken.bytes > MESSAGE_LIMIT {
                let (file, place) = (self.file.to_owned(), (self.place)(state.messages));
                return Err(Error::TooLarge { file, limit: "message size", place });
            }
            if taken.skipped == 0 {
                taken.words.text(words);
            }
        } else if state.is_title && !words.trim().is_empty() {
            state.thread.title = Some(words.trim().to_owned());
        }
        Ok(())
    }

    fn end(&mut self, state: &mut State, name: &str) {
        state.is_title = false;
        let Some(taken) = &mut state.taken else { return };
        if VOID.contains(&name) {
            return;
        }
        if taken.skipped > 0 {
            taken.skipped -= 1;
            return;
        }
        taken.depth = taken.depth.saturating_sub(1);
        if taken.depth == 0 {
            self.finish(state);
        } else {
            taken.words.end(name);
        }
    }

    /// Ends the element that is being read.
    fn finish(&mut self, state: &mut State) {
        let Some(Taken { part, words, .. }) = state.taken.take() else { return };
        let words = words.finish();
        match part {
            Part::Sender => state.pending.get_or_insert_default().sender = words,
            Part::Body => state.pending.get_or_insert_default().body = Some(words),
            Part::Time => self.complete(state, Some(&words)),
            // They are skipped, never taken.
            Part::Reactions => {}
        }
    }

    /// Ends the message under way.
    fn complete(&mut self, state: &mut State, time: Option<&str>) {
        let Some(Pending { sender, body, files }) = state.pending.take() else { return };
        let text = body.unwrap_or_default();
        let place = (self.place)(state.messages);
        state.messages += 1;
        let read = time.and_then(|stated| written_time(stated, self.order));
        let sent_at = read.filter(|time| is_possible(*time));
        match time {
            None => (self.warn)(Warning::new("undated_row", place.as_str(), &text)),
            Some(stated) if sent_at.is_none() => {
                let code = if read.is_some() { "odd_time" } else { "unreadable_time" };
                (self.warn)(Warning::new(code, place.as_str(), stated));
            }
            Some(_) => {}
        }
        let kind = files.first().map_or(Kind::Text, |file| kind_of_address(file));
        let attachments = files.into_iter().map(|name| AttachmentDraft { name, content: None }).collect();
        let words = MessageDraft::text(Some(Sender::named(sender)), sent_at, text);
        let words = words.stating(time.unwrap_or_default());
        state.thread.add(MessageDraft { kind, attachments, place, ..words });
    }
}

impl State {
    /// Notes the file of the export that an element shows or leads to.
    fn note_file(&mut self, element: &str, tag: &StartTag<()>) {
        let address = match element {
            "img" | "video" | "audio" | "source" => attribute(tag, "src"),
            "a" => attribute(tag, "href"),
            _ => None,
        };
        let Some(address) = address.filter(|address| is_of_export(address)) else { return };
        let Some(pending) = &mut self.pending else { return };
        // A picture stands in a link to itself.
        if pending.files.last() != Some(&address) {
            pending.files.push(address);
        }
    }
}

/// Whether an address leads to a file in the export, and not to another page of it.
fn is_of_export(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    let is_elsewhere = address.contains(':') || address.starts_with(['#', '?']) || address.starts_with("//");
    let is_page = [".html", ".htm"].iter().any(|ending| name.ends_with(ending));
    !is_elsewhere && !is_page && name.contains('.')
}

/// What a file is, by the folder the export puts it in, else by its name.
fn kind_of_address(address: &str) -> Kind {
    match address.rsplit('/').nth(1) {
        Some("stickers_used") => Kind::Sticker,
        Some("photos" | "gifs") => Kind::Image,
        Some("videos") => Kind::Video,
        Some("audio") => Kind::Voice,
        Some("files") => Kind::File,
        _ => kind_of_file(address),
    }
}

/// A time as the pages have it: `Sep 13, 2020, 12:26 PM`, `Sep 13, 2020 at 12:26:05 PM`, `13 Sep 2020, 12:26`, or
/// in one of the ways that leave nothing open.
fn written_time(text: &str, order: Option<DateOrder>) -> Option<SourceTime> {
    let known = parse_time(text).or_else(|| order.and_then(|order| parse_time_in(text, order)));
    known.or_else(|| {
        let spaced = text.replace(',', " ");
        let mut words = spaced.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("at"));
        let (first, second, year) = (words.next()?, words.next()?, words.next()?);
        let (month, day) = match month(first) {
            Some(month) => (month, second),
            None => (month(second)?, first),
        };
        let date =
            NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.trim_end_matches('.').parse().ok()?)?;
        let rest = words.collect::<Vec<_>>().join(" ");
        let mut cursor = Cursor::new(&rest);
        let found = clock(&mut cursor).filter(|_| cursor.rest().trim().is_empty())?;
        Some(SourceTime::Local(date.and_time(found.time), found.precision))
    })
}

/// The number of a month by its English name or the first letters of it.
fn month(word: &str) -> Option<u32> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let is_word = word.trim_end_matches('.').bytes().all(|b| b.is_ascii_alphabetic());
    let at = MONTHS.iter().position(|month| is_word && *month == start)?;
    u32::try_from(at + 1).ok()
}

/// A stream that tells of progress, notices when its job is cancelled, and ends where no tag comes for too long.
struct Bounded<'a> {
    inner: Box<dyn Read + 'a>,
    job: &'a Job,
    is_counted: bool,
    since_token: Rc<Cell<u64>>,
    file: &'a str,
}

impl Read for Bounded<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        let told = self.job.advance(if self.is_counted { count as u64 } else { 0 });
        told.map_err(|cancelled| io::Error::other(Error::Cancelled(cancelled)))?;
        let since = self.since_token.get().saturating_add(count as u64);
        self.since_token.set(since);
        if since > PIECE_LIMIT {
            let (file, place) = (self.file.to_owned(), format!("{} MiB", PIECE_LIMIT >> 20));
            return Err(io::Error::other(Error::TooLarge { file, limit: "value size", place }));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_ways_of_all_layouts() {
        for (text, read) in [
            ("Sep 13, 2020, 12:26 PM", "2020-09-13 12:26:00"),
            ("Sep 13, 2020 at 12:26\u{202f}AM", "2020-09-13 00:26:00"),
            ("13 Sep 2020, 15:04", "2020-09-13 15:04:00"),
            ("Sep 03, 2020 1:26:05 pm", "2020-09-03 13:26:05"),
            ("September 3, 2020, 1:26 PM", "2020-09-03 13:26:00"),
            ("2020年9月13日 12:26", "2020-09-13 12:26:00"),
        ] {
            let Some(SourceTime::Local(at, _)) = written_time(text, None) else { panic!("{text} is a time") };
            assert_eq!(at.to_string(), read, "{text}");
        }
        for text in ["", "Sep 31, 2020, 12:26 PM", "13/09/2020, 12:26", "Sep 13, 2020, noon", "13 sept"] {
            assert_eq!(written_time(text, None), None, "{text} is none, or leaves something open");
        }
    }
}
