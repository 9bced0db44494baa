//! Traps of the line-based formats, WhatsApp and WeChat, one by one.

mod support;

use support::{Collected, confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, draft::DateOrder};

fn whatsapp(text: &str) -> Collected {
    read("whatsapp", "chat.txt", text)
}

fn wechat(text: &str) -> Collected {
    read("wechat_multiselect", "chat.txt", text)
}

fn kinds(chat: &Collected) -> Vec<Kind> {
    chat.messages.iter().map(|(_, draft)| draft.kind).collect()
}

#[test]
fn an_android_export_keeps_lines_files_marks_and_events() {
    let chat = fixture("whatsapp", "WhatsApp Chat with Mara Quill.txt");
    assert_eq!(
        chat.senders(),
        [
            "-",
            "Mara Quill",
            "Lantern Shop",
            "Mara Quill",
            "Mara Quill",
            "Lantern Shop",
            "Lantern Shop",
            "Mara Quill"
        ]
    );
    assert_eq!(
        chat.message_at(2).text,
        "Good morning!\nCould you tell me the order number?\n\nIt is on the invoice."
    );
    assert_eq!(
        chat.message_at(3).attachments.first().map(|f| f.name.as_str()),
        Some("IMG-20240315-WA0001.jpg")
    );
    assert!(chat.message_at(3).attachments.iter().all(|f| f.content.is_none()), "the picture is not there");
    assert!(chat.message_at(5).recalled, "the mark of a deleted message is understood");
    assert_eq!(chat.message_at(6).text, "It ships today <This message was edited>");
    assert_eq!(chat.message_at(7).text, ".", "a known name needs no space behind its colon");
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.title.as_str(), conversation.key.as_str()), ("Mara Quill", "Mara Quill"));
}

#[test]
fn a_chinese_iphone_export_reads_half_days_colons_in_names_and_the_encryption_notice() {
    let chat = fixture("whatsapp", "与林夕的 WhatsApp 聊天.txt");
    let shop = "灯火旗舰店:客服小禾";
    assert_eq!(chat.senders(), ["-", "林夕", shop, shop, "林夕", "林夕"]);
    assert_eq!(chat.message_at(2).text, "今天下午: 三点前", "the words keep their own colon");
    assert_eq!(chat.times().get(4).map(String::as_str), Some("2024-03-06 00:05:47 second"));
    assert_eq!(
        kinds(&chat),
        [Kind::System, Kind::Text, Kind::Text, Kind::Image, Kind::Image, Kind::Location]
    );
}

#[test]
fn an_archive_gives_its_media_and_names_what_is_missing() {
    let chat = fixture("whatsapp", "WhatsApp Chat - Team Lamp.zip");
    assert_eq!(chat.senders(), ["-", "-", "Ben", "Ben", "Cleo", "Dan"]);
    let files: Vec<_> =
        chat.messages.iter().flat_map(|(_, m)| &m.attachments).map(|f| f.content.is_some()).collect();
    assert_eq!(files, [true, false], "the invoice is in the archive, the photo is not");
    assert_eq!(
        chat.conversations.first().map(|c| c.key.as_str()),
        Some("Team Lamp"),
        "three writers, one title"
    );
}

#[test]
fn utf_16_and_polls_are_read() {
    let chat = fixture("whatsapp", "us_iphone_utf16.txt");
    assert_eq!(chat.understanding.encoding, "utf-16le");
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Text, Kind::Card, Kind::Sticker]);
    assert_eq!(chat.understanding.date_order, Some(DateOrder::Mdy));
}

#[test]
fn dates_that_nothing_decides_are_asked_for_and_the_answer_is_used() {
    let text = "6/7/26, 14:20 - A: one\n6/7/26, 14:21 - B: two\n";
    let refused = outcome("whatsapp", "chat.txt", text, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::AmbiguousDates { .. })), "a guess would be an invention");
    let options = ReadOptions { date_order: Some(DateOrder::Dmy), ..ReadOptions::default() };
    let chat = outcome("whatsapp", "chat.txt", text, &options).expect("the user decided");
    assert_eq!(chat.times().first().map(String::as_str), Some("2026-07-06 14:20:00 minute"));
}

