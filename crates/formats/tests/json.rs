//! Traps of plain JSON and JSON Lines, one by one.

mod support;

use support::{Collected, confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

fn refused(id: &str, text: &str) -> Error {
    outcome(id, "a.json", text, &ReadOptions::default()).expect_err("it is refused")
}

fn json(text: &str) -> Collected {
    read("json", "数据.json", text)
}

#[test]
fn conversations_in_json_keep_their_ids_titles_and_roles() {
    let json = fixture("json", "conversations.json");
    let named: Vec<_> = json.conversations.iter().map(|c| (c.key.as_str(), c.title.as_str())).collect();
    assert_eq!(named, [("T-1001", "没有收到包裹"), ("T-1002", "开发票")]);
    assert_eq!(
        json.texts(),
        ["包裹显示签收，我没有收到。", "我来查一下。", "发票怎么开？"],
        "content parts are words"
    );
    assert_eq!((json.sender_at(0).role, json.sender_at(1).role), (Role::Customer, Role::Agent));
    assert!(json.warnings.is_empty(), "{:?}", json.warnings);
}

#[test]
fn a_corpus_of_one_message_a_line_is_simply_read() {
    let corpus = fixture("json", "messages.jsonl");
    let platforms: Vec<Platform> = corpus.conversations.iter().map(|c| c.platform).collect();
    assert_eq!(platforms, [Platform::WangWang, Platform::Jd]);
    assert_eq!((corpus.senders(), corpus.sender_at(1).role), (vec!["顾客甲", "小美", "顾客乙"], Role::Agent));
    assert_eq!(corpus.message_at(0).place, "line 1");
}

#[test]
fn pairs_and_a_second_form_of_the_same_talk_are_one_conversation() {
    let json = json(
        r#"[{"convo_id":17,"original":[["agent","Hi!"],["customer","Hello"]],
        "delexed":[{"speaker":"agent","text":"hi!"},{"speaker":"customer","text":"hello"}]}]"#,
    );
    assert_eq!((json.texts(), json.conversations.len()), (vec!["Hi!", "Hello"], 1));
    assert_eq!(
        json.codes(),
        ["not_kept", "undated"],
        "the second form is named, and that there are no times"
    );
}

#[test]
fn a_transcript_in_one_string_is_taken_apart() {
    let json =
        read("json", "a.jsonl", "{\"messages_display\":\"user: Hi\\nassistant: One\\nTwo\\ntool: done\"}\n");
    assert_eq!(json.texts(), ["Hi", "One\nTwo", "done"]);
    assert_eq!((json.sender_at(0).role, json.sender_at(2).role), (Role::Customer, Role::Unknown));
}

