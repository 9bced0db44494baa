//! The usual way to keep messages encrypted and to find them: SQLite's own full-text index, by trigrams, in SQLCipher.

use super::{processor_time, talk::Said};
use rusqlite::{Connection, Result};
use std::{collections::HashMap, fs, path::Path, time::Duration};

/// Messages of one transaction.
const BATCH: usize = 10_000;

/// What it takes.
pub(crate) struct Cost {
    /// Of the processor.
    pub(crate) cost: Duration,
    /// On disk.
    pub(crate) bytes: u64,
}

/// Stores and indexes messages in a new database.
pub(crate) fn fill(path: &Path, talk: &[Said]) -> Result<Cost> {
    #[expect(clippy::disallowed_methods, reason = "not a vault's database")]
    let database = Connection::open(path)?;
    database.pragma_update(None, "key", "measure")?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE message (id INTEGER PRIMARY KEY, thread INTEGER, sent_at_ms INTEGER, sender INTEGER, agent INTEGER, text TEXT);
         CREATE INDEX message_by_thread ON message (thread, sent_at_ms);
         CREATE VIRTUAL TABLE found USING fts5 (text, content = 'message', content_rowid = 'id', tokenize = 'trigram');",
    )?;
    let begun = processor_time();
    let mut id = 0_i64;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut number = |name| {
        let next = numbers.len();
        *numbers.entry(name).or_insert(next) as i64
    };
    for batch in talk.chunks(BATCH) {
        database.execute_batch("BEGIN")?;
        let mut message = database.prepare_cached("INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut found = database.prepare_cached("INSERT INTO found (rowid, text) VALUES (?1, ?2)")?;
        for said in batch {
            id += 1;
            let (thread, sender) = (number(&said.conversation), number(&said.sender));
            message.execute((id, thread, said.sent_at_ms, sender, said.is_agent, &said.text))?;
            found.execute((id, &said.text))?;
        }
        database.execute_batch("COMMIT")?;
    }
    let cost = processor_time().saturating_sub(begun);
    // Closing it empties its log into it.
    drop(database);
    let bytes = fs::metadata(path).map_or(0, |file| file.len());
    Ok(Cost { cost, bytes })
}