#[test]
fn an_order_said_for_other_files_does_not_undo_years_that_stand_in_front() {
    let options = ReadOptions { date_order: Some(DateOrder::Dmy), ..ReadOptions::default() };
    let chat =
        outcome("whatsapp", "a.txt", "2024-03-05, 09:02 - Mara: Is it in?\n", &options).expect("it reads");
    assert_eq!((chat.times(), chat.codes()), (vec!["2024-03-05 09:02:00 minute".to_owned()], vec![]));
}

#[test]
fn a_quoted_header_of_another_layout_stays_in_the_message() {
    let chat =
        whatsapp("20/03/24, 10:00 - A: look:\n[19.03.24, 09:00:12] C: old words\n20/03/24, 10:01 - B: yes\n");
    assert_eq!(chat.senders(), ["A", "B"]);
    assert_eq!(chat.message_at(0).text, "look:\n[19.03.24, 09:00:12] C: old words");
}

#[test]
fn an_event_with_a_colon_in_quotation_marks_has_no_sender() {
    let chat = whatsapp("20/03/24, 10:00 - Ben created group \"Plan: B\"\n20/03/24, 10:01 - Ben: hello\n");
    assert_eq!(chat.senders(), ["-", "Ben"]);
}

#[test]
fn lines_before_the_first_header_are_kept_and_reported() {
    let chat = whatsapp("see below\n20/03/24, 10:00 - A: one\n");
    assert_eq!((chat.senders(), chat.codes()), (vec!["-", "A"], vec!["unrecognised_line"]));
    assert_eq!(chat.warnings.first().map(|w| w.place.as_str()), Some("line 1"));
}

#[test]
fn bracketed_lines_without_seconds_are_left_to_signal_and_line() {
    let signal = "[2019-12-24, 12:23] Jane: Hello\n[2020-01-17, 21:49] John: Hi\n";
    assert_eq!(confidence("whatsapp", "chat.txt", signal), Confidence::No);
}

#[test]
fn an_android_mail_keeps_times_in_names_blank_lines_and_quotations() {
    let chat = fixture("wechat_multiselect", "android_private.txt");
    let shop = "小王 11:00-20:00";
    assert_eq!(chat.senders(), ["阿岚", shop, "阿岚", "阿岚", shop, "-", "阿岚"]);
    assert_eq!(chat.message_at(1).text, "请稍等，我查一下。\n第二行\n\n隔一空行后的第三行");
    assert_eq!(chat.message_at(3).text, "", "an empty body is a message");
    assert_eq!(
        chat.message_at(4).text,
        "客户昨天说：\n阿岚  10:20\n还没收到",
        "a quoted header parts nothing"
    );
    assert!(
        chat.message_at(5).recalled && chat.message_at(5).sent_at.is_none(),
        "the recall has no time of its own"
    );
    assert_eq!(chat.times().get(4).map(String::as_str), Some("2024-03-07 17:34:00 minute"));
    assert_eq!(chat.message_at(2).attachments.first().map(|f| f.name.as_str()), Some("0f0e.jpg"));
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("names:小禾\u{1F}阿岚"));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_group_in_gb18030_is_named_by_its_preamble() {
    let chat = fixture("wechat_multiselect", "android_group_gbk.txt");
    assert_eq!(chat.understanding.encoding, "gb18030");
    assert_eq!(chat.conversations.first().map(|c| c.title.as_str()), Some("灯火客户群"));
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Text, Kind::Transfer]);
}

#[test]
fn an_ios_mail_reads_half_days_and_drops_the_signature() {
    let chat = fixture("wechat_multiselect", "ios_mail.txt");
    assert_eq!(chat.texts(), ["图片1（可在附件中查看）", "收到，马上处理", "好的\n谢谢"]);
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2025-08-27 13:05:00 minute"));
    assert_eq!(chat.message_at(0).kind, Kind::Image);
}

#[test]
fn copied_items_are_name_time_and_words() {
    let chat = fixture("wechat_multiselect", "ios_clipboard_items.txt");
    assert_eq!(chat.senders(), ["阿岚", "小禾", "阿岚"]);
    assert_eq!(chat.message_at(1).text, "已经为您申请。\n\n三个工作日内到账。");
}

