//! What the fuzzer feeds, without a fuzzer: every file of its corpus, and as many alterations of them as take a
//! few seconds. The functions are the fuzzer's own.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use yanju_formats::import::IMPORTERS;

/// Altered files per importer, as far as the time goes.
const ALTERATIONS: usize = 2_000;
/// The time one importer's alterations may take.
const TIME: Duration = Duration::from_secs(1);
/// What is longer is altered in its first part only.
const LONGEST: usize = 4_096;

/// What a fuzzer found of a target, and for importers the fixtures it began with.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders =
        ["fuzz/corpus", "crates/formats/tests/fixtures"].map(|folder| root.join(folder).join(target));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("listed").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file of the corpus");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

/// Calls `target` with every file of its corpus, which must not be empty.
fn replay(target: &str, feed: impl Fn(&[u8])) {
    let files = corpus(target);
    assert!(!files.is_empty(), "{target} has nothing to begin with");
    for (_, bytes) in &files {
        feed(bytes);
    }
}

#[test]
fn the_corpus_of_every_importer_does_no_harm() {
    for importer in IMPORTERS {
        let id = importer.about().id;
        replay(id, |bytes| targets::import(id, bytes));
    }
}

#[test]
fn the_corpus_of_queries_survives_being_printed() {
    replay("query", targets::query);
}

#[test]
fn the_corpus_of_key_files_and_sealed_files_does_no_harm() {
    replay("key_file", targets::key_file);
    replay("sealed_file", targets::sealed_file);
    let whole = corpus("key_file").into_iter().filter(|(_, bytes)| yanju_store::ways_offered(bytes).is_ok());
    assert!(whole.count() > 0, "one of them is whole, or the others prove nothing");
}

#[test]
fn altered_files_break_no_importer() {
    for importer in IMPORTERS {
        let id = importer.about().id;
        let files: Vec<Vec<u8>> = corpus(id).into_iter().map(|(_, bytes)| bytes).collect();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let start = Instant::now();
        let mut done = 0;
        while done < ALTERATIONS && start.elapsed() < TIME {
            targets::import(id, &altered(&files, &mut dice));
            done += 1;
        }
        assert!(done > 20, "{id}: {done} files took all the time");
    }
}

#[test]
fn altered_queries_key_files_and_sealed_files_do_no_harm() {
    for (target, feed) in [
        ("query", targets::query as fn(&[u8])),
        ("key_file", targets::key_file),
        ("sealed_file", targets::sealed_file),
    ] {
        let files: Vec<Vec<u8>> = corpus(target).into_iter().map(|(_, bytes)| bytes).collect();
        let mut dice = Dice(0x2545_F491_4F6C_DD1D);
        (0..ALTERATIONS).for_each(|_| feed(&altered(&files, &mut dice)));
    }
}

/// A file of the corpus with a few things done to it.
fn altered(files: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = pick(files, dice);
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let to = at + dice.below(bytes.len() + 1 - at);
        match dice.below(7) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => drop(bytes.splice(at..at, pick(files, dice))),
            4 => bytes.extend_from_within(at..to),
            5 => bytes.insert(at, MARKS[dice.below(MARKS.len())]),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.below(256) as u8),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// Bytes that the layouts are made of, or that end them.
const MARKS: &[u8] = b"\"\\,;\t\r\n[]{}:- \0\xFF\xE2\xFE0";

fn pick(files: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let file = &files[dice.below(files.len())];
    file[..file.len().min(LONGEST)].to_vec()
}

/// Numbers by chance, the same every time (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
