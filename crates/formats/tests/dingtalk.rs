//! Traps of DingTalk's `dws` JSON, one by one.

mod support;

use std::io::{self, Read};
use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Kind, Platform, Role, job::Job};

fn dws(json: &str) -> Collected {
    read("dingtalk_dws", "chat.json", json)
}

#[test]
fn both_contracts_are_recognised_with_certainty() {
    for name in ["raw.json", "projected.json"] {
        let bytes = fixture_bytes("dingtalk_dws", name);
        assert_eq!(confidence("dingtalk_dws", name, bytes), Confidence::Certain, "{name}");
    }
    let other = r#"{"messages":[{"role":"user","content":"openMessageId"}]}"#;
    assert_eq!(
        confidence("dingtalk_dws", "a.json", other),
        Confidence::No,
        "the name stands in the words only"
    );
}

#[test]
fn the_projected_contract_is_turned_oldest_first() {
    let chat = fixture("dingtalk_dws", "projected.json");
    assert_eq!(chat.senders(), ["顾客乙", "顾客乙", "云上小铺机器人", "云上小铺客服"]);
    assert_eq!(
        chat.times().first().map(String::as_str),
        Some("2024-05-02 10:12:59 second"),
        "local, as written"
    );
    assert_eq!(
        chat.conversations.first().map(|c| (c.platform, c.key.as_str())),
        Some((Platform::DingTalk, "cid-plain"))
    );
    assert_eq!(chat.message_at(0).source_id.as_deref(), Some("m-001"));
}

#[test]
fn a_file_that_says_it_is_incomplete_is_understood_as_partial() {
    let chat = fixture("dingtalk_dws", "projected.json");
    let mut partial = chat.understanding.partial;
    partial.sort();
    assert_eq!(partial, ["failures:1", "has_more", "incomplete", "partial"]);
    assert!(fixture("dingtalk_dws", "raw.json").understanding.partial.is_empty(), "the other one is whole");
}

#[test]
fn the_raw_contract_gives_words_kinds_and_quotes() {
    let chat = fixture("dingtalk_dws", "raw.json");
    let kinds: Vec<Kind> = chat.messages.iter().map(|(_, draft)| draft.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Image, Kind::Voice, Kind::Text, Kind::Forward]);
    assert_eq!(chat.message_at(0).text, "没有收到包裹", "the runs of rich text are one line");
    assert!(
        chat.message_at(2).text.starts_with("我昨天一直在家\n"),
        "the transcript of a voice message stays"
    );
    assert_eq!(chat.message_at(2).attachments.first().map(|file| file.name.as_str()), Some("@voice-1"));
    let reply = chat.message_at(3).reply_to.as_ref().expect("it answers a message");
    assert_eq!((reply.source_id.as_deref(), reply.quote.as_str()), (Some("r-1"), "没有收到包裹"));
}

#[test]
fn a_forward_keeps_its_lines_in_order_and_invents_no_sender() {
    let chat = fixture("dingtalk_dws", "raw.json");
    assert_eq!(
        chat.message_at(4).text,
        "转给您看\n运单号 YDH00000001\n快递员: 放在门口了",
        "null is nobody's name"
    );
}

#[test]
fn cards_are_rendered_and_their_bot_is_a_bot() {
    let chat = fixture("dingtalk_dws", "projected.json");
    assert_eq!(chat.message_at(2).text, "请选择问题类型\n1 物流 2 退款");
    assert_eq!(chat.sender_at(2).role, Role::Bot);
    assert_eq!(chat.sender_at(3).role, Role::Unknown, "a user may be anyone");
}

#[test]
fn what_is_not_kept_is_said_once_for_the_file() {
    let chat = fixture("dingtalk_dws", "projected.json");
    let details: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(details, ["reactions"], "an empty list of resources is nothing");
}

