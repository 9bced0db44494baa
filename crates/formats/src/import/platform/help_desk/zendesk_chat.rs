//! Zendesk Chat: visitors' chats and the messages they left while nobody was there, as its Chat API has them.
//!
//! Tickets are [`zendesk_support`](super::zendesk_support)'s.

use super::{
    content::{event_words, field, file_name, files, kind_of, particulars},
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
    draft::{MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of Zendesk Chat.
pub struct ZendeskChat;

static ABOUT: About = About {
    id: "zendesk_chat",
    names: ("Zendesk Chat（JSON）", "Zendesk Chat (JSON)"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "Zendesk Chat 接口导出的访客会话与离线留言",
        "Visitors' chats and offline messages as the Zendesk Chat API exports them",
    ),
};

const PAGES: Pages = Pages {
    plan: Plan {
        records: &["chats", "[].chats"],
        fields: &["docs", "next_url", "next_page", "[].docs", "[].next_url", "[].next_page"],
    },
    marks: &["docs"],
    of_record: "history",
};

/// The fields of a chat that are read, or say nothing of what was said.
const READ: [&str; 22] = [
    "id",
    "type",
    "visitor",
    "history",
    "message",
    "timestamp",
    "end_timestamp",
    "agent_names",
    "agent_ids",
    "count",
    "duration",
    "response_time",
    "missed",
    "unread",
    "triggered",
    "triggered_response",
    "started_by",
    "session",
    "update_timestamp",
    "rating",
    "comment",
    "deleted",
];

/// The fields of a message that are read or only count it.
const READ_OF_MESSAGE: [&str; 20] = [
    "type",
    "name",
    "nick",
    "display_name",
    "sender_type",
    "sender_id",
    "agent_id",
    "msg",
    "msg_id",
    "options",
    "timestamp",
    "channel",
    "index",
    "department_id",
    "department_name",
    "attachment",
    "structured_msg",
    "deleted",
    "engagement_id",
    "source",
];

/// How many agents of a chat are known by name.
const AGENTS: usize = 100;

/// What an event says beside the person and the time.
const PLAIN_OF_EVENT: [&str; 14] = [
    "type",
    "name",
    "nick",
    "display_name",
    "sender_type",
    "sender_id",
    "agent_id",
    "msg_id",
    "timestamp",
    "channel",
    "index",
    "department_id",
    "engagement_id",
    "source",
];

impl Importer for ZendeskChat {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let outline = Outline::of(&probe.text);
        let places = ["", "[].", "chats[].", "[].chats[]."];
        let is_chat = outline.any_has(&places, &["visitor", "history", "timestamp"])
            || (outline.has("docs") && probe.text.contains("\"visitor\""));
        // A long history may stand before everything else.
        let has_history = is_chat || outline.any_has(&places, &["history"]);
        let says_so = ["\"chat.msg\"", "\"chat.memberjoin\""].iter().any(|word| probe.text.contains(word));
        let is_offline = outline.any_has(&places, &["visitor", "message", "session", "type"])
            && probe.text.contains("\"offline_m");
        if (has_history && says_so) || is_offline {
            Confidence::Certain
        } else if is_chat {
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
        let mut threads = Threads::new(input, options, Platform::Zendesk, sink, job);
        let mut has_more = false;
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => has_more = false,
                Found::Record(_, value, place) => chat(&value, &place, &mut threads)?,
                Found::Field("docs", value) => {
                    for (id, value) in value.as_object().into_iter().flatten() {
                        chat(value, &format!("docs {id}"), &mut threads)?;
                    }
                }
                Found::Field(_, value) => has_more |= !is_hollow(&value),
                Found::Doubt(doubt) => threads.warn(doubt),
            }
            Ok(())
        })?;
        threads.finish()?;
        let partial = has_more.then(|| "has_more".to_owned());
        let partial = partial.into_iter().chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding { encoding: read.encoding, date_order: None, partial, ..Understanding::default() })
    }
}

fn chat(chat: &Value, place: &str, threads: &mut Threads<'_>) -> Result<()> {
    // Of a chat that was deleted a page may hold nothing.
    if threads.keep_stray(chat, place)? {
        return Ok(());
    }
    threads.begin(string(chat, &["id"]), "")?;
    threads.not_kept.note_fields(chat, &READ, "");
    threads.not_kept.note_fields(field(chat, "visitor"), &["id", "name"], "visitor.");
    if let Some(text) = string(chat, &["message"]) {
        let sent_at = threads.time(chat, &["timestamp"], place);
        let draft = MessageDraft::text(Some(visitor(chat)), sent_at, text);
        threads.push(MessageDraft { place: place.to_owned(), ..draft });
    }
    let history = list(chat, "history");
    for (n, line) in history.iter().enumerate() {
        let place = within(place, &format!("history[{n}]"));
        let draft = self::line(chat, line, place, threads);
        threads.push(draft);
    }
    // The verdict stands in the history too, unless it was given later.
    for name in ["rating", "comment"] {
        let told = history.iter().any(|line| str_of(line, "type").ends_with(name));
        let verdict = string(chat, &[name]).filter(|_| !told);
        if let Some(verdict) = verdict {
            let sent_at = threads.time(chat, &["end_timestamp", "timestamp"], place);
            let text = event_words("", name, &Value::String(verdict));
            threads.push(MessageDraft { place: place.to_owned(), ..MessageDraft::text(None, sent_at, text) });
        }
    }
    Ok(())
}

