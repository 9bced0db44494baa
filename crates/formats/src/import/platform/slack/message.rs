//! One Slack message turned into a draft: who wrote it, what it is, and its words with those of its attachments.

use super::{
    markup::words,
    tables::{Tables, name_of},
};
use crate::import::{
    drafting::{media::kind_of_file, not_kept::NotKept},
    json::{
        fields::{self, list, str_of, string},
        value::Value,
    },
};
use yanju_model::{
    Kind, Role, SourceTime, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
};

/// The fields of a message that are read, and those that only repeat others or count what stands elsewhere.
const READ: [&str; 36] = [
    "type",
    "subtype",
    "user",
    "username",
    "bot_id",
    "bot_profile",
    "user_profile",
    "text",
    "ts",
    "thread_ts",
    "files",
    "file",
    "comment",
    "attachments",
    "blocks",
    "client_msg_id",
    "team",
    "user_team",
    "source_team",
    "app_id",
    "parent_user_id",
    "reply_count",
    "reply_users",
    "reply_users_count",
    "replies",
    "latest_reply",
    "last_read",
    "subscribed",
    "upload",
    "display_as_bot",
    "hidden",
    "inviter",
    "is_intro",
    "is_locked",
    "x_files",
    "mrkdwn",
];

/// The fields of a change that are read beside those.
const READ_OF_CHANGE: [&str; 5] = ["message", "previous_message", "deleted_ts", "event_ts", "channel"];

/// The subtypes of what somebody wrote; a message without a subtype is that too.
const WRITTEN: [&str; 9] = [
    "",
    "bot_message",
    "file_share",
    "file_comment",
    "file_mention",
    "me_message",
    "thread_broadcast",
    "reply_broadcast",
    "slackbot_response",
];

/// How deep the blocks of a message may lie in each other.
const BLOCK_DEPTH: usize = 16;

/// How many lines may stand before an attachment whose address is looked for in the words of the message.
const COMPARED: usize = 100;

/// Reads one record.
pub(super) fn message(
    record: &Value,
    tables: &Tables,
    place: String,
    warn: &mut dyn FnMut(Warning),
) -> MessageDraft {
    let sent_at = fields::time(record.get("ts"), &place, warn);
    let text = text(record, tables);
    if sent_at.is_none() && record.get("ts").is_none_or(Value::is_null) {
        warn(Warning::new("undated_row", place.as_str(), &text));
    }
    let subtype = str_of(record, "subtype");
    let draft = if record.get("type").is_some_and(|kind| kind != "message") || !record.is_object() {
        warn(Warning::new("unknown_part", place.as_str(), str_of(record, "type")));
        MessageDraft::text(None, sent_at, record.to_string())
    } else if WRITTEN.contains(&subtype) {
        let attachments = files(record);
        let kind = attachments.first().map_or(Kind::Text, |file| kind_of_file(&file.name));
        MessageDraft { kind, attachments, ..MessageDraft::text(Some(sender(record, tables)), sent_at, text) }
    } else if is_change(subtype) {
        change(record, subtype, sent_at, tables)
    } else {
        MessageDraft {
            recalled: subtype == "tombstone",
            attachments: files(record),
            ..MessageDraft::text(None, sent_at, event(record, subtype, text, tables))
        }
    };
    let reply_to = draft.reply_to.clone().or_else(|| reply_to(record));
    MessageDraft { source_id: string(record, &["ts"]), reply_to, place, ..draft }
}

/// Notes the fields of a record that hold something and are not read.
pub(super) fn note_rest(record: &Value, not_kept: &mut NotKept) {
    if !is_change(str_of(record, "subtype")) {
        return not_kept.note_fields(record, &READ, "");
    }
    not_kept.note_fields(record, &[&READ[..], &READ_OF_CHANGE[..]].concat(), "");
    for (name, within) in [("message", "message."), ("previous_message", "previous_message.")] {
        let inner = record.get(name).unwrap_or(&Value::Null);
        not_kept.note_fields(inner, &[&READ[..], &["edited"]].concat(), within);
    }
}

/// Whether a record says what became of an earlier message, in exports that keep edits and deletions.
fn is_change(subtype: &str) -> bool {
    matches!(subtype, "message_changed" | "message_deleted")
}

/// A line of the system on what became of an earlier message, which it answers: who did what, who had written it, and its
/// words from then on. Those from before are the quote.
fn change(record: &Value, subtype: &str, sent_at: Option<SourceTime>, tables: &Tables) -> MessageDraft {
    let [after, before] =
        ["message", "previous_message"].map(|name| record.get(name).unwrap_or(&Value::Null));
    let changed = string(record, &["deleted_ts"])
        .or_else(|| string(after, &["ts"]))
        .or_else(|| string(before, &["ts"]));
    let edited = after.get("edited").unwrap_or(&Value::Null);
    let first_of = |of: [&Value; 2]| {
        of.map(|stated| sender(stated, tables).name)
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    };
    let mut said =
        vec![first_of([record, edited]), subtype.to_owned(), first_of([after, before]), text(after, tables)];
    said.retain(|part| !part.is_empty());
    let quote = text(before, tables);
    MessageDraft {
        takes_back: changed.clone().filter(|_| subtype == "message_deleted"),
        reply_to: (changed.is_some() || !quote.is_empty()).then_some(ReplyTo { source_id: changed, quote }),
        attachments: files(after),
        ..MessageDraft::text(None, sent_at, said.join(": "))
    }
}

