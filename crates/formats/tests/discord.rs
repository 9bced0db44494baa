//! Discord channels as DiscordChatExporter writes them.

mod support;

use std::io::{self, Cursor, Read};
use support::{Collected, confidence, fixture, fixture_bytes, read};
use yanju_formats::import::{Confidence, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, Role, job::Job};

fn channel() -> Collected {
    fixture("discord", "lamp_desk_returns.json")
}

#[test]
fn exports_are_recognised_under_any_name() {
    for name in ["lamp_desk_returns.json", "direct_partial.json"] {
        assert_eq!(
            confidence("discord", "x.dat", fixture_bytes("discord", name)),
            Confidence::Certain,
            "{name}"
        );
    }
    let other = r#"{"channel":"web","messages":[{"text":"guild dateRange"}]}"#;
    assert_eq!(confidence("discord", "discord.json", other), Confidence::No);
}

#[test]
fn the_channel_is_known_by_its_id_and_called_by_server_and_name() {
    let found = channel().conversations;
    assert_eq!(
        found.iter().map(|c| (c.platform, c.key.as_str(), c.title.as_str())).collect::<Vec<_>>(),
        [(Platform::Discord, "910000000000000001", "Lamp Desk - returns")]
    );
    let direct = fixture("discord", "direct_partial.json");
    assert_eq!(direct.conversations.first().map(|c| c.title.as_str()), Some("Ivo Lamb"), "no server is none");
}

#[test]
fn senders_have_the_name_shown_and_their_id_and_a_bot_is_a_bot() {
    let channel = channel();
    let first = channel.sender_at(0);
    assert_eq!((first.name.as_str(), first.key.as_deref()), ("Mara Quill", Some("900000000000000041")));
    assert_eq!(first.role, Role::Unknown, "a user may be anyone");
    assert_eq!(channel.sender_at(3).role, Role::Bot);
    let direct = fixture("discord", "direct_partial.json");
    assert_eq!(direct.sender_at(0).name, "mara", "without a nickname, the name");
}

#[test]
fn times_keep_their_offset_and_ids_every_digit() {
    let channel = channel();
    assert_eq!(channel.times().first().map(String::as_str), Some("2024-05-20 02:00:00.123Z milli"));
    assert_eq!(channel.message_at(0).source_id.as_deref(), Some("930000000000000001"));
}

#[test]
fn an_answer_points_at_its_message_in_the_same_channel_only() {
    let reply = channel().message_at(1).reply_to.clone().expect("it is a reply");
    assert_eq!(reply.source_id.as_deref(), Some("930000000000000001"));
    assert_eq!(
        fixture("discord", "direct_partial.json").message_at(0).reply_to,
        None,
        "a forward is no answer"
    );
}

#[test]
fn embeds_stickers_and_forwards_keep_their_words() {
    let channel = channel();
    assert_eq!(
        (channel.message_at(3).kind, channel.message_at(3).text.as_str()),
        (Kind::Card, "Return 17\nA label is on its way.\nhttps://desk.example/17\nState: open\nLamp Desk")
    );
    let sticker = channel.message_at(5);
    assert_eq!(
        (sticker.kind, sticker.attachments.first().map(|f| f.name.as_str())),
        (Kind::Sticker, Some("Wave"))
    );
    let direct = fixture("discord", "direct_partial.json");
    assert_eq!(
        (direct.message_at(0).kind, direct.message_at(0).text.as_str()),
        (Kind::Forward, "Forwarding this:\n2024-05-19T08:00:00+00:00: The lamp is back.\nslip.pdf")
    );
}

#[test]
fn lines_of_the_system_are_events_and_unknown_types_too() {
    let channel = channel();
    assert_eq!(channel.senders().get(4..), Some(["-", "Mara Quill", "-"].as_slice()));
    assert_eq!(channel.message_at(4).text, "Ivo Lamb: Pinned a message.");
    assert_eq!(channel.message_at(6).text, "Mara Quill: Started a call that lasted 2 minutes.");
    assert_eq!(fixture("discord", "direct_partial.json").message_at(1).text, "Mara Quill: something new");
}

#[test]
fn a_bounded_export_and_one_whose_count_differs_are_partial() {
    assert!(channel().understanding.partial.is_empty());
    assert_eq!(
        fixture("discord", "direct_partial.json").understanding.partial,
        ["date_range", "other_count"]
    );
    assert!(!channel().understanding.states_all, "a part counts its own messages");
    let part = |name| {
        read("discord", name, fixture_bytes("discord", "lamp_desk_returns.json")).understanding.partial
    };
    assert_eq!(part("returns [part 2].json"), ["partial"]);
    assert!(part("returns [part].json").is_empty());
}

#[test]
fn what_is_not_kept_is_said_once() {
    let channel = channel();
    let lost: Vec<&str> =
        channel.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(lost, ["embeds.thumbnail", "reactions", "callEndedTimestamp"]);
}

struct WithFiles(Bytes);

impl Input for WithFiles {
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
        assert!(!name.contains("://"), "no address is looked for");
        let is_it = name == "lamp_desk_returns.json_Files/lamp-1A2B3.png";
        Ok(is_it.then(|| Box::new(Cursor::new(b"picture")) as Box<dyn Read>))
    }
}

#[test]
fn a_file_that_was_downloaded_comes_along_whatever_its_strokes() {
    let content = fixture_bytes("discord", "lamp_desk_returns.json");
    let input = WithFiles(Bytes { name: "x.json".to_owned(), content });
    let mut chat = Collected::default();
    let importer = importer("discord").expect("registered");
    importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it is read");
    let files: Vec<(&str, Option<u64>)> = chat
        .message_at(2)
        .attachments
        .iter()
        .map(|file| (file.name.as_str(), file.content.as_ref().map(|content| content.bytes)))
        .collect();
    assert_eq!(files, [("lamp.png", Some(7)), ("b.pdf", None)]);
    assert_eq!((chat.message_at(2).kind, chat.message_at(2).text.as_str()), (Kind::Image, "here"));
}

#[test]
fn the_channel_may_follow_its_messages() {
    let chat = read(
        "discord",
        "a.json",
        r#"{"messages":[{"id":"1","type":"Default","timestamp":"2024-05-20T10:00:00+08:00",
        "content":"x","author":{"id":"2","name":"m"}},{"id":"2","content":"y"}],"messageCount":2,
        "guild":{"id":"3","name":"G"},"channel":{"id":"4","name":"c"}}"#,
    );
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("4"));
    assert_eq!((chat.senders(), chat.codes()), (vec!["m", ""], vec!["undated_row"]), "nothing is lost");
}
