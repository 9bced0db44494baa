//! What one DingTalk message says: its words, its kind and the files it mentions, out of the many forms in
//! which the command line `dws` writes content.
//!
//! Source: DingTalk-Real-AI/dingtalk-workspace-cli, `internal/helpers` and its tests. Nothing here knows of
//! senders, times or conversations.

use crate::import::json::{
    fields::is_hollow,
    held::inner,
    value::{Map, Value},
};
use yanju_model::Kind;

/// How deep content may be wrapped in content. The source wraps three or four times.
const DEPTH: usize = 12;

/// The fields that hold words, directly or in a further wrapping, in the order in which they are shown.
const WORDS: [&str; 8] = ["title", "text", "richText", "content", "items", "data", "markdown", "caption"];

/// The fields of links and cards that say where they lead.
const LINKS: [&str; 8] =
    ["messageUrl", "url", "link", "href", "singleURL", "singleUrl", "actionURL", "actionUrl"];

/// The fields that only say how content is laid out.
const LAYOUT: [&str; 4] = ["type", "msgtype", "msgType", "tag"];

/// The fields that name a file, the most readable first.
const FILE_NAMES: [&str; 7] = ["fileName", "name", "path", "localPath", "mediaId", "fileId", "downloadCode"];

/// The fields by which a file is known, besides its name.
const FILE_MARKS: [&str; 6] = ["mediaId", "fileId", "downloadCode", "fileName", "localPath", "resourceId"];

/// How `dws` writes media into text: the mark, up to where the id or the name runs, and the kind.
const PLACEHOLDERS: [(&str, &str, Kind); 4] = [
    ("[图片消息](mediaId=", ")", Kind::Image),
    ("[语音消息](mediaId=", ")", Kind::Voice),
    ("[视频消息](mediaId=", ")", Kind::Video),
    ("[文件] ", " fileId:", Kind::File),
];

/// What a message says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// The words, placeholders included.
    pub(super) text: String,
    /// The kind that the content itself shows.
    pub(super) kind: Option<Kind>,
    /// The names, or else the ids, of the files it mentions.
    pub(super) files: Vec<String>,
}

impl Content {
    /// Reads a `content` or `text` field. Content in a form not known is kept as the JSON it is.
    pub(super) fn of(value: &Value) -> Self {
        let parsed = value.as_str().and_then(json);
        let files = named_files(parsed.as_ref().unwrap_or(value));
        let text = words(value).unwrap_or_else(|| match value {
            Value::Null => String::new(),
            _ if !files.is_empty() => String::new(),
            Value::String(raw) => raw.clone(),
            other => other.to_string(),
        });
        let mut content = Self { text, kind: None, files };
        content.read_placeholders();
        content
    }

    fn read_placeholders(&mut self) {
        for (mark, end, kind) in PLACEHOLDERS {
            for name in
                self.text.split(mark).skip(1).filter_map(|rest| rest.split_once(end)).map(|(name, _)| name)
            {
                self.files.push(name.trim().to_owned());
                self.kind.get_or_insert(kind);
            }
        }
    }

