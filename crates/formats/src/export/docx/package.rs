//! The parts of the file, mended and zipped.
//!
//! What docx-rs 0.4.22 leaves undone is put right in its XML before it is zipped: an author of its own, one id for
//! all pictures and no description, every picture called `.png`, no rows that repeat, no language. Each edit
//! looks for markup, which text cannot contain: there it is escaped.

use super::super::content::Content;
use super::super::picture::PictureFormat;
use super::super::printable::one_line;
use super::super::{Error, Result};
use super::body::Media;
use docx_rs::XMLDocx;
use std::io::Write;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The font the document asks for, and what Chinese systems have in its place.
const FONT_TABLE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    r#"<w:font w:name="Noto Sans SC"><w:altName w:val="微软雅黑"/><w:panose1 w:val="020B0500000000000000"/>"#,
    r#"<w:charset w:val="86"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>"#,
);

/// Mends the parts and writes them to `out`; returns the bytes written.
pub(super) fn write(
    parts: XMLDocx,
    content: &Content<'_>,
    media: &[Media],
    out: &mut dyn Write,
) -> Result<u64> {
    let document = mended_document(&text(parts.document)?, media);
    let relations = mended_relations(&text(parts.document_rels)?, media);
    let styles = mended_styles(&text(parts.styles)?, content.words.language_tag);
    let core = core_properties(content);

    let mut counted = Counted { out, bytes: 0 };
    let mut zip = ZipWriter::new_stream(&mut counted);
    let mut add = |name: &str, bytes: &[u8], method: CompressionMethod| -> Result<()> {
        let options = SimpleFileOptions::default().compression_method(method).unix_permissions(0o644);
        zip.start_file(name, options).map_err(refused)?;
        zip.write_all(bytes)?;
        Ok(())
    };
    let deflated = CompressionMethod::Deflated;
    add("[Content_Types].xml", &parts.content_type, deflated)?;
    add("_rels/.rels", &parts.rels, deflated)?;
    add("docProps/app.xml", &parts.doc_props.app, deflated)?;
    add("docProps/core.xml", core.as_bytes(), deflated)?;
    add("docProps/custom.xml", &parts.doc_props.custom, deflated)?;
    add("word/_rels/document.xml.rels", relations.as_bytes(), deflated)?;
    add("word/document.xml", document.as_bytes(), deflated)?;
    add("word/styles.xml", styles.as_bytes(), deflated)?;
    add("word/settings.xml", &parts.settings, deflated)?;
    add("word/fontTable.xml", FONT_TABLE.as_bytes(), deflated)?;
    add("word/comments.xml", &parts.comments, deflated)?;
    add("word/numbering.xml", &parts.numberings, deflated)?;
    add("word/commentsExtended.xml", &parts.comments_extended, deflated)?;
    add("word/footnotes.xml", &parts.footnotes, deflated)?;
    for (index, header) in parts.headers.iter().enumerate() {
        add(
            &format!("word/header{}.xml", index + 1),
            without_ids(&text(header.clone())?).as_bytes(),
            deflated,
        )?;
    }
    for (index, footer) in parts.footers.iter().enumerate() {
        add(
            &format!("word/footer{}.xml", index + 1),
            without_ids(&text(footer.clone())?).as_bytes(),
            deflated,
        )?;
    }
    for picture in media {
        add(&format!("word/media/{}", file_name(picture)), &picture.bytes, CompressionMethod::Stored)?;
    }
    zip.finish().map_err(refused)?;
    Ok(counted.bytes)
}

fn text(part: Vec<u8>) -> Result<String> {
    String::from_utf8(part).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Refused { detail: error.to_string() }
}

fn file_name(media: &Media) -> String {
    let ending = match media.picture.format {
        PictureFormat::Png => "png",
        PictureFormat::Jpeg => "jpeg",
    };
    format!("{}.{ending}", media.id)
}

/// Header rows that repeat; pictures with an id and a description each.
fn mended_document(xml: &str, media: &[Media]) -> String {
    let xml = without_ids(xml).replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />");
    let mut mended = String::with_capacity(xml.len() + media.len() * 64);
    let mut parts = xml.split(r#"<wp:docPr id="1" name="Figure" />"#);
    mended.extend(parts.next());
    for (index, part) in parts.enumerate() {
        let description = media.get(index).map_or("", |media| media.description.as_str());
        let number = (index + 1).to_string();
        mended.push_str(r#"<wp:docPr id=""#);
        mended.push_str(&number);
        mended.push_str(r#"" name="Picture "#);
        mended.push_str(&number);
        mended.push_str(r#"" descr=""#);
        mended.push_str(&escaped(&one_line(description)));
        mended.push_str(r#"" />"#);
        mended.push_str(part);
    }
    mended
}

/// The ids of paragraphs: they serve comments, of which there are none, and count through the life of the program.
fn without_ids(xml: &str) -> String {
    let mut parts = xml.split(r#" w14:paraId=""#);
    let mut mended = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        mended.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    mended
}

fn mended_relations(xml: &str, media: &[Media]) -> String {
    media.iter().filter(|media| media.picture.format == PictureFormat::Jpeg).fold(
        xml.to_owned(),
        |xml, media| {
            xml.replace(&format!("media/{}.png\"", media.id), &format!("media/{}\"", file_name(media)))
        },
    )
}

fn mended_styles(xml: &str, language: &str) -> String {
    let tag = format!(r#"<w:lang w:val="en-US" w:eastAsia="{language}" /></w:rPr></w:rPrDefault>"#);
    xml.replacen("</w:rPr></w:rPrDefault>", &tag, 1)
}

/// Title, author and date of the document; the clock is not asked.
fn core_properties(content: &Content<'_>) -> String {
    let document = content.document;
    let date = chrono::DateTime::from_timestamp_millis(document.made_at.utc_ms).unwrap_or_default();
    let date = date.format("%Y-%m-%dT%H:%M:%SZ");
    let [title, subject, software, number] =
        [&document.title, &document.subject, &document.software, &document.number]
            .map(|text| escaped(&one_line(text)));
    let language = content.words.language_tag;
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties""#,
            r#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/""#,
            r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{software}</dc:creator>",
            "<cp:keywords>{number}</cp:keywords><cp:lastModifiedBy>{software}</cp:lastModifiedBy>",
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified>"#,
            "<dc:language>{language}</dc:language></cp:coreProperties>",
        ),
        title = title,
        subject = subject,
        software = software,
        number = number,
        date = date,
        language = language,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Counts what goes through.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
