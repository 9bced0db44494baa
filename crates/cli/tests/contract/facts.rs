//! What people read of a file and of its messages: as much as the window says.

use crate::desk::{Desk, fixture};

/// What a command prints for people, in a language.
fn told(desk: &Desk, language: &str, args: &[&str]) -> String {
    let output = desk.command(args).env("YANJU_LANG", language).output().expect("yanju runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn holds(told: &str, lines: &[&str]) {
    for line in lines {
        assert!(told.contains(line), "{line} is told: {told}");
    }
}

const ODD: &str = "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n没有时间,乙,在\n";

#[test]
fn a_file_is_told_with_all_that_is_known_of_it() {
    let desk = Desk::with_vault();
    let odd = desk.write("odd.csv", ODD);
    let looked = told(&desk, "zh-CN", &["import", "--dry-run", &odd]);
    holds(
        &looked,
        &[
            "格式：表格",
            "[csv] · 很可能",
            "编码：utf-8",
            "时区：Asia/Shanghai（假定）",
            "起止：2024-01-01\n",
            "内容：2 条消息 · 1 个会话 · 2 位对话人\n",
            "完整性：",
            "SHA-256 ",
            "会话：",
            "时间 = 时间 (time)",
            "前 2 条",
            "2024-01-01 10:00 +08:00  甲: 你好",
            "没有时间  乙: 在",
        ],
    );
    assert!(
        !looked.contains("重复") && !looked.contains(" 0 "),
        "nothing is told of what is not there: {looked}"
    );
    let imported = told(&desk, "en", &["import", &odd]);
    holds(
        &imported,
        &[
            "Format: ",
            "Time zone: Asia/Shanghai (assumed)",
            "Holds: 2 messages · 1 conversation · 2 people\n",
        ],
    );
    let again = told(&desk, "en", &["import", &odd]);
    holds(&again, &["· 2 people · 2 duplicates"]);
}

#[test]
fn a_doubt_is_told_with_its_place_in_words_and_without_one_where_it_has_none() {
    let desk = Desk::with_vault();
    let odd = desk.write("odd.csv", ODD);
    holds(&told(&desk, "zh-CN", &["import", &odd]), &["处存疑；原始文件原样保留", "! 表格第 3 行："]);
    let looked = told(&desk, "zh-CN", &["import", "--dry-run", &odd]);
    holds(&looked, &["完整性：不完整\n  1 处内容存疑或没有收进来\n"]);
    let again = told(&desk, "en", &["import", &odd, "--zone", "Europe/Berlin"]);
    holds(&again, &["! row 3: ", "! This file was imported before"]);
    assert!(!again.contains("! :") && !again.contains("!  "), "no empty place is printed: {again}");
}

#[test]
fn what_a_source_says_is_missing_is_told() {
    let desk = Desk::with_vault();
    let chat = "[01/02/2024, 10:00:00] A: hi\n[13/02/2024, 10:01:00] B: \u{200e}image omitted\n";
    let omitted = desk.write("WhatsApp Chat with A.txt", chat);
    let looked = told(&desk, "zh-CN", &["import", "--dry-run", &omitted]);
    holds(&looked, &["完整性：不完整", "1 个媒体文件", "平台：WhatsApp\n", "日期顺序：日/月/年"]);
}

#[test]
fn a_platform_that_nothing_tells_is_said_to_be_unknown() {
    let desk = Desk::with_vault();
    let chat = desk.write("chat.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n");
    holds(&told(&desk, "zh-CN", &["import", "--dry-run", &chat]), &["平台：其他", "--platform"]);
    holds(&told(&desk, "en", &["import", "--dry-run", &chat]), &["Platform: Other", "--platform"]);
    let said = told(&desk, "zh-CN", &["import", &chat, "--platform", "wechat"]);
    holds(&said, &["平台：微信\n"]);
    assert!(!said.contains("--platform"), "there is nothing left to say: {said}");
    let report = desk.json(&["import", &chat]);
    assert_eq!(report["files"][0]["platforms"], serde_json::json!(["wechat"]));
}

#[test]
fn files_of_a_folder_that_are_no_chats_are_counted() {
    let desk = Desk::with_vault();
    let folder = desk.path("out").display().to_string();
    std::fs::create_dir(&folder).expect("a folder");
    desk.write("out/chat.csv", ODD);
    desk.write("out/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    holds(&told(&desk, "zh-CN", &["import", &folder]), &["另有 1 个附件或媒体文件"]);
}

/// A table of lines of several kinds.
const KINDS: &str = "时间,发送人,类型,内容\n\
    2024-01-01 23:59,甲,text,你好\n\
    2024-01-02 00:01,甲,image,小票.jpg\n\
    2024-01-02 00:02,,system,乙 加入了群聊\n\
    ,乙,text,在\n\
    2024-01-03,乙,text,只有日期\n";

#[test]
fn a_conversation_is_read_with_days_offsets_and_kinds() {
    let desk = Desk::with_vault();
    desk.json(&["import", &desk.write("kinds.csv", KINDS)]);
    let shown = told(&desk, "zh-CN", &["show", "c1"]);
    holds(
        &shown,
        &[
            "Asia/Shanghai（假定）",
            "— 2024-01-01 +08:00 —",
            "23:59  甲: 你好",
            "— 2024-01-02 +08:00 —",
            "00:01  甲: [图片] 小票.jpg",
            "00:02  [系统消息] 乙 加入了群聊",
            "无时间  乙: 在",
        ],
    );
    assert!(!shown.contains("00:00"), "no clock is made up: {shown}");
    let found = told(&desk, "en", &["search", "小票"]);
    holds(&found, &["1 message\n", "2024-01-02 00:01 +08:00", "甲: [image] 小票.jpg"]);
    holds(&told(&desk, "en", &["search", "只有日期"]), &["  2024-01-03  "]);
    holds(&told(&desk, "en", &["search", "在"]), &["  no time  "]);
}

#[test]
fn another_offset_on_the_same_day_has_its_own_heading() {
    let desk = Desk::with_vault();
    let rows = "时间,发送人,内容\n2024-03-31T00:30:00+01:00,甲,冬\n2024-03-31T12:00:00+02:00,乙,夏\n";
    desk.json(&["import", &desk.write("berlin.csv", rows)]);
    let shown = told(&desk, "en", &["show", "c1"]);
    holds(&shown, &["stated by the source", "— 2024-03-31 +01:00 —", "— 2024-03-31 +02:00 —"]);
}

#[test]
fn what_was_recalled_and_what_is_answered_is_told() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("dingtalk/dws_projected")]);
    let messages = desk.json(&["show", "c1"])["messages"].clone();
    let messages = messages.as_array().expect("a list");
    let recalled = messages.iter().filter(|message| message["recalled"] == true).count();
    let quoting = messages.iter().filter(|message| message["quote"] != "").count();
    let shown = told(&desk, "zh-CN", &["show", "c1"]);
    assert!(recalled + quoting > 0, "the case has some: {messages:#?}");
    assert_eq!(shown.matches("[已撤回]").count(), recalled, "{shown}");
    assert_eq!(shown.matches("引用：").count(), quoting, "{shown}");
}
