//! Exporters: one [`Document`] tree, built once by the engine, and small writers over it.
//!
//! A writer decides how things stand on the page and nothing else: what is said, in which words and under which
//! number comes from [`Document`], [`wording`] and `content`, so that every format says the same.

mod content;
pub mod document;
mod docx;
mod exhibit;
mod figures;
mod pdf;
mod people;
mod picture;
mod printable;
pub mod wording;

pub use document::Document;

use std::io::Write;
use yanju_model::job::{Cancelled, Job};

/// Every exporter. The save dialog, `yanju formats` and the contract tests iterate this slice and nothing else.
pub const EXPORTERS: &[&dyn Exporter] = &[&pdf::Pdf, &docx::Word];

/// The exporter with this id.
pub fn exporter(id: &str) -> Option<&'static dyn Exporter> {
    EXPORTERS.iter().copied().find(|exporter| exporter.about().id == id)
}

/// What people are told about a format that can be written.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The stable id used on the command line and in JSON, e.g. `pdf`.
    pub id: &'static str,
    /// The name in Chinese and in English.
    pub names: (&'static str, &'static str),
    /// The file name ending, without the dot.
    pub extension: &'static str,
    /// One sentence on what is written, in Chinese and in English.
    pub writes: (&'static str, &'static str),
}

/// Writes one format. The same document gives the same bytes: no clock, no random numbers.
pub trait Exporter: Sync {
    /// What people are told.
    fn about(&self) -> &'static About;

    /// Writes the whole of `document`.
    ///
    /// `job.advance` is called with the messages laid out, then with the bytes written. After an error `out`
    /// may hold a part of the file: the caller writes beside the goal and renames.
    fn write(&self, document: &Document, out: &mut dyn Write, job: &Job) -> Result<Written>;
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The number of pages; `None` where the reader's program decides it.
    pub pages: Option<u64>,
    /// Characters that no font here could draw and that stand in the document as their code point, such as
    /// `[U+2A6A5]`; sorted, each once.
    pub uncovered: Vec<char>,
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes cannot be put where they belong.
    #[error("cannot write the document: {0}")]
    Io(#[from] std::io::Error),
    /// The format's library refused the document; the text is the library's own.
    #[error("the document cannot be put into this format: {detail}")]
    Refused {
        /// What the library said.
        detail: String,
    },
    /// Cancelled by the user.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// The result of writing.
pub type Result<T> = std::result::Result<T, Error>;
