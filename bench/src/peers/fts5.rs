//! The usual way to keep messages encrypted and to find them: SQLite's own full-text index, by trigrams, in SQLCipher.
//!
//! Texts of one or two characters it cannot be asked; they are looked for with `LIKE`, newest first. Records come in any order
//! into a real archive, so the newest are those of the latest time; beside it, `BY_ROW` takes those that came in last for the
//! newest, which is the best that FTS5 can do.

use rusqlite::{Connection, params_from_iter, types::Value};
use std::{collections::HashMap, fmt::Write as _, io, path::Path};
use yanju_bench_common::{Answer, Cost, Outcome, Part, Peer, Question, Said, measured};

/// Messages of one transaction.
const BATCH: usize = 10_000;

/// What is the newest: that of the latest time.
pub const BY_TIME: u8 = 0;
/// What is the newest: that of the last row.
pub const BY_ROW: u8 = 1;

const SCHEMA: &str = "
    CREATE TABLE name (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE message (id INTEGER PRIMARY KEY, thread INTEGER, sent_at_ms INTEGER, sender INTEGER, agent INTEGER,
        platform INTEGER, text TEXT);
    CREATE INDEX message_by_thread ON message (thread, sent_at_ms);
    CREATE INDEX message_by_time ON message (sent_at_ms);
    CREATE VIRTUAL TABLE found USING fts5 (text, content = 'message', content_rowid = 'id', tokenize = 'trigram');";

pub struct Fts5<const NEWEST: u8>(Connection);

impl<const NEWEST: u8> Peer for Fts5<NEWEST> {
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        let database = open(folder)?;
        database.execute_batch("PRAGMA journal_mode = WAL;")?;
        database.execute_batch(SCHEMA)?;
        let mut names = HashMap::new();
        let mut in_batch = 0;
        database.execute_batch("BEGIN")?;
        for said in records {
            store(&database, &mut names, &said?)?;
            in_batch += 1;
            if in_batch == BATCH {
                database.execute_batch("COMMIT; BEGIN")?;
                in_batch = 0;
            }
        }
        database.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(())
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let database = open(folder)?;
        database.query_row("SELECT count(*) FROM name", [], |_| Ok(()))?;
        Ok(Self(database))
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        let (from, values) = self.from(question)?;
        let order = match NEWEST {
            BY_ROW if from.starts_with("found") => "found.rowid",
            BY_ROW => "message.id",
            _ => "message.sent_at_ms",
        };
        let from = if order == "message.sent_at_ms" { joined(&from) } else { from };
        let id = if from.starts_with("found") { "found.rowid" } else { "message.id" };
        let mut statement =
            self.0.prepare_cached(&format!("SELECT {id} FROM {from} ORDER BY {order} DESC LIMIT 50"))?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, i64>(0))?;
        Ok(Some(rows.map(|row| Ok(row?.cast_unsigned())).collect::<rusqlite::Result<_>>()?))
    }

    fn best(&mut self, question: &Question) -> Answer<Vec<u64>> {
        let (from, values) = self.from(question)?;
        if NEWEST == BY_ROW || !from.starts_with("found") {
            return Ok(None); // what is not in the index has no rank
        }
        let mut statement =
            self.0.prepare_cached(&format!("SELECT found.rowid FROM {from} ORDER BY rank LIMIT 50"))?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, i64>(0))?;
        Ok(Some(rows.map(|row| Ok(row?.cast_unsigned())).collect::<rusqlite::Result<_>>()?))
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        if NEWEST == BY_ROW {
            return Ok(None); // as by time
        }
        let (from, values) = self.from(question)?;
        let mut statement = self.0.prepare_cached(&format!("SELECT count(*) FROM {from}"))?;
        let total: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(Some(total.cast_unsigned()))
    }

    fn add(&mut self, said: &Said) -> Answer<()> {
        if NEWEST == BY_ROW {
            return Ok(None);
        }
        self.0.execute_batch("BEGIN")?;
        store(&self.0, &mut HashMap::new(), said)?;
        self.0.execute_batch("COMMIT")?;
        Ok(Some(()))
    }

    fn rebuild(&mut self) -> Answer<Cost> {
        if NEWEST == BY_ROW {
            return Ok(None);
        }
        let (done, cost) = measured(|| self.0.execute_batch("INSERT INTO found (found) VALUES ('rebuild')"));
        done?;
        Ok(Some(cost))
    }
}

