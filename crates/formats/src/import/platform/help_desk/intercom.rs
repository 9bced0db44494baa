//! Intercom conversations as its interface has them: the message that began them, then their parts.

use super::{
    content::{event_words, field, file_name, files, kind_of, rich},
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
        value::{Map, Value},
    },
    text::html::words,
};
use yanju_model::{
    Kind, Platform, Role,
    draft::{MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of Intercom conversations.
pub struct Intercom;

static ABOUT: About = About {
    id: "intercom",
    names: ("Intercom（JSON）", "Intercom (JSON)"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "Intercom 接口导出的会话，含内部备注与机器人回复",
        "Conversations as the Intercom API exports them, with notes and answers of bots",
    ),
};

const PAGES: Pages = Pages {
    plan: Plan {
        records: &["conversations", "[].conversations"],
        fields: &["data", "pages", "[].data", "[].pages"],
    },
    marks: &["data.item"],
    of_record: "conversation_parts",
};

/// Parts that carry what their author writes to the other side, together with what is done to the conversation.
const REPLIES: [&str; 9] = [
    "comment",
    "open",
    "close",
    "assignment",
    "assign_and_reopen",
    "assign_and_unsnooze",
    "snoozed",
    "unsnoozed",
    "quick_reply",
];

/// The fields of a conversation that are read, or say nothing of what was said.
const READ: [&str; 23] = [
    "type",
    "id",
    "created_at",
    "updated_at",
    "waiting_since",
    "snoozed_until",
    "source",
    "conversation_message",
    "conversation_parts",
    "title",
    "contacts",
    "teammates",
    "statistics",
    "open",
    "state",
    "read",
    "priority",
    "admin_assignee_id",
    "team_assignee_id",
    "first_contact_reply",
    "conversation_rating",
    "ai_agent_participated",
    "linked_objects",
];

/// The same of the first message and of the parts.
const READ_OF_PART: [&str; 23] = [
    "type",
    "id",
    "part_type",
    "body",
    "created_at",
    "updated_at",
    "notified_at",
    "author",
    "attachments",
    "external_id",
    "redacted",
    "state",
    "delivered_as",
    "subject",
    "url",
    "event_details",
    "app_package_code",
    "assigned_to",
    "metadata",
    "email_message_metadata",
    "seen_by_admin",
    "is_ai_answer",
    "display_as",
];

impl Importer for Intercom {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let outline = Outline::of(&probe.text);
        let places = ["", "[].", "conversations[].", "[].conversations[].", "data.item."];
        let has = |names: &[&str]| outline.any_has(&places, names);
        if has(&["source.author", "source.body"])
            || has(&["conversation_parts.conversation_parts", "id"])
            || has(&["conversation_message.author", "conversation_message.body"])
        {
            return Confidence::Certain;
        }
        if has(&["conversation_parts", "source"]) { Confidence::Likely } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let mut threads = Threads::new(input, options, Platform::Intercom, sink, job);
        let (mut has_more, mut missing) = (false, 0);
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => has_more = false,
                Found::Record(_, value, place) => missing += conversation(&value, &place, &mut threads)?,
                Found::Field("data", value) => {
                    missing += conversation(field(&value, "item"), "data.item", &mut threads)?;
                }
                Found::Field(_, pages) => has_more |= !is_hollow(field(&pages, "next")),
                Found::Doubt(doubt) => threads.warn(doubt),
            }
            Ok(())
        })?;
        threads.finish()?;
        let partial = has_more.then(|| "has_more".to_owned());
        let counts = [counted("missing_parts", missing), counted("damaged_lines", read.damaged_lines)];
        let partial = partial.into_iter().chain(counts.into_iter().flatten()).collect();
        Ok(Understanding { encoding: read.encoding, date_order: None, partial, ..Understanding::default() })
    }
}

