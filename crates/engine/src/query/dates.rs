//! Date expressions: what people write for days and ranges, in Chinese and English, to whole days.
//!
//! `2023` · `2023-08` · `2023/8/20` · `2023年8月20日` · `2023-01..2023-03` · `2023年1-3月` · `..2023-03` ·
//! `last:90d` · 今天 · 上个月 · 近7天 · `this-year`. Weeks begin on Monday.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Whole days, half open. An open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// The first day inside.
    pub from: Option<NaiveDate>,
    /// The first day after.
    pub until: Option<NaiveDate>,
}

/// The days that `text` names, as seen from `today`. `None`: not a date expression.
pub fn day_range(text: &str, today: NaiveDate) -> Option<DayRange> {
    let text = text.trim();
    if let Some((from, to)) =
        text.split_once("..").or_else(|| text.split_once('~')).or_else(|| text.split_once('至'))
    {
        let side = |text: &str| {
            let text = text.trim();
            if text.is_empty() { Some(None) } else { single(text, today).map(Some) }
        };
        let (from, to) = (side(from)?, side(to)?);
        if from.is_none() && to.is_none() {
            return None;
        }
        let range = DayRange { from: from.and_then(|r| r.from), until: to.and_then(|r| r.until) };
        return (range.from.zip(range.until).is_none_or(|(from, until)| from < until)).then_some(range);
    }
    single(text, today)
}

fn single(text: &str, today: NaiveDate) -> Option<DayRange> {
    relative(text, today).or_else(|| months_of_year(text)).or_else(|| calendar(text))
}

/// A year, a month or a day, with `-`, `/`, `.` or 年月日 between.
fn calendar(text: &str) -> Option<DayRange> {
    let separators: &[char] = if text.contains('年') { &['年', '月'] } else { &['-', '/', '.'] };
    let numbers: Vec<u32> = text
        .trim_end_matches(['日', '号', '月', '年'])
        .split(separators)
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    match *numbers.as_slice() {
        [year] if text.trim_end_matches('年').len() == 4 => months(year, 1, 12),
        [year, month] => months(year, month, 1),
        [year, month, day] => days(NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)?, 1),
        _ => None,
    }
}

/// `2023年1-3月`: the months of one year.
fn months_of_year(text: &str) -> Option<DayRange> {
    let (year, rest) = text.strip_suffix('月')?.split_once('年')?;
    let (first, last) = rest.split_once(['-', '到', '–'])?;
    let (first, last): (u32, u32) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    months(year.trim().parse().ok()?, first, (last + 1).checked_sub(first)?)
}

fn relative(text: &str, today: NaiveDate) -> Option<DayRange> {
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?;
    let month = today.with_day(1)?;
    let year = NaiveDate::from_ymd_opt(today.year(), 1, 1)?;
    match text.to_ascii_lowercase().as_str() {
        "今天" | "今日" | "today" => days(today, 1),
        "昨天" | "昨日" | "yesterday" => days(today.checked_sub_days(Days::new(1))?, 1),
        "前天" => days(today.checked_sub_days(Days::new(2))?, 1),
        "本周" | "这周" | "this-week" => days(monday, 7),
        "上周" | "last-week" => days(monday.checked_sub_days(Days::new(7))?, 7),
        "本月" | "这个月" | "this-month" => span(month, 1),
        "上个月" | "上月" | "last-month" => span(month.checked_sub_months(Months::new(1))?, 1),
        "今年" | "this-year" => span(year, 12),
        "去年" | "last-year" => span(year.checked_sub_months(Months::new(12))?, 12),
        other => last(other, today),
    }
}

/// `last:90d`, 近90天, 最近3个月: up to and including today.
fn last(text: &str, today: NaiveDate) -> Option<DayRange> {
    let rest = text
        .strip_prefix("last:")
        .or_else(|| text.strip_prefix("最近"))
        .or_else(|| text.strip_prefix('近'))?;
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let count: u32 = digits.parse().ok().filter(|count| *count > 0)?;
    let tomorrow = today.succ_opt()?;
    let from = match rest.strip_prefix(digits)? {
        "d" | "天" | "日" => tomorrow.checked_sub_days(Days::new(count.into()))?,
        "w" | "周" => tomorrow.checked_sub_days(Days::new(u64::from(count) * 7))?,
        "m" | "月" | "个月" => tomorrow.checked_sub_months(Months::new(count))?,
        "y" | "年" => tomorrow.checked_sub_months(Months::new(count.checked_mul(12)?))?,
        _ => return None,
    };
    Some(DayRange { from: Some(from), until: Some(tomorrow) })
}

fn months(year: u32, first: u32, count: u32) -> Option<DayRange> {
    let last = first.checked_add(count)?.checked_sub(1)?;
    if count == 0 || last > 12 {
        return None;
    }
    span(NaiveDate::from_ymd_opt(year.try_into().ok()?, first, 1)?, count)
}

fn span(from: NaiveDate, months: u32) -> Option<DayRange> {
    Some(DayRange { from: Some(from), until: Some(from.checked_add_months(Months::new(months))?) })
}

fn days(from: NaiveDate, count: u64) -> Option<DayRange> {
    Some(DayRange { from: Some(from), until: Some(from.checked_add_days(Days::new(count))?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let sunday = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap();
        let shown = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |d| d.to_string());
        day_range(text, sunday).map(|range| (shown(range.from), shown(range.until)))
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
            ("2023年8月20日", "2023-08-20", "2023-08-21"),
            ("2023-01..2023-03", "2023-01-01", "2023-04-01"),
            ("2023年1-3月", "2023-01-01", "2023-04-01"),
            ("2023年12月", "2023-12-01", "2024-01-01"),
            ("2023-08-20..", "2023-08-20", "…"),
            ("..2023-03", "…", "2023-04-01"),
            ("今天", "2023-08-20", "2023-08-21"),
            ("昨天", "2023-08-19", "2023-08-20"),
            ("本周", "2023-08-14", "2023-08-21"),
            ("上周", "2023-08-07", "2023-08-14"),
            ("上个月", "2023-07-01", "2023-08-01"),
            ("去年", "2022-01-01", "2023-01-01"),
            ("last:90d", "2023-05-23", "2023-08-21"),
            ("近7天", "2023-08-14", "2023-08-21"),
            ("最近3个月", "2023-05-21", "2023-08-21"),
        ] {
            assert_eq!(read(text), Some((from.into(), until.into())), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "..",
            "20",
            "2023-13",
            "2023-02-30",
            "2023-03..2023-01",
            "soon",
            "last:0d",
            "2023年3-1月",
            "last:9999999999d",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
