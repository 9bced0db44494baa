//! Date expressions: what people write for days, times and ranges, in Chinese and English, to stretches of the calendar.
//!
//! `2023` · `2023-08` · `2023/8/20` · `2023年8月20日` · `8月20日` · `2023年1-3月` · `2023Q1` · 2023年第一季度 · `2023-08-20T14:30` ·
//! `2023年8月20日 14:30` · `2023-01..2023-03` · `..2023-03` · 2023年1月至3月 · `2023-08-20T14:00..15:30`. What is relative to
//! today is read in `relative`. Each names whole days, or the whole minute or second it says; a range goes from the
//! beginning of the first to the end of the last.

use super::relative;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// A stretch of the calendar, half open. An open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first moment inside.
    pub from: Option<NaiveDateTime>,
    /// The first moment after.
    pub until: Option<NaiveDateTime>,
}

impl Span {
    /// Whole days from the first to the last one.
    pub(super) fn days(from: NaiveDate, until: NaiveDate) -> Self {
        Self { from: Some(from.and_time(NaiveTime::MIN)), until: Some(until.and_time(NaiveTime::MIN)) }
    }

    /// Whether it begins and ends with a day.
    pub fn is_of_days(&self) -> bool {
        [self.from, self.until].iter().flatten().all(|at| at.time() == NaiveTime::MIN)
    }

    /// The first day of which something is inside.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.from.map(|from| from.date())
    }

    /// The last day of which something is inside.
    pub fn last_day(&self) -> Option<NaiveDate> {
        Some(self.until?.checked_sub_signed(TimeDelta::seconds(1))?.date())
    }
}

/// What stands between the two ends of a range; `..` is the canonical way.
const BETWEEN: &[&str] = &["..", "…", "~", "—", "–", "至", "到", " - "];

/// The stretch that `text` names, as seen from `today`. `None`: not a date expression.
pub fn span(text: &str, today: NaiveDate) -> Option<Span> {
    let text = narrow(text);
    let text = text.trim();
    single(text, today).or_else(|| {
        let (from, to) = BETWEEN.iter().find_map(|between| text.split_once(between))?;
        range(from.trim(), to.trim_start_matches(['.', '—', '…']).trim(), today)
    })
}

fn range(from: &str, to: &str, today: NaiveDate) -> Option<Span> {
    let open = Span { from: None, until: None };
    let first = if from.is_empty() { open } else { single(from, today)? };
    let last = match first.first_day() {
        _ if to.is_empty() => open,
        // The same day is not said twice.
        Some(day) => clock(to).and_then(|clock| at(day, clock)).or_else(|| single(to, today))?,
        None => single(to, today)?,
    };
    let span = Span { from: first.from, until: last.until };
    let (is_somewhere, is_forward) = match (span.from, span.until) {
        (None, None) => (false, false),
        (Some(from), Some(until)) => (true, from < until),
        _ => (true, true),
    };
    (is_somewhere && is_forward).then_some(span)
}

/// Full-width digits and signs as an input method writes them, made narrow.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

fn single(text: &str, today: NaiveDate) -> Option<Span> {
    relative::span(text, today)
        .or_else(|| quarter_or_half(text))
        .or_else(|| months_of_year(text))
        .or_else(|| calendar(text))
        .or_else(|| without_year(text, today))
        .or_else(|| timed(text, today))
}

/// A year, a month or a day, with `-`, `/`, `.` or 年月日 between.
fn calendar(text: &str) -> Option<Span> {
    let separators: &[char] = if text.contains('年') { &['年', '月'] } else { &['-', '/', '.'] };
    let parts: Vec<&str> =
        text.trim_end_matches(['日', '号', '月', '年']).split(separators).map(str::trim).collect();
    // A year has four digits; anything shorter is a month or a day.
    if parts.first().is_none_or(|year| year.len() != 4) {
        return None;
    }
    let numbers: Vec<u32> = parts.into_iter().map(number).collect::<Option<_>>()?;
    match *numbers.as_slice() {
        [year] => months(year, 1, 12),
        [year, month] => months(year, month, 1),
        [year, month, of_month] => day(year, month, of_month),
        _ => None,
    }
}

/// 8月20日: the latest one that is not to come.
fn without_year(text: &str, today: NaiveDate) -> Option<Span> {
    let (month, rest) = text.split_once('月')?;
    let (month, rest) = (number(month)?, rest.trim_end_matches(['日', '号']));
    let of = |year: i32| {
        let year = year.try_into().ok()?;
        if rest.is_empty() { months(year, month, 1) } else { day(year, month, number(rest)?) }
    };
    let has_begun = |span: &Span| span.first_day().is_some_and(|first| first <= today);
    of(today.year()).filter(has_begun).or_else(|| of(today.year() - 1))
}

