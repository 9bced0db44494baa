//! Where things lie on this machine when nobody says otherwise.

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use std::path::PathBuf;

/// The folders a session works with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The user's vault.
    pub vault: PathBuf,
    /// The demo vault.
    pub demo: PathBuf,
}

impl Places {
    /// The platform's data directory; below the working directory where the platform names none.
    pub fn of_this_machine() -> Self {
        let app = AppStrategyArgs {
            top_level_domain: "app".to_owned(),
            author: "yanju".to_owned(),
            app_name: "yanju".to_owned(),
        };
        let data = choose_app_strategy(app).map_or_else(|_| PathBuf::from("yanju"), |s| s.data_dir());
        Self { vault: data.join("vault"), demo: data.join("demo") }
    }

    /// The same with the vault elsewhere.
    #[must_use]
    pub fn with_vault(mut self, vault: PathBuf) -> Self {
        self.vault = vault;
        self
    }
}
