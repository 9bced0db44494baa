//! What an import brought, or would bring: of each file the facts that the window shows, and its doubts.

use super::{
    field,
    messages::{said, zone},
    moment, number, one_line, reason, rows,
};
use crate::sentences::Sentences;
use serde_json::Value;
use std::fmt::Write;

/// How many doubts of a file are shown; the rest is counted.
const WARNINGS_SHOWN: usize = 20;
/// How much of the first row of a table is shown of each cell, in characters.
const CELL_SHOWN: usize = 24;

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
        let _ = write!(text, "\n\n{}{}", facts(file, s), warnings(file, s));
    }
    text.push_str(&skipped(report, s));
    if report["cancelled"] == true {
        let files = rows(report, "files").count() as u64;
        let _ = write!(text, "\n\n{}", s.counted("import.cancelled_partly", files));
    }
    text
}

pub fn preview(preview: &Value, s: &Sentences) -> String {
    let mut text = s.get("cli.previewed", &[]);
    for file in rows(preview, "files") {
        let report = &file["report"];
        // A file that cannot be read has no report; it is named with the errors, and here only for its columns.
        if report.is_null() {
            if !file["columns"].is_null() {
                let _ = write!(text, "\n\n{}{}", one_line(field(file, "path")), columns(&file["columns"], s));
            }
            continue;
        }
        let _ = write!(text, "\n\n{}", facts(report, s));
        text.push_str(&candidates(file, s));
        let titles: Vec<_> = rows(file, "titles").filter_map(Value::as_str).map(one_line).collect();
        if !titles.is_empty() {
            text.push_str(&fact("import.titles", &titles.join(&s.get("cli.comma", &[])), s));
        }
        if !file["columns"].is_null() {
            text.push_str(&columns(&file["columns"], s));
        }
        text.push_str(&warnings(report, s));
        text.push_str(&sample(file, s));
    }
    text.push_str(&skipped(preview, s));
    text
}

/// The facts of one file, each on a line.
fn facts(file: &Value, s: &Sentences) -> String {
    let id = file["file"].as_str().map(|id| format!("{id}  ")).unwrap_or_default();
    let mut text = format!("{id}{}", one_line(field(file, "path")));
    let confidence = s.get(&format!("import.confidence_{}", field(file, "confidence")), &[]);
    let format = field(file, "format");
    text.push_str(&fact(
        "import.format",
        &format!("{} [{format}] · {confidence}", format_name(format, s)),
        s,
    ));
    text.push_str(&platforms(file, s));
    if !field(file, "encoding").is_empty() {
        text.push_str(&fact("import.encoding", field(file, "encoding"), s));
    }
    // Where nothing is dated, that is said of the span.
    if field(file, "zone") != "undated" {
        text.push_str(&fact("import.zone", &zone(field(file, "zone"), s), s));
    }
    if let Some(order) = file["date_order"].as_str() {
        text.push_str(&fact("import.order", &s.get(&format!("import.order_{order}"), &[]), s));
    }
    text.push_str(&fact("import.span", &span(file, s), s));
    text.push_str(&fact("import.counts", &counts(file, s), s));
    let complete = s.get(&format!("complete.{}", field(file, "complete")), &[]);
    text.push_str(&fact("import.complete", &complete, s));
    let reasons: Vec<_> =
        rows(file, "partial").filter_map(Value::as_str).map(|code| reason(code, s)).collect();
    if !reasons.is_empty() {
        let why = reasons.join(&s.get("cli.comma", &[]));
        let _ = write!(text, "\n  {}", s.get("import.partial", &[("why", &why)]));
    }
    let count = |name: &str| file[name].as_u64().unwrap_or_default();
    let missing = count("missing_attachments");
    if missing > 0 {
        let (count, of) = (missing.to_string(), (missing + count("attachments")).to_string());
        let sentence = s.get("gap.missing_attachments", &[("count", &count), ("of", &of)]);
        let _ = write!(text, "\n  {sentence}");
    }
    let doubtful = count("doubtful");
    if doubtful > 0 {
        let sentence = s.get("gap.doubtful_content", &[("count", &doubtful.to_string())]);
        let _ = write!(text, "\n  {sentence}");
    }
    let _ = write!(text, "\n  SHA-256 {}", field(file, "sha256"));
    text
}

/// A line that names a fact.
fn fact(name: &str, value: &str, s: &Sentences) -> String {
    format!("\n  {}", s.get("cli.fact", &[("name", &s.get(name, &[])), ("value", value)]))
}

fn format_name(id: &str, s: &Sentences) -> String {
    let known = yanju_engine::formats().into_iter().find(|row| row.direction == "import" && row.id == id);
    known.map_or_else(|| id.to_owned(), |row| if s.is_english() { row.name_en } else { row.name_zh })
}

/// Where it took place. Where nothing tells, it is said how to tell.
fn platforms(file: &Value, s: &Sentences) -> String {
    let names: Vec<_> = rows(file, "platforms").filter_map(Value::as_str).collect();
    if names.is_empty() {
        return String::new();
    }
    let words: Vec<_> = names.iter().map(|name| s.get(&format!("platform.{name}"), &[])).collect();
    let mut words = words.join(&s.get("cli.comma", &[]));
    if names == ["other"] {
        words = s.get("cli.platform_unknown", &[("platforms", &words)]);
    }
    fact("import.platform", &words, s)
}

