//! What is refused, how it is said, and what is left as it was.

use crate::desk::{Desk, fixture};
use std::{fs, process::Output};

/// A real export of WhatsApp's making: a text and a file, both stored without compression.
fn archive() -> String {
    fixture("../../crates/formats/tests/fixtures/whatsapp/WhatsApp Chat - Team Lamp.zip")
}

/// Where the text of [`archive`] lies in its bytes.
const CHAT_TEXT: usize = 79;

/// The same bytes with one bit changed.
fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 0b1_0000;
    bytes
}

#[test]
fn bad_input_is_a_sentence_and_leaves_the_vault_as_it_was() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let before = desk.state();

    let empty = desk.write("empty.txt", "");
    let binary = desk.write("binary.bin", (0..4096u32).map(|n| (n * 37 % 251) as u8).collect::<Vec<_>>());
    let no_time = desk.write("no-time.csv", "发送人,内容\n甲,你好\n乙,在\n");
    let zip = fs::read(archive()).expect("the fixture is there");
    let cut = desk.write("cut.zip", &zip[..zip.len() * 2 / 3]);
    let flipped = desk.write("flipped.zip", flipped(&zip, CHAT_TEXT));
    let prose = desk.write("prose.txt", "今天天气不错。\n适合出门。\n");
    for (file, name) in [
        (&empty, "empty.txt"),
        (&binary, "binary.bin"),
        (&no_time, "no-time.csv"),
        (&cut, "cut.zip"),
        (&flipped, "flipped.zip"),
        (&prose, "prose.txt"),
    ] {
        let sentence = desk.failure(1, &["import", file]);
        assert!(sentence.contains(name), "the sentence names the file: {sentence}");
        assert!(!sentence.contains('{'), "no gap is left in: {sentence}");
        assert_eq!(
            desk.failure(1, &["import", "--dry-run", file]),
            format!("yanju: {file}: {}", sentence.trim_start_matches("yanju: ")),
            "looking says the same"
        );
    }
    for archive in [&cut, &flipped] {
        assert!(
            desk.failure(1, &["import", archive]).contains("损坏"),
            "a damaged archive is called damaged"
        );
    }
    desk.failure(1, &["import", "/nowhere/at-all.txt"]);
    desk.failure(2, &["search", "退款 \"未收到"]);
    desk.failure(2, &["search", "平台:没有的平台"]);
    let folder = desk.path("no-such-folder/out.pdf").display().to_string();
    assert!(
        desk.failure(1, &["export", &folder]).contains("no-such-folder"),
        "the sentence names the target"
    );
    desk.failure(1, &["export", &desk.path("none.pdf").display().to_string(), "--query", "绝无此句"]);
    assert!(!desk.path("none.pdf").exists(), "a failed export writes nothing");

    assert_eq!(desk.state(), before, "the vault is as it was");
    assert!(
        desk.json(&["import", &archive()])["messages"].as_u64() > Some(0),
        "the whole archive can be read"
    );
}

#[test]
fn a_sentence_says_what_is_wrong_with_a_date_a_folder_and_an_id() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let out = desk.path("out.pdf").display().to_string();
    let reversed = ["export", &out, "--from", "2023-09-01", "--to", "2023-08-01"];
    assert!(desk.failure(2, &reversed).contains("颠倒"), "the range is not merely too narrow");
    let bare = desk.path("bare").display().to_string();
    fs::create_dir(&bare).expect("a folder");
    for args in [&["import", &bare][..], &["import", "--dry-run", &bare]] {
        assert!(desk.failure(1, args).contains("bare"), "an empty folder is named");
    }
    let sentence = desk.failure(2, &["show", "4"]);
    assert!(sentence.contains("c123") && !sentence.contains("of the form"), "in one language: {sentence}");
}