#[test]
fn names_with_date_and_time_in_one_line_are_read() {
    let chat = wechat("张三 2024-01-15 10:30\n您好\n张 四 2024/1/15 14:30:25\n在的\n");
    assert_eq!(chat.senders(), ["张三", "张 四"]);
    assert_eq!(chat.times(), ["2024-01-15 10:30:00 minute", "2024-01-15 14:30:25 second"]);
    let to_the_minute = wechat("张三 2024-01-15 10:30\n您好\n张 四 2024-01-15 10:31\n在的\n");
    assert_eq!(to_the_minute.senders(), ["张三", "张 四"], "seconds are not what tells them");
}

#[test]
fn words_without_times_are_kept_undated_and_said_to_be() {
    let chat =
        wechat("小禾 和 阿岚 在微信上的聊天记录如下，请查收。\n\n阿岚：您好\n小禾：在的\n地址：北京路\n");
    assert_eq!(chat.senders(), ["阿岚", "小禾"]);
    assert_eq!(chat.message_at(1).text, "在的\n地址：北京路", "nobody is called 地址");
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 2], vec!["undated_line"]));
}

#[test]
fn a_header_before_any_date_is_undated_and_not_given_one() {
    let chat = wechat("小禾 和 阿岚 在微信上的聊天记录如下，请查收。\n\n阿岚  07:02\n\n您好\n");
    assert_eq!((chat.times(), chat.codes()), (vec![String::new()], vec!["undated_line"]));
}

#[test]
fn media_that_a_copy_left_out_make_it_partial() {
    let said = |bodies: &str| {
        let message = |body: &str| format!("阿岚  07:02\n\n{body}\n\n");
        let bodies: String = bodies.split('|').map(message).collect();
        wechat(&format!("—————  2024-03-06  —————\n\n\n{bodies}"))
    };
    let chat = said("[图片]|好的|[语音]|[文件] 退款凭证.pdf");
    assert_eq!(chat.understanding.partial, ["media_omitted:2"], "a picture and a recording are nowhere");
    let named = chat.message_at(3).attachments.first();
    assert_eq!(named.map(|file| file.name.as_str()), Some("退款凭证.pdf"), "the file is named");
    assert!(named.is_some_and(|file| file.content.is_none()), "and known to be missing");
    assert!(said("好的|[链接] 新品|[微笑]").understanding.partial.is_empty(), "nothing is left out of these");
}

#[test]
fn a_price_at_the_end_of_a_sentence_is_no_header() {
    let text = "—————  2024-03-06  —————\n\n\n阿岚  07:02\n\n多少钱\n\n价格  12.50\n\n对吗\n";
    assert_eq!(wechat(text).texts(), ["多少钱\n\n价格  12.50\n\n对吗"]);
}

#[test]
fn other_programs_copies_are_not_taken_for_wechat() {
    for text in [
        "— —  2024-3-5  — —\n\n李四  23:59:08 \n你好\n",
        "李四(z001)\t2024-03-09 04:58:24\n你好\n",
        "王小姐(wxid_a1)  2024-03-06 13:58:40\n你好\n",
        "2024-03-06 13:58:40 王小姐\n你好\n",
        "今天 10:30\n见面\n",
    ] {
        assert_eq!(confidence("wechat_multiselect", "a.txt", text), Confidence::No, "{text}");
    }
}

#[test]
fn empty_files_and_files_without_messages_are_different_errors() {
    for id in ["whatsapp", "wechat_multiselect"] {
        let read = |text: &str| outcome(id, "a.txt", text, &ReadOptions::default());
        assert!(matches!(read(""), Err(Error::Empty { .. })), "{id}");
        assert!(matches!(read("\n  \n"), Err(Error::Empty { .. })), "{id}");
        assert!(matches!(read("nothing of the kind"), Err(Error::Lacks { what: "messages", .. })), "{id}");
    }
}

