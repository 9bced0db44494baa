//! The user's list of categories, with the same journal as everything else.

use super::{
    change::{CATEGORY, Toward, named, set, target_text, unreadable},
    write_down,
};
use crate::{
    Error, NewCategory, Origin, Receipt, Result, Vault,
    index::fold::fold,
    table::{action::Change, annotation, category},
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use yanju_model::{CategoryId, annotation::Category};

/// The field of a change that is about a category itself, not about what is in it.
pub(super) const ENTRY: &str = "entry";

/// A category as the journal keeps it.
#[derive(Serialize, Deserialize)]
struct Entry {
    position: i64,
    name: String,
    color: u8,
    baseline_percent: Option<u8>,
}

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

/// Sets a category to an entry, or removes it.
pub(super) fn set_entry(connection: &Connection, target: &str, to: Option<&str>) -> Result<()> {
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

/// The name for a category, which no other may have.
fn category_name(connection: &Connection, id: Option<CategoryId>, name: &str) -> Result<String> {
    let name = named(name, "category name")?;
    match category::by_folded(connection, &fold(&name))? {
        Some(holder) if Some(holder) != id => Err(Error::Unusable { what: "category name", why: "taken" }),
        _ => Ok(name),
    }
}
