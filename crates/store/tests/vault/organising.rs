//! What people attach, taking it back, and making it again.

use crate::support::{Bench, ORIGIN, said, text, vault};
use yanju_model::{
    CategoryId, ConversationId, MessageId,
    annotation::{Annotations, Edit, Target},
    query::{Filter, Query},
};
use yanju_store::{Error, NewCategory};

const THREAD: Target = Target::Conversation(ConversationId(1));
const MESSAGE: Target = Target::Message(MessageId(2));

fn filled() -> Bench {
    let vault = vault();
    vault.import("订单", vec![said("甲", 0, "退款一"), said("甲", 1, "退款二"), said("甲", 2, "谢谢")]);
    vault.import("物流", vec![said("乙", 3, "包裹")]);
    vault.index_all();
    vault
}

fn tag(tag: &str) -> Edit {
    Edit::AddTag { tag: tag.to_owned() }
}

fn tagged(tag: &str) -> Query {
    Query::Filter(Filter::Tag(tag.to_owned()))
}

/// One edit of each kind.
fn edits() -> Vec<Edit> {
    vec![
        tag("急"),
        tag("VIP"),
        Edit::SetTicket { ticket: Some(" 12315-7 ".to_owned()) },
        Edit::SetCategory { category: Some(CategoryId(1)) },
        Edit::SetNote { note: Some("等回复".to_owned()) },
        Edit::SetStar { starred: true },
        Edit::RemoveTag { tag: "vip".to_owned() },
        Edit::SetTicket { ticket: Some("12315-8".to_owned()) },
        Edit::SetNote { note: None },
    ]
}

#[test]
fn every_edit_can_be_taken_back_and_made_again() {
    let vault = filled();
    for target in [THREAD, MESSAGE] {
        let mut states = vec![vault.annotations(target).unwrap()];
        for edit in edits() {
            let receipt = vault.annotate(&[target], &edit, ORIGIN).unwrap();
            assert_eq!(receipt.expect("each edit changes something").changed, 1, "{edit:?}");
            states.push(vault.annotations(target).unwrap());
        }
        let last = states.last().unwrap();
        let expected = Annotations {
            tags: vec!["急".to_owned()],
            ticket: Some("12315-8".to_owned()),
            category: Some(CategoryId(1)),
            note: None,
            starred: true,
        };
        assert_eq!(*last, expected, "all edits together");
        for state in states.iter().rev().skip(1) {
            vault.undo(ORIGIN).unwrap().expect("there is something to take back");
            assert_eq!(vault.annotations(target).unwrap(), *state, "one step back");
        }
        for state in states.iter().skip(1) {
            vault.redo(ORIGIN).unwrap().expect("there is something to make again");
            assert_eq!(vault.annotations(target).unwrap(), *state, "one step forward");
        }
    }
    assert_eq!(vault.redo(ORIGIN).unwrap(), None, "nothing is left to make again");
}

#[test]
fn the_journal_outlives_the_session() {
    let vault = filled();
    vault.annotate(&[THREAD], &tag("急"), ORIGIN).unwrap();
    let vault = vault.reopened();
    vault.undo(ORIGIN).unwrap().expect("the act is remembered");
    assert_eq!(vault.annotations(THREAD).unwrap(), Annotations::default());
}

#[test]
fn a_new_act_ends_what_could_be_made_again() {
    let vault = filled();
    vault.annotate(&[THREAD], &tag("急"), ORIGIN).unwrap();
    vault.undo(ORIGIN).unwrap();
    vault.annotate(&[MESSAGE], &tag("慢"), ORIGIN).unwrap();
    assert_eq!(vault.redo(ORIGIN).unwrap(), None, "the other way was taken");
    assert_eq!(vault.annotations(THREAD).unwrap().tags, Vec::<String>::new());
}

