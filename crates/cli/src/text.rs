//! Answers as text for people. Each function takes the same JSON that `--json` prints, so that neither face
//! knows more than the other.

use crate::sentences::Sentences;
use serde_json::Value;
use std::fmt::Write;

/// A text field; empty where it is absent or null.
pub fn field<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

pub fn number(value: &Value, name: &str) -> String {
    value[name].as_u64().unwrap_or_default().to_string()
}

pub fn rows<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// `2023-08-20 14:30` of an RFC 3339 time; blanks of the same width where there is none.
pub fn minute(value: &Value, name: &str) -> String {
    let text = field(value, name);
    match text.get(..16) {
        Some(minute) => minute.replace('T', " "),
        None => " ".repeat(16),
    }
}

/// Control characters and marks that turn the direction of writing cannot move the cursor, reorder a line or
/// hide what stands behind them: they are shown as their code points. Everything printed passes through here.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if turns || (c.is_control() && c != '\n') {
            let _ = write!(shown, "[U+{:04X}]", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

pub fn created(made: &Value, s: &Sentences) -> String {
    let created = s.get("cli.created", &[("path", field(made, "vault"))]);
    if made["recovery_words"].is_null() {
        let warning = s.get("cli.password_only", &[]);
        return format!("{created}\n{warning}");
    }
    format!("{created}\n\n{}", recovery_words(made, s))
}

/// The words with their numbers, six on a line, as they are best copied onto paper.
pub fn recovery_words(made: &Value, s: &Sentences) -> String {
    let words: Vec<&str> = field(made, "recovery_words").split(' ').collect();
    let mut table = String::new();
    for (at, word) in words.iter().enumerate() {
        let end = if at % 6 == 5 { "\n" } else { "  " };
        let _ = write!(table, "{:>2} {word:<8}{end}", at + 1);
    }
    s.get("cli.recovery_words", &[("words", table.trim_end())])
}

pub fn demo(made: &Value, s: &Sentences) -> String {
    let vault = field(made, "vault");
    s.get(
        "cli.demo",
        &[
            ("path", vault),
            ("password", field(made, "password")),
            ("conversations", &number(made, "conversations")),
            ("messages", &number(made, "messages")),
        ],
    )
}

pub fn formats(formats: &Value, s: &Sentences) -> String {
    let english = s.get("language.code", &[]) == "en";
    let mut text = String::new();
    for row in formats.as_array().into_iter().flatten() {
        let (name, about) = if english {
            (field(row, "name_en"), field(row, "about_en"))
        } else {
            (field(row, "name_zh"), field(row, "about_zh"))
        };
        let _ = writeln!(text, "{:<7} {:<20} {name}", field(row, "direction"), field(row, "id"));
        let _ = writeln!(text, "{:29}{about}", "");
    }
    text.trim_end().to_owned()
}

pub fn conversations(page: &Value, s: &Sentences) -> String {
    let mut text = s.get(
        "cli.found_conversations",
        &[("messages", &number(page, "messages_total")), ("conversations", &number(page, "total"))],
    );
    for row in rows(page, "conversations") {
        let _ = write!(
            text,
            "\n{:<6} {}  {}  [{}]  {}",
            field(row, "id"),
            minute(row, "last"),
            one_line(field(row, "title")),
            s.get(&format!("platform.{}", field(row, "platform")), &[]),
            number(row, "messages"),
        );
        for tag in rows(row, "tags").filter_map(Value::as_str) {
            let _ = write!(text, " #{}", one_line(tag));
        }
        if let Some(ticket) = row["ticket"].as_str() {
            let _ = write!(text, " {}", one_line(ticket));
        }
    }
    text
}

pub fn search(page: &Value, s: &Sentences) -> String {
    let mut text = s.get("cli.found_messages", &[("messages", &number(page, "total"))]);
    for hit in rows(page, "hits") {
        let _ = write!(
            text,
            "\n{:<8} {}  {} · {}: {}  {}",
            field(hit, "message"),
            minute(hit, "sent_at"),
            one_line(field(hit, "title")),
            sender(hit),
            one_line(field(hit, "text")),
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
        field(shown, "zone"),
        field(conversation, "id"),
    );
    if let Some(added) = added(conversation, field(shown, "note"), s) {
        let _ = write!(text, "\n{added}");
    }
    text.push_str(&people(conversation, s));
    let mut day = String::new();
    for message in rows(shown, "messages") {
        let at = minute(message, "sent_at");
        let today = at.get(..10).unwrap_or_default();
        if today != day {
            today.clone_into(&mut day);
            let _ = write!(text, "\n\n— {day} —");
        }
        let (head, rest) = field(message, "text").split_once('\n').unwrap_or((field(message, "text"), ""));
        let _ = write!(
            text,
            "\n{:>6}  {}  {}: {head}  {}",
            number(message, "seq"),
            at.get(11..).unwrap_or_default(),
            sender(message),
            field(message, "id"),
        );
        for line in rest.lines() {
            let _ = write!(text, "\n              {line}");
        }
        for attachment in rows(message, "attachments") {
            let _ = write!(text, "\n              [{}]", one_line(field(attachment, "name")));
        }
        if let Some(added) = added(message, field(message, "note"), s) {
            let _ = write!(text, "\n              {added}");
        }
    }
    text
}

/// How many people are named; the rest is counted.
const PEOPLE_SHOWN: usize = 20;

/// Who wrote in a conversation, with the ids by which they can be called, and who is one person by the user's word.
fn people(conversation: &Value, s: &Sentences) -> String {
    let one = |of: &Value| format!("{} {}", field(of, "id"), one_line(field(of, "name")));
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

pub fn import(report: &Value, s: &Sentences) -> String {
    let mut text = s.get(
        "cli.imported",
        &[
            ("messages", &number(report, "messages")),
            ("events", &number(report, "events")),
            ("conversations", &number(report, "conversations")),
            ("duplicates", &number(report, "duplicates")),
        ],
    );
    for file in rows(report, "files") {
        text.push('\n');
        text.push_str(&import_file(file, s));
    }
    text
}

/// How many doubts of a file are shown; the rest is counted.
const WARNINGS_SHOWN: usize = 20;

fn import_file(file: &Value, s: &Sentences) -> String {
    let mut text = format!(
        "  {}{}  {}  {} – {}  {}\n  SHA-256 {}",
        file["file"].as_str().map(|id| format!("{id}  ")).unwrap_or_default(),
        one_line(field(file, "path")),
        field(file, "format"),
        minute(file, "first"),
        minute(file, "last"),
        field(file, "zone"),
        field(file, "sha256")
    );
    for warning in rows(file, "warnings").take(WARNINGS_SHOWN) {
        let key = format!("warning.{}", field(warning, "code"));
        let mut sentence = s.get(&key, &[]);
        if sentence == key {
            sentence = s.get("warning.other", &[]);
        }
        let _ = write!(
            text,
            "\n  ! {} {}  {}",
            field(warning, "place"),
            sentence,
            one_line(field(warning, "detail"))
        );
    }
    let more = rows(file, "warnings").skip(WARNINGS_SHOWN).count();
    if more > 0 {
        let _ = write!(text, "\n    {}", s.get("cli.more_warnings", &[("n", &more.to_string())]));
    }
    text
}

pub fn preview(preview: &Value, s: &Sentences) -> String {
    let mut text = s.get("cli.previewed", &[]);
    // A file that cannot be read has no report; it is named with the errors.
    for file in rows(preview, "files").filter(|file| !file["report"].is_null()) {
        text.push('\n');
        text.push_str(&import_file(&file["report"], s));
        for message in rows(file, "sample") {
            let _ = write!(
                text,
                "\n    {}  {}: {}",
                minute(message, "sent_at"),
                one_line(field(message, "sender")),
                one_line(field(message, "text"))
            );
        }
    }
    text
}

pub fn receipt(receipt: &Value, s: &Sentences) -> String {
    s.get("cli.changed", &[("count", &number(receipt, "changed"))])
}

pub fn undone(receipt: &Value, s: &Sentences) -> String {
    if receipt.is_null() { s.get("cli.nothing_to_undo", &[]) } else { self::receipt(receipt, s) }
}

pub fn export(report: &Value, s: &Sentences) -> String {
    let mut text = s.get(
        "cli.exported",
        &[
            ("messages", &number(report, "messages")),
            ("conversations", &number(report, "conversations")),
            ("complete", field(report, "complete")),
        ],
    );
    for output in rows(report, "outputs") {
        let _ = write!(text, "\n  {}\n  SHA-256 {}", field(output, "path"), field(output, "sha256"));
    }
    let _ = write!(text, "\n  {}", s.get("cli.manifest", &[("path", field(report, "manifest"))]));
    for omitted in rows(report, "omitted") {
        let (count, of) = (number(omitted, "count"), number(omitted, "of"));
        let detail = detail_of(omitted, s);
        let values = [
            ("conversation", field(omitted, "conversation")),
            ("count", count.as_str()),
            ("of", of.as_str()),
            ("detail", detail.as_str()),
        ];
        let _ = write!(text, "\n  - {}", s.get(&format!("omitted.{}", field(omitted, "code")), &values));
    }
    text
}

/// What a source says of itself is a code; any other detail is a name.
fn detail_of(omitted: &Value, s: &Sentences) -> String {
    let detail = field(omitted, "detail");
    if field(omitted, "code") != "source_partial" {
        return one_line(detail);
    }
    let (code, n) = detail.split_once(':').unwrap_or((detail, ""));
    s.get(&format!("partial.{code}"), &[("n", n)])
}

pub fn stats(stats: &Value, s: &Sentences) -> String {
    let bytes = &stats["bytes"];
    s.get(
        "cli.stats",
        &[
            ("messages", &number(stats, "messages")),
            ("events", &number(stats, "events")),
            ("conversations", &number(stats, "conversations")),
            ("participants", &number(stats, "participants")),
            ("attachments", &number(stats, "attachments")),
            ("database", &number(bytes, "database")),
            ("index", &number(bytes, "index")),
            ("blobs", &number(bytes, "blobs")),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_beyond_those_shown_are_counted() {
        let doubt = |n: usize| serde_json::json!({"code": "undated_line", "place": format!("line {n}")});
        let file = |count| serde_json::json!({"warnings": (0..count).map(doubt).collect::<Vec<_>>()});
        let shown = |count| import_file(&file(count), &Sentences::of_environment());
        assert!(shown(23).ends_with(&Sentences::of_environment().get("cli.more_warnings", &[("n", "3")])));
        assert_eq!(shown(20).lines().count() + 1, shown(21).lines().count(), "twenty need no such line");
    }

    #[test]
    fn a_doubtful_source_is_named_and_a_partial_one_explained() {
        let omitted = serde_json::json!([
            {"code": "doubtful_content", "detail": "表格.csv", "count": 2},
            {"code": "source_partial", "detail": "media_omitted:3"},
        ]);
        let text = export(&serde_json::json!({ "omitted": omitted }), &Sentences::of_environment());
        assert!(text.contains("表格.csv") && !text.contains("partial."), "no key is printed: {text}");
        assert!(text.contains('3') && !text.contains("media_omitted"), "nor a code: {text}");
    }

    #[test]
    fn a_terminal_is_never_commanded_by_a_record() {
        assert_eq!(harmless("\u{1b}[2J退\u{202E}款\n🙏\u{200D}"), "[U+001B][2J退[U+202E]款\n🙏\u{200D}");
    }
}
