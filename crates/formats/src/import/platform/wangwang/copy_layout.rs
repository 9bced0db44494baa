//! What the headers of copied 千牛 chats look like. How they follow each other is the survey's and the reader's.

use crate::import::text::{
    dates::{Cursor, clock, is_space},
    moment::{Moment, moment},
};
use chrono::{NaiveDateTime, NaiveTime};
use yanju_model::Precision;

/// How headers are written. One copy keeps to one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// `A --> B 2024-3-8 9:05:06`
    Arrow,
    /// `[A] 2024-3-8 9:05:06`
    Bracket,
    /// `A 2024-3-8 9:05:06`
    Spaced,
    /// `A2024-3-8 9:05:06`
    Glued,
    /// `A` in one line, `2024-3-8 9:05:06` in the next.
    TwoLines,
    /// Date, time, words, and who wrote them last.
    Web,
}

/// The line that begins a message; the name is missing in [`Style::TwoLines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// How it is written.
    pub style: Style,
    /// Who wrote.
    pub name: &'a str,
    /// To whom.
    pub to: Option<&'a str>,
    /// When.
    pub when: When<'a>,
    /// The date as it is written; empty without one.
    pub date: &'a str,
}

/// The longest line that is a header, in bytes.
pub const HEADER_LIMIT: usize = 240;

/// What a header says of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When<'a> {
    /// Date and time.
    Moment(Moment),
    /// The time of day, as it is written and as it reads.
    Clock(&'a str, NaiveTime),
}

impl Header<'_> {
    /// The moment that it names, where there is such a day.
    pub fn at(&self) -> Option<NaiveDateTime> {
        match self.when {
            When::Moment(Moment::At(at)) => Some(at),
            _ => None,
        }
    }
}

/// The header that a line is.
pub fn header(line: &str) -> Option<Header<'_>> {
    let line = line.trim_matches(is_space);
    if line.len() > HEADER_LIMIT {
        return None;
    }
    let (before, time) = clock_at_end(line)?;
    if let Some((names, date)) = date_at_end(before) {
        return named(names, When::Moment(moment(&format!("{date} {time}"))?), date);
    }
    let found = named(before, When::Clock(time, clock_of(time)?), "")?;
    (found.style == Style::Arrow).then_some(found)
}

/// The time of day that a whole line is: `21:58:24`.
pub fn clock_line(line: &str) -> Option<When<'_>> {
    let line = line.trim_matches(is_space);
    clock_of(line).map(|time| When::Clock(line, time))
}

fn named<'a>(names: &'a str, when: When<'a>, date: &'a str) -> Option<Header<'a>> {
    if names.ends_with('\t') {
        // Other programs part names from times so.
        return None;
    }
    let spaced = names.ends_with(is_space);
    let names = names.trim_matches(is_space);
    if names.is_empty() {
        return Some(Header { style: Style::TwoLines, name: "", to: None, when, date });
    }
    if let Some((from, to)) = names.split_once("-->") {
        let (name, to) = (from.trim(), to.trim());
        let whole = !name.is_empty() && !to.is_empty();
        return whole.then_some(Header { style: Style::Arrow, name, to: Some(to), when, date });
    }
    let bracketed = names.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let (style, name) = match (bracketed, spaced) {
        (Some(inner), _) => (Style::Bracket, inner.trim()),
        (None, true) => (Style::Spaced, names),
        (None, false) => (Style::Glued, names),
    };
    (!name.is_empty()).then_some(Header { style, name, to: None, when, date })
}

/// `9:05:06` or `09:05:06` at the end. Of the digits of a name that it is glued to, none is the hour's: there it
/// has two.
fn clock_at_end(line: &str) -> Option<(&str, &str)> {
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    ["21:58:24".len(), "9:58:24".len()].into_iter().find_map(|length| {
        let (before, time) = line.split_at_checked(line.len().checked_sub(length)?)?;
        clock_of(time).map(|_| (before, time))
    })
}

fn clock_of(time: &str) -> Option<NaiveTime> {
    let is_plain = |c: char| c.is_ascii_digit() || c == ':';
    let mut cursor = Cursor::new(time);
    let found = clock(&mut cursor).filter(|found| found.precision == Precision::Second)?;
    (time.chars().all(is_plain) && cursor.rest().is_empty()).then_some(found.time)
}

/// `2024-3-8` at the end, before a space. Of the digits before it, the last four are the year; the others are
/// somebody's name.
fn date_at_end(text: &str) -> Option<(&str, &str)> {
    let date = text.trim_end_matches(is_space);
    if date.len() == text.len() {
        return None;
    }
    let separator = date.chars().rev().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/'))?;
    let is_number = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
    let (rest, day) = date.rsplit_once(separator).filter(|(_, day)| is_number(day))?;
    let (rest, month) = rest.rsplit_once(separator).filter(|(_, month)| is_number(month))?;
    let (names, year) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
    let length = year.len() + month.len() + day.len() + 2;
    let is_year = year.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| date.split_at_checked(names.len()).filter(|(_, date)| date.len() == length)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Style, &str, Option<&str>)> {
        header(line).map(|found| (found.style, found.name, found.to))
    }

    #[test]
    fn headers_are_read_in_every_way_that_they_are_copied() {
        for (line, expected) in [
            ("小鱼 2024-3-8 9:05:06", (Style::Spaced, "小鱼", None)),
            ("某店:小美 2024-03-08 19:05:06", (Style::Spaced, "某店:小美", None)),
            ("tb88412024-3-8 9:05:06", (Style::Glued, "tb8841", None)),
            ("a-12024-3-8 9:05:06", (Style::Glued, "a-1", None)),
            ("[小鱼] 2024-3-8 9:05:06", (Style::Bracket, "小鱼", None)),
            ("小鱼 --> 某店:小美 2024-3-8 9:05:06", (Style::Arrow, "小鱼", Some("某店:小美"))),
            ("小鱼 --> 某店:客服109:05:06", (Style::Arrow, "小鱼", Some("某店:客服1"))),
            ("2024-3-8 9:05:06", (Style::TwoLines, "", None)),
        ] {
            assert_eq!(read(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_only_ends_in_a_time_is_no_header() {
        for line in [
            "小鱼 9:05:06",
            "00:00:01,000 --> 00:00:02,000",
            "小鱼 2024-3-8 9:05",
            "小鱼 3-8 9:05:06",
            "小鱼 2024-3-8 9:05:06 已读",
            "版本 2024-3-89:05:06",
            "小鱼\t2024-3-8 9:05:06",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        assert!(clock_line("21:58:24").is_some() && clock_line("21:58").is_none());
    }
}
