//! The answer never differs from a literal scan, whatever is indexed and whatever is still in the tail.

use crate::{
    scan::{Corpus, Plain, Thread},
    support::{Bench, FIRST_PAGE, ORIGIN, START, at, vault},
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseError};
use std::collections::{BTreeMap, BTreeSet};
use yanju_model::{
    ConversationId, EntityKind, Kind, MessageId, Platform, Role,
    annotation::{Edit, Target},
    draft::{AttachmentDraft, ConversationDraft, MessageDraft, ReplyTo, Sender, Understanding},
    entity::AmountRange,
    query::{Filter, Order, Query, Sort, TimeRange},
};
use yanju_store::Page;

/// What texts are made of: pieces that collide, straddle each other and fold into each other.
const PIECES: &[&str] = &[
    "退款",
    "退",
    "款",
    "貨",
    "货",
    "运费",
    "運費",
    "爭議",
    "争议",
    "们",
    "們",
    "国",
    "國",
    "订单号",
    "訂單號",
    "已签收但未收到包裹",
    "YDH12345678",
    "ydh1234",
    "12345678",
    "5678",
    "Ａ",
    "ａｂｃ",
    "abc",
    "ABC",
    "A",
    "z",
    "refund",
    "Refund",
    " ",
    "  ",
    "，",
    "。",
    "！",
    "!",
    "（",
    "(",
    "😀",
    "👍🏽",
    "\n",
    "-",
    "#",
    "2023",
    "１２",
    "　",
    "http://a.example/x",
    "¥12.50",
    "300元",
    "三百元",
    "13812345678",
    "a@b.example",
    "KF-230306-112",
    "2023-08-20",
    "SF1234567890123",
    "%",
    "_",
    "'",
    "\"",
];
/// What may be recognised in them.
const VALUES: &[(EntityKind, &str)] = &[
    (EntityKind::Order, "YDH12345678"),
    (EntityKind::Order, "12345678"),
    (EntityKind::Tracking, "YDH12345678"),
    (EntityKind::Tracking, "SF1234567890123"),
    (EntityKind::Ticket, "KF-230306-112"),
    (EntityKind::Amount, "CNY 300.00"),
    (EntityKind::Phone, "13812345678"),
    (EntityKind::Email, "a@b.example"),
    (EntityKind::Link, "http://a.example/x"),
    (EntityKind::Date, "2023-08-20"),
];
const NAMES: &[&str] = &["王小明", "客服01", "Anna", "anna ｌｅｅ", "國際客服"];
const TITLES: &[&str] = &["订单 群", "Support", "訂單咨询", "王小明"];
const PLATFORMS: &[Platform] = &[Platform::WeChat, Platform::DingTalk];
const KINDS: &[Kind] = &[Kind::Text, Kind::Image, Kind::Link];
const ROLES: &[Role] = &[Role::Unknown, Role::Customer, Role::Agent];
const TAGS: &[&str] = &["急", "vip"];

#[derive(Debug, Clone)]
struct Line {
    thread: usize,
    name: Option<usize>,
    seconds: Option<i64>,
    kind: Kind,
    recalled: bool,
    attachment: Option<String>,
    quote: Option<String>,
    text: String,
}

#[derive(Debug, Clone)]
enum Mark {
    TagMessage(usize, usize),
    TagThread(usize, usize),
    StarMessage(usize),
    StarThread(usize),
}

fn words() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..7).prop_map(|pieces| pieces.concat())
}

fn line() -> impl Strategy<Value = Line> {
    (
        0..TITLES.len(),
        prop::option::weighted(0.9, 0..NAMES.len()),
        prop::option::weighted(0.9, 0_i64..40),
        select(KINDS),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.1, words()),
        prop::option::weighted(0.1, words()),
        words(),
    )
        .prop_map(|(thread, name, seconds, kind, recalled, attachment, quote, text)| Line {
            thread,
            name,
            seconds,
            kind,
            recalled,
            attachment,
            quote,
            text,
        })
}

