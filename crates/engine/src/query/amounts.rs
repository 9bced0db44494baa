//! Sums as people look for them: `500` · `>500` · `>=500` · `<500` · `<=500` · `100..500` · `..500` · `500..` · `¥1,234.5`.
//! The currency is read over: sums of all currencies are compared by their number.

use yanju_model::entity::{AmountRange, hundredths};

/// What is written about a sum without saying how much it is.
const CURRENCIES: &[&str] = &[
    "hk$",
    "us$",
    "rmb",
    "cny",
    "usd",
    "hkd",
    "eur",
    "gbp",
    "jpy",
    "人民币",
    "美元",
    "港币",
    "欧元",
    "块钱",
    "¥",
    "￥",
    "$",
    "€",
    "£",
    "元",
    "块",
];

/// The sums that `text` names. `None`: none, or none that can be.
pub(super) fn amount_range(text: &str) -> Option<AmountRange> {
    let text = text.trim();
    for (signs, range) in [
        (&[">=", "≥", "》=", "＞="][..], (|sum| (Some(sum), None)) as fn(i64) -> (Option<i64>, Option<i64>)),
        (&["<=", "≤", "＜="], |sum| (None, Some(sum))),
        (&[">", "＞"], |sum| (Some(sum + 1), None)),
        (&["<", "＜"], |sum| (None, Some(sum - 1))),
    ] {
        if let Some(rest) = signs.iter().find_map(|sign| text.strip_prefix(sign)) {
            let (from, to) = range(sum(rest)?);
            return Some(AmountRange { from, to });
        }
    }
    if let Some((from, to)) = text.split_once("..").or_else(|| text.split_once(['~', '～', '-', '–'])) {
        let side = |text: &str| if text.trim().is_empty() { Some(None) } else { sum(text).map(Some) };
        let range = AmountRange { from: side(from)?, to: side(to)? };
        let is_one = match (range.from, range.to) {
            (None, None) => false,
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        return is_one.then_some(range);
    }
    let sum = sum(text)?;
    Some(AmountRange { from: Some(sum), to: Some(sum) })
}

fn sum(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let mut number = text.as_str();
    for currency in CURRENCIES {
        number = number.strip_prefix(currency).unwrap_or(number).trim();
        number = number.strip_suffix(currency).unwrap_or(number).trim();
    }
    if number.contains(' ') { None } else { hundredths(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_ranges_of_them() {
        for (text, from, to) in [
            ("500", Some(50_000), Some(50_000)),
            ("¥1,234.5", Some(123_450), Some(123_450)),
            ("128.00元", Some(12_800), Some(12_800)),
            ("CNY 20", Some(2_000), Some(2_000)),
            (">500", Some(50_001), None),
            (">=500", Some(50_000), None),
            ("≥ 500", Some(50_000), None),
            ("<500", None, Some(49_999)),
            ("<=$500", None, Some(50_000)),
            ("100..500", Some(10_000), Some(50_000)),
            ("100-500元", Some(10_000), Some(50_000)),
            ("..500", None, Some(50_000)),
            ("500..", Some(50_000), None),
        ] {
            assert_eq!(amount_range(text), Some(AmountRange { from, to }), "{text}");
        }
        for text in ["", "much", ">", "..", "500..100", "1.234", "5 0", "-", ">..5"] {
            assert_eq!(amount_range(text), None, "{text}");
        }
    }
}
