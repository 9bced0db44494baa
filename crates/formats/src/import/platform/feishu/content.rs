//! What a Feishu message says, type by type: its content is JSON in a string, or words that the command line has
//! made of it.
//!
//! Sources: the open platform's page on the content of received messages, and larksuite/cli (MIT). A type that is not
//! known is kept as its JSON.

use crate::import::{
    drafting::not_kept::NotKept,
    json::{
        fields::{is_hollow, list, str_of, string, written_out},
        held::inner,
        value::{Map, Value},
    },
};
use std::collections::HashMap;
use yanju_model::Kind;

type Mentions = HashMap<String, String>;

/// How deep a card may hold elements.
const CARD_DEPTH: usize = 24;

/// What stands before the number of somebody mentioned.
const MENTION: &str = "@_user_";

/// The fields of a card that hold words or what holds words, in the order in which they are shown.
const CARD_WORDS: [&str; 14] = [
    "header",
    "title",
    "subtitle",
    "text",
    "content",
    "body",
    "i18n_elements",
    "elements",
    "fields",
    "columns",
    "actions",
    "options",
    "zh_cn",
    "en_us",
];

/// The fields of a card that say where it leads.
const CARD_LINKS: [&str; 2] = ["url", "href"];

/// What a message says.
pub(super) struct Content {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) files: Vec<String>,
    pub(super) is_known: bool,
}

