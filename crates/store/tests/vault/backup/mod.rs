//! Backups: what was backed up comes back, whatever happens on the way.

mod damage;
mod kills;
mod restoring;

use crate::support::{
    Bench, FIRST_PAGE, ORIGIN, PASSWORD, START, customer, files, password, said, text, thread, vault,
};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use tempfile::TempDir;
use yanju_model::{
    MessageId,
    annotation::{Edit, Target},
    draft::{AttachmentDraft, MessageDraft, Understanding},
    job::{Job, Phase},
    query::{Order, Query},
};
use yanju_store::{
    Backup, BackupOrder, BackupTaken, Credential, Error, Extent, KdfCost, Password, Retention, Vault,
};

const DAY: i64 = 86_400_000;

/// A place for backups, beside nothing.
fn place() -> TempDir {
    TempDir::new().expect("a temporary directory")
}

fn order(place: &Path, at_ms: i64) -> BackupOrder<'_> {
    BackupOrder { place, at_ms, extent: Extent::Increment, keep: Retention::default() }
}

fn back_up(vault: &Vault, place: &Path, at_ms: i64) -> BackupTaken {
    vault.back_up(order(place, at_ms), &Job::quiet()).expect("there is room")
}

fn opened(place: &Path) -> yanju_store::Result<Backup> {
    Backup::open(place, Credential::Password(&password()))
}

fn restored(place: &Path, snapshot: Option<&str>) -> (Vault, TempDir) {
    let root = TempDir::new().expect("a temporary directory");
    let backup = opened(place).expect("the password opens the backup");
    let vault = Vault::restore(&backup, snapshot, &root.path().join("vault"), &Job::quiet())
        .expect("the backup is whole");
    (vault, root)
}

/// A message with a file.
fn with_file(bench: &Bench, title: &str, file: &[u8]) {
    let mut intake = bench.begin(&format!("{title} with {} bytes", file.len()));
    let slot = intake.conversation(thread(title)).expect("a slot");
    let content = intake.content(&mut Cursor::new(file)).expect("it is kept");
    let attachments = vec![AttachmentDraft { name: "图片.png".to_owned(), content: Some(content) }];
    let message = MessageDraft { attachments, ..said("甲", 9, "见附件") };
    intake.message(slot, &message).expect("it is taken");
    intake.finish(&Understanding::default(), &[]).expect("the file is complete");
}

/// All there is to tell two vaults apart by.
#[derive(Debug, PartialEq)]
struct Portrait {
    rows: Vec<String>,
    contents: BTreeMap<String, Vec<u8>>,
    answers: Vec<String>,
}

fn portrait(vault: &Vault) -> Portrait {
    let found = vault.conversations(&Query::All, Order::Oldest, FIRST_PAGE).expect("a list");
    let mut rows = vec![format!("{:?}", vault.files().expect("files"))];
    let mut contents = BTreeMap::new();
    for row in &found.rows {
        rows.push(format!("{:?} {:?}", row.conversation, row.annotations));
        for message in vault.transcript(row.conversation.id, 1, 10_000).expect("a transcript") {
            let annotations = vault.annotations(Target::Message(message.id)).expect("annotations");
            for attachment in &message.attachments {
                let (_, reader) = vault.attachment(attachment.id).expect("an attachment");
                if let (Some(sha256), Some(mut reader)) = (&attachment.sha256, reader) {
                    let mut bytes = Vec::new();
                    reader.read_to_end(&mut bytes).expect("it authenticates");
                    contents.insert(sha256.clone(), bytes);
                }
            }
            rows.push(format!("{message:?} {annotations:?}"));
        }
    }
    for file in vault.files().expect("files") {
        let mut bytes = Vec::new();
        vault.original(&file.sha256).expect("an original").read_to_end(&mut bytes).expect("it authenticates");
        contents.insert(file.sha256, bytes);
    }
    let answers = ["退款", "甲", "附件", "z"].iter().map(|word| {
        let found = vault.search(&text(word), Order::Oldest, FIRST_PAGE).expect("an answer");
        format!("{word}: {found:?}")
    });
    Portrait { rows, contents, answers: answers.collect() }
}

