//! Every JSON answer, field by field: what scripts read must stay where it is.

use crate::desk::{Desk, fixture};
use serde_json::Value;
use std::{fs, path::Path};

/// What a field must hold.
#[derive(Debug, Clone, Copy)]
enum Is {
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// A text that is not empty.
    Text,
    /// A text, maybe empty.
    AnyText,
    /// 64 hexadecimal digits.
    Sha256,
    /// RFC 3339 with an offset.
    Time,
    /// A list.
    List,
    /// An object.
    Object,
    /// Yes or no.
    Flag,
    /// A text or nothing; the field itself is there.
    TextOrNull,
    /// A count or nothing.
    CountOrNull,
    /// An object or nothing.
    ObjectOrNull,
}

fn holds(value: &Value, is: Is) -> bool {
    let text = value.as_str();
    match is {
        Is::Count => value.is_u64(),
        Is::Number => value.is_number(),
        Is::Text => text.is_some_and(|text| !text.is_empty()),
        Is::AnyText => text.is_some(),
        Is::Sha256 => {
            text.is_some_and(|text| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()))
        }
        Is::Time => text.is_some_and(is_rfc3339_with_offset),
        Is::List => value.is_array(),
        Is::Object => value.is_object(),
        Is::Flag => value.is_boolean(),
        Is::TextOrNull => value.is_null() || value.is_string(),
        Is::CountOrNull => value.is_null() || value.is_u64(),
        Is::ObjectOrNull => value.is_null() || value.is_object(),
    }
}

/// `2024-01-05T09:03:00+08:00`.
fn is_rfc3339_with_offset(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(shape).collect::<String>() == "0000-00-00T00:00:00+00:00"
}

fn has(what: &str, value: &Value, fields: &[(&str, Is)]) {
    for &(field, is) in fields {
        let held = value.get(field).unwrap_or_else(|| panic!("{what} has {field}: {value:#}"));
        assert!(holds(held, is), "{field} of {what} is {is:?}, not {held}");
    }
}

fn shop() -> Desk {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    desk
}

#[test]
fn import() {
    let desk = Desk::with_vault();
    let odd = desk.write("odd.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n没有时间,乙,在\n");
    let report = desk.json(&["import", &fixture("csv/shop"), &odd]);
    let counts = ["messages", "events", "conversations", "participants", "attachments", "duplicates"];
    for count in counts {
        has("import", &report, &[(count, Is::Count)]);
        has("a file of import", &report["files"][0], &[(count, Is::Count)]);
    }
    has(
        "import",
        &report,
        &[("import", Is::Text), ("first", Is::Time), ("last", Is::Time), ("files", Is::List)],
    );
    let file = &report["files"][0];
    has("a file of import", file, &[("path", Is::Text), ("sha256", Is::Sha256), ("format", Is::Text)]);
    has("a file of import", file, &[("confidence", Is::Text), ("encoding", Is::Text), ("zone", Is::Text)]);
    has("a file of import", file, &[("first", Is::Time), ("last", Is::Time), ("warnings", Is::List)]);
    assert_eq!(file["zone"], "assumed:Asia/Shanghai", "an assumed zone is said");
    assert_eq!(
        (&file["messages"], &file["conversations"], &file["participants"]),
        (&4.into(), &2.into(), &3.into())
    );
    assert_eq!(file["first"], "2024-01-05T09:03:00+08:00");
    let warning = &report["files"][1]["warnings"][0];
    has("a warning", warning, &[("code", Is::Text), ("place", Is::Text), ("detail", Is::AnyText)]);
}

#[test]
fn search() {
    let found = shop().json(&["search", "退款"]);
    has(
        "search",
        &found,
        &[("total", Is::Count), ("took_ms", Is::Number), ("query", Is::Object), ("hits", Is::List)],
    );
    assert_eq!(found["total"], 2);
    let hit = &found["hits"][0];
    has("a hit", hit, &[("message", Is::Text), ("conversation", Is::Text), ("title", Is::Text)]);
    has(
        "a hit",
        hit,
        &[("platform", Is::Text), ("sent_at", Is::Time), ("sender", Is::Text), ("role", Is::Text)],
    );
    has(
        "a hit",
        hit,
        &[("text", Is::Text), ("marks", Is::List), ("tags", Is::List), ("ticket", Is::TextOrNull)],
    );
    assert_eq!(hit["text"], "一般 3 个工作日，订单 A-1001 已登记退款。");
    assert_eq!(hit["marks"], serde_json::json!([[23, 25]]), "ranges of characters, not of bytes");
    assert_eq!(hit["role"], "agent");
}

