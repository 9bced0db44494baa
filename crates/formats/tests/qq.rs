//! Traps of QQ's exports and copies, one by one.

mod support;

use std::io::{self, Cursor, Read};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, draft::DateOrder, job::Job};

fn keys(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.key.as_str()).collect()
}

fn titles(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.title.as_str()).collect()
}

fn kinds(chat: &Collected) -> Vec<Kind> {
    chat.messages.iter().map(|(_, draft)| draft.kind).collect()
}

fn attached(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let files = chat.message_at(position).attachments.iter();
    files.map(|file| (file.name.as_str(), file.content.as_ref().map(|content| content.bytes))).collect()
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
    use Kind::{Image, System, Text, Transfer};
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
    assert_eq!(chat.senders(), ["丘 丘", "丘 丘", "-", "Paul~茶（写不完了...）"]);
    assert_eq!(chat.times(), ["", "", "", ""], "no day is invented");
    let seen: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "undated_line").map(|w| w.detail.as_str()).collect();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|line| line.ends_with("PM")), "the time of day is shown: {seen:?}");
    assert_eq!(chat.message_at(3).text, "路上\n马上到");
}

#[test]
fn in_a_copy_of_the_message_manager_it_is_the_id_that_tells_a_header() {
    let chat = fixture("qq_copy", "message_manager.txt");
    assert_eq!(chat.senders(), ["丘丘", "竹影", "竹影"]);
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("958884"));
    assert_eq!(chat.sender_at(1).key.as_deref(), Some("zhuying@example.com"));
    assert_eq!(chat.message_at(1).text, "“开门”\n约 9:00:00 AM", "no empty lines part messages here");
}

#[test]
fn a_copy_of_the_phone_takes_its_days_from_lines_of_their_own() {
    let chat = fixture("qq_copy", "phone.txt");
    assert_eq!(
        chat.times(),
        ["2024-02-21 23:50:12 second", "2024-02-21 23:58:40 second", "2024-02-22 00:00:48 second", ""]
    );
    assert_eq!(chat.senders(), ["丘 丘", "山南茶器:小竹", "丘 丘", "-"]);
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Text, Kind::Image, Kind::System]);
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

// MHT.

#[test]
fn a_page_gives_its_conversations_with_days_and_writers() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(
        keys(&chat),
        ["客户\u{1f}阿 芸", "我的群聊\u{1f}山南茶友会"],
        "as in the text of the same chats"
    );
    assert_eq!(chat.senders(), ["阿 芸", "山南茶器", "-", "-", "阿 芸", "山南茶器", "云水"]);
    assert_eq!(
        chat.times(),
        [
            "2024-05-06 09:12:03 second",
            "2024-05-06 09:12:40 second",
            "2024-05-06 09:13:00 second",
            "2024-05-06 09:13:20 second",
            "2024-05-07 00:01:09 second",
            "2024-05-08 20:01:00 second",
            "2024-05-08 20:02:00 second"
        ]
    );
    assert_eq!(chat.sender_at(6).key.as_deref(), Some("yunshui@example.com"));
    assert!(chat.message_at(3).recalled, "the system tells of a recall");
    assert_eq!(chat.message_at(2).text, "您发送了一个窗口抖动。", "a row without a name is nobody's");
}

#[test]
fn words_of_a_page_are_read_as_they_are_seen() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(chat.message_at(0).text, "您好，茶壶盖子碰缺了一角\n见图");
    assert_eq!(
        chat.message_at(4).text,
        "a <b> & c\n------=_NextPart_20240506_01",
        "what only resembles the boundary is words"
    );
    assert_eq!(chat.message_at(6).text, "谢谢，看这里 新品 (https://tea.example/new)");
}

#[test]
fn pictures_come_out_of_their_parts_whatever_their_capitals() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(attached(&chat, 0), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}.dat", Some(70))]);
    assert_eq!(attached(&chat, 1), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3302}.dat", Some(70))]);
    assert_eq!(kinds(&chat).get(..2), Some([Kind::Text, Kind::Image].as_slice()));
    assert_eq!(
        attached(&chat, 4),
        [("{99999999-0000-0000-0000-000000000000}.dat", None)],
        "a part that is not there leaves its name"
    );
    let lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!(
        lost,
        ["{3f2504e0-4f89-11d3-9a0c-0305e82c3303}.dat", "【群主】"],
        "a picture that nobody sent"
    );
}

#[test]
fn a_page_of_one_line_is_read_and_a_time_that_is_none_is_named() {
    let chat = fixture("qq_mht", "one_line_12h.mht");
    assert_eq!(chat.times(), ["2024-06-01 09:58:24 second", "2024-06-01 12:00:05 second", ""]);
    assert_eq!(chat.codes(), ["unreadable_time"]);
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let bytes = fixture_bytes("qq_mht", "one_line_12h.mht");
    let named = outcome("qq_mht", "a.mht", bytes, &options).expect("it reads");
    assert_eq!((titles(&named), keys(&named)), (vec!["我的标题"], vec!["我的好友\u{1f}石榴"]));
}

