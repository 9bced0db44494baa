//! The program's own face on a terminal, before any window: what it says and how it ends.

use std::process::{Command, Output};

fn started_with(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yanju-desktop")).args(arguments).output().expect("the program was built")
}

#[test]
fn its_version_is_the_workspaces() {
    let output = started_with(&["--version"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.trim(),
        format!("yanju-desktop {}", env!("CARGO_PKG_VERSION")),
        "one version for all faces"
    );
}

#[test]
fn an_unknown_argument_is_wrong_usage_and_opens_nothing() {
    let output = started_with(&["--no-such-thing"]);
    assert_eq!(output.status.code(), Some(2), "wrong usage has its own exit code");
    assert!(output.stdout.is_empty(), "the complaint goes to stderr");
}
