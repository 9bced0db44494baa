//! The writing of times that most tools use, `2024-03-06 13:58:40` and `2024/3/6 9:03`, read byte by byte. What is
//! written in any other way is left to the readers of everything, which say the same of these.

use super::{
    clock::{Clock, Script},
    numeric::NumericDate,
};
use chrono::NaiveTime;
use yanju_model::{Precision, SourceTime, draft::DateOrder};

/// The time that a text is, where it is nothing else and written so.
pub(super) fn plain(text: &str) -> Option<SourceTime> {
    let (date, clock) = plain_stamp(text)?;
    Some(SourceTime::Local(date.in_order(DateOrder::Ymd)?.and_time(clock.time), clock.precision))
}

/// The same in its parts.
pub fn plain_stamp(text: &str) -> Option<(NumericDate, Clock)> {
    let mut rest = text.as_bytes();
    let (year, _) = number(&mut rest, 4, 4)?;
    let separator = sign(&mut rest, b"-/")?;
    let (month, month_figures) = number(&mut rest, 1, 2)?;
    sign(&mut rest, &[separator])?;
    let (day, day_figures) = number(&mut rest, 1, 2)?;
    sign(&mut rest, b" T")?;
    let (hour, _) = number(&mut rest, 1, 2)?;
    sign(&mut rest, b":")?;
    let (minute, _) = number(&mut rest, 2, 2)?;
    let (second, precision) = match sign(&mut rest, b":") {
        Some(_) => (number(&mut rest, 2, 2)?.0, Precision::Second),
        None => (0, Precision::Minute),
    };
    if !rest.is_empty() {
        return None;
    }
    let date = NumericDate::of([year, month, day], [4, month_figures, day_figures], separator.into());
    // Nearly every day is one that each month has.
    let is_in_every_month = matches!((year, month, day), (1900..2200, 1..=12, 1..=28));
    if !is_in_every_month {
        date.in_order(DateOrder::Ymd)?;
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some((date, Clock { time, precision, script: Script::None }))
}

/// Takes a number of at least and at most so many digits; tells how many.
#[inline]
fn number(rest: &mut &[u8], least: u8, most: u8) -> Option<(u32, u8)> {
    let (mut value, mut count) = (0, 0);
    while let Some((digit, behind)) = rest.split_first().filter(|(digit, _)| digit.is_ascii_digit()) {
        value = value * 10 + u32::from(digit - b'0');
        count += 1;
        *rest = behind;
        if count == most {
            break;
        }
    }
    (count >= least).then_some((value, count))
}

/// Takes one of these signs.
#[inline]
fn sign(rest: &mut &[u8], signs: &[u8]) -> Option<u8> {
    let (first, behind) = rest.split_first().filter(|(first, _)| signs.contains(first))?;
    *rest = behind;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::super::written;
    use super::*;

    #[test]
    fn what_is_read_at_once_reads_like_everything_else() {
        let mut read = 0;
        for text in [
            "2024-03-06 13:58:40",
            "2024/3/6 9:03",
            "2024-3-6T09:03",
            "2024-02-30 09:03",
            "2024-03-06 24:00:00",
            "2024-03-06 13:58:60",
            "2024-03-06 13:58:4",
            "2024-03-06 13:5",
            "2024-03/06 13:58",
            "2024-03-06  13:58",
            "2024-03-06 13:58:40.5",
            "2024-03-06 13:58 PM",
            "2024-123-06 13:58",
            "12024-03-06 13:58",
            "1850-03-06 13:58",
            "2024-03-06",
            "2024-03-06 113:58",
        ] {
            let general = written(text, None);
            let at_once = plain(text);
            assert!(at_once.is_none() || at_once == general, "{text}: {at_once:?}, {general:?}");
            read += u32::from(at_once.is_some());
        }
        assert_eq!(read, 3);
    }
}