#[test]
fn numbers_are_points_in_time_in_the_unit_that_their_size_gives_away() {
    let chat = dws(r#"{"result":{"messages":[
        {"openMessageId":"a","content":"一","createTime":1709704720},
        {"openMessageId":"b","content":"二","createTime":1709704721000},
        {"openMessageId":"c","content":"三","createTime":1709704722000000}]}}"#);
    assert_eq!(
        chat.times(),
        ["2024-03-06 05:58:40Z second", "2024-03-06 05:58:41Z milli", "2024-03-06 05:58:42Z milli"],
        "ascending stays so"
    );
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_time_at_which_nobody_wrote_leaves_the_message_undated() {
    for time in ["101", "-1", "8210266826400000000", "82102668264000000", "4.5", "\"1650-01-01 10:00:00\""] {
        let chat = dws(&format!(r#"{{"messages":[{{"messageId":"m","text":"x","createTime":{time}}}]}}"#));
        assert_eq!((chat.times(), chat.texts()), (vec![String::new()], vec!["x"]), "{time}");
        assert_eq!(chat.codes().len(), 1, "{time} is pointed at: {:?}", chat.warnings);
    }
    let hostile = r#"{"messages":[{"messageId":"m","text":"x","createTime":8210266826400000}]}"#;
    assert_eq!(dws(hostile).codes(), ["odd_time"], "the year 2230, and not 262142");
}

#[test]
fn a_link_keeps_its_title_its_words_and_where_it_leads_and_says_what_is_lost() {
    let chat = dws(r#"{"messages":[{"messageId":"m","msgType":"link","content":
        {"title":"退款说明","text":"三日内到账","messageUrl":"https://a.example/r","picUrl":"https://a.example/p.png"}}]}"#);
    assert_eq!(chat.texts(), ["退款说明\n三日内到账\nhttps://a.example/r"]);
    assert_eq!(chat.message_at(0).kind, Kind::Link);
    let lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!((chat.codes(), lost), (vec!["not_kept"], vec!["content.picUrl"]));
}

#[test]
fn a_message_without_sender_or_time_is_still_a_message() {
    let chat = dws(
        r#"{"messages":[{"messageId":"m","text":"稳定正文"},{"messageId":"n","text":"x","createTime":"昨天"}]}"#,
    );
    assert_eq!(chat.senders(), ["", ""]);
    assert_eq!(chat.times(), ["", ""]);
    assert_eq!(
        chat.codes(),
        ["unreadable_time"],
        "an unreadable time is reported, a missing one is not a doubt"
    );
}

#[test]
fn encrypted_words_are_kept_and_named() {
    let chat = dws(r#"{"messages":[{"openMessageId":"m","content":"aGVsbG8=||2||1||196"}]}"#);
    assert_eq!(chat.texts(), ["aGVsbG8=||2||1||196"]);
    assert_eq!(chat.codes(), ["encrypted_text"]);
}

#[test]
fn recalls_are_marked_and_system_lines_are_events() {
    let chat = dws(r#"{"messages":[
        {"openMessageId":"m","sender":"甲","msgType":"recall","content":"撤回了一条消息","createTime":"2024-05-02 10:00:01"},
        {"openMessageId":"n","sender":"甲","msgType":"system","content":"甲 加入了群","createTime":"2024-05-02 10:00:00"}]}"#);
    assert_eq!(chat.senders(), ["-", "甲"]);
    assert!(chat.message_at(1).recalled, "the recall is a mark on the message");
}

#[test]
fn messages_of_several_conversations_and_pages_are_told_apart() {
    let page = |conversation: &str| {
        format!(
            r#"{{"result":{{"messages":[{{"openMessageId":"{conversation}1","openConversationId":"{conversation}","content":"x"}}]}}}}"#
        )
    };
    let chat = dws(&format!("{}\n{}", page("c"), page("d")));
    assert_eq!(chat.conversations.len(), 2, "pages written one after the other are one file");
}

