//! The face of the crate: an open vault. Its verbs stand where their subject is: `search`, `annotate`, `intake`,
//! `indexing`; here are opening, and what needs no more than one table.

use crate::{
    Actor, Credential, Error, Intake, NewFile, Origin, Password, Presence, Result, SealedReader, Setup,
    Staged,
    annotate::begin_categories,
    backup,
    blobs::Blobs,
    database::Database,
    entity::Recogniser,
    founding::{self, presence},
    index::{Index, Stamp},
    keys::{self, Keys},
    lock::VaultLock,
    log, rules,
    sealed::durable,
    search::{Memory, NEAR, Names},
    table::{attachment, content, conversation, file, message, origin, outbox, setting},
};
use std::{
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};
use yanju_model::{
    AttachmentId, ConversationId, MessageId, Zone,
    job::Job,
    log::{Act, Detail},
    record::{Absences, Attachment, Conversation, Coverage, ImportedFile, Message},
    time::DEFAULT_ZONE,
};

/// What a vault does whose owner never said.
const AUTO_LOCK_MINUTES: u32 = 10;

/// How many meanings of columns are remembered for a format.
const COLUMNS_LIMIT: usize = 100;

/// The columns of a table by their names, and what was said that they mean.
pub type SaidColumns = Vec<(String, Option<String>)>;

/// An open vault. Readers never wait for the writer; `&self` may be shared between threads.
pub struct Vault {
    pub(crate) keys: Keys,
    pub(crate) database: Database,
    pub(crate) blobs: Blobs,
    /// Another one from the moment this one is found damaged.
    pub(crate) index: RwLock<Arc<Index>>,
    /// Held while the index is written to or exchanged.
    pub(crate) indexing: Mutex<()>,
    /// Held while an index is built anew.
    pub(crate) rebuilding: Mutex<()>,
    /// The last outbox row that an index has applied which is being built beside.
    pub(crate) building: Mutex<Option<i64>>,
    pub(crate) memory: Memory,
    pub(crate) names: Names,
    /// Which life of the database this is.
    pub(crate) generation: i64,
    /// Held while the vault is backed up, or a backup of it rehearsed.
    pub(crate) backing_up: Mutex<()>,
    /// Counts changes, so that a remembered answer is not given after one.
    revision: AtomicU64,
    pub(crate) dir: PathBuf,
    /// Last, so that everything else is closed when another process may come in.
    _lock: VaultLock,
}

/// Opening.
impl Vault {
    /// Creates a vault in an empty or absent directory and opens it. Cut off, it leaves a vault or none.
    pub fn create(dir: &Path, password: &Password, setup: &Setup) -> Result<Self> {
        vacant(dir)?;
        durable::create_dir_all(dir)?;
        let lock = VaultLock::take(dir)?;
        // Another process may have been quicker.
        vacant(dir)?;
        Self::furnish(dir, password, setup, lock).inspect_err(|_| {
            if let Ok(_lock) = VaultLock::take(dir) {
                // The first error is the one to tell; what cannot be removed is marked as no vault.
                let _ = founding::clear(dir);
            }
        })
    }

    /// Everything but the key file, and then the key file: it makes the directory a vault.
    fn furnish(dir: &Path, password: &Password, setup: &Setup, lock: VaultLock) -> Result<Self> {
        founding::begin(dir)?;
        let (keys, key_file) = keys::create(password, setup.kdf)?;
        let database = Database::create(dir, keys.database())?;
        let writer = database.write()?;
        setting::set(&writer, setting::ZONE, setup.zone.name())?;
        setting::set(&writer, setting::GENERATION, &generation()?.to_string())?;
        setting::set(&writer, setting::CREATED_AT_MS, &setup.created_at_ms.to_string())?;
        begin_categories(&writer, &setup.categories)?;
        let origin = Origin { actor: Actor::Person, at_ms: setup.created_at_ms };
        log::append(&writer, &keys, Act::Created, &Detail::new(), origin)?;
        writer.commit()?;
        let vault = Self::assemble(dir, keys, database, lock)?;
        key_file.save(dir)?;
        founding::end(dir)?;
        Ok(vault)
    }

