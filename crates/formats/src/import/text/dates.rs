//! Times as formats write them: pieces for line headers, and [`parse_time`] for a cell that holds nothing else.
//!
//! No zone is assumed here: what the source does not say stays [`SourceTime::Local`]. Serial numbers of
//! spreadsheets are the tables' business.

mod clock;
mod cursor;
mod named;
mod numeric;
mod plain;

pub use clock::{Clock, Script, clock};
pub use cursor::{Cursor, is_direction_mark, is_space};
pub use named::{named_date, weekday};
pub use numeric::{DateOrderEvidence, NumericDate};
pub use plain::plain_stamp;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use yanju_model::{Precision, SourceTime, draft::DateOrder};

/// The time a cell holds, where its writing leaves nothing open: year first, ISO 8601, RFC 2822, Chinese, English
/// with the month's name, or an epoch in seconds, milliseconds or microseconds.
///
/// A date with the year last is `None` here: see [`numeric_date`] and [`parse_time_in`].
pub fn parse_time(text: &str) -> Option<SourceTime> {
    if let Some(time) = plain::plain(text) {
        return Some(time);
    }
    let text = text.trim_matches(|c: char| is_space(c) || is_direction_mark(c));
    let rfc2822 = || {
        let at = DateTime::parse_from_rfc2822(text).ok()?;
        Some(SourceTime::Fixed(at.to_utc(), Some(*at.offset()), Precision::Second))
    };
    epoch(text)
        .or_else(|| compact(text))
        .or_else(|| written(text, None))
        .or_else(rfc2822)
        .or_else(|| in_words(text))
}

/// The time a cell holds, with the order of numeric dates settled.
pub fn parse_time_in(text: &str, order: DateOrder) -> Option<SourceTime> {
    parse_time(text).or_else(|| written(text.trim(), Some(order)))
}

/// The years in which records can have been written. A time elsewhere is an error of its source, and no place
/// on a time line.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

/// Whether a record can have been written then.
pub fn is_possible(time: SourceTime) -> bool {
    YEARS.contains(&match time {
        SourceTime::Local(local, _) => local.year(),
        SourceTime::Fixed(at, ..) => at.year(),
    })
}

/// The numeric date a cell begins with and the script of its half-day word, as evidence for the order.
pub fn numeric_date(text: &str) -> Option<(NumericDate, Script)> {
    let mut cursor = Cursor::new(text.trim());
    let date = NumericDate::take(&mut cursor)?;
    cursor.skip_space();
    Some((date, clock(&mut cursor).map_or(Script::None, |found| found.script)))
}

/// Digits alone, counted since 1970 in a unit that their number gives away.
fn epoch(text: &str) -> Option<SourceTime> {
    // Asked of every time, of which most have a sign other than these.
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if ![whole, fraction].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let (micros, precision) = match whole.len() {
        9..=10 if fraction.is_empty() => (value * 1_000_000, Precision::Second),
        9..=10 => {
            let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
            (value * 1_000_000 + digits.parse::<i64>().ok()?, Precision::Milli)
        }
        12..=13 => (value * 1000, Precision::Milli),
        16 => (value, Precision::Milli),
        _ => return None,
    };
    let at = DateTime::from_timestamp_micros(micros)?;
    Some(SourceTime::Fixed(at, None, precision))
}

/// `20240306` and `20240306093005`.
fn compact(text: &str) -> Option<SourceTime> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(|date| plausible(*date)).map(day),
        14 => {
            let local = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok()?;
            plausible(local.date()).then_some(SourceTime::Local(local, Precision::Second))
        }
        _ => None,
    }
}

fn plausible(date: NaiveDate) -> bool {
    (1970..2100).contains(&date.year())
}

fn day(date: NaiveDate) -> SourceTime {
    SourceTime::Local(date.and_time(NaiveTime::MIN), Precision::Day)
}

/// `Tuesday, March 5, 2024 at 1:08 PM`, `05/Mar/2024:13:14:00 +0000`; and `20240306 09:30:05`.
fn in_words(text: &str) -> Option<SourceTime> {
    let mut cursor = Cursor::new(text);
    if let Some(digits) = text.get(..8).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())) {
        cursor.eat_word(digits);
        cursor.take_if(is_space)?;
        let date = NaiveDate::parse_from_str(digits, "%Y%m%d").ok().filter(|date| plausible(*date))?;
        return on_day(date, cursor);
    }
    if weekday(&mut cursor).is_some() {
        cursor.eat(',');
        cursor.skip_space();
    }
    let date = named_date(&mut cursor)?;
    let _ = cursor.eat(',') || cursor.eat(':');
    cursor.skip_space();
    cursor.eat_word("at ");
    on_day(date, cursor)
}

/// A date, perhaps a weekday, perhaps a time of day, perhaps an offset, and nothing more.
fn written(text: &str, order: Option<DateOrder>) -> Option<SourceTime> {
    let mut cursor = Cursor::new(text);
    let numbers = NumericDate::take(&mut cursor)?;
    let date = numbers.in_order(numbers.own_order().or(order)?)?;
    cursor.eat('T');
    cursor.eat(',');
    skip_weekday(&mut cursor);
    on_day(date, cursor)
}

