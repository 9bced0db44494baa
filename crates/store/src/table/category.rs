//! `category`: the user's list.

use crate::NewCategory;
use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{CategoryId, annotation::Category};

const SELECT: &str = "SELECT id, name, color, baseline_percent FROM category";

fn from_row(row: &Row<'_>) -> Result<Category> {
    Ok(Category {
        id: CategoryId(row.get("id")?),
        name: row.get("name")?,
        color: row.get("color")?,
        baseline_percent: row.get("baseline_percent")?,
    })
}

/// The list, in the user's order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Category>> {
    super::rows(connection, &format!("{SELECT} ORDER BY position, id"), [], from_row)
}

/// One category.
pub(crate) fn by_id(connection: &Connection, id: CategoryId) -> Result<Option<Category>> {
    connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id.0], from_row).optional()
}

/// The category of a folded name.
pub(crate) fn by_folded(connection: &Connection, folded: &str) -> Result<Option<CategoryId>> {
    connection
        .prepare_cached("SELECT id FROM category WHERE folded = ?1")?
        .query_row([folded], |row| row.get("id").map(CategoryId))
        .optional()
}

/// Names with the number of targets.
pub(crate) fn names(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT name, (SELECT count(*) FROM annotation WHERE category_id = category.id) AS weight
         FROM category ORDER BY position",
        [],
        |row| Ok((row.get("name")?, row.get("weight")?)),
    )
}

/// The place of a category in the list.
pub(crate) fn position(connection: &Connection, id: CategoryId) -> Result<i64> {
    connection
        .prepare_cached("SELECT position FROM category WHERE id = ?1")?
        .query_row([id.0], |row| row.get("position"))
}

/// The id and the place of the next category. Ids of removed ones are not given again while the journal knows them.
pub(crate) fn next(connection: &Connection) -> Result<(CategoryId, i64)> {
    connection.query_row(
        "SELECT 1 + max(
                 (SELECT coalesce(max(id), 0) FROM category),
                 (SELECT coalesce(max(CAST(substr(target, 2) AS INTEGER)), 0) FROM change WHERE field = 'entry')
             ) AS id,
             (SELECT coalesce(max(position), 0) + 1 FROM category) AS position",
        [],
        |row| Ok((CategoryId(row.get("id")?), row.get("position")?)),
    )
}

/// Adds or replaces a category.
pub(crate) fn put(
    connection: &Connection,
    id: CategoryId,
    position: i64,
    category: &NewCategory,
    folded: &str,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO category (id, position, name, folded, color, baseline_percent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name,
                 folded = excluded.folded, color = excluded.color,
                 baseline_percent = excluded.baseline_percent",
        )?
        .execute((id.0, position, &category.name, folded, category.color, category.baseline_percent))?;
    Ok(())
}

/// Removes a category that nothing carries any more.
pub(crate) fn remove(connection: &Connection, id: CategoryId) -> Result<()> {
    connection.prepare_cached("DELETE FROM category WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}
