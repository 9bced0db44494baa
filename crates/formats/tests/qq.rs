//! Traps of the text that QQ's message manager exports and of what is copied out of QQ, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{
    Kind::{self, Image, System, Text, Transfer},
    Platform,
    draft::DateOrder,
};

fn keys(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.key.as_str()).collect()
}

fn titles(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.title.as_str()).collect()
}

fn kinds(chat: &Collected) -> Vec<Kind> {
    chat.messages.iter().map(|(_, draft)| draft.kind).collect()
}

// The text of the message manager.

const ALL: &str = "all_24h.txt";

#[test]
fn one_text_holds_many_conversations_told_apart_by_group_and_partner() {
    let chat = fixture("qq_txt", ALL);
    assert_eq!(keys(&chat), ["客户\u{1f}阿芸", "我的群聊\u{1f}山南茶友会"]);
    assert_eq!(titles(&chat), ["阿芸", "山南茶友会"]);
    assert!(chat.conversations.iter().all(|conversation| conversation.platform == Platform::Qq));
    let slots: Vec<usize> = chat.messages.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
}

#[test]
fn names_lose_their_title_and_their_id_and_the_system_is_nobody() {
    let chat = fixture("qq_txt", ALL);
    assert_eq!(
        chat.senders(),
        ["阿芸", "山南茶器", "阿芸", "-", "山南茶器", "-", "阿芸", "(竹)(影)", "PM 老周", "云水"],
        "PM is part of a name where the clock has 24 hours"
    );
    let ids: Vec<Option<&str>> =
        [6, 7, 8, 9].into_iter().map(|at| chat.sender_at(at).key.as_deref()).collect();
    assert_eq!(ids, [Some("100862"), Some("2048"), Some("77001"), Some("yunshui@example.com")]);
    let lost: Vec<&str> = chat.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    assert_eq!(
        (chat.codes(), lost),
        (vec!["not_kept"], vec!["【管理员】"]),
        "a title has no place of its own"
    );
}

#[test]
fn words_keep_their_lines_and_may_look_like_headers_and_rules() {
    let chat = fixture("qq_txt", ALL);
    assert_eq!(chat.message_at(0).text, "您好，茶壶盖子碰缺了一角\n包装盒也压扁了\n\n照片等一下发");
    assert_eq!(chat.message_at(2).text, "", "an empty message is a message");
    assert_eq!(
        chat.message_at(4).text,
        "她原话是：\n2024-05-06 09:12:03 阿芸\n盖子碰缺了一角",
        "no empty line stands before what is quoted"
    );
    let rule = "=".repeat(64);
    assert_eq!(chat.message_at(6).text, format!("欢迎新朋友\n{rule}\n群规请看公告"), "a rule alone is words");
}

#[test]
fn placeholders_give_the_kind_and_media_that_is_not_there_is_counted() {
    let chat = fixture("qq_txt", ALL);
    assert_eq!(kinds(&chat), [Text, Image, Text, System, Text, System, Text, Transfer, Text, Image]);
    assert!(chat.message_at(3).recalled && !chat.message_at(5).recalled, "one tells of a recall");
    assert_eq!(chat.understanding.partial, ["media_omitted:2"]);
}

#[test]
fn every_way_to_write_the_hour_is_read() {
    assert_eq!(
        fixture("qq_txt", "private_12h.txt").times(),
        [
            "2024-06-01 09:58:24 second",
            "2024-06-01 12:00:05 second",
            "2024-06-01 12:30:00 second",
            "2024-06-01 23:59:59 second"
        ]
    );
    let before = fixture("qq_txt", "half_day_before_gbk.txt");
    assert_eq!(before.times(), ["2024-07-02 08:00:00 second", "2024-07-02 13:05:09 second"]);
    assert_eq!(before.understanding.encoding, "gb18030");
    let unpadded = read("qq_txt", "a.txt", "消息对象:阿芸\n\n2024-05-06 9:02:03 阿芸\n早\n");
    assert_eq!(
        (unpadded.times(), keys(&unpadded)),
        (vec!["2024-05-06 09:02:03 second".to_owned()], vec!["阿芸"])
    );
}

#[test]
fn a_header_of_another_clock_is_pasted() {
    let chat = fixture("qq_txt", "private_12h.txt");
    assert_eq!(chat.message_at(2).text, "2024-06-01 12:00:05 山南茶器\n这句是我复制来的");
    assert_eq!(chat.senders(), ["石榴(^o^)", "山南茶器", "石榴(^o^)", "山南茶器"], "a face is no id");
}

#[test]
fn a_time_at_which_nobody_wrote_leaves_the_message_undated() {
    let chat = read(
        "qq_txt",
        "消息 (2).txt",
        "===\n旧文\n===\n\n1883-03-07 11:22:33 甲(12)\n一\n\n2024-02-30 11:22:33 乙(34)\n二\n",
    );
    assert_eq!(chat.senders(), ["-", "甲", "乙"], "words of the head are kept as an event");
    assert_eq!(chat.times(), ["", "", ""]);
    assert_eq!(chat.codes(), ["unrecognised_line", "odd_time", "impossible_date"]);
    assert_eq!(keys(&chat), ["消息"], "without a partner the file's name stands for the conversation");
}

