//! What is recognised in texts, by which rules, and what follows when they change.

use crate::support::{Bench, FIRST_PAGE, ORIGIN, said, vault};
use yanju_model::{
    EntityKind,
    entity::{AmountRange, Rule, RuleChanges},
    log::Act,
    query::{Filter, Query},
};
use yanju_store::Error;

fn recognised(kind: EntityKind) -> Query {
    Query::Filter(Filter::Recognised(kind))
}

fn valued(kind: EntityKind, value: &str) -> Query {
    Query::Filter(Filter::RecognisedValue(kind, value.to_owned()))
}

fn own(name: &str, pattern: &str) -> Rule {
    Rule { kind: EntityKind::Ticket, name: name.to_owned(), pattern: pattern.to_owned(), enabled: true }
}

fn desk() -> Bench {
    let vault = vault();
    let texts = ["订单号 YDH12345678，付了 ¥59.90", "会员 M-77 的电话 13812345678", "好的"];
    let messages = (0..).zip(texts).map(|(at, text)| said("王小明", at, text)).collect();
    vault.import("王小明", messages);
    vault
}

#[test]
fn what_a_text_speaks_of_is_found_before_and_after_it_is_indexed() {
    let vault = desk();
    for _ in 0..2 {
        assert_eq!(vault.count(&recognised(EntityKind::Order)).unwrap(), 1);
        assert_eq!(vault.count(&recognised(EntityKind::Ticket)).unwrap(), 0);
        assert_eq!(
            vault.count(&valued(EntityKind::Order, "ydh 12345678")).unwrap(),
            1,
            "however it is typed"
        );
        assert_eq!(vault.count(&valued(EntityKind::Order, "YDH1234567")).unwrap(), 0, "only as a whole");
        assert_eq!(vault.count(&valued(EntityKind::Phone, "+86 138-1234-5678")).unwrap(), 1);
        let sums = |from, to| Query::Filter(Filter::Amount(AmountRange { from, to }));
        assert_eq!(vault.count(&sums(Some(5_990), Some(5_990))).unwrap(), 1);
        assert_eq!(vault.count(&sums(Some(5_991), None)).unwrap(), 0);
        assert_eq!(vault.count(&sums(None, Some(5_989))).unwrap(), 0);
        assert_eq!(vault.count(&sums(None, None)).unwrap(), 1);
        vault.index_all();
    }
}

#[test]
fn other_rules_find_other_things_at_once_and_after_the_vault_was_closed() {
    let vault = desk();
    vault.index_all();
    let changes = RuleChanges { off: vec!["order_word".to_owned()], own: vec![own("会员号", r"\bM-\d+")] };
    let refused = vault.set_rule_changes(&changes, ORIGIN);
    assert!(refused.is_ok(), "{refused:?}");
    let mut vault = vault;
    for _ in 0..2 {
        assert_eq!(vault.count(&recognised(EntityKind::Order)).unwrap(), 0);
        assert_eq!(vault.count(&recognised(EntityKind::Tracking)).unwrap(), 1, "now its shape decides");
        assert_eq!(vault.rule_changes().unwrap(), changes);
        let rules = vault.rules().unwrap();
        assert!(rules.iter().any(|rule| rule.name == "order_word" && !rule.enabled));
        assert_eq!(rules.last().map(|rule| rule.name.as_str()), Some("会员号"));
        vault = vault.reopened();
    }
    let found = vault.entities("会员 M-77123");
    assert_eq!((found[0].kind, found[0].value.as_str()), (EntityKind::Ticket, "M-77123"));
    let log = vault.log_page(FIRST_PAGE).unwrap();
    let logged =
        log.entries.iter().find(|entry| entry.act == Act::RulesChanged.name()).expect("it is logged");
    assert_eq!(logged.detail["own"], "会员号");
}

#[test]
fn an_index_by_other_rules_is_made_anew_when_the_vault_is_opened() {
    let vault = desk();
    vault.index_all();
    let off = vec!["order_word".to_owned(), "order_plain".to_owned(), "tracking_shape".to_owned()];
    vault.set_rule_changes(&RuleChanges { off, own: Vec::new() }, ORIGIN).unwrap();
    assert_eq!(vault.count(&recognised(EntityKind::Order)).unwrap(), 0);
    let vault = vault.reopened();
    assert_eq!(vault.count(&recognised(EntityKind::Order)).unwrap(), 0);
    vault.set_rule_changes(&RuleChanges::default(), ORIGIN).unwrap();
    assert_eq!(vault.count(&recognised(EntityKind::Order)).unwrap(), 1);
    assert_eq!(vault.reopened().count(&recognised(EntityKind::Order)).unwrap(), 1);
}

#[test]
fn a_bad_rule_changes_nothing() {
    let vault = desk();
    let changes = RuleChanges { off: Vec::new(), own: vec![own("坏", "(")] };
    let error = vault.set_rule_changes(&changes, ORIGIN).expect_err("a parenthesis is open");
    assert!(matches!(error, Error::BadPattern { ref rule, position: 0, .. } if rule == "坏"), "{error}");
    assert_eq!(vault.rule_changes().unwrap(), RuleChanges::default());
}
