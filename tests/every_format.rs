//! What holds for a file of any format on its way into a vault.

use crate::support::{TestVault, cancelled_at_reading, request};
use std::path::{Path, PathBuf};
use yanju_engine::api::ErrorCode;

/// Every fixture of every importer.
fn fixtures_of_importers() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/formats/tests/fixtures");
    let list = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        entries.map(|entry| entry.expect("the folder can be listed").path()).collect()
    };
    let mut files: Vec<_> = list(&root).iter().flat_map(|format| list(format)).collect();
    files.sort();
    files
}

#[test]
fn no_file_of_any_format_brings_anything_twice_or_stays_when_it_is_cancelled() {
    let vault = TestVault::new();
    let held = || {
        let stats = vault.session.stats().expect("open");
        (stats.messages, stats.events, stats.conversations, stats.participants)
    };
    for file in fixtures_of_importers() {
        let before = held();
        let cancelled =
            vault.session.import_files(&request(&file), &cancelled_at_reading(1)).expect_err("cancelled");
        assert_eq!(cancelled.code, ErrorCode::Cancelled, "{}", file.display());
        assert_eq!(held(), before, "{} was cancelled", file.display());
        let first = vault.import(file.clone());
        let after = held();
        let again = vault.import(file.clone());
        assert_eq!(
            again.duplicates,
            first.messages + first.events,
            "{}: every record is known",
            file.display()
        );
        assert_eq!(held(), after, "{} came in twice", file.display());
    }
}
