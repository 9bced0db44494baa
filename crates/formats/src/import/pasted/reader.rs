//! The second pass: messages out of lines, once it is settled what begins them.

use super::{
    days::{DayLine, Heading},
    events::{is_event, is_recall_line, is_taken_back, starred},
    header::{Header, Shape, unquoted},
    met::{Met, day_and_parting},
    name::bare,
    settled::{Parted, Settled, id_of},
    status::is_rule_line,
    survey::Parting,
    time_of_day::Midnight,
    when::{Family, When, is_impossible, whole},
};
use crate::import::{
    Result, Sink,
    drafting::composer::Composer,
    platform::wechat::window::Seen,
    text::{
        byte_set::ByteSet,
        dates::{is_possible, is_space},
        edges::is_blank,
        lines::{Line, place},
    },
};
use chrono::NaiveDate;
use yanju_model::{
    SourceTime, Warning,
    draft::{DateOrder, MessageDraft, Sender},
};

/// Writes the messages of one text.
pub struct Reader<'a, 'c> {
    settled: &'a Settled,
    order: DateOrder,
    composer: Composer<'c>,
    sink: &'a mut dyn Sink,
    slot: usize,
    /// The day that lines above named.
    day: Option<NaiveDate>,
    /// The time that a line between messages named for the next.
    time_above: Option<SourceTime>,
    /// A day that was not drawn: whether it is one, the next line with words tells.
    held: Option<HeldDay>,
    parting: Parting,
    met: Met,
    /// Whether the next line is the second of a header.
    within_header: bool,
    /// Whether the line before was a header: what follows is what somebody wrote.
    below_header: bool,
    /// Whether people have been told that messages have no date.
    undated: bool,
    /// Where the first note about being read stood beside a header.
    pub status: Option<(String, String)>,
}

impl<'a, 'c> Reader<'a, 'c> {
    /// A reader at the start of the text.
    pub fn new(
        settled: &'a Settled,
        order: DateOrder,
        composer: Composer<'c>,
        sink: &'a mut dyn Sink,
        slot: usize,
    ) -> Self {
        Self {
            settled,
            order,
            composer,
            sink,
            slot,
            day: None,
            time_above: None,
            held: None,
            parting: Parting::Blank,
            met: Met::default(),
            within_header: false,
            below_header: false,
            undated: false,
            status: None,
        }
    }

    /// Where doubts go.
    pub fn warn(&mut self, warning: Warning) {
        self.sink.warning(warning);
    }

    /// Hands over the last message; returns how many there were.
    pub fn finish(mut self) -> Result<(u64, Option<(String, String)>)> {
        self.put_back_day()?;
        self.composer.finish(self.sink)?;
        Ok((self.composer.pushed, self.status))
    }

    /// Takes the next line.
    pub fn line(&mut self, seen: &Seen<'_>) -> Result<()> {
        if std::mem::take(&mut self.within_header) {
            self.parting = Parting::None;
            return Ok(());
        }
        if seen.text.is_empty() && self.held.is_none() {
            // Every fourth line or so; it parts and is nothing else.
            (self.parting, self.below_header) = (Parting::Blank, false);
            return self.composer.line(self.slot, &Line::plain(seen.number, ""), self.sink);
        }
        let text =
            if self.settled.layout.quoted { unquoted(seen.text).unwrap_or(seen.text) } else { seen.text };
        let is_above_a_time = self.settled.layout.shape == Shape::NameAboveTime;
        let known = if is_above_a_time { self.met.known(seen) } else { None };
        let (day, below) = day_and_parting(known.as_ref(), text);
        let parting = std::mem::replace(&mut self.parting, below);
        if self.tells_what_happened(seen.number, text)? {
            return Ok(());
        }
        if let Some(header) = self.settled.header(seen, known.as_ref(), parting, &mut self.met) {
            self.take_day()?;
            return self.begin(seen.number, seen.text, &header);
        }
        if let Some(held) = &mut self.held {
            if is_blank(text) {
                held.blanks += 1;
                return Ok(());
            }
            if day.is_some() || is_event(text, parting, &self.settled.writers) {
                self.take_day()?;
            } else {
                self.put_back_day()?;
            }
        }
        let below_header = std::mem::take(&mut self.below_header);
        if self.settled.ruled && !self.composer.is_open() && is_rule_line(text) {
            return Ok(());
        }
        if (!below_header && self.names_a_day(seen, text, parting, day)?)
            || self.names_a_time(seen.number, text)?
        {
            return Ok(());
        }
        if self.begins_without_time(seen, text, parting)? {
            return Ok(());
        }
        if is_event(text, parting, &self.settled.writers) && !self.is_all_of_a_message(text) {
            let draft = MessageDraft {
                recalled: is_recall_line(text),
                ..MessageDraft::text(None, None, text.trim())
            };
            return self.push(seen.number, draft);
        }
        let line = Line::plain(seen.number, text);
        self.composer.line(self.slot, &line, self.sink)
    }

