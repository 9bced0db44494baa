//! Examining: what is sound is said to be, what is derived is made anew, and damage to records is named.

use crate::support::{Bench, files, said, text, vault};
use std::{fs, path::Path};
use yanju_model::job::Job;
use yanju_store::{VaultPart, Verdict};

fn filled() -> Bench {
    let vault = vault();
    for title in ["甲", "乙"] {
        vault.import(title, (0..50).map(|n| said(title, n, &format!("消息{n}"))).collect());
    }
    vault.index_all();
    vault
}

fn verdict(vault: &Bench, of: VaultPart) -> Verdict {
    let examination = vault.examine(&Job::quiet()).expect("examining never fails for what it finds");
    examination.into_iter().find(|(check, _)| *check == of).expect("every part is looked at").1
}

fn flip_a_byte(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_sound_vault_is_said_to_be_sound() {
    let vault = filled();
    for (check, verdict) in vault.examine(&Job::quiet()).unwrap() {
        assert!(matches!(verdict, Verdict::Sound(_)), "{check:?}: {verdict:?}");
    }
    assert_eq!(verdict(&vault, VaultPart::Index), Verdict::Sound(100), "each message once");
    assert_eq!(verdict(&vault, VaultPart::Contents), Verdict::Sound(2), "each original");
    assert_eq!(verdict(&vault, VaultPart::Log), Verdict::Sound(3), "created, and two imports");
}

#[test]
fn an_altered_original_is_named_and_everything_else_is_still_looked_at() {
    let vault = filled();
    let blob = files(&vault.dir.join("blobs")).remove(0);
    flip_a_byte(&blob);
    let Verdict::Faulty(faults) = verdict(&vault, VaultPart::Contents) else {
        panic!("a flipped byte of an original is found");
    };
    assert_eq!(faults.len(), 1, "the other one is whole: {faults:?}");
    assert!(faults[0].starts_with("content "), "it is named by its hash: {faults:?}");
    assert_eq!(verdict(&vault, VaultPart::Index), Verdict::Sound(100), "the rest is looked at");
}

#[test]
fn a_missing_original_is_named() {
    let vault = filled();
    fs::remove_file(files(&vault.dir.join("blobs")).remove(0)).unwrap();
    assert!(matches!(verdict(&vault, VaultPart::Contents), Verdict::Faulty(faults) if faults.len() == 1));
}

#[test]
fn an_index_with_any_file_damaged_is_made_anew_and_finds_everything() {
    let vault = filled();
    for place in 0.. {
        let Some(file) = files(&vault.dir.join("index")).into_iter().nth(place) else { break };
        flip_a_byte(&file);
        let rebuilt = verdict(&vault, VaultPart::Index);
        assert!(matches!(rebuilt, Verdict::Rebuilt(_)), "{} was damaged: {rebuilt:?}", file.display());
        assert_eq!(verdict(&vault, VaultPart::Index), Verdict::Sound(100), "and is sound from then on");
        assert_eq!(vault.count(&text("消息")).unwrap(), 100, "nothing is lost to a search");
    }
}

#[test]
fn a_key_file_of_which_only_one_copy_is_whole_is_named() {
    let vault = filled();
    flip_a_byte(&vault.dir.join("vault.key.old"));
    let Verdict::Faulty(faults) = verdict(&vault, VaultPart::KeyFile) else { panic!("the copy is damaged") };
    assert!(faults[0].contains("vault.key.old"), "{faults:?}");
}

#[test]
fn a_damaged_page_of_the_database_is_a_fault_of_the_database() {
    let vault = filled();
    // Into the file itself, not the log beside it.
    let vault =
        vault.reopened_after(|dir| assert!(!dir.join("vault.db-wal").exists(), "closing empties the log"));
    flip_a_byte(&vault.dir.join("vault.db"));
    assert!(
        matches!(verdict(&vault, VaultPart::Database), Verdict::Faulty(_)),
        "a page does not authenticate"
    );
}
