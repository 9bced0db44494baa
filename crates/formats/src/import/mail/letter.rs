//! One mail turned into a message: who wrote it, when, its words, its files and the thread it belongs to.
//!
//! Recipients are no part of a message here; that they are left out is said once for a file
//! ([`Letters::not_kept`]).

use super::{
    decoding::{characters, content},
    mime::{Head, Part, TooManyParts, parts},
};
use crate::import::{
    Error, Result, Sink,
    drafting::media::{MESSAGE_LIMIT, kept, kind_of_file},
    text::{
        dates::{is_possible, parse_time},
        encoding::Extent,
        html,
    },
};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use mail_parser::HeaderName;
use std::collections::{BTreeSet, HashMap};
use yanju_model::{
    Kind, Precision, Role, SourceTime, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
    job::Job,
};

/// The fields with people or marks in them that no message has a place for.
const NOT_KEPT: [(HeaderName<'static>, &str); 5] = [
    (HeaderName::To, "To"),
    (HeaderName::Cc, "Cc"),
    (HeaderName::Bcc, "Bcc"),
    (HeaderName::ReplyTo, "Reply-To"),
    (HeaderName::ResentFrom, "Resent-From"),
];

/// How much longer the words of a page must be for the plain text beside it to be a mere stub.
const STUB: usize = 4;

/// A mail that has been read.
pub(super) struct Letter {
    /// The identity of its thread.
    pub(super) thread: String,
    /// Its subject.
    pub(super) subject: String,
    /// The encoding of its words.
    pub(super) encoding: String,
    /// The message.
    pub(super) draft: MessageDraft,
}

/// Reads mails of one file.
#[derive(Default)]
pub(super) struct Letters {
    left_out: BTreeSet<&'static str>,
    /// Of answers read, the mail that they go back to: an answer to one of them may name no other.
    origins: HashMap<String, String>,
}

/// How many answers are remembered.
const REMEMBERED: usize = 500_000;

impl Letters {
    /// Reads the mail `raw`, of which `extent` is there, at `place` of `file`. Its files go into `sink`.
    pub(super) fn read(
        &mut self,
        raw: &[u8],
        extent: Extent,
        place: &str,
        file: &str,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Letter> {
        let root = tree(raw, extent, place, file)?;
        let too_long =
            || Error::TooLarge { file: file.to_owned(), limit: "message length", place: place.to_owned() };
        let head = &root.head;
        if head.is_empty() {
            sink.warning(Warning::new("unknown_part", place, "no mail"));
        }
        self.note_left_out(head);
        let body = Body::of(&root, place, Reading::MAIL, job)?;
        if body.text.len() > MESSAGE_LIMIT {
            return Err(too_long());
        }
        body.doubts.into_iter().for_each(|doubt| sink.warning(doubt));
        if is_encrypted(head) {
            sink.warning(Warning::new("encrypted_text", place, &head.content_type));
        }
        let mut attachments = Vec::new();
        for (number, part) in (1..).zip(&body.files) {
            attachments.push(attachment(part, number, place, sink)?);
        }
        let subject = head.text(&HeaderName::Subject).unwrap_or_default().to_owned();
        let sender = sender(head);
        let source_id = head.text(&HeaderName::MessageId).map(str::to_owned);
        let sent_at = sent_at(head, place, sink);
        let draft = MessageDraft {
            stated_time: None,
            alias: None,
            takes_back: None,
            kind: kind(sender.as_ref(), &body.text, &attachments),
            sent_at,
            sender,
            text: body.text,
            recalled: false,
            source_id,
            reply_to: reply_to(head),
            attachments,
            place: place.to_owned(),
        }
        .stating(date_of(head).unwrap_or_default());
        let thread = self.thread(head, &subject);
        Ok(Letter { thread, subject, encoding: body.encoding, draft })
    }

    /// The thread of a mail. Some programs name only the mail that is answered, which may be an answer itself.
    fn thread(&mut self, head: &Head, subject: &str) -> String {
        let stated = thread(head, subject);
        let thread = self.origins.get(&stated).cloned().unwrap_or(stated);
        if let Some(id) = head.text(&HeaderName::MessageId).filter(|id| *id != thread)
            && self.origins.len() < REMEMBERED
        {
            self.origins.entry(id.to_owned()).or_insert_with(|| thread.clone());
        }
        thread
    }

    fn note_left_out(&mut self, head: &Head) {
        let stated = NOT_KEPT.iter().filter(|(name, _)| !head.people(name).is_empty());
        self.left_out.extend(stated.map(|(_, shown)| *shown));
        if head.people(&HeaderName::From).len() > 1 {
            self.left_out.insert("From");
        }
    }

    /// Says which fields of the mails read are in the original only.
    pub(super) fn not_kept(&self, sink: &mut dyn Sink) {
        for name in &self.left_out {
            sink.warning(Warning::new("not_kept", "", name));
        }
    }
}

/// The parts of a mail.
pub(super) fn tree<'m>(raw: &'m [u8], extent: Extent, place: &str, file: &str) -> Result<Part<'m>> {
    parts(raw, extent).map_err(|TooManyParts| Error::TooLarge {
        file: file.to_owned(),
        limit: "mail parts",
        place: place.to_owned(),
    })
}