#[test]
fn an_edit_that_changes_nothing_is_no_act() {
    let vault = filled();
    vault.annotate(&[THREAD], &tag("Refund"), ORIGIN).unwrap();
    assert_eq!(vault.annotate(&[THREAD], &tag("ｒｅｆｕｎｄ"), ORIGIN).unwrap(), None, "the same keyword");
    let remove = Edit::RemoveTag { tag: "别的".to_owned() };
    assert_eq!(vault.annotate(&[THREAD], &remove, ORIGIN).unwrap(), None, "it was not there");
    let receipt = vault.annotate(&[THREAD, MESSAGE, MESSAGE], &tag("refund"), ORIGIN).unwrap();
    assert_eq!(receipt.unwrap().changed, 1, "only the message was without it");
}

#[test]
fn clearing_a_value_leaves_another_value_alone() {
    let vault = filled();
    for edit in edits() {
        vault.annotate(&[THREAD], &edit, ORIGIN).unwrap();
    }
    vault.annotate(&[THREAD], &Edit::SetNote { note: Some("等 Reply".to_owned()) }, ORIGIN).unwrap();
    let before = vault.annotations(THREAD).unwrap();
    let ticket = |ticket: &str| Edit::ClearTicket { ticket: ticket.to_owned() };
    let note = |note: &str| Edit::ClearNote { note: note.to_owned() };
    let category = |id| Edit::ClearCategory { category: CategoryId(id) };
    for other in [ticket("12315-7"), note("等"), category(2)] {
        assert_eq!(vault.annotate(&[THREAD], &other, ORIGIN).unwrap(), None, "{other:?} is not its value");
    }
    assert_eq!(vault.annotations(THREAD).unwrap(), before, "nothing was taken");
    for same in [ticket(" １２３１５-8"), note("等 reply "), category(1)] {
        let receipt = vault.annotate(&[THREAD, MESSAGE], &same, ORIGIN).unwrap();
        assert_eq!(receipt.expect("it is its value").changed, 1, "{same:?}");
    }
    let after = vault.annotations(THREAD).unwrap();
    assert_eq!((after.ticket, after.category, after.note), (None, None, None), "each went by its value");
    assert!(matches!(
        vault.annotate(&[THREAD], &ticket(" "), ORIGIN),
        Err(Error::Unusable { what: "ticket", why: "empty" })
    ));
    for _ in 0..3 {
        vault.undo(ORIGIN).unwrap().expect("each was an act");
    }
    assert_eq!(vault.annotations(THREAD).unwrap(), before, "and can be taken back");
}

#[test]
fn a_mark_on_a_conversation_holds_for_its_messages() {
    let vault = filled();
    vault.annotate(&[THREAD], &tag("急"), ORIGIN).unwrap();
    vault.annotate(&[Target::Message(MessageId(4))], &tag("急"), ORIGIN).unwrap();
    assert_eq!(vault.count(&tagged("急")).unwrap(), 4, "three by their conversation, one itself");
    vault.undo(ORIGIN).unwrap();
    assert_eq!(vault.texts(&tagged("急")), ["退款一", "退款二", "谢谢"], "found at once, without indexing");
    let ticket = Edit::SetTicket { ticket: Some("TK-2023-0815".to_owned()) };
    vault.annotate(&[MESSAGE], &ticket, ORIGIN).unwrap();
    assert_eq!(vault.texts(&Query::Filter(Filter::Ticket("tk-2023".to_owned()))), ["退款二"], "by a part");
}

#[test]
fn everything_that_matches_is_marked_in_one_act() {
    let vault = filled();
    let receipt = vault.annotate_matching(&text("退款"), &tag("退款"), ORIGIN).unwrap().unwrap();
    assert_eq!(receipt.changed, 2, "two messages hold the word");
    assert_eq!(vault.texts(&tagged("退款")), ["退款一", "退款二"]);
    vault.undo(ORIGIN).unwrap();
    assert_eq!(vault.count(&tagged("退款")).unwrap(), 0, "one step takes all of it back");
}

