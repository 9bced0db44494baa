//! `origin`: which files a conversation came from, and how far each reaches in it.

use rusqlite::{Connection, Result, Row};
use yanju_model::{ConversationId, FileId, Precision, SourceTime, Zone, record::Coverage};

/// First and last.
type Ends = Option<(i64, i64)>;

/// How far a source reaches, by what it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    /// Of the times without a zone: the readings of its clock, as if they were UTC milliseconds.
    pub(crate) clock: Ends,
    /// Of the others, UTC milliseconds.
    pub(crate) stated: Ends,
}

impl Span {
    /// Takes a time into account.
    pub(crate) fn note(&mut self, time: SourceTime) {
        let (ends, at) = match time {
            SourceTime::Local(local, _) => (&mut self.clock, local.and_utc().timestamp_millis()),
            SourceTime::Fixed(at, ..) => (&mut self.stated, at.timestamp_millis()),
        };
        let (first, last) = ends.unwrap_or((at, at));
        *ends = Some((first.min(at), last.max(at)));
    }

    /// The same as a period, with its clock read in a zone.
    pub(crate) fn period(&self, zone: Zone) -> Ends {
        let read = |clock: i64| {
            let local = chrono::DateTime::from_timestamp_millis(clock).unwrap_or_default().naive_utc();
            SourceTime::Local(local, Precision::Milli).settle(zone).utc_ms
        };
        let clock = self.clock.map(|(first, last)| (read(first), read(last)));
        match (clock, self.stated) {
            (Some(clock), Some(stated)) => Some((clock.0.min(stated.0), clock.1.max(stated.1))),
            (clock, stated) => clock.or(stated),
        }
    }
}

/// Notes that a file holds messages of a conversation, and how far it reaches.
pub(crate) fn add(
    connection: &Connection,
    conversation: i64,
    file: i64,
    coverage: &Coverage,
    span: &Span,
) -> Result<()> {
    let ((first, last), (first_clock, last_clock)) = (coverage.period.unzip(), span.clock.unzip());
    let (first_stated, last_stated) = span.stated.unzip();
    connection
        .prepare_cached(
            "INSERT INTO origin (conversation_id, file_id, first_dated_ms, last_dated_ms, missing_ids, missing_ranges,
                 first_clock_ms, last_clock_ms, first_stated_ms, last_stated_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            conversation,
            file,
            first,
            last,
            coverage.missing_ids,
            super::to_json(&coverage.missing_ranges)?,
            first_clock,
            last_clock,
            first_stated,
            last_stated,
        ))?;
    Ok(())
}

/// How far each file of a conversation reaches, in the order of their ids.
pub(crate) fn coverage(connection: &Connection, id: ConversationId) -> Result<Vec<Coverage>> {
    // A file that was imported before this was noted reaches as far as the messages that it brought.
    super::rows(
        connection,
        "SELECT origin.missing_ids, origin.missing_ranges,
             coalesce(origin.first_dated_ms, (SELECT min(sent_at_ms) FROM message
                 WHERE conversation_id = ?1 AND file_id = origin.file_id AND precision > 0)) AS first_ms,
             coalesce(origin.last_dated_ms, (SELECT max(sent_at_ms) FROM message
                 WHERE conversation_id = ?1 AND file_id = origin.file_id AND precision > 0)) AS last_ms
         FROM origin WHERE origin.conversation_id = ?1 ORDER BY origin.file_id",
        [id.0],
        |row| {
            Ok(Coverage {
                period: ends(row, "first_ms", "last_ms")?,
                missing_ids: row.get("missing_ids")?,
                missing_ranges: super::from_json(row.get("missing_ranges")?)?.unwrap_or_default(),
            })
        },
    )
}

/// How many files a conversation came from.
pub(crate) fn count(connection: &Connection, conversation: i64) -> Result<u64> {
    connection
        .prepare_cached("SELECT count(*) FROM origin WHERE conversation_id = ?1")?
        .query_row([conversation], |row| row.get(0))
}

/// The conversations of a file.
pub(crate) fn conversations(connection: &Connection, file: FileId) -> Result<Vec<i64>> {
    super::rows(
        connection,
        "SELECT conversation_id FROM origin WHERE file_id = ?1 ORDER BY conversation_id",
        [file.0],
        |row| row.get("conversation_id"),
    )
}

/// The files that tell of a conversation.
pub(crate) fn files(connection: &Connection, conversation: i64) -> Result<Vec<FileId>> {
    super::rows(connection, "SELECT file_id FROM origin WHERE conversation_id = ?1", [conversation], |row| {
        row.get("file_id").map(FileId)
    })
}

/// Reads the clock of a file that was read in one zone in another.
pub(crate) fn read_in(connection: &Connection, file: FileId, from: Zone, to: Zone) -> Result<()> {
    let known = super::rows(
        connection,
        "SELECT conversation_id, first_dated_ms, last_dated_ms, first_clock_ms, last_clock_ms, first_stated_ms,
             last_stated_ms FROM origin WHERE file_id = ?1 AND first_dated_ms IS NOT NULL",
        [file.0],
        |row| {
            let span = Span {
                clock: ends(row, "first_clock_ms", "last_clock_ms")?,
                stated: ends(row, "first_stated_ms", "last_stated_ms")?,
            };
            let before = ends(row, "first_dated_ms", "last_dated_ms")?;
            Ok((row.get::<_, i64>("conversation_id")?, before, span))
        },
    )?;
    let mut statement = connection.prepare_cached(
        "UPDATE origin SET first_dated_ms = ?3, last_dated_ms = ?4, first_clock_ms = ?5, last_clock_ms = ?6
         WHERE conversation_id = ?1 AND file_id = ?2",
    )?;
    for (conversation, before, mut span) in known {
        if span == Span::default() {
            // Imported before this was noted: the clock is had back by the zone that it was read in.
            span.clock = before.map(|(first, last)| (clock(first, from), clock(last, from)));
        }
        let ((first, last), (first_clock, last_clock)) = (span.period(to).unzip(), span.clock.unzip());
        statement.execute((conversation, file.0, first, last, first_clock, last_clock))?;
    }
    Ok(())
}

/// What a clock in a zone shows at a moment.
fn clock(at_ms: i64, zone: Zone) -> i64 {
    let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    at.with_timezone(&zone).naive_local().and_utc().timestamp_millis()
}

fn ends(row: &Row<'_>, first: &str, last: &str) -> Result<Ends> {
    Ok(row.get::<_, Option<i64>>(first)?.zip(row.get(last)?))
}