/// What follows a date: a time of day or nothing, perhaps an offset, and nothing more.
fn on_day(date: NaiveDate, mut cursor: Cursor<'_>) -> Option<SourceTime> {
    if cursor.rest().is_empty() {
        return Some(day(date));
    }
    let found = clock(&mut cursor)?;
    let local = date.and_time(found.time);
    cursor.skip_space();
    if cursor.rest().is_empty() {
        return Some(SourceTime::Local(local, found.precision));
    }
    let offset = offset(cursor.rest())?;
    let at: DateTime<Utc> = local.and_local_timezone(offset).single()?.to_utc();
    Some(SourceTime::Fixed(at, Some(offset), found.precision))
}

/// Takes `星期三`, `周三`, `(水)` and the like.
fn skip_weekday(cursor: &mut Cursor<'_>) {
    cursor.skip_space();
    // Nearly always the time of day follows.
    if cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return;
    }
    if cursor.eat_word("星期") || cursor.eat_word("周") || cursor.eat_word("週") {
        cursor.take_if(|c| "一二三四五六日天".contains(c));
    } else if cursor.eat('(') || cursor.eat('（') {
        while cursor.take_if(|c| !matches!(c, ')' | '）')).is_some() {}
        cursor.take_if(|_| true);
    }
    cursor.skip_space();
}

/// `Z`, `UTC`, `+08:00`, `+0800`, `+08`.
fn offset(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return FixedOffset::east_opt(0);
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let hours: i32 = hours.parse().ok()?;
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(text: &str) -> String {
        match parse_time(text) {
            Some(SourceTime::Local(at, precision)) => format!("{at} {}", precision.name()),
            Some(SourceTime::Fixed(at, offset, precision)) => {
                let offset = offset.map_or("epoch".to_owned(), |o| o.to_string());
                format!("{} {offset} {}", at.naive_utc(), precision.name())
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn cells_with_a_time_are_read_in_the_layouts_that_tools_write() {
        for (text, expected) in [
            ("2024/1/5 9:03", "2024-01-05 09:03:00 minute"),
            ("2024-03-06 13:58:40", "2024-03-06 13:58:40 second"),
            ("2024年1月5日 09:03", "2024-01-05 09:03:00 minute"),
            ("2024年3月6日 星期三 下午3:05", "2024-03-06 15:05:00 minute"),
            ("2024年3月6日 9时30分05秒", "2024-03-06 09:30:05 second"),
            ("2024.3.6", "2024-03-06 00:00:00 day"),
            ("2026/06/15(月) 08:00", "2026-06-15 08:00:00 minute"),
            ("20240306", "2024-03-06 00:00:00 day"),
            ("20240306093005", "2024-03-06 09:30:05 second"),
            ("2024-03-06T13:58:40+08:00", "2024-03-06 05:58:40 +08:00 second"),
            ("2024-03-06T05:58:40.248Z", "2024-03-06 05:58:40.248 +00:00 milli"),
            ("2024-03-06 13:58:40 +0800", "2024-03-06 05:58:40 +08:00 second"),
            ("Wed, 06 Mar 2024 13:58:40 +0800", "2024-03-06 05:58:40 +08:00 second"),
            ("5 Mar 2024 13:00", "2024-03-05 13:00:00 minute"),
            ("Mar 5 2024 13:15", "2024-03-05 13:15:00 minute"),
            ("Mar 5, 2024, 1:05 PM", "2024-03-05 13:05:00 minute"),
            ("March 5, 2024 1:06 PM", "2024-03-05 13:06:00 minute"),
            ("05-Mar-2024 13:07", "2024-03-05 13:07:00 minute"),
            ("Tuesday, March 5, 2024 at 1:08 PM", "2024-03-05 13:08:00 minute"),
            ("Tuesday, March 5, 2024 at 10:22:33\u{202f}PM UTC", "2024-03-05 22:22:33 +00:00 second"),
            ("05/Mar/2024:13:14:00 +0000", "2024-03-05 13:14:00 +00:00 second"),
            ("March 5, 2024", "2024-03-05 00:00:00 day"),
            ("20240305 13:10:00", "2024-03-05 13:10:00 second"),
            ("1709704720", "2024-03-06 05:58:40 epoch second"),
            ("1709704720248", "2024-03-06 05:58:40.248 epoch milli"),
            ("1709704720248000", "2024-03-06 05:58:40.248 epoch milli"),
            ("1355517523.000005", "2012-12-14 20:38:43.000005 epoch milli"),
        ] {
            assert_eq!(shows(text), expected, "{text}");
        }
    }

    #[test]
    fn what_leaves_something_open_is_no_time() {
        for text in [
            "",
            "March 2024",
            "Mar 5",
            "5-Mar 2024",
            "March 5, 2024 at noon",
            "20241305 10:00",
            "05/06/2024 10:00",
            "14:30:25",
            "42",
            "2024-13-01",
            "2024-03-06 hello",
            "1e9",
            "13800138000",
        ] {
            assert_eq!(shows(text), "none", "{text}");
        }
    }

    #[test]
    fn a_settled_order_opens_dates_with_the_year_last() {
        let local = |text, order| match parse_time_in(text, order) {
            Some(SourceTime::Local(at, _)) => at.to_string(),
            _ => String::new(),
        };
        assert_eq!(local("05/06/2024 10:00", DateOrder::Dmy), "2024-06-05 10:00:00");
        assert_eq!(local("05/06/2024 10:00 PM", DateOrder::Mdy), "2024-05-06 22:00:00");
    }
}
