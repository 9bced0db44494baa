//! Traps of customer service in WeChat, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

const ACCOUNT: &str = "wkQzC7EAAAk2tVbXn9LrM4JdYqPc8EsA";
const CUSTOMER: &str = "wmQzC7EAAAdL0n3PqkV5tRwxYb9Hs2Gu";
const OTHER: &str = "wmQzC7EAAAt6hJc0ZxNpW8QeKv3Ya1Lr";

fn service(json: &str) -> Collected {
    read("wecom_kf", "a.json", json)
}

fn answers() -> Collected {
    fixture("wecom_kf", "answers.jsonl")
}

fn text(id: &str, fields: &str) -> String {
    format!(
        r#"{{"msgid":"{id}","open_kfid":"wk1","external_userid":"wm1","send_time":1714960800,"msgtype":"text","text":{{"content":"好"}},{fields}}}"#
    )
}

#[test]
fn answers_and_messages_are_recognised_with_certainty_and_other_records_of_wecom_are_not() {
    for name in ["answers.jsonl", "one_answer_more.json", "messages_newest_first.jsonl"] {
        let bytes = fixture_bytes("wecom_kf", name);
        assert_eq!(confidence("wecom_kf", "x.dat", bytes), Confidence::Certain, "{name}");
    }
    for name in ["records.jsonl", "zone.json"] {
        let bytes = fixture_bytes("wecom_archive", name);
        assert_eq!(confidence("wecom_kf", name, bytes), Confidence::No, "{name}");
    }
    let quoted = r#"{"text":"\"msgid\":\"msgtype\":\"open_kfid\":\"send_time\":\"origin\":"}"#;
    assert_eq!(confidence("wecom_kf", "a.json", quoted), Confidence::No, "the names stand in the words only");
}

#[test]
fn a_customer_at_an_account_is_a_conversation_and_events_join_it_by_what_they_name_inside() {
    let chat = answers();
    let keys: Vec<&str> = chat.conversations.iter().map(|chat| chat.key.as_str()).collect();
    assert_eq!(
        keys,
        [&format!("{ACCOUNT}|{CUSTOMER}"), &format!("{ACCOUNT}|{OTHER}"), ACCOUNT],
        "the last holds what concerns the account as a whole"
    );
    assert!(chat.conversations.iter().all(|chat| chat.platform == Platform::WeCom && chat.title.is_empty()));
    let of_slot = |slot| chat.messages.iter().filter(|(of, _)| *of == slot).count();
    assert_eq!((of_slot(0), of_slot(1), of_slot(2)), (26, 1, 1));
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 02:00:00Z second"));
}

