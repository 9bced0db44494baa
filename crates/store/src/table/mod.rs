//! The tables, one file each: doc, row, reads, writes. The only place with SQL about records.
//!
//! Functions take a connection, never open one: whose transaction it is, is the caller's business.

pub(crate) mod action;
pub(crate) mod annotation;
pub(crate) mod attachment;
pub(crate) mod category;
pub(crate) mod content;
pub(crate) mod conversation;
pub(crate) mod file;
pub(crate) mod fingerprint;
pub(crate) mod message;
pub(crate) mod outbox;
pub(crate) mod participant;
pub(crate) mod reply;
pub(crate) mod setting;
pub(crate) mod tag;

use rusqlite::{Connection, Result, Row, types::Type};

/// The variant of a stored number; a number without one means a damaged or newer row.
fn variant<T>(row: &Row<'_>, column: &str, from_number: fn(i64) -> Option<T>) -> Result<T> {
    let number: i64 = row.get(column)?;
    from_number(number).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            row.as_ref().column_index(column).unwrap_or_default(),
            Type::Integer,
            format!("{column} has no variant {number}").into(),
        )
    })
}

/// Every row of a query, mapped.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    from_row: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(params, from_row)?.collect()
}