fn mark() -> impl Strategy<Value = Mark> {
    let any = 0_usize..1000;
    prop_oneof![
        (any.clone(), 0..TAGS.len()).prop_map(|(message, tag)| Mark::TagMessage(message, tag)),
        (any.clone(), 0..TAGS.len()).prop_map(|(thread, tag)| Mark::TagThread(thread, tag)),
        any.clone().prop_map(Mark::StarMessage),
        any.prop_map(Mark::StarThread),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let name = prop_oneof![
        select(NAMES).prop_map(str::to_owned),
        select(&["客", "A", "明", "ee", "国"][..]).prop_map(str::to_owned)
    ];
    let moment = || prop::option::of((0_i64..40).prop_map(|seconds| START + seconds * 1000));
    prop_oneof![
        name.clone().prop_map(Filter::From),
        name.prop_map(Filter::With),
        select(&["订单", "sup", "明", "群"][..]).prop_map(|title| Filter::InTitle(title.to_owned())),
        (1_i64..6).prop_map(|id| Filter::InConversation(ConversationId(id))),
        select(PLATFORMS).prop_map(Filter::On),
        select(&[Role::Customer, Role::Agent, Role::Unknown, Role::System][..]).prop_map(Filter::Role),
        select(TAGS).prop_map(|tag| Filter::Tag(tag.to_owned())),
        select(KINDS).prop_map(Filter::Kind),
        Just(Filter::HasAttachment),
        Just(Filter::HasLink),
        (moment(), moment()).prop_map(|(from, until)| Filter::Sent(TimeRange { from, until })),
        Just(Filter::Starred),
        Just(Filter::Recalled),
        Just(Filter::Undated),
        select(EntityKind::ALL).prop_map(Filter::Recognised),
        select(VALUES).prop_map(|(kind, value)| Filter::RecognisedValue(kind, value.to_owned())),
        (prop::option::of(0_i64..40_000), prop::option::of(0_i64..40_000))
            .prop_map(|(from, to)| Filter::Amount(AmountRange { from, to })),
        select(&[1250_i64, 30_000, 1234][..])
            .prop_map(|sum| Filter::Amount(AmountRange { from: Some(sum), to: Some(sum) })),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let wanted = vec(select(PIECES), 1..3).prop_map(|pieces| Query::Text(pieces.concat()));
    // A part of a piece, cut anywhere: inside words, inside numbers, across a border.
    let part = (vec(select(PIECES), 2), 0_usize..6, 1_usize..5).prop_map(|(pieces, from, length)| {
        Query::Text(pieces.concat().chars().skip(from).take(length).collect())
    });
    let leaf = prop_oneof![
        1 => Just(Query::All),
        6 => wanted,
        6 => part,
        5 => filter().prop_map(Query::Filter),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Query::And),
            vec(inner.clone(), 0..4).prop_map(Query::Or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

fn draft(line: &Line) -> MessageDraft {
    let sender = line.name.map(|name| Sender {
        key: None,
        name: NAMES[name].to_owned(),
        role: ROLES[name % ROLES.len()],
    });
    let attachments = line.attachment.iter().flat_map(|name| [name.clone(), "图.png".to_owned()]);
    let quote = |quote: &String| ReplyTo { source_id: None, quote: quote.clone() };
    MessageDraft {
        kind: line.kind,
        recalled: line.recalled,
        attachments: attachments.map(|name| AttachmentDraft { name, content: None }).collect(),
        reply_to: line.quote.as_ref().map(quote),
        ..MessageDraft::text(sender, line.seconds.map(at), &line.text)
    }
}

/// Imports lines as one file.
fn import(vault: &Bench, name: usize, lines: &[Line]) {
    let mut intake = vault.begin(&format!("{name} {lines:?}"));
    for line in lines {
        let title = TITLES[line.thread];
        let conversation = ConversationDraft {
            platform: PLATFORMS[line.thread % PLATFORMS.len()],
            key: title.to_owned(),
            title: title.to_owned(),
        };
        let slot = intake.conversation(conversation).expect("a slot");
        intake.message(slot, &draft(line)).expect("a message is taken");
    }
    intake.finish(&Understanding::default(), &[]).expect("the file is complete");
}

/// What the vault holds, read message by message, not searched.
fn corpus(vault: &Bench) -> Corpus {
    let mut corpus = Corpus::default();
    for id in (1..).map(ConversationId) {
        let Ok(conversation) = vault.conversation(id) else { break };
        let annotations = vault.annotations(Target::Conversation(id)).expect("a conversation has some");
        let people = conversation.participants.iter().map(|person| person.name.clone()).collect();
        corpus.threads.insert(
            id,
            Thread {
                title: conversation.title.clone(),
                people,
                tags: annotations.tags.into_iter().collect(),
                starred: annotations.starred,
            },
        );
        for message in vault.transcript(id, 1, u32::MAX).expect("a transcript") {
            let annotations = vault.annotations(Target::Message(message.id)).expect("a message has some");
            corpus.messages.push(Plain {
                id: message.id,
                conversation: id,
                seq: message.seq,
                sender: message.sender.map(|_| message.sender_name),
                platform: conversation.platform,
                role: message.role,
                kind: message.kind,
                sent_at_ms: message.sent_at.utc_ms,
                recalled: message.recalled,
                undated: !message.sent_at.is_dated(),
                attachments: message.attachments.len(),
                recognised: vault.entities(&message.text),
                text: message.text,
                others: message
                    .attachments
                    .into_iter()
                    .map(|file| file.name)
                    .chain([message.quote])
                    .collect(),
                tags: annotations.tags.into_iter().collect(),
                starred: annotations.starred,
            });
        }
    }
    corpus
}

fn apply(vault: &Bench, mark: &Mark, messages: &[MessageId], threads: &[ConversationId]) {
    let (target, edit) = match mark {
        Mark::TagMessage(at, tag) => (Target::Message(messages[at % messages.len()]), tagged(*tag)),
        Mark::TagThread(at, tag) => (Target::Conversation(threads[at % threads.len()]), tagged(*tag)),
        Mark::StarMessage(at) => {
            (Target::Message(messages[at % messages.len()]), Edit::SetStar { starred: true })
        }
        Mark::StarThread(at) => {
            (Target::Conversation(threads[at % threads.len()]), Edit::SetStar { starred: true })
        }
    };
    vault.annotate(&[target], &edit, ORIGIN).expect("the target exists");
}

fn tagged(tag: usize) -> Edit {
    Edit::AddTag { tag: TAGS[tag].to_owned() }
}

fn compare(vault: &Bench, corpus: &Corpus, query: &Query) -> Result<(), TestCaseError> {
    let truth = corpus.matches(query);
    let ids: Vec<_> = truth.iter().map(|message| message.id).collect();
    let total = ids.len() as u64;

    let oldest = vault.search(query, Order::Oldest, FIRST_PAGE).expect("searched");
    let found: Vec<_> = oldest.hits.iter().map(|hit| hit.message.id).collect();
    prop_assert_eq!(&found, &ids, "oldest first, {:?}", query);
    prop_assert_eq!(oldest.total, total, "the total of {:?}", query);
    prop_assert_eq!(vault.count(query).expect("counted"), total, "the count of {:?}", query);

    let page = Page { offset: 2, limit: 3 };
    let newest = vault.search(query, Order::Newest, page).expect("searched");
    let found: Vec<_> = newest.hits.iter().map(|hit| hit.message.id).collect();
    let expected: Vec<_> = ids.iter().rev().skip(2).take(3).copied().collect();
    prop_assert_eq!(&found, &expected, "a page, newest first, {:?}", query);
    let found = vault.ids(query, Order::Newest, page).expect("searched");
    prop_assert_eq!(found, expected, "the same by ids alone, {:?}", query);

    let ranked = vault.search(query, Sort::Relevance, FIRST_PAGE).expect("searched");
    let mut found: Vec<_> = ranked.hits.iter().map(|hit| hit.message.id).collect();
    found.sort_unstable();
    let mut all = ids.clone();
    all.sort_unstable();
    prop_assert_eq!((found, ranked.total), (all, total), "what suits best of {:?}", query);
    let ranked = vault.conversations(query, Sort::Relevance, FIRST_PAGE).expect("searched");
    prop_assert_eq!(ranked.messages_total, total, "conversations by what suits best of {:?}", query);

    compare_breakdown(vault, corpus, &truth, query)?;
    compare_conversations(vault, &truth, query)?;
    let timeline = vault.timeline(query, TimeRange::default(), 10).expect("a timeline");
    let dated = truth.iter().filter(|message| !message.undated).count() as u64;
    prop_assert_eq!(timeline.matching.iter().sum::<u64>(), dated, "the timeline of {:?}", query);

    let mut visited = Vec::new();
    vault
        .each_match::<yanju_store::Error>(query, &mut |message| {
            visited.push((message.conversation, message.seq, message.id));
            Ok(())
        })
        .expect("visited");
    let by_thread: Vec<_> = visited.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].0).collect();
    let mut first_seen: Vec<ConversationId> = Vec::new();
    for message in &truth {
        if !first_seen.contains(&message.conversation) {
            first_seen.push(message.conversation);
        }
    }
    prop_assert_eq!(by_thread, first_seen, "an export groups by conversation, {:?}", query);
    prop_assert!(visited.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].1 < pair[1].1));
    prop_assert_eq!(visited.len() as u64, total, "an export holds every match of {:?}", query);
    Ok(())
}

