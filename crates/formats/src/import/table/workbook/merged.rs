//! Cells of a sheet that are merged downward: what the first says, the others say, too.

use super::SheetRow;
use calamine::Dimensions;
use std::collections::BTreeMap;

/// How many columns can be merged at one row. A talk has fewer.
const COLUMNS: usize = 64;

/// The merged cells of a sheet, as its rows are read.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Those whose first row is still to come, the next last.
    coming: Vec<Dimensions>,
    /// What the columns say that are merged at this row, and up to which row.
    open: BTreeMap<u32, (u64, String)>,
}

impl Merged {
    /// The cells of a sheet that are merged over several rows.
    pub(super) fn new(mut ranges: Vec<Dimensions>) -> Self {
        ranges.retain(|range| range.start.0 < range.end.0);
        ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
        Self { coming: ranges, open: BTreeMap::new() }
    }

    /// Gives the cells of a row that belong to one above what that one says. Rows come in their order.
    pub(super) fn fill(&mut self, row: &mut SheetRow) {
        self.open.retain(|_, (end, _)| *end >= row.number);
        for (column, (_, said)) in &self.open {
            let column = *column as usize;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            if let Some(cell) = row.cells.get_mut(column).filter(|cell| cell.is_empty()) {
                cell.clone_from(said);
            }
        }
        while let Some(range) = self.coming.pop_if(|range| u64::from(range.start.0) < row.number) {
            let (line, column) = range.start;
            let said = row.cells.get(column as usize).filter(|said| !said.is_empty());
            if let Some(said) = said.filter(|_| u64::from(line) + 1 == row.number)
                && self.open.len() < COLUMNS
            {
                self.open.insert(column, (u64::from(range.end.0) + 1, said.clone()));
            }
        }
    }
}
