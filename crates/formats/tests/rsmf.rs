//! Traps of RSMF, one by one.

mod support;

use std::io::{self, Cursor, Read, Write};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, job::Job};
use zip::{ZipWriter, write::SimpleFileOptions};

fn manifest(events: &str) -> Collected {
    let lists = r#""version":"2.0.0","participants":[{"id":"P1","display":"A"}],
        "conversations":[{"id":"conversation-1","platform":"teams","participants":["P1"]}]"#;
    read("rsmf", "rsmf_manifest.json", format!("{{{lists},\"events\":[{events}]}}"))
}

/// The names of the files of a message, and the length of each that is there.
fn files(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let files = &chat.message_at(position).attachments;
    files.iter().map(|file| (file.name.as_str(), file.content.as_ref().map(|it| it.bytes))).collect()
}

#[test]
fn each_wrapping_is_known_by_its_content_whatever_it_is_called() {
    for name in ["rsmf_manifest.json", "rsmf.zip", "kiln_orders.rsmf"] {
        let content = fixture_bytes("rsmf", name);
        assert_eq!(confidence("rsmf", "x.dat", content.clone()), Confidence::Certain, "{name}");
        for other in ["eml", "json", "whatsapp"] {
            assert!(
                confidence(other, "x.dat", content.clone()) < Confidence::Certain,
                "{name} is not for {other}"
            );
        }
    }
    let other = r#"{"participants":[],"messages":[],"words":"version conversations events"}"#;
    assert_eq!(
        confidence("rsmf", "a.json", other),
        Confidence::No,
        "a chat with participants is not yet this"
    );
}

#[test]
fn the_three_wrappings_of_one_manifest_say_the_same() {
    let alone = fixture("rsmf", "rsmf_manifest.json");
    let zipped = fixture("rsmf", "rsmf.zip");
    let mailed = fixture("rsmf", "kiln_orders.rsmf");
    assert_eq!((alone.texts(), alone.times()), (zipped.texts(), zipped.times()));
    let words = |chat: &Collected| {
        let mut all: Vec<String> = chat.texts().into_iter().map(str::to_owned).collect();
        all.sort();
        all
    };
    assert_eq!(words(&alone), words(&mailed));
}

#[test]
fn events_become_messages_and_lines_of_the_system() {
    let chat = fixture("rsmf", "rsmf.zip");
    assert_eq!(
        chat.senders(),
        ["-", "-", "客户林秋", "周岚", "Ed Marsh", "Ed Marsh", "客户林秋", "-", "周岚"]
    );
    assert_eq!(
        chat.texts(),
        [
            "Messages are kept for seven years.",
            "客户林秋: join",
            "蓝釉碗还有货吗？",
            "有，照片在下面",
            "Wrong channel",
            "Two crates.",
            "",
            "客户林秋: left the channel",
            "运费已付",
        ]
    );
    assert_eq!((chat.message_at(0).kind, chat.message_at(6).kind), (Kind::System, Kind::Image));
    let recalled: Vec<bool> = chat.messages.iter().map(|(_, draft)| draft.recalled).collect();
    assert_eq!(recalled.iter().position(|is| *is), Some(4), "deleted, and its words are there");
    assert_eq!(recalled.iter().filter(|is| **is).count(), 1);
}

#[test]
fn people_are_known_over_files_by_account_or_mail_and_never_by_the_id_of_a_manifest() {
    let chat = fixture("rsmf", "rsmf.zip");
    let keys: Vec<Option<&str>> = [3, 4, 2].map(|at| chat.sender_at(at).key.as_deref()).to_vec();
    assert_eq!(keys, [Some("U0001"), Some("ed@yao.example"), None], "P1 is somebody else in the next file");
}

#[test]
fn an_answer_names_the_event_it_answers_and_short_ids_are_not_taken_for_identities() {
    let chat = fixture("rsmf", "rsmf.zip");
    let asked = chat.message_at(2).source_id.clone();
    assert_eq!(asked.as_deref(), Some("1@2024-03-06T09:02:00+08:00"));
    assert_eq!(chat.message_at(3).reply_to.as_ref().and_then(|it| it.source_id.clone()), asked);
    let long = manifest(r#"{"id":"1709704720.000100","type":"message","participant":"P1","body":"x"}"#);
    assert_eq!(long.message_at(0).source_id.as_deref(), Some("1709704720.000100"), "this one is an identity");
}

#[test]
fn conversations_keep_their_platform_and_an_unknown_one_is_named() {
    let chat = fixture("rsmf", "rsmf.zip");
    let found: Vec<_> =
        chat.conversations.iter().map(|c| (c.platform, c.key.as_str(), c.title.as_str())).collect();
    assert_eq!(
        found,
        [(Platform::Slack, "#kiln-orders/C1", "#kiln-orders"), (Platform::Other, "rsmf/C2", "")],
        "C1 alone is no identity"
    );
    let unknown: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "unknown_platform").map(|w| w.detail.as_str()).collect();
    assert_eq!(unknown, ["bloomberg"]);
    let options = ReadOptions { platform: Some(Platform::WeCom), ..ReadOptions::default() };
    let chosen =
        outcome("rsmf", "a.zip", fixture_bytes("rsmf", "rsmf.zip"), &options).expect("it can be read");
    let platforms: Vec<Platform> = chosen.conversations.iter().map(|c| c.platform).collect();
    assert_eq!(platforms, [Platform::Slack, Platform::WeCom], "what the file states wins");
}

