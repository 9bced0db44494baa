//! Traps of Intercom, Chatwoot and Zammad, one by one.

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

fn files(chat: &Collected, position: usize) -> Vec<&str> {
    chat.message_at(position).attachments.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn each_file_of_a_desk_is_recognised_with_certainty_whatever_its_name() {
    for (id, names) in [
        ("intercom", ["conversation.json", "list.json"].as_slice()),
        ("chatwoot", &["messages.json", "conversations.json", "webhooks.jsonl"]),
        ("zammad", &["articles.json", "assets.json", "ticket.json"]),
    ] {
        for name in names {
            assert_eq!(confidence(id, "x.dat", fixture_bytes(id, name)), Confidence::Certain, "{name}");
        }
        let other =
            r#"[{"content":"message_type private inbox_id","body":"x","internal":false,"source":"web"}]"#;
        assert_eq!(
            confidence(id, "a.json", other),
            Confidence::No,
            "{id} needs its fields where they belong"
        );
    }
}

#[test]
fn an_intercom_conversation_begins_with_its_source() {
    let chat = fixture("intercom", "conversation.json");
    assert_eq!(keys(&chat), [("88101", "发票抬头")], "without title the subject, as words");
    assert_eq!(chat.conversations.first().map(|chat| chat.platform), Some(Platform::Intercom));
    assert_eq!(chat.message_at(0).text, "请把抬头改成云栖茶铺\u{a0}谢谢");
    assert_eq!(files(&chat, 0), ["抬头.png"], "a picture in the words is a file");
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-06-03 02:00:00Z second"));
    assert_ne!(
        chat.message_at(0).source_id,
        chat.message_at(1).source_id,
        "messages and parts are numbered apart: 5501 is both"
    );
}

#[test]
fn parts_of_intercom_are_messages_remarks_or_events() {
    let chat = fixture("intercom", "conversation.json");
    assert_eq!(chat.senders(), ["孔一诺", "小栖", "-", "阿宁", "-", "阿宁", "孔一诺", "-", "-"]);
    assert_eq!(
        roles(&chat),
        [Role::Customer, Role::Bot, Role::Agent, Role::Agent, Role::Customer],
        "a lead and a user are customers"
    );
    assert_eq!(chat.message_at(2).text, "小栖: assignment (assigned_to.type: admin, assigned_to.id: 41)");
    assert_eq!(chat.message_at(3).kind, Kind::Internal);
    assert_eq!(
        chat.message_at(4).text,
        "阿宁: conversation_attribute_updated_by_admin (event_details.attribute.name: 类型, event_details.value.name: 发票)"
    );
    assert_eq!(chat.message_at(5).text, "已改好，见附件。", "what is sent with the closing is a message");
    assert_eq!(files(&chat, 5), ["发票.pdf"]);
    assert!(chat.message_at(6).recalled, "redacted");
    assert_eq!(chat.message_at(7).text, "夜班: moon_phase_changed\n满月", "an unknown type keeps its words");
    assert_eq!(chat.message_at(8).text, "conversation_rating (rating: 5, remark: 很快)");
    assert_eq!(chat.understanding.partial, ["missing_parts:2"], "nine are counted");
    assert_eq!(lost(&chat), ["tags"]);
}

#[test]
fn lists_of_intercom_say_what_they_leave_out() {
    let chat = fixture("intercom", "list.json");
    assert_eq!(keys(&chat), [("201", "Delivery"), ("202", "")]);
    assert_eq!(
        chat.senders(),
        ["rosa@example.com", "-", "Ravi"],
        "a bot that says nothing opens, it does not speak"
    );
    assert_eq!(chat.message_at(1).text, "Fern: phone_call operator_initiated");
    assert_eq!(chat.understanding.partial, ["has_more", "missing_parts:2"]);
}

#[test]
fn intercom_is_read_in_every_wrapping() {
    let one = r#"{"type":"conversation","id":"1","created_at":1690000000,"source":{"id":"2","body":"<p>x</p>","author":{"type":"user","id":"u"}}}"#;
    for wrapped in [
        one.to_owned(),
        format!("[{one}]"),
        format!("{one}\n{one}\n"),
        format!(
            r#"{{"type":"notification_event","topic":"conversation.user.created","data":{{"item":{one}}}}}"#
        ),
        format!(r#"{{"type":"conversation.list","conversations":[{one}],"pages":{{"next":null}}}}"#),
        format!(r#"[{{"conversations":[{one}]}}]"#),
        one.replace("\"source\"", "\"conversation_message\""),
    ] {
        assert_eq!(confidence("intercom", "x", wrapped.clone()), Confidence::Certain, "{wrapped}");
        let chat = read("intercom", "x", wrapped.clone());
        assert!(chat.texts().iter().all(|text| *text == "x") && !chat.texts().is_empty(), "{wrapped}");
        assert!(chat.understanding.partial.is_empty(), "{wrapped}");
    }
}

#[test]
fn chatwoot_tells_the_sides_by_number_and_keeps_people_apart() {
    let chat = fixture("chatwoot", "messages.json");
    assert_eq!(keys(&chat), [("58", "茶杯订单 (#58)")]);
    assert_eq!(chat.senders(), ["罗真", "", "-", "阿宁", "阿宁", "小栖", "阿宁", "罗真"]);
    assert_eq!(
        roles(&chat),
        [Role::Customer, Role::Bot, Role::Agent, Role::Agent, Role::Bot, Role::Agent, Role::Customer]
    );
    assert_ne!(
        chat.sender_at(0).key,
        chat.sender_at(3).key,
        "contact 7 and user 7 are two people with one number"
    );
    assert_eq!(
        kinds(&chat),
        [
            Kind::Text,
            Kind::Card,
            Kind::System,
            Kind::Internal,
            Kind::Image,
            Kind::Text,
            Kind::Text,
            Kind::Location
        ]
    );
    assert_eq!(
        chat.message_at(1).text,
        "请选择\ntitle: 青\nvalue: qing\ntitle: 白\nvalue: bai\ntitle: 青\nvalue: qing"
    );
    assert_eq!(files(&chat, 4), ["青杯.png"]);
    let answered = chat.message_at(4).reply_to.as_ref().and_then(|reply| reply.source_id.as_deref());
    assert_eq!(answered, Some("3301"));
    assert!(chat.message_at(6).recalled);
    assert_eq!(chat.message_at(7).text, "西湖边\n30.25, 120.16\nhttps://map.example/1");
    assert!(files(&chat, 7).is_empty(), "a place is no file");
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn conversations_of_chatwoot_give_the_last_words_too() {
    let chat = fixture("chatwoot", "conversations.json");
    assert_eq!(chat.understanding.partial, ["last_messages_only"], "a list has no more of them");
    assert_eq!(chat.texts(), ["Thanks, that works", "Conversation was marked resolved by Kim"]);
    assert_eq!(chat.senders(), ["Bea", "-"], "the contact stands in the conversation's meta");
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("contact:71"));
    assert_eq!(keys(&chat), [("90", "")], "a conversation without messages is none");
    assert_eq!(lost(&chat), ["labels"]);
}

#[test]
fn webhooks_of_chatwoot_say_in_words_what_the_interface_numbers() {
    let chat = fixture("chatwoot", "webhooks.jsonl");
    assert_eq!(keys(&chat), [("17", "")]);
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent]);
    assert_eq!(chat.times(), ["2024-04-05 06:07:08Z milli", "2024-04-05 06:09:00Z second"]);
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_message_that_a_later_webhook_calls_deleted_keeps_its_words() {
    let hook = |event: &str, content: &str, attributes: &str| {
        format!(
            r#"{{"event":"{event}","id":1,"content":"{content}","content_attributes":{attributes},"created_at":1700000000,"message_type":"incoming","content_type":"text","private":false,"sender":{{"id":1,"name":"A","type":"contact"}},"conversation":{{"id":2,"status":"open"}}}}"#
        )
    };
    let lines = [
        hook("message_created", "my words", "{}"),
        hook("message_updated", "This message was deleted", r#"{"deleted":true}"#),
        r#"{"event":"contact_created","id":5,"name":"B"}"#.to_owned(),
    ];
    let chat = read("chatwoot", "hooks", lines.join("\n"));
    assert_eq!(chat.texts(), ["my words", "contact_created (event: contact_created, id: 5, name: B)"]);
    assert!(chat.message_at(0).recalled, "taken back, as the second line says");
}

#[test]
fn pages_of_chatwoot_fetched_backwards_run_forward() {
    let message = |n: u32| {
        format!(
            r#"{{"id":{n},"content":"{n}","inbox_id":1,"conversation_id":2,"message_type":0,"created_at":{},"private":false}}"#,
            1_700_000_000 + n
        )
    };
    let page = |a, b| format!(r#"{{"meta":{{}},"payload":[{},{}]}}"#, message(a), message(b));
    let chat = read("chatwoot", "a.json", page(3, 4) + &page(1, 2));
    assert_eq!(chat.texts(), ["1", "2", "3", "4"]);
    assert_eq!(roles(&chat), [Role::Customer; 4], "incoming is the customer's, though nobody is named");
}

#[test]
fn a_chatwoot_message_of_an_unknown_kind_is_kept() {
    let chat = read(
        "chatwoot",
        "a.json",
        r#"[{"id":1,"content":"x","inbox_id":1,"conversation_id":2,"message_type":9,"private":false,"created_at":1700000000},
            {"id":2,"content":"y","inbox_id":1,"conversation_id":2,"message_type":9,"private":false,"created_at":1700000001,
             "sender":{"id":1,"name":"A","type":"user"},"reactions":["ok"]}]"#,
    );
    assert_eq!(chat.texts(), ["9 (x)", "y"]);
    assert_eq!(chat.senders(), ["-", "A"]);
    assert_eq!(lost(&chat), ["reactions"]);
}

#[test]
fn articles_of_zammad_have_sides_remarks_and_words() {
    let chat = fixture("zammad", "articles.json");
    assert_eq!(keys(&chat), [("14", "茶壶漏水")]);
    assert_eq!(chat.conversations.first().map(|chat| chat.platform), Some(Platform::Zammad));
    assert_eq!(chat.senders(), ["姜禾", "阿宁", "-", "姜禾 来电"]);
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent, Role::Customer]);
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Internal, Kind::System, Kind::Text]);
    assert_eq!(chat.message_at(0).text, "壶嘴\n漏水。");
    assert_eq!(files(&chat, 0), ["漏水.mp4", "pic1@desk"]);
    assert_eq!(chat.message_at(1).text, "先问仓库 <不要外传>", "plain text is not read as HTML");
    assert_eq!(chat.sender_at(3).key, None, "the agent who noted the call is not the customer who made it");
    assert!(lost(&chat).is_empty(), "{:?}", chat.warnings);
}

