//! Importing: every format's fixture read whole, once, with its doubts named; bad input leaves nothing.

use crate::support::{TestVault, cancelled_at_reading, request};
use std::path::Path;
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        import::{ColumnMeanings, ImportOptions, ImportRequest, PastedText},
    },
};

/// Every fixture of the suite.
const CASES: &[&str] = &[
    "wechat/android_private",
    "wechat/ios_clipboard",
    "whatsapp/ios_english",
    "whatsapp/android_chinese",
    "dingtalk/dws_projected",
    "csv/shop",
    "json/dialogue",
];

#[test]
fn fixtures_are_read_as_they_were_meant() {
    for case in CASES {
        let vault = TestVault::new();
        let mut report = vault.import(case);
        for file in &mut report.files {
            file.path = Path::new(&file.path).file_name().expect("a name").to_string_lossy().into_owned();
        }
        let mut transcripts = Vec::new();
        for row in vault.conversations("").conversations.iter().rev() {
            transcripts.push((row.clone(), vault.transcript(&row.id)));
        }
        insta::assert_json_snapshot!(case.replace('/', "_"), (report, transcripts));
    }
}

#[test]
fn importing_twice_changes_nothing() {
    for case in CASES {
        let vault = TestVault::new();
        let first = vault.import(case);
        let stats = vault.session.stats().expect("open");
        let second = vault.import(case);
        assert_eq!(second.duplicates, first.messages + first.events, "{case}: every record is known");
        assert_eq!(second.import, first.import, "{case}: the import that holds the file is named");
        let after = vault.session.stats().expect("open");
        assert_eq!(
            (after.messages, after.events, after.conversations, after.participants),
            (stats.messages, stats.events, stats.conversations, stats.participants),
            "{case}"
        );
    }
}

#[test]
fn the_same_bytes_under_another_name_are_the_same_conversation() {
    let vault = TestVault::new();
    let table = "时间,发送人,内容\n2024-01-01 10:00,甲,一\n2024-01-01 10:01,乙,二\n";
    vault.import(vault.file("a.csv", table));
    let again = vault.import(vault.file("a (1).csv", table));
    assert_eq!(again.duplicates, 2, "a copy is known by its bytes");
    assert_eq!(vault.conversations("").total, 1);
}

#[test]
fn what_is_stored_keeps_the_zone_it_was_stored_with() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let mut request = request(Path::new("csv/shop"));
    request.options.zone = Some("Europe/Berlin".into());
    let again = vault.session.import_files(&request, &Job::quiet()).expect("readable");
    assert_eq!(again.files[0].zone, "assumed:Asia/Shanghai", "the report tells what is in the vault");
    assert_eq!(again.files[0].warnings[0].code, "zone_kept");
}

#[test]
fn a_file_that_is_known_is_read_as_the_user_says_now_beside_what_it_was_read_as_before() {
    let vault = TestVault::new();
    let table = vault.file("t.csv", "时间,发送人,内容\n01/02/2024 10:00,甲,一\n03/02/2024 10:01,乙,二\n");
    let import = |settle: &dyn Fn(&mut ImportOptions)| {
        let mut request = request(&table);
        settle(&mut request.options);
        let report = vault.session.import_files(&request, &Job::quiet()).expect("readable");
        let told = report.files[0].warnings.iter().map(|w| format!("{} {}", w.code, w.detail));
        (report.duplicates, told.filter(|told| told.starts_with("other_")).collect::<Vec<_>>())
    };
    let nothing_told = || Vec::<String>::new();
    assert_eq!(import(&|options| options.date_order = Some("mdy".into())), (0, nothing_told()));
    let days = |query| vault.search(query).total();
    assert_eq!((days("date:2024-01-02"), days("date:2024-02-01")), (1, 0));

    let other = import(&|options| options.date_order = Some("dmy".into()));
    assert_eq!(other, (0, vec!["other_date_order mdy → dmy".to_owned()]), "both readings are told");
    assert_eq!((days("date:2024-01-02"), days("date:2024-02-01")), (1, 1), "what was read before stays");
    assert_eq!(import(&|_| ()), (2, nothing_told()), "where nothing is said, the last reading holds");
    let first = import(&|options| options.date_order = Some("mdy".into()));
    assert_eq!(first, (2, nothing_told()), "and the first one is still known");

    assert_eq!(
        import(&|options| options.platform = Some("qq".into())),
        (0, vec!["other_platform – → qq".to_owned()]),
        "another platform is another conversation"
    );
    assert_eq!(
        import(&|options| options.title = Some("客服A".into())),
        (0, vec!["other_title – → 客服A".to_owned()])
    );
    let after = vault.session.stats().expect("open");
    assert_eq!((after.messages, after.conversations), (8, 3));
}

