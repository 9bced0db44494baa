//! Nothing twice, nothing lost, nothing half.

use crate::support::{Bench, FIRST_PAGE, at, customer, files, said, text, thread, vault};
use std::{io::Cursor, io::Read as _};
use yanju_model::{
    ConversationId, ImportId, Platform, Precision, Role, Warning,
    draft::{AttachmentDraft, ConversationDraft, DateOrder, MessageDraft, ReplyTo, Sender, Understanding},
    query::{Filter, Order, Query},
    record::Given,
    time::DEFAULT_ZONE,
};
use yanju_store::{Error, Outcome, Stats, Taken};

fn three() -> Vec<MessageDraft> {
    vec![said("王小明", 0, "你好"), said("王小明", 0, "你好"), said("客服", 60, "请问订单号是多少")]
}

#[test]
fn importing_twice_changes_nothing() {
    let vault = vault();
    let first = vault.import("订单", three());
    vault.index_all();
    let (stats, bytes, blobs) = (vault.stats().unwrap(), size(&vault), files(&vault.dir.join("blobs")));
    let second = vault.import("订单", three());

    assert!(second.unchanged, "all of it was known");
    assert_eq!(second.import, first.import, "the earlier import is named");
    assert_eq!((second.stored, second.counts.duplicates), (0, 3), "three known records, none new");
    assert_eq!(vault.stats().unwrap(), stats, "no counter moved");
    assert_eq!(size(&vault), bytes, "the database did not grow by a byte");
    assert_eq!(files(&vault.dir.join("blobs")), blobs, "no second copy of the original");
}

#[test]
fn importing_again_mends_a_damaged_original() {
    let vault = vault();
    let long = || vec![said("王小明", 0, &"很长的话".repeat(20_000))];
    vault.import("订单", long());
    let blob = files(&vault.dir.join("blobs")).remove(0);
    let mut bytes = std::fs::read(&blob).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&blob, bytes).unwrap();
    let sha256 = vault.files().unwrap()[0].sha256.clone();
    let read = || vault.original(&sha256).unwrap().read_to_end(&mut Vec::new());
    assert!(read().is_err(), "the evidence is damaged");

    assert!(vault.import("订单", long()).unchanged, "nothing is new");
    assert!(read().is_ok(), "but the evidence is whole again");
    assert_eq!(files(&vault.dir.join("blobs")), [blob], "in its place");
}

#[test]
fn someone_in_two_conversations_of_a_file_is_one_participant() {
    let vault = vault();
    let mut intake = vault.begin("two threads");
    for title in ["一", "二"] {
        let slot = intake.conversation(thread(title)).unwrap();
        intake.message(slot, &said("王小明", 0, "你好")).unwrap();
        intake.message(slot, &said(title, 1, "您好")).unwrap();
    }
    let outcome = intake.finish(&Understanding::default(), &[]).unwrap();
    assert_eq!((outcome.counts.conversations, outcome.counts.participants), (2, 3), "one writes in both");
}

#[test]
fn a_longer_export_adds_only_what_is_new() {
    let vault = vault();
    vault.import("订单", three());
    let mut longer = three();
    longer.push(said("客服", 120, "已为您退款"));
    let outcome = vault.import("订单", longer);

    assert_eq!((outcome.stored, outcome.counts.duplicates), (1, 3), "one record is new");
    assert_eq!(outcome.counts.messages, 4, "the file holds four");
    assert_eq!(vault.texts(&Query::All), ["你好", "你好", "请问订单号是多少", "已为您退款"]);
    assert_eq!(vault.files_of(ConversationId(1)).unwrap().len(), 2, "both files are its origin");
}

#[test]
fn saying_the_same_twice_within_a_second_is_two_messages() {
    let vault = vault();
    assert_eq!(vault.import("订单", three()).stored, 3, "two greetings and a question");
}

