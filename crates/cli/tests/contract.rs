//! The command line's contract with scripts: verbs, JSON fields, exit codes, and a vault that bad input leaves
//! as it was. Everything runs through the built binary.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery staple";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn with_vault() -> Self {
        let desk = Self { folder: TempDir::new().expect("a temporary folder") };
        let made = desk.json(&["init"]);
        assert!(made["vault"].is_string(), "init names the vault: {made}");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        let mut file = fs::File::create(&path).expect("the file can be made");
        std::io::Write::write_all(&mut file, content.as_ref()).expect("the file can be written");
        path.display().to_string()
    }

    fn run_as(&self, password: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_yanju"))
            .arg("--vault")
            .arg(self.path("vault"))
            .args(args)
            .env("YANJU_PASSWORD", password)
            .env("YANJU_LANG", "zh-CN")
            .output()
            .expect("yanju runs")
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_as(PASSWORD, args)
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[&["--json"], args].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?} ends well, not with: {errors}");
        serde_json::from_slice(&output.stdout).expect("one JSON document on stdout")
    }

    /// Runs a command that must fail with this code; returns its sentence.
    fn failure(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {sentence}");
        assert!(sentence.starts_with("yanju: "), "a sentence on stderr, not {sentence:?}");
        sentence
    }
}

fn fixture(case: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(case).display().to_string()
}

/// A file in, a sentence found and organised, PDF and Word out.
fn main_job(case: &str, format: &str, word: &str) {
    let desk = Desk::with_vault();
    let report = desk.json(&["import", &fixture(case)]);
    let file = &report["files"][0];
    assert_eq!(file["format"], format);
    assert_eq!(file["sha256"].as_str().map(str::len), Some(64), "the original's hash is told");
    assert_eq!(report["duplicates"], 0, "a first import has no duplicates");
    assert!(report["messages"].as_u64() > Some(0), "{report}");

    let again = desk.json(&["import", &fixture(case)]);
    let both =
        |report: &Value| report["messages"].as_u64().zip(report["events"].as_u64()).map(|(m, e)| m + e);
    assert_eq!(again["duplicates"].as_u64(), both(&report), "importing twice stores nothing twice");

    let found = desk.json(&["search", word]);
    let hit = &found["hits"][0];
    assert!(found["total"].as_u64() > Some(0), "{word} is in {case}");
    let mark: Vec<usize> = hit["marks"][0]
        .as_array()
        .expect("a mark")
        .iter()
        .map(|n| n.as_u64().expect("a number") as usize)
        .collect();
    let text = hit["text"].as_str().expect("the text");
    assert_eq!(text.chars().skip(mark[0]).take(mark[1] - mark[0]).collect::<String>(), word);

    let message = hit["message"].as_str().expect("an id");
    let conversation = hit["conversation"].as_str().expect("an id");
    assert_eq!(desk.json(&["tag", "add", "要紧", message, conversation])["changed"], 2);
    assert_eq!(desk.json(&["ticket", "add", "T-1", conversation])["changed"], 1);
    let listed = desk.json(&["conversations", "tag:要紧"]);
    assert_eq!(listed["conversations"][0]["tags"][0], "要紧");
    assert_eq!(listed["conversations"][0]["ticket"], "T-1");

    for (name, magic) in [("out.pdf", &b"%PDF-"[..]), ("out.docx", b"PK\x03\x04")] {
        let out = desk.path(name).display().to_string();
        let exported = desk.json(&["export", &out]);
        assert!(fs::read(&out).expect("the file is there").starts_with(magic), "{name} is what it says");
        assert!(["FULL", "PARTIAL"].contains(&exported["complete"].as_str().unwrap_or_default()));
        assert_eq!(exported["messages"].as_u64(), both(&report), "everything is exported");
    }
}

#[test]
fn the_main_job_from_whatsapp() {
    main_job("whatsapp/ios_english", "whatsapp", "refund");
}

#[test]
fn the_main_job_from_wechat() {
    main_job("wechat/android_private", "wechat_multiselect", "退款");
}

