//! The house rules that neither the compiler nor a linter holds: one module per kind, each rule a function from the
//! project's files to findings. The interface holds its own inner borders, in `ui/src/architecture.test.ts`.

mod borders;
mod documented;
mod form;
mod links;
mod locks;
pub mod migrations;

use crate::tree::{File, Tree};
use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Worth a look; the build goes on.
    Worth,
    /// Against the rules; the build fails.
    Broken,
}

/// A place that is against a rule, or close to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, and the line where there is one: `crates/model/src/id.rs:12`.
    pub place: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what would be right.
    pub what: String,
}

impl Finding {
    /// A broken rule at a line of a file.
    fn at(file: &File, line: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{}:{line}", file.path), severity: Severity::Broken, what: what.into() }
    }

    /// A broken rule of a file as a whole.
    fn of(path: &str, what: impl Into<String>) -> Self {
        Self { place: path.to_owned(), severity: Severity::Broken, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Worth => "warning",
            Severity::Broken => "error",
        };
        write!(f, "{}: {severity}: {}", self.place, self.what)
    }
}

/// A rule.
type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    borders::crates_depend_downwards,
    borders::libraries_stay_in_their_room,
    borders::names_stay_in_their_room,
    form::every_rust_file_opens_with_what_it_is,
    form::files_stay_short,
    form::nothing_is_left_to_do,
    links::links_lead_somewhere,
    locks::lock_files_name_no_other_host,
    migrations::recorded_migrations_never_change,
    documented::every_importer_has_its_page,
];

/// Everything that is against a rule.
pub fn findings(tree: &Tree) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(tree)).collect()
}

/// The places a rule objects to, for the tests of rules.
#[cfg(test)]
fn places(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    rule(&Tree::of(files)).into_iter().map(|finding| finding.place).collect()
}
