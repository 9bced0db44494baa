//! One message of WeFlow's JSON and of its kin, turned into a draft.
//!
//! `localType` is only asked where the word for the type says nothing: it is not reliable. `localId` counts the
//! messages of an export, so it is no id. `isSend` says whose phone it was and no more.

use super::words::{Called, add_line, call, called, is_address, kind_of_number, tells_of_recall, unpacked};
use crate::import::{
    drafting::not_kept::NotKept,
    input::is_below,
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

const READ: [&str; 26] = [
    "createTime",
    "formattedTime",
    "type",
    "localType",
    "mediaType",
    "mediaFileName",
    "content",
    "parsedContent",
    "senderUsername",
    "senderDisplayName",
    "senderID",
    "senderAvatarKey",
    "platformMessageId",
    "serverIdRaw",
    "serverId",
    "replyToMessageId",
    "quotedContent",
    "quotedSender",
    "linkTitle",
    "linkUrl",
    "locationPoiname",
    "locationLabel",
    "locationLat",
    "locationLng",
    "emojiCaption",
    "localId",
];

/// The fields that are words, in the order in which they are shown.
const WORDS: [&str; 5] = ["emojiCaption", "linkTitle", "linkUrl", "locationPoiname", "locationLabel"];

/// Those who write, by the numbers of a compact export.
pub(super) type Senders = HashMap<String, Sender>;

/// Reads a message.
pub(super) fn message(
    record: &Value,
    senders: &Senders,
    place: String,
    not_kept: &mut NotKept,
    warnings: &mut Vec<Warning>,
) -> MessageDraft {
    not_kept.note_fields(record, &READ, "messages.");
    let stated = ["createTime", "formattedTime"].into_iter().filter_map(|name| record.get(name));
    let stated = stated.into_iter().find(|value| !value.is_null());
    let sent_at = time(stated, &place, &mut |warning| warnings.push(warning));
    if stated.is_none() {
        warnings.push(Warning::new("undated_row", place.as_str(), str_of(record, "content")));
    }
    let mut draft = MessageDraft {
        source_id: string(record, &["platformMessageId", "serverIdRaw", "serverId"]).filter(|id| id != "0"),
        reply_to: reply_to(record),
        ..MessageDraft::text(Some(sender(record, senders)), sent_at, words(record, not_kept))
    };
    if let Some(meaning) = meaning(record).or_else(|| by_placeholder(record, &draft.text)) {
        call(&mut draft, meaning);
    } else {
        let word = string(record, &["type", "localType"]).unwrap_or_default();
        warnings.push(Warning::new("unknown_part", place.as_str(), &word));
    }
    draft.recalled |= draft.kind == Kind::System && tells_of_recall(&draft.text);
    draft.attachments.extend(file(record, draft.kind));
    draft.place = place;
    draft
}

fn meaning(record: &Value) -> Option<Called> {
    let by_number = || {
        let (number, of_card) = unpacked(record.get("localType").and_then(Value::as_i64)?);
        kind_of_number(number, of_card).map(Called::Kind)
    };
    let by_media = || {
        Some(Called::Kind(match str_of(record, "mediaType") {
            "image" => Kind::Image,
            "voice" => Kind::Voice,
            "video" => Kind::Video,
            "emoji" => Kind::Sticker,
            "file" => Kind::File,
            _ => return None,
        }))
    };
    called(str_of(record, "type")).or_else(by_media).or_else(by_number)
}

/// A card of which neither the word nor the number says more: what its placeholder says, `[文件] 价目.pdf`.
fn by_placeholder(record: &Value, text: &str) -> Option<Called> {
    let (number, _) = unpacked(record.get("localType").and_then(Value::as_i64)?);
    let (word, _) = text.strip_prefix('[')?.split_once(']')?;
    let meaning = called(word)?;
    (number == 49 && meaning != Called::Kind(Kind::System)).then_some(meaning)
}

fn sender(record: &Value, senders: &Senders) -> Sender {
    if let Some(sender) = string(record, &["senderID"]).and_then(|number| senders.get(&number)) {
        return sender.clone();
    }
    let key = string(record, &["senderUsername"]);
    let name = string(record, &["senderDisplayName"]).or_else(|| key.clone()).unwrap_or_default();
    Sender { key, ..Sender::named(name) }
}

/// The words. The interface for programs gives WeChat's XML as content and the readable words beside it.
fn words(record: &Value, not_kept: &mut NotKept) -> String {
    let (content, parsed) = (str_of(record, "content"), str_of(record, "parsedContent"));
    let is_markup = content.trim_start().starts_with('<');
    let mut text =
        if !parsed.is_empty() && (content.is_empty() || is_markup) { parsed } else { content }.to_owned();
    if is_markup && !parsed.is_empty() {
        not_kept.note_within("messages.", "content");
    }
    for name in WORDS {
        add_line(&mut text, str_of(record, name));
    }
    if let (Some(latitude), Some(longitude)) =
        (string(record, &["locationLat"]), string(record, &["locationLng"]))
    {
        add_line(&mut text, &format!("{latitude}, {longitude}"));
    }
    text
}

fn reply_to(record: &Value) -> Option<ReplyTo> {
    let source_id = string(record, &["replyToMessageId"]);
    let (name, words) = (str_of(record, "quotedSender"), str_of(record, "quotedContent"));
    let quote = if name.is_empty() { words.to_owned() } else { format!("{name}: {words}") };
    (source_id.is_some() || !words.is_empty()).then_some(ReplyTo { source_id, quote })
}

/// The file of a message: named, or the path that stands as its words where media were exported.
fn file(record: &Value, kind: Kind) -> Option<AttachmentDraft> {
    let is_media = matches!(kind, Kind::Image | Kind::Voice | Kind::Video | Kind::Sticker | Kind::File);
    let path = || {
        let path = str_of(record, "content").trim().replace('\\', "/");
        let is_path = path.contains('/') && path.contains('.') && is_below(&path) && !is_address(&path);
        Some(path).filter(|_| is_media && is_path)
    };
    let name = string(record, &["mediaFileName"]).or_else(path)?;
    Some(AttachmentDraft { name, content: None })
}