#[test]
fn a_title_given_once_need_not_be_given_again() {
    let vault = TestVault::new();
    let chat = vault.file("chat.txt", "2024-03-01 10:00 - A: one\n2024-03-01 10:01 - B: two\n");
    let mut request = request(&chat);
    request.options.title = Some("客服A".into());
    vault.session.import_files(&request, &Job::quiet()).expect("readable");
    let again = vault.import(&chat);
    assert_eq!((again.duplicates, again.files[0].warnings.len()), (2, 0), "nobody asked for another title");
    assert_eq!(vault.conversation("").title, "客服A");
}

#[test]
fn a_record_that_changed_under_its_id_is_said_to_have() {
    let vault = TestVault::new();
    let dialogue = |text: &str| {
        let message = |id: u8, text: &str| {
            format!(
                r#"{{"messageId":"q-{id}","conversationId":"cid1==","sender":"甲","senderId":"D1","messageType":"text","text":"{text}","createTime":"2024-02-01 17:20:3{id}"}}"#
            )
        };
        let messages = [message(1, "一"), message(2, text)].join(",");
        format!(r#"{{"contractVersion":"1","conversationTitle":"群","messages":[{messages}]}}"#)
    };
    vault.import(vault.file("a.json", dialogue("退给你")));
    let later = vault.import(vault.file("b.json", dialogue("不退")));
    assert_eq!(later.duplicates, 2, "both ids are known");
    let doubts: Vec<_> =
        later.files[0].warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("changed_record", "不退")], "the one that changed is named, with its words");
    assert!(!later.files[0].warnings[0].place.is_empty(), "and with its place");
}

#[test]
fn a_batch_with_a_known_file_is_an_act_of_its_own() {
    let vault = TestVault::new();
    std::fs::create_dir(vault.folder().join("batch")).expect("a folder");
    let known = vault.file("batch/a.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,一\n");
    let first = vault.import(known);
    vault.file("batch/b.csv", "时间,发送人,内容\n2024-01-02 10:00,乙,二\n");
    let second = vault.import(vault.folder().join("batch"));
    assert_ne!(second.import, first.import, "the new file does not join an act that is over");
    assert_eq!((second.messages, second.duplicates), (2, 1));
}

#[test]
fn two_identical_messages_in_one_minute_stay_two() {
    let vault = TestVault::new();
    vault.import("wechat/android_private");
    assert_eq!(vault.search("\"好的\"").total(), 2, "the source has it twice within 09:20");
}

#[test]
fn overlapping_exports_become_one_conversation() {
    let vault = TestVault::new();
    let early = "2024-03-01 10:00 - A: one\n2024-03-01 10:01 - B: two\n2024-03-01 10:02 - A: three\n";
    let late = "2024-03-01 10:01 - B: two\n2024-03-01 10:02 - A: three\n2024-03-02 09:00 - B: four\n";
    vault.import(vault.file("WhatsApp Chat with B.txt", early));
    let report = vault.import(vault.file("WhatsApp Chat with B (2).txt", late));
    assert_eq!(report.duplicates, 2, "two of the three were there");
    assert_eq!(vault.conversation("").messages, 4, "the rest joined them");
}