#[test]
fn a_platform_is_taken_by_either_name() {
    let desk = Desk::with_vault();
    let chat = desk.write("chat.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n");
    desk.json(&["import", &chat, "--platform", "微信"]);
    assert_eq!(desk.json(&["conversations", "平台:wechat"])["total"], 1, "as in a query");
    desk.failure(2, &["import", &fixture("csv/shop"), "--platform", "没有的平台"]);
}

#[test]
fn a_wrong_password_has_its_own_exit_code() {
    let desk = Desk::with_vault();
    assert_eq!(desk.run_as("wrong horse", &["stats"]).status.code(), Some(3));
    assert_eq!(desk.run(&["init"]).status.code(), Some(1), "a vault is never overwritten");
}

#[test]
fn looking_at_a_file_that_cannot_be_read_fails_and_shows_the_others() {
    let desk = Desk::with_vault();
    let empty = desk.write("empty.txt", "");
    let looked: Output = desk.run(&["--json", "import", "--dry-run", &empty, &fixture("csv/shop")]);
    assert_eq!(looked.status.code(), Some(1), "one of two could not be read");
    let preview: serde_json::Value = serde_json::from_slice(&looked.stdout).expect("JSON all the same");
    assert_eq!(preview["files"][0]["error"]["code"], "file_empty");
    assert_eq!(preview["files"][1]["report"]["messages"], 4, "the other was looked at");
    let sentence = String::from_utf8_lossy(&looked.stderr).into_owned();
    assert!(sentence.starts_with("yanju: ") && sentence.contains("empty.txt"), "named on stderr: {sentence}");

    let text = desk.run(&["import", "--dry-run", &empty]);
    assert!(!String::from_utf8_lossy(&text.stdout).contains("empty.txt"), "and nowhere else");
}

/// Without a terminal there is nobody to ask.
#[cfg(target_os = "linux")]
#[test]
fn a_password_that_cannot_be_asked_for_is_not_called_wrong() {
    let desk = Desk::with_vault();
    let yanju = desk.command(&[]);
    for (vault, verb) in [("vault", "stats"), ("another", "init")] {
        // A session of its own has no terminal, not even /dev/tty.
        let output = std::process::Command::new("setsid")
            .arg("--wait")
            .arg(yanju.get_program())
            .arg("--vault")
            .arg(desk.path(vault))
            .arg(verb)
            .env_remove("YANJU_PASSWORD")
            .env("YANJU_LANG", "en")
            .stdin(std::process::Stdio::null())
            .output()
            .expect("setsid runs");
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{verb}: {sentence}");
        assert!(sentence.contains("YANJU_PASSWORD"), "it says what to do: {sentence}");
        assert!(!sentence.contains("not the password"), "no password was given: {sentence}");
    }
    assert!(!desk.path("another").exists(), "no vault was made");
    for (args, variable) in
        [(&["password"][..], "YANJU_NEW_PASSWORD"), (&["recovery", "use"], "YANJU_RECOVERY_WORDS")]
    {
        let output = std::process::Command::new("setsid")
            .arg("--wait")
            .arg(yanju.get_program())
            .arg("--vault")
            .arg(desk.path("vault"))
            .args(args)
            .env("YANJU_PASSWORD", crate::desk::PASSWORD)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("setsid runs");
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(sentence.contains(variable), "{args:?} names what is lacking: {sentence}");
    }
}

#[test]
fn a_changed_byte_in_the_database_has_its_own_exit_code() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let database = desk.path("vault/vault.db");
    let whole = fs::read(&database).expect("there is a database");
    // The salt, the first page, one further in.
    for at in [3, 200, 5_000] {
        rewrite(&desk, &flipped(&whole, at));
        let output = desk.run(&["stats"]);
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4), "byte {at}: {sentence}");
        assert!(output.stdout.is_empty(), "no figures come from a damaged vault");
    }
    rewrite(&desk, &whole);
    assert_eq!(desk.json(&["stats"])["messages"], 4, "nothing was written to the damaged vault");
}

fn rewrite(desk: &Desk, database: &[u8]) {
    desk.write("vault/vault.db", database);
}

