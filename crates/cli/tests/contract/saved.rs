//! `yanju saved` and `yanju search --saved`.

use crate::desk::{Desk, fixture};

#[test]
fn a_search_is_saved_listed_used_replaced_and_removed() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("wechat/android_private")]);
    assert_eq!(desk.json(&["saved"])["saved"], serde_json::json!([]), "none yet");
    assert_eq!(desk.json(&["saved", "add", "核实过的", "核实了", "-优惠券"])["changed"], 1);
    let saved = desk.json(&["saved"])["saved"][0].clone();
    assert_eq!((&saved["name"], &saved["query"]), (&"核实过的".into(), &"核实了 -优惠券".into()));
    assert!(saved["error"].is_null(), "it is understood");
    let found = desk.json(&["search", "--saved", "核实过的"]);
    assert_eq!(found["total"], desk.json(&["search", "核实了 -优惠券"])["total"]);
    assert!(found["total"].as_u64() > Some(0), "something is found");

    desk.json(&["saved", "add", "核实过的", "from:客服"]);
    let saved = desk.json(&["saved"])["saved"].clone();
    assert_eq!(saved.as_array().map(Vec::len), Some(1), "the name stands for the new one");
    assert_eq!(saved[0]["query"], "from:客服");
    assert_eq!(desk.json(&["saved", "remove", "核实过的"])["changed"], 1);
    desk.json(&["undo"]);
    assert_eq!(desk.json(&["saved"])["saved"][0]["query"], "from:客服", "a removal is taken back");
}

#[test]
fn what_is_not_understood_or_not_there_is_refused() {
    let desk = Desk::with_vault();
    assert!(
        desk.failure(2, &["saved", "add", "错", "(退款"]).contains("第 0 个字符之后"),
        "it points at the place"
    );
    assert!(desk.failure(1, &["search", "--saved", "没有"]).contains("没有"));
    desk.failure(1, &["saved", "remove", "没有"]);
    let both = desk.run(&["search", "--saved", "甲", "退款"]);
    assert_eq!(both.status.code(), Some(2), "one or the other");
}