#[test]
fn a_preview_tells_what_an_import_would_do_and_stores_nothing() {
    let vault = TestVault::new();
    let preview =
        vault.session.preview_import(&request(Path::new("csv/shop")), &Job::quiet()).expect("readable");
    let report = preview.files[0].report.as_ref().expect("understood");
    assert_eq!((report.messages, report.conversations, report.duplicates), (4, 2, 0));
    assert_eq!(preview.files[0].sample.len(), 4, "the first rows are shown");
    assert_eq!(vault.session.stats().expect("open").messages, 0, "looking stores nothing");
    let blobs =
        vault.files().into_iter().filter(|(path, _)| path.components().any(|c| c.as_os_str() == "blobs"));
    assert_eq!(blobs.count(), 0, "not even the original");

    vault.import("csv/shop");
    let preview =
        vault.session.preview_import(&request(Path::new("csv/shop")), &Job::quiet()).expect("readable");
    assert_eq!(
        preview.files[0].report.as_ref().map(|r| r.duplicates),
        Some(4),
        "duplicates are counted beforehand"
    );
}

#[test]
fn an_import_cancelled_while_it_reads_leaves_nothing_behind() {
    for case in CASES {
        let vault = TestVault::new();
        let job = cancelled_at_reading(1);
        let error = vault.session.import_files(&request(Path::new(case)), &job).expect_err("cancelled");
        assert_eq!(error.code, ErrorCode::Cancelled, "{case}");
        assert_eq!(vault.session.stats().expect("open").messages, 0, "{case}");
        let blobs =
            vault.files().into_iter().filter(|(path, _)| path.components().any(|c| c.as_os_str() == "blobs"));
        assert_eq!(blobs.count(), 0, "{case}: no original of an import that did not happen");
    }
}

#[test]
fn a_cancelled_batch_reports_what_it_keeps() {
    let vault = TestVault::new();
    std::fs::create_dir(vault.folder().join("batch")).expect("a folder");
    vault.file("batch/a.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,一\n");
    vault.file("batch/b.csv", "时间,发送人,内容\n2024-01-02 10:00,乙,二\n");
    let job = cancelled_at_reading(2);
    let report =
        vault.session.import_files(&request(&vault.folder().join("batch")), &job).expect("one is in");
    assert!(report.cancelled, "it says so");
    assert_eq!((report.files.len(), report.messages), (1, 1), "and names what it keeps");
    assert_eq!(vault.session.stats().expect("open").messages, 1);
}

#[test]
fn media_beside_a_chat_are_not_failures() {
    let vault = TestVault::new();
    std::fs::create_dir(vault.folder().join("chat")).expect("a folder");
    let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0xFF, 0xD9];
    vault.file("chat/IMG-1.jpg", jpeg);
    vault.file("chat/IMG-2.jpg", jpeg);
    let lines = "2024-03-01 10:00 - A: IMG-1.jpg (file attached)\n2024-03-01 10:01 - B: two\n";
    vault.file("chat/WhatsApp Chat with B.txt", lines);
    let request = request(&vault.folder().join("chat"));
    let preview = vault.session.preview_import(&request, &Job::quiet()).expect("readable");
    assert_eq!((preview.files.len(), preview.skipped), (1, 2), "one chat and two pictures");
    let report = vault.session.import_files(&request, &Job::quiet()).expect("readable");
    assert_eq!((report.attachments, report.skipped), (1, 2), "one came in, neither is missed");
    assert_eq!(report.failed, [], "nothing failed");
}

