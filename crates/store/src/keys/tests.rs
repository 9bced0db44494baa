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

pub(super) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn unlocked(dir: &Path) -> Result<[u8; 32]> {
    unlock(dir, Credential::Password(&password())).map(|keys| *keys.database())
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
    let keys = unlock(dir.path(), Credential::Password(&password()))
        .expect("every released key file opens for ever");
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
    let wrong = Password::from("口令 correct Horse".to_owned());
    let wrong = unlock(dir.path(), Credential::Password(&wrong));
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
fn a_copy_of_a_newer_version_rules_and_is_left_alone() {
    for name in COPIES {
        let dir = tempfile::tempdir().unwrap();
        saved(dir.path());
        let mut newer = fs::read(dir.path().join(name)).unwrap();
        newer[8] = 2;
        let newer = with_checksum(newer);
        fs::write(dir.path().join(name), &newer).unwrap();
        let refused = unlocked(dir.path());
        assert!(matches!(refused, Err(Error::Newer { found: 2, .. })), "{name}: {refused:?}");
        assert!(fs::read(dir.path().join(name)).unwrap() == newer, "{name} is not taken for damage");
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
    assert!(matches!(KeyFile::decode(&newer), Err(Error::Damaged { .. })), "a flipped bit is damage");
    let newer = with_checksum(newer);
    assert!(
        matches!(KeyFile::decode(&newer), Err(Error::Newer { found: 2, known: 1 })),
        "this is written so"
    );
}

#[test]
fn exactly_one_password_opens_wherever_a_change_is_cut_off() {
    let dir = tempfile::tempdir().unwrap();
    let keys = saved(dir.path());
    let before = fs::read(dir.path().join(COPIES[0])).unwrap();
    let new = Password::from("new".to_owned());
    change_password(dir.path(), &keys, &password(), &new, KdfCost::INSECURE_FOR_TESTS).unwrap();
    let after = fs::read(dir.path().join(COPIES[0])).unwrap();
    // vault.key.old is written first: what lies on disk before, between and after the two renames.
    for (copies, which) in
        [([&before, &before], "before"), ([&before, &after], "between"), ([&after, &after], "after")]
    {
        for (name, copy) in COPIES.iter().zip(copies) {
            fs::write(dir.path().join(name), copy).unwrap();
        }
        let old = unlocked(dir.path());
        let new = unlock(dir.path(), Credential::Password(&new)).map(|keys| *keys.database());
        let (opens, wrong) = if which == "before" { (old, new) } else { (new, old) };
        assert!(matches!(wrong, Err(Error::WrongPassword)), "{which}: the other password is history");
        assert_eq!(opens.expect("one opens"), *keys.database(), "{which}: the keys outlive the password");
    }
}

#[test]
fn a_change_that_could_not_write_the_second_copy_has_happened() {
    let dir = tempfile::tempdir().unwrap();
    let keys = saved(dir.path());
    let new = Password::from("new".to_owned());
    // A directory in the way of its temporary file: as if the disk were full between the two.
    let obstacle = dir.path().join("vault.key.tmp");
    fs::create_dir(&obstacle).unwrap();
    change_password(dir.path(), &keys, &password(), &new, KdfCost::INSECURE_FOR_TESTS)
        .expect("the new password opens, so it was changed");
    let opened = unlock(dir.path(), Credential::Password(&new)).expect("and it opens while the disk is full");
    assert_eq!(opened.database(), keys.database());
    fs::remove_dir(&obstacle).unwrap();
    unlock(dir.path(), Credential::Password(&new)).unwrap();
    let copy = |name: &str| fs::read(dir.path().join(name)).unwrap();
    assert_eq!(copy(COPIES[0]), copy(COPIES[1]), "the other copy is mended when there is room");
    let first = dir.path().join("vault.key.old.tmp");
    fs::create_dir(&first).unwrap();
    let refused = change_password(dir.path(), &keys, &new, &password(), KdfCost::INSECURE_FOR_TESTS).err();
    assert!(matches!(refused, Some(Error::Io(_))), "{refused:?}: nothing was written");
    unlock(dir.path(), Credential::Password(&new)).expect("so nothing was changed");
}

#[test]
fn a_change_leaves_the_other_ways_in_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let keys = saved(dir.path());
    let opens = |with| unlock(dir.path(), with).map(|keys| *keys.database());
    let first = make_recovery_words(dir.path(), &keys).unwrap();
    let words = make_recovery_words(dir.path(), &keys).unwrap();
    let secret = make_device_secret(dir.path(), &keys).unwrap();
    let new = Password::from("new".to_owned());
    let wrong = change_password(dir.path(), &keys, &new, &new, KdfCost::INSECURE_FOR_TESTS).err();
    assert!(matches!(wrong, Some(Error::WrongPassword)), "{wrong:?}: the current password has to be known");
    change_password(dir.path(), &keys, &password(), &new, KdfCost::INSECURE_FOR_TESTS).unwrap();
    for with in
        [Credential::Password(&new), Credential::RecoveryWords(&words), Credential::DeviceSecret(&secret)]
    {
        assert_eq!(opens(with).expect("each of the ways leads in"), *keys.database());
    }
    let replaced = opens(Credential::RecoveryWords(&first));
    assert!(
        matches!(replaced, Err(Error::WrongWords(WordsFault::OfAnotherVault))),
        "earlier words open nothing any more"
    );
    let (_, ways) = ways_in(dir.path()).unwrap();
    assert_eq!(ways, [WayIn::Password, WayIn::RecoveryWords, WayIn::DeviceSecret], "one slot for each");
    assert_eq!(file::read(dir.path()).unwrap().0.header.sequence, 5, "every change counts");

    remove(dir.path(), &keys, WayIn::RecoveryWords).unwrap();
    remove(dir.path(), &keys, WayIn::DeviceSecret).unwrap();
    let closed = [Credential::RecoveryWords(&words), Credential::DeviceSecret(&secret)].map(opens);
    assert!(closed.iter().all(|opened| matches!(opened, Err(Error::NoWayIn(_)))), "a closed way is closed");
    assert!(
        matches!(remove(dir.path(), &keys, WayIn::Password), Err(Error::NoWayIn(_))),
        "but never the last"
    );
    assert!(
        is_password(dir.path(), &keys, &new).unwrap()
            && !is_password(dir.path(), &keys, &password()).unwrap()
    );
}

/// As [`FROZEN`], by the same implementation, with sequence 3 and slots for recovery words (the secret is the bytes
/// 0 to 31, the salt 16 to 31) and for a device secret (32 times 9, salt 32 to 47).
const FROZEN_WITH_ALL_WAYS: &str = "\
        59414e4a554b455901000300010101010101010101010101010101010100000003000000000000000100000000200000\
        0100000001000000000102030405060708090a0b0c0d0e0f625ad6e982c9d0b188c11c35a414ea8ed05c87fa1668fc0d\
        38dd9a2d2bc9e3748cc73b6ed5959ab2654f185c13619020020000000000000000000000000000001011121314151617\
        18191a1b1c1d1e1f05783b2ed697f81d6c372a8fcdd19cc70a1a16263649a674ee4223690835ef1b34a9a5b52ce77812\
        107e6122a34ed11203000000000000000000000000000000202122232425262728292a2b2c2d2e2f1e0b3c7eecf29a6f\
        919a4e01a3507629d67b47385c832021c4324c52afd96d5642a6e75af17df144634b65f50ba9688f9fa1510d7145f990\
        5cdb21dcc1cbc2f38b48605cc92bff7579ce4a3b3b79e986cf39ed66ab877a2ac34e2222c0de3ab04ce4e6c6fed95fad\
        d6a3d009fbb895e3";

/// Its recovery words, by the implementation of the authors of BIP 39.
const FROZEN_WORDS: [&str; 2] = [
    "abandon amount liar amount expire adjust cage candy arch gather drum bullet absurd math era live bid rhythm \
     alien crouch range attend journey unaware",
    "的三欧三考于据保量损破九人雄修麦最仓面约袋天绍汁",
];

#[test]
fn a_frozen_key_file_opens_by_each_of_its_ways() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("vault.key"), bytes(FROZEN_WITH_ALL_WAYS)).unwrap();
    let secret = DeviceSecret::from_bytes(&[9; 32]).expect("32 bytes");
    let words = FROZEN_WORDS.map(|phrase| RecoveryWords::parse(phrase).expect("24 words"));
    let ways = [
        Credential::Password(&password()),
        Credential::RecoveryWords(&words[0]),
        Credential::RecoveryWords(&words[1]),
        Credential::DeviceSecret(&secret),
    ];
    for with in ways {
        let keys = unlock(dir.path(), with).expect("every released key file opens for ever");
        let expected = [
            (*keys.database(), "4f8edd33727dc89d21890883b438c01ffbb0189e0e06ab07a9ce89c1bd3caa06"),
            (*keys.backup(), "06da2347b6e603fe333564eb0aecb32f590eea286b1264e6e99a6db6d37fa716"),
            (*keys.backup_name(), "294795298dfa3f130ac6f44ac15ba4792ed749e04faf9858069fbb0c9fbcc847"),
            (*keys.log().unwrap(), "a647a2c91b660fd06d3939cd77a7332558d6414144689ad9ae9212d8c342f345"),
            (
                keys.signing().unwrap().to_bytes(),
                "28f6cdc5102a1abb668cfa05ca6904882ce2c42a42399230c3afad6f2caf3bde",
            ),
            (
                keys.signing().unwrap().verifying_key().to_bytes(),
                "b74e804b52a515c9ca851df7b3b6aaeb1a4a67b9b9be428599e734280e056df7",
            ),
        ];
        for (key, frozen) in expected {
            assert_eq!(key.as_slice(), bytes(frozen), "a changed key makes every vault unreadable");
        }
    }
}

