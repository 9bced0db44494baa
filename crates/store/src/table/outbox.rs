//! `outbox`: what the search index has to follow, as ranges of message ids.

use rusqlite::{Connection, Result, Row};

/// The largest range of one row: the index makes progress by rows.
const CHUNK: i64 = 10_000;

/// What happened to the messages of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The index does not know them.
    Added = 0,
    /// The index knows them otherwise: their writer's role became another, they were recalled, or their clock was read
    /// in another zone.
    Altered = 1,
}

/// A range of messages, both ends inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pending {
    /// The order of changes; never used twice.
    pub(crate) seq: i64,
    /// What happened.
    pub(crate) change: Change,
    /// The first message.
    pub(crate) first: i64,
    /// The last message.
    pub(crate) last: i64,
}

impl Pending {
    /// How many messages it has at most.
    pub(crate) fn messages(&self) -> u64 {
        self.last.abs_diff(self.first).saturating_add(1)
    }
}

fn from_row(row: &Row<'_>) -> Result<Pending> {
    Ok(Pending {
        seq: row.get("seq")?,
        change: super::variant(row, "change", |number| match number {
            0 => Some(Change::Added),
            1 => Some(Change::Altered),
            _ => None,
        })?,
        first: row.get("first_message")?,
        last: row.get("last_message")?,
    })
}

/// What came after `seq`, in order.
pub(crate) fn after(connection: &Connection, seq: i64) -> Result<Vec<Pending>> {
    super::rows(
        connection,
        "SELECT seq, change, first_message, last_message FROM outbox WHERE seq > ?1 ORDER BY seq",
        [seq],
        from_row,
    )
}

/// Every message, as the last change there was.
pub(crate) fn everything(connection: &Connection) -> Result<Pending> {
    Ok(Pending { seq: last_seq(connection)?, change: Change::Added, first: i64::MIN, last: i64::MAX })
}

/// The highest number ever given; 0 when there was none.
pub(crate) fn last_seq(connection: &Connection) -> Result<i64> {
    connection.query_row(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'",
        [],
        |row| row.get(0),
    )
}

/// Notes a change to the messages from `first` to `last`.
pub(crate) fn append(connection: &Connection, change: Change, first: i64, last: i64) -> Result<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO outbox (change, first_message, last_message) VALUES (?1, ?2, ?3)")?;
    let mut from = first;
    while from <= last {
        let to = last.min(from + CHUNK - 1);
        statement.execute((change as i64, from, to))?;
        from = to + 1;
    }
    Ok(())
}

/// Notes that the index knows messages otherwise; their ids ascend.
pub(crate) fn append_altered(connection: &Connection, ids: &[i64]) -> Result<()> {
    for run in ids.chunk_by(|id, next| id + 1 == *next) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            append(connection, Change::Altered, *first, *last)?;
        }
    }
    Ok(())
}

/// Removes what the index has applied.
pub(crate) fn prune(connection: &Connection, applied_through: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM outbox WHERE seq <= ?1")?.execute([applied_through])?;
    Ok(())
}

/// Begins again with every message, for an index that is empty.
pub(crate) fn restart(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM outbox", [])?;
    let (first, last): (Option<i64>, Option<i64>) =
        connection
            .query_row("SELECT min(id), max(id) FROM message", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match (first, last) {
        (Some(first), Some(last)) => append(connection, Change::Added, first, last),
        _ => Ok(()),
    }
}
