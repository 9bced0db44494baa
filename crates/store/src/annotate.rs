//! Organising: what people attach to records, and the journal that takes it back.
//!
//! Every act is a list of changes, each a field of a target with its value before and after. Undoing sets the
//! former in reverse order, making again the latter. Records themselves are never touched. A change of the zone that was
//! assumed for a file is journalled here too; what it does is in `zone`.

mod categories;
mod change;
mod people;
mod saved_searches;

use crate::{
    Error, Origin, Receipt, Result, Vault,
    table::{
        action::{self, Change, State},
        annotation, category,
    },
    zone::ZONE,
};
use change::{Toward, act, change, place, set, tidied};
use rusqlite::Connection;
use std::collections::HashSet;
use yanju_model::{
    ActionId,
    annotation::{Annotations, Edit, Target},
    query::{Order, Query},
};

pub(crate) use categories::begin_categories;

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
    pub fn undo(&self, origin: Origin) -> Result<Option<Receipt>> {
        self.step(action::latest_done, State::Undone, origin)
    }

    /// Makes again the change that was taken back last.
    pub fn redo(&self, origin: Origin) -> Result<Option<Receipt>> {
        self.step(action::latest_undone, State::Done, origin)
    }

    fn step(
        &self,
        next: fn(&Connection) -> rusqlite::Result<Option<ActionId>>,
        state: State,
        origin: Origin,
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
        let (zones, others): (Vec<&Change>, Vec<&Change>) =
            changes.iter().partition(|change| change.field == ZONE);
        for change in others {
            set(&writer, change, toward)?;
        }
        let zones: Vec<_> =
            zones.into_iter().filter_map(|change| Some((change, toward.of(change)?))).collect();
        self.read_in(&writer, &zones, origin)?;
        action::set_state(&writer, id, state)?;
        writer.commit()?;
        self.changed();
        if changes.iter().any(|change| change.field == people::SAME_AS) {
            self.names.changed();
            self.index_if_idle();
        }
        Ok(Some(Receipt { action: id, changed: targets_of(&changes), act: act(&changes) }))
    }
}

pub(crate) fn write_down(connection: &Connection, changes: &[Change], origin: Origin) -> Result<Receipt> {
    let action = action::append(connection, origin.actor.name(), origin.at_ms, changes)?;
    Ok(Receipt { action, changed: targets_of(changes), act: act(changes) })
}

fn targets_of(changes: &[Change]) -> u64 {
    changes.iter().map(|change| change.target.as_str()).collect::<HashSet<_>>().len() as u64
}
