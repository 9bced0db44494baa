//! Each command as one call to the engine.

mod backup;
mod inbox;
mod keys;
mod saved;
mod watch;
mod zone;

use crate::{
    args::{
        Act, Annotate, Args, Backups, Command, Export, Import, Recovery, RecoveryAct, Rules, RulesAct, Same,
        SameAct, Search, Show, Sort, Star,
    },
    pages,
    password::{Purpose, password},
    progress,
    sentences::Sentences,
    text,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use yanju_engine::{
    DEMO_PASSWORD, Places, STDIN, Session, Sort as Order,
    api::{
        ApiError, ErrorCode, Result,
        annotate::{Annotate as AnnotateRequest, AnnotationEdit, Receipt, SamePerson},
        confirm::Operation,
        export::{ExportRequest, ExportTarget},
        import::{ColumnMeanings, ImportOptions, ImportRequest},
        library::Find,
        related::AskRelated,
        transcript::AskTranscript,
        vault::{Language, OpenVault},
    },
    clock::system_clock,
};

/// How a command ended that did not fail outright.
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Some files could not be read; each was named.
    InPart,
    /// Something is not as it should be; it was named.
    Unsound,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::InPart => Self::FAILURE,
            Outcome::Unsound => Self::from(4),
        }
    }
}

/// Everything a command needs.
pub struct Face<'a> {
    pub args: &'a Args,
    pub sentences: &'a Sentences,
    pub session: Session,
}

/// Runs the command of `args`.
pub fn run(args: &Args, sentences: &Sentences) -> Result<Outcome> {
    let session = Session::new(places(args), system_clock());
    let face = Face { args, sentences, session };
    match &args.command {
        Command::Init(init) => face.init(init),
        Command::Demo => face.demo(),
        Command::Formats => face.print(&yanju_engine::formats(), text::formats),
        Command::Recovery(Recovery { act: RecoveryAct::Use { words_file, password } }) => {
            face.recover(words_file.as_deref(), password)
        }
        Command::Restore(restore) => face.restore(restore),
        Command::Verify(verify) => face.verify(verify),
        Command::Backups(Backups { folder: Some(folder) }) => face.backups_at(folder),
        command => {
            let password = password(args, Purpose::Open, sentences)?;
            let request = OpenVault { path: None, password };
            match command {
                Command::Password(new) => {
                    face.session.open_vault(&request)?;
                    face.change_password(request.password, new)
                }
                Command::Export(export) => face.export(&request, export),
                Command::Recovery(recovery) => face.recovery(&request, recovery),
                command => {
                    face.session.open_vault(&request)?;
                    // What is told here is whole. An index that cannot be written (a full disk) does not lock the records
                    // away: the answer says then how much it lacks.
                    let _ = face.session.catch_up(&progress::careless_job(args, sentences));
                    face.with_vault(command)
                }
            }
        }
    }
}

/// The demo lies where the vault would, when the user names a place.
fn places(args: &Args) -> Places {
    let places = Places::of_this_machine();
    match (&args.vault, &args.command) {
        (Some(vault), Command::Demo) => Places { demo: vault.clone(), ..places },
        (Some(vault), _) => places.with_vault(vault.clone()),
        (None, _) => places,
    }
}

