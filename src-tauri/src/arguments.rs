//! What the program can be started with.

use crate::shell::Beginning;
use clap::Parser;
use std::path::PathBuf;
use yanju_engine::Places;

/// 言据 Yanju: customer-service chat records, kept as evidence.
#[derive(Parser)]
#[command(name = "yanju-desktop", version)]
pub struct Arguments {
    /// Open on the demo cases.
    #[arg(long)]
    pub demo: bool,
    /// The vault's folder; without it, the one in your data directory.
    #[arg(long, value_name = "DIR", env = "YANJU_VAULT")]
    pub vault: Option<PathBuf>,
}

impl Arguments {
    /// What the window begins with.
    pub fn beginning(&self) -> Beginning {
        if self.demo { Beginning::Demo } else { Beginning::OwnVault }
    }

    /// Where the session keeps its files.
    pub fn places(&self) -> Places {
        let places = Places::of_this_machine();
        match &self.vault {
            Some(vault) => places.with_vault(vault.clone()),
            None => places,
        }
    }
}
