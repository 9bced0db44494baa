//! The Word file as a reader's program sees it.

use super::document::{Attachment, AttachmentContent};
use super::{sample, written};
use quick_xml::{Reader, events::Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use yanju_model::Role;

const PHOTO: &[u8] = include_bytes!("photo.jpg");

/// The parts of a package by name.
fn parts(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("sound data");
            (entry.name().expect("a UTF-8 name").into_owned(), content)
        })
        .collect()
}

/// The text of a part; fails if it is not well-formed.
fn text(part: &[u8]) -> String {
    let mut reader = Reader::from_reader(part);
    let mut text = String::new();
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).expect("well-formed XML") {
            Event::Text(words) => text.push_str(&words.decode().expect("UTF-8")),
            Event::GeneralRef(reference) => text.push_str(match &*reference {
                b"lt" => "<",
                b"gt" => ">",
                b"amp" => "&",
                b"quot" => "\"",
                _ => "'",
            }),
            Event::End(end) if end.name().as_ref() == b"w:p" => text.push('\n'),
            Event::Eof => return text,
            _ => {}
        }
        buffer.clear();
    }
}

fn document_xml(bytes: Vec<u8>) -> String {
    String::from_utf8(parts(bytes).remove("word/document.xml").expect("the main part")).expect("UTF-8")
}

#[test]
fn every_part_is_well_formed_and_every_message_is_there() {
    let document = sample::varied();
    let parts = parts(written("docx", &document));
    for (name, part) in parts.iter().filter(|(name, _)| !name.starts_with("word/media/")) {
        assert!(!part.is_empty(), "{name} is empty");
        text(part);
    }
    let printed = text(&parts["word/document.xml"]);
    for message in document.messages() {
        let serial = format!("{:06}", message.serial);
        assert!(printed.contains(&serial), "{serial} is missing");
        for line in message.text.split(['\n', '\u{202E}', '\u{202C}']) {
            assert!(printed.contains(line), "{serial} has lost «{line}»");
        }
    }
    assert!(printed.contains("[U+202E]"), "a control is shown, not obeyed");
}

#[test]
fn what_the_user_added_is_marked_in_a_style_of_its_own() {
    let mut message = sample::message(1, "王磊", Role::Customer, "没有收到");
    message.added.ticket = Some("KF-7".to_owned());
    message.added.note = Some("先行赔付".to_owned());
    let xml = document_xml(written("docx", &sample::document_of(vec![message])));
    let printed = text(xml.as_bytes());
    let added: Vec<&str> = printed.lines().filter(|line| line.starts_with("整理信息，非原文")).collect();
    assert_eq!(
        added,
        [
            "整理信息，非原文  问题编号：KF-2023-0820-114 | 分类：物流问题 | 关键词：物流纠纷、未收到包裹备注：已向平台投诉，等待赔付结果。",
            "整理信息，非原文  问题编号：KF-7备注：先行赔付",
        ],
        "a conversation's and a message's own, each behind the words that say whose it is"
    );
    assert_eq!(xml.matches("<w:pStyle w:val=\"Added\"").count(), 2, "and nothing else looks so");
    assert!(printed.contains("标明「整理信息，非原文」"), "and the reader is told");
}

#[test]
fn markup_in_a_message_stays_text() {
    let hostile =
        "</w:t></w:r></w:p><w:p/> & \"x\" ' ]]> <wp:docPr id=\"1\" name=\"Figure\" /><w:cantSplit />";
    let document = sample::document_of(vec![sample::message(1, hostile, Role::Customer, hostile)]);
    let xml = document_xml(written("docx", &document));
    assert_eq!(
        text(xml.as_bytes()).matches(hostile).count(),
        3,
        "participant, head and words, each untouched"
    );
    assert!(!xml.contains("<wp:docPr"), "no picture was made of it");
}

#[test]
fn characters_that_xml_forbids_are_shown_as_code_points() {
    let text_with = "a\u{0}b\u{1B}c\u{FFFE}d\u{7F}e";
    let document = sample::document_of(vec![sample::message(1, "王磊", Role::Customer, text_with)]);
    let xml = document_xml(written("docx", &document));
    assert!(text(xml.as_bytes()).contains("a[U+0000]b[U+001B]c[U+FFFE]d[U+007F]e"));
}

#[test]
fn pictures_are_kept_as_they_are_and_described() {
    let mut message = sample::message(1, "王磊", Role::Customer, "见图");
    for (name, bytes) in [("照片\"1\".jpg", PHOTO.to_vec()), ("截图.png", sample::png(8, 8))] {
        message.attachments.push(Attachment {
            name: name.to_owned(),
            content: Some(AttachmentContent {
                sha256: "ab".repeat(32),
                bytes: bytes.len() as u64,
                image: Some(sample::shared(bytes)),
            }),
        });
    }
    let parts = parts(written("docx", &sample::document_of(vec![message])));
    assert_eq!(parts["word/media/rIdImage1.jpeg"], PHOTO, "evidence is not re-encoded");
    assert_eq!(parts["word/media/rIdImage2.png"], sample::png(8, 8));
    let relations = String::from_utf8_lossy(&parts["word/_rels/document.xml.rels"]).into_owned();
    assert!(relations.contains("media/rIdImage1.jpeg\"") && relations.contains("media/rIdImage2.png\""));
    let xml = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    assert!(xml.contains(r#"<wp:docPr id="1" name="Picture 1" descr="照片&quot;1&quot;.jpg" />"#));
    assert!(xml.contains(r#"<wp:docPr id="2" name="Picture 2" descr="截图.png" />"#));
}

#[test]
fn headers_of_tables_stand_on_each_page_and_pages_are_counted_by_fields() {
    let parts = parts(written("docx", &sample::varied()));
    let xml = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    assert_eq!(xml.matches("<w:tblHeader />").count(), 4, "participants, index, omissions, signatures");
    let footer = String::from_utf8_lossy(&parts["word/footer1.xml"]).into_owned();
    assert!(footer.contains(">PAGE<") && footer.contains(">NUMPAGES<"), "第 x 页 / 共 y 页");
    let core = String::from_utf8_lossy(&parts["docProps/core.xml"]).into_owned();
    assert!(core.contains("<dc:creator>言据 Yanju 0.1.0</dc:creator>"), "the author is the program");
    let styles = String::from_utf8_lossy(&parts["word/styles.xml"]).into_owned();
    assert!(styles.contains(r#"w:eastAsia="zh-CN""#), "the language is told");
}
