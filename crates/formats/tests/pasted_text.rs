//! Traps of pasted text, one by one.

mod support;

use support::{Collected, confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, IMPORTERS, ReadOptions};
use yanju_model::{Kind, Platform, draft::DateOrder};

fn pasted(text: &str) -> Collected {
    read("pasted_text", "pasted.txt", text)
}

fn key(chat: &Collected) -> &str {
    chat.conversations.first().map_or("", |conversation| &conversation.key)
}

#[test]
fn a_window_of_names_and_times_keeps_every_line_and_takes_no_parcel_for_a_person() {
    let chat = fixture("pasted_text", "dingtalk_window.txt");
    let shop = "小禾 11:00-20:00";
    assert_eq!(chat.senders(), ["林夕", shop, "林夕", "林夕", shop]);
    assert_eq!(chat.message_at(1).text, "抱歉给您添麻烦了！\n麻烦拍一张照片\n\n订单号也发我一下");
    assert_eq!(chat.message_at(3).text, "物流是这样写的：\n【杭州】已签收 2024-03-03 18:20\n订单号 88001");
    assert_eq!(
        (chat.message_at(2).kind, chat.understanding.partial.clone()),
        (Kind::Image, vec!["media_omitted:1".to_owned()])
    );
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-05 10:11:00 minute"));
    assert_eq!(chat.codes(), ["not_kept"], "notes about being read change with every copy and are no words");
    assert_eq!(key(&chat), "names:小禾 11:00-20:00\u{1F}林夕");
}

#[test]
fn days_above_times_are_those_of_what_follows() {
    let chat = fixture("pasted_text", "days_and_times.txt");
    assert_eq!(chat.senders(), ["🐟阿鱼", "灯火小店", "🐟阿鱼"]);
    assert_eq!(
        chat.times(),
        ["2024-03-05 10:02:00 minute", "2024-03-05 10:03:00 minute", "2024-03-06 09:15:00 minute"]
    );
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn names_and_words_without_times_are_undated_and_a_form_names_nobody() {
    let chat = fixture("pasted_text", "said.txt");
    assert_eq!(chat.senders(), ["客户", "客服", "客户", "客服"]);
    assert_eq!(chat.texts(), ["这款还有货吗", "有的\n地址：发我一下就行", "好，\n明天拍", "收到"]);
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 4], vec!["undated_line"]));
}

#[test]
fn two_lines_of_name_and_time_with_the_newest_first_are_turned_round() {
    let chat = fixture("pasted_text", "two_lines_newest_first.txt");
    assert_eq!(chat.senders(), ["林夕", "林夕", "灯火小店"]);
    assert_eq!(chat.texts(), ["在吗", "请问寄出了吗", "已经寄出了"]);
}

#[test]
fn times_before_names_are_read_in_gb18030() {
    let chat = fixture("pasted_text", "time_first_gbk.txt");
    assert_eq!(chat.texts(), ["有没有小号的", "有的，\n小号也是同样的价", "好"]);
    assert_eq!(chat.understanding.encoding, "gb18030");
}

#[test]
fn the_marks_of_a_quotation_around_all_of_it_are_taken_off_and_ids_are_known() {
    let chat = fixture("pasted_text", "quoted_mail.txt");
    assert_eq!(chat.senders(), ["小禾", "林夕"]);
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("cs007"));
    assert_eq!(chat.message_at(1).text, "你好\n> 小禾(cs007)  2024-03-05 10:02\n想问运费");
}

#[test]
fn other_writings_of_the_same_people_are_their_messages_and_of_nobody_else() {
    // A window writes today's times without a date.
    let chat = pasted(
        "林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n在\n小禾 2024-03-05 10:04\n请说\n林夕 09:15\n早\n会议 15:00\n",
    );
    assert_eq!(chat.senders(), ["林夕", "小禾", "小禾", "林夕"]);
    assert_eq!(chat.times().last().map(String::as_str), Some(""), "nobody knows which day that is");
    assert_eq!(chat.message_at(3).text, "早\n会议 15:00");
}

