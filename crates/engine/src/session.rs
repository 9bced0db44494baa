//! One open vault and who may use it: creating, opening, locking.
//!
//! Every verb takes `&self` and may be called from several threads. Locking cancels what runs, waits for it
//! and drops the vault with its keys. The verbs themselves live in their own rooms.

use crate::{
    api::{
        ApiError, ErrorCode, Result,
        vault::{CreateVault, Language, OpenVault, Stats, StatsBytes, VaultState, VaultStatus},
    },
    clock::Clock,
    demo,
    places::Places,
    query::{self, Moment},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use yanju_model::{job::Job, query::Query, time::DEFAULT_ZONE};
use yanju_store::{Actor, KdfCost, NewCategory, Origin, Password, Presence, Setup, Vault, presence};

/// The shortest password accepted for a new vault, in characters.
pub const PASSWORD_MIN: usize = 8;

/// A user's work with the program: at most one vault open.
pub struct Session {
    places: Places,
    current: Mutex<PathBuf>,
    vault: RwLock<Option<Vault>>,
    running: Mutex<Vec<Job>>,
    pub(crate) clock: Arc<dyn Clock>,
    kdf: KdfCost,
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
        }
    }

    /// Whether there is a vault, and whether it is open.
    pub fn vault_status(&self) -> Result<VaultStatus> {
        let path = self.current();
        let open = self.vault.read().unwrap_or_else(PoisonError::into_inner).is_some();
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
        })
    }

    /// Creates a vault and opens it.
    pub fn create_vault(&self, request: &CreateVault) -> Result<VaultStatus> {
        if request.password.chars().count() < PASSWORD_MIN {
            return Err(ApiError::new(ErrorCode::PasswordTooShort).with("min", PASSWORD_MIN));
        }
        let path = self.path_or_default(request.path.as_deref());
        self.create_at(&path, &request.password, request.language)?;
        self.vault_status()
    }

    /// Opens a vault.
    pub fn open_vault(&self, request: &OpenVault) -> Result<VaultStatus> {
        let path = self.path_or_default(request.path.as_deref());
        self.open_at(&path, &request.password)?;
        self.vault_status()
    }

    /// Opens the demo vault, creating it with the demo cases the first time.
    pub fn open_demo(&self) -> Result<VaultStatus> {
        let path = self.places.demo.clone();
        if presence(&path) == Presence::Absent {
            self.create_at(&path, demo::PASSWORD, Language::Chinese)?;
            if let Err(error) = demo::fill(self) {
                // A half-filled demo would look like a demo; begin anew next time.
                self.close();
                std::fs::remove_dir_all(&path).map_err(|cause| crate::failure::unwritable(&path, cause))?;
                return Err(error);
            }
        } else {
            self.open_at(&path, demo::PASSWORD)?;
        }
        self.vault_status()
    }

    /// Cancels what runs, waits for it, and drops the vault with its keys.
    pub fn lock_vault(&self) -> Result<VaultStatus> {
        self.close();
        self.vault_status()
    }

    fn close(&self) {
        for job in self.running.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            job.cancel();
        }
        *self.vault.write().unwrap_or_else(PoisonError::into_inner) = None;
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
            Some(vault) => work(vault),
            None => Err(ApiError::new(ErrorCode::VaultLocked)),
        }
    }

    /// The same for long work, which locking cancels.
    pub(crate) fn during<T>(&self, job: &Job, work: impl FnOnce(&Vault) -> Result<T>) -> Result<T> {
        let slot = {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.push(job.clone());
            job.clone()
        };
        let result = self.with(work);
        self.running.lock().unwrap_or_else(PoisonError::into_inner).retain(|job| !job.is(&slot));
        result
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

    fn create_at(&self, path: &Path, password: &str, language: Language) -> Result<()> {
        self.close();
        let setup = Setup {
            kdf: self.kdf,
            categories: default_categories(language),
            zone: DEFAULT_ZONE,
            created_at_ms: self.clock.now_ms(),
        };
        let password = Password::from(password.to_owned());
        let vault = Vault::create(path, &password, &setup).map_err(|e| at_path(e, path))?;
        self.take(vault, path);
        Ok(())
    }

    fn open_at(&self, path: &Path, password: &str) -> Result<()> {
        self.close();
        if presence(path) == Presence::NotAVault {
            return Err(ApiError::new(ErrorCode::NotAVault).with("path", path.display()));
        }
        let password = Password::from(password.to_owned());
        let vault = Vault::open(path, &password).map_err(|e| at_path(e, path))?;
        self.take(vault, path);
        Ok(())
    }

    /// Closes what is open and takes another vault.
    pub(crate) fn exchange(&self, vault: Vault, path: &Path) {
        self.close();
        self.take(vault, path);
    }

    fn take(&self, vault: Vault, path: &Path) {
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
