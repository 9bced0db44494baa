//! Nothing readable on disk.

use crate::support::{ORIGIN, customer, files, said, text, thread, vault};
use std::{fmt::Write as _, fs, io::Cursor};
use yanju_model::{
    annotation::{Edit, Target},
    draft::{AttachmentDraft, MessageDraft, Understanding},
};

const CANARY: &str = "金丝雀CANARY7731绝不外泄";

#[test]
fn a_canary_is_found_by_search_and_nowhere_on_disk() {
    let vault = vault();
    let mut intake = vault.begin(CANARY);
    let slot = intake.conversation(thread(CANARY)).unwrap();
    let content = intake.content(&mut Cursor::new(CANARY.repeat(1000))).unwrap();
    let attachments = vec![AttachmentDraft { name: CANARY.to_owned(), content: Some(content) }];
    let message = MessageDraft { attachments, ..MessageDraft::text(Some(customer(CANARY)), None, CANARY) };
    intake.message(slot, &message).unwrap();
    intake.finish(&Understanding::default(), &[]).unwrap();
    let conversation = vault.find(&text(CANARY)).hits[0].message.conversation;
    let note = Edit::SetNote { note: Some(CANARY.to_owned()) };
    vault.annotate(&[Target::Conversation(conversation)], &note, ORIGIN).unwrap();
    look(&vault.dir, "in use, before indexing");
    vault.import("别的", (0..2000).map(|n| said("甲", n, CANARY)).collect());
    vault.index_all();
    assert_eq!(vault.count(&text("CANARY7731")).unwrap(), 2001, "it is in the vault");
    look(&vault.dir, "in use, after indexing");
    let vault = vault.reopened_after(|dir| look(dir, "closed"));
    assert_eq!(vault.count(&text(CANARY)).unwrap(), 2001, "it is still in the vault");
}

/// Fails where a file or its name holds the canary in any of the encodings it might be written in.
fn look(dir: &std::path::Path, when: &str) {
    let needles = disguises();
    for path in files(dir) {
        let bytes = fs::read(&path).unwrap();
        let name = path.to_string_lossy();
        for (disguise, needle) in &needles {
            let holds = bytes.windows(needle.len()).any(|part| part == needle.as_slice());
            assert!(!holds, "{name} holds the canary as {disguise}, {when}");
            assert!(!name.as_bytes().windows(needle.len()).any(|part| part == needle), "{name} is named so");
        }
    }
}

/// The canary as it might be written, and the parts of it an index would keep.
fn disguises() -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |order: fn(u16) -> [u8; 2]| CANARY.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let hex = CANARY.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    // 金丝雀CANARY7731绝不外泄 in GBK.
    let gbk = [
        &[0xbd, 0xf0, 0xcb, 0xbf, 0xc8, 0xb8][..],
        b"CANARY7731",
        &[0xbe, 0xf8, 0xb2, 0xbb, 0xcd, 0xe2, 0xd0, 0xb9],
    ]
    .concat();
    vec![
        ("UTF-8", CANARY.as_bytes().to_vec()),
        ("UTF-8, folded", b"canary7731".to_vec()),
        ("UTF-8, in part", "绝不外泄".as_bytes().to_vec()),
        ("ASCII", b"CANARY7731".to_vec()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("GBK", gbk),
        ("hexadecimal", hex.into_bytes()),
        ("base64", b"6YeR5Lid6ZuAQ0FOQVJZNzczMee7neS4jeWkluazhA".to_vec()),
    ]
}
