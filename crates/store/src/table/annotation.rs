//! `annotation`: ticket, category, note and star of a conversation or a message.

use super::tag;
use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{
    CategoryId,
    annotation::{Annotations, Category},
};

/// A target as the tables name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The conversation.
    pub(crate) conversation: i64,
    /// The message in it; 0 for the conversation as a whole.
    pub(crate) message: i64,
}

impl Place {
    /// The place of a row with both columns.
    pub(crate) fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, message: row.get("message_id")? })
    }
}

/// The single-valued annotations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Single {
    /// The ticket number and its folded form.
    pub(crate) ticket: Option<(String, String)>,
    /// The category.
    pub(crate) category: Option<CategoryId>,
    /// The note.
    pub(crate) note: Option<String>,
    /// Starred.
    pub(crate) starred: bool,
}

fn from_row(row: &Row<'_>) -> Result<Single> {
    let ticket: Option<String> = row.get("ticket")?;
    Ok(Single {
        ticket: ticket.zip(row.get("folded_ticket")?),
        category: row.get::<_, Option<i64>>("category_id")?.map(CategoryId),
        note: row.get("note")?,
        starred: row.get("starred")?,
    })
}

/// The single-valued annotations of a target.
pub(crate) fn single(connection: &Connection, place: Place) -> Result<Single> {
    connection
        .prepare_cached(
            "SELECT ticket, folded_ticket, category_id, note, starred FROM annotation
             WHERE conversation_id = ?1 AND message_id = ?2",
        )?
        .query_row((place.conversation, place.message), from_row)
        .optional()
        .map(Option::unwrap_or_default)
}

/// Everything attached to a target.
pub(crate) fn of(connection: &Connection, place: Place) -> Result<Annotations> {
    let single = single(connection, place)?;
    Ok(Annotations {
        tags: tag::of(connection, place)?,
        ticket: single.ticket.map(|(ticket, _)| ticket),
        category: single.category,
        note: single.note,
        starred: single.starred,
    })
}

/// What carries a ticket number that holds a folded text.
pub(crate) fn ticketed(connection: &Connection, folded: &str) -> Result<Vec<Place>> {
    super::rows(
        connection,
        "SELECT conversation_id, message_id FROM annotation
         WHERE ticket IS NOT NULL AND instr(folded_ticket, ?1) > 0",
        [folded],
        Place::from_row,
    )
}

/// What is in the category of a folded name.
pub(crate) fn categorised(connection: &Connection, folded: &str) -> Result<Vec<Place>> {
    super::rows(
        connection,
        "SELECT conversation_id, message_id FROM annotation
         WHERE category_id = (SELECT id FROM category WHERE folded = ?1)",
        [folded],
        Place::from_row,
    )
}

/// What is in a category.
pub(crate) fn in_category(connection: &Connection, id: CategoryId) -> Result<Vec<Place>> {
    super::rows(
        connection,
        "SELECT conversation_id, message_id FROM annotation WHERE category_id = ?1",
        [id.0],
        Place::from_row,
    )
}

/// What is starred.
pub(crate) fn starred(connection: &Connection) -> Result<Vec<Place>> {
    super::rows(
        connection,
        "SELECT conversation_id, message_id FROM annotation WHERE starred = 1",
        [],
        Place::from_row,
    )
}

/// Conversations that are starred or hold a starred message.
pub(crate) fn starred_conversations(connection: &Connection) -> Result<u64> {
    connection.query_row(
        "SELECT count(DISTINCT conversation_id) FROM annotation WHERE starred = 1",
        [],
        |row| row.get(0),
    )
}

/// Every category with the number of conversations in it, themselves or by a message.
pub(crate) fn categories_by_conversations(
    connection: &Connection,
    categories: Vec<Category>,
) -> Result<Vec<(Category, u64)>> {
    let mut statement = connection
        .prepare_cached("SELECT count(DISTINCT conversation_id) FROM annotation WHERE category_id = ?1")?;
    categories
        .into_iter()
        .map(|category| {
            let weight = statement.query_row([category.id.0], |row| row.get(0))?;
            Ok((category, weight))
        })
        .collect()
}

/// What is in categories, each with the name of its category.
pub(crate) fn in_categories(connection: &Connection) -> Result<Vec<(String, Place)>> {
    super::rows(
        connection,
        "SELECT category.name, annotation.conversation_id, annotation.message_id
         FROM annotation JOIN category ON category.id = annotation.category_id",
        [],
        |row| Ok((row.get("name")?, Place::from_row(row)?)),
    )
}

/// What carries ticket numbers, each with its number.
pub(crate) fn with_tickets(connection: &Connection) -> Result<Vec<(String, Place)>> {
    super::rows(
        connection,
        "SELECT ticket, conversation_id, message_id FROM annotation WHERE ticket IS NOT NULL",
        [],
        |row| Ok((row.get("ticket")?, Place::from_row(row)?)),
    )
}

/// Ticket numbers by the number of conversations that carry them themselves or by a message, most first.
pub(crate) fn tickets_by_conversations(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT ticket, count(DISTINCT conversation_id) AS weight FROM annotation
         WHERE ticket IS NOT NULL GROUP BY ticket ORDER BY weight DESC, ticket",
        [],
        |row| Ok((row.get("ticket")?, row.get("weight")?)),
    )
}

/// Ticket numbers that hold a folded text, with the number of targets, most first.
pub(crate) fn ticket_names(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT ticket, count(*) AS weight FROM annotation WHERE ticket IS NOT NULL GROUP BY ticket",
        [],
        |row| Ok((row.get("ticket")?, row.get("weight")?)),
    )
}

/// Sets the single-valued annotations of a target; nothing at all is no row.
pub(crate) fn put(connection: &Connection, place: Place, single: &Single) -> Result<()> {
    if *single == Single::default() {
        connection
            .prepare_cached("DELETE FROM annotation WHERE conversation_id = ?1 AND message_id = ?2")?
            .execute((place.conversation, place.message))?;
        return Ok(());
    }
    let (ticket, folded_ticket) = single.ticket.as_ref().map(|(ticket, folded)| (ticket, folded)).unzip();
    connection
        .prepare_cached(
            "INSERT INTO annotation (conversation_id, message_id, ticket, folded_ticket, category_id, note, starred)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (conversation_id, message_id) DO UPDATE SET ticket = excluded.ticket,
                 folded_ticket = excluded.folded_ticket, category_id = excluded.category_id,
                 note = excluded.note, starred = excluded.starred",
        )?
        .execute((
            place.conversation,
            place.message,
            ticket,
            folded_ticket,
            single.category.map(|id| id.0),
            &single.note,
            single.starred,
        ))?;
    Ok(())
}
