//! `action` and `change`: the journal of organising acts.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::ActionId;

/// One field of one target before and after an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The target's id as text.
    pub(crate) target: String,
    /// The field.
    pub(crate) field: String,
    /// Its value before; `None` for none.
    pub(crate) before: Option<String>,
    /// Its value after.
    pub(crate) after: Option<String>,
}

fn from_row(row: &Row<'_>) -> Result<Change> {
    Ok(Change {
        target: row.get("target")?,
        field: row.get("field")?,
        before: row.get("before")?,
        after: row.get("after")?,
    })
}

/// Whether an act stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It does.
    Done = 0,
    /// It was taken back.
    Undone = 1,
}

/// The changes of an act, in the order they were made.
pub(crate) fn changes(connection: &Connection, id: ActionId) -> Result<Vec<Change>> {
    super::rows(
        connection,
        "SELECT target, field, before, after FROM change WHERE action_id = ?1 ORDER BY position",
        [id.0],
        from_row,
    )
}

/// The latest act that stands.
pub(crate) fn latest_done(connection: &Connection) -> Result<Option<ActionId>> {
    connection
        .query_row("SELECT id FROM action WHERE undone = 0 ORDER BY id DESC LIMIT 1", [], |row| {
            row.get("id").map(ActionId)
        })
        .optional()
}

/// The act that was taken back last.
pub(crate) fn latest_undone(connection: &Connection) -> Result<Option<ActionId>> {
    connection
        .query_row("SELECT id FROM action WHERE undone = 1 ORDER BY id LIMIT 1", [], |row| {
            row.get("id").map(ActionId)
        })
        .optional()
}

/// Writes an act down. What was taken back before it cannot be made again any more.
pub(crate) fn append(
    connection: &Connection,
    actor: &str,
    at_ms: i64,
    changes: &[Change],
) -> Result<ActionId> {
    connection
        .execute("DELETE FROM change WHERE action_id IN (SELECT id FROM action WHERE undone = 1)", [])?;
    connection.execute("DELETE FROM action WHERE undone = 1", [])?;
    let id: i64 = connection
        .prepare_cached("INSERT INTO action (actor, at_ms, undone) VALUES (?1, ?2, 0) RETURNING id")?
        .query_row((actor, at_ms), |row| row.get("id"))?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO change (action_id, position, target, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, change) in (1_i64..).zip(changes) {
        statement.execute((id, position, &change.target, &change.field, &change.before, &change.after))?;
    }
    Ok(ActionId(id))
}

/// Notes whether an act stands.
pub(crate) fn set_state(connection: &Connection, id: ActionId, state: State) -> Result<()> {
    connection
        .prepare_cached("UPDATE action SET undone = ?2 WHERE id = ?1")?
        .execute((id.0, state as i64))?;
    Ok(())
}