    fn begin(&mut self, number: u64, line: &str, header: &Header<'_>) -> Result<()> {
        self.within_header = header.layout.takes_two_lines();
        self.below_header = true;
        if let Some(status) = header.status {
            self.status.get_or_insert_with(|| (place(number), status.to_owned()));
        }
        let sent_at = match header.when {
            Some(when) => self.time(number, line, when),
            None => self.time_above.take().or_else(|| {
                self.say_undated(number, line);
                None
            }),
        };
        let draft = MessageDraft::text(self.sender(header.name), sent_at, header.words);
        self.push(number, draft.stating(header.written))
    }

    /// Takes a line that is laid out as headers are, and drawn in stars instead of a name and words.
    fn tells_what_happened(&mut self, number: u64, text: &str) -> Result<bool> {
        let is_laid_out_so = matches!(self.settled.layout.shape, Shape::TimeSaid | Shape::TimeName);
        let Some(found) = starred(text).filter(|_| is_laid_out_so) else { return Ok(false) };
        if found.time_in != self.settled.layout.time_in() {
            return Ok(false);
        }
        self.take_day()?;
        let sent_at = self.time(number, text, found.when);
        self.push(number, MessageDraft::text(None, sent_at, found.words).stating(found.written))?;
        self.composer.finish(self.sink)?;
        Ok(true)
    }

    /// Who wrote under a name; `None` for the platform.
    fn sender(&self, name: &str) -> Option<Sender> {
        let id = if self.settled.has_ids { id_of(name) } else { None };
        let sender = match id {
            Some((name, id)) => Sender { key: Some(id.to_owned()), ..Sender::named(name) },
            None => Sender::named(name),
        };
        Some(sender).filter(|sender| !is_system(&sender.name))
    }

    /// Begins a message where somebody known stands before a time that no clock shows.
    fn begins_without_time(&mut self, seen: &Seen<'_>, text: &str, parting: Parting) -> Result<bool> {
        let ends_in_figure = |line: &str| line.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let apart = parting != Parting::None || self.settled.parting != Parted::Always;
        let is_known = |name: &str| self.settled.writers.contains(name);
        let found = match self.settled.layout.shape {
            _ if !apart => None,
            Shape::NameTime if ends_in_figure(text) => text.char_indices().find_map(|(at, c)| {
                let (name, time) = is_space(c).then(|| text.split_at_checked(at))??;
                let name = bare(name.trim()).0;
                (is_known(name) && is_impossible(time)).then_some((name, time))
            }),
            Shape::NameAboveTime => seen
                .next
                .filter(|next| ends_in_figure(next) && is_known(text.trim()) && is_impossible(next.trim()))
                .map(|next| (text.trim(), next)),
            _ => None,
        };
        let Some((name, written)) = found else { return Ok(false) };
        let line = if ends_in_figure(text) { text } else { seen.next.unwrap_or_default() };
        self.sink.warning(Warning::new("unreadable_time", place(seen.number), line));
        self.within_header = self.settled.layout.takes_two_lines();
        self.below_header = true;
        self.push(seen.number, MessageDraft::text(self.sender(name), None, "").stating(written))?;
        Ok(true)
    }

    /// Whether a line is all that the header above it has, and says that this was taken back.
    fn is_all_of_a_message(&mut self, text: &str) -> bool {
        let Some(draft) = self.composer.open() else { return false };
        let sender = draft.sender.as_ref().filter(|_| draft.text.trim().is_empty());
        sender.is_some_and(|sender| is_taken_back(text, &sender.name))
    }

    fn push(&mut self, number: u64, mut draft: MessageDraft) -> Result<()> {
        draft.place = place(number);
        self.composer.begin(self.slot, draft, self.sink)
    }

