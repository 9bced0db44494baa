//! How a source file looks: it says what it is, stays short, and leaves nothing for later.

use super::{Finding, Severity};
use crate::tree::{File, Tree};

/// Lines from which a file is worth a look, and from which it is too long.
const LONG: usize = 400;
const TOO_LONG: usize = 800;

/// Flat tables: long because what they list is long.
const TABLES: &[&str] = &[];

/// Words that put work off, taken apart so that this file may name them.
const LATER: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimplemented", "!")];

/// A `//!` says what lives in the file and what does not.
pub fn every_rust_file_opens_with_what_it_is(tree: &Tree) -> Vec<Finding> {
    let silent = tree.files.iter().filter(|file| file.is(&["rs"]) && !file.text.starts_with("//! "));
    silent.map(|file| Finding::at(file, 1, "opens without a `//!` that says what lives here")).collect()
}

/// A file that has grown past its budget holds two things.
pub fn files_stay_short(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| is_source(file) && !TABLES.contains(&file.path.as_str())) {
        let lines = file.text.lines().count();
        let what = format!("{lines} lines; {LONG} is the budget, {TOO_LONG} the limit: find the seam");
        if lines > LONG {
            let severity = if lines > TOO_LONG { Severity::Broken } else { Severity::Worth };
            findings.push(Finding { severity, ..Finding::of(&file.path, what) });
        }
    }
    findings
}

/// What is not done is an issue, not a word in the code.
pub fn nothing_is_left_to_do(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| is_source(file)) {
        let left = file.lines().filter(|(_, line)| LATER.iter().any(|word| line.contains(word)));
        findings
            .extend(left.map(|(line, _)| Finding::at(file, line, "puts work off; file an issue instead")));
    }
    findings
}

fn is_source(file: &File) -> bool {
    file.is(&["rs", "svelte", "ts", "css", "sql"])
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn a_rust_file_without_its_opening_line_is_found() {
        let files =
            [("a.rs", "//! What lives here.\nfn f() {}\n"), ("b.rs", "use std::fs;\n"), ("c.ts", "let a;\n")];
        assert_eq!(places(every_rust_file_opens_with_what_it_is, &files), ["b.rs:1"]);
    }

    #[test]
    fn a_file_past_its_budget_is_warned_of_and_past_the_limit_refused() {
        let (short, long, too_long) =
            ("a\n".repeat(LONG), "a\n".repeat(LONG + 1), "a\n".repeat(TOO_LONG + 1));
        let tree = Tree::of(&[("short.rs", &short), ("long.ts", &long), ("too_long.svelte", &too_long)]);
        let found: Vec<_> = files_stay_short(&tree).into_iter().map(|f| (f.place, f.severity)).collect();
        let expected =
            [("long.ts".to_owned(), Severity::Worth), ("too_long.svelte".to_owned(), Severity::Broken)];
        assert_eq!(found, expected, "up to the budget nothing is said");
    }

    #[test]
    fn work_put_off_is_found() {
        let later = format!("fn f() {{\n    // {}: the hard part\n}}\n", LATER[0]);
        assert_eq!(places(nothing_is_left_to_do, &[("a.rs", &later), ("b.md", &later)]), ["a.rs:2"]);
    }
}
