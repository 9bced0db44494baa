//! What one message of QQChatExporter says: its words, its kind, the files it mentions and what it answers.
//!
//! The tool writes words with placeholders, and beside them the elements that they stand for. The words are kept
//! as they are; what only an element says (a card, a forwarded chat, Markdown) is added below them. Source:
//! shuakami/qq-chat-exporter, its parsers and exporters.

use crate::import::{
    drafting::placeholders::forwarded_line,
    json::{
        fields::{epoch, list, str_of, string},
        value::Value,
    },
};
use yanju_model::{Kind, SourceTime, draft::ReplyTo};

/// How deep a forward may hold forwards. The tool unfolds three.
const FORWARD_DEPTH: usize = 16;

/// What stands for the message that is answered, which is kept as such.
const REPLY_MARK: &str = "[回复消息]";

/// The elements whose words the placeholders already tell.
const TOLD: [&str; 16] = [
    "text",
    "face",
    "market_face",
    "image",
    "file",
    "video",
    "audio",
    "at",
    "reply",
    "location",
    "av_record",
    "system",
    "calendar",
    "face_bubble",
    "tofu_record",
    "task_top_msg",
];

/// What a message says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// The words.
    pub(super) text: String,
    /// The kind that its elements show.
    pub(super) kind: Option<Kind>,
    /// The files that it mentions.
    pub(super) files: Vec<FileOf>,
    /// What it answers.
    pub(super) reply_to: Option<ReplyTo>,
    /// The types of elements that are not known; their data stands among the words.
    pub(super) unknown: Vec<String>,
}

/// A file that a message mentions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FileOf {
    /// Its name.
    pub(super) name: String,
    /// Where the tool left it, below its folder of resources; empty where it did not.
    pub(super) path: String,
    /// Whether an address is given that is not kept.
    pub(super) has_address: bool,
}

impl Content {
    /// Reads the `content` of a message.
    pub(super) fn of(content: &Value) -> Self {
        let elements = list(content, "elements");
        let reply_to = reply(content, elements);
        let mut words = words(content).to_owned();
        if reply_to.is_some()
            && let Some(rest) = words.strip_prefix(REPLY_MARK)
        {
            words = rest.trim_start().to_owned();
        }
        let mut unknown = Vec::new();
        let text = with_elements(&words, elements, FORWARD_DEPTH, &mut unknown);
        let typed = if elements.is_empty() { list(content, "resources") } else { elements };
        let kind = kind(typed, &words);
        Self { text, kind, files: files(content, elements), reply_to, unknown }
    }
}

/// The words: a plain string in the oldest files, else a field.
fn words(content: &Value) -> &str {
    content.as_str().unwrap_or_else(|| str_of(content, "text"))
}

/// The words and, below them, what only elements say.
fn with_elements(words: &str, elements: &[Value], depth: usize, unknown: &mut Vec<String>) -> String {
    let mut parts = Parts { told: vec![words.to_owned()], compared: 0 };
    for element in elements {
        let (kind, data) = (str_of(element, "type"), element.get("data").unwrap_or(&Value::Null));
        match kind {
            "forward" => {
                let inner = forwarded(data, depth, unknown);
                if inner.is_empty() {
                    let preview = list(data, "preview").iter().filter_map(Value::as_str);
                    preview.for_each(|line| parts.add(line));
                    continue;
                }
                // The words repeat the first messages, shortened.
                if let Some(first) = parts.told.first_mut() {
                    *first = first.split("\n  ").next().unwrap_or_default().to_owned();
                }
                parts.told.push(inner);
            }
            "json" => {
                for field in ["title", "description", "preview", "url"] {
                    parts.add(str_of(data, field));
                }
                if parts.told.len() == 1 {
                    parts.add(str_of(data, "content"));
                }
            }
            "markdown" => parts.add(str_of(data, "content")),
            known if TOLD.contains(&known) => {
                if parts.told.iter().all(|part| part.trim().is_empty()) {
                    parts.add(&string(data, &["text", "summary", "name", "filename"]).unwrap_or_default());
                }
            }
            other => {
                unknown.push(other.to_owned());
                if !data.is_null() {
                    parts.add(&data.to_string());
                }
            }
        }
    }
    parts.told.retain(|part| !part.trim().is_empty());
    parts.told.join("\n")
}

