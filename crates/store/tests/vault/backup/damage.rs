//! Backups that were altered, lost in part, or meet a vault that was put back: found, named, and never spread.

use super::*;
use yanju_model::log::{Act, Detail};

#[test]
fn damage_is_found_named_and_leaves_nothing_restored() {
    let (bench, place, contents) = backed_up();
    let root = TempDir::new().unwrap();
    let to = root.path().join("vault");
    let damages: [fn(&Path); 4] = [
        |path| fs::remove_file(path).unwrap(),
        |path| flip(path, fs::metadata(path).unwrap().len() as usize / 2),
        |path| fs::File::options().write(true).open(path).unwrap().set_len(1000).unwrap(),
        |path| fs::write(path, "").unwrap(),
    ];
    for path in &contents {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let whole = fs::read(path).unwrap();
        for damage in damages {
            damage(path);
            let backup = opened(place.path()).unwrap();
            let refused = Vault::restore(&backup, None, &to, &Job::quiet()).err();
            let named = matches!(&refused, Some(Error::BackupDamaged { what }) if what.contains(&name));
            assert!(named, "{name} is named: {refused:?}");
            let left: Vec<_> = files(&to).into_iter().filter(|path| !path.ends_with("vault.lock")).collect();
            assert_eq!(left, Vec::<PathBuf>::new(), "nothing is left of it");

            let checks = backup.verify(&Job::quiet()).unwrap();
            let findings: Vec<_> = checks.iter().flat_map(|check| &check.findings).collect();
            assert!(findings.len() == 1 && findings[0].contains(&name), "{name}: {findings:?}");
            let rehearsal = bench.rehearse(place.path(), None, &Job::quiet()).unwrap();
            assert!(rehearsal.checks.iter().any(|check| !check.is_passed()), "{name}: {rehearsal:?}");
            assert!(!bench.dir.join("rehearsal").exists(), "nothing is left of the rehearsal");
            fs::write(path, &whole).unwrap();
        }
    }
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == portrait(&bench), "undamaged, it is restored");
}

#[test]
fn a_full_backup_mends_what_the_disk_lost() {
    let (bench, place, contents) = backed_up();
    for path in &contents {
        flip(path, fs::metadata(path).unwrap().len() as usize - 1);
    }
    let order = BackupOrder { extent: Extent::Full, ..order(place.path(), START + DAY) };
    let taken = bench.back_up(order, &Job::quiet()).unwrap();
    assert_eq!(taken.files_written, contents.len() as u64, "each is written anew");
    let checks = bench.backup_in(place.path()).unwrap().verify(&Job::quiet()).unwrap();
    let findings: Vec<_> = checks.iter().flat_map(|check| &check.findings).collect();
    // Copies are sealed as they are in the vault, so both snapshots are whole again.
    assert_eq!(findings, Vec::<&String>::new());
}

#[test]
fn content_that_the_vault_lost_stays_in_the_backup() {
    let (bench, place, contents) = backed_up();
    let before = portrait(&bench);
    for copy in contents.iter().filter(|path| !path.iter().any(|part| part == "data")) {
        let own = bench.dir.join("blobs").join(copy.strip_prefix(copy.ancestors().nth(2).unwrap()).unwrap());
        fs::remove_file(own).unwrap();
    }
    for (day, extent) in [(1, Extent::Increment), (2, Extent::Full)] {
        let order = BackupOrder { extent, ..order(place.path(), START + day * DAY) };
        let taken = bench.back_up(order, &Job::quiet()).expect("a damaged vault is backed up all the same");
        assert_eq!(taken.files_written, 0, "nothing is new");
    }
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == before, "the backup has what the vault lost");
    let empty = self::place();
    let lost = bench.back_up(order(empty.path(), START), &Job::quiet()).err();
    assert!(matches!(lost, Some(Error::Damaged { .. })), "{lost:?}: a first backup cannot be whole");
}

#[test]
fn what_a_killed_backup_left_half_written_is_cleared() {
    let (bench, place, contents) = backed_up();
    let snapshots = contents[0].ancestors().nth(3).unwrap().join("snapshots");
    let strays = [
        contents[0].with_extension("tmp"),
        snapshots.join("20231201T000000Z.tmp"),
        contents[0].with_file_name("f".repeat(64)),
    ];
    for path in &strays {
        fs::write(path, "half").unwrap();
    }
    let letter = snapshots.join("letter.txt");
    fs::write(&letter, "x").unwrap();
    back_up(&bench, place.path(), START + DAY);
    for path in strays {
        assert!(!path.exists(), "{} is cleared", path.display());
    }
    assert!(letter.exists(), "what is not ours is left alone");
}

#[test]
fn what_cannot_be_cleared_does_not_undo_a_backup() {
    let (bench, place, contents) = backed_up();
    let snapshots = contents[0].ancestors().nth(3).unwrap().join("snapshots");
    let stray = snapshots.join("20231201T000000Z.tmp");
    // A folder is not removed as a file is.
    fs::create_dir(&stray).unwrap();
    bench.import("物流", (0..3000).map(|n| said("乙", n, "投诉")).collect());
    let order = |day| BackupOrder {
        keep: Retention { days: 1, weeks: 0, months: 0 },
        ..order(place.path(), START + day * DAY)
    };
    let taken = bench.back_up(order(1), &Job::quiet()).expect("it is taken before anything is cleared");
    assert_eq!((taken.snapshots_removed, taken.bytes_freed), (1, 0), "what was removed is counted, no more");
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == portrait(&bench), "and it is whole");
    fs::remove_dir(&stray).unwrap();
    let taken = bench.back_up(order(2), &Job::quiet()).unwrap();
    assert_eq!(taken.snapshots_removed, 1);
    assert!(taken.bytes_freed > 0, "the next one clears what the first left");
}