#[test]
fn a_downloaded_file_beside_the_export_is_taken_in() {
    struct WithFile(Bytes);
    impl Input for WithFile {
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
            Ok((name == "开箱照片.zip").then(|| Box::new(&b"PK"[..]) as Box<dyn Read>))
        }
    }
    let input =
        WithFile(Bytes { name: "a.json".into(), content: fixture_bytes("dingtalk_dws", "projected.json") });
    let mut chat = Collected::default();
    let importer = importer("dingtalk_dws").expect("registered");
    importer.read(&input, &ReadOptions::default(), &mut chat, &Job::quiet()).expect("it reads");
    let file = chat.message_at(1).attachments.first().expect("the placeholder names a file");
    assert_eq!(
        (file.name.as_str(), file.content.as_ref().map(|content| content.bytes)),
        ("开箱照片.zip", Some(2))
    );
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let refused =
        |json: &str| outcome("dingtalk_dws", "a.json", json, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused(r#"{"code":0}"#), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused(" \n"), Error::Empty { .. }));
    match refused("{\"messages\":[{\"text\":\"x\"},\n{\"te") {
        Error::Damaged { place, .. } => assert!(place.starts_with("line 2 "), "{place}"),
        other => panic!("{other}"),
    }
    let deep = format!("{{\"messages\":[{}", "[".repeat(200));
    assert!(matches!(refused(&deep), Error::TooLarge { limit: "nesting", .. }));
}

#[test]
fn a_cancelled_job_stops_the_reading() {
    let job = Job::quiet();
    job.cancel();
    let input = Bytes { name: "a.json".into(), content: fixture_bytes("dingtalk_dws", "raw.json") };
    let importer = importer("dingtalk_dws").expect("registered");
    let result = importer.read(&input, &ReadOptions::default(), &mut Collected::default(), &job);
    assert!(matches!(result, Err(Error::Cancelled(_))), "{result:?}");
}

#[test]
fn an_empty_content_does_not_hide_a_filled_text() {
    for content in [r#""""#, "{}", r#"{"text":""}"#, "null", "[]"] {
        let chat = dws(&format!(
            r#"{{"messages":[{{"messageId":"m","content":{content},"text":"单号 1","quotedMessage":{{"content":{content},"text":"哪里"}}}}]}}"#
        ));
        assert_eq!(chat.texts(), ["单号 1"], "{content}");
        let quote = chat.message_at(0).reply_to.as_ref().map(|reply| reply.quote.as_str());
        assert_eq!(quote, Some("哪里"), "{content}");
    }
}

#[test]
fn a_forward_keeps_the_times_and_the_file_names_of_what_it_holds() {
    let chat = dws(r#"{"messages":[{"messageId":"m","content":"转给您看","forwardMessages":[
        {"sender":"甲","content":"在吗","createTime":"2024-05-02 10:12:59"},
        {"sender":"乙","createTime":1709704720000,"content":{"mediaId":"@1","fileName":"合同.pdf"}},
        {"sender":"null","content":"看附件","resourceRefs":[{"fileName":"清单.xlsx"}],
         "forwardMessages":[{"sender":"丙","content":"[文件] 图纸.dwg fileId: 7","createTime":9}]}]}]}"#);
    assert_eq!(
        chat.texts(),
        [
            "转给您看\n2024-05-02 10:12:59 甲: 在吗\n2024-03-06 05:58:40Z 乙: 合同.pdf\n看附件 清单.xlsx\n9 丙: [文件] 图纸.dwg fileId: 7"
        ],
    );
    assert!(chat.warnings.is_empty(), "nothing is lost: {:?}", chat.warnings);
}

#[test]
fn what_is_not_kept_of_quotations_and_forwards_is_said() {
    let chat = dws(r#"{"messages":[{"messageId":"m","content":"x",
        "quotedMessage":{"openMessageId":"q","content":{"text":"y","picUrl":"p"},"createTime":"2024-05-02 10:12:59"},
        "forwardMessages":[{"content":"a","reactions":["赞"]},{"content":"b","reactions":["赞"],
            "quotedMessage":{"content":"c","sender":"丁"}}]}]}"#);
    let mut lost: Vec<&str> = chat.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    lost.sort_unstable();
    assert_eq!(
        lost,
        [
            "forwardMessages.quotedMessage",
            "forwardMessages.reactions",
            "quotedMessage.content.picUrl",
            "quotedMessage.createTime"
        ],
    );
}

