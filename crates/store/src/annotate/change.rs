//! Changes: a field of a target with its value before and after, made and set to either.

use super::{
    categories::{ENTRY, set_entry},
    people::{SAME_AS, set_same_as},
    saved_searches::{SAVED_SEARCH, set_saved},
};
use crate::{
    EditKind, Error, Result,
    index::fold::fold,
    table::{
        action::Change,
        annotation::{self, Place},
        conversation, message, tag,
    },
    zone::ZONE,
};
use rusqlite::Connection;
use yanju_model::{
    ConversationId, MessageId,
    annotation::{Edit, Target},
};

/// The fields of a target that a change can name.
const TAG: &str = "tag";
const TICKET: &str = "ticket";
pub(super) const CATEGORY: &str = "category";
const NOTE: &str = "note";
const STAR: &str = "star";

/// The value of a star that is set.
const STARRED: &str = "1";

/// Which of its two states a change is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    Before,
    After,
}

impl Toward {
    /// The value of a change in this state.
    pub(super) fn of(self, change: &Change) -> Option<&str> {
        match self {
            Self::Before => change.before.as_deref(),
            Self::After => change.after.as_deref(),
        }
    }
}

/// The change that brings a target to what is wanted; `None` when it is so already.
pub(super) fn change(connection: &Connection, target: Target, edit: &Edit) -> Result<Option<Change>> {
    let place = place(connection, target)?;
    let (field, before, after) = match edit {
        Edit::AddTag { tag } => match tag::carried(connection, place, &fold(tag))? {
            Some(_) => return Ok(None),
            None => (TAG, None, Some(tag.clone())),
        },
        Edit::RemoveTag { tag } => (TAG, tag::carried(connection, place, &fold(tag))?, None),
        single => change_of_single(&annotation::single(connection, place)?, single),
    };
    let change = Change { target: target_text(place), field: field.to_owned(), before, after };
    Ok((change.before != change.after).then_some(change))
}

fn change_of_single(now: &annotation::Single, edit: &Edit) -> (&'static str, Option<String>, Option<String>) {
    let ticket = || now.ticket.as_ref().map(|(ticket, _)| ticket.clone());
    let category = || now.category.map(|id| id.to_string());
    match edit {
        Edit::SetTicket { ticket: wanted } => (TICKET, ticket(), wanted.clone()),
        Edit::ClearTicket { ticket: only } => (TICKET, ticket(), without(ticket(), only)),
        Edit::SetCategory { category: wanted } => (CATEGORY, category(), wanted.map(|id| id.to_string())),
        Edit::ClearCategory { category: only } => {
            (CATEGORY, category(), without(category(), &only.to_string()))
        }
        Edit::SetNote { note } => (NOTE, now.note.clone(), note.clone()),
        Edit::ClearNote { note: only } => (NOTE, now.note.clone(), without(now.note.clone(), only)),
        Edit::SetStar { starred } => {
            (STAR, now.starred.then(|| STARRED.to_owned()), starred.then(|| STARRED.to_owned()))
        }
        Edit::AddTag { .. } | Edit::RemoveTag { .. } => (TAG, None, None),
    }
}

/// What kind of act these changes are. One about a category itself also takes it off what carries it.
pub(super) fn act(changes: &[Change]) -> EditKind {
    let telling = changes.iter().find(|change| change.field == ENTRY).or(changes.first());
    match telling.map_or((NOTE, false), |change| (change.field.as_str(), change.after.is_some())) {
        (ENTRY, true) => EditKind::SaveCategory,
        (ENTRY, false) => EditKind::RemoveCategory,
        (SAME_AS, true) => EditKind::JoinPeople,
        (SAME_AS, false) => EditKind::SeparatePeople,
        (SAVED_SEARCH, true) => EditKind::SaveSearch,
        (SAVED_SEARCH, false) => EditKind::RemoveSearch,
        (TAG, true) => EditKind::AddTag,
        (TAG, false) => EditKind::RemoveTag,
        (TICKET, _) => EditKind::SetTicket,
        (CATEGORY, _) => EditKind::SetCategory,
        (STAR, _) => EditKind::SetStar,
        (ZONE, _) => EditKind::SetZone,
        _ => EditKind::SetNote,
    }
}