#[test]
fn two_records_with_one_source_id_are_one_message() {
    let vault = vault();
    let (mut intake, slot) = vault.begin_thread("订单");
    let version = |text| MessageDraft { source_id: Some("77".to_owned()), ..said("王小明", 0, text) };
    assert_eq!(intake.message(slot, &version("第一版")).unwrap(), Taken::New);
    assert_eq!(intake.message(slot, &version("第一版")).unwrap(), Taken::Known);
    assert_eq!(
        intake.message(slot, &version("第二版")).unwrap(),
        Taken::Changed,
        "other words are said to be"
    );
    let outcome = intake.finish(&Understanding::default(), &[]).unwrap();
    assert_eq!((outcome.stored, outcome.counts.duplicates), (1, 2), "the id decides");
    assert_eq!(vault.texts(&Query::All), ["第一版"], "the first stays");
}

#[test]
fn a_recall_in_a_later_source_stands_beside_the_record() {
    let vault = vault();
    let message = MessageDraft { source_id: Some("77".to_owned()), ..said("王小明", 0, "我要投诉") };
    vault.import("订单", vec![message.clone()]);
    vault.index_all();
    let recalled = MessageDraft { recalled: true, text: String::new(), ..message.clone() };
    let (mut intake, slot) = vault.begin_thread("订单");
    assert_eq!(intake.message(slot, &recalled).unwrap(), Taken::Recalled);
    assert!(!intake.finish(&Understanding::default(), &[]).unwrap().unchanged, "it brought something");
    let by_recall = Query::Filter(Filter::Recalled);
    assert_eq!(vault.texts(&by_recall), ["我要投诉"], "recalled, with its words, before the index knows");
    vault.index_all();
    assert_eq!(vault.texts(&by_recall), ["我要投诉"], "and after it learned it");
    assert!(vault.transcript(ConversationId(1), 1, 1).unwrap()[0].recalled, "the transcript says so");

    let (mut intake, slot) = vault.begin_thread("订单");
    assert_eq!(intake.message(slot, &message).unwrap(), Taken::Known, "the first source says what it said");
}

#[test]
fn an_id_that_another_message_has_loses_neither() {
    let vault = vault();
    let with_id = |draft| MessageDraft { source_id: Some("100".to_owned()), ..draft };
    vault.import("订单", vec![with_id(said("王小明", 0, "收到"))]);
    for stored in [1, 0] {
        let (mut intake, slot) = vault.begin_thread("订单");
        let other = with_id(said("李四", 90, "收到"));
        let taken = intake.message(slot, &other).unwrap();
        assert_eq!(taken, if stored == 1 { Taken::Other } else { Taken::Known });
        assert_eq!(intake.finish(&Understanding::default(), &[]).unwrap().stored, stored);
    }
    assert_eq!(vault.texts(&Query::All).len(), 2);
}

#[test]
fn what_was_said_before_it_was_taken_back_comes_in_later() {
    let vault = vault();
    let with_id = |draft| MessageDraft { source_id: Some("77".to_owned()), ..draft };
    let gone = MessageDraft { recalled: true, ..with_id(said("王小明", 0, "此消息已撤回")) };
    vault.import("订单", vec![gone]);
    for taken in [Taken::New, Taken::Known] {
        let (mut intake, slot) = vault.begin_thread("订单");
        let before = with_id(said("王小明", 0, "我承诺全额退款"));
        assert_eq!(intake.message(slot, &before).unwrap(), taken, "it says of no recall");
        intake.finish(&Understanding::default(), &[]).unwrap();
        let by_recall = Query::Filter(Filter::Recalled);
        assert_eq!(vault.texts(&by_recall), ["此消息已撤回", "我承诺全额退款"], "once, and marked");
    }
}

#[test]
fn a_line_that_takes_back_a_message_of_another_file_marks_it() {
    let vault = vault();
    let message = MessageDraft { source_id: Some("77".to_owned()), ..said("王小明", 0, "我要投诉") };
    vault.import("订单", vec![message]);
    vault.index_all();
    let line =
        MessageDraft { takes_back: Some("77".to_owned()), ..said("王小明", 5, "撤回了一条消息") };
    vault.import("订单", vec![line]);
    let by_recall = Query::Filter(Filter::Recalled);
    assert_eq!(vault.texts(&by_recall), ["我要投诉"], "before the index knows");
    vault.index_all();
    assert_eq!(vault.texts(&by_recall), ["我要投诉"], "and after");
}

/// A minute in which two people write, as a source without seconds has it.
fn minute(lines: &[&str]) -> Vec<MessageDraft> {
    lines.iter().map(|line| said(if line.contains('？') { "客户" } else { "客服" }, 0, line)).collect()
}

