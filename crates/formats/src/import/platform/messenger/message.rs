//! One message of JSON, in the plain and in the end-to-end encrypted layout, turned into a draft. The names of its
//! attachments are still addresses in the export.

use crate::import::{
    drafting::{media::kind_of_file, not_kept::NotKept},
    json::{
        fields::{self, is_true, list, str_of, string, word},
        value::Value,
    },
};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, Sender},
};

/// The fields that are read.
const READ: [&str; 21] = [
    "sender_name",
    "senderName",
    "timestamp_ms",
    "timestamp",
    "content",
    "text",
    "type",
    "photos",
    "videos",
    "audio_files",
    "audio",
    "files",
    "gifs",
    "media",
    "sticker",
    "share",
    "call_duration",
    "missed",
    "users",
    "is_unsent",
    "isUnsent",
];

/// The lists of files, and what they hold; `None` where the name of each file tells.
const LISTS: [(&str, Option<Kind>); 7] = [
    ("photos", Some(Kind::Image)),
    ("videos", Some(Kind::Video)),
    ("audio_files", Some(Kind::Voice)),
    ("audio", Some(Kind::Voice)),
    ("gifs", Some(Kind::Image)),
    ("files", Some(Kind::File)),
    ("media", None),
];

/// Reads one record, whose strings are repaired.
pub(super) fn message(
    record: &Value,
    place: String,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> MessageDraft {
    if !record.is_object() {
        warn(Warning::new("unknown_part", place.as_str(), &record.to_string()));
        return MessageDraft { place, ..MessageDraft::text(None, None, record.to_string()) };
    }
    not_kept.note_fields(record, &READ, "");
    if let Some(share) = record.get("share") {
        not_kept.note_fields(share, &["link", "share_text"], "share.");
    }
    let said = string(record, &["content", "text"]).unwrap_or_default();
    let stated = ["timestamp_ms", "timestamp"].into_iter().find_map(|name| record.get(name));
    let sent_at = fields::time(stated, &place, warn);
    if sent_at.is_none() && stated.is_none_or(Value::is_null) {
        warn(Warning::new("undated_row", place.as_str(), &said));
    }
    let name = string(record, &["sender_name", "senderName"]).unwrap_or_default();
    let recalled = is_true(record, "is_unsent") || is_true(record, "isUnsent");
    if matches!(str_of(record, "type"), "Subscribe" | "Unsubscribe") {
        let words = event(record, &name, said);
        note_users(record, &words, not_kept);
        return MessageDraft { recalled, place, ..MessageDraft::text(None, sent_at, words) };
    }
    let files = files(record);
    let (kind, text) = words(record, said, files.first().map(|(kind, _)| *kind));
    note_users(record, &text, not_kept);
    let attachments = files.into_iter().map(|(_, name)| AttachmentDraft { name, content: None }).collect();
    MessageDraft {
        kind,
        recalled,
        attachments,
        place,
        ..MessageDraft::text(Some(Sender::named(name)), sent_at, text)
    }
}

/// Somebody came or left: the words, the name before them where they do not hold it, else who, the type, and whom it
/// befell.
fn event(record: &Value, name: &str, said: String) -> String {
    if !said.is_empty() {
        return if said.contains(name) { said } else { format!("{name}: {said}") };
    }
    let users: Vec<String> =
        list(record, "users").iter().filter_map(|user| string(user, &["name"])).collect();
    let line = [name, str_of(record, "type")].join(" ");
    if users.is_empty() { line } else { format!("{line}: {}", users.join(", ")) }
}

/// Notes whom a message befell where its words do not tell, and what else is said of them.
fn note_users(record: &Value, words: &str, not_kept: &mut NotKept) {
    for user in list(record, "users") {
        let name = string(user, &["name"]).or_else(|| word(user));
        if name.is_some_and(|name| !words.contains(&name)) {
            not_kept.note("users");
        }
        not_kept.note_fields(user, &["name"], "users.");
    }
}

/// What a message is and says.
fn words(record: &Value, said: String, file: Option<Kind>) -> (Kind, String) {
    let mut lines = vec![said];
    let mut add = |words: String| {
        if !words.is_empty() && !lines.iter().any(|line| line.contains(&words)) {
            lines.push(words);
        }
    };
    let share = record.get("share").filter(|share| share.is_object());
    if let Some(share) = share {
        ["share_text", "link"].iter().filter_map(|name| string(share, &[name])).for_each(&mut add);
    }
    let is_call = str_of(record, "type") == "Call" || record.get("call_duration").is_some();
    if is_call {
        string(record, &["call_duration"]).map(|seconds| format!("call_duration: {seconds}")).map(&mut add);
        is_true(record, "missed").then(|| add("missed".to_owned()));
    }
    let kind = match file {
        _ if is_call => Kind::Call,
        Some(kind) => kind,
        None if share.is_some() => Kind::Link,
        None => Kind::Text,
    };
    lines.retain(|line| !line.is_empty());
    (kind, lines.join("\n"))
}

/// The addresses of a message's files.
fn files(record: &Value) -> Vec<(Kind, String)> {
    let mut files = Vec::new();
    for (name, kind) in LISTS {
        for file in list(record, name) {
            let address = string(file, &["uri"]).or_else(|| file.as_str().map(str::to_owned));
            files.extend(address.map(|address| (kind.unwrap_or_else(|| kind_of_file(&address)), address)));
        }
    }
    let sticker = record.get("sticker").and_then(|sticker| string(sticker, &["uri"]));
    files.extend(sticker.map(|address| (Kind::Sticker, address)));
    files
}
