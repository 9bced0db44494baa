//! Two participants said to be one person: everything that tells of people follows, no record changes, and it can be
//! taken back.

use crate::support::{ORIGIN, at, said, text, vault};
use yanju_model::{
    ConversationId, ParticipantId, Platform, Role,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    query::{Filter, Query},
    record::Participant,
};
use yanju_store::{EditKind, Error, Noun, Typed, Vault, Verdict};

const ONLY: ConversationId = ConversationId(1);

fn from(name: &str) -> Query {
    Query::Filter(Filter::From(name.to_owned()))
}

fn role(role: Role) -> Query {
    Query::Filter(Filter::Role(role))
}

fn by(name: &str, role: Role, seconds: i64, text: &str) -> MessageDraft {
    let sender = Sender { key: None, name: name.to_owned(), role };
    MessageDraft::text(Some(sender), Some(at(seconds)), text)
}

fn people(vault: &Vault) -> Vec<Participant> {
    vault.conversation(ONLY).unwrap().participants
}

fn id(vault: &Vault, name: &str) -> ParticipantId {
    let people = people(vault);
    let joined = people.iter().flat_map(|person| &person.joined).map(|joined| (&joined.name, joined.id));
    let mut all = people.iter().map(|person| (&person.name, person.id)).chain(joined);
    all.find(|(known, _)| *known == name).unwrap().1
}

fn join(vault: &Vault, kept: &str, others: &[&str]) -> Option<u64> {
    let others: Vec<_> = others.iter().map(|name| id(vault, name)).collect();
    vault.join_people(id(vault, kept), &others, ORIGIN).unwrap().map(|receipt| receipt.changed)
}

/// Name, role and number of messages of each person, with the names joined to it.
fn told(vault: &Vault) -> Vec<(String, Role, u64, Vec<String>)> {
    let names = |person: &Participant| person.joined.iter().map(|joined| joined.name.clone()).collect();
    people(vault)
        .iter()
        .map(|person| (person.name.clone(), person.role, person.messages, names(person)))
        .collect()
}

#[test]
fn a_person_is_found_by_the_id_that_the_source_has_for_them() {
    let vault = vault();
    let mut lin = by("林夕", Role::Customer, 0, "灯不亮");
    lin.sender.as_mut().unwrap().key = Some("Lin.Xi@Example.com".to_owned());
    vault.import("订单", vec![lin, said("客服", 1, "请稍等")]);
    let keys: Vec<_> = people(&vault).into_iter().map(|person| person.key).collect();
    assert_eq!(keys, [Some("Lin.Xi@Example.com".to_owned()), None]);
    for part in ["lin.xi@example.com", "ＬＩＮ", "林夕"] {
        assert_eq!(vault.texts(&from(part)), ["灯不亮"], "{part}");
        assert_eq!(vault.texts(&Query::Filter(Filter::With(part.to_owned()))).len(), 2, "{part}");
    }
    for part in ["klin", "xi@", "example"] {
        assert!(vault.texts(&from(part)).is_empty(), "an id is known by its beginning: {part}");
    }
    join(&vault, "客服", &["林夕"]);
    assert_eq!(vault.texts(&from("lin.xi@")), ["灯不亮", "请稍等"], "and so is who is the same person");
    assert_eq!(people(&vault)[0].joined[0].key.as_deref(), Some("Lin.Xi@Example.com"));
}

#[test]
fn those_who_are_one_person_are_listed_found_and_suggested_as_one() {
    let vault = vault();
    vault.import(
        "订单",
        vec![
            said("13800001111", 0, "一"),
            said("王小明", 1, "二"),
            said("客服小美", 2, "三"),
            said("王小明", 3, "四"),
        ],
    );
    vault.index_all();
    assert_eq!(join(&vault, "王小明", &["13800001111"]), Some(1), "one of them stands under another's name");
    assert_eq!(join(&vault, "王小明", &["13800001111"]), None, "that was said already");
    assert_eq!(
        told(&vault),
        [
            ("王小明".to_owned(), Role::Customer, 3, vec!["13800001111".to_owned()]),
            ("客服小美".to_owned(), Role::Customer, 1, vec![])
        ],
        "the counts are added and both names are told"
    );
    for name in ["小明", "1380000"] {
        assert_eq!(vault.texts(&from(name)), ["一", "二", "四"], "either name finds what both wrote: {name}");
    }
    assert_eq!(vault.texts(&from("小美")), ["三"], "nobody else is drawn in");
    let suggested = vault.names(&Typed::new("1111"), &[Noun::Person], 5).unwrap();
    assert_eq!(
        suggested.iter().map(|s| (s.noun, s.name.as_str(), s.weight)).collect::<Vec<_>>(),
        [(Noun::Person, "13800001111", 3)],
        "a name is suggested with what it finds"
    );
    let hits = vault.find(&from("小明")).hits;
    let written: Vec<_> = hits
        .iter()
        .map(|hit| (hit.message.sender_name.as_str(), hit.message.stated_name.as_deref()))
        .collect();
    assert_eq!(
        written,
        [("王小明", Some("13800001111")), ("王小明", None), ("王小明", None)],
        "a message is shown under the kept name, and with the one in the source"
    );
    assert_eq!(vault.stats().unwrap().participants, 2, "persons are counted");
}

