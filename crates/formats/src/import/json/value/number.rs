//! A number of JSON: a whole one as such, any other with its digits as they are written.

use std::{cell::Cell, fmt};

/// A number. What is not whole, or larger than any that is counted with, is kept as it stands in the text: where it is
/// words, `12.50` is not `12.5`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    /// Not below zero.
    Natural(u64),
    /// Below zero.
    Negative(i64),
    /// As written.
    Written(Box<str>),
}

impl Number {
    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Natural(number) => i64::try_from(*number).ok(),
            Self::Negative(number) => Some(*number),
            Self::Written(_) => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Natural(number) => Some(*number),
            Self::Negative(_) | Self::Written(_) => None,
        }
    }

    /// Whether it is one that is counted with.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self, Self::Written(_))
    }

    /// Whether whoever wrote it had no more digits than fit: a large number with a point or an exponent.
    pub(crate) fn is_rounded(&self) -> bool {
        let Self::Written(digits) = self else { return false };
        digits.contains(['.', 'e', 'E'])
            && digits.parse::<f64>().is_ok_and(|number| number.abs() >= i64::MAX as f64)
    }

    /// Its digits without an exponent: what is to be read as a time.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Written(digits) if digits.contains(['e', 'E']) => {
                digits.parse::<f64>().map_or_else(|_| digits.to_string(), |number| number.to_string())
            }
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Natural(number) => number.fmt(f),
            Self::Negative(number) => number.fmt(f),
            Self::Written(digits) => f.write_str(digits),
        }
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self::Natural(number)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        u64::try_from(number).map_or(Self::Negative(number), Self::Natural)
    }
}

/// The numbers of a text that are kept as they are written, one after the other: they are looked for only once a reader
/// has come by one, so that a text without any costs nothing.
#[derive(Debug)]
pub(crate) struct WrittenNumbers<'t> {
    text: &'t str,
    seen: Cell<usize>,
}

impl<'t> WrittenNumbers<'t> {
    /// Those of a text of JSON.
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, seen: Cell::new(0) }
    }

    /// The next of them.
    pub(crate) fn next(&self) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        let mut at = self.seen.get();
        loop {
            match bytes.get(at)? {
                b'"' => at = end_of_string(bytes, at + 1),
                b'-' | b'0'..=b'9' => {
                    let rest = bytes.get(at..)?;
                    let length = rest.iter().take_while(|byte| is_of_number(**byte)).count();
                    let digits = self.text.get(at..at + length)?;
                    at += length;
                    if is_kept_as_written(digits) {
                        self.seen.set(at);
                        return Some(digits);
                    }
                }
                _ => at += 1,
            }
        }
    }
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// Whether digits are read as a number that is not whole: `-0` is one too.
fn is_kept_as_written(digits: &str) -> bool {
    if digits.starts_with('-') {
        digits.parse::<i64>().map_or(true, |number| number == 0)
    } else {
        digits.parse::<u64>().is_err()
    }
}

/// Where the string ends of which the words begin at a place.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::{held::inner, value::Value};

    #[test]
    fn numbers_keep_their_digits_as_they_are_written() {
        let text = r#"{"a":[12.50,7,-3,{"9.9":1e3}],"b \" 1.5":"2.0 \\","c":-0,"d":123456789012345678901234567890,
            "e":18446744073709551615,"f":-9223372036854775809,"g":0.10}"#;
        let written = |value: &Value| value.to_string();
        let value = inner(text).expect("it is JSON");
        assert_eq!(value.get("a").map(written).as_deref(), Some(r#"[12.50,7,-3,{"9.9":1e3}]"#));
        for (name, digits) in [
            ("c", "-0"),
            ("d", "123456789012345678901234567890"),
            ("e", "18446744073709551615"),
            ("f", "-9223372036854775809"),
            ("g", "0.10"),
        ] {
            assert_eq!(value.get(name).map(written).as_deref(), Some(digits), "{name}");
        }
    }

    #[test]
    fn a_number_with_an_exponent_is_written_out_where_it_is_a_time() {
        let number = |digits: &str| Number::Written(digits.into());
        assert_eq!(number("1.70970472E9").plain(), "1709704720");
        assert_eq!(number("1709704720.50").plain(), "1709704720.50");
        assert!(number("7.3E+18").plain().len() < 20 && number("9.3E+18").is_rounded());
        assert!(!number("12.50").is_rounded() && !number("123456789012345678901").is_rounded());
    }
}
