//! What a word being typed could mean.

use crate::support::TestVault;
use yanju_engine::api::query::{AskSuggestions, MatchNames, SaveSearch, Suggestion};

fn full() -> TestVault {
    let vault = TestVault::new();
    vault.import("wechat/android_private");
    vault.import("dingtalk/dws_projected");
    vault
}

fn asked(vault: &TestVault, word: &str) -> Vec<Suggestion> {
    vault.session.suggest(&AskSuggestions { word: word.into(), limit: 8 }).expect("open")
}

fn texts(vault: &TestVault, word: &str) -> Vec<String> {
    asked(vault, word).into_iter().map(|suggestion| suggestion.text).collect()
}

/// A conversation of this title in which this person wrote.
fn named(vault: &TestVault, title: &str, sender: &str) {
    let row = format!("2023-08-20 10:00:00,{sender},在的");
    vault.import(vault.file(&format!("{title}.csv"), format!("时间,发送者,内容\n{row}\n")));
}

#[test]
fn people_are_found_by_their_pinyin() {
    let vault = full();
    named(&vault, "仓库", "物流员");
    for word in ["wly", "wuliu", "物ly", "wliuyuan", "流员"] {
        assert!(texts(&vault, word).contains(&"from:物流员".to_owned()), "{word}");
    }
    let found = asked(&vault, "wly").into_iter().find(|one| one.kind == "from").expect("a person");
    assert_eq!((found.label.as_str(), found.marks), ("物流员", vec![(0, 3)]));
}

#[test]
fn every_suggestion_is_a_part_that_is_understood() {
    let vault = full();
    named(&vault, "店", "优品 旗舰店(杭州)");
    for word in
        ["优", "ypqj", "上", "s", "wei", "t", "x", "fa", "2", "from:", "on:", "has:", "date:", "之前:"]
    {
        for suggestion in asked(&vault, word) {
            if suggestion.kind != "filter" {
                vault
                    .try_search(&suggestion.text)
                    .unwrap_or_else(|error| panic!("{}: {error}", suggestion.text));
            }
        }
    }
    assert_eq!(texts(&vault, "from:ypqj"), ["from:\"优品 旗舰店(杭州)\""]);
}

#[test]
fn filters_are_offered_by_their_names_in_either_language() {
    let vault = full();
    for (word, text) in [
        ("发", "发件人:"),
        ("fa", "发件人:"),
        ("fjr", "发件人:"),
        ("from", "from:"),
        ("平", "平台:"),
        ("categ", "category:"),
    ] {
        let first = asked(&vault, word).into_iter().find(|one| one.kind == "filter").expect(word);
        assert_eq!(first.text, text, "{word}");
    }
}

#[test]
fn behind_a_colon_only_values_of_that_filter_are_offered() {
    let vault = full();
    let row = vault.conversation("in:许知行");
    vault.tag(&row.id, "少发");
    for (word, text) in [
        ("平台:dd", "on:dingtalk"),
        ("on:微", "on:wechat"),
        ("角色：kf", "role:agent"),
        ("has:tup", "has:image"),
        ("是:xb", "is:starred"),
        ("tag:sf", "tag:少发"),
        ("关键词:“少", "tag:少发"),
        ("分类:zf", "category:支付问题"),
        ("日期:sgy", "date:上个月"),
        ("before:去", "before:去年"),
        ("会话:xzx", "in:许知行、晨光文具客服"),
    ] {
        assert!(texts(&vault, word).iter().any(|one| one == text), "{word}: {:?}", texts(&vault, word));
    }
    assert!(
        asked(&vault, "from:").iter().all(|one| one.kind == "from"),
        "nothing typed yet: those who wrote most"
    );
    assert!(!asked(&vault, "from:").is_empty());
    assert!(asked(&vault, "role:").len() == 5, "all roles");
    assert!(asked(&vault, "http:").is_empty(), "no filter, no value");
}

#[test]
fn dates_are_offered_by_their_pinyin_and_saved_searches_by_their_name() {
    let vault = full();
    for (word, text) in
        [("sgy", "date:上个月"), ("上", "date:上个月"), ("zuot", "date:昨天"), ("last-m", "date:last-month")]
    {
        assert!(texts(&vault, word).contains(&text.to_owned()), "{word}");
    }
    let request =
        SaveSearch { id: None, name: "上月退款".into(), query: "退款 日期:上个月".into() };
    vault.session.save_search(&request).expect("kept");
    let found = asked(&vault, "sytk").into_iter().find(|one| one.kind == "saved").expect("it is found");
    assert_eq!((found.label.as_str(), found.text.as_str()), ("上月退款", "退款 日期:上个月"));
}

#[test]
fn one_kind_does_not_push_out_the_others() {
    let vault = full();
    for number in 0..20 {
        named(&vault, &format!("晨{number}"), &format!("晨曦{number}"));
    }
    vault.tag(&vault.conversation("in:许知行").id, "晨报");
    let kinds: Vec<_> = asked(&vault, "c").into_iter().map(|one| one.kind).collect();
    for kind in ["from", "in", "tag"] {
        assert!(kinds.contains(&kind.to_owned()), "{kind} among {kinds:?}");
    }
}

#[test]
fn names_of_commands_are_found_by_their_pinyin() {
    let vault = TestVault::new();
    let names = ["导出…", "导入…", "撤销", "Export…"].map(str::to_owned).to_vec();
    let matched = |word: &str| -> Vec<u32> {
        let request = MatchNames { word: word.into(), names: names.clone() };
        vault.session.match_names(&request).into_iter().map(|found| found.index).collect()
    };
    assert_eq!(matched("dc"), [0]);
    assert_eq!(matched("dao"), [0, 1]);
    assert_eq!(matched("cx"), [2]);
    assert_eq!(matched("exp"), [3]);
}
