//! Traps of WeCom's message archive, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

const CUSTOMER: &str = "wmQzC7EAAAdL0n3PqkV5tRwxYb9Hs2Gu";
const GROUP: &str = "wrQzC7EAAAmB8yTn4KdXo1VpEwZcJr6f";

fn archive(json: &str) -> Collected {
    read("wecom_archive", "a.jsonl", json)
}

fn records() -> Collected {
    fixture("wecom_archive", "records.jsonl")
}

#[test]
fn both_interfaces_are_recognised_with_certainty_and_nothing_else_is() {
    for name in ["records.jsonl", "zone.json", "list_newest_first.json"] {
        let bytes = fixture_bytes("wecom_archive", name);
        assert_eq!(confidence("wecom_archive", "x.dat", bytes), Confidence::Certain, "{name}");
    }
    let other = r#"{"msgid":"m","text":"\"from\" \"tolist\" \"msgtype\""}"#;
    assert_eq!(
        confidence("wecom_archive", "a.json", other),
        Confidence::No,
        "the names stand in the words only"
    );
}

#[test]
fn a_single_chat_is_one_conversation_whoever_writes_and_a_group_is_its_own() {
    let chat = records();
    let keys: Vec<&str> = chat.conversations.iter().map(|chat| chat.key.as_str()).collect();
    assert_eq!(
        keys,
        [&format!("LinXia|{CUSTOMER}"), GROUP, "LinXia"],
        "the last holds the change of company"
    );
    assert!(chat.conversations.iter().all(|chat| chat.platform == Platform::WeCom && chat.title.is_empty()));
    let of_pair = chat.messages.iter().filter(|(slot, _)| *slot == 0).count();
    assert_eq!((of_pair, chat.messages.len()), (14, 21));
}

#[test]
fn a_recall_marks_the_message_it_takes_back_and_stays_an_event() {
    let chat = records();
    let recalled: Vec<&str> = chat
        .messages
        .iter()
        .filter(|(_, draft)| draft.recalled)
        .map(|(_, draft)| draft.text.as_str())
        .collect();
    assert_eq!(
        recalled,
        ["单价写错了，请稍等"],
        "the words stay, and the id matches without its mark `_external`"
    );
    assert_eq!(
        chat.message_at(3).source_id.as_deref(),
        Some("900477_1714961040_external"),
        "the id is kept whole"
    );
    let notice = chat.message_at(4);
    assert_eq!((notice.kind, notice.text.as_str()), (Kind::System, "recall LinXia 900477_1714961040"));
    assert_eq!(notice.takes_back.as_deref(), Some("900477_1714961040"), "it may have come with another file");
    assert!(notice.sender.is_none(), "nobody says it");
}

#[test]
fn consents_and_changes_of_company_are_events_with_their_time() {
    let chat = records();
    assert_eq!(chat.message_at(0).text, format!("agree {CUSTOMER}"));
    let (slot, switch) = chat.messages.last().expect("it is the last");
    assert_eq!((*slot, switch.text.as_str(), switch.sender.is_none()), (2, "switch LinXia", true));
    assert_eq!(
        chat.times().last().map(String::as_str),
        Some("2024-05-06 02:21:00Z milli"),
        "its time has another name"
    );
}

#[test]
fn ids_are_no_roles_except_that_of_a_robot() {
    let chat = records();
    let role_of = |text: &str| {
        let found = chat.messages.iter().find(|(_, draft)| draft.text.starts_with(text));
        found.and_then(|(_, draft)| draft.sender.as_ref()).map(|sender| sender.role)
    };
    assert_eq!(role_of("请问黄铜"), Some(Role::Unknown), "outside the company is not a customer yet");
    assert_eq!(role_of("您好，请选择"), Some(Role::Bot));
    let staff = archive(
        r#"{"msgid":"1","from":"wbrown","tolist":["a"],"msgtime":1714960800000,"msgtype":"text","text":{"content":"x"}}"#,
    );
    assert_eq!(staff.sender_at(0).role, Role::Unknown, "staff choose ids that may begin alike");
}

