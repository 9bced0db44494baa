//! JSON whose times and senders go by names that are less usual, or that nobody knows.

mod support;

use support::{outcome, read};
use yanju_formats::import::{
    Error, ReadOptions,
    columns::{Field, Mapping},
};

#[test]
fn a_field_that_holds_a_time_in_every_message_is_asked_for_where_nobody_knows_its_name() {
    let refused = |text: &str| {
        let read = outcome("json", "a.json", text, &ReadOptions::default());
        matches!(read, Err(Error::Lacks { what: "time_column", .. }))
    };
    assert!(refused(
        r#"[{"from":"a","text":"x","wann":"2024-03-05 10:00"},{"from":"b","text":"y","wann":"Mar 5, 2024 10:01"}]"#
    ));
    assert!(refused(r#"[{"from":"a","text":"x","msgTimeLocal":1709704720}]"#));
    for undated in [
        r#"[{"from":"a","text":"x","order":1709704720},{"from":"b","text":"y","order":1709704721}]"#,
        r#"[{"from":"a","text":"x","due":"2024-03-05"},{"from":"b","text":"y"}]"#,
        r#"[{"from":"a","text":"x"}]"#,
    ] {
        assert_eq!(
            read("json", "a.json", undated).times().first().map(String::as_str),
            Some(""),
            "{undated}"
        );
    }
    let mapping = Some(Mapping::new([("text".to_owned(), Field::Text), ("from".to_owned(), Field::Sender)]));
    let options = ReadOptions { mapping, ..ReadOptions::default() };
    let said = r#"[{"from":"a","text":"x","wann":"2024-03-05 10:00"}]"#;
    let said = outcome("json", "a.json", said, &options).expect("people have said that there are no times");
    assert!(said.codes().contains(&"undated"));
}

#[test]
fn messages_of_skype_and_google_chat_have_their_times_and_senders() {
    let skype = r#"{"conversations":[{"id":"8:kim","MessageList":[{"id":"170963","from":"8:kim","content":"hi",
        "originalarrivaltime":"2024-03-05T10:21:33.123Z"}]}]}"#;
    let skype = read("json", "skype.json", skype);
    assert_eq!(skype.times(), ["2024-03-05 10:21:33.123Z milli"]);
    let google = r#"{"messages":[{"creator":{"name":"Ann Lee","email":"ann@x.com"},"text":"hi",
        "created_date":"Tuesday, March 5, 2024 at 10:22:33 PM UTC"},
        {"creator":{"email":"kim@x.com"},"text":"yes","created_date":"Tuesday, March 5, 2024 at 10:23:33 PM UTC"}]}"#;
    let google = read("json", "messages.json", google);
    assert_eq!(google.senders(), ["Ann Lee", "kim@x.com"]);
    assert_eq!(google.times(), ["2024-03-05 22:22:33Z second", "2024-03-05 22:23:33Z second"]);
}