#[test]
fn a_later_export_of_a_named_chat_is_the_same_conversation_whoever_wrote_since() {
    let key = |name: &str, text: &str| {
        let chat = read("whatsapp", name, text);
        chat.conversations.first().expect("one").key.clone()
    };
    let (one, two) = ("20/03/24, 10:00 - A: hi\n", "20/03/24, 10:00 - A: hi\n20/03/24, 10:01 - B: yes\n");
    let three = format!("{two}20/03/24, 10:02 - C: me too\n");
    let first = key("WhatsApp Chat with Team.txt", one);
    assert_eq!(key("WhatsApp Chat with Team (1).txt", two), first, "a second writer changes nothing");
    assert_eq!(key("WhatsApp Chat with Team (2).txt", &three), first, "nor does a third");
    assert_eq!(key("chat.txt", two), "names:A\u{1F}B", "without a title the names remain");
}

#[test]
fn a_title_given_names_the_conversation_of_a_copy_without_preamble() {
    let options = ReadOptions { title: Some("灯火小店".to_owned()), ..ReadOptions::default() };
    let text = "张三 2024-01-15 10:30\n您好\n张 四 2024/1/15 14:30:25\n在的\n";
    let chat = outcome("wechat_multiselect", "a.txt", text, &options).expect("it is read");
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("灯火小店"));
}

#[test]
fn a_message_without_end_is_refused_under_the_name_of_its_file() {
    let text = format!("20/03/24, 10:00 - A: hi\n{}", "words and more words\n".repeat(900_000));
    let refused = outcome("whatsapp", "endless.txt", text, &ReadOptions::default()).expect_err("too long");
    let Error::TooLarge { file, limit, .. } = refused else { panic!("{refused}") };
    assert_eq!((file.as_str(), limit), ("endless.txt", "message length"));
}

#[test]
fn media_left_out_of_an_export_make_it_partial_and_are_counted() {
    let chat = whatsapp(
        "20/03/24, 10:00 - A: <Media omitted>\n20/03/24, 10:01 - B: image omitted\n20/03/24, 10:02 - B: fine\n",
    );
    assert_eq!(chat.understanding.partial, ["media_omitted:2"]);
    let whole = whatsapp("20/03/24, 10:02 - B: fine\n");
    assert!(whole.understanding.partial.is_empty(), "nothing is missing");
}

#[test]
fn a_day_long_before_any_chat_leaves_the_message_undated() {
    let chat = whatsapp("01/01/1970, 10:00 - A: one\n20/03/2024, 10:01 - B: two\n");
    assert_eq!(
        (chat.times(), chat.codes()),
        (vec![String::new(), "2024-03-20 10:01:00 minute".to_owned()], vec!["odd_time"])
    );
}

#[test]
fn a_line_with_a_time_makes_no_third_writer_of_a_mail_in_which_both_people_write() {
    for (gap, blank) in [(" ", ""), ("  ", "\n")] {
        let text = format!(
            "\"小禾\"和\"阿岚\"的聊天记录如下:\n\n—————2025-8-27—————\n\n阿岚{gap}上午9:30\n{blank}发货了吗\n\n\
             小禾{gap}下午1:05\n{blank}单号 1\n\n发货时间{gap}下午3:00\n{blank}请留意\n\n阿岚{gap}下午3:06\n{blank}好的\n"
        );
        let chat = wechat(&text);
        assert_eq!(chat.senders(), ["阿岚", "小禾", "阿岚"], "{text}");
        assert!(chat.message_at(1).text.ends_with("请留意"), "it is what 小禾 wrote: {:?}", chat.texts());
    }
}

#[test]
fn a_mail_whose_preamble_knows_a_writer_by_another_name_keeps_that_writer() {
    let chat = wechat(
        "\"小禾\"和\"阿岚\"的聊天记录如下:\n\n—————2025-8-27—————\n\n阿岚 上午9:30\n在吗\n\n客服一号 上午9:31\n在的\n",
    );
    assert_eq!(chat.senders(), ["阿岚", "客服一号"]);
}

