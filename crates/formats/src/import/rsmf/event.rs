//! One event of a manifest, turned into a message or a line of the system.

use super::{files::Files, survey::Survey};
use crate::import::{
    Result, Sink,
    drafting::media::kind_of_file,
    json::{
        fields::{is_true, list, str_of, string, time},
        value::Value,
    },
};
use yanju_model::{
    Kind,
    draft::{MessageDraft, ReplyTo, Sender},
    job::Job,
};

/// An event and the conversation it is in.
pub(super) struct Event {
    pub(super) conversation: String,
    pub(super) draft: MessageDraft,
}

/// Reads the event at a position. Its files go into `sink`.
pub(super) fn event(
    value: &Value,
    position: u64,
    survey: &Survey,
    files: &mut Files<'_>,
    sink: &mut dyn Sink,
    job: &Job,
) -> Result<Event> {
    let place = format!("events[{position}]");
    let conversation = survey.conversation_of(value);
    let person = string(value, &["participant"]).map(|id| survey.person_of(&id));
    let mut attachments = Vec::new();
    for file in list(value, "attachments") {
        let Some(id) = string(file, &["id", "display"]) else { continue };
        let name = string(file, &["display"]).unwrap_or_else(|| id.clone());
        attachments.push(files.attachment(&id, name, sink, job)?);
    }
    let is_message = str_of(value, "type") == "message";
    let text = if is_message { words(value) } else { happening(value, person.as_ref()) };
    let kind = match attachments.first() {
        _ if !is_message => Kind::System,
        Some(file) if text.is_empty() => kind_of_file(&file.name),
        _ => Kind::Text,
    };
    let answered = string(value, &["parent"]).and_then(|id| survey.answered(&conversation, &id));
    let draft = MessageDraft {
        stated_time: None,
        alias: None,
        takes_back: None,
        sender: is_message.then(|| person.unwrap_or_else(|| Sender::named(""))),
        sent_at: time(value.get("timestamp"), &place, &mut |warning| sink.warning(warning)),
        kind,
        text,
        recalled: is_true(value, "deleted"),
        source_id: string(value, &["id"]).and_then(|id| Survey::identity(&id, str_of(value, "timestamp"))),
        reply_to: answered.map(|id| ReplyTo { source_id: Some(id), quote: String::new() }),
        attachments,
        place,
    };
    Ok(Event { conversation, draft })
}

/// What a message says; where only its edits say it, what they left.
fn words(event: &Value) -> String {
    let edited = || list(event, "edits").iter().rev().find_map(|edit| string(edit, &["new"]));
    let words = string(event, &["body"]).or_else(edited).unwrap_or_default();
    words.replace("\r\n", "\n")
}

/// What happened: the words for it, or the kind of event, and to whom.
fn happening(event: &Value, person: Option<&Sender>) -> String {
    let what = string(event, &["body", "type"]).unwrap_or_else(|| event.to_string());
    match person.map(|person| person.name.as_str()).filter(|name| !name.is_empty() && !what.contains(*name)) {
        Some(name) => format!("{name}: {what}"),
        None => what,
    }
}
