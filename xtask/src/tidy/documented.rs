//! Every importer is described where people look for it.

use super::Finding;
use crate::tree::{File, Tree};

const IMPORTERS: &str = "crates/formats/src/import/";
const PAGES: &str = "docs/formats/";
const INDEX: &str = "docs/formats/README.md";

/// The id of each importer stands, in backticks, in a page of `docs/formats/` and in the index of the pages.
pub fn every_importer_has_its_page(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.under(IMPORTERS) {
        for (line, id) in ids(file) {
            let mention = format!("`{id}`");
            let (mut index, pages): (Vec<_>, Vec<_>) = tree.under(PAGES).partition(|page| page.path == INDEX);
            index.retain(|page| page.text.contains(&mention));
            if !pages.iter().any(|page| page.text.contains(&mention)) {
                findings.push(Finding::at(file, line, format!("no page under {PAGES} describes `{id}`")));
            } else if index.is_empty() {
                findings.push(Finding::at(file, line, format!("{INDEX} does not list `{id}`")));
            }
        }
    }
    findings
}

/// The ids in the `About`s of a file.
fn ids(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines_before_tests().filter_map(|(number, line)| {
        let id = line.trim().strip_prefix("id: \"")?.strip_suffix("\",")?;
        Some((number, id))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn an_importer_without_a_page_is_found() {
        let files = [
            ("crates/formats/src/import/a.rs", "const ABOUT: About = About {\n    id: \"alpha\",\n};\n"),
            ("crates/formats/src/import/b.rs", "const ABOUT: About = About {\n    id: \"beta\",\n};\n"),
            ("crates/formats/src/import/c.rs", "const ABOUT: About = About {\n    id: \"gamma\",\n};\n"),
            ("docs/formats/beta.md", "Read by `beta`.\n"),
            ("docs/formats/gamma.md", "Read by `gamma`.\n"),
            // A line in the index is no description.
            ("docs/formats/README.md", "| `alpha` | `beta` |\n"),
        ];
        let missing = ["crates/formats/src/import/a.rs:2", "crates/formats/src/import/c.rs:2"];
        assert_eq!(places(every_importer_has_its_page, &files), missing);
    }
}
