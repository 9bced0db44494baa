//! Traps of WeLink's text, one by one.

mod support;

use support::{confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::Platform;

#[test]
fn a_message_begins_with_name_number_tab_and_time() {
    let chat = fixture("welink_txt", "support.txt");
    assert_eq!(chat.senders(), ["阿芸", "山南茶器:小竹", "阿芸", "山南茶器:小竹"]);
    assert_eq!(chat.sender_at(1).key.as_deref(), Some("w00200117"));
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-03-09 04:58:24 second"));
    assert_eq!(
        chat.message_at(0).text,
        "茶杯收到了，有一个磕碰\n数量\t价格\n2\t88.00\n\n麻烦看一下",
        "tabs in a table are words"
    );
    assert_eq!(chat.message_at(2).text, "", "an empty message is a message");
    assert_eq!(chat.message_at(3).text, "她写的是：\n阿芸 2024-03-09 04:58:24", "quoted by hand");
    let conversation = chat.conversations.first().expect("there is one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::WeLink, "support"));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_mark_of_byte_order_and_brackets_in_names_do_not_matter() {
    let chat = fixture("welink_txt", "crlf_bom.txt");
    assert_eq!((chat.senders(), chat.texts()), (vec!["竹(上)影", "老周"], vec!["晚安", "早安"]));
}

#[test]
fn doubts_are_said() {
    let chat = read("welink_txt", "a.txt", "前言\n阿芸(z00123456)\t1899-03-09 04:58:24\n好\n");
    assert_eq!(chat.codes(), ["unrecognised_line", "odd_time"]);
    assert_eq!((chat.senders(), chat.times()), (vec!["-", "阿芸"], vec![String::new(), String::new()]));
    let refused =
        |text: &str| outcome("welink_txt", "a.txt", text, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("你好\n"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused("\n"), Error::Empty { .. }));
}

#[test]
fn texts_are_recognised_by_what_they_hold() {
    let of = |text: &str| confidence("welink_txt", "x.dat", text);
    assert_eq!(of("阿芸(z00123456)\t2024-03-09 04:58:24\n好\n"), Confidence::Likely);
    let bytes = fixture_bytes("welink_txt", "support.txt");
    assert_eq!(confidence("welink_txt", "x.dat", bytes), Confidence::Certain);
    assert_eq!(of("你好\n阿芸(z00123456)\t2024-03-09 04:58:24\n"), Confidence::No);
}
