//! Traps of Feishu's JSON and of chats pasted out of its documents, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

fn api(json: &str) -> Collected {
    read("feishu_api", "a.json", json)
}

fn history() -> Collected {
    fixture("feishu_api", "messages_list.json")
}

#[test]
fn every_form_is_recognised_with_certainty_and_nothing_else_is() {
    for name in ["messages_list.json", "events.jsonl", "lark_cli.json"] {
        let bytes = fixture_bytes("feishu_api", name);
        assert_eq!(confidence("feishu_api", "x.dat", bytes), Confidence::Certain, "{name}");
    }
    let other = r#"{"messages":[{"message_id":"m-1","msg_type":"text","content":"om_1"}]}"#;
    assert_eq!(confidence("feishu_api", "a.json", other), Confidence::No, "the ids are another's");
}

#[test]
fn content_is_taken_out_of_its_string() {
    let chat = history();
    let said: Vec<(Kind, &str)> =
        chat.messages.iter().map(|(_, draft)| (draft.kind, draft.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (Kind::System, "阿宁 邀请 小周 加入群聊"),
            (Kind::Text, "@阿宁 明前茶还有吗？@_user_10"),
            (Kind::Text, "库存\n还有三罐，[看这里](https://a.example/tea)\n@小周[SMILE]"),
            (Kind::Image, ""),
            (Kind::Text, "This message was recalled"),
            (Kind::Card, "订单 77\n已付款 三罐"),
            (Kind::File, ""),
            (
                Kind::Forward,
                "Merged and Forwarded Message\n2024-05-06 02:00:00Z ou_other: 昨天说好包邮\n2024-05-06 02:00:00Z ou_other: Merged and Forwarded Message\n2024-05-06 02:00:00Z ou_third: img_deep"
            ),
            (Kind::Location, "茶馆\n30.2\n120.1"),
            (Kind::Voice, ""),
            (Kind::Card, "{\"shape\": \"pot\"}"),
            (Kind::Text, "改好了"),
        ]
    );
}

#[test]
fn files_are_named_and_what_is_not_kept_is_said() {
    let chat = history();
    let files = |position: usize| {
        chat.message_at(position).attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((files(2), files(3), files(6)), (vec!["img_tea"], vec!["img_cup"], vec!["检测报告.pdf"]));
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(
        lost,
        ["sender.tenant_key", "mentions.id", "mentions.tenant_key", "audio.duration", "update_time"]
    );
    let unknown: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "unknown_part").map(|w| w.detail.as_str()).collect();
    assert_eq!(unknown, ["hologram"], "kept as it stands, and said");
}

#[test]
fn ids_times_and_answers_are_those_of_the_source() {
    let chat = history();
    assert_eq!(
        chat.times().first().map(String::as_str),
        Some("2024-05-06 02:01:00Z milli"),
        "milliseconds as text"
    );
    let conversation = chat.conversations.first().expect("there is one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::Feishu, "oc_teahouse"));
    assert_eq!(chat.conversations.len(), 1, "what lies in a forward opens no conversation");
    let answer = chat.message_at(2);
    assert_eq!(answer.source_id.as_deref(), Some("om_003"));
    assert_eq!(answer.reply_to.as_ref().and_then(|reply| reply.source_id.as_deref()), Some("om_002"));
    assert!(chat.message_at(4).recalled && !chat.message_at(5).recalled);
    assert_eq!(
        (chat.sender_at(5).role, chat.sender_at(1).role),
        (Role::Bot, Role::Unknown),
        "an app is a bot"
    );
    assert!(chat.message_at(0).sender.is_none(), "a line of the system is an event");
    assert_eq!(chat.understanding.partial, ["has_more"]);
}

#[test]
fn events_are_messages_and_a_recall_marks_the_one_it_names() {
    let chat = fixture("feishu_api", "events.jsonl");
    assert_eq!(chat.senders(), ["ou_guest", "ou_guest", "-", "-"]);
    let recalled: Vec<&str> = chat
        .messages
        .iter()
        .filter(|(_, draft)| draft.recalled)
        .map(|(_, draft)| draft.text.as_str())
        .collect();
    assert_eq!(recalled, ["打错了"], "the words stay");
    assert_eq!(chat.message_at(2).text, "im.message.recalled_v1 om_e2");
    assert_eq!(chat.message_at(2).takes_back.as_deref(), Some("om_e2"), "it may have come with another file");
    assert!(
        chat.message_at(3).text.starts_with("im.chat.member.user.added_v1 {"),
        "another event stays as it is"
    );
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-05-06 02:00:04Z milli"));
    let all = format!("{:?} {:?}", chat.messages, chat.warnings);
    assert!(!all.contains("v-token"), "the token of the delivery goes nowhere");
}

#[test]
fn an_event_over_several_lines_is_read_too() {
    let event = r#"{
 "schema": "2.0", "header": {"event_type": "im.message.receive_v1"},
 "event": {"sender": {"sender_id": {"open_id": "ou_1"}, "sender_type": "user"},
  "message": {"message_id": "om_1", "create_time": "1714960800000", "chat_id": "oc_1", "message_type": "text", "content": "{\"text\":\"在\"}"}}
}"#;
    assert_eq!(confidence("feishu_api", "a", event), Confidence::Certain);
    assert_eq!(api(event).texts(), ["在"]);
}

