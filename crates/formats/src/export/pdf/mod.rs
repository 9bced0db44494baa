//! PDF: our own layout over one display list, and a thin writer.
//!
//! In order: `content` (what is said) → `shape` and `lines` (text to glyphs to lines) → `flow` and the sections
//! (places on pages) → `write`.

mod back;
mod breaks;
mod characters;
mod flow;
mod fonts;
mod front;
mod furniture;
mod lines;
mod page;
mod runs;
mod shape;
mod style;
mod system;
mod transcript;
mod write;

use super::content::Content;
use super::{About, Document, Exporter, Result, Written};
use flow::Flow;
use fonts::Fonts;
use page::{Page, Place};
use shape::Shaper;
use std::collections::BTreeSet;
use std::io::Write;
use system::SystemFonts;
use write::Outcome;
use yanju_model::job::{Job, Phase};

/// Portable Document Format 1.7 with embedded fonts and bookmarks.
pub(super) struct Pdf;

static ABOUT: About = About {
    id: "pdf",
    names: ("PDF 文件", "PDF document"),
    extension: "pdf",
    writes: (
        "可直接打印和提交的证据文件：封面、目录、正文、未收录内容与核验说明，字体内嵌",
        "Evidence ready to print and hand in: cover, contents, transcript, omissions, verification; fonts embedded",
    ),
};

/// How much is handed to the goal at once.
const CHUNK: usize = 1 << 20;

impl Exporter for Pdf {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn write(&self, document: &Document, out: &mut dyn Write, job: &Job) -> Result<Written> {
        let mut undecodable = BTreeSet::new();
        loop {
            let content = Content::of(document, &undecodable);
            let layout = lay_out(&content, SystemFonts::installed(), job)?;
            let fonts = &layout.fonts;
            job.begin(Phase::Writing, 0)?;
            match write::write(&content, &layout.pages, fonts.faces(), &layout.bookmarks, job)? {
                Outcome::Done(bytes) => {
                    for chunk in bytes.chunks(CHUNK) {
                        out.write_all(chunk)?;
                        job.advance(chunk.len() as u64)?;
                    }
                    let uncovered = fonts.uncovered().collect();
                    return Ok(Written { pages: Some(layout.pages.len() as u64), uncovered });
                }
                // Said on the page instead; each turn names another picture, so this ends.
                Outcome::Undecodable(exhibit) => {
                    if !undecodable.insert(exhibit) {
                        return Err(super::Error::Refused { detail: format!("attachment {exhibit}") });
                    }
                }
            }
        }
    }
}

/// A document on its pages.
struct Layout {
    pages: Vec<Page>,
    bookmarks: Vec<(String, Place)>,
    fonts: Fonts,
}

fn lay_out(content: &Content<'_>, system: SystemFonts, job: &Job) -> Result<Layout> {
    job.begin(Phase::LayingOut, content.document.messages().count() as u64)?;
    let mut flow = Flow::new(Shaper::new(Fonts::new(system)));
    let index = front::lay_out(&mut flow, content);
    let starts = transcript::lay_out(&mut flow, content, job)?;
    front::fill_index(&mut flow, &index, &starts);
    let closing = back::lay_out(&mut flow, content);
    furniture::lay_out(&mut flow, content);

    let cover = (content.words.kicker.to_owned(), Place { page: 0, y: 0.0 });
    let titles =
        content.document.conversations.iter().map(|conversation| content.title(conversation).to_owned());
    let bookmarks = std::iter::once(cover).chain(titles.zip(starts)).chain(closing).collect();
    Ok(Layout { pages: flow.pages, bookmarks, fonts: flow.shaper.fonts })
}

#[cfg(test)]
mod tests;
