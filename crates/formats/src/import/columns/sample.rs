//! What people are shown to say what columns mean: the names, some rows, and what is understood so far.

use super::{Columns, Field, Mapping};

/// How many rows are shown.
pub(crate) const ROWS: usize = 5;

/// How much of a cell is shown, in characters.
const CELL_LIMIT: usize = 120;

/// The columns of a table, or the fields of its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnSample {
    /// Their names, in the order of the file. Their meaning may be given for them by [`Mapping`].
    pub names: Vec<String>,
    /// What each is understood to mean.
    pub meanings: Vec<Option<Field>>,
    /// The first rows, a cell for each name.
    pub rows: Vec<Vec<String>>,
    /// Whether the file names its columns. Where it does not they are called A, B, C, and the names of one table tell
    /// nothing of another's.
    pub named: bool,
}

impl ColumnSample {
    /// The columns under `names`, which mean what `mapping` says or else what they are usually called for.
    pub(crate) fn new(names: Vec<String>, rows: Vec<Vec<String>>, mapping: Option<&Mapping>) -> Self {
        let columns = Columns::settled(names.iter().map(String::as_str), mapping);
        let meanings = (0..names.len()).map(|place| columns.field_at(place)).collect();
        let width = names.len();
        let shown = |cells: Vec<String>| -> Vec<String> {
            let cut = |cell: &String| cell.chars().take(CELL_LIMIT).collect();
            let blank = std::iter::repeat_with(String::new);
            cells.iter().map(cut).chain(blank).take(width).collect()
        };
        Self { names, meanings, rows: rows.into_iter().take(ROWS).map(shown).collect(), named: true }
    }

    /// The same of a table that begins with its data.
    pub(crate) fn lettered(self) -> Self {
        Self { named: false, ..self }
    }

    /// The columns of objects: every field that one of them has, in the order met.
    pub(crate) fn of_objects(objects: &[Vec<(String, String)>], mapping: Option<&Mapping>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in objects.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let cell = |object: &Vec<(String, String)>, wanted: &String| {
            object.iter().find(|(name, _)| name == wanted).map_or_else(String::new, |(_, cell)| cell.clone())
        };
        let row = |object: &Vec<(String, String)>| names.iter().map(|name| cell(object, name)).collect();
        let rows = objects.iter().take(ROWS).map(row).collect();
        Self::new(names, rows, mapping)
    }
}