impl Face<'_> {
    fn with_vault(&self, command: &Command) -> Result<Outcome> {
        match command {
            Command::Import(import) => self.import(import),
            Command::Conversations(wanted) => {
                let find = find(&wanted.query.join(" "), Sort::Newest, wanted.offset, wanted.limit);
                self.print(&pages::conversations(&self.session, &find)?, text::conversations)
            }
            Command::Show(show) => self.show(show),
            Command::Search(search) => self.search(search),
            Command::Facets(wanted) => {
                self.print(&self.session.facets(&wanted.query.join(" "))?, text::facets)
            }
            Command::Related(related) => {
                let asked = AskRelated { to: related.to.clone(), limit: related.limit };
                self.print(&json!({ "related": self.session.related(&asked)? }), text::related)
            }
            Command::Tag(annotate) => self.annotate(annotate, |value, act| match act {
                Act::Add => AnnotationEdit::AddTag { tag: value },
                Act::Remove => AnnotationEdit::RemoveTag { tag: value },
            }),
            Command::Ticket(annotate) => self.annotate(annotate, |ticket, act| match act {
                Act::Add => AnnotationEdit::SetTicket { ticket: Some(ticket) },
                Act::Remove => AnnotationEdit::ClearTicket { ticket },
            }),
            Command::Note(annotate) => self.annotate(annotate, |note, act| match act {
                Act::Add => AnnotationEdit::SetNote { note: Some(note) },
                Act::Remove => AnnotationEdit::ClearNote { note },
            }),
            Command::Category(annotate) => {
                let category = self.session.category_named(&annotate.value)?;
                self.annotate(annotate, |_, act| match act {
                    Act::Add => AnnotationEdit::SetCategory { category: Some(category) },
                    Act::Remove => AnnotationEdit::ClearCategory { category },
                })
            }
            Command::Star(Star { act, targets }) => {
                let edit = AnnotationEdit::SetStar { starred: *act == Act::Add };
                self.apply(targets, edit)
            }
            Command::Same(Same { act }) => self.same(act),
            Command::Zone(zone) => self.zone(zone),
            Command::Saved(saved) => self.saved(saved),
            Command::Undo => self.print(&self.session.undo()?, text::undone),
            Command::Redo => self.print(&self.session.redo()?, text::undone),
            Command::Stats => self.print(&self.session.stats()?, text::stats),
            Command::Doctor => self.doctor(),
            Command::Inbox(inbox) => self.inbox(inbox),
            Command::Rules(rules) => self.rules(rules),
            Command::Radar(radar) => self.radar(radar),
            Command::Log(log) => self.log(log),
            Command::Backup(backup) => self.backup(backup),
            Command::Backups(_) => self.backups(),
            // Done without an open vault, or before.
            Command::Init(_)
            | Command::Demo
            | Command::Formats
            | Command::Password(_)
            | Command::Export(_)
            | Command::Recovery(_)
            | Command::Restore(_)
            | Command::Verify(_) => Ok(Outcome::Done),
        }
    }

    fn demo(&self) -> Result<Outcome> {
        let job = progress::job(self.args, self.sentences);
        let vault = self.session.open_demo(&job)?;
        let held = self.session.stats()?;
        let made = json!({
            "vault": vault.path, "password": DEMO_PASSWORD,
            "conversations": held.conversations, "messages": held.messages,
        });
        self.print(&made, text::demo)
    }

    fn import(&self, import: &Import) -> Result<Outcome> {
        let job = progress::job(self.args, self.sentences);
        let options = ImportOptions {
            format: import.format.clone(),
            zone: import.zone.clone(),
            date_order: import.date_order.clone(),
            platform: import.platform.clone(),
            title: import.title.clone(),
            columns: import.map.as_deref().map(column_meanings).transpose()?.into_iter().collect(),
        };
        let request = ImportRequest { paths: import.paths.clone(), pasted: Vec::new(), options };
        let piped = if import.paths == [STDIN] { Some(standard_input()?) } else { None };
        if import.dry_run {
            let preview = match piped {
                Some(content) => self.session.preview_bytes(STDIN, content, &request.options, &job)?,
                None => self.session.preview_import(&request, &job)?,
            };
            self.print(&preview, text::preview)?;
            let unread = preview.files.iter().filter_map(|file| Some((&file.path, file.error.as_ref()?)));
            return Ok(self.failures(unread));
        }
        let report = match piped {
            Some(content) => self.session.import_bytes(STDIN, content, &request.options, &job)?,
            None => self.session.import_files(&request, &job)?,
        };
        self.print(&report, text::import)?;
        Ok(self.failures(report.failed.iter().map(|failed| (&failed.path, &failed.error))))
    }

    /// Names each file that could not be read.
    fn failures<'f>(&self, failed: impl Iterator<Item = (&'f String, &'f ApiError)>) -> Outcome {
        let mut outcome = Outcome::Done;
        for (path, error) in failed {
            let sentence = format!("yanju: {path}: {}", self.sentences.error(error));
            eprintln!("{}", text::harmless(&sentence));
            outcome = Outcome::InPart;
        }
        outcome
    }

    fn show(&self, show: &Show) -> Result<Outcome> {
        let around = show.around.as_deref().map(|message| self.session.place_of(message)).transpose()?;
        let from_seq = match around {
            Some((conversation, seq)) if conversation == show.conversation => {
                seq.saturating_sub(u64::from(show.limit) / 2).max(1)
            }
            Some(_) => {
                let message = show.around.as_deref().unwrap_or_default();
                return Err(ApiError::new(ErrorCode::NotFound).with("id", message));
            }
            None => show.offset.saturating_add(1),
        };
        let detail = self.session.conversation_detail(&show.conversation)?;
        let ask = AskTranscript {
            conversation: show.conversation.clone(),
            from_seq,
            limit: show.limit,
            query: String::new(),
        };
        let transcript = pages::transcript(&self.session, &ask)?;
        let shown = json!({"conversation": detail.row, "zone": detail.zone, "note": detail.note, "sources": detail.sources,
            "total": transcript.total, "messages": transcript.messages});
        self.print(&shown, text::transcript)
    }

    fn search(&self, search: &Search) -> Result<Outcome> {
        let query = match &search.saved {
            Some(name) => self.session.saved_search_named(name)?.query,
            None => search.query.join(" "),
        };
        if search.count {
            let total = self.session.count_messages(&query)?;
            return self.print(&json!({"total": total}), |count, _| count["total"].to_string());
        }
        let find = find(&query, search.sort, search.offset, search.limit);
        self.print(&pages::messages(&self.session, &find)?, text::search)
    }

    fn rules(&self, rules: &Rules) -> Result<Outcome> {
        let rules = match &rules.act {
            None => self.session.entity_rules()?,
            Some(RulesAct::Set { file }) => self.session.save_entity_rules(&from_json(file, "rules")?)?,
        };
        self.print(&rules, text::rules)
    }

    fn annotate(
        &self,
        annotate: &Annotate,
        edit: impl FnOnce(String, Act) -> AnnotationEdit,
    ) -> Result<Outcome> {
        self.apply(&annotate.targets, edit(annotate.value.clone(), annotate.act))
    }

    fn same(&self, act: &SameAct) -> Result<Outcome> {
        let request = match act {
            SameAct::Add { kept, others } => {
                SamePerson { participants: others.clone(), kept: Some(kept.clone()) }
            }
            SameAct::Remove { participants } => SamePerson { participants: participants.clone(), kept: None },
        };
        self.print(&self.session.same_person(&request)?, text::receipt)
    }

    /// Ids where all targets are ids, else one query.
    fn apply(&self, targets: &[String], edit: AnnotationEdit) -> Result<Outcome> {
        let query = targets.join(" ");
        let receipt: Receipt = if targets.iter().all(|target| is_id(target)) {
            self.session.annotate(&AnnotateRequest { targets: targets.to_vec(), edit })?
        } else if query.trim().is_empty() {
            // An empty query finds everything, which nobody means by `"$variable"` that turned out empty.
            return Err(ApiError::new(ErrorCode::QueryEmpty));
        } else {
            self.session.annotate_matching(&query, &edit)?
        };
        self.print(&receipt, text::receipt)
    }

    fn export(&self, open: &OpenVault, export: &Export) -> Result<Outcome> {
        let ending = export.out.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        let format = export.format.clone().or(ending).unwrap_or_default();
        let out: PathBuf = std::path::absolute(&export.out).unwrap_or_else(|_| export.out.clone());
        let request = ExportRequest {
            query: export.query.clone(),
            from: export.from.clone(),
            to: export.to.clone(),
            conversations: Vec::new(),
            title: export.title.clone(),
            language: if export.lang == "en" { Language::English } else { Language::Chinese },
            outputs: vec![ExportTarget { format, path: out.display().to_string() }],
        };
        let grant = self.session.open_vault_for(open, Operation::Export { request: request.clone() })?;
        let job = progress::job(self.args, self.sentences);
        self.print(&self.session.export_document(&request, &grant, &job)?, text::export)
    }

    fn language(&self) -> Language {
        if self.sentences.is_english() { Language::English } else { Language::Chinese }
    }

    /// Prints an answer: as JSON, or as the text made of the same JSON.
    pub fn print<T: Serialize>(
        &self,
        answer: &T,
        text: impl FnOnce(&Value, &Sentences) -> String,
    ) -> Result<Outcome> {
        let value = serde_json::to_value(answer)
            .map_err(|cause| ApiError::new(ErrorCode::Internal).because(cause))?;
        let shown =
            if self.args.json { format!("{value:#}") } else { text::harmless(&text(&value, self.sentences)) };
        match writeln!(std::io::stdout(), "{shown}") {
            // Whoever reads has seen enough (`| head`).
            Err(cause) if cause.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
            Err(cause) => Err(ApiError::new(ErrorCode::Unwritable).with("path", "stdout").because(cause)),
            Ok(()) => Ok(Outcome::Done),
        }
    }
}

