//! The delimiter and the header of a table, found in its first lines.

use super::{rows::cells_of_line, workbook::SheetRow};
use crate::import::columns::{Columns, Field, Mapping};

/// The rows of titles and blanks that may stand above the header.
const TITLE_ROWS: usize = 10;

/// How many lines are needed to find the head of a table.
pub(super) const HEAD_LINES: usize = TITLE_ROWS + 1;

/// The most columns a table may have: as many as a spreadsheet.
const COLUMN_LIMIT: usize = 16_384;

const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];

/// Where a table begins and what its columns mean.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// What stands between cells.
    pub(super) delimiter: char,
    /// The number of the header's line, from 1. It need not be its row: titles may span lines.
    pub(super) line: u64,
    /// The header's cells.
    pub(super) names: Vec<String>,
    /// What they mean.
    pub(super) columns: Columns,
    /// Who says so.
    basis: Basis,
}

/// Who says what columns mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// Their names.
    Names,
    /// The user, who may know that there are no times.
    Said,
}

impl Head {
    /// The line, and the delimiter, under which most columns are understood; the first among equals. `None`
    /// where no line has a column of words or of times.
    pub(super) fn find<'t>(
        lines: &(impl Iterator<Item = &'t str> + Clone),
        mapping: Option<&Mapping>,
    ) -> Option<Self> {
        let rows = DELIMITERS.iter().flat_map(|delimiter| {
            let lines = (1..).zip(lines.clone().take(HEAD_LINES));
            lines.map(|(number, text)| (*delimiter, number, cells_of_line(text, *delimiter)))
        });
        Self::best(rows, mapping)
    }

    /// The row of a sheet under which most columns are understood, of its first ones with their numbers.
    pub(super) fn find_row(rows: &[SheetRow], mapping: Option<&Mapping>) -> Option<Self> {
        Self::best(rows.iter().map(|row| ('\t', row.number, row.cells.clone())), mapping)
    }

    fn best(rows: impl Iterator<Item = (char, u64, Vec<String>)>, mapping: Option<&Mapping>) -> Option<Self> {
        let mut best: Option<Self> = None;
        for (delimiter, line, names) in rows.filter(|(.., names)| names.len() <= COLUMN_LIMIT) {
            let columns = Columns::settled(names.iter().map(String::as_str), mapping);
            let basis = if mapping.is_some() { Basis::Said } else { Basis::Names };
            let head = Self { delimiter, line, names, columns, basis };
            if head.rank() > best.as_ref().map_or((false, 0), Self::rank) {
                best = Some(head);
            }
        }
        best.filter(|head| head.columns.has(Field::Text) || head.has_time())
    }

    /// The line and the delimiter that make most columns, whatever they mean: what people are shown to say what
    /// they mean.
    pub(super) fn widest<'t>(lines: &(impl Iterator<Item = &'t str> + Clone)) -> Option<Self> {
        let mut best: Option<Self> = None;
        for delimiter in DELIMITERS {
            for (line, text) in (1..).zip(lines.clone().take(HEAD_LINES)) {
                let names = cells_of_line(text, delimiter);
                let filled = |names: &[String]| names.iter().filter(|name| !name.trim().is_empty()).count();
                let known = best.as_ref().map_or(1, |best| filled(&best.names));
                if names.len() <= COLUMN_LIMIT && filled(&names) > known {
                    best = Some(Self {
                        delimiter,
                        line,
                        names,
                        columns: Columns::default(),
                        basis: Basis::Names,
                    });
                }
            }
        }
        best
    }

    /// Whether there is a column of times or dates.
    pub(super) fn has_time(&self) -> bool {
        self.columns.has(Field::Time) || self.columns.has(Field::Date)
    }

    /// What cannot be done without and is not there.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        if !self.columns.has(Field::Text) {
            return Some("text_column");
        }
        (!self.has_time() && self.basis == Basis::Names).then_some("time_column")
    }

    fn rank(&self) -> (bool, usize) {
        (self.lacks().is_none(), self.columns.len())
    }

    /// The names of the columns that are not read.
    pub(super) fn unread(&self) -> String {
        let unread = self
            .names
            .iter()
            .enumerate()
            .filter(|(place, name)| !self.columns.uses(*place) && !name.is_empty());
        unread.map(|(_, name)| name.trim()).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_may_stand_below_titles_and_use_any_delimiter() {
        let head = Head::find(&"店铺聊天记录\n导出时间：2024-01-05\n\n时间;发送人;内容\n".lines(), None)
            .expect("a header");
        assert_eq!((head.delimiter, head.line, head.names.len()), (';', 4, 3));
    }

    #[test]
    fn what_is_missing_is_named() {
        let lacks = |text: &str| Head::find(&text.lines(), None).map(|head| head.lacks());
        assert_eq!(lacks("sender,text\n"), Some(Some("time_column")));
        assert_eq!(lacks("time,sender\n"), Some(Some("text_column")));
        assert_eq!(lacks("2024-01-05 10:00,张三,你好\n"), None, "data is no header");
    }
}