#[test]
fn within_a_minute_the_order_is_that_of_the_files() {
    for (parts, whole) in [
        ([&["好的"][..], &["可以退吗？", "好的"]], &["可以退吗？", "好的"][..]),
        ([&["好的", "再见"], &["好的", "谢谢？"]], &["好的", "谢谢？", "再见"]),
        ([&["一", "三"], &["一", "二", "三", "四"]], &["一", "二", "三", "四"]),
        ([&["二", "四"], &["一？", "二", "三？", "四", "五？"]], &["一？", "二", "三？", "四", "五？"]),
        ([&["一"], &["二"]], &["一", "二"]),
    ] {
        let vault = vault();
        for part in parts {
            vault.import("订单", minute(part));
        }
        for (order, end) in [(Order::Oldest, whole.first()), (Order::Newest, whole.last())] {
            let listed = vault.conversations(&Query::All, order, FIRST_PAGE).unwrap().rows;
            let top = listed[0].top.as_ref().map(|hit| hit.message.text.as_str());
            assert_eq!(top, end.copied(), "the list of everything shows the end by place, {order:?}");
        }
        vault.import("订单", vec![said("客服", 60, "下一分钟")]);
        let transcript = vault.transcript(ConversationId(1), 1, 9).unwrap();
        let texts: Vec<_> = transcript.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(texts, [whole, &["下一分钟"]].concat(), "an answer never stands before its question");
        assert!(transcript.iter().map(|message| message.seq).eq(1..=texts.len() as u64), "no place twice");
        let mut printed = Vec::new();
        let mut visit = |message: yanju_model::record::Message| {
            printed.push(message.text);
            Ok::<_, Error>(())
        };
        vault.each_match(&Query::All, &mut visit).unwrap();
        assert_eq!(printed, texts, "a document has the same order");
        let found: Vec<_> = vault.find_in(ConversationId(1), "").unwrap().into_iter().map(|f| f.1).collect();
        assert!(found.is_sorted(), "so has what is found in a conversation");
    }
}

#[test]
fn a_local_time_read_in_another_zone_is_the_same_record() {
    let local = chrono::NaiveDate::from_ymd_opt(2023, 8, 20).unwrap().and_hms_opt(14, 30, 0).unwrap();
    let sent_at = Some(yanju_model::SourceTime::Local(local, Precision::Minute));
    let message = MessageDraft::text(Some(customer("王小明")), sent_at, "几点发货");
    let vault = vault();
    let import = |zone| {
        let mut intake = vault.begin_in(&format!("{zone}"), zone);
        let slot = intake.conversation(thread("订单")).unwrap();
        intake.message(slot, &message.clone()).unwrap();
        intake.finish(&Understanding::default(), &[]).unwrap()
    };
    assert_eq!(import(DEFAULT_ZONE).stored, 1, "the first is new");
    assert_eq!(import(chrono_tz::Europe::Berlin).stored, 0, "its wall clock is known");
    assert_eq!(vault.files().unwrap()[1].zone, "assumed:Asia/Shanghai", "the file says what was assumed");
}

#[test]
fn a_dropped_intake_leaves_nothing() {
    let vault = vault();
    vault.import("订单", three());
    let (stats, before) = (vault.stats().unwrap(), files(&vault.dir));
    let mut intake = vault.begin("abandoned");
    let slot = intake.conversation(thread("另一个")).unwrap();
    let content = intake.content(&mut Cursor::new(b"picture")).unwrap();
    let picture = AttachmentDraft { name: "a.png".to_owned(), content: Some(content) };
    let message = MessageDraft { attachments: vec![picture], ..said("王小明", 0, "看图") };
    intake.message(slot, &message).unwrap();
    drop(intake);

    assert_eq!(vault.stats().unwrap(), stats, "no row remains");
    assert_eq!(files(&vault.dir), before, "no file remains");
    assert_eq!(vault.count(&text("看图")).unwrap(), 0, "nothing is found");
    assert_eq!(vault.import("另一个", three()).stored, 3, "the next intake finds the way free");
}

