//! Ten thousand alterations of a vault's files: each is an error that names the part, or is put right from what is
//! whole. None is a panic, and none changes an answer unnoticed.

use crate::support::{files, password, said, text, vault};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};
use yanju_model::job::Job;
use yanju_store::{Error, Vault, VaultPart, Verdict};

/// How often each kind of file is altered; together ten thousand.
const KEY_FILE: u32 = 2000;
const DATABASE: u32 = 1500;
const INDEX: u32 = 500;
const CONTENTS: u32 = 6000;

const MESSAGES: u64 = 60;

/// A small generator with a fixed seed, so that a failure can be had again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// Another file in place of `bytes`: a flipped bit, a cut, or two stretches exchanged. Never the same bytes.
fn altered(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    loop {
        let mut other = bytes.to_vec();
        match random.below(10) {
            0 => other.truncate(random.below(bytes.len())),
            1 => {
                let length = 1 + random.below((bytes.len() / 2).min(4096));
                let (from, to) = (random.below(bytes.len() - length), random.below(bytes.len() - length));
                let stretch = bytes[from..from + length].to_vec();
                other[to..to + length].copy_from_slice(&stretch);
            }
            _ => {
                let place = random.below(bytes.len());
                other[place] ^= 1 << random.below(8);
            }
        }
        if other != bytes {
            return other;
        }
    }
}

/// A closed vault with records, originals and an index.
fn filled() -> (PathBuf, tempfile::TempDir) {
    let vault = vault();
    for title in ["甲", "乙", "丙"] {
        let words = |n| said(title, n, &format!("第{n}条消息，运单 YDH{n:08}"));
        vault.import(title, (0..(MESSAGES / 3) as i64).map(words).collect());
    }
    vault.index_all();
    vault.closed()
}

/// Writes `other` over the file for as long as `look` looks, and puts the file back.
fn with_altered<T>(path: &Path, other: &[u8], look: impl FnOnce() -> T) -> T {
    let before = fs::read(path).unwrap();
    fs::write(path, other).unwrap();
    let seen = catch_unwind(AssertUnwindSafe(look));
    fs::write(path, before).unwrap();
    seen.unwrap_or_else(|_| panic!("{} altered is a panic", path.display()))
}

fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Damaged { .. } | Error::Newer { .. } | Error::WrongPassword | Error::NoVault)
}

#[test]
fn an_altered_key_file_opens_by_its_other_copy_or_not_at_all() {
    let (dir, _root) = filled();
    let mut random = Random(1);
    let whole = fs::read(dir.join("vault.key")).unwrap();
    for number in 0..KEY_FILE {
        let other = altered(&whole, &mut random);
        // One time in four both copies, so that there is no other to turn to.
        let names: &[&str] = match number % 4 {
            0 => &["vault.key", "vault.key.old"],
            1 => &["vault.key.old"],
            _ => &["vault.key"],
        };
        for name in names {
            fs::write(dir.join(name), &other).unwrap();
        }
        let opened = catch_unwind(|| Vault::open(&dir, &password()))
            .unwrap_or_else(|_| panic!("alteration {number} of {names:?} is a panic"));
        match opened {
            Ok(vault) => {
                assert_eq!(names.len(), 1, "alteration {number}: nothing whole was left, and yet it opened");
                assert_eq!(vault.count(&text("YDH")).unwrap(), MESSAGES);
            }
            Err(error) => {
                assert!(is_damage(&error), "alteration {number} of {names:?}: {error}");
                assert_eq!(names.len(), 2, "alteration {number}: the other copy was whole: {error}");
            }
        }
        for name in ["vault.key", "vault.key.old"] {
            if names.len() == 2 {
                fs::write(dir.join(name), &whole).unwrap();
            }
            let healed = fs::read(dir.join(name)).unwrap() == whole;
            assert!(healed, "alteration {number}: opening made the copies one again");
        }
    }
}

#[test]
fn an_altered_database_is_never_taken_for_the_records() {
    let (dir, _root) = filled();
    let path = dir.join("vault.db");
    let whole = fs::read(&path).unwrap();
    let mut random = Random(2);
    for number in 0..DATABASE {
        let other = altered(&whole, &mut random);
        let verdict = with_altered(&path, &other, || {
            let vault = Vault::open(&dir, &password())?;
            let examination = vault.examine(&Job::quiet())?;
            Ok::<_, Error>(examination.into_iter().any(|(_, verdict)| matches!(verdict, Verdict::Faulty(_))))
        });
        // Opening an altered database may have left a log that belongs to it.
        for beside in ["vault.db-wal", "vault.db-shm"] {
            let _ = fs::remove_file(dir.join(beside));
        }
        match verdict {
            Ok(found) => assert!(found, "alteration {number} went unnoticed"),
            Err(error) => {
                assert!(
                    is_damage(&error) || matches!(error, Error::Database(_)),
                    "alteration {number}: {error}"
                );
            }
        }
    }
    let vault = Vault::open(&dir, &password()).expect("put back, it is what it was");
    assert_eq!(vault.count(&text("YDH")).unwrap(), MESSAGES);
}

#[test]
fn an_altered_index_is_made_anew_and_answers_as_before() {
    let (dir, _root) = filled();
    let mut random = Random(3);
    let mut rebuilt = 0;
    for number in 0..INDEX {
        let files = files(&dir.join("index"));
        let path = &files[random.below(files.len())];
        let whole = fs::read(path).unwrap();
        if whole.is_empty() {
            // The engine's own lock, which says nothing.
            continue;
        }
        fs::write(path, altered(&whole, &mut random)).unwrap();
        let vault = catch_unwind(|| Vault::open(&dir, &password()))
            .unwrap_or_else(|_| panic!("alteration {number} of {} is a panic", path.display()))
            .unwrap_or_else(|error| panic!("an index never keeps a vault shut: {error}"));
        assert_eq!(
            vault.count(&text("YDH")).unwrap(),
            MESSAGES,
            "alteration {number}: every message is found"
        );
        assert_eq!(vault.count(&text("第7条")).unwrap(), 3, "alteration {number}: and only those");
        let examination = vault.examine(&Job::quiet()).unwrap();
        let index = examination.into_iter().find(|(check, _)| *check == VaultPart::Index).unwrap().1;
        assert!(!matches!(index, Verdict::Faulty(_)), "alteration {number}: {index:?}");
        rebuilt += u32::from(index != Verdict::Sound(MESSAGES));
    }
    assert!(rebuilt < INDEX, "most alterations show at opening already");
}

#[test]
fn an_altered_original_is_an_error_where_it_is_altered() {
    let (dir, _root) = filled();
    let vault = Vault::open(&dir, &password()).unwrap();
    let sources = vault.files().unwrap();
    let blobs = files(&dir.join("blobs"));
    let mut random = Random(4);
    for number in 0..CONTENTS {
        let path = &blobs[random.below(blobs.len())];
        // One time in ten another whole file of the same vault in its place.
        let other = match number % 10 {
            0 => {
                let others: Vec<_> = blobs.iter().filter(|other| *other != path).collect();
                fs::read(others[random.below(others.len())]).unwrap()
            }
            _ => altered(&fs::read(path).unwrap(), &mut random),
        };
        let failed = with_altered(path, &other, || {
            let read = |sha256: &str| {
                vault
                    .original(sha256)
                    .and_then(|mut reader| Ok(std::io::copy(&mut reader, &mut std::io::sink())?))
            };
            sources.iter().filter(|source| read(&source.sha256).is_err()).count()
        });
        assert_eq!(failed, 1, "alteration {number} of {} shows, and shows there only", path.display());
    }
}
