//! Finding: any substring, with filters, exactly counted, marked where it stands.

use crate::support::TestVault;
use yanju_engine::api::{
    ErrorCode,
    library::{AskTimeline, TimelineBar},
    query::AskSuggestions,
};

fn full() -> TestVault {
    let vault = TestVault::new();
    for case in [
        "wechat/android_private",
        "whatsapp/ios_english",
        "dingtalk/dws_projected",
        "csv/shop",
        "json/dialogue",
    ] {
        vault.import(case);
    }
    vault
}

#[test]
fn any_substring_is_found_and_marked() {
    let vault = full();
    assert_eq!(vault.search("退").total(), vault.search("退款").total(), "one character is enough");
    assert_eq!(vault.search("0240508-33").marked(), ["0240508-33"], "the middle of an order number");
    assert_eq!(vault.search("两本，申").total(), 1, "across a comma");
    assert_eq!(vault.search("\"for returns\"").total(), 0);
}

#[test]
fn case_width_and_script_do_not_matter() {
    let vault = full();
    assert_eq!(vault.search("谢谢").texts(), ["退款到账了，謝謝！"], "simplified finds traditional");
    assert_eq!(vault.search("ｒｅｆｕｎｄ").marked(), ["refund"], "full width finds half width");
    assert_eq!(vault.search("VAT NUMBER").total(), vault.search("vat number").total());
}

#[test]
fn newest_comes_first_and_the_undated_with_what_they_follow() {
    let vault = TestVault::new();
    let rows = "时间,发送人,内容\n2024-01-01 10:00,甲,一\n,甲,二\n2024-01-01 10:05,乙,三\n";
    vault.import(vault.file("a.csv", rows));
    let hits = vault.search("").0.hits;
    let shown: Vec<_> = hits.iter().map(|hit| (hit.text.as_str(), hit.sent_at.is_some())).collect();
    assert_eq!(shown, [("三", true), ("二", false), ("一", true)], "an undated one has its source's place");
}

#[test]
fn filters_narrow_and_combine() {
    let vault = full();
    let total = |query: &str| vault.search(query).total();
    assert_eq!(total("退款 平台:钉钉"), 3);
    assert_eq!(total("退款 日期:2024-05"), 3);
    assert_eq!(total("退款 日期:2024年5月 -发件人:许知行"), 1);
    assert_eq!(total("退款 角色:客服"), 1, "only the table names a role for those who write of it");
    assert_eq!(total("(退款 OR 发票) on:other"), 3);
    assert_eq!(total("has:image"), 2);
    assert_eq!(total("with:小满"), 4);
    assert_eq!(total("退款 after:2024-05-13"), 1);
    assert_eq!(total("退款 before:2024-05-10"), total("退款") - 3);
}

#[test]
fn tags_are_found_on_messages_and_through_their_conversation() {
    let vault = full();
    let row = vault.conversation("in:许知行");
    vault.tag(&row.id, "文具");
    assert_eq!(
        vault.search("tag:文具").total(),
        row.messages,
        "a tagged conversation answers for its messages"
    );
    assert_eq!(vault.search("tag:文具 退款").total(), 3);
}

#[test]
fn a_bad_query_is_an_error_that_points_at_the_place() {
    let error = full().try_search("退款 on:nowhere").expect_err("no such platform");
    assert_eq!(error.code, ErrorCode::QueryInvalid);
    assert_eq!(error.params["position"], "6");
    assert_eq!(error.params["problem"], "unknown_value");
}

#[test]
fn a_range_of_minutes_finds_what_was_said_then() {
    let vault = full();
    let all = vault.search("").0.hits;
    let dated: Vec<_> =
        all.iter().filter(|hit| hit.precision == "second" || hit.precision == "minute").collect();
    let minute = |at: &str| at.get(..16).expect("RFC 3339").to_owned();
    let sent = |hit: &yanju_engine::api::library::SearchHit| hit.sent_at.clone().map(|at| minute(&at));
    let first = sent(dated.last().expect("something is dated")).expect("dated");
    let expected = dated.iter().filter(|hit| sent(hit).as_deref() == Some(&first)).count() as u64;
    for query in [
        format!("date:{first}"),
        format!("日期:“{}”", first.replace('T', " ")),
        format!("date:{first}..{first}"),
        format!("after:{first} date:..{first}"),
    ] {
        assert_eq!(vault.search(&query).total(), expected, "{query}");
    }
    assert_eq!(vault.search(&format!("before:{first}")).total(), 0, "nothing is earlier");
}

#[test]
fn the_time_line_adds_up_to_the_total() {
    let vault = full();
    let timeline = vault
        .session
        .timeline(&AskTimeline { query: "退款".into(), bars: 30, ..AskTimeline::default() })
        .expect("open");
    assert!(timeline.bars.len() <= 30, "no more bars than asked");
    assert_eq!(timeline.bars.iter().map(|bar| bar.matching).sum::<u64>(), vault.search("退款").total());
    assert_eq!(timeline.bars.iter().map(|bar| bar.all).sum::<u64>(), vault.search("").total());
    let contiguous = timeline.bars.windows(2).all(|pair| pair[0].to < pair[1].from);
    assert!(contiguous, "bars follow each other");
}

#[test]
fn a_time_line_of_some_days_begins_and_ends_with_them() {
    let vault = full();
    let ask = |from: &str, to: &str| AskTimeline {
        bars: 2000,
        from: Some(from.into()),
        to: Some(to.into()),
        ..AskTimeline::default()
    };
    let whole =
        vault.session.timeline(&AskTimeline { bars: 2000, ..AskTimeline::default() }).expect("open").bars;
    let part = &whole[whole.len() / 3..=whole.len() / 2];
    let (first, last) = (&part[0].from, &part[part.len() - 1].to);
    let some = vault.session.timeline(&ask(first, last)).expect("open").bars;
    assert_eq!((&some[0].from, &some[some.len() - 1].to), (first, last));
    let all = |bars: &[TimelineBar]| bars.iter().map(|bar| bar.all).sum::<u64>();
    assert_eq!(all(&some), all(part), "what was sent on these days, and nothing else");
    let error = vault.session.timeline(&ask("soon", "2023-08")).expect_err("no day");
    assert_eq!((error.code, error.params["name"].as_str()), (ErrorCode::InvalidValue, "from"));
}

#[test]
fn suggestions_come_from_the_vault() {
    let vault = full();
    vault.tag(&vault.conversation("in:许知行").id, "晨报");
    let ask = AskSuggestions { word: "晨".into(), limit: 10 };
    let kinds: Vec<_> = vault.session.suggest(&ask).expect("open").into_iter().map(|s| s.kind).collect();
    assert!(kinds.contains(&"from".to_owned()) && kinds.contains(&"tag".to_owned()), "{kinds:?}");
}

#[test]
fn a_message_without_a_time_was_sent_on_no_day() {
    let vault = TestVault::new();
    let table = "时间,发送人,内容\n2024-03-01 10:00:00,甲,有时间\n,甲,没有时间\n";
    vault.import(vault.file("undated.csv", table));
    assert_eq!(vault.search("是:无时间").total(), 1, "it is there");
    for query in ["是:无时间 日期:2024-03-01", "是:无时间 之前:2030-01-01", "是:无时间 之后:1995-01-01"]
    {
        assert_eq!(vault.search(query).total(), 0, "{query}: nobody knows when it was sent");
    }
    assert_eq!(vault.search("日期:2024-03-01").total(), 1, "the dated one");
}
