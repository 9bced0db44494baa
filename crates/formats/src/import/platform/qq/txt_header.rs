//! What single lines of the message manager's text look like. How they follow each other is
//! [`txt`](super::txt)'s.

use crate::import::text::dates::{Clock, Cursor, clock, is_possible, is_space};
use chrono::NaiveDate;
use yanju_model::SourceTime;

/// `2024-03-05 9:58:24 AM 阿芸(100862)`: when, and who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header<'a> {
    date: Option<NaiveDate>,
    /// Read as a clock of 24 hours: what stands behind it is the name.
    whole: Option<(Clock, &'a str)>,
    /// Read as a clock of 12 hours, where a half-day word stands behind it.
    half: Option<(Clock, &'a str)>,
}

/// How the headers of a file write the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    /// Of 24 hours, or with a half-day word before: AM and PM behind it are part of a name.
    Whole,
    /// Of 12 hours: every header has its AM or PM.
    Half,
}

impl<'a> Header<'a> {
    /// Reads a line; `None` where it does not begin with a date and a time to the second.
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let mut cursor = Cursor::new(line);
        let date = date(&mut cursor)?;
        cursor.take_if(is_space)?;
        let figures = figures(cursor.rest());
        let whole = whole_clock(cursor, figures);
        let half = figures.and_then(half_clock);
        (whole.is_some() || half.is_some()).then_some(Self { date, whole, half })
    }

    /// Whether AM or PM stands behind the time.
    pub(super) fn has_half_day(&self) -> bool {
        self.half.is_some()
    }

    /// Whether AM or PM behind the time would contradict its hour: it is then the beginning of a name.
    pub(super) fn contradicts_half_days(&self) -> bool {
        use chrono::Timelike;
        self.whole
            .is_some_and(|(clock, name)| half_day(name).is_some() && !(1..=12).contains(&clock.time.hour()))
    }

    /// The time and the name, in a file that writes its hours so. `None` where this is no header of such a file.
    /// For a time at which nobody wrote there is the code of the warning.
    pub(super) fn read(&self, hours: Hours) -> Option<(Result<SourceTime, &'static str>, &'a str)> {
        let (clock, name) = match hours {
            Hours::Whole => self.whole,
            Hours::Half => self.half,
        }?;
        let at = self.date.map(|date| SourceTime::Local(date.and_time(clock.time), clock.precision));
        let at = at.ok_or("impossible_date");
        Some((at.and_then(|at| if is_possible(at) { Ok(at) } else { Err("odd_time") }), name))
    }
}

/// `2024-03-05`; the day is `None` where no calendar has it.
#[expect(clippy::option_option, reason = "a date that is none is still the mark of a header")]
fn date(cursor: &mut Cursor<'_>) -> Option<Option<NaiveDate>> {
    let year = cursor.digits(4).filter(|found| found.count == 4)?.value;
    cursor.take_if(|c| c == '-')?;
    let month = cursor.digits(2)?.value;
    cursor.take_if(|c| c == '-')?;
    let day = cursor.digits(2)?.value;
    Some(NaiveDate::from_ymd_opt(year.cast_signed(), month, day))
}

/// A time without a word behind it: `9:58:24`, `上午 09:58:24`. `figures` are those it begins with.
fn whole_clock<'a>(mut cursor: Cursor<'a>, figures: Option<(&'a str, &'a str)>) -> Option<(Clock, &'a str)> {
    if !cursor.rest().starts_with(|c: char| c.is_ascii_digit()) {
        let found = clock(&mut cursor)?;
        return Some((found, behind(cursor.rest())?));
    }
    let (figures, name) = figures?;
    Some((clock(&mut Cursor::new(figures))?, name))
}

/// A time with AM or PM behind it.
fn half_clock<'a>((figures, name): (&str, &'a str)) -> Option<(Clock, &'a str)> {
    let (word, name) = half_day(name)?;
    Some((clock(&mut Cursor::new(&format!("{figures} {word}")))?, name))
}

/// The figures of a time to the second, and what stands behind the space that follows.
fn figures(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_digit() && b != b':').unwrap_or(text.len());
    let (figures, name) = text.split_at_checked(end)?;
    (figures.bytes().filter(|b| *b == b':').count() == 2).then_some(())?;
    Some((figures, behind(name)?))
}

/// AM or PM at the start of what may be a name, and the name.
fn half_day(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_at_checked(2)?;
    let is_one = ["AM", "PM"].iter().any(|known| known.eq_ignore_ascii_case(word));
    is_one.then_some(())?;
    Some((word, behind(rest)?))
}

/// What stands behind the one space that parts; nothing where the line ends.
fn behind(text: &str) -> Option<&str> {
    if text.is_empty() { Some("") } else { text.strip_prefix(is_space) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(line: &str, hours: Hours) -> Option<String> {
        let (at, name) = Header::of(line)?.read(hours)?;
        let at = match at {
            Ok(SourceTime::Local(at, _)) => at.to_string(),
            Ok(SourceTime::Fixed(..)) => "fixed".to_owned(),
            Err(code) => code.to_owned(),
        };
        Some(format!("{at}|{name}"))
    }

    #[test]
    fn every_clock_that_computers_are_set_to_is_read() {
        for (line, hours, expected) in [
            ("2024-03-05 09:58:24 阿芸(1)", Hours::Whole, "2024-03-05 09:58:24|阿芸(1)"),
            ("2024-03-05 9:58:24 阿芸", Hours::Whole, "2024-03-05 09:58:24|阿芸"),
            ("2024-03-05 9:58:24 PM 阿芸", Hours::Half, "2024-03-05 21:58:24|阿芸"),
            ("2024-03-05 12:00:01 AM 阿芸", Hours::Half, "2024-03-05 00:00:01|阿芸"),
            ("2024-03-05 下午 09:58:24 阿芸", Hours::Whole, "2024-03-05 21:58:24|阿芸"),
            ("2024-03-05 09:58:24", Hours::Whole, "2024-03-05 09:58:24|"),
            ("2024-03-05 09:58:24  阿 芸", Hours::Whole, "2024-03-05 09:58:24| 阿 芸"),
            ("1883-03-07 11:22:33 A(1)", Hours::Whole, "odd_time|A(1)"),
            ("2024-02-30 11:22:33 A", Hours::Whole, "impossible_date|A"),
        ] {
            assert_eq!(reads(line, hours).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn half_days_are_names_where_the_clock_has_24_hours() {
        let line = "2024-03-05 09:58:24 PM 小周(1)";
        assert_eq!(reads(line, Hours::Whole).as_deref(), Some("2024-03-05 09:58:24|PM 小周(1)"));
        assert!(!Header::of(line).expect("a header").contradicts_half_days(), "it may be either");
        let evening = Header::of("2024-03-05 16:58:24 PM 小周(1)").expect("a header");
        assert!(evening.contradicts_half_days());
        assert_eq!(reads("2024-03-05 09:58:24 PMO(1)", Hours::Half), None, "a word that begins so");
        assert_eq!(reads("2024-03-05 09:58:24 阿芸", Hours::Half), None, "pasted from another computer");
    }

    #[test]
    fn what_begins_otherwise_is_no_header() {
        for line in
            ["", "2024-03-05", "2024-03-05 09:58 阿芸", "2024-03-05 09:58:24阿芸", "阿芸 2024-03-05 09:58:24"]
        {
            assert_eq!(Header::of(line), None, "{line}");
        }
    }
}
