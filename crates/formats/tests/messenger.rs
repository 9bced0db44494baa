//! Threads of Messenger and Instagram: JSON in two layouts, pages of HTML in three, and archives.

mod support;

use std::io::{self, Cursor, Read, Write};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, job::Job};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in entries {
        writer.start_file(*name, options).expect("an entry begins");
        writer.write_all(content.as_bytes()).expect("it is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

fn thread(path: &str, words: &[&str]) -> String {
    let message = |(at, text): (usize, &&str)| {
        let time = 1_716_170_400_000 - at * 1000;
        format!(r#"{{"sender_name":"M","timestamp_ms":{time},"content":"{text}"}}"#)
    };
    let messages: Vec<String> = words.iter().enumerate().map(message).collect();
    format!(r#"{{"messages":[{}],"title":"T","thread_path":"inbox/{path}"}}"#, messages.join(","))
}

fn titles(chat: &Collected) -> Vec<(Platform, &str, &str)> {
    chat.conversations.iter().map(|c| (c.platform, c.key.as_str(), c.title.as_str())).collect()
}

/// The names of a message's files, and the length of those that are there.
fn files(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let files = chat.message_at(position).attachments.iter();
    files.map(|file| (file.name.as_str(), file.content.as_ref().map(|content| content.bytes))).collect()
}

/// A thread in a folder, with a file beside it.
struct InFolder {
    file: Bytes,
    folder: &'static str,
    beside: &'static str,
}

impl Input for InFolder {
    fn name(&self) -> &str {
        self.file.name()
    }
    fn folder(&self) -> Option<&str> {
        Some(self.folder)
    }
    fn bytes(&self) -> u64 {
        self.file.bytes()
    }
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        self.file.open()
    }
    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        assert!(!name.contains(".json"), "a neighbour that is a thread is not this one's file");
        Ok((name == self.beside).then(|| Box::new(Cursor::new(b"picture")) as Box<dyn Read>))
    }
}

fn in_folder(id: &str, name: &str, folder: &'static str, beside: &'static str) -> Collected {
    let file = Bytes { name: name.to_owned(), content: fixture_bytes(id, name) };
    let mut chat = Collected::default();
    let input = InFolder { file, folder, beside };
    let importer = importer(id).expect("registered");
    chat.understanding =
        importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it is read");
    chat
}

#[test]
fn every_layout_is_recognised_under_any_name_and_by_its_own_program() {
    for (id, name) in [
        ("messenger", "message_1.json"),
        ("messenger", "Ivo Lamb_4.json"),
        ("messenger", "facebook-mara.zip"),
        ("instagram", "message_1.json"),
        ("instagram", "instagram-mara.zip"),
        ("messenger_html", "message_1.html"),
        ("messenger_html", "old layout.html"),
        ("messenger_html", "instagram layout.html"),
    ] {
        assert_eq!(confidence(id, "x.dat", fixture_bytes(id, name)), Confidence::Certain, "{id}/{name}");
    }
    let unmarked = thread("a_1", &["x"]);
    assert_eq!(confidence("messenger", "a.json", unmarked.as_str()), Confidence::Certain);
    assert_eq!(confidence("instagram", "a.json", unmarked), Confidence::Possible, "it may be");
    for other in
        [r#"{"messages":[{"sender":"sender_name timestamp_ms","text":"x"}]}"#, "<p class=\"_a6-g\">x</p>"]
    {
        for id in ["messenger", "instagram", "messenger_html"] {
            assert_eq!(confidence(id, "message_1.json", other), Confidence::No, "{id}: {other}");
        }
    }
}

#[test]
fn bytes_that_were_written_as_characters_are_letters_again() {
    let chat = fixture("messenger", "message_1.json");
    assert_eq!(chat.message_at(0).text, "Bonjour, la lampe est-elle là ?");
    assert_eq!(chat.message_at(1).text, "您好 ❤ bien sûr");
    assert_eq!(chat.sender_at(1).name, "Café Lumière");
    assert_eq!(titles(&chat), [(Platform::Messenger, "maraquill_10150012", "Café Lumière")]);
    let encrypted = fixture("messenger", "Ivo Lamb_4.json");
    assert_eq!(encrypted.message_at(2).text, "Already sent, très vite", "whole letters stay");
    let odd = r#"{"participants":["Ã©"],"threadName":"Ã©_1","messages":[{"isUnsent":false,"senderName":"Ã©","text":"Ã© ist Â£5","timestamp":1704100000000,"type":"text"}]}"#;
    let odd = read("messenger", "a.json", odd);
    assert_eq!((odd.texts(), odd.senders()), (vec!["Ã© ist Â£5"], vec!["Ã©"]), "they may mean what they are");
    assert_eq!(odd.conversations.first().map(|c| c.key.as_str()), Some("Ã©_1"));
    assert_eq!(odd.members.first().map(|(_, member)| member.name.as_str()), Some("Ã©"));
}

#[test]
fn a_thread_is_turned_oldest_first_and_its_times_are_points() {
    let chat = fixture("messenger", "message_1.json");
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-20 02:00:00Z milli"));
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-05-20 02:15:00Z milli"));
    assert_eq!(chat.message_at(0).place, "messages[9]", "its place is that in the file");
}

#[test]
fn what_is_no_text_has_its_kind_and_its_words() {
    let chat = fixture("messenger", "message_1.json");
    let found: Vec<(Kind, &str)> =
        chat.messages.iter().skip(2).map(|(_, draft)| (draft.kind, draft.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (Kind::Image, ""),
            (Kind::Voice, "listen"),
            (Kind::Sticker, ""),
            (Kind::Link, "this one\nLamp No. 7\nhttps://lamp.example/7"),
            (Kind::Call, "Mara, you were called.\ncall_duration: 95"),
            (Kind::Call, "call_duration: 0\nmissed"),
            (Kind::Text, ""),
            (Kind::System, "Café Lumière: Mara hat die Gruppe verlassen."),
        ]
    );
    assert!(chat.message_at(8).recalled, "it was unsent");
    assert_eq!(chat.senders().get(9), Some(&"-"), "leaving is an event");
    assert_eq!(files(&chat, 2), [("lamp.jpg", None), ("box.jpg", None)]);
    assert_eq!(files(&chat, 4), [("wave.png", None)]);
}

#[test]
fn the_encrypted_layout_is_read_too() {
    let chat = fixture("messenger", "Ivo Lamb_4.json");
    assert_eq!(titles(&chat), [(Platform::Messenger, "Ivo Lamb_4", "Ivo Lamb_4")]);
    assert_eq!(chat.senders(), ["Mara Quill", "Ivo Lamb", "Ivo Lamb"]);
    assert!(chat.message_at(0).recalled);
    assert_eq!((chat.message_at(1).kind, files(&chat, 1)), (Kind::File, vec![("slip.pdf", None)]));
    let beside = in_folder("messenger", "Ivo Lamb_4.json", "messages", "media/slip.pdf");
    assert_eq!(files(&beside, 1), [("slip.pdf", Some(7))]);
}

#[test]
fn files_lie_by_their_last_folder_beside_the_thread() {
    let chat = in_folder("messenger", "message_1.json", "maraquill_10150012", "photos/lamp.jpg");
    assert_eq!(files(&chat, 2), [("lamp.jpg", Some(7)), ("box.jpg", None)]);
}

#[test]
fn the_program_is_what_the_file_says_or_else_said_to_be_assumed() {
    assert!(fixture("messenger", "message_1.json").codes().iter().all(|code| *code == "not_kept"));
    let instagram = fixture("instagram", "message_1.json");
    assert_eq!(titles(&instagram), [(Platform::Instagram, "lukasz_17842000", "Łukasz")]);
    let by_the_other = read("messenger", "a.json", fixture_bytes("instagram", "message_1.json"));
    assert_eq!(
        by_the_other.conversations.first().map(|c| c.platform),
        Some(Platform::Instagram),
        "the mark decides"
    );
    let unmarked = thread("a_1", &["x"]);
    let chat = read("messenger", "a.json", unmarked.as_str());
    assert_eq!(
        (chat.codes(), titles(&chat)),
        (vec!["platform_assumed"], vec![(Platform::Messenger, "a_1", "T")])
    );
    let chat = read("instagram", "a.json", unmarked.as_str());
    assert_eq!(
        (chat.codes(), titles(&chat)),
        (vec![], vec![(Platform::Instagram, "a_1", "T")]),
        "somebody chose it"
    );
    let options = ReadOptions { platform: Some(Platform::Instagram), ..ReadOptions::default() };
    let chat = outcome("messenger", "a.json", unmarked, &options).expect("it is read");
    assert_eq!(chat.conversations.first().map(|c| c.platform), Some(Platform::Instagram));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn what_is_not_kept_is_said_once() {
    let lost = |id: &str| -> Vec<String> {
        let chat = fixture(id, "message_1.json");
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.clone()).collect()
    };
    assert_eq!(lost("messenger"), ["reactions"]);
    assert_eq!(lost("instagram"), ["share.original_content_owner"]);
}

#[test]
fn an_archive_gives_every_thread_once_with_its_parts_in_order() {
    let chat = fixture("messenger", "facebook-mara.zip");
    assert_eq!(
        titles(&chat),
        [
            (Platform::Messenger, "zoereed_20230078", "Zoe Reed"),
            (Platform::Messenger, "ivolamb_20230077", "Ivo Lamb")
        ],
        "where both are there, the page is not read again"
    );
    assert_eq!(
        chat.texts(),
        ["from a page", "un", "deux", "grüße", "voilà"],
        "the higher number is the older part"
    );
    assert_eq!(files(&chat, 3), [("p.jpg", Some(7))]);
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    let instagram = fixture("instagram", "instagram-mara.zip");
    assert_eq!((instagram.messages.len(), files(&instagram, 0)), (3, vec![("l.jpg", Some(6))]));
}

#[test]
fn ten_parts_are_numbered_and_not_spelt() {
    let parts: Vec<(String, String)> = (1..=10)
        .map(|n| {
            let words = format!("part {n}");
            let text =
                thread("a_1", &[&words]).replace("1716170400000", &format!("{}", 1_716_170_400_000_u64 - n));
            (format!("messages/inbox/a_1/message_{n}.json"), text)
        })
        .collect();
    let entries: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let chat = read("messenger", "a.zip", archive(&entries));
    assert_eq!((chat.texts().first(), chat.texts().last()), (Some(&"part 10"), Some(&"part 1")));
}

#[test]
fn one_damaged_thread_costs_itself_and_makes_the_archive_partial() {
    let (whole, cut) = (thread("a_1", &["kept"]), thread("b_2", &["kept too", "lost"]));
    let cut = cut.get(..cut.len() - 60).expect("it is longer");
    let chat = read(
        "messenger",
        "a.zip",
        archive(&[
            ("messages/inbox/b_2/message_1.json", cut),
            ("messages/inbox/a_1/message_1.json", &whole),
            ("messages/inbox/c_3/message_1.json", ""),
        ]),
    );
    assert_eq!(chat.understanding.partial, ["unread_chats:2"]);
    assert_eq!(chat.codes(), ["platform_assumed", "not_kept", "not_kept"]);
    assert_eq!(chat.texts().first(), Some(&"kept"));
    assert_eq!(
        titles(&chat).get(1).map(|(_, key, _)| *key),
        Some("b_2"),
        "what came before the damage is kept"
    );
}

#[test]
fn a_page_stands_in_for_a_part_that_json_lacks_or_that_is_damaged() {
    let page = |words: &[&str]| -> String {
        let message = |text: &&str| {
            format!(
                r#"<div><div class="_a6-h">M</div><div class="_a6-p">{text}</div><div class="_a72d">Jan 1, 2024, 10:06 AM</div></div>"#
            )
        };
        format!("<html><body>{}</body></html>", words.iter().map(message).collect::<String>())
    };
    let whole = thread("bob_1234567", &["new"]);
    let (first, second) = (page(&["new"]), page(&["only on the page"]));
    let (json, html) = ("m/inbox/bob_1234567/message_1.json", "m/inbox/bob_1234567/message_1.html");
    let older = "m/inbox/bob_1234567/message_2.html";
    let chat = read("messenger", "a.zip", archive(&[(json, &whole), (html, &first), (older, &second)]));
    assert_eq!(chat.texts(), ["only on the page", "new"], "what JSON has is not read twice");
    assert_eq!(chat.conversations.len(), 1);
    assert!(chat.understanding.partial.is_empty());

    let cut = whole.get(..whole.len() - 50).expect("it is longer");
    let chat = read("messenger", "a.zip", archive(&[(json, cut), (html, &page(&["new", "old"]))]));
    assert_eq!(chat.texts(), ["old", "new"], "the page instead, and not beside");
    assert_eq!(chat.codes(), ["not_kept", "platform_assumed"], "the damage is said");
    assert!(chat.understanding.partial.is_empty(), "no message is lost");
}

#[test]
fn a_thread_in_both_boxes_and_a_title_given_do_not_mix_threads() {
    let (one, two) = (thread("a_1", &["one"]), thread("b_2", &["two"]));
    let content = archive(&[("m/inbox/a_1/message_1.json", &one), ("m/inbox/b_2/message_1.json", &two)]);
    let options = ReadOptions { title: Some("Both".to_owned()), ..ReadOptions::default() };
    let chat = outcome("messenger", "a.zip", content, &options).expect("it is read");
    assert_eq!(titles(&chat).iter().map(|(_, _, title)| *title).collect::<Vec<_>>(), ["T", "T"]);
    let alone = outcome("messenger", "a.json", one, &options).expect("it is read");
    assert_eq!(titles(&alone).first().map(|(_, key, title)| (*key, *title)), Some(("a_1", "Both")));
}

#[test]
fn a_thread_without_a_path_goes_by_its_folder_if_that_is_one_of_threads() {
    let page = in_folder("messenger_html", "message_1.html", "cafelumiere_10150012", "");
    assert_eq!(page.conversations.first().map(|c| c.key.as_str()), Some("cafelumiere_10150012"));
    let page = in_folder("messenger_html", "message_1.html", "Downloads", "");
    assert_eq!(page.conversations.first().map(|c| c.key.as_str()), Some("Café Lumière"), "two may lie there");
    let nameless = r#"{"messages":[{"sender_name":"M","timestamp_ms":1716170400000,"content":"x"}],
        "participants":[{"name":"M"},{"name":"A"}]}"#;
    let chat = read("messenger", "message_1.json", nameless);
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("names:A\u{1F}M"));
}

#[test]
fn the_page_of_today_is_read_as_it_is_seen() {
    let chat = fixture("messenger_html", "message_1.html");
    assert_eq!(
        chat.senders(),
        ["Mara Quill", "Mara Quill", "Café Lumière"],
        "turned, and no script is somebody"
    );
    assert_eq!(chat.texts(), ["您好", "see the lamp (https://lamp.example/7)", "Oui <demain>\nà dix heures"]);
    assert_eq!(
        chat.times(),
        ["2024-05-20 09:59:00 second", "2024-05-20 22:01:00 second", "2024-05-20 22:02:05 second"],
        "local: the page says no zone"
    );
    assert_eq!((chat.message_at(1).kind, files(&chat, 1)), (Kind::Image, vec![("lamp.jpg", None)]));
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(lost, ["reactions"]);
    let beside = in_folder("messenger_html", "message_1.html", "cafelumiere_10150012", "photos/lamp.jpg");
    assert_eq!(files(&beside, 1), [("lamp.jpg", Some(7))]);
}

#[test]
fn the_older_page_and_that_of_instagram_are_read() {
    let old = fixture("messenger_html", "old layout.html");
    assert_eq!((old.senders(), old.texts()), (vec!["Mara Quill", "Ivo Lamb"], vec!["", "second"]));
    assert_eq!(old.times(), ["2024-05-20 15:03:00 minute", "2024-05-20 15:04:00 minute"]);
    assert_eq!((old.message_at(0).kind, files(&old, 0)), (Kind::Voice, vec![("1.mp4", None)]));
    let new = fixture("messenger_html", "instagram layout.html");
    assert_eq!(titles(&new), [(Platform::Instagram, "Łukasz", "Łukasz")]);
    assert_eq!(new.texts().len(), 3);
    assert_eq!(
        new.codes(),
        ["undated_row", "unreadable_time"],
        "no time, and one in a language that is not known"
    );
    let video =
        new.messages.iter().find(|(_, draft)| !draft.attachments.is_empty()).map(|(_, draft)| draft.kind);
    assert_eq!(video, Some(Kind::Video));
}

#[test]
fn a_page_without_messages_lacks_them_and_an_empty_one_is_empty() {
    let options = ReadOptions::default();
    let page = "<html><head><title>Ads</title></head><body>none</body></html>";
    assert!(matches!(outcome("messenger_html", "a.html", page, &options), Err(Error::Lacks { .. })));
    assert!(matches!(outcome("messenger_html", "a.html", "", &options), Err(Error::Empty { .. })));
    assert!(matches!(outcome("messenger", "a.json", r#"{"title":"x"}"#, &options), Err(Error::Lacks { .. })));
}

#[test]
fn a_record_that_is_no_message_and_times_that_cannot_be_are_kept() {
    let chat = read(
        "messenger",
        "a.json",
        r#"{"messages":["odd",{"sender_name":"M","timestamp_ms":-5,"content":"a"},
        {"sender_name":"M","content":"b"}],"title":"T"}"#,
    );
    let mut codes = chat.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["odd_time", "platform_assumed", "undated_row", "unknown_part"]);
    assert_eq!(chat.texts(), ["b", "a", "\"odd\""]);
}
