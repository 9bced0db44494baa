//! One DingTalk message as `dws` writes it, raw or projected, turned into a draft.
//!
//! Both contracts are read by one list of field names, because files of both kinds mix them. The order of
//! messages and the conversations they belong to are settled in [`dingtalk`](crate::import::platform::dingtalk).

use super::content::{Content, kind_of_type, named_files, unread};
use crate::import::{
    Sink,
    drafting::not_kept::NotKept,
    drafting::placeholders::forwarded_line,
    json::{
        fields::{self, is_hollow},
        value::{Map, Value},
    },
};
use yanju_model::{
    Kind, Role, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
};

type Fields = Map;

/// How deep a forward may hold forwards.
const FORWARD_DEPTH: usize = 16;

/// The fields that are read. Any other field with something in it is reported as not kept.
const READ: [&str; 25] = [
    "openMessageId",
    "messageId",
    "msgId",
    "openConversationId",
    "conversationId",
    "conversationTitle",
    "sender",
    "senderName",
    "senderNick",
    "senderOpenDingTalkId",
    "senderId",
    "senderType",
    "msgType",
    "messageType",
    "content",
    "text",
    "createTime",
    "quotedMessage",
    "forwardMessages",
    "forwarded",
    "resourceRefs",
    "resources",
    "recalled",
    "isRecalled",
    "openConvId",
];

/// How many files of a forwarded message are looked for in its words. Nobody sends more, and each costs the length
/// of the words.
const COMPARED: usize = 500;

/// What is read of a message that is answered.
const READ_OF_QUOTED: [&str; 5] = ["openMessageId", "messageId", "msgId", "content", "text"];

/// What is read of a message inside a forward.
const READ_OF_FORWARDED: [&str; 10] = [
    "sender",
    "senderName",
    "senderNick",
    "content",
    "text",
    "createTime",
    "forwardMessages",
    "forwarded",
    "resourceRefs",
    "resources",
];

/// A message and the conversation it names; `None` where it names none.
pub(super) struct Message {
    pub(super) conversation: Option<String>,
    pub(super) title: Option<String>,
    pub(super) draft: MessageDraft,
}

/// Reads one element of `messages`, telling `sink` its doubts.
pub(super) fn message(value: Value, place: String, sink: &mut dyn Sink) -> Message {
    let fields = match value {
        Value::Object(fields) => fields,
        // Not a message by the contract, yet part of the record.
        other => Fields::from_iter([("content".to_owned(), other)]),
    };
    let content = content(&fields);
    if content.is_encrypted() {
        sink.warning(Warning::new("encrypted_text", place.as_str(), &content.text));
    }
    let message_type = string(&fields, &["msgType", "messageType"]).unwrap_or_default();
    let forwarded = forwarded_lines(&fields, FORWARD_DEPTH);
    let kind = kind(&fields, &message_type, &content, &forwarded);
    let text = std::iter::once(content.text).chain(forwarded).filter(|part| !part.is_empty());
    let draft = MessageDraft {
        stated_time: None,
        alias: None,
        takes_back: None,
        sender: (kind != Kind::System).then(|| sender(&fields).trimmed()),
        sent_at: fields::time(fields.get("createTime"), &place, &mut |warning| sink.warning(warning)),
        kind,
        text: text.collect::<Vec<_>>().join("\n"),
        recalled: is_recalled(&fields, &message_type),
        source_id: string(&fields, &["openMessageId", "messageId", "msgId"]),
        reply_to: fields.get("quotedMessage").and_then(reply_to),
        attachments: attachments(&fields, content.files),
        place,
    };
    Message {
        conversation: string(&fields, &["openConversationId", "conversationId", "openConvId"]),
        title: string(&fields, &["conversationTitle"]),
        draft,
    }
}

/// Notes the fields that hold something and are not read; those further in as `content.name`,
/// `quotedMessage.name`.
pub(super) fn note_fields_not_kept(value: &Value, not_kept: &mut NotKept) {
    if let Some(fields) = value.as_object() {
        note_not_kept(fields, &READ, "", FORWARD_DEPTH, not_kept);
    }
}