/// Numbers that are the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Something that people do with a vault.
    fn act(&mut self, bench: &Bench) {
        let title = ["订单", "物流", "投诉"][self.roll(3) as usize];
        match self.roll(4) {
            0 | 1 => {
                let from = self.roll(1000) as i64;
                let many = 1 + self.roll(60) as i64;
                let messages =
                    (from..from + many).map(|n| said("甲", n, &format!("退款 {n} {}", self.roll(99))));
                bench.import(title, messages.collect());
            }
            2 => {
                let bytes: Vec<u8> = (0..self.roll(90_000)).map(|n| (n * n + self.0) as u8).collect();
                with_file(bench, title, &bytes);
            }
            _ => {
                let found = bench.find(&Query::All);
                if let Some(hit) = found.hits.get(self.roll(found.hits.len().max(1) as u64) as usize) {
                    let targets =
                        [Target::Message(hit.message.id), Target::Conversation(hit.message.conversation)];
                    let edit = Edit::AddTag { tag: format!("要紧{}", self.roll(5)) };
                    bench.annotate(&targets, &edit, ORIGIN).expect("it can be organised");
                }
            }
        }
    }
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// A backup of a vault with two files and some pieces, and its content files.
fn backed_up() -> (Bench, TempDir, Vec<PathBuf>) {
    let (bench, place) = (vault(), place());
    bench.import("订单", (0..3000).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    with_file(&bench, "订单", &vec![7; 50_000]);
    back_up(&bench, place.path(), START);
    let content = |path: &PathBuf| {
        path.components().any(|part| ["data", "blobs"].iter().any(|dir| part.as_os_str() == *dir))
    };
    let contents: Vec<_> = files(place.path()).into_iter().filter(content).collect();
    assert!(contents.len() >= 5, "pieces and copies: {contents:?}");
    (bench, place, contents)
}

#[test]
fn twenty_random_vaults_come_back_as_they_were() {
    // Most of the time goes to waiting for the disk, so several at once.
    std::thread::scope(|threads| {
        for first in 0..5 {
            threads.spawn(move || (first..20).step_by(5).for_each(comes_back));
        }
    });
}

fn comes_back(seed: u64) {
    let (bench, place, mut dice) = (vault(), place(), Dice(seed));
    let mut portraits = BTreeMap::new();
    for day in 0..3 {
        for _ in 0..=dice.roll(3) {
            dice.act(&bench);
        }
        // Of three days the rotation gives up the first.
        let keep = Retention { days: 2, weeks: 0, months: 0 };
        let order = BackupOrder { keep, ..order(place.path(), START + day * DAY) };
        let taken = bench.back_up(order, &Job::quiet()).expect("there is room");
        portraits.insert(taken.snapshot.id, portrait(&bench));
    }
    let snapshots = bench.backup_in(place.path()).unwrap().snapshots().unwrap();
    assert_eq!(snapshots.len(), 2, "vault {seed}: the rotation keeps two days");
    for snapshot in snapshots {
        let (vault, _root) = restored(place.path(), Some(&snapshot.id));
        assert!(portrait(&vault) == portraits[&snapshot.id], "vault {seed} differs as of {}", snapshot.id);
    }
    let rehearsal = bench.rehearse(place.path(), None, &Job::quiet()).unwrap();
    assert!(rehearsal.checks.iter().all(yanju_store::Check::is_passed), "vault {seed}: {rehearsal:?}");
    assert!(!bench.dir.join("rehearsal").exists(), "nothing is left of the rehearsal");
}

#[test]
fn writers_commit_while_a_backup_runs_and_it_is_of_the_moment_it_began() {
    let bench = Arc::new(vault());
    bench.import("订单", (0..3000).map(|n| said("甲", n, &format!("退款 {n} 退款退款退款退款"))).collect());
    let before = portrait(&bench);
    let place = place();
    let (writing, written) = (Arc::clone(&bench), Arc::new(AtomicU64::new(0)));
    let counted = Arc::clone(&written);
    let job = Job::new(move |progress| {
        // The backup has begun copying: what is stored from now on is not part of it.
        if progress.phase == Phase::Copying && progress.done > 0 {
            let n = counted.fetch_add(1, Ordering::SeqCst) as i64;
            let messages = (0..200).map(|m| said("乙", n * 1000 + m, &format!("投诉 {n} {m}"))).collect();
            writing.import("物流", messages);
        }
    });
    bench.back_up(order(place.path(), START), &job).unwrap();
    drop(job);
    assert!(written.load(Ordering::SeqCst) > 2, "imports were committed in between");
    assert!(bench.count(&text("投诉")).unwrap() > 400, "and are in the vault");
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == before, "the backup is of the moment it began");
    let rehearsal = bench.rehearse(place.path(), None, &Job::quiet()).unwrap();
    assert!(rehearsal.checks.iter().all(yanju_store::Check::is_passed), "no page is torn: {rehearsal:?}");
}

