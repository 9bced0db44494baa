//! One message of the ChatLab exchange format, turned into a draft.
//!
//! Source of the numbers: hellodigua/ChatLab, the standard in its documentation (0.0.1 and 0.0.2).

use super::words::of_the_system;
use crate::import::{
    drafting::not_kept::NotKept,
    json::{
        fields::{str_of, string, time},
        value::Value,
    },
};
use std::collections::HashMap;
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
};

const READ: [&str; 11] = [
    "_type",
    "sender",
    "accountName",
    "groupNickname",
    "timestamp",
    "type",
    "content",
    "platformMessageId",
    "replyToMessageId",
    "mediaPath",
    "mediaFileName",
];

/// The number of lines of the system, and of messages that were taken back.
const SYSTEM: i64 = 80;
const RECALL: i64 = 81;
const OTHER: i64 = 99;

/// The names of members, by their ids.
pub(super) type Members = HashMap<String, String>;

/// Reads a message.
pub(super) fn message(
    record: &Value,
    members: &Members,
    place: String,
    not_kept: &mut NotKept,
    warnings: &mut Vec<Warning>,
) -> MessageDraft {
    not_kept.note_fields(record, &READ, "messages.");
    let text = match record.get("content") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let sent_at = time(record.get("timestamp"), &place, &mut |warning| warnings.push(warning));
    if record.get("timestamp").is_none_or(Value::is_null) {
        warnings.push(Warning::new("undated_row", place.as_str(), &text));
    }
    let stated = |of: &Value| of.as_i64().or_else(|| of.as_str()?.trim().parse().ok());
    let number = record.get("type").and_then(stated);
    let kind = number.map_or(Some(Kind::Text), kind).unwrap_or_else(|| {
        warnings.push(Warning::new("unknown_part", place.as_str(), &number.unwrap_or_default().to_string()));
        Kind::Text
    });
    let answered = string(record, &["replyToMessageId"]);
    let mut draft = MessageDraft {
        kind,
        place,
        recalled: number == Some(RECALL),
        source_id: string(record, &["platformMessageId"]),
        reply_to: answered.map(|id| ReplyTo { source_id: Some(id), quote: String::new() }),
        attachments: file(record).into_iter().collect(),
        ..MessageDraft::text(sender(record, members), sent_at, text)
    };
    if number == Some(SYSTEM) || draft.sender.is_none() {
        of_the_system(&mut draft);
    }
    draft
}

/// The kind of a number; `None` for numbers that the standard does not have.
const fn kind(number: i64) -> Option<Kind> {
    Some(match number {
        // A poke and a message taken back are somebody's, whatever words there are.
        0 | 22 | 25 | RECALL | OTHER => Kind::Text,
        1 => Kind::Image,
        2 => Kind::Voice,
        3 => Kind::Video,
        4 => Kind::File,
        5 => Kind::Sticker,
        7 | 24 => Kind::Link,
        8 => Kind::Location,
        20 | 21 => Kind::Transfer,
        23 => Kind::Call,
        26 => Kind::Forward,
        27 => Kind::Contact,
        SYSTEM => Kind::System,
        _ => return None,
    })
}

/// Who wrote a message, by the name of that time; `None` where nobody is named.
fn sender(record: &Value, members: &Members) -> Option<Sender> {
    let key = string(record, &["sender"]);
    let known = || key.as_ref().and_then(|key| members.get(key).cloned());
    let name = string(record, &["groupNickname", "accountName"]).or_else(known).or_else(|| key.clone())?;
    Some(Sender { key, ..Sender::named(name) })
}

fn file(record: &Value) -> Option<AttachmentDraft> {
    let path = str_of(record, "mediaPath").replace('\\', "/");
    let name = string(record, &["mediaFileName"]).or_else(|| Some(path).filter(|path| !path.is_empty()))?;
    Some(AttachmentDraft { name, content: None })
}