#[test]
fn opening_removes_what_an_import_kept_before_it_was_killed() {
    let vault = vault();
    vault.import("订单", three());
    let kept = files(&vault.dir.join("blobs"));
    let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let crashed = "ab".repeat(32);
    let vault = vault.reopened_after(|dir| {
        let blobs = dir.join("blobs");
        std::fs::create_dir_all(blobs.join("ab")).unwrap();
        std::fs::create_dir_all(blobs.join("tmp")).unwrap();
        std::fs::write(blobs.join("ab").join(&crashed), "sealed").unwrap();
        // Cut short in the middle of a name, of another directory even.
        let note = format!("{}\n{crashed}\n../../vault.db\nabab", name(&kept[0]));
        std::fs::write(blobs.join("tmp/1.keep"), note).unwrap();
    });
    assert_eq!(files(&vault.dir.join("blobs")), kept, "what has rows stays, the rest goes");
    assert_eq!(vault.count(&Query::All).unwrap(), 3);
}

#[test]
fn counters_count() {
    let vault = vault();
    let mut messages = three();
    messages.push(MessageDraft::text(None, Some(at(90)), "客服加入了会话"));
    let outcome = vault.import("订单", messages);
    assert_eq!((outcome.counts.messages, outcome.counts.events), (3, 1), "three utterances, one event");
    assert_eq!((outcome.counts.conversations, outcome.counts.participants), (1, 2), "one thread of two");
    let stats = vault.stats().unwrap();
    let expected = Stats {
        messages: 3,
        events: 1,
        conversations: 1,
        participants: 2,
        imports: 1,
        database_bytes: stats.database_bytes,
        index_bytes: stats.index_bytes,
        blob_bytes: stats.blob_bytes,
        ..Stats::default()
    };
    assert_eq!(stats, expected, "the vault agrees with the file");
    let conversation = vault.conversation(ConversationId(1)).unwrap();
    assert_eq!(conversation.messages, 4, "utterances and events together");
    let people: Vec<_> = conversation.participants.iter().map(|p| (p.name.as_str(), p.messages)).collect();
    assert_eq!(people, [("王小明", 2), ("客服", 1)], "those who wrote most come first");
    let event = vault.transcript(ConversationId(1), 4, 1).unwrap();
    assert_eq!((event[0].sender, event[0].role), (None, Role::System), "an event has no writer");
}

#[test]
fn undated_messages_stand_where_the_source_put_them() {
    let vault = vault();
    let undated = |text| MessageDraft::text(Some(customer("王小明")), None, text);
    let lines =
        vec![undated("一"), said("客服", 0, "二"), undated("三"), undated("四"), said("客服", 9, "五")];
    vault.import("订单", lines);
    assert_eq!(vault.texts(&Query::All), ["一", "二", "三", "四", "五"], "the order is the source's");
    let transcript = vault.transcript(ConversationId(1), 1, 9).unwrap();
    assert_eq!(transcript[0].sent_at.utc_ms, 0, "nothing is known before the first");
    assert!(!transcript[2].sent_at.is_dated(), "the third says that it has no time");
    assert_eq!(transcript[2].sent_at.utc_ms, transcript[1].sent_at.utc_ms, "it stands with the second");
    let conversation = vault.conversation(ConversationId(1)).unwrap();
    assert_eq!(conversation.first, Some(transcript[1].sent_at), "the first dated message");
}

#[test]
fn what_is_said_of_a_time_that_is_no_moment_is_kept_and_tells_messages_apart() {
    let vault = vault();
    let at = |clock: &str| MessageDraft {
        stated_time: Some(clock.to_owned()),
        ..MessageDraft::text(Some(customer("王小明")), None, "在吗")
    };
    vault.import("订单", vec![at("9:02"), at("9:02")]);
    vault.import("订单", vec![at("9:02"), at("9:05")]);
    let transcript = vault.transcript(ConversationId(1), 1, 9).unwrap();
    let mut stated: Vec<_> = transcript.iter().map(|message| message.stated_time.as_deref()).collect();
    stated.sort_unstable();
    assert_eq!(stated, [Some("9:02"), Some("9:02"), Some("9:05")]);
    assert!(transcript.iter().all(|message| !message.sent_at.is_dated()), "a clock alone is no moment");
}

