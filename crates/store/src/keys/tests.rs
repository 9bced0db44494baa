//! The key file against vectors computed by another implementation, and against damage.

use super::{
    file::{COPIES, KeyFile},
    *,
};
use sha2::{Digest, Sha256};
use std::fs;

/// Written by another implementation of `docs/vault-format.md`: the password below, a master key of 32 times
/// 7, vault id 16 times 1, epoch and sequence 1, salt 0 to 15, the cheapest cost.
const FROZEN: &str = "\
        59414e4a554b455901000100010101010101010101010101010101010100000001000000000000000100000000200000\
        0100000001000000000102030405060708090a0b0c0d0e0f625ad6e982c9d0b188c11c35a414ea8ed05c87fa1668fc0d\
        38dd9a2d2bc9e3748cc73b6ed5959ab2654f185c13619020954c77a98b76fc4192e8b358110e6010d0bf9da61c93d0bc\
        be32b785fbe335c071578c22376e4a82d490fc99a039377d7a554c438cad96c2dcc1a19a3378334a";

fn password() -> Password {
    Password::from("口令 correct horse".to_owned())
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn unlocked(dir: &Path) -> Result<[u8; 32]> {
    unlock(dir, &password()).map(|keys| *keys.database())
}

/// The file with its checksum made right again, as somebody who forges it would.
fn with_checksum(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() - 32);
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    file
}

#[test]
fn a_frozen_key_file_opens_to_the_frozen_keys() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("vault.key"), bytes(FROZEN)).unwrap();
    let keys = unlock(dir.path(), &password()).expect("every released key file opens for ever");
    let expected = [
        (keys.database(), "4f8edd33727dc89d21890883b438c01ffbb0189e0e06ab07a9ce89c1bd3caa06"),
        (keys.index(), "dbffc4c30acb1279bce93234d78c33b390eb7ddef2cde37eb2acc8837fae8437"),
        (keys.blob(), "08bb287e5a9fde8493ac7c879cf3535d93c1b52f9feb90e4ea4e82687cd505b0"),
        (keys.blob_name(), "1186368049a7c7f72d7daefec1fbfdc289da1f7ea93539ad430bd9b09ea2e9ba"),
        (keys.dedupe(), "d22292e785d0a9337ed330a3631d146ec90900532b182e3ce13112418d122f63"),
    ];
    for (key, frozen) in expected {
        assert_eq!(key.as_slice(), bytes(frozen), "a changed key makes every vault unreadable");
    }
}

/// The keys of a new vault whose key file is in place.
fn saved(dir: &Path) -> Keys {
    let (keys, key_file) = create(&password(), KdfCost::INSECURE_FOR_TESTS).unwrap();
    key_file.save(dir).unwrap();
    keys
}

#[test]
fn what_was_created_unlocks_with_its_password_only() {
    let dir = tempfile::tempdir().unwrap();
    let created = saved(dir.path());
    assert_eq!(unlocked(dir.path()).unwrap(), *created.database());
    let wrong = unlock(dir.path(), &Password::from("口令 correct Horse".to_owned()));
    assert!(matches!(wrong, Err(Error::WrongPassword)));
    let again = create(&password(), KdfCost::INSECURE_FOR_TESTS).unwrap().1.save(dir.path());
    assert!(matches!(again, Err(Error::VaultExists)), "a second creation would lose the first vault");
    assert_eq!(unlocked(dir.path()).unwrap(), *created.database(), "and touches nothing");
}

#[test]
fn an_empty_directory_holds_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    assert!(!exist(dir.path()));
    assert!(matches!(unlocked(dir.path()), Err(Error::NoVault)));
}