#[test]
fn a_damaged_picture_costs_itself_only() {
    let text = String::from_utf8(fixture_bytes("qq_mht", "all.mht")).expect("it is text");
    let broken = text.replacen("iVBOR", "iV*OR", 1);
    let chat = read("qq_mht", "a.mht", broken);
    assert_eq!(chat.messages.len(), 7);
    assert_eq!(attached(&chat, 0), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}.dat", None)]);
    assert_eq!(chat.codes().first(), Some(&"unreadable_attachment"));
}

#[test]
fn pages_are_recognised_and_other_pages_are_not() {
    let of = |text: &str| confidence("qq_mht", "x.dat", text);
    for name in ["all.mht", "one_line_12h.mht"] {
        assert_eq!(
            confidence("qq_mht", "x.dat", fixture_bytes("qq_mht", name)),
            Confidence::Certain,
            "{name}"
        );
    }
    assert_eq!(of("From: a\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\n"), Confidence::No);
    let refused =
        |text: &str| outcome("qq_mht", "a.mht", text, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("From: a\n"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused("boundary=\"x\"\n\n--x\nContent-Type: text/html\n\n<p>"), Error::Lacks { .. }));
    assert!(matches!(refused(" "), Error::Empty { .. }));
}

// QQChatExporter.

fn qce(json: &str) -> Collected {
    read("qq_qce", "chat.json", json)
}

#[test]
fn the_newer_layout_gives_ids_kinds_and_the_chat() {
    let chat = fixture("qq_qce", "private_v5.json");
    assert_eq!((keys(&chat), titles(&chat)), (vec!["u_yun"], vec!["阿芸"]));
    use Kind::{Forward, Image, Link, System, Text, Voice};
    assert_eq!(kinds(&chat), [Text, Image, Text, System, Text, Forward, Link, Voice, Text]);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 12:53:20Z milli"));
    assert_eq!(
        chat.sender_at(0).key.as_deref(),
        Some("100862"),
        "the number by which QQ's own exports know her"
    );
    assert_eq!(chat.message_at(0).source_id.as_deref(), Some("7360000000000000001"), "all 19 digits");
    assert_eq!(chat.senders().get(3), Some(&"-"), "a grey line is nobody's");
    assert!(chat.message_at(4).recalled, "the words of a recalled message are kept");
    assert_eq!(chat.message_at(4).text, "错了");
}

#[test]
fn answers_forwards_and_cards_keep_what_only_their_elements_say() {
    let chat = fixture("qq_qce", "private_v5.json");
    let reply = chat.message_at(2).reply_to.as_ref().expect("it answers");
    assert_eq!(
        (reply.source_id.as_deref(), reply.quote.as_str()),
        (Some("7360000000000000001"), "茶壶盖子碰缺了一角")
    );
    assert_eq!(chat.message_at(2).text, "给您补发一个", "the mark of the answer gives way to the quotation");
    assert_eq!(
        chat.message_at(5).text,
        "[转发消息: 2条]\n2024-05-06 10:06:40Z 老周: 盖子单卖\n竹影: 多少钱",
        "1970 is no time"
    );
    assert_eq!(chat.message_at(6).text, "[JSON消息]\n春茶上新\n明前龙井\nhttps://tea.example/new");
    assert_eq!(attached(&chat, 7), [("v.amr", None)]);
}

#[test]
fn what_is_not_kept_is_said_once() {
    let chat = fixture("qq_qce", "private_v5.json");
    let mut lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    lost.sort_unstable();
    assert_eq!(lost, ["content.resources.url", "sender.nickname", "seq"], "a card that is the name is kept");
}

#[test]
fn the_older_layout_is_read_in_chunks() {
    let chat = fixture("qq_qce", "group_v4_chunks.json");
    assert_eq!((keys(&chat), chat.texts()), (vec!["山南茶友会"], vec!["今晚开壶", "[文件:菜单.pdf]", "好"]));
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-07 12:00:00Z milli"));
    assert_eq!(kinds(&chat), [Kind::Text, Kind::File, Kind::Text]);
    assert_eq!(chat.sender_at(1).key.as_deref(), Some("u_b"), "without a number the other id counts");
    assert!(chat.message_at(2).recalled);
    assert_eq!(chat.message_at(2).reply_to.as_ref().map(|reply| reply.quote.as_str()), Some("今晚开壶"));
}

/// A folder in memory: the file opened, and those beside it and above it.
struct Folder {
    file: Bytes,
    others: Vec<(&'static str, Vec<u8>)>,
}

impl Input for Folder {
    fn name(&self) -> &str {
        self.file.name()
    }

    fn bytes(&self) -> u64 {
        self.file.bytes()
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        self.file.open()
    }

    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let found = self.others.iter().find(|(known, _)| *known == name);
        Ok(found.map(|(_, content)| Box::new(Cursor::new(content.as_slice())) as Box<dyn Read>))
    }

    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        self.beside(&format!("../{name}"))
    }
}

