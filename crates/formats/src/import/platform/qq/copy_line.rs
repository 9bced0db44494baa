//! What single lines of QQ's copies look like. How they follow each other is [`copy`](super::copy)'s.

use crate::import::text::dates::{Clock, Cursor, NumericDate, Script, clock, is_space};
use chrono::{NaiveDate, NaiveDateTime};
use yanju_model::{Precision, draft::DateOrder};

/// `【头衔】阿芸 3/5/2024 11:59:08 PM`: who wrote and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header<'a> {
    /// The name, with its title and its id.
    pub(super) name: &'a str,
    /// The time as it is written.
    pub(super) stamp: &'a str,
    /// The day, where the header tells it.
    pub(super) date: Option<NumericDate>,
    /// The time of day, to the second.
    pub(super) clock: Clock,
    /// How it is laid out.
    pub(super) shape: Shape,
}

/// The longest line that is a header, in bytes.
const HEADER_LIMIT: usize = 240;

impl Header<'_> {
    /// The moment that it names, where its date leaves no order open.
    pub(super) fn at(&self) -> Option<NaiveDateTime> {
        let date = self.date?;
        Some(date.in_order(date.own_order()?)?.and_time(self.clock.time))
    }
}

/// How a header is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// What its time is told with.
    pub(super) time: Told,
    /// Whether a half-day word is among it.
    pub(super) has_half_day: bool,
    /// Whether the name has an id.
    pub(super) has_id: bool,
    /// Whether an empty line stands before it.
    pub(super) parted: bool,
}

/// What a header tells of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Told {
    /// Day and time of day.
    Dated,
    /// Month and day without a year, and the time of day: QQ writes none so, and nobody knows of which year they are.
    Yearless,
    /// The time of day, one space behind the name: the computer.
    Timed,
    /// The time of day, two spaces behind the name: the phone.
    TimedApart,
}

/// The line of a day on the phone: `— —  2020-2-21  — —`.
pub(super) fn day_line(line: &str) -> Option<NaiveDate> {
    let line = line.trim_matches(|c| is_space(c) || c == '\u{FEFF}');
    let inner = line.strip_prefix("— —")?.strip_suffix("— —")?;
    let mut cursor = Cursor::new(inner.trim());
    let date = NumericDate::take(&mut cursor)?;
    (cursor.rest().is_empty() && date.own_order().is_some()).then(|| date.in_order(DateOrder::Ymd))?
}

/// Reads a line as a header; `parted`: an empty line stands before it.
pub(super) fn header(line: &str, parted: Parted) -> Option<Header<'_>> {
    let line = line.trim_end_matches(is_space);
    if line.len() > HEADER_LIMIT {
        return None;
    }
    let (before, found) = time_at_end(line)?;
    let dated = before.trim_end_matches(is_space);
    let timed = if before.ends_with(is_space) { Told::TimedApart } else { Told::Timed };
    let (name, date, told) = match dated.rsplit_once(is_space) {
        Some((name, day)) if is_month_and_day(day) => (name, None, Told::Yearless),
        Some((name, day)) => {
            whole_date(day).map_or((dated, None, timed), |date| (name, Some(date), Told::Dated))
        }
        None => (dated, None, timed),
    };
    let name = name.trim_matches(is_space);
    let is_nameless = name.is_empty() || whole_date(name).is_some();
    let shape = Shape {
        time: told,
        has_half_day: found.script != Script::None,
        has_id: super::names::Writer::of_copy(name).id.is_some(),
        parted: parted == Parted::ByABlank,
    };
    let stamp = line.trim_start_matches(is_space).strip_prefix(name).unwrap_or_default();
    (!is_nameless).then_some(Header { name, stamp, date, clock: found, shape })
}

/// What stands before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    /// An empty line, or nothing at all.
    ByABlank,
    /// Words.
    ByNothing,
}