#[test]
fn the_command_line_gives_names_and_words_and_its_threads_are_put_in_order() {
    let chat = fixture("feishu_api", "lark_cli.json");
    assert_eq!(
        chat.texts(),
        ["请发价目表 @阿宁", "稍等", "<file key=\"file_9\" name=\"价目表.xlsx\"/>", "[Image: img_v3]"]
    );
    assert_eq!(chat.senders(), ["小周", "阿宁", "阿宁", "阿宁"]);
    assert_eq!(
        chat.times().first().map(String::as_str),
        Some("2024-05-06 10:00:00 minute"),
        "local, to the minute"
    );
    let files: Vec<&str> = chat
        .messages
        .iter()
        .flat_map(|(_, draft)| &draft.attachments)
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(files, ["价目表.xlsx", "img_v3"]);
    let answer = chat.message_at(2).reply_to.as_ref();
    assert_eq!(answer.and_then(|reply| reply.source_id.as_deref()), Some("om_l1"));
    assert!(chat.understanding.partial.is_empty());
}

#[test]
fn pages_that_run_backwards_are_turned_round_as_one() {
    let page = |ids: [u64; 2]| {
        let item = |n: u64| {
            format!(
                r#"{{"message_id":"om_{n}","msg_type":"text","create_time":"{}","chat_id":"oc","sender":{{"id":"ou"}},"body":{{"content":"{{\"text\":\"{n}\"}}"}}}}"#,
                1_714_960_800_000 + n
            )
        };
        format!(r#"{{"data":{{"items":[{},{}]}}}}"#, item(ids[0]), item(ids[1]))
    };
    let expected = ["1", "2", "3", "4"];
    assert_eq!(
        api(&format!("{}\n{}\n", page([4, 3]), page([2, 1]))).texts(),
        expected,
        "an answer on each line"
    );
    assert_eq!(api(&format!("[{},{}]", page([4, 3]), page([2, 1]))).texts(), expected, "a list of answers");
    assert_eq!(api(&format!("{} {}", page([1, 2]), page([3, 4]))).texts(), expected, "one after the other");
}

#[test]
fn what_lies_in_a_forward_that_is_not_there_is_a_message() {
    let chat = api(
        r#"{"items":[{"message_id":"om_1","upper_message_id":"om_0","msg_type":"text","create_time":"1714960800000","chat_id":"oc","sender":{"id":"ou"},"body":{"content":"{\"text\":\"x\"}"}}]}"#,
    );
    assert_eq!(chat.texts(), ["x"]);
}

#[test]
fn a_message_without_a_possible_time_is_kept_undated_and_something_else_is_refused() {
    let chat = api(
        r#"{"items":[{"message_id":"om_1","msg_type":"text","create_time":"999","sender":{"id":"ou"},"body":{"content":"{\"text\":\"x\"}"}},{"message_id":"om_2","msg_type":"text","body":{"content":"y"}}]}"#,
    );
    assert_eq!((chat.times(), chat.texts()), (vec![String::new(), String::new()], vec!["x", "y"]));
    assert_eq!(chat.codes(), ["unreadable_time", "undated_row"]);
    assert_eq!(
        chat.conversations.first().map(|chat| chat.key.as_str()),
        Some("a"),
        "no chat is named: the file is it"
    );
    let refused =
        |json: &str| outcome("feishu_api", "a", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused(r#"{"data":{"items":[]}}"#), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
}

#[test]
fn pasted_text_is_parted_at_lines_that_end_with_a_moment() {
    let chat = fixture("feishu_copy", "docs.txt");
    assert_eq!(chat.senders(), ["小周", "阿宁", "周 宁 (2023年版)"]);
    assert_eq!(
        chat.texts(),
        ["请问明前茶还有吗？\n\n要两罐。", "有的。\n您看：\n去年 2023年05月06日 卖得也好", "好，谢谢"],
        "a date among words is words"
    );
    assert_eq!(
        chat.times(),
        ["2024-05-06 10:00:00 minute", "2024-05-06 10:02:00 minute", "2024-05-06 15:05:00 minute"]
    );
    let conversation = chat.conversations.first().expect("there is one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::Feishu, "docs"));
    assert_eq!(chat.codes(), ["names_seen_once"], "nobody comes back");
}

#[test]
fn pasted_text_may_be_in_gbk_with_seconds_and_is_recognised_by_what_it_holds() {
    let chat = fixture("feishu_copy", "crlf_gbk.txt");
    assert_eq!((chat.texts(), chat.senders()), (vec!["包裹已寄出", "收到"], vec!["阿宁", "小周"]));
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-07 09:00:15 second"));
    let items = "小周\n2024年05月06日 10:00\n在吗\n";
    assert_eq!(
        confidence("feishu_copy", "a.txt", items),
        Confidence::No,
        "the name on its own line is WeChat's"
    );
    assert_eq!(confidence("feishu_copy", "a.txt", "今天 2024年05月06日 10:00 开会\n"), Confidence::No);
}

#[test]
fn words_before_the_first_header_are_an_event_and_impossible_moments_leave_undated() {
    let chat = read(
        "feishu_copy",
        "a.txt",
        "聊天记录\n小周 2024年05月06日 10:00\n在\n小周 1980年05月06日 10:00\n吗\n",
    );
    assert_eq!(chat.senders(), ["-", "小周", "小周"]);
    assert_eq!(chat.codes(), ["unrecognised_line", "odd_time"]);
    let refused = outcome("feishu_copy", "a.txt", "在吗\n", &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused, Error::Lacks { what: "messages", .. }));
}

#[test]
fn of_several_pages_the_last_tells_whether_there_is_more() {
    let page = |n: u32, more: bool| {
        format!(
            r#"{{"data":{{"has_more":{more},"items":[{{"message_id":"om_{n}","msg_type":"text","create_time":"160907315134{n}","chat_id":"oc_1","sender":{{"id":"ou_1"}},"body":{{"content":"{{\"text\":\"t\"}}"}}}}]}}}}"#
        )
    };
    let partial = |pages: &str| api(pages).understanding.partial;
    assert!(partial(&format!("{}\n{}\n", page(1, true), page(2, false))).is_empty());
    assert!(partial(&format!("{}{}", page(1, true), page(2, false))).is_empty());
    assert_eq!(partial(&format!("{}\n{}\n", page(1, false), page(2, true))), ["has_more"]);
}

#[test]
fn a_total_other_than_the_messages_there_is_a_doubt() {
    let text = String::from_utf8(fixture_bytes("feishu_api", "lark_cli.json")).expect("text");
    assert!(api(&text).understanding.partial.is_empty());
    let other = text.replace("\"total\": 2", "\"total\": 50");
    assert_eq!(api(&other).understanding.partial, ["other_count"]);
}

#[test]
fn a_parcels_trace_or_an_appointment_within_pasted_text_is_nobody() {
    let trace = "小周 2024年05月06日 10:00\n包裹：\n已签收 2024年05月05日 18:30\n派送中 2024年05月05日 08:00\n\
        阿宁 2024年05月06日 10:02\n好\n小周 2024年05月06日 10:03\n嗯\n";
    let chat = read("feishu_copy", "a.txt", trace);
    assert_eq!(chat.senders(), ["小周", "阿宁", "小周"]);
    let moved =
        "小周 2024年05月06日 10:00\n会议改到\n下周一 2024年05月13日 14:00\n阿宁 2024年05月06日 10:02\n好\n";
    let chat = read("feishu_copy", "a.txt", moved);
    assert_eq!(chat.texts(), ["会议改到\n下周一 2024年05月13日 14:00", "好"]);
}
