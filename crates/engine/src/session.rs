//! One open vault and who may use it: creating, opening, locking.
//!
//! Every verb takes `&self` and may be called from several threads. Locking cancels what runs, waits for it
//! and drops the vault with its keys. The verbs themselves live in their own rooms.

use crate::{
    api::{
        ApiError, ErrorCode, Result,
        confirm::{Grant, Operation},
        vault::{CreateVault, Language, OpenVault, Stats, StatsBytes, VaultState, VaultStatus},
    },
    clock::Clock,
    confirm::Issued,
    demo,
    idle::{self, Why},
    inbox::Watch,
    keychain::{Keychain, NoKeychain},
    keys::{PASSWORD_MIN, new_password, password},
    places::Places,
    query::{self, Moment},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use yanju_model::{
    job::Job,
    log::{Act, detail},
    query::Query,
    time::DEFAULT_ZONE,
};
use yanju_store::{
    Actor, KdfCost, NewCategory, Origin, Password, Presence, Setup, Vault, WayIn, note_failed_attempt,
    presence,
};

/// A user's work with the program: at most one vault open.
pub struct Session {
    places: Places,
    current: Mutex<PathBuf>,
    vault: RwLock<Option<Vault>>,
    running: Mutex<Vec<(Job, Whose)>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) kdf: KdfCost,
    pub(crate) keychain: Arc<dyn Keychain>,
    pub(crate) grants: Mutex<Vec<Issued>>,
    pub(crate) presence: Mutex<idle::Presence>,
    pub(crate) inbox: Watch,
    /// Attempts in vain before the vault was opened.
    failed_attempts: Mutex<u64>,
}

impl Session {
    /// A session that works in these places by this clock, with nothing open.
    pub fn new(places: Places, clock: Arc<dyn Clock>) -> Self {
        Self::with_kdf(places, clock, KdfCost::default())
    }

    /// The same with another price of trying a password for vaults it creates; for tests.
    pub fn with_kdf(places: Places, clock: Arc<dyn Clock>, kdf: KdfCost) -> Self {
        Self {
            current: Mutex::new(places.vault.clone()),
            places,
            vault: RwLock::new(None),
            running: Mutex::new(Vec::new()),
            clock,
            kdf,
            keychain: Arc::new(NoKeychain),
            grants: Mutex::default(),
            presence: Mutex::default(),
            inbox: Watch::default(),
            failed_attempts: Mutex::default(),
        }
    }

    /// The same with a keychain, for quick unlock.
    #[must_use]
    pub fn with_keychain(self, keychain: Arc<dyn Keychain>) -> Self {
        Self { keychain, ..self }
    }

    /// Whether there is a vault, and whether it is open.
    pub fn vault_status(&self) -> Result<VaultStatus> {
        let path = self.current();
        let open = self.is_open();
        let state = match presence(&path) {
            _ if open => VaultState::Open,
            Presence::Absent => VaultState::Absent,
            Presence::Locked => VaultState::Locked,
            Presence::NotAVault => {
                return Err(ApiError::new(ErrorCode::NotAVault).with("path", path.display()));
            }
        };
        Ok(VaultStatus {
            state,
            demo: path == self.places.demo,
            path: path.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            password_min: PASSWORD_MIN as u32,
            failed_attempts: *self.failed_attempts.lock().unwrap_or_else(PoisonError::into_inner),
        })
    }

    /// Creates a vault and opens it.
    pub fn create_vault(&self, request: &CreateVault) -> Result<VaultStatus> {
        let password = new_password(&request.password)?;
        let path = self.path_or_default(request.path.as_deref());
        self.create_at(&path, &password, request.language)?;
        self.vault_status()
    }

    /// Opens a vault.
    pub fn open_vault(&self, request: &OpenVault) -> Result<VaultStatus> {
        let path = self.path_or_default(request.path.as_deref());
        self.open_at(&path, WayIn::Password, |path| Vault::open(path, &password(&request.password)))?;
        self.vault_status()
    }

    /// Opens a vault to do one thing for which the password would be asked again: it just was given.
    pub fn open_vault_for(&self, request: &OpenVault, operation: Operation) -> Result<Grant> {
        self.open_vault(request)?;
        self.with(|vault| self.grant(vault, operation))
    }

