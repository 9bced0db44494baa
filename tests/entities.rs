//! What texts speak of: recognised, found exactly, listed for a conversation, by rules that can be changed.

use crate::support::TestVault;
use yanju_engine::api::{
    ErrorCode,
    entity::{EntityRule, SaveRules, TryRule},
    transcript::AskTranscript,
};

fn desk() -> TestVault {
    let vault = TestVault::new();
    let rows = "时间,发送人,内容\n\
        2024-01-01 10:00,甲,订单号 YDH12345678 付了 ¥599.00\n\
        2024-01-01 10:01,乙,查到了，YDH12345678 退 ￥99，电话 138-1234-5678\n\
        2024-01-01 10:02,甲,会员 M-7712，邮箱 Anna@Example.com\n\
        2024-01-01 10:03,乙,好的，2024-01-05 前到账 http://a.example/x\n";
    vault.import(vault.file("a.csv", rows));
    vault
}

fn own(name: &str, pattern: &str) -> EntityRule {
    EntityRule { kind: "ticket".into(), name: name.into(), pattern: pattern.into(), enabled: true }
}

#[test]
fn what_texts_speak_of_is_found_by_kind_value_and_size() {
    let vault = desk();
    let total = |query: &str| vault.search(query).total();
    for (query, expected) in [
        ("has:amount", 2),
        ("含:金额 -has:phone", 1),
        ("amount:>500", 1),
        ("金额:>=99", 2),
        ("amount:<99", 0),
        ("amount:99", 1),
        ("amount:100..600", 1),
        ("amount:..100", 1),
        ("order:ydh12345678", 1),
        ("tracking:YDH12345678", 1),
        ("order:YDH1234567", 0),
        ("电话:13812345678", 1),
        ("phone:\"+86 138 1234 5678\"", 1),
        ("email:anna@example.com", 1),
        ("has:email", 1),
        ("has:date", 1),
        ("has:link", 1),
        ("has:invoice", 0),
    ] {
        assert_eq!(total(query), expected, "{query}");
    }
}

#[test]
fn a_sum_that_is_none_is_an_error_at_its_place() {
    let error = desk().try_search("退 amount:many").expect_err("no sum");
    assert_eq!(error.code, ErrorCode::QueryInvalid);
    assert_eq!((error.params["position"].as_str(), error.params["problem"].as_str()), ("9", "bad_amount"));
    let error = desk().try_search("has:colour").expect_err("no such thing");
    assert!(error.params["allowed"].contains("amount (金额)"), "{}", error.params["allowed"]);
}

#[test]
fn a_conversation_says_what_it_speaks_of_and_where() {
    let vault = desk();
    let row = vault.conversation("");
    let ask = AskTranscript { conversation: row.id.clone(), from_seq: 1, limit: 10, query: String::new() };
    let transcript = vault.session.transcript(&ask).unwrap();
    let first: Vec<_> =
        transcript.messages[0].entities.iter().map(|one| (one.kind.as_str(), one.value.as_str())).collect();
    assert_eq!(first, [("order", "YDH12345678"), ("amount", "CNY 599.00")]);
    assert_eq!((transcript.messages[0].entities[0].start, transcript.messages[0].entities[0].end), (4, 15));

    let recognised = vault.session.recognised(&row.id).unwrap();
    let kinds: Vec<_> = recognised.groups.iter().map(|group| (group.kind.as_str(), group.total)).collect();
    assert_eq!(
        kinds,
        [("order", 1), ("tracking", 1), ("amount", 2), ("phone", 1), ("email", 1), ("link", 1), ("date", 1)]
    );
    assert_eq!(recognised.groups[3].values[0].written, "138-1234-5678");
}

#[test]
fn own_rules_are_tried_saved_and_logged() {
    let vault = desk();
    let session = &vault.session;
    let ask = |pattern: &str| TryRule {
        kind: "ticket".into(),
        pattern: pattern.into(),
        sample: "会员 M-7712".into(),
    };
    let found = session.try_entity_rule(&ask(r"会员\s*(?<value>M-\d{4})")).unwrap();
    assert_eq!((found[0].value.as_str(), found[0].start, found[0].end), ("M-7712", 3, 9));
    let error = session.try_entity_rule(&ask("会员(")).expect_err("an open parenthesis");
    assert_eq!((error.code, error.params["position"].as_str()), (ErrorCode::PatternInvalid, "2"));

    assert_eq!(vault.search("has:ticket").total(), 0);
    let rules = SaveRules { off: vec!["email".into()], own: vec![own("会员号", r"\bM-\d{4}\b")] };
    let saved = session.save_entity_rules(&rules).unwrap();
    assert_eq!(saved.own, rules.own);
    assert!(saved.built_in.iter().any(|rule| rule.name == "email" && !rule.enabled));
    assert_eq!(vault.search("has:ticket").total(), 1);
    assert_eq!(vault.search("has:email").total(), 0);
    session.save_entity_rules(&SaveRules::default()).unwrap();
    assert_eq!((vault.search("has:ticket").total(), vault.search("has:email").total()), (0, 1));
}
