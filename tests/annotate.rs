//! Organising: beside the record, on conversations and messages, and all of it can be taken back.

use crate::support::TestVault;
use yanju_engine::api::{
    ErrorCode,
    annotate::{AnnotationEdit, SaveCategory},
};

#[test]
fn conversations_and_messages_carry_annotations_and_give_them_back() {
    let vault = TestVault::new();
    vault.import("wechat/android_private");
    let conversation = vault.conversation("").id;
    let message = vault.search("核实了").0.hits[0].message.clone();
    let category = vault.session.category_named("支付问题").expect("a default category");
    let edits = [
        AnnotationEdit::AddTag { tag: "少发".into() },
        AnnotationEdit::SetTicket { ticket: Some("CG-1".into()) },
        AnnotationEdit::SetCategory { category: Some(category) },
        AnnotationEdit::SetNote { note: Some("等到账".into()) },
        AnnotationEdit::SetStar { starred: true },
    ];
    for edit in &edits {
        assert_eq!(vault.annotate(&[&conversation, &message], edit.clone()), 2);
        assert_eq!(vault.annotate(&[&conversation, &message], edit.clone()), 0, "it is so already");
    }
    let row = vault.conversation("");
    assert_eq!((row.tags, row.ticket, row.starred), (vec!["少发".to_owned()], Some("CG-1".into()), true));
    assert_eq!(row.category.map(|category| category.name).as_deref(), Some("支付问题"));
    let read = vault.transcript(&conversation).messages.into_iter().find(|m| m.id == message).expect("there");
    assert_eq!(
        (read.tags, read.note.as_deref(), read.starred),
        (vec!["少发".to_owned()], Some("等到账"), true)
    );

    let acts = ["add_tag", "set_ticket", "set_category", "set_note", "set_star"];
    for act in acts.iter().rev() {
        let receipt = vault.session.undo().expect("open").expect("there is something to undo");
        assert_eq!((receipt.changed, receipt.act.as_str()), (2, *act), "what is taken back is named");
    }
    assert_eq!(vault.session.undo().expect("open"), None, "nothing is left to undo");
    let row = vault.conversation("");
    assert!(row.tags.is_empty() && row.ticket.is_none() && row.category.is_none() && !row.starred);

    for act in acts {
        let again = vault.session.redo().expect("open").expect("there is something to redo");
        assert_eq!(again.act, act, "what is made again is named");
    }
    assert_eq!(vault.conversation("tag:少发 编号:CG-1 分类:支付问题 是:星标").tags, ["少发"]);
}

#[test]
fn organising_never_touches_the_record() {
    let vault = TestVault::new();
    vault.import("dingtalk/dws_projected");
    let id = vault.conversation("").id;
    let before = vault.transcript(&id);
    vault.tag(&id, "报销");
    vault.session.undo().expect("open");
    assert_eq!(vault.transcript(&id), before);
}

#[test]
fn categories_are_the_users_own() {
    let vault = TestVault::new();
    let names = |vault: &TestVault| -> Vec<String> {
        vault.session.overview().expect("open").categories.into_iter().map(|c| c.name).collect()
    };
    assert_eq!(
        names(&vault),
        ["账号异常", "支付问题", "功能咨询", "技术故障"],
        "the defaults of a new vault"
    );
    let id = vault.session.category_named("功能咨询").expect("there");
    let save = |id, name: &str| SaveCategory { id, name: name.into(), color: 2, baseline: None };
    vault.session.save_category(&save(Some(id), "使用咨询")).expect("renamed");
    vault.session.save_category(&save(None, "物流纠纷")).expect("added");
    assert_eq!(names(&vault), ["账号异常", "支付问题", "使用咨询", "技术故障", "物流纠纷"]);
    let taken = vault.session.save_category(&save(None, "物流纠纷")).expect_err("a name is taken once");
    assert_eq!(taken.code, ErrorCode::NameTaken, "it says so in its own words");
    let payment = vault.session.category_named("支付问题").expect("there");
    let removed = vault.session.remove_category(&payment).expect("removed").act;
    let undone = vault.session.undo().expect("open").expect("there is something to undo").act;
    assert_eq!((removed.as_str(), undone.as_str()), ("remove_category", "remove_category"));
}