#[test]
fn utterances_without_speakers_are_messages() {
    let json =
        json(r#"[{"messages":[{"message":"有些了解"},{"message":"嗯","attrs":[]}],"name":"艺术中心"}]"#);
    assert_eq!((json.senders(), json.texts()), (vec!["", ""], vec!["有些了解", "嗯"]));
    assert_eq!(json.conversations.first().map(|c| c.title.as_str()), Some("艺术中心"));
}

#[test]
fn a_title_may_follow_the_messages_of_a_document() {
    let json = json(
        r#"{"data":{"list":[{"time":1714615980,"from":{"id":7,"name":"甲"},"msg":"在吗"}]},"session_id":"S9","title":"后写的"}"#,
    );
    assert_eq!(json.times(), ["2024-05-02 02:13:00Z second"]);
    assert_eq!((json.senders(), json.sender_at(0).key.as_deref()), (vec!["甲"], Some("7")));
    let flat =
        self::json(r#"{"messages":[{"text":"在吗","sender":"甲"}],"session_id":"S9","title":"后写的"}"#);
    assert_eq!(
        flat.conversations.first().map(|c| (c.key.as_str(), c.title.as_str())),
        Some(("S9", "后写的"))
    );
}

#[test]
fn an_object_of_conversations_is_several() {
    let json = json(r#"{"SNG01":[{"text":"a"},{"text":"b"}],"SNG02":[{"text":"c"}]}"#);
    assert_eq!(json.conversations.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["SNG01", "SNG02"]);
    let nested = self::json(r#"{"1":{"log":[{"text":"a"}]},"2":{"log":[{"text":"b"}]}}"#);
    assert_eq!(nested.conversations.len(), 2, "{:?}", nested.conversations);
}

#[test]
fn a_damaged_line_costs_itself_only() {
    let json = read(
        "json",
        "a.jsonl",
        "{\"text\":\"a\",\"time\":1714615980}\n{\"text\":\n{\"text\":\"b\",\"time\":1714615981}\n",
    );
    assert_eq!((json.texts(), json.codes()), (vec!["a", "b"], vec!["damaged_line"]));
    assert!(matches!(refused("json", "{\"text\":\"a\"},\n{"), Error::Damaged { .. }));
}

#[test]
fn json_without_messages_or_too_deep_is_refused() {
    assert!(matches!(
        refused("json", r#"{"name":"x","tags":[{"name":"y"}]}"#),
        Error::Lacks { what: "messages", .. }
    ));
    assert!(matches!(refused("json", &"[".repeat(1000)), Error::TooLarge { limit: "nesting", .. }));
}

#[test]
fn plain_json_is_never_more_than_possible() {
    for text in [r#"{"messages":[]}"#, r#"[{"id":1}]"#, "\u{feff}{\"a\":1}\n{\"a\":2}"] {
        assert_eq!(confidence("json", "a.json", text), Confidence::Possible, "{text}");
    }
    assert_eq!(
        confidence("json", "a.txt", "[2024-05-02, 10:00] 甲: 你好"),
        Confidence::No,
        "a bracket is not JSON"
    );
}

#[test]
fn a_record_without_words_is_kept_wherever_the_list_stands() {
    let records = [
        r#"{"sender":"A","time":"2024-03-06 10:00","text":"hi"}"#,
        r#"{"sender":"B","time":"2024-03-06 10:01","type":"image","url":"x.jpg"}"#,
    ];
    let list = format!("[{}]", records.join(","));
    for (name, text) in [
        ("a.json", list.clone()),
        ("a.json", format!("{{\"messages\":{list}}}")),
        ("a.jsonl", records.join("\n")),
    ] {
        let chat = read("json", name, text.as_str());
        assert_eq!(chat.senders(), ["A", "B"], "{text}");
        assert_eq!(chat.message_at(1).kind, Kind::Image, "{text}");
    }
}

#[test]
fn a_bare_value_among_messages_is_named_and_no_message() {
    let chat = json(r#"[{"sender":"A","text":"hi"},"stray",7,null,[1,2]]"#);
    assert_eq!(chat.texts(), ["hi"]);
    let places: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.place.as_str()).collect();
    assert_eq!(places, ["[1]", "[2]", "[4]"], "null says nothing");
}

#[test]
fn objects_without_any_words_are_no_chat() {
    for text in [r#"[{"a":1},{"b":2}]"#, r#"[{"level":"info"}]"#] {
        assert!(matches!(refused("json", text), Error::Lacks { what: "messages", .. }), "{text}");
    }
}

#[test]
fn lost_lines_make_the_source_partial_and_are_counted() {
    let chat = read("json", "a.jsonl", "{\"text\":\"a\"}\n{\"text\":\n{\"te\n{\"text\":\"b\"}\n");
    assert_eq!(chat.understanding.partial, ["damaged_lines:2"]);
    let whole = read("json", "a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    assert!(whole.understanding.partial.is_empty(), "nothing is missing");
}

#[test]
fn words_that_are_a_number_or_an_object_keep_their_digits_and_their_json() {
    let (number, object) = ("12345678", r#"{"orderNo":"YDH12345678"}"#);
    let record =
        |name: &str, said: &str| format!(r#"{{"time":"2024-01-01 10:00","sender":"甲","{name}":{said}}}"#);
    for said in [number, object, "true", "[1,2]"] {
        let one = record("content", said);
        for file in [format!("{one}\n{one}\n"), format!("[{one}]"), format!(r#"{{"messages":[{one}]}}"#)] {
            let chat = json(&file);
            assert!(!chat.messages.is_empty(), "{file}");
            assert!(chat.texts().iter().all(|text| *text == said), "{file}: {:?}", chat.texts());
            assert_eq!(chat.sender_at(0).name, "甲", "{file}");
        }
    }
    let among_words = format!("{}\n{}\n", record("text", r#""您好""#), record("text", number));
    assert_eq!(read("json", "a.jsonl", among_words).texts(), ["您好", number]);
    let untimed = r#"{"messages":[{"sender":"甲","text":"单号"},{"sender":"甲","text":12345678},
        {"sender":"甲","text":null},{"sender":"乙","text":"收到"}]}"#;
    assert_eq!(json(untimed).texts(), ["单号", number, "", "收到"], "empty only where nothing stands there");
}

#[test]
fn the_title_given_wins_over_that_of_a_document_with_one_conversation() {
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let read = |head: &str| {
        let text =
            format!(r#"{{{head},"messages":[{{"sender":"甲","text":"x"}},{{"sender":"乙","text":"y"}}]}}"#);
        let chat = outcome("json", "a.json", text, &options).expect("it is read");
        chat.conversations.into_iter().map(|chat| (chat.key, chat.title)).collect::<Vec<_>>()
    };
    let pair = |key: &str| vec![(key.to_owned(), "我的标题".to_owned())];
    assert_eq!(read(r#""id":"c-1","title":"售后""#), pair("c-1"));
    assert_eq!(read(r#""title":"售后""#), pair("售后"), "its identity is the file's own");
}

#[test]
fn json_that_would_fill_memory_is_refused_before_it_does() {
    let small_objects = format!("[{}{{}}]", "{},".repeat(1_400_000));
    let names = (0..300_000).map(|n| format!(r#""k{n}":0"#)).collect::<Vec<_>>().join(",");
    for (id, text) in [
        ("json", format!("[{small_objects}]")),
        ("json", format!("{{{names}}}")),
        ("dingtalk_dws", format!(r#"{{"messages":[{small_objects}]}}"#)),
    ] {
        let refused = outcome(id, "a.json", text, &ReadOptions::default()).expect_err("it is refused");
        assert!(matches!(refused, Error::TooLarge { limit: "value size", .. }), "{id}: {refused}");
    }
}

#[test]
fn messages_wrapped_in_messages_are_looked_at_once_each() {
    let record = |said: &str| format!(r#"{{"time":"2024-01-01 10:00","sender":"甲","content":{said}}}"#);
    let nested = (0..60).fold("[]".to_owned(), |said, _| format!("[{}]", record(&said)));
    assert_eq!(json(&nested).messages.len(), 1, "what is inside stays as its JSON");
    let conversation = record(&format!("[{}]", record(r#""您好""#)));
    let chat = json(&format!("[{conversation}]"));
    assert_eq!(chat.texts(), ["您好"], "a conversation is read, whoever it names");
}

#[test]
fn documents_that_follow_one_another_keep_their_own_ids_and_lists() {
    let document = |id: &str, list: &str, said: &str| {
        format!("{{\n \"id\": \"{id}\",\n \"{list}\": [{{\"sender\": \"x\", \"content\": \"{said}\"}}]\n}}\n")
    };
    for second in ["messages", "items"] {
        let chat = json(&[document("conv-A", "messages", "A1"), document("conv-B", second, "B1")].concat());
        let found: Vec<(&str, &str)> = (chat.messages.iter())
            .filter_map(|(slot, draft)| {
                Some((chat.conversations.get(*slot)?.key.as_str(), draft.text.as_str()))
            })
            .collect();
        assert_eq!(found, [("conv-A", "A1"), ("conv-B", "B1")], "{second}");
    }
}

#[test]
fn words_beside_a_list_of_messages_come_before_them_in_one_conversation() {
    let ticket = r#"{"id":"T1","user":"张三","created_at":"2024-01-01 10:00:00","message":"我要退款","replies":[
        {"user":"客服","created_at":"2024-01-01 10:05:00","message":"好的"},
        {"user":"张三","created_at":"2024-01-01 10:06:00","message":"谢谢"}]}"#;
    let lone =
        r#"{"id":"T2","user":"李四","created_at":"2024-01-02 10:00:00","message":"在吗","replies":[]}"#;
    for file in [ticket.to_owned(), format!("[{ticket}]"), format!(r#"{{"tickets":[{ticket}]}}"#)] {
        let chat = json(&file);
        assert_eq!(chat.texts(), ["我要退款", "好的", "谢谢"], "{file}");
        assert_eq!((chat.conversations.len(), chat.codes().len()), (1, 0), "{file}: {:?}", chat.warnings);
    }
    for file in [
        format!(r#"{{"tickets":[{lone},{ticket},{ticket}]}}"#),
        format!(r#"{{"n":1,"all":{{"tickets":[[{lone},{ticket},{ticket}]]}}}}"#),
    ] {
        let chat = json(&file);
        assert_eq!(chat.conversations.len(), 2, "{file}: {:?}", chat.conversations);
        assert_eq!(
            chat.texts().first(),
            Some(&"在吗"),
            "one without replies is a conversation like the others"
        );
    }
}

#[test]
fn replies_to_replies_and_what_a_message_forwards_stay_in_its_conversation() {
    let said = |text: &str, more: &str| {
        format!(r#"{{"sender":"甲","time":"2024-01-01 10:00","text":"{text}"{more}}}"#)
    };
    let inner = said("二", &format!(r#","replies":[{}]"#, said("三", "")));
    let chat = json(&format!(
        r#"{{"id":"c","messages":[{},{},{}]}}"#,
        said("零", ""),
        said("一", &format!(r#","replies":[{inner}]"#)),
        said("四", r#","buttons":[{"text":"是"}]"#)
    ));
    assert_eq!((chat.texts(), chat.conversations.len()), (vec!["零", "一", "二", "三", "四"], 1));
    assert_eq!(chat.codes(), ["not_kept"], "buttons have words, and are no messages");
}

#[test]
fn the_state_of_an_answer_is_no_message() {
    let chat = json(
        r#"[{"code":0,"message":"success","data":[{"sender":"甲","time":"2024-01-01 10:00","text":"在吗"}]}]"#,
    );
    assert_eq!((chat.texts(), chat.codes()), (vec!["在吗"], vec!["not_kept"]));
}

#[test]
fn lists_of_one_object_that_are_no_forms_of_each_other_are_one_conversation_by_time() {
    let said = |at: &str, who: &str, text: &str| {
        format!(r#"{{"time":"2024-01-01 10:{at}","sender":"{who}","content":"{text}"}}"#)
    };
    let (first, answer, second) =
        (said("00:00", "买家", "问1"), said("01:00", "客服", "答1"), said("02:00", "买家", "问2"));
    for (customer, agent) in
        [(format!("{first},{second}"), answer.clone()), (format!("{second},{first}"), answer.clone())]
    {
        let object = format!(r#"{{"id":"c3","customer_messages":[{customer}],"agent_messages":[{agent}]}}"#);
        for file in [object.clone(), format!("[{object}]"), format!(r#"{{"conversations":[{object}]}}"#)] {
            let chat = json(&file);
            assert_eq!((chat.texts(), chat.conversations.len()), (vec!["问1", "答1", "问2"], 1), "{file}");
            assert!(chat.warnings.is_empty(), "{file}: {:?}", chat.warnings);
        }
    }
}

#[test]
fn a_list_outranks_words_that_look_like_a_transcript() {
    let object = r#"{"id":"c3","description":"客户：我要退款\n客服：好的","messages":[
        {"time":"2024-01-01 10:00:00","sender":"买家","content":"真消息1"},
        {"time":"2024-01-01 10:02:00","sender":"客服","content":"真消息2"}]}"#;
    for file in [object.to_owned(), format!(r#"{{"conversations":[{object}]}}"#)] {
        let chat = json(&file);
        assert_eq!((chat.texts(), chat.codes()), (vec!["真消息1", "真消息2"], vec!["not_kept"]), "{file}");
    }
}

#[test]
fn numbers_and_places_in_a_file_name_no_conversation_of_another() {
    let said = r#"[{"time":"2024-01-01 10:00","sender":"甲","content":"在吗"}]"#;
    let keys = |file: &str, text: &str| -> Vec<String> {
        read("json", file, text).conversations.into_iter().map(|conversation| conversation.key).collect()
    };
    for text in [
        format!(r#"{{"conversations":[{{"id":1,"messages":{said}}}]}}"#),
        format!(r#"{{"id":1,"messages":{said}}}"#),
        format!(r#"{{"summary":{said},"data":{{"items":{said}}}}}"#),
        format!("{{\n\"messages\":{said}}}\n{{\n\"messages\":{said}}}"),
    ] {
        let (one, other) = (keys("a.json", &text), keys("b.json", &text));
        assert!(one.iter().all(|key| !other.contains(key)), "{text}: {one:?}");
        assert_eq!(one, keys("a (1).json", &text), "a second download is the same");
    }
    let named = format!(r#"{{"conversations":[{{"id":"T-1001","messages":{said}}}]}}"#);
    assert_eq!(keys("a.json", &named), keys("b.json", &named), "an id that is no count holds everywhere");
}

#[test]
fn what_was_taken_back_is_known_and_words_for_nothing_known_are_told_once() {
    let record = |more: &str| format!(r#"{{"time":"2024-01-01 10:00","sender":"a","content":"x",{more}}}"#);
    let recalled = [
        r#""recalled":true"#,
        r#""isRecalled":1"#,
        r#""is_deleted":true"#,
        r#""deleted":"true""#,
        r#""type":"撤回""#,
    ];
    let kept = [r#""recalled":false"#, r#""deleted":null"#, r#""type":"text""#];
    for (fields, is_recalled) in [(&recalled[..], true), (&kept[..], false)] {
        let chat =
            json(&format!("[{}]", fields.iter().map(|field| record(field)).collect::<Vec<_>>().join(",")));
        assert!(chat.messages.iter().all(|(_, draft)| draft.recalled == is_recalled), "{fields:?}");
        assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    }
    let odd = record(r#""type":3,"role":"坐席组长","vip":true"#);
    let chat = json(&format!("[{odd},{odd}]"));
    let told: Vec<_> = chat.warnings.iter().map(|told| (told.code.as_str(), told.detail.as_str())).collect();
    assert_eq!(told, [("unknown_part", "3"), ("unknown_part", "坐席组长"), ("not_kept", "vip")]);
}

#[test]
fn a_number_that_lost_its_last_digits_is_named_and_no_id() {
    let record = |id: &str, said: &str| {
        format!(r#"{{"id":{id},"time":"2024-01-01 10:00","sender":"a","content":"{said}"}}"#)
    };
    let chat = json(&format!(
        "[{},{}]",
        record("1.2345678901234568e+23", "x"),
        record("123456789012345680000000.0", "y")
    ));
    assert_eq!((chat.texts(), chat.codes()), (vec!["x", "y"], vec!["rounded_number"; 2]));
    assert!(chat.messages.iter().all(|(_, draft)| draft.source_id.is_none()), "the two would be one");
    for id in ["18446744073709551615", "123456789012345678901234"] {
        let whole = json(&format!("[{}]", record(id, "x")));
        assert_eq!(whole.message_at(0).source_id.as_deref(), Some(id));
        assert!(whole.warnings.is_empty(), "{:?}", whole.warnings);
    }
}

#[test]
fn numbers_that_are_words_keep_their_digits() {
    let text = r#"[{"time":1.70970472e9,"sender":"Ann","text":12.50},
        {"time":1709704721.50,"sender":7.0,"text":"ok"},{"time":1709704722,"sender":"Ann","text":1e3},
        {"time":1709704723,"sender":"Ann","text":{"sum":0.10,"of":[100000000000000000000000]}}]"#;
    let chat = read("json", "a.json", text);
    assert_eq!(chat.texts(), ["12.50", "ok", "1e3", r#"{"sum":0.10,"of":[100000000000000000000000]}"#]);
    assert_eq!(chat.senders(), ["Ann", "7.0", "Ann", "Ann"]);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-03-06 05:58:40Z second"));
    let lines = text.trim_start_matches('[').trim_end_matches(']').replace("},", "}\n");
    assert_eq!(read("json", "a.jsonl", lines).texts(), chat.texts());
}
