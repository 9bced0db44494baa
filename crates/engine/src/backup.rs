//! Backups: taking one, now or when it is due, restoring, rehearsing, verifying.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result, Secret,
        backup::{
            BackupAttempt, BackupHoldings, BackupKeep, BackupPlan, BackupReport, BackupSchedule,
            BackupSnapshot, BackupStatus, Check, OpenBackup, Rehearsal, RehearseBackup, RestoreVault,
            TakeBackup, Verification,
        },
        vault::VaultStatus,
    },
    clock,
    keys::password,
};
use chrono::{DateTime, Datelike, NaiveDate};
use std::path::{Path, PathBuf};
use yanju_model::{
    Zone,
    job::Job,
    log::{Act, detail},
    time::DEFAULT_ZONE,
};
use yanju_store::{
    Attempt, Backup, BackupOrder, Credential, Extent, Holdings, Origin, Plan, Retention, Schedule, Snapshot,
    Vault,
};

/// Taking.
impl Session {
    /// Backs up the open vault and notes how that ended.
    pub fn back_up(&self, request: &TakeBackup, job: &Job) -> Result<BackupReport> {
        self.during(job, |vault| {
            let place = named_or_planned(vault, request.folder.as_deref())?;
            let extent = if request.full { Extent::Full } else { Extent::Increment };
            self.take_backup(vault, &place, extent, self.by_person(), job)
        })
    }

    /// Backs up the open vault if a backup is due; `None` if not. For a timer, and for when the vault is opened.
    pub fn back_up_if_due(&self, job: &Job) -> Result<Option<BackupReport>> {
        self.during(job, |vault| match self.due(vault)? {
            Some((place, extent)) => {
                self.take_backup(vault, &place, extent, self.by_program(), job).map(Some)
            }
            None => Ok(None),
        })
    }

    /// What is planned and how it goes.
    pub fn backup_status(&self) -> Result<BackupStatus> {
        self.with(|vault| {
            let plan = vault.backup_plan()?;
            let zone = vault.zone()?;
            let last_snapshot = match &plan.place {
                Some(place) => self.last_snapshot(vault, place)?,
                None => None,
            };
            let last = vault.backup_attempt()?;
            Ok(BackupStatus {
                last: last.map(|last| BackupAttempt { at: at(last.at_ms, zone), error: last.error }),
                last_snapshot: last_snapshot.map(|ms| at(ms, zone)),
                due: self.due(vault)?.is_some(),
                plan: shown_plan(plan),
            })
        })
    }

    /// Plans.
    pub fn set_backup_plan(&self, plan: &BackupPlan) -> Result<BackupStatus> {
        self.with(|vault| {
            vault.set_backup_plan(&Plan {
                place: plan.folder.as_deref().map(absolute),
                schedule: match plan.schedule {
                    BackupSchedule::Off => Schedule::Off,
                    BackupSchedule::Daily => Schedule::Daily,
                },
                keep: Retention { days: plan.keep.days, weeks: plan.keep.weeks, months: plan.keep.months },
            })?;
            let folder = plan.folder.clone().unwrap_or_default();
            let schedule = if plan.schedule == BackupSchedule::Daily { "daily" } else { "off" };
            let value = format!("{folder} {schedule}").trim().to_owned();
            self.note(
                vault,
                Act::SettingChanged,
                &detail([("name", "backup_plan".to_owned()), ("value", value)]),
            )
        })?;
        self.backup_status()
    }

    fn take_backup(
        &self,
        vault: &Vault,
        place: &Path,
        extent: Extent,
        origin: Origin,
        job: &Job,
    ) -> Result<BackupReport> {
        let at_ms = origin.at_ms;
        let order = BackupOrder { place, at_ms, extent, keep: vault.backup_plan()?.keep };
        let taken = vault.back_up(order, job).map_err(|error| at_place(error, place));
        let error = taken.as_ref().err().map(|error| error.code);
        if error != Some(ErrorCode::Cancelled) {
            // Whether the backup is there does not depend on the note.
            let _ = vault.note_backup(&Attempt { at_ms, error: error.map(ErrorCode::name) });
            let folder = ("folder", place.display().to_string());
            let _ = match (&taken, error) {
                (Ok(taken), _) => vault.log(
                    Act::BackedUp,
                    &detail([folder, ("snapshot", taken.snapshot.id.clone())]),
                    origin,
                ),
                (_, Some(code)) => {
                    vault.log(Act::BackupFailed, &detail([folder, ("code", code.name())]), origin)
                }
                (Err(_), None) => Ok(()),
            };
        }
        let taken = taken?;
        Ok(BackupReport {
            folder: place.display().to_string(),
            snapshot: shown(taken.snapshot, vault.zone()?),
            files_written: taken.files_written,
            bytes_written: taken.bytes_written,
            snapshots_removed: taken.snapshots_removed,
            bytes_freed: taken.bytes_freed,
            unreadable: taken.unreadable,
        })
    }

