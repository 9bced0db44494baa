//! Times of day: 24 and 12 hours, with the half-day words of the languages that exports come in.

use super::cursor::Cursor;
use crate::import::text::byte_set::ByteSet;
use chrono::NaiveTime;
use yanju_model::Precision;

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The time.
    pub time: NaiveTime,
    /// How finely it was written.
    pub precision: Precision,
    /// The script of its half-day word.
    pub script: Script,
}

/// The script of a half-day word; a hint at how the same phone writes dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// There is none: 24 hours.
    None,
    /// Chinese, Japanese or Korean, where the year comes first.
    EastAsian,
    /// Any other.
    Other,
}

/// The part of the day that a half-day word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Noon,
    Afternoon,
    Evening,
}

const BEFORE: &[(&str, Half)] = &[
    ("上午", Half::Morning),
    ("下午", Half::Afternoon),
    ("凌晨", Half::Morning),
    ("清晨", Half::Morning),
    ("早上", Half::Morning),
    ("中午", Half::Noon),
    ("傍晚", Half::Evening),
    ("晚上", Half::Evening),
    ("午前", Half::Morning),
    ("午後", Half::Afternoon),
    ("오전", Half::Morning),
    ("오후", Half::Afternoon),
];

const AFTER: &[(&str, Half)] = &[
    ("ص", Half::Morning),
    ("م", Half::Afternoon),
    ("π.μ.", Half::Morning),
    ("μ.μ.", Half::Afternoon),
    ("SA", Half::Morning),
    ("CH", Half::Afternoon),
    ("PTG", Half::Afternoon),
    ("PG", Half::Morning),
    ("de.", Half::Morning),
    ("du.", Half::Afternoon),
];

const AFTER_STARTS: ByteSet = ByteSet::of_keys(AFTER);

/// Takes a time of day: `9:05`, `21.25.15`, `下午10:02:27`, `2:20 PM`, `8:49 p. m.`, `9时30分`.
pub fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut ahead = *cursor;
    // Every line is asked for a time; most of those that have one begin it with a number.
    let may_begin_with_a_word = ahead.peek().is_some_and(|c| !c.is_ascii());
    let before = BEFORE.iter().filter(|_| may_begin_with_a_word).find(|(word, _)| ahead.eat_word(word));
    let before = before.map(|(_, half)| *half);
    ahead.skip_space();
    let latin_before = if before.is_none() { latin_half(&mut ahead) } else { None };
    ahead.skip_space();
    let hour = ahead.digits(2)?.value;
    ahead.take_if(|c| matches!(c, ':' | '.' | '：' | '时' | '點' | '点' | '時'))?;
    let minute = two_digits(&mut ahead)?;
    let (second, nano, precision) = seconds(&mut ahead);
    let after = if before.or(latin_before).is_none() { half_after(&mut ahead) } else { None };
    let hour = match before.or(latin_before).or(after) {
        Some(half) => in_24_hours(hour, half)?,
        None => hour,
    };
    let script = match (before, latin_before.or(after)) {
        (Some(_), _) => Script::EastAsian,
        (None, Some(_)) => Script::Other,
        (None, None) => Script::None,
    };
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nano)?;
    *cursor = ahead;
    Some(Clock { time, precision, script })
}

/// What follows the minutes: seconds, their fraction, or the words of Chinese.
fn seconds(cursor: &mut Cursor<'_>) -> (u32, u32, Precision) {
    cursor.eat('分');
    let mut ahead = *cursor;
    ahead.take_if(|c| matches!(c, ':' | '.' | '：'));
    let Some(second) = two_digits(&mut ahead) else { return (0, 0, Precision::Minute) };
    ahead.eat('秒');
    *cursor = ahead;
    if !ahead.eat('.') && !ahead.eat(',') {
        return (second, 0, Precision::Second);
    }
    match ahead.digits(9) {
        Some(fraction) => {
            *cursor = ahead;
            (second, fraction.value * 10_u32.pow(9 - u32::from(fraction.count)), Precision::Milli)
        }
        None => (second, 0, Precision::Second),
    }
}

