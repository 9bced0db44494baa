//! Importing: from paths to records in the vault, one file at a time, each whole or not at all.
//!
//! A file is recognised by its head, kept sealed as the original, read by its importer and stored in one
//! transaction. A preview walks the same road and turns back before the last step, so that what it promises
//! is what an import does.

mod columns;
mod recognise;
mod settled;
mod source;
mod summary;
mod tally;
mod unattended;
pub(crate) mod walk;

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        import::{
            ColumnsPreview, FilePreview, FileReport, FormatRow, ImportOptions, ImportPreview, ImportReport,
            ImportRequest, PastedText,
        },
    },
    completeness, failure,
};
use columns::Columns;
use recognise::Recognised;
use settled::{Earlier, Settled};
use source::{SealedCopy, Source};
use std::{
    fs::File,
    path::{Path, PathBuf},
};
use summary::{Beside, Summary};
use tally::{FileTally, Tally};
use walk::Found;
use yanju_formats::{
    export::EXPORTERS,
    import::{IMPORTERS, Importer, Input, Sink, importer},
};
use yanju_model::{
    ImportId,
    job::{Job, Phase},
};
use yanju_store::{Actor, NewFile, Vault};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What became of one file.
struct Imported {
    /// The import that holds the file: an earlier one where the file brought nothing new.
    import: ImportId,
    /// Whether it belongs to the act under way, which further files join.
    is_new: bool,
    report: FileReport,
    tally: FileTally,
    columns: Option<Columns>,
    candidates: Vec<String>,
    /// The files beside it that came in with it.
    attached: Vec<PathBuf>,
}

/// Whether a file's records are to stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Intent {
    Keep,
    /// Nobody is there to choose between formats that are as likely.
    KeepIfClear,
    LookOnly,
}

impl Session {
    /// Reads files as an import would and says what it would bring. Nothing stays.
    pub fn preview_import(&self, request: &ImportRequest, job: &Job) -> Result<ImportPreview> {
        self.during(job, |vault| {
            let all = sources(request)?;
            let settled = Settled::of(&request.options, vault)?.for_files(all.len());
            let mut files = Vec::new();
            let mut beside = Beside::default();
            for (found, source) in all {
                let (preview, attached) = self.look_at(vault, source(), &found.path, &settled, job)?;
                if preview.error.is_none() {
                    beside.note(&preview.path, attached);
                }
                files.push((found, preview));
            }
            let all = files.len();
            files.retain(|(found, preview)| {
                preview.error.as_ref().is_none_or(|error| !beside.explains(found, error))
            });
            let skipped = (all - files.len()) as u64;
            Ok(ImportPreview { files: files.into_iter().map(|(_, preview)| preview).collect(), skipped })
        })
    }

    /// The same for bytes that are in memory.
    pub fn preview_bytes(
        &self,
        name: &str,
        content: Vec<u8>,
        options: &ImportOptions,
        job: &Job,
    ) -> Result<ImportPreview> {
        self.during(job, |vault| {
            let settled = Settled::of(options, vault)?.for_files(1);
            let source = Source::in_memory(name, content);
            let (preview, _) = self.look_at(vault, Ok(source), Path::new(name), &settled, job)?;
            Ok(ImportPreview { files: vec![preview], skipped: 0 })
        })
    }

    /// What is understood of one file; why it cannot be read is part of the answer.
    fn look_at(
        &self,
        vault: &Vault,
        source: Result<Source>,
        path: &Path,
        settled: &Settled,
        job: &Job,
    ) -> Result<(FilePreview, Vec<PathBuf>)> {
        let mut attached = Vec::new();
        let mut preview = FilePreview {
            path: path.display().to_string(),
            name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            bytes: source.as_ref().map_or(0, Source::bytes),
            report: None,
            sample: Vec::new(),
            titles: Vec::new(),
            columns: None,
            candidates: Vec::new(),
            error: None,
        };
        let source = match source {
            Ok(source) => source,
            Err(error) => {
                preview.error = Some(error);
                return Ok((preview, attached));
            }
        };
        match self.take_in(vault, &source, settled, None, Intent::LookOnly, job) {
            Ok(found) => {
                preview.report = Some(found.report);
                preview.sample = found.tally.sample;
                preview.titles = found.tally.titles;
                preview.columns = found.columns.map(Columns::preview);
                preview.candidates = found.candidates;
                attached = found.attached;
            }
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(error) => {
                // What cannot be read for want of a meaning is shown with its columns.
                if matches!(error.code, ErrorCode::FormatUnknown | ErrorCode::ColumnMissing) {
                    preview.columns = columns_of_unread(&source, settled, vault)?;
                }
                preview.error = Some(error);
            }
        }
        Ok((preview, attached))
    }