#[test]
fn days_told_from_the_day_of_copying_are_never_resolved_and_their_words_stay() {
    let chat = pasted("林夕 昨天 10:02\n在吗\n小禾 今天 09:03\n在\n林夕 星期三 10:00\n好\n小禾 刚刚\n嗯\n");
    assert_eq!(chat.senders(), ["林夕", "小禾", "林夕", "小禾"]);
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 4], vec!["undated_line"; 4]));
    assert_eq!(chat.warnings.first().map(|w| w.detail.as_str()), Some("林夕 昨天 10:02"));
}

#[test]
fn a_line_that_says_yesterday_ends_the_day_above() {
    let chat = pasted("2024-03-05\n林夕 10:02\n在吗\n昨天\n小禾 10:03\n在\n林夕 10:05\n好\n");
    assert_eq!(chat.senders(), ["林夕", "-", "小禾", "林夕"]);
    assert_eq!(chat.times(), ["2024-03-05 10:02:00 minute", "", "", ""]);
    assert_eq!(chat.message_at(1).text, "昨天", "the word is kept");
}

#[test]
fn every_layout_is_read() {
    for (text, first) in [
        ("2024-03-05 10:02:11 林夕\n在吗\n2024-03-05 10:03:00 小禾\n在\n", "2024-03-05 10:02:11 second"),
        ("[林夕] 2024-03-05 10:02\n在吗\n[小禾] 2024-03-05 10:03\n在\n", "2024-03-05 10:02:00 minute"),
        ("林夕(2024-03-05 10:02:11)：在吗\n小禾(2024-03-05 10:03:11)：在\n", "2024-03-05 10:02:11 second"),
        ("10:02 林夕: 在吗\n10:03 小禾: 在\n", ""),
        ("林夕\n10:02\n在吗\n小禾\n10:03\n在\n林夕\n10:04\n好\n", ""),
        (
            "2024-03-05 10:02\n林夕\n在吗\n2024-03-05 10:03\n小禾\n在\n2024-03-05 10:05\n林夕\n好\n",
            "2024-03-05 10:02:00 minute",
        ),
        (
            "林夕：2024年3月5日 上午10:02\n在吗\n小禾：2024年3月5日 上午10:03\n在\n",
            "2024-03-05 10:02:00 minute",
        ),
        ("林夕, [05.03.2024 10:02]\n在吗\n\n小禾, [05.03.2024 10:03]\n在\n", "2024-03-05 10:02:00 minute"),
        ("林夕 Mar 5, 2024 10:02 AM\n在吗\n小禾 Mar 5, 2024 10:03 AM\n在\n", "2024-03-05 10:02:00 minute"),
        ("林夕 (2024-03-05 10:02):\n在吗\n小禾 (2024-03-05 10:03):\n在\n", "2024-03-05 10:02:00 minute"),
        ("林夕\t2024-03-05 10:02\t在吗\n小禾\t2024-03-05 10:03\t在\n", "2024-03-05 10:02:00 minute"),
        ("2024-03-05 10:02\t林夕\t在吗\n2024-03-05 10:03\t小禾\t在\n", "2024-03-05 10:02:00 minute"),
    ] {
        let chat = pasted(text);
        assert_eq!(chat.senders().get(..2), Some(["林夕", "小禾"].as_slice()), "{text}");
        assert_eq!(chat.texts().get(..2), Some(["在吗", "在"].as_slice()), "{text}");
        assert_eq!(chat.times().first().map(String::as_str), Some(first), "{text}");
        assert_eq!(confidence("pasted_text", "x.dat", text), Confidence::Possible, "{text}");
    }
}

#[test]
fn colons_in_names_are_not_taken_for_the_end_of_them_where_words_stand_below() {
    let chat = pasted(
        "2024-03-06 13:58:40 林夕：回收\n在吗\n\n2024-03-06 13:59:40 灯火:小禾\n在\n\n2024-03-06 14:58:40 林夕：回收\n好\n",
    );
    assert_eq!(chat.senders(), ["林夕：回收", "灯火:小禾", "林夕：回收"]);
}

