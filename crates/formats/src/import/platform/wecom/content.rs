//! What a record of WeCom's archive says, type by type.
//!
//! Source: WeCom's developer documentation, page 91774, and for the numbers of the data zone page 99818. A type that
//! is not known is kept as its JSON.

use super::record::object;
use crate::import::{
    drafting::not_kept::NotKept,
    drafting::placeholders::forwarded_line,
    json::{
        fields::{list, string, written_out},
        value::{Map, Value},
    },
};
use yanju_model::{Kind, draft::ReplyTo};

/// How deep a forward may hold forwards.
const DEPTH: usize = 16;

/// How the platform begins a text that answers another.
const QUOTE_MARKS: [&str; 2] = ["这是一条引用/回复消息：", "This is a quote/reply:"];

/// What stands between the words answered and the answer.
const QUOTE_END: &str = "\n------";

/// What a message says.
pub(super) struct Content {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) files: Vec<String>,
    pub(super) reply_to: Option<ReplyTo>,
    pub(super) is_known: bool,
}

/// What becomes of the fields of a type that have no line of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// They say how a file is got and shown: named as not kept.
    NotKept,
    /// They are what people filled in: shown with their names.
    Shown,
}

/// A type: its name, the field it stands in, what it is, the fields that are lines of its text.
struct Shape(&'static str, &'static str, Kind, &'static [&'static str], Rest);

const SHAPES: &[Shape] = &[
    Shape("text", "text", Kind::Text, &["content"], Rest::NotKept),
    Shape("markdown", "info", Kind::Text, &["content"], Rest::NotKept),
    Shape("image", "image", Kind::Image, &[], Rest::NotKept),
    Shape("voice", "voice", Kind::Voice, &[], Rest::NotKept),
    Shape("video", "video", Kind::Video, &[], Rest::NotKept),
    Shape("emotion", "emotion", Kind::Sticker, &[], Rest::NotKept),
    Shape("file", "file", Kind::File, &[], Rest::NotKept),
    Shape("qydiskfile", "info", Kind::File, &[], Rest::NotKept),
    Shape("voip_doc_share", "voip_doc_share", Kind::File, &[], Rest::NotKept),
    Shape("card", "card", Kind::Contact, &["corpname", "userid"], Rest::NotKept),
    Shape(
        "location",
        "location",
        Kind::Location,
        &["title", "address", "latitude", "longitude"],
        Rest::NotKept,
    ),
    Shape("link", "link", Kind::Link, &["title", "description", "link_url"], Rest::NotKept),
    Shape("weapp", "weapp", Kind::Link, &["title", "description", "displayname"], Rest::NotKept),
    Shape("docmsg", "doc", Kind::Link, &["title", "link_url"], Rest::NotKept),
    Shape("news", "info", Kind::Link, &["item"], Rest::NotKept),
    Shape("sphfeed", "sphfeed", Kind::Link, &["sph_name", "feed_desc"], Rest::NotKept),
    Shape("redpacket", "redpacket", Kind::Transfer, &["wish"], Rest::Shown),
    Shape("external_redpacket", "redpacket", Kind::Transfer, &["wish"], Rest::Shown),
    Shape("todo", "todo", Kind::Card, &["title", "content"], Rest::Shown),
    Shape("vote", "vote", Kind::Card, &["votetitle", "voteitem"], Rest::Shown),
    Shape("collect", "collect", Kind::Card, &["title", "details"], Rest::Shown),
    Shape("calendar", "calendar", Kind::Card, &["title"], Rest::Shown),
    Shape("meeting", "meeting", Kind::Card, &["topic"], Rest::Shown),
    Shape("meeting_notification", "info", Kind::Card, &["content"], Rest::Shown),
    Shape("meeting_voice_call", "meeting_voice_call", Kind::Call, &[], Rest::Shown),
    Shape("voiptext", "info", Kind::Call, &[], Rest::Shown),
];

/// The fields that name a file, the most readable first; images and recordings have a check sum only.
const FILE_NAMES: [&str; 3] = ["filename", "md5sum", "sdkfileid"];

/// The fields that say how a file is got. They are nothing to read, whatever the type.
const FILE_MARKS: [&str; 5] = ["md5sum", "sdkfileid", "filesize", "voice_size", "imagesize"];

/// The lines of an item of a list.
const ITEM_LINES: [&str; 5] = ["title", "description", "url", "ques", "content"];