#[test]
fn documents_and_workbooks_beside_a_chat_are_named() {
    let vault = TestVault::new();
    std::fs::create_dir(vault.folder().join("chat")).expect("a folder");
    vault.file("chat/talk.rtf", "{\\rtf1 words}");
    vault.file("chat/talk.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0]);
    vault.file("chat/chat.txt", "2024-03-01 10:00 - A: one\n2024-03-01 10:01 - B: two\n");
    let request = request(&vault.folder().join("chat"));
    let report = vault.session.import_files(&request, &Job::quiet()).expect("readable");
    let failed: Vec<_> = report.failed.iter().map(|file| file.error.params["kind"].as_str()).collect();
    assert_eq!(
        (failed, report.skipped),
        (vec!["document", "old_workbook"], 0),
        "they may be meant to be read"
    );
}

#[test]
fn originals_are_kept_byte_for_byte() {
    let vault = TestVault::new();
    let content = "\u{FEFF}时间,发送人,内容\r\n2024-01-01 10:00,甲,保留\u{0}\r\n".as_bytes();
    vault.import(vault.file("原件.csv", content));
    let id = vault.conversation("").id;
    let detail = vault.session.conversation_detail(&id).expect("there");
    let original = vault.session.original(&detail.sources[0].sha256).expect("kept");
    assert_eq!(original, content, "what was imported is what is kept");
}

#[test]
fn one_bad_file_among_good_ones_is_named_and_the_rest_comes_in() {
    let vault = TestVault::new();
    std::fs::create_dir(vault.folder().join("batch")).expect("a folder");
    vault.file("batch/a.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,一\n");
    vault.file("batch/b.csv", "发送人,内容\n甲,没有时间\n");
    let report = vault.import(vault.folder().join("batch"));
    assert_eq!(report.messages, 1);
    assert_eq!(report.failed[0].error.code, ErrorCode::ColumnMissing);
    assert!(report.failed[0].path.ends_with("b.csv"));
}

#[test]
fn ambiguous_dates_are_asked_for_and_an_answer_settles_them() {
    let vault = TestVault::new();
    let file = vault.file("chat.txt", "01/02/2024, 10:00 - A: one\n01/02/2024, 10:01 - B: two\n");
    assert_eq!(vault.try_import(&file).expect_err("either order").code, ErrorCode::AmbiguousDates);
    let options = ImportOptions { date_order: Some("dmy".into()), ..ImportOptions::default() };
    let report = vault.session.import_files(
        &ImportRequest { paths: vec![file.display().to_string()], pasted: Vec::new(), options },
        &Job::quiet(),
    );
    assert_eq!(report.expect("settled").first.as_deref(), Some("2024-02-01T10:00:00+08:00"));
}

#[test]
fn an_assumed_zone_is_said_and_can_be_chosen() {
    let vault = TestVault::new();
    assert_eq!(vault.import("wechat/ios_clipboard").files[0].zone, "assumed:Asia/Shanghai");
    let options = ImportOptions { zone: Some("Europe/Berlin".into()), ..ImportOptions::default() };
    let mut request = request(Path::new("csv/shop"));
    request.options = options;
    let report = vault.session.import_files(&request, &Job::quiet()).expect("readable");
    assert_eq!(report.files[0].zone, "assumed:Europe/Berlin");
    assert_eq!(report.first.as_deref(), Some("2024-01-05T09:03:00+01:00"));
}

/// Names that tell nothing.
const CODED: &str = "a1,a2,a3\n2024-05-02 09:03,甲,你好\n2024-05-02 09:04,乙,好的\n";

fn meanings(names: &[&str], meanings: &[Option<&str>]) -> ColumnMeanings {
    ColumnMeanings {
        names: names.iter().map(|&name| name.to_owned()).collect(),
        meanings: meanings.iter().map(|meaning| meaning.map(str::to_owned)).collect(),
    }
}

#[test]
fn a_table_nobody_knows_is_shown_with_its_columns_and_read_as_the_user_says() {
    let vault = TestVault::new();
    let file = vault.file("codes.csv", CODED);
    let request = |columns: Vec<ColumnMeanings>| ImportRequest {
        options: ImportOptions { columns, ..ImportOptions::default() },
        ..request(&file)
    };
    let look = |request: &ImportRequest| {
        let preview = vault.session.preview_import(request, &Job::quiet()).expect("it can be looked at");
        preview.files.into_iter().next().expect("one file")
    };
    let unread = look(&request(Vec::new()));
    assert_eq!(unread.error.map(|error| error.code), Some(ErrorCode::ColumnMissing));
    let columns = unread.columns.expect("its columns are shown");
    assert_eq!(columns.columns, meanings(&["a1", "a2", "a3"], &[None, None, None]));
    assert_eq!(columns.rows.first().map(|row| row.join("|")).as_deref(), Some("2024-05-02 09:03|甲|你好"));

    let said = meanings(&["a1", "a2", "a3"], &[Some("time"), Some("sender"), Some("text")]);
    assert_eq!(look(&request(vec![said.clone()])).report.map(|report| report.messages), Some(2));
    assert!(look(&request(Vec::new())).report.is_none(), "looking remembers nothing");
    vault.session.import_files(&request(vec![said.clone()]), &Job::quiet()).expect("it can be read");

    let next = vault.file("next.csv", CODED.replace("好的", "再见"));
    assert_eq!(vault.import(&next).messages, 2, "what was said is remembered for the next one");
    let other = meanings(&["a1", "a2", "a3"], &[Some("time"), Some("text"), Some("sender")]);
    let again = vault.session.import_files(&request(vec![other]), &Job::quiet()).expect("it can be read");
    assert_eq!((again.duplicates, again.messages), (0, 2), "other words are other messages");
    let told: Vec<_> = again
        .files
        .iter()
        .flat_map(|file| &file.warnings)
        .map(|w| (w.code.as_str(), w.detail.as_str()))
        .collect();
    let both = "a1 = time, a2 = sender, a3 = text → a1 = time, a2 = text, a3 = sender";
    assert_eq!(told, [("other_columns", both)], "it is said how it was read before");

    let known = look(&request(Vec::new()));
    let preset = meanings(&["a1", "a2", "a3"], &[Some("time"), Some("text"), Some("sender")]);
    assert_eq!(
        known.columns.map(|columns| columns.columns),
        Some(preset),
        "a known file shows its own columns"
    );
    assert_eq!(known.report.map(|report| report.duplicates), Some(2));
    let next = vault.file("next.csv", CODED.replace("好的", "再见"));
    let as_before =
        look(&ImportRequest { options: ImportOptions::default(), ..crate::support::request(&next) });
    assert_eq!(
        as_before.report.map(|report| (report.duplicates, report.warnings.len())),
        Some((2, 0)),
        "and is read as it was, whatever was said of another file since"
    );
}

#[test]
fn a_meaning_of_a_column_that_the_file_lacks_is_refused_with_the_columns_there_are() {
    let vault = TestVault::new();
    let file = vault.file("codes.csv", CODED);
    let columns = vec![meanings(&["a1", "a2", "words"], &[Some("time"), Some("sender"), Some("text")])];
    let options = ImportOptions { columns, ..ImportOptions::default() };
    let outcome = vault.session.import_files(&ImportRequest { options, ..request(&file) }, &Job::quiet());
    let error = outcome.expect_err("there is no such column");
    assert_eq!(error.code, ErrorCode::InvalidValue);
    let said = ["value", "allowed"].map(|name| error.params.get(name).map(String::as_str));
    assert_eq!(said, [Some("words"), Some("a1, a2, a3")]);
}

#[test]
fn a_meaning_that_is_none_is_refused() {
    let vault = TestVault::new();
    let file = vault.file("codes.csv", CODED);
    let columns = vec![meanings(&["a1"], &[Some("when")])];
    let options = ImportOptions { columns, ..ImportOptions::default() };
    let outcome = vault.session.import_files(&ImportRequest { options, ..request(&file) }, &Job::quiet());
    assert_eq!(outcome.expect_err("refused").code, ErrorCode::InvalidValue);
}

#[test]
fn pasted_text_is_kept_and_read_like_a_file() {
    let vault = TestVault::new();
    let text = "20/03/24, 10:00 - Anna: hello\n20/03/24, 10:01 - Tom: hi\n".to_owned();
    let pasted = vec![PastedText { name: "pasted.txt".to_owned(), text }];
    let request = ImportRequest { paths: Vec::new(), pasted, options: ImportOptions::default() };
    let preview = vault.session.preview_import(&request, &Job::quiet()).expect("it can be looked at");
    assert_eq!(preview.files.first().map(|file| file.sample.len()), Some(2));
    let report = vault.session.import_files(&request, &Job::quiet()).expect("it can be read");
    assert_eq!((report.messages, report.files.len()), (2, 1));
    let again = vault.session.import_files(&request, &Job::quiet()).expect("it can be read");
    assert_eq!(again.duplicates, 2, "pasting it again adds nothing");
}

/// A comment of ticket 101, as Zendesk has it.
fn comment(id: u32, author: u32, body: &str, day: u32) -> String {
    format!(
        r#"{{"id":{id},"type":"Comment","ticket_id":101,"author_id":{author},"body":"{body}","plain_body":"","html_body":"",
            "public":true,"audit_id":900,"via":{{"channel":"email"}},"attachments":[],"created_at":"2024-01-0{day}T08:00:00Z"}}"#
    )
}