#[test]
fn the_title_given_wins_over_that_of_the_file_and_changes_no_identity() {
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let read = |json: &str, options: &ReadOptions| {
        let chat = outcome("dingtalk_dws", "chat.json", json, options).expect("it reads");
        chat.conversations.into_iter().map(|chat| (chat.key, chat.title)).collect::<Vec<_>>()
    };
    let pair = |key: &str, title: &str| (key.to_owned(), title.to_owned());
    let one = r#"{"title":"售后群","messages":[{"messageId":"m","text":"x"}]}"#;
    assert_eq!(read(one, &options), [pair("售后群", "我的标题")]);
    assert_eq!(read(one, &ReadOptions::default()), [pair("售后群", "售后群")]);
    let two = r#"{"messages":[{"messageId":"m","conversationId":"c","conversationTitle":"甲群","text":"x"},
        {"messageId":"n","conversationId":"d","text":"y"}]}"#;
    assert_eq!(
        read(two, &options),
        [pair("c", "甲群"), pair("d", "我的标题")],
        "of two it names the nameless"
    );
}

#[test]
fn fields_without_number_are_not_all_named() {
    let fields = (0..200_000).map(|n| format!(r#""f{n}":1"#)).collect::<Vec<_>>().join(",");
    let chat = dws(&format!(r#"{{"messages":[{{"messageId":"m","text":"x",{fields}}}]}}"#));
    assert_eq!(chat.warnings.len(), 100, "nobody reads more, and looking them up takes time");
}

#[test]
fn of_several_pages_the_last_tells_whether_there_is_more_and_each_counts_its_own() {
    let page = |id: &str, marks: &str| {
        format!(
            r#"{{"contractVersion":1,"messages":[{{"messageId":"{id}","conversationId":"c","sender":"甲","messageType":"text","text":"hi","createTime":"2024-01-01 10:00:00"}}]{marks}}}"#
        )
    };
    let told = |json: &str| dws(json).understanding;
    let (more, last) = (
        page("m1", r#","hasMore":true,"complete":false"#),
        page("m2", r#","hasMore":false,"complete":true,"count":1"#),
    );
    let both = told(&format!("{more}{last}"));
    assert_eq!((both.partial, both.states_all), (vec![], true), "the last page ends it");
    let both = told(&format!("{last}{more}"));
    assert_eq!(
        (both.partial, both.states_all),
        (vec!["has_more".to_owned(), "incomplete".to_owned()], false)
    );
    let other = told(&page("m1", r#","count":50,"complete":true,"hasMore":false"#));
    assert_eq!((other.partial, other.states_all), (vec!["other_count".to_owned()], false), "one of fifty");
}

#[test]
fn json_in_a_string_that_would_take_too_much_memory_is_kept_as_words() {
    let items = |n: usize| format!("{{\\\"items\\\":[{}\\\"x\\\"]}}", "\\\"x\\\",".repeat(n));
    let text = |n: usize| {
        let chat = dws(&format!(
            r#"{{"messages":[{{"openMessageId":"m1","openConversationId":"c","content":"{}"}}]}}"#,
            items(n)
        ));
        chat.message_at(0).text.clone()
    };
    assert_eq!(text(1), "x\nx");
    assert!(text(1_200_000).starts_with("{\"items\":[\"x\",\"x\""), "a few megabytes would become many");
}

#[test]
fn a_result_that_is_a_mere_word_does_not_hide_the_messages() {
    let message = r#"{"openMessageId":"m1","openConversationId":"c","sender":"甲","msgType":"text","content":"hi","createTime":"2024-01-01 10:00:00"}"#;
    for file in [
        format!(r#"{{"result":true,"messages":[{message}]}}"#),
        format!(r#"{{"success":true,"result":"ok","data":{{"messages":[{message}]}}}}"#),
    ] {
        assert_eq!(dws(&file).texts(), ["hi"], "{file}");
    }
}
