//! The searches that the user keeps, with the same journal as everything else. What a query means is decided above: here it
//! is a text that stays as it was typed.

use super::{
    change::{Toward, named, set, unreadable},
    write_down,
};
use crate::{
    Error, Origin, Receipt, Result, Vault,
    database::Writer,
    index::fold::fold,
    table::{action::Change, saved_search},
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use yanju_model::{SavedSearchId, annotation::SavedSearch};

/// The field of a change that is about a saved search.
pub(super) const SAVED_SEARCH: &str = "saved_search";

/// The longest name and the longest query that are kept, in characters.
const NAME_LIMIT: usize = 80;
const QUERY_LIMIT: usize = 4000;

/// A saved search as the journal keeps it.
#[derive(Serialize, Deserialize)]
struct Entry {
    position: i64,
    name: String,
    query: String,
}

impl Vault {
    /// The saved searches, in the user's order.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        Ok(saved_search::all(&*self.database.read()?)?)
    }

    /// Keeps a query under a name (`None`), or changes the name and query of one that is kept. `None` when it was so already.
    pub fn save_search(
        &self,
        id: Option<SavedSearchId>,
        name: &str,
        query: &str,
        origin: Origin,
    ) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let name = search_name(&writer, id, name)?;
        let query = within(query, QUERY_LIMIT)?;
        let before = id.map(|id| entry(&writer, id)).transpose()?;
        let (id, position) = match id.zip(before.as_ref()) {
            Some((id, before)) => (id, before.position),
            None => saved_search::next(&writer)?,
        };
        let change = changed(id, before.as_ref(), Some(&Entry { position, name, query }))?;
        self.change_saved(writer, vec![change], origin)
    }

    /// Moves a saved search to a place in the order, from 0. `None` when it was there already.
    pub fn move_saved_search(&self, id: SavedSearchId, to: usize, origin: Origin) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let mut order: Vec<_> = saved_search::all(&writer)?.into_iter().map(|search| search.id).collect();
        let from = order.iter().position(|one| *one == id).ok_or_else(|| Error::no_such(id))?;
        let moved = order.remove(from);
        order.insert(to.min(order.len()), moved);
        let mut changes = Vec::new();
        for (position, id) in (1..).zip(order) {
            let before = entry(&writer, id)?;
            let after = Entry { position, name: before.name.clone(), query: before.query.clone() };
            changes.push(changed(id, Some(&before), Some(&after))?);
        }
        // Those that make room are no change to speak of.
        Ok(self.change_saved(writer, changes, origin)?.map(|receipt| Receipt { changed: 1, ..receipt }))
    }

    /// Keeps a search no longer.
    pub fn remove_saved_search(&self, id: SavedSearchId, origin: Origin) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let change = changed(id, Some(&entry(&writer, id)?), None)?;
        self.change_saved(writer, vec![change], origin)
    }

    fn change_saved(
        &self,
        writer: Writer<'_>,
        mut changes: Vec<Change>,
        origin: Origin,
    ) -> Result<Option<Receipt>> {
        changes.retain(|change| change.before != change.after);
        if changes.is_empty() {
            return Ok(None);
        }
        for change in &changes {
            set(&writer, change, Toward::After)?;
        }
        let receipt = write_down(&writer, &changes, origin)?;
        writer.commit()?;
        self.changed();
        Ok(Some(receipt))
    }
}

/// Sets a saved search to an entry, or removes it.
pub(super) fn set_saved(connection: &Connection, target: &str, to: Option<&str>) -> Result<()> {
    let id: SavedSearchId = target.parse().map_err(unreadable)?;
    let Some(to) = to else { return Ok(saved_search::remove(connection, id)?) };
    let Entry { position, name, query } = serde_json::from_str(to).map_err(unreadable)?;
    let folded = fold(&name);
    Ok(saved_search::put(connection, &SavedSearch { id, name, query }, position, &folded)?)
}

fn entry(connection: &Connection, id: SavedSearchId) -> Result<Entry> {
    let (known, position) = saved_search::by_id(connection, id)?.ok_or_else(|| Error::no_such(id))?;
    Ok(Entry { position, name: known.name, query: known.query })
}

fn changed(id: SavedSearchId, before: Option<&Entry>, after: Option<&Entry>) -> Result<Change> {
    let json = |entry: Option<&Entry>| entry.map(serde_json::to_string).transpose().map_err(unreadable);
    Ok(Change {
        target: id.to_string(),
        field: SAVED_SEARCH.to_owned(),
        before: json(before)?,
        after: json(after)?,
    })
}

/// The name for a saved search, which no other may have.
fn search_name(connection: &Connection, id: Option<SavedSearchId>, name: &str) -> Result<String> {
    let name = within(name, NAME_LIMIT)?;
    match saved_search::by_folded(connection, &fold(&name))? {
        Some(holder) if Some(holder) != id => {
            Err(Error::Unusable { what: "saved search name", why: "taken" })
        }
        _ => Ok(name),
    }
}

/// A text without outer white space; never empty, never longer.
fn within(text: &str, limit: usize) -> Result<String> {
    let text = named(text, "saved search")?;
    if text.chars().count() > limit {
        return Err(Error::Unusable { what: "saved search", why: "too_long" });
    }
    Ok(text)
}