    /// Imports files. What cannot be read is reported and leaves nothing; if that is all there is, it is the
    /// error. A cancelled import keeps the files that were finished before and reports them; where there are none,
    /// it is the error.
    pub fn import_files(&self, request: &ImportRequest, job: &Job) -> Result<ImportReport> {
        let all = sources(request)?;
        self.during(job, |vault| {
            let settled = Settled::of(&request.options, vault)?.for_files(all.len());
            let mut report = Summary::default();
            for (found, source) in &all {
                let outcome = source()
                    .and_then(|source| self.take_in(vault, &source, &settled, report.act, Intent::Keep, job));
                match outcome {
                    Ok(imported) => report.add(imported),
                    Err(error) if error.code == ErrorCode::Cancelled && !report.is_empty() => {
                        report.cancel();
                        break;
                    }
                    Err(error) if error.code == ErrorCode::Cancelled || all.len() == 1 => return Err(error),
                    Err(error) => report.fail(found, error),
                }
            }
            index(vault, job);
            Ok(report.finish())
        })
    }

    /// Imports bytes that are in memory: standard input, the demo cases.
    pub fn import_bytes(
        &self,
        name: &str,
        content: Vec<u8>,
        options: &ImportOptions,
        job: &Job,
    ) -> Result<ImportReport> {
        self.during(job, |vault| {
            let settled = Settled::of(options, vault)?.for_files(1);
            let source = Source::in_memory(name, content);
            let mut report = Summary::default();
            report.add(self.take_in(vault, &source, &settled, None, Intent::Keep, job)?);
            index(vault, job);
            Ok(report.finish())
        })
    }

    fn take_in(
        &self,
        vault: &Vault,
        source: &Source,
        settled: &Settled,
        import: Option<ImportId>,
        intent: Intent,
        job: &Job,
    ) -> Result<Imported> {
        let Recognised { importer, confidence, candidates } = recognised(source, settled, vault)?;
        job.begin(Phase::Keeping, source.bytes())?;
        let mut reader = source.open().map_err(|cause| source.unreadable(&cause))?;
        let original = vault.keep(&mut reader, job)?;
        let sha256 = original.sha256.clone();
        let importer = match intent {
            Intent::KeepIfClear if !candidates.is_empty() => chosen_before(vault, &sha256, &candidates)
                .ok_or_else(|| {
                    ApiError::new(ErrorCode::FormatAmbiguous)
                        .with("file", source.name())
                        .with("formats", candidates.join(", "))
                })?,
            _ => importer,
        };
        let earlier = Earlier::of(vault, &sha256, importer.about().id)?;
        let name = earlier.as_ref().map_or(source.name(), |earlier| &earlier.name);
        let copy = SealedCopy { source, name, content: original.content()? };
        // People are shown them; for keeping they matter where somebody has said something.
        let columns = match intent {
            Intent::Keep | Intent::KeepIfClear if !settled.knows_columns(importer, vault)? => None,
            _ => settled.columns(importer, &copy, earlier.as_ref(), vault)?,
        };
        let reading = settled.beside(columns.as_ref(), earlier.as_ref());
        let zone = reading.zone;
        let file = NewFile {
            name: source.name().to_owned(),
            format: importer.about().id.to_owned(),
            zone,
            given: reading.given(),
            imported_at_ms: self.clock.now_ms(),
            import,
        };
        job.begin(Phase::Reading, source.bytes())?;
        let actor = if intent == Intent::KeepIfClear { Actor::Program } else { Actor::Person };
        let mut tally = Tally::new(vault.intake(file, original)?.by(actor), source.name(), zone);
        for kept in reading.kept {
            tally.warning(kept);
        }
        let understanding = importer.read(&copy, &reading.options, &mut tally, job)?;
        let (intake, mut tally) = tally.into_parts();
        if tally.messages + tally.events == 0 {
            return Err(ApiError::new(ErrorCode::NoMessages).with("file", source.name()));
        }
        let duplicates = intake.duplicates();
        if duplicates < tally.messages + tally.events {
            tally.warnings.splice(0..0, reading.otherwise);
        }
        let (import, stored, is_new) = match intent {
            Intent::Keep | Intent::KeepIfClear => {
                let outcome = intake.finish(&understanding, &tally.warnings)?;
                if let Some(columns) = &columns {
                    columns.remember(importer.about().id, vault)?;
                }
                (outcome.import, Some(outcome.file.to_string()), !outcome.unchanged)
            }
            Intent::LookOnly => (ImportId(0), None, false),
        };
        let complete = tally.verdict(&understanding);
        let report = FileReport {
            path: source.path(),
            file: stored,
            sha256,
            format: importer.about().id.to_owned(),
            confidence,
            platforms: tally.platforms(),
            messages: tally.messages,
            events: tally.events,
            conversations: tally.conversations(),
            participants: tally.participants(),
            attachments: tally.attachments,
            missing_attachments: tally.missing_attachments,
            doubtful: completeness::losses(&tally.warnings),
            duplicates,
            encoding: understanding.encoding,
            zone: tally.zone(zone),
            date_order: understanding.date_order.map(|order| order.name().to_owned()),
            first: tally.period().and_then(|(first, _)| first.rfc3339()),
            last: tally.period().and_then(|(_, last)| last.rfc3339()),
            complete,
            partial: understanding.partial,
            warnings: tally.warning_rows(),
        };
        Ok(Imported { import, is_new, report, tally, columns, candidates, attached: source.attached() })
    }
}