#[test]
fn a_backup_under_a_hammering_writer_is_one_moment() {
    let bench = vault();
    bench.import("订单", (0..500).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    let place = place();
    let done = AtomicU64::new(0);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let mut n = 0;
            while done.load(Ordering::SeqCst) < 5 {
                n += 1;
                bench.import("物流", (0..50).map(|m| said("乙", n * 100 + m, "投诉")).collect());
            }
        });
        for day in 0..5 {
            let taken = back_up(&bench, place.path(), START + day * DAY);
            let messages = taken.snapshot.holdings.unwrap().messages;
            assert_eq!(messages % 50, 0, "whole imports only: {messages}");
            done.fetch_add(1, Ordering::SeqCst);
        }
    });
    for snapshot in bench.backup_in(place.path()).unwrap().snapshots().unwrap() {
        let rehearsal = bench.rehearse(place.path(), Some(&snapshot.id), &Job::quiet()).unwrap();
        assert!(rehearsal.checks.iter().all(yanju_store::Check::is_passed), "{}: {rehearsal:?}", snapshot.id);
    }
}

fn weight(dir: &Path) -> u64 {
    files(dir).iter().map(|path| fs::metadata(path).unwrap().len()).sum()
}

#[test]
fn a_second_backup_of_an_unchanged_vault_writes_a_snapshot_only() {
    let (bench, place) = (vault(), place());
    bench.import("订单", (0..2000).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    with_file(&bench, "订单", &vec![7; 100_000]);
    let first = back_up(&bench, place.path(), START);
    assert!(first.bytes_written > 500_000, "everything, at first: {first:?}");
    let before = weight(place.path());
    let second = back_up(&bench, place.path(), START + DAY);
    assert_eq!((second.files_written, second.bytes_written), (0, 0), "nothing is new");
    let grown = weight(place.path()) - before;
    assert!(grown < 4096, "one more snapshot, not {grown} bytes");

    bench.import("订单", vec![said("乙", 1, "投诉")]);
    let third = back_up(&bench, place.path(), START + 2 * DAY);
    assert!(third.bytes_written * 2 < first.bytes_written, "what changed, not everything: {third:?}");
    assert!(third.files_written >= 2, "a piece and an original");
}

#[test]
fn rotation_frees_what_no_snapshot_names() {
    let (bench, place) = (vault(), place());
    bench.import("订单", (0..2000).map(|n| said("甲", n, &format!("退款 {n}"))).collect());
    let keep = Retention { days: 1, weeks: 1, months: 1 };
    let mut weights = Vec::new();
    for hour in 0..6 {
        bench.import("订单", vec![said("乙", hour, &format!("投诉 {hour}"))]);
        let order = BackupOrder { keep, ..order(place.path(), START + hour * 60_000) };
        let taken = bench.back_up(order, &Job::quiet()).unwrap();
        assert_eq!(taken.snapshots_removed, u64::from(hour > 0), "one a day");
        weights.push(weight(place.path()));
    }
    assert_eq!(bench.backup_in(place.path()).unwrap().snapshots().unwrap().len(), 1);
    let (first, last) = (weights[0], weights[5]);
    assert!(last < first + first / 4, "the backup does not grow by what is given up: {weights:?}");
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == portrait(&bench), "what is kept is whole");
}

