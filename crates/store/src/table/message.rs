//! `message`: the records. A row is written once; only its place in the conversation may move.

mod clock;
mod facts;

use super::attachment;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, RowIndex};
use std::fmt::Debug;
use yanju_model::{
    ConversationId, ImportId, Kind, MessageId, ParticipantId, Precision, Role, Timestamp, ZoneBasis,
    record::{Absences, Message},
};

const SELECT: &str =
    "SELECT message.id, message.conversation_id, message.seq, file.import_id, message.sender_id,
        coalesce(kept.name, message.stated_name, participant.name, '') AS sender_name,
        CASE WHEN kept.id IS NOT NULL
            THEN nullif(coalesce(message.stated_name, participant.name), kept.name) END AS stated_name,
        coalesce(participant.shared_role, participant.role) AS role,
        message.sent_at_ms, message.offset_minutes, message.precision, message.basis, message.stated_time, message.kind,
        message.text, message.recalled OR recall.message_id IS NOT NULL AS recalled, message.attachments,
        fingerprint.message_id AS reply_to,
        coalesce(reply.quote, '') AS quote
    FROM message
        JOIN file ON file.id = message.file_id
        LEFT JOIN participant ON participant.id = message.sender_id
        LEFT JOIN participant AS kept ON kept.id = participant.same_as
        LEFT JOIN recall ON recall.message_id = message.id
        LEFT JOIN reply ON reply.message_id = message.id
        LEFT JOIN fingerprint ON fingerprint.conversation_id = message.conversation_id
            AND fingerprint.fingerprint = reply.answered";

pub(crate) use clock::{Reading, Shift, each_read_in, shift};
pub(crate) use facts::{Facts, each_facts};

/// The message, and whether it has attachments still to be read.
fn from_row(row: &Row<'_>) -> Result<(Message, bool)> {
    let message = Message {
        id: MessageId(row.get("id")?),
        conversation: ConversationId(row.get("conversation_id")?),
        seq: row.get("seq")?,
        import: ImportId(row.get("import_id")?),
        sender: row.get::<_, Option<i64>>("sender_id")?.map(ParticipantId),
        sender_name: row.get("sender_name")?,
        stated_name: row.get("stated_name")?,
        role: role(row, "role")?,
        sent_at: Timestamp {
            utc_ms: row.get("sent_at_ms")?,
            offset_minutes: row.get("offset_minutes")?,
            precision: super::variant(row, "precision", Precision::from_number)?,
            basis: super::variant(row, "basis", ZoneBasis::from_number)?,
        },
        stated_time: row.get("stated_time")?,
        kind: super::variant(row, "kind", Kind::from_number)?,
        text: row.get("text")?,
        recalled: row.get("recalled")?,
        reply_to: row.get::<_, Option<i64>>("reply_to")?.map(MessageId),
        quote: row.get("quote")?,
        attachments: Vec::new(),
    };
    Ok((message, row.get::<_, u32>("attachments")? > 0))
}

/// An event has no writer: it is the platform that speaks.
fn role(row: &Row<'_>, column: impl RowIndex + Debug) -> Result<Role> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(Role::System),
        Some(_) => super::variant(row, column, Role::from_number),
    }
}

/// A message about to be stored.
#[derive(Debug)]
pub(crate) struct New<'a> {
    /// Its id.
    pub(crate) id: i64,
    /// Its conversation.
    pub(crate) conversation: i64,
    /// Its place, as far as known.
    pub(crate) seq: u64,
    /// The file that brought it.
    pub(crate) file: i64,
    /// Who wrote it.
    pub(crate) sender: Option<i64>,
    /// The writer's name, where it is not the participant's.
    pub(crate) stated_name: Option<&'a str>,
    /// When.
    pub(crate) sent_at: Timestamp,
    /// What the source says of the time where that is no moment.
    pub(crate) stated_time: Option<&'a str>,
    /// What it is.
    pub(crate) kind: Kind,
    /// Taken back by its sender.
    pub(crate) recalled: bool,
    /// How many attachments it has.
    pub(crate) attachments: usize,
    /// Its words.
    pub(crate) text: &'a str,
}

/// One message.
pub(crate) fn by_id(connection: &Connection, id: MessageId) -> Result<Option<Message>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE message.id = ?1"))?
        .query_row([id.0], from_row)
        .optional()?
        .map(|read| with_attachments(connection, read))
        .transpose()
}

/// Up to `limit` messages of a conversation from a place on.
pub(crate) fn transcript(
    connection: &Connection,
    conversation: ConversationId,
    from_seq: u64,
    limit: u32,
) -> Result<Vec<Message>> {
    let sql = format!(
        "{SELECT} WHERE message.conversation_id = ?1 AND message.seq >= ?2 ORDER BY message.seq LIMIT ?3"
    );
    super::rows(connection, &sql, (conversation.0, from_seq, limit), from_row)?
        .into_iter()
        .map(|read| with_attachments(connection, read))
        .collect()
}

fn with_attachments(connection: &Connection, (mut message, more): (Message, bool)) -> Result<Message> {
    if more {
        message.attachments = attachment::of_message(connection, message.id.0)?;
    }
    Ok(message)
}

/// The place of a message; `None` when it is not (or not yet) in this transaction's view.
pub(crate) fn seq(connection: &Connection, id: MessageId) -> Result<Option<u64>> {
    connection
        .prepare_cached("SELECT seq FROM message WHERE id = ?1")?
        .query_row([id.0], |row| row.get("seq"))
        .optional()
}