#[test]
fn groups_of_one_name_stay_apart_and_two_exports_in_one_file_do_not() {
    let rule = "=".repeat(64);
    let block = |text: &str| {
        format!(
            "{rule}\n消息分组:我的群聊\n{rule}\n消息对象:交流群\n{rule}\n\n2024-05-06 09:12:03 {text}\n好\n\n"
        )
    };
    let first =
        format!("消息记录（此消息记录为文本格式，不支持重新导入）\n\n{}{}", block("甲(1)"), block("乙(2)"));
    let chat = read("qq_txt", "a.txt", first.clone());
    assert_eq!(keys(&chat), ["我的群聊\u{1f}交流群", "我的群聊\u{1f}交流群\u{1f}2"]);
    let twice = read("qq_txt", "a.txt", format!("{first}{first}"));
    let slots: Vec<usize> = twice.messages.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [0, 1, 0, 1], "the second export names the same conversations");
    assert_eq!(twice.texts(), ["好"; 4], "and nothing of its head is anybody's words");
}

#[test]
fn a_title_given_is_that_of_one_conversation() {
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let given =
        |name: &str| outcome("qq_txt", name, fixture_bytes("qq_txt", name), &options).expect("it reads");
    assert_eq!(titles(&given("private_12h.txt")), ["我的标题"]);
    assert_eq!(keys(&given("private_12h.txt")), ["我的好友\u{1f}石榴(^o^)"], "it changes no identity");
    assert_eq!(titles(&given(ALL)), ["阿芸", "山南茶友会"]);
}

#[test]
fn texts_are_recognised_by_what_they_hold() {
    let of = |text: &str| confidence("qq_txt", "x.dat", text);
    for name in [ALL, "private_12h.txt", "half_day_before_gbk.txt"] {
        assert_eq!(
            confidence("qq_txt", "x.dat", fixture_bytes("qq_txt", name)),
            Confidence::Certain,
            "{name}"
        );
    }
    assert_eq!(of("2024-05-06 09:12:03 阿芸(100862)\n好\n"), Confidence::Likely, "a piece of one");
    assert_eq!(of("2024-05-06 09:12:03 阿芸\n好\n"), Confidence::No, "other tools write so, too");
    let refused =
        |text: &str| outcome("qq_txt", "a.txt", text, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("消息对象:阿芸\n"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
}

// Copies.

#[test]
fn the_side_window_tells_day_and_time_with_the_month_first() {
    let chat = fixture("qq_copy", "side_window.txt");
    assert_eq!(
        chat.senders(),
        ["阿 芸", "山南茶器:小竹", "-", "老周", "-", "阿 芸", "山南茶器:小竹"],
        "titles are no part of a name, sentences of the system are nobody's"
    );
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 23:59:08 second"));
    assert_eq!(chat.times().get(3).map(String::as_str), Some("2024-05-07 00:01:21 second"));
    assert_eq!(chat.understanding.date_order, Some(DateOrder::Mdy));
    assert_eq!(chat.message_at(0).text, "茶壶盖子还有配件吗\n\n想单独买一个");
    assert_eq!(chat.message_at(3).text, "", "what he wrote was taken back");
    assert!(chat.message_at(4).recalled && chat.message_at(4).sent_at.is_none());
    assert_eq!(chat.message_at(5).text, "他说的原话：\n老周 5/6/2024 8:00:00 PM\n不要买", "quoted");
    assert_eq!(keys(&chat), ["names:山南茶器:小竹\u{1f}老周\u{1f}阿 芸"]);
}

#[test]
fn a_copy_without_days_stays_undated_and_says_so() {
    let chat = fixture("qq_copy", "chat_window.txt");
    assert_eq!(chat.senders(), ["丘 丘", "丘 丘", "-", "云上（出差中…）"]);
    assert_eq!(chat.times(), ["", "", "", ""], "no day is invented");
    let seen: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "undated_line").map(|w| w.detail.as_str()).collect();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|line| line.ends_with("PM")), "the time of day is shown: {seen:?}");
    let stated = chat.stated_times();
    assert!(stated[0].ends_with("PM") && stated[2].is_empty(), "it stays with the message: {stated:?}");
    assert_eq!(chat.message_at(3).text, "路上\n马上到");
}

#[test]
fn in_a_copy_of_the_message_manager_it_is_the_id_that_tells_a_header() {
    let chat = fixture("qq_copy", "message_manager.txt");
    assert_eq!(chat.senders(), ["丘丘", "竹影", "竹影"]);
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("602418"));
    assert_eq!(chat.sender_at(1).key.as_deref(), Some("zhuying@example.com"));
    assert_eq!(chat.message_at(1).text, "钥匙在您那儿\n约 9:00:00 AM", "no empty lines part messages here");
}