/// The types that the data zone numbers.
pub(super) fn type_of_number(number: u64) -> Option<&'static str> {
    Some(match number {
        1 => "text",
        4 => "link",
        5 => "weapp",
        8 => "file",
        18 => "docmsg",
        20 => "mixed",
        23 => "qydiskfile",
        _ => return None,
    })
}

/// The field in which a record of this type holds what it says.
pub(super) fn body_field<'t>(message_type: &'t str, record: &Value) -> &'t str {
    match shape(message_type) {
        Some(shape) => shape.1,
        None if record.get(message_type).is_none() && record.get("info").is_some() => "info",
        None => message_type,
    }
}

fn shape(message_type: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.0 == message_type)
}

impl Content {
    /// Reads what stands in `field`.
    pub(super) fn of(message_type: &str, field: &str, body: &Value, not_kept: &mut NotKept) -> Self {
        let mut content = within(message_type, field, body, DEPTH, not_kept);
        if let Some((quote, answer)) = quoted(&content.text).filter(|_| message_type == "text") {
            content.reply_to = Some(ReplyTo { source_id: None, quote });
            content.text = answer;
        }
        content
    }

    /// A message of which the type is all there is.
    pub(super) fn without_words(message_type: &str) -> Self {
        let kind = match message_type {
            "mixed" => Some(Kind::Text),
            "chatrecord" => Some(Kind::Forward),
            other => shape(other).map(|shape| shape.2),
        };
        // A number is nobody's words.
        let is_number = message_type.bytes().all(|byte| byte.is_ascii_digit());
        let text = if kind.is_none() && !is_number { message_type.to_owned() } else { String::new() };
        Self { is_known: kind.is_some(), ..Self::new(kind.unwrap_or(Kind::Card), text) }
    }

    fn new(kind: Kind, text: String) -> Self {
        Self { kind, text, files: Vec::new(), reply_to: None, is_known: true }
    }
}

fn within(message_type: &str, field: &str, body: &Value, depth: usize, not_kept: &mut NotKept) -> Content {
    let fields = object(body).map(Value::Object);
    let (Some(fields), Some(depth)) = (fields, depth.checked_sub(1)) else {
        return Content { is_known: false, ..Content::new(Kind::Card, raw(body)) };
    };
    match shape(message_type) {
        Some(shape) => by_shape(shape, field, &fields, not_kept),
        None if message_type == "mixed" => mixed(&fields, depth, not_kept),
        None if message_type == "chatrecord" || fields.get("item").is_some_and(has_times) => {
            forward(&fields, depth, not_kept)
        }
        None => Content { is_known: false, ..Content::new(Kind::Card, raw(body)) },
    }
}

fn raw(body: &Value) -> String {
    body.as_str().map_or_else(|| body.to_string(), str::to_owned)
}

fn by_shape(shape: &Shape, field: &str, fields: &Value, not_kept: &mut NotKept) -> Content {
    let Shape(_, _, kind, lines, rest) = *shape;
    let mut text: Vec<String> = lines.iter().filter_map(|name| line(fields.get(name)?)).collect();
    for name in lines {
        for item in list(fields, name) {
            not_kept.note_fields(item, &ITEM_LINES, &format!("{field}.{name}."));
        }
    }
    let files: Vec<String> = string(fields, &FILE_NAMES).into_iter().collect();
    let name_of_file = FILE_NAMES.into_iter().find(|name| string(fields, &[name]).is_some());
    let is_said = |name: &str| lines.contains(&name) || name_of_file == Some(name);
    for (name, value) in fields.as_object().into_iter().flatten().filter(|(name, _)| !is_said(name)) {
        if rest == Rest::NotKept || FILE_MARKS.contains(&name) {
            // The ending of a file's name is in the name.
            let repeated = name == "fileext" && files.iter().any(|file| file.ends_with(&raw(value)));
            if !repeated {
                not_kept.note_fields(&one(name, value), &[], &format!("{field}."));
            }
        } else if let Some(shown) = labelled(name, value) {
            text.push(shown);
        }
    }
    Content { files, ..Content::new(kind, text.join("\n")) }
}

fn one(name: &str, value: &Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value.clone())]))
}

/// The words of a field. A list gives a line for each item.
pub(super) fn line(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().filter_map(line_of_item).collect::<Vec<_>>().join("\n"),
        _ => return None,
    };
    Some(words).filter(|words| !words.is_empty())
}

