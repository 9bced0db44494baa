//! `participant` and `participant_name`: who wrote in a conversation, under which names.
//!
//! A participant is who the source tells apart. Whom the user says to be the same person as another has that one in
//! `same_as` and keeps everything else; a person is the one who is kept, with all who are joined to them.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{
    ParticipantId, Role,
    record::{Joined, Participant},
};

/// A participant as the table has it.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The id.
    pub(crate) id: i64,
    /// The conversation.
    pub(crate) conversation: i64,
    /// The name in the source.
    pub(crate) name: String,
    /// The source's id, where it has one.
    pub(crate) key: Option<String>,
    /// The participant's own role.
    pub(crate) role: Role,
    /// The role of the person, where it is another.
    pub(crate) shared_role: Option<Role>,
    /// How many messages are theirs by the source.
    pub(crate) messages: u64,
    /// Whom they are joined to.
    pub(crate) same_as: Option<i64>,
}

impl Standing {
    /// The one under whose name they stand.
    pub(crate) fn kept(&self) -> i64 {
        self.same_as.unwrap_or(self.id)
    }

    /// The role of the person.
    pub(crate) fn person_role(&self) -> Role {
        self.shared_role.unwrap_or(self.role)
    }
}

const SELECT: &str =
    "SELECT id, conversation_id, name, iif(identity LIKE 'k%', substr(identity, 2), NULL) AS key, role, shared_role, messages,
        same_as FROM participant";

fn from_row(row: &Row<'_>) -> Result<Standing> {
    let shared_role = row.get::<_, Option<i64>>("shared_role")?;
    Ok(Standing {
        id: row.get("id")?,
        conversation: row.get("conversation_id")?,
        name: row.get("name")?,
        key: row.get("key")?,
        role: super::variant(row, "role", Role::from_number)?,
        shared_role: shared_role
            .map(|_| super::variant(row, "shared_role", Role::from_number))
            .transpose()?,
        messages: row.get("messages")?,
        same_as: row.get("same_as")?,
    })
}

/// How many persons there are.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM participant WHERE same_as IS NULL", [], |row| row.get(0))
}

/// One participant.
pub(crate) fn by_id(connection: &Connection, id: ParticipantId) -> Result<Option<Standing>> {
    connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id.0], from_row).optional()
}

/// A person: the one who is kept first, then those who are joined to them.
pub(crate) fn person(connection: &Connection, kept: i64) -> Result<Vec<Standing>> {
    let sql = format!("{SELECT} WHERE id = ?1 UNION ALL {SELECT} WHERE same_as = ?1 ORDER BY same_as, id");
    super::rows(connection, &sql, [kept], from_row)
}

/// The persons of a conversation, those who wrote most first.
pub(crate) fn of_conversation(connection: &Connection, conversation: i64) -> Result<Vec<Participant>> {
    let sql = format!("{SELECT} WHERE conversation_id = ?1 ORDER BY messages DESC, id");
    let found = super::rows(connection, &sql, [conversation], from_row)?;
    let (kept, joined): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.same_as.is_none());
    let mut persons: Vec<Participant> = kept
        .into_iter()
        .map(|kept| Participant {
            id: ParticipantId(kept.id),
            role: kept.person_role(),
            messages: kept.messages,
            name: kept.name,
            key: kept.key,
            joined: Vec::new(),
        })
        .collect();
    if joined.is_empty() {
        return Ok(persons);
    }
    for joined in joined {
        if let Some(person) = persons.iter_mut().find(|person| Some(person.id.0) == joined.same_as) {
            person.messages += joined.messages;
            person.joined.push(Joined {
                id: ParticipantId(joined.id),
                name: joined.name,
                key: joined.key,
                messages: joined.messages,
            });
        }
    }
    for person in &mut persons {
        person.joined.sort_unstable_by_key(|joined| joined.id);
    }
    persons.sort_by_key(|person| (std::cmp::Reverse(person.messages), person.id));
    Ok(persons)
}

/// The participant of a conversation with an identity.
pub(crate) fn by_identity(
    connection: &Connection,
    conversation: i64,
    identity: &str,
) -> Result<Option<Standing>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE conversation_id = ?1 AND identity = ?2"))?
        .query_row((conversation, identity), from_row)
        .optional()
}

/// Those of persons under several names: the one who is kept, and who it is. Few, and found without looking at the rest.
const OF_MANY: &str = "WITH of_many AS (
         SELECT same_as AS kept, id FROM participant WHERE same_as IS NOT NULL
         UNION SELECT same_as, same_as FROM participant WHERE same_as IS NOT NULL)";

