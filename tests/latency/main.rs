//! How long a person waits for the first hits in the real window: a vault with many messages is opened, words are typed
//! character by character, and the page itself takes the time from the key to the first rows that are painted.
//!
//! `./dev bench window N` runs it on a virtual display; it is no test and holds nothing. `latency CORPUS`.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

#[path = "../e2e/webdriver.rs"]
mod webdriver;
#[expect(dead_code, reason = "only typing is needed of it")]
#[path = "../e2e/window.rs"]
mod window;

use std::{path::Path, sync::Arc};
use window::{Window, by_id};
use yanju_engine::{
    Job, Places, Session,
    api::{
        import::{ImportOptions, ImportRequest},
        vault::{CreateVault, Language},
    },
    clock::SystemClock,
};

const PASSWORD: &str = "correct horse battery";
/// How often each word is typed.
const TIMES: usize = 5;
/// Words that even a small corpus has: common, longer than a gram, the beginning of an order number, its digits, English.
const WORDS: [&str; 6] = ["退款", "什么时候", "订单号YDH4", "242", "refund", "物流"];

/// Notes, for every key, how long it takes until rows are painted that show the text as it is in the field.
const WATCH: &str = r"
    const field = document.querySelector('[data-testid=search-input]');
    const list = document.querySelector('[data-testid=conversation-list]');
    window.waits = [];
    window.begun = 0;
    const begin = () => { window.begun ||= performance.now(); };
    field.addEventListener('keydown', begin, true);
    field.addEventListener('input', begin, true);
    const shown = () => {
      const text = field.value.trim().toLowerCase();
      const mark = list.querySelector('[data-testid=conversation-row] mark');
      // What stands twice in a row is one mark. An emptied field is no key that is waited for.
      return text && window.begun && mark && mark.textContent.toLowerCase().startsWith(text) ? text : '';
    };
    new MutationObserver(() => {
      const text = shown();
      if (!text) return;
      const since = window.begun;
      window.begun = 0;
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => {
          window.waits.push(performance.now() - since);
          document.body.dataset.painted = text.length;
        };
        painted.port2.postMessage(0);
      });
    }).observe(list, { subtree: true, childList: true, characterData: true });";

fn main() {
    let corpus = std::env::args().nth(1).expect("latency CORPUS");
    let home = tempfile::tempdir().expect("a folder for the vault");
    let vault = home.path().join("vault");
    fill(&vault, Path::new(&corpus));
    let window = Window::open_in(&[], &[("YANJU_VAULT", &vault.display().to_string())]);
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.sees(&by_id("conversation-row"));
    window.script(WATCH);
    let mut waits = Vec::new();
    for _ in 0..TIMES {
        for word in WORDS {
            waits.extend(type_word(&window, word));
        }
    }
    waits.sort_by(f64::total_cmp);
    let at = |percent: usize| waits.get(waits.len() * percent / 100).copied().unwrap_or_default();
    println!("from key to painted hits: {:.0} ms, 95th {:.0} ms, {} keys", at(50), at(95), waits.len());
}

/// Types a word, one character after the hits of the one before are painted; gives how long each took.
fn type_word(window: &Window, word: &str) -> Vec<f64> {
    window.fill("search-input", " ");
    window.misses("[data-testid=\"conversation-row\"] mark");
    window.script("window.begun = 0; window.waits = []; delete document.body.dataset.painted");
    for (place, character) in (1_usize..).zip(word.chars()) {
        window.type_on("search-input", &character.to_string());
        window.sees(&format!("body[data-painted=\"{place}\"]"));
    }
    let waits = window.script("return window.waits");
    let waits: Vec<f64> =
        waits.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    assert_eq!(waits.len(), word.chars().count(), "one wait for every key of {word}, or they are mixed up");
    waits
}

/// Fills a vault with the records of the corpus.
fn fill(vault: &Path, corpus: &Path) {
    let places = Places { vault: vault.to_owned(), demo: vault.with_file_name("demo") };
    let session = Session::new(places, Arc::new(SystemClock));
    let create = CreateVault { path: None, password: PASSWORD.into(), language: Language::Chinese };
    session.create_vault(&create).expect("a vault is created");
    let request = ImportRequest {
        paths: vec![corpus.display().to_string()],
        pasted: Vec::new(),
        options: ImportOptions::default(),
    };
    let report = session.import_files(&request, &Job::quiet()).expect("the corpus is imported");
    println!("{} messages in the vault", session.stats().expect("it is open").messages);
    drop(report);
}
