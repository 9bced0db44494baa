//! A program that fills disks: it writes into a vault until there is no room, makes room, and looks whether everything
//! it was told to be stored is there. It has to be started in a mount namespace of its own.
//!
//! Argument: an empty folder, where the disks are mounted one after the other.

#![expect(clippy::print_stdout, reason = "the figures they come to are for people")]

mod batches;
#[path = "../durability/seen.rs"]
mod seen;

use seen::{PASSWORD, Told, assert_nothing_lost, assert_sound, open, session};
use std::{env, path::Path, process::Command};
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        annotate::AnnotationEdit,
        import::ImportOptions,
        vault::{CreateVault, Language},
    },
};

const DISKS: u64 = 100;
/// Less than an empty vault needs.
const LEAST_KIB: u64 = 150;
/// The sizes differ by less than one page of a file and by more than one batch.
const STEP_KIB: u64 = 17;

fn main() -> Result<(), String> {
    let folder = env::args().nth(1).ok_or("one argument")?;
    let folder = Path::new(&folder);
    let (mut at_creation, mut batches) = (0, 0);
    for number in 0..DISKS {
        let size = LEAST_KIB + number * STEP_KIB;
        mount(folder, &format!("size={size}k"), "tmpfs")?;
        match fill(folder, size) {
            None => at_creation += 1,
            Some(told) => batches += told.stored,
        }
        run("umount", &["--lazy", &folder.display().to_string()])?;
    }
    println!(
        "{DISKS} full disks: 0 acknowledged messages lost over {batches} batches; {at_creation} had no room for a vault"
    );
    Ok(())
}

/// Fills one disk; `None` where not even an empty vault had room.
fn fill(folder: &Path, size: u64) -> Option<Told> {
    let vault = folder.join("vault");
    let request = CreateVault { path: None, password: PASSWORD.into(), language: Language::Chinese };
    let first = session(&vault);
    if let Err(error) = first.create_vault(&request) {
        assert_full(&error, size);
        let status = first.vault_status().expect("a place without a vault has a status");
        assert_eq!(
            status.state,
            yanju_engine::api::vault::VaultState::Absent,
            "{size} KiB: no half vault is left"
        );
        return None;
    }
    let mut told = Told::default();
    loop {
        let number = told.stored;
        let batch = batches::batch(number);
        let stored = first.import_bytes(&batch.name, batch.content, &ImportOptions::default(), &Job::quiet());
        if let Err(error) = stored {
            assert_full(&error, size);
            break;
        }
        told.stored += 1;
        let edit = AnnotationEdit::AddTag { tag: batches::keyword(number) };
        if let Err(error) = first.annotate_matching(&batches::mark(number), &edit) {
            assert_full(&error, size);
            break;
        }
        told.filed.insert(number);
    }
    // As it is, without room: whatever can be read is read.
    let from = told.stored.saturating_sub(3);
    assert!(!assert_nothing_lost(&first, &told, from), "{size} KiB: what failed was not stored");
    drop(first);
    mount(folder, "remount,size=64m", "tmpfs").expect("room is made");
    let again = open(&vault);
    assert_nothing_lost(&again, &told, 0);
    assert_sound(&again);
    let batch = batches::batch(told.stored);
    again
        .import_bytes(&batch.name, batch.content, &ImportOptions::default(), &Job::quiet())
        .expect("with room again, what failed succeeds");
    Some(told)
}

fn assert_full(error: &yanju_engine::api::ApiError, size: u64) {
    assert_eq!(error.code, ErrorCode::Unwritable, "{size} KiB: a full disk is said to be one: {error}");
}

fn mount(folder: &Path, options: &str, kind: &str) -> Result<(), String> {
    run("mount", &["-t", kind, "-o", options, kind, &folder.display().to_string()])
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let status =
        Command::new(program).args(arguments).status().map_err(|error| format!("{program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {arguments:?}: {status}")) }
}
