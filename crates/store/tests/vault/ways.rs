//! The ways into a vault: what each opens, and what a change of one leaves as it was.

use crate::support::{PASSWORD, password, said, text, vault};
use std::path::Path;
use yanju_store::{
    Credential, Error, KdfCost, Password, RecoveryWords, Vault, WayIn, WordList, WordsFault, ways_in,
};

const COST: KdfCost = KdfCost::INSECURE_FOR_TESTS;

fn new_password() -> Password {
    Password::from("another battery, another horse".to_owned())
}

/// The error of opening by one of the ways.
fn refusal(dir: &Path, with: Credential<'_>) -> Error {
    Vault::open_with(dir, with).err().expect("it does not open")
}

#[test]
fn a_changed_password_opens_the_same_records() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款")]);
    let wrong = bench.change_password(&new_password(), &new_password(), COST);
    assert!(matches!(wrong, Err(Error::WrongPassword)), "who does not know the password changes nothing");
    assert!(bench.is_password(&password()).unwrap(), "and it is still the password");
    bench.change_password(&password(), &new_password(), COST).unwrap();
    assert!(!bench.is_password(&password()).unwrap(), "the open vault knows it at once");
    bench.import("物流", vec![said("甲", 1, "退款二")]);
    let (dir, _root) = bench.closed();
    assert!(matches!(refusal(&dir, Credential::Password(&password())), Error::WrongPassword));
    let vault = Vault::open(&dir, &new_password()).expect("the new one opens");
    assert_eq!(vault.count(&text("退款")).unwrap(), 2, "nothing was lost on the way");
}

#[test]
fn recovery_words_open_a_vault_whose_password_is_forgotten_and_give_it_another() {
    let bench = vault();
    bench.import("订单", vec![said("甲", 0, "退款")]);
    let words = bench.make_recovery_words().unwrap();
    let (dir, _root) = bench.closed();
    for list in [WordList::English, WordList::Chinese] {
        let typed = RecoveryWords::parse(&words.phrase(list)).expect("what is told is read");
        drop(Vault::open_with(&dir, Credential::RecoveryWords(&typed)).expect("and opens"));
    }
    let recovered = Vault::recover(&dir, &words, &new_password(), COST).unwrap();
    assert_eq!(recovered.count(&text("退款")).unwrap(), 1, "the records are there");
    drop(recovered);
    assert!(matches!(refusal(&dir, Credential::Password(&password())), Error::WrongPassword), "history");
    drop(Vault::open(&dir, &new_password()).expect("the new password opens"));
    drop(Vault::open_with(&dir, Credential::RecoveryWords(&words)).expect("the words stay good"));
}

#[test]
fn words_of_another_vault_open_nothing_and_change_nothing() {
    let foreign = vault().make_recovery_words().unwrap();
    let bench = vault();
    bench.make_recovery_words().unwrap();
    let (dir, _root) = bench.closed();
    let refused = Vault::recover(&dir, &foreign, &new_password(), COST).err();
    assert!(matches!(refused, Some(Error::WrongWords(WordsFault::OfAnotherVault))), "{refused:?}");
    drop(Vault::open(&dir, &password()).expect("the password is as it was"));
}

#[test]
fn a_vault_says_which_ways_lead_into_it_while_it_is_locked() {
    let bench = vault();
    let id = bench.id();
    let ways = || {
        let said = ways_in(&bench.dir).unwrap();
        assert_eq!(said.vault, id, "and which vault it is");
        said.ways
    };
    assert_eq!(ways(), [WayIn::Password], "a password always does");
    bench.make_recovery_words().unwrap();
    let secret = bench.make_device_secret().unwrap();
    assert_eq!(ways(), [WayIn::Password, WayIn::RecoveryWords, WayIn::DeviceSecret]);
    bench.remove_recovery_words().unwrap();
    assert_eq!(ways(), [WayIn::Password, WayIn::DeviceSecret]);
    let again = bench.remove_recovery_words();
    assert!(matches!(again, Err(Error::NoWayIn(WayIn::RecoveryWords))), "there are none any more");
    let (dir, root) = bench.closed();
    drop(
        Vault::open_with(&dir, Credential::DeviceSecret(&secret)).expect("the secret of the computer opens"),
    );
    assert!(matches!(ways_in(root.path()), Err(Error::NoVault)), "no vault, no ways");
}

#[test]
fn changes_from_several_threads_come_one_after_the_other() {
    let bench = vault();
    let (words, secret) = std::thread::scope(|threads| {
        let words = threads.spawn(|| bench.make_recovery_words().unwrap());
        let secret = threads.spawn(|| bench.make_device_secret().unwrap());
        bench.change_password(&password(), &new_password(), COST).unwrap();
        (words.join().unwrap(), secret.join().unwrap())
    });
    let (dir, _root) = bench.closed();
    for with in [
        Credential::Password(&new_password()),
        Credential::RecoveryWords(&words),
        Credential::DeviceSecret(&secret),
    ] {
        drop(Vault::open_with(&dir, with).expect("none of the changes was lost"));
    }
    assert!(Vault::open(&dir, &Password::from(PASSWORD.to_owned())).is_err(), "nor undone");
}
