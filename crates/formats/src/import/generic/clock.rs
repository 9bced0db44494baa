//! How the time cells of a table or of plain JSON read: one column or a date and a time, written out, counted
//! since 1970, or as the serial numbers of a spreadsheet.
//!
//! Written times are [`dates`](crate::import::text::dates)' business. What order and what serial numbers a file uses is
//! settled in [`survey`](super::survey).

use super::Record;
use crate::import::{
    columns::Field,
    text::dates::{is_possible, parse_time, parse_time_in},
};
use chrono::{Duration, NaiveDate};
use std::borrow::Cow;
use yanju_model::{Precision, SourceTime, draft::DateOrder};

/// The serial numbers that are taken for days: from 1954 to 2064 in the 1900 system.
const DAYS: std::ops::Range<f64> = 20_000.0..60_000.0;

/// What a time cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    /// A time.
    Time(SourceTime),
    /// Nothing: it is empty or not there.
    Nothing,
    /// Something that is no time.
    Unreadable(String),
    /// A time at which nobody wrote.
    Impossible(String),
}

/// Whether a column counts days as spreadsheets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Serials {
    /// No.
    #[default]
    None,
    /// Whole days only.
    Days,
    /// Days and parts of days.
    Times,
}

/// A time as its cells hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cells<'r> {
    /// One cell with everything.
    One(Cow<'r, str>),
    /// A date, and a time of day that says no date itself.
    Two(Cow<'r, str>, Cow<'r, str>),
}

impl<'r> Cells<'r> {
    /// The time cells of a record; `None` where they are empty.
    pub(super) fn of(record: &'r impl Record) -> Option<Self> {
        match (record.cell(Field::Date), record.cell(Field::Time)) {
            (None, None) => None,
            (Some(only), None) | (None, Some(only)) => Some(Self::One(only)),
            (Some(_), Some(time)) if parse_time(&time).is_some() => Some(Self::One(time)),
            (Some(date), Some(time)) => Some(Self::Two(date, time)),
        }
    }

    /// The cells as one text.
    pub(super) fn joined(self) -> Cow<'r, str> {
        match self {
            Self::One(cell) => cell,
            Self::Two(date, time) => Cow::Owned(format!("{} {}", date.trim(), time.trim())),
        }
    }

    /// The serial number the cells may be, whole days and the part of the day together.
    pub(super) fn serial(&self) -> Option<f64> {
        let number = |cell: &str| cell.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        let serial = match self {
            Self::One(cell) => number(cell)?,
            Self::Two(date, time) => {
                number(date)?.floor() + number(time).filter(|part| (0.0..1.0).contains(part))?
            }
        };
        DAYS.contains(&serial).then_some(serial)
    }
}

/// Reads times, once it is settled how.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    /// The order of numeric dates that do not give it away.
    pub(super) order: Option<DateOrder>,
    /// Whether numbers are days.
    pub(super) serials: Serials,
}

impl Clock {
    /// The time of a record.
    pub(super) fn read_record(self, record: &impl Record) -> Reading {
        let Some(cells) = Cells::of(record) else { return Reading::Nothing };
        if let (Serials::Days | Serials::Times, Some(serial)) = (self.serials, cells.serial()) {
            return match self.read_serial(serial).filter(|time| is_possible(*time)) {
                Some(time) => Reading::Time(time),
                None => Reading::Impossible(cells.joined().into_owned()),
            };
        }
        self.read(&cells.joined())
    }

    fn read(self, cell: &str) -> Reading {
        if cell.trim().is_empty() {
            return Reading::Nothing;
        }
        let time = match self.order {
            Some(order) => parse_time_in(cell, order),
            None => parse_time(cell),
        };
        match time {
            None => Reading::Unreadable(cell.to_owned()),
            Some(time) if is_possible(time) => Reading::Time(time),
            Some(_) => Reading::Impossible(cell.to_owned()),
        }
    }

    /// Day 1 is the first of January 1900 and 1900 is a leap year there, so that in effect days count from
    /// 1899-12-30 (ECMA-376 part 1, 18.17.4.1).
    fn read_serial(self, serial: f64) -> Option<SourceTime> {
        let midnight = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
        let at = midnight + Duration::seconds((serial * 86_400.0).round() as i64);
        let precision = if self.serials == Serials::Days { Precision::Day } else { Precision::Second };
        Some(SourceTime::Local(at, precision))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days_since_the_end_of_1899() {
        let clock = Clock { order: None, serials: Serials::Times };
        let shown = |serial| match clock.read_serial(serial) {
            Some(SourceTime::Local(at, _)) => at.to_string(),
            _ => String::new(),
        };
        assert_eq!(shown(45_296.0), "2024-01-05 00:00:00");
        assert_eq!(shown(45_296.377_083_333), "2024-01-05 09:03:00", "parts of a day are rounded to seconds");
    }
}
