//! `setting`: facts about the vault as a whole, by name.

use rusqlite::{Connection, OptionalExtension as _, Result};

/// The IANA name of the zone for times without one.
pub(crate) const ZONE: &str = "zone";
/// Which life of the database this is; what was derived from another one is worthless.
pub(crate) const GENERATION: &str = "generation";
/// After how many minutes without a person the vault is to be locked; 0: never.
pub(crate) const AUTO_LOCK_MINUTES: &str = "auto_lock_minutes";
/// The head that a backup knew of a log which this vault, restored from an earlier snapshot of it, does not have.
pub(crate) const LEFT_BEHIND: &str = "left_behind";
/// When the vault was made, UTC milliseconds.
pub(crate) const CREATED_AT_MS: &str = "created_at_ms";
/// Where, whether and how long backups are kept, as JSON.
pub(crate) const BACKUP_PLAN: &str = "backup_plan";
/// How the latest backup ended, as JSON.
pub(crate) const BACKUP_ATTEMPT: &str = "backup_attempt";

/// What of the rules that recognise things in texts is the owner's, as JSON.
pub(crate) const RULES: &str = "rules";

/// The folder that is watched, and whether it is, as JSON.
pub(crate) const INBOX: &str = "inbox";
/// What was met in it, as JSON.
pub(crate) const INBOX_MEMORY: &str = "inbox_memory";
/// For how long platforms keep chats, where the owner said, as JSON.
pub(crate) const RETENTION: &str = "retention";
/// Of which days that are near the owner was told, as JSON.
pub(crate) const REMINDED: &str = "reminded";

/// The name of what was said that the columns of a format mean.
pub(crate) fn columns(format: &str) -> String {
    format!("columns:{format}")
}

/// The name of a mark that a caller set.
pub(crate) fn mark(name: &str) -> String {
    format!("mark:{name}")
}

/// The value of a name.
pub(crate) fn value(connection: &Connection, name: &str) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get("value"))
        .optional()
}

/// Sets a value.
pub(crate) fn set(connection: &Connection, name: &str, value: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        )?
        .execute([name, value])?;
    Ok(())
}
