//! The manifest beside an export: what was written from which sources, for machines.
//!
//! It is canonical JSON (RFC 8785): one order of keys, no blanks, whole numbers only, so that its own hash is the
//! same wherever it is computed. It holds no hash of a single record: one of a short text can be guessed back.

use super::build::Selected;
use crate::api::{
    ApiError, ErrorCode, Result,
    export::{ExportReport, ExportRequest},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use yanju_formats::export::document::{Document, Source, ZoneStatement};
use yanju_store::Vault;

/// The version of the manifest's own form.
const VERSION: u32 = 1;

/// Where the manifest of an output lies: `evidence.pdf.manifest.json`.
pub(super) fn path_beside(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".manifest.json");
    name.into()
}

/// What was written, in words for machines. `report` knows everything but the manifest.
pub(super) fn manifest(
    vault: &Vault,
    request: &ExportRequest,
    selected: &Selected,
    document: &Document,
    report: &ExportReport,
) -> Result<Vec<u8>> {
    let mut manifest = json!({
        "manifest": VERSION,
        "tool": {"name": "Yanju", "version": env!("CARGO_PKG_VERSION")},
        "number": document.number,
        "title": document.title,
        "created": document.made_at.rfc3339(),
        "zone": selected.zone.name(),
        "times": document.zones.iter().map(times).collect::<Vec<_>>(),
        "selection": {
            "query": document.selection.query,
            "from": document.selection.from,
            "to": document.selection.to,
            "conversations": request.conversations,
        },
        "complete": report.complete,
        "omitted": report.omitted,
        "joined": joined(document),
        "sources": sources(vault, &document.sources)?,
        "outputs": report.outputs.iter().map(|output| json!({
            "file": Path::new(&output.path).file_name().map(|name| name.to_string_lossy()),
            "format": output.format,
            "sha256": output.sha256,
            "bytes": output.bytes,
            "pages": output.pages,
        })).collect::<Vec<_>>(),
        "counts": {"messages": report.messages, "conversations": report.conversations},
    });
    // Strings and whole numbers are written by serde_json as the RFC wants them; the order of keys is left.
    manifest.sort_all_objects();
    serde_json::to_vec(&manifest).map_err(|cause| ApiError::new(ErrorCode::Internal).because(cause))
}

/// On whose word times are read, as an import says it.
fn times(zone: &ZoneStatement) -> String {
    match zone {
        ZoneStatement::FromSource => "source".to_owned(),
        ZoneStatement::Assumed(zone) => format!("assumed:{zone}"),
    }
}

/// Who is printed as the same person as another because the user says so.
fn joined(document: &Document) -> Vec<Value> {
    let persons = document
        .conversations
        .iter()
        .flat_map(|conversation| conversation.participants.iter().map(move |person| (conversation, person)));
    let rows = persons.flat_map(|(conversation, person)| {
        person.joined.iter().map(move |joined| {
            json!({
                "conversation": conversation.title,
                "name": joined.name,
                "messages": joined.messages,
                "with": person.name,
            })
        })
    });
    rows.collect()
}

/// The sources with the ids of their formats; the document only knows their names.
fn sources(vault: &Vault, sources: &[Source]) -> Result<Vec<Value>> {
    let files = vault.files()?;
    let format = |sha256: &str| files.iter().find(|file| file.sha256 == sha256).map(|file| &file.format);
    let row = |source: &Source| {
        json!({
            "name": source.name,
            "sha256": source.sha256,
            "bytes": source.bytes,
            "format": format(&source.sha256),
            "imported": source.imported_at.rfc3339(),
        })
    };
    Ok(sources.iter().map(row).collect())
}
