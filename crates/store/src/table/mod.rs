//! The tables, one file each: doc, row, reads, writes. The only place with SQL about records.
//!
//! Functions take a connection, never open one: whose transaction it is, is the caller's business.

pub(crate) mod action;
pub(crate) mod annotation;
pub(crate) mod attachment;
pub(crate) mod beside;
pub(crate) mod category;
pub(crate) mod content;
pub(crate) mod conversation;
pub(crate) mod file;
pub(crate) mod fingerprint;
pub(crate) mod log;
pub(crate) mod message;
pub(crate) mod origin;
pub(crate) mod outbox;
pub(crate) mod participant;
pub(crate) mod recall;
pub(crate) mod reply;
pub(crate) mod saved_search;
pub(crate) mod setting;
pub(crate) mod tag;

use rusqlite::{Connection, Result, Row, RowIndex, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// The variant of a stored number; a number without one means a damaged or newer row.
fn variant<T>(row: &Row<'_>, column: impl RowIndex + Debug, from_number: fn(i64) -> Option<T>) -> Result<T> {
    let number: i64 = row.get(column)?;
    from_number(number).ok_or_else(|| {
        let problem = format!("{column:?} has no variant {number}");
        rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, problem.into())
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

fn from_json<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>> {
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
