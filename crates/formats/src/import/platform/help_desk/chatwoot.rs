//! Chatwoot: the messages of a conversation, conversations with their messages, and what its webhooks send, as its
//! interface has them.

use super::{
    content::{event_words, field, file_name, files, kind_of, numbered, particulars},
    outline::Outline,
    pages::{Found, Pages, read_pages, within},
    threads::Threads,
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    json::{
        fields::{begins_json, is_hollow, is_true, list, str_of, string},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use yanju_model::{
    Kind, Platform, Role,
    draft::{MessageDraft, ReplyTo, Sender, Understanding},
    job::Job,
};

/// The importer of Chatwoot conversations.
pub struct Chatwoot;

static ABOUT: About = About {
    id: "chatwoot",
    names: ("Chatwoot（JSON）", "Chatwoot (JSON)"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "Chatwoot 接口或 webhook 给出的会话与消息，含私密备注",
        "Conversations and messages as Chatwoot's API and webhooks give them, with private notes",
    ),
};

const PAGES: Pages = Pages {
    plan: Plan {
        records: &["payload", "data.payload", "[].payload", "[].data.payload"],
        fields: &["meta", "[].meta"],
    },
    marks: &[],
    of_record: "messages",
};

/// The fields of a message that are read, or say nothing of what was said.
const READ: [&str; 33] = [
    "id",
    "content",
    "processed_message_content",
    "inbox_id",
    "inbox",
    "echo_id",
    "conversation_id",
    "conversation",
    "message_type",
    "content_type",
    "content_attributes",
    "status",
    "created_at",
    "updated_at",
    "private",
    "source_id",
    "sender",
    "sender_id",
    "sender_type",
    "attachments",
    "attachment",
    "account",
    "account_id",
    "event",
    "external_source_ids",
    "additional_attributes",
    "sentiment",
    "label_list",
    "client_message_id",
    "user",
    "contact",
    "custom_attributes",
    "call",
];

/// The fields of a message's attributes that are read, or repeat what stands elsewhere.
const READ_OF_ATTRIBUTES: [&str; 9] = [
    "in_reply_to",
    "in_reply_to_external_id",
    "deleted",
    "items",
    "submitted_values",
    "submitted_email",
    "email",
    "external_created_at",
    "automation_rule_id",
];

impl Importer for Chatwoot {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let outline = Outline::of(&probe.text);
        let places = [
            "",
            "[].",
            "payload[].",
            "data.payload[].",
            "[].payload[].",
            "messages[].",
            "[].messages[].",
            "payload[].messages[].",
            "data.payload[].messages[].",
        ];
        let has = |name: &str| outline.any_has(&places, &["message_type", "content", "private", name]);
        if has("inbox_id") || has("content_type") {
            Confidence::Certain
        } else if has("conversation_id") || has("sender") {
            Confidence::Likely
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
        let mut threads = Threads::new(input, options, Platform::Chatwoot, sink, job);
        let (mut meta, mut is_list) = (Value::Null, false);
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => {
                    threads.page();
                    meta = Value::Null;
                }
                Found::Field(_, value) => meta = value,
                Found::Record(list, value, place) if value.get("messages").is_some() => {
                    // The interface lists conversations with the last message of each.
                    is_list |= !list.is_empty();
                    conversation(&value, &place, &mut threads)?;
                }
                Found::Record(_, value, place) => {
                    if threads.keep_stray(&value, &place)? {
                        return Ok(());
                    }
                    let around = field(&value, "conversation");
                    let around = if is_hollow(around) { None } else { Some(around) };
                    let meta = around.map_or(&meta, |conversation| field(conversation, "meta"));
                    let key = string(&value, &["conversation_id"]);
                    let key = key.or_else(|| around.and_then(|around| string(around, &["id", "display_id"])));
                    let title = numbered(&subject(around.unwrap_or(meta)), key.as_deref());
                    let draft = message(&value, meta, place, &mut threads);
                    threads.begin(key, &title)?;
                    threads.push(draft);
                }
                Found::Doubt(doubt) => threads.warn(doubt),
            }
            Ok(())
        })?;
        threads.finish()?;
        let partial = is_list.then(|| "last_messages_only".to_owned());
        let partial = partial.into_iter().chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding { encoding: read.encoding, date_order: None, partial, ..Understanding::default() })
    }
}

