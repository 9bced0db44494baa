//! How figures are printed: times, numbers, serials, hashes. The same in every language and format.

use chrono::NaiveDate;
use yanju_model::{Precision, Timestamp};

/// The day a moment falls on at its offset.
pub(super) fn day(at: Timestamp) -> NaiveDate {
    at.local().date()
}

/// A day as it is printed.
pub(super) fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// A moment's wall clock, no finer than the source states it; empty where it states none.
pub(super) fn local(at: Timestamp) -> String {
    let format = match at.precision {
        Precision::Undated => return String::new(),
        Precision::Day => "%Y-%m-%d",
        Precision::Minute => "%Y-%m-%d %H:%M",
        Precision::Second => "%Y-%m-%d %H:%M:%S",
        Precision::Milli => "%Y-%m-%d %H:%M:%S%.3f",
    };
    at.local().format(format).to_string()
}

/// A moment of this program's own, always with its offset.
pub(super) fn stamp(at: Timestamp) -> String {
    format!("{} {}", local(at), offset_text(at.offset_minutes))
}

/// An offset from UTC, `+08:00`.
pub(super) fn offset_text(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A serial as it is printed.
pub(super) fn six_digits(serial: u64) -> String {
    format!("{serial:06}")
}

/// A range of serials as it is printed; a dash where there is none.
pub(super) fn serials(range: Option<(u64, u64)>) -> String {
    match range {
        None => "–".to_owned(),
        Some((first, last)) if first == last => six_digits(first),
        Some((first, last)) => format!("{}–{}", six_digits(first), six_digits(last)),
    }
}

/// A number with a comma at every thousand.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A hash in groups of eight digits, which people can compare and lines can break between.
pub(super) fn hash_groups(hash: &str) -> String {
    let mut text = String::with_capacity(hash.len() + hash.len() / 8);
    for (index, digit) in hash.chars().enumerate() {
        if index > 0 && index.is_multiple_of(8) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_hashes_are_grouped() {
        assert_eq!([0, 999, 1000, 4_812_336].map(grouped), ["0", "999", "1,000", "4,812,336"]);
        assert_eq!(hash_groups("0123456789abcdef0"), "01234567 89abcdef 0", "the last group may be short");
        assert_eq!(serials(Some((1, 14))), "000001–000014");
    }

    #[test]
    fn a_time_is_printed_no_finer_than_the_source_states() {
        let at = |precision| Timestamp {
            utc_ms: 1_692_513_005_120,
            offset_minutes: 480,
            precision,
            basis: yanju_model::ZoneBasis::Assumed,
        };
        let texts =
            [Precision::Day, Precision::Minute, Precision::Second, Precision::Milli].map(|p| local(at(p)));
        let expected = ["2023-08-20", "2023-08-20 14:30", "2023-08-20 14:30:05", "2023-08-20 14:30:05.120"]
            .map(str::to_owned);
        assert_eq!(texts, expected, "seconds that nobody stated would be invented");
        assert_eq!(stamp(at(Precision::Second)), "2023-08-20 14:30:05 +08:00");
        assert_eq!(offset_text(-210), "-03:30");
    }
}
