//! Exporting: from a query and a date range to one document, and from it to files.
//!
//! What is printed and what is left out is decided here, once, for every format. A file is written beside its
//! goal and renamed, so that a failed or cancelled export leaves the goal as it was.

mod build;
mod file;
mod manifest;

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        confirm::{Grant, Operation},
        export::{ExportOutput, ExportPreview, ExportReport, ExportRequest, Omitted},
        vault::Language,
    },
    failure,
    query::{Span, span},
};
use build::{Images, Selected};
use std::path::Path;
use yanju_formats::export::{
    document::{self, Completeness, Document},
    exporter,
};
use yanju_model::{
    ConversationId,
    job::{Job, Phase},
    log::{Act, Detail, detail},
    query::{Filter, Query, TimeRange},
};
use yanju_store::Vault;

impl Session {
    /// What a document would hold and leave out, and which of its files are there already.
    pub fn preview_export(&self, request: &ExportRequest, job: &Job) -> Result<ExportPreview> {
        self.during(job, |vault| {
            let selected = self.selected(vault, request)?;
            let document = build::document(vault, &selected, Images::Leave, job)?;
            let (complete, omitted) = completeness(&document);
            let periods: Vec<_> =
                document.conversations.iter().filter_map(document::Conversation::period).collect();
            Ok(ExportPreview {
                messages: document.messages().count() as u64,
                conversations: document.conversations.len() as u64,
                first: periods
                    .iter()
                    .map(|p| p.0)
                    .min_by_key(|t| t.utc_ms)
                    .and_then(yanju_model::Timestamp::rfc3339),
                last: periods
                    .iter()
                    .map(|p| p.1)
                    .max_by_key(|t| t.utc_ms)
                    .and_then(yanju_model::Timestamp::rfc3339),
                complete,
                omitted,
                suggested_name: file::plain_name(&format!("{}-{}", document.title, document.number)),
                existing: existing(request),
            })
        })
    }

    /// Writes a document to each of the outputs asked for, and a manifest beside the first. Nothing gets into its place
    /// before everything is written and the log knows of it.
    pub fn export_document(&self, request: &ExportRequest, grant: &Grant, job: &Job) -> Result<ExportReport> {
        self.during(job, |vault| {
            self.spend(vault, grant, &Operation::Export { request: request.clone() })?;
            let selected = self.selected(vault, request)?;
            let Some(first) = request.outputs.first() else {
                return Err(ApiError::new(ErrorCode::InvalidValue).with("name", "outputs").with("value", ""));
            };
            let writers = request
                .outputs
                .iter()
                .map(|target| {
                    let writer = exporter(&target.format)
                        .ok_or_else(|| ApiError::new(ErrorCode::NoSuchFormat).with("id", &target.format))?;
                    Ok((writer, Path::new(&target.path)))
                })
                .collect::<Result<Vec<_>>>()?;
            let document = build::document(vault, &selected, Images::Load, job)?;
            if document.messages().next().is_none() {
                return Err(ApiError::new(ErrorCode::NothingToExport));
            }
            let (mut outputs, mut files) = (Vec::new(), Vec::new());
            for (writer, path) in writers {
                job.begin(Phase::LayingOut, document.messages().count() as u64)?;
                let finished = file::prepared(path, |out| Ok(writer.write(&document, out, job)?))?;
                outputs.push(ExportOutput {
                    path: path.display().to_string(),
                    format: writer.about().id.to_owned(),
                    sha256: finished.sha256.clone(),
                    bytes: finished.bytes,
                    pages: finished.value.pages,
                    uncovered: finished.value.uncovered.iter().map(char::to_string).collect(),
                });
                files.push(finished);
            }
            let (complete, omitted) = completeness(&document);
            let manifest = manifest::path_beside(Path::new(&first.path));
            let report = ExportReport {
                outputs,
                messages: document.messages().count() as u64,
                conversations: document.conversations.len() as u64,
                complete,
                omitted,
                number: document.number.clone(),
                manifest: manifest.display().to_string(),
            };
            let content = manifest::manifest(vault, request, &selected, &document, &report)?;
            let manifest = file::prepared(&manifest, |out| {
                out.write_all(&content).map_err(|cause| failure::unwritable(&manifest, cause))
            })?;
            self.note(vault, Act::Exported, &told(&report, &selected))?;
            for file in files {
                file.publish()?;
            }
            manifest.publish()?;
            Ok(report)
        })
    }

