//! Traps of IRC logs, one by one.

mod support;

use support::{confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};

const SPOKEN: &str = "[10:02] <mara> one\n[10:03] <joe> two\n";

#[test]
fn a_log_whose_date_is_in_the_files_name_says_so() {
    let chat = fixture("irc", "2024-03-05-#lamps.txt");
    assert_eq!(chat.senders(), ["-", "mara", "lampkeeper", "mara", "-", "-"]);
    assert_eq!(chat.message_at(2).text, "mara: yes <see the sheet>");
    assert_eq!(chat.message_at(3).text, "* mara waves", "what somebody does is told apart from what is said");
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 10:02:00 minute"));
    assert_eq!(chat.codes(), ["date_from_name"]);
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("#lamps"));
}

#[test]
fn without_a_date_in_name_or_text_the_messages_are_undated() {
    let chat = read("irc", "x.dat", SPOKEN);
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 2], vec!["undated_line"]));
    assert!(chat.stated_times().iter().all(|time| time.contains(':')), "the clock stays with the message");
}

#[test]
fn the_date_of_a_name_ends_with_its_day() {
    let text = "[23:58] <mara> one\n[23:57] <joe> two\n[00:01] <mara> three\n[10:00] <mara> four\n";
    let chat = read("irc", "#lamps-20240305.log", text);
    assert_eq!(chat.times(), ["2024-03-05 23:58:00 minute", "2024-03-05 23:57:00 minute", "", ""]);
    assert_eq!(chat.codes(), ["date_from_name", "undated_line"], "the next day would be a guess");
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("#lamps"));
}

#[test]
fn the_logs_own_dates_win_over_the_name() {
    let dated = String::from_utf8(support::fixture_bytes("irc", "dated.log")).expect("UTF-8");
    let chat = read("irc", "1999-01-01-#lamps.txt", dated);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-03-05 23:58:11 second"));
    assert!(chat.codes().is_empty(), "{:?}", chat.codes());
    let chat = fixture("irc", "irssi.log");
    assert_eq!(chat.senders(), ["-", "-", "mara", "-", "lampkeeper"]);
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-06 00:01:00 minute"));
}

#[test]
fn other_texts_are_not_taken_for_irc() {
    for text in [
        "10:02 lunch\n",
        "<html>\n<body>\n",
        "[10:02] mara: hi\n[10:03] joe: hi\n",
        "10:02 <mara> one\nmore\nand more\n",
    ] {
        assert_eq!(confidence("irc", "a.txt", text), Confidence::No, "{text}");
    }
    assert_eq!(confidence("irc", "a.txt", SPOKEN), Confidence::Certain);
    let refused = |text: &str| outcome("irc", "a.txt", text, &ReadOptions::default());
    assert!(matches!(refused("nothing of the kind"), Err(Error::Lacks { what: "messages", .. })));
    assert!(matches!(refused("\n"), Err(Error::Empty { .. })));
}

#[test]
fn a_day_above_ends_with_its_day_too() {
    let text = "**** BEGIN LOGGING AT Tue Mar  5 23:50:00 2024\n[23:58] <ann> hi\n[00:01] <bob> next\n[00:02] <ann> yes\n";
    let chat = read("irc", "a.log", text);
    assert_eq!(chat.times(), ["", "2024-03-05 23:58:00 minute", "", ""]);
    assert_eq!(chat.codes(), ["undated_line"]);
}

#[test]
fn the_sessions_of_a_log_name_its_days() {
    let text = "Session Start: Tue Mar 05 23:50:00 2024\nSession Ident: #lamps\n[23:58] <ann> hi\n[23:59] <bob> yo\n\
        Session Time: Wed Mar 06 00:00:00 2024\n[00:01] <ann> next day\nSession Close: Wed Mar 06 00:05:00 2024\n";
    assert_eq!(confidence("irc", "a.log", text), Confidence::Certain);
    let chat = read("irc", "a.log", text);
    assert_eq!(chat.senders(), ["-", "-", "ann", "bob", "-", "ann", "-"]);
    assert_eq!(chat.times().get(5).map(String::as_str), Some("2024-03-06 00:01:00 minute"));
}
