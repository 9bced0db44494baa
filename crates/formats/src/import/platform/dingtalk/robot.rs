//! What a DingTalk robot was sent: the bodies of its callbacks, or the frames of its stream, as a service keeps them.
//!
//! Each holds an address by which anybody may answer in the chat for a while (`sessionWebhook`). It goes nowhere from
//! here: not into a text, and not into a warning, so that damaged lines are reported without what stands in them.
//! Contents of the forms that `dws` writes too are read in [`content`](super::content).

use super::content::{Content, kind_of_type, unread};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::placeholders::forwarded_line,
    drafting::{not_kept::NotKept, threads::Threads},
    json::{
        fields::{begins_json, names, str_of, string, time, written_out},
        held::inner,
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::{Map, Value},
    },
};
use yanju_model::{
    Kind, Platform, SourceTime, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender, Understanding},
    job::Job,
};

/// The importer of robot callbacks.
pub struct DingTalkRobot;

static ABOUT: About = About {
    id: "dingtalk_robot",
    names: ("钉钉机器人收到的消息（JSON）", "DingTalk robot callbacks (JSON)"),
    extensions: &["json", "jsonl"],
    reads: (
        "钉钉机器人回调或 Stream 收到的消息，单条、列表或每行一条",
        "Messages that a DingTalk robot was sent by callback or stream: one, a list, or one on each line",
    ),
};

/// Records stand by themselves or in a list; there are no answers around them.
const PLAN: Plan = Plan { records: &[""], fields: &[] };

/// The topic of the frames that hold messages.
const TOPIC: &str = "/v1.0/im/bot/messages/get";

/// What the names of fields begin with that must not be kept.
const SECRET: &str = "sessionWebhook";

/// How deep a forward may hold forwards.
const DEPTH: usize = 16;

/// The types of message that the platform's description names.
const TYPES: [&str; 7] = ["text", "picture", "richText", "audio", "video", "file", "chatRecord"];

/// The fields that are read.
const READ: [&str; 10] = [
    "msgId",
    "msgtype",
    "text",
    "content",
    "senderNick",
    "senderId",
    "conversationId",
    "conversationTitle",
    "createAt",
    "originalMsgId",
];

