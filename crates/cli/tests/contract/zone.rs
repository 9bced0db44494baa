//! `yanju zone`: another zone for what was read in an assumed one.

use crate::desk::{Desk, fixture};

const CHAT: &str = "时间,发送人,内容\n2024-03-01 10:00,甲,你好\n2024-07-01 10:00,乙,在\n";

#[test]
fn an_assumed_zone_is_looked_at_changed_and_taken_back() {
    let desk = Desk::with_vault();
    let report = desk.json(&["import", &desk.write("chat.csv", CHAT)]);
    assert_eq!(report["files"][0]["zone"], "assumed:Asia/Shanghai");
    let file = report["files"][0]["file"].as_str().expect("a stored file has an id").to_owned();
    let first = || {
        let found = desk.json(&["search", "你好"]);
        found["hits"][0]["sent_at"].as_str().expect("a time").to_owned()
    };
    let expected = serde_json::json!({
        "from": "Asia/Shanghai", "to": "Europe/Berlin", "files": 1, "messages": 2, "beside": [],
    });
    assert_eq!(desk.json(&["zone", "Europe/Berlin", &file, "--dry-run"]), expected);
    assert_eq!(first(), "2024-03-01T10:00:00+08:00", "looking changes nothing");

    let import = report["import"].as_str().expect("an import has an id");
    assert_eq!(desk.json(&["zone", "Europe/Berlin", import]), expected, "the files of an import, too");
    assert_eq!(first(), "2024-03-01T10:00:00+01:00", "the reading stays, the moment is another");
    assert_eq!(desk.json(&["show", "c1"])["sources"][0]["zone"], "assumed:Europe/Berlin");
    let log = desk.json(&["log"]);
    let acts = log["entries"].as_array().expect("a list").iter();
    let afters: Vec<_> =
        acts.filter(|act| act["act"] == "zone_changed").map(|act| &act["detail"]["after"]).collect();
    assert_eq!(afters, ["Europe/Berlin"], "the log tells it");

    assert_eq!(desk.json(&["undo"])["act"], "set_zone");
    assert_eq!(first(), "2024-03-01T10:00:00+08:00", "as it was");
}

#[test]
fn what_cannot_be_read_in_another_zone_is_said_to_be_so() {
    let desk = Desk::with_vault();
    let stated = desk.write(
        "stated.csv",
        "时间,发送人,内容\n2024-03-01T10:00:00+09:00,甲,你好\n2024-03-01T10:01:00+09:00,乙,在\n",
    );
    desk.json(&["import", &stated]);
    let sentence = desk.failure(1, &["zone", "Europe/Berlin", "f1"]);
    assert!(sentence.contains("stated.csv"), "{sentence}");
    desk.json(&["import", &fixture("csv/shop"), "--zone", "Europe/London"]);
    desk.json(&["import", &desk.write("chat.csv", CHAT)]);
    let sentence = desk.failure(1, &["zone", "Europe/Berlin", "f2", "f3"]);
    assert!(sentence.contains("Asia/Shanghai") && sentence.contains("Europe/London"), "{sentence}");
    desk.failure(1, &["zone", "Europe/Berlin", "f9"]);
    for (zone, id) in [("Mars/Olympus", "f3"), ("Europe/Berlin", "c1")] {
        desk.failure(2, &["zone", zone, id]);
    }
}

#[test]
fn other_files_of_the_same_conversation_are_said_to_keep_their_zone() {
    let desk = Desk::with_vault();
    let rows = |id: &str, texts: &str| desk.write(id, format!("会话ID,时间,发送人,内容\n{texts}"));
    let files = [
        rows("一月.csv", "k1,2024-01-01 10:00,甲,你好\n"),
        rows("二月.csv", "k1,2024-02-01 10:00,甲,在吗\n"),
        rows("三月.csv", "k2,2024-03-01 10:00,乙,别的会话\n"),
    ];
    desk.json(&["import", &files[0], &files[2]]);
    desk.json(&["import", &files[1], "--zone", "Europe/London"]);
    let looked = desk.json(&["zone", "Europe/Berlin", "f1", "--dry-run"]);
    assert_eq!(looked["beside"], serde_json::json!([{"zone": "Europe/London", "files": 1}]));
    for args in [&["zone", "Europe/Berlin", "f1", "--dry-run"][..], &["zone", "Europe/Berlin", "f1"]] {
        let told = String::from_utf8_lossy(&desk.run(args).stdout).into_owned();
        assert!(told.contains("另外 1 个文件仍按 Europe/London 解读"), "{told}");
    }
    let alone = desk.json(&["zone", "Europe/Rome", "f2", "--dry-run"]);
    assert_eq!(alone["beside"], serde_json::json!([]), "the file of another conversation has none beside it");
}
