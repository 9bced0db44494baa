//! One message of Feishu, in the form of the interface, of an event, or of the command line, turned into a draft.

use super::{content::Content, mentions};
use crate::import::{
    drafting::not_kept::NotKept,
    drafting::placeholders::forwarded_line,
    json::{
        fields::{is_true, list, str_of, string, time},
        value::Value,
    },
};
use yanju_model::{
    Kind, Role, SourceTime, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
};

/// The event that tells of a recall.
const RECALLED: &str = "im.message.recalled_v1";

/// The fields of a message that are read.
pub(super) const READ: [&str; 19] = [
    "message_id",
    "upper_message_id",
    "root_id",
    "parent_id",
    "reply_to",
    "msg_type",
    "message_type",
    "create_time",
    "update_time",
    "deleted",
    "chat_id",
    "chat_name",
    "sender",
    "sender_name",
    "body",
    "content",
    "mentions",
    "resources",
    "updated",
];

/// The fields of a sender that are read; the kind of an id shows in the id.
const READ_OF_SENDER: [&str; 6] = ["id", "id_type", "sender_type", "sender_id", "name", "sender_name"];

/// A message and where it belongs.
pub(super) struct Message {
    pub(super) conversation: Option<String>,
    pub(super) title: Option<String>,
    /// The forward that it lies in.
    pub(super) inside: Option<String>,
    pub(super) draft: MessageDraft,
}

impl Message {
    /// Reads a record.
    pub(super) fn of(
        value: &Value,
        place: String,
        not_kept: &mut NotKept,
        warn: &mut dyn FnMut(Warning),
    ) -> Self {
        let event_type = value.get("header").map_or("", |header| str_of(header, "event_type"));
        let told_at = value.get("header").and_then(|header| header.get("create_time"));
        let event = value.get("event").filter(|event| event.is_object());
        let outer = event.unwrap_or(value);
        let message = outer.get("message").filter(|message| message.is_object());
        match (event, message) {
            (Some(event), None) => Self::told(event, event_type, told_at, place, warn),
            (event, Some(message)) => {
                if event.is_some() {
                    not_kept.note_fields(outer, &["message", "sender"], "event.");
                }
                Self::said(message, outer.get("sender"), place, not_kept, warn)
            }
            (None, None) => Self::said(value, None, place, not_kept, warn),
        }
    }

    fn said(
        message: &Value,
        beside: Option<&Value>,
        place: String,
        not_kept: &mut NotKept,
        warn: &mut dyn FnMut(Warning),
    ) -> Self {
        let sender = beside.or_else(|| message.get("sender")).unwrap_or(&Value::Null);
        let message_type = string(message, &["msg_type", "message_type"]).unwrap_or_default();
        note_not_kept(message, sender, not_kept);
        if !message.is_object() || (message_type.is_empty() && message.get("message_id").is_none()) {
            warn(Warning::new("unknown_part", place.as_str(), ""));
            return Self::alone(MessageDraft {
                place,
                ..MessageDraft::text(None, None, message.to_string())
            });
        }
        let stated = message.get("body").and_then(|body| body.get("content"));
        let stated = stated.or_else(|| message.get("content")).unwrap_or(&Value::Null);
        let content = Content::of(&message_type, stated, &mentions(message), not_kept);
        if !content.is_known {
            warn(Warning::new("unknown_part", place.as_str(), &message_type));
        }
        let is_notice = content.kind == Kind::System;
        let draft = MessageDraft {
            kind: content.kind,
            sent_at: sent_at(message, &place, warn),
            recalled: is_true(message, "deleted"),
            source_id: string(message, &["message_id"]),
            reply_to: answered(message),
            attachments: files(message, content.files),
            place,
            ..MessageDraft::text((!is_notice).then(|| writer(sender, message)), None, content.text)
        };
        Self {
            conversation: string(message, &["chat_id"]),
            title: string(message, &["chat_name"]),
            inside: string(message, &["upper_message_id"]),
            ..Self::alone(draft)
        }
    }

