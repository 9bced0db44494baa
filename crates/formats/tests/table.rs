//! Traps of tables, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role, draft::DateOrder};

fn csv(text: &str) -> Collected {
    read("csv", "会话.csv", text)
}

fn refused(id: &str, text: &str) -> Error {
    outcome(id, "a.csv", text, &ReadOptions::default()).expect_err("it is refused")
}

#[test]
fn a_support_desk_table_is_read_below_its_titles() {
    let table = fixture("csv", "support_desk.csv");
    assert_eq!(table.conversations.len(), 2, "the id column tells conversations apart");
    assert_eq!(table.senders(), ["顾客甲", "小美", "顾客乙", "-"], "a line of the system has no sender");
    assert_eq!(table.texts().first(), Some(&"我的订单还没到，\n请查一下"), "a quoted cell holds a line end");
    assert_eq!(table.texts().get(1), Some(&"好的，\"稍等\""));
    assert_eq!((table.sender_at(0).role, table.sender_at(1).role), (Role::Customer, Role::Agent));
    assert_eq!(
        table.times(),
        [
            "2024-05-02 09:03:00 minute",
            "2024-05-02 09:04:00 minute",
            "2024-05-02 09:05:10 second",
            "2024-05-02 09:06:00 minute",
        ]
    );
    assert_eq!(table.message_at(0).source_id.as_deref(), Some("7000000000000000001"), "19 digits, none lost");
    assert_eq!(table.message_at(0).place, "row 5");
    assert_eq!(table.codes(), ["not_kept"], "the remarks are named: {:?}", table.warnings);
}