    fn time(&mut self, number: u64, line: &str, when: When) -> Option<SourceTime> {
        let (date, time) = match when {
            When::Stamp(day, time) => {
                let date = day.in_order(self.order);
                if date.is_none() {
                    self.sink.warning(Warning::new("impossible_date", place(number), line));
                }
                (date, time)
            }
            When::Clock(time) => {
                if self.day.is_none() {
                    self.say_undated(number, line);
                }
                (self.day, time)
            }
            When::Relative => {
                self.sink.warning(Warning::new("undated_line", place(number), line));
                return None;
            }
        };
        let stated = SourceTime::Local(time.on(date?)?, time.clock.precision);
        if !is_possible(stated) {
            self.sink.warning(Warning::new("odd_time", place(number), line));
            return None;
        }
        if time.midnight == Midnight::PassedByDoubt {
            self.sink.warning(Warning::new("midnight", place(number), line));
        }
        Some(stated)
    }

    /// Says once that messages have no date.
    fn say_undated(&mut self, number: u64, line: &str) {
        if !std::mem::replace(&mut self.undated, true) {
            self.sink.warning(Warning::new("undated_line", place(number), line));
        }
    }

    /// Takes a line that names a day, where the times of headers are of such days, or where it is drawn.
    fn names_a_day(
        &mut self,
        seen: &Seen<'_>,
        text: &str,
        parting: Parting,
        day: Option<DayLine>,
    ) -> Result<bool> {
        let number = seen.number;
        let Some(line) = day else { return Ok(false) };
        let counts = self.settled.family == Family::Clock;
        if !counts && !line.drawn {
            return Ok(false);
        }
        let Some(day) = line.day else {
            if !line.drawn && !self.stands_before_a_header(seen) {
                return Ok(false);
            }
            self.composer.finish(self.sink)?;
            (self.day, self.time_above) = (None, None);
            // Nobody knows which day this is; the words stay.
            self.push(number, MessageDraft::text(None, None, text.trim()))?;
            self.composer.finish(self.sink)?;
            return Ok(true);
        };
        let is_first = !self.composer.is_open() && self.composer.pushed == 0;
        let heading = if is_first {
            Heading::Day
        } else {
            self.settled.headings.heading(line, day, self.order, parting, self.day)
        };
        let doubt = match heading {
            Heading::Words => return Ok(false),
            Heading::Day => None,
            Heading::Earlier => Some("earlier_day"),
            Heading::MuchLater => Some("later_day"),
        };
        let doubt = doubt.filter(|_| counts);
        let text = text.to_owned();
        self.held = Some(HeldDay { number, text, day: day.in_order(self.order), doubt, blanks: 0 });
        if is_first || line.drawn {
            self.take_day()?;
        }
        Ok(true)
    }

    /// Takes the line that was held as the day of what follows.
    fn take_day(&mut self) -> Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        if let Some(code) = held.doubt {
            self.sink.warning(Warning::new(code, place(held.number), &held.text));
        }
        (self.day, self.time_above) = (held.day, None);
        self.composer.finish(self.sink)
    }

    /// Takes the line that was held, and the empty ones below it, as somebody's words.
    fn put_back_day(&mut self) -> Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        self.composer.words(self.slot, held.number, &held.text, self.sink)?;
        (0..held.blanks).try_for_each(|_| self.composer.words(self.slot, held.number, "", self.sink))
    }

    /// Whether the next line begins a message, or nothing.
    fn stands_before_a_header(&self, seen: &Seen<'_>) -> bool {
        let next = seen.next.unwrap_or_default();
        let alone = Seen { number: seen.number + 1, text: next, blank_before: true, next: None };
        next.trim().is_empty()
            || self.settled.layout.takes_two_lines()
            || self.settled.header(&alone, None, Parting::Blank, &mut Met::default()).is_some()
    }

    /// Takes a time that stands alone between messages which have none of their own.
    fn names_a_time(&mut self, number: u64, text: &str) -> Result<bool> {
        if self.settled.layout.shape != Shape::Said {
            return Ok(false);
        }
        let Some(when) = whole(text) else { return Ok(false) };
        self.time_above = self.time(number, text, when);
        if self.time_above.is_none() {
            self.push(number, MessageDraft::text(None, None, text.trim()))?;
        }
        self.composer.finish(self.sink)?;
        Ok(true)
    }
}

/// A line that names a day, while it is not known whether a message follows.
struct HeldDay {
    number: u64,
    text: String,
    day: Option<NaiveDate>,
    /// The warning that goes with it as a day.
    doubt: Option<&'static str>,
    /// How many empty lines stand below it.
    blanks: u64,
}

/// What platforms call themselves in a talk.
const SYSTEM: &[&str] = &["系统", "系统消息", "系统通知", "系统提示", "系統訊息"];

const SYSTEM_STARTS: ByteSet = ByteSet::of_starts(SYSTEM);

fn is_system(name: &str) -> bool {
    SYSTEM_STARTS.may_begin(name) && SYSTEM.contains(&name)
}
