//! Opening: passwords, versions, locks, and an index that may be lost at any time.

use crate::support::{PASSWORD, files, password, said, setup, text, vault};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use yanju_model::{
    job::Job,
    query::{Order, Query},
};
use yanju_store::{Error, Page, Password, Presence, Vault, presence};

#[test]
fn a_directory_says_what_it_holds() {
    let root = TempDir::new().unwrap();
    let dir = root.path().join("not yet");
    assert_eq!(presence(&dir), Presence::Absent, "no such directory");
    assert_eq!(presence(root.path()), Presence::Absent, "an empty one");
    fs::write(root.path().join("letter.txt"), "x").unwrap();
    assert_eq!(presence(root.path()), Presence::NotAVault, "somebody else's");
    assert!(matches!(Vault::create(root.path(), &password(), &setup()), Err(Error::NotEmpty)));
    assert!(matches!(Vault::open(root.path(), &password()), Err(Error::NoVault)));
    drop(Vault::create(&dir, &password(), &setup()).unwrap());
    assert_eq!(presence(&dir), Presence::Locked, "a vault");
    assert!(matches!(Vault::create(&dir, &password(), &setup()), Err(Error::VaultExists)));
}

#[test]
fn a_vault_that_cannot_be_made_leaves_nothing() {
    let root = TempDir::new().unwrap();
    let dir = root.path().join("vault");
    let mut twice = setup();
    twice.categories.extend(setup().categories);
    let refused = Vault::create(&dir, &password(), &twice).err();
    assert!(matches!(refused, Some(Error::Unusable { why: "taken", .. })), "{refused:?}");
    assert_eq!(presence(&dir), Presence::Absent, "the directory is free again");
    assert_eq!(files(&dir), [dir.join("vault.lock")], "nothing but its lock is left");
    drop(Vault::create(&dir, &password(), &setup()).unwrap());
}

/// What a kill leaves of creating a vault before its key file: everything but that.
fn unfinished() -> (PathBuf, TempDir) {
    let (dir, root) = vault().closed();
    fs::write(dir.join("vault.new"), "").unwrap();
    for copy in ["vault.key", "vault.key.old"] {
        fs::remove_file(dir.join(copy)).unwrap();
    }
    // A snapshot of an earlier version is migrated on the way, and may have been copied before.
    for copy in ["vault.db.before", "vault.db.tmp"] {
        fs::write(dir.join(copy), "").unwrap();
    }
    (dir, root)
}

#[test]
fn a_vault_whose_creation_was_cut_off_can_be_created_again() {
    let (dir, _root) = unfinished();
    assert_eq!(presence(&dir), Presence::Absent, "it never came to be");
    assert!(matches!(Vault::open(&dir, &password()), Err(Error::NoVault)));
    drop(Vault::create(&dir, &password(), &setup()).expect("what was left is cleared"));
    drop(Vault::open(&dir, &password()).expect("and the vault is a vault"));
    let left = ["vault.new", "vault.db.before", "vault.db.tmp"].map(|name| dir.join(name).exists());
    assert_eq!(left, [false; 3], "nothing of the other is left");
}

#[test]
fn a_vault_is_there_from_the_first_copy_of_its_key_file_on() {
    let (dir, _root) = vault().closed();
    fs::write(dir.join("vault.new"), "").unwrap();
    fs::remove_file(dir.join("vault.key")).unwrap();
    assert_eq!(presence(&dir), Presence::Locked, "one copy is enough");
    drop(Vault::open(&dir, &password()).unwrap());
    assert!(dir.join("vault.key").exists() && !dir.join("vault.new").exists(), "opening completes it");
}

#[test]
fn creating_a_vault_never_clears_what_may_be_somebodys() {
    let (lost, _root) = unfinished();
    fs::remove_file(lost.join("vault.new")).unwrap();
    let (shared, _root) = unfinished();
    fs::write(shared.join("letter.txt"), "x").unwrap();
    for (dir, whose) in [(lost, "a vault that lost its keys"), (shared, "somebody's letter")] {
        let before = files(&dir);
        assert_eq!(presence(&dir), Presence::NotAVault, "{whose}");
        assert!(matches!(Vault::create(&dir, &password(), &setup()), Err(Error::NotEmpty)), "{whose}");
        assert_eq!(files(&dir), before, "{whose} is untouched");
    }
}

#[test]
fn who_loses_the_race_for_a_directory_leaves_it_to_the_winner() {
    let (dir, _root) = unfinished();
    let winner = fs::File::create(dir.join("vault.lock")).unwrap();
    winner.lock().unwrap();
    let before = files(&dir);
    assert!(matches!(Vault::create(&dir, &password(), &setup()), Err(Error::InUse)));
    assert_eq!(files(&dir), before, "what the winner has written so far stands");
}