impl Importer for DingTalkRobot {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |field: &str| names(&probe.text, field);
        let of_robot = ["chatbotUserId", "robotCode", SECRET, "senderStaffId"].into_iter().any(has);
        let is_callback = has("msgtype") && has("msgId") && has("conversationId") && of_robot;
        let is_frame = has("topic") && has("data") && probe.text.contains(TOPIC);
        if begins_json(&probe.text) && (is_callback || is_frame) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (mut threads, mut not_kept) = (Threads::default(), NotKept::default());
        let read = each_record(input, job, Pass::Read, PLAN, &mut |found| {
            match found {
                Found::Record(value, place) => {
                    let value = out_of_frame(value);
                    let key = string(&value, &["conversationId"]);
                    let title = string(&value, &["conversationTitle"]);
                    let draft = message(value, place, &mut not_kept, &mut |warning| sink.warning(warning));
                    threads.add(key, title, draft);
                }
                Found::Doubt(warning) => sink.warning(Warning { detail: String::new(), ..warning }),
                Found::Mark(..) => {}
            }
            Ok(())
        })?;
        if threads.is_empty() {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        read.detected.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
        not_kept.report("records", sink);
        threads.push(Platform::DingTalk, input, options, sink, job)?;
        let partial = Vec::from_iter(counted("damaged_lines", read.damaged_lines));
        Ok(Understanding {
            encoding: read.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// A frame of the stream holds the message as JSON in a string.
fn out_of_frame(mut value: Value) -> Value {
    if value.get("headers").is_none() {
        return value;
    }
    match value.get_mut("data").map(Value::take) {
        Some(Value::String(json)) => match inner(&json) {
            Some(message @ Value::Object(_)) => message,
            _ => value,
        },
        Some(message @ Value::Object(_)) => message,
        _ => value,
    }
}

fn message(
    value: Value,
    place: String,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> MessageDraft {
    let Some(message_type) = string(&value, &["msgtype"]).filter(|_| value.get("conversationId").is_some())
    else {
        warn(Warning::new("unknown_part", place.as_str(), ""));
        let text = without_secrets(value, DEPTH).to_string();
        return MessageDraft { place, ..MessageDraft::text(None, None, text) };
    };
    not_kept.note_fields(&value, &READ, "");
    let sender = Sender {
        key: string(&value, &["senderId"]),
        name: string(&value, &["senderNick"]).unwrap_or_default(),
        role: yanju_model::Role::Unknown,
    };
    let said = Said::of(&value, &message_type, not_kept);
    if !TYPES.contains(&message_type.as_str()) {
        warn(Warning::new("unknown_part", place.as_str(), &message_type));
    }
    MessageDraft {
        kind: said.kind,
        source_id: string(&value, &["msgId"]),
        reply_to: answered(&value),
        attachments: said.files.into_iter().map(|name| AttachmentDraft { name, content: None }).collect(),
        sent_at: sent_at(&value, &place, warn),
        place,
        ..MessageDraft::text(Some(sender), None, said.text)
    }
}

fn sent_at(value: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<SourceTime> {
    let stated = value.get("createAt").filter(|time| !time.is_null() && **time != "");
    if stated.is_none() {
        warn(Warning::new("undated_row", place, ""));
    }
    time(stated, place, warn)
}

/// What a message says.
struct Said {
    kind: Kind,
    text: String,
    files: Vec<String>,
}

impl Said {
    fn of(value: &Value, message_type: &str, not_kept: &mut NotKept) -> Self {
        let content = value.get("content").map(parsed).unwrap_or_default();
        // The words of a plain text are words, even where they look like JSON.
        if let Some(words) = value.get("text").and_then(|text| text.get("content")).and_then(Value::as_str) {
            let text = value.get("text").unwrap_or(&Value::Null);
            not_kept.note_fields(text, &["content", "isReplyMsg", "repliedMsg"], "text.");
            not_kept.note_fields(&content, &["repliedMsg", "isReplyMsg"], "content.");
            return Self { kind: Kind::Text, text: words.to_owned(), files: Vec::new() };
        }
        let read = ["recognition", "chatRecord", "summary", "repliedMsg", "isReplyMsg"];
        let unread = unread(&content).into_iter().filter(|name| !read.contains(&name.as_str()));
        unread.for_each(|name| not_kept.note_within("content.", &name));
        let records = records(&content);
        let text = if records.is_empty() { words(&content) } else { forwarded(&content, &records, DEPTH) };
        let files = if records.is_empty() { Content::of(&content).files } else { Vec::new() };
        let stated = kind_of_type(message_type);
        let kind = match (message_type, records.is_empty(), stated) {
            (_, false, _) => Kind::Forward,
            ("richText", ..) if text.is_empty() && !files.is_empty() => Kind::Image,
            (.., Some(kind)) => kind,
            (known, ..) if TYPES.contains(&known) => Kind::Text,
            _ => Kind::Card,
        };
        Self { kind, text, files }
    }
}

/// An object or a list that stands as such, or as JSON in a string.
fn parsed(value: &Value) -> Value {
    let json = value.as_str().filter(|text| text.trim_start().starts_with(['{', '[']));
    json.and_then(inner).unwrap_or_else(|| value.clone())
}

/// The words of a content; of a voice message what was recognised.
fn words(content: &Value) -> String {
    let heard = str_of(content, "recognition");
    if !heard.is_empty() {
        return heard.to_owned();
    }
    if content.is_null() { String::new() } else { Content::of(content).text }
}

/// The messages inside a forward.
fn records(content: &Value) -> Vec<Value> {
    match content.get("chatRecord").map(parsed) {
        Some(Value::Array(records)) => records,
        _ => Vec::new(),
    }
}

/// A forward: its summary, then `time sender: words` for each message inside, in the order of the source. One that
/// lies too deep stays as its JSON.
fn forwarded(content: &Value, records: &[Value], depth: usize) -> String {
    let mut lines: Vec<String> = string(content, &["summary", "title"]).into_iter().collect();
    let Some(depth) = depth.checked_sub(1) else { return content.to_string() };
    for record in records {
        let at = match ["createAt", "createTime", "sendTime"].into_iter().find_map(|name| record.get(name)) {
            Some(Value::Number(number)) => number.as_i64().map(written_out),
            Some(Value::String(text)) if !text.is_empty() => {
                Some(text.parse().map_or_else(|_| text.clone(), written_out))
            }
            _ => None,
        };
        let name = string(record, &["senderNick", "senderName", "nick", "senderId"]);
        let inner = record.get("content").or_else(|| record.get("text")).map(parsed).unwrap_or_default();
        let nested = self::records(&inner);
        let said = if nested.is_empty() {
            let words = Some(words(&inner)).filter(|words| !words.is_empty());
            words.into_iter().chain(Content::of(&inner).files).collect::<Vec<_>>().join(" ")
        } else {
            forwarded(&inner, &nested, depth)
        };
        lines.push(forwarded_line(&at.unwrap_or_default(), &name.unwrap_or_default(), &said));
    }
    lines.join("\n")
}

/// The message that is answered.
fn answered(value: &Value) -> Option<ReplyTo> {
    let within = ["text", "content"].into_iter().filter_map(|name| value.get(name)).map(parsed);
    let replied = within.filter_map(|body| body.get("repliedMsg").cloned()).find(Value::is_object);
    let own_id = replied.as_ref().and_then(|replied| string(replied, &["msgId"]));
    let source_id = own_id.or_else(|| string(value, &["originalMsgId"]));
    let quote = replied.and_then(|replied| replied.get("content").map(|content| words(&parsed(content))));
    let quote = quote.unwrap_or_default();
    (source_id.is_some() || !quote.is_empty()).then_some(ReplyTo { source_id, quote })
}

/// A value without the fields that must not be kept. What lies too deep to be looked at is left out with them.
fn without_secrets(value: Value, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::Null };
    match value {
        Value::Object(fields) => {
            let open = fields.into_iter().filter(|(name, _)| !name.starts_with(SECRET));
            Value::Object(open.map(|(name, inner)| (name, without_secrets(inner, depth))).collect::<Map>())
        }
        Value::Array(items) => items.into_iter().map(|item| without_secrets(item, depth)).collect(),
        Value::String(text) if text.contains(SECRET) => match inner(&text) {
            Some(inner @ (Value::Object(_) | Value::Array(_))) => without_secrets(inner, depth),
            _ => Value::Null,
        },
        other => other,
    }
}
