//! Times as programs show them beside a name: with a date, of a day named above, or told from the day of copying.
//!
//! The last are never resolved: nobody knows when somebody copied.

use super::{signs::NOW_WORDS, time_of_day::TimeOfDay};
use crate::import::text::{
    byte_set::ByteSet,
    dates::{Cursor, NumericDate, is_direction_mark, is_space, named_date, plain_stamp, weekday},
    edges::trimmed,
};
use chrono::NaiveDate;
use yanju_model::{Precision, draft::DateOrder};

/// A time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day and a time of day.
    Stamp(Day, TimeOfDay),
    /// A time of a day named elsewhere.
    Clock(TimeOfDay),
    /// `昨天 10:30`, `星期三 9:05`, `1月15日 10:30`, `刚刚`: nothing says of which year or day.
    Relative,
}

/// A day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// In numbers, whose order may be open.
    Numbers(NumericDate),
    /// With the name of its month.
    Named(NaiveDate),
}

/// What kinds of time a program shows in one place: it writes today's without a date, or each with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// With a day, be it known or not.
    Dated,
    /// Without.
    Clock,
}

/// How a time is written; a program writes all of its own alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Writing {
    separator: char,
    precision: Precision,
}

impl When {
    /// What kind of time this is.
    pub fn family(self) -> Family {
        match self {
            Self::Stamp(..) | Self::Relative => Family::Dated,
            Self::Clock(_) => Family::Clock,
        }
    }

    /// How it is written.
    pub fn writing(self) -> Writing {
        match self {
            Self::Stamp(Day::Numbers(date), time) => {
                Writing { separator: date.separator(), precision: time.clock.precision }
            }
            Self::Stamp(Day::Named(_), time) => Writing { separator: ',', precision: time.clock.precision },
            Self::Clock(time) => Writing { separator: ':', precision: time.clock.precision },
            Self::Relative => Writing { separator: '~', precision: Precision::Undated },
        }
    }
}

impl Day {
    /// The day, once the order of numbers is settled.
    pub fn in_order(self, order: DateOrder) -> Option<NaiveDate> {
        match self {
            Self::Numbers(date) => date.in_order(date.own_order().unwrap_or(order)),
            Self::Named(date) => Some(date),
        }
    }
}

/// The days before that programs have a word for.
const DAYS: &[&str] = &[
    "今天",
    "昨天",
    "前天",
    "今日",
    "昨日",
    "Today",
    "today",
    "TODAY",
    "Yesterday",
    "yesterday",
    "YESTERDAY",
];

const DAY_STARTS: ByteSet = ByteSet::of_starts(DAYS);
const NOW_STARTS: ByteSet = ByteSet::of_starts(&NOW_WORDS);

/// What stands behind a number of something that has passed.
const AGO: &[&str] = &[
    "秒前",
    "秒钟前",
    "分钟前",
    "分鐘前",
    "小时前",
    "小時前",
    "天前",
    "minutes ago",
    "minute ago",
    "hours ago",
    "hour ago",
    "days ago",
    "day ago",
];

/// What the word of a time can begin with: of a day, a weekday, a month or half a day.
const WORD_STARTS: &[char] = &[
    '(', '（', 'a', 'd', 'f', 'j', 'm', 'n', 'o', 'p', 's', 't', 'w', 'y', 'A', 'D', 'F', 'J', 'M', 'N', 'O',
    'P', 'S', 'T', 'W', 'Y', '今', '昨', '前', '刚', '周', '週', '星', '上', '下', '凌', '清', '早', '中',
    '傍', '晚', '午', '正', '深', '半', '夜', '月', '火', '水', '木', '金', '土', '日', '오', '월', '화',
    '수', '목', '금', '토', '일',
];

/// By the last eight bits of a letter whether one of these ends so: one look tells most others.
const WORD_START_BITS: [bool; 256] = {
    let (mut bits, mut rest) = ([false; 256], WORD_STARTS);
    while let [start, behind @ ..] = rest {
        bits[*start as usize % 256] = true;
        rest = behind;
    }
    bits
};

/// Whether the word of a time can begin so.
#[inline]
pub(super) fn begins_a_word(c: char) -> bool {
    WORD_START_BITS.get(c as usize % 256) == Some(&true) && WORD_STARTS.contains(&c)
}

