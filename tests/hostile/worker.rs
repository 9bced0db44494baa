//! The process that reads hostile files: one after the other, each into a vault of its own, and says how it went.
//! What is asked for comes in on standard input, a line each; what became of it goes out the same way.

use crate::{Ask, Told, usage};
use std::{
    io::{BufRead, Write},
    path::Path,
    sync::Arc,
};
use tempfile::TempDir;
use yanju_engine::{
    Job, KdfCost, Places, Session,
    api::{
        ApiError,
        annotate::{Annotate, AnnotationEdit},
        confirm::{Confirm, Operation},
        export::{ExportRequest, ExportTarget},
        import::{ImportOptions, ImportRequest},
        library::Find,
        transcript::AskTranscript,
        vault::{CreateVault, Language, OpenVault},
    },
    clock::StoppedClock,
};

const PASSWORD: &str = "correct horse battery staple";
const NOW_MS: i64 = 1_719_806_400_000;
/// What every vault holds before a hostile file comes.
const HELD: &str = "time,sender,text\n2024-01-01 10:00,甲,一\n2024-01-01 10:01,乙,二\n";

/// Answers until there is nothing more to read.
pub fn serve() {
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the parent writes text");
        let ask: Ask = serde_json::from_str(&line).expect("the parent writes what is asked");
        eprintln!("== {}", ask.name);
        let told = if ask.print.is_empty() { read(&ask) } else { print(&ask) };
        writeln!(out, "{}", serde_json::to_string(&told).expect("plain data")).expect("the parent listens");
    }
}

/// A vault with something in it.
struct Vault {
    _folder: TempDir,
    session: Session,
}

impl Vault {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let places = Places { vault: folder.path().join("vault"), demo: folder.path().join("demo") };
        let session = Session::with_kdf(places, Arc::new(StoppedClock(NOW_MS)), KdfCost::INSECURE_FOR_TESTS);
        let request = CreateVault { path: None, password: PASSWORD.into(), language: Language::Chinese };
        session.create_vault(&request).expect("a vault is created");
        session
            .import_bytes("held.csv", HELD.into(), &ImportOptions::default(), &Job::quiet())
            .expect("what is held");
        Self { _folder: folder, session }
    }

    /// Messages and events.
    fn records(&self) -> u64 {
        let stats = self.session.stats().expect("the vault is open");
        stats.messages + stats.events
    }

    fn reopened(&self) -> Result<u64, ApiError> {
        self.session.lock_vault()?;
        self.session.open_vault(&OpenVault { path: None, password: PASSWORD.into() })?;
        Ok(self.records())
    }
}

fn read(ask: &Ask) -> Told {
    let vault = Vault::new();
    let before = vault.records();
    let request = ImportRequest {
        paths: vec![ask.path.clone()],
        pasted: Vec::new(),
        options: ImportOptions::default(),
    };
    usage::forget_peak();
    let start = usage::Watch::start();
    let looked = vault.session.preview_import(&request, &Job::quiet());
    let look_ms = start.millis();
    let after_look = vault.records();
    let start = usage::Watch::start();
    let imported = vault.session.import_files(&request, &Job::quiet());
    let import_ms = start.millis();
    let peak_kib = usage::peak_kib();

    let mut told = Told { name: ask.name.clone(), look_ms, import_ms, peak_kib, ..Told::default() };
    let expected = match &imported {
        Ok(report) => before + report.messages + report.events - report.duplicates,
        Err(error) => {
            told.refusal = Some(refusal(error));
            before
        }
    };
    told.records = expected - before;
    if after_look != before {
        told.faults.push(format!("looking at it stored {} records", after_look - before));
    }
    match vault.reopened() {
        Ok(held) if held == expected => {}
        Ok(held) => told.faults.push(format!("the vault holds {held} records instead of {expected}")),
        Err(error) => told.faults.push(format!("the vault does not open again: {error:?}")),
    }
    let preview = looked.ok().and_then(|looked| looked.files.into_iter().next());
    match preview.map(|file| file.error) {
        Some(seen) if seen.as_ref().map(refusal) == told.refusal => {}
        seen => told.faults.push(format!("the preview says {seen:?}")),
    }
    if !ask.keeps.is_empty() && told.refusal.is_none() {
        told.faults.extend(lost(&vault, &ask.keeps));
    }
    if ask.annotates {
        told.faults.extend(annotate(&vault, &ask.keeps).err().map(|error| format!("annotating: {error:?}")));
    }
    told
}

