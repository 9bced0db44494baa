//! Automation longer than three lines: `cargo xtask tidy` (the house rules), `bindings` (the TypeScript types of
//! what crosses into the window), `migrations` (records the checksum of a new migration), `corpus` (invented records to measure with).

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

mod bindings;
mod corpus;
mod tidy;
mod tree;

use std::{path::Path, process::ExitCode};
use tidy::Severity;
use tree::Tree;

const USAGE: &str =
    "cargo xtask tidy | bindings [--check] | migrations | corpus --messages N --seed S --out FILE";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let outcome = match arguments.as_slice() {
        ["tidy"] => tidy(root),
        ["bindings"] => bindings::write(root),
        ["bindings", "--check"] => bindings::check(root),
        ["corpus", order @ ..] => corpus::write(order),
        ["migrations"] => tidy::migrations::record(root),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What any task ends in: done, or a sentence for people.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn tidy(root: &Path) -> Outcome {
    let tree = Tree::read(root)?;
    let findings = tidy::findings(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    let broken = findings.iter().filter(|finding| finding.severity == Severity::Broken).count();
    println!(
        "tidy: {} files read, {broken} rules broken, {} warnings",
        tree.files.len(),
        findings.len() - broken
    );
    if broken == 0 { Ok(()) } else { Err("the house rules are in CONTRIBUTING.md".into()) }
}
