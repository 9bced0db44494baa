//! Traps of Zendesk's chats and tickets, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

fn kinds(chat: &Collected) -> Vec<Kind> {
    chat.messages.iter().map(|(_, draft)| draft.kind).collect()
}

fn roles(chat: &Collected) -> Vec<Role> {
    chat.messages.iter().filter_map(|(_, draft)| draft.sender.as_ref()).map(|sender| sender.role).collect()
}

fn lost(chat: &Collected) -> Vec<&str> {
    chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect()
}

fn keys(chat: &Collected) -> Vec<(&str, &str)> {
    chat.conversations.iter().map(|chat| (chat.key.as_str(), chat.title.as_str())).collect()
}

#[test]
fn each_file_of_zendesk_is_recognised_with_certainty_whatever_its_name() {
    for (id, name) in [
        ("zendesk_chat", "chats.json"),
        ("zendesk_support", "comments.json"),
        ("zendesk_support", "tickets.ndjson"),
        ("zendesk_support", "audits.json"),
    ] {
        assert_eq!(confidence(id, "x.dat", fixture_bytes(id, name)), Confidence::Certain, "{name}");
    }
    let other = r#"{"messages":[{"text":"\"requester_id\": 1, \"submitter_id\": 2, \"chat.msg\""}]}"#;
    for id in ["zendesk_chat", "zendesk_support"] {
        assert_eq!(
            confidence(id, "a.json", other),
            Confidence::No,
            "{id}: the names stand in the words only"
        );
    }
}

#[test]
fn a_chat_is_told_with_its_people_and_its_events() {
    let chat = fixture("zendesk_chat", "chats.json");
    assert_eq!(keys(&chat), [("2406.778899.Tea0001", ""), ("2406.778900.Tea0002", "")]);
    assert_eq!(chat.conversations.first().map(|chat| chat.platform), Some(Platform::Zendesk));
    assert_eq!(
        chat.senders(),
        [
            "-",
            "迎宾小助手",
            "访客 顾小满",
            "访客 顾小满",
            "-",
            "云栖茶铺 阿宁",
            "云栖茶铺 阿宁",
            "-",
            "-",
            "-",
            "he.qing@example.com"
        ]
    );
    assert_eq!(
        roles(&chat),
        [Role::Bot, Role::Customer, Role::Customer, Role::Agent, Role::Agent, Role::Customer],
        "a trigger is a program, and who left a message is the visitor"
    );
    assert_eq!(chat.sender_at(2).key.as_deref(), Some("9.AbcTea"), "the visitor goes by the visitor's id");
    assert_eq!(chat.sender_at(5).key.as_deref(), Some("40021"));
    assert_eq!(chat.message_at(0).text, "访客 顾小满: chat.memberjoin");
    assert_eq!(chat.message_at(7).text, "云栖茶铺 阿宁: chat.tag (new_tags: 换货)");
    assert_eq!(chat.message_at(8).text, "访客 顾小满: chat.rating (new_rating: good)");
    assert_eq!(chat.understanding.partial, ["has_more"], "there is a next page");
}

#[test]
fn choices_files_and_remarks_among_colleagues_are_kept_as_what_they_are() {
    let chat = fixture("zendesk_chat", "chats.json");
    assert_eq!(chat.message_at(1).text, "您好，请问想咨询什么？\n换货/退款/其他");
    assert_eq!(chat.message_at(3).kind, Kind::Image);
    assert_eq!(chat.message_at(3).attachments.first().map(|file| file.name.as_str()), Some("裂缝.jpg"));
    assert_eq!(chat.message_at(6).kind, Kind::Internal, "the visitor never saw it");
    assert_eq!(chat.message_at(10).text, "明天几点开门？", "a message left while nobody was there");
    assert_eq!(lost(&chat), ["tags", "visitor.email", "department_name"]);
}

#[test]
fn chats_a_line_name_their_people_by_what_the_chat_says_of_them() {
    let chat = fixture("zendesk_chat", "lines.ndjson");
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent, Role::Unknown, Role::Customer]);
    assert_eq!(
        chat.texts(),
        [
            "Does the kettle fit a gas stove?",
            "It does.",
            "Who am I?",
            "rating (bad)",
            "comment (too slow)",
            "Anybody there?",
            "chat.queue_position (queue_position: 3)",
            "Odile: chat.memberleave",
        ],
        "a verdict that is not in the history is told at the end"
    );
    assert_eq!(chat.conversations.len(), 2);
}