fn compare_breakdown(
    vault: &Bench,
    corpus: &Corpus,
    truth: &[&Plain],
    query: &Query,
) -> Result<(), TestCaseError> {
    let found = vault.breakdown(query).expect("broken down");
    let share = |is_in: &dyn Fn(&Plain) -> bool| {
        let messages: Vec<_> = truth.iter().filter(|message| is_in(message)).collect();
        let conversations: BTreeSet<_> = messages.iter().map(|message| message.conversation).collect();
        (messages.len() as u64, conversations.len() as u64)
    };
    for (platform, of) in &found.platforms {
        let expected = share(&|message| message.platform == *platform);
        prop_assert_eq!((of.messages, of.conversations), expected, "{:?} of {:?}", platform, query);
    }
    let in_platforms: u64 = found.platforms.iter().map(|(_, share)| share.messages).sum();
    prop_assert_eq!(in_platforms, truth.len() as u64, "every match is on a platform, {:?}", query);
    let tags: BTreeSet<_> = corpus.threads.values().flat_map(|thread| &thread.tags).collect();
    for tag in tags.into_iter().chain(corpus.messages.iter().flat_map(|message| &message.tags)) {
        let carries = |message: &Plain| {
            message.tags.contains(tag) || corpus.threads[&message.conversation].tags.contains(tag)
        };
        let of = found.tags.iter().find(|(name, _)| name == tag).map(|(_, share)| *share).unwrap_or_default();
        prop_assert_eq!((of.messages, of.conversations), share(&carries), "{:?} of {:?}", tag, query);
    }
    for (name, of) in &found.people {
        let wrote = |message: &Plain| corpus.threads[&message.conversation].people.contains(name);
        prop_assert_eq!((of.messages, of.conversations), share(&wrote), "{:?} of {:?}", name, query);
    }
    let dated = truth.iter().filter(|message| !message.undated).count() as u64;
    prop_assert_eq!(found.months.iter().map(|(_, messages)| messages).sum::<u64>(), dated, "{:?}", query);
    Ok(())
}

