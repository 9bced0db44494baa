//! What is recognised, and what is not, in sentences people write.

use super::*;
use std::time::Instant;

fn recogniser() -> Recogniser {
    Recogniser::new(&RuleChanges::default())
}

/// `kind value` of all that is recognised, in order.
fn seen(recogniser: &Recogniser, text: &str) -> Vec<String> {
    recogniser.entities(text).iter().map(|one| format!("{} {}", one.kind.name(), one.value)).collect()
}

#[test]
fn every_rule_can_be_read_and_has_a_name_of_its_own() {
    let mut names: Vec<_> = BUILT_IN.iter().map(|rule| rule.name).collect();
    for rule in BUILT_IN {
        let read = Regex::new(&in_ascii(rule.pattern));
        assert!(read.is_ok(), "{}: {}", rule.name, read.unwrap_err());
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), BUILT_IN.len());
}

#[test]
fn what_people_write_is_recognised() {
    let recogniser = recogniser();
    let mut wrong = Vec::new();
    for (text, expected) in FOUND {
        let found = seen(&recogniser, text);
        if found != *expected {
            wrong.push(format!("{text}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ordinary_talk_holds_nothing() {
    let recogniser = recogniser();
    let mut wrong = Vec::new();
    for text in NOTHING {
        let found = seen(&recogniser, text);
        if !found.is_empty() {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn places_are_characters_of_the_text_as_it_is_written() {
    let recogniser = recogniser();
    for (text, piece) in [
        ("👍🏽订单号：YDH12345678，谢谢", "YDH12345678"),
        ("订单号：ＹＤＨ１２３４５６，谢谢", "ＹＤＨ１２３４５６"),
        ("看 https://a.example/x?y=1。好", "https://a.example/x?y=1"),
        ("(see https://a.example/x_(y)).", "https://a.example/x_(y)"),
        ("付了三百元整", "三百元"),
    ] {
        let found = recogniser.entities(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let marked: String = text
            .chars()
            .skip(found[0].start as usize)
            .take((found[0].end - found[0].start) as usize)
            .collect();
        assert_eq!(marked, piece, "{text}");
    }
}

#[test]
fn no_place_belongs_to_two() {
    let recogniser = recogniser();
    for text in FOUND.iter().map(|(text, _)| *text).chain(NOTHING.iter().copied()) {
        let found = recogniser.entities(text);
        assert!(found.windows(2).all(|two| two[0].end <= two[1].start), "{text}: {found:?}");
        assert!(found.iter().all(|one| one.start < one.end && !one.value.is_empty()), "{text}: {found:?}");
    }
}

#[test]
fn own_rules_go_first_and_built_in_ones_can_be_switched_off() {
    let own = |pattern: &str| Rule {
        kind: EntityKind::Ticket,
        name: "ours".to_owned(),
        pattern: pattern.to_owned(),
        enabled: true,
    };
    let text = "YDH12345678 已处理，联系 13812345678";
    let changed = RuleChanges { off: vec!["phone_mobile".to_owned()], own: vec![own(r"\bYDH\d{8}\b")] };
    assert_eq!(seen(&Recogniser::new(&changed), text), ["ticket YDH12345678"]);
    assert_eq!(seen(&recogniser(), text), ["tracking YDH12345678", "phone 13812345678"]);
    assert_ne!(Recogniser::new(&changed).digest(), recogniser().digest());
    let wordy = RuleChanges { off: Vec::new(), own: vec![own("会员(?<value>[A-Z]{4})(?<not>级)?")] };
    assert_eq!(
        seen(&Recogniser::new(&wordy), "会员ABCD和会员EFGH级"),
        [] as [&str; 0],
        "a number has digits"
    );
    let numbered = RuleChanges { off: Vec::new(), own: vec![own(r"会员(?<value>[A-Z]\d{3})(?<not>级)?")] };
    assert_eq!(seen(&Recogniser::new(&numbered), "会员A123和会员B123级"), ["ticket A123"]);
}

#[test]
fn a_bad_pattern_is_told_with_its_place() {
    for (pattern, why, position) in [
        ("", "empty", 0),
        ("订单(", "syntax", 2),
        ("单[z-a]", "syntax", 2),
        (r"(?<=x)y", "syntax", 0),
        ("a*", "finds_nothing", 0),
        (r"(?:\pL{1,200}){1,200}", "too_large", 0),
    ] {
        match tried(EntityKind::Order, pattern, "x").expect_err(pattern) {
            crate::Error::BadPattern { why: told, position: at, .. } => {
                assert_eq!((told, at), (why, position), "{pattern}");
            }
            other => panic!("{pattern}: {other}"),
        }
    }
}

#[test]
fn names_are_taken_once() {
    let rule = |name: &str| Rule {
        kind: EntityKind::Order,
        name: name.to_owned(),
        pattern: "YDH[0-9]+".to_owned(),
        enabled: true,
    };
    let changes =
        |names: &[&str]| RuleChanges { off: Vec::new(), own: names.iter().map(|name| rule(name)).collect() };
    assert!(check(&changes(&["a", "b"])).is_ok());
    for names in [&["a", "a"][..], &["link"], &[" "]] {
        assert!(check(&changes(names)).is_err(), "{names:?}");
    }
    assert!(check(&RuleChanges { off: vec!["no such".to_owned()], own: Vec::new() }).is_err());
}

#[test]
fn long_texts_of_any_kind_take_no_long_time() {
    let recogniser = recogniser();
    for piece in [
        "1",
        "1-",
        "订单号",
        "a@",
        "一",
        "http://",
        "86-",
        "(0",
        "¥1,",
        "2023-",
        "A1-",
        "元",
        "5元 ",
        "５元 ",
        "a@b.cc ",
        "订单号A123 ",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let started = Instant::now();
        let _ = recogniser.entities(&text);
        assert!(started.elapsed().as_secs() < 30, "{piece}");
    }
}

const FOUND: &[(&str, &[&str])] = &[
    ("订单号YDH47334158", &["order YDH47334158"]),
    ("订单编号：3526718290123456789", &["order 3526718290123456789"]),
    ("您的订单号是 A-1001，请核对", &["order A-1001"]),
    ("订单 A-1001 已登记退款。", &["order A-1001"]),
    ("你好，订单 CG20240508-3391 的笔记本少发了两本", &["order CG20240508-3391"]),
    ("訂單編號 123456789012", &["order 123456789012"]),
    ("拼多多订单 230820-123456789012345", &["order 230820-123456789012345"]),
    ("230820-123456789012345 这个", &["order 230820-123456789012345"]),
    ("1234567890123456789", &["order 1234567890123456789"]),
    ("order no. 48213 please", &["order 48213"]),
    ("My order number is AB12-9987", &["order AB12-9987"]),
    ("about Order #100234: where is it", &["order 100234"]),
    ("order PO-2023-001 is late", &["order PO-2023-001"]),
    ("PO-2023-001", &["order PO-2023-001"]),
    ("订单（YDH11112222）", &["order YDH11112222"]),
    ("运单号SF1234567890123", &["tracking SF1234567890123"]),
    ("快递单号：773012345678901", &["tracking 773012345678901"]),
    ("中通 75123456789012 一直没更新", &["tracking 75123456789012"]),
    ("单号 432012345678901", &["tracking 432012345678901"]),
    ("已发出 sf1234567890123", &["tracking SF1234567890123"]),
    ("YT8812345678901到了吗", &["tracking YT8812345678901"]),
    ("EMS RB123456785CN", &["tracking RB123456785CN"]),
    ("tracking number: 1Z999AA10123456784", &["tracking 1Z999AA10123456784"]),
    ("Tracking is JD0012345678901", &["tracking JD0012345678901"]),
    ("发票号码：12345678", &["invoice 12345678"]),
    ("发票号 23312000000012345678 已开", &["invoice 23312000000012345678"]),
    ("invoice no INV-2023-001", &["invoice INV-2023-001"]),
    ("see Invoice 100234", &["invoice 100234"]),
    ("INV-20230801", &["invoice INV-20230801"]),
    ("工单号 CS-20230820-017", &["ticket CS-20230820-017"]),
    ("编号HT-5521的合同", &["ticket HT-5521"]),
    ("KF-230306-112 已受理", &["ticket KF-230306-112"]),
    ("工单：20230001", &["ticket 20230001"]),
    ("投诉单号: TS202308200017", &["ticket TS202308200017"]),
    ("ticket #48213 is open", &["ticket 48213"]),
    ("Ticket 48213", &["ticket 48213"]),
    ("case no: 00123456", &["ticket 00123456"]),
    ("Case CS-77123 was closed", &["ticket CS-77123"]),
    ("see #5521", &["ticket 5521"]),
    ("共¥1,234.50", &["amount CNY 1234.50"]),
    ("￥99", &["amount CNY 99.00"]),
    ("一共1888.05元", &["amount CNY 1888.05"]),
    ("退了100-200元", &["amount CNY 200.00"]),
    (
        "US$ 20 or HK$ 156 or €18.5 or £3",
        &["amount USD 20.00", "amount HKD 156.00", "amount EUR 18.50", "amount GBP 3.00"],
    ),
    ("$50 refund", &["amount USD 50.00"]),
    ("RMB 300 / 300 RMB / 40 usd", &["amount CNY 300.00", "amount CNY 300.00", "amount USD 40.00"]),
    ("赔我5万元", &["amount CNY 50000.00"]),
    ("1.5万块 太贵", &["amount CNY 15000.00"]),
    ("5块", &["amount CNY 5.00"]),
    ("就3块钱", &["amount CNY 3.00"]),
    ("3块5，算了", &["amount CNY 3.50"]),
    ("付了三百元", &["amount CNY 300.00"]),
    ("五十块钱的东西", &["amount CNY 50.00"]),
    ("两千三百二十元", &["amount CNY 2320.00"]),
    ("20美元，15欧元", &["amount USD 20.00", "amount EUR 15.00"]),
    ("退款金额：128.00", &["amount 128.00"]),
    ("实付 59", &["amount 59.00"]),
    ("金额128元", &["amount CNY 128.00"]),
    ("total: 1,045.30", &["amount 1045.30"]),
    ("NT$ 500", &["amount 500.00"]),
    ("每月20元/件", &["amount CNY 20.00"]),
    ("，电话13812345678", &["phone 13812345678"]),
    ("138 1234 5678 或 139-1234-5678", &["phone 13812345678", "phone 13912345678"]),
    ("+86 138 1234 5678", &["phone 13812345678"]),
    ("0571-88112233转801", &["phone 057188112233"]),
    ("+86 571 88112233，+86 400 820 1234", &["phone 057188112233", "phone 4008201234"]),
    ("(010)88112233", &["phone 01088112233"]),
    ("400-820-1234 热线", &["phone 4008201234"]),
    ("Call +1 415 555 0132 now", &["phone +14155550132"]),
    ("+44 20 7946 0958", &["phone +442079460958"]),
    ("(415) 555-0132", &["phone 4155550132"]),
    ("tel: 88112233", &["phone 88112233"]),
    ("电话 0571 88112233", &["phone 057188112233"]),
    ("Anna.Lee+shop@Mail.Example.com", &["email anna.lee+shop@mail.example.com"]),
    ("邮箱是13812345678@qq.com。", &["email 13812345678@qq.com"]),
    ("www.example.com 上看", &["link www.example.com"]),
    (
        "https://shop.example/o?id=1234567890123456789&x=2023-08-20, ok",
        &["link https://shop.example/o?id=1234567890123456789&x=2023-08-20"],
    ),
    ("HTTP://A.example/路径", &["link HTTP://A.example/"]),
    ("2023-08-20 10:30 收到", &["date 2023-08-20"]),
    ("2023-08-20T10:30:00Z", &["date 2023-08-20"]),
    ("2023/8/20-2023/8/25", &["date 2023-08-20", "date 2023-08-25"]),
    ("2023.8.20", &["date 2023-08-20"]),
    ("2023年8月20日到23年9月1号", &["date 2023-08-20", "date 2023-09-01"]),
    ("8月20日之前", &["date --08-20"]),
    ("20 Aug 2023 and August 3rd, 2023", &["date 2023-08-20", "date 2023-08-03"]),
    (
        "订单号 2023082012345，金额 ￥59.90，运单 SF1234567890123",
        &["order 2023082012345", "amount CNY 59.90", "tracking SF1234567890123"],
    ),
];

const NOTHING: &[&str] = &[
    "",
    "好的，谢谢",
    "12:30 到",
    "2023年",
    "12点30分",
    "24小时内更新",
    "1-3个工作日原路退回",
    "7天无理由，3期免息",
    "第3次了，5个都坏了",
    "IP是192.168.1.1",
    "版本 v2.10.3",
    "version 1.2.3.4",
    "iOS 16.5.1 on iPhone-15",
    "尺码 170/92A",
    "身份证 110101199003074514",
    "110101199003074514",
    "GB-18030 编码",
    "ISO-9001 认证",
    "UTF-8 COVID-19 RTX-4090",
    "型号 SKU-12345",
    "满300减50",
    "200ml 500g 3kg",
    "1.2万人",
    "一元二次方程和多元",
    "12元素",
    "买了3块屏幕",
    "一块去吧",
    "这块我不懂",
    "订单已发货",
    "订单100件",
    "订单3天了",
    "订单号是多少",
    "order received, 2 pieces",
    "I want to order 100 pieces",
    "the tracking page is down",
    "in case 20000 people come",
    "2 of 3 cases, 5 tickets",
    "#618# 大促",
    "#1 in sales",
    "100%",
    "a@b 是什么",
    "@小林 看一下",
    "npm i x@1.2.3",
    "price is right",
    "商品编号 12345",
    "员工编号：0012",
    "2023-13-45",
    "13月40日",
    "http 和 www 的区别",
    "550e8400-e29b-41d4-a716-446655440000",
    "1234567",
    "密码 123456",
    "验证码 8848",
    "98.5分",
    "13:00-14:00",
    "3/4 的人",
    "6228480402564890018",
    "0.5倍",
    "房间号 1203",
];
