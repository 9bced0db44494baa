//! One Discord message as DiscordChatExporter writes it, turned into a draft and the files it names.

use crate::import::{
    drafting::placeholders::forwarded_line,
    drafting::{media::kind_of_file, not_kept::NotKept},
    json::{
        fields::{self, is_true, list, str_of, string},
        value::Value,
    },
};
use yanju_model::{
    Kind, Role, Warning,
    draft::{MessageDraft, ReplyTo, Sender},
};

/// The types of what somebody wrote, by name or by Discord's number: a message, an answer, commands, and the
/// first message of a thread. All others are lines of the system.
const WRITTEN: [&str; 9] =
    ["Default", "Reply", "0", "19", "20", "21", "23", "ChatInputCommand", "ContextMenuCommand"];

/// The fields of a message that are read. The names that mentions repeat stand in the words.
const READ: [&str; 11] = [
    "id",
    "type",
    "timestamp",
    "content",
    "author",
    "attachments",
    "embeds",
    "stickers",
    "mentions",
    "reference",
    "forwardedMessage",
];

/// The fields of an embed that are read.
const READ_OF_EMBED: [&str; 6] = ["title", "url", "description", "author", "fields", "footer"];

/// How many embeds a message has at most on Discord; more are not compared with its words.
const EMBEDS: usize = 10;

/// A message and what it names.
pub(super) struct Found {
    /// The message, without its attachments.
    pub(super) draft: MessageDraft,
    /// Its files.
    pub(super) files: Vec<Named>,
}

/// A file that a message names.
#[derive(Debug)]
pub(super) struct Named {
    /// What to call it.
    pub(super) name: String,
    /// Where it may lie beside the export; nowhere, where the export only has an address.
    pub(super) paths: Vec<String>,
}

/// Reads one record of the channel with this id.
pub(super) fn message(
    record: &Value,
    channel: Option<&str>,
    place: String,
    warn: &mut dyn FnMut(Warning),
) -> Found {
    let content = str_of(record, "content");
    let sent_at = fields::time(record.get("timestamp"), &place, warn);
    if sent_at.is_none() && record.get("timestamp").is_none_or(Value::is_null) {
        warn(Warning::new("undated_row", place.as_str(), content));
    }
    let source_id = string(record, &["id"]);
    let kind = string(record, &["type"]).unwrap_or_else(|| "Default".to_owned());
    if !record.is_object() {
        warn(Warning::new("unknown_part", place.as_str(), &record.to_string()));
    }
    let files = files(record);
    let is_written = record.is_object() && WRITTEN.contains(&kind.as_str());
    let draft = if is_written {
        let (kind, text) = words(record, &files);
        MessageDraft {
            kind,
            reply_to: reply_to(record, channel),
            ..MessageDraft::text(Some(sender(record)), sent_at, text)
        }
    } else {
        MessageDraft::text(None, sent_at, event(record, &kind))
    };
    Found { draft: MessageDraft { source_id, place, ..draft }, files }
}

/// Notes what is not read of a record.
pub(super) fn note_not_kept(record: &Value, not_kept: &mut NotKept) {
    not_kept.note_fields(record, &READ, "");
    for embed in list(record, "embeds") {
        not_kept.note_fields(embed, &READ_OF_EMBED, "embeds.");
    }
}

fn sender(record: &Value) -> Sender {
    let author = record.get("author").unwrap_or(&Value::Null);
    let role = if is_true(author, "isBot") { Role::Bot } else { Role::Unknown };
    Sender {
        key: string(author, &["id"]),
        name: string(author, &["nickname", "name"]).unwrap_or_default(),
        role,
    }
}

/// A line of the system: who did it, and what the tool says of it, else the type.
fn event(record: &Value, kind: &str) -> String {
    if !record.is_object() {
        return record.to_string();
    }
    let who = sender(record).name;
    let said = match str_of(record, "content") {
        "" => kind.to_owned(),
        said => said.to_owned(),
    };
    let mut lines = vec![if who.is_empty() { said } else { format!("{who}: {said}") }];
    lines.extend(embeds(record, ""));
    lines.join("\n")
}

