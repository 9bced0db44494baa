//! `conversation`: threads, their counters and the ends of their order.

use super::participant;
use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{
    ConversationId, MessageId, Platform, Precision, Timestamp, ZoneBasis, query::Order, record::Conversation,
};

const SELECT: &str = "SELECT conversation.id, conversation.platform, conversation.title,
        conversation.messages + conversation.events AS messages,
        first.sent_at_ms AS first_sent_at_ms, first.offset_minutes AS first_offset_minutes,
        first.precision AS first_precision, first.basis AS first_basis,
        last.sent_at_ms AS last_sent_at_ms, last.offset_minutes AS last_offset_minutes,
        last.precision AS last_precision, last.basis AS last_basis
    FROM conversation
        LEFT JOIN message AS first ON first.id = conversation.first_dated
        LEFT JOIN message AS last ON last.id = conversation.last_dated";

/// The conversation without its participants.
fn from_row(row: &Row<'_>) -> Result<Conversation> {
    Ok(Conversation {
        id: ConversationId(row.get("id")?),
        platform: super::variant(row, "platform", Platform::from_number)?,
        title: row.get("title")?,
        participants: Vec::new(),
        messages: row.get("messages")?,
        first: timestamp(
            row,
            ["first_sent_at_ms", "first_offset_minutes", "first_precision", "first_basis"],
        )?,
        last: timestamp(row, ["last_sent_at_ms", "last_offset_minutes", "last_precision", "last_basis"])?,
    })
}

fn timestamp(row: &Row<'_>, [sent_at_ms, offset, precision, basis]: [&str; 4]) -> Result<Option<Timestamp>> {
    let Some(utc_ms) = row.get(sent_at_ms)? else { return Ok(None) };
    Ok(Some(Timestamp {
        utc_ms,
        offset_minutes: row.get(offset)?,
        precision: super::variant(row, precision, Precision::from_number)?,
        basis: super::variant(row, basis, ZoneBasis::from_number)?,
    }))
}

/// What an intake has to know to go on with a conversation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    /// The conversation.
    pub(crate) id: i64,
    /// How many messages and events it holds.
    pub(crate) length: u64,
    /// The sort time of the last of them.
    pub(crate) last_sent_at_ms: i64,
}

/// How much a vault holds, from the counters.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    /// Threads.
    pub(crate) conversations: u64,
    /// Utterances.
    pub(crate) messages: u64,
    /// Lines of the system.
    pub(crate) events: u64,
}

/// One conversation.
pub(crate) fn by_id(connection: &Connection, id: ConversationId) -> Result<Option<Conversation>> {
    let found = connection
        .prepare_cached(&format!("{SELECT} WHERE conversation.id = ?1"))?
        .query_row([id.0], from_row)
        .optional()?;
    let Some(mut conversation) = found else { return Ok(None) };
    conversation.participants = participant::of_conversation(connection, id.0)?;
    Ok(Some(conversation))
}

/// Whether there is such a conversation.
pub(crate) fn exists(connection: &Connection, id: ConversationId) -> Result<bool> {
    connection.prepare_cached("SELECT 1 FROM conversation WHERE id = ?1")?.exists([id.0])
}

/// Title and platform of a conversation.
pub(crate) fn heading(connection: &Connection, id: ConversationId) -> Result<(String, Platform)> {
    connection
        .prepare_cached("SELECT title, platform FROM conversation WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok((row.get("title")?, super::variant(row, "platform", Platform::from_number)?))
        })
}

/// A page of all conversations by their last (first) message, with that message.
pub(crate) fn page(
    connection: &Connection,
    order: Order,
    offset: u64,
    limit: u32,
) -> Result<Vec<(ConversationId, MessageId)>> {
    let sql = match order {
        Order::Newest => {
            "SELECT id, last_message AS top FROM conversation
             ORDER BY last_sent_at_ms DESC, last_message DESC LIMIT ?2 OFFSET ?1"
        }
        Order::Oldest => {
            "SELECT id, first_message AS top FROM conversation
             ORDER BY first_sent_at_ms, first_message LIMIT ?2 OFFSET ?1"
        }
    };
    super::rows(connection, sql, (offset, limit), |row| {
        Ok((ConversationId(row.get("id")?), MessageId(row.get("top")?)))
    })
}

/// The conversation of a platform and key.
pub(crate) fn standing(connection: &Connection, platform: Platform, key: &str) -> Result<Option<Standing>> {
    connection
        .prepare_cached(
            "SELECT id, messages + events AS length, last_sent_at_ms FROM conversation
             WHERE platform = ?1 AND key = ?2",
        )?
        .query_row((platform as u8, key), |row| {
            Ok(Standing {
                id: row.get("id")?,
                length: row.get("length")?,
                last_sent_at_ms: row.get("last_sent_at_ms")?,
            })
        })
        .optional()
}

/// The conversations whose title holds a folded text.
pub(crate) fn titled(connection: &Connection, folded: &str) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT id FROM conversation WHERE instr(folded_title, ?1) > 0",
        [folded],
        |row| row.get("id"),
    )
}

/// Titles that hold a folded text, with the number of messages under them, most first.
pub(crate) fn titles(connection: &Connection) -> Result<Vec<(String, u64)>> {
    super::rows(
        connection,
        "SELECT title, sum(messages + events) AS weight FROM conversation WHERE title <> '' GROUP BY title",
        [],
        |row| Ok((row.get("title")?, row.get("weight")?)),
    )
}

