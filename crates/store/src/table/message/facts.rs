//! A message as a query and the index see it: what can be decided on, and nothing else.

use super::role;
use crate::table::{outbox::Pending, variant};
use rusqlite::{Connection, Result, Row};
use yanju_model::{ConversationId, Kind, MessageId, ParticipantId, Platform, Precision, Role};

/// What a query is decided on, and what the index is told.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// The message.
    pub(crate) id: MessageId,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
    /// Who wrote it.
    pub(crate) sender: Option<ParticipantId>,
    /// Where.
    pub(crate) platform: Platform,
    /// The writer's role.
    pub(crate) role: Role,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its sort time.
    pub(crate) sent_at_ms: i64,
    /// Taken back by its sender.
    pub(crate) recalled: bool,
    /// Without a time in its source.
    pub(crate) undated: bool,
    /// Has an attachment.
    pub(crate) has_attachment: bool,
    /// Its words.
    pub(crate) text: String,
    /// What else of it is searched, each by itself: the words it quotes, the names of its files.
    pub(crate) others: Vec<String>,
}

/// Between the names of files: no name has it, and no query can.
const NUL: char = '\0';

/// Positions, not names: this is read a million times for one index.
const FACTS: &str = "SELECT message.id, message.conversation_id, message.sender_id, conversation.platform,
        coalesce(participant.shared_role, participant.role), message.kind, message.sent_at_ms,
        message.recalled OR recall.message_id IS NOT NULL, message.precision, message.attachments, message.text,
        reply.quote, CASE WHEN message.attachments > 0 THEN
            (SELECT group_concat(name, char(0)) FROM attachment WHERE message_id = message.id) END
    FROM message
        JOIN conversation ON conversation.id = message.conversation_id
        LEFT JOIN participant ON participant.id = message.sender_id
        LEFT JOIN recall ON recall.message_id = message.id
        LEFT JOIN reply ON reply.message_id = message.id";

fn facts_from_row(row: &Row<'_>) -> Result<Facts> {
    Ok(Facts {
        id: MessageId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        sender: row.get::<_, Option<i64>>(2)?.map(ParticipantId),
        platform: variant(row, 3, Platform::from_number)?,
        role: role(row, 4)?,
        kind: variant(row, 5, Kind::from_number)?,
        sent_at_ms: row.get(6)?,
        recalled: row.get(7)?,
        undated: row.get::<_, i64>(8)? == Precision::Undated as i64,
        has_attachment: row.get::<_, i64>(9)? > 0,
        text: row.get(10)?,
        others: others(row.get(11)?, row.get_ref(12)?.as_str_or_null()?),
    })
}

fn others(quote: Option<String>, names: Option<&str>) -> Vec<String> {
    let names = names.into_iter().flat_map(|names| names.split(NUL)).map(str::to_owned);
    quote.into_iter().chain(names).filter(|piece| !piece.is_empty()).collect()
}

/// Visits the facts of the messages of a range, in order of their ids.
pub(crate) fn each_facts<E: From<rusqlite::Error>>(
    connection: &Connection,
    range: &Pending,
    mut visit: impl FnMut(Facts) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut statement = connection
        .prepare_cached(&format!("{FACTS} WHERE message.id BETWEEN ?1 AND ?2 ORDER BY message.id"))?;
    let mut found = statement.query((range.first, range.last))?;
    while let Some(row) = found.next()? {
        visit(facts_from_row(row)?)?;
    }
    Ok(())
}