/// The longest way to write a time, in characters.
const LONGEST: usize = 80;

/// Whether a figure is one of those that times are written with.
pub(super) fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// Takes a time.
pub fn when(cursor: &mut Cursor<'_>) -> Option<When> {
    // Asked of every place in a line; most begin no time.
    cursor.peek().filter(|c| c.is_ascii_digit() || begins_a_word(*c))?;
    let rest = cursor.rest();
    let has_figures =
        || rest.starts_with(|c: char| c.is_ascii_digit()) || rest.chars().take(LONGEST).any(is_figure);
    if !has_figures() && !NOW_WORDS.iter().any(|now| rest.starts_with(now)) {
        return None;
    }
    stamp(cursor).or_else(|| relative(cursor)).or_else(|| clock_with_colon(cursor).map(When::Clock))
}

/// The time that a text is in the writing of most tools. Any other reader of times says the same of it.
pub(super) fn plain(text: &str) -> Option<When> {
    let (date, clock) = plain_stamp(text)?;
    Some(When::Stamp(Day::Numbers(date), TimeOfDay::of(clock)))
}

/// The time that a text is, and nothing else.
pub fn whole(text: &str) -> Option<When> {
    let text = trimmed(text);
    // Most of what is a time is written so, and read at once.
    if let Some(found) = plain(text) {
        return Some(found);
    }
    // Asked of every line and of every name; most begin as no time does.
    let first = text.chars().next().filter(|c| begins_a_time(*c))?;
    let is_bracketed = matches!(first, '[' | '【' | '(' | '（');
    let inner = if is_bracketed { unbracketed(text).unwrap_or(text) } else { text };
    if inner.len() > 80 {
        return None;
    }
    let mut cursor = Cursor::new(inner);
    cursor.skip_space();
    let found = when(&mut cursor)?;
    cursor.skip_space();
    cursor.rest().is_empty().then_some(found)
}

/// Whether a line that is a time and nothing else can begin so, white space before it apart.
pub(super) fn begins_a_time(c: char) -> bool {
    c.is_ascii_digit()
        || begins_a_word(c)
        || matches!(c, '[' | '【' | '(' | '（')
        || is_space(c)
        || is_direction_mark(c)
}

