//! Traps of what a DingTalk robot was sent, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform};

fn robot(json: &str) -> Collected {
    read("dingtalk_robot", "a.json", json)
}

/// Everything that would be stored or shown.
fn kept(chat: &Collected) -> String {
    format!("{:?} {:?} {:?} {:?}", chat.conversations, chat.messages, chat.warnings, chat.understanding)
}

#[test]
fn callbacks_and_frames_are_recognised_with_certainty_and_dws_files_are_not() {
    for name in ["callbacks.jsonl", "single.json", "stream_list.json"] {
        let bytes = fixture_bytes("dingtalk_robot", name);
        assert_eq!(confidence("dingtalk_robot", "x.dat", bytes), Confidence::Certain, "{name}");
    }
    for name in ["raw.json", "projected.json"] {
        let bytes = fixture_bytes("dingtalk_dws", name);
        assert_eq!(confidence("dingtalk_robot", name, bytes), Confidence::No, "{name}");
    }
}

#[test]
fn the_address_to_answer_at_is_kept_nowhere() {
    for name in ["callbacks.jsonl", "single.json", "stream_list.json"] {
        let chat = fixture("dingtalk_robot", name);
        assert!(!kept(&chat).contains("SECRETSESSION"), "{name}");
        assert!(
            chat.warnings.iter().any(|w| w.code == "not_kept" && w.detail == "sessionWebhook"),
            "its name is said"
        );
    }
    let damaged = String::from_utf8(fixture_bytes("dingtalk_robot", "callbacks.jsonl")).expect("UTF-8");
    let cut = damaged.trim_end().strip_suffix('}').expect("an object ends the file").to_owned();
    let chat = read("dingtalk_robot", "a.jsonl", cut);
    assert!(
        chat.codes().contains(&"damaged_line") && !kept(&chat).contains("SECRETSESSION"),
        "nor with a cut line"
    );
    assert_eq!(chat.understanding.partial, ["damaged_lines:1"]);
    let foreign = robot(
        r#"[{"sessionWebhook":"https://x/SECRETSESSION","a":1,"in":{"sessionWebhook":"SECRETSESSION","b":"{\"sessionWebhook\":\"SECRETSESSION\"}"}}]"#,
    );
    assert_eq!(foreign.texts(), [r#"{"a":1,"in":{"b":{}}}"#], "what is no callback is kept without it");
    assert_eq!(foreign.codes(), ["unknown_part"]);
}

#[test]
fn every_type_keeps_its_kind_and_what_it_says() {
    let chat = fixture("dingtalk_robot", "callbacks.jsonl");
    let said: Vec<(Kind, &str)> = chat
        .messages
        .iter()
        .filter(|(slot, _)| *slot == 0)
        .map(|(_, draft)| (draft.kind, draft.text.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Text, " 明前茶还有吗"),
            (Kind::Text, "是这种吗"),
            (Kind::Image, ""),
            (Kind::File, ""),
            (Kind::Video, ""),
            (
                Kind::Forward,
                "聊天记录\n2024-05-06 01:59:00Z 阿宁: 还剩三罐\n2024-05-06 01:59:30Z y: 更早\n老陈: 包邮"
            ),
            (Kind::Text, "就是这条"),
            (Kind::Card, "{\"shape\":\"pot\"}"),
        ]
    );
    let files: Vec<&str> = chat
        .messages
        .iter()
        .flat_map(|(_, draft)| &draft.attachments)
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(files, ["code-a", "code-b", "检测报告.pdf", "code-e", "code-c"]);
    let unknown: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "unknown_part").map(|w| w.detail.as_str()).collect();
    assert_eq!(unknown, ["hologram"]);
}

#[test]
fn what_was_heard_is_the_text_of_a_voice_message() {
    let chat = fixture("dingtalk_robot", "callbacks.jsonl");
    let (slot, heard) = chat.messages.last().expect("the second conversation comes last");
    assert_eq!((*slot, heard.kind, heard.text.as_str()), (1, Kind::Voice, "我要退两罐"));
}

#[test]
fn conversations_people_times_and_answers_are_those_of_the_source() {
    let chat = fixture("dingtalk_robot", "callbacks.jsonl");
    let named: Vec<(&str, &str)> =
        chat.conversations.iter().map(|chat| (chat.key.as_str(), chat.title.as_str())).collect();
    assert_eq!(named, [("cidTea==", "茶馆客户群"), ("cidOne==", "")]);
    assert!(chat.conversations.iter().all(|chat| chat.platform == Platform::DingTalk));
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 02:00:01Z milli"));
    let first = chat.message_at(0);
    assert_eq!(first.source_id.as_deref(), Some("msg001=="));
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("$:LWCP_v1:$guest"));
    let answer = chat.message_at(6).reply_to.as_ref().expect("it answers");
    assert_eq!((answer.source_id.as_deref(), answer.quote.as_str()), (Some("msg001=="), "明前茶还有吗"));
}

#[test]
fn what_is_not_kept_is_named_once() {
    let chat = fixture("dingtalk_robot", "callbacks.jsonl");
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    for name in ["conversationMsgContext", "senderStaffId", "content.duration", "content.pictureDownloadCode"]
    {
        assert_eq!(lost.iter().filter(|lost| **lost == name).count(), 1, "{name} in {lost:?}");
    }
}

#[test]
fn one_callback_over_several_lines_and_frames_in_a_list_are_read() {
    let single = fixture("dingtalk_robot", "single.json");
    assert_eq!(single.texts(), ["{\"单号\":7}"], "words that look like JSON are words");
    let list = fixture("dingtalk_robot", "stream_list.json");
    assert_eq!(list.texts(), [" 明前茶还有吗", "是这种吗"]);
}

#[test]
fn a_callback_without_a_possible_time_is_kept_undated_and_something_else_is_refused() {
    let chat = robot(
        r#"[{"msgtype":"text","conversationId":"c","text":{"content":"x"},"createAt":1},{"msgtype":"text","conversationId":"c","text":{"content":"y"}}]"#,
    );
    assert_eq!((chat.times(), chat.texts()), (vec![String::new(), String::new()], vec!["x", "y"]));
    assert_eq!(chat.codes(), ["odd_time", "undated_row"]);
    assert_eq!(chat.senders(), ["", ""], "nobody is named, and it is still somebody's");
    let refused =
        |json: &str| outcome("dingtalk_robot", "a", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("[]"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
}

#[test]
fn forwards_in_forwards_end_somewhere() {
    let mut content = serde_json::json!({"summary": "深处"});
    for _ in 0..30 {
        content = serde_json::json!({"summary": "外", "chatRecord": [{"content": content}]});
    }
    let callback = serde_json::json!({"msgtype": "chatRecord", "conversationId": "c", "createAt": 1_714_960_800_000_u64, "content": content});
    let chat = robot(&format!("[{callback}]"));
    let forward = chat.message_at(0);
    assert!(forward.kind == Kind::Forward && forward.text.contains("深处"), "what lies deeper stays as JSON");
}
