//! The TypeScript types of what crosses into the window. They are written by the tests that `ts-rs` derives, so both
//! tasks run these; a check lets them write elsewhere and compares.

use crate::Outcome;
use std::{collections::BTreeMap, fs, io, path::Path, process::Command};

const GENERATED: &str = "ui/src/backend/generated";

/// Writes the types into the interface's sources; those of types that are gone are removed.
pub fn write(root: &Path) -> Outcome {
    let fresh = exported(root)?;
    let folder = root.join(GENERATED);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for (name, text) in fresh {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(&folder))?;
        fs::write(file, text)?;
    }
    Ok(())
}

/// Fails where the committed types are not the ones that the code exports.
pub fn check(root: &Path) -> Outcome {
    let stale = differences(&read(&root.join(GENERATED))?, &exported(root)?);
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {}; run ./dev bindings", stale.join(", ")).into())
    }
}

/// File name to content.
type Types = BTreeMap<String, String>;

fn exported(root: &Path) -> Result<Types, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    // The whole workspace, so that dependencies are built with the features that the tests have built them with.
    let done = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--locked", "--workspace", "--lib", "export_bindings"])
        .env("TS_RS_EXPORT_DIR", folder.path())
        .current_dir(root)
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    Ok(read(folder.path())?)
}

fn read(folder: &Path) -> io::Result<Types> {
    fn walk(folder: &Path, prefix: &str, types: &mut Types) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{name}/"), types)?;
            } else {
                types.insert(name, fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }
    let mut types = Types::new();
    walk(folder, "", &mut types)?;
    Ok(types)
}

/// The files that are missing, too many or different.
fn differences(committed: &Types, fresh: &Types) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = committed.keys().chain(fresh.keys()).collect();
    names.into_iter().filter(|name| committed.get(*name) != fresh.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_missing_and_a_left_over_type_are_stale() {
        let types =
            |entries: &[(&str, &str)]| entries.iter().map(|&(n, t)| (n.to_owned(), t.to_owned())).collect();
        let committed = types(&[("A.ts", "a"), ("B.ts", "b"), ("Gone.ts", "g")]);
        let fresh = types(&[("A.ts", "a"), ("B.ts", "changed"), ("New.ts", "n")]);
        assert_eq!(differences(&committed, &fresh), ["B.ts", "Gone.ts", "New.ts"], "only A is as committed");
    }
}