/// How much the vault holds.
pub(crate) fn totals(connection: &Connection) -> Result<Totals> {
    connection.query_row(
        "SELECT count(*) AS conversations, coalesce(sum(messages), 0) AS messages,
             coalesce(sum(events), 0) AS events FROM conversation",
        [],
        |row| {
            Ok(Totals {
                conversations: row.get("conversations")?,
                messages: row.get("messages")?,
                events: row.get("events")?,
            })
        },
    )
}

/// The platform of every conversation.
pub(crate) fn each_platform(connection: &Connection, mut visit: impl FnMut(i64, Platform)) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT id, platform FROM conversation")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(row.get("id")?, super::variant(row, "platform", Platform::from_number)?);
    }
    Ok(())
}

/// Messages and events by platform, most first.
pub(crate) fn platforms(connection: &Connection) -> Result<Vec<(Platform, u64)>> {
    super::rows(
        connection,
        "SELECT platform, sum(messages + events) AS weight FROM conversation
         GROUP BY platform ORDER BY weight DESC, platform",
        [],
        |row| Ok((super::variant(row, "platform", Platform::from_number)?, row.get("weight")?)),
    )
}

/// The last dated moment of each platform up to `until_ms`, UTC milliseconds. A conversation that goes on beyond it
/// does not count.
pub(crate) fn newest(connection: &Connection, until_ms: i64) -> Result<Vec<(Platform, i64)>> {
    super::rows(
        connection,
        "SELECT platform, max(last_sent_at_ms) AS newest FROM conversation
         WHERE last_dated IS NOT NULL AND last_sent_at_ms <= ?1 GROUP BY platform ORDER BY platform",
        [until_ms],
        |row| Ok((super::variant(row, "platform", Platform::from_number)?, row.get("newest")?)),
    )
}

/// Conversations whose counters or numbering are not those of their messages.
pub(crate) fn miscounted(connection: &Connection) -> Result<Vec<ConversationId>> {
    super::rows(
        connection,
        "SELECT conversation.id FROM conversation
            LEFT JOIN (
                SELECT conversation_id, count(sender_id) AS messages, count(*) - count(sender_id) AS events,
                    min(seq) AS first, max(seq) AS last, count(DISTINCT seq) AS places
                FROM message GROUP BY conversation_id
            ) AS held ON held.conversation_id = conversation.id
         WHERE conversation.messages <> coalesce(held.messages, 0)
            OR conversation.events <> coalesce(held.events, 0)
            OR (held.first IS NOT NULL AND (held.first <> 1 OR held.last <> held.places))
         ORDER BY conversation.id",
        [],
        |row| row.get("id").map(ConversationId),
    )
}

/// The id after the highest in use.
pub(crate) fn next_id(connection: &Connection) -> Result<i64> {
    connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM conversation", [], |row| row.get(0))
}

/// Adds a conversation without messages.
pub(crate) fn insert(connection: &Connection, platform: Platform, key: &str) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO conversation (platform, key, title, folded_title, named, messages, events,
                 first_message, first_sent_at_ms, last_message, last_sent_at_ms)
             VALUES (?1, ?2, '', '', 0, 0, 0, 0, 0, 0, 0) RETURNING id",
        )?
        .query_row((platform as u8, key), |row| row.get("id"))
}

/// Platform and key of a conversation.
pub(crate) fn identity(connection: &Connection, id: i64) -> Result<(Platform, String)> {
    connection
        .prepare_cached("SELECT platform, key FROM conversation WHERE id = ?1")?
        .query_row([id], |row| Ok((super::variant(row, "platform", Platform::from_number)?, row.get("key")?)))
}

/// Whether the source named the conversation: such a title stays.
pub(crate) fn is_named(connection: &Connection, id: i64) -> Result<bool> {
    connection.prepare_cached("SELECT 1 FROM conversation WHERE id = ?1 AND named = 1")?.exists([id])
}

/// Where a title comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleFrom {
    /// Made of what is known of the conversation.
    Participants = 0,
    /// The source has it.
    Source = 1,
}

/// Sets the title.
pub(crate) fn set_title(
    connection: &Connection,
    id: i64,
    title: &str,
    folded: &str,
    from: TitleFrom,
) -> Result<()> {
    connection
        .prepare_cached("UPDATE conversation SET title = ?2, folded_title = ?3, named = ?4 WHERE id = ?1")?
        .execute((id, title, folded, from as u8))?;
    Ok(())
}

/// Adds to the counters.
pub(crate) fn extend(connection: &Connection, id: i64, messages: u64, events: u64) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE conversation SET messages = messages + ?2, events = events + ?3 WHERE id = ?1",
        )?
        .execute((id, messages, events))?;
    Ok(())
}

/// Finds the ends of the order again.
pub(crate) fn find_ends(connection: &Connection, id: i64) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE conversation SET
                 (first_message, first_sent_at_ms) = (
                     SELECT id, sent_at_ms FROM message WHERE conversation_id = ?1 ORDER BY seq LIMIT 1),
                 (last_message, last_sent_at_ms) = (
                     SELECT id, sent_at_ms FROM message WHERE conversation_id = ?1 ORDER BY seq DESC LIMIT 1),
                 first_dated = (SELECT id FROM message WHERE conversation_id = ?1 AND precision <> 0
                     ORDER BY seq LIMIT 1),
                 last_dated = (SELECT id FROM message WHERE conversation_id = ?1 AND precision <> 0
                     ORDER BY seq DESC LIMIT 1)
             WHERE id = ?1",
        )?
        .execute([id])?;
    Ok(())
}
