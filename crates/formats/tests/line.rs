//! Traps of LINE's talk history, one by one.

mod support;

use support::{confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, draft::DateOrder};

#[test]
fn a_japanese_phone_gives_half_days_quoted_lines_events_and_kinds() {
    let chat = fixture("line", "ja_phone.txt");
    assert_eq!(chat.senders(), ["-", "水野 葵", "灯火", "水野 葵", "-", "灯火", "水野 葵"]);
    assert_eq!(
        chat.message_at(1).text,
        "こんにちは。\nランプの傘が割れていました。\n10:01\t灯火\tという控えもあります。\nご確認ください。",
        "what looks like an entry within quotation marks is words, and the marks are LINE's"
    );
    assert_eq!(chat.message_at(3).text, "\"割れ物注意\"でした", "marks within one line are somebody's");
    assert_eq!(chat.times().get(2).map(String::as_str), Some("2024-03-05 12:05:00 minute"));
    let kinds: Vec<Kind> = chat.messages.iter().map(|(_, draft)| draft.kind).collect();
    assert_eq!(
        kinds.get(2..),
        Some([Kind::Image, Kind::Text, Kind::System, Kind::File, Kind::Call].as_slice())
    );
    assert!(chat.message_at(4).recalled, "the sentence says that a message was taken back");
    assert_eq!(
        chat.understanding.partial,
        ["media_omitted:1"],
        "the picture is nowhere, the file has a name"
    );
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::Line, "灯火サポート"));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn chinese_and_english_phones_are_read_and_a_weekday_settles_the_order() {
    let chat = fixture("line", "zh_phone.txt");
    assert_eq!(chat.texts(), ["請問有貨嗎？", "有的\n週五到", "[貼圖]"]);
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("林 小夕"));
    let chat = fixture("line", "en_phone.txt");
    assert_eq!(
        chat.understanding.date_order,
        Some(DateOrder::Mdy),
        "5 March 2024 is a Tuesday, 3 May is not"
    );
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 14:05:00 minute"));
}

#[test]
fn a_computers_text_parts_names_with_spaces_and_says_how() {
    let chat = fixture("line", "computer_spaces.txt");
    assert_eq!(chat.senders(), ["Ao Mizuno", "灯火", "Ao Mizuno", "-", "灯火"]);
    assert_eq!(chat.message_at(0).text, "こんにちは\n傘が割れました");
    assert_eq!(chat.codes(), ["names_by_pattern"]);
    assert_eq!(chat.warnings.first().map(|w| w.detail.as_str()), Some("Ao Mizuno"));
    let titled = read(
        "line",
        "a.txt",
        "[LINE] Mara Quillとのトーク履歴\n\n2024.03.05 火曜日\n10:02 Mara Quill hello there\n",
    );
    assert_eq!((titled.senders(), titled.codes()), (vec!["Mara Quill"], vec![]), "the first line names her");
}

/// Pasted text may look so, too; whoever comes first in the registry has it.
const BRACKETED: &str = "[2024/03/05 10:02] 水野 葵: 届きました\n[2024-03-05 10:03:09] 灯火: ありがとう\nございます\n[2024/03/05 10:04] 灯火が退出しました\n";

#[test]
fn the_texts_of_tools_with_dates_in_each_line_are_read() {
    let chat = fixture("line", "iso_tabs.txt");
    assert_eq!(chat.senders(), ["水野 葵", "灯火", "-"]);
    let chat = read("line", "a.txt", BRACKETED);
    assert_eq!(chat.senders(), ["水野 葵", "灯火", "-"]);
    assert_eq!(chat.message_at(1).text, "ありがとう\nございます");
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 10:03:09 second"));
}

#[test]
fn brackets_without_a_word_of_lines_are_said_to_be_assumed_to_be_lines() {
    let bare = "[01/13/19 11:25] John Doe: Lorem\n[01/13/19 11:26] Jane: [图片]\n";
    let chat = read("line", "a.txt", bare);
    let told: Vec<(&str, &str)> =
        chat.warnings.iter().map(|warning| (warning.code.as_str(), warning.detail.as_str())).collect();
    assert_eq!((chat.senders(), told), (vec!["John Doe", "Jane"], vec![("platform_assumed", "LINE")]));
    for text in [
        BRACKETED.to_owned(),
        format!("[LINE] Chat history with Jane\n\n{bare}"),
        format!("{bare}[01/13/19 11:27] Jane: [スタンプ]\n"),
        format!("{bare}[01/13/19 11:27] Jane: ☎ 通話時間 0:12\n"),
    ] {
        assert_eq!(read("line", "a.txt", text.as_str()).codes(), Vec::<&str>::new(), "{text}");
    }
    let options = ReadOptions { platform: Some(Platform::WhatsApp), ..ReadOptions::default() };
    let chosen = outcome("line", "a.txt", bare, &options).expect("it reads");
    assert!(chosen.warnings.is_empty(), "somebody said it: {:?}", chosen.warnings);
}

