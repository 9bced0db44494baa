//! `reply`: what a message answers, and the words its source repeats of it.

use rusqlite::{Connection, Result};

/// Notes what a message answers. The answered one is found by its fingerprint whenever it is in the vault.
pub(crate) fn insert(
    connection: &Connection,
    message: i64,
    answered: Option<i64>,
    quote: &str,
) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO reply (message_id, answered, quote) VALUES (?1, ?2, ?3)")?
        .execute((message, answered, quote))?;
    Ok(())
}
