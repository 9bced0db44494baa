//! Another zone for what was read in an assumed one: all is as if it had been imported in it.

use crate::support::{Bench, FIRST_PAGE, ORIGIN, customer, thread, vault};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::{America::New_York, Asia::Shanghai, Australia::Lord_Howe, Europe::London};
use proptest::prelude::*;
use yanju_model::{
    FileId, MessageId, Precision, SourceTime, Zone,
    draft::{MessageDraft, Understanding},
    job::Job,
    query::{Filter, Order, Query, TimeRange},
    record::{Conversation, Coverage, Message},
};
use yanju_store::{EditKind, Error, Page, Timeline, VaultPart, Verdict};

const ZONES: [Zone; 4] = [Shanghai, New_York, London, Lord_Howe];

/// A line of a file: which conversation, when, what.
#[derive(Debug, Clone)]
struct Line {
    thread: u8,
    time: Option<SourceTime>,
    word: u8,
}

/// A file, the zone it is read in at first and the one it is to be read in.
#[derive(Debug, Clone)]
struct Source {
    lines: Vec<Line>,
    first: Zone,
    last: Zone,
}

/// Everything of a vault that could follow from a zone.
#[derive(Debug, PartialEq)]
struct Shown {
    conversations: Vec<(Conversation, Vec<Message>, Vec<Coverage>)>,
    zones: Vec<String>,
    by_time: [Vec<MessageId>; 2],
    of_days: Vec<Vec<MessageId>>,
    timeline: Timeline,
    newest: Vec<(yanju_model::Platform, i64)>,
}