/// What columns mean, from a file: an object of names and meanings.
fn column_meanings(path: &Path) -> Result<ColumnMeanings> {
    let said: serde_json::Map<String, Value> = from_json(path, "map")?;
    let meaning = |value: Value| value.as_str().map(str::to_owned);
    let (names, meanings) = said.into_iter().map(|(name, value)| (name, meaning(value))).unzip();
    Ok(ColumnMeanings { names, meanings })
}

/// What a file of JSON says; `name` is what it was given for.
fn from_json<T: DeserializeOwned>(path: &Path, name: &str) -> Result<T> {
    let unreadable = |cause| ApiError::new(ErrorCode::Unreadable).with("path", path.display()).because(cause);
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let invalid = |cause| {
        ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", path.display()).because(cause)
    };
    serde_json::from_str(&text).map_err(invalid)
}

fn standard_input() -> Result<Vec<u8>> {
    let mut content = Vec::new();
    let unreadable = |cause| ApiError::new(ErrorCode::Unreadable).with("path", STDIN).because(cause);
    std::io::stdin().read_to_end(&mut content).map_err(unreadable)?;
    Ok(content)
}

fn find(query: &str, sort: Sort, offset: u64, limit: u32) -> Find {
    let order = match sort {
        Sort::Newest => Order::Newest,
        Sort::Oldest => Order::Oldest,
        Sort::Relevance => Order::Relevance,
    };
    Find { query: query.to_owned(), order, offset, limit }
}

fn is_id(text: &str) -> bool {
    text.strip_prefix(['c', 'm'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
