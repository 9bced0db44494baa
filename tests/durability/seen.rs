//! Looking at a vault after something happened to the program that wrote it.

use crate::batches::{keyword, mark, messages};
use std::{collections::BTreeSet, path::Path, sync::Arc};
use yanju_engine::{
    Job, KdfCost, Places, Session,
    api::{library::Find, vault::OpenVault},
    clock::StoppedClock,
};

pub const PASSWORD: &str = "correct horse battery staple";

/// What the program had told of its work.
#[derive(Debug, Default)]
pub struct Told {
    /// Batches stored, from number 0 on.
    pub stored: u64,
    /// Those filed under their keyword.
    pub filed: BTreeSet<u64>,
}

/// A session over the vault in this folder, opened.
pub fn open(vault: &Path) -> Session {
    let session = session(vault);
    let opened = session.open_vault(&OpenVault { path: None, password: PASSWORD.into() });
    opened.unwrap_or_else(|error| panic!("the vault opens whatever happened: {error}"));
    session
}

/// A session over this folder.
pub fn session(vault: &Path) -> Session {
    let places = Places { vault: vault.to_owned(), demo: vault.with_file_name("demo") };
    Session::with_kdf(places, Arc::new(StoppedClock(0)), KdfCost::INSECURE_FOR_TESTS)
}

/// Looks for everything that was told, at least; the batch after it is there whole or not at all. Says whether it is.
pub fn assert_nothing_lost(session: &Session, told: &Told, from: u64) -> bool {
    for number in from..told.stored {
        assert_eq!(count(session, &mark(number)), messages(number), "batch {number} was told to be stored");
    }
    for &number in told.filed.range(from..) {
        let filed = count(session, &format!("关键词:{} {}", keyword(number), mark(number)));
        assert_eq!(filed, messages(number), "batch {number} was told to be filed");
    }
    let half = count(session, &mark(told.stored));
    assert!([0, messages(told.stored)].contains(&half), "batch {} is there by half: {half}", told.stored);
    half > 0
}

/// Examines every part: the index equals the database, each content is whole, the counters and the log agree.
pub fn assert_sound(session: &Session) {
    let examination = session.examine(&Job::quiet()).expect("an examination");
    for check in &examination.checks {
        assert!(check.ok && !check.rebuilt, "{} is not as it should be: {}", check.name, check.detail);
    }
}

fn count(session: &Session, query: &str) -> u64 {
    let find = Find { query: query.to_owned(), order: yanju_engine::Sort::Newest, offset: 0, limit: 1 };
    session.search_messages(&find).expect("the query is understood").total
}