#[test]
fn it_can_be_taken_back_and_made_again_and_no_record_changes() {
    let vault = vault();
    vault.import("订单", vec![said("甲", 0, "一"), said("乙", 1, "二"), said("丙", 2, "三")]);
    let (before, records) = (told(&vault), vault.texts(&Query::All));
    join(&vault, "乙", &["甲"]);
    join(&vault, "丙", &["乙"]);
    let joined = told(&vault);
    assert_eq!(joined.len(), 1, "all are one person: {joined:?}");
    assert_eq!(joined[0].3, ["甲", "乙"], "and the one who was joined to another goes with it");
    let undone = vault.undo(ORIGIN).unwrap().unwrap();
    assert_eq!((undone.act, undone.changed), (EditKind::JoinPeople, 2), "what is taken back is named");
    assert_eq!(told(&vault)[0].3, ["甲"], "the first statement stands again");
    vault.undo(ORIGIN).unwrap();
    assert_eq!(told(&vault), before);
    vault.redo(ORIGIN).unwrap();
    vault.redo(ORIGIN).unwrap();
    assert_eq!(told(&vault), joined);

    let one = id(&vault, "甲");
    let separated = vault.separate_people(&[one], ORIGIN).unwrap().unwrap();
    assert_eq!((separated.act, separated.changed), (EditKind::SeparatePeople, 1));
    assert_eq!(told(&vault).len(), 2, "one is separated, the other stays: {:?}", told(&vault));
    let all = id(&vault, "丙");
    assert_eq!(vault.separate_people(&[all], ORIGIN).unwrap().unwrap().changed, 1, "and the rest of them");
    assert_eq!(told(&vault), before);
    assert_eq!(vault.separate_people(&[all], ORIGIN).unwrap(), None, "there is nobody to separate");
    vault.undo(ORIGIN).unwrap();
    vault.undo(ORIGIN).unwrap();
    assert_eq!(told(&vault), joined, "separating is taken back like everything else");
    assert_eq!(vault.texts(&Query::All), records, "the words are as they were");
}

#[test]
fn the_role_of_a_person_is_that_of_the_one_kept_unless_it_is_not_known() {
    let vault = vault();
    vault.import(
        "订单",
        vec![
            by("王小明", Role::Unknown, 0, "一"),
            by("138", Role::Customer, 1, "二"),
            by("小美", Role::Agent, 2, "三"),
        ],
    );
    vault.index_all();
    let found = |wanted| vault.texts(&role(wanted));
    join(&vault, "王小明", &["138"]);
    assert_eq!(told(&vault)[0].1, Role::Customer, "the one whose role is known tells it");
    assert_eq!(found(Role::Customer), ["一", "二"], "and what both wrote is found by it");
    assert_eq!(found(Role::Unknown), Vec::<String>::new());
    join(&vault, "小美", &["138"]);
    assert_eq!(found(Role::Agent), ["一", "二", "三"], "the role of the one kept goes before");
    let again = vault.reopened();
    assert_eq!(again.texts(&role(Role::Agent)), ["一", "二", "三"], "the index says so too");
    again.undo(ORIGIN).unwrap();
    assert_eq!(again.texts(&role(Role::Agent)), ["三"]);
    again.undo(ORIGIN).unwrap();
    assert_eq!(again.texts(&role(Role::Unknown)), ["一"], "each has the role of its source again");

    // A role that a later source tells is that of the person.
    again.redo(ORIGIN).unwrap();
    again.import("订单", vec![by("王小明", Role::Agent, 9, "九")]);
    assert_eq!(again.texts(&role(Role::Agent)), ["一", "二", "三", "九"], "before the index knows it");
    again.index_all();
    assert_eq!(again.texts(&role(Role::Agent)), ["一", "二", "三", "九"], "and after");
    again.undo(ORIGIN).unwrap();
    assert_eq!(again.texts(&role(Role::Customer)), ["二"], "separate again, each keeps its own");
}

