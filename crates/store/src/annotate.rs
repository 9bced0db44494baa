//! Organising: what people attach to records, and the journal that takes it back.
//!
//! Every act is a list of changes, each a field of a target with its value before and after. Undoing sets the
//! former in reverse order, making again the latter. Records themselves are never touched.

use crate::{
    Actor, Error, NewCategory, Origin, Receipt, Result, Vault,
    index::fold::fold,
    table::{
        action::{self, Change, State},
        annotation::{self, Place},
        category, conversation, message, tag,
    },
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use yanju_model::{
    ActionId, CategoryId, ConversationId, MessageId,
    annotation::{Annotations, Category, Edit, Target},
    query::{Order, Query},
};

/// The fields a change can name. `ENTRY` is a category itself, the others are annotations of a target.
const TAG: &str = "tag";
const TICKET: &str = "ticket";
const CATEGORY: &str = "category";
const NOTE: &str = "note";
const STAR: &str = "star";
const ENTRY: &str = "entry";

/// The value of a star that is set.
const STARRED: &str = "1";

/// A category as the journal keeps it.
#[derive(Serialize, Deserialize)]
struct Entry {
    position: i64,
    name: String,
    color: u8,
    baseline_percent: Option<u8>,
}

/// Which of its two states a change is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Toward {
    Before,
    After,
}

impl Actor {
    const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Import => "import",
            Self::Rule => "rule",
        }
    }
}

/// Annotations.
impl Vault {
    /// What is attached to a target.
    pub fn annotations(&self, target: Target) -> Result<Annotations> {
        let reader = self.database.read()?;
        let place = place(&reader, target)?;
        Ok(annotation::of(&reader, place)?)
    }

    /// Makes a change to targets; `None` when they were already so.
    pub fn annotate(&self, targets: &[Target], edit: &Edit, origin: Origin) -> Result<Option<Receipt>> {
        let edit = tidied(edit)?;
        let writer = self.database.write()?;
        if let Edit::SetCategory { category: Some(id) } = &edit {
            category::by_id(&writer, *id)?.ok_or_else(|| Error::no_such(id))?;
        }
        let mut changes = Vec::new();
        for target in targets {
            if let Some(change) = change(&writer, *target, &edit)? {
                set(&writer, &change, Toward::After)?;
                changes.push(change);
            }
        }
        if changes.is_empty() {
            return Ok(None);
        }
        let receipt = write_down(&writer, &changes, origin)?;
        writer.commit()?;
        self.changed();
        Ok(Some(receipt))
    }

    /// Makes a change to every message that matches.
    pub fn annotate_matching(&self, query: &Query, edit: &Edit, origin: Origin) -> Result<Option<Receipt>> {
        let targets = self
            .matches(query, Order::Oldest)?
            .iter()
            .map(|found| Target::Message(found.id))
            .collect::<Vec<_>>();
        self.annotate(&targets, edit, origin)
    }

    /// Takes back the latest change that stands.
    pub fn undo(&self) -> Result<Option<Receipt>> {
        self.step(action::latest_done, State::Undone)
    }

    /// Makes again the change that was taken back last.
    pub fn redo(&self) -> Result<Option<Receipt>> {
        self.step(action::latest_undone, State::Done)
    }

    fn step(
        &self,
        next: fn(&Connection) -> rusqlite::Result<Option<ActionId>>,
        state: State,
    ) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let Some(id) = next(&writer)? else { return Ok(None) };
        let mut changes = action::changes(&writer, id)?;
        let toward = match state {
            State::Done => Toward::After,
            State::Undone => Toward::Before,
        };
        if toward == Toward::Before {
            changes.reverse();
        }
        for change in &changes {
            set(&writer, change, toward)?;
        }
        action::set_state(&writer, id, state)?;
        writer.commit()?;
        self.changed();
        Ok(Some(Receipt { action: id, changed: targets_of(&changes) }))
    }
}

/// Categories.
impl Vault {
    /// The user's categories, in their order.
    pub fn categories(&self) -> Result<Vec<Category>> {
        Ok(category::all(&*self.database.read()?)?)
    }

    /// Adds a category (`None`) or changes one.
    pub fn save_category(
        &self,
        id: Option<CategoryId>,
        wanted: &NewCategory,
        origin: Origin,
    ) -> Result<CategoryId> {
        let writer = self.database.write()?;
        let name = category_name(&writer, id, &wanted.name)?;
        let before = id.map(|id| entry(&writer, id)).transpose()?;
        let (id, position) = match id.zip(before.as_ref()) {
            Some((id, before)) => (id, before.position),
            None => category::next(&writer)?,
        };
        let after = Entry { position, name, color: wanted.color, baseline_percent: wanted.baseline_percent };
        let change = Change {
            target: id.to_string(),
            field: ENTRY.to_owned(),
            before: before.as_ref().map(json).transpose()?,
            after: Some(json(&after)?),
        };
        if change.before != change.after {
            set(&writer, &change, Toward::After)?;
            write_down(&writer, &[change], origin)?;
            writer.commit()?;
            self.changed();
        }
        Ok(id)
    }

