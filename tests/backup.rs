//! Backups: a vault that is backed up as planned, lost, and restored.

use crate::support::{NOW_MS, PASSWORD, TestVault};
use std::{fs, sync::Arc};
use yanju_engine::{
    Job, KdfCost, Places, Session,
    api::{
        ErrorCode,
        backup::{BackupPlan, BackupSchedule, OpenBackup, RehearseBackup, RestoreVault, TakeBackup},
        confirm::Operation,
        keys::MakeRecoveryWords,
        log::AskLog,
        vault::{Language, OpenVault, VaultState},
    },
    clock::StoppedClock,
};

const DAY: i64 = 86_400_000;

/// A vault with records and a daily backup to a folder that is there.
fn planned() -> TestVault {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let folder = vault.folder().join("drive");
    fs::create_dir(&folder).expect("a folder");
    let plan = vault.session.backup_status().expect("a plan").plan;
    let plan =
        BackupPlan { folder: Some(folder.display().to_string()), schedule: BackupSchedule::Daily, ..plan };
    assert!(vault.session.set_backup_plan(&plan).expect("it is planned").due, "there is none yet");
    vault
}

/// The same vault, opened by a session of another day.
fn days_later(vault: &TestVault, days: i64) -> Session {
    vault.session.lock_vault().expect("it is closed");
    let places = Places { vault: vault.directory(), demo: vault.folder().join("demo") };
    let clock = Arc::new(StoppedClock(NOW_MS + days * DAY));
    let session = Session::with_kdf(places, clock, KdfCost::INSECURE_FOR_TESTS);
    session.open_vault(&OpenVault { path: None, password: PASSWORD.into() }).expect("it opens");
    session
}

#[test]
fn a_backup_is_taken_once_a_day_and_caught_up_with() {
    let vault = planned();
    let taken = vault.session.back_up_if_due(&Job::quiet()).expect("there is room");
    assert_eq!(taken.expect("it was due").snapshot.at, "2024-07-01T12:00:00+08:00");
    assert_eq!(vault.session.back_up_if_due(&Job::quiet()), Ok(None), "today has one");
    let status = vault.session.backup_status().expect("a status");
    assert_eq!(status.last.map(|last| last.error), Some(None), "it ended well");
    assert_eq!(status.last_snapshot.as_deref(), Some("2024-07-01T12:00:00+08:00"));

    let later = days_later(&vault, 3);
    assert!(later.backup_status().expect("a status").due, "the machine was off for three days");
    assert!(later.back_up_if_due(&Job::quiet()).expect("there is room").is_some(), "it is caught up with");
    assert_eq!(later.backups().expect("a list").len(), 2);
    later.lock_vault().expect("it is closed");
    let earlier = days_later(&vault, 1);
    assert!(earlier.backup_status().expect("a status").due, "a snapshot from the future does not count");
}

#[test]
fn a_drive_that_is_not_there_is_noted_and_tried_again() {
    let vault = planned();
    let folder = vault.folder().join("drive");
    fs::remove_dir(&folder).expect("it is unplugged");
    let failed = vault.session.back_up_if_due(&Job::quiet()).expect_err("there is no drive");
    assert_eq!(failed.code, ErrorCode::BackupPlace);
    assert_eq!(failed.params.get("reason").map(String::as_str), Some("absent"));
    let status = vault.session.backup_status().expect("a status");
    assert_eq!(status.last.and_then(|last| last.error).as_deref(), Some("backup_place"), "it is noted");
    assert!(status.due, "it stays due");
    fs::create_dir(&folder).expect("it is plugged in again");
    assert!(vault.session.back_up_if_due(&Job::quiet()).expect("there is room").is_some());
}

#[test]
fn a_lost_vault_is_restored_with_its_organisation_and_its_plan() {
    let vault = planned();
    let conversation = vault.conversations("").conversations[0].id.clone();
    vault.tag(&conversation, "要紧");
    vault.session.back_up(&TakeBackup::default(), &Job::quiet()).expect("there is room");
    let rehearsal = vault.session.rehearse_backup(&RehearseBackup::default(), &Job::quiet());
    assert!(rehearsal.expect("it is rehearsed").ok, "and sound");
    let before = vault.conversations("").conversations;
    vault.session.lock_vault().expect("it is closed");
    fs::remove_dir_all(vault.directory()).expect("it is lost");

    let backup = vault.folder().join("drive").display().to_string();
    let ask = OpenBackup { path: backup.clone(), password: PASSWORD.into() };
    let snapshots = vault.session.backups_at(&ask).expect("the backup opens without a vault");
    let request =
        RestoreVault { backup, password: PASSWORD.into(), snapshot: Some(snapshots[0].id.clone()), to: None };
    let status = vault.session.restore_vault(&request, &Job::quiet()).expect("it is restored");
    assert_eq!(status.state, VaultState::Open, "and opened");
    assert_eq!(vault.conversations("").conversations, before, "as it was");
    assert_eq!(vault.conversations("tag:要紧").total, 1, "keywords too");
    assert_eq!(vault.reopen(PASSWORD), Ok(()), "the password is the vault's");
    assert_eq!(vault.session.backups().expect("a list").len(), 1, "it knows where its backups are");
}

#[test]
fn a_restoration_that_fails_leaves_the_open_vault_open() {
    let vault = planned();
    vault.session.back_up(&TakeBackup::default(), &Job::quiet()).expect("there is room");
    let request = RestoreVault {
        backup: vault.folder().join("drive").display().to_string(),
        password: PASSWORD.into(),
        snapshot: None,
        to: None,
    };
    let refused = vault.session.restore_vault(&request, &Job::quiet()).expect_err("there is a vault");
    assert_eq!(refused.code, ErrorCode::VaultExists);
    assert!(vault.search("退款").total() > 0, "it is still open");
}

#[test]
fn recovery_words_restore_a_lost_vault_whose_password_is_forgotten() {
    let vault = planned();
    let made = MakeRecoveryWords { language: Language::English };
    let grant = vault.grant(Operation::MakeRecoveryWords);
    let words = vault.session.make_recovery_words(made, &grant).expect("made").words;
    vault.session.back_up(&TakeBackup::default(), &Job::quiet()).expect("there is room");
    vault.session.lock_vault().expect("it is closed");
    fs::remove_dir_all(vault.directory()).expect("it is lost");
    let backup = vault.folder().join("drive").display().to_string();
    let request = |password| RestoreVault { backup: backup.clone(), password, snapshot: None, to: None };
    let guessed =
        vault.session.restore_vault(&request("a guess".into()), &Job::quiet()).expect_err("refused");
    assert_eq!(guessed.code, ErrorCode::WrongPassword);
    vault.session.restore_vault(&request(words), &Job::quiet()).expect("the words open it");
    assert_eq!(vault.search("退款").total(), 2, "everything is there");
}

#[test]
fn a_drive_that_stays_away_fills_no_log() {
    let vault = planned();
    fs::remove_dir(vault.folder().join("drive")).expect("it is unplugged");
    for _ in 0..5 {
        vault.session.back_up_if_due(&Job::quiet()).expect_err("there is no drive");
    }
    let log = vault.session.log(&AskLog { offset: 0, limit: 100 }).expect("the log");
    let told = log.entries.iter().filter(|entry| entry.act == "backup_failed").count();
    assert_eq!(told, 1, "the failure is told once, until it is another");
}
