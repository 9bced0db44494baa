//! The rows of a delimited text, streamed. Quotes follow RFC 4180 as long as they balance; where they do not,
//! the quote is taken for a character, the row is reported, and no further row is swallowed.
//!
//! What the cells mean is the table importer's business.

use super::cells::Cells;
use crate::import::{
    Result,
    text::{edges::is_blank, lines::Lines},
};
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
    pub(crate) cells: Cells,
    /// Doubts about its bytes and quotes.
    pub(crate) doubts: Vec<Warning>,
    /// The source bytes read since the row before.
    pub(crate) bytes: u64,
}

impl Row {
    fn place(&self) -> String {
        format!("row {}", self.number)
    }

    /// Makes it that of the next number, with nothing in it. Its memory serves for all rows.
    fn begin(&mut self) {
        self.number += 1;
        self.cells.clear();
        self.doubts.clear();
        self.bytes = 0;
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(is_blank)
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
    row: Row,
    stray: u32,
}

impl<'a> Rows<'a> {
    /// The rows of `lines`, of `width` cells each.
    pub(crate) fn new(lines: Lines<'a>, delimiter: char, width: usize) -> Self {
        Self { lines, delimiter, width, ahead: VecDeque::new(), row: Row::default(), stray: 0 }
    }

    /// The next row; `None` after the last.
    pub(crate) fn next_row(&mut self) -> Result<Option<&Row>> {
        self.row.begin();
        let mut lexer = Lexer { delimiter: self.delimiter, cells: &mut self.row.cells };
        let (first, state) = if let Some(line) = self.ahead.pop_front() {
            let state = lexer.feed(&line.text);
            (line, state)
        } else {
            let Some(line) = self.lines.next_line()? else { return Ok(None) };
            let state = lexer.feed(&line.text);
            self.row.line = line.number;
            self.row.bytes = line.bytes;
            self.row.doubts.extend(line.doubt());
            // Most rows are a line, which need not be kept.
            if state == State::Complete {
                return Ok(Some(&self.row));
            }
            (NumberedLine { number: line.number, text: line.text.into_owned() }, state)
        };
        self.row.line = first.number;
        self.go_on(&first.text, state)?;
        Ok(Some(&self.row))
    }

    /// Takes the lines into the row that its first leaves open, where they make it a better one.
    fn go_on(&mut self, first: &str, mut state: State) -> Result<()> {
        let mut more = Vec::new();
        let mut bytes = first.len();
        while state == State::Open
            && more.len() < LINES_LIMIT
            && bytes < BYTES_LIMIT
            && self.stray < STRAY_LIMIT
            && let Some(line) = self.next_line()?
        {
            bytes += line.text.len();
            state = Lexer { delimiter: self.delimiter, cells: &mut self.row.cells }.resume(&line.text);
            more.push(line);
        }
        if state != State::Complete || self.swallowed_rows(first, &more) {
            self.stray += u32::from(!more.is_empty());
            self.row.cells = cells_of_line(first, self.delimiter).iter().map(String::as_str).collect();
            self.row.doubts.push(Warning::new("unbalanced_quote", self.row.place(), first));
            for line in more.into_iter().rev() {
                self.ahead.push_front(line);
            }
        }
        Ok(())
    }

    /// Whether a quoted cell of many lines has made a row of the wrong width out of one that was right.
    fn swallowed_rows(&self, first: &str, more: &[NumberedLine]) -> bool {
        !more.is_empty()
            && self.row.cells.len() != self.width
            && cells_of_line(first, self.delimiter).len() == self.width
    }

    fn next_line(&mut self) -> Result<Option<NumberedLine>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let Some(line) = self.lines.next_line()? else { return Ok(None) };
        self.row.bytes += line.bytes;
        self.row.doubts.extend(line.doubt());
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
struct Lexer<'r> {
    delimiter: char,
    cells: &'r mut Cells,
}

impl Lexer<'_> {
    /// Takes cells from `rest`, the start of a cell.
    fn feed(&mut self, mut rest: &str) -> State {
        loop {
            if let Some(quoted) = after_quote(rest) {
                self.cells.push("");
                match self.quoted(quoted) {
                    Ok(next) => rest = next,
                    Err(state) => return state,
                }
            } else if let Some((cell, next)) = split_at(rest, self.delimiter) {
                self.cells.push(cell);
                rest = next;
            } else {
                self.cells.push(rest);
                return State::Complete;
            }
        }
    }

    /// Goes on with the quoted cell that the line before left open.
    fn resume(&mut self, line: &str) -> State {
        self.cells.extend_last("\n");
        match self.quoted(line) {
            Ok(next) => self.feed(next),
            Err(state) => state,
        }
    }

    /// Appends to the last cell up to its closing quote; returns the start of the next cell, or how the line
    /// ends.
    fn quoted<'t>(&mut self, text: &'t str) -> std::result::Result<&'t str, State> {
        let after = unquote(text, |part| self.cells.extend_last(part)).ok_or(State::Open)?;
        match after_quoted(after, self.delimiter) {
            After::Cell(next) => Ok(next),
            After::End => Err(State::Complete),
            After::Other => Err(State::Malformed),
        }
    }
}

/// The text behind the quote that it begins with.
fn after_quote(text: &str) -> Option<&str> {
    if text.as_bytes().first() == Some(&b'"') { text.get(1..) } else { None }
}

/// The text before and behind a sign; delimiters and quotes are of one byte.
fn split_at(text: &str, sign: char) -> Option<(&str, &str)> {
    let at = memchr::memchr(u8::try_from(sign).ok()?, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Gives quoted text to `take`; returns what follows the closing quote, `None` where there is none.
fn unquote(mut text: &str, mut take: impl FnMut(&str)) -> Option<&str> {
    loop {
        let Some((before, after)) = split_at(text, '"') else {
            take(text);
            return None;
        };
        take(before);
        let Some(rest) = after_quote(after) else { return Some(after) };
        take("\"");
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

/// Whether a text ends within a quoted cell, which goes on in the next line.
pub(super) fn leaves_open(text: &str, delimiter: char) -> bool {
    Lexer { delimiter, cells: &mut Cells::default() }.feed(text) == State::Open
}

/// The cells of one line on its own: cells whose quotes balance are unquoted, in others a quote is a character.
pub(crate) fn cells_of_line(line: &str, delimiter: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let mut cell = String::new();
        let after = rest.strip_prefix('"').and_then(|text| unquote(text, |part| cell.push_str(part)));
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
            all.push((row.cells.iter().map(str::to_owned).collect(), row.doubts.len()));
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