    /// Opens the demo vault, creating it with the demo cases the first time.
    pub fn open_demo(&self, job: &Job) -> Result<VaultStatus> {
        let path = self.places.demo.clone();
        let password = Password::from(demo::PASSWORD.to_owned());
        if presence(&path) != Presence::Absent {
            self.open_at(&path, WayIn::Password, |path| Vault::open(path, &password))?;
            if self.with(demo::is_complete)? {
                return self.vault_status();
            }
            // Cut off while it was being filled; it would look like a demo for ever.
            self.remove_demo()?;
        }
        self.create_at(&path, &password, Language::Chinese)?;
        if let Err(error) = demo::fill(self, job) {
            self.remove_demo()?;
            return Err(error);
        }
        self.vault_status()
    }

    fn remove_demo(&self) -> Result<()> {
        self.close(Why::Asked);
        let path = &self.places.demo;
        std::fs::remove_dir_all(path).map_err(|cause| crate::failure::unwritable(path, cause))
    }

    /// Cancels what runs, waits for it, and drops the vault with its keys.
    pub fn lock_vault(&self) -> Result<VaultStatus> {
        self.lock_because(Why::Asked)
    }

    /// The same for a reason.
    pub fn lock_because(&self, why: Why) -> Result<VaultStatus> {
        self.close(why);
        self.vault_status()
    }

    /// Whether a vault is open.
    pub fn is_open(&self) -> bool {
        self.vault.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Whose long work is under way, if any is; a person's before the program's.
    pub(crate) fn at_work_now(&self) -> Option<Whose> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().map(|(_, whose)| *whose).min()
    }

    pub(crate) fn close(&self, why: Why) {
        for (job, _) in self.running.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            job.cancel();
        }
        *self.failed_attempts.lock().unwrap_or_else(PoisonError::into_inner) = 0;
        let mut open = self.vault.write().unwrap_or_else(PoisonError::into_inner);
        // Now that nobody is at work on it any more who could still give one.
        self.void_grants();
        if let Some(vault) = open.take() {
            let origin = if why == Why::Asked { self.by_person() } else { self.by_program() };
            // A vault that cannot be written to (a full disk) is locked all the same.
            let _ = vault.log(Act::Locked, &detail([("why", why.name().to_owned())]), origin);
        }
        drop(open);
        // Leaving the demo leads back to one's own vault.
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if *current == self.places.demo {
            current.clone_from(&self.places.vault);
        }
    }

    /// What the vault holds and weighs.
    pub fn stats(&self) -> Result<Stats> {
        let stats = self.with(|vault| Ok(vault.stats()?))?;
        Ok(Stats {
            messages: stats.messages,
            events: stats.events,
            conversations: stats.conversations,
            participants: stats.participants,
            attachments: stats.attachments,
            bytes: StatsBytes {
                database: stats.database_bytes,
                index: stats.index_bytes,
                blobs: stats.blob_bytes,
            },
        })
    }

    /// Lets `work` use the open vault; [`ErrorCode::VaultLocked`] where none is open.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Vault) -> Result<T>) -> Result<T> {
        let guard = self.vault.read().unwrap_or_else(PoisonError::into_inner);
        match guard.as_ref() {
            Some(vault) => work(vault).map_err(|error| self.placed(error)),
            None => Err(ApiError::new(ErrorCode::VaultLocked)),
        }
    }

    /// A refusal of the file system without a path is about the vault, which the store itself never repeats.
    fn placed(&self, error: ApiError) -> ApiError {
        let is_placeless = error.params.get("path").is_some_and(String::is_empty);
        if error.code == ErrorCode::Unwritable && is_placeless {
            error.with("path", self.current().display())
        } else {
            error
        }
    }

    /// The same for long work, which locking cancels.
    pub(crate) fn during<T>(&self, job: &Job, work: impl FnOnce(&Vault) -> Result<T>) -> Result<T> {
        let _at_work = self.at_work(job);
        self.with(work)
    }

    /// The same for what the program does by itself, which is no sign of a person.
    pub(crate) fn during_by_itself<T>(&self, job: &Job, work: impl FnOnce(&Vault) -> Result<T>) -> Result<T> {
        let _at_work = self.begin_work(job, Whose::Program);
        self.with(work)
    }

    /// Notes that a job is under way, which locking cancels, until what is returned is dropped.
    pub(crate) fn at_work(&self, job: &Job) -> AtWork<'_> {
        self.begin_work(job, Whose::Person)
    }

    fn begin_work(&self, job: &Job, whose: Whose) -> AtWork<'_> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push((job.clone(), whose));
        AtWork { session: self, job: job.clone() }
    }

    /// Now, as the origin of a change that a person makes.
    pub(crate) fn by_person(&self) -> Origin {
        Origin { actor: Actor::Person, at_ms: self.clock.now_ms() }
    }

    /// Parses a query and settles it against the clock and the vault's zone.
    pub(crate) fn understand(&self, vault: &Vault, text: &str) -> Result<(query::Expr, Query)> {
        let expr = query::parse(text)?;
        let query = query::resolve(&expr, self.moment(vault)?)?;
        Ok((expr, query))
    }

    /// Today in the vault's zone.
    pub(crate) fn moment(&self, vault: &Vault) -> Result<Moment> {
        let zone = vault.zone()?;
        let now = chrono::DateTime::from_timestamp_millis(self.clock.now_ms()).unwrap_or_default();
        Ok(Moment { today: now.with_timezone(&zone).date_naive(), zone })
    }

    fn create_at(&self, path: &Path, password: &Password, language: Language) -> Result<()> {
        self.close(Why::Asked);
        let setup = Setup {
            kdf: self.kdf,
            categories: default_categories(language),
            zone: DEFAULT_ZONE,
            created_at_ms: self.clock.now_ms(),
        };
        let vault = Vault::create(path, password, &setup).map_err(|e| at_path(e, path))?;
        self.take(vault, path);
        Ok(())
    }

    /// Opens the vault at `path` by this way, as `open` does, and has its log say so. An attempt in vain is noted too.
    pub(crate) fn open_at(
        &self,
        path: &Path,
        way: WayIn,
        open: impl FnOnce(&Path) -> yanju_store::Result<Vault>,
    ) -> Result<()> {
        self.close(Why::Asked);
        if presence(path) == Presence::NotAVault {
            return Err(ApiError::new(ErrorCode::NotAVault).with("path", path.display()));
        }
        let vault = open(path).map_err(|error| {
            if matches!(error, yanju_store::Error::WrongPassword | yanju_store::Error::WrongWords(_)) {
                // A folder that cannot be written to is no reason to hide what is wrong.
                let _ = note_failed_attempt(path, self.clock.now_ms());
            }
            at_path(error, path)
        })?;
        // A vault on a full disk can be read; its log lacks then what it could not take.
        let attempts = vault.log_failed_attempts().unwrap_or(0);
        let way = ("way", way_name(way).to_owned());
        let _ =
            vault.log(Act::Unlocked, &detail([way, ("attempts", attempts.to_string())]), self.by_person());
        *self.failed_attempts.lock().unwrap_or_else(PoisonError::into_inner) = attempts;
        self.take(vault, path);
        Ok(())
    }

    /// Closes what is open and takes another vault.
    pub(crate) fn exchange(&self, vault: Vault, path: &Path) {
        self.close(Why::Asked);
        self.take(vault, path);
    }

    fn take(&self, vault: Vault, path: &Path) {
        self.active();
        path.clone_into(&mut self.current.lock().unwrap_or_else(PoisonError::into_inner));
        *self.vault.write().unwrap_or_else(PoisonError::into_inner) = Some(vault);
    }

    fn current(&self) -> PathBuf {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn path_or_default(&self, path: Option<&str>) -> PathBuf {
        path.map_or_else(|| self.current(), PathBuf::from)
    }
}

