//! Failed attempts to open a vault, kept beside it until it is opened again and its log can take them.
//!
//! A locked vault cannot write into its log. What lies here meanwhile are times and nothing else, so it says no
//! more than the file's own date does; and whoever can write to the folder can remove it.

use crate::{Actor, Origin, Result, Vault, log::append, sealed::durable, table::log};
use std::{fs, io, path::Path};
use yanju_model::log::{Act, Detail};

/// UTC milliseconds, 8 bytes each, little-endian.
const FILE: &str = "vault.attempts";
/// So many are kept, the latest.
const MOST: usize = 1000;

/// Notes that somebody tried to open the vault in `dir` in vain.
pub fn note_failed_attempt(dir: &Path, at_ms: i64) -> Result<()> {
    let mut attempts = noted(dir)?;
    attempts.push(at_ms);
    let bytes: Vec<u8> =
        attempts.iter().rev().take(MOST).rev().flat_map(|at_ms| at_ms.to_le_bytes()).collect();
    Ok(durable::replace(&dir.join(FILE), &bytes)?)
}

impl Vault {
    /// Moves the failed attempts into the log; returns how many there were.
    pub fn log_failed_attempts(&self) -> Result<u64> {
        let attempts = noted(&self.dir)?;
        if attempts.is_empty() {
            return Ok(0);
        }
        let writer = self.database.write()?;
        // Cut off before the file was removed, the log holds them already.
        let known: Vec<i64> = log::latest_first(&writer, 0, MOST as u32)?
            .into_iter()
            .filter(|row| row.act == Act::UnlockFailed.name())
            .map(|row| row.at_ms)
            .collect();
        let new: Vec<i64> = attempts.into_iter().filter(|at_ms| !known.contains(at_ms)).collect();
        for at_ms in &new {
            let origin = Origin { actor: Actor::Unknown, at_ms: *at_ms };
            append(&writer, &self.keys, Act::UnlockFailed, &Detail::new(), origin)?;
        }
        writer.commit()?;
        fs::remove_file(self.dir.join(FILE))?;
        durable::sync_directory(&self.dir)?;
        Ok(new.len() as u64)
    }
}

fn noted(dir: &Path) -> Result<Vec<i64>> {
    match fs::read(dir.join(FILE)) {
        Ok(bytes) => Ok(bytes.as_chunks::<8>().0.iter().map(|at_ms| i64::from_le_bytes(*at_ms)).collect()),
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