    /// Where a backup is due, and how thorough. It is when today has none yet, so that a day on which the machine
    /// was off is caught up with, and so is the first of the month, whose backup is a full one.
    fn due(&self, vault: &Vault) -> Result<Option<(PathBuf, Extent)>> {
        let plan = vault.backup_plan()?;
        let (Some(place), Schedule::Daily) = (plan.place, plan.schedule) else { return Ok(None) };
        let zone = vault.zone()?;
        let last = self.last_snapshot(vault, &place)?.map(|last| day(last, zone));
        let extent = extent_due(last, day(self.clock.now_ms(), zone));
        Ok(extent.map(|extent| (place, extent)))
    }

    fn last_snapshot(&self, vault: &Vault, place: &Path) -> Result<Option<i64>> {
        vault.last_snapshot(place, self.clock.now_ms()).map_err(|error| at_place(error, place))
    }
}

/// What there is.
impl Session {
    /// The snapshots of the open vault in its planned folder, the latest first.
    pub fn backups(&self) -> Result<Vec<BackupSnapshot>> {
        self.with(|vault| {
            let place = named_or_planned(vault, None)?;
            let zone = vault.zone()?;
            let backup = match vault.backup_in(&place) {
                Err(yanju_store::Error::NoBackup) => return Ok(Vec::new()),
                backup => backup.map_err(|error| at_place(error, &place))?,
            };
            listed(&backup, &place, zone)
        })
    }

    /// The snapshots of a backup, the latest first; no vault need be open.
    pub fn backups_at(&self, request: &OpenBackup) -> Result<Vec<BackupSnapshot>> {
        let path = Path::new(&request.path);
        listed(&opened(path, &request.password)?, path, DEFAULT_ZONE)
    }

    /// Reads a backup through; no vault need be open.
    pub fn verify_backup(&self, request: &OpenBackup, job: &Job) -> Result<Verification> {
        let path = Path::new(&request.path);
        let checks = opened(path, &request.password)?.verify(job).map_err(|error| at_place(error, path))?;
        let checks: Vec<Check> = checks.into_iter().map(check).collect();
        Ok(Verification { ok: checks.iter().all(|check| check.ok), checks })
    }

    /// Restores a snapshot (or the latest) of the open vault where nobody looks, reads it through and removes it.
    pub fn rehearse_backup(&self, request: &RehearseBackup, job: &Job) -> Result<Rehearsal> {
        self.during(job, |vault| {
            let place = named_or_planned(vault, request.folder.as_deref())?;
            let done = vault
                .rehearse(&place, request.snapshot.as_deref(), job)
                .map_err(|error| at_place(error, &place))?;
            let snapshot = Snapshot { id: done.snapshot, at_ms: done.at_ms, holdings: Some(done.holdings) };
            let checks: Vec<Check> = done.checks.into_iter().map(check).collect();
            let outcome = if checks.iter().all(|check| check.ok) { "equal" } else { "different" };
            self.note(
                vault,
                Act::Rehearsed,
                &detail([("snapshot", snapshot.id.clone()), ("outcome", outcome.to_owned())]),
            )?;
            Ok(Rehearsal {
                snapshot: shown(snapshot, vault.zone()?),
                contents: done.contents,
                content_bytes: done.content_bytes,
                ok: checks.iter().all(|check| check.ok),
                checks,
            })
        })
    }

