//! What lives as long as the window: the engine's session and the jobs that can be cancelled.
//!
//! Every call runs on a blocking thread, so that neither the window's thread nor another command waits for it.

use crate::keychain::SystemKeychain;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, Once, PoisonError},
};
use tauri::{AppHandle, Emitter};
use yanju_engine::{
    Job, Places, Session,
    api::{ApiError, ErrorCode, Result, job::JobProgress, vault::VaultStatus},
    clock::system_clock,
};

/// The only window's label.
pub const WINDOW: &str = "main";

/// The state behind every command. Cheap to clone; all clones are one shell.
#[derive(Clone)]
pub struct Shell {
    session: Arc<Session>,
    jobs: Arc<Mutex<HashMap<String, Job>>>,
    beginning: Beginning,
    begun: Arc<Once>,
}

/// What the program was started on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The vault that is there, or the doors.
    OwnVault,
    /// The demo cases.
    Demo,
}

impl Shell {
    /// A shell over a new session.
    pub fn new(places: Places, beginning: Beginning) -> Self {
        Self {
            session: Arc::new(Session::new(places, system_clock()).with_keychain(Arc::new(SystemKeychain))),
            jobs: Arc::default(),
            beginning,
            begun: Arc::new(Once::new()),
        }
    }

    /// The vault's state, which is the first thing a window asks for. A demo opens on that first question and not
    /// before the window, which takes a while: a window that waits says so, and a second start never comes here.
    pub async fn state(&self) -> Result<VaultStatus> {
        let (beginning, begun) = (self.beginning, Arc::clone(&self.begun));
        self.ask(move |session| {
            let mut opened = Ok(());
            begun.call_once(|| {
                if beginning == Beginning::Demo {
                    opened = session.open_demo(&Job::quiet()).map(drop);
                }
            });
            opened.and_then(|()| session.vault_status())
        })
        .await
    }

    /// The session, for a caller that is on a blocking thread already.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Runs one of the session's verbs.
    pub async fn ask<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Session) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let session = Arc::clone(&self.session);
        let answer = tauri::async_runtime::spawn_blocking(move || verb(&session)).await;
        answer.unwrap_or_else(|_| {
            Err(ApiError::new(ErrorCode::Internal).because("the command stopped unexpectedly"))
        })
    }

    /// Runs a long verb as the job of this name: its progress goes to the window, and [`Self::cancel`] ends it.
    pub async fn work<T: Send + 'static>(
        &self,
        app: AppHandle,
        name: String,
        verb: impl FnOnce(&Session, &Job) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let label = name.clone();
        let job = Job::new(move |progress| {
            // A window that is gone hears nothing; the work goes on or is cancelled on its own account.
            let _ = app.emit_to(WINDOW, "job", JobProgress::of(&label, progress));
        });
        self.jobs().insert(name.clone(), job.clone());
        let answer = self.ask(move |session| verb(session, &job)).await;
        self.jobs().remove(&name);
        answer
    }

    /// Asks the job of this name to stop; a name that is not running is none of our business any more.
    pub fn cancel(&self, name: &str) {
        if let Some(job) = self.jobs().get(name) {
            job.cancel();
        }
    }

    /// The map stays whole whatever a thread that held it did, so a poisoned lock is as good as any.
    fn jobs(&self) -> MutexGuard<'_, HashMap<String, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
