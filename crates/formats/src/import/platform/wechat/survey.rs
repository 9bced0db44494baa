//! The first pass: which of WeChat's copies this is, who wrote, and what the preamble says.

use super::{
    layout::{DateLine, Gap, Preamble, Stamp, Writing, date_line, preamble, stamp, stamped_name, timed_name},
    window::Seen,
};
use crate::import::{
    drafting::writers::{WriterSurvey, Writers},
    pasted::{name::may_stand_alone, settled::is_label},
    text::{colon::split_at_colon, edges::is_blank},
};
use chrono::NaiveDateTime;
use std::collections::HashMap;
use yanju_model::{Precision, Warning};

/// How many different names are remembered. More is not a chat.
const REMEMBERED: usize = 50_000;

/// How the messages of a file begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Date lines, then `name  HH:MM`: the multi-select mail.
    Mail(Mail),
    /// The name, below it date and time to the minute, all dates written alike: items copied on iOS or the computer.
    Items(Writing, Around),
    /// `name 2024-01-15 10:30`.
    Stamped(Around),
    /// `name：words`, without any time.
    Undated,
}

/// The particulars of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mail {
    /// Between name and time.
    pub gap: Gap,
    /// Whether a date without dashes is a date line.
    pub bare_dates: bool,
    /// What stands before a header.
    pub before: Around,
    /// What stands behind a header.
    pub after: Around,
}

/// What stands on the other side of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// Always an empty line: what has none is quoted text.
    Blank,
    /// Anything.
    Anything,
}

/// Counts of one kind of header.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    all: u64,
    blank_before: u64,
    blank_after: u64,
}

impl Tally {
    fn note(&mut self, seen: &Seen<'_>) {
        self.all += 1;
        self.blank_before += u64::from(seen.blank_before);
        self.blank_after += u64::from(seen.blank_after());
    }

    /// Most headers have an empty line there; the others are quotations.
    fn around(of: u64, all: u64) -> Around {
        if of * 2 > all { Around::Blank } else { Around::Anything }
    }
}

/// The lines above one kind of date, which may be names.
#[derive(Debug, Default)]
struct Items {
    /// How many stand below an empty line, or above everything.
    apart: u64,
    names: HashMap<String, u64>,
    /// Those that stand below words: somebody's name, or quoted.
    close: HashMap<String, u64>,
    /// Whose names all of them are, should nothing part items.
    writers: WriterSurvey,
}

impl Items {
    fn note(&mut self, seen: &Seen<'_>, at: NaiveDateTime) {
        let name = seen.text.trim();
        self.writers.note(name, seen.next.unwrap_or_default().trim(), Some(at));
        if seen.blank_before {
            self.apart += 1;
            remember(&mut self.names, name);
        } else {
            remember(&mut self.close, name);
        }
    }

    /// What stands before an item. Nothing is above the first; where an empty line parts any other, one parts all but
    /// those of people who stand without it more often.
    fn before(&self) -> Around {
        let known = self.close.iter().filter(|(name, _)| self.names.contains_key(*name));
        let close: u64 = known.map(|(_, count)| count).sum();
        let parted = self.apart.saturating_sub(1);
        let is_close = if parted == 0 { !self.close.is_empty() } else { close > parted };
        if is_close { Around::Anything } else { Around::Blank }
    }
}

/// What is gathered of a file.
#[derive(Debug, Default)]
pub struct Survey {
    /// Who or what the preamble names.
    pub preamble: Option<Preamble>,
    /// How often each name begins a message, by layout.
    pub timed: HashMap<String, u64>,
    /// The names that have date and time behind them.
    pub stamped: HashMap<String, u64>,
    /// The names of an undated copy.
    pub spoken: HashMap<String, u64>,
    /// Lines with anything in them.
    pub filled: u64,
    /// How many lines are `name：words`, and how many of them stand below an empty one.
    said: u64,
    said_apart: u64,
    one: Tally,
    two: Tally,
    inline: Tally,
    in_words: Items,
    in_figures: Items,
    /// Who wrote items that nothing parts.
    writers: Writers,
    dashed: u64,
    bare: u64,
    /// Whether the first filled line that is no preamble begins a message or a day.
    pub starts_at_once: Option<bool>,
}

