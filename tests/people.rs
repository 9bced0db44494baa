//! Who is who: participants whom a source tells apart are one person by the user's word, everywhere and until it is taken
//! back; and a document says whose word it is.

use crate::support::TestVault;
use std::{fs::File, io::Read};
use yanju_engine::api::{
    ErrorCode,
    annotate::{Receipt, SamePerson},
    library::ParticipantRow,
    query::AskSuggestions,
};

const TABLE: &str = "时间,发送人,内容\n2024-01-01 10:00,13800001111,包裹没有收到\n2024-01-01 10:01,客服小美,正在核实\n\
    2024-01-02 09:00,王小明,还是没有收到\n2024-01-02 09:05,客服小美,已经补发\n";

fn participant(vault: &TestVault, name: &str) -> ParticipantRow {
    let people = vault.conversation("").participants;
    people.into_iter().find(|person| person.name == name).expect("they take part")
}

fn same(vault: &TestVault, kept: Option<&str>, participants: &[&str]) -> Receipt {
    let participants = participants.iter().map(|&id| id.to_owned()).collect();
    let request = SamePerson { participants, kept: kept.map(str::to_owned) };
    vault.session.same_person(&request).expect("it is said")
}

/// A vault in which the one with a number is said to be 王小明.
fn joined() -> TestVault {
    let vault = TestVault::new();
    vault.import(vault.file("售后.csv", TABLE));
    let (kept, other) = (participant(&vault, "王小明").id, participant(&vault, "13800001111").id);
    let receipt = same(&vault, Some(&kept), &[&other]);
    assert_eq!((receipt.changed, receipt.act.as_str()), (1, "join_people"));
    assert_eq!(same(&vault, Some(&kept), &[&other]).changed, 0, "it is so already");
    vault
}

#[test]
fn one_person_is_found_by_either_name_and_counted_once() {
    let vault = joined();
    for query in ["发件人:王小明", "from:13800001111"] {
        assert_eq!(vault.search(query).texts(), ["还是没有收到", "包裹没有收到"], "{query} finds both");
    }
    let person = participant(&vault, "王小明");
    assert_eq!(person.messages, 2, "what both wrote is counted together");
    assert_eq!((person.joined[0].name.as_str(), person.joined[0].messages), ("13800001111", 1));
    assert_eq!(vault.session.stats().expect("open").participants, 2);
    let read = vault.transcript(&vault.conversation("").id).messages;
    assert_eq!(
        (read[0].sender.as_str(), read[0].stated_sender.as_deref()),
        ("王小明", Some("13800001111")),
        "the kept name is read, with the one in the source"
    );
    assert_eq!((read[2].sender.as_str(), read[2].stated_sender.as_deref()), ("王小明", None));
    let hit = &vault.search("包裹").0.hits[0];
    assert_eq!((hit.sender.as_str(), hit.stated_sender.as_deref()), ("王小明", Some("13800001111")));
    let ask = AskSuggestions { word: "1380".into(), limit: 5 };
    let suggested = vault.session.suggest(&ask).expect("open");
    assert!(suggested.iter().any(|s| format!("{s:?}").contains("13800001111")), "{suggested:?}");
}

#[test]
fn it_is_taken_back_made_again_and_separated() {
    let vault = joined();
    let (one, both) = ("发件人:王小明", 2);
    let undone = vault.session.undo().expect("open").expect("there is something to undo");
    assert_eq!((undone.act.as_str(), undone.changed), ("join_people", 1));
    assert_eq!(vault.search(one).total(), 1, "each is found by their own name again");
    assert_eq!(vault.conversation("").participants.len(), 3);
    vault.session.redo().expect("open").expect("there is something to redo");
    assert_eq!(vault.search(one).total(), both);
    let kept = participant(&vault, "王小明");
    let receipt = same(&vault, None, &[&kept.joined[0].id]);
    assert_eq!((receipt.changed, receipt.act.as_str()), (1, "separate_people"));
    assert_eq!(vault.search(one).total(), 1);
    vault.session.undo().expect("open").expect("there is something to undo");
    assert_eq!(vault.search(one).total(), both, "separating is taken back too");
}

#[test]
fn importing_again_changes_nothing_and_later_messages_are_the_persons() {
    let vault = joined();
    let again = vault.import(vault.file("再来.csv", TABLE));
    assert_eq!((again.messages, again.duplicates), (4, 4), "every record is known again");
    assert_eq!(participant(&vault, "王小明").messages, 2);
    let later = format!("{TABLE}2024-01-03 08:00,13800001111,收到了\n");
    vault.import(vault.file("售后.csv", later));
    assert_eq!(vault.search("发件人:王小明").texts()[0], "收到了");
    assert_eq!(participant(&vault, "王小明").joined[0].messages, 2);
}

#[test]
fn people_of_two_conversations_are_refused() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let page = vault.conversations("");
    let of = |row: usize| page.conversations[row].participants[0].id.clone();
    let request = SamePerson { participants: vec![of(0)], kept: Some(of(1)) };
    let refused = vault.session.same_person(&request).expect_err("they are not of one conversation");
    assert_eq!(refused.code, ErrorCode::OtherConversation);
    let nobody = SamePerson { participants: vec!["p999".into()], kept: Some(of(1)) };
    assert_eq!(vault.session.same_person(&nobody).expect_err("nobody").code, ErrorCode::NotFound);
}

#[test]
fn a_document_says_who_was_joined_and_by_whose_word() {
    let vault = joined();
    let report = vault.export("", &["all.pdf", "all.docx"]);
    assert_eq!(report.complete, "FULL", "nothing is left out by it");
    let file = File::open(vault.folder().join("all.docx")).expect("it was written");
    let mut package = zip::ZipArchive::new(file).expect("a zip");
    let mut text = String::new();
    package.by_name("word/document.xml").expect("there").read_to_string(&mut text).expect("UTF-8");
    let sentence = "会话 1：来源中的「13800001111」（印出 1 条）由使用者认定与「王小明」为同一人";
    assert!(text.contains(sentence), "it stands with the participants");
    assert_eq!(text.matches("来源署名：13800001111").count(), 1, "and above the message");
    assert!(text.contains("使用者认定为同一人的几位对话人"), "and how to read that is told");
    let manifest = std::fs::read_to_string(&report.manifest).expect("it was written");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let joined = &manifest["joined"][0];
    assert_eq!(
        (&joined["name"], &joined["with"], &joined["messages"]),
        (&"13800001111".into(), &"王小明".into(), &1.into())
    );

    vault.session.undo().expect("open").expect("there is something to undo");
    let report = vault.export("", &["apart.docx"]);
    let manifest = std::fs::read_to_string(&report.manifest).expect("it was written");
    assert!(manifest.contains(r#""joined":[]"#), "nothing is said of what is not so: {manifest}");
}