/// How often a part of a message is looked for in those before it. Nobody writes more, and each time costs the
/// length of the message.
const COMPARED: usize = 500;

/// What a message says so far.
struct Parts {
    told: Vec<String>,
    compared: usize,
}

impl Parts {
    /// Adds a part that is not told yet.
    fn add(&mut self, part: &str) {
        self.compared += 1;
        let is_told = || self.compared <= COMPARED && self.told.iter().any(|known| known.contains(part));
        if !part.trim().is_empty() && !is_told() {
            self.told.push(part.to_owned());
        }
    }
}

/// The messages inside a forward, one `time sender: words` each, in the order of the source.
fn forwarded(data: &Value, depth: usize, unknown: &mut Vec<String>) -> String {
    let Some(depth) = depth.checked_sub(1) else { return String::new() };
    let lines = list(data, "messages").iter().map(|message| {
        let content = message.get("content").unwrap_or(&Value::Null);
        let words = with_elements(words(content), list(content, "elements"), depth, unknown);
        let sender = message.get("sender").unwrap_or(&Value::Null);
        let name = string(sender, &["name", "nickname", "uin", "uid"]).unwrap_or_default();
        forwarded_line(&time(message), &name, &words)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The time of a message inside a forward. Where the tool knows none it writes 1970.
fn time(message: &Value) -> String {
    let known = message.get("timestamp").and_then(Value::as_i64).filter(|ms| *ms > 0).and_then(epoch);
    if let Some(SourceTime::Fixed(at, ..)) = known {
        return at.format("%Y-%m-%d %H:%M:%SZ").to_string();
    }
    let written = str_of(message, "time");
    if written.starts_with("1970-") { String::new() } else { written.to_owned() }
}

fn reply(content: &Value, elements: &[Value]) -> Option<ReplyTo> {
    let element = elements.iter().find(|element| str_of(element, "type") == "reply");
    let stated = content.get("reply").filter(|reply| reply.is_object());
    let reply = element.and_then(|element| element.get("data")).or(stated)?;
    let source_id = string(reply, &["referencedMessageId"]).filter(|id| id != "0");
    Some(ReplyTo { source_id, quote: str_of(reply, "content").to_owned() })
}

/// The kind of a message: QQ sends files, recordings, cards and the like each by itself, pictures among words.
fn kind(elements: &[Value], words: &str) -> Option<Kind> {
    let of = |element: &Value| kind_of_element(str_of(element, "type"), element.get("data"));
    let alone = elements.iter().filter_map(of).find(|kind| *kind != Kind::Image);
    let has_picture = || elements.iter().any(|element| of(element) == Some(Kind::Image));
    alone.or_else(|| {
        (has_picture() && without_placeholders(words).trim().is_empty()).then(|| {
            let is_sticker =
                |e: &Value| e.get("data").is_some_and(|data| str_of(data, "subType") == "sticker");
            if elements.iter().all(is_sticker) { Kind::Sticker } else { Kind::Image }
        })
    })
}

fn kind_of_element(element: &str, data: Option<&Value>) -> Option<Kind> {
    Some(match element {
        "image" => Kind::Image,
        "market_face" | "giphy" => Kind::Sticker,
        "file" => Kind::File,
        "video" => Kind::Video,
        "audio" => Kind::Voice,
        "forward" => Kind::Forward,
        "location" => Kind::Location,
        "av_record" => Kind::Call,
        "json" if data.is_some_and(|data| !str_of(data, "url").is_empty()) => Kind::Link,
        "json" | "inline_keyboard" | "calendar" => Kind::Card,
        _ => return None,
    })
}

/// The kind that a message's type states, where its elements show none. The bare numbers are QQ's own, those behind
/// `type_` the tool's.
pub(super) fn kind_of_type(message_type: &str) -> Option<Kind> {
    Some(match message_type {
        "file" | "type_8" | "3" => Kind::File,
        "video" | "type_9" | "7" => Kind::Video,
        "audio" | "type_6" | "6" => Kind::Voice,
        "forward" | "type_11" | "8" => Kind::Forward,
        "json" | "type_7" | "11" => Kind::Card,
        "system" => Kind::System,
        _ => return None,
    })
}

/// Words without `[图片:name]` and `[图片]`.
fn without_placeholders(words: &str) -> String {
    let mut left = String::new();
    let mut rest = words;
    while let Some((before, mark)) = rest.split_once("[图片") {
        left.push_str(before);
        rest = mark.split_once(']').map_or("", |(_, behind)| behind);
    }
    left + rest
}

/// The files that a message mentions: the list of resources, or else the elements that are some.
fn files(content: &Value, elements: &[Value]) -> Vec<FileOf> {
    let resources = list(content, "resources");
    if !resources.is_empty() {
        return resources.iter().filter_map(file).collect();
    }
    let is_file = |element: &&Value| matches!(str_of(element, "type"), "image" | "file" | "video" | "audio");
    elements.iter().filter(is_file).filter_map(|element| file(element.get("data")?)).collect()
}

fn file(resource: &Value) -> Option<FileOf> {
    let path = str_of(resource, "localPath").replace('\\', "/");
    let named = string(resource, &["filename", "fileName"]);
    let name =
        named.or_else(|| path.rsplit('/').next().map(str::to_owned)).filter(|name| !name.is_empty())?;
    let has_address = ["url", "originalUrl"].iter().any(|name| !str_of(resource, name).is_empty());
    Some(FileOf { name, path, has_address })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn pictures_alone_are_pictures_and_among_words_are_words() {
        let picture = json!({"type": "image", "data": {"filename": "a.jpg"}});
        let alone = Content::of(&json!({"text": "[图片:a.jpg][图片:b.jpg]", "elements": [picture]}));
        assert_eq!(alone.kind, Some(Kind::Image));
        let among = Content::of(&json!({"text": "[图片:a.jpg]请看", "elements": [picture]}));
        assert_eq!((among.kind, among.files.len()), (None, 1));
        let sticker = json!({"type": "image", "data": {"filename": "a.gif", "subType": "sticker"}});
        assert_eq!(
            Content::of(&json!({"text": "[图片:a.gif]", "elements": [sticker]})).kind,
            Some(Kind::Sticker)
        );
    }

    #[test]
    fn what_only_an_element_says_stands_below_the_words() {
        let card = json!({"text": "[JSON消息]", "elements": [{"type": "json",
            "data": {"title": "新品", "description": "春季上架", "url": "https://shop.example/n"}}]});
        let found = Content::of(&card);
        assert_eq!(found.text, "[JSON消息]\n新品\n春季上架\nhttps://shop.example/n");
        assert_eq!(found.kind, Some(Kind::Link));
        let page = json!({"text": "[Markdown消息]", "elements": [{"type": "markdown", "data": {"content": "# 公告"}}]});
        assert_eq!(Content::of(&page).text, "[Markdown消息]\n# 公告");
        let unknown = Content::of(&json!({"text": "", "elements": [{"type": "orbit", "data": {"a": 1}}]}));
        assert_eq!((unknown.text.as_str(), unknown.unknown), ("{\"a\":1}", vec!["orbit".to_owned()]));
    }

    #[test]
    fn parts_without_number_are_not_all_compared() {
        let elements: Vec<Value> = (0..20_000)
            .map(|n| json!({"type": "markdown", "data": {"content": format!("part {n}")}}))
            .collect();
        let many = Content::of(&json!({"text": "", "elements": elements}));
        assert_eq!(many.text.lines().count(), 20_000, "and none is lost");
    }

    #[test]
    fn a_forward_nested_without_end_is_given_up() {
        let mut inner = json!({"messages": [{"sender": {"name": "甲"}, "content": {"text": "底"}}]});
        for _ in 0..60 {
            inner = json!({"messages": [{"sender": {"name": "乙"},
                "content": {"text": "x", "elements": [{"type": "forward", "data": inner}]}}]});
        }
        let found = Content::of(&json!({"text": "", "elements": [{"type": "forward", "data": inner}]}));
        assert!(found.text.starts_with("乙: x\n乙: x") && !found.text.contains('底'), "{}", found.text);
    }
}