fn kind(sender: Option<&Sender>, text: &str, attachments: &[AttachmentDraft]) -> Kind {
    match attachments {
        _ if sender.is_none() => Kind::System,
        [file, ..] if text.is_empty() => kind_of_file(&file.name),
        _ => Kind::Text,
    }
}

/// Who wrote it; where no one is named the name is empty. Nobody writes what has no head at all.
fn sender(head: &Head) -> Option<Sender> {
    if head.is_empty() {
        return None;
    }
    let people = [HeaderName::From, HeaderName::Sender, HeaderName::ReturnPath];
    let found = people.iter().find_map(|name| head.people(name).into_iter().next());
    let filled = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (name, address) = found.map_or((None, None), |it| (filled(it.name()), filled(it.address())));
    let address = address.or_else(|| filled(head.text(&HeaderName::ReturnPath)));
    Some(Sender {
        key: address.as_ref().map(|address| address.to_lowercase()),
        name: name.or(address).unwrap_or_default(),
        role: Role::Unknown,
    })
}

/// The thread: the first mail it goes back to; of a mail without any id, the mail itself.
fn thread(head: &Head, subject: &str) -> String {
    let ids = [HeaderName::References, HeaderName::InReplyTo, HeaderName::MessageId];
    ids.iter().find_map(|name| head.text(name)).map_or_else(
        || {
            let of = |name| head.raw(&name).unwrap_or_default();
            format!("mail:{}\u{1F}{}\u{1F}{subject}", of(HeaderName::From), of(HeaderName::Date))
        },
        str::to_owned,
    )
}

fn reply_to(head: &Head) -> Option<ReplyTo> {
    let answered = head.text(&HeaderName::InReplyTo).or_else(|| head.last_text(&HeaderName::References))?;
    Some(ReplyTo { source_id: Some(answered.to_owned()), quote: String::new() })
}

/// When it was written, by its own head; no station on its way knows better.
fn sent_at(head: &Head, place: &str, sink: &mut dyn Sink) -> Option<SourceTime> {
    let Some(stated) = date_of(head) else {
        sink.warning(Warning::new("undated", place, ""));
        return None;
    };
    let found = stated_time(head);
    let possible = found.filter(|time| is_possible(*time));
    if possible.is_none() {
        let code = if found.is_some() { "odd_time" } else { "unreadable_time" };
        sink.warning(Warning::new(code, place, stated));
    }
    possible
}

/// What a head says of when the mail was written; Outlook calls that `Sent` in what is copied out of it.
fn date_of(head: &Head) -> Option<&str> {
    let filled = |name| head.raw(&name).filter(|stated| !stated.is_empty());
    filled(HeaderName::Date).or_else(|| filled(HeaderName::Other("Sent".into())))
}

/// The time a head states; without an offset, it is on the writer's clock.
pub(super) fn stated_time(head: &Head) -> Option<SourceTime> {
    let stated = date_of(head)?;
    // `-0000` says the moment and nothing of the clock.
    if let (true, Ok(at)) = (stated.contains("-0000"), DateTime::parse_from_rfc2822(stated)) {
        return Some(SourceTime::Fixed(at.to_utc(), None, Precision::Second));
    }
    parse_time(stated).or_else(|| without_offset(stated)).or_else(|| {
        // Writings that no standard knows.
        let found = head.moment(&HeaderName::Date).filter(|found| found.is_valid())?;
        NaiveDate::from_ymd_opt(found.year.into(), found.month.into(), found.day.into())?;
        let at = DateTime::from_timestamp(found.to_timestamp(), 0)?;
        let east = (i32::from(found.tz_hour) * 60 + i32::from(found.tz_minute)) * 60;
        let offset = FixedOffset::east_opt(if found.tz_before_gmt { -east } else { east })?;
        Some(SourceTime::Fixed(at, Some(offset), Precision::Second))
    })
}

/// `Tue, 5 Mar 2024 09:15:10`.
fn without_offset(stated: &str) -> Option<SourceTime> {
    let date = stated.split_once(',').map_or(stated, |(_, date)| date).trim();
    let local = NaiveDateTime::parse_from_str(date, "%d %b %Y %H:%M:%S").ok()?;
    Some(SourceTime::Local(local, Precision::Second))
}

/// Whether the words are in cipher, and so among the files.
fn is_encrypted(head: &Head) -> bool {
    let enveloped = |head: &Head| head.parameter("smime-type").is_none_or(|kind| kind != "signed-data");
    match head.content_type.as_str() {
        "multipart/encrypted" => true,
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => enveloped(head),
        _ => false,
    }
}

/// The file that a part is. One that is cut off or damaged keeps its name only.
fn attachment(part: &Part<'_>, number: u32, place: &str, sink: &mut dyn Sink) -> Result<AttachmentDraft> {
    let name = part.head.file_name().map_or_else(|| unnamed(part, number), str::to_owned);
    let found = content(part);
    if !found.is_whole {
        sink.warning(Warning::new("unreadable_attachment", place, &name));
        return Ok(AttachmentDraft { name, content: None });
    }
    let content = kept(&mut found.bytes.as_ref(), &format!("{place}, {name}"), sink)?;
    Ok(AttachmentDraft { name, content })
}

