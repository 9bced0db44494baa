//! Word: the same content as the PDF, for those who must go on working with it.
//!
//! Line and page breaks are the reader's program's own; so are the fonts. `body` says what stands where, `parts`
//! how it looks, `package` puts right what the library leaves undone and zips it.

mod body;
mod package;
mod parts;

use super::content::Content;
use super::{About, Document, Exporter, Result, Written};
use docx_rs::{Docx, PageMargin, RunFonts};
use std::collections::BTreeSet;
use std::io::Write;
use yanju_model::job::{Job, Phase};

/// Office Open XML WordprocessingML, as Word 2010 and later and LibreOffice read it.
pub(super) struct Word;

static ABOUT: About = About {
    id: "docx",
    names: ("Word 文档", "Word document"),
    extension: "docx",
    writes: (
        "内容与 PDF 相同、可继续编辑的 Word 文档；作为证据提交请用 PDF",
        "The content of the PDF as a Word document to go on working with; hand in the PDF as evidence",
    ),
};

/// A4 and margins, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const FONT: &str = "Noto Sans SC";

impl Exporter for Word {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn write(&self, document: &Document, out: &mut dyn Write, job: &Job) -> Result<Written> {
        let undecodable = BTreeSet::new();
        let content = Content::of(document, &undecodable);
        job.begin(Phase::LayingOut, document.messages().count() as u64)?;
        let mut media = Vec::new();
        let docx = body::front(blank(&content), &content);
        let docx = body::transcript(docx, &content, &mut media, job)?;
        let docx = body::back(docx, &content);
        job.begin(Phase::Writing, 0)?;
        let bytes = package::write(docx.build(), &content, &media, out)?;
        job.advance(bytes)?;
        Ok(Written { pages: None, uncovered: Vec::new() })
    }
}

/// The page, its styles, header and footer, with nothing on it.
fn blank(content: &Content<'_>) -> Docx {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT);
    let docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(PageMargin::new().top(1480).bottom(1320).left(1120).right(1120).header(720).footer(640))
        .default_fonts(fonts)
        .default_size(20)
        .header(body::header(content))
        .footer(body::footer(content));
    parts::styles().into_iter().fold(docx, Docx::add_style)
}