#[test]
fn what_a_ticket_says_and_its_first_comment_are_one_message_whichever_comes_first() {
    let tickets = r#"{"tickets":[{"id":101,"subject":"Lamp","description":"It is\nbroken","requester_id":7,"submitter_id":7,
        "created_at":"2024-01-01T08:00:00Z","updated_at":"2024-01-02T08:00:00Z","status":"open","priority":null}]}"#;
    let first = comment(1, 7, "It is\\n\\nbroken", 1);
    let later = [
        comment(2, 9, "A new one is sent", 2),
        comment(3, 7, "It is\\nbroken", 3),
        comment(4, 7, "It is\\nbroken", 4),
    ];
    let forward = format!(r#"{{"comments":[{first},{}]}}"#, later.join(","));
    let backward =
        format!(r#"{{"comments":[{},{first}]}}"#, later.iter().rev().cloned().collect::<Vec<_>>().join(","));
    let increment = format!(r#"{{"comments":[{}]}}"#, later.join(","));
    let orders: [&[&str]; 6] = [
        &[tickets, &forward],
        &[&forward, tickets],
        &[tickets, &backward],
        &[&backward, tickets],
        &[&increment, tickets, &forward],
        &[&forward, &forward],
    ];
    for (n, files) in orders.into_iter().enumerate() {
        let vault = TestVault::new();
        let import = |content: &str| vault.import(vault.file("export.json", content));
        for content in files {
            import(content);
        }
        assert_eq!(vault.search("broken").total(), 3, "order {n}");
        for content in files {
            let again = import(content);
            assert_eq!(again.duplicates, again.messages + again.events, "order {n}, again");
        }
        assert_eq!(vault.search("broken").total(), 3, "order {n}, again");
    }
}

#[test]
fn the_same_words_at_another_time_of_an_unknown_day_are_other_messages() {
    let monday = "王磊 9:02\n在吗\n李敏 9:05\n在的\n王磊 9:06\n发票开了没\n李敏 9:07\n好的\n";
    let tuesday = "王磊 14:02\n在吗\n李敏 14:05\n在的\n王磊 14:06\n退款到了没\n李敏 14:07\n好的\n";
    let vault = TestVault::new();
    vault.import(vault.file("王磊.txt", monday));
    let later = vault.import(vault.file("王磊.txt", tuesday));
    assert_eq!((later.messages, later.duplicates), (4, 0), "nothing of it is there yet");
    assert_eq!(vault.import(vault.file("王磊.txt", tuesday)).duplicates, 4, "now it is");
}
