//! The second pass: messages out of lines, once the layout is known.

use super::{
    layout::{DateLine, Gap, Preamble, date_line, is_trailer, preamble, stamped_name, timed_name},
    survey::{Around, Layout, Mail, Survey, spoken},
    window::Seen,
    words::{is_recall, may_end_in_recall, meaning},
};
use crate::import::{
    Error, Input, Result, Sink,
    drafting::media::{Beside, MESSAGE_LIMIT},
    text::{edges::is_blank, lines::place},
};
use chrono::{NaiveDate, NaiveDateTime};
use yanju_model::{
    Precision, SourceTime, Warning,
    draft::{MessageDraft, Sender},
    job::Job,
};

/// Writes the messages of one file.
pub struct Reader<'a> {
    layout: Layout,
    survey: &'a Survey,
    input: &'a dyn Input,
    beside: Beside<'a>,
    sink: &'a mut dyn Sink,
    slot: usize,
    job: &'a Job,
    day: Option<NaiveDate>,
    last: Option<NaiveDateTime>,
    pending: Option<Pending>,
    /// What the line before was, where it matters to this one.
    before: Before,
    undated: Undated,
    /// How many messages stand for media that is neither here nor named.
    omitted: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Other,
    /// A date line, which parts like an empty one.
    Day,
    /// A name whose time is this line.
    NameOfItem,
}

/// Whether people have been told that messages have no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undated {
    Unsaid,
    Said,
}

/// Where a message ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At the next header.
    Message,
    /// With the file, behind the signature of the mail.
    File,
}

/// A message whose last line has not been seen yet.
struct Pending {
    line: u64,
    sender: String,
    sent_at: Option<SourceTime>,
    body: Option<String>,
    /// The empty line between header and words is still to come.
    gap: Around,
}

impl<'a> Reader<'a> {
    /// A reader at the start of the file.
    pub fn new(
        layout: Layout,
        survey: &'a Survey,
        input: &'a dyn Input,
        sink: &'a mut dyn Sink,
        slot: usize,
        job: &'a Job,
    ) -> Self {
        let (day, last, pending) = (None, None, None);
        let (before, undated) = (Before::Other, Undated::Unsaid);
        let beside = Beside::new(input);
        Self {
            layout,
            survey,
            input,
            beside,
            sink,
            slot,
            job,
            day,
            last,
            pending,
            before,
            undated,
            omitted: 0,
        }
    }

    /// How many messages stand for media that the copy left out.
    pub fn omitted(&self) -> u64 {
        self.omitted
    }

    /// Where doubts go.
    pub fn warn(&mut self, warning: Warning) {
        self.sink.warning(warning);
    }

    /// Takes the next line.
    pub fn line(&mut self, seen: &Seen<'_>) -> Result<()> {
        let before = std::mem::replace(&mut self.before, Before::Other);
        if before == Before::NameOfItem {
            return Ok(());
        }
        match self.layout {
            Layout::Mail(mail) => self.mail_line(mail, before, seen),
            Layout::Items(writing) => match seen.item().filter(|stamp| stamp.writing == writing) {
                Some(stamp) => {
                    self.before = Before::NameOfItem;
                    let sent_at = SourceTime::Local(stamp.at, stamp.precision);
                    self.begin(seen, seen.text.trim(), Some(sent_at), Around::Anything)
                }
                None => self.continued(seen),
            },
            Layout::Stamped(around) => match stamped_name(seen.text) {
                Some((name, stamp)) if around == Around::Anything || seen.blank_before => {
                    let sent_at = SourceTime::Local(stamp.at, stamp.precision);
                    self.begin(seen, name, Some(sent_at), Around::Anything)
                }
                _ => self.continued(seen),
            },
            Layout::Undated => match spoken(seen.text).filter(|(name, _)| self.speaks(name)) {
                Some((name, words)) => {
                    self.begin(seen, name, None, Around::Anything)?;
                    self.append(words.trim_start())
                }
                None => self.continued(seen),
            },
        }
    }

    fn mail_line(&mut self, mail: Mail, before: Before, seen: &Seen<'_>) -> Result<()> {
        let parted = seen.blank_before || before == Before::Day || mail.before == Around::Anything;
        let day = match date_line(seen.text) {
            Some(DateLine::Dashed(day)) => Some(day),
            Some(DateLine::Bare(day)) if mail.bare_dates => Some(day),
            _ => None,
        };
        if let Some(day) = day.filter(|_| parted) {
            self.finish(End::Message)?;
            self.day = Some(day);
            self.before = Before::Day;
            return Ok(());
        }
        let header = timed_name(seen.text).filter(|found| {
            found.gap == mail.gap
                && parted
                && (mail.after == Around::Anything || seen.blank_after())
                && self.may_write(found.name)
        });
        let Some(found) = header else { return self.continued(seen) };
        let at = self.day.map(|day| day.and_time(found.clock.time));
        if found.gap == Gap::One
            && !self.writes(found.name)
            && at.is_none_or(|at| self.last.is_some_and(|l| at < l))
        {
            return self.continued(seen);
        }
        self.last = at.or(self.last);
        self.begin(seen, found.name, at.map(|at| SourceTime::Local(at, Precision::Minute)), mail.after)
    }