/// A record as its first source has it, for what a later one says of it.
#[derive(Debug)]
pub(crate) struct Stored {
    /// The message.
    pub(crate) id: i64,
    /// Its file.
    pub(crate) file: i64,
    /// Who wrote it.
    pub(crate) sender: Option<i64>,
    /// Its sort time.
    pub(crate) sent_at_ms: i64,
    /// Its offset from UTC.
    pub(crate) offset_minutes: i64,
    /// Whether it has a time of its own.
    pub(crate) dated: bool,
    /// What it is.
    pub(crate) kind: Kind,
    /// Taken back by its sender, as its own source says.
    pub(crate) recalled: bool,
    /// Its words.
    pub(crate) text: String,
}

/// What is stored of a message.
pub(crate) fn stored(connection: &Connection, id: i64) -> Result<Option<Stored>> {
    connection
        .prepare_cached(
            "SELECT id, file_id, sender_id, sent_at_ms, offset_minutes, precision, kind, recalled, text
             FROM message WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok(Stored {
                id: row.get("id")?,
                file: row.get("file_id")?,
                sender: row.get("sender_id")?,
                sent_at_ms: row.get("sent_at_ms")?,
                offset_minutes: row.get("offset_minutes")?,
                dated: row.get::<_, i64>("precision")? != Precision::Undated as i64,
                kind: super::variant(row, "kind", Kind::from_number)?,
                recalled: row.get("recalled")?,
                text: row.get("text")?,
            })
        })
        .optional()
}

/// The conversation of a message.
pub(crate) fn conversation(connection: &Connection, id: MessageId) -> Result<Option<i64>> {
    connection
        .prepare_cached("SELECT conversation_id FROM message WHERE id = ?1")?
        .query_row([id.0], |row| row.get("conversation_id"))
        .optional()
}

/// The sort times of messages, for those that exist.
pub(crate) fn sent_at_ms(connection: &Connection, id: i64) -> Result<Option<i64>> {
    connection
        .prepare_cached("SELECT sent_at_ms FROM message WHERE id = ?1")?
        .query_row([id], |row| row.get("sent_at_ms"))
        .optional()
}

/// What a conversation lacks, as far as its messages tell.
pub(crate) fn absences(connection: &Connection, id: ConversationId) -> Result<Absences> {
    connection
        .prepare_cached(
            "SELECT
                 (SELECT count(*) FROM message WHERE conversation_id = ?1 AND precision = 0) AS undated,
                 count(*) AS attachments,
                 count(*) FILTER (WHERE attachment.content_id IS NULL) AS missing
             FROM attachment WHERE message_id IN
                 (SELECT id FROM message WHERE conversation_id = ?1 AND attachments > 0)",
        )?
        .query_row([id.0], |row| {
            Ok(Absences {
                undated: row.get("undated")?,
                missing_attachments: row.get("missing")?,
                attachments: row.get("attachments")?,
            })
        })
}

/// How many there are.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM message", [], |row| row.get(0))
}

/// The id after the highest in use.
pub(crate) fn next_id(connection: &Connection) -> Result<i64> {
    connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM message", [], |row| row.get(0))
}

/// The messages of a participant with an id below `before`.
pub(crate) fn of_sender_before(
    connection: &Connection,
    conversation: i64,
    sender: i64,
    before: i64,
) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT id FROM message WHERE conversation_id = ?1 AND sender_id = ?2 AND id < ?3 ORDER BY id",
        (conversation, sender, before),
        |row| row.get("id"),
    )
}

/// Stores a message.
pub(crate) fn insert(connection: &Connection, new: &New<'_>) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO message (id, conversation_id, seq, file_id, sender_id, stated_name, sent_at_ms,
                 offset_minutes, precision, basis, kind, recalled, attachments, text, stated_time)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute((
            new.id,
            new.conversation,
            new.seq,
            new.file,
            new.sender,
            new.stated_name,
            new.sent_at.utc_ms,
            new.sent_at.offset_minutes,
            new.sent_at.precision as u8,
            new.sent_at.basis as u8,
            new.kind as u8,
            new.recalled,
            new.attachments as u64,
            new.text,
            new.stated_time,
        ))?;
    Ok(())
}

/// What decides the order of a conversation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    /// The message.
    pub(crate) id: i64,
    /// The file that brought it.
    pub(crate) file: i64,
    /// Its sort time.
    pub(crate) sent_at_ms: i64,
}

/// The messages of a conversation by time; of one time, as they came.
pub(crate) fn by_time(connection: &Connection, conversation: i64) -> Result<Vec<Standing>> {
    super::rows(
        connection,
        "SELECT id, file_id, sent_at_ms FROM message WHERE conversation_id = ?1 ORDER BY sent_at_ms, id",
        [conversation],
        |row| {
            Ok(Standing { id: row.get("id")?, file: row.get("file_id")?, sent_at_ms: row.get("sent_at_ms")? })
        },
    )
}

/// Gives a message its place.
pub(crate) fn set_seq(connection: &Connection, id: i64, seq: u64) -> Result<()> {
    connection
        .prepare_cached("UPDATE message SET seq = ?2 WHERE id = ?1 AND seq <> ?2")?
        .execute((id, seq))?;
    Ok(())
}

/// Gives the messages of a conversation their places by time; of one time, as they came.
pub(crate) fn renumber(connection: &Connection, conversation: i64) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE message SET seq = placed.seq FROM (
                 SELECT id, row_number() OVER (ORDER BY sent_at_ms, id) AS seq
                 FROM message WHERE conversation_id = ?1) AS placed
             WHERE message.id = placed.id AND message.seq <> placed.seq",
        )?
        .execute([conversation])?;
    Ok(())
}