fn compare_conversations(vault: &Bench, truth: &[&Plain], query: &Query) -> Result<(), TestCaseError> {
    let found = vault.conversations(query, Order::Newest, FIRST_PAGE).expect("searched");
    if *query == Query::All {
        return compare_list_of_everything(vault, truth);
    }
    let mut hits: BTreeMap<ConversationId, u64> = BTreeMap::new();
    let mut expected = Vec::new();
    for message in truth.iter().rev() {
        let count = hits.entry(message.conversation).or_default();
        if *count == 0 {
            expected.push((message.conversation, message.id));
        }
        *count += 1;
    }
    let tops: Vec<_> = found
        .rows
        .iter()
        .map(|row| (row.conversation.id, row.top.as_ref().expect("a row has a hit").message.id))
        .collect();
    prop_assert_eq!(tops, expected, "conversations by newest match, {:?}", query);
    prop_assert!(found.rows.iter().all(|row| hits[&row.conversation.id] == row.hits), "hits of {:?}", query);
    prop_assert_eq!(found.total, hits.len() as u64, "conversations of {:?}", query);
    prop_assert_eq!(found.messages_total, truth.len() as u64, "messages of {:?}", query);
    Ok(())
}

/// The list of everything goes by the ends of the conversations: of one moment, the last in place is the end, and of
/// two ends of one moment the later message stands first.
fn compare_list_of_everything(vault: &Bench, truth: &[&Plain]) -> Result<(), TestCaseError> {
    let mut threads: BTreeMap<ConversationId, Vec<&Plain>> = BTreeMap::new();
    for message in truth {
        threads.entry(message.conversation).or_default().push(message);
    }
    for messages in threads.values_mut() {
        messages.sort_by_key(|message| (message.sent_at_ms, message.seq));
    }
    for order in [Order::Newest, Order::Oldest] {
        let mut ends: Vec<(&Plain, u64)> = threads
            .values()
            .map(|messages| {
                let end = if order == Order::Newest { messages.last() } else { messages.first() };
                (*end.expect("a thread has messages"), messages.len() as u64)
            })
            .collect();
        ends.sort_by_key(|(end, _)| (end.sent_at_ms, end.id));
        if order == Order::Newest {
            ends.reverse();
        }
        let expected: Vec<_> = ends.iter().map(|(end, hits)| (end.conversation, end.id, *hits)).collect();
        let found = vault.conversations(&Query::All, order, FIRST_PAGE).expect("listed");
        let rows = found.rows.iter();
        let listed: Vec<_> = rows
            .map(|row| (row.conversation.id, row.top.as_ref().expect("a row has a hit").message.id, row.hits))
            .collect();
        prop_assert_eq!(listed, expected, "the list of everything, {:?}", order);
        prop_assert_eq!((found.total, found.messages_total), (threads.len() as u64, truth.len() as u64));
    }
    Ok(())
}

/// Forty corpora of thirty queries each; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_answer_is_that_of_a_literal_scan(
        imports in vec((vec(line(), 1..25), any::<bool>()), 1..5),
        marks in vec(mark(), 0..6),
        queries in vec(query(), 30),
    ) {
        let vault = vault();
        for (name, (lines, indexed)) in imports.iter().enumerate() {
            import(&vault, name, lines);
            if *indexed {
                vault.index_all();
            }
        }
        let messages: Vec<_> = corpus(&vault).messages.iter().map(|message| message.id).collect();
        let threads: Vec<_> = corpus(&vault).threads.into_keys().collect();
        for mark in &marks {
            apply(&vault, mark, &messages, &threads);
        }
        let corpus = corpus(&vault);
        for query in &queries {
            compare(&vault, &corpus, query)?;
        }
    }
}