#[test]
fn days_that_can_be_read_in_two_orders_are_asked_for() {
    let text = "林夕 05/06/2024 10:02\n在吗\n小禾 05/06/2024 10:03\n在\n";
    let refused = outcome("pasted_text", "a.txt", text, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::AmbiguousDates { .. })), "a guess would be an invention");
    let options = ReadOptions { date_order: Some(DateOrder::Mdy), ..ReadOptions::default() };
    let chat = outcome("pasted_text", "a.txt", text, &options).expect("the user decided");
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-05-06 10:02:00 minute"));
    assert_eq!(chat.understanding.date_order, Some(DateOrder::Mdy));
    let decided = pasted("林夕 05/06/2024 10:02\n在吗\n小禾 13/06/2024 10:03\n在\n");
    assert_eq!(decided.understanding.date_order, Some(DateOrder::Dmy), "there is no month 13");
}

#[test]
fn a_header_quoted_within_a_message_does_not_part_it() {
    let chat = pasted(
        "林夕 2024-03-05 10:02\n他当时说：\n> 小禾 2024-03-01 09:00\n[2024-03-01 09:00] 小禾: 明天到\n小禾 2024-03-05 10:03\n抱歉\n",
    );
    assert_eq!(chat.senders(), ["林夕", "小禾"]);
    assert!(chat.message_at(0).text.ends_with("小禾: 明天到"), "{:?}", chat.texts());
}

#[test]
fn where_headers_stand_apart_one_that_does_not_is_quoted() {
    let both = |minute| format!("林夕 2024-03-05 10:{minute}\n一\n\n小禾 2024-03-05 11:{minute}\n二\n\n");
    let text: Vec<String> = (10..20).map(both).collect();
    let text = text.concat();
    let chat = pasted(&format!("{text}林夕 2024-03-05 12:00\n你说过：\n小禾 2024-03-05 11:10\n二\n"));
    assert_eq!(chat.messages.len(), 21);
    assert_eq!(chat.message_at(20).text, "你说过：\n小禾 2024-03-05 11:10\n二");
}

#[test]
fn lines_before_the_first_header_are_kept_and_reported() {
    let chat = pasted(
        "聊天记录\n林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n在\n林夕 2024-03-05 10:04\n好\n",
    );
    assert_eq!(
        (chat.senders(), chat.codes()),
        (vec!["-", "林夕", "小禾", "林夕"], vec!["unrecognised_line"])
    );
}

#[test]
fn recalls_and_comings_between_messages_are_events() {
    let chat = pasted(
        "林夕 2024-03-05 10:02\n在吗\n\n小禾撤回了一条消息\n\n林夕 2024-03-05 10:04\n好\n\n小禾 2024-03-05 10:04\n嗯\n\n\"阿岚\"邀请\"小禾\"加入了群聊\n\n林夕 2024-03-05 10:05\n他撤回了一条消息\n",
    );
    assert_eq!(chat.senders(), ["林夕", "-", "林夕", "小禾", "-", "林夕"]);
    assert!(chat.message_at(1).recalled && !chat.message_at(4).recalled);
}

#[test]
fn what_only_says_read_is_somebodys_words() {
    let chat = pasted("林夕 2024-03-05 10:02\n已读\n小禾 2024-03-05 10:03 未读\n在\n");
    assert_eq!(chat.texts(), ["已读", "在"]);
    assert_eq!(chat.senders(), ["林夕", "小禾"]);
}

#[test]
fn times_between_spoken_lines_are_those_of_the_next() {
    let chat = pasted("2024-03-05 10:02\n客户：在吗\n客服：在\n2024-03-05 11:00\n客户：好\n客服：嗯\n");
    assert_eq!(chat.senders(), ["客户", "客服", "客户", "客服"]);
    assert_eq!(chat.times(), ["2024-03-05 10:02:00 minute", "", "2024-03-05 11:00:00 minute", ""]);
}