/// What remains of a value when `unwanted` is cleared: another value does.
fn without(now: Option<String>, unwanted: &str) -> Option<String> {
    now.filter(|value| fold(value) != fold(unwanted))
}

/// Sets the field of a change to one of its states.
pub(super) fn set(connection: &Connection, change: &Change, toward: Toward) -> Result<()> {
    let from = match toward {
        Toward::After => change.before.as_deref(),
        Toward::Before => change.after.as_deref(),
    };
    let to = toward.of(change);
    if change.field == ENTRY {
        return set_entry(connection, &change.target, to);
    }
    if change.field == SAME_AS {
        return set_same_as(connection, &change.target, to);
    }
    if change.field == SAVED_SEARCH {
        return set_saved(connection, &change.target, to);
    }
    let place = place(connection, target(&change.target)?)?;
    if change.field == TAG {
        if let Some(name) = from {
            tag::detach(connection, place, &fold(name))?;
        }
        if let Some(name) = to {
            tag::attach(connection, place, name, &fold(name))?;
        }
        return Ok(());
    }
    let mut single = annotation::single(connection, place)?;
    let to = to.map(str::to_owned);
    match change.field.as_str() {
        TICKET => {
            single.ticket = to.map(|ticket| {
                let folded = fold(&ticket);
                (ticket, folded)
            });
        }
        CATEGORY => single.category = to.map(|id| id.parse()).transpose().map_err(unreadable)?,
        NOTE => single.note = to,
        STAR => single.starred = to.is_some(),
        other => return Err(Error::damaged(format!("the journal names a field {other}"))),
    }
    Ok(annotation::put(connection, place, &single)?)
}

/// The edit without outer white space; what is empty then is none.
pub(super) fn tidied(edit: &Edit) -> Result<Edit> {
    let some = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Ok(match edit {
        Edit::AddTag { tag } => Edit::AddTag { tag: named(tag, "tag")? },
        Edit::RemoveTag { tag } => Edit::RemoveTag { tag: named(tag, "tag")? },
        Edit::SetTicket { ticket } => Edit::SetTicket { ticket: some(ticket) },
        Edit::ClearTicket { ticket } => Edit::ClearTicket { ticket: named(ticket, "ticket")? },
        Edit::SetNote { note } => Edit::SetNote { note: some(note) },
        Edit::ClearNote { note } => Edit::ClearNote { note: named(note, "note")? },
        other => other.clone(),
    })
}

/// A name without outer white space; never empty.
pub(super) fn named(name: &str, what: &'static str) -> Result<String> {
    match name.trim() {
        "" => Err(Error::Unusable { what, why: "empty" }),
        name => Ok(name.to_owned()),
    }
}

/// A target as the tables name it.
pub(super) fn place(connection: &Connection, target: Target) -> Result<Place> {
    match target {
        Target::Conversation(id) if conversation::exists(connection, id)? => {
            Ok(Place { conversation: id.0, message: 0 })
        }
        Target::Conversation(id) => Err(Error::no_such(id)),
        Target::Message(id) => match message::conversation(connection, id)? {
            Some(conversation) => Ok(Place { conversation, message: id.0 }),
            None => Err(Error::no_such(id)),
        },
    }
}

/// The id of a target as the journal writes it.
pub(super) fn target_text(place: Place) -> String {
    match place.message {
        0 => ConversationId(place.conversation).to_string(),
        message => MessageId(message).to_string(),
    }
}

/// The target of such an id.
fn target(text: &str) -> Result<Target> {
    text.parse().map(Target::Message).or_else(|_| text.parse().map(Target::Conversation)).map_err(unreadable)
}
/// The journal holds something this program did not write.
pub(super) fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::damaged(format!("the journal cannot be read: {error}"))
}
