//! `attachment`: files that belong to messages.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{AttachmentId, record::Attachment};

const SELECT: &str =
    "SELECT attachment.id, attachment.name, content.sha256, coalesce(content.bytes, 0) AS bytes
    FROM attachment LEFT JOIN content ON content.id = attachment.content_id";

fn from_row(row: &Row<'_>) -> Result<Attachment> {
    Ok(Attachment {
        id: AttachmentId(row.get("id")?),
        name: row.get("name")?,
        sha256: row.get("sha256")?,
        bytes: row.get("bytes")?,
    })
}

/// How many there are.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM attachment", [], |row| row.get(0))
}

/// One attachment.
pub(crate) fn by_id(connection: &Connection, id: AttachmentId) -> Result<Option<Attachment>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE attachment.id = ?1"))?
        .query_row([id.0], from_row)
        .optional()
}

/// The attachments of a message, in the order of the source.
pub(crate) fn of_message(connection: &Connection, message: i64) -> Result<Vec<Attachment>> {
    super::rows(
        connection,
        &format!("{SELECT} WHERE attachment.message_id = ?1 ORDER BY attachment.id"),
        [message],
        from_row,
    )
}

/// Adds an attachment to a message that is being stored.
pub(crate) fn insert(connection: &Connection, message: i64, name: &str, content: Option<i64>) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO attachment (message_id, name, content_id) VALUES (?1, ?2, ?3)")?
        .execute((message, name, content))?;
    Ok(())
}

/// Fills in content that an earlier source lacked; how many attachments that completed.
pub(crate) fn complete(connection: &Connection, message: i64, name: &str, content: i64) -> Result<u64> {
    let completed = connection
        .prepare_cached(
            "UPDATE attachment SET content_id = ?3 WHERE id = (
                 SELECT min(id) FROM attachment
                 WHERE message_id = ?1 AND name = ?2 AND content_id IS NULL)",
        )?
        .execute((message, name, content))?;
    Ok(completed as u64)
}