fn in_folder(name: &str, content: Vec<u8>, others: Vec<(&'static str, Vec<u8>)>) -> Collected {
    let input = Folder { file: Bytes { name: name.to_owned(), content }, others };
    let mut chat = Collected::default();
    let importer = importer("qq_qce").expect("registered");
    chat.understanding =
        importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it reads");
    chat
}

const MANIFEST: &str = r#"{"metadata":{"name":"QQChatExporter V6"},
    "chatInfo":{"name":"阿芸","type":"private","peerUid":"u_yun"},"statistics":{},
    "chunked":{"format":"jsonl","chunksDir":"chunks","chunks":[
        {"index":1,"fileName":"c000001.jsonl","relativePath":"chunks/c000001.jsonl","count":3},
        {"index":2,"fileName":"c000002.jsonl","relativePath":"chunks/c000002.jsonl","count":1},
        {"index":3,"fileName":"x","relativePath":"../secret","count":1}]}}"#;

#[test]
fn a_manifest_brings_in_the_lines_beside_it_and_counts_what_is_missing() {
    let mut lines = fixture_bytes("qq_qce", "c000001.jsonl");
    lines.extend_from_slice(b"{\"id\":\n");
    let picture = ("resources/images/pot.jpg", b"PNG".to_vec());
    let chat = in_folder(
        "manifest.json",
        MANIFEST.into(),
        vec![("chunks/c000001.jsonl", lines), picture, ("../secret", b"{}".to_vec())],
    );
    assert_eq!((chat.messages.len(), keys(&chat)), (3, vec!["u_yun"]));
    assert_eq!(chat.understanding.partial, ["failures:2", "damaged_lines:1"], "nothing above is opened");
    assert_eq!(attached(&chat, 1), [("pot.jpg", Some(3))]);
    assert_eq!(chat.message_at(0).place, "chunks/c000001.jsonl, line 1");
    assert_eq!(confidence("qq_qce", "x.dat", MANIFEST), Confidence::Certain);
}

#[test]
fn a_file_of_lines_asks_the_manifest_above_whose_they_are() {
    let lines = fixture_bytes("qq_qce", "c000001.jsonl");
    let chat = in_folder("c000001.jsonl", lines.clone(), vec![("../manifest.json", MANIFEST.into())]);
    assert_eq!((keys(&chat), titles(&chat)), (vec!["u_yun"], vec!["阿芸"]));
    let alone = in_folder("c000001.jsonl", lines, Vec::new());
    assert_eq!(keys(&alone), ["c000001\u{1f}7360000000000000001"], "every export has a c000001");
}

#[test]
fn what_is_told_of_the_chat_may_stand_behind_the_messages() {
    let chat = qce(
        r#"{"messages":[{"id":"1","timestamp":1715000000000,"sender":{"uid":"u"},"content":{"text":"x"}}],
        "chatInfo":{"name":"后记"}}"#,
    );
    assert_eq!(keys(&chat), ["后记"]);
}

#[test]
fn a_message_without_time_or_name_is_kept_and_an_unknown_record_is_an_event() {
    let chat = qce(r#"{"metadata":{},"chatInfo":{"name":"甲"},"messages":[
        {"id":"1","timestamp":null,"time":"","sender":{},"content":{"text":"x"}},
        {"id":"2","timestamp":0,"time":"2024-05-06 20:53:20","sender":{"uid":"u"},"content":{"text":"y"}},
        {"orbit":7}, null]}"#);
    assert_eq!(chat.senders(), ["", "", "-", "-"]);
    assert_eq!(
        chat.times(),
        ["", "2024-05-06 20:53:20 second", "", ""],
        "the local words where no number stands"
    );
    assert_eq!(chat.texts(), ["x", "y", r#"{"orbit":7}"#, "null"]);
    assert_eq!(chat.codes(), ["undated_row", "unknown_part", "unknown_part"]);
}

#[test]
fn exports_of_the_tool_are_recognised_and_other_json_is_not() {
    let of = |text: &str| confidence("qq_qce", "x.dat", text);
    for name in ["private_v5.json", "group_v4_chunks.json"] {
        assert_eq!(
            confidence("qq_qce", "x.dat", fixture_bytes("qq_qce", name)),
            Confidence::Certain,
            "{name}"
        );
    }
    assert_eq!(confidence("qq_qce", "x.dat", fixture_bytes("qq_qce", "c000001.jsonl")), Confidence::Likely);
    assert_eq!(of(r#"{"messages":[{"sender":"甲","content":"QQChatExporter"}]}"#), Confidence::No);
    assert_eq!(of("QQChatExporter"), Confidence::No);
    let refused =
        |json: &str| outcome("qq_qce", "a.json", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused(r#"{"metadata":{},"chatInfo":{}}"#), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" "), Error::Empty { .. }));
}
