//! The words of XML: bytes as text, and the references in it resolved.
//!
//! Entities of a document's own are not, so none can grow; they stay as they are written.

use quick_xml::escape::resolve_predefined_entity;
use std::borrow::Cow;

/// Bytes as text: the source has decoded them, so to look for bytes that are none is for its chunks.
pub(super) fn words(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// What a reference stands for; itself where it is none that every reader knows.
pub(super) fn entity(name: &str) -> String {
    if let Some(known) = resolve_predefined_entity(name) {
        return known.to_owned();
    }
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    number.and_then(char::from_u32).map_or_else(|| format!("&{name};"), String::from)
}

/// An attribute's value with its references resolved.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        if let Some((name, behind)) = after.split_once(';').filter(|(name, _)| name.len() <= 10) {
            text.push_str(&entity(name));
            rest = behind;
        } else {
            text.push('&');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}
