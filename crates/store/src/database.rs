//! Connections to the encrypted database: one writer, many readers, the pragmas, the migrations.
//!
//! No table is known here.

#[cfg(test)]
mod migrated;
mod still;

use crate::{Error, Result, sealed::durable};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fmt::Write as _,
    fs::{self, File},
    io,
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError},
    time::Duration,
};
pub(crate) use still::Still;
use zeroize::Zeroizing;

/// The file below a vault's directory.
pub(crate) const FILE: &str = "vault.db";

/// The database as it was before the last migration, beside it.
const COPY: &str = "vault.db.before";

/// Every migration in order. Immutable once released; the version of a vault is how many were applied.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/0001_create_records.sql"),
    include_str!("../../../migrations/0002_create_annotations.sql"),
    include_str!("../../../migrations/0003_create_journal.sql"),
    include_str!("../../../migrations/0004_create_log.sql"),
    include_str!("../../../migrations/0005_extend_records.sql"),
    include_str!("../../../migrations/0006_add_given_columns.sql"),
    include_str!("../../../migrations/0007_extend_origin.sql"),
    include_str!("../../../migrations/0008_add_same_person.sql"),
    include_str!("../../../migrations/0009_let_assumed_zones_change.sql"),
    include_str!("../../../migrations/0010_add_stated_time.sql"),
    include_str!("../../../migrations/0011_add_folded_key.sql"),
    include_str!("../../../migrations/0012_create_saved_search.sql"),
    include_str!("../../../migrations/0013_add_name_index.sql"),
];

/// Larger ones cost more for each message read, smaller ones for each read in a row.
const PAGE_BYTES: u64 = 4096;

/// Pages kept in memory, in KiB. An import touches fingerprints all over its conversations.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
const READER_CACHE_KIB: i64 = 8 * 1024;

/// How long a connection waits for another's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How many idle readers are kept open.
const IDLE_READERS: usize = 4;

/// Whether a missing file is to be made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Create,
    Refuse,
}

/// Whether a database is copied before it is migrated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Former {
    Copy,
    /// It is a copy already.
    Elsewhere,
}

/// The open database of a vault.
pub(crate) struct Database {
    path: PathBuf,
    /// `x'…'`, as the key pragma takes it.
    key: Zeroizing<String>,
    writer: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    /// The file itself, once it was asked for. Last, so that it is closed after the connections: closing any
    /// handle to a file drops all POSIX locks that the process has on it, SQLite's too.
    file: OnceLock<Mutex<File>>,
}

impl Database {
    /// Makes the database of a new vault.
    pub(crate) fn create(dir: &Path, key: &[u8; 32]) -> Result<Self> {
        Self::connect(dir, key, Missing::Create, Former::Copy)
    }

    /// Opens the database of a vault and brings it to the present version.
    pub(crate) fn open(dir: &Path, key: &[u8; 32]) -> Result<Self> {
        if !dir.join(FILE).is_file() {
            return Err(Error::damaged("vault.db is missing"));
        }
        Self::connect(dir, key, Missing::Refuse, Former::Copy)
    }

    /// The same for one that was unpacked from a snapshot, which stays as it is.
    pub(crate) fn open_unpacked(dir: &Path, key: &[u8; 32]) -> Result<Self> {
        Self::connect(dir, key, Missing::Refuse, Former::Elsewhere)
    }

    fn connect(dir: &Path, key: &[u8; 32], missing: Missing, former: Former) -> Result<Self> {
        let path = dir.join(FILE);
        let key = key_literal(key);
        let mut writer = connection(&path, &key, WRITER_CACHE_KIB, missing)?;
        migrate(&mut writer, &path, MIGRATIONS, former)?;
        Ok(Self { path, key, writer: Mutex::new(writer), idle: Mutex::default(), file: OnceLock::new() })
    }

    /// A write transaction. Others wait; readers do not.
    pub(crate) fn write(&self) -> Result<Writer<'_>> {
        // A panic elsewhere leaves no half transaction: the guard's drop rolled it back.
        let connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Writer { connection })
    }

    /// A read transaction: everything read through it is as of one moment.
    pub(crate) fn read(&self) -> Result<Reader<'_>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection(&self.path, &self.key, READER_CACHE_KIB, Missing::Refuse)?,
        };
        connection.execute_batch("BEGIN")?;
        // A transaction begins with its first read; the moment is to be now.
        connection.query_row("SELECT 1 FROM sqlite_schema LIMIT 1", [], |_| Ok(()))?;
        Ok(Reader { connection: Some(connection), idle: &self.idle })
    }
}

