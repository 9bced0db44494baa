//! The PDF as a reader's program sees it.

use super::document::{Attachment, AttachmentContent};
use super::{sample, written};
use lopdf::{Document, Object};
use yanju_formats::export::exporter;
use yanju_model::{Role, job::Job};

/// A photograph of 40 × 24 pixels, taken sideways.
const PHOTO: &[u8] = include_bytes!("photo.jpg");

fn parsed(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a PDF that another library reads")
}

fn with_attachment(bytes: &[u8]) -> super::document::Document {
    let mut message = sample::message(1, "王磊", Role::Customer, "见图");
    message.attachments.push(Attachment {
        name: "照片".to_owned(),
        content: Some(AttachmentContent {
            sha256: "ab".repeat(32),
            bytes: bytes.len() as u64,
            image: Some(sample::shared(bytes.to_vec())),
        }),
    });
    sample::document_of(vec![message])
}

#[test]
fn jpeg_bytes_are_kept_identical() {
    let pdf = parsed(&written("pdf", &with_attachment(PHOTO)));
    let kept = pdf.objects.values().filter_map(|object| object.as_stream().ok()).any(|s| s.content == PHOTO);
    assert!(kept, "evidence is not re-encoded");
}

#[test]
fn a_picture_that_cannot_be_decoded_is_said_so_and_costs_nothing_else() {
    let mut broken = sample::png(64, 64);
    broken.truncate(60);
    let document = with_attachment(&broken);
    let mut bytes = Vec::new();
    let pdf = exporter("pdf").expect("the registry has it");
    let done = pdf.write(&document, &mut bytes, &Job::quiet()).expect("a broken picture is no error");
    assert!(done.pages.is_some_and(|pages| pages >= 3), "the document is whole");
    let pictures = parsed(&bytes)
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(&b"Image"[..]))
        .count();
    assert_eq!(pictures, 0, "the caption says that it is not printed");
}

#[test]
fn the_number_of_pages_told_is_the_number_written() {
    let document = sample::plain(120);
    let mut bytes = Vec::new();
    let pdf = exporter("pdf").expect("the registry has it");
    let done = pdf.write(&document, &mut bytes, &Job::quiet()).expect("written");
    assert_eq!(done.pages, Some(parsed(&bytes).get_pages().len() as u64));
}

#[test]
fn the_file_says_what_it_is_and_when_the_document_was_made() {
    let bytes = written("pdf", &sample::varied());
    let pdf = parsed(&bytes);
    let information =
        pdf.trailer.get(b"Info").and_then(|id| pdf.dereference(id)).expect("an Info dictionary");
    let information = information.1.as_dict().expect("a dictionary");
    let date = information.get(b"CreationDate").and_then(Object::as_str).expect("a date");
    assert_eq!(
        String::from_utf8_lossy(date),
        "D:20230821143005+08'00",
        "the document's date, not the clock's"
    );
    assert!(information.has(b"Title") && information.has(b"Creator"), "title and program are named");
    let outlines = pdf.catalog().is_ok_and(|catalog| catalog.has(b"Outlines") && catalog.has(b"Lang"));
    assert!(outlines, "bookmarks and language");
}

#[test]
fn what_no_font_draws_is_counted() {
    let text = "私用区：\u{E123}";
    let document = sample::document_of(vec![sample::message(1, "王磊", Role::Customer, text)]);
    let pdf = exporter("pdf").expect("the registry has it");
    let done = pdf.write(&document, &mut Vec::new(), &Job::quiet()).expect("written");
    assert_eq!(done.uncovered, ['\u{E123}'], "a private character is no letter of any font's choosing");
}
