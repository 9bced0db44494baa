//! The writing of times that most tools use, `2024-03-06 13:58:40` and `2024/3/6 9:03`, read byte by byte. What is
//! written in any other way is left to the readers of everything, which say the same of these.

use chrono::NaiveDate;
use yanju_model::{Precision, SourceTime};

/// The time that a text is, where it is nothing else and written so.
pub(super) fn plain(text: &str) -> Option<SourceTime> {
    let mut rest = text.as_bytes();
    let year = number(&mut rest, 4, 4)?;
    let separator = sign(&mut rest, b"-/")?;
    let month = number(&mut rest, 1, 2)?;
    sign(&mut rest, &[separator])?;
    let day = number(&mut rest, 1, 2)?;
    sign(&mut rest, b" T")?;
    let hour = number(&mut rest, 1, 2)?;
    sign(&mut rest, b":")?;
    let minute = number(&mut rest, 2, 2)?;
    let (second, precision) = match sign(&mut rest, b":") {
        Some(_) => (number(&mut rest, 2, 2)?, Precision::Second),
        None => (0, Precision::Minute),
    };
    if !rest.is_empty() || !(1900..2200).contains(&year) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day)?;
    Some(SourceTime::Local(date.and_hms_opt(hour, minute, second)?, precision))
}

/// Takes a number of at least and at most so many digits.
#[inline]
fn number(rest: &mut &[u8], least: usize, most: usize) -> Option<u32> {
    let (mut value, mut count) = (0, 0);
    while let Some((digit, behind)) = rest.split_first().filter(|(digit, _)| digit.is_ascii_digit()) {
        value = value * 10 + u32::from(digit - b'0');
        count += 1;
        *rest = behind;
        if count == most {
            break;
        }
    }
    (count >= least).then_some(value)
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
