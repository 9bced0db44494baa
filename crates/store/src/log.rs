//! The audit log: what was done with the vault and when, each act chained to all before it.
//!
//! An act of storing is written by the transaction that stores. The chain shows a row that was changed, moved or
//! taken out, even by somebody who can write to the open database; a log that was cut off at its end, or a whole
//! vault that was put back to an earlier state, shows against a [`LogHead`] that was kept elsewhere.

use crate::{
    Error, Origin, Page, Result, Vault,
    blobs::hex,
    keys::Keys,
    table::log::{self, LogRow},
};
use ed25519_dalek::{Signature, Signer};
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::Connection;
use sha2::Sha256;
use yanju_model::{
    job::{Job, Phase},
    log::{Act, Detail},
};

/// An act as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number, from 1.
    pub seq: u64,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who: the name of an [`crate::Actor`].
    pub actor: String,
    /// What: the name of an [`Act`], perhaps one that only a newer program knows.
    pub act: String,
    /// The particulars.
    pub detail: Detail,
}

/// A stretch of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogPage {
    /// How many acts there are in all.
    pub total: u64,
    /// Those of the page, latest first.
    pub entries: Vec<LogEntry>,
}

/// The end of the log at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// How many acts there were.
    pub seq: u64,
    /// The link of the last; zeros where there was none.
    pub link: [u8; 32],
}

impl LogHead {
    /// As it is kept elsewhere: the number, the link and the vault's signature (Ed25519, RFC 8032), in hexadecimal.
    pub(crate) fn signed(&self, keys: &Keys) -> Result<String> {
        let signature = keys.signing()?.sign(&self.statement(keys));
        Ok(format!("{} {} {}", self.seq, hex(&self.link), hex(&signature.to_bytes())))
    }

    /// A head that this vault signed; `None` for anything else.
    pub(crate) fn of_signed(text: &str, keys: &Keys) -> Result<Option<Self>> {
        let mut parts = text.split(' ');
        let parsed = (|| {
            let seq = parts.next()?.parse().ok()?;
            let link = bytes(parts.next()?)?;
            let signature = bytes::<64>(parts.next()?)?;
            parts.next().is_none().then_some((Self { seq, link }, signature))
        })();
        let Some((head, signature)) = parsed else { return Ok(None) };
        let verified = keys
            .signing()?
            .verifying_key()
            .verify_strict(&head.statement(keys), &Signature::from_bytes(&signature));
        Ok(verified.is_ok().then_some(head))
    }

    /// What is signed.
    fn statement(&self, keys: &Keys) -> Vec<u8> {
        [b"yanju log head 1\0".as_slice(), keys.vault(), &self.seq.to_le_bytes(), &self.link].concat()
    }
}

/// Bytes of their hexadecimal digits.
fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let pairs = digits.as_bytes().as_chunks::<2>();
    if pairs.0.len() != N || !pairs.1.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(pairs.0) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// The end of the log, as a reader sees it.
pub(crate) fn head(connection: &Connection) -> rusqlite::Result<LogHead> {
    let last = log::last(connection)?;
    Ok(last.map_or(LogHead { seq: 0, link: [0; 32] }, |row| LogHead { seq: row.seq as u64, link: row.link }))
}

/// Whether the log was at this head once.
pub(crate) fn was_at(connection: &Connection, head: LogHead) -> rusqlite::Result<bool> {
    Ok(head.seq == 0 || log::link_of(connection, head.seq as i64)? == Some(head.link))
}

impl Vault {
    /// Writes an act down.
    pub fn log(&self, act: Act, detail: &Detail, origin: Origin) -> Result<()> {
        let writer = self.database.write()?;
        append(&writer, &self.keys, act, detail, origin)?;
        writer.commit()
    }

    /// Does something that is not in the database, and writes it down: nothing is done that could not be written, and
    /// what was done stands even where its entry could not be made durable in the end.
    pub fn logged<T, E: From<Error>>(
        &self,
        act: Act,
        detail: &Detail,
        origin: Origin,
        what: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let writer = self.database.write().map_err(E::from)?;
        append(&writer, &self.keys, act, detail, origin).map_err(E::from)?;
        let done = what()?;
        let _ = writer.commit();
        Ok(done)
    }

    /// A stretch of the log, latest first.
    pub fn log_page(&self, page: Page) -> Result<LogPage> {
        let reader = self.database.read()?;
        let entries = log::latest_first(&reader, page.offset, page.limit)?
            .into_iter()
            .map(|row| {
                Ok(LogEntry {
                    seq: row.seq as u64,
                    at_ms: row.at_ms,
                    detail: serde_json::from_str(&row.detail)
                        .map_err(|_| Error::damaged(format!("log entry {}", row.seq)))?,
                    actor: row.actor,
                    act: row.act,
                })
            })
            .collect::<Result<_>>()?;
        Ok(LogPage { total: log::count(&reader)?, entries })
    }

    /// The end of the log now.
    pub fn log_head(&self) -> Result<LogHead> {
        Ok(head(&*self.database.read()?)?)
    }

    /// Follows the chain from its beginning. `Damaged` names the first entry that is not as it was written, and a
    /// log that does not reach or not pass through `known`, an earlier head of this vault.
    pub fn verify_log(&self, known: Option<LogHead>, job: &Job) -> Result<LogHead> {
        let reader = self.database.read()?;
        job.begin(Phase::Examining, log::count(&reader)?)?;
        let (key, mut end) = (self.keys.log()?, LogHead { seq: 0, link: [0; 32] });
        let mut passed = known.is_none_or(|known| known == end);
        log::each(&reader, |row| {
            let expected = LogRow { seq: end.seq as i64 + 1, ..row.clone() };
            let link = link(&key, &end.link, &expected)?;
            if row.seq != expected.seq || row.link != link {
                return Err(Error::damaged(format!("log entry {}", expected.seq)));
            }
            end = LogHead { seq: row.seq as u64, link };
            passed |= known == Some(end);
            Ok(job.advance(1)?)
        })?;
        if passed { Ok(end) } else { Err(Error::damaged("the log is older than a head it once had")) }
    }
}

/// Adds an act in the transaction of whoever does it.
pub(crate) fn append(
    connection: &Connection,
    keys: &Keys,
    act: Act,
    detail: &Detail,
    origin: Origin,
) -> Result<()> {
    let head = head(connection)?;
    let mut row = LogRow {
        seq: head.seq as i64 + 1,
        at_ms: origin.at_ms,
        actor: origin.actor.name().to_owned(),
        act: act.name().to_owned(),
        detail: serde_json::to_string(detail).map_err(|_| Error::damaged("log detail"))?,
        link: [0; 32],
    };
    let key = keys.log()?;
    row.link = link(&key, &head.link, &row)?;
    Ok(log::append(connection, &row)?)
}

/// HMAC-SHA256 of the link before, the numbers, and each text with its length before it.
fn link(key: &[u8; 32], before: &[u8; 32], row: &LogRow) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Error::damaged("log key"))?;
    mac.update(before);
    mac.update(&row.seq.to_le_bytes());
    mac.update(&row.at_ms.to_le_bytes());
    for text in [&row.actor, &row.act, &row.detail] {
        mac.update(&(text.len() as u64).to_le_bytes());
        mac.update(text.as_bytes());
    }
    Ok(mac.finalize().into_bytes().into())
}