/// From which day to which: how finely the source tells its first and last time is not known here.
fn span(file: &Value, s: &Sentences) -> String {
    let day = |name| field(file, name).get(..10).map(str::to_owned);
    match (day("first"), day("last")) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (Some(day), _) => day,
        (None, _) => s.get("reading.undated", &[]),
    }
}

/// How much there is of everything that is there.
fn counts(file: &Value, s: &Sentences) -> String {
    let parts = [
        ("messages", "list.messages"),
        ("events", "import.events"),
        ("conversations", "list.conversations"),
        ("participants", "reading.people"),
        ("attachments", "import.attachments"),
        ("duplicates", "cli.duplicates"),
    ];
    let count = |name: &str| file[name].as_u64().unwrap_or_default();
    let there = parts.iter().filter(|(name, _)| count(name) > 0);
    there.map(|(name, key)| s.counted(key, count(name))).collect::<Vec<_>>().join(" · ")
}

fn warnings(file: &Value, s: &Sentences) -> String {
    let all = rows(file, "warnings").count();
    if all == 0 {
        return String::new();
    }
    let mut text = format!("\n  {}", s.counted("import.warnings", all as u64));
    for warning in rows(file, "warnings").take(WARNINGS_SHOWN) {
        let key = format!("warning.{}", field(warning, "code"));
        let mut sentence = s.get(&key, &[]);
        if sentence == key {
            sentence = s.get("warning.other", &[]);
        }
        if !field(warning, "place").is_empty() {
            let values = [("name", one_line(&s.place(field(warning, "place")))), ("value", sentence)];
            sentence = s.get("cli.fact", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        }
        let _ = write!(text, "\n  ! {sentence}");
        if !field(warning, "detail").is_empty() {
            let _ = write!(text, "  {}", one_line(field(warning, "detail")));
        }
    }
    if all > WARNINGS_SHOWN {
        let more = (all - WARNINGS_SHOWN).to_string();
        let _ = write!(text, "\n    {}", s.get("cli.more_warnings", &[("n", &more)]));
    }
    text
}

/// The formats that it is like, the one taken among them.
fn candidates(file: &Value, s: &Sentences) -> String {
    let ids = rows(file, "candidates").filter_map(Value::as_str);
    let names: Vec<_> = ids.map(|id| format!("{} [{id}]", format_name(id, s))).collect();
    if names.is_empty() {
        return String::new();
    }
    let formats = names.join(&s.get("cli.comma", &[]));
    format!("\n  {}", s.get("cli.candidates", &[("formats", &formats)]))
}

/// What each column means, and what its first cell holds.
fn columns(columns: &Value, s: &Sentences) -> String {
    let mut text = fact("import.columns", "", s).trim_end().to_owned();
    let (names, meanings) = (&columns["columns"]["names"], &columns["columns"]["meanings"]);
    for (at, name) in names.as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
        let meaning = match meanings[at].as_str() {
            Some(meaning) => format!("{} ({meaning})", s.get(&format!("column.{meaning}"), &[])),
            None => s.get("import.column_none", &[]),
        };
        let cell = columns["rows"][0][at].as_str().unwrap_or_default();
        let cell: String = one_line(cell).chars().take(CELL_SHOWN).collect();
        let _ = write!(text, "\n    {} = {meaning}  {cell}", one_line(name));
    }
    text
}

/// The first messages.
fn sample(file: &Value, s: &Sentences) -> String {
    let shown = rows(file, "sample").count();
    if shown == 0 {
        return String::new();
    }
    let mut text = format!("\n  {}", s.get("import.sample", &[("n", &shown.to_string())]));
    for message in rows(file, "sample") {
        let words = match field(message, "text") {
            "" => field(&message["attachments"][0], "name"),
            text => text,
        };
        let _ =
            write!(text, "\n    {}  {}", moment(message, "sent_at", s), said(message, &one_line(words), s));
    }
    text
}

/// How many files of the folders are no chats.
fn skipped(of: &Value, s: &Sentences) -> String {
    match of["skipped"].as_u64() {
        None | Some(0) => String::new(),
        Some(n) => format!("\n\n{}", s.counted("import.skipped", n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_beyond_those_shown_are_counted() {
        let doubt = |n: usize| serde_json::json!({"code": "undated_line", "place": format!("line {n}")});
        let file = |count| serde_json::json!({"warnings": (0..count).map(doubt).collect::<Vec<_>>()});
        let s = Sentences::of_environment();
        let shown = |count| warnings(&file(count), &s);
        assert!(shown(23).ends_with(&s.get("cli.more_warnings", &[("n", "3")])));
        assert_eq!(shown(20).lines().count() + 1, shown(21).lines().count(), "twenty need no such line");
    }

    #[test]
    fn a_doubt_without_a_place_begins_with_its_sentence() {
        let file = serde_json::json!({"warnings": [{"code": "zone_kept", "place": "", "detail": "UTC"}]});
        let s = Sentences::of_environment();
        let line = format!("  ! {}  UTC", s.get("warning.zone_kept", &[]));
        assert_eq!(warnings(&file, &s).lines().last(), Some(line.as_str()));
    }
}