#[test]
fn conversations() {
    let desk = shop();
    desk.json(&["ticket", "add", "T-1", "c1"]);
    let listed = desk.json(&["conversations"]);
    has("conversations", &listed, &[("total", Is::Count), ("conversations", Is::List)]);
    assert_eq!(listed["total"], 2);
    for row in listed["conversations"].as_array().expect("a list") {
        has("a conversation", row, &[("id", Is::Text), ("title", Is::Text), ("platform", Is::Text)]);
        has(
            "a conversation",
            row,
            &[("participants", Is::List), ("messages", Is::Count), ("tags", Is::List)],
        );
        has("a conversation", row, &[("first", Is::Time), ("last", Is::Time)]);
        has("a conversation", row, &[("ticket", Is::TextOrNull), ("category", Is::ObjectOrNull)]);
        has("a participant", &row["participants"][0], &[("name", Is::Text), ("role", Is::Text)]);
    }
}

#[test]
fn show() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("wechat/android_private")]);
    let shown = desk.json(&["show", "c1"]);
    has("show", &shown, &[("conversation", Is::Object), ("messages", Is::List)]);
    has("the conversation shown", &shown["conversation"], &[("id", Is::Text), ("title", Is::Text)]);
    let messages = shown["messages"].as_array().expect("a list");
    for message in messages {
        has("a message", message, &[("id", Is::Text), ("seq", Is::Count), ("sent_at", Is::TextOrNull)]);
        has("a message", message, &[("sender", Is::AnyText), ("role", Is::Text), ("kind", Is::Text)]);
        has(
            "a message",
            message,
            &[("text", Is::AnyText), ("attachments", Is::List), ("recalled", Is::Flag)],
        );
        has("a message", message, &[("reply_to", Is::TextOrNull)]);
    }
    has("a dated message", &messages[0], &[("sent_at", Is::Time)]);
    let attachment = messages.iter().find_map(|m| m["attachments"].get(0)).expect("one has a file");
    has("an attachment", attachment, &[("name", Is::Text), ("sha256", Is::TextOrNull), ("bytes", Is::Count)]);
}

