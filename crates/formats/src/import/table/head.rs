//! The delimiter and the header of a table, found in its first lines.

use super::{
    rows::{cells_of_line, leaves_open},
    workbook::SheetRow,
};
use crate::import::{
    columns::{Columns, Field, Mapping},
    text::dates::{is_possible, parse_time},
};

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
        Self::best(rows_of_lines(lines), mapping)
    }

    /// The row of a sheet under which most columns are understood, of its first ones with their numbers.
    pub(super) fn find_row(rows: &[SheetRow], mapping: Option<&Mapping>) -> Option<Self> {
        Self::best(rows_of_sheet(rows), mapping)
    }

    /// The head of a table that begins with its data, whose columns are called as in a spreadsheet: A, B, C. `None`
    /// where there is a row of names or no row with a time.
    pub(super) fn lettered<'t>(
        lines: &(impl Iterator<Item = &'t str> + Clone),
        mapping: Option<&Mapping>,
    ) -> Option<Self> {
        let rows = DELIMITERS.into_iter().flat_map(|delimiter| whole_rows(lines, delimiter));
        Self::above_data(rows, mapping)
    }

    /// The same of a sheet.
    pub(super) fn lettered_row(rows: &[SheetRow], mapping: Option<&Mapping>) -> Option<Self> {
        Self::above_data(rows_of_sheet(rows), mapping)
    }

    /// Data is a row that has a time, with no other row of its width above it, which might name its columns.
    fn above_data(
        rows: impl Iterator<Item = (char, u64, Vec<String>)>,
        mapping: Option<&Mapping>,
    ) -> Option<Self> {
        let has_time =
            |cells: &[String]| cells.iter().any(|cell| parse_time(cell.trim()).is_some_and(is_possible));
        let mut above: Vec<(char, usize)> = Vec::new();
        let mut best: Option<Self> = None;
        for (delimiter, number, cells) in rows.filter(|(.., cells)| (2..=COLUMN_LIMIT).contains(&cells.len()))
        {
            let is_first = !above.contains(&(delimiter, cells.len()));
            above.push((delimiter, cells.len()));
            if is_first && has_time(&cells) && best.as_ref().is_none_or(|best| cells.len() > best.names.len())
            {
                let names: Vec<String> = (0..cells.len()).map(letters).collect();
                let columns = mapping.map_or_else(Columns::default, |mapping| {
                    Columns::settled(names.iter().map(String::as_str), Some(mapping))
                });
                best = Some(Self { delimiter, line: number - 1, names, columns, basis: Basis::Said });
            }
        }
        best
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
            for (_, line, names) in whole_rows(lines, delimiter) {
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

fn rows_of_lines<'t>(
    lines: &(impl Iterator<Item = &'t str> + Clone),
) -> impl Iterator<Item = (char, u64, Vec<String>)> {
    DELIMITERS.iter().flat_map(|delimiter| {
        let lines = (1..).zip(lines.clone().take(HEAD_LINES));
        lines.map(|(number, text)| (*delimiter, number, cells_of_line(text, *delimiter)))
    })
}

/// The same, with quoted cells of several lines in one row, which has the number of its first line.
fn whole_rows<'t>(
    lines: &(impl Iterator<Item = &'t str> + Clone),
    delimiter: char,
) -> Vec<(char, u64, Vec<String>)> {
    let lines: Vec<&str> = lines.clone().take(HEAD_LINES).collect();
    let mut rows = Vec::new();
    let mut number = 1;
    while let Some(left) = lines.get(number - 1..).filter(|left| !left.is_empty()) {
        let text = |count: usize| left.iter().take(count).copied().collect::<Vec<_>>().join("\n");
        // A quote that is never closed is a character.
        let count = (1..=left.len()).find(|count| !leaves_open(&text(*count), delimiter)).unwrap_or(1);
        rows.push((delimiter, number as u64, cells_of_line(&text(count), delimiter)));
        number += count;
    }
    rows
}

fn rows_of_sheet(rows: &[SheetRow]) -> impl Iterator<Item = (char, u64, Vec<String>)> {
    rows.iter().map(|row| ('\t', row.number, row.cells.clone()))
}

/// What a spreadsheet calls its columns: A to Z, AA, AB, …
fn letters(place: usize) -> String {
    let last = char::from(b'A' + (place % 26) as u8);
    match place / 26 {
        0 => last.to_string(),
        before => letters(before - 1) + last.encode_utf8(&mut [0; 4]),
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

    #[test]
    fn a_table_that_begins_with_its_data_has_lettered_columns() {
        let lettered =
            |text: &str| Head::lettered(&text.lines(), None).map(|head| (head.line, head.names.concat()));
        let row = "2024-01-05 10:00;张三;你好\n";
        assert_eq!(lettered(row), Some((0, "ABC".to_owned())));
        assert_eq!(
            lettered(&format!("导出的记录\n\n{row}")),
            Some((2, "ABC".to_owned())),
            "titles stand above"
        );
        assert_eq!(lettered(&format!("a;b;c\n{row}")), None, "these are names, whatever they mean");
        assert_eq!(lettered("甲;乙;丙\n"), None, "nothing tells that this is data");
        assert_eq!((letters(25), letters(26), letters(702)), ("Z".into(), "AA".into(), "AAA".into()));
    }
}