    fn selected(&self, vault: &Vault, request: &ExportRequest) -> Result<Selected> {
        let (expr, query) = self.understand(vault, &request.query)?;
        let moment = self.moment(vault)?;
        let day = |name: &str, text: &Option<String>| -> Result<Option<Span>> {
            let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) else { return Ok(None) };
            let invalid = || ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", text);
            span(text, moment.today).filter(Span::is_of_days).map(Some).ok_or_else(invalid)
        };
        let (from, to) = (day("from", &request.from)?, day("to", &request.to)?);
        if let (Some(first), Some(until)) = (from.and_then(|d| d.from), to.and_then(|d| d.until))
            && first >= until
        {
            return Err(ApiError::new(ErrorCode::DatesReversed)
                .with("from", from.and_then(|span| span.first_day()).unwrap_or(first.date()))
                .with("to", to.and_then(|span| span.last_day()).unwrap_or(until.date())));
        }
        let days = Span { from: from.and_then(|d| d.from), until: to.and_then(|d| d.until) };
        let range = crate::query::instants(days, moment.zone);
        let within =
            if range == TimeRange::default() { Query::All } else { crate::query::sent_within(range) };
        let conversations = request
            .conversations
            .iter()
            .map(|id| Ok(Query::Filter(Filter::InConversation(id.parse::<ConversationId>()?))))
            .collect::<Result<Vec<_>>>()?;
        let among = if conversations.is_empty() { Query::All } else { Query::Or(conversations) };
        Ok(Selected {
            query: query.and(within).and(among),
            words: document::Selection {
                query: expr.to_string(),
                from: from.and_then(|span| span.first_day()).map(|d| d.to_string()).unwrap_or_default(),
                to: to.and_then(|span| span.last_day()).map(|d| d.to_string()).unwrap_or_default(),
            },
            title: request.title.clone(),
            language: match request.language {
                Language::Chinese => document::Language::Chinese,
                Language::English => document::Language::English,
            },
            now_ms: self.clock.now_ms(),
            zone: moment.zone,
        })
    }
}

/// What would be replaced.
fn existing(request: &ExportRequest) -> Vec<String> {
    let manifest = request.outputs.first().map(|first| manifest::path_beside(Path::new(&first.path)));
    let manifest = manifest.map(|path| path.display().to_string());
    let outputs = request.outputs.iter().map(|target| target.path.clone());
    outputs.chain(manifest).filter(|path| Path::new(path).exists()).collect()
}

/// What the log is told of an export.
fn told(report: &ExportReport, selected: &Selected) -> Detail {
    let each = |of: fn(&ExportOutput) -> &str| report.outputs.iter().map(of).collect::<Vec<_>>().join("\n");
    detail([
        ("number", report.number.clone()),
        ("files", each(|output| &output.path)),
        ("sha256", each(|output| &output.sha256)),
        ("messages", report.messages.to_string()),
        ("complete", report.complete.clone()),
        ("query", selected.words.query.clone()),
    ])
}

fn completeness(document: &Document) -> (String, Vec<Omitted>) {
    match &document.completeness {
        Completeness::Full => ("FULL".to_owned(), Vec::new()),
        Completeness::Partial(omissions) => {
            let row = |omission: &document::Omission| Omitted {
                code: code(omission.code).to_owned(),
                conversation: omission.conversation.clone(),
                count: omission.count,
                of: omission.of,
                detail: omission.detail.clone(),
            };
            ("PARTIAL".to_owned(), omissions.iter().map(row).collect())
        }
    }
}

/// The stable code, as under `omitted` in the locale files.
fn code(code: document::OmissionCode) -> &'static str {
    match code {
        document::OmissionCode::NotMatched => "not_matched",
        document::OmissionCode::SourcePartial => "source_partial",
        document::OmissionCode::MissingAttachment => "missing_attachment",
        document::OmissionCode::DoubtfulContent => "doubtful_content",
        document::OmissionCode::MissingNumbers => "missing_numbers",
        document::OmissionCode::Uncovered => "uncovered",
        document::OmissionCode::Undated => "undated",
    }
}