#[test]
fn a_copy_of_the_phone_takes_its_days_from_lines_of_their_own() {
    let chat = fixture("qq_copy", "phone.txt");
    assert_eq!(
        chat.times(),
        ["2024-02-21 23:17:45 second", "2024-02-21 23:58:40 second", "2024-02-22 00:02:36 second", ""]
    );
    assert_eq!(chat.senders(), ["丘 丘", "山南茶器:小竹", "丘 丘", "-"]);
    assert_eq!(kinds(&chat), [Text, Text, Image, System]);
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
    assert_eq!(chat.understanding.date_order, None, "nothing was open");
}

#[test]
fn the_order_of_days_is_the_documented_one_unless_the_file_decides_or_leaves_it_open() {
    let days = |text: &str, options: &ReadOptions| outcome("qq_copy", "a.txt", text, options);
    let plain = ReadOptions::default();
    let day_first = "甲 5/6/2024 9:00:00 PM\n一\n\n乙 13/6/2024 9:00:00 PM\n二\n";
    let chat = days(day_first, &plain).expect("it reads");
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-06-05 21:00:00 second"));
    let open = "甲 5/6/2024 21:00:00\n一\n";
    assert!(matches!(days(open, &plain), Err(Error::AmbiguousDates { .. })), "24 hours are written anywhere");
    let told = ReadOptions { date_order: Some(DateOrder::Dmy), ..ReadOptions::default() };
    let chat = days(open, &told).expect("it reads");
    assert_eq!(chat.times(), ["2024-06-05 21:00:00 second"]);
    let chinese = days("甲 2024/5/6 21:00:00\n一\n", &plain).expect("the year comes first");
    assert_eq!(chinese.times(), ["2024-05-06 21:00:00 second"]);
}

#[test]
fn copies_are_recognised_where_nobody_else_writes_so() {
    let of = |text: &str| confidence("qq_copy", "x.dat", text);
    let fixture = |name: &str| confidence("qq_copy", "x.dat", fixture_bytes("qq_copy", name));
    assert_eq!(fixture("phone.txt"), Confidence::Certain);
    for name in ["side_window.txt", "chat_window.txt", "message_manager.txt"] {
        assert_eq!(fixture(name), Confidence::Likely, "{name}");
    }
    assert_eq!(of("张三 2024/1/5 14:30:25\n好\n"), Confidence::No, "WeChat copies this, too");
    assert_eq!(of("明天 9:00:00 见\n"), Confidence::No);
    assert_eq!(of("—————  2018-09-03  —————\n\n李四  07:02\n\n好\n"), Confidence::No, "WeChat's");
}

#[test]
fn controls_of_direction_and_width_survive_as_content() {
    let said = "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{2066}c\u{2069}d\u{200D}e\u{FEFF}f";
    let name = "\u{202E}Mal\u{202C}lory\u{200B}";
    for (id, content) in [
        ("qq_txt", format!("2024-05-06 09:12:03 {name}(1)\n{said}\n")),
        ("qq_copy", format!("{name} 5/6/2024 9:12:03 AM\n{said}\n")),
        ("qq_copy", format!("— —  2024-5-6  — —\n\n{name}  09:12:03 \n{said}\n")),
        ("welink_txt", format!("{name}(z001)\t2024-05-06 09:12:03\n{said}\n")),
    ] {
        let chat = read(id, "a.txt", content);
        assert_eq!((chat.texts(), chat.senders()), (vec![said], vec![name]), "{id}");
    }
}

#[test]
fn an_appointment_among_copied_words_is_nobody_or_is_named() {
    let year_first = "阿芸 2024/3/5 23:59:08\n改到\n周一 2024/3/11 9:00:00\n李四 2024/3/5 23:59:58\n好\n阿芸 2024/3/6 0:00:08\n嗯\n";
    assert_eq!(read("qq_copy", "a.txt", year_first).senders(), ["阿芸", "李四", "阿芸"]);
    let last = "阿芸 5/6/2024 11:59:08 PM\n你好\n李四 5/7/2024 8:42:07 AM\n在\n阿芸 5/7/2024 8:43:07 AM\n预计 5/8/2024 8:43:07 AM\n到\n";
    let chat = read("qq_copy", "a.txt", last);
    let doubts: Vec<_> = chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("names_seen_once", "李四 / 预计")]);
}

#[test]
fn the_first_header_stands_below_nothing() {
    let text = "阿芸 8:41:07 PM\n你好\n快递\n李四 8:42:07 PM\n在\n\n你撤回了一条消息 重新编辑\n\n阿芸 8:43:07 PM\n[图片]\n";
    assert_eq!(read("qq_copy", "a.txt", text).senders(), ["阿芸", "李四", "-", "阿芸"]);
}