fn local(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

fn wall(month: u32, day: u32, hour: u32, minute: u32) -> SourceTime {
    SourceTime::Local(local(month, day, hour, minute), Precision::Minute)
}

/// Times round the hours that New York, London and Lord Howe skip or have twice, of every kind.
fn time() -> impl Strategy<Value = Option<SourceTime>> {
    let edges = prop_oneof![Just((3, 10)), Just((3, 31)), Just((4, 7)), Just((10, 6)), Just((11, 3))];
    let reading = (edges, 0_u32..4, prop_oneof![Just(0_u32), Just(30)])
        .prop_map(|((month, day), hour, minute)| local(month, day, hour, minute));
    (reading, 0_u8..8).prop_map(|(reading, kind)| match kind {
        0 => None,
        1 => Some(SourceTime::Fixed(reading.and_utc(), None, Precision::Second)),
        2 => {
            let stated = chrono::FixedOffset::east_opt(7200).unwrap();
            Some(SourceTime::Fixed(reading.and_utc(), Some(stated), Precision::Second))
        }
        _ => Some(SourceTime::Local(reading, Precision::Minute)),
    })
}

fn source() -> impl Strategy<Value = Source> {
    let line = (0_u8..2, time(), 0_u8..4).prop_map(|(thread, time, word)| Line { thread, time, word });
    // The first line makes sure that a zone is assumed.
    let lines = prop::collection::vec(line, 0..14).prop_map(|mut lines| {
        lines.insert(0, Line { thread: 0, time: Some(wall(3, 10, 2, 30)), word: 0 });
        lines
    });
    let zone = || prop::sample::select(ZONES.to_vec());
    (lines, zone(), zone()).prop_map(|(lines, first, last)| Source { lines, first, last })
}

fn take_in(vault: &Bench, number: usize, source: &Source, zone: Zone) -> u64 {
    let mut intake = vault.begin_in(&format!("{number}"), zone);
    for line in &source.lines {
        let slot = intake.conversation(thread(&format!("会话{}", line.thread))).unwrap();
        let mut draft = MessageDraft::text(Some(customer("甲")), line.time, format!("第{}句", line.word));
        if line.word == 3 {
            draft.source_id = Some(format!("id {}", line.thread));
        }
        intake.message(slot, &draft).unwrap();
    }
    intake.finish(&Understanding::default(), &[]).unwrap().stored
}

fn imported(sources: &[Source], zone: fn(&Source) -> Zone) -> Bench {
    let vault = vault();
    for (number, source) in sources.iter().enumerate() {
        take_in(&vault, number, source, zone(source));
    }
    vault
}

/// What one can see; `sent_at` of an undated message is the place it stands at.
fn shown(vault: &Bench) -> Shown {
    let page = |order| vault.conversations(&Query::All, order, FIRST_PAGE).unwrap().rows;
    let mut ids: Vec<_> = page(Order::Oldest).into_iter().map(|row| row.conversation.id).collect();
    ids.sort_unstable();
    let found = |query: &Query, order| -> Vec<MessageId> {
        vault.search(query, order, FIRST_PAGE).unwrap().hits.iter().map(|hit| hit.message.id).collect()
    };
    // From 1 March 2024 to beyond all times.
    let hours = (0..24 * 270).step_by(24).map(|hour| 1_709_251_200_000 + hour * 3_600_000);
    Shown {
        conversations: ids
            .into_iter()
            .map(|id| {
                let transcript = vault.transcript(id, 1, 1000).unwrap();
                (vault.conversation(id).unwrap(), transcript, vault.coverage(id).unwrap())
            })
            .collect(),
        zones: vault.files().unwrap().into_iter().map(|file| file.zone).collect(),
        by_time: [found(&Query::All, Order::Oldest), found(&Query::All, Order::Newest)],
        of_days: hours
            .map(|from| TimeRange { from: Some(from), until: Some(from + 24 * 3_600_000) })
            .map(|range| found(&Query::Filter(Filter::Sent(range)), Order::Oldest))
            .collect(),
        timeline: vault.timeline(&Query::Text("第1句".to_owned()), TimeRange::default(), 200).unwrap(),
        newest: vault.newest_records(i64::MAX).unwrap(),
    }
}

/// What two have not in common, in a few words.
fn differing(one: &Shown, other: &Shown) -> Option<String> {
    let conversations = one.conversations.iter().zip(&other.conversations);
    let parts = [
        ("zones", one.zones == other.zones),
        ("titles", conversations.clone().all(|(one, other)| one.0 == other.0)),
        ("transcripts", conversations.clone().all(|(one, other)| one.1 == other.1)),
        ("coverage", conversations.clone().all(|(one, other)| one.2 == other.2)),
        ("order of hits", one.by_time == other.by_time),
        ("hits of days", one.of_days == other.of_days),
        ("timeline", one.timeline == other.timeline),
        ("newest", one.newest == other.newest),
        ("anything", one == other),
    ];
    parts.into_iter().find(|(_, same)| !same).map(|(part, _)| part.to_owned())
}

fn is_sound(vault: &Bench) -> bool {
    let found = vault.examine(&Job::quiet()).unwrap();
    found.iter().all(|(part, verdict)| *part == VaultPart::KeyFile || matches!(verdict, Verdict::Sound(_)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn it_is_as_if_it_had_been_imported_in_that_zone(
        sources in prop::collection::vec(source(), 1..4),
        backwards: bool,
    ) {
        let vault = imported(&sources, |source| source.first);
        let (first, last) = (shown(&vault), shown(&imported(&sources, |source| source.last)));
        vault.index_all();
        let mut order: Vec<_> = (1..).zip(&sources).collect();
        if backwards {
            order.reverse();
        }
        let mut acts = 0;
        for (file, source) in order {
            acts += usize::from(vault.change_zone(&[FileId(file)], source.last, ORIGIN).unwrap().is_some());
        }
        prop_assert_eq!(differing(&shown(&vault), &last), None, "while the index is behind");
        vault.index_all();
        prop_assert_eq!(differing(&shown(&vault), &last), None, "and when it has followed");
        for (number, source) in sources.iter().enumerate() {
            prop_assert_eq!(take_in(&vault, number, source, source.last), 0, "known in any zone");
        }
        for _ in 0..acts {
            let undone = vault.undo(ORIGIN).unwrap();
            prop_assert_eq!(undone.map(|receipt| receipt.act), Some(EditKind::SetZone));
        }
        vault.index_all();
        prop_assert_eq!(differing(&shown(&vault), &first), None, "taken back, it is as it was");
        prop_assert!(is_sound(&vault));
    }
}

/// Two files of one conversation, the second with a message between two known ones of its minute.
fn interleaved(zone: Zone) -> Bench {
    let line = |word| Line { thread: 0, time: Some(wall(7, 1, 10, 0)), word };
    let source = |words: &[u8]| Source {
        lines: words.iter().map(|word| line(*word)).collect(),
        first: Shanghai,
        last: Shanghai,
    };
    let vault = vault();
    take_in(&vault, 0, &source(&[0, 2]), Shanghai);
    take_in(&vault, 1, &source(&[0, 1, 2]), zone);
    vault
}

#[test]
fn of_one_minute_the_order_is_that_of_the_files_in_whatever_zone_they_came() {
    let vault = interleaved(London);
    let words = || -> Vec<String> {
        let id = yanju_model::ConversationId(1);
        vault.transcript(id, 1, 9).unwrap().into_iter().map(|message| message.text).collect()
    };
    assert_eq!(words(), ["第0句", "第2句", "第1句"], "in London it is seven hours later");
    vault.change_zone(&[FileId(2)], Shanghai, ORIGIN).unwrap().expect("another zone");
    assert_eq!(words(), ["第0句", "第1句", "第2句"], "between those that the file has it between");
    vault.change_zone(&[FileId(2)], London, ORIGIN).unwrap().expect("another zone");
    vault.undo(ORIGIN).unwrap();
    assert_eq!(words(), ["第0句", "第1句", "第2句"], "and there again");
}

#[test]
fn an_act_on_several_files_is_taken_back_as_one() {
    let vault = interleaved(London);
    let before = shown(&vault);
    let files = [FileId(1), FileId(2)];
    assert_eq!(
        vault.moved_by_zone(&files, New_York).unwrap(),
        3,
        "duplicates belong to the file that brought them"
    );
    let receipt = vault.change_zone(&files, New_York, ORIGIN).unwrap().expect("another zone");
    assert_eq!((receipt.changed, receipt.act), (2, EditKind::SetZone));
    assert_eq!(vault.change_zone(&files, New_York, ORIGIN).unwrap(), None, "it is so already");
    let after = shown(&vault);
    vault.undo(ORIGIN).unwrap().expect("there is something to take back");
    assert_eq!(shown(&vault), before);
    vault.redo(ORIGIN).unwrap().expect("there is something to make again");
    assert_eq!(shown(&vault), after);
}

#[test]
fn the_log_tells_each_change_with_both_zones() {
    let vault = interleaved(Shanghai);
    vault.change_zone(&[FileId(1)], London, ORIGIN).unwrap().expect("another zone");
    vault.undo(ORIGIN).unwrap().expect("there is something to take back");
    let page = vault.log_page(Page { offset: 0, limit: 2 }).unwrap();
    let told: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            (entry.act.as_str(), ["before", "after", "messages"].map(|name| entry.detail[name].as_str()))
        })
        .collect();
    let expected = [
        ("zone_changed", ["Europe/London", "Asia/Shanghai", "2"]),
        ("zone_changed", ["Asia/Shanghai", "Europe/London", "2"]),
    ];
    assert_eq!(told, expected, "latest first");
}

#[test]
fn a_zone_that_the_source_states_is_not_to_be_changed() {
    let vault = vault();
    vault.import("会话", vec![crate::support::said("甲", 0, "好")]);
    let before = shown(&vault);
    let refused = vault.change_zone(&[FileId(1)], London, ORIGIN);
    assert!(matches!(refused, Err(Error::ZoneStated { .. })), "{refused:?}");
    let refused = vault.change_zone(&[FileId(9)], London, ORIGIN);
    assert!(matches!(refused, Err(Error::NoSuch { ref id }) if id == "f9"), "{refused:?}");
    assert_eq!(shown(&vault), before);
    assert_eq!(vault.undo(ORIGIN).unwrap(), None, "what was refused is no act");
}
