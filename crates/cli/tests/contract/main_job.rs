//! The main job, once per platform: a vault, a file in, a sentence found and organised, PDF and Word out.

use crate::desk::{Desk, fixture};
use serde_json::Value;
use std::fs;

/// A file in, a sentence found and organised, PDF and Word out.
fn main_job(case: &str, format: &str, word: &str) {
    let desk = Desk::with_vault();
    let report = desk.json(&["import", &fixture(case)]);
    let file = &report["files"][0];
    assert_eq!(file["format"], format);
    assert_eq!(file["sha256"].as_str().map(str::len), Some(64), "the original's hash is told");
    assert_eq!(report["duplicates"], 0, "a first import has no duplicates");
    assert!(report["messages"].as_u64() > Some(0), "{report}");

    let again = desk.json(&["import", &fixture(case)]);
    let both =
        |report: &Value| report["messages"].as_u64().zip(report["events"].as_u64()).map(|(m, e)| m + e);
    assert_eq!(again["duplicates"].as_u64(), both(&report), "importing twice stores nothing twice");

    let found = desk.json(&["search", word]);
    let hit = &found["hits"][0];
    assert!(found["total"].as_u64() > Some(0), "{word} is in {case}");
    let mark: Vec<usize> = hit["marks"][0]
        .as_array()
        .expect("a mark")
        .iter()
        .map(|n| n.as_u64().expect("a number") as usize)
        .collect();
    let text = hit["text"].as_str().expect("the text");
    assert_eq!(text.chars().skip(mark[0]).take(mark[1] - mark[0]).collect::<String>(), word);

    let message = hit["message"].as_str().expect("an id");
    let conversation = hit["conversation"].as_str().expect("an id");
    assert_eq!(desk.json(&["tag", "add", "要紧", message, conversation])["changed"], 2);
    assert_eq!(desk.json(&["ticket", "add", "T-1", conversation])["changed"], 1);
    let listed = desk.json(&["conversations", "tag:要紧"]);
    assert_eq!(listed["conversations"][0]["tags"][0], "要紧");
    assert_eq!(listed["conversations"][0]["ticket"], "T-1");

    for (name, magic) in [("out.pdf", &b"%PDF-"[..]), ("out.docx", b"PK\x03\x04")] {
        let out = desk.path(name).display().to_string();
        let exported = desk.json(&["export", &out]);
        assert!(fs::read(&out).expect("the file is there").starts_with(magic), "{name} is what it says");
        assert!(["FULL", "PARTIAL"].contains(&exported["complete"].as_str().unwrap_or_default()));
        assert_eq!(exported["messages"].as_u64(), both(&report), "everything is exported");
    }
}

#[test]
fn the_main_job_from_whatsapp() {
    main_job("whatsapp/ios_english", "whatsapp", "refund");
}

#[test]
fn the_main_job_from_wechat() {
    main_job("wechat/android_private", "wechat_multiselect", "退款");
}

#[test]
fn the_main_job_from_dingtalk() {
    main_job("dingtalk/dws_projected", "dingtalk_dws", "退款");
}

#[test]
fn the_main_job_from_a_table() {
    main_job("csv/shop", "csv", "退款");
}

#[test]
fn the_demo_is_made_by_one_command() {
    let desk = Desk::empty();
    let made = desk.json(&["demo"]);
    let password = made["password"].as_str().expect("the demo tells its password");
    let found = desk.run_as(password, &["--json", "search", "已签收但未收到包裹"]);
    let found: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(found["total"], 1, "the first demo case is found by its sentence");
}
