//! Traps of KakaoTalk's exports, one by one.

mod support;

use support::{confidence, fixture, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform};

#[test]
fn a_windows_export_keeps_lines_brackets_in_names_events_and_quotations() {
    let chat = fixture("kakaotalk", "windows.txt");
    let shop = "[상담] 등불";
    assert_eq!(chat.senders(), ["수아", shop, "수아", "-", "수아", shop, shop]);
    assert_eq!(chat.message_at(0).text, "램프 갓이 깨졌어요\n교환 되나요?");
    assert_eq!(
        chat.message_at(4).text,
        "어제 받은 글입니다\n2024. 3. 4. 오전 9:30, 등불 : 발송했습니다",
        "a header of another program's layout is quoted"
    );
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 12:05:00 minute"));
    assert_eq!(chat.times().get(3).map(String::as_str), Some(""), "the event has no time of its own");
    assert_eq!(chat.message_at(2).kind, Kind::Image);
    assert!(chat.message_at(5).recalled, "the placeholder of a deleted message");
    assert_eq!(chat.message_at(6).attachments.first().map(|f| f.name.as_str()), Some("교환안내.pdf"));
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::KakaoTalk, "수아"));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn exports_of_phones_have_the_day_in_each_line() {
    let chat = fixture("kakaotalk", "android.txt");
    assert_eq!(chat.senders(), ["수아", "등불", "-"]);
    assert_eq!(chat.texts(), ["안녕하세요 : 문의요", "네\n말씀하세요", "민재님이 나갔습니다."]);
    let chat = fixture("kakaotalk", "ios.txt");
    assert_eq!(chat.senders(), ["수아", "등불", "-"]);
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-05 10:04:00 minute"));
}

#[test]
fn english_exports_are_read() {
    let chat = fixture("kakaotalk", "english_windows.txt");
    assert_eq!(chat.senders(), ["Mara", "Lamp", "-"]);
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 14:05:00 minute"));
    let text = "March 5, 2024 at 10:02 AM, Mara : hi\nMarch 5, 2024 at 10:03 AM, Lamp : yes\n";
    assert_eq!(confidence("kakaotalk", "a.txt", text), Confidence::Likely);
    assert_eq!(read("kakaotalk", "a.txt", text).senders(), ["Mara", "Lamp"]);
}

#[test]
fn a_message_above_any_day_is_undated_and_the_file_names_the_chat() {
    let chat = read("kakaotalk", "talk (1).txt", "[A] [오후 2:15] one\n[B] [오후 2:16] two\n");
    assert_eq!((chat.times(), chat.codes()), (vec![String::new(); 2], vec!["undated_line"]));
    assert_eq!(chat.stated_times(), ["오후 2:15", "오후 2:16"], "the clock stays with the message");
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("talk"));
}

#[test]
fn other_texts_are_not_taken_for_kakaotalk() {
    for text in ["[A] [오후 2:15] one\n", "2024. 3. 5. 오후 9:00 - A: hi\n", "[공지] 오늘 휴무\n", ""]
    {
        assert_eq!(confidence("kakaotalk", "a.txt", text), Confidence::No, "{text}");
    }
    let refused = |text: &str| outcome("kakaotalk", "a.txt", text, &ReadOptions::default());
    assert!(matches!(refused("nothing of the kind"), Err(Error::Lacks { what: "messages", .. })));
    assert!(matches!(refused(" \n"), Err(Error::Empty { .. })));
}

#[test]
fn controls_of_direction_and_width_are_somebodys_and_stay() {
    let (name, said) = ("\u{202E}Mal\u{202C}lory\u{200B}", "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{FEFF}f");
    for text in
        [format!("[{name}] [오후 2:15] {said}\n"), format!("2024년 3월 5일 오전 9:30, {name} : {said}\n")]
    {
        let chat = read("kakaotalk", "a.txt", text);
        assert_eq!((chat.texts(), chat.senders()), (vec![said], vec![name]));
    }
}

#[test]
fn a_date_among_words_moves_no_day_and_loses_no_words() {
    let windows = "---------- 2025년 10월 13일 월요일 ----------\n[수아] [오후 2:15] 배송 일정입니다\n\
        2025년 10월 20일 월요일\n오전에 도착합니다\n[민수] [오후 2:16] 네\n";
    let chat = read("kakaotalk", "a.txt", windows);
    assert_eq!(chat.texts(), ["배송 일정입니다\n2025년 10월 20일 월요일\n오전에 도착합니다", "네"]);
    assert_eq!(chat.times().last().map(String::as_str), Some("2025-10-13 14:16:00 minute"));
    let phone = "2025년 10월 13일 오후 2:15, 수아 : 배송 일정\n2025년 10월 20일 오전 9:30\n도착합니다\n\
        2025년 10월 13일 오후 2:16, 민수 : 네\n";
    assert_eq!(
        read("kakaotalk", "a.txt", phone).texts(),
        ["배송 일정\n2025년 10월 20일 오전 9:30\n도착합니다", "네"]
    );
}

#[test]
fn a_day_that_goes_back_is_told() {
    let text = "---------- 2025년 10월 13일 월요일 ----------\n[수아] [오후 2:15] one\n\
        ---------- 2025년 10월 12일 일요일 ----------\n[민수] [오후 2:16] two\n";
    assert_eq!(read("kakaotalk", "a.txt", text).codes(), ["earlier_day"]);
}
