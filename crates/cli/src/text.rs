//! Answers as text for people. Each function takes the same JSON that `--json` prints, so that neither face
//! knows more than the other.

mod import;
mod messages;

pub use import::{import, preview};
pub use messages::{search, transcript};

use crate::sentences::Sentences;
use serde_json::Value;
use std::fmt::Write;
use yanju_engine::api::ApiError;

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

/// `2023-08-20 14:30 +08:00` of an RFC 3339 time, to the minute; the day alone where `precision` says that the source has no
/// more; where there is no time, what the source says instead.
fn moment(value: &Value, name: &str, s: &Sentences) -> String {
    let at = field(value, name);
    let (Some(day), Some(offset)) = (at.get(..10), at.get(at.len().saturating_sub(6)..)) else {
        return stated_time(value, s);
    };
    match at.get(11..16).filter(|_| field(value, "precision") != "day") {
        Some(clock) => format!("{day} {clock} {offset}"),
        None => day.to_owned(),
    }
}

/// What the source says of a time that is no moment, such as a clock without a day; or that it says nothing.
fn stated_time(of: &Value, s: &Sentences) -> String {
    match field(of, "stated_time") {
        "" => s.get("reading.undated", &[]),
        stated => one_line(stated),
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
    let english = s.is_english();
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

/// What a query finds, broken down: a heading for each way to do it that has something, and a line for each part.
pub fn facets(facets: &Value, s: &Sentences) -> String {
    let mut text = String::new();
    for kind in ["platforms", "people", "categories", "tags", "tickets", "months"] {
        let mut parts = rows(facets, kind).peekable();
        if parts.peek().is_some() {
            let gap = if text.is_empty() { "" } else { "\n\n" };
            let _ = write!(text, "{gap}{}", s.get(&format!("nav.{kind}"), &[]));
        }
        for part in parts {
            let name = match kind {
                "platforms" => s.get(&format!("platform.{}", field(part, "name")), &[]),
                "months" => field(part, "month").to_owned(),
                _ => one_line(field(part, "name")),
            };
            let _ = write!(text, "\n{:>9}  {name}", number(part, "messages"));
        }
    }
    if text.is_empty() { s.get("empty.none_title", &[]) } else { text }
}

/// A line for each conversation, and what it shares.
pub fn related(answer: &Value, s: &Sentences) -> String {
    let mut text = String::new();
    for related in rows(answer, "related") {
        let row = &related["row"];
        let gap = if text.is_empty() { "" } else { "\n" };
        let (id, when) = (field(row, "id"), minute(row, "last"));
        let _ = write!(text, "{gap}{id:<6} {when}  {}", one_line(field(row, "title")));
        let values = rows(related, "values").map(|value| field(value, "value"));
        let people = rows(related, "people").filter_map(Value::as_str);
        for shared in values.chain(people) {
            let _ = write!(text, "  {}", one_line(shared));
        }
        if related["percent"].as_u64() > Some(0) {
            let _ = write!(text, "  {}", s.get("related.words", &[("n", &number(related, "percent"))]));
        }
    }
    if text.is_empty() { s.get("related.none", &[]) } else { text }
}

pub fn receipt(receipt: &Value, s: &Sentences) -> String {
    s.get("cli.changed", &[("count", &number(receipt, "changed"))])
}

pub fn saved(listed: &Value, s: &Sentences) -> String {
    let mut text = String::new();
    for search in rows(listed, "saved") {
        let _ = writeln!(
            text,
            "{:<5} {}: {}",
            field(search, "id"),
            field(search, "name"),
            field(search, "query")
        );
        if let Ok(error) = serde_json::from_value::<ApiError>(search["error"].clone()) {
            let _ = writeln!(text, "      ! {}", s.error(&error));
        }
    }
    if text.is_empty() { s.get("cli.nothing_saved", &[]) } else { text.trim_end().to_owned() }
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
    reason(detail, s)
}

/// Why a source says that it is not all there, by its code, such as `media_omitted:3`.
fn reason(code: &str, s: &Sentences) -> String {
    let (code, n) = code.split_once(':').unwrap_or((code, ""));
    s.get(&format!("partial.{code}"), &[("n", n)])
}

/// The rules by kind, one a line: whether it is applied, its name, its pattern.
pub fn rules(rules: &Value, s: &Sentences) -> String {
    let own = rows(rules, "own").map(|rule| (rule, field(rule, "name").to_owned()));
    let built_in = rows(rules, "built_in").map(|rule| {
        let name = field(rule, "name");
        (rule, format!("{} ({name})", s.get(&format!("rule.{name}"), &[])))
    });
    let mut text = String::new();
    for (rule, name) in own.chain(built_in) {
        let sign = if rule["enabled"].as_bool().unwrap_or_default() { '+' } else { '-' };
        let kind = s.get(&format!("entity.{}", field(rule, "kind")), &[]);
        let _ =
            writeln!(text, "{sign} {kind} · {}\n    {}", one_line(&name), one_line(field(rule, "pattern")));
    }
    text.trim_end().to_owned()
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
