//! A row of a table whose header is known: its cells by their names, and the message it holds.

use super::table::Layout;
use crate::import::{
    columns::Field,
    generic::{Ids, Reader, Record, Thread},
    table::{cells::Cells, record::Place},
    text::edges::trimmed,
};
use std::borrow::Cow;
use yanju_model::{
    Warning,
    draft::{MessageDraft, Sender},
};

/// A cell of a header without what surrounds its word.
pub(super) fn bare(cell: &str) -> &str {
    cell.trim_start_matches('\u{feff}').trim()
}

/// A header that was found.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) line: u64,
    pub(super) delimiter: char,
    pub(super) names: Vec<String>,
    /// Where the columns of each field stand, the preferred first.
    fields: Vec<(Field, usize)>,
    /// The columns that are not read.
    pub(super) unread: Vec<usize>,
}

impl Header {
    /// A header of `layout` on a line.
    pub(super) fn new(layout: &Layout, line: u64, delimiter: char, names: &[String]) -> Self {
        let names: Vec<String> = names.iter().map(|name| bare(name).to_owned()).collect();
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let fields = layout.columns.iter().filter_map(|(field, name)| Some((*field, place(name)?))).collect();
        let is_read = |name: &str| {
            layout.columns.iter().any(|(_, known)| *known == name) || layout.further.contains(&name)
        };
        let unread = names.iter().enumerate().filter(|(_, name)| !is_read(name)).map(|(at, _)| at).collect();
        Self { line, delimiter, names, fields, unread }
    }

    /// Whether a row is the header once more.
    pub(super) fn is_repeated(&self, cells: &Cells) -> bool {
        cells.len() == self.names.len()
            && cells.iter().zip(&self.names).all(|(cell, name)| bare(cell) == name)
    }
}

/// A row below a header.
pub(super) struct Row<'h> {
    pub(super) layout: &'static Layout,
    pub(super) header: &'h Header,
    pub(super) cells: &'h Cells,
    /// Where it stands.
    pub(super) place: Place<'h>,
    pub(super) doubts: &'h [Warning],
}

impl Row<'_> {
    /// The cell of a column, without spaces around it; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let place = self.header.names.iter().position(|known| known == name);
        place.map(|place| self.at(place)).unwrap_or_default()
    }

    /// The cell in a place, without spaces around it; empty where there is none.
    fn at(&self, place: usize) -> &str {
        self.cells.get(place).map(trimmed).unwrap_or_default()
    }

    /// The words, as they stand; `None` where the row ends before them.
    pub(super) fn words(&self) -> Option<&str> {
        self.places(Field::Text).find_map(|place| self.cells.get(place))
    }

    fn places(&self, field: Field) -> impl Iterator<Item = usize> {
        self.header.fields.iter().filter(move |(found, _)| *found == field).map(|(_, place)| *place)
    }

    /// The id of the message as it stands.
    fn id(&self) -> &str {
        self.places(Field::Id).map(|place| self.at(place)).find(|id| !id.is_empty()).unwrap_or_default()
    }

    /// Whether the spreadsheet that held the row has rounded a number in it.
    fn was_rounded(&self) -> bool {
        self.doubts.iter().any(|doubt| doubt.code == "rounded_number")
    }

    /// The cells beyond the header.
    fn beyond(&self) -> String {
        let beyond: Vec<&str> = self.cells.iter().skip(self.header.names.len()).collect();
        if beyond.iter().all(|cell| cell.trim().is_empty()) {
            return String::new();
        }
        beyond.iter().flat_map(|cell| [self.header.delimiter.to_string(), (*cell).to_owned()]).collect()
    }

    /// The conversation that the row names, or else that of the file.
    pub(super) fn thread(&self, file: &Thread, given: Option<&str>) -> Thread {
        let Some(key) = self.cell(Field::Conversation) else { return file.clone() };
        let own = self.cell(Field::Title);
        let title = given.map(str::to_owned).or_else(|| own.map(Cow::into_owned)).unwrap_or_default();
        Thread { key: key.into_owned(), title, platform: None }
    }
}

impl Record for Row<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        if field == Field::Id {
            // A number that a spreadsheet rounded or wrote as `7E+18` names nothing any more.
            let id = self.id();
            let is_whole = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
            return (is_whole && !self.was_rounded()).then_some(Cow::Borrowed(id));
        }
        self.places(field).map(|place| self.at(place)).find(|cell| !cell.is_empty()).map(Cow::Borrowed)
    }
}

/// The message of a row, and the doubts about it.
pub(super) fn draft(row: &Row<'_>, reader: &Reader) -> (MessageDraft, Vec<Warning>) {
    let mut warnings = row.doubts.to_vec();
    let place = row.place.to_string();
    let Some(words) = row.words() else {
        // A line of the tool, such as a count at the end: nobody is known to have said it.
        let words = row.cells.joined(row.header.delimiter);
        warnings.push(Warning::new("short_row", place.as_str(), &words));
        return (MessageDraft { place, ..MessageDraft::text(None, None, words) }, warnings);
    };
    let mut words = words.to_owned();
    let beyond = row.beyond();
    if !beyond.is_empty() {
        warnings.push(Warning::new("extra_cells", place.as_str(), &beyond));
        words.push_str(&beyond);
    }
    let id = row.cell(Field::Id);
    if id.is_none() && row.id().contains("E+") && !row.was_rounded() {
        warnings.push(Warning::new("rounded_number", place.as_str(), row.id()));
    }
    let source_id = id.filter(|_| reader.ids == Ids::NameMessages).map(Cow::into_owned);
    let key = row.cell(Field::SenderKey).map(Cow::into_owned);
    let name = row.cell(Field::Sender).map(Cow::into_owned).or_else(|| key.clone()).unwrap_or_default();
    let sender = Sender { key, ..Sender::named(name) };
    let (sent_at, written) = reader.sent_at(row, &words, &place, &mut |warning| warnings.push(warning));
    let draft = MessageDraft::text(Some(sender), sent_at, words).stating(&written);
    let mut draft = MessageDraft { source_id, place, ..draft };
    (row.layout.complete)(row, &mut draft, &mut warnings);
    (draft, warnings)
}