    /// Opens a vault by its password; a lost or damaged index is rebuilt.
    pub fn open(dir: &Path, password: &Password) -> Result<Self> {
        Self::open_with(dir, Credential::Password(password))
    }

    /// The same by whichever way.
    pub fn open_with(dir: &Path, with: Credential<'_>) -> Result<Self> {
        if presence(dir) != Presence::Locked {
            return Err(Error::NoVault);
        }
        let lock = VaultLock::take(dir)?;
        let keys = keys::unlock(dir, with)?;
        founding::end(dir)?;
        // What was left behind is sealed and in nobody's way. A scanner that holds it, or a disk that cannot be
        // written, must not lock the records away; the next opening removes it.
        let _ = backup::clear_rehearsal(dir);
        let database = Database::open(dir, keys.database())?;
        let vault = Self::assemble(dir, keys, database, lock)?;
        let _ = vault.blobs.sweep(|| Ok(content::all(&*vault.database.read()?)?));
        // An index that cannot be written now (a full disk) must not lock the records away: what it lacks is
        // scanned, and the next `index_pending` tells the reason. Much is for the caller, who can show how it goes on.
        if vault.pending()? <= NEAR {
            let _ = vault.index_pending(&Job::quiet());
        }
        Ok(vault)
    }

    pub(crate) fn assemble(dir: &Path, keys: Keys, database: Database, lock: VaultLock) -> Result<Self> {
        let generation = setting::value(&*database.read()?, setting::GENERATION)?
            .and_then(|generation| generation.parse().ok())
            .ok_or_else(|| Error::damaged("vault.db has no generation"))?;
        let changes = rules::changes(&*database.read()?)?;
        let index = following(dir, &keys, &database, generation, &Arc::new(Recogniser::new(&changes)))?;
        Ok(Self {
            blobs: Blobs::new(dir, &keys),
            keys,
            database,
            index: RwLock::new(Arc::new(index)),
            indexing: Mutex::default(),
            rebuilding: Mutex::default(),
            building: Mutex::default(),
            memory: Memory::default(),
            names: Names::default(),
            generation,
            backing_up: Mutex::default(),
            revision: AtomicU64::new(0),
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    /// The zone for times whose source is silent.
    pub fn zone(&self) -> Result<Zone> {
        let name = setting::value(&*self.database.read()?, setting::ZONE)?;
        Ok(name.and_then(|name| name.parse().ok()).unwrap_or(DEFAULT_ZONE))
    }

    /// Sets the zone for imports to come and for the edges of days.
    pub fn set_zone(&self, zone: Zone) -> Result<()> {
        let writer = self.database.write()?;
        setting::set(&writer, setting::ZONE, zone.name())?;
        writer.commit()
    }

    /// After how many minutes without a person it is to be locked; 0: never.
    pub fn auto_lock_minutes(&self) -> Result<u32> {
        let minutes = setting::value(&*self.database.read()?, setting::AUTO_LOCK_MINUTES)?;
        Ok(minutes.and_then(|minutes| minutes.parse().ok()).unwrap_or(AUTO_LOCK_MINUTES))
    }

    /// Sets it.
    pub fn set_auto_lock_minutes(&self, minutes: u32) -> Result<()> {
        let writer = self.database.write()?;
        setting::set(&writer, setting::AUTO_LOCK_MINUTES, &minutes.to_string())?;
        writer.commit()
    }

    /// What the user said that columns mean in files of a format, the latest first: the columns' names and, of some,
    /// the fields' stable names.
    pub fn columns_said(&self, format: &str) -> Result<Vec<SaidColumns>> {
        let said = setting::value(&*self.database.read()?, &setting::columns(format))?;
        Ok(said.and_then(|said| serde_json::from_str(&said).ok()).unwrap_or_default())
    }

    /// Remembers what columns mean. The same names mean the new; the oldest are forgotten beyond a hundred.
    pub fn remember_columns(&self, format: &str, columns: SaidColumns) -> Result<()> {
        let mut said = self.columns_said(format)?;
        let names = |columns: &SaidColumns| columns.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let new = names(&columns);
        said.retain(|known| names(known) != new);
        said.insert(0, columns);
        said.truncate(COLUMNS_LIMIT);
        let text = serde_json::json!(said).to_string();
        let writer = self.database.write()?;
        setting::set(&writer, &setting::columns(format), &text)?;
        writer.commit()
    }

    /// Whether something was marked as done, by a name of the caller's.
    pub fn is_marked(&self, name: &str) -> Result<bool> {
        Ok(setting::value(&*self.database.read()?, &setting::mark(name))?.is_some())
    }

    /// Marks something as done.
    pub fn mark(&self, name: &str) -> Result<()> {
        let writer = self.database.write()?;
        setting::set(&writer, &setting::mark(name), "")?;
        writer.commit()
    }
}

/// Reading what has an id.
impl Vault {
    /// One conversation.
    pub fn conversation(&self, id: ConversationId) -> Result<Conversation> {
        conversation::by_id(&*self.database.read()?, id)?.ok_or_else(|| Error::no_such(id))
    }

    /// Up to `limit` messages of a conversation from place `from_seq` (1 is the first) on.
    pub fn transcript(&self, id: ConversationId, from_seq: u64, limit: u32) -> Result<Vec<Message>> {
        let reader = self.database.read()?;
        if !conversation::exists(&reader, id)? {
            return Err(Error::no_such(id));
        }
        Ok(message::transcript(&reader, id, from_seq, limit)?)
    }

    /// One message.
    pub fn message(&self, id: MessageId) -> Result<Message> {
        message::by_id(&*self.database.read()?, id)?.ok_or_else(|| Error::no_such(id))
    }

    /// The files that a conversation came from, earliest import first.
    pub fn files_of(&self, id: ConversationId) -> Result<Vec<ImportedFile>> {
        Ok(file::of_conversation(&*self.database.read()?, id)?)
    }

    /// How far each file of a conversation reaches, in the order of [`Self::files_of`].
    pub fn coverage(&self, id: ConversationId) -> Result<Vec<Coverage>> {
        Ok(origin::coverage(&*self.database.read()?, id)?)
    }

    /// How many messages of a conversation are undated, and how many of its attachments are named only, of how many.
    pub fn absences(&self, id: ConversationId) -> Result<Absences> {
        Ok(message::absences(&*self.database.read()?, id)?)
    }

    /// Every imported file, latest import first.
    pub fn files(&self) -> Result<Vec<ImportedFile>> {
        Ok(file::all(&*self.database.read()?)?)
    }

    /// An attachment and, where its content was found, its bytes.
    pub fn attachment(&self, id: AttachmentId) -> Result<(Attachment, Option<SealedReader>)> {
        let attachment = attachment::by_id(&*self.database.read()?, id)?.ok_or_else(|| Error::no_such(id))?;
        let reader = attachment.sha256.as_deref().map(|sha256| self.blobs.open(sha256)).transpose()?;
        Ok((attachment, reader))
    }

    /// The bytes of an original by its SHA-256.
    pub fn original(&self, sha256: &str) -> Result<SealedReader> {
        self.blobs.open(sha256)
    }
}

/// Taking in.
impl Vault {
    /// Seals the bytes of an original beside the vault; advances `job` by bytes.
    pub fn keep(&self, reader: &mut dyn Read, job: &Job) -> Result<Staged> {
        self.blobs.stage(reader, &mut |bytes| Ok(job.advance(bytes)?))
    }

    /// Begins taking in a file whose original is kept. Other writers wait until it is finished or dropped.
    pub fn intake(&self, file: NewFile, original: Staged) -> Result<Intake<'_>> {
        Intake::begin(self, file, original)
    }
}

/// For the verbs.
impl Vault {
    /// Notes that something is not as it was.
    pub(crate) fn changed(&self) {
        self.revision.fetch_add(1, Ordering::SeqCst);
    }

    /// How often something changed.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::SeqCst)
    }

    /// The last outbox row that nobody needs any more: the index has applied it, and so has the one that is being built.
    pub(crate) fn applied_by_all(&self) -> Option<i64> {
        let building = *self.building.lock().unwrap_or_else(PoisonError::into_inner);
        self.applied_through().map(|seq| building.map_or(seq, |building| building.min(seq)))
    }

    /// The last outbox row that the index has applied.
    pub(crate) fn applied_through(&self) -> Option<i64> {
        self.index().applied_through().map(|stamp| stamp.seq)
    }

    /// Size of the index on disk.
    pub(crate) fn index_bytes(&self) -> Result<u64> {
        self.index().bytes()
    }
}

/// The index of this life of the database; an empty one, and everything to be done again, where it is not.
fn following(
    dir: &Path,
    keys: &Keys,
    database: &Database,
    generation: i64,
    recogniser: &Arc<Recogniser>,
) -> Result<Index> {
    let index = match Index::open(dir, keys, recogniser) {
        Err(Error::IndexDamaged { .. }) => {
            Index::delete(dir)?;
            Index::open(dir, keys, recogniser)?
        }
        opened => opened?,
    };
    let stamp = index.applied_through();
    let last = outbox::last_seq(&*database.read()?)?;
    let follows = |stamp: Stamp| {
        stamp.generation == generation && stamp.seq <= last && stamp.rules == recogniser.digest()
    };
    if stamp.is_some_and(follows) {
        return Ok(index);
    }
    // The index goes first: found again beside an outbox that began anew, it would seem to follow.
    drop(index);
    Index::delete(dir)?;
    let writer = database.write()?;
    outbox::restart(&writer)?;
    writer.commit()?;
    Index::open(dir, keys, recogniser)
}

/// That a directory may take a new vault.
pub(crate) fn vacant(dir: &Path) -> Result<()> {
    match presence(dir) {
        Presence::Locked => Err(Error::VaultExists),
        Presence::NotAVault => Err(Error::NotEmpty),
        Presence::Absent => Ok(()),
    }
}

/// A number no other life of a database has.
pub(crate) fn generation() -> Result<i64> {
    let mut bytes = [0; 8];
    keys::random(&mut bytes)?;
    Ok(i64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KdfCost;

    #[test]
    fn a_foreign_index_goes_before_the_outbox_begins_anew() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("vault");
        let password = Password::from("test".to_owned());
        let setup = Setup {
            kdf: KdfCost::INSECURE_FOR_TESTS,
            categories: Vec::new(),
            zone: DEFAULT_ZONE,
            created_at_ms: 0,
        };
        let vault = Vault::create(&dir, &password, &setup).unwrap();
        let writer = vault.database.write().unwrap();
        // Another life of the database, in which the outbox cannot begin anew: as after a kill just before it.
        setting::set(&writer, setting::GENERATION, "1").unwrap();
        let killed = "CREATE TRIGGER killed BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'killed'); END;
            INSERT INTO outbox (change, first_message, last_message) VALUES (0, 1, 1)";
        writer.execute_batch(killed).unwrap();
        writer.commit().unwrap();
        let stamp =
            Stamp { generation: vault.generation, seq: 1, rules: vault.index().recogniser().digest() };
        vault.index().writer().unwrap().commit(stamp).unwrap();
        drop(vault);

        let opened = Vault::open(&dir, &password).err();
        assert!(matches!(opened, Some(Error::Database(_))), "{opened:?}, not an outbox begun anew");
        assert!(!dir.join("index").exists(), "no later opening can take the index for its own");
    }
}
