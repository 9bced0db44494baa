//! `log`: what was done with the vault, one row an act. The link's meaning is `crate::log`'s.

use rusqlite::{Connection, OptionalExtension as _, Result, Row};

/// One act as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogRow {
    /// Its number, from 1.
    pub(crate) seq: i64,
    /// When, UTC milliseconds.
    pub(crate) at_ms: i64,
    /// Who.
    pub(crate) actor: String,
    /// What.
    pub(crate) act: String,
    /// The particulars, a JSON object of texts.
    pub(crate) detail: String,
    /// What chains it to all before it.
    pub(crate) link: [u8; 32],
}

const COLUMNS: &str = "SELECT seq, at_ms, actor, act, detail, link FROM log";

fn from_row(row: &Row<'_>) -> Result<LogRow> {
    Ok(LogRow {
        seq: row.get("seq")?,
        at_ms: row.get("at_ms")?,
        actor: row.get("actor")?,
        act: row.get("act")?,
        detail: row.get("detail")?,
        link: row.get("link")?,
    })
}

/// The latest act.
pub(crate) fn last(connection: &Connection) -> Result<Option<LogRow>> {
    connection
        .prepare_cached(&format!("{COLUMNS} ORDER BY seq DESC LIMIT 1"))?
        .query_row([], from_row)
        .optional()
}

/// A stretch of the log, latest first.
pub(crate) fn latest_first(connection: &Connection, offset: u64, limit: u32) -> Result<Vec<LogRow>> {
    super::rows(
        connection,
        &format!("{COLUMNS} ORDER BY seq DESC LIMIT ?1 OFFSET ?2"),
        (limit, offset as i64),
        from_row,
    )
}

/// Every act from the first on.
pub(crate) fn each<E: From<rusqlite::Error>>(
    connection: &Connection,
    mut visit: impl FnMut(&LogRow) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} ORDER BY seq"))?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        visit(&from_row(row)?)?;
    }
    Ok(())
}

/// The link of the act of this number.
pub(crate) fn link_of(connection: &Connection, seq: i64) -> Result<Option<[u8; 32]>> {
    connection
        .prepare_cached("SELECT link FROM log WHERE seq = ?1")?
        .query_row([seq], |row| row.get("link"))
        .optional()
}

/// How many there are.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM log", [], |row| row.get(0))
}

/// Adds an act.
pub(crate) fn append(connection: &Connection, row: &LogRow) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO log (seq, at_ms, actor, act, detail, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((row.seq, row.at_ms, &row.actor, &row.act, &row.detail, row.link))?;
    Ok(())
}
