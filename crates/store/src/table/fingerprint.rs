//! `fingerprint`: by what a record is known again when it comes in a second time.

use rusqlite::{Connection, Result};

/// Whether a fingerprint was met for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// Nobody had it; it is the message's now.
    New,
    /// Another message has it.
    Known,
}

/// Claims a fingerprint for a message.
pub(crate) fn claim(
    connection: &Connection,
    conversation: i64,
    fingerprint: i64,
    message: i64,
) -> Result<Met> {
    let claimed = connection
        .prepare_cached(
            "INSERT INTO fingerprint (conversation_id, fingerprint, message_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?
        .execute((conversation, fingerprint, message))?;
    Ok(if claimed == 1 { Met::New } else { Met::Known })
}
