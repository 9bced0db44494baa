//! A small language for scenarios: a vault in a temporary folder, verbs with short names, a clock that stands
//! still. Assertions belong to the tests.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};
use tempfile::TempDir;
use yanju_engine::{
    Job, KdfCost, Phase, Places, Session,
    api::{
        ApiError, ErrorCode,
        annotate::{Annotate, AnnotationEdit},
        confirm::{Confirm, Grant, Operation},
        export::{ExportReport, ExportRequest, ExportTarget},
        import::{ImportOptions, ImportReport, ImportRequest},
        library::{ConversationPage, ConversationRow, Find, SearchPage},
        transcript::{AskTranscript, Transcript},
        vault::{CreateVault, Language, OpenVault},
    },
    clock::{Clock, StoppedClock},
    keychain::Keychain,
};

/// The password of every scenario's vault.
pub const PASSWORD: &str = "correct horse battery staple";
/// 2024-07-01T12:00:00+08:00, when every scenario takes place.
pub const NOW_MS: i64 = 1_719_806_400_000;

/// A vault to play a scenario in; gone with its folder when dropped.
pub struct TestVault {
    folder: TempDir,
    /// The engine itself, for what has no short name here.
    pub session: Session,
}

impl TestVault {
    /// A fresh, open vault.
    pub fn new() -> Self {
        Self::with_clock(StoppedClock(NOW_MS))
    }

    /// The same under another clock.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let places = Places { vault: folder.path().join("vault"), demo: folder.path().join("demo") };
        let session = Session::with_kdf(places, Arc::new(clock), KdfCost::INSECURE_FOR_TESTS);
        let request = CreateVault { path: None, password: PASSWORD.into(), language: Language::Chinese };
        session.create_vault(&request).expect("a vault is created");
        Self { folder, session }
    }

    /// The same vault on a computer with this keychain.
    pub fn with_keychain(self, keychain: Arc<dyn Keychain>) -> Self {
        Self { session: self.session.with_keychain(keychain), ..self }
    }

    /// The scenario's folder, for files to import and export.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The vault's folder.
    pub fn directory(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    /// Writes a file into the scenario's folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut file = std::fs::File::create(&path).expect("the file can be made");
        std::io::Write::write_all(&mut file, content.as_ref()).expect("the file can be written");
        path
    }

    /// Imports a fixture, `format/case`, or a path.
    pub fn import(&self, case: impl AsRef<Path>) -> ImportReport {
        self.try_import(case).expect("the import succeeds")
    }

    /// The same where it may fail.
    pub fn try_import(&self, case: impl AsRef<Path>) -> Result<ImportReport, ApiError> {
        self.session.import_files(&request(case.as_ref()), &Job::quiet())
    }

    /// What a query finds, newest first.
    pub fn search(&self, query: &str) -> Found {
        Found(self.try_search(query).expect("the query is understood"))
    }

    /// The same where it may fail.
    pub fn try_search(&self, query: &str) -> Result<SearchPage, ApiError> {
        self.session.search_messages(&find(query))
    }

    /// The conversations a query finds.
    pub fn conversations(&self, query: &str) -> ConversationPage {
        self.session.find_conversations(&find(query)).expect("the query is understood")
    }

    /// The one conversation a query finds.
    pub fn conversation(&self, query: &str) -> ConversationRow {
        let mut page = self.conversations(query);
        assert_eq!(page.total, 1, "{query} finds one conversation");
        page.conversations.remove(0)
    }

    /// A whole conversation.
    pub fn transcript(&self, id: &str) -> Transcript {
        let ask =
            AskTranscript { conversation: id.to_owned(), from_seq: 1, limit: 1000, query: String::new() };
        self.session.transcript(&ask).expect("the conversation is there")
    }

    /// Changes annotations; returns how many targets changed.
    pub fn annotate(&self, targets: &[&str], edit: AnnotationEdit) -> u64 {
        let targets = targets.iter().map(|&id| id.to_owned()).collect();
        self.session.annotate(&Annotate { targets, edit }).expect("the change is made").changed
    }

    /// Attaches a keyword.
    pub fn tag(&self, target: &str, tag: &str) -> u64 {
        self.annotate(&[target], AnnotationEdit::AddTag { tag: tag.to_owned() })
    }

    /// Exports what a query finds to files named in the scenario's folder; the ending tells the format.
    pub fn export(&self, query: &str, names: &[&str]) -> ExportReport {
        let request = self.export_request(query, names);
        self.try_export(&request, &Job::quiet()).expect("the export succeeds")
    }

    /// Gives the password again for one operation.
    pub fn grant(&self, operation: Operation) -> Grant {
        self.session
            .confirm(&Confirm { operation, password: PASSWORD.into() })
            .expect("the password is right")
    }

    /// Exports as asked, with the password given again.
    pub fn try_export(&self, request: &ExportRequest, job: &Job) -> Result<ExportReport, ApiError> {
        let grant = self.grant(Operation::Export { request: request.clone() });
        self.session.export_document(request, &grant, job)
    }

    /// The request of [`Self::export`].
    pub fn export_request(&self, query: &str, names: &[&str]) -> ExportRequest {
        let target = |name: &&str| ExportTarget {
            format: name.rsplit('.').next().unwrap_or_default().to_owned(),
            path: self.folder.path().join(name).display().to_string(),
        };
        ExportRequest {
            query: query.to_owned(),
            from: None,
            to: None,
            conversations: Vec::new(),
            title: None,
            language: Language::Chinese,
            outputs: names.iter().map(target).collect(),
        }
    }

    /// Locks and opens again with a password.
    pub fn reopen(&self, password: &str) -> Result<(), ErrorCode> {
        self.session.lock_vault().map_err(|error| error.code)?;
        let request = OpenVault { path: None, password: password.into() };
        self.session.open_vault(&request).map(|_| ()).map_err(|error| error.code)
    }

    /// Every file of the vault with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        walk(&self.directory(), &mut files);
        files.sort();
        files
    }
}