#[test]
fn leftovers_that_cannot_be_removed_keep_no_vault_shut() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款")]);
    let leftovers = [bench.dir.join("rehearsal"), bench.dir.join("blobs/tmp")];
    let bench = bench.reopened_after(|_| {
        for path in &leftovers {
            let _ = fs::remove_dir_all(path);
            // A file is not removed as a directory is.
            fs::write(path, "").unwrap();
        }
    });
    assert!(leftovers.iter().all(|path| path.exists()), "they cannot be removed");
    assert_eq!(bench.texts(&text("退款")), ["退款"], "the records are there all the same");
}

#[test]
fn a_vault_is_shared_between_threads() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款")]);
    std::thread::scope(|threads| {
        let searching: Vec<_> =
            (0..4).map(|_| threads.spawn(|| bench.count(&text("退款")).unwrap())).collect();
        bench.index_all();
        for search in searching {
            assert_eq!(search.join().unwrap(), 1, "found, whether indexed yet or not");
        }
    });
}

#[test]
fn a_wrong_password_opens_nothing() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款")]);
    let refuse = |dir: &Path| {
        for wrong in ["", "correct horse battery stapl", &PASSWORD.to_uppercase()] {
            let opened = Vault::open(dir, &Password::from(wrong.to_owned()));
            assert!(matches!(opened, Err(Error::WrongPassword)), "«{wrong}» is not the password");
        }
    };
    let bench = bench.reopened_after(refuse);
    assert_eq!(bench.texts(&text("退款")), ["退款"], "the right one still opens");
}

#[test]
fn a_vault_in_use_says_so() {
    let bench = vault();
    assert!(matches!(Vault::open(&bench.dir, &password()), Err(Error::InUse)), "one process at a time");
    bench.reopened();
}

#[test]
fn what_was_stored_is_found_before_and_after_it_is_indexed() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款一")]);
    assert_eq!(bench.count(&text("退款")).unwrap(), 1, "found by the scan of the tail");
    let bench = bench.reopened();
    bench.import("订单", vec![said("甲", 1, "退款二")]);
    assert_eq!(bench.texts(&text("退款")), ["退款一", "退款二"], "one from the index, one from the tail");
    bench.index_all();
    bench.index_all();
    assert_eq!(bench.texts(&text("退款")), ["退款一", "退款二"], "each once");
}

#[test]
fn a_deleted_index_is_rebuilt() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款一"), said("甲", 1, "退款二")]);
    bench.index_all();
    bench.import("订单", vec![said("甲", 2, "退款三")]);
    let bench = bench.reopened_after(|dir| fs::remove_dir_all(dir.join("index")).unwrap());
    assert_eq!(bench.texts(&text("退款")), ["退款一", "退款二", "退款三"], "nothing depends on the index");
    assert_eq!(bench.count(&Query::All).unwrap(), 3, "and nothing is there twice");
}

#[test]
fn an_index_is_built_anew_while_the_old_one_answers_and_records_come_in() {
    let bench = Arc::new(vault());
    bench.import("订单", (0..1500).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    bench.index_all();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let job = Job::new({
        let (bench, seen) = (Arc::clone(&bench), Arc::clone(&seen));
        move |progress| {
            let mut seen = seen.lock().unwrap();
            if progress.done == 0 || progress.done == progress.total {
                return;
            }
            // What comes in meanwhile is found at once, and the old index follows it and lets go of what it has followed.
            let name = format!("物流{}", seen.len());
            bench.import(&name, vec![said("乙", 0, "退款 later")]);
            bench.index_all();
            bench.import(&name, vec![said("乙", 1, "退款 later still")]);
            seen.push(bench.count(&text("退款")).unwrap());
        }
    });
    bench.rebuild_index(&job).unwrap();
    let seen = seen.lock().unwrap();
    assert!(!seen.is_empty(), "something came in while it was built");
    for (times, found) in (1..).zip(seen.iter()) {
        assert_eq!(*found, 1500 + 2 * times, "the old index answers");
    }
    assert_eq!(bench.count(&text("退款")).unwrap(), 1500 + 2 * seen.len() as u64, "and so does the new one");
    let folders = fs::read_dir(bench.dir.join("index")).unwrap().count();
    assert_eq!(folders, 1, "the old one is gone");
}

#[test]
fn an_index_that_was_not_finished_is_none() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款一")]);
    bench.index_all();
    let index = bench.dir.join("index");
    let finished: Vec<_> = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let cancelled = Job::quiet();
    cancelled.cancel();
    assert!(bench.rebuild_index(&cancelled).is_err());
    let bench = bench.reopened_after(|dir| fs::create_dir(dir.join("index/9")).unwrap());
    assert_eq!(bench.texts(&text("退款")), ["退款一"], "the one before answers");
    let left: Vec<_> = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, finished, "what was begun is gone");
}