#[test]
fn impossible_and_odd_days_leave_messages_undated() {
    let chat = pasted("林夕 2024-02-30 10:02\n在吗\n林夕 1970-01-01 08:00\n在\n林夕 2024-03-05 10:03\n好\n");
    assert_eq!(chat.senders(), ["-", "-", "林夕", "林夕"], "there is no 30th of February: it is words");
    assert_eq!(chat.codes(), ["unrecognised_line", "unrecognised_line", "odd_time"]);
}

#[test]
fn what_is_no_chat_is_nobodys() {
    for text in [
        "",
        "今天 10:30\n见面\n",
        "会议 15:00 开始\n大家准时\n",
        "2024-01-05 10:00:01 INFO started\n2024-01-05 10:00:02 WARN slow\n",
        "name: yanju\nversion: 1\n",
        "a,b\n2024-01-05 10:00,x\n",
        "{\n  \"time\": \"2024-01-05 10:00\",\n  \"time\": \"2024-01-05 10:01\"\n}\n",
        "Dear all,\nplease find attached.\n\nRegards\n",
    ] {
        assert_eq!(confidence("pasted_text", "a.txt", text), Confidence::No, "{text}");
    }
    let refused = outcome("pasted_text", "a.txt", "nothing of the kind", &ReadOptions::default());
    assert!(matches!(refused, Err(Error::Lacks { what: "messages", .. })));
    let empty = outcome("pasted_text", "a.txt", " \n\n", &ReadOptions::default());
    assert!(matches!(empty, Err(Error::Empty { .. })));
}

#[test]
fn one_header_at_the_very_start_is_a_message() {
    let text = "林夕 2024-03-05 10:02\n在吗\n还有货吗\n";
    assert_eq!(confidence("pasted_text", "a.txt", text), Confidence::Possible);
    assert_eq!(confidence("pasted_text", "a.txt", format!("附：\n{text}")), Confidence::No);
    assert_eq!(pasted(text).texts(), ["在吗\n还有货吗"]);
}

#[test]
fn the_platform_and_title_are_the_users() {
    let options = ReadOptions {
        platform: Some(Platform::DingTalk),
        title: Some("售后群".to_owned()),
        ..ReadOptions::default()
    };
    let text = "林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n在\n";
    let chat = outcome("pasted_text", "a.txt", text, &options).expect("it is read");
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::DingTalk, "售后群"));
    let without = pasted(text);
    assert_eq!(without.conversations.first().map(|c| c.platform), Some(Platform::Other));
}

#[test]
fn a_name_with_a_date_beside_it_is_no_mark_of_wechat() {
    let text = "张三 2024-01-15 10:30\n您好\n张 四 2024-01-15 10:31\n在的\n";
    let best = IMPORTERS.iter().max_by_key(|i| confidence(i.about().id, "a.txt", text));
    assert_eq!(best.map(|i| i.about().id), Some("pasted_text"));
}

#[test]
fn a_day_that_somebody_answers_with_is_what_they_wrote() {
    let chat = pasted(
        "2024-03-05\n林夕 10:02\n什么时候发\n小禾 10:03\n今天\n林夕 10:04\n好\n小禾 10:05\n2024-03-06\n林夕 10:06\n嗯\n",
    );
    assert_eq!(chat.texts(), ["什么时候发", "今天", "好", "2024-03-06", "嗯"]);
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-05 10:06:00 minute"));
    let below = pasted(
        "买家\n2024-03-05 10:02\n什么时候发\n主账号\n2024-03-05 10:03\n今天\n买家\n2024-03-05 10:04\n好\n",
    );
    assert_eq!(below.senders(), ["买家", "主账号", "买家"]);
}

#[test]
fn a_form_is_no_talk_and_an_aside_no_name() {
    let form = "订单号：123\n姓名：张三\n电话：138\n地址：北京\n";
    assert_eq!(confidence("pasted_text", "a.txt", form), Confidence::No);
    let chat =
        pasted("Customer: my order is late\n\nAgent: Sorry!\nLet me check: order 88\n\nCustomer: thanks\n");
    assert_eq!(chat.senders(), ["Customer", "Agent", "Customer"]);
    assert_eq!(chat.message_at(1).text, "Sorry!\nLet me check: order 88");
}

