//! Ten thousand canaries: words that a record holds and no file of the program or its webview may, whether it is in use,
//! locked or has crashed.

use crate::{
    evidence::{PASSWORD, create_vault, import},
    window::{Window, by_id},
};
use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const CANARIES: u64 = 10_000;

/// A word that stands in one message and nowhere else in the world.
fn canary(number: u64) -> String {
    format!("金丝雀{:016x}绝不外泄", (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[test]
fn no_file_holds_a_canary_in_use_locked_or_after_a_crash() {
    let search = Search::new();
    search.assert_it_finds_what_is_there();
    let window = Window::open(&[]);
    create_vault(&window);
    import(&window, "WhatsApp 聊天 - 客服.txt", &chat());
    window.fill("search-input", &canary(77));
    window.reads("[data-testid=\"conversation-row\"] mark", &canary(77));
    window.click("conversation-row");
    window.sees(&by_id("message"));
    window.enter("tag-input", &canary(78));
    window.reads(&by_id("tag"), &canary(78));
    search.assert_nothing_in(&window.own_folders(), "in use");

    window.click("lock");
    window.sees(&by_id("unlock"));
    search.assert_nothing_in(&window.own_folders(), "locked");

    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.fill("search-input", &canary(79));
    window.reads("[data-testid=\"conversation-row\"] mark", &canary(79));
    let window = window.crash(|crashed| search.assert_nothing_in(&crashed.own_folders(), "after a crash"));
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.fill("search-input", &canary(9999));
    window.reads("[data-testid=\"conversation-row\"] mark", &canary(9999));
}

fn chat() -> String {
    (0..CANARIES).fold(String::new(), |mut chat, number| {
        let (hour, minute) = (number / 60 % 24, number % 60);
        let day = 1 + number / 1440;
        let _ = writeln!(chat, "2023/8/{day} {hour:02}:{minute:02} - 王芳: {}", canary(number));
        chat
    })
}

/// Looks for all canaries at once, as UTF-8, UTF-16 in both orders, GBK, hexadecimal digits and base64.
struct Search {
    needles: AhoCorasick,
    /// So many for each canary.
    disguises: usize,
}

impl Search {
    fn new() -> Self {
        let written: Vec<Vec<Vec<u8>>> = (0..CANARIES).map(|number| disguises(&canary(number))).collect();
        let disguises = written[0].len();
        let needles = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(written.into_iter().flatten())
            .expect("canaries make a search");
        Self { needles, disguises }
    }

    /// A search that finds nothing must be one that would find.
    fn assert_it_finds_what_is_there(&self) {
        for (disguise, bytes) in disguises(&canary(4711)).into_iter().enumerate() {
            let file = [b"before".as_slice(), &bytes, b"after"].concat();
            let found = self.needles.find(&file).expect("a canary that is there is found");
            let pattern = found.pattern().as_usize();
            assert_eq!((pattern / self.disguises, pattern % self.disguises), (4711, disguise));
        }
    }

    fn assert_nothing_in(&self, folders: &[PathBuf], when: &str) {
        let files = folders.iter().flat_map(|folder| files(folder)).collect::<Vec<_>>();
        let mut seen = 0;
        for path in &files {
            // What is gone meanwhile holds nothing.
            let Ok(bytes) = fs::read(path) else { continue };
            seen += bytes.len();
            for place in [bytes.as_slice(), path.as_os_str().as_encoded_bytes()] {
                assert!(self.needles.find(place).is_none(), "{} holds a canary, {when}", path.display());
            }
        }
        println!("{when}: 0 of {CANARIES} canaries in {} files, {seen} bytes", files.len());
        assert!(
            files.len() > 20 && seen > 1_000_000,
            "the vault and the webview were looked at, {when}: {seen}"
        );
    }
}

/// A canary as it might be written.
fn disguises(canary: &str) -> Vec<Vec<u8>> {
    let utf16 = |order: fn(u16) -> [u8; 2]| canary.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let hex = canary.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    // Wherever it stands in what was encoded: what is before it shifts it by nothing, one byte or two, and its own ends
    // share a group with its neighbours.
    let base64 = (0..3).map(|shift| {
        let shifted = [vec![0; shift], canary.as_bytes().to_vec()].concat();
        let encoded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(shifted);
        encoded.into_bytes()[4..encoded_end(canary.len() + shift)].to_vec()
    });
    let (gbk, _, _) = encoding_rs::GBK.encode(canary);
    [
        canary.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        gbk.into_owned(),
        hex.into_bytes(),
    ]
    .into_iter()
    .chain(base64)
    .collect()
}

/// Where the last whole group of three bytes ends in base64.
const fn encoded_end(bytes: usize) -> usize {
    bytes / 3 * 4
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
