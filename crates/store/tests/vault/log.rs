//! The audit log: what is written into it, and what shows when it is not as it was written.

use crate::support::{FIRST_PAGE, ORIGIN, START, password, said, vault};
use yanju_model::{
    job::Job,
    log::{Act, detail},
};
use yanju_store::{Actor, LogEntry, Origin, Vault, VaultPart, Verdict, note_failed_attempt};

fn acts(vault: &Vault) -> Vec<LogEntry> {
    vault.log_page(FIRST_PAGE).expect("the log can be read").entries
}

fn names(vault: &Vault) -> Vec<String> {
    acts(vault).into_iter().map(|entry| entry.act).collect()
}

#[test]
fn creating_and_importing_are_written_down_with_what_they_were() {
    let vault = vault();
    vault.import("甲", vec![said("甲", 0, "一"), said("甲", 1, "二")]);
    let entries = acts(&vault);
    assert_eq!(names(&vault), ["imported", "created"], "latest first");
    assert_eq!(entries[0].detail["file"], "聊天记录.txt", "the file is named");
    assert_eq!(entries[0].detail["messages"], "2", "and what it held");
    assert_eq!(entries[0].detail["sha256"].len(), 64, "and its hash");
    assert_eq!((entries[0].seq, entries[1].seq), (2, 1), "acts are numbered from one");
}

#[test]
fn an_import_that_is_dropped_is_not_in_the_log() {
    let vault = vault();
    drop(vault.begin("never finished"));
    assert_eq!(names(&vault), ["created"], "what did not happen is not written down");
}

#[test]
fn the_log_outlives_closing_and_its_chain_holds() {
    let vault = vault();
    vault.log(Act::Exported, &detail([("number", "YJ-1".to_owned())]), ORIGIN).unwrap();
    let vault = vault.reopened();
    let program = Origin { actor: Actor::Program, at_ms: START + 1 };
    vault.log(Act::Locked, &detail([("why", "idle".to_owned())]), program).unwrap();
    let examination = vault.examine(&Job::quiet()).unwrap();
    assert!(
        examination.contains(&(VaultPart::Log, Verdict::Sound(3))),
        "it goes on where it ended: {examination:?}"
    );
    assert_eq!(acts(&vault)[0].actor, "program");
}

#[test]
fn attempts_while_it_was_locked_are_in_the_log_once_it_opens() {
    let (dir, root) = vault().closed();
    for at_ms in [START + 10, START + 20] {
        note_failed_attempt(&dir, at_ms).unwrap();
    }
    let vault = Vault::open(&dir, &password()).unwrap();
    assert_eq!(vault.log_failed_attempts().unwrap(), 2, "both are told");
    assert_eq!(vault.log_failed_attempts().unwrap(), 0, "once");
    let entries = acts(&vault);
    let times: Vec<i64> = entries.iter().filter(|e| e.act == "unlock_failed").map(|e| e.at_ms).collect();
    assert_eq!(times, [START + 20, START + 10], "with their times");
    drop(root);
}

#[test]
fn no_number_of_attempts_fills_the_disk() {
    let (dir, _root) = vault().closed();
    for at_ms in 0..1500 {
        note_failed_attempt(&dir, at_ms).unwrap();
    }
    assert_eq!(std::fs::metadata(dir.join("vault.attempts")).unwrap().len(), 8000, "the latest thousand");
    let vault = Vault::open(&dir, &password()).unwrap();
    assert_eq!(vault.log_failed_attempts().unwrap(), 1000);
}
