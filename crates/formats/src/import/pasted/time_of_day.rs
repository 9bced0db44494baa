//! Times of day as windows show them: those of [`clock`], and those told by words of the night, or of the end of a day.

use crate::import::text::dates::{Clock, Cursor, clock};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// What a clock shows then.
    pub clock: Clock,
    /// Of which day that is.
    pub midnight: Midnight,
}

/// Whether midnight lies between a time and the day written beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Midnight {
    /// It does not.
    Not,
    /// `24:00`: the next day begins.
    Passed,
    /// `晚上12:30`: most mean half an hour after the end of that day, some its beginning.
    PassedByDoubt,
}

/// The part of a day that a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Morning,
    Noon,
    Night,
}

/// The words that [`clock`] does not know. What it knows and refuses, 晚上 at twelve, is asked for here.
const WORDS: &[(&str, Part)] = &[
    ("早晨", Part::Morning),
    ("清早", Part::Morning),
    ("正午", Part::Noon),
    ("深夜", Part::Night),
    ("半夜", Part::Night),
    ("午夜", Part::Night),
    ("夜里", Part::Night),
    ("夜晚", Part::Night),
    ("晚上", Part::Night),
];

impl TimeOfDay {
    /// A time of the day itself.
    pub fn of(clock: Clock) -> Self {
        Self { clock, midnight: Midnight::Not }
    }

    /// Takes a time of day.
    pub fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        if let Some(clock) = clock(cursor) {
            return Some(Self::of(clock));
        }
        end_of_day(cursor).or_else(|| told_by_word(cursor))
    }

    /// The moment on the day written beside it.
    pub fn on(self, day: NaiveDate) -> Option<NaiveDateTime> {
        let day = if self.midnight == Midnight::Not { day } else { day.succ_opt()? };
        Some(day.and_time(self.clock.time))
    }
}

/// `24:00` and `24:00:00`.
fn end_of_day(cursor: &mut Cursor<'_>) -> Option<TimeOfDay> {
    let mut ahead = *cursor;
    if !ahead.eat_word("24") || ahead.peek().is_none_or(|c| !matches!(c, ':' | '：')) {
        return None;
    }
    // Its minutes and seconds are those of the first hour.
    let first_hour = format!("00{}", ahead.rest());
    let mut rest = Cursor::new(&first_hour);
    let found = clock(&mut rest).filter(|found| found.time == NaiveTime::MIN)?;
    let taken = first_hour.len() - rest.rest().len();
    *cursor = Cursor::new(cursor.rest().get(taken..)?);
    Some(TimeOfDay { clock: found, midnight: Midnight::Passed })
}

/// `早晨7:05`, `半夜2:10`, `深夜11:30`, `晚上12:30`.
fn told_by_word(cursor: &mut Cursor<'_>) -> Option<TimeOfDay> {
    let mut ahead = *cursor;
    ahead.peek().filter(|c| !c.is_ascii())?;
    let (_, part) = WORDS.iter().find(|(word, _)| ahead.eat_word(word))?;
    ahead.skip_space();
    ahead.peek().filter(char::is_ascii_digit)?;
    let found = clock(&mut ahead)?;
    let (hour, midnight) = match (part, found.time.hour()) {
        (Part::Morning, hour @ 0..=11)
        | (Part::Noon, hour @ 11..=12)
        | (Part::Night, hour @ (0..=5 | 18..=23)) => (hour, Midnight::Not),
        (Part::Noon, 1) => (13, Midnight::Not),
        (Part::Night, hour @ 8..=11) => (hour + 12, Midnight::Not),
        (Part::Night, 12) => (0, Midnight::PassedByDoubt),
        _ => return None,
    };
    let time = found.time.with_hour(hour)?;
    *cursor = ahead;
    Some(TimeOfDay { clock: Clock { time, ..found }, midnight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_night_and_the_end_of_a_day_are_times() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5).expect("a day");
        let reads = |text: &str| {
            let found = TimeOfDay::take(&mut Cursor::new(text))?;
            Some((found.on(day)?.format("%d %H:%M").to_string(), found.midnight))
        };
        for (text, expected, midnight) in [
            ("10:30", "05 10:30", Midnight::Not),
            ("早晨7:05", "05 07:05", Midnight::Not),
            ("正午12:00", "05 12:00", Midnight::Not),
            ("半夜2:10", "05 02:10", Midnight::Not),
            ("深夜11:30", "05 23:30", Midnight::Not),
            ("晚上12:00", "06 00:00", Midnight::PassedByDoubt),
            ("晚上 12:30", "06 00:30", Midnight::PassedByDoubt),
            ("24:00", "06 00:00", Midnight::Passed),
            ("24:00:00", "06 00:00", Midnight::Passed),
        ] {
            assert_eq!(reads(text), Some((expected.to_owned(), midnight)), "{text}");
        }
        for text in ["24:01", "半夜7:00", "早晨13:00", "25:00", "深夜"] {
            assert_eq!(reads(text), None, "{text}");
        }
    }
}
