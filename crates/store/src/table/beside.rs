//! `beside`: where new messages of a file stood among those that were known, whatever their times.

use rusqlite::{Connection, Result};

/// New messages of one file, met one after another in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// The first of them.
    pub(crate) first: i64,
    /// The last of them.
    pub(crate) last: i64,
    /// The known message that the file has right before them.
    pub(crate) after: Option<i64>,
    /// The known message that the file has right behind them.
    pub(crate) before: Option<i64>,
}

/// The runs of a conversation, in the order they came in.
pub(crate) fn of_conversation(connection: &Connection, conversation: i64) -> Result<Vec<Run>> {
    super::rows(
        connection,
        "SELECT first_message, last_message, after_message, before_message FROM beside
         WHERE conversation_id = ?1 ORDER BY first_message",
        [conversation],
        |row| {
            Ok(Run {
                first: row.get("first_message")?,
                last: row.get("last_message")?,
                after: row.get("after_message")?,
                before: row.get("before_message")?,
            })
        },
    )
}

/// Keeps a run.
pub(crate) fn insert(connection: &Connection, conversation: i64, run: &Run) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO beside (conversation_id, first_message, last_message, after_message, before_message)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((conversation, run.first, run.last, run.after, run.before))?;
    Ok(())
}