#[test]
fn an_earlier_export_imported_later_comes_before() {
    let vault = vault();
    vault.import("订单", vec![said("客服", 100, "四"), said("客服", 200, "五")]);
    vault.index_all();
    vault.import("订单", vec![said("客服", 0, "一"), said("客服", 50, "二"), said("客服", 100, "三?")]);
    let transcript = vault.transcript(ConversationId(1), 1, 9).unwrap();
    let places: Vec<_> = transcript.iter().map(|m| (m.seq, m.text.as_str())).collect();
    assert_eq!(places, [(1, "一"), (2, "二"), (3, "四"), (4, "三?"), (5, "五")], "by time, then by arrival");
    let from_the_middle = vault.transcript(ConversationId(1), 4, 1).unwrap();
    assert_eq!(from_the_middle[0].text, "三?", "a transcript begins anywhere");
    let conversation = vault.conversation(ConversationId(1)).unwrap();
    assert_eq!(conversation.first, Some(transcript[0].sent_at), "the beginning moved");
}

#[test]
fn a_reply_finds_what_it_answers_in_either_order() {
    let vault = vault();
    let answered = MessageDraft { source_id: Some("a".to_owned()), ..said("王小明", 0, "几点发货") };
    let reply_to = ReplyTo { source_id: Some("a".to_owned()), quote: "几点发货".to_owned() };
    let reply = MessageDraft { reply_to: Some(reply_to), ..said("客服", 5, "明天") };
    vault.import("订单", vec![reply]);
    let read = || vault.transcript(ConversationId(1), 1, 9).unwrap();
    assert_eq!((read()[0].reply_to, read()[0].quote.as_str()), (None, "几点发货"), "only the quote is known");
    vault.import("订单", vec![answered]);
    assert_eq!(read()[1].reply_to, Some(read()[0].id), "the answered message came in later");
}

#[test]
fn attachments_are_kept_once_and_read_back() {
    let vault = vault();
    let bytes = vec![7_u8; 100_000];
    let mut intake = vault.begin("two pictures");
    let slot = intake.conversation(thread("订单")).unwrap();
    for (seconds, name) in [(0, "a.png"), (1, "b.png")] {
        let content = Some(intake.content(&mut Cursor::new(&bytes)).unwrap());
        let attachments = vec![AttachmentDraft { name: name.to_owned(), content }];
        intake.message(slot, &MessageDraft { attachments, ..said("王小明", seconds, "看图") }).unwrap();
    }
    intake.finish(&Understanding::default(), &[]).unwrap();

    assert_eq!(files(&vault.dir.join("blobs")).len(), 2, "the original and one picture");
    let messages = vault.transcript(ConversationId(1), 1, 9).unwrap();
    let (attachment, reader) = vault.attachment(messages[1].attachments[0].id).unwrap();
    assert_eq!((attachment.name.as_str(), attachment.bytes), ("b.png", 100_000));
    let mut read = Vec::new();
    reader.expect("its content is kept").read_to_end(&mut read).unwrap();
    assert!(read == bytes, "byte for byte");
    assert_eq!(vault.count(&Query::Filter(Filter::HasAttachment)).unwrap(), 2);
}

#[test]
fn a_richer_export_completes_what_a_poorer_one_lacked() {
    let vault = vault();
    let picture = |content| AttachmentDraft { name: "a.png".to_owned(), content };
    let with = |attachment| MessageDraft { attachments: vec![attachment], ..said("王小明", 0, "看图") };
    vault.import("订单", vec![with(picture(None))]);
    let mut intake = vault.begin("the richer one");
    let slot = intake.conversation(thread("订单")).unwrap();
    let content = intake.content(&mut Cursor::new(b"picture")).unwrap();
    intake.message(slot, &with(picture(Some(content)))).unwrap();
    let outcome = intake.finish(&Understanding::default(), &[]).unwrap();

    assert_eq!((outcome.stored, outcome.unchanged), (0, false), "no new message, but something new");
    let message = &vault.transcript(ConversationId(1), 1, 1).unwrap()[0];
    assert_eq!(message.attachments[0].bytes, 7, "the attachment has its content now");
}