#[test]
fn drawn_lines_between_messages_are_layout() {
    let chat =
        pasted("--------\n林夕 2024-03-05 10:02\n在吗\n--------\n小禾 2024-03-05 10:03\n在\n--------\n");
    assert_eq!((chat.texts(), chat.codes()), (vec!["在吗", "在"], vec![]));
}

#[test]
fn a_sentence_with_a_time_to_come_is_what_somebody_wrote() {
    let chat = pasted(
        "2024-03-05\n\n林夕 10:02\n\n几点\n\n小禾 10:03\n\n这样：\n\n一会儿 15:00\n\n林夕 10:04\n\n好\n\n小禾 23:58\n\n晚安\n\n阿岚 23:59\n\n我也\n\n林夕 00:01\n\n嗯\n",
    );
    assert_eq!(chat.senders(), ["林夕", "小禾", "林夕", "小禾", "阿岚", "林夕"], "midnight is no such time");
    assert_eq!(chat.message_at(1).text, "这样：\n\n一会儿 15:00");
}

#[test]
fn what_the_system_says_is_an_event() {
    let chat = pasted(
        "2024-03-05 10:02:11 林夕: 你好\n2024-03-05 10:02:15 系统消息: 客服接入\n2024-03-05 10:03:11 小禾: 在\n",
    );
    assert_eq!(chat.senders(), ["林夕", "-", "小禾"]);
    assert_eq!((chat.message_at(1).kind, chat.message_at(1).sent_at.is_some()), (Kind::System, true));
}

#[test]
fn controls_of_direction_and_width_are_somebodys_and_stay() {
    let said = "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{FEFF}f";
    let name = "\u{202E}Mal\u{202C}lory\u{200B}";
    for text in [
        format!("{name} 2024-03-05 10:02\n{said}\n"),
        format!("2024-03-05 10:02:11 {name}\n{said}\n2024-03-05 10:02:11 {name}\n{said}\n"),
        format!("2024-03-05 10:02 {name}: {said}\n"),
        format!("{name} 2024-03-05 10:02: {said}\n"),
        format!("{name}\n2024-03-05 10:02\n{said}\n"),
        format!("{name}：{said}\n{name}：{said}\n"),
    ] {
        let chat = pasted(&text);
        assert_eq!((chat.texts().first(), chat.senders().first()), (Some(&said), Some(&name)), "{text}");
    }
}

#[test]
fn a_message_taken_back_is_marked_in_every_layout() {
    for (text, at) in [
        (
            "林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n在\n\n对方撤回了一条消息\n\n林夕 2024-03-05 10:04\n好\n小禾 2024-03-05 10:04\n嗯\n",
            2,
        ),
        ("林夕：在吗\n小禾：在\n你撤回了一条消息\n林夕：好\n小禾：嗯\n", 2),
        ("林夕：在吗\n小禾：对方撤回了一条消息\n林夕：好\n小禾：嗯\n", 1),
        (
            "2024-03-05 10:02 林夕：在吗\n2024-03-05 10:03 小禾：你撤回了一条消息 重新编辑\n2024-03-05 10:04 林夕：好\n",
            1,
        ),
        (
            "林夕\n2024-03-05 10:02\n在吗\n\n小禾\n2024-03-05 10:03\n\"小禾\"撤回了一条消息\n\n林夕\n2024-03-05 10:04\n好\n",
            1,
        ),
        (
            "林夕\n2024-03-05 10:02\n在吗\n\n小禾\n2024-03-05 10:03\n在\n\n“林夕”撤回了一条消息\n\n林夕\n2024-03-05 10:04\n好\n",
            2,
        ),
    ] {
        let chat = pasted(text);
        let marked: Vec<usize> = (0..chat.texts().len()).filter(|n| chat.message_at(*n).recalled).collect();
        assert_eq!(marked, [at], "{text}: {:?}", chat.texts());
    }
    let quoted = pasted(
        "林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n他说\n你撤回了一条消息吗\n林夕 2024-03-05 10:04\n没\n",
    );
    assert!((0..3).all(|n| !quoted.message_at(n).recalled), "{:?}", quoted.texts());
}

