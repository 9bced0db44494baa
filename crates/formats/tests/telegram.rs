//! Telegram's result.json: one chat and a whole account, with and without points in time.

mod support;

use std::io::{self, Cursor, Read};
use support::{Collected, confidence, fixture, fixture_bytes, read};
use yanju_formats::import::{Confidence, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, job::Job};

fn chat() -> Collected {
    fixture("telegram", "chat_with_harbour_tea.json")
}

fn account() -> Collected {
    fixture("telegram", "account_without_epoch.json")
}

fn details(chat: &Collected, code: &str) -> Vec<String> {
    chat.warnings.iter().filter(|w| w.code == code).map(|w| w.detail.clone()).collect()
}

#[test]
fn a_chat_and_an_account_are_recognised_under_any_name() {
    for name in ["chat_with_harbour_tea.json", "account_without_epoch.json"] {
        let bytes = fixture_bytes("telegram", name);
        assert_eq!(confidence("telegram", "x.dat", bytes), Confidence::Certain, "{name}");
    }
    let words = r#"{"messages":[{"sender":"a","text":"\"type\":\"personal_chat\" date_unixtime"}]}"#;
    assert_eq!(confidence("telegram", "result.json", words), Confidence::No, "the marks stand in the words");
}

#[test]
fn the_point_in_time_goes_before_the_wall_clock() {
    assert_eq!(chat().times().first().map(String::as_str), Some("2024-05-20 02:00:00Z second"));
    let account = account();
    assert_eq!(
        account.times().first().map(String::as_str),
        Some("2020-03-01 09:00:00 second"),
        "local, as written"
    );
    assert_eq!(
        account.times().get(3).map(String::as_str),
        Some("2020-03-02 08:00:00.248Z milli"),
        "with its zone"
    );
}

#[test]
fn every_chat_of_an_account_is_a_conversation_and_an_empty_one_is_none() {
    let account = account();
    let keys: Vec<(&str, &str)> =
        account.conversations.iter().map(|c| (c.key.as_str(), c.title.as_str())).collect();
    assert_eq!(
        keys,
        [("channel5005", "Lamp Desk"), ("user41", ""), ("chat5005", "Old Club")],
        "a group and a channel may have one number"
    );
    assert!(account.conversations.iter().all(|c| c.platform == Platform::Telegram));
    assert_eq!(account.message_at(4).place, "left_chats.list[0].messages[0]");
    assert_eq!(account.message_at(2).place, "chats.list[0].messages[2]");
}

#[test]
fn a_chat_by_itself_and_in_an_account_has_one_key() {
    let alone = read(
        "telegram",
        "result.json",
        r#"{"name":"Lamp Desk","type":"public_supergroup","id":5005,
        "messages":[{"id":3,"type":"message","date":"2020-03-01T09:05:00","from":"M","text":"x"}]}"#,
    );
    assert_eq!(alone.conversations.first().map(|c| c.key.as_str()), Some("channel5005"), "it became public");
}

#[test]
fn runs_of_text_are_one_text_and_a_link_keeps_its_address() {
    assert_eq!(chat().message_at(1).text, "Yes, see the list (https://tea.example/list) and choose two");
}

#[test]
fn what_is_no_text_has_its_kind_and_its_words() {
    let chat = chat();
    let found: Vec<(Kind, &str)> =
        chat.messages.iter().skip(2).map(|(_, draft)| (draft.kind, draft.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (Kind::Image, "这个罐子"),
            (Kind::Voice, ""),
            (Kind::Forward, "Old Clerk: I used to work here"),
            (Kind::Card, "Which tin?\n- Red (2)\n- Green (1)"),
            (Kind::Location, "Pier 4\n1 Quay Road\n31.2304, 121.4737"),
            (Kind::Contact, "Ivo Lamb\n0000 111 222"),
            (Kind::File, "Your invoice"),
            (Kind::System, "Mara Quill phone_call, duration_seconds: 42, discard_reason: hangup"),
        ]
    );
}

#[test]
fn service_lines_are_events_with_all_they_say() {
    let account = account();
    assert_eq!(account.senders(), ["-", "-", "Mara Quill", "Mara Quill", "Old Club"]);
    assert_eq!(
        account.message_at(0).text,
        "Ivo Lamb create_group, title: Lamp Desk, members: Ivo Lamb, Mara Quill"
    );
    let reply = account.message_at(2).reply_to.clone().expect("it stands in a topic");
    assert_eq!(reply.source_id.as_deref(), Some("2"), "a topic is the message that began it");
    assert_eq!(account.message_at(1).source_id.as_deref(), Some("2"));
}

