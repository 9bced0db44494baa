//! Searches that are kept under a name.

use crate::support::TestVault;
use yanju_engine::api::{
    ErrorCode,
    query::{MoveSavedSearch, SaveSearch},
};

fn save(vault: &TestVault, name: &str, query: &str) -> String {
    let request = SaveSearch { id: None, name: name.into(), query: query.into() };
    assert_eq!(vault.session.save_search(&request).expect("it is kept").changed, 1);
    vault.session.saved_search_named(name).expect("it is there").id
}

fn names(vault: &TestVault) -> Vec<String> {
    vault.session.overview().expect("open").saved.into_iter().map(|search| search.name).collect()
}

#[test]
fn a_search_is_kept_as_it_was_typed_and_finds_again() {
    let vault = TestVault::new();
    vault.import("wechat/android_private");
    let id = save(&vault, "上月退款", " 发件人:小林  日期:上个月 ");
    let kept = vault.session.saved_search_named(&id).expect("by its id too");
    assert_eq!(kept.query, "发件人:小林  日期:上个月", "the month before stays the month before");
    assert_eq!(kept.text.as_deref(), Some("from:小林 date:上个月"), "as the window writes it");
    save(&vault, "核实", "核实");
    let query = vault.session.saved_search_named(" 核实 ").expect("by its name").query;
    assert_eq!(vault.search(&query).0.total, vault.search("核实").0.total);
    let missing = vault.session.saved_search_named("没有").expect_err("nothing is called so");
    assert_eq!(missing.code, ErrorCode::NotFound);
}

#[test]
fn changes_to_saved_searches_are_taken_back_and_made_again() {
    let vault = TestVault::new();
    let session = &vault.session;
    let first = save(&vault, "退款", "退款");
    save(&vault, "物流", "物流");
    save(&vault, "星标", "is:starred");
    let renamed =
        SaveSearch { id: Some(first.clone()), name: "退款 2023".into(), query: "退款 2023".into() };
    session.save_search(&renamed).expect("renamed");
    assert_eq!(session.save_search(&renamed).expect("the same").changed, 0, "it is so already");
    let moved = session.move_saved_search(&MoveSavedSearch { id: first.clone(), to: 2 }).expect("moved");
    assert_eq!((moved.changed, moved.act.as_str()), (1, "save_search"));
    assert_eq!(names(&vault), ["物流", "星标", "退款 2023"]);
    let removed = session.remove_saved_search(&first).expect("removed");
    assert_eq!((removed.changed, removed.act.as_str()), (1, "remove_search"));
    let states = [
        vec!["物流", "星标", "退款 2023"],
        vec!["退款 2023", "物流", "星标"],
        vec!["退款", "物流", "星标"],
        vec!["退款", "物流"],
    ];
    for state in &states {
        session.undo().expect("open").expect("there is something to undo");
        assert_eq!(names(&vault), *state);
    }
    assert_eq!(session.saved_search_named("退款").expect("there").query, "退款", "its query came back too");
    for state in states.iter().rev().skip(1) {
        session.redo().expect("open").expect("there is something to redo");
        assert_eq!(names(&vault), *state);
    }
    session.redo().expect("open").expect("and removed again");
    assert_ne!(save(&vault, "另一条", "另一条"), first, "the id of one removed is not given again");
}

#[test]
fn a_name_is_taken_once_and_neither_name_nor_query_is_empty_or_endless() {
    let vault = TestVault::new();
    save(&vault, "Refunds", "退款");
    let error = |name: &str, query: &str| {
        let request = SaveSearch { id: None, name: name.into(), query: query.into() };
        vault.session.save_search(&request).expect_err("it is refused").code
    };
    assert_eq!(error("ｒｅｆｕｎｄｓ", "物流"), ErrorCode::NameTaken, "width and case make no other name");
    for (name, query) in
        [("", "退款"), ("空", " "), (&*"长".repeat(81), "退款"), ("长", &*"退款 ".repeat(2000))]
    {
        assert_eq!(error(name, query), ErrorCode::InvalidValue, "{name}");
    }
    assert_eq!(error("错", "(退款"), ErrorCode::QueryInvalid, "what is not understood is not kept");
    assert_eq!(names(&vault), ["Refunds"]);
}
