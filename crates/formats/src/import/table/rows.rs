//! The rows of a delimited text, streamed. Quotes follow RFC 4180 as long as they balance; where they do not,
//! the quote is taken for a character, the row is reported, and no further row is swallowed.
//!
//! What the cells mean is the table importer's business.

use crate::import::{Result, text::lines::Lines};
use std::collections::VecDeque;
use yanju_model::Warning;

/// The most lines and bytes one quoted cell may span. Beyond, its quote is taken for a stray one.
const LINES_LIMIT: usize = 2_000;
const BYTES_LIMIT: usize = 1024 * 1024;

/// How many stray quotes are worth looking ahead for; from then on a row ends with its line.
const STRAY_LIMIT: u32 = 100;

/// One row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Its number as a spreadsheet counts, from 1.
    pub(crate) number: u64,
    /// The number of its first line in the text: cells of several lines set the two apart.
    pub(crate) line: u64,
    /// Its cells, unquoted.
    pub(crate) cells: Vec<String>,
    /// Doubts about its bytes and quotes.
    pub(crate) doubts: Vec<Warning>,
    /// The source bytes read since the row before.
    pub(crate) bytes: u64,
}

impl Row {
    /// The place, as warnings and drafts name it.
    pub(crate) fn place(&self) -> String {
        format!("row {}", self.number)
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A line and its number, from 1.
struct NumberedLine {
    number: u64,
    text: String,
}

/// A stream of rows.
pub(crate) struct Rows<'a> {
    lines: Lines<'a>,
    delimiter: char,
    /// The number of cells in the header: what tells a stray quote from a long cell.
    width: usize,
    /// Lines read while looking for a closing quote that belong to later rows.
    ahead: VecDeque<NumberedLine>,
    number: u64,
    stray: u32,
}

impl<'a> Rows<'a> {
    /// The rows of `lines`, of `width` cells each.
    pub(crate) fn new(lines: Lines<'a>, delimiter: char, width: usize) -> Self {
        Self { lines, delimiter, width, ahead: VecDeque::new(), number: 0, stray: 0 }
    }

    /// The next row; `None` after the last.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>> {
        let mut row = Row { number: self.number + 1, ..Row::default() };
        let Some(first) = self.next_line(&mut row)? else { return Ok(None) };
        self.number += 1;
        row.line = first.number;
        let first = first.text;
        let mut lexer = Lexer { delimiter: self.delimiter, cells: Vec::new() };
        let mut state = lexer.feed(&first);
        let mut more = Vec::new();
        let mut bytes = first.len();
        while state == State::Open
            && more.len() < LINES_LIMIT
            && bytes < BYTES_LIMIT
            && self.stray < STRAY_LIMIT
            && let Some(line) = self.next_line(&mut row)?
        {
            bytes += line.text.len();
            state = lexer.resume(&line.text);
            more.push(line);
        }
        row.cells = lexer.cells;
        if state != State::Complete || self.swallowed_rows(&row.cells, &first, &more) {
            self.stray += u32::from(!more.is_empty());
            row.cells = cells_of_line(&first, self.delimiter);
            row.doubts.push(Warning::new("unbalanced_quote", row.place(), &first));
            for line in more.into_iter().rev() {
                self.ahead.push_front(line);
            }
        }
        Ok(Some(row))
    }

    /// Whether a quoted cell of many lines has made a row of the wrong width out of one that was right.
    fn swallowed_rows(&self, cells: &[String], first: &str, more: &[NumberedLine]) -> bool {
        !more.is_empty()
            && cells.len() != self.width
            && cells_of_line(first, self.delimiter).len() == self.width
    }

    fn next_line(&mut self, row: &mut Row) -> Result<Option<NumberedLine>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let Some(line) = self.lines.next_line()? else { return Ok(None) };
        row.bytes += line.bytes;
        row.doubts.extend(line.doubt());
        Ok(Some(NumberedLine { number: line.number, text: line.text.into_owned() }))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The row ends here.
    Complete,
    /// A quoted cell goes on in the next line.
    Open,
    /// A closing quote is followed by something else than a delimiter.
    Malformed,
}

/// Takes a row apart, line by line.
struct Lexer {
    delimiter: char,
    cells: Vec<String>,
}

impl Lexer {
    /// Takes cells from `rest`, the start of a cell.
    fn feed(&mut self, mut rest: &str) -> State {
        loop {
            if let Some(quoted) = rest.strip_prefix('"') {
                self.cells.push(String::new());
                match self.quoted(quoted) {
                    Ok(next) => rest = next,
                    Err(state) => return state,
                }
            } else if let Some((cell, next)) = rest.split_once(self.delimiter) {
                self.cells.push(cell.to_owned());
                rest = next;
            } else {
                self.cells.push(rest.to_owned());
                return State::Complete;
            }
        }
    }

