//! Messages as text: a conversation read in order, what a search found, the first of a file.

use super::{field, moment, number, one_line, rows, stated_time};
use crate::sentences::Sentences;
use serde_json::Value;
use std::fmt::Write;

/// What stands below a message begins where its words do.
const BELOW: &str = "\n              ";

pub fn search(page: &Value, s: &Sentences) -> String {
    let mut text = s.counted("list.messages", page["total"].as_u64().unwrap_or_default());
    for hit in rows(page, "hits") {
        let _ = write!(
            text,
            "\n{:<8} {}  {} · {}  {}",
            field(hit, "message"),
            moment(hit, "sent_at", s),
            one_line(field(hit, "title")),
            said(hit, &one_line(field(hit, "text")), s),
            field(hit, "conversation"),
        );
    }
    text
}

pub fn transcript(shown: &Value, s: &Sentences) -> String {
    let conversation = &shown["conversation"];
    let mut text = format!(
        "{}  [{}]  {}  {}",
        one_line(field(conversation, "title")),
        s.get(&format!("platform.{}", field(conversation, "platform")), &[]),
        zones(shown, s),
        field(conversation, "id"),
    );
    if let Some(added) = added(conversation, field(shown, "note"), s) {
        let _ = write!(text, "\n{added}");
    }
    text.push_str(&people(conversation, s));
    let mut under = String::new();
    for message in rows(shown, "messages") {
        let at = field(message, "sent_at");
        if let Some((day, offset)) = at.get(..10).zip(at.get(at.len().saturating_sub(6)..)) {
            let heading = format!("{day} {offset}");
            if heading != under {
                let _ = write!(text, "\n\n— {heading} —");
                under = heading;
            }
        }
        text.push_str(&message_lines(message, s));
    }
    text
}

/// A message: its first line, and below it the others, what it answers, its files and what was added.
fn message_lines(message: &Value, s: &Sentences) -> String {
    let (head, rest) = field(message, "text").split_once('\n').unwrap_or((field(message, "text"), ""));
    let mut text = format!(
        "\n{:>6}  {}  {}  {}",
        number(message, "seq"),
        clock(message, s),
        said(message, head, s),
        field(message, "id"),
    );
    for line in rest.lines() {
        let _ = write!(text, "{BELOW}{line}");
    }
    if !field(message, "quote").is_empty() {
        let (name, words) = (s.get("reading.quote", &[]), one_line(field(message, "quote")));
        let _ = write!(text, "{BELOW}{}", s.get("cli.fact", &[("name", &name), ("value", &words)]));
    }
    for attachment in rows(message, "attachments") {
        let _ = write!(text, "{BELOW}[{}]", one_line(field(attachment, "name")));
        if attachment["sha256"].is_null() {
            let _ = write!(text, " {}", s.get("reading.not_held", &[]));
        }
    }
    if let Some(added) = added(message, field(message, "note"), s) {
        let _ = write!(text, "{BELOW}{added}");
    }
    text
}

/// `14:30`; a day alone has no clock, and of what has no time it is said what the source has instead.
fn clock(message: &Value, s: &Sentences) -> String {
    match field(message, "sent_at").get(11..16) {
        None => stated_time(message, s),
        Some(_) if field(message, "precision") == "day" => " ".repeat(5),
        Some(clock) => clock.to_owned(),
    }
}

/// Who wrote, marks of what it is and what became of it, and the words.
pub(super) fn said(message: &Value, words: &str, s: &Sentences) -> String {
    let mut marks = String::new();
    let kind = field(message, "kind");
    if !matches!(kind, "" | "text") && !is_placeholder(words) {
        let _ = write!(marks, "[{}] ", s.get(&format!("kind.{kind}"), &[]));
    }
    if message["recalled"] == true {
        let _ = write!(marks, "[{}] ", s.get("is.recalled", &[]));
    }
    match sender(message) {
        // A line of the system has no writer.
        name if name.is_empty() && (field(message, "role") == "system" || kind == "system") => {
            format!("{marks}{words}")
        }
        name if name.is_empty() => format!("{}: {marks}{words}", s.get("reading.nobody", &[])),
        name => format!("{name}: {marks}{words}"),
    }
}