#[test]
fn a_picture_between_the_words_of_a_message_is_told_as_left_out() {
    let chat = pasted(
        "刘女士 2024-03-13 10:25\n是的\n[图片]\n\n客服小禾 2024-03-13 10:26\n收到\n\n刘女士 2024-03-13 10:27\n好\n",
    );
    assert_eq!(chat.message_at(0).text, "是的\n[图片]");
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
}

#[test]
fn a_clock_without_a_day_is_told_beside_the_message() {
    type Laid = fn(&str, &str) -> String;
    let layouts: [Laid; 7] = [
        |name, time| format!("{name} {time}\n在吗\n"),
        |name, time| format!("{time} {name}\n在吗\n"),
        |name, time| format!("{name}\n{time}\n在吗\n"),
        |name, time| format!("{time}\n{name}\n在吗\n"),
        |name, time| format!("{name} {time}：在吗\n"),
        |name, time| format!("[{time}] {name}：在吗\n"),
        |name, time| format!("[{name}] [{time}] 在吗\n"),
    ];
    for (number, layout) in layouts.iter().enumerate() {
        for names in [["王磊", "李敏"], ["A", "M"]] {
            let times = ["10:02", "9:05", "9:06", "12:01"];
            let lines = times.iter().enumerate().map(|(at, time)| layout(names[at % 2], time));
            let chat = pasted(&lines.collect::<String>());
            assert!(chat.times().iter().all(String::is_empty), "no day is made up: {number}");
            assert_eq!(chat.stated_times(), times, "layout {number} of {names:?}");
        }
    }
}

#[test]
fn an_hour_that_no_clock_shows_is_told_beside_its_message() {
    let chat =
        pasted("小林 2024-03-05 10:26\n在吗\n\n小林 2024-03-05 26:30\n还在吗\n\n小禾 2024-03-05 10:30\n在\n");
    assert_eq!(chat.stated_times(), ["", "2024-03-05 26:30", ""]);
}

/// A name that stands above a time is remembered as the line it is; behind it a space keeps it from being so.
#[test]
fn a_name_met_again_is_read_as_it_was_the_first_time() {
    let names =
        ["小林", "【小禾】", "系统消息", "李四(10001)", "王五：", "客服-", "Lin Xi", "明天见", "10086"];
    let times = [
        "2024/3/5 10:02",
        "2024/3/5 10:03",
        "2024-03-05 10:04:05",
        "2024/3/6 9:00",
        "2024/13/6 9:00",
        "昨天 9:00",
    ];
    let words =
        ["在吗", "[图片]", "撤回了一条消息", "小林", "好的：明天", "2024/3/5", "---", "小禾 说 10:02"];
    for seed in 0..400_usize {
        let text = |gap: &str| {
            let mut text = String::new();
            for turn in 0..40 {
                let pick = |of: usize, salt: usize| (seed * 31 + turn * 7 + turn * turn * seed * salt) % of;
                let name = names[pick(if seed % 2 == 0 { 3 } else { names.len() }, 3)];
                let time = times[pick(if seed % 3 == 0 { 2 } else { times.len() }, 5)];
                let lines = [name, gap, "\n", time, "\n", words[pick(words.len(), 11)], "\n"];
                text.extend(lines.into_iter().chain(["", "\n"].get(pick(2, 13)).copied()));
            }
            text
        };
        let (remembered, anew) = (pasted(&text("")), pasted(&text(" ")));
        // Where the line is somebody's words, so is the space.
        let told = |chat: &Collected| {
            let mut messages = chat.messages.clone();
            for (_, message) in &mut messages {
                message.text = message.text.replace(" \n", "\n").trim_end().to_owned();
            }
            messages
        };
        for (remembered, anew) in told(&remembered).iter().zip(&told(&anew)) {
            assert_eq!(remembered, anew, "of seed {seed}");
        }
        assert_eq!(remembered.messages.len(), anew.messages.len(), "of seed {seed}");
        assert_eq!(remembered.codes(), anew.codes(), "of seed {seed}");
    }
}

