//! What every exporter promises, proved on the files it writes.

mod docx;
mod pdf;
mod sample;

use yanju_formats::export::{EXPORTERS, Error, document, exporter};
use yanju_model::job::Job;

/// The file an exporter writes.
fn written(id: &str, document: &document::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    let exporter = exporter(id).expect("the registry has it");
    exporter.write(document, &mut bytes, &Job::quiet()).expect("the document can be written");
    bytes
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = sample::varied();
    for exporter in EXPORTERS {
        let id = exporter.about().id;
        assert!(written(id, &document) == written(id, &document), "{id} must not depend on clock or chance");
    }
}

#[test]
fn a_cancelled_job_ends_in_cancelled() {
    let job = Job::quiet();
    job.cancel();
    for exporter in EXPORTERS {
        let outcome = exporter.write(&sample::varied(), &mut Vec::new(), &job);
        assert!(matches!(outcome, Err(Error::Cancelled(_))), "{} must stop", exporter.about().id);
    }
}

#[test]
fn a_document_without_messages_can_be_written() {
    let document = sample::document_of(Vec::new());
    for exporter in EXPORTERS {
        assert!(!written(exporter.about().id, &document).is_empty(), "nothing selected is no error");
    }
}

#[test]
fn hostile_lengths_and_characters_do_no_harm() {
    let mut document = sample::varied();
    let endless = "０".repeat(3000);
    let marks = "！".repeat(2000);
    document.title.clone_from(&endless);
    document.number = "\u{202E}\u{0}\u{FFFF}<&>".to_owned();
    for conversation in &mut document.conversations {
        conversation.title = marks.clone();
        for message in &mut conversation.messages {
            message.sender = format!("{}\n{endless}", message.sender);
            message.text.push_str(&marks);
            message.text.push_str("\u{0301}\u{200D}\u{FE0F}\u{1F1E8}\u{E0041}");
        }
    }
    for exporter in EXPORTERS {
        assert!(!written(exporter.about().id, &document).is_empty(), "{}", exporter.about().id);
    }
}
