//! Backups on the command line: taking and listing, restoring, verifying.

use crate::{
    args::{Backup, Restore, Verify},
    password::{Purpose, password},
    progress,
    run::{Face, Outcome},
    sentences::Sentences,
    text::{field, harmless, minute, number, rows},
};
use serde_json::{Value, json};
use std::path::Path;
use yanju_engine::api::{
    Result,
    backup::{BackupPlan, OpenBackup, RehearseBackup, RestoreVault, TakeBackup},
};

impl Face<'_> {
    /// `yanju backup`. A folder is remembered where none is yet: a copy for a stick does not move the daily ones.
    pub fn backup(&self, backup: &Backup) -> Result<Outcome> {
        let job = progress::job(self.args, self.sentences);
        let folder = backup.folder.as_deref().map(absolute);
        let taken = if backup.if_due {
            self.session.back_up_if_due(&job)?
        } else {
            let request = TakeBackup { folder: folder.clone(), full: backup.full };
            Some(self.session.back_up(&request, &job)?)
        };
        let plan = self.session.backup_status()?.plan;
        if plan.folder.is_none() && folder.is_some() {
            self.session.set_backup_plan(&BackupPlan { folder: folder.clone(), ..plan })?;
        }
        let rehearsal = match &taken {
            Some(_) if backup.rehearse => {
                Some(self.session.rehearse_backup(&RehearseBackup { folder, snapshot: None }, &job)?)
            }
            _ => None,
        };
        let sound = rehearsal.as_ref().is_none_or(|rehearsal| rehearsal.ok);
        self.print(&json!({"backup": taken, "rehearsal": rehearsal}), report)?;
        Ok(if sound { Outcome::Done } else { Outcome::Unsound })
    }

    /// `yanju backups`
    pub fn backups(&self) -> Result<Outcome> {
        self.print(&json!({"snapshots": self.session.backups()?}), list)
    }

    /// `yanju backups FOLDER`: no vault need be there. The password is that of the backup.
    pub fn backups_at(&self, folder: &Path) -> Result<Outcome> {
        let password = password(self.args, Purpose::Open, self.sentences)?;
        let request = OpenBackup { path: absolute(folder), password };
        self.print(&json!({"snapshots": self.session.backups_at(&request)?}), list)
    }

    /// `yanju restore`. The password is that of the backup.
    pub fn restore(&self, restore: &Restore) -> Result<Outcome> {
        let request = RestoreVault {
            backup: absolute(&restore.backup),
            password: password(self.args, Purpose::Open, self.sentences)?,
            snapshot: restore.snapshot.clone(),
            to: restore.to.as_deref().map(absolute),
        };
        let status = self.session.restore_vault(&request, &progress::job(self.args, self.sentences))?;
        let held = self.session.stats()?;
        let restored = json!({"vault": status.path, "messages": held.messages, "events": held.events,
            "conversations": held.conversations, "attachments": held.attachments});
        self.print(&restored, |restored, s| {
            let (messages, conversations) = (number(restored, "messages"), number(restored, "conversations"));
            let values = [
                ("path", field(restored, "vault")),
                ("messages", &messages),
                ("conversations", &conversations),
            ];
            s.get("cli.restored", &values)
        })
    }

    /// `yanju verify`. The password is that of the backup.
    pub fn verify(&self, verify: &Verify) -> Result<Outcome> {
        let password = password(self.args, Purpose::Open, self.sentences)?;
        let request = OpenBackup { path: absolute(&verify.path), password };
        let found = self.session.verify_backup(&request, &progress::job(self.args, self.sentences))?;
        self.print(&found, |found, s| checks(found, s).trim_start_matches('\n').to_owned())?;
        Ok(if found.ok { Outcome::Done } else { Outcome::Unsound })
    }
}

fn report(done: &Value, s: &Sentences) -> String {
    let taken = &done["backup"];
    if taken.is_null() {
        return s.get("cli.backup_not_due", &[]);
    }
    let (snapshot, holdings) = (&taken["snapshot"], &taken["snapshot"]["holdings"]);
    let mut text = s.get(
        "cli.backed_up",
        &[
            ("folder", field(taken, "folder")),
            ("id", field(snapshot, "id")),
            ("messages", &number(holdings, "messages")),
            ("originals", &number(holdings, "originals")),
            ("files", &number(taken, "files_written")),
            ("bytes", &number(taken, "bytes_written")),
            ("removed", &number(taken, "snapshots_removed")),
        ],
    );
    for id in rows(taken, "unreadable").filter_map(Value::as_str) {
        text.push('\n');
        text.push_str(&s.get("cli.backup_unreadable", &[("id", id)]));
    }
    let rehearsal = &done["rehearsal"];
    if !rehearsal.is_null() {
        let values = [
            ("id", field(&rehearsal["snapshot"], "id")),
            ("contents", &number(rehearsal, "contents")),
            ("bytes", &number(rehearsal, "content_bytes")),
        ];
        text.push('\n');
        text.push_str(&s.get("cli.rehearsed", &values));
        text.push_str(&checks(rehearsal, s));
    }
    text
}

/// One line for each check, each begun on a new one.
fn checks(found: &Value, s: &Sentences) -> String {
    rows(found, "checks").fold(String::new(), |mut text, check| {
        let name = s.get(&format!("check.{}", field(check, "name")), &[]);
        let key = if check["ok"] == true { "cli.check_ok" } else { "cli.check_failed" };
        text.push('\n');
        text.push_str(&s.get(key, &[("name", &name), ("detail", &harmless(field(check, "detail")))]));
        text
    })
}

fn list(found: &Value, s: &Sentences) -> String {
    let line = |snapshot: &Value| {
        let holdings = &snapshot["holdings"];
        let values = [
            ("id", field(snapshot, "id").to_owned()),
            ("at", minute(snapshot, "at")),
            ("messages", number(holdings, "messages")),
            ("conversations", number(holdings, "conversations")),
            ("originals", number(holdings, "originals")),
            ("bytes", number(holdings, "bytes")),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        s.get(if holdings.is_null() { "cli.backup_row_unreadable" } else { "cli.backup_row" }, &values)
    };
    let lines: Vec<String> = rows(found, "snapshots").map(line).collect();
    if lines.is_empty() { s.get("cli.backup_none", &[]) } else { lines.join("\n") }
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
