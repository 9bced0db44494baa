//! Locking by itself: after a while without a person, and when the machine slept; never under somebody's hands.

use crate::support::{Hands, TestVault};
use std::panic::AssertUnwindSafe;
use yanju_engine::{
    Job, Phase, Why,
    api::{
        import::{ImportOptions, ImportRequest},
        vault::LockSettings,
    },
};

const MINUTE: i64 = 60_000;

/// Looks every three seconds, as the window does, for so long; says why it was locked, if it was.
fn wait(vault: &TestVault, hands: &Hands, ms: i64) -> Option<Why> {
    for _ in 0..ms / 3000 {
        hands.turn(3000);
        if let Some(why) = vault.session.lock_when_due() {
            return Some(why);
        }
    }
    None
}

#[test]
fn a_vault_locks_after_ten_minutes_without_anybody() {
    let hands = Hands::default();
    let vault = TestVault::with_clock(hands.clone());
    assert_eq!(wait(&vault, &hands, 9 * MINUTE), None, "not yet");
    vault.session.active();
    assert_eq!(wait(&vault, &hands, 9 * MINUTE), None, "somebody was there");
    assert_eq!(wait(&vault, &hands, 2 * MINUTE), Some(Why::Idle));
    assert!(!vault.session.is_open(), "the keys are gone");
    assert_eq!(wait(&vault, &hands, 30 * MINUTE), None, "a locked vault is not locked again");
}

#[test]
fn the_time_can_be_set_and_turned_off() {
    let hands = Hands::default();
    let vault = TestVault::with_clock(hands.clone());
    let set =
        |minutes| vault.session.set_lock_settings(&LockSettings { auto_lock_minutes: minutes }).expect("set");
    set(0);
    assert_eq!(wait(&vault, &hands, 120 * MINUTE), None, "never, if one says so");
    set(1);
    vault.session.active();
    assert_eq!(wait(&vault, &hands, 2 * MINUTE), Some(Why::Idle));
}

#[test]
fn a_machine_that_slept_wakes_up_locked() {
    for (wall, elapsed) in [(3_600_000, 0), (3_600_000, 3_600_000)] {
        let hands = Hands::default();
        let vault = TestVault::with_clock(hands.clone());
        vault.session.set_lock_settings(&LockSettings { auto_lock_minutes: 0 }).expect("set");
        assert_eq!(wait(&vault, &hands, MINUTE), None);
        hands.turn_apart(wall, elapsed);
        assert_eq!(vault.session.lock_when_due(), Some(Why::Suspended), "{wall} {elapsed}");
    }
}

#[test]
fn work_that_broke_down_does_not_keep_a_vault_open_for_ever() {
    let hands = Hands::default();
    let vault = TestVault::with_clock(hands.clone());
    let path = vault.file("a.csv", "时间,发送人,内容\n2024-03-01 10:00:00,甲,一\n");
    let request = ImportRequest {
        paths: vec![path.display().to_string()],
        pasted: Vec::new(),
        options: ImportOptions::default(),
    };
    // A job whose observer panics stands for any fault of a reader.
    let broken = Job::new(|progress| assert!(progress.phase != Phase::Reading, "a fault of the program"));
    let broke = std::panic::catch_unwind(AssertUnwindSafe(|| vault.session.import_files(&request, &broken)));
    assert!(broke.is_err(), "the fault is one");
    assert_eq!(wait(&vault, &hands, 11 * MINUTE), Some(Why::Idle), "nothing is under way any more");
}