#[test]
fn a_slot_that_is_unknown_missing_or_twice_there_is_damage_in_this_version_and_new_in_a_newer_one() {
    let whole = bytes(FROZEN_WITH_ALL_WAYS);
    // The first bytes of the slots: their kinds.
    let (password, words, device) = (40, 120, 200);
    for (place, kind, what) in [
        (device, 4, "an unknown kind"),
        (device, 2, "two slots for recovery words"),
        (password, 3, "two device slots, and no password"),
        (words, 1, "two passwords, one without a cost"),
        (words + 1, 1, "a kind with more to it"),
        (words + 4, 1, "recovery words with a cost"),
    ] {
        let mut forged = whole.clone();
        forged[place] = kind;
        let read = KeyFile::decode(&with_checksum(forged.clone())).err();
        assert!(matches!(read, Some(Error::Damaged { .. })), "{what}: {read:?}");
        forged[8] = 2;
        let read = KeyFile::decode(&with_checksum(forged)).err();
        assert!(matches!(read, Some(Error::Newer { .. })), "{what} in version 2: {read:?}");
    }
    let mut without_password = whole;
    without_password.drain(password..words);
    without_password[10] = 2;
    let read = KeyFile::decode(&with_checksum(without_password)).err();
    assert!(matches!(read, Some(Error::Damaged { .. })), "no password: {read:?}");
}