#[test]
fn files_come_out_of_the_archive_under_their_shown_names() {
    let chat = fixture("rsmf", "rsmf.zip");
    assert_eq!(files(&chat, 3), [("蓝釉碗.png", Some(70)), ("gone.pdf", None)]);
    assert_eq!(files(&chat, 6), [("bowl.png", Some(70))], "mentioned twice, there twice");
    assert_eq!(
        files(&fixture("rsmf", "rsmf_manifest.json"), 6),
        [("bowl.png", None)],
        "nothing lies beside it"
    );
}

struct Unpacked(Bytes);

impl Input for Unpacked {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn bytes(&self) -> u64 {
        self.0.bytes()
    }
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        self.0.open()
    }
    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok((name == "bowl.png").then(|| Box::new(Cursor::new(b"12345")) as Box<dyn Read>))
    }
}

#[test]
fn a_manifest_that_was_unpacked_finds_its_files_beside_it() {
    let content = fixture_bytes("rsmf", "rsmf_manifest.json");
    let input = Unpacked(Bytes { name: "rsmf_manifest.json".to_owned(), content });
    let mut chat = Collected::default();
    let importer = importer("rsmf").expect("registered");
    importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it can be read");
    assert_eq!(files(&chat, 6), [("bowl.png", Some(5))]);
}

#[test]
fn a_manifest_that_runs_backwards_is_turned_and_its_collection_is_its_identity() {
    let chat = fixture("rsmf", "kiln_orders.rsmf");
    let first = chat.conversations.iter().position(|c| c.key == "kiln-2024/C1").expect("the channel");
    let texts: Vec<&str> = chat
        .messages
        .iter()
        .filter(|(slot, _)| *slot == first)
        .map(|(_, draft)| draft.text.as_str())
        .collect();
    assert_eq!(texts.first(), Some(&"Messages are kept for seven years."));
    assert_eq!(texts.last(), Some(&"客户林秋: left the channel"));
    assert_eq!(
        chat.sender_at(chat.messages.len() - 6).name,
        "客户林秋",
        "people are known though listed last"
    );
}

#[test]
fn a_count_that_differs_from_what_is_there_is_passed_on() {
    assert_eq!(fixture("rsmf", "kiln_orders.rsmf").understanding.partial, ["event_count:11"]);
    assert!(fixture("rsmf", "rsmf.zip").understanding.partial.is_empty(), "nothing was announced");
}

#[test]
fn what_is_not_kept_is_said_once_for_the_file() {
    let chat = fixture("rsmf", "rsmf_manifest.json");
    let details: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "participants.avatar",
            "participants.custom",
            "conversations.participants",
            "conversations.custodian",
            "events.direction",
            "events.importance",
            "events.reactions",
            "events.read_receipts",
            "events.edits",
        ],
        "a normal importance is none"
    );
}

#[test]
fn events_that_lack_what_the_schema_demands_are_kept() {
    let chat = manifest(
        r#"{"type":"message","body":"no one, no time"},
           {"type":"message","participant":"P9","timestamp":"soon","body":"x"},
           {"type":"message","participant":"P1","edits":[{"participant":"P1","new":"only here"}]},
           {"body":"typeless"},
           {"type":"history","participant":"P1","timestamp":"2024-03-06T01:00:00Z"},
           {"odd":1}"#,
    );
    assert_eq!(chat.senders(), ["", "P9", "A", "-", "-", "-"]);
    assert_eq!(chat.texts(), ["no one, no time", "x", "only here", "typeless", "A: history", r#"{"odd":1}"#]);
    assert_eq!(chat.conversations.len(), 1, "what names no conversation is in the only one");
    assert!(chat.codes().contains(&"unreadable_time"), "{:?}", chat.warnings);
}

#[test]
fn an_archive_or_a_mail_without_its_manifest_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("other.json", SimpleFileOptions::default()).expect("an entry begins");
    zip.write_all(b"{}").expect("it is written");
    let archive = zip.finish().expect("the archive ends").into_inner();
    let mail = b"X-RSMF-Version: 2.0.0\nFrom: a@b\n\nwords".to_vec();
    for content in [archive, mail, br#"{"version":"2.0.0","participants":[]}"#.to_vec()] {
        let refused = outcome("rsmf", "a.rsmf", content, &ReadOptions::default());
        assert!(matches!(refused, Err(Error::Lacks { what: "messages", .. })), "{refused:?}");
    }
}

#[test]
fn two_events_of_one_short_id_are_two_by_their_own_moments() {
    let event = |second: u32, parent: &str| {
        format!(
            r#"{{"id":"E1","type":"message","timestamp":"2024-01-01T10:00:0{second}Z","participant":"P1","conversation":"C1","body":"{second}"{parent}}}"#
        )
    };
    let manifest = format!(
        r#"{{"version":"2.0.0","participants":[{{"id":"P1","display":"甲"}}],"conversations":[{{"id":"C1","platform":"slack","participants":["P1"]}}],"events":[{},{}]}}"#,
        event(0, ""),
        event(5, r#","parent":"E1""#)
    );
    let chat = read("rsmf", "rsmf_manifest.json", manifest);
    let ids: Vec<_> = chat.messages.iter().filter_map(|(_, draft)| draft.source_id.as_deref()).collect();
    assert_eq!(ids, ["E1@2024-01-01T10:00:00Z", "E1@2024-01-01T10:00:05Z"], "not one message");
    let answered = chat.message_at(1).reply_to.as_ref().and_then(|reply| reply.source_id.as_deref());
    assert_eq!(answered, Some("E1@2024-01-01T10:00:00Z"), "an answer names the id alone: it is the first");
}