#[test]
fn pages_of_chats_are_read_in_every_wrapping() {
    let one = r#"{"id":"c","visitor":{"name":"A"},"timestamp":"2024-01-01T00:00:00Z","history":[{"type":"chat.msg","name":"A","msg":"x","timestamp":"2024-01-01T00:00:00Z"}]}"#;
    for wrapped in [
        one.to_owned(),
        format!("[{one}]"),
        format!(r#"{{"chats":[{one}]}}"#),
        format!(r#"[{{"chats":[{one}]}},{{"chats":[]}}]"#),
        format!("{{\"chats\":[{one}]}}\n{{\"chats\":[]}}\n"),
        format!(r#"{{"docs":{{"c":{one},"d":null}},"count":1}}"#),
        format!("{one}\n\n{{\"id\":\"d\",\"history\":[]}}"),
    ] {
        assert!(confidence("zendesk_chat", "x", wrapped.clone()) >= Confidence::Likely, "{wrapped}");
        assert_eq!(read("zendesk_chat", "x", wrapped.clone()).texts(), ["x"], "{wrapped}");
    }
}

#[test]
fn a_head_that_is_cut_in_the_first_words_is_still_recognised() {
    let long = "x".repeat(70_000);
    for (id, head) in [
        ("zendesk_chat", r#"{"rating":null,"history":[{"type":"chat.msg","msg":""#),
        ("zendesk_support", r#"{"comments":[{"id":1,"author_id":2,"body":"y","html_body":""#),
        ("zendesk_support", r#"{"id":1,"subject":"s","raw_subject":"s","description":""#),
    ] {
        assert!(confidence(id, "x", format!("{head}{long}")) >= Confidence::Likely, "{head}");
    }
}

#[test]
fn a_chat_message_without_a_possible_time_is_kept_undated() {
    let chat = read(
        "zendesk_chat",
        "a.json",
        r#"{"id":"c","visitor":{"name":"A"},"timestamp":1,"history":[
            {"type":"chat.msg","name":"A","msg":"x","timestamp":8210266826400000},
            {"type":"chat.msg","name":"A","msg":"y","timestamp":"later"},
            {"name":"A","msg":"z"}]}"#,
    );
    assert_eq!(chat.texts(), ["x", "y", "z"]);
    assert_eq!(chat.codes(), ["odd_time", "unreadable_time", "undated_row"], "each is pointed at");
}

#[test]
fn comments_find_their_ticket_and_the_users_that_come_after_them() {
    let chat = fixture("zendesk_support", "comments.json");
    assert_eq!(keys(&chat), [("35011", "")], "the number stands in the address of the next page");
    assert_eq!(chat.senders(), ["沈禾", "客服 阿宁", "客服 阿宁", "-", "7777"]);
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent, Role::Agent, Role::Unknown]);
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Internal, Kind::Text, Kind::System, Kind::Call]);
    assert_eq!(
        chat.message_at(2).text,
        "今天补寄，明天到。",
        "where there is no plain body the HTML is read"
    );
    assert_eq!(chat.message_at(4).text, "来电：0571\n收到了，谢谢");
    assert_eq!(chat.message_at(0).attachments.first().map(|file| file.name.as_str()), Some("开箱.png"));
    assert_eq!(chat.message_at(0).source_id.as_deref(), Some("700001"));
    assert_eq!(chat.understanding.partial, ["has_more"]);
    assert!(lost(&chat).is_empty());
}

#[test]
fn a_ticket_gives_its_comments_or_else_its_description_and_never_both() {
    let chat = fixture("zendesk_support", "tickets.ndjson");
    assert_eq!(keys(&chat), [("412", "Broken lid (#412)"), ("413", "Opening hours (#413)")]);
    assert_eq!(
        chat.texts(),
        ["The lid came in two halves.", "A new one is on its way.", "Are you open on Sunday?"]
    );
    assert_eq!(
        chat.senders(),
        ["Piotr", "Ines", "82"],
        "the first by the ticket's requester, the last by number"
    );
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent, Role::Customer]);
    assert_eq!(lost(&chat), ["status", "tags"]);
}

#[test]
fn an_audit_gives_comments_and_one_event_for_the_rest() {
    let chat = fixture("zendesk_support", "audits.json");
    assert_eq!(
        chat.texts(),
        [
            "Where is my parcel?",
            "Jana: Create (field_name: status, value: new)\nJana: Create (field_name: priority)",
            "At the depot in Graz.",
            "Tomas: Change (field_name: status, value: open, previous_value: new)",
        ]
    );
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent], "a comment without author is its audit's");
    assert_eq!(chat.times().get(2).map(String::as_str), Some("2024-03-01 09:30:00Z second"));
    assert!(chat.understanding.partial.is_empty());
}

