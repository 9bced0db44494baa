//! Reading the fields of a JSON record: words, numbers, lists and times, whichever of several names they go by.

use super::value::Value;
use crate::import::text::dates::{is_possible, parse_time};
use chrono::DateTime;
use yanju_model::{Precision, SourceTime, Warning};

/// The first of the fields that is a non-empty string or a number, as text. Ids keep every digit.
pub(crate) fn string(record: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| word(record.get(name)?))
}

/// A non-empty string or a number, as text.
pub(crate) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The string of a field, borrowed; empty where there is none.
pub(crate) fn str_of<'v>(record: &'v Value, name: &str) -> &'v str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The items of a list; none where there is no list.
pub(crate) fn list<'v>(record: &'v Value, name: &str) -> &'v [Value] {
    record.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a value says nothing.
pub(crate) fn is_hollow(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_hollow),
        Value::Object(fields) => fields.values().all(is_hollow),
    }
}

/// Whether a field is `true`, `1` or one of the words for it.
pub(crate) fn is_true(record: &Value, name: &str) -> bool {
    match record.get(name) {
        Some(Value::Bool(is)) => *is,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(word)) => matches!(word.as_str(), "true" | "1"),
        _ => false,
    }
}

/// A number counted since 1970: seconds below 10¹¹, microseconds from 10¹⁴ on, else milliseconds.
pub(crate) fn epoch(number: i64) -> Option<SourceTime> {
    let (at, precision) = match number {
        ..100_000_000_000 => (DateTime::from_timestamp(number, 0), Precision::Second),
        100_000_000_000_000.. => (DateTime::from_timestamp_micros(number), Precision::Milli),
        _ => (DateTime::from_timestamp_millis(number), Precision::Milli),
    };
    at.map(|at| SourceTime::Fixed(at, None, precision))
}

/// The time that a value states. What stands there and is no possible time is reported, and the message is
/// undated.
pub(crate) fn time(value: Option<&Value>, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<SourceTime> {
    let stated = value.filter(|value| !value.is_null() && *value != "")?;
    let time = match stated {
        Value::Number(number) => match number.as_i64() {
            Some(whole) => epoch(whole),
            None => parse_time(&number.plain()),
        },
        other => other.as_str().and_then(parse_time),
    };
    let possible = time.filter(|time| is_possible(*time));
    if possible.is_none() {
        let is_time = time.is_some() || stated.is_number();
        let code = if is_time { "odd_time" } else { "unreadable_time" };
        warn(Warning::new(code, place, &stated.to_string()));
    }
    possible
}

/// A number counted since 1970, written out in UTC; as it stands where it is no possible time.
pub(crate) fn written_out(number: i64) -> String {
    match epoch(number).filter(|time| is_possible(*time)) {
        Some(SourceTime::Fixed(at, ..)) => at.format("%Y-%m-%d %H:%M:%SZ").to_string(),
        _ => number.to_string(),
    }
}

/// Whether a head of JSON names a field, anywhere.
pub(crate) fn names(text: &str, field: &str) -> bool {
    let quoted = format!("\"{field}\"");
    text.split(&quoted).skip(1).any(|rest| rest.trim_start().starts_with(':'))
}

/// Whether a head begins an object or a list of JSON.
pub(crate) fn begins_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn ids_keep_every_digit_and_the_first_name_that_says_anything_counts() {
        let record = json!({"a": "", "id": 9_007_199_254_740_993_u64, "b": "x"});
        assert_eq!(string(&record, &["a", "id", "b"]).as_deref(), Some("9007199254740993"));
        assert_eq!(string(&record, &["none"]), None);
    }

    #[test]
    fn a_time_that_cannot_be_is_reported_and_left_out() {
        let mut codes = Vec::new();
        for stated in
            [json!(1_709_704_720), json!("soon"), json!(-1), json!(null), json!("2024-03-06 13:58:40")]
        {
            let mut warn = |warning: Warning| codes.push(warning.code);
            let found = time(Some(&stated), "messages[0]", &mut warn);
            assert_eq!(
                found.is_some(),
                stated == json!(1_709_704_720) || stated == json!("2024-03-06 13:58:40")
            );
        }
        assert_eq!(codes, ["unreadable_time", "odd_time"], "no time is no doubt");
    }

    #[test]
    fn a_time_inside_words_is_written_out_where_it_can_be_one() {
        assert_eq!(written_out(1_603_875_610), "2020-10-28 09:00:10Z");
        assert_eq!(written_out(3000), "3000");
    }

    #[test]
    fn a_field_is_named_where_a_colon_follows() {
        assert!(names(r#"{"a" : 1}"#, "a") && !names(r#"{"b":"a"}"#, "a"));
    }
}