    /// Whether a name can be a writer's: where both people of the preamble write, nobody else does.
    fn may_write(&self, name: &str) -> bool {
        let Some(Preamble::Pair(one, other)) = &self.survey.preamble else { return true };
        let both_write = [one, other].into_iter().all(|name| self.survey.timed.contains_key(name));
        !both_write || self.in_preamble(name)
    }

    /// Whether a name before a time is more than the words of a sentence that happens to end in one.
    fn writes(&self, name: &str) -> bool {
        self.in_preamble(name) || self.survey.timed.get(name).is_some_and(|count| *count > 1)
    }

    fn speaks(&self, name: &str) -> bool {
        self.in_preamble(name) || self.survey.spoken.get(name).is_some_and(|count| *count > 1)
    }

    fn in_preamble(&self, name: &str) -> bool {
        matches!(&self.survey.preamble, Some(Preamble::Pair(one, other)) if name == one || name == other)
    }

    fn begin(&mut self, seen: &Seen<'_>, name: &str, sent_at: Option<SourceTime>, gap: Around) -> Result<()> {
        self.finish(End::Message)?;
        if sent_at.is_none() && self.undated == Undated::Unsaid {
            self.undated = Undated::Said;
            self.sink.warning(Warning::new("undated_line", place(seen.number), seen.text));
        }
        self.pending = Some(Pending { line: seen.number, sender: name.to_owned(), sent_at, body: None, gap });
        Ok(())
    }

    /// A line that begins nothing: more of the message before it, or something before the first message.
    fn continued(&mut self, seen: &Seen<'_>) -> Result<()> {
        if self.pending.is_some() {
            return self.append(seen.text);
        }
        if seen.text.trim().is_empty() || preamble(seen.text).is_some() {
            return Ok(());
        }
        self.sink.warning(Warning::new("unrecognised_line", place(seen.number), seen.text));
        self.event(seen.number, seen.text)
    }

    fn append(&mut self, line: &str) -> Result<()> {
        let Some(pending) = &mut self.pending else { return Ok(()) };
        if std::mem::replace(&mut pending.gap, Around::Anything) == Around::Blank && is_blank(line) {
            return Ok(());
        }
        match &mut pending.body {
            Some(body) if body.len() + line.len() > MESSAGE_LIMIT => {
                return Err(Error::TooLarge {
                    file: self.input.name().to_owned(),
                    limit: "message length",
                    place: place(pending.line),
                });
            }
            Some(body) => body.extend(["\n", line]),
            None => pending.body = Some(line.to_owned()),
        }
        Ok(())
    }

    /// Hands over the message that is complete now, and the recalls noted below it.
    pub fn finish(&mut self, end: End) -> Result<()> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let mut body = pending.body.unwrap_or_default();
        trim_end_lines(&mut body);
        if end == End::File && last_line(&body).is_some_and(is_trailer) {
            drop_last_line(&mut body);
        }
        let mut recalls = Vec::new();
        while let Some(line) = recall_below(&body) {
            recalls.push(line.to_owned());
            drop_last_line(&mut body);
        }
        let found = meaning(&body);
        self.omitted += u64::from(found.leaves_out_media());
        let (kind, file) = (found.kind, found.file.map(str::to_owned));
        let recalled = is_recall(&body);
        let mut draft = MessageDraft::text(Some(Sender::named(pending.sender)), pending.sent_at, body);
        draft.kind = kind;
        draft.recalled = recalled;
        draft.place = place(pending.line);
        if let Some(file) = file {
            draft.attachments.push(self.beside.attachment(&file, self.sink, self.job)?);
        }
        self.sink.message(self.slot, draft)?;
        recalls.iter().rev().try_for_each(|text| self.event(pending.line, text))
    }

    /// A line of the system: it has no time of its own and stands where the source put it.
    fn event(&mut self, line: u64, text: &str) -> Result<()> {
        let mut draft = MessageDraft::text(None, None, text);
        draft.recalled = is_recall(text);
        draft.place = place(line);
        self.sink.message(self.slot, draft)
    }
}

fn last_line(body: &str) -> Option<&str> {
    body.rsplit('\n').next()
}

/// A recall that stands by itself below other words.
fn recall_below(body: &str) -> Option<&str> {
    // Nearly no message ends as the sentence does.
    let (above, line) = may_end_in_recall(body).then(|| body.rsplit_once('\n'))??;
    (is_recall(line) && last_line(above).is_some_and(|line| line.trim().is_empty())).then_some(line)
}

/// Takes away the last line and the empty ones above it.
fn drop_last_line(body: &mut String) {
    body.truncate(body.rsplit_once('\n').map_or(0, |(above, _)| above.len()));
    trim_end_lines(body);
}

/// Takes away empty lines at the end: they part messages.
fn trim_end_lines(body: &mut String) {
    // Most end in a letter.
    if !body.ends_with(char::is_whitespace) {
        return;
    }
    while let Some((above, line)) = body.rsplit_once('\n') {
        if !is_blank(line) {
            return;
        }
        body.truncate(above.len());
    }
    if is_blank(body) {
        body.clear();
    }
}
