//! Traps of 咚咚's logs and session workbooks, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::{Kind, Platform, Role};

const BEGIN: &str = "/*****************以下为一通会话************************************/";

fn keys(chat: &Collected) -> Vec<String> {
    chat.conversations.iter().map(|c| c.key.replace('\u{1F}', "|")).collect()
}

fn of_slot(chat: &Collected, slot: usize) -> Vec<&str> {
    chat.messages.iter().filter(|(of, _)| *of == slot).map(|(_, m)| m.text.as_str()).collect()
}

#[test]
fn every_session_is_a_conversation_though_masks_are_alike() {
    let chat = fixture("jd_log", "day_gb18030.log");
    assert_eq!(
        keys(&chat),
        ["l****07|2024-05-02 10:12", "l****07|2024-05-02 10:12|2", "z****99|2024-05-02 11:31"],
        "two people under one mask in one minute stay two"
    );
    assert_eq!(
        chat.conversations.iter().map(|c| c.title.as_str()).collect::<Vec<_>>(),
        ["l****07", "l****07", "z****99"]
    );
    assert!(chat.conversations.iter().all(|c| c.platform == Platform::Jd));
    assert_eq!(chat.understanding.encoding, "gb18030");
    assert_eq!(of_slot(&chat, 1), ["另一位同样掩码的顾客", "[图片]"], "the end of a session may be missing");
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
}

#[test]
fn words_keep_their_lines_and_a_quoted_header_stays_quoted() {
    let chat = fixture("jd_log", "day_gb18030.log");
    assert_eq!(
        of_slot(&chat, 0),
        [
            "您好，我是智能客服",
            "这盏台灯还有货吗",
            "有的，两种颜色：\n\n暖白、奶黄",
            "昨天您说\n云上客服阿青 2024-05-01 09:00:00\n有货",
            "会话结束_时间：2024-05-02 10:20:00",
        ],
        "a header without its tab is somebody's words; the end of a session is an event"
    );
    assert_eq!(chat.times()[4], "2024-05-02 10:20:00 second");
}

#[test]
fn masks_are_customers_and_the_robot_is_a_bot() {
    let chat = fixture("jd_log", "day_gb18030.log");
    let roles: Vec<Role> = (0..3).map(|at| chat.sender_at(at).role).collect();
    assert_eq!(
        roles,
        [Role::Bot, Role::Customer, Role::Unknown],
        "a log does not say who answers for the shop"
    );
    assert!(chat.messages.iter().any(|(_, m)| m.kind == Kind::Image));
    assert_eq!(chat.understanding.partial, ["media_omitted:1"]);
}

#[test]
fn a_log_without_end_or_start_loses_nothing() {
    let chat = fixture("jd_log", "no_end_bom.txt");
    assert_eq!(
        (chat.texts(), keys(&chat)),
        (vec!["早", "早上好"], vec!["l****07|2024-05-04 08:00".to_owned()])
    );
    let cut = format!(
        "半句话\n\n客服 2024-05-04 08:00:20\t\n早上好\n\n{BEGIN}\nl****07 2024-05-04 09:00:00\t\n在\n"
    );
    let chat = read("jd_log", "a.log", cut);
    assert_eq!(chat.texts(), ["半句话", "早上好", "在"]);
    assert_eq!(chat.codes(), ["unrecognised_line"]);
    assert_eq!(keys(&chat), ["客服|2024-05-04 08:00", "l****07|2024-05-04 09:00"]);
}

#[test]
fn a_header_below_the_end_of_a_session_begins_another() {
    let log = "a**a 2024-05-04 08:00:20\t\n一\n\n/*****************会话结束_时间：2024-05-04 08:01:00*****/\n\na**a 2024-05-04 09:00:00\t\n二\n";
    assert_eq!(keys(&read("jd_log", "a.log", log)), ["a**a|2024-05-04 08:00", "a**a|2024-05-04 09:00"]);
}

#[test]
fn a_time_that_cannot_be_leaves_the_record_undated() {
    let chat = read(
        "jd_log",
        "a.log",
        format!("{BEGIN}\na**a 2024-02-30 08:00:20\t\n一\n\n/****会话结束_时间：昨天****/\n"),
    );
    assert_eq!(chat.times(), ["", ""]);
    assert_eq!(chat.codes(), ["impossible_date", "unreadable_time"]);
}

#[test]
fn logs_trimmed_by_an_editor_are_read_where_an_empty_line_stands_above() {
    let chat = read(
        "jd_log",
        "a.txt",
        format!(
            "{BEGIN}\na**a 2024-05-04 08:00:20\n一\n客服 2024-05-04 08:00:21\n二\n\n客服 2024-05-04 08:00:30\n三\n"
        ),
    );
    assert_eq!(chat.texts(), ["一\n客服 2024-05-04 08:00:21\n二", "三"]);
}