#[test]
fn the_main_job_from_dingtalk() {
    main_job("dingtalk/dws_projected", "dingtalk_dws", "退款");
}

#[test]
fn the_main_job_from_a_table() {
    main_job("csv/shop", "csv", "退款");
}

#[test]
fn json_answers_have_the_fields_of_the_contract() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let listed = desk.json(&["conversations"]);
    let row = &listed["conversations"][0];
    for field in
        ["id", "title", "platform", "participants", "messages", "first", "last", "tags", "ticket", "category"]
    {
        assert!(row.get(field).is_some(), "conversations --json has {field}: {row}");
    }
    let shown = desk.json(&["show", row["id"].as_str().expect("an id")]);
    let message = &shown["messages"][0];
    for field in
        ["id", "seq", "sent_at", "sender", "role", "kind", "text", "attachments", "recalled", "reply_to"]
    {
        assert!(message.get(field).is_some(), "show --json has {field}: {message}");
    }
    let stats = desk.json(&["stats"]);
    for field in ["messages", "events", "conversations", "participants", "attachments", "bytes"] {
        assert!(stats.get(field).is_some(), "stats --json has {field}: {stats}");
    }
    assert_eq!(desk.json(&["search", "退款", "--count"])["total"], 2);
}

#[test]
fn bad_input_is_a_sentence_and_leaves_the_vault_as_it_was() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let before = (desk.json(&["stats"])["messages"].clone(), blobs(&desk));

    let empty = desk.write("empty.txt", "");
    let binary = desk.write("binary.bin", (0..4096u32).map(|n| (n * 37 % 251) as u8).collect::<Vec<_>>());
    let no_time = desk.write("no-time.csv", "发送人,内容\n甲,你好\n乙,在\n");
    let zip = desk.write("cut.zip", b"PK\x03\x04\x14\0\0\0\x08\0broken");
    let prose = desk.write("prose.txt", "今天天气不错。\n适合出门。\n");
    for (file, name) in [
        (&empty, "empty.txt"),
        (&binary, "binary.bin"),
        (&no_time, "no-time.csv"),
        (&zip, "cut.zip"),
        (&prose, "prose.txt"),
    ] {
        let sentence = desk.failure(1, &["import", file]);
        assert!(sentence.contains(name), "the sentence names the file: {sentence}");
        assert!(!sentence.contains('{'), "no gap is left in: {sentence}");
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

    assert_eq!((desk.json(&["stats"])["messages"].clone(), blobs(&desk)), before, "the vault is as it was");
}

#[test]
fn a_wrong_password_has_its_own_exit_code() {
    let desk = Desk::with_vault();
    assert_eq!(desk.run_as("wrong horse", &["stats"]).status.code(), Some(3));
    assert_eq!(desk.run(&["init"]).status.code(), Some(1), "a vault is never overwritten");
}

#[test]
fn the_demo_is_made_by_one_command() {
    let desk = Desk { folder: TempDir::new().expect("a temporary folder") };
    let made = desk.json(&["demo"]);
    let password = made["password"].as_str().expect("the demo tells its password");
    let found = desk.run_as(password, &["--json", "search", "已签收但未收到包裹"]);
    let found: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(found["total"], 1, "the first demo case is found by its sentence");
}

#[test]
fn removing_a_ticket_leaves_other_tickets_alone() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    desk.json(&["ticket", "add", "T-1", "c1"]);
    desk.json(&["ticket", "add", "T-2", "c2"]);
    assert_eq!(desk.json(&["ticket", "remove", "T-1", "c1", "c2"])["changed"], 1);
    assert_eq!(desk.json(&["conversations", "ticket:T-2"])["total"], 1);
}

#[test]
fn standard_input_can_be_imported() {
    let desk = Desk::with_vault();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yanju"))
        .arg("--vault")
        .arg(desk.path("vault"))
        .args(["--json", "import", "-"])
        .env("YANJU_PASSWORD", PASSWORD)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("yanju runs");
    let csv = "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n";
    std::io::Write::write_all(child.stdin.as_mut().expect("piped"), csv.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["messages"], 1);
}

