//! From an empty machine to evidence: create, import, find, file, export, lock, come back.

use crate::window::{Window, by_id};
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::Command,
};

pub const PASSWORD: &str = "correct horse battery";
const SENTENCE: &str = "系统显示已签收但未收到包裹";

/// A chat as WhatsApp exports it, about a parcel.
const CHAT: &str = "\
2023/8/20 14:28 - 消息和通话已进行端到端加密。\n\
2023/8/20 14:30 - 王芳: 你好，系统显示已签收但未收到包裹\n\
2023/8/20 14:31 - 顺通客服: 您好，请提供运单号\n\
2023/8/20 14:32 - 王芳: YDH12345678\n\
2023/8/20 14:40 - 顺通客服: 已为您登记，24小时内答复\n\
2023/8/21 09:05 - 顺通客服: 包裹误投至隔壁楼，今天重新派送\n\
2023/8/21 18:20 - 王芳: 收到了，谢谢\n";

#[test]
fn a_sentence_is_imported_found_filed_exported_and_locked_away() {
    let window = Window::open(&[]);
    create_vault(&window);
    import(&window, "WhatsApp 聊天 - 顺通客服.txt", CHAT);

    find_and_open(&window);
    tag_undo_and_tag_again(&window);

    let folder = window.folder("证据");
    export(&window, &folder);
    assert_both_documents_hold_the_sentence(&folder);

    lock_and_unlock(&window);
    assert_nothing_readable_is_left(&window.own_folders());
    find_and_open(&window);
    window.reads(&by_id("tag"), "物流");
}

/// From the doors to an empty library.
pub fn create_vault(window: &Window) {
    window.click("door-create");
    window.fill("create-password", PASSWORD);
    window.fill("create-password-again", PASSWORD);
    window.click("create-understood");
    window.click("create-submit");
    window.click("recovery-skip");
    window.sees(&by_id("library"));
}

/// Imports a chat through the system's dialog and looks at the report.
pub fn import(window: &Window, name: &str, chat: &str) {
    let file = window.file(name, chat);
    window.will_pick(&file);
    window.click("import");
    window.click("import-pick-files");
    window.sees("[data-testid=\"import-file\"][data-state=\"good\"]");
    window.click("import-confirm");
    window.sees(&by_id("import-report"));
    window.click("import-done");
    window.misses(&by_id("import-dialog"));
    window.sees(&by_id("conversation-row"));
}

fn find_and_open(window: &Window) {
    window.fill("search-input", "未收到包裹");
    window.reads("[data-testid=\"conversation-row\"] mark", "未收到包裹");
    window.click("conversation-row");
    window.reads("[data-testid=\"message\"].target mark", "未收到包裹");
}

fn tag_undo_and_tag_again(window: &Window) {
    window.enter("tag-input", "物流");
    window.reads(&by_id("tag"), "物流");
    window.control("z");
    window.misses(&by_id("tag"));
    window.enter("tag-input", "物流");
    window.reads(&by_id("tag"), "物流");
}

fn export(window: &Window, folder: &Path) {
    window.click("export");
    // What it holds takes its place above the button: whoever clicks before that may miss it.
    window.sees(&by_id("export-holds"));
    window.will_pick(folder);
    window.click("export-folder");
    window.fill("export-name", "evidence");
    window.click("export-confirm");
    window.fill("confirm-password", PASSWORD);
    window.click("confirm-submit");
    window.sees(&by_id("export-results"));
    window.click("export-done");
    window.misses(&by_id("export-dialog"));
}

fn assert_both_documents_hold_the_sentence(folder: &Path) {
    let pdf =
        Command::new("pdftotext").arg(folder.join("evidence.pdf")).arg("-").output().expect("pdftotext runs");
    assert!(unbroken(&String::from_utf8_lossy(&pdf.stdout)).contains(SENTENCE), "the PDF's text is text");

    let word = fs::File::open(folder.join("evidence.docx")).expect("the Word file is there");
    let mut word = zip::ZipArchive::new(word).expect("a Word file is an archive");
    let mut body = String::new();
    word.by_name("word/document.xml").expect("its body").read_to_string(&mut body).expect("its body is text");
    let spoken: String =
        body.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
    assert!(unbroken(&spoken).contains(SENTENCE), "the Word file holds the same words");
}

/// Neither the vault nor what the webview keeps for itself holds the words, as UTF-8 or as UTF-16.
fn assert_nothing_readable_is_left(folders: &[PathBuf]) {
    let utf8 = SENTENCE.as_bytes().to_vec();
    let utf16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut seen = 0;
    let mut left: Vec<PathBuf> = folders.to_vec();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if let Ok(bytes) = fs::read(&path) {
            seen += 1;
            for words in [&utf8, &utf16] {
                let readable = bytes.windows(words.len()).any(|stretch| stretch == words);
                assert!(!readable, "{} holds a record in the clear", path.display());
            }
        }
    }
    assert!(seen > 5, "the vault's files were among those looked at, not only {seen} others");
}

/// The text without the line breaks that a page needs.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect()
}

fn lock_and_unlock(window: &Window) {
    window.click("lock");
    window.sees(&by_id("unlock"));
    let left = window.script("return document.documentElement.outerHTML");
    assert!(!left.to_string().contains("包裹"), "nothing of the records is left in the page");

    window.fill("unlock-password", "not the password");
    window.click("unlock-submit");
    window.sees("[data-testid=\"unlock\"] [role=\"alert\"]");
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.sees(&by_id("library"));
}