/// The time to the second at the end of a line, and what stands before the space before it.
fn time_at_end(line: &str) -> Option<(&str, Clock)> {
    let (before, last) = line.rsplit_once(is_space)?;
    let earlier = before.trim_end_matches(is_space).rsplit_once(is_space);
    if half_day_alone(last) {
        let (before, figures) = earlier?;
        return Some((before, to_the_second(&format!("{figures} {last}"))?));
    }
    let with_half_day = earlier.filter(|(_, word)| matches!(*word, "上午" | "下午"));
    let parted =
        with_half_day.and_then(|(before, word)| Some((before, to_the_second(&format!("{word}{last}"))?)));
    parted.or_else(|| Some((before, to_the_second(last)?)))
}

fn to_the_second(text: &str) -> Option<Clock> {
    let mut cursor = Cursor::new(text);
    let found = clock(&mut cursor).filter(|_| cursor.rest().is_empty() && text.contains(':'))?;
    (found.precision == Precision::Second).then_some(found)
}

fn half_day_alone(word: &str) -> bool {
    ["AM", "PM"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn whole_date(text: &str) -> Option<NumericDate> {
    let mut cursor = Cursor::new(text);
    NumericDate::take(&mut cursor).filter(|_| cursor.rest().is_empty())
}

/// `03-05`, `3/5`, `3月5日`.
fn is_month_and_day(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    let mut number = |limit: u32| {
        let found = cursor.digits(2).is_some_and(|number| (1..=limit).contains(&number.value));
        let sign = cursor.take_if(|c| matches!(c, '-' | '/' | '月' | '日'));
        found.then_some(sign)
    };
    let signs = number(12).zip(number(31));
    cursor.rest().is_empty()
        && matches!(signs, Some((Some('-' | '/'), None) | (Some('月'), Some('日') | None)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(String, Told, bool, String)> {
        let found = header(line, Parted::ByABlank)?;
        let time = found.clock.time.format("%H:%M:%S").to_string();
        Some((found.name.to_owned(), found.shape.time, found.date.is_some(), time))
    }

    #[test]
    fn headers_of_every_window_are_read() {
        for (line, name, told, time) in [
            ("【新客】阿 芸 3/5/2024 11:59:08 PM", "【新客】阿 芸", Told::Dated, "23:59:08"),
            ("阿芸 2024/3/5 23:59:08", "阿芸", Told::Dated, "23:59:08"),
            ("阿芸 2024/3/5 下午 11:59:08", "阿芸", Told::Dated, "23:59:08"),
            ("阿芸 8:41:07 PM", "阿芸", Told::Timed, "20:41:07"),
            ("阿芸(100862) 1:26:35 AM", "阿芸(100862)", Told::Timed, "01:26:35"),
            ("阿 芸  23:17:45 ", "阿 芸", Told::TimedApart, "23:17:45"),
            ("阿芸 03-05 10:21:22", "阿芸", Told::Yearless, "10:21:22"),
            ("阿芸 3月5日 10:21:22", "阿芸", Told::Yearless, "10:21:22"),
            ("阿芸 3-0 10:21:22", "阿芸 3-0", Told::Timed, "10:21:22"),
            ("阿芸 值班9:00:00 10:00:01", "阿芸 值班9:00:00", Told::Timed, "10:00:01"),
        ] {
            let expected = (name.to_owned(), told, told == Told::Dated, time.to_owned());
            assert_eq!(parts(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn words_and_other_programs_are_no_headers() {
        for line in [
            "阿芸  07:02",
            "2024-03-05 09:58:24",
            "09:58:24",
            "2024-03-05 09:58:24 阿芸(1)",
            "阿芸",
            "",
            "PM",
            "好的 PM",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }

    #[test]
    fn the_day_of_the_phone_has_its_own_dashes() {
        let day = NaiveDate::from_ymd_opt(2020, 2, 21);
        assert_eq!(day_line("— —  2020-2-21  — —"), day);
        assert_eq!(day_line("—————  2018-09-03  —————"), None, "WeChat's");
        assert_eq!(day_line("— — 好的 — —"), None);
    }
}
