//! Which importer reads a file: by its content, unless the user says which.

use super::source::Source;
use crate::api::{ApiError, ErrorCode, Result};
use yanju_formats::import::{Confidence, IMPORTERS, Importer, Input, Probe, foreign, importer};

/// The importer that will read a file.
pub(super) struct Recognised {
    pub(super) importer: &'static dyn Importer,
    /// `certain`, `likely`, `possible`, or `chosen`.
    pub(super) confidence: String,
    /// The formats that are as likely as this one, this one first, where there are others.
    pub(super) candidates: Vec<String>,
}

/// The importer for a file; `format` is the user's choice.
pub(super) fn importer_for(source: &Source, format: Option<&str>) -> Result<Recognised> {
    let about_file = |code| ApiError::new(code).with("file", source.name());
    if source.bytes() == 0 {
        return Err(about_file(ErrorCode::FileEmpty));
    }
    if let Some(id) = format {
        let importer = importer(id).ok_or_else(|| ApiError::new(ErrorCode::NoSuchFormat).with("id", id))?;
        return Ok(Recognised { importer, confidence: "chosen".to_owned(), candidates: Vec::new() });
    }
    let probe = Probe::of(source)?;
    // Ties go to the earlier in the registry, which lists the most specific first.
    let mut best: Option<(&dyn Importer, Confidence)> = None;
    for &importer in IMPORTERS {
        let confidence = importer.recognise(&probe);
        if confidence > best.map_or(Confidence::No, |(_, best)| best) {
            best = Some((importer, confidence));
        }
    }
    if let Some(kind) = foreign::instead_of(&probe, best.map(|(_, confidence)| confidence)) {
        return Err(about_file(ErrorCode::FileBinary).with("kind", kind));
    }
    match best {
        Some((importer, confidence)) => {
            let candidates = as_likely(&probe, confidence);
            Ok(Recognised { importer, confidence: confidence.name().to_owned(), candidates })
        }
        None if probe.looks_binary() || probe.is_zip() => Err(about_file(ErrorCode::FileBinary)),
        None if probe.text.trim().is_empty() => Err(about_file(ErrorCode::FileEmpty)),
        None => Err(about_file(ErrorCode::FormatUnknown)),
    }
}

/// The importers that are as sure of a file, where there are several. Formats that read many things, and say so, are
/// in the order in which they are to be tried.
fn as_likely(probe: &Probe, confidence: Confidence) -> Vec<String> {
    if confidence == Confidence::Possible {
        return Vec::new();
    }
    let equals = IMPORTERS.iter().filter(|importer| importer.recognise(probe) == confidence);
    let ids: Vec<String> = equals.map(|importer| importer.about().id.to_owned()).collect();
    if ids.len() > 1 { ids } else { Vec::new() }
}