impl Survey {
    /// Takes a line into account.
    pub fn note(&mut self, seen: &Seen<'_>) {
        let text = seen.text;
        if is_blank(text) {
            return;
        }
        self.filled += 1;
        if self.filled <= 10
            && let Some(found) = preamble(text)
        {
            if self.preamble.is_none() || self.preamble == Some(Preamble::Salutation) {
                self.preamble = Some(found);
            }
            return;
        }
        let begins = self.headers(seen);
        self.starts_at_once.get_or_insert(begins);
    }

    /// Counts what the line may be; says whether it is anything but words.
    fn headers(&mut self, seen: &Seen<'_>) -> bool {
        let date = date_line(seen.text);
        match date {
            Some(DateLine::Dashed(_)) => self.dashed += 1,
            Some(DateLine::Bare(_)) => self.bare += 1,
            None => {}
        }
        if let Some(found) = timed_name(seen.text) {
            if found.gap == Gap::Two {
                self.two.note(seen);
            } else {
                self.one.note(seen);
            }
            remember(&mut self.timed, found.name);
            return true;
        }
        if let Some((name, _)) = stamped_name(seen.text) {
            self.inline.note(seen);
            remember(&mut self.stamped, name);
            return true;
        }
        if let Some(found) = seen.item() {
            let items = match found.writing {
                Writing::Words => &mut self.in_words,
                Writing::Figures => &mut self.in_figures,
            };
            items.note(seen, found.at);
            if seen.blank_before {
                return true;
            }
        }
        if let Some((name, _)) = spoken(seen.text) {
            remember(&mut self.spoken, name);
            self.said += 1;
            self.said_apart += u64::from(seen.blank_before);
        }
        date.is_some()
    }

    /// The layout of the file; `None` where it is none of WeChat's.
    pub fn layout(&self) -> Option<Layout> {
        let gap = if self.two.all >= self.one.all { Gap::Two } else { Gap::One };
        let timed = if gap == Gap::Two { self.two } else { self.one };
        let dates = self.dashed + if self.preamble.is_some() { self.bare } else { 0 };
        if timed.all > 0 && (dates > 0 || self.preamble.is_some()) {
            return Some(Layout::Mail(Mail {
                gap,
                bare_dates: self.dashed == 0,
                before: Tally::around(timed.blank_before, timed.all),
                after: Tally::around(timed.blank_after, timed.all),
            }));
        }
        let writing = self.writing();
        let items = self.items(writing);
        if items.apart > 0 && items.apart >= self.inline.all {
            return Some(Layout::Items(writing, items.before()));
        }
        if self.inline.all > 0 {
            return Some(Layout::Stamped(Tally::around(self.inline.blank_before, self.inline.all)));
        }
        let undated = self.preamble.is_some() && !self.spoken.is_empty();
        undated.then_some(Layout::Undated)
    }

    /// Parts the preamble where those who wrote tell where: `A 和 B 和 C` may be `A 和 B` with `C`.
    pub fn settle_pair(&mut self) {
        let Some(Preamble::Pair(one, other, others)) = &mut self.preamble else { return };
        let writes = |name: &String| self.timed.contains_key(name) || self.spoken.contains_key(name);
        let known = |pair: &(String, String)| u8::from(writes(&pair.0)) + u8::from(writes(&pair.1));
        let first = (one.clone(), other.clone());
        // Of as many, the first.
        let pairs = std::iter::once(&first).chain(others.iter()).rev();
        if let Some(best) = pairs.max_by_key(|pair| known(pair)).cloned() {
            (*one, *other) = best;
        }
    }

    /// Whether the preamble names somebody so.
    pub fn in_preamble(&self, name: &str) -> bool {
        matches!(&self.preamble, Some(Preamble::Pair(one, other, _)) if name == one || name == other)
    }

