//! `recall`: records that a later source calls recalled, beside the record, which stays as it came.

use rusqlite::{Connection, Result};

/// Notes that a file calls a message recalled; how many notes that added.
pub(crate) fn insert(connection: &Connection, message: i64, file: i64) -> Result<u64> {
    let added = connection
        .prepare_cached("INSERT INTO recall (message_id, file_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute((message, file))?;
    Ok(added as u64)
}