/// `2023年1-3月`, 2023年1月至3月: the months of one year.
fn months_of_year(text: &str) -> Option<Span> {
    let (year, rest) = text.strip_suffix('月')?.split_once('年')?;
    let between = ["..", "-", "~", "—", "–", "至", "到"];
    let (first, last) = between.iter().find_map(|between| rest.split_once(between))?;
    let (first, last) = (number(first.trim_end_matches('月'))?, number(last)?);
    months(number(year)?, first, (last + 1).checked_sub(first)?)
}

/// `2023Q1`, `2023-Q1`, 2023年第一季度, 2023年上半年.
fn quarter_or_half(text: &str) -> Option<Span> {
    let year = text.get(..4)?;
    let rest = text.get(4..)?.trim_start_matches(['年', '-', ' ']).to_ascii_lowercase();
    let (first, count) = match rest.as_str() {
        "q1" | "第一季度" | "一季度" | "第1季度" => (1, 3),
        "q2" | "第二季度" | "二季度" | "第2季度" => (4, 3),
        "q3" | "第三季度" | "三季度" | "第3季度" => (7, 3),
        "q4" | "第四季度" | "四季度" | "第4季度" => (10, 3),
        "上半年" | "h1" => (1, 6),
        "下半年" | "h2" => (7, 6),
        _ => return None,
    };
    months(number(year)?, first, count)
}

/// A day and a clock, with `T` or a space between; or with nothing where the day ends in 日.
fn timed(text: &str, today: NaiveDate) -> Option<Span> {
    let at_clock =
        text.find(['T', 't', ' ']).or_else(|| Some(text.find(['日', '号', '天'])? + '日'.len_utf8()))?;
    let (date, rest) = text.split_at_checked(at_clock)?;
    let day = single_day(date, today)?;
    at(day, clock(rest.trim_start_matches(['T', 't', ' ']))?)
}

/// The one day that a text names.
fn single_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let span =
        relative::span(text, today).or_else(|| calendar(text)).or_else(|| without_year(text, today))?;
    span.first_day().filter(|first| span.last_day() == Some(*first))
}

/// A time of day, and how long what it names lasts: `14:30` a minute, `14:30:05` a second, 14点 an hour.
fn clock(text: &str) -> Option<(NaiveTime, TimeDelta)> {
    if let Some(hour) = text.strip_suffix(['点', '时']) {
        return Some((NaiveTime::from_hms_opt(number(hour)?, 0, 0)?, TimeDelta::hours(1)));
    }
    let numbers: Vec<u32> = text.split(':').map(number).collect::<Option<_>>()?;
    match *numbers.as_slice() {
        [hour, minute] => Some((NaiveTime::from_hms_opt(hour, minute, 0)?, TimeDelta::minutes(1))),
        [hour, minute, second] => {
            Some((NaiveTime::from_hms_opt(hour, minute, second)?, TimeDelta::seconds(1)))
        }
        _ => None,
    }
}

fn at(day: NaiveDate, (time, lasting): (NaiveTime, TimeDelta)) -> Option<Span> {
    let from = day.and_time(time);
    Some(Span { from: Some(from), until: Some(from.checked_add_signed(lasting)?) })
}

/// A number in plain digits: neither a sign nor more than a year has.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn day(year: u32, month: u32, of_month: u32) -> Option<Span> {
    days(NaiveDate::from_ymd_opt(year.try_into().ok()?, month, of_month)?, 1)
}

fn months(year: u32, first: u32, count: u32) -> Option<Span> {
    let last = first.checked_add(count)?.checked_sub(1)?;
    if count == 0 || last > 12 {
        return None;
    }
    from_month(NaiveDate::from_ymd_opt(year.try_into().ok()?, first, 1)?, count)
}

/// Whole months from the one that begins on a day.
pub(super) fn from_month(from: NaiveDate, months: u32) -> Option<Span> {
    Some(Span::days(from, from.checked_add_months(Months::new(months))?))
}