    /// Removes a category and takes it off everything that carries it.
    pub fn remove_category(&self, id: CategoryId, origin: Origin) -> Result<Receipt> {
        let writer = self.database.write()?;
        let entry = entry(&writer, id)?;
        let mut changes: Vec<_> = annotation::in_category(&writer, id)?
            .into_iter()
            .map(|place| Change {
                target: target_text(place),
                field: CATEGORY.to_owned(),
                before: Some(id.to_string()),
                after: None,
            })
            .collect();
        changes.push(Change {
            target: id.to_string(),
            field: ENTRY.to_owned(),
            before: Some(json(&entry)?),
            after: None,
        });
        for change in &changes {
            set(&writer, change, Toward::After)?;
        }
        let receipt = write_down(&writer, &changes, origin)?;
        writer.commit()?;
        self.changed();
        Ok(receipt)
    }
}

/// Adds the first categories of a new vault. How a vault begins is nothing to take back.
pub(crate) fn begin_categories(connection: &Connection, categories: &[NewCategory]) -> Result<()> {
    for new in categories {
        let name = category_name(connection, None, &new.name)?;
        let (id, position) = category::next(connection)?;
        category::put(
            connection,
            id,
            position,
            &NewCategory { name: name.clone(), ..new.clone() },
            &fold(&name),
        )?;
    }
    Ok(())
}

/// The change that brings a target to what is wanted; `None` when it is so already.
fn change(connection: &Connection, target: Target, edit: &Edit) -> Result<Option<Change>> {
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
    match edit {
        Edit::SetTicket { ticket } => {
            (TICKET, now.ticket.as_ref().map(|(ticket, _)| ticket.clone()), ticket.clone())
        }
        Edit::SetCategory { category } => {
            (CATEGORY, now.category.map(|id| id.to_string()), category.map(|id| id.to_string()))
        }
        Edit::SetNote { note } => (NOTE, now.note.clone(), note.clone()),
        Edit::SetStar { starred } => {
            (STAR, now.starred.then(|| STARRED.to_owned()), starred.then(|| STARRED.to_owned()))
        }
        Edit::AddTag { .. } | Edit::RemoveTag { .. } => (TAG, None, None),
    }
}

/// Sets the field of a change to one of its states.
fn set(connection: &Connection, change: &Change, toward: Toward) -> Result<()> {
    let (from, to) = match toward {
        Toward::After => (change.before.as_deref(), change.after.as_deref()),
        Toward::Before => (change.after.as_deref(), change.before.as_deref()),
    };
    if change.field == ENTRY {
        return set_entry(connection, &change.target, to);
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

fn set_entry(connection: &Connection, target: &str, to: Option<&str>) -> Result<()> {
    let id: CategoryId = target.parse().map_err(unreadable)?;
    let Some(to) = to else { return Ok(category::remove(connection, id)?) };
    let entry: Entry = serde_json::from_str(to).map_err(unreadable)?;
    let folded = fold(&entry.name);
    let category =
        NewCategory { name: entry.name, color: entry.color, baseline_percent: entry.baseline_percent };
    Ok(category::put(connection, id, entry.position, &category, &folded)?)
}

fn entry(connection: &Connection, id: CategoryId) -> Result<Entry> {
    let known = category::by_id(connection, id)?.ok_or_else(|| Error::no_such(id))?;
    Ok(Entry {
        position: category::position(connection, id)?,
        name: known.name,
        color: known.color,
        baseline_percent: known.baseline_percent,
    })
}

fn json(entry: &Entry) -> Result<String> {
    serde_json::to_string(entry).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::damaged(format!("the journal cannot be read: {error}"))
}

fn write_down(connection: &Connection, changes: &[Change], origin: Origin) -> Result<Receipt> {
    let action = action::append(connection, origin.actor.name(), origin.at_ms, changes)?;
    Ok(Receipt { action, changed: targets_of(changes) })
}

fn targets_of(changes: &[Change]) -> u64 {
    changes.iter().map(|change| change.target.as_str()).collect::<HashSet<_>>().len() as u64
}

/// The edit without outer white space; what is empty then is none.
fn tidied(edit: &Edit) -> Result<Edit> {
    let some = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    Ok(match edit {
        Edit::AddTag { tag } => Edit::AddTag { tag: named(tag, "tag")? },
        Edit::RemoveTag { tag } => Edit::RemoveTag { tag: named(tag, "tag")? },
        Edit::SetTicket { ticket } => Edit::SetTicket { ticket: some(ticket) },
        Edit::SetNote { note } => Edit::SetNote { note: some(note) },
        other => other.clone(),
    })
}

fn named(name: &str, what: &'static str) -> Result<String> {
    match name.trim() {
        "" => Err(Error::Unusable { what, why: "empty" }),
        name => Ok(name.to_owned()),
    }
}

/// The name for a category, which no other may have.
fn category_name(connection: &Connection, id: Option<CategoryId>, name: &str) -> Result<String> {
    let name = named(name, "category name")?;
    match category::by_folded(connection, &fold(&name))? {
        Some(holder) if Some(holder) != id => Err(Error::Unusable { what: "category name", why: "taken" }),
        _ => Ok(name),
    }
}

fn place(connection: &Connection, target: Target) -> Result<Place> {
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

fn target_text(place: Place) -> String {
    match place.message {
        0 => ConversationId(place.conversation).to_string(),
        message => MessageId(message).to_string(),
    }
}

fn target(text: &str) -> Result<Target> {
    text.parse().map(Target::Message).or_else(|_| text.parse().map(Target::Conversation)).map_err(unreadable)
}