#[test]
fn nothing_is_given_up_while_a_snapshot_cannot_be_read() {
    let (bench, place) = (vault(), place());
    let order = |day| BackupOrder {
        keep: Retention { days: 1, weeks: 0, months: 0 },
        ..order(place.path(), START + day * DAY)
    };
    bench.back_up(order(0), &Job::quiet()).unwrap();
    let snapshots = || -> Vec<PathBuf> {
        files(place.path()).into_iter().filter(|path| path.parent().unwrap().ends_with("snapshots")).collect()
    };
    flip(&snapshots()[0], 100);
    let taken = bench.back_up(order(1), &Job::quiet()).unwrap();
    assert_eq!(taken.unreadable.len(), 1, "it is named");
    assert_eq!(snapshots().len(), 2, "nobody knows what it names");
    fs::remove_file(&snapshots()[0]).unwrap();
    let taken = bench.back_up(order(2), &Job::quiet()).unwrap();
    assert_eq!((taken.unreadable.len(), snapshots().len()), (0, 1), "then the rotation goes on");
}

#[test]
fn the_password_of_the_latest_backup_opens_it_and_no_other() {
    let (bench, place, _) = backed_up();
    let wrong = Password::from("wrong".to_owned());
    let wrong = Backup::open(place.path(), Credential::Password(&wrong)).err();
    assert!(matches!(wrong, Some(Error::WrongPassword)), "{wrong:?}");
    let before = files(place.path());
    drop(opened(place.path()).unwrap());
    assert_eq!(files(place.path()), before, "opening a backup writes nothing");
    drop(bench);
}

#[test]
fn recovery_words_open_a_backup_that_was_taken_after_they_were_made() {
    let (bench, place, _) = backed_up();
    let words = bench.make_recovery_words().unwrap();
    let by_words = || Backup::open(place.path(), Credential::RecoveryWords(&words));
    assert!(matches!(by_words(), Err(Error::NoWayIn(_))), "the backup does not know them yet");
    back_up(&bench, place.path(), START + DAY);
    let to = TempDir::new().unwrap();
    let vault = Vault::restore(&by_words().unwrap(), None, &to.path().join("vault"), &Job::quiet()).unwrap();
    assert!(portrait(&vault) == portrait(&bench), "nobody is locked out of a backup by a forgotten password");
}

#[test]
fn several_vaults_share_a_place_and_are_told_apart() {
    let (one, other, place) = (vault(), vault(), place());
    one.import("订单", vec![said("甲", 0, "退款")]);
    back_up(&one, place.path(), START);
    back_up(&other, place.path(), START);
    let unclear = opened(place.path()).err();
    assert!(matches!(unclear, Some(Error::BackupPlace { why: "several" })), "{unclear:?}");
    let folders = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<u64> =
        folders.map(|dir| opened(&dir).unwrap().snapshots().unwrap()[0].holdings.unwrap().messages).collect();
    found.sort_unstable();
    assert_eq!(found, [0, 1], "each has its own folder");
    assert_eq!(one.backup_in(place.path()).unwrap().snapshots().unwrap()[0].holdings.unwrap().messages, 1);
}

