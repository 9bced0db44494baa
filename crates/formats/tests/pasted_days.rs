//! Days and times of day in pasted text: which lines name a day, and what the words of the night mean.

mod support;

use support::{Collected, read};

fn pasted(text: &str) -> Collected {
    read("pasted_text", "pasted.txt", text)
}

#[test]
fn a_date_that_somebody_writes_in_a_message_moves_no_day() {
    let last = |chat: &Collected| chat.times().last().cloned().unwrap_or_default();
    let drawn = pasted(
        "—— 2024-03-05 ——\n林夕 10:02\n改到\n\n2024-03-07\n\n可以吗\n\n小禾 10:03\n好\n\n林夕 10:04\n嗯\n\n—— 2024-03-06 ——\n小禾 09:15\n早\n",
    );
    assert_eq!(drawn.texts(), ["改到\n\n2024-03-07\n\n可以吗", "好", "嗯", "早"]);
    assert_eq!(
        drawn.times(),
        [
            "2024-03-05 10:02:00 minute",
            "2024-03-05 10:03:00 minute",
            "2024-03-05 10:04:00 minute",
            "2024-03-06 09:15:00 minute"
        ]
    );
    let alone = pasted("林夕 10:02\n几号\n小禾 10:03\n大概\n2024年3月7日\n林夕 10:04\n好\n小禾 10:05\n嗯\n");
    assert_eq!((alone.texts().len(), last(&alone)), (4, String::new()), "no day of the file is written so");
    let back = pasted(
        "2024-03-05\n\n林夕 10:02\n在吗\n\n2024-03-06\n\n小禾 10:03\n在\n\n林夕 10:04\n签收于\n\n2024-03-01\n\n小禾 10:05\n嗯\n",
    );
    assert_eq!(last(&back), "2024-03-06 10:05:00 minute", "days do not run back");
    assert_eq!(back.texts(), ["在吗", "在", "签收于\n\n2024-03-01", "嗯"]);
}

#[test]
fn a_day_far_behind_the_one_above_counts_and_is_doubted() {
    let chat = pasted(
        "2024-03-05\n\n林夕 10:02\n在吗\n\n小禾 10:03\n在\n\n2024-06-18\n\n林夕 10:04\n好\n\n小禾 10:05\n嗯\n",
    );
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-06-18 10:05:00 minute"));
    assert_eq!(chat.codes(), ["later_day"]);
    let back =
        pasted("—— 2024-03-05 ——\n林夕 10:02\n在吗\n小禾 10:03\n在\n—— 2024-03-04 ——\n林夕 10:04\n好\n");
    assert_eq!(back.codes(), ["earlier_day"], "what is drawn is no word of a message");
}

#[test]
fn hours_of_the_night_are_read_and_midnight_is_doubted() {
    let chat = pasted(
        "林夕 2024-03-05 早晨7:05\n早\n小禾 2024-03-05 深夜11:30\n还在吗\n林夕 2024-03-05 晚上12:10\n在\n小禾 2024-03-06 24:00\n好\n",
    );
    assert_eq!(chat.senders(), ["林夕", "小禾", "林夕", "小禾"]);
    assert_eq!(
        chat.times(),
        [
            "2024-03-05 07:05:00 minute",
            "2024-03-05 23:30:00 minute",
            "2024-03-06 00:10:00 minute",
            "2024-03-07 00:00:00 minute"
        ]
    );
    assert_eq!(chat.codes(), ["midnight"]);
}

#[test]
fn an_hour_that_no_clock_shows_leaves_a_known_writers_message_undated() {
    for text in [
        "林夕 2024-03-05 10:02\n在吗\n小禾 2024-03-05 10:03\n在\n林夕 2024-03-05 半夜7:30\n好\n小禾 2024-03-05 10:04\n嗯\n林夕 2024-03-05 10:05\n哦\n",
        "林夕\n2024-03-05 10:02\n在吗\n小禾\n2024-03-05 10:03\n在\n林夕\n2024-03-05 26:30\n好\n小禾\n2024-03-05 10:04\n嗯\n林夕\n2024-03-05 10:05\n哦\n",
    ] {
        let chat = pasted(text);
        assert_eq!(chat.senders(), ["林夕", "小禾", "林夕", "小禾", "林夕"], "{text}");
        assert_eq!(chat.texts(), ["在吗", "在", "好", "嗯", "哦"], "{text}");
        assert_eq!(
            (chat.times().get(2).cloned(), chat.codes()),
            (Some(String::new()), vec!["unreadable_time"])
        );
    }
    let result = pasted(
        "林夕 2024-03-05 10:02\n谁赢了\n小禾 2024-03-05 10:03\n林夕 3:1\n林夕 2024-03-05 10:04\n好\n小禾 2024-03-05 10:05\n嗯\n",
    );
    assert_eq!(result.texts().get(1).copied(), Some("林夕 3:1"));
}

#[test]
fn a_plain_date_with_words_below_is_no_day_where_days_are_plain() {
    let chat = pasted(
        "2024-03-05\n\n林夕 10:02\n改到\n\n2024-03-08\n\n可以吗\n\n小禾 10:03\n好\n\n2024-03-06\n\n林夕 10:04\n嗯\n\n小禾 10:05\n到期\n\n2024-03-09\n",
    );
    assert_eq!(chat.texts(), ["改到\n\n2024-03-08\n\n可以吗", "好", "嗯", "到期\n\n2024-03-09"]);
    assert_eq!(chat.times().get(1).map(String::as_str), Some("2024-03-05 10:03:00 minute"));
    assert_eq!(chat.times().last().map(String::as_str), Some("2024-03-06 10:05:00 minute"));
}
