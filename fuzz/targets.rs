//! What each target does with the bytes it is given. The fuzzer and the tests call the same functions: what the
//! fuzzer found stays found.

use std::io::{Read, Seek, SeekFrom, Write};
use yanju_engine::query::{self, Expr};
use yanju_formats::import::{Error, IMPORTERS, Probe, ReadOptions, Result, Sink, importer, input::Bytes};
use yanju_model::{
    Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Sender, StoredContent},
    job::Job,
};
use yanju_store::SealedReader;

/// The key and the name of the sealed files in the corpus.
pub const SEALED: ([u8; 32], &str) = ([3; 32], "frozen");

/// Reads `bytes` with an importer, as a file that all of them are asked about.
///
/// # Panics
/// Where the importer breaks a promise: a message in a conversation that was never opened.
pub fn import(id: &str, bytes: &[u8]) {
    let importer = importer(id).unwrap_or_else(|| panic!("no importer {id}"));
    let ending = importer.about().extensions.first().copied().unwrap_or("txt");
    let input = Bytes { name: format!("WhatsApp Chat with A.{ending}"), content: bytes.to_vec() };
    if let Ok(probe) = Probe::of(&input) {
        for importer in IMPORTERS {
            let _ = importer.recognise(&probe);
        }
    }
    for date_order in [None, Some(DateOrder::Dmy)] {
        let options = ReadOptions { date_order, ..ReadOptions::default() };
        let _ = importer.read(&input, &options, &mut Counted::default(), &Job::quiet());
    }
}

/// Parses `bytes` as a query; what is understood must survive being printed.
///
/// # Panics
/// Where a query printed and parsed again is another query.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(once) = query::parse(text) else { return };
    let printed = once.to_string();
    match query::parse(&printed) {
        Ok(twice) => assert_eq!(meant(once), meant(twice), "{text:?} is printed as {printed:?}"),
        Err(error) => panic!("{text:?} is printed as {printed:?}: {error}"),
    }
}

/// What a query says, without where it was typed.
fn meant(expr: Expr) -> Expr {
    match expr {
        Expr::And(all) => Expr::And(all.into_iter().map(meant).collect()),
        Expr::Or(any) => Expr::Or(any.into_iter().map(meant).collect()),
        Expr::Not(inner) => Expr::Not(Box::new(meant(*inner))),
        Expr::Filter { name, value, .. } => Expr::Filter { name, value, position: 0 },
        word @ Expr::Word(_) => word,
    }
}

/// Takes `bytes` for a key file.
///
/// # Panics
/// Where one is accepted that lets nobody in.
pub fn key_file(bytes: &[u8]) {
    if let Ok(ways) = yanju_store::ways_offered(bytes) {
        assert!(!ways.is_empty(), "a key file without a way in locks everybody out");
    }
}

/// Takes `bytes` for a sealed file, and reads all of it and parts.
///
/// # Panics
/// Where a file that opens gives other bytes than it says it has.
pub fn sealed_file(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("it is written");
    let (key, name) = SEALED;
    let Ok(mut reader) = SealedReader::open(file.path(), &key, name) else { return };
    let mut all = Vec::new();
    if reader.read_to_end(&mut all).is_ok() {
        assert_eq!(all.len() as u64, reader.len(), "the length is authenticated");
    }
    for from in [SeekFrom::End(-1), SeekFrom::Start(u64::MAX), SeekFrom::Current(-7)] {
        let _ = reader.seek(from);
        let _ = reader.read(&mut [0; 16]);
    }
}

/// A sink that keeps nothing.
#[derive(Default)]
struct Counted {
    conversations: usize,
}

impl Sink for Counted {
    fn conversation(&mut self, _: ConversationDraft) -> Result<usize> {
        self.conversations += 1;
        Ok(self.conversations - 1)
    }

    fn message(&mut self, slot: usize, _: MessageDraft) -> Result<()> {
        assert!(slot < self.conversations, "messages name conversations that were opened");
        Ok(())
    }

    fn member(&mut self, slot: usize, _: Sender) -> Result<()> {
        assert!(slot < self.conversations, "members belong to conversations that were opened");
        Ok(())
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        let bytes =
            std::io::copy(reader, &mut std::io::sink()).map_err(|source| Error::Unreadable { source })?;
        Ok(StoredContent { sha256: "0".repeat(64), bytes })
    }

    fn warning(&mut self, _: Warning) {}
}
