//! Lock files: they pin versions and sums, and name no host beside the registry everyone has.

use super::Finding;
use crate::tree::{File, Tree};

const CRATES: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// A lock file that names a mirror or a branch builds on one machine only.
pub fn lock_files_name_no_other_host(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let foreign: fn(&str) -> bool = match file.path.rsplit('/').next() {
            Some("Cargo.lock") => |line| line.starts_with("source = ") && line != CRATES,
            Some("package-lock.json") => |line| line.trim_start().starts_with("\"resolved\": \"http"),
            _ => continue,
        };
        findings.extend(foreign_lines(file, foreign));
    }
    findings
}

fn foreign_lines(file: &File, foreign: fn(&str) -> bool) -> impl Iterator<Item = Finding> {
    file.lines()
        .filter(move |(_, line)| foreign(line))
        .map(|(line, _)| Finding::at(file, line, "names a host; versions and sums are enough"))
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn a_host_in_a_lock_file_is_found() {
        let files = [
            ("Cargo.lock", "source = \"git+https://example.org/fork\"\n"),
            (
                "ui/package-lock.json",
                "{\n  \"resolved\": \"https://example.org/a.tgz\",\n  \"integrity\": \"sha512-\"\n}\n",
            ),
        ];
        assert_eq!(places(lock_files_name_no_other_host, &files), ["Cargo.lock:1", "ui/package-lock.json:2"]);
        assert!(
            places(lock_files_name_no_other_host, &[("Cargo.lock", CRATES)]).is_empty(),
            "crates.io is everyone's"
        );
    }
}
