//! A password change killed anywhere leaves a vault that exactly one of the two passwords opens.

use crate::support::{PASSWORD, TestVault};
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use yanju_engine::api::ErrorCode;

const KILLS: u32 = 200;
const OTHER: &str = "another battery, another horse";

/// What a kill met.
#[derive(Default)]
struct Met {
    /// The password was still the one that the program had told last.
    before: u32,
    /// It was the next one already.
    after: u32,
    /// Of these, the second copy of the key file was not written yet.
    between: u32,
}

#[test]
fn two_hundred_kills_during_a_change_of_the_password_leave_one_password_that_opens() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    vault.session.lock_vault().expect("locks");
    let copies = ["vault.key", "vault.key.old"].map(|name| vault.directory().join(name));
    let (mut present, mut other) = (PASSWORD, OTHER);
    let mut met = Met::default();
    for kill in 0..KILLS {
        let told = killed(&vault.directory(), [present, other], kill);
        if told.as_deref() == Some(other) {
            (present, other) = (other, present);
        }
        let [first, second] = copies.each_ref().map(|copy| fs::read(copy).expect("a copy is always there"));
        let opens = |password| match vault.reopen(password) {
            Ok(()) => true,
            Err(ErrorCode::WrongPassword) => false,
            Err(error) => panic!("kill {kill}: one password opens, not {error:?}"),
        };
        if opens(present) {
            met.before += 1;
        } else {
            (present, other) = (other, present);
            assert!(opens(present), "kill {kill}: one of the two opens");
            met.after += 1;
            met.between += u32::from(first != second);
        }
        assert_eq!(vault.search("退款").total(), 2, "kill {kill}: the records are there");
        vault.session.lock_vault().expect("locks");
        if kill.is_multiple_of(20) {
            assert!(!opens(other), "kill {kill}: and the other one does not");
        }
    }
    assert!(met.before > 20, "kills met a change before it was made: {}", met.before);
    assert!(met.after > 5, "and after it was made: {} ({} between the copies)", met.after, met.between);
}

/// Lets the program change the password to and fro, and kills it: a random time after it began to change, or as
/// soon as the first copy of the key file is another. Says which password it told last.
fn killed(vault: &Path, [present, other]: [&str; 2], kill: u32) -> Option<String> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_change_password"))
        .arg(vault)
        .args([present, other])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut told = BufReader::new(program.stdout.take().expect("piped"));
    let mut open = String::new();
    told.read_line(&mut open).expect("it tells that the vault is open");
    assert_eq!(open, "open\n", "kill {kill}: it opens by the present password");
    if kill.is_multiple_of(2) {
        wait(Duration::from_micros(u64::from(kill.wrapping_mul(2_654_435_761) % 40_000)));
    } else {
        wait_for_change(&mut program, &vault.join("vault.key.old"));
    }
    program.kill().expect("it runs until it is killed");
    program.wait().expect("it ends");
    let mut rest = String::new();
    told.read_to_string(&mut rest).expect("what it told is kept in the pipe");
    rest.lines().last().map(str::to_owned)
}

/// Turns round and round, because a thread that is put to sleep wakes up too late.
fn wait(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}

fn wait_for_change(program: &mut Child, copy: &Path) {
    let before = fs::read(copy).expect("a copy is always there");
    while fs::read(copy).expect("a copy is always there") == before {
        let ended = program.try_wait().expect("its state is known");
        assert!(ended.is_none(), "it changes the password until it is killed");
    }
}