/// The message that is answered, where it stands in the same channel.
fn reply_to(record: &Value, channel: Option<&str>) -> Option<ReplyTo> {
    if record.get("forwardedMessage").is_some_and(Value::is_object) {
        return None;
    }
    let reference = record.get("reference")?;
    let source_id = string(reference, &["messageId"])?;
    let elsewhere = string(reference, &["channelId"]);
    let is_here = elsewhere.is_none() || channel.is_none() || elsewhere.as_deref() == channel;
    is_here.then(|| ReplyTo { source_id: Some(source_id), quote: String::new() })
}

/// What a message is and says.
fn words(record: &Value, files: &[Named]) -> (Kind, String) {
    let content = str_of(record, "content");
    let embeds = embeds(record, content);
    let first = list(record, "attachments").first().and(files.first());
    let kind = if let Some(file) = first {
        kind_of_file(&file.name)
    } else if !list(record, "stickers").is_empty() {
        Kind::Sticker
    } else if content.is_empty() && !embeds.is_empty() {
        Kind::Card
    } else {
        Kind::Text
    };
    let forwarded = record.get("forwardedMessage").filter(|inner| inner.is_object()).map(forwarded);
    let kind = if forwarded.is_some() { Kind::Forward } else { kind };
    let lines = std::iter::once(content.to_owned()).chain(forwarded).chain(embeds);
    (kind, lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The message inside a forward, which names no sender.
fn forwarded(inner: &Value) -> String {
    let content = str_of(inner, "content");
    let mut words = vec![content.to_owned()];
    words.extend(embeds(inner, content));
    words.extend(list(inner, "attachments").iter().filter_map(|file| string(file, &["fileName"])));
    words.retain(|line| !line.is_empty());
    forwarded_line(str_of(inner, "timestamp"), "", &words.join("\n"))
}

/// The embeds of a message, one line for each thing they say. An address that the words have is not repeated.
fn embeds(record: &Value, content: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (position, embed) in list(record, "embeds").iter().enumerate() {
        let author = embed.get("author").and_then(|author| string(author, &["name"]));
        lines.extend(author);
        lines.extend(["title", "description"].iter().filter_map(|name| string(embed, &[name])));
        let is_said = |url: &String| position < EMBEDS && content.contains(url.as_str());
        lines.extend(string(embed, &["url"]).filter(|url| !is_said(url)));
        for field in list(embed, "fields") {
            let parts: Vec<String> =
                ["name", "value"].iter().filter_map(|name| string(field, &[name])).collect();
            lines.push(parts.join(": "));
        }
        lines.extend(embed.get("footer").and_then(|footer| string(footer, &["text"])));
    }
    lines
}

fn files(record: &Value) -> Vec<Named> {
    let inner = record.get("forwardedMessage").map_or(&[][..], |inner| list(inner, "attachments"));
    let attachments = list(record, "attachments").iter().chain(inner);
    let attached = attachments.map(|file| named(string(file, &["fileName"]), str_of(file, "url")));
    let stickers = list(record, "stickers").iter();
    let stuck = stickers.map(|sticker| named(string(sticker, &["name"]), str_of(sticker, "sourceUrl")));
    attached.chain(stuck).collect()
}

/// A file by its name and its address: a path beside the export where the tool downloaded it, with the strokes of
/// the system it ran on, in some versions written as in an address.
fn named(name: Option<String>, address: &str) -> Named {
    let path = address.replace('\\', "/");
    let plain = path.rsplit('/').next().unwrap_or_default();
    let name = name.unwrap_or_else(|| plain.to_owned());
    if address.is_empty() || path.contains("://") {
        return Named { name, paths: Vec::new() };
    }
    let spelt_out = unescaped(&path).filter(|other| *other != path);
    Named { name, paths: std::iter::once(path).chain(spelt_out).collect() }
}

/// A path with its `%20` and the like spelt out; `None` where they spell no text.
fn unescaped(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.split_at_checked(2).filter(|_| *first == b'%');
        let value = digits.and_then(|(digits, after)| {
            let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
            Some((u8::from_str_radix(text, 16).ok()?, after))
        });
        let (byte, after) = value.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_looked_for_as_it_is_written_and_spelt_out() {
        for (address, paths) in [
            ("a.json_Files\\p-1.png", vec!["a.json_Files/p-1.png"]),
            ("a%20b_Files/p%2B.png", vec!["a%20b_Files/p%2B.png", "a b_Files/p+.png"]),
            ("50%.png", vec!["50%.png"]),
            ("https://cdn.example/p.png", vec![]),
        ] {
            assert_eq!(named(None, address).paths, paths, "{address}");
        }
    }
}
