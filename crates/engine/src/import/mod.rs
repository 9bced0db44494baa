//! Importing: from paths to records in the vault, one file at a time, each whole or not at all.
//!
//! A file is recognised by its head, kept sealed as the original, read by its importer and stored in one
//! transaction. A preview walks the same road and turns back before the last step, so that what it promises
//! is what an import does.

mod recognise;
mod source;
mod tally;
mod walk;

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        import::{
            FailedFile, FilePreview, FileReport, FormatRow, ImportOptions, ImportPreview, ImportReport,
            ImportRequest,
        },
    },
    failure,
};
use recognise::Recognised;
use source::{SealedCopy, Source};
use std::{fs::File, path::Path};
use tally::{FileTally, Tally};
use yanju_formats::{
    export::EXPORTERS,
    import::{IMPORTERS, Input, ReadOptions, Sink},
};
use yanju_model::{
    ImportId, Platform, Timestamp, Warning, Zone,
    draft::DateOrder,
    job::{Job, Phase},
};
use yanju_store::{NewFile, Vault};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What is settled before any file is read.
struct Settled {
    format: Option<String>,
    zone: Zone,
    read: ReadOptions,
}

/// What became of one file.
struct Imported {
    /// The import that holds the file: an earlier one where the file brought nothing new.
    import: ImportId,
    /// Whether it belongs to the act under way, which further files join.
    is_new: bool,
    report: FileReport,
    tally: FileTally,
}

/// Whether a file's records are to stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Intent {
    Keep,
    LookOnly,
}