#[test]
fn words_answered_become_a_quotation() {
    let chat = records();
    let answer = chat.message_at(5);
    assert_eq!(answer.text, "那要十二个");
    assert_eq!(
        answer.reply_to.as_ref().map(|reply| reply.quote.as_str()),
        Some("LinXia：\n有的，今天下单明天发。")
    );
}

#[test]
fn every_type_keeps_its_kind_and_what_it_says() {
    let chat = records();
    let said: Vec<(Kind, &str)> =
        chat.messages.iter().skip(6).take(14).map(|(_, draft)| (draft.kind, draft.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (Kind::Image, ""),
            (Kind::File, ""),
            (Kind::Location, "旧木工坊\n西溪路 9 号\n30.274\n120.155"),
            (Kind::Link, "安装说明\n三步装好\nhttps://a.example/i"),
            (
                Kind::Forward,
                "仓库群\n2024-05-06 02:00:00Z: 还剩四十个\n2024-05-06 02:00:30Z: 库存.xlsx\n2024-05-06 02:00:40Z: 见图"
            ),
            (Kind::Text, "就是这种[微笑]"),
            (Kind::Text, "您好，请选择：1 安装 2 退换"),
            (Kind::Transfer, "辛苦了\ntype: 1\ntotalcnt: 2\ntotalamount: 3000"),
            (
                Kind::Card,
                "安装答疑\nstarttime: 2024-05-06 04:00:00Z\nendtime: 2024-05-06 05:00:00Z\nremarks: 带图纸\nmeetingtype: 102\nmeetingid: 1210342560\nstatus: 1"
            ),
            (Kind::Link, "尺寸对照表\nhttps://a.example/doc"),
            (Kind::Text, "**请核对**尺寸"),
            (Kind::Link, "新品\n黄铜系列\nhttps://a.example/n"),
            (Kind::Call, "callduration: 9\ninvitetype: 2"),
            (Kind::Card, "{\"shape\":\"door\",\"parts\":[1,2]}"),
        ]
    );
    let files = |position: usize| {
        let files = &chat.message_at(position).attachments;
        files.iter().map(|file| file.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(files(6), ["5f2b7c0d9e1a4b6c8d7e0f1a2b3c4d5e"], "a picture has no other name");
    assert_eq!(files(7), ["报价单.docx"]);
    assert_eq!(files(11), ["aa11"], "the picture among words");
}

#[test]
fn what_is_not_kept_and_not_known_is_said() {
    let chat = records();
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert!(lost.contains(&"image.sdkfileid") && lost.contains(&"info.item.picurl"), "{lost:?}");
    assert!(!lost.contains(&"file.fileext"), "the ending is in the name: {lost:?}");
    let unknown: Vec<(&str, &str)> = chat
        .warnings
        .iter()
        .filter(|w| w.code == "unknown_part")
        .map(|w| (w.place.as_str(), w.detail.as_str()))
        .collect();
    assert_eq!(unknown, [("line 20", "hologram")]);
}

#[test]
fn a_file_that_runs_backwards_is_turned_round() {
    let chat = fixture("wecom_archive", "list_newest_first.json");
    assert_eq!(chat.texts().first().copied(), Some("请问黄铜门把手还有货吗？"));
    assert!(chat.message_at(2).recalled, "the recall stands before its message here");
}

#[test]
fn the_data_zone_says_who_is_who_and_keeps_the_words_to_itself() {
    let chat = fixture("wecom_archive", "zone.json");
    let roles: Vec<Role> = (0..4).map(|position| chat.sender_at(position).role).collect();
    assert_eq!(roles, [Role::Customer, Role::Agent, Role::Bot, Role::Agent]);
    assert_eq!(chat.conversations.len(), 2);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 02:00:00Z second"));
    let count = |code: &str| chat.warnings.iter().filter(|w| w.code == code).count();
    assert_eq!((count("undecrypted"), count("unknown_part")), (3, 1), "{:?}", chat.warnings);
    assert_eq!(chat.understanding.partial, ["has_more"]);
    let all = format!("{:?} {:?}", chat.messages, chat.warnings);
    assert!(!all.contains("S0VZ"), "keys go nowhere");
}

#[test]
fn records_still_encrypted_are_events_and_said_to_be() {
    let chat = archive(
        r#"{"errcode":0,"chatdata":[{"seq":1,"msgid":"1","publickey_ver":3,"encrypt_random_key":"a2V5","encrypt_chat_msg":"Y2lwaGVy"}]}"#,
    );
    assert_eq!((chat.texts(), chat.senders()), (vec![""], vec!["-"]));
    assert!(chat.codes().contains(&"undecrypted"), "{:?}", chat.codes());
}

#[test]
fn lists_of_receivers_written_as_words_and_times_as_text_are_read() {
    let chat = archive(
        r#"{"msgid":"1","from":"wmA","tolist":"LinXia","roomid":"","msgtime":"1714960800000","msgtype":"text","text":{"content":"x"},"image":null}"#,
    );
    assert_eq!(chat.conversations.first().map(|chat| chat.key.as_str()), Some("LinXia|wmA"));
    assert_eq!(chat.times(), ["2024-05-06 02:00:00Z milli"]);
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_record_without_a_possible_time_is_kept_undated() {
    let chat = archive(concat!(
        r#"{"msgid":"1","from":"a","tolist":["b"],"msgtime":0,"msgtype":"text","text":{"content":"x"}}"#,
        "\n",
        r#"{"msgid":"2","from":"a","tolist":["b"],"msgtype":"text","text":{"content":"y"}}"#,
        "\n",
    ));
    assert_eq!(chat.times(), ["", ""]);
    assert_eq!(chat.codes(), ["odd_time", "undated_row"]);
}

#[test]
fn a_damaged_line_costs_itself_only_and_something_else_is_refused() {
    let chat = archive(concat!(
        r#"{"msgid":"1","from":"a","tolist":["b"],"msgtime":1714960800000,"msgtype":"text","text":{"content":"x"}}"#,
        "\n{\"msgid\":\"2\",\"fr\n",
    ));
    assert_eq!((chat.texts(), chat.codes()), (vec!["x"], vec!["damaged_line"]));
    assert_eq!(chat.understanding.partial, ["damaged_lines:1"]);
    let refused =
        |json: &str| outcome("wecom_archive", "a", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("[1,2]"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
}

#[test]
fn of_several_answers_the_last_tells_whether_there_is_more() {
    let answer = |n: u32, more: u32| {
        format!(
            r#"{{"has_more":{more},"msg_list":[{{"msgid":"{n}","sender":{{"type":2,"id":"wmC"}},"receiver_list":[{{"type":1,"id":"u1"}}],"send_time":160387560{n},"msgtype":1}}]}}"#
        )
    };
    assert!(archive(&format!("{}\n{}\n", answer(1, 1), answer(2, 0))).understanding.partial.is_empty());
    let chat = archive(&format!("{}\n{}\n", answer(1, 0), answer(2, 1)));
    assert_eq!(chat.understanding.partial, ["has_more"]);
}

#[test]
fn the_number_of_an_unknown_type_is_not_what_the_customer_said() {
    let chat = archive(
        r#"[{"msgid":"z","sender":{"type":2,"id":"wmC"},"receiver_list":[{"type":1,"id":"u1"}],"send_time":1603875601,"msgtype":1000}]"#,
    );
    assert_eq!((chat.texts(), chat.codes()), (vec![""], vec!["undecrypted", "unknown_part"]));
    assert_eq!(chat.warnings.last().map(|warning| warning.detail.as_str()), Some("1000"), "it is said");
}