/// Those of whom a folded text is part of a name, or the beginning of the source's id: within an id, nearly any few letters are
/// met by chance.
const BEARER: &str = "bearer AS (
         SELECT participant_id AS id FROM participant_name WHERE instr(folded, ?1) > 0
         UNION SELECT id FROM participant WHERE folded_key >= ?1 AND folded_key < ?1 || char(1114111))";

/// Those who at any time went by such a name or id, and all who are the same person; some more than once.
pub(crate) fn named(connection: &Connection, folded: &str) -> Result<Vec<i64>> {
    let sql = format!(
        "{OF_MANY}, {BEARER}
         SELECT id FROM bearer
         UNION ALL SELECT other.id FROM bearer
             JOIN of_many USING (id)
             JOIN of_many AS other ON other.kept = of_many.kept"
    );
    super::rows(connection, &sql, [folded], |row| row.get("id"))
}

/// The conversations in which one of those wrote.
pub(crate) fn conversations_of_named(connection: &Connection, folded: &str) -> Result<Vec<i64>> {
    let sql = format!(
        "WITH {BEARER} SELECT DISTINCT participant.conversation_id FROM bearer JOIN participant USING (id)"
    );
    super::rows(connection, &sql, [folded], |row| row.get("conversation_id"))
}

/// The conversations in which somebody goes by exactly this folded name, at most so many.
pub(crate) fn conversations_of(connection: &Connection, folded: &str, limit: usize) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT DISTINCT participant.conversation_id FROM participant_name
             JOIN participant ON participant.id = participant_name.participant_id
         WHERE participant_name.folded = ?1 LIMIT ?2",
        (folded, limit as u64),
        |row| row.get("conversation_id"),
    )
}

/// Who wrote in which conversation, by name; of those who are one person, the one under whose name they stand.
pub(crate) fn each_person(connection: &Connection, mut visit: impl FnMut(i64, &str)) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT conversation_id, name FROM participant WHERE same_as IS NULL AND name <> ''",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(row.get(0)?, row.get_ref(1)?.as_str()?);
    }
    Ok(())
}

/// Every name, with the number of messages of those who go by it.
pub(crate) fn names(connection: &Connection) -> Result<Vec<(String, u64)>> {
    let sql = format!(
        "{OF_MANY}, writer AS (
             SELECT name, participant_id AS id FROM participant_name WHERE name <> ''
             UNION ALL SELECT DISTINCT participant_name.name, other.id FROM of_many AS bearer
                 JOIN participant_name ON participant_name.participant_id = bearer.id
                 JOIN of_many AS other ON other.kept = bearer.kept
             WHERE participant_name.name <> ''
                 AND NOT EXISTS (SELECT 1 FROM participant_name AS own
                     WHERE own.participant_id = other.id AND own.name = participant_name.name))
         SELECT writer.name, sum(participant.messages) AS weight FROM writer
             JOIN participant ON participant.id = writer.id
         GROUP BY writer.name"
    );
    super::rows(connection, &sql, [], |row| Ok((row.get("name")?, row.get("weight")?)))
}

/// Those who are joined to nobody of their conversation, or to one who is joined to another.
pub(crate) fn astray(connection: &Connection) -> Result<Vec<ParticipantId>> {
    super::rows(
        connection,
        "SELECT participant.id FROM participant
             LEFT JOIN participant AS kept ON kept.id = participant.same_as
                 AND kept.conversation_id = participant.conversation_id AND kept.same_as IS NULL
         WHERE participant.same_as IS NOT NULL AND kept.id IS NULL ORDER BY participant.id",
        [],
        |row| row.get("id").map(ParticipantId),
    )
}

/// Adds a participant who has not written yet.
pub(crate) fn insert(
    connection: &Connection,
    conversation: i64,
    identity: &str,
    folded_key: Option<&str>,
    name: &str,
    role: Role,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO participant (conversation_id, identity, folded_key, name, role, messages)
             VALUES (?1, ?2, ?3, ?4, ?5, 0) RETURNING id",
        )?
        .query_row((conversation, identity, folded_key, name, role as u8), |row| row.get("id"))
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

/// Sets the role of the person, where it is not the participant's own.
pub(crate) fn set_shared_role(connection: &Connection, participant: i64, role: Option<Role>) -> Result<()> {
    connection
        .prepare_cached("UPDATE participant SET shared_role = ?2 WHERE id = ?1")?
        .execute((participant, role.map(|role| role as u8)))?;
    Ok(())
}

/// Joins a participant to another, or to nobody.
pub(crate) fn set_same_as(connection: &Connection, participant: i64, kept: Option<i64>) -> Result<()> {
    connection
        .prepare_cached("UPDATE participant SET same_as = ?2 WHERE id = ?1")?
        .execute((participant, kept))?;
    Ok(())
}