/// A line of the system. Most say who; where the words do not, the name stands before them.
fn event(record: &Value, subtype: &str, text: String, tables: &Tables) -> String {
    let who = sender(record, tables).name;
    let said = if text.is_empty() { subtype.to_owned() } else { text };
    if who.is_empty() || said.contains(&who) || subtype == "tombstone" {
        said
    } else {
        format!("{who}: {said}")
    }
}

/// The message whose thread this one belongs to.
fn reply_to(record: &Value) -> Option<ReplyTo> {
    let thread = string(record, &["thread_ts"]).filter(|thread| *thread != str_of(record, "ts"))?;
    Some(ReplyTo { source_id: Some(thread), quote: String::new() })
}

fn sender(record: &Value, tables: &Tables) -> Sender {
    let comment = record.get("comment").unwrap_or(&Value::Null);
    let user = string(record, &["user"]).or_else(|| string(comment, &["user"]));
    if str_of(record, "subtype") != "bot_message"
        && let Some(id) = user
    {
        let known = tables.person_of(&id);
        let is_bot =
            known.is_some_and(|person| person.is_bot) || str_of(record, "subtype") == "slackbot_response";
        let name = known.map(|person| person.name.clone());
        let name =
            name.or_else(|| record.get("user_profile").and_then(name_of)).unwrap_or_else(|| id.clone());
        return Sender { key: Some(id), name, role: if is_bot { Role::Bot } else { Role::Unknown } };
    }
    let key = string(record, &["bot_id", "user"]);
    let profile = record.get("bot_profile").unwrap_or(&Value::Null);
    let name = string(record, &["username"]).or_else(|| string(profile, &["name"])).or_else(|| key.clone());
    let role = if key.is_some() || name.is_some() { Role::Bot } else { Role::Unknown };
    Sender { key, name: name.unwrap_or_default(), role }
}

/// The words of a message, and those that its attachments add.
fn text(record: &Value, tables: &Tables) -> String {
    let mut lines = vec![words(str_of(record, "text"), tables)];
    let comment = record.get("comment").and_then(|comment| string(comment, &["comment"]));
    lines.extend(
        comment
            .map(|said| words(&said, tables))
            .filter(|said| lines.first().is_none_or(|first| !first.contains(said.as_str()))),
    );
    if lines.iter().all(String::is_empty) {
        in_blocks(record.get("blocks").unwrap_or(&Value::Null), BLOCK_DEPTH, tables, &mut lines);
    }
    for attachment in list(record, "attachments") {
        attached(attachment, tables, &mut lines);
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// What an attachment says; what its first lines say twice is said once.
fn attached(attachment: &Value, tables: &Tables, lines: &mut Vec<String>) {
    let before = lines.len();
    for name in ["pretext", "author_name", "title", "text"] {
        let said = words(str_of(attachment, name), tables);
        if !said.is_empty() && !lines.iter().skip(before).any(|line| line.contains(&said)) {
            lines.push(said);
        }
    }
    let link = string(attachment, &["title_link", "from_url", "original_url"]).unwrap_or_default();
    let words_of_message = lines.first().filter(|_| before < COMPARED);
    let is_said = lines.iter().skip(before).chain(words_of_message).any(|line| line.contains(&link));
    for field in list(attachment, "fields") {
        let parts = ["title", "value"].map(|name| words(str_of(field, name), tables));
        lines.push(parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(": "));
    }
    if !is_said {
        lines.push(words(&link, tables));
    }
    if lines.len() == before {
        in_blocks(attachment.get("blocks").unwrap_or(&Value::Null), BLOCK_DEPTH, tables, lines);
    }
    if lines.len() == before {
        lines.push(words(str_of(attachment, "fallback"), tables));
    }
}

/// The texts in blocks, for messages that have no other words.
fn in_blocks(value: &Value, depth: usize, tables: &Tables, lines: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => items.iter().for_each(|item| in_blocks(item, depth, tables, lines)),
        Value::Object(fields) => {
            for name in ["text", "title", "fields", "elements", "label", "alt_text", "url"] {
                match fields.get(name) {
                    Some(Value::String(said)) => lines.push(words(said, tables)),
                    Some(inner) => in_blocks(inner, depth, tables, lines),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// The files of a message. The export has their addresses, never their content.
fn files(record: &Value) -> Vec<AttachmentDraft> {
    let files = list(record, "files").iter().chain(record.get("file").filter(|file| file.is_object()));
    let named = files.filter_map(|file| string(file, &["name", "title", "id"]));
    named.map(|name| AttachmentDraft { name, content: None }).collect()
}
