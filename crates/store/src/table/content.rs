//! `content`: bytes kept in `blobs/`, by SHA-256.

use rusqlite::{Connection, Result};

/// Size of everything kept, before sealing.
pub(crate) fn total_bytes(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT coalesce(sum(bytes), 0) FROM content", [], |row| row.get(0))
}

/// The row of some content, made where there is none.
pub(crate) fn ensure(connection: &Connection, sha256: &str, bytes: u64) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO content (sha256, bytes) VALUES (?1, ?2)
             ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes RETURNING id",
        )?
        .query_row((sha256, bytes), |row| row.get("id"))
}

/// Whether some content is in the vault.
pub(crate) fn exists(connection: &Connection, sha256: &str) -> Result<bool> {
    connection.prepare_cached("SELECT 1 FROM content WHERE sha256 = ?1")?.exists([sha256])
}

/// The SHA-256 of everything kept.
pub(crate) fn all(connection: &Connection) -> Result<Vec<String>> {
    super::rows(connection, "SELECT sha256 FROM content", [], |row| row.get("sha256"))
}
