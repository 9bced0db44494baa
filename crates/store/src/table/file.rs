//! `import`, `file` and `warning`: where records come from.

use super::{from_json, to_json};
use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use yanju_model::{
    ConversationId, FileId, ImportId, Platform, Warning, Zone,
    draft::{DateOrder, Understanding},
    record::{Counts, Given, ImportedFile},
};

const SELECT: &str =
    "SELECT file.id, file.import_id, import.imported_at_ms, file.name, content.sha256, content.bytes,
        file.format, file.zone, file.encoding, file.date_order, file.partial, file.messages, file.events,
        file.conversations, file.participants, file.attachments, file.duplicates,
        file.given_title, file.given_platform, file.given_columns, file.states_all
    FROM file JOIN import ON import.id = file.import_id JOIN content ON content.id = file.content_id";

/// The file without its warnings.
fn from_row(row: &Row<'_>) -> Result<ImportedFile> {
    let date_order: Option<String> = row.get("date_order")?;
    let partial: String = row.get("partial")?;
    Ok(ImportedFile {
        id: FileId(row.get("id")?),
        import: ImportId(row.get("import_id")?),
        imported_at_ms: row.get("imported_at_ms")?,
        name: row.get("name")?,
        sha256: row.get("sha256")?,
        bytes: row.get("bytes")?,
        format: row.get("format")?,
        zone: row.get("zone")?,
        given: Given {
            title: row.get("given_title")?,
            platform: row.get::<_, Option<i64>>("given_platform")?.and_then(Platform::from_number),
            columns: from_json(row.get::<_, Option<String>>("given_columns")?)?,
        },
        understanding: Understanding {
            encoding: row.get("encoding")?,
            states_all: row.get("states_all")?,
            date_order: date_order.as_deref().and_then(DateOrder::from_name),
            partial: from_json(Some(partial))?.unwrap_or_default(),
        },
        counts: Counts {
            messages: row.get("messages")?,
            events: row.get("events")?,
            conversations: row.get("conversations")?,
            participants: row.get("participants")?,
            attachments: row.get("attachments")?,
            duplicates: row.get("duplicates")?,
        },
        warnings: Vec::new(),
    })
}

fn warning_from_row(row: &Row<'_>) -> Result<Warning> {
    Ok(Warning { code: row.get("code")?, place: row.get("place")?, detail: row.get("detail")? })
}

/// Every file, latest import first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ImportedFile>> {
    let found = super::rows(connection, &format!("{SELECT} ORDER BY import.id DESC, file.id"), [], from_row)?;
    with_warnings(connection, found)
}

/// The files a conversation came from, earliest first.
pub(crate) fn of_conversation(connection: &Connection, id: ConversationId) -> Result<Vec<ImportedFile>> {
    let sql = format!(
        "{SELECT} WHERE file.id IN (SELECT file_id FROM origin WHERE conversation_id = ?1) ORDER BY file.id"
    );
    let found = super::rows(connection, &sql, [id.0], from_row)?;
    with_warnings(connection, found)
}

/// One file, without its warnings.
pub(crate) fn by_id(connection: &Connection, id: FileId) -> Result<Option<ImportedFile>> {
    connection.prepare_cached(&format!("{SELECT} WHERE file.id = ?1"))?.query_row([id.0], from_row).optional()
}

fn with_warnings(connection: &Connection, found: Vec<ImportedFile>) -> Result<Vec<ImportedFile>> {
    const SQL: &str = "SELECT code, place, detail FROM warning WHERE file_id = ?1 ORDER BY position";
    found
        .into_iter()
        .map(|mut file| {
            file.warnings = super::rows(connection, SQL, [file.id.0], warning_from_row)?;
            Ok(file)
        })
        .collect()
}

/// How many acts of importing there were.
pub(crate) fn count_imports(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(*) FROM import", [], |row| row.get(0))
}

/// How many different files were imported.
pub(crate) fn count_originals(connection: &Connection) -> Result<u64> {
    connection.query_row("SELECT count(DISTINCT content_id) FROM file", [], |row| row.get(0))
}

/// The first file of this content other than `but`, and the import that holds it.
pub(crate) fn earlier(connection: &Connection, content: i64, but: i64) -> Result<Option<(ImportId, FileId)>> {
    connection
        .prepare_cached(
            "SELECT import_id, id FROM file WHERE content_id = ?1 AND id <> ?2 ORDER BY id LIMIT 1",
        )?
        .query_row((content, but), |row| Ok((ImportId(row.get("import_id")?), FileId(row.get("id")?))))
        .optional()
}

/// Whether an import exists.
pub(crate) fn import_exists(connection: &Connection, id: ImportId) -> Result<bool> {
    connection.prepare_cached("SELECT 1 FROM import WHERE id = ?1")?.exists([id.0])
}

/// Begins an act of importing.
pub(crate) fn begin_import(connection: &Connection, imported_at_ms: i64) -> Result<ImportId> {
    connection
        .prepare_cached("INSERT INTO import (imported_at_ms) VALUES (?1) RETURNING id")?
        .query_row([imported_at_ms], |row| row.get("id").map(ImportId))
}

/// Adds a file whose counts are not known yet.
pub(crate) fn begin(
    connection: &Connection,
    import: ImportId,
    content: i64,
    name: &str,
    format: &str,
    given: &Given,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO file (import_id, content_id, name, format, zone, encoding, partial, messages, events,
                 conversations, participants, attachments, duplicates, given_title, given_platform,
                 given_columns)
             VALUES (?1, ?2, ?3, ?4, '', '', '[]', 0, 0, 0, 0, 0, 0, ?5, ?6, ?7) RETURNING id",
        )?
        .query_row(
            (
                import.0,
                content,
                name,
                format,
                &given.title,
                given.platform.map(|platform| platform as u8),
                given.columns.as_ref().map(to_json).transpose()?,
            ),
            |row| row.get("id"),
        )
}

/// Fills in what is known when a file has been read to its end.
pub(crate) fn complete(
    connection: &Connection,
    file: i64,
    zone: &str,
    understanding: &Understanding,
    counts: &Counts,
    warnings: &[Warning],
) -> Result<()> {
    let partial = to_json(&understanding.partial)?;
    connection
        .prepare_cached(
            "UPDATE file SET zone = ?2, encoding = ?3, date_order = ?4, partial = ?5, messages = ?6, events = ?7,
                 conversations = ?8, participants = ?9, attachments = ?10, duplicates = ?11, states_all = ?12 WHERE id = ?1",
        )?
        .execute((
            file,
            zone,
            &understanding.encoding,
            understanding.date_order.map(DateOrder::name),
            partial,
            counts.messages,
            counts.events,
            counts.conversations,
            counts.participants,
            counts.attachments,
            counts.duplicates,
            understanding.states_all,
        ))?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO warning (file_id, position, code, place, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, warning) in (1_i64..).zip(warnings) {
        statement.execute((file, position, &warning.code, &warning.place, &warning.detail))?;
    }
    Ok(())
}

/// Notes that another zone is assumed for a file.
pub(crate) fn set_assumed_zone(connection: &Connection, id: FileId, zone: Zone) -> Result<()> {
    connection
        .prepare_cached("UPDATE file SET zone = ?2 WHERE id = ?1")?
        .execute((id.0, format!("{}{}", ImportedFile::ASSUMED, zone.name())))?;
    Ok(())
}
