//! Traps of QQChatExporter's JSON, one by one.

mod support;

use std::io::{self, Cursor, Read};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{
    Kind::{self, File, Forward, Image, Link, System, Text, Voice},
    job::Job,
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

fn attached(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let files = chat.message_at(position).attachments.iter();
    files.map(|file| (file.name.as_str(), file.content.as_ref().map(|content| content.bytes))).collect()
}

fn qce(json: &str) -> Collected {
    read("qq_qce", "chat.json", json)
}

#[test]
fn the_newer_layout_gives_ids_kinds_and_the_chat() {
    let chat = fixture("qq_qce", "private_v5.json");
    assert_eq!((keys(&chat), titles(&chat)), (vec!["u_yun"], vec!["阿芸"]));
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
    assert_eq!(kinds(&chat), [Text, File, Text]);
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

#[test]
fn statistics_that_count_other_messages_are_a_doubt() {
    let text = String::from_utf8(fixture_bytes("qq_qce", "private_v5.json")).expect("text");
    assert!(read("qq_qce", "a.json", text.as_str()).understanding.partial.is_empty());
    let other = text.replace("\"totalMessages\": 9", "\"totalMessages\": 90");
    assert_eq!(read("qq_qce", "a.json", other).understanding.partial, ["other_count"]);
}