#[test]
fn while_the_index_is_far_behind_a_search_says_so_and_a_count_is_whole() {
    let bench = vault();
    let page = Page { offset: 0, limit: 5 };
    bench.import("订单", vec![said("甲", 0, "退款")]);
    bench.index_all();
    bench.import("物流", (0..20_001).map(|n| said("乙", n, &format!("退款 {n}"))).collect());
    let found = bench.search(&text("退款"), Order::Newest, page).unwrap();
    assert_eq!((found.total, found.pending), (1, 20_001), "nobody waits for a scan of everything");
    assert_eq!(bench.conversations(&text("退款"), Order::Newest, page).unwrap().pending, 20_001);
    assert_eq!(bench.count(&text("退款")).unwrap(), 20_002, "what acts on matches has all of them");
    let bench = bench.reopened();
    assert_eq!(bench.pending().unwrap(), 20_001, "opening does not wait either");
    bench.index_all();
    let found = bench.search(&text("退款"), Order::Newest, page).unwrap();
    assert_eq!((found.total, found.pending), (20_002, 0));
}

/// Flips the bytes that `places` names in a file of so many, in every file of the index.
fn damage_index(dir: &Path, places: impl Fn(usize) -> Vec<usize>) {
    for path in files(&dir.join("index")) {
        let mut bytes = fs::read(&path).unwrap();
        for place in places(bytes.len()) {
            bytes[place] ^= 1;
        }
        fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn an_altered_index_is_rebuilt() {
    let bench = vault();
    bench.import("订单", (0..50).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    bench.index_all();
    let bench = bench.reopened_after(|dir| damage_index(dir, |bytes| vec![bytes - 1]));
    assert_eq!(bench.count(&text("退款")).unwrap(), 50, "nothing depends on the index");
    let bench = bench.reopened_after(|dir| damage_index(dir, |bytes| vec![bytes / 2]));
    assert_eq!(bench.count(&text("退款")).unwrap(), 50, "wherever it is damaged");
}

#[test]
fn damage_that_only_a_search_meets_is_mended_by_the_search() {
    let bench = vault();
    // Enough different words for posting lists of many chunks.
    let words = |n: u32| -> String {
        (0..9).filter_map(|at| char::from_u32(0x4E00 + (n * 37 + at * 911) % 9000)).collect()
    };
    let messages: Vec<_> = (0..4000).map(|n| said("甲", n.into(), &words(n))).collect();
    bench.import("订单", messages.clone());
    bench.index_all();
    let lists = |dir: &Path| -> Vec<PathBuf> {
        let all = files(&dir.join("index")).into_iter();
        all.filter(|path| path.extension().is_some_and(|extension| extension == "idx")).collect()
    };
    let before = lists(&bench.dir);
    let bench = bench.reopened_after(|_| {
        for path in &before {
            let mut bytes = fs::read(path).unwrap();
            // Neither the beginning nor the end, which are read when the index is opened.
            let inner = 17_000..bytes.len() / 2;
            assert!(!inner.is_empty(), "{} has inner chunks", path.display());
            bytes[inner].iter_mut().step_by(1000).for_each(|byte| *byte ^= 1);
            fs::write(path, bytes).unwrap();
        }
    });
    assert_eq!(lists(&bench.dir), before, "opening does not see it");
    for message in messages.iter().step_by(400) {
        assert_eq!(
            bench.texts(&text(&message.text)),
            [message.text.as_str()],
            "found in spite of the damage"
        );
    }
    assert!(lists(&bench.dir).iter().all(|path| !before.contains(path)), "the damaged lists are gone");
    bench.import("物流", vec![said("甲", 0, "退款")]);
    bench.index_all();
    let bench = bench.reopened();
    assert_eq!(bench.count(&Query::All).unwrap(), 4001, "the new index is followed up");
    assert_eq!(bench.texts(&text("退款")), ["退款"]);
}

#[test]
fn a_vault_without_its_database_is_damaged_not_empty() {
    let (dir, root) = vault().closed();
    fs::remove_file(dir.join("vault.db")).unwrap();
    let opened = Vault::open(&dir, &password()).err();
    assert!(matches!(opened, Some(Error::Damaged { .. })), "{opened:?}, not an empty vault");
    drop(root);
}

#[test]
fn a_zone_is_remembered() {
    let bench = vault();
    bench.set_zone(chrono_tz::Europe::Berlin).unwrap();
    assert_eq!(bench.reopened().zone().unwrap(), chrono_tz::Europe::Berlin);
}