/// Who wants a job done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whose {
    /// Somebody waits for it.
    Person,
    /// Nobody may be there.
    Program,
}

/// A job under way; over when dropped, however it ended.
pub(crate) struct AtWork<'s> {
    session: &'s Session,
    job: Job,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        let mut running = self.session.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|(job, _)| !job.is(&self.job));
    }
}

/// The stable name of a way in, as in the log and under `way` in the locale files.
const fn way_name(way: WayIn) -> &'static str {
    match way {
        WayIn::Password => "password",
        WayIn::RecoveryWords => "recovery_words",
        WayIn::DeviceSecret => "keychain",
    }
}

/// The four of F15, with the usual shares that one's own are compared with.
fn default_categories(language: Language) -> Vec<NewCategory> {
    [
        ("账号异常", "Account trouble", 20),
        ("支付问题", "Payment", 35),
        ("功能咨询", "How-to question", 25),
        ("技术故障", "Technical fault", 20),
    ]
    .into_iter()
    .enumerate()
    .map(|(color, (chinese, english, share))| NewCategory {
        name: match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
        .to_owned(),
        color: color as u8,
        baseline_percent: Some(share),
    })
    .collect()
}

/// A store error with the vault's path, which the store itself never repeats.
fn at_path(error: yanju_store::Error, path: &Path) -> ApiError {
    ApiError::from(error).with("path", path.display())
}
