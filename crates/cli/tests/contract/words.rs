//! What is typed: queries with negations, long lists, ids, standard input.

use crate::desk::{Desk, fixture};
use serde_json::Value;
use std::process::Stdio;

#[test]
fn a_negation_needs_no_quotes() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let total = |args: &[&str]| desk.json(args)["total"].as_u64();
    assert_eq!(total(&["search", "退款"]), Some(2), "both messages of the first order");
    assert_eq!(
        total(&["search", "退款", "-急用", "--limit", "1"]),
        Some(1),
        "and options still work behind it"
    );
    assert_eq!(total(&["search", "-退款"]), Some(2), "a query may begin with it");
    assert_eq!(total(&["search", "--count", "--", "-退款"]), Some(2), "as after the usual dashes");
    assert_eq!(total(&["conversations", "-订单", "-退款"]), Some(1));
    assert_eq!(desk.json(&["tag", "add", "发票", "-退款"])["changed"], 2);
    let out = desk.path("out.pdf").display().to_string();
    assert_eq!(desk.json(&["export", &out, "--query", "-退款"])["messages"], 2);
}

#[test]
fn a_limit_beyond_one_page_is_met() {
    let desk = Desk::with_vault();
    let mut table = String::from("会话ID,时间,发送人,内容\n");
    table.extend((0..2_100).map(|n| format!("单聊,2024-01-01 10:00,甲,消息 {n} 号\n")));
    table.extend((0..1_100).map(|n| format!("客户{n},2024-01-02 10:00,乙,你好\n")));
    desk.json(&["import", &desk.write("long.csv", table)]);
    let count = |answer: &Value, rows: &str| answer[rows].as_array().map(Vec::len);
    let rows = |args: &[&str], rows: &str| count(&desk.json(args), rows);

    assert_eq!(rows(&["search", "消息", "--limit", "5000"], "hits"), Some(2_100), "all there are");
    assert_eq!(
        rows(&["search", "消息", "--limit", "1500"], "hits"),
        Some(1_500),
        "and no more than asked for"
    );
    assert_eq!(rows(&["search", "消息", "--limit", "5000", "--offset", "2000"], "hits"), Some(100));
    assert_eq!(rows(&["conversations", "--limit", "5000"], "conversations"), Some(1_101));

    let id = desk.json(&["conversations", "消息"])["conversations"][0]["id"].clone();
    let id = id.as_str().expect("an id");
    let shown = desk.json(&["show", id, "--limit", "5000"]);
    let places: Vec<_> =
        shown["messages"].as_array().into_iter().flatten().map(|m| m["seq"].as_u64()).collect();
    assert_eq!(places, (1..=2_100).map(Some).collect::<Vec<_>>(), "each once, in order");
    let later = desk.json(&["show", id, "--offset", "2090", "--limit", "3"]);
    assert_eq!((later["messages"][0]["seq"].as_u64(), count(&later, "messages")), (Some(2_091), Some(3)));
}

#[test]
fn an_empty_query_is_not_taken_for_the_whole_vault() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    for verb in [&["tag", "add", "要紧"][..], &["ticket", "add", "T-1"], &["star", "add"]] {
        for nothing in ["", "  "] {
            let sentence = desk.failure(2, &[verb, &[nothing]].concat());
            assert!(sentence.contains("没有说要改动哪些记录"), "it says what is missing: {sentence}");
        }
    }
    assert_eq!(desk.json(&["search", "tag:要紧", "--count"])["total"], 0, "nothing was changed");
}

#[test]
fn removing_a_ticket_leaves_other_tickets_alone() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    desk.json(&["ticket", "add", "T-1", "c1"]);
    desk.json(&["ticket", "add", "T-2", "c2"]);
    assert_eq!(desk.json(&["ticket", "remove", "T-1", "c1", "c2"])["changed"], 1);
    assert_eq!(desk.json(&["conversations", "ticket:T-2"])["total"], 1);
}

#[test]
fn standard_input_can_be_imported() {
    let desk = Desk::with_vault();
    let mut child = desk
        .command(&["--json", "import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("yanju runs");
    let csv = "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n";
    std::io::Write::write_all(child.stdin.as_mut().expect("piped"), csv.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["messages"], 1);
}
