//! What a page points at is there.

use super::Finding;
use crate::tree::{File, Tree};

/// Every relative link and image of a Markdown page leads to a file or folder of the project.
pub fn links_lead_somewhere(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in tree.files.iter().filter(|file| file.is(&["md"])) {
        for (line, target) in targets(page) {
            let leads = resolved(&page.path, target).is_some_and(|path| path.is_empty() || tree.has(&path));
            if !leads {
                findings.push(Finding::at(page, line, format!("leads to {target}, which is not there")));
            }
        }
    }
    findings
}

/// The targets of `[…](target)` and `![…](target)` that lie in the project, without anchors and titles.
fn targets(page: &File) -> impl Iterator<Item = (usize, &str)> {
    page.lines().flat_map(|(number, line)| {
        // What stands in backticks is shown, not linked: every other part between them.
        let after = line.split('`').step_by(2).flat_map(|prose| prose.split("](").skip(1));
        let targets = after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let paths = targets.filter_map(|target| target.split(['#', ' ']).next());
        paths.filter(|path| !path.is_empty() && !path.contains(':')).map(move |path| (number, path))
    })
}

/// The path from the root of what a page calls `target`; `None` where it leads out of the project.
fn resolved(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn a_link_or_an_image_that_leads_nowhere_is_found() {
        let readme = "# Title\n![there](docs/a.png) and ![gone](docs/b.png)\n[page](docs/page.md#part \"Title\")\n\
                      [gone](docs/none.md), [out](../elsewhere.md)\n";
        let page = "[up](../README.md) [beside](./a.png) [far](https://example.org/x) [here](#part) [off](README.md) `[code](none)`\n";
        let files = [("README.md", readme), ("docs/a.png", ""), ("docs/page.md", page)];
        assert_eq!(
            places(links_lead_somewhere, &files),
            ["README.md:2", "README.md:4", "README.md:4", "docs/page.md:1"],
            "addresses and places on the same page are not looked up; paths begin at the page"
        );
    }
}
