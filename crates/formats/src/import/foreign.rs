//! What a file is that holds no chat, by its first bytes: people are told what to do with it.

use super::{Confidence, Probe};

/// How files begin, and what they are.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xFF\xD8\xFF", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"#!AMR", "recording"),
    (b"#!SILK", "recording"),
    (b"\x02#!SILK", "recording"),
    (b"\x1A\x45\xDF\xA3", "recording"),
    (b"MZ", "program"),
    (b"\x7FELF", "program"),
    (b"Rar!\x1A", "archive"),
    (b"7z\xBC\xAF", "archive"),
    (b"\x1F\x8B", "archive"),
    (b"BZh", "archive"),
    (b"\xFD7zXZ", "archive"),
    (b"SQLite format 3\0", "database"),
];

/// How the older documents of an office begin, whichever program wrote them.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
/// What stands in an archive that is a document.
const DOCUMENTS: [&str; 2] = ["word/document.xml", "ppt/presentation.xml"];

/// What a file is instead of a chat, where its most confident importer is `best`: what its first bytes call something else is
/// not read as a table or as plain text.
pub fn instead_of(probe: &Probe, best: Option<Confidence>) -> Option<&'static str> {
    kind_of(probe).filter(|_| best.is_none_or(|best| best == Confidence::Possible))
}

/// What a file is by its first bytes, where these are the mark of something that is no chat.
fn kind_of(probe: &Probe) -> Option<&'static str> {
    let head = probe.head.as_slice();
    if head.starts_with(COMPOUND) {
        return Some(if probe.extension() == "xls" { "old_workbook" } else { "document" });
    }
    if probe.is_zip() {
        let is_document = probe.entries.iter().any(|entry| DOCUMENTS.contains(&entry.as_str()));
        return is_document.then_some("document");
    }
    // Two letters may begin any text.
    let found = BEGINNINGS.iter().find(|(mark, _)| head.starts_with(mark));
    let sure = found.filter(|(mark, _)| mark.len() > 3 || probe.looks_binary());
    sure.map(|(_, kind)| *kind).or_else(|| medium(head))
}

/// Pictures and recordings that say what they are a few bytes further in.
fn medium(head: &[u8]) -> Option<&'static str> {
    match (head.get(..4)?, head.get(4..8)?, head.get(8..12)?) {
        (b"RIFF", _, b"WEBP") | (_, b"ftyp", b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif") => {
            Some("picture")
        }
        (b"RIFF", _, b"WAVE" | b"AVI ") | (_, b"ftyp", _) => Some("recording"),
        _ => None,
    }
}
