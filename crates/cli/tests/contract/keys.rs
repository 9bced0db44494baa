//! The ways into a vault: changing the password, and recovery words.

use crate::desk::{Desk, PASSWORD};
use serde_json::Value;
use std::process::Output;

/// Runs with these variables beside the password.
fn run_with(desk: &Desk, variables: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = desk.command(&[&["--json"], args].concat());
    command.envs(variables.iter().copied()).output().expect("yanju runs")
}

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document on stdout")
}

const NEW: &str = "another battery, another horse";

#[test]
fn a_password_is_changed_by_one_command() {
    let desk = Desk::with_vault();
    assert_eq!(run_with(&desk, &[("YANJU_NEW_PASSWORD", "short")], &["password"]).status.code(), Some(1));
    let wrong = run_with(&desk, &[("YANJU_PASSWORD", NEW), ("YANJU_NEW_PASSWORD", NEW)], &["password"]);
    assert_eq!(wrong.status.code(), Some(3), "who does not know the password changes nothing");
    let changed = answer(&run_with(&desk, &[("YANJU_NEW_PASSWORD", NEW)], &["password"]));
    assert!(changed["vault"].is_string(), "{changed}");
    assert_eq!(desk.run(&["stats"]).status.code(), Some(3), "the old one is history");
    let file = desk.write("old.txt", format!("{PASSWORD}\n"));
    let back = run_with(&desk, &[("YANJU_PASSWORD", NEW)], &["password", "--new-password-file", &file]);
    answer(&back);
    desk.json(&["stats"]);
}

#[test]
fn recovery_words_are_told_once_and_replace_a_forgotten_password() {
    let desk = Desk::empty();
    let made = desk.json(&["init", "--recovery-words"]);
    let first = made["recovery_words"].as_str().expect("init tells them").to_owned();
    assert_eq!(first.split(' ').count(), 24, "{made}");
    let english = desk.json(&["recovery", "create", "--language", "en"]);
    let words = english["recovery_words"].as_str().expect("create tells them").to_owned();
    assert!(words.is_ascii() && words.split(' ').count() == 24, "24 words of the list asked for");

    let recover = |words: &str| {
        run_with(&desk, &[("YANJU_RECOVERY_WORDS", words), ("YANJU_NEW_PASSWORD", NEW)], &["recovery", "use"])
    };
    let unknown = words.replacen(' ', " yanju ", 1);
    for (wrong, how) in [(first.as_str(), "replaced"), ("zoo zoo", "too few"), (&unknown, "unknown")] {
        let refused = recover(wrong);
        assert_eq!(refused.status.code(), Some(3), "{how}: {}", String::from_utf8_lossy(&refused.stderr));
    }
    assert!(String::from_utf8_lossy(&recover(&unknown).stderr).contains("第 2 个"), "the place is told");
    desk.json(&["stats"]);

    let file = desk.write("words.txt", words.to_uppercase().replace(' ', "\n"));
    let recovered = run_with(
        &desk,
        &[("YANJU_NEW_PASSWORD", NEW), ("YANJU_PASSWORD", "")],
        &["recovery", "use", "--words-file", &file],
    );
    assert!(answer(&recovered)["vault"].is_string(), "no password is asked for");
    assert_eq!(desk.run(&["stats"]).status.code(), Some(3), "the forgotten password is history");
    let removed = answer(&run_with(&desk, &[("YANJU_PASSWORD", NEW)], &["recovery", "remove"]));
    assert_eq!(removed["removed"], true);
    assert_eq!(recover(&words).status.code(), Some(1), "there are none any more");
}
