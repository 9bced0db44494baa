//! Where the mails of a mailbox begin and end, and in what order they were written.
//!
//! A mailbox is a heap: mails lie in it as they came, of all threads together, and some programs write the newest
//! first. So a first pass notes where each mail lies and when it was written; what it says is read in the second.

use super::{MAIL_LIMIT, held, letter::stated_time, mime::parts};
use crate::import::{
    Error, Input, ReadSeek, Result,
    generic::order_of,
    text::{dates::is_possible, encoding::Extent},
};
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use yanju_model::job::Job;

/// The most mails of one mailbox.
const COUNT_LIMIT: usize = 2_000_000;

/// How much of a mail's head is looked at for its date, and of a line for what it is.
const HEAD_LIMIT: usize = 64 * 1024;
const LINE_LIMIT: usize = 1024;

const CHUNK: usize = 64 * 1024;

/// Where a mail lies, behind the line that parts it from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which one it is in the file, from 1.
    pub(super) number: u64,
    start: u64,
    end: u64,
    /// When it was written; of one that does not say, when the one before it was.
    time: i64,
}

impl Place {
    /// Its place as warnings name it.
    pub(super) fn name(&self) -> String {
        format!("mail {}", self.number)
    }

    /// Whether its end is too far to be read.
    pub(super) const fn is_too_long(&self) -> bool {
        self.end - self.start > MAIL_LIMIT
    }
}

/// Whether a line parts mails: `From somebody@somewhere Tue Mar 05 09:01:00 2024`, or what Thunderbird leaves
/// of it. What people write begins with the same word, but not with a date behind it.
pub(super) fn parts_mails(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = rest.trim_ascii();
    let mut words = rest.split(u8::is_ascii_whitespace);
    let has = |of_word: fn(&[u8]) -> bool| rest.split(u8::is_ascii_whitespace).any(of_word);
    let is_year = |word: &[u8]| word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20"));
    let is_clock = |word: &[u8]| word.contains(&b':') && word.first().is_some_and(u8::is_ascii_digit);
    rest.is_empty()
        || (words.next() == Some(b"-") && words.next().is_none())
        || (has(is_year) && has(is_clock))
}

/// Whether a line begins a field of a mail: `Subject: words`.
fn is_field(line: &[u8]) -> bool {
    let colon = line.iter().position(|byte| *byte == b':').unwrap_or_default();
    colon > 0 && line.iter().take(colon).all(u8::is_ascii_graphic)
}

/// The mails of a mailbox, oldest first; of those written at one time, and where none says, as they lie there.
pub(super) fn survey(input: &dyn Input, job: &Job) -> Result<Vec<Place>> {
    let mut survey = Survey::default();
    each_line(input, job, |start, end, line| survey.line(start, end, line, input.name()))?;
    survey.close(input.bytes());
    let mut found = survey.found;
    let mut time = found.iter().find(|mail| mail.time > i64::MIN).map_or(0, |mail| mail.time);
    for mail in &mut found {
        time = if mail.time > i64::MIN { mail.time } else { time };
        mail.time = time;
    }
    found.sort_by_key(|mail| mail.time);
    Ok(found)
}

#[derive(Default)]
struct Survey {
    found: Vec<Place>,
    /// A line that parts mails, if a field of a mail stands below.
    parting: Option<(u64, u64)>,
    /// The head of the mail that is open, while it is read.
    head: Option<Vec<u8>>,
    /// Whether the line before was not empty.
    follows_words: bool,
}

impl Survey {
    fn line(&mut self, start: u64, end: u64, line: &[u8], file: &str) -> Result<()> {
        let is_blank = line.trim_ascii().is_empty();
        let follows_words = std::mem::replace(&mut self.follows_words, !is_blank);
        let parting = self.parting.take();
        if let Some((start, end)) = parting.filter(|_| self.found.is_empty() || is_field(line)) {
            self.close(start);
            if self.found.len() >= COUNT_LIMIT {
                let (file, place) = (file.to_owned(), format!("{COUNT_LIMIT} mails"));
                return Err(Error::TooLarge { file, limit: "mails", place });
            }
            let number = self.found.len() as u64 + 1;
            self.found.push(Place { number, start: end, end, time: i64::MIN });
            self.head = Some(Vec::new());
        }
        if !follows_words && parts_mails(line) {
            self.parting = Some((start, end));
            return Ok(());
        }
        match &mut self.head {
            Some(_) if is_blank => self.dated(),
            Some(head) if head.len() < HEAD_LIMIT => head.extend_from_slice(line),
            _ => {}
        }
        Ok(())
    }