/// The code, and of a limit which.
fn refusal(error: &ApiError) -> String {
    let code = serde_json::to_value(error.code).expect("a code");
    let limit = error.params.get("limit").map(|limit| format!(" ({limit})")).unwrap_or_default();
    format!("{}{limit}", code.as_str().unwrap_or_default())
}

fn everything() -> Find {
    Find { query: String::new(), order: yanju_engine::Sort::Newest, offset: 0, limit: 1000 }
}

/// Words that are in no message as they were written.
fn lost(vault: &Vault, words: &str) -> Option<String> {
    let page = vault.session.find_conversations(&everything()).expect("the vault is open");
    let is_kept = page.conversations.iter().any(|row| {
        let ask =
            AskTranscript { conversation: row.id.clone(), from_seq: 1, limit: 10, query: String::new() };
        let transcript = vault.session.transcript(&ask).expect("the conversation is there");
        transcript.messages.iter().any(|message| message.text == words)
    });
    (!is_kept).then(|| format!("{words:?} is in no message"))
}

fn annotate(vault: &Vault, words: &str) -> Result<(), ApiError> {
    let page = vault.session.find_conversations(&everything())?;
    let targets: Vec<String> = page.conversations.iter().map(|row| row.id.clone()).collect();
    for edit in [
        AnnotationEdit::AddTag { tag: words.to_owned() },
        AnnotationEdit::SetNote { note: Some(words.to_owned()) },
        AnnotationEdit::SetTicket { ticket: Some(words.to_owned()) },
    ] {
        vault.session.annotate(&Annotate { targets: targets.clone(), edit })?;
    }
    Ok(())
}

/// Imports all the files into one vault and prints it.
fn print(ask: &Ask) -> Told {
    let vault = Vault::new();
    let mut told = Told { name: ask.name.clone(), ..Told::default() };
    for (path, words) in &ask.print {
        let request = ImportRequest {
            paths: vec![path.clone()],
            pasted: Vec::new(),
            options: ImportOptions::default(),
        };
        if let Err(error) = vault.session.import_files(&request, &Job::quiet()) {
            told.faults.push(format!("{path}: {error:?}"));
        }
        if !words.is_empty() {
            told.faults.extend(annotate(&vault, words).err().map(|error| format!("{words:?}: {error:?}")));
        }
    }
    let folder = Path::new(&ask.path);
    for format in ["pdf", "docx"] {
        let request = ExportRequest {
            query: String::new(),
            from: None,
            to: None,
            conversations: Vec::new(),
            title: None,
            language: Language::Chinese,
            outputs: vec![ExportTarget {
                format: format.to_owned(),
                path: folder.join(format!("all.{format}")).display().to_string(),
            }],
        };
        match vault.session.preview_export(&request, &Job::quiet()) {
            Ok(preview) if preview.suggested_name.contains(['/', '\\', '\0', '\n']) => {
                told.faults.push(format!("a name to save under leads elsewhere: {}", preview.suggested_name));
            }
            Ok(_) => {}
            Err(error) => told.faults.push(format!("{error:?}")),
        }
        usage::forget_peak();
        let start = usage::Watch::start();
        let confirm =
            Confirm { operation: Operation::Export { request: request.clone() }, password: PASSWORD.into() };
        let grant = vault.session.confirm(&confirm).expect("the password is right");
        match vault.session.export_document(&request, &grant, &Job::quiet()) {
            Ok(report) => told.records = report.messages,
            Err(error) => told.faults.push(format!("{format}: {error:?}")),
        }
        told.import_ms = told.import_ms.max(start.millis());
        told.peak_kib = told.peak_kib.max(usage::peak_kib());
    }
    told
}