    /// Whether the words are the platform's cipher text, which it marks with three numbers at the end.
    pub(super) fn is_encrypted(&self) -> bool {
        let mut parts = self.text.trim_end().rsplit("||");
        let numbers = parts.by_ref().take(3).filter(|part| is_number(part)).count();
        numbers == 3 && parts.next().is_some()
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a value: a string, `{text}`, `{richText}`, a list of items, or any of these as JSON in a
/// string. `None`: there are none.
pub(super) fn words(value: &Value) -> Option<String> {
    words_within(value, DEPTH)
}

fn words_within(value: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => words_of_string(text, depth),
        Value::Array(items) => join(items, "\n", depth),
        Value::Object(fields) => words_of_object(fields, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
    .filter(|words: &String| !words.is_empty())
}

/// All that an object says, each thing once: a title often stands in the text again, and a text in
/// its markdown.
fn words_of_object(fields: &Map, depth: usize) -> Option<String> {
    let words = WORDS.iter().filter_map(|name| match fields.get(name)? {
        // The parts of rich text are runs of one line, not lines.
        Value::Array(runs) if *name == "richText" => join(runs, "", depth),
        other => words_within(other, depth),
    });
    let mut parts: Vec<String> = Vec::new();
    for part in words.chain(links(fields)) {
        if !parts.iter().any(|known| known.contains(&part)) {
            parts.retain(|known| !part.contains(known));
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// Where an object leads. The address of a file is not words.
fn links(fields: &Map) -> impl Iterator<Item = String> {
    let names = if is_file(fields) { &[] } else { LINKS.as_slice() };
    let stated = names.iter().filter_map(|name| fields.get(name)?.as_str());
    stated.filter(|link| link.contains("://")).map(str::to_owned)
}

/// The names of the fields inside a content that hold something and are not read. Content in a form not known
/// is kept whole.
pub(super) fn unread(value: &Value) -> Vec<String> {
    let mut unread = Vec::new();
    let parsed = value.as_str().and_then(json);
    if words(value).is_some() || !named_files(parsed.as_ref().unwrap_or(value)).is_empty() {
        note_unread(value, DEPTH, &mut unread);
    }
    unread
}

fn note_unread(value: &Value, depth: usize, unread: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::String(text) => match json(text) {
            Some(document) => note_unread(&document, depth, unread),
            None => text.split('\n').filter_map(json).for_each(|card| note_unread(&card, depth, unread)),
        },
        Value::Array(items) => items.iter().for_each(|item| note_unread(item, depth, unread)),
        Value::Object(fields) => {
            let links: Vec<String> = links(fields).collect();
            for (name, value) in fields {
                let is_link = value.as_str().is_some_and(|text| links.iter().any(|link| link == text));
                let is_of_file =
                    is_file(fields) && (FILE_MARKS.contains(&name) || FILE_NAMES.contains(&name));
                if WORDS.contains(&name) {
                    note_unread(value, depth, unread);
                } else if !is_link && !is_of_file && !LAYOUT.contains(&name) && !is_hollow(value) {
                    unread.push(name.to_owned());
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn join(items: &[Value], separator: &str, depth: usize) -> Option<String> {
    let parts: Vec<String> = items.iter().filter_map(|item| words_within(item, depth)).collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}

/// A string is words, one JSON document, or (cards, automatic answers) a JSON document on each of its lines.
fn words_of_string(text: &str, depth: usize) -> Option<String> {
    if let Some(document) = json(text) {
        return words_within(&document, depth);
    }
    if !text.contains('{') {
        return Some(text.to_owned());
    }
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| json(line).and_then(|card| words_within(&card, depth)).unwrap_or_else(|| line.to_owned()))
        .collect();
    Some(lines.join("\n"))
}

/// A string that is JSON with a structure. A bare number or word in a chat is no document, nor is what takes too
/// much memory.
fn json(text: &str) -> Option<Value> {
    let trimmed = text.trim();
    let structured = trimmed.starts_with('{') || trimmed.starts_with("[{");
    structured.then(|| inner(trimmed)).flatten()
}

/// The files that an object names in its own fields or in those of its items.
pub(super) fn named_files(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_object).filter_map(file_name).collect(),
        Value::Object(fields) => {
            let runs =
                ["richText", "items"].into_iter().filter_map(|name| fields.get(name)).flat_map(named_files);
            file_name(fields).into_iter().chain(runs).collect()
        }
        _ => Vec::new(),
    }
}

fn is_file(fields: &Map) -> bool {
    FILE_MARKS.iter().any(|name| fields.contains_key(name))
}

fn file_name(fields: &Map) -> Option<String> {
    is_file(fields).then_some(())?;
    let name = FILE_NAMES.iter().find_map(|name| fields.get(name)?.as_str())?;
    name.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The kind that a message type states; `None` where it states words or nothing known.
pub(super) fn kind_of_type(message_type: &str) -> Option<Kind> {
    let folded = message_type.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    Some(match () {
        () if has(&["forward", "chatrecord"]) => Kind::Forward,
        () if has(&["sticker", "emotion", "emoji"]) => Kind::Sticker,
        () if has(&["image", "picture", "photo"]) => Kind::Image,
        () if has(&["audio", "voice"]) => Kind::Voice,
        () if has(&["video"]) => Kind::Video,
        () if has(&["file"]) => Kind::File,
        () if has(&["namecard", "contact"]) => Kind::Contact,
        () if has(&["redpacket", "redenvelop", "transfer"]) => Kind::Transfer,
        () if has(&["location", "geo"]) => Kind::Location,
        () if has(&["card"]) => Kind::Card,
        () if has(&["link"]) => Kind::Link,
        () if has(&["conference", "call"]) && !has(&["recall", "callback"]) => Kind::Call,
        () if has(&["system", "notification"]) => Kind::System,
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn words_are_found_in_every_wrapping() {
        for value in [
            json!("退款已到账"),
            json!({"text": "退款已到账"}),
            json!({"richText": "退款已到账"}),
            json!({"richText": [{"text": "退款"}, {"text": "已到账"}]}),
            json!("{\"text\":\"退款已到账\"}"),
            json!({"content": "{\"items\":[{\"data\":{\"text\":\"退款已到账\"}}]}"}),
        ] {
            assert_eq!(Content::of(&value).text, "退款已到账", "in {value}");
        }
    }

    #[test]
    fn each_line_of_a_card_is_rendered() {
        let card = json!(
            "{\"items\":[{\"data\":{\"text\":\"请选择问题\"}},{\"data\":{\"text\":\"1 物流\"}}]}\n人工请回复 0"
        );
        assert_eq!(Content::of(&card).text, "请选择问题\n1 物流\n人工请回复 0");
    }

    #[test]
    fn a_title_its_text_and_its_link_are_all_kept_each_once() {
        let link =
            json!({"title": "退款说明", "text": "三个工作日内到账", "messageUrl": "https://a.example/r"});
        assert_eq!(Content::of(&link).text, "退款说明\n三个工作日内到账\nhttps://a.example/r");
        let markdown = json!({"title": "退款说明", "markdown": "# 退款说明\n三个工作日内到账"});
        assert_eq!(Content::of(&markdown).text, "# 退款说明\n三个工作日内到账", "the title stands in it");
        let twice = json!({"text": "好的", "richText": [{"text": "好"}, {"text": "的"}]});
        assert_eq!(Content::of(&twice).text, "好的");
    }

    #[test]
    fn fields_inside_content_that_are_not_read_are_known() {
        let card = json!({"title": "a", "text": "b", "picUrl": "https://a.example/p.png", "msgtype": "link"});
        assert_eq!(unread(&card), ["picUrl"]);
        assert_eq!(unread(&json!("{\"text\":\"b\",\"items\":[{\"text\":\"c\",\"score\":5}]}")), ["score"]);
        assert!(unread(&json!({"poll": 3})).is_empty(), "kept whole");
        assert!(unread(&json!({"mediaId": "@1", "fileName": "a.pdf"})).is_empty(), "it names the file");
    }

    #[test]
    fn a_media_id_alone_is_a_file_without_words() {
        let content = Content::of(&json!("{\"mediaId\":\"@lADP01\"}"));
        assert_eq!((content.text.as_str(), content.files), ("", vec!["@lADP01".to_owned()]));
    }

    #[test]
    fn content_of_an_unknown_form_is_kept_as_it_is() {
        assert_eq!(Content::of(&json!({"poll": {"options": 3}})).text, "{\"poll\":{\"options\":3}}");
        assert_eq!(Content::of(&json!("{\"poll\":3}")).text, "{\"poll\":3}");
    }

    #[test]
    fn brackets_in_plain_words_are_words() {
        assert_eq!(Content::of(&json!("[强] {好的}")).text, "[强] {好的}");
    }

    #[test]
    fn content_nested_without_end_is_given_up_but_kept() {
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!({ "content": deep });
        }
        assert!(Content::of(&deep).text.starts_with("{\"content\":"), "kept as JSON");
    }
}
