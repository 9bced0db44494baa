//! The second pass: messages out of lines, once the layout is known.

use super::{
    body::{drop_last_line, last_line, names_another, trim_end_lines},
    layout::{DateLine, Gap, Preamble, date_line, is_trailer, preamble, stamped_name, timed_name},
    survey::{Around, Layout, Mail, Survey, spoken},
    window::Seen,
    words::{is_recall, may_end_in_recall, meaning, media_left_out},
};
use crate::import::{
    Error, Input, Result, Sink,
    drafting::{
        media::{Beside, MESSAGE_LIMIT},
        quoted::Quoted,
    },
    pasted::name::may_stand_alone,
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
    /// A date without dashes: whether it is the day of what follows, the next line with words tells.
    held: Option<HeldDay>,
    pending: Option<Pending>,
    /// What the line before was, where it matters to this one.
    before: Before,
    undated: Undated,
    /// Whether people have been told of somebody who speaks once.
    seen_once: bool,
    /// How many messages stand for media that is neither here nor named.
    omitted: u64,
    /// What looks like the beginning of an item and does not stand as one.
    quoted: Quoted,
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

/// A date without dashes, while it is not known whether a message follows.
struct HeldDay {
    number: u64,
    text: String,
    day: NaiveDate,
    /// How many empty lines stand below it.
    blanks: u64,
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
            held: None,
            pending,
            before,
            undated,
            seen_once: false,
            omitted: 0,
            quoted: Quoted::default(),
        }
    }

    /// What is told of lines that look like the beginning of an item and do not stand as one.
    pub fn doubt(&self) -> Option<Warning> {
        self.quoted.doubt(1, place)
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
            Layout::Items(writing, around) => match seen.item().filter(|stamp| stamp.writing == writing) {
                Some(stamp) if self.survey.begins_item(seen, around) => {
                    self.before = Before::NameOfItem;
                    let sent_at = SourceTime::Local(stamp.at, stamp.precision);
                    self.begin(seen, seen.text.trim(), Some(sent_at), Around::Anything)
                }
                found => {
                    if found.is_some() && self.pending.is_some() && may_stand_alone(seen.text.trim()) {
                        self.quoted.note(seen.number, seen.text);
                    }
                    self.continued(seen)
                }
            },
            Layout::Stamped(around) => match stamped_name(seen.text) {
                Some((name, stamp)) if around == Around::Anything || seen.blank_before => {
                    let sent_at = SourceTime::Local(stamp.at, stamp.precision);
                    self.begin(seen, name, Some(sent_at), Around::Anything)
                }
                _ => self.continued(seen),
            },
            Layout::Undated => match spoken(seen.text).filter(|(name, _)| self.survey.speaks(name, seen)) {
                Some((name, words)) => {
                    if !self.survey.is_known(name) && !std::mem::replace(&mut self.seen_once, true) {
                        self.sink.warning(Warning::new("spoken_once", place(seen.number), name));
                    }
                    self.begin(seen, name, None, Around::Anything)?;
                    self.append(words.trim_start())
                }
                None => self.continued(seen),
            },
        }
    }

    fn mail_line(&mut self, mail: Mail, before: Before, seen: &Seen<'_>) -> Result<()> {
        let before = self.held.as_ref().map_or(before, |_| Before::Day);
        let parted = seen.blank_before || before == Before::Day || mail.before == Around::Anything;
        if let Some(held) = self.held.as_mut().filter(|_| is_blank(seen.text)) {
            held.blanks += 1;
            return Ok(());
        }
        let day = match date_line(seen.text) {
            Some(DateLine::Dashed(day)) => Some(day),
            Some(DateLine::Bare(day)) if mail.bare_dates && self.is_heading(day) => Some(day),
            _ => None,
        };
        if let Some(day) = day.filter(|_| parted) {
            self.take_day()?;
            self.held = Some(HeldDay { number: seen.number, text: seen.text.to_owned(), day, blanks: 0 });
            self.before = Before::Day;
            let is_first = self.pending.is_none();
            return if is_first || !mail.bare_dates { self.take_day() } else { Ok(()) };
        }
        let header = timed_name(seen.text).filter(|found| {
            found.gap == mail.gap
                && parted
                && (mail.after == Around::Anything || seen.blank_after())
                && self.may_write(found.name)
        });
        let Some(found) = header else {
            self.put_back_day()?;
            return self.continued(seen);
        };
        let day = self.held.as_ref().map(|held| held.day).or(self.day);
        let at = day.map(|day| day.and_time(found.clock.time));
        if found.gap == Gap::One
            && !self.writes(found.name)
            && at.is_none_or(|at| self.last.is_some_and(|l| at < l))
        {
            self.put_back_day()?;
            return self.continued(seen);
        }
        self.take_day()?;
        self.last = at.or(self.last);
        self.begin(seen, found.name, at.map(|at| SourceTime::Local(at, Precision::Minute)), mail.after)
    }

    /// Whether a date without dashes may be the day of what follows, and not what somebody wrote: days recur or stand above all
    /// messages, and do not run back.
    fn is_heading(&self, day: NaiveDate) -> bool {
        let wordless = self
            .pending
            .as_ref()
            .is_some_and(|pending| pending.body.as_ref().is_none_or(|body| is_blank(body)));
        let is_first = self.pending.is_none() && self.last.is_none();
        !wordless && (is_first || self.survey.days_recur()) && self.day.is_none_or(|above| above <= day)
    }

    /// Takes the line that was held as the day of what follows; tells of one before the day above, or long behind it.
    fn take_day(&mut self) -> Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let step = self.day.map_or(0, |above| held.day.signed_duration_since(above).num_days());
        let doubt = match step {
            ..0 => Some("earlier_day"),
            31.. if matches!(date_line(&held.text), Some(DateLine::Bare(_))) => Some("later_day"),
            _ => None,
        };
        if let Some(code) = doubt {
            self.sink.warning(Warning::new(code, place(held.number), &held.text));
        }
        self.finish(End::Message)?;
        self.day = Some(held.day);
        Ok(())
    }

    /// Takes the line that was held, and the empty ones below it, as somebody's words.
    fn put_back_day(&mut self) -> Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        self.append(&held.text)?;
        (0..held.blanks).try_for_each(|_| self.append(""))
    }

    /// Whether a name can be a writer's: where both people of the preamble write, nobody else does.
    fn may_write(&self, name: &str) -> bool {
        let Some(Preamble::Pair(one, other, _)) = &self.survey.preamble else { return true };
        let both_write = [one, other].into_iter().all(|name| self.survey.timed.contains_key(name));
        !both_write || self.survey.in_preamble(name)
    }

    /// Whether a name before a time is more than the words of a sentence that happens to end in one.
    fn writes(&self, name: &str) -> bool {
        self.survey.in_preamble(name) || self.survey.timed.get(name).is_some_and(|count| *count > 1)
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
            None => {
                // Most have one line, and an empty one below it.
                let mut body = String::with_capacity(line.len() + 1);
                body.push_str(line);
                pending.body = Some(body);
            }
        }
        Ok(())
    }

    /// Hands over the message that is complete now, and the recalls noted below it.
    pub fn finish(&mut self, end: End) -> Result<()> {
        if end == End::File {
            self.put_back_day()?;
        }
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let mut body = pending.body.unwrap_or_default();
        trim_end_lines(&mut body);
        if end == End::File && last_line(&body).is_some_and(is_trailer) {
            drop_last_line(&mut body);
        }
        let mut recalls = Vec::new();
        while let Some(line) = self.recall_below(&body) {
            recalls.push(line.to_owned());
            drop_last_line(&mut body);
        }
        if names_another(&body, &pending.sender) {
            // It is the sentence of the system about somebody else's message.
            recalls.push(std::mem::take(&mut body));
        }
        let found = meaning(&body);
        self.omitted += media_left_out(&body);
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

    /// A recall that stands by itself below other words: on Android after an empty line. iOS puts none before it.
    fn recall_below<'b>(&self, body: &'b str) -> Option<&'b str> {
        // Nearly no message ends as the sentence does.
        let (above, line) = may_end_in_recall(body).then(|| body.rsplit_once('\n'))??;
        let is_parted = || last_line(above).is_some_and(is_blank);
        let is_of_ios = matches!(self.layout, Layout::Mail(Mail { gap: Gap::One, .. }));
        (is_recall(line) && (is_of_ios || is_parted())).then_some(line)
    }

    /// A line of the system: it has no time of its own and stands where the source put it.
    fn event(&mut self, line: u64, text: &str) -> Result<()> {
        let mut draft = MessageDraft::text(None, None, text);
        draft.recalled = is_recall(text);
        draft.place = place(line);
        self.sink.message(self.slot, draft)
    }
}
