//! One message of QQChatExporter, of any of its versions, turned into a draft.
//!
//! Versions differ in names (`id` and `messageId`, `recalled` and `isRecalled`, a number or ISO 8601 for the time);
//! one list of names reads them all.

use super::qce_content::{Content, FileOf, kind_of_type};
use crate::import::{
    drafting::not_kept::NotKept,
    json::{
        fields::{is_hollow, is_true, str_of, string, time},
        value::Value,
    },
};
use yanju_model::{
    Kind, Role, Warning,
    draft::{MessageDraft, Sender},
};

/// The fields that are read, or that tell again what another tells.
const READ: [&str; 12] = [
    "id",
    "messageId",
    "timestamp",
    "time",
    "sender",
    "type",
    "messageType",
    "content",
    "recalled",
    "isRecalled",
    "system",
    "isSystemMessage",
];
const READ_OF_CONTENT: [&str; 7] = ["text", "html", "raw", "elements", "resources", "reply", "emojis"];
const READ_OF_SENDER: [&str; 3] = ["uid", "uin", "name"];

/// A message, and the files that its draft is still without.
pub(super) struct Message {
    pub(super) draft: MessageDraft,
    pub(super) files: Vec<FileOf>,
}

/// Whether a record is a message of this tool.
pub(super) fn is_message(record: &Value) -> bool {
    let has = |name: &str| record.get(name).is_some();
    has("sender") && has("content") && (has("timestamp") || has("time")) && (has("id") || has("messageId"))
}

/// Reads one record, noting its doubts in `warnings`.
pub(super) fn message(record: &Value, place: String, warnings: &mut Vec<Warning>) -> Message {
    let empty = Value::Null;
    let content = Content::of(record.get("content").unwrap_or(&empty));
    for unknown in &content.unknown {
        warnings.push(Warning::new("unknown_part", place.as_str(), unknown));
    }
    // The number is exact; the words beside it are the same on the clock of the exporting computer.
    let stated =
        |name: &str| record.get(name).filter(|value| !value.is_null() && **value != "" && **value != 0);
    let sent_at =
        time(stated("timestamp").or_else(|| stated("time")), &place, &mut |warning| warnings.push(warning));
    if sent_at.is_none() && stated("timestamp").or_else(|| stated("time")).is_none() {
        warnings.push(Warning::new("undated_row", place.as_str(), &content.text));
    }
    let message_type = string(record, &["type", "messageType"]).unwrap_or_default();
    let is_system =
        is_true(record, "system") || is_true(record, "isSystemMessage") || message_type == "system";
    let kind = content.kind.or_else(|| kind_of_type(&message_type)).unwrap_or(Kind::Text);
    let draft = MessageDraft {
        stated_time: None,
        alias: None,
        takes_back: None,
        sender: (!is_system).then(|| sender(record.get("sender").unwrap_or(&empty)).trimmed()),
        sent_at,
        kind: if is_system { Kind::System } else { kind },
        recalled: is_true(record, "recalled") || is_true(record, "isRecalled"),
        source_id: string(record, &["id", "messageId"]).filter(|id| id != "0"),
        reply_to: content.reply_to,
        attachments: Vec::new(),
        text: content.text,
        place,
    };
    Message { draft, files: content.files }
}

/// The sender. An account's number is what QQ's own exports name people by.
fn sender(sender: &Value) -> Sender {
    let named = |names: &[&str]| string(sender, names).filter(|name| name != "0" && name != "未知");
    let key = named(&["uin"]).or_else(|| named(&["uid"]));
    let name = string(sender, &["name", "groupCard", "remark", "nickname"]);
    Sender { key, name: name.unwrap_or_default(), role: Role::Unknown }
}

/// Notes the names of fields that hold something and are not read.
pub(super) fn note_not_kept(record: &Value, not_kept: &mut NotKept) {
    let name = record.get("sender").map_or("", |sender| str_of(sender, "name"));
    for (within, fields, read) in [
        ("", Some(record), READ.as_slice()),
        ("sender.", record.get("sender"), READ_OF_SENDER.as_slice()),
        ("content.", record.get("content"), READ_OF_CONTENT.as_slice()),
    ] {
        for (field, value) in fields.and_then(Value::as_object).into_iter().flatten() {
            // A card or a nickname that is the name itself is kept.
            let is_told = within == "sender." && value.as_str() == Some(name);
            if !read.contains(&field) && !is_told && !is_hollow(value) {
                not_kept.note_within(within, field);
            }
        }
    }
}