#[test]
fn people_read_the_ids_and_what_was_added() {
    let desk = shop();
    let message = desk.json(&["search", "急用"])["hits"][0]["message"].as_str().expect("an id").to_owned();
    let conversation = desk.json(&["search", "急用"])["hits"][0]["conversation"].clone();
    let conversation = conversation.as_str().expect("an id");
    for args in [
        ["tag", "add", "催办", &message],
        ["ticket", "add", "KF-77", &message],
        ["note", "add", "等赔付结果", conversation],
    ] {
        desk.json(&args);
    }
    desk.json(&["star", "add", &message]);
    let said = |args: &[&str]| String::from_utf8_lossy(&desk.run(args).stdout).into_owned();
    let shown = said(&["show", conversation]);
    let head = shown.lines().next().unwrap_or_default();
    assert!(head.ends_with(conversation), "the head line ends with the id: {shown}");
    assert!(shown.contains("备注：等赔付结果"), "the note of the conversation is below it: {shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines.iter().position(|line| line.contains("请问退款")).expect("the message is shown");
    assert!(lines[at].ends_with(&format!("  {message}")), "a message ends with its id: {shown}");
    assert_eq!(
        lines[at + 2].trim(),
        "★  #催办  编号：KF-77",
        "what was added is below its two lines: {shown}"
    );
    let found = said(&["search", "急用"]);
    assert!(found.contains(&message) && found.trim_end().ends_with(conversation), "both ids: {found}");
}

#[test]
fn participants_are_said_to_be_one_person_by_their_ids() {
    let desk = Desk::with_vault();
    let rows = "时间,发送人,内容\n2024-01-01 10:00,138,没收到\n2024-01-01 10:01,小美,在查\n2024-01-02 09:00,王小明,还是没有\n";
    desk.json(&["import", &desk.write("售后.csv", rows)]);
    let people = || desk.json(&["show", "c1"])["conversation"]["participants"].clone();
    let id = |name: &str| {
        let people = people();
        let found = people.as_array().and_then(|all| all.iter().find(|one| one["name"] == name)).cloned();
        found.and_then(|one| one["id"].as_str().map(str::to_owned)).expect("they take part")
    };
    let (kept, other) = (id("王小明"), id("138"));
    let receipt = desk.json(&["same", "add", &kept, &other]);
    assert_eq!((&receipt["changed"], &receipt["act"]), (&1.into(), &"join_people".into()));
    let joined = &people()[0];
    assert_eq!((&joined["name"], &joined["messages"]), (&"王小明".into(), &2.into()));
    has(
        "who is joined",
        &joined["joined"][0],
        &[("id", Is::Text), ("name", Is::Text), ("messages", Is::Count)],
    );
    assert_eq!(desk.json(&["search", "--count", "from:138"])["total"], 2, "either name finds both");
    let message = &desk.json(&["show", "c1"])["messages"][0];
    assert_eq!((&message["sender"], &message["stated_sender"]), (&"王小明".into(), &"138".into()));
    let shown = String::from_utf8_lossy(&desk.run(&["show", "c1"]).stdout).into_owned();
    for line in [format!("{kept} 王小明"), format!("= {other} 138"), "王小明 (138): 没收到".to_owned()]
    {
        assert!(shown.contains(&line), "people read {line}: {shown}");
    }
    assert_eq!(desk.json(&["same", "remove", &other])["act"], "separate_people");
    assert_eq!(desk.json(&["search", "--count", "from:138"])["total"], 1);
    assert_eq!(desk.json(&["undo"])["act"], "separate_people", "and that is taken back like the rest");
    assert_eq!(desk.json(&["search", "--count", "from:138"])["total"], 2);
}

#[test]
fn export() {
    let desk = shop();
    let out = desk.path("证据.pdf").display().to_string();
    let exported = desk.json(&["export", &out, "--query", "急用"]);
    has("export", &exported, &[("outputs", Is::List), ("messages", Is::Count), ("conversations", Is::Count)]);
    has("export", &exported, &[("complete", Is::Text), ("omitted", Is::List), ("manifest", Is::Text)]);
    assert_eq!(exported["complete"], "PARTIAL", "one message of two is in it");
    assert_eq!(exported["omitted"][0]["count"], 1, "and what is left out is counted");
    let output = &exported["outputs"][0];
    has("an output", output, &[("path", Is::Text), ("sha256", Is::Sha256), ("pages", Is::CountOrNull)]);
    assert_eq!(output["path"], out.as_str());

    let manifest = exported["manifest"].as_str().expect("a path");
    assert_eq!(manifest, format!("{out}.manifest.json"), "it lies beside the document");
    let manifest: Value = serde_json::from_slice(&fs::read(manifest).expect("it is there")).expect("JSON");
    assert_eq!(manifest["outputs"][0]["sha256"], output["sha256"]);
    assert_eq!(manifest["outputs"][0]["bytes"], fs::metadata(Path::new(&out)).expect("written").len());

    let said = desk.run(&["export", &out, "--query", "急用"]);
    assert!(String::from_utf8_lossy(&said.stdout).contains(".manifest.json"), "people are told of it too");
}

#[test]
fn stats() {
    let held = shop().json(&["stats"]);
    for count in ["messages", "events", "conversations", "participants", "attachments"] {
        has("stats", &held, &[(count, Is::Count)]);
    }
    for part in ["database", "index", "blobs"] {
        has("bytes of stats", &held["bytes"], &[(part, Is::Count)]);
    }
    assert_eq!((&held["messages"], &held["conversations"]), (&4.into(), &2.into()));
}

#[test]
fn formats() {
    let rows = Desk::empty().json(&["formats"]);
    let rows = rows.as_array().expect("a list");
    for row in rows {
        has("a format", row, &[("direction", Is::Text), ("id", Is::Text), ("extensions", Is::List)]);
        has("a format", row, &[("name_zh", Is::Text), ("name_en", Is::Text)]);
        has("a format", row, &[("about_zh", Is::Text), ("about_en", Is::Text)]);
    }
    for id in ["whatsapp", "wechat_multiselect", "dingtalk_dws", "csv", "json", "pdf", "docx"] {
        assert_eq!(rows.iter().filter(|row| row["id"] == id).count(), 1, "{id} is listed once");
    }
}

#[test]
fn facets() {
    let desk = shop();
    let found = desk.json(&["facets"]);
    for kind in ["platforms", "people", "categories", "tags", "tickets"] {
        has("facets", &found, &[(kind, Is::List)]);
        for part in found[kind].as_array().expect("a list") {
            has(kind, part, &[("name", Is::Text), ("messages", Is::Count), ("conversations", Is::Count)]);
        }
    }
    for part in found["months"].as_array().expect("a list") {
        has("a month", part, &[("month", Is::Text), ("messages", Is::Count)]);
    }
    let messages = |kind: &str| -> u64 {
        found[kind].as_array().expect("a list").iter().map(|part| part["messages"].as_u64().unwrap()).sum()
    };
    let all = desk.json(&["search", "--count", "-仲裁"])["total"].as_u64().expect("a total");
    assert_eq!(messages("platforms"), all, "every message is on one platform");
    let said = desk.run(&["facets"]);
    assert!(String::from_utf8_lossy(&said.stdout).starts_with("平台\n"), "a heading, then counts");
}

#[test]
fn what_suits_best_comes_first() {
    let found = shop().json(&["search", "急用", "--sort", "relevance"]);
    has("search", &found, &[("total", Is::Count), ("hits", Is::List)]);
    assert!(found["total"].as_u64() > Some(0), "the word is in the shop's records");
}
