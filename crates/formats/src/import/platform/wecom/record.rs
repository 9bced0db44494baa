//! One record of WeCom's archive turned into a draft: who, when, in which conversation.
//!
//! The old interface names people by bare ids; the data zone says of each whether they are staff, a customer or a
//! robot. What a record says is read in [`content`](super::content).

use super::content::{Content, body_field, type_of_number};
use crate::import::{
    drafting::not_kept::NotKept,
    json::{
        fields::{list, str_of, string, time},
        held::inner,
        value::{Map, Value},
    },
};
use std::collections::BTreeSet;
use yanju_model::{
    Role, SourceTime, Warning,
    draft::{AttachmentDraft, MessageDraft, Sender},
};

/// The shortest id of a robot: staff choose their own ids, which are shorter and may begin alike.
const ROBOT_ID_LENGTH: usize = 24;

/// The mark at the end of the ids of messages with people outside the company.
const EXTERNAL: &str = "_external";

/// The fields that are read, besides the one that holds what is said.
const READ: [&str; 16] = [
    "msgid",
    "seq",
    "action",
    "from",
    "tolist",
    "roomid",
    "msgtime",
    "msgtype",
    "time",
    "user",
    "sender",
    "receiver_list",
    "chatid",
    "send_time",
    "encrypt_chat_msg",
    "content",
];

/// The id of the message that a record takes back.
pub(super) fn recalled(value: &Value) -> Option<&str> {
    value.get("revoke").map(|revoke| str_of(revoke, "pre_msgid")).filter(|id| !id.is_empty())
}

/// A message's id without the mark of external ones, which a recall may leave out.
pub(super) fn plain_id(id: &str) -> &str {
    id.strip_suffix(EXTERNAL).unwrap_or(id)
}