#[test]
fn an_open_mark_parts_nothing_and_is_reported() {
    let chat =
        read("line", "a.txt", "2024/03/05(火)\n10:02\tA\t\"one\ntwo\n10:03\tB\tthree\"\n10:04\tA\tfour\n");
    assert_eq!(chat.texts(), ["\"one\ntwo", "three\"", "four"]);
    assert_eq!(chat.codes(), ["unbalanced_quote"]);
}

#[test]
fn an_entry_before_any_day_is_undated() {
    let chat = read("line", "a.txt", "10:02\tA\tone\n10:03\tB\ttwo\n2024/03/05(火)\n10:04\tA\tthree\n");
    assert_eq!(chat.times(), ["", "", "2024-03-05 10:04:00 minute"]);
    assert_eq!(chat.stated_times(), ["10:02", "10:03", ""], "the clock stays with the message");
    assert_eq!(chat.codes(), ["undated_line"]);
}

#[test]
fn a_day_that_nothing_decides_is_asked_for() {
    let text = "[LINE] Chat history with A\n\n3/5/2024\n10:02\tA\tone\n";
    let refused = outcome("line", "a.txt", text, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::AmbiguousDates { .. })), "there is no weekday to tell");
}

#[test]
fn identical_messages_of_one_minute_are_all_kept() {
    let chat = read("line", "a.txt", "2024/03/05(火)\n10:02\tA\tok\n10:02\tA\tok\n");
    assert_eq!(chat.texts(), ["ok", "ok"]);
}

#[test]
fn other_programs_texts_are_not_taken_for_line() {
    for text in [
        "2024年3月5日 星期二\n10:02 林夕\n在吗\n",
        "[2024-03-05, 10:02] Jane: Hello\n",
        "10:02 meeting\n11:00 lunch\n",
        "3/5/24, 9:00 - A: hi\n",
        "nothing of the kind",
    ] {
        assert_eq!(confidence("line", "a.txt", text), Confidence::No, "{text}");
    }
    let lacks = outcome("line", "a.txt", "nothing of the kind", &ReadOptions::default());
    assert!(matches!(lacks, Err(Error::Lacks { what: "messages", .. })));
    assert!(matches!(outcome("line", "a.txt", "\n \n", &ReadOptions::default()), Err(Error::Empty { .. })));
}

#[test]
fn controls_of_direction_and_width_are_somebodys_and_stay() {
    let (name, said) = ("\u{202E}Mal\u{202C}lory\u{200B}", "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{FEFF}f");
    for text in [
        format!("2024/03/05(火)\n10:02\t{name}\t{said}\n"),
        format!("2024.03.05 火曜日\n10:02 {name} {said}\n"),
        format!("[2024/03/05 10:02] {name}: {said}\n"),
    ] {
        let chat = read("line", "a.txt", text);
        assert_eq!((chat.texts(), chat.senders()), (vec![said], vec![name]));
    }
}

#[test]
fn a_date_among_words_moves_no_day() {
    let quoted = "2026/06/14(日)\n10:00\t林\t\"予定は\n2026/06/20(土)\nです\"\n10:01\t私\t了解\n";
    let spaced = "2026.06.14 日曜日\n10:00 林 予定は\n2026/06/20\nです\n10:01 私 了解\n";
    for (text, words) in [(quoted, "予定は\n2026/06/20(土)\nです"), (spaced, "予定は\n2026/06/20\nです")]
    {
        let chat = read("line", "a.txt", text);
        assert_eq!(chat.texts(), [words, "了解"]);
        assert_eq!(chat.times(), ["2026-06-14 10:00:00 minute", "2026-06-14 10:01:00 minute"]);
        assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    }
}

#[test]
fn a_day_that_goes_back_is_told() {
    let chat = read("line", "a.txt", "2026/06/14(日)\n10:00\tA\tone\n2026/06/13(土)\n10:01\tB\ttwo\n");
    assert_eq!(chat.times().last().map(String::as_str), Some("2026-06-13 10:01:00 minute"));
    assert_eq!(chat.codes(), ["earlier_day"]);
}