#[test]
fn a_table_without_a_needed_column_is_refused_plainly() {
    assert!(matches!(refused("csv", "发送人,内容\n甲,你好\n"), Error::Lacks { what: "time_column", .. }));
    assert!(matches!(
        refused("csv", "时间,发送人\n2024-01-05 10:00,甲\n"),
        Error::Lacks { what: "text_column", .. }
    ));
    assert!(matches!(refused("csv", "2024-01-05 10:00,甲,你好\n"), Error::Lacks { what: "text_column", .. }));
    assert!(matches!(refused("csv", "时间,发送人,内容\n"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused("csv", "\n\n"), Error::Empty { .. }));
}

#[test]
fn every_delimiter_and_encoding_gives_the_same_messages() {
    let expected = csv("时间,发送人,内容\n2024-05-02 09:03,小美,您好请问有什么可以帮您\n");
    for delimiter in ["\t", ";", "|"] {
        let text = ["时间", "发送人", "内容"].join(delimiter)
            + "\r\n"
            + &["2024-05-02 09:03", "小美", "您好请问有什么可以帮您"].join(delimiter);
        assert_eq!(csv(&text).messages, expected.messages, "{delimiter:?}");
        let (gbk, ..) = encoding_rs::GB18030.encode(&text);
        let table = read("csv", "会话.csv", gbk.into_owned());
        assert_eq!(table.messages, expected.messages, "{delimiter:?} in GB18030");
        assert_eq!(table.understanding.encoding, "gb18030");
    }
}

#[test]
fn the_encoding_is_told_by_the_first_words_beyond_ascii_however_late_they_come() {
    let plain = "2024-05-02 09:03,a,hello there\n".repeat(4000);
    let text = format!("time,sender,text\n{plain}2024-05-02 09:04,小美,您好请问有什么可以帮您\n");
    let (gbk, ..) = encoding_rs::GB18030.encode(&text);
    for content in [text.as_bytes(), &gbk] {
        let table = read("csv", "a.csv", content);
        assert_eq!(table.texts().last(), Some(&"您好请问有什么可以帮您"));
        assert!(table.codes().is_empty(), "{:?}", table.warnings);
    }
    let list = format!(
        r#"[{}{{"time":"2024-05-02 09:04","sender":"小美","text":"您好请问有什么可以帮您"}}]"#,
        r#"{"time":"2024-05-02 09:03","sender":"a","text":"hello there"},"#.repeat(4000)
    );
    let (gbk, ..) = encoding_rs::GB18030.encode(&list);
    let json = read("json", "a.json", gbk.into_owned());
    assert_eq!(json.texts().last(), Some(&"您好请问有什么可以帮您"));
    assert_eq!(json.understanding.encoding, "gb18030");
}

#[test]
fn date_and_time_columns_are_joined() {
    let table = csv("日期,时间,发送人,内容\n2024/5/2,9:03,甲,一\n2024/5/2,下午3:05,甲,二\n2024/5/3,,甲,三\n");
    assert_eq!(
        table.times(),
        ["2024-05-02 09:03:00 minute", "2024-05-02 15:05:00 minute", "2024-05-03 00:00:00 day"]
    );
}

#[test]
fn months_with_names_are_read_in_cells_as_in_text() {
    let table = csv(
        "time,sender,text\n5 Mar 2024 13:00,Ann,a\n\"Mar 5, 2024, 1:05 PM\",Ann,b\n05-Mar-2024 13:07,Ann,c\n\
                     \"Tuesday, March 5, 2024 at 1:08 PM\",Ann,d\n05/Mar/2024:13:14:00 +0000,Ann,e\n\
                     20240305 13:15:00,Ann,f\n",
    );
    assert_eq!(
        table.times(),
        [
            "2024-03-05 13:00:00 minute",
            "2024-03-05 13:05:00 minute",
            "2024-03-05 13:07:00 minute",
            "2024-03-05 13:08:00 minute",
            "2024-03-05 13:14:00Z second",
            "2024-03-05 13:15:00 second",
        ]
    );
}

#[test]
fn a_zone_in_the_name_of_the_times_is_theirs() {
    for (name, expected) in [
        ("Sent At (UTC)", "2024-05-02 09:03:00Z minute"),
        ("发送时间(UTC+0)", "2024-05-02 09:03:00Z minute"),
        ("时间（UTC+8）", "2024-05-02 01:03:00Z minute"),
        ("Date (GMT+8)", "2024-05-02 01:03:00Z minute"),
        ("Timestamp (Asia/Shanghai)", "2024-05-02 01:03:00Z minute"),
        ("created_at_utc", "2024-05-02 09:03:00Z minute"),
        ("time", "2024-05-02 09:03:00 minute"),
    ] {
        let table = csv(&format!("{name},sender,text\n2024-05-02 09:03,a,x\n"));
        assert_eq!(table.times(), [expected], "{name}");
    }
    let own = csv("time (UTC+8),sender,text\n2024-05-02T09:03:00+02:00,a,x\n1714640190,a,y\n");
    assert_eq!(
        own.times(),
        ["2024-05-02 07:03:00Z second", "2024-05-02 08:56:30Z second"],
        "what a cell says itself goes before"
    );
    let two = csv("date (UTC),time,sender,text\n2024/5/2,9:03,a,x\n");
    assert_eq!(two.times(), ["2024-05-02 09:03:00Z minute"]);
    let json = read("json", "a.json", r#"[{"created_at_utc":"2024-05-02 09:03","sender":"a","text":"x"}]"#);
    assert_eq!(json.times(), ["2024-05-02 09:03:00Z minute"]);
}

#[test]
fn a_kind_in_words_marks_recalls_and_media_that_are_not_there() {
    let table = csv("time,sender,text,type,role\n2024-05-02 09:03,a,x,revoke,\n2024-05-02 09:04,a,y,撤回,\n\
        2024-05-02 09:05,a,[图],图片,\n2024-05-02 09:06,a,z,voice,\n2024-05-02 09:07,a,?,hologram,wizard\n\
        2024-05-02 09:08,a,?,hologram,wizard\n");
    let recalled: Vec<bool> = table.messages.iter().map(|(_, draft)| draft.recalled).collect();
    assert_eq!(recalled, [true, true, false, false, false, false]);
    assert_eq!(table.understanding.partial, ["media_omitted:2"]);
    assert_eq!(table.sender_at(4).role, Role::Unknown);
    let told: Vec<&str> = table.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    assert_eq!((table.codes(), told), (vec!["unknown_part"; 2], vec!["hologram", "wizard"]));
}

#[test]
fn serial_numbers_count_as_days_only_if_the_whole_column_does() {
    let table = csv("time,sender,text\n45296.377083333336,a,x\n45296.5,a,y\n");
    assert_eq!(table.times(), ["2024-01-05 09:03:00 second", "2024-01-05 12:00:00 second"]);
    let mixed = csv("time,sender,text\n45296,a,x\n2024-01-05 09:03,a,y\n");
    assert_eq!(mixed.times().first().map(String::as_str), Some(""), "a lone number is no date");
    assert_eq!(mixed.codes(), ["unreadable_time"]);
}

#[test]
fn a_row_with_an_unreadable_time_is_kept_and_named() {
    let table = csv("时间,发送人,内容\n2024-05-02 09:03,甲,一\n昨天,甲,二\n14:30:25,甲,三\n");
    assert_eq!(table.texts(), ["一", "二", "三"]);
    let said: Vec<(&str, &str)> =
        table.warnings.iter().map(|warning| (warning.place.as_str(), warning.detail.as_str())).collect();
    assert_eq!(said, [("row 3", "昨天"), ("row 4", "14:30:25")], "what the source gives is told");
    assert_eq!(table.stated_times(), ["", "昨天", "14:30:25"], "and stays with the message");
    assert_eq!(table.codes(), ["unreadable_time"; 2], "it gives a time, so it is not called undated");
    let bare = csv("时间,发送人,内容\n2024-05-02 09:03,甲,一\n,甲,二\n");
    assert_eq!(bare.codes(), ["undated_row"], "an empty cell gives none");
}

#[test]
fn the_order_of_dates_is_settled_by_the_whole_table_or_asked_for() {
    let late = csv("time,sender,text\n03/04/2024 10:00,a,x\n25/04/2024 10:00,a,y\n");
    assert_eq!(late.understanding.date_order, Some(DateOrder::Dmy));
    assert_eq!(
        late.times().first().map(String::as_str),
        Some("2024-04-03 10:00:00 minute"),
        "the last row decides for the first"
    );
    let open = "time,sender,text\n03/04/2024 10:00,a,x\n03/04/2024 10:01,a,y\n";
    assert!(matches!(refused("csv", open), Error::AmbiguousDates { .. }));
    let options = ReadOptions { date_order: Some(DateOrder::Mdy), ..ReadOptions::default() };
    let told = outcome("csv", "a.csv", open, &options).expect("the user has decided");
    assert_eq!(told.times().first().map(String::as_str), Some("2024-03-04 10:00:00 minute"));
}

#[test]
fn a_table_that_is_newest_first_is_turned_round() {
    let table = csv("time,sender,text\n03/06/2024,a,third\n02/06/2024,a,second\n01/06/2024,a,first\n");
    assert_eq!(table.texts(), ["first", "second", "third"]);
    assert_eq!(table.understanding.date_order, Some(DateOrder::Dmy), "backwards, but steadily, day by day");
}

#[test]
fn a_stray_quote_does_not_swallow_the_rest() {
    let table = csv(
        "时间,发送人,内容\n2024-05-02 09:03,甲,\"没说完\n2024-05-02 09:04,乙,好\n2024-05-02 09:05,甲,嗯\n",
    );
    assert_eq!(table.texts(), ["\"没说完", "好", "嗯"]);
    assert_eq!(
        table.warnings.iter().map(|w| (w.code.as_str(), w.place.as_str())).collect::<Vec<_>>(),
        [("unbalanced_quote", "row 2")]
    );
}

#[test]
fn an_unquoted_delimiter_in_the_last_column_belongs_to_the_words() {
    let table = csv("time,sender,text\n2024-05-02 09:03,a,yes, of course\n");
    assert_eq!(table.texts(), ["yes, of course"]);
    let middle = csv("time,text,sender\n2024-05-02 09:03,yes,a,surplus,\n2024-05-02 09:04,no,a,,\n");
    assert_eq!(middle.codes(), ["extra_cells"], "elsewhere it is reported, unless it is blank");
    assert_eq!(middle.texts(), ["yes,surplus,", "no"], "and kept all the same");
}

#[test]
fn a_line_below_the_table_is_kept_but_nobody_said_it() {
    let table = csv("时间,发送人,内容\n2024-05-02 09:03,甲,一\n共 1 条\n");
    assert_eq!((table.senders(), table.codes()), (vec!["甲", "-"], vec!["short_row"]));
}

#[test]
fn an_id_that_comes_again_and_a_row_number_identify_nothing() {
    let again =
        csv("id,time,sender,text\nORDER-00001,2024-05-02 09:03,a,x\nORDER-00001,2024-05-02 09:04,a,y\n");
    assert!(
        again.messages.iter().all(|(_, draft)| draft.source_id.is_none()),
        "else one would be lost as a double"
    );
    let numbers = csv("id,time,sender,text\n1,2024-05-02 09:03,a,x\n2,2024-05-02 09:04,a,y\n");
    assert!(
        numbers.messages.iter().all(|(_, draft)| draft.source_id.is_none()),
        "the next export begins at 1 again"
    );
}

#[test]
fn a_table_is_likely_with_its_columns_and_possible_by_its_name() {
    assert_eq!(confidence("csv", "a.txt", fixture_bytes("csv", "support_desk.csv")), Confidence::Likely);
    assert_eq!(
        confidence("csv", "a.csv", "发送人,内容\n甲,你好\n"),
        Confidence::Possible,
        "so that it is refused plainly"
    );
    assert_eq!(confidence("csv", "a.txt", "你好，在吗，我想问问\n"), Confidence::No);
}

#[test]
fn a_second_download_of_a_table_is_the_same_conversation() {
    let key = |name: &str| {
        let table = read("csv", name, "time,text\n2024-03-06 10:00,a\n");
        table.conversations.first().expect("one").key.clone()
    };
    assert_eq!(key("desk (1).csv"), key("desk.csv"));
    assert_eq!(key("desk (2024).csv"), "desk (2024)", "a year is part of the name");
}

#[test]
fn a_title_of_several_lines_costs_no_row_below_it() {
    let table =
        csv("\"店铺聊天记录\n导出人：小美\n\"\n时间,内容\n2024-03-06 10:00,一\n2024-03-06 10:01,二\n");
    assert_eq!(table.texts(), ["一", "二"], "rows are counted apart from lines");
    assert_eq!(table.message_at(0).place, "row 3", "as a spreadsheet counts");
}

#[test]
fn rows_of_one_conversation_id_on_two_platforms_are_two_conversations() {
    let table = csv("time,text,platform,chat_id\n\
        2024-03-06 10:00,a,微信,7\n2024-03-06 10:01,b,whatsapp,7\n2024-03-06 10:02,c,微信,7\n");
    let platforms: Vec<Platform> = table.conversations.iter().map(|c| c.platform).collect();
    assert_eq!(platforms, [Platform::WeChat, Platform::WhatsApp]);
    let slots: Vec<usize> = table.messages.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [0, 1, 0], "each row goes where its platform says");
}

#[test]
fn an_unknown_platform_is_named_once() {
    let table = csv("time,text,platform\n\
        2024-03-06 10:00,a,Pigeon\n2024-03-06 10:01,b,Pigeon\n2024-03-06 10:02,c,Raven\n");
    let named: Vec<&str> = table.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!((table.codes(), named), (vec!["unknown_platform"; 2], vec!["Pigeon", "Raven"]));
    assert_eq!(table.conversations.len(), 1, "both are other platforms");
}

#[test]
fn a_record_that_stands_twice_keeps_its_id_and_does_not_cost_the_others_theirs() {
    let table = csv("id,time,sender,text\n\
        a0000001,2024-03-06 10:00,A,one\na0000002,2024-03-06 10:01,B,two\na0000001,2024-03-06 10:00,A,one\n");
    let ids: Vec<_> = table.messages.iter().map(|(_, draft)| draft.source_id.as_deref()).collect();
    assert_eq!(ids, [Some("a0000001"), Some("a0000002"), Some("a0000001")]);
}

#[test]
fn a_message_that_was_edited_keeps_its_id_and_does_not_cost_the_others_theirs() {
    let rows = ["m0000001,2024-03-06 10:00,A,one", "m0000002,2024-03-06 10:01,B,two"];
    for again in ["m0000001,2024-03-06 10:00,A,one (edited)", "m0000001,2024-03-06 10:00,B,one"] {
        let table = csv(&["id,time,sender,text", rows[0], rows[1], again, ""].join("\n"));
        let is_edit = again.ends_with("(edited)");
        assert!(
            table.messages.iter().all(|(_, draft)| draft.source_id.is_some() == is_edit),
            "{again}: another writer has another message"
        );
    }
    let record =
        |said: &str| format!(r#"{{"id":"msg-0001","time":"2024-01-01 10:00","sender":"a","text":"{said}"}}"#);
    let json = read("json", "a.json", format!("[{},{}]", record("t0"), record("t0, edited")));
    assert!(json.messages.iter().all(|(_, draft)| draft.source_id.as_deref() == Some("msg-0001")));
}

#[test]
fn an_id_used_anew_late_in_a_long_table_is_noticed() {
    let rows = (0..100_002).map(|n| format!("a{:07},2024-03-06 10:0{},A,{n}\n", n % 100_001, n / 100_001));
    let table = csv(&format!("id,time,sender,text\n{}", rows.collect::<String>()));
    assert!(table.messages.iter().all(|(_, draft)| draft.source_id.is_none()), "the ids name something else");
}

#[test]
fn a_time_at_which_nobody_wrote_leaves_the_row_undated() {
    for time in ["1899-12-31 10:00", "Fri, 01 Jan 9999 10:00:00 +0000", "9999999999999"] {
        let table = csv(&format!("time,sender,text\n\"{time}\",A,one\n2024-03-06 10:00,A,two\n"));
        assert_eq!(table.times(), ["", "2024-03-06 10:00:00 minute"], "{time}");
        assert_eq!(table.codes().len(), 1, "{time} is pointed at: {:?}", table.warnings);
    }
    let table = csv("time,text\n1970-01-01 00:00:00,one\n1709704720248000,two\n");
    assert_eq!(table.times(), ["", "2024-03-06 05:58:40.248Z milli"], "sixteen digits are microseconds");
    assert_eq!(table.codes(), ["odd_time"]);
}

#[test]
fn every_line_with_undecodable_bytes_is_told_of_however_many_there_are() {
    let lines = |head: &str, line: &str| {
        let mut content = head.repeat(3000).into_bytes();
        for _ in 0..250 {
            content.extend_from_slice(line.as_bytes());
            content.extend_from_slice(b" \xFF\"}\n");
        }
        content
    };
    let record = r#"{"time":"2024-01-01 10:00","sender":"甲","text":"一"#;
    for (id, name, content) in [
        ("json", "a.jsonl", lines(&format!("{record}\"}}\n"), record)),
        ("csv", "a.csv", lines("时间,发送人,内容\n", "2024-01-01 10:00,甲,一")),
        ("whatsapp", "a.txt", lines("20/03/24, 10:00 - 甲: 一\n", "20/03/24, 10:00 - 甲: 一")),
        ("wechat_multiselect", "a.txt", lines("甲 2024-01-15 10:30\n一\n", "一")),
    ] {
        let told =
            read(id, name, content).codes().iter().filter(|code| **code == "undecodable_bytes").count();
        assert_eq!(told, 250, "{id}");
    }
}

#[test]
fn a_line_of_more_columns_than_any_table_has_is_no_header() {
    let text = format!("时间,发送人,内容{}\n", ",".repeat(200_000)).repeat(11);
    assert!(matches!(refused("csv", &text), Error::Lacks { what: "text_column", .. }));
}

#[test]
fn a_cell_that_is_a_placeholder_and_nothing_else_is_the_picture_that_it_stands_for() {
    let chat = csv("时间,发送人,内容\n2024-03-05 10:21:22,甲,[图片]\n2024-03-05 10:21:23,乙,[图片] 这张\n");
    assert_eq!((chat.message_at(0).kind, chat.message_at(1).kind), (Kind::Image, Kind::Text));
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
    let chat = csv(
        "时间,发送人,类型,内容\n2024-03-05 10:21:22,甲,文本,[语音]\n2024-03-05 10:21:23,乙,文件,[图片]\n",
    );
    assert_eq!((chat.message_at(0).kind, chat.message_at(1).kind), (Kind::Voice, Kind::File));
}