    /// Goes on with the quoted cell that the line before left open.
    fn resume(&mut self, line: &str) -> State {
        if let Some(cell) = self.cells.last_mut() {
            cell.push('\n');
        }
        match self.quoted(line) {
            Ok(next) => self.feed(next),
            Err(state) => state,
        }
    }

    /// Appends to the last cell up to its closing quote; returns the start of the next cell, or how the line
    /// ends.
    fn quoted<'t>(&mut self, text: &'t str) -> std::result::Result<&'t str, State> {
        let after = self.cells.last_mut().and_then(|cell| unquote(text, cell)).ok_or(State::Open)?;
        match after_quoted(after, self.delimiter) {
            After::Cell(next) => Ok(next),
            After::End => Err(State::Complete),
            After::Other => Err(State::Malformed),
        }
    }
}

/// Appends quoted text to `cell`; returns what follows the closing quote, `None` where there is none.
fn unquote<'t>(mut text: &'t str, cell: &mut String) -> Option<&'t str> {
    loop {
        let Some((before, after)) = text.split_once('"') else {
            cell.push_str(text);
            return None;
        };
        cell.push_str(before);
        let Some(rest) = after.strip_prefix('"') else { return Some(after) };
        cell.push('"');
        text = rest;
    }
}

enum After<'t> {
    End,
    Cell(&'t str),
    Other,
}

fn after_quoted(after: &str, delimiter: char) -> After<'_> {
    let after = after.trim_start_matches(' ');
    match after.strip_prefix(delimiter) {
        Some(rest) => After::Cell(rest),
        None if after.is_empty() => After::End,
        None => After::Other,
    }
}

/// The cells of one line on its own: cells whose quotes balance are unquoted, in others a quote is a character.
pub(crate) fn cells_of_line(line: &str, delimiter: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let mut cell = String::new();
        let after = rest.strip_prefix('"').and_then(|text| unquote(text, &mut cell));
        match after.map(|after| after_quoted(after, delimiter)) {
            Some(After::End) => {
                cells.push(cell);
                return cells;
            }
            Some(After::Cell(next)) => {
                cells.push(cell);
                rest = next;
            }
            Some(After::Other) | None => {
                let Some((raw, next)) = rest.split_once(delimiter) else {
                    cells.push(rest.to_owned());
                    return cells;
                };
                cells.push(raw.to_owned());
                rest = next;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{input::Bytes, text::lines};

    fn rows(text: &str, width: usize) -> Vec<(Vec<String>, usize)> {
        let input = Bytes { name: "a.csv".to_owned(), content: text.as_bytes().to_vec() };
        let (lines, _) = lines::open(&input).expect("it opens");
        let mut rows = Rows::new(lines, ',', width);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().expect("it reads") {
            all.push((row.cells, row.doubts.len()));
        }
        all
    }

    #[test]
    fn quoted_cells_hold_delimiters_quotes_and_line_ends() {
        let all = rows("a,\"b,\"\"c\"\"\r\nd\",e\nf,g,h\n", 3);
        assert_eq!(
            all,
            [
                (vec!["a".into(), "b,\"c\"\nd".into(), "e".into()], 0),
                (vec!["f".into(), "g".into(), "h".into()], 0)
            ]
        );
    }

    #[test]
    fn a_quote_inside_an_unquoted_cell_is_a_character() {
        assert_eq!(rows("a,5\" screen,b\n", 3), [(vec!["a".into(), "5\" screen".into(), "b".into()], 0)]);
    }

    #[test]
    fn a_stray_quote_costs_its_own_row_a_warning_and_no_other_row_anything() {
        let text = "1,\"stray,x\n".to_owned() + &"2,fine,\"y\"\n".repeat(5000);
        let all = rows(&text, 3);
        assert_eq!(all.len(), 5001, "every line is a row");
        assert_eq!(all.first(), Some(&(vec!["1".into(), "\"stray".into(), "x".into()], 1)));
        assert!(all.iter().skip(1).all(|(cells, doubts)| cells.len() == 3 && *doubts == 0));
    }

    #[test]
    fn two_stray_quotes_do_not_join_the_rows_between_them() {
        let all = rows("1,\"stray,x\n2,b,c\n3,d,e\"\n4,f,g\n", 3);
        assert_eq!(all.len(), 4, "the joined row would have had two cells: {all:?}");
    }

    #[test]
    fn lines_that_all_leave_a_quote_open_are_read_in_reasonable_time() {
        let all = rows(&"a\"\"\",\"\n".repeat(20_000), 2);
        assert_eq!(all.len(), 20_000, "looking ahead stops being worth it");
    }
}