impl Session {
    /// Reads files as an import would and says what it would bring. Nothing stays.
    pub fn preview_import(&self, request: &ImportRequest, job: &Job) -> Result<ImportPreview> {
        self.during(job, |vault| {
            let settled = Settled::of(&request.options, vault)?;
            let mut files = Vec::new();
            for path in walk::files(&request.paths)? {
                files.push(self.look_at(vault, Source::open(&path), &path, &settled, job)?);
            }
            Ok(ImportPreview { files })
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
            let settled = Settled::of(options, vault)?;
            let source = Source::in_memory(name, content);
            Ok(ImportPreview {
                files: vec![self.look_at(vault, Ok(source), Path::new(name), &settled, job)?],
            })
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
    ) -> Result<FilePreview> {
        let mut preview = FilePreview {
            path: path.display().to_string(),
            name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            bytes: source.as_ref().map_or(0, Source::bytes),
            report: None,
            sample: Vec::new(),
            titles: Vec::new(),
            error: None,
        };
        let look = |source: Source| self.take_in(vault, &source, settled, None, Intent::LookOnly, job);
        match source.and_then(look) {
            Ok(found) => {
                preview.report = Some(found.report);
                preview.sample = found.tally.sample;
                preview.titles = found.tally.titles;
            }
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(error) => preview.error = Some(error),
        }
        Ok(preview)
    }

    /// Imports files. What cannot be read is reported and leaves nothing; if that is all there is, it is the
    /// error. A cancelled import keeps the files that were finished before.
    pub fn import_files(&self, request: &ImportRequest, job: &Job) -> Result<ImportReport> {
        let paths = walk::files(&request.paths)?;
        self.during(job, |vault| {
            let settled = Settled::of(&request.options, vault)?;
            let mut report = Summary::default();
            for path in &paths {
                let outcome = Source::open(path)
                    .and_then(|source| self.take_in(vault, &source, &settled, report.act, Intent::Keep, job));
                match outcome {
                    Ok(imported) => report.add(imported),
                    Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
                    Err(error) if paths.len() == 1 => return Err(error),
                    Err(error) => report.fail(path, error),
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
            let settled = Settled::of(options, vault)?;
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
        let Recognised { importer, confidence } = recognise::importer_for(source, settled.format.as_deref())?;
        job.begin(Phase::Keeping, source.bytes())?;
        let mut reader = source.open().map_err(|cause| source.unreadable(&cause))?;
        let original = vault.keep(&mut reader, job)?;
        let sha256 = original.sha256.clone();
        let earlier = Earlier::of(vault, &sha256, importer.about().id)?;
        let name = match &settled.read.title {
            None => earlier.as_ref().map_or(source.name(), |earlier| &earlier.name),
            Some(_) => source.name(),
        };
        let copy = SealedCopy { source, name, content: original.content()? };
        let zone = earlier.as_ref().and_then(|earlier| earlier.zone).unwrap_or(settled.zone);
        let file = NewFile {
            name: source.name().to_owned(),
            format: importer.about().id.to_owned(),
            zone,
            imported_at_ms: self.clock.now_ms(),
            import,
        };
        job.begin(Phase::Reading, source.bytes())?;
        let mut tally = Tally::new(vault.intake(file, original)?, source.name(), zone);
        if zone != settled.zone {
            tally.warning(Warning::new("zone_kept", "", zone.name()));
        }
        let understanding = importer.read(&copy, &settled.read, &mut tally, job)?;
        let (intake, tally) = tally.into_parts();
        if tally.messages + tally.events == 0 {
            return Err(ApiError::new(ErrorCode::NoMessages).with("file", source.name()));
        }
        let duplicates = intake.duplicates();
        let (import, is_new) = match intent {
            Intent::Keep => {
                let outcome = intake.finish(&understanding, &tally.warnings)?;
                (outcome.import, !outcome.unchanged)
            }
            Intent::LookOnly => (ImportId(0), false),
        };
        let report = FileReport {
            path: source.path(),
            sha256,
            format: importer.about().id.to_owned(),
            confidence,
            messages: tally.messages,
            events: tally.events,
            conversations: tally.conversations(),
            participants: tally.participants(),
            attachments: tally.attachments,
            duplicates,
            encoding: understanding.encoding,
            zone: tally.zone(zone),
            date_order: understanding.date_order.map(|order| order.name().to_owned()),
            first: tally.period().and_then(|(first, _)| first.rfc3339()),
            last: tally.period().and_then(|(_, last)| last.rfc3339()),
            partial: understanding.partial,
            warnings: tally.warning_rows(),
        };
        Ok(Imported { import, is_new, report, tally })
    }
}

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

impl Settled {
    fn of(options: &ImportOptions, vault: &Vault) -> Result<Self> {
        let invalid = |name: &str, value: &str| {
            ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", value)
        };
        let zone = match options.zone.as_deref() {
            Some(name) => name.parse().map_err(|_| invalid("zone", name))?,
            None => vault.zone()?,
        };
        let date_order = match options.date_order.as_deref() {
            Some(name) => Some(DateOrder::from_name(name).ok_or_else(|| invalid("date_order", name))?),
            None => None,
        };
        let platform = match options.platform.as_deref() {
            Some(name) => Some(Platform::from_name(name).ok_or_else(|| invalid("platform", name))?),
            None => None,
        };
        Ok(Self {
            format: options.format.clone(),
            zone,
            read: ReadOptions { date_order, platform, title: options.title.clone() },
        })
    }
}

/// The same bytes, imported before: they are the same conversations, under whatever name they come again.
struct Earlier {
    name: String,
    /// The zone assumed then; what was stored keeps it.
    zone: Option<Zone>,
}

impl Earlier {
    fn of(vault: &Vault, sha256: &str, format: &str) -> Result<Option<Self>> {
        let file = vault.files()?.into_iter().find(|file| file.sha256 == sha256 && file.format == format);
        Ok(file.map(|file| Self {
            zone: file.zone.strip_prefix("assumed:").and_then(|zone| zone.parse().ok()),
            name: file.name,
        }))
    }
}

/// Brings the index up to date. Everything is stored and found without it, only slower; the vault tries again
/// when it is opened next.
fn index(vault: &Vault, job: &Job) {
    if let Err(error) = vault.index_pending(job) {
        tracing::warn!(%error, "the index is behind");
    }
}

/// The report of an import, as it grows file by file.
#[derive(Default)]
struct Summary {
    /// The act under way, once a file brought something new.
    act: Option<ImportId>,
    /// The act, or the earlier one that holds what was brought again.
    import: Option<ImportId>,
    files: Vec<FileReport>,
    failed: Vec<FailedFile>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Summary {
    fn add(&mut self, imported: Imported) {
        if imported.is_new {
            self.act = Some(imported.import);
        }
        self.import = self.act.or(self.import).or(Some(imported.import));
        let earlier = |t: &Timestamp| t.utc_ms;
        let period = imported.tally.period();
        self.first = [self.first, period.map(|p| p.0)].into_iter().flatten().min_by_key(earlier);
        self.last = [self.last, period.map(|p| p.1)].into_iter().flatten().max_by_key(earlier);
        self.files.push(imported.report);
    }

    fn fail(&mut self, path: &Path, error: ApiError) {
        self.failed.push(FailedFile { path: path.display().to_string(), error });
    }

    fn finish(self) -> ImportReport {
        let sum = |count: fn(&FileReport) -> u64| self.files.iter().map(count).sum();
        ImportReport {
            import: self.import.map(|id| id.to_string()),
            messages: sum(|f| f.messages),
            events: sum(|f| f.events),
            conversations: sum(|f| f.conversations),
            participants: sum(|f| f.participants),
            attachments: sum(|f| f.attachments),
            duplicates: sum(|f| f.duplicates),
            first: self.first.and_then(Timestamp::rfc3339),
            last: self.last.and_then(Timestamp::rfc3339),
            files: self.files,
            failed: self.failed,
        }
    }
}

/// Opens a file for reading, or says which and why not.
fn opened(path: &Path) -> Result<File> {
    File::open(path).map_err(|cause| failure::unreadable(path, cause))
}