#[test]
fn what_cannot_be_is_refused() {
    let vault = filled();
    let refused = vault.annotate(&[THREAD], &tag("  "), ORIGIN);
    assert!(matches!(refused, Err(Error::Unusable { what: "tag", why: "empty" })), "{refused:?}");
    let refused = vault.annotate(&[Target::Message(MessageId(99))], &tag("急"), ORIGIN);
    assert!(matches!(refused, Err(Error::NoSuch { .. })), "{refused:?}");
    let nowhere = Edit::SetCategory { category: Some(CategoryId(99)) };
    let refused = vault.annotate(&[THREAD, MESSAGE], &nowhere, ORIGIN);
    assert!(matches!(refused, Err(Error::NoSuch { .. })), "{refused:?}");
    assert_eq!(vault.undo(ORIGIN).unwrap(), None, "a refused edit is no act");
}

#[test]
fn categories_can_be_changed_and_taken_back() {
    let vault = filled();
    let new = |name: &str| NewCategory { name: name.to_owned(), color: 3, baseline_percent: Some(20) };
    let names = || vault.categories().unwrap().into_iter().map(|c| c.name).collect::<Vec<_>>();
    let id = vault.save_category(None, &new("功能咨询"), ORIGIN).unwrap();
    assert_eq!(names(), ["支付问题", "物流纠纷", "功能咨询"], "new ones come last");
    let refused = vault.save_category(None, &new(" 功能咨詢"), ORIGIN);
    assert!(matches!(refused, Err(Error::Unusable { why: "taken", .. })), "the same name: {refused:?}");
    vault.save_category(Some(id), &new("咨询"), ORIGIN).unwrap();
    vault.annotate(&[THREAD], &Edit::SetCategory { category: Some(id) }, ORIGIN).unwrap();
    let in_it = || vault.count(&Query::Filter(Filter::Category("咨询".to_owned()))).unwrap();
    assert_eq!(in_it(), 3, "the messages of the conversation");
    let receipt = vault.remove_category(id, ORIGIN).unwrap();
    assert_eq!(receipt.changed, 2, "the category and the conversation");
    assert_eq!((in_it(), vault.annotations(THREAD).unwrap().category), (0, None), "it is gone everywhere");
    vault.undo(ORIGIN).unwrap();
    assert_eq!((names().pop().unwrap().as_str(), in_it()), ("咨询", 3), "and back everywhere");
    for _ in 0..3 {
        vault.undo(ORIGIN).unwrap().expect("assignment, new name, creation");
    }
    assert_eq!(names(), ["支付问题", "物流纠纷"], "as at the beginning");
    for _ in 0..4 {
        vault.redo(ORIGIN).unwrap().expect("all of it again");
    }
    assert_eq!(names(), ["支付问题", "物流纠纷"], "removed in the end");
}

#[test]
fn the_side_bar_counts_conversations() {
    let vault = filled();
    vault.annotate(&[THREAD, MESSAGE], &tag("急"), ORIGIN).unwrap();
    vault.annotate(&[MESSAGE], &Edit::SetStar { starred: true }, ORIGIN).unwrap();
    let category = Edit::SetCategory { category: Some(CategoryId(2)) };
    vault.annotate(&[Target::Conversation(ConversationId(2))], &category, ORIGIN).unwrap();
    vault.annotate(&[THREAD], &Edit::SetTicket { ticket: Some("7".to_owned()) }, ORIGIN).unwrap();
    let facets = vault.facets().unwrap();
    assert_eq!((facets.all, facets.starred), (2, 1), "two conversations, one with a starred message");
    assert_eq!(facets.tags, [("急".to_owned(), 1)], "a conversation and its message count once");
    assert_eq!(facets.tickets, [("7".to_owned(), 1)]);
    assert_eq!(facets.categories.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [0, 1], "all of them");
    assert_eq!(facets.platforms, [(yanju_model::Platform::WeChat, 4)], "messages by platform");
}