#[test]
fn what_is_no_chat_is_called_what_it_is() {
    let desk = Desk::with_vault();
    let text_pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n甲, 你好, 在吗\n";
    let files: [(&str, &[u8], &str); 9] = [
        ("a.pdf", text_pdf.as_bytes(), "PDF 文档"),
        ("b.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n\0\0\0", "PDF 文档"),
        ("c.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "Word"),
        ("d.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", ".xlsx"),
        ("e.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "图片是附件"),
        ("f.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2", "录音或视频"),
        ("g.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0", "是程序"),
        ("h.rar", b"Rar!\x1a\x07\x01\0\x33\x92\xb5\xe5", "解压"),
        ("i.db", b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20", "数据库"),
    ];
    for (name, bytes, word) in files {
        let sentence = desk.failure(1, &["import", &desk.write(name, bytes)]);
        assert!(sentence.contains(word) && sentence.contains(name), "{name}: {sentence}");
        assert!(!sentence.contains("--") && !sentence.contains('{'), "{name}: {sentence}");
    }
}

#[test]
fn a_text_that_is_no_chat_is_told_how_it_could_be_read() {
    let desk = Desk::with_vault();
    let prose = desk.write("prose.txt", "今天天气不错。\n适合出门。\n");
    let sentence = desk.failure(1, &["import", &prose]);
    assert!(sentence.contains("认不出聊天记录") && sentence.contains("原始文件"), "{sentence}");
    assert!(sentence.contains("--format") && sentence.contains("--map"), "the options are named: {sentence}");
    let table = desk.write("codes.csv", "a1,a2,a3\nx,y,z\nu,v,w\n");
    let looked = desk.run(&["import", "--dry-run", &table]);
    let (said, named) = (String::from_utf8_lossy(&looked.stderr), String::from_utf8_lossy(&looked.stdout));
    assert!(said.contains("各列的含义") && said.contains("--map"), "{said}");
    assert!(named.contains("a2 = 不读取  y"), "the columns are listed: {named}");
}

#[test]
fn a_date_that_can_be_read_in_two_ways_names_the_option() {
    let desk = Desk::with_vault();
    let chat = desk.write("chat.txt", "01/02/24, 10:00 - A: hi\n02/02/24, 10:01 - B: hello\n");
    assert!(desk.failure(1, &["import", &chat]).contains("--date-order"));
}

#[test]
fn a_value_that_cannot_be_used_is_told_with_those_that_can() {
    let desk = Desk::with_vault();
    let chat = desk.write("chat.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n");
    let map = desk.write("map.json", r#"{"时间": "time", "内容": "words"}"#);
    let bad = desk.write("bad.json", "时间=time");
    for (args, words) in [
        (["--platform", "没有的平台"], ["没有的平台", "wechat, "]),
        (["--zone", "Mars/Olympus"], ["Mars/Olympus", "Asia/Shanghai"]),
        (["--map", &map], ["列「内容」", "time, date, sender, text"]),
        (["--map", &bad], ["bad.json", r#""text""#]),
    ] {
        let sentence = desk.failure(2, &[&["import", &chat][..], &args].concat());
        assert!(words.iter().all(|word| sentence.contains(word)), "{args:?}: {sentence}");
        assert!(!sentence.contains("{allowed}") && !sentence.contains("{value}"), "{sentence}");
    }
    desk.json(&["import", &chat]);
    assert!(desk.failure(2, &["zone", "Mars/Olympus", "f1"]).contains("Europe/Berlin"));
    assert!(desk.failure(2, &["radar", "--set", "nowhere", "--days", "3"]).contains("wechat, "));
}

#[test]
fn a_day_that_is_none_is_told_with_one_that_is() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let out = desk.path("out.pdf").display().to_string();
    for (option, word) in [("--from", "第一天"), ("--to", "最后一天")] {
        let sentence = desk.failure(2, &["export", &out, option, "2023/13"]);
        assert!(sentence.contains(word) && sentence.contains("2023-08-20"), "{sentence}");
    }
}
