//! What is recognised in the words of a message: numbers, amounts, addresses, days. Seen anew wherever it is asked for,
//! never stored beside the record.

use crate::kind::named;
use serde::{Deserialize, Serialize};

named! {
    /// What a recognised piece of text is.
    EntityKind {
        /// The number of an order.
        Order = 1 "order",
        /// The number of a parcel.
        Tracking = 2 "tracking",
        /// The number of an invoice.
        Invoice = 3 "invoice",
        /// The number of a case that a text speaks of.
        Ticket = 4 "ticket",
        /// A sum of money.
        Amount = 5 "amount",
        /// A telephone number.
        Phone = 6 "phone",
        /// A mail address.
        Email = 7 "email",
        /// An address of the web.
        Link = 8 "link",
        /// A day.
        Date = 9 "date",
    }
}

/// A recognised piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Where it begins, in Unicode scalar values.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What it says, in the one way of writing it: `YDH12345678`, `CNY 1234.50`, `13812345678`, `2023-08-20`.
    pub value: String,
}

/// How a kind is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it finds.
    pub kind: EntityKind,
    /// Its name, which no other rule has.
    pub name: String,
    /// A regular expression. The value is its group `value`, or all it matches; where a group `not` matches, nothing is found.
    pub pattern: String,
    /// Whether it is applied.
    pub enabled: bool,
}

/// What a vault's owner wants otherwise than it comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleChanges {
    /// The names of the built-in rules that are not applied.
    pub off: Vec<String>,
    /// Own rules; they go before the built-in ones.
    pub own: Vec<Rule>,
}

/// Sums of money from one to another, both inside, in hundredths of whatever currency; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AmountRange {
    /// The least inside.
    pub from: Option<i64>,
    /// The greatest inside.
    pub to: Option<i64>,
}

impl AmountRange {
    /// Whether a sum lies inside.
    pub fn holds(self, hundredths: i64) -> bool {
        self.from.is_none_or(|from| hundredths >= from) && self.to.is_none_or(|to| hundredths <= to)
    }
}

/// The hundredths of a sum as it is written: `1,234.5`, `CNY 1234.50`. `None`: no sum, or one that is too large.
pub fn hundredths(written: &str) -> Option<i64> {
    let number = written.rsplit(' ').next()?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: String = whole.chars().filter(|c| *c != ',').collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 14 || part.len() > 2 || !digits(&whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_it_is_written() {
        for (written, read) in [
            ("500", Some(50_000)),
            ("1,234.5", Some(123_450)),
            ("CNY 1234.50", Some(123_450)),
            ("0.07", Some(7)),
            ("1.234", None),
            (".5", None),
            ("", None),
            ("12a", None),
            ("-5", None),
            ("999999999999999", None),
        ] {
            assert_eq!(hundredths(written), read, "{written}");
        }
    }
}