#[test]
fn the_origin_says_who_is_who() {
    let chat = answers();
    let customer = chat.sender_at(1);
    assert_eq!((customer.name.as_str(), customer.role), (CUSTOMER, Role::Customer));
    let staff = chat.sender_at(5);
    assert_eq!((staff.name.as_str(), staff.role), ("LinXia", Role::Agent));
    assert!(chat.message_at(0).sender.is_none(), "nobody says an event");

    let chat = service(&format!(
        "[{},{},{}]",
        text("1", r#""origin":"3","servicer_userid":"LinXia""#),
        text("2", r#""origin":5"#),
        text("3", r#""origin":9,"servicer_userid":"LinXia""#)
    ));
    let roles: Vec<Role> = (0..3).map(|position| chat.sender_at(position).role).collect();
    assert_eq!(roles, [Role::Customer, Role::Agent, Role::Unknown]);
    assert_eq!(chat.senders(), ["wm1", "", ""], "a name is not made up");
    let doubts: Vec<(&str, &str)> =
        chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("unknown_part", "origin 9"), ("not_kept", "servicer_userid")]);
}

#[test]
fn words_of_the_system_are_events() {
    let chat = service(&format!("[{}]", text("1", r#""origin":4"#)));
    assert!(chat.message_at(0).sender.is_none());
    assert_eq!(chat.texts(), ["好"]);
}

#[test]
fn a_recall_by_either_side_marks_the_message_and_stays_an_event() {
    let chat = answers();
    let recalled: Vec<&str> = chat
        .messages
        .iter()
        .filter(|(_, draft)| draft.recalled)
        .map(|(_, draft)| draft.text.as_str())
        .collect();
    assert_eq!(recalled, ["发错了，请忽略", "单价写错了"], "the words stay");
    let event = chat.message_at(3);
    assert_eq!(
        (event.kind, event.text.as_str()),
        (Kind::System, "user_recall_msg\nrecall_msgid: kf03x7Gm2Tq")
    );
    assert_eq!(event.takes_back.as_deref(), Some("kf03x7Gm2Tq"), "it may have come with another file");
}

#[test]
fn events_are_told_in_the_words_of_the_source_without_the_codes_that_answer_them() {
    let chat = answers();
    let events: Vec<&str> = chat
        .messages
        .iter()
        .filter(|(_, draft)| draft.kind == Kind::System && draft.takes_back.is_none())
        .map(|(_, draft)| draft.text.as_str())
        .collect();
    assert_eq!(
        events,
        [
            "enter_session\nscene: oCz1\nscene_param: order%3D9931\nwechat_channels.nickname: 南山灯具\nwechat_channels.scene: 1",
            "session_status_change\nchange_type: 1\nnew_servicer_userid: LinXia",
            "msg_send_fail\nfail_msgid: out_77\nfail_type: 4",
            "servicer_status_change\nservicer_userid: LinXia\nstatus: 2\nstop_type: 1",
            "reject_customer_msg_switch_change\nservicer_userid: LinXia\nreject_switch: 1",
            "session_status_change\nchange_type: 3\nold_servicer_userid: LinXia",
        ]
    );
    let all = format!("{:?} {:?}", chat.messages, chat.warnings);
    assert!(!all.contains("aaBBcc") && !all.contains("mC0d"), "codes go nowhere");
}

#[test]
fn every_type_keeps_its_kind_and_what_it_says() {
    let chat = answers();
    let of_people = chat.messages.iter().filter(|(_, draft)| draft.sender.is_some());
    let said: Vec<(Kind, &str)> =
        of_people.skip(2).map(|(_, draft)| (draft.kind, draft.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (
                Kind::Card,
                "您好，请选择：\n退换\n安装说明 https://a.example/i\n我的订单 wx12ab pages/order\n其他问题请直接写\n人工 9 点到 18 点"
            ),
            (Kind::Text, "退换"),
            (Kind::Image, ""),
            (Kind::Voice, ""),
            (Kind::Video, ""),
            (Kind::File, ""),
            (Kind::Location, "旧木工坊\n西溪路 9 号\n30.274\n120.155"),
            (Kind::Link, "换货须知\n三步办好\nhttps://a.example/h"),
            (Kind::Contact, "ZhouAn"),
            (Kind::Link, "我的订单\nappid: wx12ab\npagepath: pages/order.html"),
            (Kind::Link, "新灯上架\n南山灯具\nsub_type: 1"),
            (Kind::Card, "黄铜台灯\nproduct_id: 77120034\nsales_price: 19900\nshop_nickname: 南山灯具店"),
            (
                Kind::Card,
                "黄铜台灯\n¥199.00\n待发货\norder_id: 3705115058471208928\nshop_nickname: 南山灯具店"
            ),
            (
                Kind::Forward,
                "群聊的聊天记录\n2024-05-06 01:59:00Z 阿芸: 灯罩是玻璃的\n2024-05-06 01:59:10Z 小周: 3iQm_m"
            ),
            (Kind::Card, "note"),
            (Kind::Card, "{\"shape\":\"lamp\",\"parts\":[1,2]}"),
            (Kind::Text, "我查一下，请稍等"),
            (Kind::Text, "单价写错了"),
        ]
    );
    let files: Vec<&str> = chat
        .messages
        .iter()
        .flat_map(|(_, draft)| &draft.attachments)
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(files, ["3iQm_img_1", "3iQm_voice_1", "3iQm_video_1", "3iQm_file_1"]);
}

#[test]
fn what_is_not_kept_and_not_known_is_said() {
    let chat = answers();
    let of_code = |code: &str| {
        let found = chat.warnings.iter().filter(|w| w.code == code);
        found.map(|w| w.detail.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of_code("not_kept"),
        [
            "event.welcome_code",
            "event.msg_code",
            "msgmenu.list.click.id",
            "msgmenu.list.text.no_newline",
            "text.menu_id",
            "link.pic_url",
            "miniprogram.thumb_media_id",
            "channels_shop_product.head_image",
            "channels_shop_order.image_url",
        ]
    );
    assert_eq!(of_code("unknown_part"), ["hologram"]);
}

#[test]
fn of_several_answers_the_last_tells_whether_there_is_more() {
    assert!(answers().understanding.partial.is_empty());
    let chat = fixture("wecom_kf", "one_answer_more.json");
    assert_eq!((chat.messages.len(), chat.understanding.partial), (11, vec!["has_more".to_owned()]));
    let answer = |id: &str, more: u8| {
        format!(r#"{{"errcode":0,"has_more":{more},"msg_list":[{}]}}"#, text(id, r#""origin":3"#))
    };
    let empty = r#"{"errcode":0,"errmsg":"ok","next_cursor":"c","has_more":0}"#;
    let chat = service(&format!("{}\n{empty}\n", answer("1", 1)));
    assert_eq!(chat.texts(), ["好"]);
    assert!(chat.understanding.partial.is_empty(), "an empty answer is the end");
}

#[test]
fn an_answer_that_failed_is_no_message_and_leaves_the_file_in_part() {
    let failed = r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#;
    let chat = service(&format!(
        "{{\"errcode\":0,\"has_more\":1,\"msg_list\":[{}]}}\n{failed}\n",
        text("1", r#""origin":3"#)
    ));
    assert_eq!(chat.texts(), ["好"]);
    assert_eq!(chat.understanding.partial, ["has_more", "failures:1"]);
    let refused = |json: &str| outcome("wecom_kf", "a", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused(failed), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused("[1,2]"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
}

#[test]
fn a_file_that_runs_backwards_is_turned_round_and_recalls_still_find_their_messages() {
    let chat = fixture("wecom_kf", "messages_newest_first.jsonl");
    let forwards = fixture("wecom_kf", "one_answer_more.json");
    let of = |chat: &Collected, key: &str| {
        let slot = chat.conversations.iter().position(|found| found.key == key);
        let drafts = chat.messages.iter().filter(|(of, _)| Some(*of) == slot);
        drafts.map(|(_, draft)| (draft.text.clone(), draft.recalled)).collect::<Vec<_>>()
    };
    for customer in [CUSTOMER, OTHER] {
        let key = format!("{ACCOUNT}|{customer}");
        assert_eq!(of(&chat, &key), of(&forwards, &key));
    }
}

#[test]
fn what_cannot_be_placed_is_kept_as_it_stands() {
    let chat = service(concat!(
        r#"[{"msgid":"1","open_kfid":"wk1","origin":3,"msgtype":"","send_time":0},"#,
        r#"{"msgid":"2","open_kfid":"wk1","external_userid":"wm1","origin":3,"msgtype":"text","text":"直白"},"#,
        r#"{"msgid":"3","open_kfid":"wk1","external_userid":"wm1","origin":4,"msgtype":"event"}]"#,
    ));
    assert_eq!(chat.messages.len(), 3);
    assert_eq!(chat.texts().get(1).copied(), Some("直白"));
    assert_eq!(chat.times(), ["", "", ""]);
    let codes: Vec<&str> = chat.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(
        codes,
        ["odd_time", "unknown_part", "undated_row", "unknown_part", "undated_row", "unknown_part"]
    );
}

#[test]
fn what_stands_in_a_field_of_another_form_is_named() {
    let chat = service(
        r#"[{"msgid":"1","open_kfid":"wk1","external_userid":"wm1","send_time":1714960800,"origin":3,"msgtype":"text","text":{"content":{"a":"b"}}}]"#,
    );
    assert_eq!(chat.texts(), [""]);
    assert_eq!(chat.warnings.first().map(|warning| warning.detail.as_str()), Some("text.content"));
}

#[test]
fn a_damaged_line_costs_itself_only() {
    let chat = service(&format!("{}\n{{\"msgid\":\"2\",\"op\n", text("1", r#""origin":3"#)));
    assert_eq!(chat.texts(), ["好"]);
    assert_eq!(chat.understanding.partial, ["damaged_lines:1"]);
}