#[test]
fn the_trace_of_a_parcel_among_copied_items_is_what_somebody_wrote() {
    let copied = |writing: [&str; 3]| {
        let [date, trace, second] = writing;
        format!(
            "阿岚\n{date} 07:02\n到哪了\n\n小禾\n{date} 07:03\n您看\n\n已签收\n{trace} 07:01\n\n派送中\n{second}\n\n阿岚\n{date} 07:04\n谢谢\n"
        )
    };
    for writing in [
        ["2024年03月06日", "2024-03-06", "2024年03月06日 06:10:11"],
        ["2024-03-06", "2024年03月06日", "2024-03-06 06:10:11"],
    ] {
        let text = copied(writing);
        let chat = wechat(&text);
        assert_eq!(chat.senders(), ["阿岚", "小禾", "阿岚"], "{text}");
        assert!(chat.message_at(1).text.contains("派送中"), "{text}");
        let key = chat.conversations.first().map(|conversation| conversation.key.as_str());
        assert_eq!(key, Some("names:小禾\u{1F}阿岚"), "what is quoted names nobody");
    }
}

#[test]
fn a_date_that_somebody_writes_in_a_mail_of_wechat_moves_no_day() {
    let mail = |lines: &str| wechat(&format!("Dear:\n\n\"小禾\"和\"阿岚\"的聊天记录如下:\n\n{lines}"));
    let chat = mail(
        "2025-8-27\n\n阿岚 上午9:30\n几号\n\n小禾 上午9:31\n预计\n\n2025-8-29\n\n到\n\n阿岚 上午9:32\n2025-8-30\n\n小禾 上午9:33\n早于\n\n2025-8-1\n\n阿岚 上午9:34\n好\n\n2025-8-28\n\n小禾 上午10:00\n早\n",
    );
    assert_eq!(
        chat.texts(),
        ["几号", "预计\n\n2025-8-29\n\n到", "2025-8-30", "早于\n\n2025-8-1", "好", "早"]
    );
    assert_eq!(chat.times().get(4).map(String::as_str), Some("2025-08-27 09:34:00 minute"));
    assert_eq!(chat.times().last().map(String::as_str), Some("2025-08-28 10:00:00 minute"));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    let far = mail("2025-8-27\n\n阿岚 上午9:30\n在吗\n\n2025-12-1\n\n小禾 上午9:31\n在\n");
    assert_eq!(
        (far.times().last().cloned(), far.codes()),
        (Some("2025-12-01 09:31:00 minute".to_owned()), vec!["later_day"])
    );
}

#[test]
fn who_speaks_once_is_somebody_and_what_is_filled_in_is_nobody() {
    let group = wechat(
        "灯火售后群 微信群上的聊天记录如下，请查收。\n\n阿岚：在吗\n小禾：在\n小周：我也在\n阿岚：发到哪\n小禾：\n地址：北京路\n地址：上海路\n阿岚：收到\n",
    );
    assert_eq!(group.senders(), ["阿岚", "小禾", "小周", "阿岚", "小禾", "阿岚"]);
    assert_eq!(group.message_at(4).text.trim(), "地址：北京路\n地址：上海路");
    assert_eq!(group.codes(), ["undated_line", "spoken_once"]);
    let pair = wechat(
        "小禾 和 阿岚 在微信上的聊天记录如下，请查收。\n\n阿岚：您好\n小禾：在的\n尺码：大\n尺码：小\n阿岚：好\n",
    );
    assert_eq!(pair.senders(), ["阿岚", "小禾", "阿岚"], "both of the preamble speak");
}

#[test]
fn a_name_that_holds_the_word_between_two_names_is_settled_by_who_writes() {
    let text = "阿岚 和 小周 和 小禾 在微信上的聊天记录如下，请查收。\n\n—————  2024-03-06  —————\n\n\n阿岚 和 小周  07:02\n\n您好\n\n小禾  07:03\n\n在\n";
    let chat = wechat(text);
    assert_eq!(chat.senders(), ["阿岚 和 小周", "小禾"]);
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("names:小禾\u{1F}阿岚 和 小周"));
}

