//! A small language for tests: a vault in a temporary directory, records in one line each.

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use yanju_model::{
    Platform, Precision, Role, SourceTime, Zone,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
    query::{Order, Query},
    record::Given,
    time::DEFAULT_ZONE,
};
use yanju_store::{
    Actor, Found, Intake, KdfCost, NewCategory, NewFile, Origin, Outcome, Page, Password, Setup, Vault,
};

/// Every vault of the tests opens with it.
pub const PASSWORD: &str = "correct horse battery staple";

/// A moment to count from: 2023-11-14T22:13:20Z.
pub const START: i64 = 1_700_000_000_000;

pub const ORIGIN: Origin = Origin { actor: Actor::Person, at_ms: START };

pub const FIRST_PAGE: Page = Page { offset: 0, limit: 1000 };

/// A vault in a directory that goes with it.
pub struct Bench {
    pub vault: Vault,
    pub dir: PathBuf,
    root: TempDir,
}

impl std::ops::Deref for Bench {
    type Target = Vault;
    fn deref(&self) -> &Vault {
        &self.vault
    }
}

pub fn password() -> Password {
    Password::from(PASSWORD.to_owned())
}

pub fn setup() -> Setup {
    let category =
        |name: &str, percent| NewCategory { name: name.to_owned(), color: 1, baseline_percent: percent };
    Setup {
        kdf: KdfCost::INSECURE_FOR_TESTS,
        categories: vec![category("支付问题", Some(35)), category("物流纠纷", None)],
        zone: DEFAULT_ZONE,
        created_at_ms: START,
    }
}

/// A new vault.
pub fn vault() -> Bench {
    let root = TempDir::new().expect("a temporary directory");
    let dir = root.path().join("vault");
    let vault = Vault::create(&dir, &password(), &setup()).expect("an absent directory takes a vault");
    Bench { vault, dir, root }
}

impl Bench {
    /// Closes the vault, lets `between` do something to its directory, and opens it again.
    pub fn reopened_after(self, between: impl FnOnce(&Path)) -> Self {
        let Self { vault, dir, root } = self;
        drop(vault);
        between(&dir);
        let vault = Vault::open(&dir, &password()).expect("the password opens it again");
        Self { vault, dir, root }
    }

    /// Closes the vault; the directory stays as long as what is returned with it.
    pub fn closed(self) -> (PathBuf, TempDir) {
        (self.dir, self.root)
    }

    pub fn reopened(self) -> Self {
        self.reopened_after(|_| {})
    }

    /// Begins taking in a file of these bytes.
    pub fn begin(&self, original: &str) -> Intake<'_> {
        self.begin_in(original, DEFAULT_ZONE)
    }

    /// The same for a file of one conversation, opened; every one has other bytes.
    pub fn begin_thread(&self, title: &str) -> (Intake<'_>, usize) {
        let mut intake = self.begin(&format!("{title} {}", self.files().expect("listed").len()));
        let slot = intake.conversation(thread(title)).expect("a slot");
        (intake, slot)
    }

    pub fn begin_in(&self, original: &str, zone: Zone) -> Intake<'_> {
        let staged = self
            .keep(&mut Cursor::new(original.as_bytes()), &Job::quiet())
            .expect("a temporary directory has room");
        let file = NewFile {
            name: "聊天记录.txt".to_owned(),
            format: "test".to_owned(),
            zone,
            given: Given::default(),
            imported_at_ms: START,
            import: None,
        };
        self.intake(file, staged).expect("nobody else writes")
    }

    /// Imports messages of one conversation.
    pub fn import(&self, title: &str, messages: Vec<MessageDraft>) -> Outcome {
        let original = format!("{title}\n{messages:?}");
        let mut intake = self.begin(&original);
        let slot = intake.conversation(thread(title)).expect("a slot");
        for message in messages {
            intake.message(slot, &message).expect("a message is taken");
        }
        intake.finish(&Understanding::default(), &[]).expect("the file is complete")
    }

    pub fn index_all(&self) {
        self.index_pending(&Job::quiet()).expect("the index follows");
    }

    pub fn find(&self, query: &Query) -> Found {
        self.search(query, Order::Oldest, FIRST_PAGE).expect("a search never fails for its query")
    }

    pub fn texts(&self, query: &Query) -> Vec<String> {
        self.find(query).hits.into_iter().map(|hit| hit.message.text).collect()
    }
}

/// A WeChat conversation whose title is its key.
pub fn thread(title: &str) -> ConversationDraft {
    ConversationDraft { platform: Platform::WeChat, key: title.to_owned(), title: title.to_owned() }
}

pub fn customer(name: &str) -> Sender {
    Sender { key: None, name: name.to_owned(), role: Role::Customer }
}

/// So many seconds after [`START`].
pub fn at(seconds: i64) -> SourceTime {
    let moment =
        chrono::DateTime::from_timestamp_millis(START + seconds * 1000).expect("a moment of this age");
    SourceTime::Fixed(moment, None, Precision::Second)
}

/// A message of a customer, so many seconds after [`START`].
pub fn said(name: &str, seconds: i64, text: &str) -> MessageDraft {
    MessageDraft::text(Some(customer(name)), Some(at(seconds)), text)
}

pub fn text(text: &str) -> Query {
    Query::Text(text.to_owned())
}

/// Every file below a directory.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
