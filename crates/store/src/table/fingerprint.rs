//! `fingerprint`: by what a record is known again when it comes in a second time.

use rusqlite::{Connection, OptionalExtension as _, Result};

/// The message that has a fingerprint.
pub(crate) fn message(connection: &Connection, conversation: i64, fingerprint: i64) -> Result<Option<i64>> {
    connection
        .prepare_cached("SELECT message_id FROM fingerprint WHERE conversation_id = ?1 AND fingerprint = ?2")?
        .query_row((conversation, fingerprint), |row| row.get("message_id"))
        .optional()
}

/// Gives a message a fingerprint that none has.
pub(crate) fn insert(
    connection: &Connection,
    conversation: i64,
    fingerprint: i64,
    message: i64,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO fingerprint (conversation_id, fingerprint, message_id) VALUES (?1, ?2, ?3)",
        )?
        .execute((conversation, fingerprint, message))?;
    Ok(())
}