/// When a record was written: `time` where somebody changed company, which is no message.
pub(super) fn sent_at(value: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<SourceTime> {
    time(stated_time(value), place, warn)
}

fn stated_time(value: &Value) -> Option<&Value> {
    let value = value.get("msg_detail").filter(|detail| detail.is_object()).unwrap_or(value);
    let names = ["msgtime", "send_time", "time"].into_iter();
    names.filter_map(|name| value.get(name)).find(|time| !time.is_null() && *time != "")
}

/// Reads a record: the key of its conversation, and the draft.
pub(super) fn read(
    value: Value,
    place: String,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> (Option<String>, MessageDraft) {
    let value = unwrapped(value, not_kept);
    let sent_at = sent_at(&value, &place, warn);
    if stated_time(&value).is_none() {
        warn(Warning::new("undated_row", place.as_str(), ""));
    }
    let is_notice = matches!(str_of(&value, "action"), "recall" | "switch")
        || matches!(str_of(&value, "msgtype"), "revoke" | "agree" | "disagree");
    let key = conversation(&value);
    let source_id = string(&value, &["msgid"]);
    let draft = match sender(&value) {
        _ if is_notice => notice(&value, not_kept),
        Some(sender) => message(&value, sender, &place, not_kept, warn),
        None => foreign(&value, &place, warn),
    };
    let takes_back = recalled(&value).map(str::to_owned);
    (key, MessageDraft { sent_at, source_id, takes_back, place, ..draft })
}

/// A record of the data zone that hit a rule holds the message one level down.
fn unwrapped(mut value: Value, not_kept: &mut NotKept) -> Value {
    let Some(Value::Object(mut inner)) = value.get_mut("msg_detail").map(Value::take) else { return value };
    not_kept.note_fields(&value, &["msgid", "msg_detail"], "");
    if let Some(id) = value.get_mut("msgid").map(Value::take) {
        inner.insert("msgid".to_owned(), id);
    }
    Value::Object(inner)
}

fn message(
    value: &Value,
    sender: Sender,
    place: &str,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> MessageDraft {
    let number = value.get("msgtype").and_then(Value::as_u64);
    let stated = string(value, &["msgtype"]).unwrap_or_default();
    let message_type = number.and_then(type_of_number).unwrap_or(&stated);
    let field = body_field(message_type, value);
    let read: Vec<&str> = READ.into_iter().chain([field]).collect();
    not_kept.note_fields(value, &read, "");
    let content = match (value.get(field).filter(|body| !body.is_null()), str_of(value, "content")) {
        (Some(body), _) => Content::of(message_type, field, body, not_kept),
        (None, "") => Content::without_words(message_type),
        (None, words) => {
            Content::of("text", "text", &Value::Object(Map::from_iter([("content", words.into())])), not_kept)
        }
    };
    let lacks = number.is_some() && content.text.is_empty() && content.files.is_empty();
    if lacks {
        warn(Warning::new("undecrypted", place, ""));
    }
    if !content.is_known {
        warn(Warning::new("unknown_part", place, &stated));
    }
    MessageDraft {
        kind: content.kind,
        reply_to: content.reply_to,
        attachments: content.files.into_iter().map(|name| AttachmentDraft { name, content: None }).collect(),
        ..MessageDraft::text(Some(sender), None, content.text)
    }
}

/// What happened, in the words of the source: the record has no others.
fn notice(value: &Value, not_kept: &mut NotKept) -> MessageDraft {
    let (action, message_type) = (str_of(value, "action"), str_of(value, "msgtype"));
    let name = if matches!(action, "recall" | "switch") { action } else { message_type };
    let body = value.get(message_type).unwrap_or(&Value::Null);
    let who = string(body, &["userid"]).or_else(|| string(value, &["from", "user"])).unwrap_or_default();
    let read: Vec<&str> = READ.into_iter().chain([message_type]).collect();
    not_kept.note_fields(value, &read, "");
    not_kept.note_fields(body, &["pre_msgid", "userid", "agree_time"], &format!("{message_type}."));
    let words = [name, &who, recalled(value).unwrap_or_default()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    MessageDraft::text(None, None, words.join(" "))
}

/// A record that names nobody: still encrypted, or of another interface. Cipher text is nothing to read.
fn foreign(value: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> MessageDraft {
    let (code, text) = match value.get("encrypt_chat_msg") {
        Some(_) => ("undecrypted", String::new()),
        None => ("unknown_part", value.to_string()),
    };
    warn(Warning::new(code, place, ""));
    MessageDraft::text(None, None, text)
}

fn sender(value: &Value) -> Option<Sender> {
    let zone = value.get("sender").filter(|sender| sender.is_object());
    let id = match zone {
        Some(sender) => string(sender, &["id", "open_userid", "external_userid"]),
        None => string(value, &["from"]),
    }?;
    let role = match zone.and_then(|sender| sender.get("type")).and_then(Value::as_u64) {
        Some(1) => Role::Agent,
        Some(2) => Role::Customer,
        Some(3) => Role::Bot,
        _ if zone.is_none() && is_robot(&id) => Role::Bot,
        _ => Role::Unknown,
    };
    Some(Sender { key: Some(id.clone()), name: id, role })
}

fn is_robot(id: &str) -> bool {
    id.starts_with("wb") && id.len() >= ROBOT_ID_LENGTH
}

/// The group, else all who take part, sorted: who wrote and who read change from message to message. `|` cannot
/// stand in an id.
fn conversation(value: &Value) -> Option<String> {
    if let Some(group) = string(value, &["roomid", "chatid"]) {
        return Some(group);
    }
    let mut people = BTreeSet::new();
    people.extend(sender(value).and_then(|sender| sender.key));
    people.extend(string(value, &["user"]));
    for receiver in list(value, "tolist").iter().chain(list(value, "receiver_list")) {
        match receiver {
            Value::String(id) => people.extend([id.clone()]),
            other => people.extend(string(other, &["id", "open_userid", "external_userid"])),
        }
    }
    people.extend(str_of(value, "tolist").split(',').map(|id| id.trim().to_owned()));
    people.remove("");
    (!people.is_empty()).then(|| people.into_iter().collect::<Vec<_>>().join("|"))
}

/// The fields of an object that stands as such, or as JSON in a string.
pub(super) fn object(value: &Value) -> Option<Map> {
    match value {
        Value::Object(fields) => Some(fields.clone()),
        Value::String(json) => match inner(json) {
            Some(Value::Object(fields)) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}