#[test]
fn a_deleted_account_is_somebody_without_a_name() {
    let chat = chat();
    let sender = chat.sender_at(4);
    assert_eq!((sender.name.as_str(), sender.key.as_deref()), ("", Some("user99")));
    assert_eq!(account().sender_at(2).key.as_deref(), Some("41"), "old exports have a number");
}

#[test]
fn files_left_out_are_named_and_make_the_source_partial() {
    let chat = chat();
    let names: Vec<&str> = chat
        .messages
        .iter()
        .flat_map(|(_, draft)| &draft.attachments)
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["photo_1@20-05-2024_10-02-00.jpg", "voice_message", "invoice 7.pdf"]);
    assert_eq!(chat.understanding.partial, ["media_omitted:2"], "the picture is named, and may lie beside");
}

#[test]
fn what_is_not_kept_is_said_once() {
    let mut lost = details(&chat(), "not_kept");
    lost.sort();
    assert_eq!(lost, ["duration_seconds", "edited", "reactions", "thumbnail"]);
}

struct WithPhoto(Bytes);

impl Input for WithPhoto {
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
        let is_it = name == "photos/photo_1@20-05-2024_10-02-00.jpg";
        Ok(is_it.then(|| Box::new(Cursor::new(b"picture")) as Box<dyn Read>))
    }
}

#[test]
fn a_picture_beside_the_export_comes_along() {
    let content = fixture_bytes("telegram", "chat_with_harbour_tea.json");
    let input = WithPhoto(Bytes { name: "result.json".to_owned(), content });
    let mut chat = Collected::default();
    let importer = importer("telegram").expect("registered");
    importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it is read");
    let file = chat.message_at(2).attachments.first().cloned().expect("it names a picture");
    assert_eq!(file.content.map(|content| content.bytes), Some(7));
}

#[test]
fn the_name_of_a_chat_may_follow_its_messages() {
    let chat = read(
        "telegram",
        "a.json",
        r#"{"messages":[{"id":1,"type":"message","date_unixtime":"1716170400",
        "from":"M","text":"x"}],"id":8,"type":"personal_chat","name":"Late"}"#,
    );
    let found = chat.conversations.first().map(|c| (c.key.as_str(), c.title.as_str()));
    assert_eq!(found, Some(("user8", "Late")));
}

#[test]
fn a_chat_without_a_name_goes_by_its_file_and_its_title_can_be_given() {
    let text = r#"{"messages":[{"type":"message","date_unixtime":"1716170400","from":"M","text":"x"}]}"#;
    let chat = read("telegram", "Tea talk (2).json", text);
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("Tea talk"));
    let options = ReadOptions { title: Some("Tea".to_owned()), ..ReadOptions::default() };
    let chat = support::outcome("telegram", "a.json", text, &options).expect("it can be read");
    assert_eq!(chat.conversations.first().map(|c| c.title.as_str()), Some("Tea"));
}

#[test]
fn unknown_records_and_times_that_cannot_be_are_kept_and_named() {
    let chat = read(
        "telegram",
        "a.json",
        r#"{"type":"personal_chat","id":1,"messages":[
        {"id":1,"type":"hologram","date_unixtime":"1716170400","beam":7},
        {"id":2,"type":"message","date_unixtime":"99999999999","date":"2024-05-20T10:00:00","from":"M","text":"a"},
        {"id":3,"type":"message","date_unixtime":"-5","from":"M","text":"b"},
        {"id":4,"type":"message","from":"M","text":"c","reply_to_message_id":2,"reply_to_peer_id":"channel9"}]}"#,
    );
    assert!(chat.message_at(0).text.contains("hologram") && chat.message_at(0).text.contains("beam"));
    assert_eq!(
        chat.times().get(1).map(String::as_str),
        Some("2024-05-20 10:00:00 second"),
        "the other one tells"
    );
    assert_eq!(chat.codes(), ["unknown_part", "odd_time", "undated_row", "not_kept"]);
    assert_eq!(chat.message_at(3).reply_to, None, "what is answered stands in another chat");
}

#[test]
fn only_the_ids_of_supergroups_and_channels_count_within_one_chat() {
    let list = ["personal_chat", "private_group", "private_supergroup", "public_channel"].map(|kind| {
        let id = 40 + kind.len();
        format!(
            r#"{{"name":"{kind}","type":"{kind}","id":{id},"messages":[{{"id":1,"type":"message",
            "date":"2024-03-01T10:00:00","from":"Ann","from_id":"user7","text":"hi"}}]}}"#
        )
    });
    let account = format!(r#"{{"about":"Telegram","chats":{{"list":[{}]}}}}"#, list.join(","));
    let found = read("telegram", "result.json", account);
    let counted = found.counted.iter().map(|slot| found.conversations[*slot].title.as_str());
    assert_eq!(counted.collect::<Vec<_>>(), ["private_supergroup", "public_channel"]);
}