/// A type: its name, what it is, the fields that are lines of its text, those that name its file.
struct Shape(&'static str, Kind, &'static [&'static str], &'static [&'static str]);

const SHAPES: &[Shape] = &[
    Shape("text", Kind::Text, &["text"], &[]),
    Shape("image", Kind::Image, &[], &["image_key"]),
    Shape("file", Kind::File, &[], &["file_name", "file_key"]),
    Shape("folder", Kind::File, &[], &["file_name", "file_key"]),
    Shape("audio", Kind::Voice, &[], &["file_key"]),
    Shape("media", Kind::Video, &[], &["file_name", "file_key"]),
    Shape("video", Kind::Video, &[], &["file_name", "file_key"]),
    Shape("sticker", Kind::Sticker, &[], &["file_key"]),
    Shape("location", Kind::Location, &["name", "latitude", "longitude"], &[]),
    Shape("share_user", Kind::Contact, &["user_id"], &[]),
    Shape("share_chat", Kind::Card, &["chat_name", "chat_id"], &[]),
    Shape("hongbao", Kind::Transfer, &["text"], &[]),
    Shape("video_chat", Kind::Call, &["topic", "start_time"], &[]),
    Shape("share_calendar_event", Kind::Card, &["summary", "start_time", "end_time"], &[]),
    Shape("calendar", Kind::Card, &["summary", "start_time", "end_time"], &[]),
    Shape("general_calendar", Kind::Card, &["summary", "start_time", "end_time"], &[]),
    Shape("vote", Kind::Card, &["topic", "options"], &[]),
    Shape("merge_forward", Kind::Forward, &[], &[]),
    Shape("interactive", Kind::Card, &[], &[]),
    Shape("post", Kind::Text, &[], &[]),
    Shape("todo", Kind::Card, &[], &[]),
    Shape("system", Kind::System, &[], &[]),
];

impl Content {
    /// Reads the content of a message of this type.
    pub(super) fn of(
        message_type: &str,
        stated: &Value,
        mentions: &Mentions,
        not_kept: &mut NotKept,
    ) -> Self {
        let shape = SHAPES.iter().find(|shape| shape.0 == message_type);
        let kind = shape.map_or(Kind::Card, |shape| shape.1);
        let mut content = Self { kind, text: String::new(), files: Vec::new(), is_known: shape.is_some() };
        let raw = stated.as_str().map_or_else(|| stated.to_string(), str::to_owned);
        let parsed = match stated {
            Value::Null => return content,
            Value::String(json) if json.trim_start().starts_with('{') => inner(json),
            Value::Object(_) => Some(stated.clone()),
            _ => None,
        };
        match (parsed, shape) {
            (Some(fields), Some(shape)) => content.read(shape, &fields, mentions, not_kept),
            (Some(_), None) => content.text = raw,
            // The placeholder of the platform, or what the command line has made of the content.
            (None, _) => {
                content.files = files_in_words(&raw);
                content.text = resolved(&raw, mentions);
            }
        }
        content
    }

    fn read(&mut self, shape: &Shape, fields: &Value, mentions: &Mentions, not_kept: &mut NotKept) {
        let Shape(name, _, lines, files) = *shape;
        let words = match name {
            "post" => post(fields, mentions, &mut self.files, not_kept),
            "system" => Some(system(fields)),
            "todo" => Some(todo(fields, mentions, &mut self.files)),
            "interactive" => {
                let words = card_words(fields);
                if words.is_some() {
                    let read: Vec<&str> = CARD_WORDS.iter().chain(&CARD_LINKS).copied().collect();
                    not_kept.note_fields(fields, &read, "interactive.");
                }
                words
            }
            "merge_forward" => None,
            _ => {
                let read: Vec<&str> = lines.iter().chain(files).copied().collect();
                not_kept.note_fields(fields, &read, &format!("{name}."));
                self.files.extend(string(fields, files));
                Some(
                    lines
                        .iter()
                        .filter_map(|name| line(name, fields.get(name)?))
                        .collect::<Vec<_>>()
                        .join("\n"),
                )
            }
        };
        let words = words.filter(|words| !words.is_empty() || !self.files.is_empty());
        // Words that are empty are none; what is not understood stays as its JSON.
        let otherwise = || if is_hollow(fields) { String::new() } else { fields.to_string() };
        self.text = resolved(&words.unwrap_or_else(otherwise), mentions);
    }
}

/// A field as words. Moments count milliseconds and are written out.
fn line(name: &str, value: &Value) -> Option<String> {
    let words = match value {
        Value::String(text) if name.ends_with("_time") => {
            text.parse().map_or_else(|_| text.clone(), written_out)
        }
        Value::String(text) => text.clone(),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join("\n"),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(words).filter(|words| !words.is_empty())
}

/// Rich text: a title, and paragraphs of runs. It may stand once for each language.
fn post(
    fields: &Value,
    mentions: &Mentions,
    files: &mut Vec<String>,
    not_kept: &mut NotKept,
) -> Option<String> {
    let is_body = |value: &Value| value.get("content").is_some_and(Value::is_array);
    let body = if is_body(fields) {
        fields
    } else {
        let (language, body) = fields.as_object()?.iter().find(|(_, value)| is_body(value))?;
        not_kept.note_fields(fields, &[language], "post.");
        body
    };
    Some(paragraphs(str_of(body, "title"), list(body, "content"), mentions, files))
}

fn paragraphs(title: &str, content: &[Value], mentions: &Mentions, files: &mut Vec<String>) -> String {
    let mut lines: Vec<String> =
        Some(title.to_owned()).filter(|title| !title.is_empty()).into_iter().collect();
    for paragraph in content {
        let runs = paragraph.as_array().map_or(&[][..], Vec::as_slice);
        lines.push(runs.iter().map(|item| run(item, mentions, files)).collect());
    }
    lines.join("\n").trim_end_matches('\n').to_owned()
}

/// One run of rich text.
fn run(item: &Value, mentions: &Mentions, files: &mut Vec<String>) -> String {
    let text = || str_of(item, "text").to_owned();
    match str_of(item, "tag") {
        "a" => match (str_of(item, "text"), str_of(item, "href")) {
            (text, href) if text == href || href.is_empty() => text.to_owned(),
            ("", href) => href.to_owned(),
            (text, href) => format!("[{text}]({href})"),
        },
        "at" => {
            let id = str_of(item, "user_id");
            let name = mentions.get(id).map_or_else(|| str_of(item, "user_name"), String::as_str);
            if name.is_empty() { format!("@{}", id.trim_start_matches('@')) } else { format!("@{name}") }
        }
        "img" | "media" | "file" => {
            files.extend(string(item, &["file_name", "file_key", "image_key"]));
            String::new()
        }
        "emotion" => format!("[{}]", str_of(item, "emoji_type")),
        "hr" => "---".to_owned(),
        _ if item.get("text").is_some() => text(),
        _ => item.to_string(),
    }
}

/// A line of the system: a sentence with marks that the other fields fill.
fn system(fields: &Value) -> String {
    let template = str_of(fields, "template");
    if template.is_empty() {
        return fields.to_string();
    }
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let filled =
            after.split_once('}').and_then(|(name, after)| Some((filling(fields.get(name)?)?, after)));
        rest = if let Some((words, after)) = filled {
            text.push_str(&words);
            after
        } else {
            text.push('{');
            after
        };
    }
    text.push_str(rest);
    text.trim().to_owned()
}

fn filling(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(names) => Some(
            names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Value::Object(_) => Some(str_of(value, "text").to_owned()),
        _ => None,
    }
}

fn todo(fields: &Value, mentions: &Mentions, files: &mut Vec<String>) -> String {
    let summary = fields.get("summary").unwrap_or(&Value::Null);
    let words = paragraphs(str_of(summary, "title"), list(summary, "content"), mentions, files);
    let due = fields.get("due_time").and_then(|due| line("due_time", due)).filter(|due| due != "0");
    let lines = Some(words)
        .filter(|words| !words.is_empty())
        .into_iter()
        .chain(due.map(|due| format!("due_time: {due}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of a card in the order in which they are shown.
fn card_words(card: &Value) -> Option<String> {
    let mut words = Vec::new();
    gather(card, CARD_DEPTH, &mut words);
    (!words.is_empty()).then(|| words.join("\n"))
}

fn gather(value: &Value, depth: usize, words: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::String(text) if !text.is_empty() => words.push(text.clone()),
        Value::Array(items) if items.iter().all(is_run) && items.len() > 1 => {
            // A paragraph of runs is one line.
            let line: String = items.iter().map(|item| str_of(item, "text")).collect();
            words.extend(Some(line).filter(|line| !line.is_empty()));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth, words)),
        Value::Object(fields) => gather_fields(fields, depth, words),
        _ => {}
    }
}

fn gather_fields(fields: &Map, depth: usize, words: &mut Vec<String>) {
    for name in CARD_WORDS {
        fields.get(name).into_iter().for_each(|inner| gather(inner, depth, words));
    }
    let links = CARD_LINKS.iter().map(|name| fields.get(name).and_then(Value::as_str).unwrap_or_default());
    words.extend(links.filter(|link| link.contains("://")).map(str::to_owned));
}

fn is_run(item: &Value) -> bool {
    item.get("tag").and_then(Value::as_str).is_some_and(|tag| matches!(tag, "text" | "a"))
        && item.get("text").is_some_and(Value::is_string)
}

/// The words with the names of those mentioned in place of their marks.
fn resolved(text: &str, mentions: &Mentions) -> String {
    if mentions.is_empty() {
        return text.to_owned();
    }
    let mut pieces = text.split(MENTION);
    let mut resolved = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = piece.strip_suffix(rest).unwrap_or_default();
        match mentions.get(&format!("{MENTION}{number}")) {
            Some(name) => resolved.extend(["@", name, rest]),
            None => resolved.extend([MENTION, piece]),
        }
    }
    resolved
}

/// The files that the command line writes into the words: `[Image: img_x]`, `<file key="k" name="n"/>`.
fn files_in_words(text: &str) -> Vec<String> {
    let images = text.split("[Image: ").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0.to_owned()));
    let tags = ["<file ", "<audio ", "<video "].into_iter().flat_map(|tag| text.split(tag).skip(1));
    let attribute = |tag: &str, name: &str| {
        let (_, value) = tag.split_once(&format!("{name}=\""))?;
        value.split_once('"').map(|(value, _)| value.to_owned()).filter(|value| !value.is_empty())
    };
    let named = tags
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(tag, _)| attribute(tag, "name").or_else(|| attribute(tag, "key")));
    images.chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    fn text(message_type: &str, stated: &Value) -> String {
        Content::of(message_type, stated, &Mentions::new(), &mut NotKept::default()).text
    }

    #[test]
    fn the_tenth_mention_is_not_the_first_and_a_nought() {
        let mentions = Mentions::from([
            ("@_user_1".to_owned(), "小周".to_owned()),
            ("@_user_10".to_owned(), "阿宁".to_owned()),
        ]);
        assert_eq!(resolved("@_user_10 和 @_user_1@_user_2", &mentions), "@阿宁 和 @小周@_user_2");
    }

    #[test]
    fn lines_of_the_system_are_filled_and_marks_without_filling_stay() {
        let stated = json!({"template": "{from_user} 邀请 {to_chatters} 加入 {where} {", "from_user": ["甲"], "to_chatters": ["乙", "丙"]});
        assert_eq!(text("system", &stated), "甲 邀请 乙, 丙 加入 {where} {");
    }

    #[test]
    fn a_text_without_words_says_nothing() {
        assert_eq!(text("text", &json!("{\"text\":\"\"}")), "");
    }

    #[test]
    fn a_card_gives_its_words_and_one_without_words_stays_as_it_is() {
        let card = json!({"title": "退款", "elements": [[{"tag": "text", "text": "单号 "}, {"tag": "text", "text": "7"}], [{"tag": "button", "text": "同意"}]]});
        assert_eq!(text("interactive", &card), "退款\n单号 7\n同意");
        assert_eq!(text("interactive", &json!("{\"template_id\":\"t\"}")), "{\"template_id\":\"t\"}");
    }

    #[test]
    fn a_card_nested_without_end_is_given_up_and_kept() {
        let mut card = json!("x");
        for _ in 0..100 {
            card = json!({ "elements": [card] });
        }
        assert!(text("interactive", &card).starts_with("{\"elements\""), "as JSON");
    }
}
