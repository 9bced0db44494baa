//! `kill -9` at any moment: what was acknowledged is there, what was not is there whole or not at all, and the index
//! equals the database.

use crate::seen::{PASSWORD, Told, assert_nothing_lost, assert_sound, open, session};
use std::{
    env,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use yanju_engine::api::vault::{CreateVault, Language};

/// So many kills where nobody asks for another number (`./dev crash N`).
const KILLS: u64 = 100;
/// A new vault after so many, because each look afterwards looks at everything.
const PER_VAULT: u64 = 20;

/// What the kills met, over all vaults.
#[derive(Default)]
struct Met {
    /// Batches stored in all.
    batches: u64,
    /// Kills after a batch was durable and before it was told.
    untold: u64,
    /// Kills in the middle of everything else.
    others: u64,
}

#[test]
fn nothing_that_was_acknowledged_is_lost_to_a_kill() {
    let kills = env::var("YANJU_KILLS").map_or(KILLS, |number| number.parse().expect("a number of kills"));
    let mut met = Met::default();
    for first in (0..kills).step_by(PER_VAULT as usize) {
        one_vault(first..(first + PER_VAULT).min(kills), &mut met);
    }
    println!(
        "{kills} kills: 0 acknowledged messages lost over {} batches; {} fell between storing and telling",
        met.batches, met.untold
    );
    assert!(met.batches > kills / 2, "the kills met a program at work: {} batches", met.batches);
    assert!(met.others > 0, "and some met it before a batch was stored");
}

fn one_vault(kills: std::ops::Range<u64>, met: &mut Met) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let vault = folder.path().join("vault");
    let request = CreateVault { path: None, password: PASSWORD.into(), language: Language::Chinese };
    session(&vault).create_vault(&request).expect("a vault is created");
    let mut told = Told::default();
    for kill in kills {
        // What earlier kills left was looked at then; the newest batches again.
        let from = told.stored.saturating_sub(3);
        let lines = killed(&vault, told.stored, kill);
        hear(&mut told, &lines);
        let session = open(&vault);
        if assert_nothing_lost(&session, &told, from) {
            told.stored += 1;
            met.untold += 1;
        } else {
            met.others += 1;
        }
        assert_sound(&session);
    }
    assert_nothing_lost(&open(&vault), &told, 0);
    met.batches += told.stored;
}

/// Adds what a run told.
fn hear(told: &mut Told, lines: &str) {
    for line in lines.lines() {
        match line.split_once(' ').map(|(act, number)| (act, number.parse::<u64>())) {
            Some(("stored", Ok(number))) => told.stored = number + 1,
            Some(("filed", Ok(number))) => {
                told.filed.insert(number);
            }
            _ => {}
        }
    }
}

/// Lets the program work and kills it a random time after it began; returns what it told.
fn killed(vault: &Path, first: u64, kill: u64) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_write"))
        .arg(vault)
        .args([PASSWORD, &first.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut telling = BufReader::new(program.stdout.take().expect("piped"));
    let mut line = String::new();
    telling.read_line(&mut line).expect("it tells that the vault is open");
    assert_eq!(line, "open\n", "kill {kill}: it opens");
    // Half of them count from the moment that a batch was told, so that filing and the next batch are met too.
    if kill % 2 == 1 {
        telling.read_line(&mut line).expect("it tells what it did");
    }
    turn_round(Duration::from_micros(kill.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 80_000));
    program.kill().expect("it runs until it is killed");
    program.wait().expect("it ends");
    telling.read_to_string(&mut line).expect("what it told is in the pipe");
    line
}

/// Not asleep: a thread that sleeps wakes up too late to meet a chosen moment.
fn turn_round(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}
