//! Migrations are immutable once recorded: a vault that was migrated by one text must not meet another.
//!
//! The record is `xtask/migrations.sha256`, lines of `sum  name` in the order of their numbers.

use super::Finding;
use crate::{Outcome, tree::Tree};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

const RECORD: &str = "xtask/migrations.sha256";
const FOLDER: &str = "migrations/";

/// A recorded migration has its recorded text, and every migration is recorded.
pub fn recorded_migrations_never_change(tree: &Tree) -> Vec<Finding> {
    let record = tree.file(RECORD).map(|file| parse(&file.text)).unwrap_or_default();
    let mut findings = Vec::new();
    for file in tree.under(FOLDER).filter(|file| file.is(&["sql"])) {
        match record.get(name(&file.path)) {
            Some(sum) if *sum == sum_of(&file.text) => {}
            Some(_) => findings
                .push(Finding::of(&file.path, "was recorded with another text; write a new migration")),
            None => findings.push(Finding::of(&file.path, "is not recorded: cargo xtask migrations")),
        }
    }
    let gone = record.keys().filter(|name| tree.file(&format!("{FOLDER}{name}")).is_none());
    findings.extend(gone.map(|name| Finding::of(RECORD, format!("{name} is recorded but gone"))));
    findings
}

/// Adds the migrations that are not recorded yet. A sum that stands is never replaced.
pub fn record(root: &Path) -> Outcome {
    let mut record = fs::read_to_string(root.join(RECORD)).map(|text| parse(&text)).unwrap_or_default();
    for file in Tree::read(&root.join(FOLDER))?.files.iter().filter(|file| file.is(&["sql"])) {
        record.entry(file.path.clone()).or_insert_with(|| sum_of(&file.text));
    }
    let mut text = String::new();
    for (name, sum) in &record {
        writeln!(text, "{sum}  {name}")?;
    }
    Ok(fs::write(root.join(RECORD), text)?)
}

fn parse(record: &str) -> BTreeMap<String, String> {
    record
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name.into(), sum.into()))
        .collect()
}

fn sum_of(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut sum, byte| {
        // Writing to a string cannot fail.
        let _ = write!(sum, "{byte:02x}");
        sum
    })
}

fn name(path: &str) -> &str {
    path.strip_prefix(FOLDER).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_changed_a_new_and_a_vanished_migration_are_found() {
        let record = format!("{ABC}  0001_a.sql\n{ABC}  0002_b.sql\n{ABC}  0003_c.sql\n");
        let files = [
            ("migrations/0001_a.sql", "abc"),
            ("migrations/0002_b.sql", "abd"),
            ("migrations/0004_d.sql", "abc"),
            (RECORD, record.as_str()),
        ];
        assert_eq!(
            places(recorded_migrations_never_change, &files),
            ["migrations/0002_b.sql", "migrations/0004_d.sql", RECORD],
            "the first has the text of its sum (FIPS 180-2's \"abc\") and is quiet"
        );
    }

    #[test]
    fn recording_adds_and_never_replaces() {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["migrations", "xtask"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        fs::write(root.path().join(RECORD), "old  0001_a.sql\n").expect("a record");
        fs::write(root.path().join("migrations/0001_a.sql"), "changed").expect("a migration");
        fs::write(root.path().join("migrations/0002_b.sql"), "abc").expect("a migration");
        record(root.path()).expect("recorded");
        let text = fs::read_to_string(root.path().join(RECORD)).expect("a record");
        assert_eq!(
            text,
            format!("old  0001_a.sql\n{ABC}  0002_b.sql\n"),
            "the old sum stands, the new one is added"
        );
    }
}