#[test]
fn a_place_that_cannot_take_a_backup_says_why() {
    let bench = vault();
    let refused = |place: &Path| bench.back_up(order(place, START), &Job::quiet()).err();
    let absent = bench.dir.with_file_name("not plugged in");
    assert!(matches!(refused(&absent), Some(Error::BackupPlace { why: "absent" })), "an absent drive");
    assert!(!absent.exists(), "it is not made up");
    assert!(matches!(refused(&bench.dir), Some(Error::BackupPlace { why: "inside" })), "the vault itself");
    let empty = place();
    assert!(matches!(opened(empty.path()), Err(Error::NoBackup)), "no backup yet");
    back_up(&bench, empty.path(), START);
    let taken = files(empty.path()).into_iter().find(|path| path.ends_with("vault.key")).unwrap();
    let (other, _root) = vault().closed();
    fs::copy(other.join("vault.key"), &taken).unwrap();
    let foreign = refused(empty.path());
    assert!(matches!(foreign, Some(Error::BackupPlace { why: "foreign" })), "{foreign:?}");
    let held = fs::File::open(taken.with_file_name("vault.lock")).unwrap();
    held.lock().unwrap();
    assert!(matches!(refused(empty.path()), Some(Error::InUse)), "another process writes to it");
}

/// A job that is cancelled at its nth report.
fn cancelled_at(step: u64) -> Job {
    let handle: Arc<Mutex<Option<Job>>> = Arc::default();
    let (held, steps) = (Arc::clone(&handle), AtomicU64::new(0));
    let job = Job::new(move |_| {
        if steps.fetch_add(1, Ordering::SeqCst) == step {
            held.lock().unwrap().as_ref().unwrap().cancel();
        }
    });
    *handle.lock().unwrap() = Some(job.clone());
    job
}

#[test]
fn cancelling_leaves_what_was_there() {
    let (bench, place, _) = backed_up();
    let before = portrait(&bench);
    let root = TempDir::new().unwrap();
    for step in 0..4 {
        bench.import("物流", (0..300).map(|n| said("乙", step * 1000 + n, "投诉")).collect());
        let cancelled = bench.back_up(order(place.path(), START + DAY), &cancelled_at(step as u64)).err();
        assert!(matches!(cancelled, Some(Error::Cancelled(_))), "{cancelled:?}");
        let backup = opened(place.path()).unwrap();
        let to = root.path().join("vault");
        let cancelled = Vault::restore(&backup, None, &to, &cancelled_at(step as u64)).err();
        assert!(matches!(cancelled, Some(Error::Cancelled(_))), "{cancelled:?}");
    }
    let (vault, _root) = restored(place.path(), None);
    assert!(portrait(&vault) == before, "the one snapshot is whole");
}

#[test]
fn nothing_readable_is_in_a_backup() {
    const CANARY: &str = "金丝雀CANARY7731绝不外泄";
    let (bench, place) = (vault(), place());
    bench.import(
        CANARY,
        (0..50)
            .map(|n| MessageDraft {
                sender: Some(customer(CANARY)),
                ..said("甲", n, &format!("{CANARY}{n}"))
            })
            .collect(),
    );
    with_file(&bench, CANARY, CANARY.repeat(500).as_bytes());
    back_up(&bench, place.path(), START);
    let mut all = Vec::new();
    for path in files(place.path()) {
        all.extend(path.to_string_lossy().bytes());
        all.extend(fs::read(&path).unwrap());
    }
    for needle in ["CANARY7731", "canary7731", "绝不外泄", "图片", "聊天记录", "messages", "pieces"]
    {
        let holds = all.windows(needle.len()).any(|part| part == needle.as_bytes());
        assert!(!holds, "{needle} is readable in the backup");
    }
    for file in bench.files().unwrap() {
        let named = all.windows(64).any(|part| part == file.sha256.as_bytes());
        assert!(!named, "the hash of an original is in the backup");
    }
    assert_eq!(bench.message(MessageId(1)).unwrap().text, format!("{CANARY}0"), "it is in the vault");
}
