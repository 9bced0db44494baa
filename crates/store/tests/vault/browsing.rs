//! What a list, a transcript and a side bar are shown.

use crate::support::{FIRST_PAGE, ORIGIN, START, customer, said, text, vault};
use chrono::{DateTime, NaiveDateTime, Utc};
use yanju_model::{
    ConversationId, MessageId, Precision, SourceTime,
    annotation::{Edit, Target},
    draft::{AttachmentDraft, MessageDraft, ReplyTo},
    query::{Filter, Order, Query, TimeRange},
};
use yanju_store::{Error, Noun, Page, Typed};

#[test]
fn hits_are_marked_where_the_words_stand() {
    let vault = vault();
    vault.import("订单", vec![said("甲", 0, "請退款，REFUND 退款")]);
    let query = text("退款").and(text("refund")).and(Query::Not(Box::new(text("换货"))));
    let hit = &vault.find(&query).hits[0];
    assert_eq!(hit.marks, [(1, 3), (4, 10), (11, 13)], "both words, wherever they stand");
    assert_eq!(vault.marks("退款", &query), [(0, 2)], "any text can be marked");
    assert_eq!((hit.title.as_str(), hit.message.seq), ("订单", 1));
}

#[test]
fn quoted_words_and_names_of_files_are_found_each_by_itself() {
    let vault = vault();
    let file = |name: &str| AttachmentDraft { name: name.to_owned(), content: None };
    let sent =
        MessageDraft { attachments: vec![file("报价单.pdf"), file("合同.docx")], ..said("甲", 0, "") };
    let reply_to = ReplyTo { source_id: None, quote: "几点发货".to_owned() };
    vault.import("订单", vec![sent, MessageDraft { reply_to: Some(reply_to), ..said("乙", 1, "明天") }]);
    for place in ["in the tail", "in the index"] {
        for (words, found) in
            [("报价单", 1), ("价单.p", 1), ("合同", 1), ("发货", 1), ("明天", 1), ("pdf合", 0), ("明天几", 0)]
        {
            assert_eq!(vault.count(&text(words)).unwrap(), found, "{words} {place}");
        }
        vault.index_all();
    }
}

#[test]
fn a_word_is_found_within_its_conversation() {
    let vault = vault();
    vault.import("一", vec![said("甲", 0, "退款"), said("甲", 1, "好"), said("甲", 2, "退款了")]);
    vault.import("二", vec![said("甲", 0, "退款")]);
    vault.index_all();
    let found = vault.find_in(ConversationId(1), "退款").unwrap();
    assert_eq!(found, [(MessageId(1), 1), (MessageId(3), 3)], "message and place, first to last");
}

#[test]
fn conversations_come_by_their_newest_match() {
    let vault = vault();
    vault.import("一", vec![said("甲", 0, "退款"), said("甲", 9, "好")]);
    vault.import("二", vec![said("乙", 5, "退款"), said("乙", 6, "再退款")]);
    for query in [text("退款"), Query::All] {
        let newest = vault.conversations(&query, Order::Newest, FIRST_PAGE).unwrap();
        let titles: Vec<_> = newest.rows.iter().map(|row| row.conversation.title.as_str()).collect();
        let expected = if query == Query::All { ["一", "二"] } else { ["二", "一"] };
        assert_eq!(titles, expected, "by the newest of {query:?}");
    }
    let second = vault.conversations(&text("退款"), Order::Newest, Page { offset: 1, limit: 1 }).unwrap();
    assert_eq!((second.total, second.messages_total, second.rows.len()), (2, 3, 1), "a page of one");
    assert_eq!(second.rows[0].hits, 1, "of the two messages one matches");
}

#[test]
fn a_timeline_covers_every_dated_message() {
    let vault = vault();
    assert!(
        vault.timeline(&Query::All, TimeRange::default(), 10).unwrap().edges.is_empty(),
        "an empty vault has none"
    );
    let day = 24 * 3600;
    let mut messages: Vec<_> = (0..30).map(|n| said("甲", n * day, "日报")).collect();
    messages.push(said("甲", 29 * day + 1, "退款"));
    messages.push(MessageDraft::text(Some(customer("甲")), None, "没有时间"));
    vault.import("一", messages);
    for indexed in ["in the tail", "in the index"] {
        let timeline = vault.timeline(&text("退款"), TimeRange::default(), 10).unwrap();
        assert_eq!(timeline.all.iter().sum::<u64>(), 31, "dated messages, {indexed}");
        assert_eq!(timeline.matching.last(), Some(&1), "the match is in the last bucket, {indexed}");
        assert_eq!(timeline.matching.iter().sum::<u64>(), 1, "{indexed}");
        assert_eq!(timeline.edges.len(), timeline.all.len() + 1);
        assert!(timeline.all.len() <= 10 && timeline.edges[0] <= START, "{indexed}");
        vault.index_all();
    }
}

#[test]
fn a_timeline_of_some_days_shows_these_alone() {
    let vault = vault();
    let day = 24 * 3600;
    vault.import("一", (0..30).map(|n| said("甲", n * day, "日报")).collect());
    let days = |from: i64, until: i64| TimeRange {
        from: Some(START + from * day * 1000),
        until: Some(START + until * day * 1000),
    };
    for indexed in ["in the tail", "in the index"] {
        let whole = vault.timeline(&Query::All, TimeRange::default(), 100).unwrap();
        assert_eq!(whole.all, [1; 30], "{indexed}");
        let near = vault.timeline(&text("日报"), days(10, 13), 100).unwrap();
        assert_eq!(near.edges, whole.edges[10..=14], "whole days that hold the range, {indexed}");
        assert_eq!(near.matching, [1; 4], "{indexed}");
        let beyond = vault.timeline(&Query::All, days(28, 33), 100).unwrap();
        assert_eq!(beyond.all, [1, 1, 0, 0, 0, 0], "days after the last are empty, {indexed}");
        let open = TimeRange { from: None, ..days(0, 1) };
        assert_eq!(vault.timeline(&Query::All, open, 100).unwrap().edges[0], whole.edges[0], "{indexed}");
        assert!(vault.timeline(&Query::All, days(9, 3), 100).unwrap().all.is_empty(), "{indexed}");
        vault.index_all();
    }
}

