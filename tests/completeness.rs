//! Whether what is held is all there: what sources say, what is missing between them.

use crate::support::TestVault;
use yanju_engine::{
    Job,
    api::{
        completeness::{Completeness, GapCode, Verdict},
        import::{ImportOptions, ImportRequest},
    },
};

fn known(vault: &TestVault) -> Completeness {
    let id = vault.conversation("").id;
    vault.session.conversation_detail(&id).expect("it is there").completeness
}

fn codes(completeness: &Completeness) -> Vec<GapCode> {
    completeness.gaps.iter().map(|gap| gap.code).collect()
}

/// A Telegram chat whose messages have these ids, an hour apart.
fn group(kind: &str, numbers: impl IntoIterator<Item = u32>) -> String {
    let message = |n: u32| {
        let at = format!("2024-03-{:02}T{:02}:00:00", 1 + n / 24, n % 24);
        format!(
            r#"{{"id":{n},"type":"message","date":"{at}","from":"Ann","from_id":"user7","text":"line {n}"}}"#
        )
    };
    let messages = numbers.into_iter().map(message).collect::<Vec<_>>().join(",");
    format!(r#"{{"name":"Harbour","type":"{kind}","id":5,"messages":[{messages}]}}"#)
}

/// A table of one conversation with numbered messages, an hour apart.
fn table(numbers: impl IntoIterator<Item = u32>) -> String {
    let row =
        |n: u32| format!("{},2024-03-{:02} {:02}:00,Ann,line {n},c1\n", 10_000_000 + n, 1 + n / 24, n % 24);
    let rows: String = numbers.into_iter().map(row).collect();
    format!("id,time,sender,text,conversation_id\n{rows}")
}

#[test]
fn a_source_that_says_nothing_leaves_it_unknown() {
    let vault = TestVault::new();
    vault.import(vault.file("a.csv", table(0..30)));
    let found = known(&vault);
    assert_eq!((found.verdict, codes(&found)), (Verdict::Unknown, vec![]));
    assert_eq!(found.ranges.len(), 1, "what it covers is told: {:?}", found.ranges);
}

#[test]
fn numbers_left_out_are_named() {
    let vault = TestVault::new();
    let group = group("private_supergroup", (0..60).filter(|n| !(20..23).contains(n)));
    let report = vault.import(vault.file("a.json", group));
    assert_eq!(report.messages, 57);
    let found = known(&vault);
    assert_eq!((found.verdict, codes(&found)), (Verdict::Partial, vec![GapCode::MissingNumbers]));
    let gap = found.gaps.first().expect("there is one");
    assert_eq!((gap.count, gap.detail.as_str()), (3, "20–22"));
    let export = vault.export("", &["a.pdf"]);
    assert_eq!(export.complete, "PARTIAL", "the document says so, too");
    assert!(export.omitted.iter().any(|omission| omission.code == "missing_numbers"), "{:?}", export.omitted);
}

#[test]
fn what_the_ids_of_one_chat_leave_out_of_a_count_over_all_chats_is_not_missing() {
    for (name, content) in [
        ("a.json", group("personal_chat", (0..60).filter(|n| !(20..23).contains(n)))),
        ("a.csv", table((0..60).filter(|n| !(20..23).contains(n)))),
    ] {
        let vault = TestVault::new();
        vault.import(vault.file(name, content));
        let found = known(&vault);
        assert_eq!((found.verdict, codes(&found)), (Verdict::Unknown, vec![]), "{name}");
    }
}

#[test]
fn a_time_between_two_exports_is_uncovered_until_a_third_covers_it() {
    let vault = TestVault::new();
    vault.import(vault.file("a.csv", table(0..30)));
    vault.import(vault.file("c.csv", table(100..130)));
    let found = known(&vault);
    assert_eq!((found.verdict, codes(&found)), (Verdict::Partial, vec![GapCode::Uncovered]));
    assert_eq!(
        found.gaps.first().map(|gap| gap.detail.as_str()),
        Some("2024-03-02 05:00 – 2024-03-05 04:00")
    );
    vault.import(vault.file("b.csv", table(25..105)));
    assert_eq!(codes(&known(&vault)), vec![], "overlapping exports join");
}

#[test]
fn what_a_source_says_of_itself_counts() {
    let partial = TestVault::new();
    let report = partial.import("dingtalk/dws_projected");
    assert_eq!(report.files.first().map(|file| file.complete), Some(Verdict::Partial));
    assert_eq!(known(&partial).verdict, Verdict::Partial);

    let whole = TestVault::new();
    let chat = r#"{"contractVersion":"1","messages":[{"messageId":"m1","conversationId":"c1","sender":"小美",
        "messageType":"text","text":"您好","createTime":"2024-05-02 09:03:10"}],"complete":true,"hasMore":false}"#;
    let report = whole.import(whole.file("chat.json", chat));
    assert_eq!(report.files.first().map(|file| file.complete), Some(Verdict::Full));
    assert_eq!(known(&whole).verdict, Verdict::Full);
}

#[test]
fn a_file_that_was_read_in_two_ways_is_not_all_there_is_said_once() {
    let vault = TestVault::new();
    let table = vault.file("t.csv", "时间,发送人,内容\n01/02/2024 10:00,甲,一\n03/02/2024 10:01,乙,二\n");
    for order in ["mdy", "dmy"] {
        let options = ImportOptions { date_order: Some(order.into()), ..ImportOptions::default() };
        let request = ImportRequest { paths: vec![table.display().to_string()], pasted: Vec::new(), options };
        vault.session.import_files(&request, &Job::quiet()).expect("readable");
    }
    let export = vault.export("", &["a.pdf"]);
    let told: Vec<_> = export.omitted.iter().map(|omission| omission.code.as_str()).collect();
    assert_eq!((export.complete.as_str(), told), ("PARTIAL", vec!["doubtful_content"]));
}

#[test]
fn what_has_no_date_is_not_left_out_of_a_range_of_dates_in_silence() {
    let vault = TestVault::new();
    vault.import(vault.file("a.csv", table(0..30)));
    vault.import(
        vault.file("王磊.txt", "王磊 9:02\n在吗\n李敏 9:05\n在的\n王磊 9:06\n发票开了没\n李敏 9:07\n好的\n"),
    );
    let mut request = vault.export_request("", &["a.pdf"]);
    (request.from, request.to) = (Some("2024-03-01".into()), Some("2024-03-31".into()));
    let export = vault.try_export(&request, &Job::quiet()).expect("written");
    let undated = export.omitted.iter().find(|omission| omission.code == "undated");
    assert_eq!((export.complete.as_str(), undated.map(|omission| omission.count)), ("PARTIAL", Some(4)));
    let first = &vault.transcript(&vault.conversation("in:王磊").id).messages[0];
    let clock = (first.sent_at.as_deref(), first.stated_time.as_deref());
    assert_eq!(clock, (None, Some("9:02")), "the clock is kept though it has no day");
    let everything = vault.export("", &["b.pdf"]);
    assert!(everything.omitted.iter().all(|omission| omission.code != "undated"), "they are in it");
}