#[test]
fn a_backup_is_taken_listed_rehearsed_verified_and_restored() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let place = desk.path("drive").display().to_string();
    assert!(desk.failure(1, &["backup"]).len() > 20, "no folder is chosen yet");
    let absent = desk.failure(1, &["backup", &place]);
    assert!(
        absent.contains("drive") && !absent.contains('{'),
        "a folder that is not there is not made: {absent}"
    );
    fs::create_dir(&place).expect("the drive is plugged in");

    let done = desk.json(&["backup", &place, "--rehearse"]);
    let holdings = &done["backup"]["snapshot"]["holdings"];
    let stats = desk.json(&["stats"]);
    assert_eq!(
        (&holdings["messages"], &holdings["conversations"]),
        (&stats["messages"], &stats["conversations"])
    );
    assert_eq!(done["rehearsal"]["ok"], true, "{done}");
    assert!(done["rehearsal"]["contents"].as_u64() > Some(0), "originals were read through: {done}");
    let again = desk.json(&["backup"]);
    let (first, again) = (&done["backup"]["bytes_written"], &again["backup"]["bytes_written"]);
    assert!(
        again.as_u64() < first.as_u64(),
        "the folder is remembered, and little is new: {again} of {first}"
    );
    assert_eq!(desk.json(&["backup", "--if-due"])["backup"], Value::Null, "nothing is scheduled");
    let listed = desk.json(&["backups"]);
    let snapshots = listed["snapshots"].as_array().expect("a list");
    assert_eq!(snapshots.len(), 1, "of one day the latest is kept: {listed}");

    let verified = desk.json(&["verify", &place]);
    assert_eq!(verified["ok"], true, "{verified}");
    for check in verified["checks"].as_array().expect("checks") {
        assert!(check["name"].is_string() && check["ok"] == true && check["detail"].is_string(), "{check}");
    }
    let id = snapshots[0]["id"].as_str().expect("an id");
    fs::rename(desk.path("vault"), desk.path("lost")).expect("the vault is lost");
    let restored = desk.json(&["restore", &place, "--snapshot", id]);
    assert_eq!(restored["messages"], stats["messages"], "it is restored where the vault would be");
    assert_eq!(desk.json(&["search", "退款", "--count"])["total"], 2, "the restored vault is searched");
    desk.failure(1, &["restore", &place, "--to", &desk.path("lost").display().to_string()]);
    assert_eq!(desk.run_as("wrong horse", &["restore", &place, "--to", "x"]).status.code(), Some(3));
}

#[test]
fn a_damaged_backup_is_named_with_its_own_exit_code() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let place = desk.path("drive").display().to_string();
    assert!(desk.failure(1, &["verify", &desk.path("vault").display().to_string()]).contains("vault"));
    fs::create_dir(&place).expect("a folder");
    desk.json(&["backup", &place]);
    let mut contents = Vec::new();
    walk(Path::new(&place), &mut contents);
    let piece = contents.iter().find(|path| path.iter().any(|part| part == "data")).expect("a piece");
    fs::remove_file(piece).expect("it can be lost");
    let name = piece.file_name().expect("a name").to_string_lossy().into_owned();

    let verified = desk.run(&["--json", "verify", &place]);
    assert_eq!(verified.status.code(), Some(4), "an integrity check failed");
    let verified: Value = serde_json::from_slice(&verified.stdout).expect("one JSON document");
    assert_eq!(verified["ok"], false, "{verified}");
    assert!(verified["checks"].to_string().contains(&name), "the lost piece is named: {verified}");
    let to = desk.path("restored").display().to_string();
    assert!(desk.failure(4, &["restore", &place, "--to", &to]).contains(&name), "and so it is on restoring");
    desk.json(&["backup", "--full"]);
    assert_eq!(desk.json(&["verify", &place])["ok"], true, "a full backup mends it");
}

/// The names of all sealed originals and attachments.
fn blobs(desk: &Desk) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(&desk.path("vault/blobs"), &mut files);
    files.sort();
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { walk(&entry.path(), files) } else { files.push(entry.path()) }
    }
}