#[test]
fn an_archive_joins_logs_with_the_workbook_beside_them() {
    let chat = fixture("jd_log", "month.zip");
    assert_eq!(chat.conversations.len(), 4, "three sessions of one day, one of another, none left over");
    let first = of_slot(&chat, 0);
    assert!(
        first.first().is_some_and(|text| text.contains("cid: c-1")),
        "the nearest of two rows: {first:?}"
    );
    assert!(
        of_slot(&chat, 1).iter().any(|text| text.contains("cid: c-2")),
        "the other one is not taken twice"
    );
    let third = of_slot(&chat, 2);
    assert!(third.first().is_some_and(|text| text.contains("满意度: 非常满意")), "a minute apart: {third:?}");
    let agent =
        chat.messages.iter().filter_map(|(_, m)| m.sender.as_ref()).find(|s| s.name == "云上客服阿青");
    assert_eq!(agent.map(|sender| sender.role), Some(Role::Agent), "the workbook says who answered");
    assert!(chat.message_at(1).place.starts_with("chat/20240502.log, line "), "{}", chat.message_at(1).place);
    assert_eq!(chat.understanding.encoding, "gb18030, utf-8");
    let lost: Vec<(&str, &str)> =
        chat.warnings.iter().map(|w| (w.code.as_str(), w.detail.as_str())).collect();
    assert_eq!(
        lost,
        [("not_kept", "x"), ("not_kept", "readme.doc")],
        "sheets and files that are something else"
    );
}

#[test]
fn a_session_in_two_logs_of_an_archive_is_one() {
    let log = |end: &str| {
        let said = "客服 2024-05-04 08:00:20\t\n好\n\n";
        format!("{BEGIN}\na**a 2024-05-04 08:00:00\t\n在吗\n\n{said}{said}{end}")
    };
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, end) in [("a.log", ""), ("b.log", "乙 2024-05-04 08:01:00\t\n我来接待\n\n")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        std::io::Write::write_all(&mut zip, log(end).as_bytes()).expect("in memory");
    }
    let chat = read("jd_log", "a.zip", zip.finish().expect("in memory").into_inner());
    assert_eq!(chat.texts(), ["在吗", "好", "好", "我来接待"], "what was said twice in one log is two");
    assert_eq!(chat.conversations.len(), 1);
}

#[test]
fn an_archive_is_known_by_what_its_logs_say() {
    let zip = fixture_bytes("jd_log", "month.zip");
    assert_eq!(confidence("jd_log", "x.dat", zip), Confidence::Certain);
    for text in ["以下为一通会话\n", "/**** comment ****/\nint main() {}\n", "甲 2024-05-04 08:00:20\n好\n"]
    {
        assert_eq!(confidence("jd_log", "a.log", text), Confidence::No, "{text}");
    }
    let none = outcome("jd_log", "a.log", format!("{BEGIN}\n随便\n"), &ReadOptions::default());
    assert!(matches!(none, Err(Error::Lacks { what: "messages", .. })));
}

#[test]
fn a_workbook_by_itself_becomes_a_record_of_each_session() {
    let chat = fixture("jd_sessions", "sessions.xlsx");
    assert_eq!(
        keys(&chat),
        ["l****07|2024-05-02 10:12", "l****07|2024-05-02 10:12|2", "z****99|2024-05-02 11:30"]
    );
    assert_eq!(chat.senders(), ["-", "-", "-"], "nobody said it");
    assert_eq!(chat.message_at(2).kind, Kind::System);
    assert_eq!(chat.times()[2], "2024-05-02 11:30:00 second");
    let text = &chat.message_at(2).text;
    for cell in ["转接后客服: 云上客服小北", "(新)平均响应时间(S): 8.5", "满意度: 非常满意", "cid: c-3"]
    {
        assert!(text.lines().any(|line| line == cell), "«{cell}» is kept in {text}");
    }
    assert!(!chat.message_at(0).text.contains("转接后客服"), "an empty cell is nothing");
}

#[test]
fn log_and_workbook_imported_one_after_the_other_meet() {
    let (log, workbook) =
        (keys(&fixture("jd_log", "day_gb18030.log")), keys(&fixture("jd_sessions", "sessions.xlsx")));
    assert_eq!(log[..2], workbook[..2], "the same customer and minute is the same conversation");
}

#[test]
fn serial_dates_are_dates_and_other_sheets_are_named() {
    let chat = fixture("jd_sessions", "serial_dates.xlsx");
    assert_eq!(chat.times(), ["2024-05-02 10:12:30 second"]);
    assert_eq!(chat.codes(), ["not_kept"], "the sheet that explains");
}

#[test]
fn a_table_of_messages_is_no_list_of_sessions() {
    let messages = "咨询时间,顾客,客服,内容\n2024-05-02 10:00:00,l**7,阿青,您好\n";
    assert_eq!(confidence("jd_sessions", "a.csv", messages), Confidence::No);
}
