//! Tells Tauri which commands exist, so that each needs its permission, and holds the capability to exactly these.

use std::{collections::BTreeSet, fs};

#[macro_use]
#[path = "src/commands/list.rs"]
mod list;

macro_rules! names {
    ($($noun:ident :: $command:ident,)*) => { &[$(stringify!($command)),*] };
}

const COMMANDS: &[&str] = commands!(names);

/// What the window may do beside our own commands: hear events (progress, the vault's state, dropped files).
const EVENTS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

const CAPABILITY: &str = "capabilities/main.json";

fn main() {
    println!("cargo:rerun-if-changed={CAPABILITY}");
    let granted = granted().unwrap_or_else(|problem| panic!("{CAPABILITY}: {problem}"));
    let needed: BTreeSet<String> = COMMANDS
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(EVENTS.map(str::to_owned))
        .collect();
    let difference: Vec<_> = needed.symmetric_difference(&granted).collect();
    assert!(difference.is_empty(), "{CAPABILITY} and src/commands/list.rs differ in {difference:?}");

    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(problem) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        panic!("{problem:#}");
    }
}

fn granted() -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(CAPABILITY)?)?;
    let permissions = capability["permissions"].as_array().ok_or("no list of permissions")?;
    Ok(permissions.iter().filter_map(|permission| permission.as_str().map(str::to_owned)).collect())
}