#[test]
fn people_keep_their_names_and_gain_their_roles() {
    let vault = vault();
    let sender = |name: &str, role| Some(Sender { key: Some("u1".to_owned()), name: name.to_owned(), role });
    vault.import("订单", vec![MessageDraft::text(sender("小明", Role::Unknown), Some(at(0)), "一")]);
    vault.index_all();
    vault.import("订单", vec![MessageDraft::text(sender("王小明", Role::Customer), Some(at(1)), "二")]);
    let by_role = Query::Filter(Filter::Role(Role::Customer));
    assert_eq!(vault.texts(&by_role), ["一", "二"], "the role holds for what is in the index already");
    vault.index_all();
    assert_eq!(vault.texts(&by_role), ["一", "二"], "and after the index learned it");
    let names: Vec<_> = vault.find(&Query::All).hits.into_iter().map(|hit| hit.message.sender_name).collect();
    assert_eq!(names, ["小明", "王小明"], "each message keeps the name its source states");
    assert_eq!(vault.stats().unwrap().participants, 1, "one id is one person");
    assert_eq!(vault.texts(&Query::Filter(Filter::From("王".to_owned()))).len(), 2, "found by either name");
}

#[test]
fn a_conversation_without_a_title_is_called_after_its_people() {
    let vault = vault();
    let mut intake = vault.begin("nameless");
    let nameless =
        ConversationDraft { platform: Platform::Qq, key: "group-9".to_owned(), title: String::new() };
    let slot = intake.conversation(nameless).unwrap();
    for (name, seconds) in [("甲", 0), ("乙", 1), ("乙", 2)] {
        intake.message(slot, &said(name, seconds, "好")).unwrap();
    }
    intake.finish(&Understanding::default(), &[]).unwrap();
    assert_eq!(vault.conversation(ConversationId(1)).unwrap().title, "乙、甲", "those who wrote most first");
}

#[test]
fn a_file_tells_what_was_understood_of_it() {
    let vault = vault();
    let mut intake = vault.begin("doubtful");
    let slot = intake.conversation(thread("订单")).unwrap();
    intake.message(slot, &said("甲", 0, "好")).unwrap();
    let understanding = Understanding {
        encoding: "gb18030".to_owned(),
        date_order: Some(DateOrder::Dmy),
        partial: vec!["hasMore".to_owned()],
        ..Understanding::default()
    };
    let warnings = [Warning::new("undated_line", "line 17", "???"), Warning::new("odd", "", "")];
    let outcome = intake.finish(&understanding, &warnings).unwrap();
    let file = &vault.files().unwrap()[0];
    assert_eq!(file.understanding, understanding);
    assert_eq!(file.warnings, warnings, "in the order they arose");
    assert_eq!((file.counts, file.import, file.zone.as_str()), (outcome.counts, ImportId(1), "source"));
    let mut original = String::new();
    vault.original(&file.sha256).unwrap().read_to_string(&mut original).unwrap();
    assert_eq!(original, "doubtful", "the original reads back byte for byte");
}

#[test]
fn several_files_are_one_act_when_asked_so() {
    let vault = vault();
    let first: Outcome = vault.import("一", three());
    let staged = vault.keep(&mut Cursor::new(b"second"), &yanju_model::job::Job::quiet()).unwrap();
    let file = |import| yanju_store::NewFile {
        name: "b.txt".to_owned(),
        format: "test".to_owned(),
        zone: DEFAULT_ZONE,
        given: Given::default(),
        imported_at_ms: 0,
        import,
    };
    let mut intake = vault.intake(file(Some(first.import)), staged).unwrap();
    let slot = intake.conversation(thread("二")).unwrap();
    intake.message(slot, &said("甲", 0, "好")).unwrap();
    assert_eq!(intake.finish(&Understanding::default(), &[]).unwrap().import, first.import);
    assert_eq!(vault.stats().unwrap().imports, 1, "two files, one act");
    let staged = vault.keep(&mut Cursor::new(b"third"), &yanju_model::job::Job::quiet()).unwrap();
    let refused = vault.intake(file(Some(ImportId(99))), staged);
    assert!(matches!(refused, Err(Error::NoSuch { .. })), "an act that never was takes no file");
}

fn size(vault: &Bench) -> u64 {
    std::fs::metadata(vault.dir.join("vault.db")).unwrap().len()
}