#[test]
fn what_is_imported_later_belongs_to_the_person_too() {
    let vault = vault();
    vault.import("订单", vec![said("138", 0, "一"), said("王小明", 1, "二")]);
    join(&vault, "王小明", &["138"]);
    let again =
        vault.import("订单", vec![said("138", 0, "一"), said("王小明", 1, "二"), said("138", 2, "三")]);
    assert_eq!((again.stored, again.counts.duplicates), (1, 2), "a record is known again as before");
    assert_eq!(told(&vault), [("王小明".to_owned(), Role::Customer, 3, vec!["138".to_owned()])]);
    assert_eq!(vault.texts(&from("小明")), ["一", "二", "三"]);
    vault.undo(ORIGIN).unwrap();
    assert_eq!(told(&vault).len(), 2, "and by the source it is still the other's");
    assert_eq!(vault.texts(&from("138")), ["一", "三"]);
}

#[test]
fn a_title_made_of_names_is_made_of_persons() {
    let vault = vault();
    let mut intake = vault.begin("没有标题");
    let draft = ConversationDraft { title: String::new(), platform: Platform::WeChat, key: "k".to_owned() };
    let slot = intake.conversation(draft).unwrap();
    for (name, seconds) in [("138", 0), ("小美", 1), ("小美", 2), ("王小明", 3), ("138", 4), ("138", 5)]
    {
        intake.message(slot, &said(name, seconds, "好")).unwrap();
    }
    intake.finish(&Understanding::default(), &[]).unwrap();
    let title = |vault: &Vault| vault.conversation(ONLY).unwrap().title;
    assert_eq!(title(&vault), "138、小美、王小明");
    join(&vault, "王小明", &["138"]);
    assert_eq!(title(&vault), "王小明、小美", "each person once, under the kept name");
    let titled = |words: &str| vault.count(&Query::Filter(Filter::InTitle(words.to_owned()))).unwrap();
    assert_eq!((titled("王小明、小美"), titled("138")), (6, 0), "and found by it");
    vault.undo(ORIGIN).unwrap();
    assert_eq!(title(&vault), "138、小美、王小明");
}

#[test]
fn two_ids_of_one_name_are_one_person_suggested_once() {
    let vault = vault();
    let sender = |key: &str| {
        Some(Sender { key: Some(key.to_owned()), name: "小明".to_owned(), role: Role::Customer })
    };
    let said = |key, seconds| MessageDraft::text(sender(key), Some(at(seconds)), "好");
    vault.import("订单", vec![said("u1", 0), said("u2", 1), said("u2", 2)]);
    let people = people(&vault);
    vault.join_people(people[0].id, &[people[1].id], ORIGIN).unwrap();
    assert_eq!(told(&vault), [("小明".to_owned(), Role::Customer, 3, vec!["小明".to_owned()])]);
    assert_eq!(
        vault.names(&Typed::new("小明"), &[Noun::Person], 5).unwrap()[0].weight,
        3,
        "no message is counted twice"
    );
    assert_eq!(vault.count(&from("小明")).unwrap(), 3);
    let stated = vault.find(&Query::All).hits[0].message.stated_name.clone();
    assert_eq!(stated, None, "there is no other name to tell");
}

#[test]
fn two_of_different_conversations_cannot_be_joined() {
    let vault = vault();
    vault.import("甲", vec![said("王小明", 0, "一")]);
    vault.import("乙", vec![said("王小明", 0, "二")]);
    let refused = vault.join_people(ParticipantId(1), &[ParticipantId(2)], ORIGIN);
    assert!(matches!(refused, Err(Error::Unusable { why: "of_another_conversation", .. })), "{refused:?}");
    let unknown = vault.join_people(ParticipantId(1), &[ParticipantId(9)], ORIGIN);
    assert!(matches!(unknown, Err(Error::NoSuch { .. })), "{unknown:?}");
    assert_eq!(vault.undo(ORIGIN).unwrap(), None, "nothing was done");
}

#[test]
fn a_vault_with_joined_people_is_found_sound() {
    let vault = vault();
    vault.import(
        "订单",
        vec![by("王小明", Role::Unknown, 0, "一"), said("138", 1, "二"), said("乙", 2, "三")],
    );
    join(&vault, "王小明", &["138"]);
    let report = vault.examine(&yanju_model::job::Job::quiet()).unwrap();
    assert!(report.iter().all(|(_, verdict)| matches!(verdict, Verdict::Sound(_))), "{report:?}");
    assert_eq!(vault.texts(&text("二")), ["二"]);
    let (mut intake, slot) = vault.begin_thread("另一个");
    intake.message(slot, &said("王小明", 3, "四")).unwrap();
    intake.finish(&Understanding::default(), &[]).unwrap();
    assert_eq!(vault.texts(&from("138")), ["一", "二"], "a person of another conversation is another");
}