/// Reads a conversation; returns how many of its parts are not in the file, as far as it says.
fn conversation(value: &Value, place: &str, threads: &mut Threads<'_>) -> Result<u64> {
    if threads.keep_stray(value, place)? {
        return Ok(0);
    }
    let opening = ["source", "conversation_message"].into_iter().find_map(|name| value.get(name));
    let opening = opening.unwrap_or(&Value::Null);
    let title = [str_of(value, "title"), str_of(opening, "subject")].map(words);
    let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
    threads.begin(string(value, &["id"]), &title)?;
    threads.not_kept.note_fields(value, &READ, "");
    if !is_hollow(opening) {
        let draft = first(value, opening, within(place, "source"), threads);
        threads.push(draft);
    }
    let parts = field(value, "conversation_parts");
    let found = parts.as_array().map_or_else(|| list(parts, "conversation_parts"), Vec::as_slice);
    for (n, part) in found.iter().enumerate() {
        let draft = self::part(part, within(place, &format!("conversation_parts[{n}]")), threads);
        threads.push(draft);
    }
    let rating = field(value, "conversation_rating");
    if !is_hollow(rating) {
        let place = within(place, "conversation_rating");
        let sent_at = threads.time(rating, &["created_at"], &place);
        let mut details = rating.clone();
        if let Some(fields) = details.as_object_mut() {
            fields.retain(|name| name != "created_at");
        }
        let text = event_words("", "conversation_rating", &details);
        threads.push(MessageDraft { place, ..MessageDraft::text(None, sent_at, text) });
    }
    let stated = field(parts, "total_count").as_u64();
    // Lists of conversations leave the parts out, but may count them.
    let counted =
        field(field(value, "statistics"), "count_conversation_parts").as_u64().filter(|_| parts.is_null());
    Ok(stated.or(counted).unwrap_or_default().saturating_sub(found.len() as u64))
}

fn first(conversation: &Value, opening: &Value, place: String, threads: &mut Threads<'_>) -> MessageDraft {
    let sent_at = threads.time(conversation, &["created_at"], &place);
    let draft = MessageDraft {
        // Messages and parts are counted apart, so one number may stand for one of each.
        source_id: string(opening, &["id"]).map(|id| format!("source {id}")),
        place,
        ..MessageDraft::text(None, sent_at, "")
    };
    let said = said(opening, draft, threads);
    if said.text.is_empty() && said.attachments.is_empty() && !said.recalled {
        let how = [str_of(opening, "type"), str_of(opening, "delivered_as")].join(" ");
        let text = event_words(&author(opening).name, how.trim(), &Value::Null);
        return MessageDraft { sender: None, kind: Kind::System, text, ..said };
    }
    said
}

fn part(part: &Value, place: String, threads: &mut Threads<'_>) -> MessageDraft {
    let sent_at = threads.time(part, &["created_at"], &place);
    let source_id = string(part, &["id"]);
    let draft = MessageDraft { source_id, place, ..MessageDraft::text(None, sent_at, "") };
    let said = said(part, draft, threads);
    let kind = str_of(part, "part_type");
    if kind.starts_with("note") {
        return MessageDraft { kind: Kind::Internal, ..said };
    }
    let says_something = !said.text.is_empty() || !said.attachments.is_empty();
    if kind == "comment" || (REPLIES.contains(&kind) && says_something) {
        return said;
    }
    let mut details = Map::new();
    for name in ["event_details", "assigned_to", "app_package_code", "metadata"] {
        let value = part.get(name).filter(|value| !is_hollow(value));
        details.extend(value.map(|value| (name.to_owned(), value.clone())));
    }
    let event = event_words(&author(part).name, kind, &Value::Object(details));
    let words = [event, said.text].into_iter().filter(|words| !words.is_empty());
    let text = words.collect::<Vec<_>>().join("\n");
    MessageDraft { sender: None, kind: Kind::System, text, ..said }
}

/// What stands in a message: its author, words and files.
fn said(message: &Value, draft: MessageDraft, threads: &mut Threads<'_>) -> MessageDraft {
    threads.not_kept.note_fields(message, &READ_OF_PART, "");
    let (text, pictures) = rich(str_of(message, "body"));
    let named = list(message, "attachments").iter().filter_map(|file| {
        string(file, &["name"]).or_else(|| string(file, &["url"]).map(|address| file_name(&address)))
    });
    let attachments = files(named.chain(pictures).collect());
    MessageDraft {
        kind: kind_of(&text, &attachments),
        sender: Some(author(message).trimmed()),
        recalled: is_true(message, "redacted"),
        text,
        attachments,
        ..draft
    }
}

fn author(message: &Value) -> Sender {
    let author = field(message, "author");
    let role = match str_of(author, "type") {
        _ if is_true(author, "from_ai_agent") || is_true(author, "is_ai_answer") => Role::Bot,
        "user" | "lead" | "contact" | "visitor" => Role::Customer,
        "admin" | "team" => Role::Agent,
        "bot" | "operator" => Role::Bot,
        _ => Role::Unknown,
    };
    let name = string(author, &["name", "email"]).unwrap_or_default();
    Sender { key: string(author, &["id"]), name, role }
}