#[test]
fn bold_type_around_a_whole_name_is_layout() {
    let chat = pasted(
        "**Ann** — 2024-03-05 10:21\n> hello\n\n**Kim** — 2024-03-05 10:22\n> **hi**\n\n**Ann** — 2024-03-05 10:23\nok\n",
    );
    assert_eq!(chat.senders(), ["Ann", "Kim", "Ann"]);
    assert!(chat.message_at(1).text.ends_with("**hi**"), "words keep theirs");
}

#[test]
fn a_day_without_a_year_behind_a_name_is_no_part_of_the_name_and_stays_as_it_is_written() {
    let text = "拼小客 03-05 10:21:22\n您好，欢迎光临\n买家 03-05 10:22:00\n坏了怎么赔\n拼小客 03-06 10:22:00\n请拍照\n";
    assert_eq!(confidence("qq_copy", "a.txt", text), Confidence::No, "QQ writes the year");
    for id in ["pasted_text", "qq_copy"] {
        let chat = read(id, "a.txt", text);
        assert_eq!(chat.senders(), ["拼小客", "买家", "拼小客"], "{id}");
        assert_eq!(chat.stated_times(), ["03-05 10:21:22", "03-05 10:22:00", "03-06 10:22:00"], "{id}");
        assert_eq!(chat.times(), [""; 3], "{id}");
    }
}

#[test]
fn a_date_among_clocks_settles_nothing_by_itself_and_is_asked_for() {
    let text = "[10:21] Smith, John\nhello team\n[10:22] Kim Park\nhi\n[3/6/2024 9:00 AM] Smith, John\nstill broken\n";
    let refused = outcome("pasted_text", "teams.txt", text, &ReadOptions::default());
    let Err(Error::AmbiguousDates { orders, .. }) = refused else { panic!("a guess would be an invention") };
    assert_eq!(orders, [DateOrder::Dmy, DateOrder::Mdy], "no year of four digits stands first");
    let options = ReadOptions { date_order: Some(DateOrder::Mdy), ..ReadOptions::default() };
    let chat = outcome("pasted_text", "teams.txt", text, &options).expect("it can be read");
    assert_eq!(chat.times(), ["", "", "2024-03-06 09:00:00 minute"]);
    let chat = pasted(&text.replace("3/6/2024", "3/16/2024"));
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-16 09:00:00 minute"));
}

#[test]
fn what_a_help_desk_draws_in_stars_is_an_event_with_its_time() {
    let text = "Chat started: 2024-03-05 10:21 AM UTC\n\n(10:21:33 AM) Visitor 8891: hi there\n(10:21:50 AM) *** Kim joined the chat ***\n(10:22:01 AM) Kim: Hello, how can I help?\n*** no time ***\n(10:22:09 AM) Visitor 8891: order #A-5521: where?\n";
    let chat = pasted(text);
    assert_eq!(chat.senders(), ["-", "Visitor 8891", "-", "Kim", "Visitor 8891"]);
    assert_eq!(chat.texts().get(1..3), Some(&["hi there", "*** Kim joined the chat ***"][..]));
    assert_eq!(chat.stated_times().get(2), Some(&"10:21:50 AM"));
    assert_eq!(chat.message_at(2).kind, Kind::System);
    assert!(chat.message_at(3).text.ends_with("*** no time ***"), "somebody may draw so");
}

#[test]
fn a_name_below_a_time_of_several_messages_is_told() {
    let chat = pasted(
        "昨天 22:58\n小美\n你好 我的快递丢了\n客服007\n请提供单号\n星期三 09:12\n小美\nSF1234567890123\n",
    );
    assert_eq!(chat.senders(), ["小美", "小美"]);
    let doubt = chat.warnings.iter().find(|warning| warning.code == "name_within");
    assert_eq!(doubt.map(|doubt| doubt.detail.as_str()), Some("客服007"));
    let text = "2024-03-05 15:05\n小美\n我的快递呢\n还没到\n在吗\n\n2024-03-05 15:06\n客服\n在查\n\n2024-03-05 15:07\n小美\n好\n";
    assert!(pasted(text).warnings.is_empty(), "whole dates stand above each message");
}
