//! The export writes each byte of UTF-8 as a character of its own (`Ã©` for `é`). Here the bytes are put together
//! again, in every string of a record.

use crate::import::json::value::Value;

/// The text whose bytes these characters were. A text that cannot have come about so is left as it is.
pub(super) fn repaired(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
}

/// Repairs every string of a value. Its nesting is bounded by the reader of JSON.
pub(super) fn repair(value: &mut Value) {
    match value {
        Value::String(text) => *text = repaired(std::mem::take(text)),
        Value::Array(items) => items.iter_mut().for_each(repair),
        Value::Object(fields) => fields.values_mut().for_each(repair),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_put_together_and_whole_texts_left_alone() {
        for (written, meant) in [
            ("caf\u{c3}\u{a9}", "café"),
            ("\u{e4}\u{bd}\u{a0}\u{e5}\u{a5}\u{bd}", "你好"),
            ("café", "café"),
            ("你好", "你好"),
            ("plain", "plain"),
            ("\u{c3} 你", "\u{c3} 你"),
        ] {
            assert_eq!(repaired(written.to_owned()), meant);
        }
    }
}