/// Of formats that are as likely, the one by which these bytes were imported before.
fn chosen_before(vault: &Vault, sha256: &str, candidates: &[String]) -> Option<&'static dyn Importer> {
    let files = vault.files().ok()?;
    let known = files.into_iter().find(|file| file.sha256 == sha256 && candidates.contains(&file.format));
    importer(&known?.format)
}

/// The importer of a file. One that nobody knows is a table where the user said what its columns mean.
fn recognised(source: &Source, settled: &Settled, vault: &Vault) -> Result<Recognised> {
    let unknown = match recognise::importer_for(source, settled.format.as_deref()) {
        Err(error) if error.code == ErrorCode::FormatUnknown => error,
        outcome => return outcome,
    };
    let Some(columns) = settled.columns_of_unknown(source, vault)? else { return Err(unknown) };
    match importer(columns::PLAIN_TABLE).filter(|_| columns.mapping.is_some()) {
        Some(importer) => {
            Ok(Recognised { importer, confidence: "chosen".to_owned(), candidates: Vec::new() })
        }
        None => Err(unknown.with("kind", "table")),
    }
}

/// The columns of a file that could not be read.
fn columns_of_unread(source: &Source, settled: &Settled, vault: &Vault) -> Result<Option<ColumnsPreview>> {
    let columns = match recognise::importer_for(source, settled.format.as_deref()) {
        Ok(Recognised { importer, .. }) => settled.columns(importer, source, None, vault)?,
        Err(_) => settled.columns_of_unknown(source, vault)?,
    };
    Ok(columns.map(Columns::preview))
}

/// What a request names: files, those in folders, and what was pasted. A folder among them lies too deep to be walked.
fn sources(request: &ImportRequest) -> Result<Vec<(Found, Opening<'_>)>> {
    let mut all: Vec<(Found, Opening<'_>)> = Vec::new();
    for found in walk::files(&request.paths)? {
        let path = found.path.clone();
        let open = move || if path.is_dir() { Err(walk::too_deep(&path)) } else { Source::open(&path) };
        all.push((found, Box::new(open)));
    }
    for PastedText { name, text } in &request.pasted {
        let found = Found { path: PathBuf::from(name), walked: false };
        all.push((found, Box::new(move || Ok(Source::in_memory(name, text.clone().into_bytes())))));
    }
    Ok(all)
}

/// Opens what is to be imported, when its turn comes.
type Opening<'r> = Box<dyn Fn() -> Result<Source> + 'r>;

/// Every format that can be read or written.
pub fn formats() -> Vec<FormatRow> {
    let readers = IMPORTERS.iter().map(|importer| importer.about()).map(|about| FormatRow {
        direction: "import".to_owned(),
        id: about.id.to_owned(),
        name_zh: about.names.0.to_owned(),
        name_en: about.names.1.to_owned(),
        extensions: about.extensions.iter().map(|&e| e.to_owned()).collect(),
        about_zh: about.reads.0.to_owned(),
        about_en: about.reads.1.to_owned(),
    });
    let writers = EXPORTERS.iter().map(|exporter| exporter.about()).map(|about| FormatRow {
        direction: "export".to_owned(),
        id: about.id.to_owned(),
        name_zh: about.names.0.to_owned(),
        name_en: about.names.1.to_owned(),
        extensions: vec![about.extension.to_owned()],
        about_zh: about.writes.0.to_owned(),
        about_en: about.writes.1.to_owned(),
    });
    readers.chain(writers).collect()
}

/// Brings the index up to date. Everything is stored and found without it, only slower; the vault tries again
/// when it is opened next.
fn index(vault: &Vault, job: &Job) {
    if let Err(error) = vault.index_pending(job) {
        tracing::warn!(%error, "the index is behind");
    }
}

/// Opens a file for reading, or says which and why not.
fn opened(path: &Path) -> Result<File> {
    File::open(path).map_err(|cause| failure::unreadable(path, cause))
}
