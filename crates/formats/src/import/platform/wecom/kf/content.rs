//! What a message of 微信客服 says, type by type, and what an event tells.
//!
//! Source: WeCom's developer documentation, page 94670. A type that is not known is kept as its JSON.

use super::super::{
    content::{labelled, line},
    record::object,
};
use crate::import::{
    drafting::{not_kept::NotKept, placeholders::forwarded_line},
    json::{
        fields::{is_hollow, list, str_of, string, written_out},
        value::{Map, Value},
    },
};
use yanju_model::Kind;

/// How deep a forward may hold forwards.
const DEPTH: usize = 16;

/// A type: its name, what it is, the fields that are lines of its text, the fields that are shown with their names.
struct Shape(&'static str, Kind, &'static [&'static str], &'static [&'static str]);

const SHAPES: &[Shape] = &[
    Shape("text", Kind::Text, &["content"], &[]),
    Shape("image", Kind::Image, &[], &[]),
    Shape("voice", Kind::Voice, &[], &[]),
    Shape("video", Kind::Video, &[], &[]),
    Shape("file", Kind::File, &[], &[]),
    Shape("location", Kind::Location, &["name", "address", "latitude", "longitude"], &[]),
    Shape("link", Kind::Link, &["title", "desc", "url"], &[]),
    Shape("business_card", Kind::Contact, &["userid", "user_id"], &[]),
    Shape("miniprogram", Kind::Link, &["title"], &["appid", "pagepath"]),
    Shape("channels", Kind::Link, &["title", "nickname"], &["sub_type"]),
    Shape("channels_shop_product", Kind::Card, &["title"], &["product_id", "sales_price", "shop_nickname"]),
    Shape(
        "channels_shop_order",
        Kind::Card,
        &["product_titles", "price_wording", "state"],
        &["order_id", "shop_nickname"],
    ),
];

/// The fields that name a file, the most readable first.
const FILE_NAMES: [&str; 2] = ["filename", "media_id"];

/// The types that hold files.
const FILES: [Kind; 4] = [Kind::Image, Kind::Voice, Kind::Video, Kind::File];

/// The types of which the interface tells nothing but that they were sent.
const BARE: [&str; 3] = ["meeting", "schedule", "note"];

/// The kinds of items in a menu.
const ITEMS: [&str; 4] = ["click", "view", "miniprogram", "text"];

/// The fields of an event that say where it belongs; its conversation is known by them.
const WHERE: [&str; 3] = ["event_type", "open_kfid", "external_userid"];

/// The fields of an event that allow one answer to it.
const CODES: [&str; 2] = ["welcome_code", "msg_code"];

/// What a message says.
pub(super) struct Content {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) files: Vec<String>,
    pub(super) is_known: bool,
}

impl Content {
    /// Reads what stands in the field that the type names.
    pub(super) fn of(message_type: &str, body: Option<&Value>, not_kept: &mut NotKept) -> Self {
        within(message_type, message_type, body, DEPTH, not_kept)
    }

    fn new(kind: Kind, text: String) -> Self {
        Self { kind, text, files: Vec::new(), is_known: true }
    }

    /// What is not known, as it stands; the name of the type where nothing else does.
    fn unknown(message_type: &str, body: Option<&Value>) -> Self {
        let text = match body.filter(|body| !is_hollow(body)) {
            Some(Value::String(text)) => text.clone(),
            Some(body) => body.to_string(),
            None => message_type.to_owned(),
        };
        Self { is_known: false, ..Self::new(Kind::Card, text) }
    }
}

fn within(
    message_type: &str,
    field: &str,
    body: Option<&Value>,
    depth: usize,
    not_kept: &mut NotKept,
) -> Content {
    if BARE.contains(&message_type) && body.is_none_or(is_hollow) {
        return Content::new(Kind::Card, message_type.to_owned());
    }
    let fields = body.and_then(object).map(Value::Object);
    let (Some(fields), Some(depth)) = (fields, depth.checked_sub(1)) else {
        return Content::unknown(message_type, body);
    };
    match (SHAPES.iter().find(|shape| shape.0 == message_type), message_type) {
        (Some(shape), _) => by_shape(shape, field, &fields, not_kept),
        (None, "msgmenu") => menu(field, &fields, not_kept),
        (None, "merged_msg") => forward(field, &fields, depth, not_kept),
        _ => Content::unknown(message_type, body),
    }
}

fn by_shape(shape: &Shape, field: &str, fields: &Value, not_kept: &mut NotKept) -> Content {
    let Shape(_, kind, lines, with_names) = *shape;
    let file_names = if FILES.contains(&kind) { &FILE_NAMES[..] } else { &[] };
    let file = file_names.iter().find_map(|name| Some((*name, string(fields, &[name])?)));
    let plain = lines.iter().filter_map(|name| Some((*name, line(fields.get(name)?)?)));
    let labelled = with_names.iter().filter_map(|name| Some((*name, labelled(name, fields.get(name)?)?)));
    let (mut read, text): (Vec<&str>, Vec<String>) = plain.chain(labelled).unzip();
    read.extend(file.as_ref().map(|(name, _)| *name));
    // What stands in a field of another form than it should have is named, like what has no line.
    not_kept.note_fields(fields, &read, &format!("{field}."));
    let files = file.into_iter().map(|(_, file)| file).collect();
    Content { files, ..Content::new(kind, text.join("\n")) }
}

/// A menu: the words above it, a line for each item, the words below it.
fn menu(field: &str, fields: &Value, not_kept: &mut NotKept) -> Content {
    not_kept.note_fields(fields, &["head_content", "list", "tail_content"], &format!("{field}."));
    let mut lines: Vec<String> = string(fields, &["head_content"]).into_iter().collect();
    for item in list(fields, "list") {
        let (kind, body) = (str_of(item, "type"), item.get(str_of(item, "type")));
        let Some(body) = body.filter(|_| ITEMS.contains(&kind)) else {
            lines.push(item.to_string());
            continue;
        };
        let told = format!("{field}.list.");
        not_kept.note_fields(item, &["type", kind], &told);
        not_kept.note_fields(body, &["content", "url", "appid", "pagepath"], &format!("{told}{kind}."));
        let words: Vec<String> =
            ["content", "url", "appid", "pagepath"].iter().filter_map(|name| string(body, &[name])).collect();
        lines.push(words.join(" "));
    }
    lines.extend(string(fields, &["tail_content"]));
    Content::new(Kind::Card, lines.join("\n"))
}

/// Messages forwarded as one: their title, then `time name: words` for each.
fn forward(field: &str, fields: &Value, depth: usize, not_kept: &mut NotKept) -> Content {
    not_kept.note_fields(fields, &["title", "item"], &format!("{field}."));
    let mut content = Content::new(Kind::Forward, String::new());
    let mut lines: Vec<String> = string(fields, &["title"]).into_iter().collect();
    for item in list(fields, "item") {
        let told = format!("{field}.item.");
        not_kept.note_fields(item, &["send_time", "msgtype", "sender_name", "msg_content"], &told);
        let stated = str_of(item, "msgtype");
        let held = item.get("msg_content").and_then(object).map(Value::Object);
        // What a message says stands there alone, or in a field of its type as outside.
        let body = held.as_ref().map(|held| held.get(stated).unwrap_or(held)).or(item.get("msg_content"));
        let part = within(stated, &format!("{told}{stated}"), body, depth, not_kept);
        content.is_known &= part.is_known;
        let words: Vec<String> =
            Some(part.text).filter(|text| !text.is_empty()).into_iter().chain(part.files).collect();
        let words = if words.is_empty() { stated.to_owned() } else { words.join(" ") };
        let at = item.get("send_time").and_then(Value::as_i64).map(written_out);
        lines.push(forwarded_line(&at.unwrap_or_default(), str_of(item, "sender_name"), &words));
    }
    Content { text: lines.join("\n"), ..content }
}

/// What happened, in the words of the source: the name of the event, then its fields.
pub(super) fn of_event(event: &Value, not_kept: &mut NotKept) -> String {
    let mut lines = vec![str_of(event, "event_type").to_owned()];
    for (name, value) in event.as_object().into_iter().flatten() {
        if CODES.contains(&name) {
            not_kept.note_fields(
                &Value::Object(Map::from_iter([(name.to_owned(), value.clone())])),
                &[],
                "event.",
            );
        } else if let Some(inner) = value.as_object() {
            let parts =
                inner.into_iter().filter_map(|(part, value)| labelled(&format!("{name}.{part}"), value));
            lines.extend(parts);
        } else if !WHERE.contains(&name) {
            lines.extend(labelled(name, value));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