fn line_of_item(item: &Value) -> Option<String> {
    match item {
        Value::Object(_) => {
            let lines: Vec<String> = ITEM_LINES.iter().filter_map(|name| string(item, &[name])).collect();
            Some(lines.join("\n")).filter(|lines| !lines.is_empty())
        }
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

/// A field with its name: `totalamount: 3000`. Moments are counted in seconds and written out.
pub(super) fn labelled(name: &str, value: &Value) -> Option<String> {
    let shown = match value {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => return None,
        Value::String(text) => text.clone(),
        Value::Number(number) if name.ends_with("time") => written_out(number.as_i64()?),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    Some(format!("{name}: {shown}"))
}

/// Words and pictures in one message.
fn mixed(fields: &Value, depth: usize, not_kept: &mut NotKept) -> Content {
    not_kept.note_fields(fields, &["item"], "mixed.");
    let mut content = Content::new(Kind::Text, String::new());
    let mut kinds = Vec::new();
    let mut texts = Vec::new();
    for item in list(fields, "item") {
        not_kept.note_fields(item, &["type", "content"], "mixed.item.");
        let kind = string(item, &["type"]).unwrap_or_default();
        let body = item.get("content").unwrap_or(&Value::Null);
        let part = within(&kind, &format!("mixed.item.{kind}"), body, depth, not_kept);
        content.is_known &= part.is_known;
        content.files.extend(part.files);
        kinds.push(part.kind);
        texts.extend(Some(part.text.trim_end_matches('\n').to_owned()).filter(|text| !text.is_empty()));
    }
    if texts.is_empty() {
        content.kind = kinds.first().copied().unwrap_or(Kind::Text);
    }
    Content { text: texts.join("\n"), ..content }
}

fn has_times(items: &Value) -> bool {
    items.as_array().and_then(|items| items.first()).is_some_and(|item| item.get("msgtime").is_some())
}

/// Messages forwarded as one: their title, then `time: words` for each. The source does not say who wrote them.
fn forward(fields: &Value, depth: usize, not_kept: &mut NotKept) -> Content {
    not_kept.note_fields(fields, &["title", "item"], "chatrecord.");
    let mut content = Content::new(Kind::Forward, String::new());
    let mut lines: Vec<String> = string(fields, &["title"]).into_iter().collect();
    for item in list(fields, "item") {
        not_kept.note_fields(item, &["type", "content", "msgtime"], "chatrecord.item.");
        let stated = string(item, &["type"]).unwrap_or_default();
        let kind = stated.strip_prefix("ChatRecord").unwrap_or(&stated).to_lowercase();
        let body = item.get("content").unwrap_or(&Value::Null);
        let part = within(&kind, &format!("chatrecord.item.{kind}"), body, depth, not_kept);
        content.is_known &= part.is_known;
        let words: Vec<String> =
            Some(part.text).filter(|text| !text.is_empty()).into_iter().chain(part.files).collect();
        let words = if words.is_empty() { stated } else { words.join(" ") };
        let at = item.get("msgtime").and_then(Value::as_i64).map(written_out);
        lines.push(forwarded_line(&at.unwrap_or_default(), "", &words));
    }
    Content { text: lines.join("\n"), ..content }
}

/// The words that a text answers, and the answer.
fn quoted(text: &str) -> Option<(String, String)> {
    let rest = QUOTE_MARKS.iter().find_map(|mark| text.strip_prefix(mark))?;
    let (quote, answer) = rest.split_once(QUOTE_END)?;
    let answer = if answer.is_empty() { answer } else { answer.strip_prefix('\n')? };
    let quote = quote.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”'));
    (!quote.is_empty()).then(|| (quote.to_owned(), answer.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn an_answer_is_told_from_the_words_it_answers() {
        let text = "这是一条引用/回复消息：\n“小周：\n发货了吗”\n------\n今天发\n------\n谢谢";
        assert_eq!(quoted(text), Some(("小周：\n发货了吗".to_owned(), "今天发\n------\n谢谢".to_owned())));
        assert_eq!(
            quoted("这是一条引用/回复消息：\"\n------\n@甲"),
            None,
            "nothing is quoted: the words stay"
        );
        assert_eq!(quoted("今天发\n------\n谢谢"), None);
    }

    #[test]
    fn forwards_in_forwards_end_somewhere() {
        let mut body = json!({"title": "深处", "item": []});
        for _ in 0..40 {
            body = json!({"item": [{"type": "chatrecord", "msgtime": 1_603_875_610, "content": body}]});
        }
        let content = Content::of("chatrecord", "chatrecord", &body, &mut NotKept::default());
        assert!(!content.is_known && content.text.contains("深处"), "what lies deeper stays as JSON");
    }
}