#[test]
fn a_comment_and_the_same_comment_in_an_audit_have_one_id() {
    let comment = r#"{"id":5,"type":"Comment","author_id":1,"body":"x","public":true,"created_at":"2024-01-01T00:00:00Z"}"#;
    let loose = read(
        "zendesk_support",
        "a",
        format!(r#"{{"ticket":{{"id":9,"subject":"S"}},"comments":[{comment}]}}"#),
    );
    let audit = read(
        "zendesk_support",
        "a",
        format!(
            r#"{{"audits":[{{"id":1,"ticket_id":9,"created_at":"2024-01-01T00:00:00Z","author_id":1,"events":[{comment}]}}]}}"#
        ),
    );
    assert_eq!(keys(&loose), [("9", "S (#9)")]);
    assert_eq!(loose.message_at(0).source_id, audit.message_at(0).source_id);
    assert_eq!(audit.conversations.first().map(|chat| chat.key.as_str()), Some("9"));
}

#[test]
fn the_description_of_a_page_s_ticket_is_not_told_beside_its_comments() {
    let page = |comments: &str| {
        format!(
            r#"{{"ticket":{{"id":9,"subject":"S","description":"first","requester_id":1,"submitter_id":1,"created_at":"2024-01-01T00:00:00Z"}}{comments}}}"#
        )
    };
    assert_eq!(read("zendesk_support", "a", page("")).texts(), ["first"]);
    let comments = r#","comments":[{"id":1,"author_id":1,"body":"first","public":true},{"id":2,"author_id":2,"body":"second","public":true}]"#;
    let chat = read("zendesk_support", "a", page(comments));
    assert_eq!(chat.texts(), ["first", "second"]);
    assert_eq!(roles(&chat), [Role::Customer, Role::Unknown], "who requested the ticket is its customer");
}

#[test]
fn comments_that_run_newest_first_are_turned_and_so_are_their_pages() {
    let comment = |n: u32| {
        format!(
            r#"{{"id":{n},"ticket_id":1,"author_id":1,"body":"{n}","public":true,"created_at":"2024-01-0{n}T00:00:00Z"}}"#
        )
    };
    let page = |a, b| format!("{{\"comments\":[{},{}]}}\n", comment(a), comment(b));
    for (pages, what) in [
        (format!("{}{}", page(4, 3), page(2, 1)), "all newest first"),
        (format!("{}{}", page(3, 4), page(1, 2)), "the pages newest first"),
        (format!("{}{}", page(2, 1), page(4, 3)), "within the pages newest first"),
    ] {
        assert_eq!(read("zendesk_support", "a", pages).texts(), ["1", "2", "3", "4"], "{what}");
    }
}

#[test]
fn the_end_of_a_stream_is_believed_over_its_next_page() {
    let partial = |fields: &str| {
        let page = format!(
            r#"{{"comments":[{{"id":2,"ticket_id":1,"author_id":1,"body":"d","public":true}}]{fields}}}"#
        );
        read("zendesk_support", "a", page).understanding.partial
    };
    assert!(partial(r#","end_of_stream":true,"next_page":"https://x.example/p""#).is_empty());
    assert_eq!(partial(r#","end_of_stream":false"#), ["has_more"]);
    assert_eq!(partial(r#","meta":{"has_more":true}"#), ["has_more"]);
    assert!(partial("").is_empty());
}

#[test]
fn a_damaged_line_costs_itself_only() {
    let lines = "{\"id\":1,\"subject\":\"s\",\"description\":\"d\",\"requester_id\":1,\"submitter_id\":1,\"created_at\":\"2024-01-01T00:00:00Z\"}\n{\"id\":2,\"sub\n";
    let chat = read("zendesk_support", "a.ndjson", lines);
    assert_eq!((chat.texts(), chat.codes()), (vec!["d"], vec!["damaged_line"]));
    assert_eq!(chat.understanding.partial, ["comments_not_included", "damaged_lines:1"]);
}

#[test]
fn a_title_given_names_one_conversation_and_no_more() {
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let read = |id, name: &str| outcome(id, name, fixture_bytes(id, name), &options).expect("it reads");
    assert_eq!(keys(&read("zendesk_support", "comments.json")), [("35011", "我的标题")]);
    assert_eq!(
        keys(&read("zendesk_support", "tickets.ndjson")),
        [("412", "Broken lid (#412)"), ("413", "Opening hours (#413)")]
    );
}

#[test]
fn a_page_without_messages_is_refused() {
    for (id, empty) in
        [("zendesk_chat", r#"{"chats":[]}"#), ("zendesk_support", r#"{"tickets":[],"count":0}"#)]
    {
        let refused = outcome(id, "a.json", empty, &ReadOptions::default()).expect_err("nothing is in it");
        assert!(matches!(refused, Error::Lacks { what: "messages", .. }), "{refused}");
    }
}

const TICKET: &str = r#""id":101,"subject":"s","description":"我要退款\n谢谢","requester_id":5,"submitter_id":5,"created_at":"2024-01-01T10:00:00Z""#;

#[test]
fn a_description_is_left_out_only_where_the_first_comment_of_its_own_ticket_says_it() {
    let comment = r#"{"id":9001,"type":"Comment","ticket_id":101,"author_id":5,"body":"我要退款\n\n谢谢","public":true,"created_at":"2024-01-01T10:00:00Z"}"#;
    let audit = format!(r#"{{"id":8,"ticket_id":101,"author_id":5,"events":[{comment}]}}"#);
    let later = r#"{"id":9002,"ticket_id":101,"author_id":7,"body":"好的","public":true,"created_at":"2024-01-01T11:00:00Z"}"#;
    let other = TICKET.replace("101", "102");
    for (page, words, partial, what) in [
        (
            format!(r#"{{"tickets":[{{{TICKET}}},{{{other}}}],"comments":[{comment}]}}"#),
            2,
            true,
            "the other ticket has none",
        ),
        (
            format!(r#"{{"comments":[{later},{comment}],"tickets":[{{{TICKET}}}]}}"#),
            2,
            false,
            "before the ticket",
        ),
        (format!(r#"{{"tickets":[{{{TICKET}}}],"audits":[{audit}]}}"#), 1, false, "in a list of audits"),
        (format!(r#"{{"tickets":[{{{TICKET}}}],"comments":[{later}]}}"#), 2, true, "another comment"),
        (format!(r#"{{{TICKET},"audits":[{audit}]}}"#), 1, false, "in the ticket's audits"),
        (
            format!(
                r#"{{{TICKET},"audits":[{{"id":8,"author_id":7,"created_at":"2024-01-02T10:00:00Z","events":[{{"id":10,"type":"Change","value":"open"}}]}}]}}"#
            ),
            2,
            true,
            "audits without a comment",
        ),
    ] {
        let chat = read("zendesk_support", "a.json", page);
        assert_eq!(chat.messages.len(), words, "{what}: {:?}", chat.texts());
        let lacks = chat.understanding.partial.iter().any(|code| code == "comments_not_included");
        assert_eq!(lacks, partial, "{what}");
    }
}

#[test]
fn tickets_without_their_comments_are_known_again_and_are_not_all_of_it() {
    let chat =
        read("zendesk_support", "a.json", format!(r#"{{"tickets":[{{{TICKET}}}],"end_of_stream":true}}"#));
    assert_eq!(chat.message_at(0).source_id.as_deref(), Some("description 101"));
    assert_eq!(chat.understanding.partial, ["comments_not_included"]);
    let events = r#"{"ticket_events":[{"id":1,"ticket_id":55,"timestamp":1704100000,"updater_id":7,"child_events":[{"id":2,"event_type":"Comment","body":"later","public":true,"author_id":7}]}],"end_of_stream":true}"#;
    let chat = read("zendesk_support", "a.json", events);
    assert!(!chat.understanding.states_all, "the end of what changed is not the whole of a ticket");
}

#[test]
fn comments_in_a_file_that_only_its_name_says_the_ticket_of_have_the_id_of_its_description() {
    let comments = r#"{"comments":[{"id":9001,"type":"Comment","author_id":5,"body":"我要退款","plain_body":"","html_body":"","public":true,"audit_id":8,"attachments":[],"via":{"channel":"web"},"created_at":"2024-01-01T10:00:00Z"}],"count":1}"#;
    let chat = read("zendesk_support", "8801.json", comments);
    assert_eq!(chat.message_at(0).alias.as_deref(), Some("description 8801"));
}

#[test]
fn a_ticket_whose_comments_stand_beside_it_lacks_nothing_though_it_has_no_description() {
    let text = r#"{"ticket":{"id":5521,"subject":"Refund","requester_id":11},
        "comments":[{"id":1,"author_id":11,"body":"I want a refund","public":true,"created_at":"2024-03-05T10:21:33Z"},
            {"id":2,"author_id":22,"body":"VIP","public":false,"created_at":"2024-03-05T11:00:00Z"}],
        "users":[{"id":11,"name":"Sam","role":"end-user"},{"id":22,"name":"Kim","role":"agent"}]}"#;
    let read = read("zendesk_support", "a.json", text);
    assert_eq!(read.texts(), ["I want a refund", "VIP"]);
    assert!(read.understanding.partial.is_empty(), "{:?}", read.understanding.partial);
}

#[test]
fn tickets_of_one_subject_are_told_apart_by_their_numbers() {
    let text = r#"{"tickets":[{"id":5521,"subject":"Refund","requester_id":11,"description":"a"},
        {"id":5522,"subject":"Refund","requester_id":12,"description":"b"},
        {"id":5523,"requester_id":12,"description":"c"}]}"#;
    let read = read("zendesk_support", "a.json", text);
    let titles: Vec<&str> = read.conversations.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["Refund (#5521)", "Refund (#5522)", ""]);
    assert_eq!(read.conversations.first().map(|draft| draft.key.as_str()), Some("5521"));
}