/// Whole days from a day on.
pub(super) fn days(from: NaiveDate, count: u64) -> Option<Span> {
    Some(Span::days(from, from.checked_add_days(Days::new(count))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let sunday = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap();
        let shown = |at: Option<NaiveDateTime>| match at {
            None => "…".to_owned(),
            Some(at) if at.time() == NaiveTime::MIN => at.date().to_string(),
            Some(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        };
        span(text, sunday).map(|span| (shown(span.from), shown(span.until)))
    }

    #[test]
    fn expressions_name_whole_days() {
        for (text, from, until) in [
            ("2023", "2023-01-01", "2024-01-01"),
            ("2023年", "2023-01-01", "2024-01-01"),
            ("2023-08", "2023-08-01", "2023-09-01"),
            ("2023年8月", "2023-08-01", "2023-09-01"),
            ("2023-08-20", "2023-08-20", "2023-08-21"),
            ("2023/8/20", "2023-08-20", "2023-08-21"),
            ("2023.8.20", "2023-08-20", "2023-08-21"),
            ("２０２３－０８－２０", "2023-08-20", "2023-08-21"),
            ("2023年8月20日", "2023-08-20", "2023-08-21"),
            ("2023年8月20号", "2023-08-20", "2023-08-21"),
            ("8月20日", "2023-08-20", "2023-08-21"),
            ("8月21日", "2022-08-21", "2022-08-22"),
            ("9月", "2022-09-01", "2022-10-01"),
            ("2023年12月", "2023-12-01", "2024-01-01"),
            ("2023Q1", "2023-01-01", "2023-04-01"),
            ("2023-q4", "2023-10-01", "2024-01-01"),
            ("2023年第一季度", "2023-01-01", "2023-04-01"),
            ("2023第二季度", "2023-04-01", "2023-07-01"),
            ("2023年三季度", "2023-07-01", "2023-10-01"),
            ("2023年上半年", "2023-01-01", "2023-07-01"),
            ("2023H2", "2023-07-01", "2024-01-01"),
        ] {
            assert_eq!(read(text), Some((from.into(), until.into())), "{text}");
        }
    }

    #[test]
    fn ranges_go_from_the_first_to_the_end_of_the_last() {
        for (text, from, until) in [
            ("2023-01..2023-03", "2023-01-01", "2023-04-01"),
            ("2023-01...2023-03", "2023-01-01", "2023-04-01"),
            ("2023-01~2023-03", "2023-01-01", "2023-04-01"),
            ("2023-01～2023-03", "2023-01-01", "2023-04-01"),
            ("2023-01 - 2023-03", "2023-01-01", "2023-04-01"),
            ("2023-01——2023-03", "2023-01-01", "2023-04-01"),
            ("2023年1月至2023年3月", "2023-01-01", "2023-04-01"),
            ("2023年1月到2023年3月", "2023-01-01", "2023-04-01"),
            ("2023年1月到3月", "2023-01-01", "2023-04-01"),
            ("2023年1-3月", "2023-01-01", "2023-04-01"),
            ("2023年1～3月", "2023-01-01", "2023-04-01"),
            ("上个月..今天", "2023-07-01", "2023-08-21"),
            ("8月1日至8月15日", "2023-08-01", "2023-08-16"),
            ("2023Q1..2023Q2", "2023-01-01", "2023-07-01"),
            ("2023-08-20..", "2023-08-20", "…"),
            ("2023-08-20至", "2023-08-20", "…"),
            ("..2023-03", "…", "2023-04-01"),
            ("到2023年3月", "…", "2023-04-01"),
        ] {
            assert_eq!(read(text), Some((from.into(), until.into())), "{text}");
        }
    }

    #[test]
    fn a_day_may_have_a_clock() {
        for (text, from, until) in [
            ("2023-08-20T14:30", "2023-08-20T14:30:00", "2023-08-20T14:31:00"),
            ("2023-08-20 14:30", "2023-08-20T14:30:00", "2023-08-20T14:31:00"),
            ("2023-08-20 14:30:05", "2023-08-20T14:30:05", "2023-08-20T14:30:06"),
            ("2023年8月20日 14:30", "2023-08-20T14:30:00", "2023-08-20T14:31:00"),
            ("2023年8月20日14：30", "2023-08-20T14:30:00", "2023-08-20T14:31:00"),
            ("8月20日 9:05", "2023-08-20T09:05:00", "2023-08-20T09:06:00"),
            ("昨天 14:30", "2023-08-19T14:30:00", "2023-08-19T14:31:00"),
            ("今天14点", "2023-08-20T14:00:00", "2023-08-20T15:00:00"),
            ("2023-08-20T14:00..2023-08-20T15:30", "2023-08-20T14:00:00", "2023-08-20T15:31:00"),
            ("2023-08-20 14:00..15:30", "2023-08-20T14:00:00", "2023-08-20T15:31:00"),
            ("2023-08-20T23:59", "2023-08-20T23:59:00", "2023-08-21"),
            ("2023-08-20T14:00..", "2023-08-20T14:00:00", "…"),
            ("..2023-08-20T14:00", "…", "2023-08-20T14:01:00"),
        ] {
            assert_eq!(read(text), Some((from.into(), until.into())), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "..",
            "至",
            "20",
            "8-12",
            "9年",
            "2023-13",
            "2023-02-30",
            "2023-03..2023-01",
            "2023-01..2023-02..2023-03",
            "soon",
            "+2023",
            "2023年3-1月",
            "2023Q5",
            "13月",
            "2月30日",
            "2023-08-20T25:00",
            "2023-08T14:30",
            "2023-08-20T14:30:05:06",
            "14:30",
            "2023-08-20T15:00..2023-08-20T14:00",
            "20230820",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_refused() {
        for text in [
            "日",
            "年月日",
            "月",
            "T",
            "天:",
            "２０",
            "至至至",
            "\u{10FFFF}T1:1",
            "9999年12月31日",
            "0000",
            "–",
        ] {
            let _ = read(text);
        }
    }
}
