//! What windows draw and note around messages: rules, and whether something was read.

use super::when::is_rule;
use crate::import::text::{
    byte_set::ByteSet,
    dates::is_space,
    edges::{has_plain_edges, trimmed},
};
use yanju_model::draft::MessageDraft;

/// Whether a line is nothing but a drawn line: `----------`.
#[inline]
pub fn is_rule_line(line: &str) -> bool {
    // Asked of every line; nearly all begin with a letter.
    let drawn = |byte: &u8| matches!(byte, b'-' | b'=' | b'_' | b'*' | b'~' | ..=b' ' | 0xC2 | 0xE1..=0xE3);
    line.as_bytes().first().is_some_and(drawn) && is_drawn(line)
}

fn is_drawn(line: &str) -> bool {
    let line = trimmed(line);
    line.chars().all(|c| is_rule(c) || is_space(c)) && line.chars().nth(2).is_some()
}

/// What programs write below or beside a message about its being read.
const STATUS: &[&str] = &[
    "已读",
    "未读",
    "已讀",
    "未讀",
    "全部已读",
    "全部未读",
    "已送达",
    "已送達",
    "送达",
    "Read",
    "Unread",
    "Delivered",
];

const STATUS_ENDS: ByteSet = ByteSet::of_ends(&["读", "讀", "达", "達", "d", "]", "】"]);

/// Whether words are a note about being read: `已读`, `[未读]`, `3人未读`.
#[inline]
pub fn is_status(words: &str) -> bool {
    may_end_in_status(words) && tells_of_reading(trimmed(words))
}

fn tells_of_reading(words: &str) -> bool {
    let words =
        words.strip_prefix(['[', '【']).and_then(|rest| rest.strip_suffix([']', '】'])).unwrap_or(words);
    if STATUS.contains(&words) {
        return true;
    }
    let counted = words.trim_start_matches(|c: char| c.is_ascii_digit());
    counted.len() < words.len()
        && matches!(counted.trim_start(), "人已读" | "人未读" | "人已讀" | "人未讀" | "已读" | "未读")
}

/// Whether a text, white space at its end apart, may end as those notes do: nearly none does.
#[inline]
fn may_end_in_status(text: &str) -> bool {
    let text = if has_plain_edges(text) { text } else { text.trim_end() };
    STATUS_ENDS.may_end(text)
}

/// The line without such a note at its end, and the note.
#[inline]
pub fn without_status(line: &str) -> (&str, Option<&str>) {
    if may_end_in_status(line) { parted_from_status(line) } else { (line, None) }
}

fn parted_from_status(line: &str) -> (&str, Option<&str>) {
    let parted = line.rsplit_once(is_space).filter(|(_, last)| is_status(last));
    parted.map_or((line, None), |(before, status)| (before.trim_end_matches(is_space), Some(status)))
}

/// Takes what belongs to the layout off the words of a message: notes about being read, drawn lines. Returns
/// such a note.
pub fn tidied(draft: &mut MessageDraft, ruled: bool) -> Option<String> {
    // Most messages are one line of words.
    let is_plain = has_plain_edges(&draft.text) && memchr::memchr(b'\n', draft.text.as_bytes()).is_none();
    if is_plain && !ruled && !is_status(&draft.text) {
        return None;
    }
    let mut status = None;
    let text = std::mem::take(&mut draft.text);
    let mut words = text.as_str();
    loop {
        words = words.trim_end_matches(char::is_whitespace);
        let (before, last) = words.rsplit_once('\n').unwrap_or(("", words));
        if is_status(last) && draft.sender.is_some() {
            status = Some(last.trim());
        } else if !(ruled && is_rule_line(last)) {
            break;
        }
        words = before;
    }
    while let Some((first, rest)) = words.split_once('\n') {
        if is_status(first) && draft.sender.is_some() {
            status = Some(first.trim());
        } else if !first.trim().is_empty() {
            break;
        }
        words = rest;
    }
    let status = status.map(str::to_owned);
    if words.is_empty() && status.is_some() {
        // It may be all that somebody wrote.
        text.trim().clone_into(&mut draft.text);
        return None;
    }
    if words.len() == text.len() {
        draft.text = text;
    } else {
        words.clone_into(&mut draft.text);
    }
    status
}
