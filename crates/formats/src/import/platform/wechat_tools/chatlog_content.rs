//! One message of chatlog's JSON, turned into a draft.
//!
//! `seq` is the time with a number behind it and comes again within a second on some systems, so it is no id.
//! Source of the fields: sjzar/chatlog (Apache-2.0), `internal/model`.

use super::{
    chatlog_words::{OWNER, SYSTEM},
    words::{add_line, file_name, kind_of_number, of_the_system, tells_of_recall},
};
use crate::import::{
    drafting::not_kept::NotKept,
    drafting::placeholders::forwarded_line,
    json::{
        fields::{is_true, list, str_of, string, time},
        value::Value,
    },
};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender},
};

/// How deep forwards may lie in forwards.
const FORWARD_DEPTH: usize = 8;

const READ: [&str; 11] = [
    "time",
    "talker",
    "talkerName",
    "sender",
    "senderName",
    "isSelf",
    "type",
    "subType",
    "content",
    "contents",
    "isChatRoom",
];

/// What is read of the parts that are no words.
const READ_OF_CONTENTS: [&str; 16] = [
    "title",
    "desc",
    "url",
    "label",
    "poiname",
    "refer",
    "recordInfo",
    "imgfile",
    "videofile",
    "path",
    "file",
    "md5",
    "rawmd5",
    "voice",
    "thumb",
    "host",
];

/// The fields that name a file, the most readable first.
const FILES: [&str; 7] = ["imgfile", "videofile", "path", "file", "thumb", "md5", "rawmd5"];

/// Reads a message.
pub(super) fn message(
    record: &Value,
    place: String,
    not_kept: &mut NotKept,
    warnings: &mut Vec<Warning>,
) -> MessageDraft {
    let contents = record.get("contents").unwrap_or(&Value::Null);
    not_kept.note_fields(record, &READ, "");
    not_kept.note_fields(contents, &READ_OF_CONTENTS, "contents.");
    let kind = kind(record).unwrap_or_else(|| {
        let detail = format!("{} {}", number(record, "type"), number(record, "subType"));
        warnings.push(Warning::new("unknown_part", place.as_str(), &detail));
        if number(record, "type") == 49 { Kind::Card } else { Kind::Text }
    });
    let sent_at = time(record.get("time"), &place, &mut |warning| warnings.push(warning));
    if sent_at.is_none() && record.get("time").is_none_or(Value::is_null) {
        warnings.push(Warning::new("undated_row", place.as_str(), str_of(record, "content")));
    }
    let mut draft = MessageDraft {
        kind,
        place,
        reply_to: contents.get("refer").and_then(reply_to),
        attachments: file(kind, contents).into_iter().collect(),
        ..MessageDraft::text(Some(sender(record)), sent_at, words(record, kind))
    };
    if kind == Kind::System || str_of(record, "sender") == SYSTEM {
        of_the_system(&mut draft);
        draft.recalled = tells_of_recall(&draft.text);
    }
    draft
}

fn number(record: &Value, name: &str) -> i64 {
    record.get(name).and_then(Value::as_i64).unwrap_or_default()
}

fn kind(record: &Value) -> Option<Kind> {
    kind_of_number(number(record, "type"), number(record, "subType"))
}

fn sender(record: &Value) -> Sender {
    let key = string(record, &["sender"]);
    let owner = || is_true(record, "isSelf").then(|| OWNER.to_owned());
    let name = string(record, &["senderName"]).or_else(|| key.clone()).or_else(owner).unwrap_or_default();
    Sender { key, ..Sender::named(name) }
}

/// The words, and what stands in the other parts as words.
fn words(record: &Value, kind: Kind) -> String {
    let contents = record.get("contents").unwrap_or(&Value::Null);
    let mut text = str_of(record, "content").to_owned();
    let names: &[&str] =
        if kind == Kind::File { &["desc", "url"] } else { &["title", "desc", "label", "poiname", "url"] };
    let lines = names.iter().map(|name| str_of(contents, name));
    lines.for_each(|line| add_line(&mut text, line));
    if let Some(forwarded) = contents.get("recordInfo") {
        let mut lines = Vec::new();
        forwarded_lines(forwarded, FORWARD_DEPTH, &mut lines);
        text =
            std::iter::once(text).chain(lines).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    text
}

fn file(kind: Kind, contents: &Value) -> Option<AttachmentDraft> {
    let name = match kind {
        Kind::File => string(contents, &["title"]).or_else(|| string(contents, &FILES)),
        Kind::Image | Kind::Video => string(contents, &FILES),
        Kind::Voice => string(contents, &["voice", "path"]),
        _ => None,
    }?;
    Some(AttachmentDraft { name: file_name(&name).to_owned(), content: None })
}

/// The message that is answered: who wrote it, and its words.
fn reply_to(refer: &Value) -> Option<ReplyTo> {
    refer.as_object()?;
    let name = sender(refer).name;
    let kind = kind(refer).unwrap_or(Kind::Text);
    let mut said = words(refer, kind);
    if said.is_empty() {
        said = file(kind, refer.get("contents").unwrap_or(&Value::Null))
            .map(|file| file.name)
            .unwrap_or_default();
    }
    let quote = if name.is_empty() { said } else { format!("{name}: {said}") };
    Some(ReplyTo { source_id: None, quote })
}

/// The messages inside a forward, `time name: words` each.
fn forwarded_lines(info: &Value, depth: usize, lines: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let items = info.get("DataList").map_or(&[][..], |data| list(data, "DataItems"));
    for item in items {
        let mut said = String::new();
        for name in ["DataTitle", "DataDesc", "Link"] {
            add_line(&mut said, str_of(item, name));
        }
        lines.push(forwarded_line(str_of(item, "SourceTime"), str_of(item, "SourceName"), &said));
        if let Some(inner) = item.get("RecordXML").and_then(|xml| xml.get("RecordInfo")) {
            forwarded_lines(inner, depth, lines);
        }
    }
}