fn note_not_kept(fields: &Fields, read: &[&str], within: &str, depth: usize, not_kept: &mut NotKept) {
    fields
        .iter()
        .filter(|(name, value)| !read.contains(name) && !is_hollow(value))
        .for_each(|(name, _)| not_kept.note_within(within, name));
    for name in stated_content(fields).map(unread).unwrap_or_default() {
        not_kept.note_within(&format!("{within}content."), &name);
    }
    let quoted = Some("quotedMessage").filter(|name| read.contains(name)).and_then(|name| fields.get(name));
    if let Some(quoted) = quoted.and_then(Value::as_object) {
        note_not_kept(quoted, &READ_OF_QUOTED, &format!("{within}quotedMessage."), 0, not_kept);
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    for (list, forwarded) in forwarded(fields) {
        note_not_kept(forwarded, &READ_OF_FORWARDED, &format!("{within}{list}."), depth, not_kept);
    }
}

fn content(fields: &Fields) -> Content {
    stated_content(fields).map(Content::of).unwrap_or_default()
}

/// What a message says: the first of the fields that says anything. Files of both contracts mixed fill one and
/// leave the other empty.
fn stated_content(fields: &Fields) -> Option<&Value> {
    let stated = || ["content", "text"].into_iter().filter_map(|name| fields.get(name));
    stated().find(|value| !is_hollow(value)).or_else(|| stated().find(|value| !value.is_null()))
}

fn kind(fields: &Fields, message_type: &str, content: &Content, forwarded: &[String]) -> Kind {
    if !forwarded.is_empty() {
        return Kind::Forward;
    }
    if string(fields, &["senderType"]).is_some_and(|kind| kind.eq_ignore_ascii_case("system")) {
        return Kind::System;
    }
    content.kind.or_else(|| kind_of_type(message_type)).unwrap_or(Kind::Text)
}

fn is_recalled(fields: &Fields, message_type: &str) -> bool {
    let marked =
        ["recalled", "isRecalled"].into_iter().any(|name| fields.get(name).is_some_and(|v| v == true));
    marked || message_type.to_lowercase().contains("recall")
}

/// The sender, with an empty name where the source names none: the message is still somebody's.
fn sender(fields: &Fields) -> Sender {
    let object = fields.get("sender").and_then(Value::as_object);
    let within = |names: &[&str]| object.and_then(|sender| string(sender, names));
    let name = within(&["name", "nick", "senderName"])
        .or_else(|| string(fields, &["sender", "senderName", "senderNick"]));
    let key = within(&["openDingTalkId", "senderOpenDingTalkId", "senderId", "userId"])
        .or_else(|| string(fields, &["senderOpenDingTalkId", "senderId"]));
    let kind = within(&["senderType"])
        .or_else(|| string(fields, &["senderType"]))
        .unwrap_or_default()
        .to_lowercase();
    let role = if kind.contains("bot") { Role::Bot } else { Role::Unknown };
    Sender { key, name: name.unwrap_or_default(), role }
}

fn reply_to(quoted: &Value) -> Option<ReplyTo> {
    let (source_id, quote) = match quoted {
        Value::Object(fields) if !fields.is_empty() => {
            let quote = Content::of(stated_content(fields).unwrap_or(&Value::Null)).text;
            (string(fields, &["openMessageId", "messageId", "msgId"]), quote)
        }
        Value::String(text) if !text.is_empty() => (None, text.clone()),
        _ => return None,
    };
    Some(ReplyTo { source_id, quote })
}

/// The messages inside a forward, with the name of the field they stand in.
fn forwarded(fields: &Fields) -> impl Iterator<Item = (&'static str, &Fields)> {
    let lists = ["forwardMessages", "forwarded"].into_iter();
    lists
        .filter_map(|name| Some((name, fields.get(name)?.as_array()?)))
        .flat_map(|(name, list)| list.iter().filter_map(Value::as_object).map(move |nested| (name, nested)))
}

/// The messages inside a forward, one `time sender: words` each, in the order of the source.
fn forwarded_lines(fields: &Fields, depth: usize) -> Vec<String> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let mut lines = Vec::new();
    for (_, nested) in forwarded(fields) {
        lines.push(line_of(nested));
        lines.extend(forwarded_lines(nested, depth));
    }
    lines
}

/// One message inside a forward. Its time stands as the source has it; a number of milliseconds is written out.
fn line_of(fields: &Fields) -> String {
    let content = content(fields);
    let time = match fields.get("createTime") {
        Some(Value::String(time)) => time.clone(),
        Some(Value::Number(number)) => {
            number.as_i64().map_or_else(|| number.to_string(), fields::written_out)
        }
        _ => String::new(),
    };
    let mut words: Vec<String> = Some(content.text).filter(|text| !text.is_empty()).into_iter().collect();
    for (position, file) in attachments(fields, content.files).into_iter().enumerate() {
        if position >= COMPARED || !words.iter().any(|known| known.contains(&file.name)) {
            words.push(file.name);
        }
    }
    forwarded_line(&time, &sender(fields).name, &words.join(" "))
}

fn attachments(fields: &Fields, mut names: Vec<String>) -> Vec<AttachmentDraft> {
    let downloaded: Vec<String> = ["resourceRefs", "resources"]
        .into_iter()
        .filter_map(|name| fields.get(name))
        .flat_map(named_files)
        .collect();
    // A list of what was downloaded names the same files better than the placeholders do.
    if downloaded.len() >= names.len() {
        names = downloaded;
    }
    names.into_iter().map(|name| AttachmentDraft { name, content: None }).collect()
}

/// The first of the fields that is a non-empty string or a number. In forwards the source writes the word
/// `null` where it knows no name.
fn string(fields: &Fields, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match fields.get(name)? {
        Value::String(text) if !text.is_empty() && text != "null" => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
