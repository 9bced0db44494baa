//! One record of `messages`: a message or a service line, turned into a draft and the files it names.

use super::words::{contact, event, place, poll, text, titled};
use crate::import::json::{
    fields::{self, str_of, string},
    value::Value,
};
use yanju_model::{
    Kind, SourceTime, Warning,
    draft::{MessageDraft, ReplyTo, Sender},
};

/// The fields of a message that are read, and those that only describe its file or repeat what is read. Those of
/// a service line are all kept in its words.
pub(super) const READ: [&str; 37] = [
    "id",
    "type",
    "date",
    "date_unixtime",
    "from",
    "from_id",
    "text",
    "text_entities",
    "reply_to_message_id",
    "forwarded_from",
    "forwarded_from_id",
    "photo",
    "file",
    "file_name",
    "media_type",
    "sticker_emoji",
    "contact_information",
    "contact_vcard",
    "location_information",
    "place_name",
    "address",
    "poll",
    "game_title",
    "game_description",
    "game_link",
    "invoice_information",
    "performer",
    "title",
    "mime_type",
    "width",
    "height",
    "photo_file_size",
    "file_size",
    "thumbnail_file_size",
    "contact_vcard_file_size",
    "edited_unixtime",
    "actor",
];

/// A message and what it names.
pub(super) struct Found {
    /// The message, without its attachments.
    pub(super) draft: MessageDraft,
    /// Its files.
    pub(super) files: Vec<Named>,
}

/// A file that a message names.
pub(super) struct Named {
    /// What to call it.
    pub(super) name: String,
    /// Where it lies beside the export; `None` where the export says that it left it out.
    pub(super) path: Option<String>,
}

/// Reads one record.
pub(super) fn message(record: &Value, place: String, warn: &mut dyn FnMut(Warning)) -> Found {
    let sent_at = sent_at(record, &place, warn);
    let source_id = string(record, &["id"]);
    match str_of(record, "type") {
        "message" => {}
        // Chats made by other tools leave the type out.
        "" if record.get("from").is_some() || record.get("text").is_some() => {}
        "service" => {
            let draft = MessageDraft { source_id, place, ..MessageDraft::text(None, sent_at, event(record)) };
            return Found { draft, files: Vec::new() };
        }
        _ => {
            warn(Warning::new("unknown_part", place.as_str(), str_of(record, "type")));
            let words = MessageDraft::text(None, sent_at, record.to_string());
            return Found { draft: MessageDraft { source_id, place, ..words }, files: Vec::new() };
        }
    }
    let files = files(record);
    let (kind, words) = words(record, &files);
    let sender = Sender {
        key: string(record, &["from_id"]),
        // A deleted account has no name any more.
        name: string(record, &["from"]).unwrap_or_default(),
        ..Sender::named("")
    };
    let draft = MessageDraft {
        kind,
        source_id,
        reply_to: reply_to(record),
        place,
        ..MessageDraft::text(Some(sender), sent_at, words)
    };
    Found { draft, files }
}

/// The point in time where the export states it; else the wall clock of whoever exported.
fn sent_at(record: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<SourceTime> {
    let stated = ["date_unixtime", "date"].into_iter().filter_map(|name| record.get(name));
    let stated = stated.filter(|value| !value.is_null() && **value != "");
    let mut doubts = Vec::new();
    let mut is_any = false;
    for value in stated {
        is_any = true;
        // Strings of digits are read as numbers: the clock of a young epoch has fewer than nine.
        let number = value.as_str().and_then(|text| text.parse::<i64>().ok()).map(Value::from);
        let time =
            fields::time(Some(number.as_ref().unwrap_or(value)), place, &mut |doubt| doubts.push(doubt));
        if time.is_some() {
            return time;
        }
    }
    if !is_any {
        doubts.push(Warning::new("undated_row", place, &text(record.get("text"))));
    }
    doubts.into_iter().for_each(warn);
    None
}

/// The message answered. Where that stands in another chat, there is nothing to point at.
fn reply_to(record: &Value) -> Option<ReplyTo> {
    if record.get("reply_to_peer_id").is_some_and(|peer| !peer.is_null()) {
        return None;
    }
    let source_id = string(record, &["reply_to_message_id"])?;
    Some(ReplyTo { source_id: Some(source_id), quote: String::new() })
}

/// What a message is and says.
fn words(record: &Value, files: &[Named]) -> (Kind, String) {
    let said = text(record.get("text"));
    let (kind, more) = content(record);
    let mut lines = vec![said];
    lines.extend(more);
    lines.retain(|line| !line.is_empty());
    let words = lines.join("\n");
    if record.get("forwarded_from").is_none() && record.get("forwarded_from_id").is_none() {
        return (kind, words);
    }
    let from = string(record, &["forwarded_from", "forwarded_from_id"]).unwrap_or_default();
    let inner = if words.is_empty() {
        files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" ")
    } else {
        words
    };
    (Kind::Forward, if from.is_empty() { inner } else { format!("{from}: {inner}") })
}

/// The kind, and the words of what is no text.
fn content(record: &Value) -> (Kind, Vec<String>) {
    let has = |name: &str| record.get(name).is_some_and(|value| !value.is_null());
    if has("poll") {
        return (Kind::Card, record.get("poll").map(poll).unwrap_or_default());
    }
    if has("location_information") {
        return (Kind::Location, place(record));
    }
    if has("contact_information") {
        return (Kind::Contact, record.get("contact_information").map(contact).unwrap_or_default());
    }
    if has("game_title") {
        return (Kind::Card, titled(record, &["game_title", "game_description", "game_link"]));
    }
    if let Some(invoice) = record.get("invoice_information") {
        return (Kind::Card, titled(invoice, &["title", "description", "amount", "currency"]));
    }
    let kind = match str_of(record, "media_type") {
        "sticker" => return (Kind::Sticker, titled(record, &["sticker_emoji"])),
        "voice_message" => Kind::Voice,
        "video_message" | "video_file" => Kind::Video,
        "animation" => Kind::Image,
        "audio_file" => return (Kind::File, titled(record, &["performer", "title"])),
        _ if has("photo") => Kind::Image,
        _ if has("file") => match str_of(record, "mime_type").split('/').next() {
            Some("image") => Kind::Image,
            Some("video") => Kind::Video,
            _ => Kind::File,
        },
        _ => Kind::Text,
    };
    (kind, Vec::new())
}

/// The files of a message. Where the export leaves one out, its place is taken by a remark in brackets.
fn files(record: &Value) -> Vec<Named> {
    let named = |field: &str| {
        let path = str_of(record, field);
        if path.is_empty() {
            return None;
        }
        let is_left_out = path.starts_with('(');
        let own = Some(str_of(record, "file_name")).filter(|name| field == "file" && !name.is_empty());
        let plain = path.rsplit('/').next().filter(|_| !is_left_out);
        let stand_in = Some(str_of(record, "media_type")).filter(|kind| field == "file" && !kind.is_empty());
        let name = own.or(plain).or(stand_in).unwrap_or(field).to_owned();
        Some(Named { name, path: (!is_left_out).then(|| path.to_owned()) })
    };
    ["photo", "file", "contact_vcard"].into_iter().filter_map(named).collect()
}
