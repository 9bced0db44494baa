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
pub(crate) struct LogHead {
    /// How many acts there were.
    seq: u64,
    /// The link of the last; zeros where there was none.
    link: [u8; 32],
}

impl LogHead {
    /// Of a log without an act.
    const NONE: Self = Self { seq: 0, link: [0; 32] };

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
    Ok(last.map_or(LogHead::NONE, |row| LogHead { seq: row.seq as u64, link: row.link }))
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
    pub fn logged<T>(
        &self,
        act: Act,
        detail: &Detail,
        origin: Origin,
        what: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let writer = self.database.write()?;
        append(&writer, &self.keys, act, detail, origin)?;
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

    /// Follows the chain from its beginning; says how many acts there are. `Damaged` names the first entry that is not
    /// as it was written.
    pub(crate) fn verify_log(&self, job: &Job) -> Result<u64> {
        let reader = self.database.read()?;
        job.begin(Phase::Examining, log::count(&reader)?)?;
        let (key, mut end) = (self.keys.log()?, LogHead::NONE);
        log::each(&reader, |row| {
            let expected = LogRow { seq: end.seq as i64 + 1, ..row.clone() };
            let link = link(&key, &end.link, &expected)?;
            if row.seq != expected.seq || row.link != link {
                return Err(Error::damaged(format!("log entry {}", expected.seq)));
            }
            end = LogHead { seq: row.seq as u64, link };
            Ok(job.advance(1)?)
        })?;
        Ok(end.seq)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, KdfCost, Password, Setup};
    use yanju_model::time::DEFAULT_ZONE;

    /// A vault with a log of five acts.
    fn vault() -> (Vault, tempfile::TempDir) {
        let root = tempfile::tempdir().unwrap();
        let setup = Setup {
            kdf: KdfCost::INSECURE_FOR_TESTS,
            categories: Vec::new(),
            zone: DEFAULT_ZONE,
            created_at_ms: 0,
        };
        let password = Password::from("test".to_owned());
        let vault = Vault::create(&root.path().join("vault"), &password, &setup).unwrap();
        for at_ms in 1..5 {
            let origin = Origin { actor: Actor::Person, at_ms };
            vault
                .log(Act::Exported, &Detail::from([("number".to_owned(), at_ms.to_string())]), origin)
                .unwrap();
        }
        (vault, root)
    }

    fn head_of(vault: &Vault) -> LogHead {
        head(&vault.database.read().unwrap()).unwrap()
    }

    #[test]
    fn whoever_gets_round_the_triggers_still_breaks_the_chain() {
        let edits = [
            ("UPDATE log SET detail = '{}' WHERE seq = 3", 3),
            ("UPDATE log SET act = 'imported' WHERE seq = 2", 2),
            ("UPDATE log SET at_ms = 9 WHERE seq = 5", 5),
            ("UPDATE log SET actor = 'rule' WHERE seq = 1", 1),
            ("DELETE FROM log WHERE seq = 4", 4),
            ("INSERT INTO log SELECT 6, at_ms, actor, act, detail, link FROM log WHERE seq = 5", 6),
        ];
        for (edit, broken) in edits {
            let (vault, _root) = vault();
            assert_eq!(vault.verify_log(&Job::quiet()).unwrap(), 5, "as it was written");
            let writer = vault.database.write().unwrap();
            assert!(
                writer.execute_batch(edit).is_err() || edit.starts_with("INSERT"),
                "{edit}: a trigger refuses"
            );
            writer
                .execute_batch(&format!(
                    "DROP TRIGGER log_is_not_edited; DROP TRIGGER log_is_not_shortened; {edit}"
                ))
                .unwrap_or_else(|_| assert!(edit.starts_with("INSERT"), "{edit}"));
            writer.commit().unwrap();
            let verified = vault.verify_log(&Job::quiet());
            let named =
                matches!(&verified, Err(Error::Damaged { what }) if *what == format!("log entry {broken}"));
            assert!(named, "{edit}: {verified:?}");
        }
    }

    #[test]
    fn a_log_was_at_its_own_heads_and_at_no_other() {
        let (vault, _root) = vault();
        let earlier = head_of(&vault);
        vault.log(Act::Locked, &Detail::new(), Origin { actor: Actor::Program, at_ms: 9 }).unwrap();
        let reader = vault.database.read().unwrap();
        for (known, was) in [
            (LogHead::NONE, true),
            (earlier, true),
            (head_of(&vault), true),
            (LogHead { seq: earlier.seq + 2, ..earlier }, false),
            (LogHead { link: [1; 32], ..earlier }, false),
        ] {
            assert_eq!(was_at(&reader, known).unwrap(), was, "{known:?}");
        }
    }

    #[test]
    fn a_signed_head_is_taken_from_its_own_vault_only_and_unaltered() {
        let ((vault, _root), (other, _other_root)) = (vault(), vault());
        let head = head_of(&vault);
        let signed = head.signed(&vault.keys).unwrap();
        assert_eq!(LogHead::of_signed(&signed, &vault.keys).unwrap(), Some(head));
        assert_eq!(LogHead::of_signed(&signed, &other.keys).unwrap(), None, "another vault's");
        let longer = signed.replacen('5', "6", 1);
        for altered in [longer.as_str(), &signed[1..], &format!("{signed}0"), &format!("{signed} x"), ""] {
            assert_eq!(LogHead::of_signed(altered, &vault.keys).unwrap(), None, "{altered:?}");
        }
    }
}
