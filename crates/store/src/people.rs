//! What follows from who took part in a conversation: its title where no source has one, and the role of a person.
//!
//! Both follow from the participants alone, so whatever changes these settles both anew.

use crate::{
    Result,
    index::fold::fold,
    table::{conversation, message, outbox, participant},
};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use yanju_model::{ParticipantId, Role};

/// How many names make up the title of a conversation without one.
const NAMES_IN_TITLE: usize = 5;

/// Gives a conversation its title anew, unless a source named it.
pub(crate) fn entitle(connection: &Connection, conversation: i64) -> Result<()> {
    if conversation::is_named(connection, conversation)? {
        return Ok(());
    }
    let title = made_title(connection, conversation)?;
    let from = conversation::TitleFrom::Participants;
    Ok(conversation::set_title(connection, conversation, &title, &fold(&title), from)?)
}

/// The names of those who wrote most; where nobody has a name, the key; where that is empty, the platform.
fn made_title(connection: &Connection, conversation: i64) -> Result<String> {
    let people = participant::of_conversation(connection, conversation)?;
    let names: Vec<_> = people
        .iter()
        .map(|person| person.name.as_str())
        .filter(|name| !name.trim().is_empty())
        .take(NAMES_IN_TITLE)
        .collect();
    if !names.is_empty() {
        return Ok(names.join("、"));
    }
    let (platform, key) = conversation::identity(connection, conversation)?;
    Ok(if key.trim().is_empty() { platform.name().to_owned() } else { key })
}

/// Makes a change to what is known of persons, each given by the one who is kept, and settles what role they have after
/// it. The index knows the messages of those whose role became another by the former; of these, ids below `before`.
pub(crate) fn settling_roles(
    connection: &Connection,
    kept: &[i64],
    before: i64,
    change: impl FnOnce() -> rusqlite::Result<()>,
) -> Result<()> {
    let mut former = HashMap::new();
    for kept in kept {
        let person = participant::person(connection, *kept)?;
        former.extend(person.into_iter().map(|one| (one.id, one)));
    }
    change()?;
    let mut settled = HashSet::new();
    for one in former.values() {
        let now = participant::by_id(connection, ParticipantId(one.id))?;
        let kept = now.map_or(one.id, |now| now.kept());
        if settled.insert(kept) {
            settle_role(connection, kept)?;
        }
    }
    for one in former.values() {
        let now = participant::by_id(connection, ParticipantId(one.id))?;
        if now.is_some_and(|now| now.person_role() != one.person_role()) {
            let ids = message::of_sender_before(connection, one.conversation, one.id, before)?;
            outbox::append_altered(connection, &ids)?;
        }
    }
    Ok(())
}

/// The role of a person is that of the one who is kept; where that is not known, the first that is.
fn settle_role(connection: &Connection, kept: i64) -> Result<()> {
    let person = participant::person(connection, kept)?;
    let role = person.iter().map(|one| one.role).find(|role| *role != Role::Unknown).unwrap_or(Role::Unknown);
    for one in &person {
        participant::set_shared_role(connection, one.id, (one.role != role).then_some(role))?;
    }
    Ok(())
}