/// A write transaction; rolled back when dropped.
pub(crate) struct Writer<'d> {
    connection: MutexGuard<'d, Connection>,
}

impl Writer<'_> {
    /// Makes everything durable.
    pub(crate) fn commit(self) -> Result<()> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }
}

impl Deref for Writer<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // Where rolling back fails, the connection is broken, and the next BEGIN says so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// The size of the database as of a reader's moment, without its bounded log.
pub(crate) fn bytes(reader: &Connection) -> Result<u64> {
    let pages: u64 = reader.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    Ok(pages * PAGE_BYTES)
}

/// What SQLCipher and SQLite find wrong with the pages, the structure and the references, as they say it.
pub(crate) fn faults(reader: &Connection) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
        let mut statement = reader.prepare(check)?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        faults.extend(found.into_iter().filter(|fault| fault != "ok"));
    }
    let mut statement = reader.prepare("PRAGMA foreign_key_check")?;
    let orphans = statement.query_map([], |row| {
        let (table, row): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(format!("{table} row {} refers to nothing", row.unwrap_or_default()))
    })?;
    faults.extend(orphans.collect::<Result<Vec<_>, _>>()?);
    Ok(faults)
}

/// A read transaction; its connection goes back to the pool when dropped.
pub(crate) struct Reader<'d> {
    connection: Option<Connection>,
    idle: &'d Mutex<Vec<Connection>>,
}

impl Deref for Reader<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        // Taken out only by drop.
        self.connection
            .as_ref()
            .unwrap_or_else(|| unreachable!("a reader holds its connection until dropped"))
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        if connection.execute_batch("COMMIT").is_err() {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }
}

fn key_literal(key: &[u8; 32]) -> Zeroizing<String> {
    let mut literal = Zeroizing::new(String::with_capacity(67));
    literal.push_str("x'");
    for byte in key {
        // Writing to a string cannot fail.
        let _ = write!(literal, "{byte:02x}");
    }
    literal.push('\'');
    literal
}

/// SQLite says that it is ready before its encryption is: whoever opens while the first one still does would be told that there
/// is no key.
static READY: Once = Once::new();

#[expect(clippy::disallowed_methods, reason = "the one place where a database is opened")]
fn connection(path: &Path, key: &Zeroizing<String>, cache_kib: i64, missing: Missing) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if missing == Missing::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    READY.call_once(|| drop(Connection::open_in_memory()));
    let connection = Connection::open_with_flags(path, flags)?;
    // It would tell the terminal of every page it cannot authenticate; we say it ourselves, once.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    connection.pragma_update(None, "key", key.as_str())?;
    connection.pragma_update(None, "cipher_page_size", PAGE_BYTES as i64)?;
    // The first read decrypts: where it fails, the file is damaged, for the key was authenticated before.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Applies what is missing, each migration in one transaction with its bookkeeping. Before the first of them the
