//! What single lines of WeChat's copies look like. How they follow each other is the survey's and reader's.

use crate::import::text::{
    dates::{Clock, Cursor, NumericDate, clock, is_space},
    edges::{has_plain_edges, trimmed},
};
use chrono::{NaiveDate, NaiveDateTime};
use yanju_model::{Precision, draft::DateOrder};

/// `name  HH:MM`: who wrote and at what time of a day named before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedName<'a> {
    /// The name, which may itself hold times and spaces.
    pub name: &'a str,
    /// How far the time stands from the name.
    pub gap: Gap,
    /// The time of day, to the minute.
    pub clock: Clock,
}

/// The space between a name and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// One space: iOS.
    One,
    /// Two spaces: Android.
    Two,
}

/// How the line of a date is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateLine {
    /// Between dashes.
    Dashed(NaiveDate),
    /// By itself.
    Bare(NaiveDate),
}

/// A date and time of day with how finely it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The wall clock.
    pub at: NaiveDateTime,
    /// How finely it is written.
    pub precision: Precision,
    /// Whether the date is written with 年, 月 and 日.
    pub writing: Writing,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Writing {
    /// `2024年03月06日`
    Words,
    /// `2024-03-06`
    Figures,
}

/// `—————  2018-09-03  —————`, or the date alone.
pub fn date_line(line: &str) -> Option<DateLine> {
    // Most lines are somebody's words and begin with a letter.
    if line.as_bytes().first().is_none_or(|b| matches!(b, b'A'..=b'z' | 0xE4..=0xEE)) {
        return None;
    }
    let line = trimmed(line);
    let inner = line.trim_matches('—');
    let mut cursor = Cursor::new(inner.trim());
    let date = year_first(&mut cursor).filter(|_| cursor.rest().is_empty())?;
    match line.len() - inner.len() {
        0 => Some(DateLine::Bare(date)),
        // Two dashes on each side at least: QQ draws `— —`.
        dashes if dashes >= 4 * '—'.len_utf8() => Some(DateLine::Dashed(date)),
        _ => None,
    }
}

/// `name  HH:MM`; the time is the last one in the line.
pub fn timed_name(line: &str) -> Option<TimedName<'_>> {
    let line = line.trim_end_matches(is_space);
    ends_in_digit(line)?;
    // A half-day word may stand apart from its time, so the later of two ways to part the line wins only if
    // the earlier does not read: `张三  下午 3:05`.
    let mut found = None;
    for at in memchr::memrchr_iter(b' ', line.as_bytes()).take(2) {
        let (before, after) = line.split_at_checked(at)?;
        let mut cursor = Cursor::new(after);
        cursor.skip_space();
        match clock_with_colon(&mut cursor) {
            Some(clock) if cursor.rest().is_empty() && clock.precision == Precision::Minute => {
                found = Some((before, clock));
            }
            _ => break,
        }
        if ends_in_space(before) {
            break;
        }
    }
    let (before, clock) = found?;
    let name = before.trim_end_matches(is_space);
    let gap = if ends_in_space(before) { Gap::Two } else { Gap::One };
    // 0xD9 and 0xDB begin the figures of Arabic and Persian.
    let has_figures = name.bytes().any(|b| b.is_ascii_digit() || matches!(b, 0xD9 | 0xDB));
    let is_dated = has_figures && (date_line(name).is_some() || stamped_name(line).is_some());
    (!name.is_empty() && !is_dated).then_some(TimedName { name: name.trim_start(), gap, clock })
}

/// A line that is a date with a time and nothing else: `2024年03月06日 07:02`.
pub fn stamp(line: &str) -> Option<Stamp> {
    let line = if has_plain_edges(line) { line } else { line.trim_matches(is_space) };
    ends_in_digit(line)?;
    let mut cursor = Cursor::new(line);
    let date = year_first(&mut cursor)?;
    let writing = if line.contains('年') { Writing::Words } else { Writing::Figures };
    cursor.take_if(is_space)?;
    cursor.skip_space();
    let clock = clock_with_colon(&mut cursor).filter(|_| cursor.rest().is_empty())?;
    Some(Stamp { at: date.and_time(clock.time), precision: clock.precision, writing })
}

/// `name 2024-01-15 10:30`: the name and when.
pub fn stamped_name(line: &str) -> Option<(&str, Stamp)> {
    let line = line.trim_end_matches(is_space);
    ends_in_digit(line)?;
    memchr::memrchr_iter(b' ', line.as_bytes()).take(4).find_map(|at| {
        let (name, rest) = line.split_at_checked(at)?;
        let name = name.trim_matches(is_space);
        let stamp = stamp(rest)?;
        (!name.is_empty()).then_some((name, stamp))
    })
}

fn ends_in_space(text: &str) -> bool {
    text.as_bytes().last() == Some(&b' ')
}

/// Most lines are no headers and end in something else than a time; this spares them the rest.
fn ends_in_digit(line: &str) -> Option<()> {
    line.bytes().next_back().filter(u8::is_ascii_digit).map(|_| ())
}

/// A time of day; `12.50` is a price.
fn clock_with_colon(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.rest().contains([':', '：']).then(|| clock(cursor)).flatten()
}

fn year_first(cursor: &mut Cursor<'_>) -> Option<NaiveDate> {
    let date = NumericDate::take(cursor)?;
    date.own_order()?;
    date.in_order(DateOrder::Ymd)
}

