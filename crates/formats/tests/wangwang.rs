//! Traps of what 旺旺 and 千牛 export and what is copied out of them, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

const ACCOUNT: &str = "云上小铺:客服阿青";

fn keys(chat: &Collected) -> Vec<String> {
    chat.conversations.iter().map(|c| c.key.replace('\u{1F}', "|")).collect()
}

fn copied(lines: &[&str]) -> Collected {
    read("qianniu_copy", "a.txt", lines.join("\r\n"))
}

fn manager() -> Collected {
    fixture("wangwang_txt", "单聊与群聊_gbk.txt")
}

#[test]
fn sections_and_names_between_dashes_are_conversations_of_the_shop() {
    let chat = manager();
    assert_eq!(keys(&chat), ["云上小铺|tb_lin_0731", "云上小铺|小舟(o_o)", "云上小铺|group:会员群"]);
    assert!(chat.conversations.iter().all(|c| c.platform == Platform::WangWang));
    assert_eq!(chat.conversations.get(2).map(|c| c.title.as_str()), Some("会员群"));
    assert_eq!(chat.understanding.encoding, "gb18030");
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn senders_hold_colons_and_brackets_and_the_file_says_who_answers() {
    let chat = manager();
    assert_eq!(chat.sender_at(1).name, ACCOUNT);
    assert_eq!(chat.sender_at(6).name, "小舟(o_o)");
    let roles: Vec<Role> = [0, 1, 4, 6, 7].iter().map(|at| chat.sender_at(*at).role).collect();
    assert_eq!(
        roles,
        [Role::Unknown, Role::Agent, Role::Agent, Role::Unknown, Role::Agent],
        "the account, its shop and the shop's other accounts; of customers nothing is said"
    );
}

#[test]
fn what_looks_like_the_layout_stays_with_the_words_around_it() {
    let chat = manager();
    assert_eq!(
        chat.message_at(1).text,
        "您好，有货的。\n两种颜色：\n\n暖白、奶黄",
        "blank lines stay inside"
    );
    assert_eq!(
        chat.message_at(4).text,
        "稍等，我是店长\n=================================\n订单号 20240502001",
        "a line of = is no section without its name"
    );
    assert_eq!(
        chat.message_at(6).text,
        "快递说：(2024-05-01 08:00:00): 已揽收\n----------------------------以上是快递信息----------------------------\n请查一下",
        "dashes around words below which no message begins"
    );
    assert_eq!(
        (chat.message_at(5).text.as_str(), chat.message_at(5).kind),
        ("", Kind::Text),
        "an empty message"
    );
}

#[test]
fn a_picture_is_one_and_is_counted_as_left_out() {
    let chat = manager();
    assert_eq!(chat.message_at(2).kind, Kind::Image);
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
}

#[test]
fn two_messages_of_one_second_are_two() {
    let chat = manager();
    let times = chat.times();
    assert_eq!(times.get(2), times.get(3), "and keep their order");
}

#[test]
fn an_export_joined_to_another_keeps_the_accounts_apart() {
    let other = "别家店:小李\n\n================================================================\n单聊\n================================================================\n----------------------------乙----------------------------\n别家店:小李(2024-05-02 10:00:00):  好\n云上小铺:客服阿青(2024-05-02 10:01:00):  同行你好\n";
    let gbk = fixture_bytes("wangwang_txt", "单聊与群聊_gbk.txt");
    let (first, ..) = encoding_rs::GB18030.decode(&gbk);
    let chat = read("wangwang_txt", "a.txt", first.into_owned() + other);
    assert_eq!(keys(&chat).last().map(String::as_str), Some("别家店|乙"));
    let roles: Vec<Role> =
        chat.messages.iter().rev().take(2).filter_map(|(_, m)| m.sender.as_ref()).map(|s| s.role).collect();
    assert_eq!(roles, [Role::Unknown, Role::Agent], "each account answers in its own export");
    assert_eq!(chat.message_at(9).text, "周五上午。", "the name of the next account is not its words");
}

#[test]
fn the_older_messenger_writes_the_time_first_and_the_date_above() {
    let chat = fixture("wangwang_txt", "older_messenger.txt");
    assert_eq!(chat.senders(), ["tb_lin_0731", ACCOUNT, "tb_lin_0731"]);
    assert_eq!(
        chat.texts(),
        ["在吗", "在的，营业时间: 九点到九点\n2012-03-08\n这行日期是正文", "收到了，谢谢\n2012-03-09 已签收"],
        "a date is dropped only above a message of its day"
    );
    assert_eq!(chat.times().first().map(String::as_str), Some("2012-03-08 07:58:24 second"));
}

#[test]
fn a_time_that_cannot_be_leaves_the_message_undated() {
    for (time, code) in [("2024-02-30 10:00:00", "impossible_date"), ("1905-02-03 10:00:00", "odd_time")] {
        let chat = read("wangwang_txt", "a.txt", format!("甲({time}):  好\n乙(2024-02-03 10:00:00):  嗯\n"));
        assert_eq!(
            (chat.times().first().map(String::as_str), chat.codes()),
            (Some(""), vec![code]),
            "{time}"
        );
        assert_eq!(keys(&chat), ["a"], "nothing names the conversation but the file");
    }
}

#[test]
fn a_title_is_for_a_file_of_one_conversation() {
    let options = ReadOptions { title: Some("台灯".to_owned()), ..ReadOptions::default() };
    let many = fixture_bytes("wangwang_txt", "单聊与群聊_gbk.txt");
    let chat = outcome("wangwang_txt", "a.txt", many, &options).expect("it reads");
    assert!(chat.conversations.iter().all(|c| c.title != "台灯"));
    let one = fixture_bytes("wangwang_txt", "older_messenger.txt");
    let chat = outcome("wangwang_txt", "a.txt", one, &options).expect("it reads");
    assert_eq!(chat.conversations.first().map(|c| c.title.as_str()), Some("台灯"));
    assert_eq!(keys(&chat), ["云上小铺|tb_lin_0731"], "the identity is the source's all the same");
}

#[test]
fn other_texts_with_brackets_and_times_are_not_the_message_manager() {
    for text in ["甲(2024-02-03): 好\n", "2024-03-06 13:58:40 甲: 好\n", "[2024-03-06 13:58:40] 甲: 好\n"]
    {
        assert_eq!(confidence("wangwang_txt", "a.txt", text), Confidence::No, "{text}");
    }
    let empty = outcome("wangwang_txt", "a.txt", " \n\n", &ReadOptions::default());
    assert!(matches!(empty, Err(Error::Empty { .. })));
}

#[test]
fn a_copy_with_spaces_is_parted_into_messages_and_notices() {
    let chat = fixture("qianniu_copy", "spaced.txt");
    assert_eq!(
        chat.texts(),
        [
            "",
            "当前用户来自 商品详情页\n云上台灯 奶黄\n¥89.00",
            "这个能包邮吗",
            "亲，满99包邮\n加一个灯泡就够了",
            "由 服务助手 转交给 云上小铺:客服小北",
            "[图片]",
            "云上小铺:客服阿青 撤回了一条消息",
            "已读",
            "昨天 小舟 2024-5-2 8:00:00 写过",
        ],
        "a status that stands alone is somebody's word; what follows a notice is of the notice"
    );
    assert_eq!(chat.senders()[6], "-", "the program says who took something back");
    assert!(chat.message_at(6).recalled);
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(lost, ["发送中, 已读, 未读"], "what is dropped is named once");
    assert_eq!(chat.codes(), ["not_kept"]);
}

#[test]
fn the_copy_and_the_message_manager_speak_of_one_conversation() {
    let (copy, manager) = (fixture("qianniu_copy", "glued.txt"), manager());
    assert_eq!(keys(&copy).first(), keys(&manager).first(), "shop and customer are the same");
    let names = copied(&["甲 2024-5-3 9:00:01", "在吗", "乙 2024-5-3 9:00:02", "在"]);
    assert_eq!(keys(&names), ["names:乙|甲"], "without a shop those who wrote, sorted");
}

#[test]
fn digits_of_a_glued_name_are_not_digits_of_the_date() {
    let chat = fixture("qianniu_copy", "glued.txt");
    assert_eq!(chat.senders(), ["tb_lin_0731", "云上小铺:客服2", "tb_lin_0731"]);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-02 10:12:59 second"));
    assert!(chat.message_at(2).recalled, "all that is left of it says so");
}

#[test]
fn a_time_in_a_second_line_needs_an_empty_line_above_its_name() {
    let chat = fixture("qianniu_copy", "two_lines.txt");
    assert_eq!(chat.senders(), ["小舟", ACCOUNT, "小舟"]);
    assert_eq!(chat.message_at(0).text, "请问\n2024-5-3 9:00:00\n这个时间对吗", "people write times");
    let tight = copied(&["小舟", "2024-5-3 9:00:01", "在吗", "某店:甲", "2024-5-3 9:00:02", "在"]);
    assert_eq!((tight.senders(), tight.texts()), (vec!["小舟", "某店:甲"], vec!["在吗", "在"]));
}

#[test]
fn a_time_without_a_date_is_kept_with_its_undated_message() {
    let chat = fixture("qianniu_copy", "arrow_1688.txt");
    assert_eq!(chat.texts(), ["样品怎么卖", "样品按批发价", "好的", "好的"]);
    assert_eq!(chat.stated_times(), ["09:05:06", "09:05:40", "09:05:40", "09:05:40"]);
    assert_eq!(chat.senders()[..2], ["小舟", "云上小铺:客服1"]);
    assert!(chat.times().iter().all(String::is_empty));
    assert_eq!(chat.codes(), ["undated_line"], "said once");
}

#[test]
fn arrows_with_dates_and_dates_above_arrows_are_dated() {
    let chat = copied(&["甲 --> 某店:乙 2024-5-3 9:00:01", "在吗", "某店:乙 --> 甲 2024-5-3 9:00:09", "在"]);
    assert_eq!(chat.senders(), ["甲", "某店:乙"]);
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-03 09:00:01 second"));
    let chat = copied(&["2024-05-03", "甲 --> 某店:乙09:00:01", "在吗"]);
    assert_eq!(chat.times(), ["2024-05-03 09:00:01 second"]);
    let subtitles = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
    assert_eq!(confidence("qianniu_copy", "a.srt", subtitles), Confidence::No);
}

#[test]
fn brackets_around_the_name_are_not_part_of_it() {
    let chat = fixture("qianniu_copy", "bracket.txt");
    assert_eq!(chat.senders(), ["小舟", ACCOUNT, "-"]);
    assert_eq!(chat.texts(), ["在吗", "在的", "你撤回了一条消息"]);
}

#[test]
fn the_web_page_names_the_sender_last() {
    let chat = fixture("qianniu_copy", "web_query.txt");
    assert_eq!(chat.senders(), ["林 夕", ACCOUNT, "林 夕", ACCOUNT]);
    assert_eq!(
        chat.texts(),
        [
            "这盏台灯还有货吗？\n奶黄色的",
            "请在客户端查看原始聊天记录，网页版无法展示",
            "开会 12:00:00 开始\n12:00:00",
            "[图片]",
        ],
        "a time below words is words"
    );
    assert_eq!(
        chat.times().last().map(String::as_str),
        Some("2024-05-03 00:01:10 second"),
        "a date is for what follows"
    );
    assert_eq!(
        chat.understanding.partial,
        ["media_omitted:1", "incomplete"],
        "the page says that it hides something"
    );
}

#[test]
fn copies_of_other_programs_are_left_to_them() {
    for text in [
        "李四(12345678) 2024-03-05 9:58:40\n在吗\n",
        "王五(wxid_a1b2) 2024-03-06 13:58:40\n在吗\n\n某店:小美(我) 2024-03-06 13:59:13\n在\n",
        "A-Lan(z00123451)\t2024-03-09 04:58:24\n在吗\n",
        "甲 2024-03-06 13:58:40\n在吗\n",
    ] {
        assert_eq!(confidence("qianniu_copy", "a.txt", text), Confidence::No, "{text}");
    }
}

#[test]
fn a_workbook_has_a_conversation_for_each_sheet_and_none_for_the_summary() {
    let chat = fixture("qianniu_xlsx", "inline_strings.xlsx");
    assert_eq!(keys(&chat), ["tb_lin_0731", "小舟@灯具"]);
    let said: Vec<&str> =
        chat.messages.iter().filter(|(_, m)| m.sender.is_some()).map(|(_, m)| m.text.as_str()).collect();
    assert_eq!(said, ["还有货吗", "有的", "[图片]", "您好", "您好", "第一行\n第二行"]);
    let roles: Vec<Role> =
        chat.messages.iter().filter_map(|(_, m)| m.sender.as_ref()).map(|s| s.role).collect();
    assert_eq!(roles[..2], [Role::Customer, Role::Agent], "the column says so");
    assert!(chat.texts().contains(&"服务已结束"), "a line of the system is an event");
    assert_eq!(chat.codes(), ["undated_row", "undated_row"], "once for each sheet");
    assert_eq!(chat.understanding.partial, ["media_omitted:1"], "the picture is nowhere");
}

#[test]
fn rows_keep_their_order_and_their_times_of_day_over_midnight() {
    let chat = fixture("qianniu_xlsx", "inline_strings.xlsx");
    assert_eq!(chat.texts()[..3], ["还有货吗", "有的", "[图片]"]);
    assert_eq!(chat.stated_times()[..3], ["23:59:30", "00:00:12", "00:00:40"]);
    assert!(chat.times().iter().all(String::is_empty), "no day is guessed");
}

#[test]
fn serial_times_full_dates_and_unknown_columns_are_read_or_named() {
    let chat = fixture("qianniu_xlsx", "shared_strings.xlsx");
    assert_eq!(keys(&chat), ["小舟@灯具 一个很长的名字被表名截短了的客户"], "the cell has the whole name");
    assert_eq!((chat.texts(), chat.stated_times()), (vec!["您好", "你好"], vec!["09:00:01", ""]));
    assert_eq!(chat.times()[1], "2024-05-03 09:00:20 second", "a date is read where there is one");
    assert_eq!(chat.sender_at(0).role, Role::Unknown);
    let lost: Vec<&str> =
        chat.warnings.iter().filter(|w| w.code == "not_kept").map(|w| w.detail.as_str()).collect();
    assert_eq!(lost, ["账号类型: 主账号", "备注"]);
}

#[test]
fn a_parcels_trace_within_a_message_is_nobody() {
    let trace = ["【杭州市】快件已到达 2024-03-07 08:00:00", "【杭州市】快件离开 2024-03-07 12:00:00"];
    for (date, seen_once) in [("2024-3-8", "otherwise"), ("2024-03-08", "earlier")] {
        let header = |name: &str, time: &str| format!("{name} {date} {time}");
        let (asked, told) = (header("小鱼", "9:05:06"), header("某店:小美", "9:05:20"));
        let (good, bye) = (header("小鱼", "9:06:06"), header("某店:小美", "9:07:06"));
        let chat =
            copied(&[&asked, "到哪了", &told, "物流：", trace[0], trace[1], &good, "好的", &bye, "再见"]);
        assert_eq!(chat.senders(), ["小鱼", "某店:小美", "小鱼", "某店:小美"], "{seen_once}");
        assert_eq!(chat.message_at(1).text, format!("物流：\n{}\n{}", trace[0], trace[1]));
        assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    }
    let two_lines = copied(&[
        "小鱼",
        "2024-3-8 9:05:06",
        "到哪了",
        "某店:小美",
        "2024-3-8 9:05:20",
        "物流：",
        "快件已到达",
        "2024-03-07 08:00:00",
        "小鱼",
        "2024-3-8 9:06:06",
        "好的",
    ]);
    assert_eq!(two_lines.texts(), ["到哪了", "物流：\n快件已到达\n2024-03-07 08:00:00", "好的"]);
    let older = "2012-03-08 07:58:24 某店:小美: 您好\n2012-03-08 07:59:24 小鱼: 物流\n\
        2012-03-07 08:00:00 杭州: 已签收\n2012-03-08 08:00:24 某店:小美: 好\n";
    let older = read("wangwang_txt", "a.txt", older);
    assert_eq!(older.texts(), ["您好", "物流\n2012-03-07 08:00:00 杭州: 已签收", "好"]);
    assert_eq!(older.codes(), ["names_seen_once"]);
}

#[test]
fn somebody_seen_once_is_taken_and_named() {
    let chat = copied(&["甲 2024-3-8 9:05:06", "在吗", "乙 2024-3-8 9:05:20", "在"]);
    assert_eq!(chat.senders(), ["甲", "乙"]);
    let doubts: Vec<_> = chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("names_seen_once", "乙")], "nothing stands above the first");
}

