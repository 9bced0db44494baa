//! Sealed files against vectors computed by another implementation, and against every kind of tampering.

use super::*;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    cell::Cell,
    fs,
    io::{Read, Seek, SeekFrom, Write},
    rc::Rc,
};

const KEY: [u8; 32] = [3; 32];
/// Key 32 times 3, salt 32 times 9, name `frozen`, plaintext `退款 refund`.
const SMALL: &str = "\
        594a5345414c454401000000000000000909090909090909090909090909090909090909090909090909090909090909\
        dab9ae8e91c72d4bd6dd7f293dd30ca9c2d70addd63d12841a7716d1528c10fefb434d1d208cfff4f6311dc0fbcdb0aa\
        287997a247918a527966bb2276";
/// SHA-256 of the sealing of 40,000 bytes, the n-th being n mod 251; all else as above.
const BIG: &str = "3c69f5af1924ac03d1f860f9093bd730cd2ca575561955f875b778bc0e3e5517";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn seal(plain: &[u8], salt: u8, name: &str) -> Vec<u8> {
    let mut sealed = SealedWriter::with_salt(Vec::new(), &KEY, &[salt; 32]).unwrap();
    sealed.write_all(plain).unwrap();
    sealed.finish(name).unwrap().clone()
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n % 251) as u8).collect()
}

/// Opens sealed bytes and reads all of them.
fn unseal(sealed: &[u8], key: &[u8; 32], name: &str) -> Result<Vec<u8>> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(sealed).unwrap();
    SealedFile::open(file.path(), key, name)?.read_all()
}

fn assert_damage(sealed: &[u8], what: &str) {
    let error = unseal(sealed, &KEY, "frozen").expect_err(what);
    assert!(is_damage(&error), "{what}: {error}");
}

#[test]
fn the_frozen_files_are_made_and_read() {
    let small = seal("退款 refund".as_bytes(), 9, "frozen");
    assert_eq!(small, bytes(SMALL), "a changed sealing makes every vault unreadable");
    let big = seal(&pattern(40_000), 9, "frozen");
    assert_eq!(Sha256::digest(&big).as_slice(), bytes(BIG));
    assert_eq!(unseal(&small, &KEY, "frozen").unwrap(), "退款 refund".as_bytes());
    assert_eq!(unseal(&big, &KEY, "frozen").unwrap(), pattern(40_000));
}

#[test]
fn every_length_around_a_chunk_survives() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1] {
        let sealed = seal(&pattern(length), 9, "frozen");
        assert_eq!(unseal(&sealed, &KEY, "frozen").unwrap(), pattern(length), "{length} bytes");
    }
}

#[test]
fn every_flipped_bit_of_a_small_file_is_noticed() {
    let sealed = seal(b"refund", 9, "frozen");
    for position in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[position / 8] ^= 1 << (position % 8);
        assert_damage(&flipped, &format!("bit {position} flipped"));
    }
}

#[test]
fn every_flipped_byte_of_a_chunk_is_noticed() {
    let sealed = seal(&pattern(2 * CHUNK + 100), 9, "frozen");
    for position in (0..sealed.len()).step_by(97) {
        let mut flipped = sealed.clone();
        flipped[position] ^= 0x80;
        assert_damage(&flipped, &format!("byte {position} flipped"));
    }
}

#[test]
fn every_cut_is_noticed() {
    let sealed = seal(&pattern(2 * CHUNK), 9, "frozen");
    let boundaries = [0, 1, HEADER - 1, HEADER, HEADER + TAG, HEADER + CHUNK + TAG, sealed.len() - 1];
    for length in boundaries.into_iter().chain((0..sealed.len()).step_by(131)) {
        assert_damage(&sealed[..length], &format!("cut to {length} bytes"));
    }
    assert_damage(&[sealed.as_slice(), &[0; TAG]].concat(), "an empty chunk appended");
    assert_damage(&[sealed.as_slice(), &[0]].concat(), "a byte appended");
}

#[test]
fn chunks_do_not_open_in_each_others_place() {
    let sealed = seal(&pattern(3 * CHUNK), 9, "frozen");
    let (header, body) = sealed.split_at(HEADER);
    let chunks: Vec<&[u8]> = body.chunks(CHUNK + TAG).collect();
    let arranged = |order: &[usize]| {
        let body: Vec<u8> = order.iter().flat_map(|chunk| chunks[*chunk]).copied().collect();
        [header, &body].concat()
    };
    assert!(unseal(&arranged(&[0, 1, 2]), &KEY, "frozen").is_ok(), "the right order is right");
    for order in [&[1, 0, 2][..], &[0, 2, 1], &[0, 0, 2], &[0, 2], &[2], &[0, 1], &[0, 1, 2, 2]] {
        assert_damage(&arranged(order), &format!("chunks in the order {order:?}"));
    }
}

#[test]
fn a_file_opens_under_its_own_name_and_key_only() {
    let one = seal(b"one", 1, "frozen");
    let other = seal(b"two", 2, "frozen");
    assert!(unseal(&one, &KEY, "another").is_err_and(|e| is_damage(&e)), "files changed places");
    assert!(unseal(&one, &[4; 32], "frozen").is_err_and(|e| is_damage(&e)), "another key");
    assert_damage(&[&one[..HEADER], &other[HEADER..]].concat(), "the body of another file");
}

#[test]
fn salts_never_repeat() {
    let sealing = || SealedWriter::new(Vec::new(), &KEY).unwrap().finish("").unwrap().clone();
    assert_ne!(sealing(), sealing(), "equal content must not show");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_part_reads_as_it_was_written(
        length in 0..3 * CHUNK,
        writes in prop::collection::vec(1..CHUNK * 2, 1..8),
        seeks in prop::collection::vec((0..3 * CHUNK, 0..CHUNK * 2), 1..8),
    ) {
        let plain = pattern(length);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut sealed = SealedWriter::new(file.as_file_mut(), &KEY).unwrap();
        let mut rest = plain.as_slice();
        for size in writes.iter().cycle() {
            if rest.is_empty() { break }
            let (now, later) = rest.split_at((*size).min(rest.len()));
            sealed.write_all(now).unwrap();
            rest = later;
        }
        sealed.finish("name").unwrap();
        let mut reader = SealedReader::new(SealedFile::open(file.path(), &KEY, "name").unwrap());
        prop_assert_eq!(reader.len(), length as u64);
        for (start, wanted) in seeks {
            reader.seek(SeekFrom::Start(start as u64)).unwrap();
            let mut part = Vec::new();
            reader.by_ref().take(wanted as u64).read_to_end(&mut part).unwrap();
            let end = (start + wanted).min(length);
            prop_assert_eq!(&part, plain.get(start..end).unwrap_or(&[]));
        }
    }
}

#[test]
fn replacing_a_file_leaves_nothing_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    durable::replace(&path, b"old").unwrap();
    durable::replace(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "the temporary file is gone");
}

/// A disk that is full for the next write where it says so.
struct FullOnce(Rc<Cell<bool>>);

impl Write for FullOnce {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.0.take() { Err(ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn after_a_chunk_that_could_not_be_written_nothing_is() {
    let is_full = Rc::new(Cell::new(false));
    let mut writer = SealedWriter::new(FullOnce(Rc::clone(&is_full)), &KEY).unwrap();
    writer.write_all(&vec![1; CHUNK]).unwrap();
    is_full.set(true);
    assert!(writer.write_all(&[1]).is_err(), "the disk is full");
    assert!(writer.write_all(&[1]).is_err(), "what would follow lacks what comes before it");
}