#[test]
fn a_recall_in_a_mail_of_an_iphone_marks_nobody_elses_message() {
    let chat = wechat(
        "Dear:\n\n\"小禾\"和\"阿岚\"的聊天记录如下:\n\n—————2025-8-27—————\n\n阿岚 上午9:30\n在吗\n\"小禾\" 撤回了一条消息\n\n小禾 上午9:31\n\"阿岚\" 撤回了一条消息\n\n阿岚 上午9:32\n\"阿岚\" 撤回了一条消息\n",
    );
    assert_eq!(chat.senders(), ["阿岚", "-", "小禾", "-", "阿岚"]);
    let recalled: Vec<bool> = (0..5).map(|at| chat.message_at(at).recalled).collect();
    assert_eq!(recalled, [false, true, false, true, true], "{:?}", chat.texts());
}

#[test]
fn what_somebody_types_around_the_words_of_whatsapp_is_no_file_and_no_call() {
    let chat = whatsapp(
        "20/03/24, 10:00 - A: it only says <Media omitted> here\n20/03/24, 10:01 - B: Missed voice call from you\n20/03/24, 10:02 - A: see below\nfoto.jpg (file attached)\n20/03/24, 10:03 - B: <Media omitted>\n20/03/24, 10:04 - A: foto.jpg (file attached)\nour shelf\n",
    );
    assert_eq!(kinds(&chat), [Kind::Text, Kind::Text, Kind::Text, Kind::File, Kind::Image]);
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
}

#[test]
fn copied_items_that_no_empty_line_parts_are_as_many_messages_as_those_that_one_does() {
    for (date, other) in [
        ("2024年3月5日 15:0", "2024年3月5日 15:05"),
        ("2024年03月05日 15:0", "2024年03月05日 15:05"),
        ("2024年3月5日 下午3:0", "2024年3月5日 下午3:05"),
    ] {
        for blank in ["", "\n"] {
            let text = format!(
                "小美\n{other}\n我的快递呢\n{blank}客服\n{date}6\n在查\n{blank}小美\n{date}7\n还没查到？\n{blank}客服\n{date}8\n查到了\n"
            );
            assert_eq!(confidence("wechat_multiselect", "a.txt", text.as_str()), Confidence::Likely);
            let chat = wechat(&text);
            assert_eq!(chat.senders(), ["小美", "客服", "小美", "客服"], "{text}");
            assert_eq!(chat.texts(), ["我的快递呢", "在查", "还没查到？", "查到了"], "{text}");
            assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-05 15:08:00 minute"), "{text}");
            let key = chat.conversations.first().map(|conversation| conversation.key.as_str());
            assert_eq!(key, Some("names:客服\u{1F}小美"), "{text}");
            assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
        }
    }
}

#[test]
fn whoever_writes_one_item_that_nothing_parts_is_somebody_to_look_at() {
    let chat = wechat("小美\n2024年3月5日 15:05\n我的快递呢\n客服\n2024年3月5日 15:06\n在查\n");
    assert_eq!(chat.senders(), ["小美", "客服"]);
    let doubts: Vec<_> = chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("names_seen_once", "客服")], "nothing stands above the first");
}

#[test]
fn the_trace_of_a_parcel_in_items_that_nothing_parts_is_quoted_and_told() {
    let chat = wechat(
        "小美\n2024年3月5日 15:05\n到哪了\n客服\n2024年3月5日 15:06\n您看\n已签收\n2024年3月4日 12:00\n派送中\n2024年3月4日 08:00\n小美\n2024年3月5日 15:07\n好\n客服\n2024年3月5日 15:08\n嗯\n",
    );
    assert_eq!(chat.senders(), ["小美", "客服", "小美", "客服"]);
    assert!(chat.message_at(1).text.ends_with("派送中\n2024年3月4日 08:00"), "{:?}", chat.texts());
    let doubts: Vec<_> = chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(doubts, [("quoted_headers", "2 × 已签收")]);
}

#[test]
fn items_quoted_in_one_that_empty_lines_part_stay_its_words_and_are_told() {
    let chat = wechat(
        "小美\n2024年3月5日 15:05\n在吗\n\n客服\n2024年3月5日 15:06\n您之前说\n小美\n2024年3月4日 09:00\n不要了\n\n小美\n2024年3月5日 15:07\n对\n",
    );
    assert_eq!(chat.senders(), ["小美", "客服", "小美"]);
    assert_eq!(chat.codes(), ["quoted_headers"]);
}