/// database is copied as it is, where that is asked for; the copy stays until the migrated one has been opened another time.
fn migrate(connection: &mut Connection, path: &Path, migrations: &[&str], former: Former) -> Result<()> {
    let known = migrations.len() as u32;
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let copy = path.with_file_name(COPY);
    match found {
        _ if found > known => return Err(Error::Newer { found, known }),
        _ if found == known => return remove(&copy),
        0 => {}
        _ if former == Former::Elsewhere => {}
        _ => copy_before_migrating(connection, path, &copy)?,
    }
    for (version, migration) in (1..=known).zip(migrations).skip(found as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Copies the pages as they are, still encrypted. The log is emptied into the database first, and nobody else has it
/// open: the vault's lock is held and this is its first connection.
fn copy_before_migrating(connection: &Connection, path: &Path, copy: &Path) -> Result<()> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(Error::InUse);
    }
    let mut beside = copy.to_owned();
    beside.set_extension("tmp");
    fs::copy(path, &beside)?;
    File::options().write(true).open(&beside)?.sync_all()?;
    Ok(durable::rename(&beside, copy)?)
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const KEY: [u8; 32] = [7; 32];

    fn version(database: &Database) -> u32 {
        let reader = database.read().unwrap();
        reader.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn the_engine_is_recent_enough_to_keep_its_log() {
        // Before 3.51.3 resetting the write-ahead log could lose a commit (sqlite.org/wal.html, "WAL-reset bug").
        assert!(rusqlite::version_number() >= 3_051_003, "SQLite {}", rusqlite::version());
    }

    #[test]
    fn a_newer_vault_is_refused_untouched() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        let known = version(&database);
        database.writer.lock().unwrap().pragma_update(None, "user_version", known + 1).unwrap();
        drop(database);
        let before = fs::read(dir.path().join(FILE)).unwrap();
        let opened = Database::open(dir.path(), &KEY).err();
        let refused = matches!(opened, Some(Error::Newer { found, .. }) if found == known + 1);
        assert!(refused, "{opened:?} must name the newer version");
        assert!(fs::read(dir.path().join(FILE)).unwrap() == before, "the newer vault is as it was");
    }

    /// A database of the version before this one.
    fn an_older_database(dir: &Path) -> Vec<u8> {
        let path = dir.join(FILE);
        let mut older = connection(&path, &key_literal(&KEY), 1024, Missing::Create).unwrap();
        migrate(&mut older, &path, MIGRATIONS.split_last().unwrap().1, Former::Copy).unwrap();
        older.execute("INSERT INTO setting VALUES ('kept', 'yes')", []).unwrap();
        drop(older);
        fs::read(path).unwrap()
    }

    #[test]
    fn a_migration_leaves_a_copy_until_the_new_version_has_been_opened_again() {
        let dir = TempDir::new().unwrap();
        let before = an_older_database(dir.path());
        drop(Database::open(dir.path(), &KEY).unwrap());
        assert!(fs::read(dir.path().join(COPY)).unwrap() == before, "the copy is the database as it was");
        let kept = |database: Database| -> String {
            let reader = database.read().unwrap();
            reader.query_row("SELECT value FROM setting WHERE name = 'kept'", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(kept(Database::open(dir.path(), &KEY).unwrap()), "yes", "nothing was lost on the way");
        assert!(!dir.path().join(COPY).exists(), "the new version opened twice, so the old one may go");
    }

    #[test]
    fn an_older_database_from_a_snapshot_is_migrated_without_another_copy() {
        let dir = TempDir::new().unwrap();
        an_older_database(dir.path());
        let database = Database::open_unpacked(dir.path(), &KEY).unwrap();
        assert_eq!(version(&database), MIGRATIONS.len() as u32, "it is of this version");
        assert!(!dir.path().join(COPY).exists(), "the snapshot is the copy");
    }

    #[test]
    fn a_migration_that_fails_leaves_the_database_at_its_version() {
        let dir = TempDir::new().unwrap();
        an_older_database(dir.path());
        let unmigrated =
            || connection(&dir.path().join(FILE), &key_literal(&KEY), 1024, Missing::Refuse).unwrap();
        // What the migration is to make is there already, as another thing.
        unmigrated().execute_batch("CREATE INDEX participant_name_by_folded ON participant (name)").unwrap();
        assert!(Database::open(dir.path(), &KEY).is_err(), "it cannot be migrated");
        let found: u32 = unmigrated().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, MIGRATIONS.len() as u32 - 1, "the version says what is there");
        assert!(dir.path().join(COPY).exists(), "and the copy is at hand");
    }

    #[test]
    fn another_key_finds_damage_not_a_new_vault() {
        let dir = TempDir::new().unwrap();
        drop(Database::create(dir.path(), &KEY).unwrap());
        let opened = Database::open(dir.path(), &[8; 32]).err();
        assert!(matches!(opened, Some(Error::Damaged { .. })), "{opened:?}");
    }

    #[test]
    fn a_dropped_writer_leaves_nothing_and_a_reader_sees_one_moment() {
        let dir = TempDir::new().unwrap();
        let database = Database::create(dir.path(), &KEY).unwrap();
        let count = |reader: &Connection| -> u32 {
            reader.query_row("SELECT count(*) FROM import", [], |row| row.get(0)).unwrap()
        };
        let insert = "INSERT INTO import (imported_at_ms) VALUES (0)";
        let before = database.read().unwrap();
        database.write().unwrap().execute(insert, []).unwrap();
        let writer = database.write().unwrap();
        writer.execute(insert, []).unwrap();
        writer.commit().unwrap();
        assert_eq!(count(&before), 0, "the reader began before");
        assert_eq!(count(&database.read().unwrap()), 1, "only what was committed");
    }
}
