//! `saved_search`: the searches that the user keeps.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{SavedSearchId, annotation::SavedSearch};

fn from_row(row: &Row<'_>) -> Result<SavedSearch> {
    Ok(SavedSearch { id: SavedSearchId(row.get("id")?), name: row.get("name")?, query: row.get("query")? })
}

/// All of them, in the user's order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<SavedSearch>> {
    super::rows(connection, "SELECT id, name, query FROM saved_search ORDER BY position, id", [], from_row)
}

/// One of them, and its place in the order.
pub(crate) fn by_id(connection: &Connection, id: SavedSearchId) -> Result<Option<(SavedSearch, i64)>> {
    connection
        .prepare_cached("SELECT id, name, query, position FROM saved_search WHERE id = ?1")?
        .query_row([id.0], |row| Ok((from_row(row)?, row.get("position")?)))
        .optional()
}

/// The one of a folded name.
pub(crate) fn by_folded(connection: &Connection, folded: &str) -> Result<Option<SavedSearchId>> {
    connection
        .prepare_cached("SELECT id FROM saved_search WHERE folded = ?1")?
        .query_row([folded], |row| row.get("id").map(SavedSearchId))
        .optional()
}

/// The id and the place of the next one. Ids of removed ones are not given again while the journal knows them.
pub(crate) fn next(connection: &Connection) -> Result<(SavedSearchId, i64)> {
    connection.query_row(
        "SELECT 1 + max(
                 (SELECT coalesce(max(id), 0) FROM saved_search),
                 (SELECT coalesce(max(CAST(substr(target, 2) AS INTEGER)), 0) FROM change
                     WHERE field = 'saved_search')
             ) AS id,
             (SELECT coalesce(max(position), 0) + 1 FROM saved_search) AS position",
        [],
        |row| Ok((SavedSearchId(row.get("id")?), row.get("position")?)),
    )
}

/// Adds or replaces one.
pub(crate) fn put(connection: &Connection, search: &SavedSearch, position: i64, folded: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO saved_search (id, position, name, folded, query) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name,
                 folded = excluded.folded, query = excluded.query",
        )?
        .execute((search.id.0, position, &search.name, folded, &search.query))?;
    Ok(())
}

/// Removes one.
pub(crate) fn remove(connection: &Connection, id: SavedSearchId) -> Result<()> {
    connection.prepare_cached("DELETE FROM saved_search WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}