    /// An event that is no message: a recall, somebody who joined.
    fn told(
        event: &Value,
        event_type: &str,
        told_at: Option<&Value>,
        place: String,
        warn: &mut dyn FnMut(Warning),
    ) -> Self {
        let recalls = string(event, &["message_id"]).filter(|_| event_type == RECALLED);
        let text = if let Some(id) = &recalls {
            format!("{event_type} {id}")
        } else {
            warn(Warning::new("unknown_part", place.as_str(), event_type));
            format!("{event_type} {event}").trim().to_owned()
        };
        let stated = event.get("recall_time").filter(|time| *time != "").or(told_at);
        let sent_at = time(stated, &place, warn);
        Self {
            conversation: string(event, &["chat_id"]),
            ..Self::alone(MessageDraft {
                takes_back: recalls,
                place,
                ..MessageDraft::text(None, sent_at, text)
            })
        }
    }

    fn alone(draft: MessageDraft) -> Self {
        Self { conversation: None, title: None, inside: None, draft }
    }

    /// The message as a line of the forward that it lies in: `time sender: words`.
    pub(super) fn line(&self) -> String {
        let at = match self.draft.sent_at {
            Some(SourceTime::Fixed(at, ..)) => at.format("%Y-%m-%d %H:%M:%SZ").to_string(),
            Some(SourceTime::Local(at, _)) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            None => String::new(),
        };
        let name = self.draft.sender.as_ref().map_or("", |sender| sender.name.as_str());
        let words = Some(self.draft.text.clone()).filter(|text| !text.is_empty());
        let files = self.draft.attachments.iter().map(|file| file.name.clone());
        let words = words.into_iter().chain(files).collect::<Vec<_>>().join(" ");
        forwarded_line(&at, name, &words)
    }
}

fn sent_at(message: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<SourceTime> {
    let stated = message.get("create_time").filter(|time| !time.is_null() && **time != "");
    if stated.is_none() {
        warn(Warning::new("undated_row", place, ""));
    }
    time(stated, place, warn)
}

/// The writer. The interface gives an id; the command line, and the interface where it is asked to, a name too.
fn writer(sender: &Value, message: &Value) -> Sender {
    let ids = sender.get("sender_id").unwrap_or(sender);
    let key = string(ids, &["open_id", "id", "user_id", "union_id"]);
    let name = string(sender, &["name", "sender_name"]).or_else(|| string(message, &["sender_name"]));
    let role = if str_of(sender, "sender_type") == "app" { Role::Bot } else { Role::Unknown };
    Sender { name: name.or_else(|| key.clone()).unwrap_or_default(), key, role }
}

/// The message that is answered: the one in question, else the one at the head of its thread.
fn answered(message: &Value) -> Option<ReplyTo> {
    let id = string(message, &["parent_id", "reply_to", "root_id"])?;
    let own = str_of(message, "message_id");
    (id != own).then(|| ReplyTo { source_id: Some(id), quote: String::new() })
}

/// The files that content names; those that the command line has downloaded, by where they lie.
fn files(message: &Value, mut named: Vec<String>) -> Vec<AttachmentDraft> {
    let paths = list(message, "resources").iter().filter_map(|file| string(file, &["local_path"]));
    let downloaded: Vec<String> =
        paths.map(|path| path.strip_prefix("./").unwrap_or(&path).replace('\\', "/")).collect();
    if downloaded.len() >= named.len() {
        named = downloaded;
    }
    named.into_iter().map(|name| AttachmentDraft { name, content: None }).collect()
}

fn note_not_kept(message: &Value, sender: &Value, not_kept: &mut NotKept) {
    not_kept.note_fields(message, &READ, "");
    if is_true(message, "updated") {
        not_kept.note("update_time");
    }
    if sender.is_object() {
        not_kept.note_fields(sender, &READ_OF_SENDER, "sender.");
    }
    for mention in list(message, "mentions") {
        not_kept.note_fields(mention, &["key", "name", "id_type"], "mentions.");
    }
}