/// What a pair of brackets around all of a text holds.
fn unbracketed(text: &str) -> Option<&str> {
    [('[', ']'), ('【', '】'), ('(', ')'), ('（', '）')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

fn stamp(cursor: &mut Cursor<'_>) -> Option<When> {
    let mut ahead = *cursor;
    let (day, _) = day(&mut ahead)?;
    ahead.eat('T');
    between(&mut ahead);
    let clock = clock_with_colon(&mut ahead)?;
    *cursor = ahead;
    Some(When::Stamp(day, clock))
}

/// Takes a day with the weekday that may stand on either side of it; says whether one does.
pub(super) fn day(cursor: &mut Cursor<'_>) -> Option<(Day, bool)> {
    let mut ahead = *cursor;
    let mut has_weekday = weekday(&mut ahead).is_some();
    if has_weekday {
        between(&mut ahead);
    }
    let found = match NumericDate::take(&mut ahead) {
        Some(date) => [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy]
            .into_iter()
            .any(|order| date.in_order(order).is_some())
            .then_some(Day::Numbers(date))?,
        None => Day::Named(named_date(&mut ahead)?),
    };
    let mut behind = ahead;
    behind.skip_space();
    if weekday(&mut behind).is_some() {
        ahead = behind;
        has_weekday = true;
    }
    *cursor = ahead;
    Some((found, has_weekday))
}

fn between(cursor: &mut Cursor<'_>) {
    cursor.skip_space();
    cursor.take_if(|c| matches!(c, ',' | '，'));
    cursor.skip_space();
    if cursor.peek() == Some('a') && cursor.eat_word("at ") {
        cursor.skip_space();
    }
}

fn relative(cursor: &mut Cursor<'_>) -> Option<When> {
    let mut ahead = *cursor;
    if NOW_STARTS.may_begin(ahead.rest()) && NOW_WORDS.iter().any(|now| ahead.eat_word(now)) {
        *cursor = ahead;
        return Some(When::Relative);
    }
    if ahead.digits(3).is_some() {
        ahead.skip_space();
        if AGO.iter().any(|word| ahead.eat_word(word)) {
            *cursor = ahead;
            return Some(When::Relative);
        }
        ahead = *cursor;
    }
    unplaced_day(&mut ahead)?;
    between(&mut ahead);
    clock_with_colon(&mut ahead)?;
    *cursor = ahead;
    Some(When::Relative)
}

/// Takes a day that has no place in any year: `昨天`, `星期三`, `1月15日`, `01-15`.
pub(super) fn unplaced_day(cursor: &mut Cursor<'_>) -> Option<()> {
    if (DAY_STARTS.may_begin(cursor.rest()) && DAYS.iter().any(|word| cursor.eat_word(word)))
        || weekday(cursor).is_some()
    {
        return Some(());
    }
    let mut ahead = *cursor;
    ahead.digits(2).filter(|month| (1..=12).contains(&month.value))?;
    let separator = ahead.take_if(|c| matches!(c, '月' | '-' | '/'))?;
    ahead.digits(2).filter(|day| (1..=31).contains(&day.value))?;
    let in_words = separator == '月' && ahead.eat('日');
    if !in_words && separator == '月' {
        return None;
    }
    ahead.skip_space();
    let mut behind = ahead;
    if weekday(&mut behind).is_some() {
        ahead = behind;
    }
    *cursor = ahead;
    Some(())
}

/// A time of day; `12.50` is a price.
fn clock_with_colon(cursor: &mut Cursor<'_>) -> Option<TimeOfDay> {
    let before = cursor.rest();
    let mut ahead = *cursor;
    let found = TimeOfDay::take(&mut ahead)?;
    let taken = before.get(..before.len() - ahead.rest().len())?;
    // `10:30:5` and `10:301` are something else.
    let goes_on = ahead.peek().is_some_and(|c| c.is_ascii_digit());
    if goes_on || !taken.contains([':', '：', '时', '時', '点', '點']) {
        return None;
    }
    *cursor = ahead;
    Some(found)
}

/// Whether a text is written as a time is, with an hour that no clock shows: `2024-03-05 晚上26:00`.
pub fn is_impossible(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.skip_space();
    if day(&mut cursor).is_some() {
        between(&mut cursor);
    }
    for _ in 0..2 {
        cursor.take_if(|c| !c.is_ascii() && c.is_alphabetic());
    }
    cursor.skip_space();
    // `3:1` is a result.
    let parts = (0..3).map_while(|at| {
        let number = cursor.digits(2).filter(|number| at == 0 || number.count == 2)?;
        cursor.take_if(|c| matches!(c, ':' | '：'));
        Some(number)
    });
    let parts = parts.count();
    parts > 1 && cursor.rest().is_empty() && text.contains([':', '：']) && whole(text).is_none()
}

/// Whether a character draws lines.
pub fn is_rule(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '─' | '━' | '=' | '_' | '*' | '~' | '·' | '•')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_a_day_are_told_from_times_told_from_today() {
        for text in [
            "2024-01-15 10:30",
            "2024/1/5 9:03:07",
            "2024年1月15日 星期一 下午3:05",
            "2024年1月15日10:30",
            "2024-01-15T10:30:00",
            "1/15/2024, 10:30 AM",
            "Jan 15, 2024 at 10:30 PM",
            "[2024-01-15 10:30]",
        ] {
            assert!(matches!(whole(text), Some(When::Stamp(..))), "{text}");
        }
        for text in [
            "昨天 10:30",
            "昨天10:30",
            "周三 10:30",
            "1月15日 10:30",
            "01-15 10:30",
            "刚刚",
            "5分钟前",
            "Today at 9:05 AM",
        ] {
            assert_eq!(whole(text), Some(When::Relative), "{text}");
        }
        for text in ["10:30", "10：30", "9:05:07 AM", "下午 3:05"] {
            assert!(matches!(whole(text), Some(When::Clock(_))), "{text}");
        }
    }

    #[test]
    fn prices_spans_and_words_are_no_times() {
        for text in ["12.50", "10:00-12:00", "1-2", "3:1", "2024-13-45 10:30", "昨天", "今天见", "10:30:5"]
        {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