fn two_digits(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let found = ahead.digits(2).filter(|digits| digits.count == 2)?;
    *cursor = ahead;
    Some(found.value)
}

fn half_after(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    ahead.skip_space();
    let half = match latin_half(&mut ahead) {
        Some(half) => half,
        None if !AFTER_STARTS.may_begin(ahead.rest()) => return None,
        None => AFTER.iter().find(|(word, _)| ahead.eat_word(word)).map(|(_, half)| *half)?,
    };
    if ahead.peek().is_some_and(char::is_alphanumeric) {
        return None;
    }
    *cursor = ahead;
    Some(half)
}

/// `AM`, `pm`, `a.m.`, `p. m.` with any space between.
fn latin_half(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    let half = match ahead.take_if(|c| matches!(c, 'a' | 'A' | 'p' | 'P'))? {
        'a' | 'A' => Half::Morning,
        _ => Half::Afternoon,
    };
    if ahead.eat('.') {
        ahead.skip_space();
    }
    ahead.take_if(|c| matches!(c, 'm' | 'M'))?;
    ahead.eat('.');
    *cursor = ahead;
    Some(half)
}

/// The hour of the day. Some locales count the half day from 0 (午後0時), some write 24 hours and the word.
///
/// 晚上12 is refused: it may be either end of the day, and no phone writes it.
fn in_24_hours(hour: u32, half: Half) -> Option<u32> {
    match (half, hour) {
        (Half::Morning, 12) => Some(0),
        (Half::Afternoon | Half::Evening, 0..=11) | (Half::Noon, 0..=3) => Some(hour + 12),
        (Half::Morning, 0..=11)
        | (Half::Noon, 10..=12)
        | (Half::Afternoon, 12..=23)
        | (Half::Evening, 13..=23) => Some(hour),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> String {
        let mut cursor = Cursor::new(text);
        let found = clock(&mut cursor).map(|c| c.time.format("%H:%M:%S").to_string()).unwrap_or_default();
        format!("{found}|{}", cursor.rest())
    }

    #[test]
    fn twelve_hours_are_read_in_every_language_exports_come_in() {
        for (text, expected) in [
            ("下午10:02:27]", "22:02:27|]"),
            ("上午12:05:47]", "00:05:47|]"),
            ("下午 3:05", "15:05:00|"),
            ("凌晨1:07", "01:07:00|"),
            ("中午12:30", "12:30:00|"),
            ("晚上8:00", "20:00:00|"),
            ("오후 9:30 -", "21:30:00| -"),
            ("午後0:08", "12:08:00|"),
            ("10:02:27\u{202F}PM]", "22:02:27|]"),
            ("08:49 p. m. - x", "20:49:00| - x"),
            ("8:49\u{A0}p.\u{A0}m. - x", "20:49:00| - x"),
            ("00:08 a. m.", "00:08:00|"),
            ("9:05am", "09:05:00|"),
            ("12:00 am", "00:00:00|"),
        ] {
            assert_eq!(reads(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_only_begins_like_a_half_day_is_left_alone() {
        assert_eq!(reads("9:05 amazing"), "09:05:00| amazing");
        assert_eq!(reads("21:25 - Pm: x"), "21:25:00| - Pm: x");
    }

    #[test]
    fn what_is_no_time_of_day_takes_nothing() {
        for text in ["25:00", "9:60", "9:5", "123:00", "晚上12:30", "9"] {
            assert_eq!(reads(text), format!("|{text}"));
        }
    }

    #[test]
    fn precision_is_that_of_the_source() {
        let precision = |text| clock(&mut Cursor::new(text)).map(|c| c.precision);
        assert_eq!(precision("9:05"), Some(Precision::Minute));
        assert_eq!(precision("klo 21.25.15"), None, "words before the time are the date's business");
        assert_eq!(precision("21.25.15"), Some(Precision::Second));
        assert_eq!(precision("21:25:15.248"), Some(Precision::Milli));
    }
}