/// The name of a part that has none: what it is, and which.
fn unnamed(part: &Part<'_>, number: u32) -> String {
    let ending = match part.head.content_type.as_str() {
        "message/rfc822" | "message/global" => "eml",
        "image/jpeg" => "jpg",
        "text/plain" => "txt",
        "text/calendar" => "ics",
        "application/octet-stream" => "bin",
        other => other.rsplit_once('/').map_or("", |(_, kind)| kind),
    };
    let is_plain =
        !ending.is_empty() && ending.len() <= 5 && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    format!("part-{number}.{}", if is_plain { ending } else { "bin" })
}

/// How the words of a mail are chosen and read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// Which of several writings of the same words is taken.
    pub(super) prefer: Prefer,
    /// How a page is turned into words.
    pub(super) page: fn(&str) -> String,
}

/// Which of several writings of the same words is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefer {
    /// The plain one, unless it is a stub beside the page.
    Plain,
    /// The page.
    Page,
}

impl Reading {
    /// As mails are read.
    pub(super) const MAIL: Self = Self { prefer: Prefer::Plain, page: html::words };
}

/// What a mail says, and the files with it.
#[derive(Default)]
pub(super) struct Body<'p, 'm> {
    pub(super) text: String,
    pub(super) encoding: String,
    pub(super) files: Vec<&'p Part<'m>>,
    pub(super) doubts: Vec<Warning>,
    is_page: bool,
    /// How much the text says.
    substance: usize,
}

impl<'p, 'm> Body<'p, 'm> {
    /// The body of a mail at `place`.
    pub(super) fn of(root: &'p Part<'m>, place: &str, reading: Reading, job: &Job) -> Result<Self> {
        let mut body = Self::default();
        body.gather(root, place, reading, job)?;
        body.text = body.text.trim_end().trim_start_matches(['\n', '\r']).to_owned();
        Ok(body)
    }

    /// Goes as deep as [`parts`] goes.
    fn gather(&mut self, part: &'p Part<'m>, place: &str, reading: Reading, job: &Job) -> Result<()> {
        // There may be very many, and their bytes are told.
        job.advance(0)?;
        if part.children.is_empty() {
            self.leaf(part, place, reading);
            return Ok(());
        }
        if !part.behind.is_empty() {
            let detail = String::from_utf8_lossy(part.behind.get(..500).unwrap_or(part.behind)).into_owned();
            self.doubts.push(Warning::new("not_kept", place, &detail));
        }
        if !part.head.is("multipart/alternative") {
            return part.children.iter().try_for_each(|child| self.gather(child, place, reading, job));
        }
        let mut chosen: Option<Self> = None;
        for child in &part.children {
            let mut body = Self::default();
            body.gather(child, place, reading, job)?;
            self.files.append(&mut body.files);
            let is_better = chosen.as_ref().is_none_or(|known| body.is_better_than(known, reading.prefer));
            if is_better {
                chosen = Some(body);
            }
        }
        if let Some(chosen) = chosen {
            self.add(&chosen.text, chosen.encoding, chosen.is_page);
            self.doubts.extend(chosen.doubts);
        }
        Ok(())
    }

    fn leaf(&mut self, part: &'p Part<'m>, place: &str, reading: Reading) {
        let head = &part.head;
        let is_page = head.is("text/html");
        let says_something = is_page || head.is("text/plain") || head.is_multipart();
        if part.is_too_deep {
            self.doubts.push(Warning::new("unknown_part", place, &head.content_type));
        }
        if !says_something || part.is_too_deep || head.is_attached() || head.file_name().is_some() {
            self.files.push(part);
            return;
        }
        let words = characters(part, place);
        self.doubts.extend(words.doubt);
        let text = if is_page { (reading.page)(&words.text) } else { words.text.replace("\r\n", "\n") };
        self.add(&text, words.encoding, is_page);
    }

    fn add(&mut self, text: &str, encoding: String, is_page: bool) {
        if self.encoding.is_empty() {
            self.encoding = encoding;
        }
        let text = text.trim_end();
        if !self.text.is_empty() && !text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.substance += substance(text);
        self.is_page |= is_page;
    }

    /// Whether these words are to be taken and not the `other`s.
    fn is_better_than(&self, other: &Self, prefer: Prefer) -> bool {
        match (self.is_page, other.is_page) {
            _ if self.text.trim().is_empty() => false,
            _ if other.text.trim().is_empty() => true,
            (true, false) => prefer == Prefer::Page || other.substance * STUB < self.substance,
            (false, true) => prefer == Prefer::Plain && self.substance * STUB >= other.substance,
            // Of writings alike, the last is the best one.
            _ => true,
        }
    }
}

/// How much a text says, without the addresses that pages have behind every link.
fn substance(text: &str) -> usize {
    text.split_whitespace().filter(|word| !word.contains("://")).map(str::len).sum()
}