impl<const NEWEST: u8> Fts5<NEWEST> {
    /// What to select from, with its conditions and their values.
    fn from(&self, question: &Question) -> Outcome<(String, Vec<Value>)> {
        let phrase = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let long = |text: &&str| text.chars().count() >= 3;
        let mut matched: Vec<String> = question.has().filter(long).map(phrase).collect();
        let mut conditions = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        if !matched.is_empty() {
            matched = vec![matched.join(" AND ")];
            matched.extend(question.lacks().filter(long).map(phrase));
            conditions.push("found MATCH ?".to_owned());
            values.push(matched.join(" NOT ").into());
        }
        let by_index = !matched.is_empty();
        for part in &question.0 {
            let like = |text: &str| {
                let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                format!("%{escaped}%")
            };
            let (condition, value): (&str, Value) = match part {
                Part::Has(text) | Part::Lacks(text) if by_index && long(&text.as_str()) => continue,
                Part::Has(text) => ("message.text LIKE ? ESCAPE '\\'", like(text).into()),
                Part::Lacks(text) => ("message.text NOT LIKE ? ESCAPE '\\'", like(text).into()),
                Part::From(ms) => ("message.sent_at_ms >= ?", (*ms).into()),
                Part::Until(ms) => ("message.sent_at_ms < ?", (*ms).into()),
                Part::Sender(name) => ("message.sender = ?", self.number(name)?.into()),
                Part::Conversation(title) => ("message.thread = ?", self.number(title)?.into()),
                Part::On(platform) => ("message.platform = ?", self.number(platform)?.into()),
                Part::ByAgent => ("message.agent = ?", 1.into()),
            };
            conditions.push(condition.to_owned());
            values.push(value);
        }
        let mut from = if by_index { "found" } else { "message" }.to_owned();
        if by_index && conditions.len() > 1 {
            from = joined(&from);
        }
        write!(
            from,
            " WHERE {}",
            if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") }
        )?;
        Ok((from, values))
    }

    fn number(&self, name: &str) -> Outcome<i64> {
        Ok(self.0.query_row("SELECT id FROM name WHERE name = ?1", [name], |row| row.get(0))?)
    }
}

/// The same with the messages beside what the index finds.
fn joined(from: &str) -> String {
    const BOTH: &str = "found JOIN message ON message.id = found.rowid";
    match from.strip_prefix("found") {
        Some(rest) if !rest.starts_with(" JOIN") => format!("{BOTH}{rest}"),
        _ => from.to_owned(),
    }
}

fn open(folder: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(folder.join("messages.db"))?;
    database.pragma_update(None, "key", "bench")?;
    Ok(database)
}

fn store(database: &Connection, names: &mut HashMap<String, i64>, said: &Said) -> rusqlite::Result<()> {
    let mut number = |name: &str| {
        if let Some(known) = names.get(name) {
            return Ok(*known);
        }
        database.prepare_cached("INSERT OR IGNORE INTO name (name) VALUES (?1)")?.execute([name])?;
        let mut asked = database.prepare_cached("SELECT id FROM name WHERE name = ?1")?;
        let id = asked.query_row([name], |row| row.get(0))?;
        names.insert(name.to_owned(), id);
        Ok::<i64, rusqlite::Error>(id)
    };
    let (thread, sender, platform) =
        (number(&said.conversation)?, number(&said.sender)?, number(&said.platform)?);
    let id = said.number.cast_signed();
    let mut message = database.prepare_cached("INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    message.execute((id, thread, said.sent_at_ms, sender, said.by_agent, platform, &said.text))?;
    database.prepare_cached("INSERT INTO found (rowid, text) VALUES (?1, ?2)")?.execute((id, &said.text))?;
    Ok(())
}
