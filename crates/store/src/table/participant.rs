//! `participant` and `participant_name`: who wrote in a conversation, under which names.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{ParticipantId, Role, record::Participant};

fn from_row(row: &Row<'_>) -> Result<Participant> {
    Ok(Participant {
        id: ParticipantId(row.get("id")?),
        name: row.get("name")?,
        role: super::variant(row, "role", Role::from_number)?,
        messages: row.get("messages")?,
    })
}

/// How many there are.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM participant", [], |row| row.get(0))
}

/// The participants of a conversation, those who wrote most first.
pub(crate) fn of_conversation(connection: &Connection, conversation: i64) -> Result<Vec<Participant>> {
    super::rows(
        connection,
        "SELECT id, name, role, messages FROM participant WHERE conversation_id = ?1 ORDER BY messages DESC, id",
        [conversation],
        from_row,
    )
}

/// The participant of a conversation with an identity.
pub(crate) fn by_identity(
    connection: &Connection,
    conversation: i64,
    identity: &str,
) -> Result<Option<Participant>> {
    connection
        .prepare_cached(
            "SELECT id, name, role, messages FROM participant WHERE conversation_id = ?1 AND identity = ?2",
        )?
        .query_row((conversation, identity), from_row)
        .optional()
}

/// Those who at any time went by a name that holds a folded text.
pub(crate) fn named(connection: &Connection, folded: &str) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT DISTINCT participant_id FROM participant_name WHERE instr(folded, ?1) > 0",
        [folded],
        |row| row.get("participant_id"),
    )
}

/// The conversations in which one of those wrote.
pub(crate) fn conversations_of_named(connection: &Connection, folded: &str) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT DISTINCT participant.conversation_id FROM participant_name
             JOIN participant ON participant.id = participant_name.participant_id
         WHERE instr(participant_name.folded, ?1) > 0",
        [folded],
        |row| row.get("conversation_id"),
    )
}

/// Names that hold a folded text, with the number of messages under them, most first.
pub(crate) fn names(connection: &Connection, folded: &str, limit: u32) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT participant_name.name, sum(participant.messages) AS weight FROM participant_name
             JOIN participant ON participant.id = participant_name.participant_id
         WHERE instr(participant_name.folded, ?1) > 0 AND participant_name.name <> ''
         GROUP BY participant_name.name ORDER BY weight DESC, participant_name.name LIMIT ?2",
        (folded, limit),
        |row| Ok((row.get("name")?, row.get("weight")?)),
    )
}

/// Adds a participant who has not written yet.
pub(crate) fn insert(
    connection: &Connection,
    conversation: i64,
    identity: &str,
    name: &str,
    role: Role,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO participant (conversation_id, identity, name, role, messages) VALUES (?1, ?2, ?3, ?4, 0)
             RETURNING id",
        )?
        .query_row((conversation, identity, name, role as u8), |row| row.get("id"))
}

/// Notes a name that a participant goes by.
pub(crate) fn add_name(connection: &Connection, participant: i64, name: &str, folded: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO participant_name (participant_id, name, folded) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?
        .execute((participant, name, folded))?;
    Ok(())
}

/// Adds to the number of messages of a participant.
pub(crate) fn add_messages(connection: &Connection, participant: i64, written: u64) -> Result<()> {
    connection
        .prepare_cached("UPDATE participant SET messages = messages + ?2 WHERE id = ?1")?
        .execute((participant, written))?;
    Ok(())
}

/// States a role that was not known.
pub(crate) fn set_role(connection: &Connection, participant: i64, role: Role) -> Result<()> {
    connection
        .prepare_cached("UPDATE participant SET role = ?2 WHERE id = ?1")?
        .execute((participant, role as u8))?;
    Ok(())
}
