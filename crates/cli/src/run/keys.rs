//! `yanju init`, `password` and `recovery`: who can open the vault.

use super::{Face, Outcome};
use crate::{
    args::{Init, NewPassword, Recovery, RecoveryAct},
    password::{Purpose, new_password, password, recovery_words},
    text,
};
use serde_json::json;
use std::path::Path;
use yanju_engine::api::{
    ApiError, ErrorCode, Result, Secret,
    confirm::{Confirm, Operation},
    keys::{ChangePassword, MakeRecoveryWords, RecoverVault},
    vault::{CreateVault, Language, OpenVault, VaultState},
};

impl Face<'_> {
    pub(super) fn init(&self, init: &Init) -> Result<Outcome> {
        let status = self.session.vault_status()?;
        if status.state != VaultState::Absent {
            return Err(ApiError::new(ErrorCode::VaultExists).with("path", status.path));
        }
        let password = password(self.args, Purpose::Create, self.sentences)?;
        let language = self.language();
        let request = CreateVault { path: None, password: password.clone(), language };
        let status = self.session.create_vault(&request)?;
        let mut made = json!({"vault": status.path});
        if init.recovery_words {
            let grant =
                self.session.confirm(&Confirm { operation: Operation::MakeRecoveryWords, password })?;
            let phrase = self.session.make_recovery_words(MakeRecoveryWords { language }, &grant)?;
            made["recovery_words"] = phrase.words.expose().into();
        }
        self.print(&made, text::created)
    }

    pub(super) fn change_password(&self, current: Secret, to: &NewPassword) -> Result<Outcome> {
        let new = new_password(to.new_password_file.as_deref(), self.sentences)?;
        self.session.change_password(&ChangePassword { current, new })?;
        let status = self.session.vault_status()?;
        self.print(&json!({"vault": status.path}), |_, s| s.get("cli.password_changed", &[]))
    }

    pub(super) fn recovery(&self, open: &OpenVault, recovery: &Recovery) -> Result<Outcome> {
        match &recovery.act {
            RecoveryAct::Create { language } => {
                let language = match language.as_deref() {
                    Some("en") => Language::English,
                    Some(_) => Language::Chinese,
                    None => self.language(),
                };
                let grant = self.session.open_vault_for(open, Operation::MakeRecoveryWords)?;
                let phrase = self.session.make_recovery_words(MakeRecoveryWords { language }, &grant)?;
                self.print(&json!({"recovery_words": phrase.words.expose()}), text::recovery_words)
            }
            RecoveryAct::Remove => {
                let grant = self.session.open_vault_for(open, Operation::RemoveRecoveryWords)?;
                self.session.remove_recovery_words(&grant)?;
                self.print(&json!({"removed": true}), |_, s| s.get("cli.recovery_words_removed", &[]))
            }
            RecoveryAct::Use { words_file, password } => self.recover(words_file.as_deref(), password),
        }
    }

    pub(super) fn recover(&self, words_file: Option<&Path>, to: &NewPassword) -> Result<Outcome> {
        let words = recovery_words(words_file, self.sentences)?;
        let password = new_password(to.new_password_file.as_deref(), self.sentences)?;
        let status = self.session.recover_vault(&RecoverVault { path: None, words, password })?;
        self.print(&json!({"vault": status.path}), |_, s| s.get("cli.password_changed", &[]))
    }
}
