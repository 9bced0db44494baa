//! A row of a table under its header, turned into a message. Where rows come from is the importers' business.

use super::{cells::Cells, head::Head};
use crate::import::{
    Result,
    columns::{Field, StatedZone},
    generic::{Output, Reader, Record, Thread},
    text::{
        dates::{is_possible, parse_time},
        edges::trimmed,
    },
};
use std::{borrow::Cow, fmt};
use yanju_model::{Warning, draft::MessageDraft};

/// A row and what its cells mean.
pub(super) struct TableRecord<'h> {
    /// The header above it.
    pub(super) head: &'h Head,
    /// Its cells.
    pub(super) cells: &'h Cells,
    /// Doubts about them.
    pub(super) doubts: &'h [Warning],
    /// Where it stands.
    pub(super) place: Place<'h>,
}

/// Where a row stands. It is put into words for messages only; the first pass has no use for it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'h> {
    /// In a text.
    Row(u64),
    /// In the sheet of this name.
    OfSheet(&'h str, u64),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(number) => write!(f, "row {number}"),
            Self::OfSheet(sheet, number) => write!(f, "{sheet}, row {number}"),
        }
    }
}

impl Record for TableRecord<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        let cell = trimmed(self.cells.get(self.head.columns.place(field)?)?);
        (!cell.is_empty()).then_some(Cow::Borrowed(cell))
    }

    fn zone(&self) -> Option<StatedZone> {
        self.head.columns.zone()
    }
}

impl TableRecord<'_> {
    /// The record as a message, in the conversation that it names or else in `thread`.
    ///
    /// `last` is the conversation that the record before named.
    pub(super) fn push(
        self,
        thread: &Thread,
        last: &mut Option<Thread>,
        reader: &Reader,
        output: &mut Output<'_>,
    ) -> Result<()> {
        self.doubts.iter().for_each(|doubt| output.warning(doubt.clone()));
        let place = self.place.to_string();
        let thread = thread.of(&self, last);
        let Some(text) = self.words().map(str::to_owned) else {
            // A line of the export tool, such as a count at the end: nobody is known to have said it.
            let words = self.cells.joined(self.head.delimiter);
            output.warning(Warning::new("short_row", place.as_str(), &words));
            let sent_at =
                self.cell(Field::Time).and_then(|cell| parse_time(&cell)).filter(|time| is_possible(*time));
            let sent_at = sent_at.map(|time| self.zone().map_or(time, |zone| zone.settle(time)));
            return output.push(thread, MessageDraft { place, ..MessageDraft::text(None, sent_at, words) });
        };
        let text = match self.further_cells() {
            Some((further, belongs)) => {
                if belongs == Further::ToNothing {
                    output.warning(Warning::new("extra_cells", place.as_str(), &further));
                }
                text + &further
            }
            None => text,
        };
        let draft = reader.draft(&self, text, place, &mut |warning| output.warning(warning));
        output.push(thread, draft)
    }

    /// The cell of words; `None` where the row is too short to have one.
    pub(super) fn words(&self) -> Option<&str> {
        self.cells.get(self.head.columns.place(Field::Text)?)
    }

    /// The cells beyond the header, as they follow the words. Where these are the last column, a writer without
    /// quotes has cut them at a delimiter of their own.
    fn further_cells(&self) -> Option<(String, Further)> {
        let width = self.head.names.len();
        if self.cells.len() <= width {
            return None;
        }
        let further: Vec<&str> = self.cells.iter().skip(width).collect();
        let joined: String =
            further.iter().flat_map(|cell| [self.head.delimiter.to_string(), (*cell).to_owned()]).collect();
        let of_the_text = self.head.columns.place(Field::Text).is_some_and(|place| place + 1 == width);
        let belongs = if of_the_text { Further::ToTheText } else { Further::ToNothing };
        let says_something = of_the_text || further.iter().any(|cell| !cell.trim().is_empty());
        says_something.then_some((joined, belongs))
    }
}

/// What the cells beyond the header belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Further {
    ToTheText,
    ToNothing,
}