/// What a search found.
pub struct Found(pub SearchPage);

impl Found {
    /// The texts found.
    pub fn texts(&self) -> Vec<&str> {
        self.0.hits.iter().map(|hit| hit.text.as_str()).collect()
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.0.total
    }

    /// The marked part of each hit.
    pub fn marked(&self) -> Vec<String> {
        let marked = |(text, &(from, to)): (&str, &(u32, u32))| {
            text.chars().skip(from as usize).take((to - from) as usize).collect()
        };
        self.0.hits.iter().flat_map(|hit| hit.marks.iter().map(|mark| marked((&hit.text, mark)))).collect()
    }
}

/// An import request of a fixture or a path.
pub fn request(case: &Path) -> ImportRequest {
    let path = if case.is_absolute() {
        case.to_owned()
    } else {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(case)
    };
    ImportRequest {
        paths: vec![path.display().to_string()],
        pasted: Vec::new(),
        options: ImportOptions::default(),
    }
}

fn find(query: &str) -> Find {
    Find { query: query.to_owned(), order: yanju_engine::Sort::Newest, offset: 0, limit: 1000 }
}

fn walk(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            walk(&entry.path(), files);
        } else {
            files.push((entry.path(), std::fs::read(entry.path()).unwrap_or_default()));
        }
    }
}

/// A clock whose hands are turned by the test. All clones are one clock.
#[derive(Clone, Default)]
pub struct Hands(Arc<(AtomicI64, AtomicI64)>);

impl Hands {
    /// Time passes.
    pub fn turn(&self, ms: i64) {
        self.turn_apart(ms, ms);
    }

    /// How far the wall's clock was turned.
    pub fn turned_ms(&self) -> i64 {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Time passes on the wall's clock and, otherwise, on the one that nobody can set.
    pub fn turn_apart(&self, wall_ms: i64, elapsed_ms: i64) {
        self.0.0.fetch_add(wall_ms, Ordering::SeqCst);
        self.0.1.fetch_add(elapsed_ms, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        NOW_MS + self.0.0.load(Ordering::SeqCst)
    }

    fn elapsed_ms(&self) -> i64 {
        self.0.1.load(Ordering::SeqCst)
    }
}

/// A job that cancels itself when it begins to read for the `nth` time.
pub fn cancelled_at_reading(nth: u32) -> Job {
    let itself = Arc::new(OnceLock::<Job>::new());
    let (handle, begun) = (Arc::clone(&itself), AtomicU32::new(0));
    let job = Job::new(move |progress| {
        let begins = progress.phase == Phase::Reading && progress.done == 0;
        if begins && begun.fetch_add(1, Ordering::Relaxed) + 1 == nth {
            handle.get().expect("set before it begins").cancel();
        }
    });
    assert!(itself.set(job.clone()).is_ok(), "set once");
    job
}
