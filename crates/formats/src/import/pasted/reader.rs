//! The second pass: messages out of lines, once it is settled what begins them.

use super::{
    header::{Header, Shape, unquoted},
    readings::{Below, reading_in},
    settled::{Settled, id_of},
    status::{is_rule_line, is_status},
    survey::Parting,
    when::{Day, DayLine, Family, When, day_line, whole},
};
use crate::import::{
    Result, Sink,
    drafting::composer::Composer,
    platform::wechat::window::Seen,
    platform::wechat::words::is_recall,
    text::{
        byte_set::ByteSet,
        dates::is_possible,
        edges::trimmed,
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
    parting: Parting,
    below: Below,
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
            parting: Parting::Blank,
            below: Below::default(),
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
        self.composer.finish(self.sink)?;
        Ok((self.composer.pushed, self.status))
    }

    /// Takes the next line.
    pub fn line(&mut self, seen: &Seen<'_>) -> Result<()> {
        if std::mem::take(&mut self.within_header) {
            self.parting = Parting::None;
            return Ok(());
        }
        let text =
            if self.settled.layout.quoted { unquoted(seen.text).unwrap_or(seen.text) } else { seen.text };
        let day = day_line(text);
        let parting = std::mem::replace(&mut self.parting, Parting::by(text, day));
        let readings = reading_in(seen, self.settled.layout.shape, &mut self.below);
        let found = readings.into_iter().find(|header| self.settled.accepts(header, parting));
        if let Some(header) = found {
            return self.begin(seen.number, seen.text, &header);
        }
        let below_header = std::mem::take(&mut self.below_header);
        if self.settled.ruled && !self.composer.is_open() && is_rule_line(text) {
            return Ok(());
        }
        if (!below_header && self.names_a_day(seen, text, day)?) || self.names_a_time(seen.number, text)? {
            return Ok(());
        }
        if self.is_event(text, parting) {
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
        let sender = match id_of(header.name).filter(|_| self.settled.has_ids) {
            Some((name, id)) => Sender { key: Some(id.to_owned()), ..Sender::named(name) },
            None => Sender::named(header.name),
        };
        let sender = Some(sender).filter(|sender| !SYSTEM.contains(&sender.name.as_str()));
        self.push(number, MessageDraft::text(sender, sent_at, header.words))
    }

    fn push(&mut self, number: u64, draft: MessageDraft) -> Result<()> {
        let draft = MessageDraft { place: place(number), ..draft };
        self.composer.begin(self.slot, draft, self.sink)
    }

    fn time(&mut self, number: u64, line: &str, when: When) -> Option<SourceTime> {
        let place = place(number);
        let (date, clock) = match when {
            When::Stamp(day, clock) => {
                let date = day.in_order(self.order);
                if date.is_none() {
                    self.sink.warning(Warning::new("impossible_date", place.as_str(), line));
                }
                (date, clock)
            }
            When::Clock(clock) => {
                if self.day.is_none() {
                    self.say_undated(number, line);
                }
                (self.day, clock)
            }
            When::Relative => {
                self.sink.warning(Warning::new("undated_line", place, line));
                return None;
            }
        };
        let stated = SourceTime::Local(date?.and_time(clock.time), clock.precision);
        if is_possible(stated) {
            return Some(stated);
        }
        self.sink.warning(Warning::new("odd_time", place, line));
        None
    }

    /// Says once that messages have no date.
    fn say_undated(&mut self, number: u64, line: &str) {
        if !std::mem::replace(&mut self.undated, true) {
            self.sink.warning(Warning::new("undated_line", place(number), line));
        }
    }

    /// Takes a line that names a day, where the times of headers are of such days, or where it is drawn.
    fn names_a_day(&mut self, seen: &Seen<'_>, text: &str, day: Option<DayLine>) -> Result<bool> {
        let number = seen.number;
        let Some(found) = day else { return Ok(false) };
        let counts = self.settled.family == Family::Clock;
        if !counts && !found.drawn {
            return Ok(false);
        }
        if found.day.is_none() && !found.drawn && !self.stands_before_a_header(seen) {
            return Ok(false);
        }
        self.composer.finish(self.sink)?;
        self.day = found.day.and_then(|day: Day| day.in_order(self.order));
        self.time_above = None;
        if found.day.is_none() {
            // Nobody knows which day this is; the words stay.
            self.push(number, MessageDraft::text(None, None, text.trim()))?;
            self.composer.finish(self.sink)?;
        }
        Ok(true)
    }

    /// Whether the next line begins a message, or nothing.
    fn stands_before_a_header(&self, seen: &Seen<'_>) -> bool {
        let next = seen.next.unwrap_or_default();
        let alone = Seen { number: seen.number + 1, text: next, blank_before: true, next: None };
        next.trim().is_empty()
            || self.settled.layout.takes_two_lines()
            || reading_in(&alone, self.settled.layout.shape, &mut Below::default())
                .iter()
                .any(|header| self.settled.accepts(header, Parting::Blank))
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

    /// Whether a line is the platform's own.
    fn is_event(&self, text: &str, parting: Parting) -> bool {
        let text = trimmed(text);
        if !(EVENT_ENDS.may_end(text) || RECALL_ENDS.may_end(text)) || text.chars().nth(80).is_some() {
            return false;
        }
        let names_somebody = || {
            text.starts_with(['"', '“', '你', '您'])
                || text.char_indices().any(|(at, _)| {
                    text.split_at_checked(at).is_some_and(|(start, _)| self.settled.writers.contains(start))
                })
        };
        let is_sentence = is_recall_line(text) || EVENTS.iter().any(|end| text.ends_with(end));
        is_sentence && (parting != Parting::None || is_recall_line(text)) && names_somebody()
    }
}

/// What platforms call themselves in a talk.
const SYSTEM: &[&str] = &["系统", "系统消息", "系统通知", "系统提示", "系統訊息"];

/// How the sentences end that platforms write between messages.
const EVENTS: &[&str] = &[
    "加入了群聊",
    "加入群聊",
    "加入了本群",
    "退出了群聊",
    "退出群聊",
    "移出了群聊",
    "移出群聊",
    "结束了会话",
    "接入会话",
    "接入了会话",
];

/// How the sentence ends that tells of a message taken back; in the window of its writer a word to press follows.
const RECALLS: &[&str] = &["撤回了一条消息", "撤回一条消息", "撤回了1条消息", "撤回了一條訊息", EDIT_AGAIN];

const EDIT_AGAIN: &str = "重新编辑";

const EVENT_ENDS: ByteSet = ByteSet::of_ends(EVENTS);
const RECALL_ENDS: ByteSet = ByteSet::of_ends(RECALLS);

/// Whether a line says that a message was taken back.
fn is_recall_line(line: &str) -> bool {
    let line = trimmed(line);
    let line = line.strip_suffix(EDIT_AGAIN).unwrap_or(line).trim_end();
    is_recall(line)
        || ["撤回了一条消息", "撤回一条消息", "撤回了1条消息"].iter().any(|end| line.ends_with(end))
}

/// Takes what belongs to the layout off the words of a message: notes about being read, drawn lines. Returns
/// such a note.
pub fn tidied(draft: &mut MessageDraft, ruled: bool) -> Option<String> {
    let mut status = None;
    let text = std::mem::take(&mut draft.text);
    let mut words = text.as_str();
    loop {
        words = words.trim_end_matches(is_blank);
        let (before, last) = words.rsplit_once('\n').unwrap_or(("", words));
        if is_status(last) && draft.sender.is_some() {
            status = Some(last.trim());
        } else if !(ruled && is_rule_line(last)) {
            break;
        }
        words = before;
    }
    while let Some((first, rest)) = words.split_once('\n') {
        if is_status(first) && draft.sender.is_some() {
            status = Some(first.trim());
        } else if !first.trim().is_empty() {
            break;
        }
        words = rest;
    }
    let status = status.map(str::to_owned);
    if words.is_empty() && status.is_some() {
        // It may be all that somebody wrote.
        text.trim().clone_into(&mut draft.text);
        return None;
    }
    if words.len() == text.len() {
        draft.text = text;
    } else {
        words.clone_into(&mut draft.text);
    }
    status
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}
