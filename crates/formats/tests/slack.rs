//! Slack's export: the archive, and one day out of it.

mod support;

use std::io::{self, Cursor, Read, Write};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, Role, job::Job};
use zip::{ZipWriter, write::SimpleFileOptions};

const ARCHIVE: &str = "Lamp Desk Slack export.zip";
const DAY: &str = "2024-05-20.json";

fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry begins");
        writer.write_all(content.as_bytes()).expect("it is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

/// A day in a folder of an unpacked export.
struct Unpacked {
    day: Bytes,
    users: &'static str,
    channels: &'static str,
}

impl Input for Unpacked {
    fn name(&self) -> &str {
        self.day.name()
    }
    fn folder(&self) -> Option<&str> {
        Some("returns")
    }
    fn bytes(&self) -> u64 {
        self.day.bytes()
    }
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        self.day.open()
    }
    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let text = match name {
            "users.json" => self.users,
            "channels.json" => self.channels,
            _ => return Ok(None),
        };
        Ok(Some(Box::new(Cursor::new(text))))
    }
}

fn unpacked(users: &'static str, channels: &'static str) -> Collected {
    let day = Bytes { name: DAY.to_owned(), content: fixture_bytes("slack", DAY) };
    let mut chat = Collected::default();
    let importer = importer("slack").expect("registered");
    let input = Unpacked { day, users, channels };
    chat.understanding =
        importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it is read");
    chat
}