/// A conversation with messages in it: often only its last.
fn conversation(value: &Value, place: &str, threads: &mut Threads<'_>) -> Result<()> {
    let key = string(value, &["id", "display_id"]);
    let title = numbered(&subject(value), key.as_deref());
    threads.begin(key, &title)?;
    let meta = field(value, "meta");
    let messages = list(value, "messages");
    // The last that somebody wrote may lie before what is listed.
    let written = field(value, "last_non_activity_message");
    if !is_hollow(written) && !messages.iter().any(|known| field(known, "id") == field(written, "id")) {
        let draft = message(written, meta, within(place, "last_non_activity_message"), threads);
        threads.push(draft);
    }
    for (n, record) in messages.iter().enumerate() {
        let draft = message(record, meta, within(place, &format!("messages[{n}]")), threads);
        threads.push(draft);
    }
    for name in ["labels", "custom_attributes"] {
        if !is_hollow(field(value, name)) {
            threads.not_kept.note(name);
        }
    }
    Ok(())
}

/// The subject of a conversation that came by mail.
fn subject(conversation: &Value) -> String {
    str_of(field(conversation, "additional_attributes"), "mail_subject").to_owned()
}

/// What a message is, by number in the interface and by word in webhooks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Incoming,
    Outgoing,
    Activity,
    Template,
    Unknown,
}

impl Direction {
    fn of(message: &Value) -> Self {
        match string(message, &["message_type"]).as_deref() {
            Some("0" | "incoming") => Self::Incoming,
            Some("1" | "outgoing") => Self::Outgoing,
            Some("2" | "activity") => Self::Activity,
            Some("3" | "template") => Self::Template,
            _ => Self::Unknown,
        }
    }
}

fn message(message: &Value, meta: &Value, place: String, threads: &mut Threads<'_>) -> MessageDraft {
    if is_hollow(field(message, "message_type")) && !field(message, "message_type").is_number() {
        // What a webhook tells of contacts and the like.
        let text = event_words("", str_of(message, "event"), message);
        return MessageDraft { place, ..MessageDraft::text(None, None, text) };
    }
    let attributes = field(message, "content_attributes");
    threads.not_kept.note_fields(message, &READ, "");
    threads.not_kept.note_fields(attributes, &READ_OF_ATTRIBUTES, "content_attributes.");
    let direction = Direction::of(message);
    let sender = sender(message, meta, direction);
    let sent_at = threads.time(message, &["created_at"], &place);
    let mut words: Vec<String> = string(message, &["content"]).into_iter().collect();
    words.extend(particulars(field(attributes, "items")));
    words.extend(particulars(field(attributes, "submitted_values")));
    words.extend(string(attributes, &["submitted_email"]));
    words.extend(particulars(field(message, "call")));
    let (mut names, mut kind) = (Vec::new(), None);
    let single = message.get("attachment").filter(|file| file.is_object());
    for file in list(message, "attachments").iter().chain(single) {
        let stated = attached(file, &mut words);
        kind = kind.or(stated);
        names.extend(string(file, &["data_url"]).filter(|_| holds_file(file)).map(|url| file_name(&url)));
    }
    let attachments = files(names);
    let text = words.join("\n");
    let kind = match (direction, str_of(message, "content_type")) {
        (Direction::Activity, _) => Kind::System,
        (Direction::Unknown, _) if sender.name.is_empty() => Kind::System,
        _ if is_true(message, "private") => Kind::Internal,
        (_, "input_select" | "cards" | "form" | "article" | "input_csat" | "integrations") => Kind::Card,
        (_, "sticker") => Kind::Sticker,
        (_, "voice_call") => Kind::Call,
        _ if text.is_empty() || !attachments.is_empty() => kind
            .filter(|_| str_of(message, "content").is_empty())
            .unwrap_or_else(|| kind_of(&text, &attachments)),
        _ => kind.filter(|kind| *kind != Kind::File).unwrap_or(Kind::Text),
    };
    let answered = string(attributes, &["in_reply_to"]);
    MessageDraft {
        stated_time: None,
        alias: None,
        takes_back: None,
        sender: (kind != Kind::System).then(|| sender.trimmed()),
        sent_at,
        kind,
        text: if direction == Direction::Unknown && kind == Kind::System {
            event_words("", &string(message, &["message_type"]).unwrap_or_default(), &Value::from(text))
        } else {
            text
        },
        recalled: is_true(attributes, "deleted"),
        source_id: string(message, &["id"]),
        reply_to: answered.map(|id| ReplyTo { source_id: Some(id), quote: String::new() }),
        attachments,
        place,
    }
}