#[test]
fn the_ends_of_the_calendar_can_be_stored_and_shown() {
    let vault = vault();
    let fixed = |at| SourceTime::Fixed(at, None, Precision::Milli);
    let local = |at| SourceTime::Local(at, Precision::Second);
    let ends = [
        fixed(DateTime::<Utc>::MIN_UTC),
        fixed(DateTime::<Utc>::MAX_UTC),
        local(NaiveDateTime::MIN),
        local(NaiveDateTime::MAX),
    ];
    let at = |time| MessageDraft::text(Some(customer("甲")), Some(time), "荒唐");
    vault.import("一", ends.into_iter().map(at).chain([said("甲", 0, "荒唐")]).collect());
    for indexed in ["in the tail", "in the index"] {
        assert_eq!(vault.find(&text("荒唐")).total, 5, "{indexed}");
        let timeline = vault.timeline(&text("荒唐"), TimeRange::default(), 10).unwrap();
        assert_eq!(timeline.matching.iter().sum::<u64>(), 1, "the one that can be, {indexed}");
        vault.index_all();
    }
    let shown = vault.transcript(ConversationId(1), 1, 9).unwrap();
    assert!(shown.iter().all(|message| message.sent_at.rfc3339().is_some()), "each says a time");
}

#[test]
fn names_are_suggested_by_any_part_and_by_their_pinyin() {
    let vault = vault();
    vault.import(
        "退款群",
        vec![said("退退", 0, "一"), said("王退", 1, "二"), said("王退", 2, "三"), said("物流员", 3, "四")],
    );
    let named = |typed: &str, nouns: &[Noun]| -> Vec<(Noun, String, u64)> {
        let names = vault.names(&Typed::new(typed), nouns, 10).unwrap();
        names.into_iter().map(|found| (found.noun, found.name, found.weight)).collect()
    };
    let found = named("退", &[Noun::Person]);
    let expected = [(Noun::Person, "退退".to_owned(), 1), (Noun::Person, "王退".to_owned(), 2)];
    assert_eq!(found, expected, "those that begin with it come first, however light");
    assert_eq!(named("tuik", &[Noun::Person, Noun::Title]), [(Noun::Title, "退款群".to_owned(), 4)]);
    assert_eq!(named("wly", &[Noun::Person]), [(Noun::Person, "物流员".to_owned(), 1)]);
    assert_eq!(named("", &[Noun::Person])[0].1, "王退", "where nothing is typed yet, the weightiest");
    assert_eq!(vault.names(&Typed::new(""), &[Noun::Person], 2).unwrap().len(), 2, "a limit is a limit");
    assert_eq!(named("支付", &[Noun::Category]).len(), 1, "categories without use as well");
    assert_eq!(named("支付", &[Noun::Person, Noun::Tag]), [], "nouns that were not asked for stay out");
}

#[test]
fn names_that_came_later_are_suggested_too() {
    let vault = vault();
    let people = || {
        let names =
            vault.names(&Typed::new("wly"), &[Noun::Person, Noun::Tag, Noun::SavedSearch], 10).unwrap();
        names.into_iter().map(|found| found.name).collect::<Vec<_>>()
    };
    assert_eq!(people(), [""; 0]);
    vault.import("一", vec![said("物流员", 0, "一")]);
    assert_eq!(people(), ["物流员"]);
    let tag = Edit::AddTag { tag: "物料由".to_owned() };
    vault.annotate(&[Target::Conversation(ConversationId(1))], &tag, ORIGIN).unwrap();
    vault.save_search(None, "未了愿", "退款", ORIGIN).unwrap();
    assert_eq!(people(), ["物流员", "物料由", "未了愿"]);
    vault.undo(ORIGIN).unwrap();
    assert_eq!(people(), ["物流员", "物料由"]);
}

#[test]
fn what_is_not_there_is_named() {
    let vault = vault();
    assert!(matches!(vault.message(MessageId(7)), Err(Error::NoSuch { id }) if id == "m7"));
    assert!(matches!(vault.conversation(ConversationId(7)), Err(Error::NoSuch { id }) if id == "c7"));
    assert!(matches!(vault.transcript(ConversationId(7), 1, 1), Err(Error::NoSuch { .. })));
}

#[test]
fn readers_do_not_wait_for_a_writer() {
    let vault = vault();
    vault.import("一", vec![said("甲", 0, "退款")]);
    let mut intake = vault.begin("under way");
    let slot = intake.conversation(crate::support::thread("二")).unwrap();
    intake.message(slot, &said("甲", 1, "退款")).unwrap();
    assert_eq!(vault.count(&text("退款")).unwrap(), 1, "what is not committed is not seen");
    let twice = Query::Filter(Filter::InTitle("二".to_owned()));
    assert_eq!(vault.count(&twice).unwrap(), 0);
    intake.finish(&yanju_model::draft::Understanding::default(), &[]).unwrap();
    assert_eq!(vault.count(&text("退款")).unwrap(), 2, "found at once when it is");
}