#[test]
fn assets_of_zammad_are_in_order_of_their_numbers() {
    let chat = fixture("zammad", "assets.json");
    assert_eq!(keys(&chat), [("9", "Refund (#31009)")]);
    assert_eq!(chat.texts(), ["Please refund order 12.", "Done today."], "9 comes before 10");
    assert_eq!(chat.senders(), ["Noor Haddad", "Uwe"]);
    assert_eq!(roles(&chat), [Role::Customer, Role::Agent], "numbers of senders are the same everywhere");
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("5"));
}

#[test]
fn a_zammad_ticket_behind_its_articles_gives_its_title_too() {
    let article = r#"{"id":1,"ticket_id":5,"body":"x","internal":false,"content_type":"text/plain","sender":"Customer","from":"A <a@b.example>","subject":"Re: s","created_at":"2024-01-01T10:00:00Z"}"#;
    for ticket in [r#"{"id":5,"title":"真标题"}"#, r#"{"id":5,"title":""}"#] {
        let chat =
            read("zammad", "a.json", format!(r#"{{"ticket_articles":[{article}],"ticket":{ticket}}}"#));
        let title = if ticket.contains("真") { "真标题" } else { "Re: s" };
        assert_eq!(keys(&chat), [("5", title)]);
    }
}

#[test]
fn a_zammad_ticket_with_its_articles_keeps_its_title() {
    let chat = fixture("zammad", "ticket.json");
    assert_eq!((keys(&chat), chat.senders()), (vec![("21", "Gift wrap (#31021)")], vec!["Lio", "Mia"]));
    let other = r#"{"ticket":{"id":3,"title":"T"},"ticket_articles":[{"id":1,"ticket_id":3,"body":"b","subject":"other","content_type":"text/plain","sender":"Agent","internal":false,"cc":"c@example.com"}]}"#;
    let chat = read("zammad", "a.json", other);
    assert_eq!((keys(&chat), chat.texts()), (vec![("3", "T")], vec!["b"]));
    assert_eq!(lost(&chat), ["cc", "subject"]);
}

#[test]
fn files_without_messages_or_cut_off_are_refused() {
    let refused = |id, json: &str| outcome(id, "a.json", json, &ReadOptions::default()).expect_err("refused");
    for (id, json) in [
        ("intercom", r#"{"conversations":[]}"#),
        ("chatwoot", r#"{"meta":{},"payload":[]}"#),
        ("zammad", r#"{"assets":{"TicketArticle":{}}}"#),
    ] {
        assert!(matches!(refused(id, json), Error::Lacks { what: "messages", .. }), "{id}");
    }
    assert!(matches!(refused("zammad", "[{\"id\":1,"), Error::Damaged { .. }));
    assert!(matches!(refused("chatwoot", " "), Error::Empty { .. }));
}
