//! The times of a file's messages, read in one zone or another. Of a row nothing else is seen or changed here.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{FileId, Precision, Timestamp, Zone, ZoneBasis};

/// How many times are held in memory.
const CHUNK: i64 = 20_000;

/// A message whose clock is read in a zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// The message.
    pub(crate) id: i64,
    /// Its conversation.
    pub(crate) conversation: i64,
    /// The time it stands at.
    pub(crate) now: Timestamp,
    /// The time in that zone.
    pub(crate) then: Timestamp,
}

/// Visits every message of a file, in the order they came, with its time when the clock is read in `zone`.
pub(crate) fn each_read_in<E: From<rusqlite::Error>>(
    connection: &Connection,
    file: FileId,
    zone: Zone,
    mut visit: impl FnMut(Reading) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let (mut from, end) = (first_from(connection, file)?, first_from(connection, FileId(file.0 + 1))?);
    while from < end {
        let next = end.min(from + CHUNK);
        let times = super::super::rows(
            connection,
            "SELECT id, conversation_id, sent_at_ms, offset_minutes, precision, basis FROM message
             WHERE id >= ?1 AND id < ?2 ORDER BY id",
            (from, next),
            |row| Ok((row.get("id")?, row.get("conversation_id")?, time_from_row(row)?)),
        )?;
        for (id, conversation, now) in times {
            visit(Reading { id, conversation, now, then: now.read_in(zone) })?;
        }
        from = next;
    }
    Ok(())
}

/// Messages that came one after another and are to be moved alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    first: i64,
    last: i64,
    by_ms: i64,
    offset_minutes: i16,
}

impl Shift {
    /// That of one message; `None` where it stands where it stood.
    pub(crate) fn of(reading: &Reading) -> Option<Self> {
        (reading.now != reading.then).then(|| Self {
            first: reading.id,
            last: reading.id,
            by_ms: reading.then.utc_ms - reading.now.utc_ms,
            offset_minutes: reading.then.offset_minutes,
        })
    }

    /// The same with the message after it, where that one is to be moved alike.
    pub(crate) fn with(self, next: Self) -> Option<Self> {
        let alike = (self.by_ms, self.offset_minutes) == (next.by_ms, next.offset_minutes);
        (alike && next.first == self.last + 1).then_some(Self { last: next.last, ..self })
    }
}

/// Sets the times of messages to another reading of their clocks.
pub(crate) fn shift(connection: &Connection, shift: &Shift) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE message SET sent_at_ms = sent_at_ms + ?3, offset_minutes = ?4 WHERE id BETWEEN ?1 AND ?2",
        )?
        .execute((shift.first, shift.last, shift.by_ms, shift.offset_minutes))?;
    Ok(())
}

fn time_from_row(row: &Row<'_>) -> Result<Timestamp> {
    Ok(Timestamp {
        utc_ms: row.get("sent_at_ms")?,
        offset_minutes: row.get("offset_minutes")?,
        precision: super::super::variant(row, "precision", Precision::from_number)?,
        basis: super::super::variant(row, "basis", ZoneBasis::from_number)?,
    })
}

/// The first id of the messages that this file or a later one brought; that after the last message where there is none.
/// A file is taken in by one transaction, so ids ascend with files, and halving finds the place without an index.
fn first_from(connection: &Connection, file: FileId) -> Result<i64> {
    let mut statement =
        connection.prepare_cached("SELECT id, file_id FROM message WHERE id >= ?1 ORDER BY id LIMIT 1")?;
    let (mut low, mut high) = (0, super::next_id(connection)?);
    while low < high {
        let middle = low + (high - low) / 2;
        let met: Option<(i64, i64)> =
            statement.query_row([middle], |row| Ok((row.get("id")?, row.get("file_id")?))).optional()?;
        match met {
            Some((id, its_file)) if its_file < file.0 => low = id + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