    /// The head of the open mail is read.
    fn dated(&mut self) {
        let Some(head) = self.head.take() else { return };
        let time = parts(&head, Extent::Head).ok().and_then(|mail| stated_time(&mail.head));
        if let (Some(mail), Some(time)) = (self.found.last_mut(), time.filter(|time| is_possible(*time))) {
            mail.time = order_of(time);
        }
    }

    /// The open mail ends here.
    fn close(&mut self, end: u64) {
        self.dated();
        if let Some(mail) = self.found.last_mut() {
            mail.end = end;
        }
    }
}

/// Gives every line to `visit`, with where it starts and ends; of a long one the start.
fn each_line(
    input: &dyn Input,
    job: &Job,
    mut visit: impl FnMut(u64, u64, &[u8]) -> Result<()>,
) -> Result<()> {
    let failed = |source| Error::of_stream(input.name(), source);
    let mut source = BufReader::with_capacity(CHUNK, input.open().map_err(failed)?);
    let (mut at, mut start, mut line) = (0, 0, Vec::new());
    loop {
        let chunk = source.fill_buf().map_err(failed)?;
        let read = chunk.len();
        let mut rest = chunk;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (this, behind) = rest.split_at_checked(end + 1).unwrap_or_default();
            take(&mut line, this);
            at += this.len() as u64;
            visit(start, at, &line)?;
            line.clear();
            start = at;
            rest = behind;
        }
        take(&mut line, rest);
        at += rest.len() as u64;
        source.consume(read);
        // The second pass tells the other half.
        job.advance(read as u64 / 2)?;
        if read == 0 {
            return if line.is_empty() { Ok(()) } else { visit(start, at, &line) };
        }
    }
}

fn take(line: &mut Vec<u8>, more: &[u8]) {
    let room = LINE_LIMIT.saturating_sub(line.len());
    line.extend_from_slice(more.get(..room).unwrap_or(more));
}

/// Reads mails of a mailbox, one in memory at a time.
pub(super) struct Mailbox<'a> {
    source: Box<dyn ReadSeek + 'a>,
    file: String,
    at: u64,
}

impl<'a> Mailbox<'a> {
    /// A reader at the start of `input`.
    pub(super) fn open(input: &'a dyn Input) -> Result<Self> {
        let source = input.open().map_err(|source| Error::of_stream(input.name(), source))?;
        Ok(Self { source, file: input.name().to_owned(), at: 0 })
    }

    /// The mail at a place, as it was before it was put into the mailbox, and whether that is all of it.
    pub(super) fn mail(&mut self, place: &Place, job: &Job) -> Result<(Vec<u8>, Extent)> {
        if self.at != place.start {
            let moved = self.source.seek(SeekFrom::Start(place.start));
            moved.map_err(|source| Error::of_stream(&self.file, source))?;
        }
        let length = place.end - place.start;
        // The survey has told the other half.
        let advance = |bytes: u64| Ok(job.advance(bytes - bytes / 2)?);
        let raw = held(&mut *self.source, length.min(MAIL_LIMIT), &self.file, advance)?;
        self.at = place.start + raw.len() as u64;
        let extent = if place.is_too_long() { Extent::Head } else { Extent::Whole };
        Ok((unquoted(raw), extent))
    }
}

/// Takes away the `>` that mailboxes put before lines which would part mails.
fn unquoted(raw: Vec<u8>) -> Vec<u8> {
    let is_quoted = |line: &[u8]| {
        let word = line.iter().position(|byte| *byte != b'>').unwrap_or_default();
        word > 0 && line.get(word..).is_some_and(|rest| rest.starts_with(b"From "))
    };
    if memchr::memmem::find(&raw, b">From ").is_none() {
        return raw;
    }
    let mut plain = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        plain.extend_from_slice(if is_quoted(line) { line.get(1..).unwrap_or_default() } else { line });
    }
    plain
}