#[test]
fn a_snapshot_in_the_place_of_another_is_damage() {
    let (bench, place, _) = backed_up();
    bench.import("物流", vec![said("乙", 1, "投诉")]);
    back_up(&bench, place.path(), START + DAY);
    let backup = opened(place.path()).unwrap();
    let ids: Vec<String> = backup.snapshots().unwrap().into_iter().map(|snapshot| snapshot.id).collect();
    let dir = files(place.path()).into_iter().find(|path| path.ends_with(&ids[0])).unwrap();
    let dir = dir.parent().unwrap();
    fs::copy(dir.join(&ids[1]), dir.join(&ids[0])).unwrap();
    assert_eq!(
        backup.snapshots().unwrap()[0].holdings,
        None,
        "an earlier state is not passed off as a later"
    );
}

/// Copies every file of a folder to another, which is made anew.
fn put(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for path in files(from) {
        let goal = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(goal.parent().unwrap()).unwrap();
        fs::copy(&path, goal).unwrap();
    }
}

#[test]
fn a_vault_that_was_put_back_to_an_earlier_state_is_told_by_its_backup() {
    let (vault, place, aside) = (vault(), place(), TempDir::new().unwrap());
    vault.import("甲", vec![said("甲", 0, "先")]);
    back_up(&vault, place.path(), START);
    let vault = vault.reopened_after(|dir| put(dir, aside.path()));
    vault.import("乙", vec![said("乙", 0, "后")]);
    back_up(&vault, place.path(), START + DAY);
    let vault = vault.reopened_after(|dir| put(aside.path(), dir));
    assert_eq!(vault.count(&text("后")).unwrap(), 0, "it is as it was before");
    // It goes on as if nothing had been.
    vault.import("丙", vec![said("丙", 0, "别的"), said("丙", 1, "更多")]);
    let refused = vault.back_up(order(place.path(), START + 2 * DAY), &Job::quiet()).err();
    assert!(matches!(refused, Some(Error::BackupPlace { why: "put_back" })), "{refused:?}");
    let (restored, _root) = restored(place.path(), None);
    assert_eq!(restored.count(&text("后")).unwrap(), 1, "and what was there is still in the backup");
}

#[test]
fn a_vault_that_was_put_back_does_not_lock_the_backup_by_its_own_password() {
    let (vault, place, aside) = (vault(), place(), TempDir::new().unwrap());
    let named = |name: &str| Password::from(name.to_owned());
    let change = |vault: &Vault, from: &Password, to: &str| {
        vault.change_password(from, &named(to), KdfCost::INSECURE_FOR_TESTS).unwrap();
    };
    back_up(&vault, place.path(), START);
    let (dir, root) = vault.closed();
    put(&dir, aside.path());
    let vault = Vault::open(&dir, &password()).unwrap();
    change(&vault, &password(), "later");
    vault.log(Act::Exported, &Detail::new(), ORIGIN).unwrap();
    back_up(&vault, place.path(), START + DAY);
    drop(vault);
    put(aside.path(), &dir);
    let vault = Vault::open(&dir, &password()).unwrap();
    // Once as often as the vault whose backup it is, then oftener.
    for (from, to) in [(password(), "other"), (named("other"), "another")] {
        change(&vault, &from, to);
        let refused = vault.back_up(order(place.path(), START + 2 * DAY), &Job::quiet()).err();
        assert!(matches!(refused, Some(Error::BackupPlace { why: "put_back" })), "{to}: {refused:?}");
        let opened = Backup::open(place.path(), Credential::Password(&named("later")));
        assert_eq!(opened.err().map(|error| error.to_string()), None, "{to}: it opens as it did");
    }
    drop(root);
}

#[test]
fn a_cancelled_backup_leaves_the_password_of_the_latest_snapshot() {
    let (bench, place, _) = backed_up();
    let new = Password::from("new".to_owned());
    bench.change_password(&password(), &new, KdfCost::INSECURE_FOR_TESTS).unwrap();
    let mut cancelled = 0;
    for step in 0.. {
        bench.import("物流", vec![said("乙", step, "投诉")]);
        match bench.back_up(order(place.path(), START + DAY), &cancelled_at(step as u64)) {
            Err(Error::Cancelled(_)) => cancelled += 1,
            taken => {
                taken.expect("nothing else ends it");
                break;
            }
        }
        let opened = opened(place.path());
        assert!(opened.is_ok(), "cancelled at step {step}, the earlier snapshots open as they did");
    }
    assert!(cancelled > 1, "it was cancelled {cancelled} times");
    assert!(
        Backup::open(place.path(), Credential::Password(&new)).is_ok(),
        "and by the new password once there is a new one"
    );
}

#[test]
fn a_vault_restored_from_an_earlier_snapshot_goes_on_being_backed_up() {
    let (vault, place) = (vault(), place());
    vault.import("甲", vec![said("甲", 0, "先")]);
    let first = back_up(&vault, place.path(), START).snapshot.id;
    vault.import("乙", vec![said("乙", 0, "后")]);
    back_up(&vault, place.path(), START + DAY);
    let (restored, _root) = restored(place.path(), Some(&first));
    restored.log(Act::Restored, &Detail::new(), ORIGIN).unwrap();
    back_up(&restored, place.path(), START + 2 * DAY);
    back_up(&restored, place.path(), START + 3 * DAY);
    assert_eq!(restored.count(&text("后")).unwrap(), 0, "it was an earlier one");
}