    /// Restores a vault into a new place and opens it. What was open is closed once that is done.
    pub fn restore_vault(&self, request: &RestoreVault, job: &Job) -> Result<VaultStatus> {
        let path = Path::new(&request.backup);
        let backup = opened(path, &request.password)?;
        let to = self.path_or_default(request.to.as_deref());
        let restored = Vault::restore(&backup, request.snapshot.as_deref(), &to, job);
        let vault = restored.map_err(|error| match error {
            // What could not be read is the backup, everything else is about the new place.
            error @ yanju_store::Error::Source(_) => at_place(error, path),
            error => at_place(error, &to),
        })?;
        let from = detail([("folder", request.backup.clone())]);
        vault.log(Act::Restored, &from, self.by_person())?;
        self.exchange(vault, &to);
        self.vault_status()
    }
}

fn opened(path: &Path, typed: &Secret) -> Result<Backup> {
    Backup::open(path, Credential::Password(&password(typed))).map_err(|error| at_place(error, path))
}

fn named_or_planned(vault: &Vault, folder: Option<&str>) -> Result<PathBuf> {
    match folder {
        Some(folder) => Ok(absolute(folder)),
        None => vault.backup_plan()?.place.ok_or_else(|| ApiError::new(ErrorCode::BackupUnset)),
    }
}

fn listed(backup: &Backup, path: &Path, zone: Zone) -> Result<Vec<BackupSnapshot>> {
    let snapshots = backup.snapshots().map_err(|error| at_place(error, path))?;
    Ok(snapshots.into_iter().map(|snapshot| shown(snapshot, zone)).collect())
}

/// How thorough a backup is due today, if any.
fn extent_due(last: Option<NaiveDate>, today: NaiveDate) -> Option<Extent> {
    match last {
        Some(last) if last >= today => None,
        Some(last) if (last.year(), last.month()) == (today.year(), today.month()) => Some(Extent::Increment),
        _ => Some(Extent::Full),
    }
}

fn shown(snapshot: Snapshot, zone: Zone) -> BackupSnapshot {
    let holdings = snapshot.holdings.map(|holdings| {
        let Holdings { messages, events, conversations, attachments, originals, bytes } = holdings;
        BackupHoldings { messages, events, conversations, attachments, originals, bytes }
    });
    BackupSnapshot { id: snapshot.id, at: at(snapshot.at_ms, zone), holdings }
}

fn shown_plan(plan: Plan) -> BackupPlan {
    let Retention { days, weeks, months } = plan.keep;
    BackupPlan {
        folder: plan.place.map(|place| place.display().to_string()),
        schedule: match plan.schedule {
            Schedule::Off => BackupSchedule::Off,
            Schedule::Daily => BackupSchedule::Daily,
        },
        keep: BackupKeep { days, weeks, months },
    }
}

fn check(check: yanju_store::Check) -> Check {
    let ok = check.is_passed();
    let detail = if ok { check.figure } else { check.findings.join("; ") };
    Check { name: check.part.name().to_owned(), ok, detail }
}

fn absolute(path: &str) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path))
}

fn day(ms: i64, zone: Zone) -> NaiveDate {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone).date_naive()
}

fn at(ms: i64, zone: Zone) -> String {
    clock::at(ms, zone).rfc3339().unwrap_or_default()
}

/// A store error with the place it is about, which the store itself never repeats.
fn at_place(error: yanju_store::Error, place: &Path) -> ApiError {
    ApiError::from(error).with("path", place.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(last: &str, today: &str) -> Option<Extent> {
        let day = |text: &str| text.parse().ok();
        extent_due(day(last), day(today).expect("a day"))
    }

    #[test]
    fn a_backup_is_due_once_a_day_and_in_full_once_a_month() {
        assert_eq!(due("2023-11-14", "2023-11-14"), None, "today has one");
        assert_eq!(due("2023-11-13", "2023-11-14"), Some(Extent::Increment), "yesterday has");
        assert_eq!(due("2023-11-02", "2023-11-14"), Some(Extent::Increment), "the machine was off");
        assert_eq!(due("2023-10-31", "2023-11-01"), Some(Extent::Full), "the first of the month");
        assert_eq!(due("2023-10-30", "2023-11-03"), Some(Extent::Full), "or the first day after it");
        assert_eq!(due("2022-11-14", "2023-11-14"), Some(Extent::Full), "the month is that of the year");
        assert_eq!(due("never", "2023-11-14"), Some(Extent::Full), "there is none yet");
    }
}
