//! `tag` and `tagging`: keywords and what carries them.

use super::annotation::Place;
use rusqlite::{Connection, OptionalExtension as _, Result};

/// The keywords of a target.
pub(crate) fn of(connection: &Connection, place: Place) -> Result<Vec<String>> {
    super::rows(
        connection,
        "SELECT tag.name FROM tagging JOIN tag ON tag.id = tagging.tag_id
         WHERE tagging.conversation_id = ?1 AND tagging.message_id = ?2 ORDER BY tag.name",
        (place.conversation, place.message),
        |row| row.get("name"),
    )
}

/// The spelling under which a target carries a keyword.
pub(crate) fn carried(connection: &Connection, place: Place, folded: &str) -> Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT tag.name FROM tag JOIN tagging ON tagging.tag_id = tag.id
             WHERE tag.folded = ?1 AND tagging.conversation_id = ?2 AND tagging.message_id = ?3",
        )?
        .query_row((folded, place.conversation, place.message), |row| row.get("name"))
        .optional()
}

/// What carries a keyword.
pub(crate) fn places(connection: &Connection, folded: &str) -> Result<Vec<Place>> {
    super::rows(
        connection,
        "SELECT tagging.conversation_id, tagging.message_id FROM tag JOIN tagging ON tagging.tag_id = tag.id
         WHERE tag.folded = ?1",
        [folded],
        Place::from_row,
    )
}

/// What carries keywords, each with its keyword.
pub(crate) fn carriers(connection: &Connection) -> Result<Vec<(String, Place)>> {
    super::rows(
        connection,
        "SELECT tag.name, tagging.conversation_id, tagging.message_id
         FROM tag JOIN tagging ON tagging.tag_id = tag.id",
        [],
        |row| Ok((row.get("name")?, Place::from_row(row)?)),
    )
}

/// Keywords by the number of conversations that carry them themselves or by a message, most first.
pub(crate) fn by_conversations(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT tag.name, count(DISTINCT tagging.conversation_id) AS weight
         FROM tag JOIN tagging ON tagging.tag_id = tag.id GROUP BY tag.id ORDER BY weight DESC, tag.name",
        [],
        |row| Ok((row.get("name")?, row.get("weight")?)),
    )
}

/// Keywords with the number of targets.
pub(crate) fn names(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT tag.name, count(*) AS weight FROM tag JOIN tagging ON tagging.tag_id = tag.id GROUP BY tag.id",
        [],
        |row| Ok((row.get("name")?, row.get("weight")?)),
    )
}

/// Attaches a keyword.
pub(crate) fn attach(connection: &Connection, place: Place, name: &str, folded: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO tag (name, folded) VALUES (?1, ?2) ON CONFLICT (folded) DO NOTHING")?
        .execute((name, folded))?;
    connection
        .prepare_cached(
            "INSERT INTO tagging (tag_id, conversation_id, message_id)
             SELECT id, ?2, ?3 FROM tag WHERE folded = ?1 ON CONFLICT DO NOTHING",
        )?
        .execute((folded, place.conversation, place.message))?;
    Ok(())
}

/// Detaches a keyword; one that nothing carries any more is forgotten.
pub(crate) fn detach(connection: &Connection, place: Place, folded: &str) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM tagging WHERE tag_id = (SELECT id FROM tag WHERE folded = ?1)
                 AND conversation_id = ?2 AND message_id = ?3",
        )?
        .execute((folded, place.conversation, place.message))?;
    connection
        .prepare_cached(
            "DELETE FROM tag WHERE folded = ?1
                 AND NOT EXISTS (SELECT 1 FROM tagging WHERE tagging.tag_id = tag.id)",
        )?
        .execute([folded])?;
    Ok(())
}
