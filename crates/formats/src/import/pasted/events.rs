//! The sentences that platforms write between messages, or in the place of one that was taken back.

use super::{
    name::closer_of,
    survey::Parting,
    when::{When, when},
};
use crate::import::{
    platform::wechat::words::is_recall,
    text::{byte_set::ByteSet, dates::Cursor, edges::trimmed},
};
use std::collections::BTreeSet;

/// How the sentences end that platforms write between messages.
const EVENTS: &[&str] = &[
    "加入了群聊",
    "加入群聊",
    "加入了本群",
    "退出了群聊",
    "退出群聊",
    "移出了群聊",
    "移出群聊",
    "结束了会话",
    "接入会话",
    "接入了会话",
];

/// How the sentence ends that tells of a message taken back.
const RECALLS: &[&str] = &["撤回了一条消息", "撤回一条消息", "撤回了1条消息", "撤回了一條訊息"];

/// A word to press behind it, in the window of its writer.
const EDIT_AGAIN: &str = "重新编辑";

const EVENT_ENDS: ByteSet = ByteSet::of_ends(EVENTS);
const RECALL_ENDS: ByteSet = ByteSet::of_ends(&["消息", "訊息", EDIT_AGAIN]);

/// Whether a line, parted so from the one above, is the platform's own.
pub fn is_event(text: &str, parting: Parting, writers: &BTreeSet<String>) -> bool {
    let text = trimmed(text);
    if !(EVENT_ENDS.may_end(text) || RECALL_ENDS.may_end(text)) || text.chars().nth(80).is_some() {
        return false;
    }
    let names_somebody = || {
        text.starts_with(['"', '“', '你', '您'])
            || text.starts_with("对方")
            || text
                .char_indices()
                .any(|(at, _)| text.split_at_checked(at).is_some_and(|(start, _)| writers.contains(start)))
    };
    let is_recall = is_recall_line(text);
    let is_sentence = is_recall || EVENTS.iter().any(|end| text.ends_with(end));
    is_sentence && (parting != Parting::None || is_recall) && names_somebody()
}

/// What help desks draw around what is nobody's words.
const STARS: &str = "***";

/// `(10:21:50 AM) *** Kim joined the chat ***`: what happened, and when.
#[derive(Debug, Clone, Copy)]
pub struct Starred<'a> {
    /// The bracket before the time.
    pub time_in: Option<char>,
    /// The time.
    pub when: When,
    /// The same as it is written.
    pub written: &'a str,
    /// What happened, as it is drawn.
    pub words: &'a str,
}

/// What a line tells that has a time and is drawn in stars.
pub fn starred(line: &str) -> Option<Starred<'_>> {
    // Asked of every line; nearly none ends so.
    let line = trimmed(line);
    line.strip_suffix(STARS)?;
    let mut cursor = Cursor::new(line);
    let time_in = cursor.take_if(|c| closer_of(c).is_some());
    let stamp = cursor.rest();
    let when = when(&mut cursor)?;
    let written = cursor.taken_of(stamp);
    if let Some(closer) = time_in.and_then(closer_of) {
        cursor.eat(closer).then_some(())?;
    }
    cursor.skip_space();
    let words = cursor.rest();
    let inner = words.strip_prefix(STARS)?.strip_suffix(STARS)?.trim_matches('*').trim();
    (!inner.is_empty()).then_some(Starred { time_in, when, written, words })
}

/// Whether a line says that a message was taken back.
pub fn is_recall_line(line: &str) -> bool {
    let line = without_button(line);
    is_recall(line) || who_took_back(line).is_some()
}

/// Whether all that `sender` is shown to have written says that it was taken back.
pub fn is_taken_back(words: &str, sender: &str) -> bool {
    let words = trimmed(words);
    if !RECALL_ENDS.may_end(words) {
        return false;
    }
    who_took_back(without_button(words)).is_some_and(|who| {
        matches!(who, "你" | "您" | "对方" | "對方")
            || who == sender
            || who.trim_matches(['"', '“', '”']) == sender
    })
}

fn without_button(line: &str) -> &str {
    let line = trimmed(line);
    line.strip_suffix(EDIT_AGAIN).unwrap_or(line).trim_end()
}

fn who_took_back(line: &str) -> Option<&str> {
    RECALLS.iter().find_map(|end| line.strip_suffix(end)).map(str::trim)
}
