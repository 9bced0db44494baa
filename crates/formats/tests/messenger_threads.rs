//! What threads of Messenger and Instagram say of themselves and of those who come and go.

mod support;

use support::{Collected, read};
use yanju_model::Platform;

const ONE: &str = r#"{"sender_name":"M","timestamp_ms":1716170400000,"content":"x"}"#;

fn messenger(messages: &str, fields: &str) -> Collected {
    read("messenger", "message_1.json", format!(r#"{{"messages":[{messages}],"title":"T"{fields}}}"#))
}

/// What is said not to be kept, and where.
fn lost(chat: &Collected) -> Vec<(&str, &str)> {
    let lost = chat.warnings.iter().filter(|warning| warning.code == "not_kept");
    lost.map(|warning| (warning.place.as_str(), warning.detail.as_str())).collect()
}

#[test]
fn who_came_or_left_stands_before_words_that_do_not_say_it() {
    let event = |words: &str| {
        format!(
            r#"{{"sender_name":"Sam NonText","timestamp_ms":1716170400000,"type":"Unsubscribe","content":"{words}"}}"#
        )
    };
    let chat = messenger(&event("Sam left the chat"), "");
    assert_eq!((chat.senders(), chat.texts()), (vec!["-"], vec!["Sam NonText: Sam left the chat"]));
    assert_eq!(messenger(&event("Sam NonText left the chat"), "").texts(), ["Sam NonText left the chat"]);
    assert_eq!(messenger(&event(""), "").texts(), ["Sam NonText Unsubscribe"]);
}

#[test]
fn those_whom_an_event_befell_are_in_its_words_or_said_not_to_be_kept() {
    let event = |users: &str| {
        let event =
            r#""sender_name":"M","timestamp_ms":1716170400000,"type":"Subscribe","content":"M added Ann.""#;
        messenger(&format!(r#"{{{event},"users":[{users}]}}"#), "")
    };
    assert_eq!(lost(&event(r#"{"name":"Ann"}"#)), []);
    assert_eq!(lost(&event(r#"{"name":"Ann"},{"name":"Bo"}"#)), [("messages", "users")]);
    assert_eq!(lost(&event(r#"{"name":"Ann","id":"7"}"#)), [("messages", "users.id")]);
}

#[test]
fn what_a_thread_says_of_itself_and_is_not_read_is_said() {
    let fields = r#","is_still_participant":true,"thread_type":"Regular","magic_words":[],
        "image":{"uri":"photos/group.jpg","creation_timestamp":1},"joinable_mode":{"mode":1,"link":""}"#;
    assert_eq!(lost(&messenger(ONE, fields)), [("", "image"), ("", "joinable_mode")]);
}

#[test]
fn a_link_to_join_on_instagram_makes_a_file_instagrams() {
    let linked = |link: &str| {
        let chat = messenger(ONE, &format!(r#","joinable_mode":{{"mode":1,"link":"{link}"}}"#));
        let is_assumed = chat.codes().contains(&"platform_assumed");
        (chat.conversations.first().map(|conversation| conversation.platform), is_assumed)
    };
    for link in ["https://ig.me/j/AbY/", "https://www.instagram.com/j/AbY"] {
        assert_eq!(linked(link), (Some(Platform::Instagram), false), "{link}");
    }
    for link in ["https://m.me/j/AbY/", "https://lamp.example/ig.me/", ""] {
        assert_eq!(linked(link), (Some(Platform::Messenger), true), "{link}");
    }
}
