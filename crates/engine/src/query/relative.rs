//! Days as seen from today: 今天 · 上周五 · 上个月 · 近7天 · `last:90d` · `this-year`. Weeks begin on Monday.

use super::dates::{Span, days, from_month};
use chrono::{Datelike, Days, Months, NaiveDate};

/// The days that `text` names, as seen from `today`.
pub(super) fn span(text: &str, today: NaiveDate) -> Option<Span> {
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?;
    let month = today.with_day(1)?;
    let year = NaiveDate::from_ymd_opt(today.year(), 1, 1)?;
    let quarter = NaiveDate::from_ymd_opt(today.year(), today.month0() / 3 * 3 + 1, 1)?;
    let back = |from: NaiveDate, months: u32| from.checked_sub_months(Months::new(months));
    match text.to_ascii_lowercase().as_str() {
        "今天" | "今日" | "today" => days(today, 1),
        "昨天" | "昨日" | "yesterday" => days(before(today, 1)?, 1),
        "前天" => days(before(today, 2)?, 1),
        "大前天" => days(before(today, 3)?, 1),
        "本周" | "这周" | "这个星期" | "本星期" | "this-week" => days(monday, 7),
        "上周" | "上个星期" | "上星期" | "last-week" => days(before(monday, 7)?, 7),
        "本月" | "这个月" | "这月" | "this-month" => from_month(month, 1),
        "上个月" | "上月" | "last-month" => from_month(back(month, 1)?, 1),
        "本季度" | "这个季度" | "this-quarter" => from_month(quarter, 3),
        "上季度" | "上个季度" | "last-quarter" => from_month(back(quarter, 3)?, 3),
        "今年" | "本年" | "this-year" => from_month(year, 12),
        "去年" | "last-year" => from_month(back(year, 12)?, 12),
        "前年" => from_month(back(year, 24)?, 12),
        other => weekday(other, monday).or_else(|| last(other, today)),
    }
}

fn before(day: NaiveDate, count: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(count))
}

/// 上周五, 本周一: a day of the week before, or of this one.
fn weekday(text: &str, monday: NaiveDate) -> Option<Span> {
    let weeks: &[(&[&str], u64)] =
        &[(&["上个星期", "上星期", "上周"], 7), (&["这个星期", "本星期", "这星期", "本周", "这周"], 0)];
    let (name, back) = weeks.iter().find_map(|(names, back)| {
        names.iter().find_map(|name| text.strip_prefix(name)).map(|name| (name, *back))
    })?;
    let at = match name {
        "一" | "1" => 0,
        "二" | "2" => 1,
        "三" | "3" => 2,
        "四" | "4" => 3,
        "五" | "5" => 4,
        "六" | "6" => 5,
        "日" | "天" | "7" => 6,
        _ => return None,
    };
    days(before(monday, back)?.checked_add_days(Days::new(at))?, 1)
}

/// `last:90d`, 近90天, 最近3个月, 近半年: up to and including today.
fn last(text: &str, today: NaiveDate) -> Option<Span> {
    let rest = ["last:", "最近", "过去", "近"].iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let tomorrow = today.succ_opt()?;
    if rest == "半年" {
        return Some(Span::days(tomorrow.checked_sub_months(Months::new(6))?, tomorrow));
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, unit) = match rest.split_at_checked(digits)? {
        ("", words) => in_words(words)?,
        (digits, unit) => (digits.parse().ok()?, unit),
    };
    let from = match unit {
        _ if count == 0 => return None,
        "d" | "天" | "日" => before(tomorrow, count.into())?,
        "w" | "周" | "个星期" | "星期" => before(tomorrow, u64::from(count) * 7)?,
        "m" | "月" | "个月" => tomorrow.checked_sub_months(Months::new(count))?,
        "y" | "年" => tomorrow.checked_sub_months(Months::new(count.checked_mul(12)?))?,
        _ => return None,
    };
    Some(Span::days(from, tomorrow))
}

/// A number of one Chinese numeral, and what follows.
fn in_words(text: &str) -> Option<(u32, &str)> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let numeral = text.chars().next()?;
    let count = match numeral {
        '两' => 2,
        other => NUMERALS.chars().position(|one| one == other)? as u32 + 1,
    };
    Some((count, text.strip_prefix(numeral)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let sunday = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap();
        let shown = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        span(text, sunday).map(|span| (shown(span.first_day()), shown(span.last_day())))
    }

    #[test]
    fn days_are_seen_from_today() {
        for (text, first, last) in [
            ("今天", "2023-08-20", "2023-08-20"),
            ("Today", "2023-08-20", "2023-08-20"),
            ("昨天", "2023-08-19", "2023-08-19"),
            ("yesterday", "2023-08-19", "2023-08-19"),
            ("前天", "2023-08-18", "2023-08-18"),
            ("本周", "2023-08-14", "2023-08-20"),
            ("上周", "2023-08-07", "2023-08-13"),
            ("上周五", "2023-08-11", "2023-08-11"),
            ("上星期天", "2023-08-13", "2023-08-13"),
            ("本周一", "2023-08-14", "2023-08-14"),
            ("本月", "2023-08-01", "2023-08-31"),
            ("上个月", "2023-07-01", "2023-07-31"),
            ("last-month", "2023-07-01", "2023-07-31"),
            ("本季度", "2023-07-01", "2023-09-30"),
            ("上季度", "2023-04-01", "2023-06-30"),
            ("今年", "2023-01-01", "2023-12-31"),
            ("去年", "2022-01-01", "2022-12-31"),
            ("last:90d", "2023-05-23", "2023-08-20"),
            ("近7天", "2023-08-14", "2023-08-20"),
            ("最近90天", "2023-05-23", "2023-08-20"),
            ("最近3个月", "2023-05-21", "2023-08-20"),
            ("最近三个月", "2023-05-21", "2023-08-20"),
            ("近两周", "2023-08-07", "2023-08-20"),
            ("近半年", "2023-02-21", "2023-08-20"),
            ("last:1y", "2022-08-21", "2023-08-20"),
        ] {
            assert_eq!(read(text), Some((first.into(), last.into())), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["last:0d", "last:9999999999d", "近天", "上周八", "上周", "最近", "last:d", "近3"]
        {
            let is_known = text == "上周";
            assert_eq!(read(text).is_some(), is_known, "{text}");
        }
    }
}