#[test]
fn the_archive_and_a_day_are_recognised_under_any_name() {
    for name in [ARCHIVE, DAY] {
        assert_eq!(confidence("slack", "x.dat", fixture_bytes("slack", name)), Confidence::Certain, "{name}");
    }
    let other = archive(&[("a/2024-05-20.json", "[]")]);
    assert_eq!(
        confidence("slack", "slack.zip", other),
        Confidence::No,
        "days without any table may be anyone's"
    );
    assert_eq!(
        confidence("slack", "a.json", r#"[{"type":"message","user":"a","ts":"soon"}]"#),
        Confidence::No
    );
}

#[test]
fn channels_are_conversations_and_their_days_are_in_order() {
    let chat = fixture("slack", ARCHIVE);
    let found: Vec<(&str, &str)> =
        chat.conversations.iter().map(|c| (c.key.as_str(), c.title.as_str())).collect();
    assert_eq!(found, [("D01AB", ""), ("C01RET", "returns")], "a talk between two has no name");
    assert!(chat.conversations.iter().all(|c| c.platform == Platform::Slack));
    assert_eq!(
        chat.messages.last().map(|(_, draft)| draft.text.as_str()),
        Some("Sent back."),
        "the later day"
    );
    assert_eq!(chat.message_at(2).place, "returns/2024-05-20.json, messages[0]");
}

#[test]
fn stamps_are_ids_that_keep_every_digit_and_points_in_time() {
    let chat = read("slack", DAY, fixture_bytes("slack", DAY));
    assert_eq!(chat.message_at(1).source_id.as_deref(), Some("1716170401.000200"));
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-05-20 02:00:01.000200Z milli"));
    let reply = chat.message_at(2).reply_to.clone().expect("it stands in a thread");
    assert_eq!(reply.source_id.as_deref(), Some("1716170401.000200"));
    assert_eq!(chat.message_at(1).reply_to, None, "a thread's first message answers none");
}

#[test]
fn people_go_by_the_name_shown_and_unknown_ones_by_their_id() {
    let chat = fixture("slack", ARCHIVE);
    assert_eq!(
        chat.senders(),
        [
            "mara.q",
            "Ivo Lamb",
            "-",
            "mara.q",
            "Ivo Lamb",
            "order watch",
            "U04GONE",
            "Desk Bot",
            "-",
            "Ivo Lamb"
        ]
    );
    assert_eq!(chat.sender_at(3).key.as_deref(), Some("U01MARA"));
    assert_eq!((chat.sender_at(5).role, chat.sender_at(5).key.as_deref()), (Role::Bot, Some("B01")));
    assert_eq!(chat.sender_at(7).role, Role::Bot, "the table says so");
    assert_eq!(chat.sender_at(4).role, Role::Unknown);
}

#[test]
fn writing_attachments_and_blocks_are_words() {
    let chat = fixture("slack", ARCHIVE);
    assert_eq!(
        chat.message_at(3).text,
        "灯在响 & 发烫, @Ivo Lamb see the help (https://lamp.example/help) in #returns"
    );
    assert_eq!(chat.message_at(5).text, "Order 7\npaid <today>\nSum: 20\nhttps://lamp.example/7");
    assert_eq!(chat.message_at(7).text, "*Return* registered");
}

#[test]
fn joins_are_events_and_a_deleted_message_is_recalled() {
    let chat = fixture("slack", ARCHIVE);
    assert_eq!(
        (chat.message_at(2).kind, chat.message_at(2).text.as_str()),
        (Kind::System, "@mara.q has joined the channel")
    );
    let gone = chat.message_at(8);
    assert!(gone.recalled && gone.sender.is_none(), "its place is kept, its writer is not known");
}

#[test]
fn an_edit_has_the_new_words_and_a_deletion_takes_the_message_back() {
    let day = r#"[{"type":"message","user":"U1","text":"old words","ts":"1709715600.000100"},
        {"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","ts":"1709715700.000200",
         "message":{"type":"message","user":"U1","text":"new words","ts":"1709715600.000100","edited":{"user":"U1"}},
         "previous_message":{"type":"message","user":"U1","text":"old words","ts":"1709715600.000100"}},
        {"type":"message","subtype":"message_deleted","hidden":true,"deleted_ts":"1709715600.000100",
         "ts":"1709715800.000300","previous_message":{"type":"message","user":"U1","text":"new words","reactions":[1]}},
        {"type":"message","subtype":"message_deleted","hidden":true,"deleted_ts":"1709629200.000100",
         "ts":"1709715900.000300"}]"#;
    let chat = read("slack", "2024-03-06.json", day);
    assert_eq!(
        chat.texts(),
        ["old words", "U1: message_changed: U1: new words", "message_deleted: U1", "message_deleted"]
    );
    assert_eq!(chat.senders(), ["U1", "-", "-", "-"], "nobody wrote anew");
    let told = |n: usize| {
        let draft = chat.message_at(n).clone();
        let answered = draft.reply_to.map(|to| (to.source_id.unwrap_or_default(), to.quote));
        (answered.unwrap_or_default(), draft.takes_back)
    };
    let first = || "1709715600.000100".to_owned();
    assert_eq!(told(1), ((first(), "old words".to_owned()), None));
    assert_eq!(told(2), ((first(), "new words".to_owned()), Some(first())));
    let earlier = || "1709629200.000100".to_owned();
    assert_eq!(told(3), ((earlier(), String::new()), Some(earlier())), "it came in with another file");
    let lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!(lost, ["previous_message.reactions"]);
}

#[test]
fn a_file_is_named_and_missing() {
    let chat = fixture("slack", ARCHIVE);
    let file = chat.message_at(6).attachments.first().cloned().expect("it names a file");
    assert_eq!((file.name.as_str(), file.content, chat.message_at(6).kind), ("lamp.png", None, Kind::Image));
    let lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!((chat.codes(), lost), (vec!["not_kept"], vec!["reactions"]));
}

#[test]
fn a_day_finds_its_people_and_its_channel_in_the_folder_above() {
    let chat = unpacked(
        r#"[{"id":"U01MARA","name":"mara","profile":{"display_name":"mara.q"}}]"#,
        r#"[{"id":"C01RET","name":"returns"}]"#,
    );
    assert_eq!(
        chat.conversations.first().map(|c| (c.key.as_str(), c.title.as_str())),
        Some(("C01RET", "returns"))
    );
    assert_eq!(chat.sender_at(1).name, "mara.q");
    let damaged = unpacked("[", "[]");
    assert_eq!(damaged.sender_at(1).name, "U01MARA", "its people are not known, its messages are");
    assert_eq!(damaged.understanding.partial, ["unread_files:1"]);
}

