//! Traps of the MHT that QQ's message manager exported, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, ReadOptions};
use yanju_model::Kind;

fn keys(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.key.as_str()).collect()
}

fn titles(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.title.as_str()).collect()
}

fn kinds(chat: &Collected) -> Vec<Kind> {
    chat.messages.iter().map(|(_, draft)| draft.kind).collect()
}

fn attached(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let files = chat.message_at(position).attachments.iter();
    files.map(|file| (file.name.as_str(), file.content.as_ref().map(|content| content.bytes))).collect()
}

#[test]
fn a_page_gives_its_conversations_with_days_and_writers() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(
        keys(&chat),
        ["客户\u{1f}阿 芸", "我的群聊\u{1f}山南茶友会"],
        "as in the text of the same chats"
    );
    assert_eq!(chat.senders(), ["阿 芸", "山南茶器", "-", "-", "阿 芸", "山南茶器", "云水"]);
    assert_eq!(
        chat.times(),
        [
            "2024-05-06 09:12:03 second",
            "2024-05-06 09:12:40 second",
            "2024-05-06 09:13:00 second",
            "2024-05-06 09:13:20 second",
            "2024-05-07 00:01:09 second",
            "2024-05-08 20:01:00 second",
            "2024-05-08 20:02:00 second"
        ]
    );
    assert_eq!(chat.sender_at(6).key.as_deref(), Some("yunshui@example.com"));
    assert!(chat.message_at(3).recalled, "the system tells of a recall");
    assert_eq!(chat.message_at(2).text, "您发送了一个窗口抖动。", "a row without a name is nobody's");
}

#[test]
fn words_of_a_page_are_read_as_they_are_seen() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(chat.message_at(0).text, "您好，茶壶盖子碰缺了一角\n见图");
    assert_eq!(
        chat.message_at(4).text,
        "a <b> & c\n------=_NextPart_20240506_01",
        "what only resembles the boundary is words"
    );
    assert_eq!(chat.message_at(6).text, "谢谢，看这里 新品 (https://tea.example/new)");
}

#[test]
fn pictures_come_out_of_their_parts_whatever_their_capitals() {
    let chat = fixture("qq_mht", "all.mht");
    assert_eq!(attached(&chat, 0), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}.dat", Some(67))]);
    assert_eq!(attached(&chat, 1), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3302}.dat", Some(67))]);
    assert_eq!(kinds(&chat).get(..2), Some([Kind::Text, Kind::Image].as_slice()));
    assert_eq!(
        attached(&chat, 4),
        [("{99999999-0000-0000-0000-000000000000}.dat", None)],
        "a part that is not there leaves its name"
    );
    let lost: Vec<&str> = chat.warnings.iter().map(|w| w.detail.as_str()).collect();
    assert_eq!(
        lost,
        ["{3f2504e0-4f89-11d3-9a0c-0305e82c3303}.dat", "【群主】"],
        "a picture that nobody sent"
    );
}

#[test]
fn a_page_of_one_line_is_read_and_a_time_that_is_none_is_named() {
    let chat = fixture("qq_mht", "one_line_12h.mht");
    assert_eq!(chat.times(), ["2024-06-01 09:58:24 second", "2024-06-01 12:00:05 second", ""]);
    assert_eq!(chat.codes(), ["unreadable_time"]);
    let options = ReadOptions { title: Some("我的标题".to_owned()), ..ReadOptions::default() };
    let bytes = fixture_bytes("qq_mht", "one_line_12h.mht");
    let named = outcome("qq_mht", "a.mht", bytes, &options).expect("it reads");
    assert_eq!((titles(&named), keys(&named)), (vec!["我的标题"], vec!["我的好友\u{1f}石榴"]));
}

#[test]
fn a_damaged_picture_costs_itself_only() {
    let text = String::from_utf8(fixture_bytes("qq_mht", "all.mht")).expect("it is text");
    let broken = text.replacen("iVBOR", "iV*OR", 1);
    let chat = read("qq_mht", "a.mht", broken);
    assert_eq!(chat.messages.len(), 7);
    assert_eq!(attached(&chat, 0), [("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}.dat", None)]);
    assert_eq!(chat.codes().first(), Some(&"unreadable_attachment"));
}

#[test]
fn pages_are_recognised_and_other_pages_are_not() {
    let of = |text: &str| confidence("qq_mht", "x.dat", text);
    for name in ["all.mht", "one_line_12h.mht"] {
        assert_eq!(
            confidence("qq_mht", "x.dat", fixture_bytes("qq_mht", name)),
            Confidence::Certain,
            "{name}"
        );
    }
    assert_eq!(of("From: a\nContent-Type: multipart/related; boundary=\"x\"\n\n--x\n"), Confidence::No);
    let refused =
        |text: &str| outcome("qq_mht", "a.mht", text, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(refused("From: a\n"), Error::Lacks { what: "messages", .. }));
    assert!(matches!(refused("boundary=\"x\"\n\n--x\nContent-Type: text/html\n\n<p>"), Error::Lacks { .. }));
    assert!(matches!(refused(" "), Error::Empty { .. }));
}

fn page(encoding: &str, words: &str) -> String {
    format!(
        "From: <Save by Tencent MsgMgr>\r\nContent-Type: multipart/related;\r\n boundary=\"--=_a\"\r\n\r\n----=_a\r\n\
        Content-Type: text/html; charset=\"utf-8\"\r\n{encoding}\r\n<html><title>QQ Message</title><table>\
        <tr><td>消息对象:阿芸</td></tr><tr><td>日期: 2024-03-05</td></tr><tr><td><div><div>阿芸(100862)</div>9:58:24</div>\
        <div>{words}</div></td></tr></table></html>\r\n----=_a--\r\n"
    )
}

#[test]
fn a_page_in_a_transfer_encoding_that_qq_does_not_write_is_refused() {
    let text = page("Content-Transfer-Encoding: quoted-printable\r\n", "=E4=BD=A0");
    let refused = outcome("qq_mht", "a.mht", text, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::Damaged { .. })), "and not read as it stands");
    let plain = page("Content-Transfer-Encoding: 8BIT\r\n", "你好");
    assert_eq!(read("qq_mht", "a.mht", plain).texts(), ["你好"]);
}

#[test]
fn the_pictures_of_one_row_are_bounded_and_those_without_a_name_are_none() {
    let chat = read("qq_mht", "a.mht", page("", &("<img>".repeat(3) + &"<img src=a.dat>".repeat(5000))));
    assert_eq!(chat.message_at(0).attachments.len(), 4096);
    assert!(
        chat.warnings.iter().any(|w| w.code == "not_kept" && w.detail == "<img>: 904"),
        "{:?}",
        chat.codes()
    );
}