/// The longest word that programs write in the place of a picture.
const PLACEHOLDER_LIMIT: usize = 16;

/// Whether words are one word in brackets, `[图片]`, which says what the message is as a mark before it would.
fn is_placeholder(words: &str) -> bool {
    let inner = words.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|word| {
        !word.is_empty() && !word.contains(['[', ']']) && word.chars().nth(PLACEHOLDER_LIMIT).is_none()
    })
}

/// On whose word the times of a conversation are read; its sources may each be on a clock of their own.
fn zones(shown: &Value, s: &Sentences) -> String {
    let mut all: Vec<_> = rows(shown, "sources").map(|source| field(source, "zone")).collect();
    all.sort_unstable();
    all.dedup();
    let dated: Vec<_> = all.iter().copied().filter(|of| *of != "undated").collect();
    let told = if dated.is_empty() { all } else { dated };
    told.into_iter().map(|of| zone(of, s)).collect::<Vec<_>>().join(&s.get("cli.comma", &[]))
}

/// On whose word times are read.
pub(super) fn zone(of: &str, s: &Sentences) -> String {
    match (of, of.strip_prefix("assumed:")) {
        (_, Some(zone)) => s.get("import.zone_assumed", &[("zone", zone)]),
        ("source", _) => s.get("import.zone_source", &[]),
        ("undated", _) => s.get("reading.undated", &[]),
        (other, _) => other.to_owned(),
    }
}

/// How many people are named; the rest is counted.
const PEOPLE_SHOWN: usize = 20;

/// Who wrote in a conversation, with the ids by which they can be called, and who is one person by the user's word.
fn people(conversation: &Value, s: &Sentences) -> String {
    let one = |of: &Value| {
        let (name, key) = (one_line(field(of, "name")), one_line(field(of, "key")));
        let account = if key.is_empty() || key == name { String::new() } else { format!(" ({key})") };
        format!("{} {name}{account}", field(of, "id"))
    };
    let mut text = String::new();
    for person in rows(conversation, "participants").take(PEOPLE_SHOWN) {
        let role = s.get(&format!("role.{}", field(person, "role")), &[]);
        let _ = write!(text, "\n{}  {}  {}", one(person), role, number(person, "messages"));
        for joined in rows(person, "joined") {
            let _ = write!(text, "\n  = {}  {}", one(joined), number(joined, "messages"));
        }
    }
    let more = rows(conversation, "participants").skip(PEOPLE_SHOWN).count();
    if more > 0 {
        let _ = write!(text, "\n{}", s.get("cli.more_people", &[("n", &more.to_string())]));
    }
    text
}

/// Who wrote a message, and the name in the source where it is another.
fn sender(of: &Value) -> String {
    let name = one_line(field(of, "sender"));
    match field(of, "stated_sender") {
        "" => name,
        stated => format!("{name} ({})", one_line(stated)),
    }
}

/// What the user added to a conversation or message, in one line; `None` where there is nothing.
fn added(to: &Value, note: &str, s: &Sentences) -> Option<String> {
    let mut words = Vec::new();
    if to["starred"] == true {
        words.push("★".to_owned());
    }
    words.extend(rows(to, "tags").filter_map(Value::as_str).map(|tag| format!("#{}", one_line(tag))));
    for (key, value) in [
        ("cli.added_ticket", field(to, "ticket")),
        ("cli.added_category", field(&to["category"], "name")),
        ("cli.added_note", note),
    ] {
        if !value.is_empty() {
            words.push(s.get(key, &[("value", &one_line(value))]));
        }
    }
    (!words.is_empty()).then(|| words.join("  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_whose_words_are_its_mark_is_marked_once() {
        let sentences = Sentences::of_environment();
        let picture = serde_json::json!({"kind": "image", "sender": "甲"});
        assert_eq!(said(&picture, "[图片]", &sentences), "甲: [图片]");
        assert!(
            said(&picture, "[图片] 这张", &sentences).ends_with("] [图片] 这张"),
            "words beside it are words"
        );
    }
}