/// What an attachment makes of its message. Places, contacts and links have no file; their words are added.
fn attached(file: &Value, words: &mut Vec<String>) -> Option<Kind> {
    let kind = match str_of(file, "file_type") {
        "image" | "story_mention" | "ig_story" => Kind::Image,
        "audio" => Kind::Voice,
        "video" | "ig_reel" | "reel" => Kind::Video,
        "file" => return Some(Kind::File),
        "location" => Kind::Location,
        "contact" => Kind::Contact,
        "fallback" | "share" | "embed" | "ig_post" => Kind::Link,
        _ => return None,
    };
    words.extend(string(file, &["fallback_title"]));
    if kind == Kind::Location {
        let places = [field(file, "coordinates_lat"), field(file, "coordinates_long")];
        words.push(places.map(Value::to_string).join(", "));
    }
    words.extend(string(file, &["data_url"]).filter(|_| !holds_file(file)));
    Some(kind)
}

fn holds_file(file: &Value) -> bool {
    !matches!(str_of(file, "file_type"), "location" | "contact" | "fallback" | "share" | "embed" | "ig_post")
}

/// Who wrote a message. People of the desk, contacts and bots are numbered apart, so the kind is part of the key.
fn sender(message: &Value, meta: &Value, direction: Direction) -> Sender {
    let named = ["sender", "user", "contact"].into_iter().map(|name| field(message, name));
    let of_meta = ["sender", "contact"].into_iter().map(|name| field(meta, name));
    let of_meta = of_meta.filter(|_| direction == Direction::Incoming);
    let person = named.chain(of_meta).find(|person| person.is_object());
    let stated = person.map(|person| str_of(person, "type")).filter(|kind| !kind.is_empty());
    let stated = stated.unwrap_or_else(|| str_of(message, "sender_type")).to_lowercase();
    let (kind, role) = match (stated.as_str(), direction) {
        ("agent_bot" | "agentbot", _) => ("agent_bot", Role::Bot),
        (assistant, _) if assistant.contains("captain") => ("assistant", Role::Bot),
        ("contact", _) | ("", Direction::Incoming) => ("contact", Role::Customer),
        (_, Direction::Template) => ("user", Role::Bot),
        ("user", _) | ("", Direction::Outgoing) => ("user", Role::Agent),
        _ => ("", Role::Unknown),
    };
    let automatic = !is_hollow(field(field(message, "content_attributes"), "automation_rule_id"));
    let id = person.and_then(|person| string(person, &["id"])).or_else(|| string(message, &["sender_id"]));
    Sender {
        key: id.map(|id| format!("{kind}:{id}")),
        name: person
            .and_then(|person| string(person, &["name", "available_name", "email", "phone_number"]))
            .unwrap_or_default(),
        role: if automatic { Role::Bot } else { role },
    }
}
