//! Traps of Signal's texts, one by one.

mod support;

use support::{confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform};

#[test]
fn messages_keep_their_lines_colons_and_files() {
    let chat = fixture("signal_txt", "chat.txt");
    assert_eq!(chat.senders(), ["Mara Quill", "Lamp Shop", "Mara Quill"]);
    assert_eq!(chat.message_at(1).text, "Good morning\nthe shade is in stock: white\n\nand blue");
    let photo = chat.message_at(2);
    assert_eq!(
        (photo.kind, photo.attachments.first().map(|f| f.name.as_str())),
        (Kind::Image, Some("media/shade.jpg"))
    );
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-03-05 10:02:00 minute"));
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::Signal, "chat"));
}

#[test]
fn what_begins_with_another_time_is_words_and_a_line_without_a_name_an_event() {
    let chat = fixture("signal_txt", "chinese.txt");
    assert_eq!(chat.senders(), ["林夕", "小禾", "-"]);
    assert_eq!(chat.message_at(1).text, "[10:00] 提醒您：明天到");
}

#[test]
fn links_that_lead_elsewhere_are_no_files() {
    let chat = read("signal_txt", "a.txt", "[2024-03-05, 10:02] A: [x](https://a.example) [y](../media/z)\n");
    assert!(chat.message_at(0).attachments.is_empty());
}

#[test]
fn impossible_and_odd_days_are_said() {
    let chat = read("signal_txt", "a.txt", "[2024-02-30, 10:02] A: one\n[1970-01-01, 00:00] A: two\n");
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 2], vec!["impossible_date", "odd_time"]));
}

#[test]
fn other_texts_are_not_taken_for_signal() {
    for text in
        ["[2024/03/05 10:02] A: hi\n", "[05.03.24, 10:02:11] A: hi\n", "hello\n[2024-03-05, 10:02] A: hi\n"]
    {
        assert_eq!(confidence("signal_txt", "a.txt", text), Confidence::No, "{text}");
    }
    let refused = |text: &str| outcome("signal_txt", "a.txt", text, &ReadOptions::default());
    assert!(matches!(refused("nothing of the kind"), Err(Error::Lacks { what: "messages", .. })));
    assert!(matches!(refused("\n\n"), Err(Error::Empty { .. })));
}

#[test]
fn controls_of_direction_and_width_are_somebodys_and_stay() {
    let (name, said) = ("\u{202E}Mal\u{202C}lory\u{200B}", "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{FEFF}f");
    let chat = read("signal_txt", "a.txt", format!("[2024-03-05, 10:02] {name}: {said}\n"));
    assert_eq!((chat.texts(), chat.senders()), (vec![said], vec![name]));
}