/// What the first lines of the mail say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preamble {
    /// `A 和 B 在微信上的聊天记录如下，请查收。` and the other ways to part it: a name may hold ` 和 `, too.
    Pair(String, String, Vec<(String, String)>),
    /// `群名 微信群上的聊天记录如下，请查收。`
    Group(String),
    /// `Dear:`
    Salutation,
}

/// The preamble that a line is.
pub fn preamble(line: &str) -> Option<Preamble> {
    let line = line.trim();
    if matches!(line, "Dear:" | "Dear：" | "Dear" | "群聊的聊天记录" | "群聊的聊天記錄") {
        return Some(Preamble::Salutation);
    }
    let line = line.trim_end_matches([':', '：', '。', '.']);
    let line = line.strip_suffix("，请查收").or_else(|| line.strip_suffix("，請查收")).unwrap_or(line);
    let line = line.strip_suffix("聊天记录如下").or_else(|| line.strip_suffix("聊天記錄如下"))?;
    let unquoted = |name: &str| name.trim().trim_matches(['"', '“', '”']).to_owned();
    if let Some(group) = line.strip_suffix("微信群上的") {
        return Some(Preamble::Group(unquoted(group)));
    }
    if let Some(group) = line.strip_prefix("微信群").and_then(|rest| rest.strip_suffix('的')) {
        return Some(Preamble::Group(unquoted(group)));
    }
    let pair = line.strip_suffix("在微信上的").or_else(|| line.strip_suffix('的'))?.trim();
    let and = *["\"和\"", "”和“", " 和 ", "和"].iter().find(|and| pair.contains(**and))?;
    let parted = pair.match_indices(and).filter_map(|(at, _)| {
        let (one, rest) = pair.split_at_checked(at)?;
        Some((unquoted(one), unquoted(rest.strip_prefix(and)?)))
    });
    let mut names = parted.filter(|(one, other)| !one.is_empty() && !other.is_empty());
    let (one, other) = names.next()?;
    Some(Preamble::Pair(one, other, names.collect()))
}

/// Whether a line is the signature that a phone's mail program adds at the end.
pub fn is_trailer(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !is_space(*c)).collect();
    [
        "发自我的iPhone",
        "发自我的iPad",
        "從我的iPhone傳送",
        "從我的iPad傳送",
        "SentfrommyiPhone",
        "SentfrommyiPad",
    ]
    .contains(&line.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_and_time(line: &str) -> Option<(&str, Gap, String)> {
        timed_name(line).map(|found| (found.name, found.gap, found.clock.time.format("%H:%M").to_string()))
    }

    #[test]
    fn the_time_of_a_header_is_the_last_one_in_its_line() {
        let found = name_and_time("小王 11:00-20:00  17:34");
        assert_eq!(found, Some(("小王 11:00-20:00", Gap::Two, "17:34".to_owned())));
        assert_eq!(
            name_and_time("A  B  07:02").map(|f| f.0),
            Some("A  B"),
            "double spaces belong to the name"
        );
        assert_eq!(name_and_time("张三 9:05"), Some(("张三", Gap::One, "09:05".to_owned())));
        assert_eq!(name_and_time("张三  下午3:05"), Some(("张三", Gap::Two, "15:05".to_owned())));
        assert_eq!(name_and_time("张三 下午 3:05"), Some(("张三", Gap::One, "15:05".to_owned())));
    }

    #[test]
    fn a_line_with_seconds_or_a_date_or_without_a_name_is_no_header_of_the_mail() {
        for line in [
            "李四  23:59:08 ",
            "李四 2024-03-06 07:02",
            "07:02",
            "2024-03-06 07:02",
            "李四\t07:02",
            "10:00-12:00",
            "价格  12.50",
        ] {
            assert_eq!(timed_name(line), None, "{line}");
        }
    }

    #[test]
    fn date_lines_are_read_with_dashes_of_both_phones_and_not_of_qq() {
        let day = NaiveDate::from_ymd_opt(2018, 9, 3).expect("a day");
        assert_eq!(date_line("—————  2018-09-03  —————"), Some(DateLine::Dashed(day)));
        assert_eq!(date_line("—————2018-9-3—————"), Some(DateLine::Dashed(day)));
        assert_eq!(date_line("2018-9-3"), Some(DateLine::Bare(day)));
        assert_eq!(date_line("— —  2018-9-3  — —"), None);
    }

    #[test]
    fn the_preamble_names_the_group_or_the_pair() {
        let pair = |a: &str, b: &str| Some(Preamble::Pair(a.to_owned(), b.to_owned(), Vec::new()));
        assert_eq!(preamble("小美 和 A-Lan 在微信上的聊天记录如下，请查收。"), pair("小美", "A-Lan"));
        assert_eq!(preamble("\"小美\"和\"A-Lan\"的聊天记录如下:"), pair("小美", "A-Lan"));
        let group = Some(Preamble::Group("VIP客户群".to_owned()));
        assert_eq!(preamble("VIP客户群 微信群上的聊天记录如下，请查收。"), group);
        assert_eq!(preamble("微信群“VIP客户群”的聊天记录如下:"), group);
        assert_eq!(preamble("你好，聊天记录发我"), None);
    }

    #[test]
    fn stamped_names_part_at_the_date() {
        let name = |line| stamped_name(line).map(|(name, stamp)| (name, stamp.precision));
        assert_eq!(name("张三 2024-01-15 10:30"), Some(("张三", Precision::Minute)));
        assert_eq!(name("张 三 2024/1/5 14:30:25"), Some(("张 三", Precision::Second)));
        assert_eq!(name("张三(z001)\t2024-03-09 04:58:24"), None, "a tab is another program's");
        assert_eq!(name("2024-03-06 13:58"), None);
    }
}