#[test]
fn a_day_by_itself_goes_by_its_file_or_the_title_given() {
    let chat = read("slack", DAY, fixture_bytes("slack", DAY));
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("2024-05-20"));
    let options = ReadOptions { title: Some("returns".to_owned()), ..ReadOptions::default() };
    let chat = outcome("slack", DAY, fixture_bytes("slack", DAY), &options).expect("it is read");
    let found = chat.conversations.first().map(|c| (c.key.as_str(), c.title.as_str()));
    assert_eq!(found, Some(("returns", "returns")));
}

#[test]
fn one_damaged_day_costs_itself_and_makes_the_archive_partial() {
    let day = r#"[{"type":"message","user":"U1","text":"hello","ts":"1716170400.000100"}]"#;
    let chat = read(
        "slack",
        "a.zip",
        archive(&[
            ("out/channels.json", r#"[{"id":"C1","name":"a"}]"#),
            ("out/a/2024-05-20.json", day),
            ("out/a/2024-05-21.json", "[{\"type\":"),
            ("out/b/2024-05-20.json", day),
        ]),
    );
    assert_eq!((chat.messages.len(), chat.codes()), (2, vec!["not_kept"]));
    assert_eq!(chat.warnings.first().map(|w| w.place.as_str()), Some("out/a/2024-05-21.json"));
    assert_eq!(chat.understanding.partial, ["unread_files:1"]);
    let keys: Vec<&str> = chat.conversations.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["C1", "b"], "a channel that no table has goes by its folder");
}

#[test]
fn an_archive_without_days_holds_no_messages() {
    let error = outcome("slack", "a.zip", archive(&[("users.json", "[]")]), &ReadOptions::default());
    assert!(matches!(error, Err(Error::Lacks { what: "messages", .. })));
}

#[test]
fn records_of_another_kind_are_kept_as_they_stand() {
    let chat = read(
        "slack",
        "a.json",
        r#"[{"type":"reminder","ts":"1716170400.000100","note":"call"},
        {"type":"message","subtype":"channel_topic","user":"U1","text":"set the topic","ts":"1716170401.000100"},
        {"type":"message","user":"U1","text":"no time"}]"#,
    );
    assert!(chat.message_at(0).text.contains("\"note\":\"call\""));
    assert_eq!(chat.message_at(1).text, "U1: set the topic", "who it was is not lost");
    assert_eq!(chat.codes(), ["unknown_part", "undated_row", "not_kept"]);
}

#[test]
fn workspaces_in_one_archive_have_their_own_channels_and_people() {
    let day = r#"[{"type":"message","user":"U1","text":"hello","ts":"1704100000.000100"}]"#;
    let chat = read(
        "slack",
        "two.zip",
        archive(&[
            ("acme/users.json", r#"[{"id":"U1","name":"ann"}]"#),
            ("acme/channels.json", r#"[{"id":"C0AAA","name":"general"}]"#),
            ("acme/general/2024-01-01.json", day),
            ("acme/old/2024-01-01.json", day),
            ("beta/users.json", r#"[{"id":"U1","name":"bea"}]"#),
            ("beta/channels.json", r#"[{"id":"C0BBB","name":"general"}]"#),
            ("beta/general/2024-01-01.json", day),
            ("beta/old/2024-01-01.json", day),
        ]),
    );
    let keys: Vec<&str> = chat.conversations.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys, ["C0AAA", "acme/old", "C0BBB", "beta/old"], "one name is not one channel");
    assert_eq!(chat.senders(), ["ann", "ann", "bea", "bea"], "each by their own table");
}