    /// Whether a name of a copy without times is surely somebody's: the preamble's, or one that comes back.
    pub fn is_known(&self, name: &str) -> bool {
        self.in_preamble(name) || self.spoken.get(name).is_some_and(|count| *count > 1)
    }

    /// Whether a name before words begins a message of a copy without times. What people fill in names nobody, nor does anything
    /// where both people of the preamble speak. Who speaks once is somebody where nearly every line is laid out so.
    pub fn speaks(&self, name: &str, seen: &Seen<'_>) -> bool {
        if self.in_preamble(name) {
            return true;
        }
        let both_speak = matches!(&self.preamble, Some(Preamble::Pair(one, other, _))
            if self.spoken.contains_key(one) && self.spoken.contains_key(other));
        if both_speak || is_label(name) || !name.contains(char::is_alphabetic) {
            return false;
        }
        let is_laid_out_so = || {
            self.said * 10 >= self.filled.saturating_sub(1) * 8
                && (seen.blank_before || self.said_apart * 2 <= self.said)
                && may_stand_alone(name)
        };
        self.is_known(name) || is_laid_out_so()
    }

    /// Whether dates without dashes stand on more than one line.
    pub fn days_recur(&self) -> bool {
        self.bare > 1
    }

    /// How most items write their dates; of as many, as the phone does. The others are quoted: a parcel's trace
    /// has a time below each of its lines, too.
    fn writing(&self) -> Writing {
        if self.in_words.apart >= self.in_figures.apart { Writing::Words } else { Writing::Figures }
    }

    fn items(&self, writing: Writing) -> &Items {
        match writing {
            Writing::Words => &self.in_words,
            Writing::Figures => &self.in_figures,
        }
    }

    /// Settles who wrote the items of a text that nothing parts; lists those who need a look.
    pub fn settle_items(&mut self) -> Option<Warning> {
        let Some(Layout::Items(writing, Around::Anything)) = self.layout() else { return None };
        self.writers = self.items(writing).writers.settle();
        self.writers.doubt(|name| !self.items(writing).names.contains_key(name))
    }

    /// Whether a line above such a date begins an item.
    pub fn begins_item(&self, seen: &Seen<'_>, before: Around) -> bool {
        match before {
            Around::Blank => seen.blank_before,
            Around::Anything => self.writers.takes(seen.text.trim()),
        }
    }

    /// Those who wrote items with such dates.
    pub fn item_names(&self, writing: Writing, before: Around) -> Vec<&String> {
        let items = self.items(writing);
        let close = items.close.keys().filter(|_| before == Around::Anything);
        items.names.keys().chain(close).filter(|name| self.writers.takes(name)).collect()
    }

    /// Whether a date line is drawn with dashes.
    pub fn has_dashed_dates(&self) -> bool {
        self.dashed > 0
    }
}

fn remember(names: &mut HashMap<String, u64>, name: &str) {
    if let Some(count) = names.get_mut(name) {
        *count += 1;
    } else if names.len() < REMEMBERED {
        names.insert(name.to_owned(), 1);
    }
}

/// `张三：words`, with a name that could be one.
pub fn spoken(line: &str) -> Option<(&str, &str)> {
    let (name, words) = split_at_colon(line)?;
    let name = name.trim();
    let plausible = (1..=20).contains(&name.chars().count())
        && !name.contains(['，', '。', '？', '！', '/', '[', '“', '"'])
        && !words.starts_with("//");
    plausible.then_some((name, words))
}

impl Seen<'_> {
    /// The time that the line below is: this line may then be a name. Items tell the minute; other programs' times
    /// have seconds.
    pub fn item(&self) -> Option<Stamp> {
        let found = stamp(self.next.unwrap_or_default())?;
        let to_the_minute = found.precision == Precision::Minute;
        (to_the_minute && stamp(self.text).is_none()).then_some(found)
    }

    /// Whether the next line is empty, or this is the last.
    pub fn blank_after(&self) -> bool {
        self.next.is_none_or(is_blank)
    }
}
