//! Restoring: a vault of its own in a place of its own, whatever was there or was left there.

use super::*;

#[test]
fn a_restored_vault_is_another_life_with_its_own_index() {
    let (bench, place, _) = backed_up();
    let (vault, root) = restored(place.path(), None);
    assert_eq!(vault.count(&text("退款")).unwrap(), 3000, "the index was rebuilt");
    drop(vault);
    // An index of the vault that was backed up is not one of the restored vault.
    bench.import("物流", vec![said("乙", 1, "投诉")]);
    bench.index_all();
    let dir = root.path().join("vault");
    fs::remove_dir_all(dir.join("index")).unwrap();
    for path in files(&bench.dir.join("index")) {
        let copy = dir.join(path.strip_prefix(&bench.dir).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&path, copy).unwrap();
    }
    let vault = Vault::open(&dir, &password()).unwrap();
    assert_eq!(vault.count(&text("投诉")).unwrap(), 0, "a foreign index is not believed");
    assert_eq!(vault.count(&text("退款")).unwrap(), 3000);
}

#[test]
fn restoring_never_touches_what_is_there() {
    let (bench, place, _) = backed_up();
    let backup = opened(place.path()).unwrap();
    let refused = Vault::restore(&backup, None, &bench.dir, &Job::quiet()).err();
    assert!(matches!(refused, Some(Error::VaultExists)), "{refused:?}");
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("letter.txt"), "x").unwrap();
    let refused = Vault::restore(&backup, None, root.path(), &Job::quiet()).err();
    assert!(matches!(refused, Some(Error::NotEmpty)), "{refused:?}");
    assert_eq!(files(root.path()).len(), 1, "the letter is alone as before");
    let absent =
        Vault::restore(&backup, Some("20010101T000000Z"), &root.path().join("v"), &Job::quiet()).err();
    assert!(matches!(absent, Some(Error::NoSuch { .. })), "{absent:?}");
}

#[test]
fn a_restore_that_was_cut_off_leaves_a_place_for_another() {
    let (bench, place, _) = backed_up();
    let root = TempDir::new().unwrap();
    let to = root.path().join("vault");
    fs::create_dir_all(to.join("blobs/ab")).unwrap();
    for left in ["vault.new", "vault.lock", "vault.db", "vault.db.before", "vault.db.tmp", "blobs/ab/half"] {
        fs::write(to.join(left), "half").unwrap();
    }
    let backup = opened(place.path()).unwrap();
    let vault = Vault::restore(&backup, None, &to, &Job::quiet()).expect("what was left is cleared");
    assert!(portrait(&vault) == portrait(&bench), "and nothing of it is in the vault");
    assert!(!to.join("vault.db.before").exists() && !to.join("blobs/ab/half").exists());
}
