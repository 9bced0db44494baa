//! What else is about the same as a message or a conversation.

use crate::support::{Bench, said, vault};
use yanju_model::{EntityKind, annotation::Target};
use yanju_store::Related;

fn related(vault: &Bench, title: &str) -> Vec<(String, Related)> {
    let id = conversation(vault, title);
    let found = vault.related(Target::Conversation(id), 10).expect("related");
    found.into_iter().map(|one| (vault.conversation(one.conversation).unwrap().title, one)).collect()
}

fn conversation(vault: &Bench, title: &str) -> yanju_model::ConversationId {
    let query = yanju_model::query::Query::Filter(yanju_model::query::Filter::InTitle(title.to_owned()));
    vault.find(&query).hits[0].message.conversation
}

/// A desk with much talk that has nothing to do with anything.
fn desk() -> Bench {
    let bench = vault();
    for n in 0..12 {
        bench
            .import(&format!("闲谈{n}"), vec![said(&format!("路人{n}"), n, &format!("请问第{n}天几点开门"))]);
    }
    bench
}

#[test]
fn a_shared_number_tells_most_then_a_person_then_words() {
    for indexed in [true, false] {
        let bench = desk();
        bench.import("物流", vec![said("王小明", 0, "运单号 YDH12345678 显示已签收，可是驿站没有我的包裹")]);
        bench.import("转单", vec![said("李雷", 1, "麻烦看一下 ydh12345678 到哪里了")]);
        bench.import("售后", vec![said("王小明", 2, "耳机左边没有声音")]);
        bench.import("投诉", vec![said("韩梅", 3, "系统显示已签收，可是驿站没有我的包裹，怎么办")]);
        if indexed {
            bench.index_all();
        }
        let found = related(&bench, "物流");
        let titles: Vec<_> = found.iter().map(|(title, _)| title.as_str()).collect();
        // Likeness of words is the index's alone.
        let expected: &[&str] = if indexed { &["转单", "售后", "投诉"] } else { &["转单", "售后"] };
        assert_eq!(titles, expected, "indexed: {indexed}");
        assert_eq!(found[0].1.values, [(EntityKind::Tracking, "YDH12345678".to_owned())]);
        assert_eq!(found[1].1.people, ["王小明"]);
        if indexed {
            assert!(found[2].1.percent >= 35, "{:?}", found[2].1);
            assert!(found[2].1.top.is_some(), "and the message that is alike is named");
        }
    }
}

#[test]
fn nothing_is_related_to_what_stands_alone() {
    let bench = desk();
    bench.import("独", vec![said("某", 0, "薛定谔的猫")]);
    bench.index_all();
    assert_eq!(related(&bench, "独"), []);
    let nobody = bench.related(Target::Message(yanju_model::MessageId(9999)), 5);
    assert!(matches!(nobody, Err(yanju_store::Error::NoSuch { .. })), "{nobody:?}");
}