#[test]
fn either_copy_is_enough_and_mends_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let key = *saved(dir.path()).database();
    let whole = fs::read(dir.path().join(COPIES[0])).unwrap();
    for name in COPIES {
        for broken in [&b""[..], b"YANJUKEY", &whole[..whole.len() - 1]] {
            fs::write(dir.path().join(name), broken).unwrap();
            assert_eq!(unlocked(dir.path()).unwrap(), key, "{name} alone must not lock people out");
            assert_eq!(fs::read(dir.path().join(name)).unwrap(), whole, "{name} is mended");
        }
        fs::remove_file(dir.path().join(name)).unwrap();
        assert_eq!(unlocked(dir.path()).unwrap(), key);
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let frozen = bytes(FROZEN);
    let refuses = |file: &[u8]| {
        fs::write(dir.path().join("vault.key"), file).unwrap();
        let refused = unlocked(dir.path());
        matches!(refused, Err(Error::Damaged { .. } | Error::Newer { .. }))
    };
    for position in 0..frozen.len() * 8 {
        let mut flipped = frozen.clone();
        flipped[position / 8] ^= 1 << (position % 8);
        assert!(refuses(&flipped), "bit {position} flipped");
    }
    for length in 0..frozen.len() {
        assert!(refuses(&frozen[..length]), "cut to {length} bytes");
    }
    assert!(refuses(&[frozen.as_slice(), &[0]].concat()), "a byte too many");
}

#[test]
fn a_forged_file_with_a_right_checksum_does_not_open() {
    let dir = tempfile::tempdir().unwrap();
    // One byte each of the vault id, epoch, sequence, salt, wrapped key, tag and MAC.
    for position in [12, 28, 32, 56, 80, 110, 130] {
        let mut forged = bytes(FROZEN);
        forged[position] ^= 1;
        fs::write(dir.path().join("vault.key"), with_checksum(forged)).unwrap();
        let refused = unlocked(dir.path());
        assert!(
            matches!(refused, Err(Error::WrongPassword | Error::Damaged { .. })),
            "byte {position} forged"
        );
    }
}

#[test]
fn a_cost_out_of_range_is_refused_before_it_is_paid() {
    for (memory_kib, iterations, lanes) in
        [(u32::MAX, 1, 1), (8192, u32::MAX, 1), (8192, 1, u32::MAX), (8, 1, 1)]
    {
        let mut forged = bytes(FROZEN);
        forged.splice(44..56, [memory_kib, iterations, lanes].into_iter().flat_map(u32::to_le_bytes));
        assert!(KeyFile::decode(&with_checksum(forged)).is_err(), "{memory_kib} KiB, {iterations} passes");
    }
    let cost = KdfCost { memory_kib: 1024, iterations: 1, lanes: 1 };
    assert!(matches!(create(&password(), cost), Err(Error::Unusable { .. })));
    assert!(KdfCost::default().is_acceptable() && KdfCost::INSECURE_FOR_TESTS.is_acceptable());
}

#[test]
fn a_newer_file_says_so() {
    let mut newer = bytes(FROZEN);
    newer[8] = 2;
    assert!(matches!(KeyFile::decode(&newer), Err(Error::Newer { found: 2, known: 1 })));
}

#[test]
fn the_copy_with_the_higher_sequence_rules() {
    let dir = tempfile::tempdir().unwrap();
    let old = saved(dir.path());
    // As after a change of the password that was cut off between its two writes.
    let (mut changed, _) = file::read(dir.path()).unwrap();
    let master = changed.unwrap_master(&password()).unwrap();
    let new_password = Password::from("new".to_owned());
    changed.header.sequence = 2;
    let slot =
        file::Slot::wrap(&changed.header, &master, &new_password, KdfCost::INSECURE_FOR_TESTS, [5; 16]);
    changed.slots = vec![slot.unwrap()];
    fs::write(dir.path().join(COPIES[1]), changed.encode(&master).unwrap()).unwrap();
    assert!(matches!(unlocked(dir.path()), Err(Error::WrongPassword)), "the old password is history");
    let keys = unlock(dir.path(), &new_password).expect("exactly one password opens");
    assert_eq!(keys.database(), old.database(), "the keys outlive the password");
}
