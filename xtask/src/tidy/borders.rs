//! Who may know whom: the edges between crates, which library belongs to which room, and which names stay in one.

use super::Finding;
use crate::tree::{File, Tree};

/// Which of our crates a crate may depend on. `tests` may see everything, `xtask` nothing.
const EDGES: &[(&str, &[&str])] = &[
    ("crates/model/", &[]),
    ("crates/formats/", &["yanju-model"]),
    ("crates/store/", &["yanju-model"]),
    ("crates/engine/", &["yanju-model", "yanju-formats", "yanju-store"]),
    ("crates/cli/", &["yanju-engine"]),
    ("src-tauri/", &["yanju-engine"]),
    ("xtask/", &[]),
];

/// Libraries by the only rooms that may depend on them; a name ending in `*` stands for all that begin so.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("tauri*", &["src-tauri/"]),
    ("rusqlite", &["crates/store/", "bench/"]),
    ("tantivy", &["crates/store/", "bench/"]),
    ("aes-gcm", &["crates/store/"]),
    ("argon2", &["crates/store/"]),
    ("bip39", &["crates/store/"]),
    ("ed25519-dalek", &["crates/store/"]),
    ("hkdf", &["crates/store/"]),
    ("hmac", &["crates/store/"]),
    ("pinyin", &["crates/store/"]),
    ("regex*", &["crates/store/"]),
    ("keyring", &["src-tauri/"]),
    ("ts-rs", &["crates/engine/"]),
    ("csv", &["crates/formats/"]),
    ("calamine", &["crates/formats/"]),
    ("quick-xml", &["crates/formats/"]),
    ("krilla*", &["crates/formats/"]),
    ("docx-rs", &["crates/formats/"]),
    ("encoding_rs", &["crates/formats/", "tests/"]),
    ("chardetng", &["crates/formats/"]),
    ("zip", &["crates/formats/", "tests/"]),
];

/// Names in the program's Rust code by the only rooms they may stand in.
const NAMES: &[(&str, &[&str], &str)] = &[
    ("ts_rs::", &["crates/engine/src/api/"], "types that cross into a face live in engine::api"),
    ("SystemTime::now", &["crates/engine/"], "the clock comes in as a parameter"),
    ("Utc::now", &["crates/engine/"], "the clock comes in as a parameter"),
    ("Local::now", &["crates/engine/"], "the clock comes in as a parameter"),
    ("Connection::open", &["crates/store/"], "the database is opened with its key, in store"),
    ("File::create(", &["crates/store/"], "files are written whole or not at all, and records only sealed"),
    ("fs::write(", &["crates/store/"], "files are written whole or not at all, and records only sealed"),
];

/// Ours point downwards: ui → src-tauri → engine → {formats, store} → model, cli → engine.
pub fn crates_depend_downwards(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (room, allowed) in EDGES {
        let Some(manifest) = tree.file(&format!("{room}Cargo.toml")) else { continue };
        for (line, name) in dependencies(manifest) {
            if name.starts_with("yanju-") && !allowed.contains(&name) {
                findings.push(Finding::at(manifest, line, format!("{room} must not know {name}")));
            }
        }
    }
    findings
}

/// A library appears in its room's manifest and in no other.
pub fn libraries_stay_in_their_room(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let manifests = tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    for manifest in manifests {
        for (line, name) in dependencies(manifest) {
            let rooms =
                LIBRARIES.iter().find(|(library, _)| stands_for(library, name)).map(|(_, rooms)| *rooms);
            if let Some(rooms) = rooms.filter(|rooms| !is_in(manifest, rooms)) {
                findings.push(Finding::at(manifest, line, format!("{name} belongs to {}", rooms.join(", "))));
            }
        }
    }
    findings
}

/// A name appears in its room's code and in no other.
pub fn names_stay_in_their_room(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let code = tree
        .files
        .iter()
        .filter(|file| file.is(&["rs"]) && !is_in(file, &["xtask/"]) && !is_for_building(file));
    for file in code {
        for (name, _, why) in NAMES.iter().filter(|(_, rooms, _)| !is_in(file, rooms)) {
            let met = file.lines_before_tests().filter(|(_, line)| line.contains(name) && !is_comment(line));
            findings.extend(
                met.map(|(line, _)| Finding::at(file, line, format!("{name} does not belong here: {why}"))),
            );
        }
    }
    findings
}

/// The names in the dependency tables of a manifest, with their lines.
fn dependencies(manifest: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut in_table = false;
    manifest.lines().filter_map(move |(number, line)| {
        if line.starts_with('[') {
            in_table = line.ends_with("dependencies]");
        }
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
        (in_table && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((number, name))
    })
}

fn stands_for(library: &str, name: &str) -> bool {
    library.strip_suffix('*').map_or(library == name, |stem| name.starts_with(stem))
}

fn is_in(file: &File, rooms: &[&str]) -> bool {
    rooms.iter().any(|room| file.path.starts_with(room))
}

/// Tests, benchmarks, examples and build scripts are no part of the program.
fn is_for_building(file: &File) -> bool {
    let mut parts = file.path.split('/');
    parts.any(|part| ["tests", "bench", "examples", "tests.rs", "build.rs"].contains(&part))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::{super::places, *};

    #[test]
    fn an_edge_that_points_up_or_sideways_is_found() {
        let good = "[dependencies]\nyanju-model.workspace = true\n";
        let bad = "[dependencies]\nserde.workspace = true\nyanju-store.workspace = true\n";
        let files = [("crates/store/Cargo.toml", good), ("crates/formats/Cargo.toml", bad)];
        assert_eq!(
            places(crates_depend_downwards, &files),
            ["crates/formats/Cargo.toml:3"],
            "formats and store do not know each other; what store depends on is right"
        );
    }

    #[test]
    fn a_library_outside_its_room_is_found() {
        let files = [
            ("crates/store/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"),
            ("crates/engine/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"),
            ("crates/cli/Cargo.toml", "[build-dependencies]\ntauri-build = \"2\"\n"),
            ("crates/model/Cargo.toml", "[package]\nrusqlite = \"not a dependency\"\n"),
        ];
        assert_eq!(
            places(libraries_stay_in_their_room, &files),
            ["crates/engine/Cargo.toml:2", "crates/cli/Cargo.toml:2"],
            "a table that is no dependency table does not count"
        );
    }

    #[test]
    fn a_name_outside_its_room_is_found_but_not_in_comments_and_tests() {
        let files = [
            ("crates/engine/src/clock.rs", "chrono::Utc::now()\n"),
            ("crates/store/src/a.rs", "// Utc::now would be wrong\nlet now = Utc::now();\n"),
            ("crates/store/src/b.rs", "fn f() {}\n#[cfg(test)]\nmod tests { fn g() { Utc::now(); } }\n"),
            ("crates/store/src/keys/tests.rs", "let now = Utc::now();\n"),
            ("crates/engine/src/rows.rs", "use ts_rs::TS;\n"),
        ];
        assert_eq!(
            places(names_stay_in_their_room, &files),
            ["crates/store/src/a.rs:2", "crates/engine/src/rows.rs:1"],
            "only code that runs is judged, and api alone may derive TypeScript"
        );
    }
}
