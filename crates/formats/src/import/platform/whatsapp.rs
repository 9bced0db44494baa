//! WhatsApp's own export: a text, alone or in an archive with its media.
//!
//! Two passes: the first settles the layout of headers, the order of dates and the names; the second writes
//! messages. `docs/formats/whatsapp.md` says what is read and what is left as it is.

mod chat;
mod header;
mod names;
mod phrases;
mod title;
mod words;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{media::MESSAGE_LIMIT, quoted::Quoted},
    text::dates::{DateOrderEvidence, is_possible},
    text::encoding::Detected,
    text::lines::{self, Line},
};
use chat::{ChatMedia, ChatText, Export, Pass, Source};
use header::{Header, Shape, header};
use names::{NameSurvey, Names, has_name};
use words::{File, Mark};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Sender, Understanding},
    job::Job,
};

/// From how many headers of another layout on people are told: nobody need look at a message or two that somebody passed on.
const QUOTED_FROM: u64 = 3;

/// The importer.
pub struct WhatsApp;

static ABOUT: About = About {
    id: "whatsapp",
    names: ("WhatsApp 聊天导出", "WhatsApp chat export"),
    extensions: &["txt", "zip"],
    reads: (
        "读取 WhatsApp 在安卓和 iPhone 上导出的聊天文本（.txt），以及带媒体文件的压缩包（.zip）。",
        "Reads the chat text that WhatsApp exports on Android and iPhone (.txt), and the archive with media (.zip).",
    ),
};

