//! The inner borders of `ui/src`: `design ← features ← app`, one door per feature, one place that meets the shell,
//! and no markup made of text.

use super::Finding;
use crate::tree::{File, Tree};

const SOURCE: &str = "ui/src/";

/// What would make markup, or code, of a record's text.
const MARKUP: [&str; 6] =
    ["{@html", ".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval("];

/// A layer imports from those below it only; a feature meets another through its `index.ts`.
pub fn layers_point_downwards(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        let from = Room::of(&file.path);
        for (line, target) in imports(file) {
            let Some(path) = resolve(&file.path, target) else { continue };
            if let Some(what) = objection(&from, &Room::of(&path), &path) {
                findings.push(Finding::at(file, line, what));
            }
        }
    }
    findings
}

/// Text from records is a text node, never HTML.
pub fn records_are_never_markup(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        for (line, text) in file.lines() {
            if let Some(markup) = MARKUP.iter().find(|markup| text.contains(**markup)) {
                findings.push(Finding::at(file, line, format!("{markup} would run what a record holds")));
            }
        }
    }
    findings
}

/// Only `backend` knows that the shell is Tauri.
pub fn the_shell_is_met_in_one_place(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in sources(tree).filter(|file| Room::of(&file.path).layer != "backend") {
        let met = imports(file).filter(|(_, target)| target.starts_with("@tauri-apps/"));
        findings
            .extend(met.map(|(line, _)| Finding::at(file, line, "@tauri-apps/* belongs to ui/src/backend")));
    }
    findings
}

fn sources(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.under(SOURCE).filter(|file| file.is(&["ts", "svelte"]))
}

/// Where a file lies: its layer and, among the features, which one.
#[derive(Debug, PartialEq, Eq)]
struct Room<'a> {
    layer: &'a str,
    feature: Option<&'a str>,
}

impl<'a> Room<'a> {
    fn of(path: &'a str) -> Self {
        let mut parts = path.strip_prefix(SOURCE).unwrap_or(path).split('/');
        let layer = parts.next().unwrap_or_default();
        Self { layer, feature: parts.next().filter(|_| layer == "features") }
    }

    /// The higher may import the lower. What is not a layer (`main.ts`) is on top.
    fn height(&self) -> u8 {
        match self.layer {
            "backend" | "i18n" | "lib" => 0,
            "design" => 1,
            "features" => 2,
            _ => 3,
        }
    }
}

fn objection(from: &Room<'_>, to: &Room<'_>, path: &str) -> Option<String> {
    if to.height() > from.height() {
        return Some(format!("{} must not import from {}", from.layer, to.layer));
    }
    let stranger = to.feature.is_some() && from.feature.is_some() && to.feature != from.feature;
    let inside = path.trim_start_matches(SOURCE).split('/').nth(2).is_some_and(|file| file != "index.ts");
    (stranger && inside).then(|| "a feature is met through its index.ts".to_owned())
}

/// What a file imports, with the lines: the quoted word after `from`, `import` or `import(`.
fn imports(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines().filter_map(|(number, line)| {
        let after = ["from ", "import ", "import("].iter().find_map(|word| {
            line.match_indices(word)
                .map(|(at, _)| &line[at + word.len()..])
                .find(|rest| rest.starts_with(['\'', '"']))
        })?;
        let quote = after.chars().next()?;
        after[1..].split_once(quote).map(|(target, _)| (number, target))
    })
}

/// The path from the project's root that a relative import names.
fn resolve(from: &str, target: &str) -> Option<String> {
    if !target.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn an_import_from_a_higher_layer_is_found() {
        let files = [
            ("ui/src/design/Button.svelte", "<script>\n  import { x } from '../features/list';\n</script>\n"),
            ("ui/src/features/list/index.ts", "import Button from '../../design/Button.svelte';\n"),
            ("ui/src/backend/tauri.ts", "import type { Key } from '../i18n/keys';\n"),
            ("ui/src/lib/a.ts", "const a = await import(\"../app/App.svelte\");\n"),
        ];
        assert_eq!(
            places(layers_point_downwards, &files),
            ["ui/src/design/Button.svelte:2", "ui/src/lib/a.ts:1"],
            "downwards and within the lowest layer is fine"
        );
    }

    #[test]
    fn a_feature_reached_past_its_door_is_found() {
        let files = [(
            "ui/src/features/list/a.ts",
            "import { b } from '../export/inner';\nimport { c } from '../export/index.ts';\nimport { d } from '../export';\nimport { e } from './e';\n",
        )];
        assert_eq!(
            places(layers_point_downwards, &files),
            ["ui/src/features/list/a.ts:1"],
            "its door is open"
        );
    }

    #[test]
    fn markup_made_of_text_is_found() {
        let files = [("ui/src/features/list/Row.svelte", "<p>{text}</p>\n<p>{@html text}</p>\n")];
        assert_eq!(places(records_are_never_markup, &files), ["ui/src/features/list/Row.svelte:2"]);
    }

    #[test]
    fn the_shell_met_outside_backend_is_found() {
        let line = "import { invoke } from '@tauri-apps/api/core';\n";
        let files = [("ui/src/app/main.ts", line), ("ui/src/backend/tauri.ts", line)];
        assert_eq!(places(the_shell_is_met_in_one_place, &files), ["ui/src/app/main.ts:1"]);
    }
}
