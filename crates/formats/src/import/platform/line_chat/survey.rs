//! The first pass: the layout, the order of dates, the names, and quotation marks around lines that look like
//! entries.

use super::{
    layout::{DayLine, DayWriting, Layout, day_line, entry, is_saved_at, title},
    names::{NameSurvey, Names},
};
use crate::import::text::dates::{DateOrderEvidence, NumericDate, Script};
use chrono::{Datelike, Weekday};
use std::collections::HashMap;
use yanju_model::draft::DateOrder;

const LAYOUTS: [Layout; 4] = [Layout::Tabs, Layout::DatedTabs, Layout::Brackets, Layout::Spaces];

/// How many lines quotation marks can span.
const SPAN: u64 = 1000;

/// How many spans are remembered.
const REMEMBERED: usize = 50_000;

/// What is gathered of a text.
#[derive(Debug, Default)]
pub struct Survey {
    /// Whom the first line names.
    pub title: Option<String>,
    /// Whether the first line with words, below the title, names a day.
    pub starts_with_a_day: bool,
    /// Whether it is an entry.
    pub starts_with_an_entry: bool,
    /// Days with their weekday.
    pub weekdays: u64,
    /// How often days are written in each way, in the order of their first.
    writings: Vec<(DayWriting, u64)>,
    counts: HashMap<Layout, u64>,
    filled: u64,
    dates: DateOrderEvidence,
    open: bool,
    day_first: u64,
    month_first: u64,
    names: NameSurvey,
    quote: Option<Quote>,
    spans: HashMap<u64, u64>,
}

/// Quotation marks that are open.
#[derive(Debug)]
struct Quote {
    from: u64,
    /// Whether a line within looks like an entry or a day.
    holds_entries: bool,
}

/// How a text is read.
#[derive(Debug)]
pub struct Settled {
    /// The layout of its entries.
    pub layout: Layout,
    /// The order of dates; `None` where it is open.
    pub order: Option<DateOrder>,
    /// The orders that dates can be read in.
    pub orders: Vec<DateOrder>,
    /// Whether dates leave their order open at all.
    pub open: bool,
    /// The names.
    pub names: Names,
    /// Whom the first line names.
    pub title: Option<String>,
    /// How most days are written. What is written otherwise is somebody's words.
    pub days: Option<DayWriting>,
    /// The last lines of quotation marks around lines that look like entries or days, by the first.
    pub spans: HashMap<u64, u64>,
}

impl Survey {
    /// Takes a line into account.
    pub fn note(&mut self, number: u64, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if self.filled == 0
            && let Some(found) = title(line)
        {
            self.title.get_or_insert_with(|| found.to_owned());
            return;
        }
        if self.filled == 0 && is_saved_at(line) {
            return;
        }
        self.filled += 1;
        if let Some(found) = day_line(line) {
            self.starts_with_a_day |= self.filled == 1;
            self.day(found);
            self.hold();
            return;
        }
        let found = LAYOUTS.into_iter().find_map(|layout| Some((layout, entry(line, layout)?)));
        let Some((layout, entry)) = found else {
            self.close(number, line);
            return;
        };
        self.starts_with_an_entry |= self.filled == 1;
        *self.counts.entry(layout).or_default() += 1;
        if let Some(date) = entry.dated.date {
            self.date(date, entry.dated.clock.script);
        }
        if layout == Layout::Spaces {
            self.names.note(entry.rest);
        }
        self.open_quote(number, entry.rest);
    }

    fn day(&mut self, found: DayLine) {
        self.date(found.date, Script::None);
        match self.writings.iter_mut().find(|(writing, _)| *writing == found.writing()) {
            Some((_, count)) => *count += 1,
            None => self.writings.push((found.writing(), 1)),
        }
        let Some(weekday) = found.weekday else { return };
        self.weekdays += 1;
        let falls =
            |order, wanted: Weekday| found.date.in_order(order).is_some_and(|day| day.weekday() == wanted);
        let (dmy, mdy) = (falls(DateOrder::Dmy, weekday), falls(DateOrder::Mdy, weekday));
        self.day_first += u64::from(dmy && !mdy);
        self.month_first += u64::from(mdy && !dmy);
    }

    fn date(&mut self, date: NumericDate, script: Script) {
        if date.own_order().is_none() {
            self.open = true;
            self.dates.note(date, script);
        }
    }

    /// Words in quotation marks may begin in an entry.
    fn open_quote(&mut self, number: u64, rest: &str) {
        let words = rest.rsplit_once('\t').map_or("", |(_, words)| words);
        let opens = words.len() > 1 && words.starts_with('"') && !words.ends_with('"');
        if opens || words == "\"" {
            // One that was open before is somebody's own.
            self.quote = Some(Quote { from: number, holds_entries: false });
        } else {
            self.hold();
        }
    }

    /// Within quotation marks that are open, this line is words if they close.
    fn hold(&mut self) {
        if let Some(quote) = &mut self.quote {
            quote.holds_entries = true;
        }
    }

    /// They end in a line that is no entry.
    fn close(&mut self, number: u64, line: &str) {
        if self.quote.as_ref().is_some_and(|quote| number > quote.from + SPAN) {
            self.quote = None;
        }
        if line.ends_with('"')
            && let Some(quote) = self.quote.take()
            && quote.holds_entries
            && self.spans.len() < REMEMBERED
        {
            self.spans.insert(quote.from, number);
        }
    }

    /// Whether there is nothing in the text.
    pub fn is_blank(&self) -> bool {
        self.filled == 0 && self.title.is_none()
    }

    /// The layout most entries have.
    pub fn layout(&self) -> Option<Layout> {
        let count = |layout: &Layout| self.counts.get(layout).copied().unwrap_or_default();
        LAYOUTS.into_iter().rev().max_by_key(count).filter(|layout| count(layout) > 0)
    }

    /// Settles how the text is read; `None` where it holds no entries. `order` is the user's.
    pub fn settle(self, order: Option<DateOrder>) -> Option<Settled> {
        let layout = self.layout()?;
        let by_weekday = match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::Dmy),
            (0, 1..) => Some(DateOrder::Mdy),
            _ => None,
        };
        let days = self.writings.iter().rev().max_by_key(|(_, count)| *count).map(|(writing, _)| *writing);
        let settled = || order.or(by_weekday).or_else(|| self.dates.order());
        Some(Settled {
            layout,
            order: if self.open { settled() } else { Some(DateOrder::Ymd) },
            orders: self.dates.candidates(),
            open: self.open,
            names: self.names.settle(self.title.as_deref()),
            title: self.title,
            days,
            spans: self.spans,
        })
    }
}