impl Importer for WhatsApp {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if probe.is_zip() {
            return if chat::is_all_of_chats(&probe.entries) { Confidence::Certain } else { Confidence::No };
        }
        let mut lines = probe.lines().filter(|line| !line.trim().is_empty()).take(400).peekable();
        let starts_with_header = lines.peek().is_some_and(|line| header(line).is_some());
        let headers: Vec<Header<'_>> = lines.filter_map(header).collect();
        let Some(shape) = common_shape(headers.iter().map(|found| found.shape)) else {
            return Confidence::No;
        };
        let telling = title::title_of(&probe.name).is_some()
            || headers.iter().any(|found| found.rest.contains(": ") && words::is_telling(found.rest));
        // Chat rooms write nicks in angle brackets, with a colon behind none of them.
        let has_names = headers.iter().any(|found| found.rest.contains(": ") && !found.rest.starts_with('<'));
        match shape {
            _ if telling => Confidence::Certain,
            Shape::Bracket => Confidence::No,
            _ if starts_with_header && has_names => Confidence::Likely,
            _ => Confidence::Possible,
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (Export { texts, source }, media) = chat::open(input)?;
        let mut reading = Reading { source, media, sink, job, read: Vec::new(), omitted: 0 };
        if let [text] = texts.as_slice() {
            reading.chat(text, options, &Places::OfOneText, input.name())?;
            return Ok(reading.understood(0));
        }
        // A title given is that of one chat.
        let options = ReadOptions { title: None, ..options.clone() };
        let mut failure = None;
        let mut unread = 0;
        for text in &texts {
            let places = Places::Of(text.entry_name().to_owned());
            match reading.chat(text, &options, &places, &text.file) {
                Ok(()) => {}
                // One text that is none must not cost the others.
                Err(error @ (Error::Empty { .. } | Error::Lacks { .. })) => {
                    reading.sink.warning(Warning::new("not_kept", text.entry_name(), &error.to_string()));
                    unread += 1;
                    failure.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        match failure {
            Some(error) if reading.read.is_empty() => Err(error),
            _ => Ok(reading.understood(unread)),
        }
    }
}

/// How places in a text are named.
enum Places {
    /// By the line.
    OfOneText,
    /// By the text of this name among others, and the line.
    Of(String),
}

impl Places {
    fn line(&self, number: u64) -> String {
        match self {
            Self::OfOneText => lines::place(number),
            Self::Of(text) => format!("{text}, {}", lines::place(number)),
        }
    }

    /// Names the text in a warning that names a line.
    fn of(&self, warning: Warning) -> Warning {
        match self {
            Self::OfOneText => warning,
            Self::Of(text) if warning.place.is_empty() => Warning { place: text.clone(), ..warning },
            Self::Of(text) => Warning { place: format!("{text}, {}", warning.place), ..warning },
        }
    }
}

/// The chats of one export on their way into the sink.
struct Reading<'a> {
    source: Source<'a>,
    media: ChatMedia<'a>,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    /// Encoding and order of dates of each chat read.
    read: Vec<(String, DateOrder)>,
    /// How many files the export itself says it leaves out.
    omitted: u64,
}

impl Reading<'_> {
    /// Reads one chat; `file` names it where nothing else does.
    fn chat(&mut self, text: &ChatText, options: &ReadOptions, places: &Places, file: &str) -> Result<()> {
        let detected = self.source.detect(text, self.job)?;
        let settled = survey(&mut self.source, text, detected, options, self.job)?;
        detected.doubt().into_iter().for_each(|warning| self.sink.warning(places.of(warning)));
        let slot = self.sink.conversation(ConversationDraft {
            platform: Platform::WhatsApp,
            key: settled.key(file),
            title: settled.title.clone(),
        })?;
        settled.names.doubt().into_iter().for_each(|doubt| self.sink.warning(places.of(doubt)));
        let mut writer = Writer {
            settled: &settled,
            text,
            places,
            media: &mut self.media,
            slot,
            sink: self.sink,
            job: self.job,
            pending: None,
            quoted: Quoted::default(),
            omitted: 0,
        };
        self.source.each_line(text, detected, Pass::Messages, self.job, |line| writer.line(line))?;
        writer.finish()?;
        if let Some(doubt) = writer.quoted.doubt(QUOTED_FROM, |number| places.line(number)) {
            writer.sink.warning(doubt);
        }
        self.omitted += writer.omitted;
        self.read.push((detected.label(), settled.order));
        Ok(())
    }

    /// What was understood of the export. `unread` of its chats could not be read.
    fn understood(self, unread: u64) -> Understanding {
        let mut encodings: Vec<String> = Vec::new();
        for (encoding, _) in &self.read {
            if !encodings.contains(encoding) {
                encodings.push(encoding.clone());
            }
        }
        let first = self.read.first().map(|(_, order)| *order);
        let partial = [counted("media_omitted", self.omitted), counted("unread_chats", unread)];
        Understanding {
            encoding: encodings.join(", "),
            date_order: first.filter(|first| self.read.iter().all(|(_, order)| order == first)),
            partial: partial.into_iter().flatten().collect(),
            ..Understanding::default()
        }
    }
}

/// What the first pass settled.
struct Settled {
    shape: Shape,
    order: DateOrder,
    names: Names,
    title: String,
}

impl Settled {
    /// The thread's identity over repeated exports; `file` where nobody wrote and nothing names it.
    ///
    /// The title comes first: who has written so far changes from one export to the next.
    fn key(&self, file: &str) -> String {
        let writers: Vec<&str> = self.names.writers.iter().map(|name| name.trim()).collect();
        match writers.as_slice() {
            _ if !self.title.is_empty() => self.title.clone(),
            [] => file.to_owned(),
            names => format!("names:{}", names.join("\u{1F}")),
        }
    }
}

/// The layout most headers have; of equals, the first.
fn common_shape(shapes: impl Iterator<Item = Shape>) -> Option<Shape> {
    let mut counts: Vec<(Shape, u64)> = Vec::new();
    for shape in shapes {
        match counts.iter_mut().find(|(known, _)| *known == shape) {
            Some((_, count)) => *count += 1,
            None => counts.push((shape, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(shape, _)| shape)
}

/// What one layout of headers says about the file.
#[derive(Default)]
struct Survey {
    headers: u64,
    dates: DateOrderEvidence,
    names: NameSurvey,
}

/// The first pass.
fn survey(
    source: &mut Source<'_>,
    chat: &ChatText,
    detected: Detected,
    options: &ReadOptions,
    job: &Job,
) -> Result<Settled> {
    let mut surveys: Vec<(Shape, Survey)> = Vec::new();
    let mut blank = true;
    source.each_line(chat, detected, Pass::Survey, job, |line| {
        blank = blank && line.text.trim().is_empty();
        let Some(found) = header(&line.text) else { return Ok(()) };
        if !surveys.iter().any(|(shape, _)| *shape == found.shape) {
            surveys.push((found.shape, Survey::default()));
        }
        let survey = surveys.iter_mut().find(|(shape, _)| *shape == found.shape);
        if let Some((_, survey)) = survey {
            survey.headers += 1;
            survey.dates.note(found.date, found.clock.script);
            survey.names.note(found.rest);
        }
        Ok(())
    })?;
    let file = || chat.file.clone();
    let common = surveys.into_iter().rev().max_by_key(|(_, survey)| survey.headers);
    let Some((shape, survey)) = common else {
        return Err(if blank {
            Error::Empty { file: file() }
        } else {
            Error::Lacks { file: file(), what: "messages" }
        });
    };
    let order = options.date_order.or_else(|| survey.dates.order());
    let orders = || survey.dates.candidates();
    let order = order.ok_or_else(|| Error::AmbiguousDates { file: file(), orders: orders() })?;
    let title = options.title.clone().unwrap_or_else(|| chat.title.clone());
    Ok(Settled { shape, order, names: survey.names.settle(&title), title })
}

/// A message whose last line has not been seen yet.
struct Pending {
    line: u64,
    sender: Option<Sender>,
    sent_at: Option<SourceTime>,
    /// The time as it is written, where it is none.
    written: String,
    text: String,
    /// What stood before the words.
    mark: Mark,
}

/// The second pass.
struct Writer<'a, 'm> {
    settled: &'a Settled,
    text: &'a ChatText,
    places: &'a Places,
    media: &'a mut ChatMedia<'m>,
    slot: usize,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    pending: Option<Pending>,
    quoted: Quoted,
    /// How many files the export itself says it leaves out.
    omitted: u64,
}

impl Writer<'_, '_> {
    fn line(&mut self, line: &Line<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(self.places.of(warning)));
        match header(&line.text) {
            Some(found) if self.is_of_this_file(&found) => {
                self.finish()?;
                self.pending = Some(self.begun(line, &found));
                return Ok(());
            }
            // Of the same layout it names no day.
            Some(found)
                if found.shape != self.settled.shape && self.pending.is_some() && has_name(found.rest) =>
            {
                self.quoted.note(line.number, &line.text);
            }
            _ => {}
        }
        self.continued(line)
    }

    /// Whether this is a header of this export and not a quoted one: laid out alike, and a day in some order.
    fn is_of_this_file(&self, found: &Header<'_>) -> bool {
        found.shape == self.settled.shape
            && [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy]
                .iter()
                .any(|o| found.date.in_order(*o).is_some())
    }

    fn begun(&mut self, line: &Line<'_>, found: &Header<'_>) -> Pending {
        // A year of four digits in front leaves nothing open, whatever was settled for the rest.
        let date = found.date.in_order(found.date.own_order().unwrap_or(self.settled.order));
        if date.is_none() {
            self.sink.warning(Warning::new("impossible_date", self.places.line(line.number), &line.text));
        }
        let stated =
            date.map(|date| SourceTime::Local(date.and_time(found.clock.time), found.clock.precision));
        let sent_at = stated.filter(|time| is_possible(*time));
        if stated.is_some() && sent_at.is_none() {
            self.sink.warning(Warning::new("odd_time", self.places.line(line.number), &line.text));
        }
        let (sender, words) = match self.settled.names.split(found.rest) {
            Some((name, words)) => (Some(Sender::named(name)), words),
            None => (None, names::event_words(found.rest)),
        };
        Pending {
            line: line.number,
            sender,
            sent_at,
            written: if sent_at.is_none() { found.written.to_owned() } else { String::new() },
            // WhatsApp's own mark. What turns or hides letters is somebody's and stays.
            text: words.trim_start_matches('\u{200E}').to_owned(),
            mark: Mark::of(words),
        }
    }

    /// A line without header: more of the message before it, or something before the first message.
    fn continued(&mut self, line: &Line<'_>) -> Result<()> {
        if let Some(pending) = &mut self.pending {
            if pending.text.len() + line.text.len() > MESSAGE_LIMIT {
                return Err(Error::TooLarge {
                    file: self.text.file.clone(),
                    limit: "message length",
                    place: self.places.line(pending.line),
                });
            }
            pending.text.push('\n');
            pending.text.push_str(&line.text);
        } else if !line.text.trim().is_empty() {
            self.sink.warning(Warning::new("unrecognised_line", self.places.line(line.number), &line.text));
            let event = MessageDraft {
                place: self.places.line(line.number),
                ..MessageDraft::text(None, None, line.text.as_ref())
            };
            self.sink.message(self.slot, event)?;
        }
        Ok(())
    }

    /// Hands over the message that is complete now.
    fn finish(&mut self) -> Result<()> {
        let Some(mut pending) = self.pending.take() else { return Ok(()) };
        pending.text.truncate(pending.text.trim_end_matches('\n').len());
        let draft = MessageDraft::text(pending.sender, pending.sent_at, pending.text);
        let mut draft = draft.stating(&pending.written);
        draft.place = self.places.line(pending.line);
        if draft.sender.is_some() {
            let meaning = words::meaning(&draft.text, pending.mark);
            draft.kind = meaning.kind;
            draft.recalled = meaning.recalled;
            match meaning.file {
                File::None => {}
                File::Named(name) => {
                    draft.attachments.push(self.media.attachment(self.text, name, self.sink, self.job)?);
                }
                File::Omitted => self.omitted += 1,
            }
        }
        self.sink.message(self.slot, draft)
    }
}
