//! Locking by itself: after a while without a person, and when the machine has slept.
//!
//! Whoever has the window calls [`Session::lock_when_due`] every few seconds. Two clocks are compared: where either
//! has moved much further than the calls are apart, nobody was there to call, so the machine slept.

use crate::{
    Session,
    api::{Result, vault::LockSettings},
    session::Whose,
};
use std::sync::{MutexGuard, PoisonError};
use yanju_model::log::{Act, detail};

/// Calls are a few seconds apart; this long without one, and the machine slept.
const SLEPT_MS: i64 = 30_000;
/// What counts where the setting cannot be read.
const UNREADABLE_MINUTES: u32 = 10;
/// A day. What waits longer is no lock.
const MOST_MINUTES: u32 = 24 * 60;

/// Why a vault was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person asked.
    Asked,
    /// Nobody did anything for as long as the setting says.
    Idle,
    /// The machine goes to sleep, or did.
    Suspended,
}

impl Why {
    /// The stable name, as in the log and under `locked` in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Idle => "idle",
            Self::Suspended => "suspended",
        }
    }
}

/// When somebody was there last.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Presence {
    /// The last sign of a person, by the clock that nobody can set.
    active_ms: i64,
    /// The last call, by both clocks.
    looked: Option<(i64, i64)>,
}

impl Session {
    /// Notes a sign of a person: a key, the pointer.
    pub fn active(&self) {
        self.presence().active_ms = self.clock.elapsed_ms();
    }

    /// Locks an open vault if it is due; says why, if so.
    pub fn lock_when_due(&self) -> Option<Why> {
        let due = self.lock_due();
        if let Some(why) = due {
            self.close(why);
        }
        due
    }

    fn lock_due(&self) -> Option<Why> {
        let now = (self.clock.now_ms(), self.clock.elapsed_ms());
        // Asked first: whoever is being locked is waited for here, not under the presence that every key notes.
        let is_open = self.is_open();
        let mut presence = self.presence();
        let before = presence.looked.replace(now);
        if !is_open {
            presence.active_ms = now.1;
            return None;
        }
        if before.is_some_and(|before| now.0 - before.0 > SLEPT_MS || now.1 - before.1 > SLEPT_MS) {
            return Some(Why::Suspended);
        }
        match self.at_work_now() {
            Some(Whose::Person) => {
                // Somebody waits for it.
                presence.active_ms = now.1;
                return None;
            }
            // It is brought to its end; then nobody has been there for all the longer.
            Some(Whose::Program) => return None,
            None => {}
        }
        let idle_ms = now.1 - presence.active_ms;
        drop(presence);
        // Where the setting cannot be read (the drive was pulled), the vault is not left open for it.
        let minutes = self.lock_settings().map_or(UNREADABLE_MINUTES, |settings| settings.auto_lock_minutes);
        let minutes = i64::from(minutes);
        (minutes > 0 && idle_ms >= minutes * 60_000).then_some(Why::Idle)
    }

    /// When the vault locks by itself.
    pub fn lock_settings(&self) -> Result<LockSettings> {
        self.with(|vault| Ok(LockSettings { auto_lock_minutes: vault.auto_lock_minutes()? }))
    }

    /// Sets it.
    pub fn set_lock_settings(&self, settings: &LockSettings) -> Result<()> {
        let minutes = settings.auto_lock_minutes.min(MOST_MINUTES);
        self.with(|vault| {
            vault.set_auto_lock_minutes(minutes)?;
            let changed = [("name", "auto_lock_minutes".to_owned()), ("value", minutes.to_string())];
            self.note(vault, Act::SettingChanged, &detail(changed))
        })
    }

    fn presence(&self) -> MutexGuard<'_, Presence> {
        self.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