#[test]
fn a_line_too_long_for_a_name_is_words() {
    let long = format!("{} 2024-3-8 9:05:20", "长".repeat(90));
    let chat = copied(&["甲 2024-3-8 9:05:06", "在吗", &long, "甲 2024-3-8 9:06:06", &long]);
    assert_eq!(chat.senders(), ["甲", "甲"]);
}

#[test]
fn an_export_joined_to_a_single_chat_is_its_own_accounts() {
    let part = |account: &str| {
        let ruled = "=".repeat(64);
        let dashes = "-".repeat(28);
        let said = format!("小鱼(2024-03-08 07:58:24):  在吗\n{account}(2024-03-08 07:59:24):  在");
        format!("{account}\n{ruled}\n单聊\n{ruled}\n{dashes}小鱼{dashes}\n{said}\n")
    };
    let chat = read("wangwang_txt", "a.txt", part("甲店:小美") + &part("乙店:小李"));
    assert_eq!(keys(&chat), ["甲店|小鱼", "乙店|小鱼"]);
    assert_eq!(chat.texts(), ["在吗", "在", "在吗", "在"]);
}

#[test]
fn a_space_behind_a_name_makes_no_other_person_and_no_other_conversation() {
    for id in ["wangwang_txt", "qianniu_copy"] {
        let chat = |gap: &str| {
            let time = match id {
                "wangwang_txt" => ["(2024-03-01 20:15:02):  在吗", "(2024-03-01 20:15:02):  在"],
                _ => [" 2024-3-1 20:15:02\n在吗", " 2024-3-1 20:15:02\n在"],
            };
            let [first, second] = time;
            read(
                id,
                "a.txt",
                format!("tb_lin{gap}{first}\n\n韩都旗舰店:小雨{gap}{second}\n\ntb_lin{gap}{first}\n"),
            )
        };
        let (plain, spaced) = (chat(""), chat(" "));
        assert_eq!(spaced.senders(), ["tb_lin", "韩都旗舰店:小雨", "tb_lin"], "{id}");
        assert_eq!(spaced.conversations, plain.conversations, "{id}");
    }
    let dashes = "-".repeat(28);
    let threads = |gap: &str| {
        let text = format!("{dashes}tb_lin{gap}{dashes}\ntb_lin{gap}(2024-03-01 20:15:02):  在吗\n");
        read("wangwang_txt", "a.txt", text).conversations
    };
    assert_eq!(threads(" "), threads(""), "the name of a conversation, too");
}
