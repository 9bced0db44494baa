//! The words of a Telegram message: formatted text, service lines, and the structured content that has words.

use crate::import::json::{
    fields::{list, str_of, string},
    value::Value,
};

/// The text: a string, or runs of plain and formatted text. A link keeps its address where its words are others.
pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(runs)) => runs.iter().map(run).collect(),
        Some(other) => run(other),
    }
}

fn run(run: &Value) -> String {
    match run {
        Value::String(text) => text.clone(),
        Value::Object(_) if run.get("text").is_some_and(Value::is_string) => {
            let words = str_of(run, "text");
            match str_of(run, "href") {
                "" => words.to_owned(),
                address if words.contains(address.trim_end_matches('/')) => words.to_owned(),
                address => format!("{words} ({address})"),
            }
        }
        other => other.to_string(),
    }
}

/// A service line: who, what, and every other field as `name: value`, in the words of the source.
pub(super) fn event(record: &Value) -> String {
    const TOLD: [&str; 12] = [
        "id",
        "type",
        "date",
        "date_unixtime",
        "actor",
        "actor_id",
        "action",
        "text",
        "text_entities",
        "from",
        "from_id",
        "edited_unixtime",
    ];
    let who = string(record, &["actor", "from"]);
    let mut line: String = who.into_iter().chain(string(record, &["action"])).collect::<Vec<_>>().join(" ");
    for (name, value) in record.as_object().into_iter().flatten() {
        let value = plain(value);
        if !TOLD.contains(&name) && !value.is_empty() {
            let gap = if line.is_empty() { "" } else { ", " };
            line.extend([gap, name, ": ", &value]);
        }
    }
    let said = text(record.get("text"));
    if said.is_empty() {
        line
    } else if line.is_empty() {
        said
    } else {
        format!("{line}\n{said}")
    }
}

/// A value in words; empty where it says nothing.
fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_null()) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            words.join(", ")
        }
        other => other.to_string(),
    }
}

/// A poll: its question, and a line for each answer with its votes.
pub(super) fn poll(poll: &Value) -> Vec<String> {
    let mut lines = vec![text(poll.get("question"))];
    for answer in list(poll, "answers") {
        let votes = string(answer, &["voters"]).map(|votes| format!(" ({votes})")).unwrap_or_default();
        lines.push(format!("- {}{votes}", text(answer.get("text"))));
    }
    lines
}

/// A place: what it is called, where, and its coordinates.
pub(super) fn place(record: &Value) -> Vec<String> {
    let mut lines = titled(record, &["place_name", "address"]);
    let coordinates = record.get("location_information").map(|at| titled(at, &["latitude", "longitude"]));
    lines.extend(coordinates.map(|numbers| numbers.join(", ")));
    lines
}

/// A contact: name and number.
pub(super) fn contact(contact: &Value) -> Vec<String> {
    let name = titled(contact, &["first_name", "last_name"]).join(" ");
    [name].into_iter().chain(titled(contact, &["phone_number"])).collect()
}

/// What the fields say, one after the other.
pub(super) fn titled(record: &Value, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| string(record, &[name])).collect()
}
