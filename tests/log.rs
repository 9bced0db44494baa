//! The audit log at the engine's face: what a person did is there, in order, with what it was.

use crate::support::{PASSWORD, TestVault};
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        annotate::AnnotationEdit,
        confirm::Operation,
        keys::{ChangePassword, MakeRecoveryWords},
        log::{AskLog, LogRow},
        vault::{Language, LockSettings},
    },
};

fn entries(vault: &TestVault) -> Vec<LogRow> {
    let mut entries = vault.session.log(&AskLog { offset: 0, limit: 100 }).expect("the log").entries;
    entries.reverse();
    entries
}

#[test]
fn what_is_done_with_a_vault_is_written_down() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    vault.export("退款", &["refunds.pdf"]);
    let language = Language::English;
    let grant = vault.grant(Operation::MakeRecoveryWords);
    vault.session.make_recovery_words(MakeRecoveryWords { language }, &grant).expect("made");
    vault.session.set_lock_settings(&LockSettings { auto_lock_minutes: 5 }).expect("set");
    assert_eq!(vault.reopen("wrong horse"), Err(ErrorCode::WrongPassword));
    vault.reopen(PASSWORD).expect("opens");
    let new = "another battery, another horse";
    let change = ChangePassword { current: PASSWORD.into(), new: new.into() };
    vault.session.change_password(&change).expect("changed");
    assert!(vault.session.examine(&Job::quiet()).expect("examined").ok, "everything is as it should be");

    let entries = entries(&vault);
    let acts: Vec<&str> = entries.iter().map(|entry| entry.act.as_str()).collect();
    let expected = [
        "created",
        "imported",
        "exported",
        "recovery_made",
        "setting_changed",
        "locked",
        "unlock_failed",
        "unlocked",
        "password_changed",
        "examined",
    ];
    assert_eq!(acts, expected);
    let of = |act: &str| &entries.iter().find(|entry| entry.act == act).expect("it is there").detail;
    assert!(of("exported")["files"].ends_with("refunds.pdf"), "which files");
    assert_eq!(of("exported")["sha256"].len(), 64, "and what they were");
    assert_eq!((of("unlocked")["way"].as_str(), of("unlocked")["attempts"].as_str()), ("password", "1"));
    assert_eq!(vault.session.vault_status().expect("open").failed_attempts, 1, "the person is told");
}

#[test]
fn organising_has_its_own_journal_and_does_not_fill_the_log() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let before = entries(&vault).len();
    vault.annotate(&["c1"], AnnotationEdit::SetStar { starred: true });
    assert_eq!(entries(&vault).len(), before, "it can be undone; what is in the log cannot");
}

#[test]
fn an_export_that_fails_is_not_in_the_log() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let request = vault.export_request("", &["no/such/folder.pdf"]);
    vault.try_export(&request, &Job::quiet()).expect_err("there is no such folder");
    assert!(entries(&vault).iter().all(|entry| entry.act != "exported"), "nothing was written");
}
