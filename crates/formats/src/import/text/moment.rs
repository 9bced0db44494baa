//! The date and time to the second that headers of Chinese shop programs carry. Times in cells, other orders and
//! other precisions are [`dates`](super::dates)'.

use super::dates::{Cursor, NumericDate, clock, is_possible, is_space};
use crate::import::Sink;
use chrono::{NaiveDate, NaiveDateTime};
use yanju_model::{Precision, SourceTime, Warning, draft::DateOrder};

/// A date with a time of day to the second, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A wall clock.
    At(NaiveDateTime),
    /// A day that no calendar has.
    NoSuchDay,
}

/// The moment that a text is: `2024-03-08 07:58:24`, `2024-3-8 7:58:24`, and nothing more.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let mut cursor = Cursor::new(text);
    let date = year_first(&mut cursor)?;
    cursor.take_if(is_space)?;
    cursor.skip_space();
    let found = clock(&mut cursor).filter(|clock| clock.precision == Precision::Second)?;
    cursor.rest().is_empty().then(|| match date.in_order(DateOrder::Ymd) {
        Some(day) => Moment::At(day.and_time(found.time)),
        None => Moment::NoSuchDay,
    })
}

/// The day that a text is, and nothing more; no clock stands beside it.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let mut cursor = Cursor::new(text.trim_matches(is_space));
    let date = year_first(&mut cursor)?.in_order(DateOrder::Ymd)?;
    cursor.rest().is_empty().then_some(date)
}

fn year_first(cursor: &mut Cursor<'_>) -> Option<NumericDate> {
    NumericDate::take(cursor).filter(|date| date.own_order().is_some())
}

impl Moment {
    /// The time a draft gets; where there can be none, a warning that repeats the `header`.
    pub(crate) fn sent_at(self, place: &str, header: &str, sink: &mut dyn Sink) -> Option<SourceTime> {
        let Self::At(at) = self else {
            sink.warning(Warning::new("impossible_date", place, header));
            return None;
        };
        let time = SourceTime::Local(at, Precision::Second);
        if is_possible(time) {
            return Some(time);
        }
        sink.warning(Warning::new("odd_time", place, header));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_moment_to_the_second_is_one() {
        assert!(matches!(moment("2024-03-08 07:58:24"), Some(Moment::At(_))));
        assert!(matches!(moment("2024-3-8 7:58:24"), Some(Moment::At(_))));
        assert_eq!(moment("2024-02-30 07:58:24"), Some(Moment::NoSuchDay), "a header all the same");
        for text in
            ["2024-03-08 07:58", "2024-03-08", "07:58:24", "2024-03-08 07:58:24 x", "3-8-2024 07:58:24"]
        {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_stands_alone() {
        assert!(day(" 2024-3-8 ").is_some() && day("2024年3月8日").is_some());
        assert_eq!(day("2024-3-8 7:58:24"), None);
    }
}