fn visitor(chat: &Value) -> Sender {
    let visitor = field(chat, "visitor");
    Sender {
        key: string(visitor, &["id"]),
        name: string(visitor, &["name", "email"]).unwrap_or_default(),
        role: Role::Customer,
    }
}

/// Who wrote a line, and in which part: as the line says, or else as the chat names its people.
fn sender(chat: &Value, line: &Value) -> Sender {
    let name = string(line, &["display_name", "name"]).unwrap_or_default();
    let nick = str_of(line, "nick");
    let stated = match str_of(line, "sender_type").to_lowercase().as_str() {
        "visitor" => Role::Customer,
        "agent" => Role::Agent,
        "trigger" | "bot" | "answerbot" => Role::Bot,
        _ if nick.starts_with("agent:trigger") || str_of(line, "type") == "chat.triggermsg" => Role::Bot,
        _ if nick.starts_with("agent:") => Role::Agent,
        _ if nick == "visitor" || nick.starts_with("visitor:") => Role::Customer,
        _ => role_of_name(chat, &name),
    };
    let visitor = visitor(chat);
    if stated == Role::Customer {
        return Sender { name: if name.is_empty() { visitor.name } else { name }, ..visitor };
    }
    let key = string(line, &["agent_id", "sender_id"]);
    let key =
        key.or_else(|| nick.strip_prefix("agent:").filter(|_| stated == Role::Agent).map(str::to_owned));
    Sender { key, name, role: stated }
}

fn role_of_name(chat: &Value, name: &str) -> Role {
    let is_visitor = !name.is_empty() && str_of(field(chat, "visitor"), "name") == name;
    let is_agent = list(chat, "agent_names").iter().take(AGENTS).any(|agent| agent == name);
    match (is_visitor, is_agent) {
        (true, false) => Role::Customer,
        (false, true) => Role::Agent,
        _ => Role::Unknown,
    }
}

fn line(chat: &Value, line: &Value, place: String, threads: &mut Threads<'_>) -> MessageDraft {
    let sender = sender(chat, line);
    let sent_at = threads.time(line, &["timestamp"], &place);
    let draft = MessageDraft { place, ..MessageDraft::text(None, sent_at, "") };
    match str_of(line, "type") {
        "" if line.get("msg").is_some() => {}
        "chat.msg" | "chat.triggermsg" | "chat.file" => {}
        "chat.systemmsg" => return MessageDraft { text: str_of(line, "msg").to_owned(), ..draft },
        // What the visitor says of the service belongs to the verdict; what an agent notes is for colleagues.
        "chat.comment" if sender.role == Role::Agent => {
            let text = string(line, &["new_comment", "comment", "msg"]).unwrap_or_default();
            return MessageDraft { kind: Kind::Internal, sender: Some(sender), text, ..draft };
        }
        other => {
            let mut details = line.clone();
            if let Some(fields) = details.as_object_mut() {
                fields.retain(|name| !PLAIN_OF_EVENT.contains(&name));
            }
            return MessageDraft { text: event_words(&sender.name, other, &details), ..draft };
        }
    }
    threads.not_kept.note_fields(line, &READ_OF_MESSAGE, "history.");
    let attachment = field(line, "attachment");
    let file =
        string(attachment, &["name"]).or_else(|| string(attachment, &["url"]).map(|url| file_name(&url)));
    let attachments = files(file.into_iter().collect());
    let mut words: Vec<String> = string(line, &["msg"]).into_iter().collect();
    // The answers that a visitor was given to choose from.
    words.extend(particulars(field(line, "options")));
    let card = particulars(field(line, "structured_msg"));
    let is_card = !card.is_empty();
    words.extend(card);
    let text = words.join("\n");
    let kind = if is_card { Kind::Card } else { kind_of(&text, &attachments) };
    MessageDraft {
        kind,
        sender: Some(sender.trimmed()),
        source_id: string(line, &["msg_id"]),
        recalled: is_true(line, "deleted"),
        text,
        attachments,
        ..draft
    }
}
