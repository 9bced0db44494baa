//! The page of an MHT file as rows: one table, whose rows name a conversation, a day or a message.
//!
//! The page may be gigabytes of one line, so that it is read token by token and one row is held. What is drawn
//! (colours, faces, sizes) is not kept.

use crate::import::{Error, Result, drafting::media::MESSAGE_LIMIT, text::html::attribute};
use html5gum::{EndTag, IoReader, StartTag, Token, Tokenizer};
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// `消息分组:客户`
    Group(String),
    /// `消息对象:阿芸`
    Partner(String),
    /// `日期: 2024-03-05`, as it stands there.
    Day(String),
    /// Somebody's words.
    Message(Written),
    /// Words in a row of no known kind.
    Words(String),
}

/// A row that somebody wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Who, with title and id.
    pub(super) writer: String,
    /// The time of day, as it stands there.
    pub(super) time: String,
    /// The words.
    pub(super) text: String,
    /// The names of the pictures among them.
    pub(super) pictures: Vec<String>,
    /// How many more there are.
    pub(super) left_out: u64,
}

/// How many pictures of one row are kept.
const PICTURES: usize = 4096;

/// A row and what is to be said of it.
pub(super) struct Found {
    /// The row.
    pub(super) row: Row,
    /// Its number, from 1.
    pub(super) number: u64,
    /// Whether bytes of it could not be decoded.
    pub(super) replaced: bool,
}

/// Reads a page row by row. Errors call it `file`.
pub(super) fn each_row(
    page: impl Read,
    file: &str,
    mut visit: impl FnMut(Found) -> Result<()>,
) -> Result<()> {
    let since_token = Rc::new(Cell::new(0));
    let bounded = Bounded { inner: page, since_token: Rc::clone(&since_token) };
    let mut cells = Cells::default();
    let mut number = 0;
    for token in Tokenizer::new(IoReader::new(bounded)) {
        let token = token.map_err(|source| match source.downcast::<TooLong>() {
            Ok(TooLong) => too_large(file, number),
            Err(source) => Error::of_stream(file, source),
        })?;
        since_token.set(0);
        let ended = match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"tr" => {
                Some(std::mem::replace(&mut cells, Cells { in_row: true, ..Cells::default() }))
            }
            Token::EndTag(tag) if matches!(tag.name.as_slice(), b"tr" | b"table") => {
                Some(std::mem::take(&mut cells))
            }
            Token::StartTag(tag) => {
                cells.start(&tag);
                None
            }
            Token::EndTag(tag) => {
                cells.end(&tag);
                None
            }
            Token::String(text) => {
                cells.text(&text);
                None
            }
            _ => None,
        };
        if cells.size > MESSAGE_LIMIT {
            return Err(too_large(file, number));
        }
        if let Some(row) = ended {
            give(row, &mut number, &mut visit)?;
        }
    }
    give(cells, &mut number, &mut visit)
}

fn give(row: Cells, number: &mut u64, visit: &mut impl FnMut(Found) -> Result<()>) -> Result<()> {
    if row.is_untouched() {
        return Ok(());
    }
    *number += 1;
    let (found, replaced) = row.finish();
    found.map_or(Ok(()), |row| visit(Found { row, number: *number, replaced }))
}

fn too_large(file: &str, number: u64) -> Error {
    Error::TooLarge { file: file.to_owned(), limit: "message length", place: format!("row {}", number + 1) }
}

/// One token grew beyond what a message may.
#[derive(Debug, thiserror::Error)]
#[error("a piece of the page is too long")]
struct TooLong;

/// A stream that ends with an error where a single token takes too much of it: the tokenizer holds tokens.
struct Bounded<R> {
    inner: R,
    since_token: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        self.since_token.set(self.since_token.get() + count);
        if self.since_token.get() > MESSAGE_LIMIT { Err(io::Error::other(TooLong)) } else { Ok(count) }
    }
}

/// What a row has been found to hold so far, as bytes: a character may be cut where a token ends.
#[derive(Debug, Default)]
struct Cells {
    /// Whether a row is open. What stands outside of all rows is drawing.
    in_row: bool,
    /// How many boxes are open.
    depth: usize,
    /// How many boxes have stood side by side: the first tells who and when, the second holds the words.
    boxes: usize,
    has_writer: bool,
    beside: Vec<u8>,
    label: Vec<u8>,
    writer: Vec<u8>,
    body: Vec<u8>,
    pictures: Vec<String>,
    left_out: u64,
    /// The address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
    size: usize,
}

impl Cells {
    fn is_untouched(&self) -> bool {
        self.boxes == 0 && self.beside.is_empty() && self.pictures.is_empty()
    }

    fn cell(&mut self) -> &mut Vec<u8> {
        match (self.boxes, self.depth) {
            (2.., _) => &mut self.body,
            (_, 0) => &mut self.beside,
            (_, 1) => &mut self.label,
            _ => &mut self.writer,
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        if !self.in_row {
            return;
        }
        match tag.name.as_slice() {
            b"div" => {
                self.boxes += usize::from(self.depth == 0);
                self.depth += 1;
                self.has_writer |= self.boxes == 1 && self.depth > 1;
                if self.boxes > 1 && self.depth > 1 {
                    self.new_line();
                }
            }
            b"p" => self.new_line(),
            b"br" => {
                self.size += 1;
                self.cell().push(b'\n');
            }
            b"img" => {
                let picture = attribute(tag, "src").unwrap_or_default();
                if picture.is_empty() {
                    return;
                }
                if self.pictures.len() == PICTURES {
                    self.left_out += 1;
                    return;
                }
                self.size += picture.len() + 1;
                self.pictures.push(picture);
            }
            b"a" => {
                let start = self.cell().len();
                self.link = attribute(tag, "href").map(|address| (address, start));
            }
            // A mail address in angle brackets that nobody escaped.
            name if name.contains(&b'@') => {
                let address = [b"<", name, b">"].concat();
                self.size += address.len();
                self.cell().extend_from_slice(&address);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        match tag.name.as_slice() {
            b"div" => self.depth = self.depth.saturating_sub(1),
            b"p" if self.in_row => self.new_line(),
            b"a" => {
                let Some((address, start)) = self.link.take() else { return };
                let cell = self.cell();
                let words = String::from_utf8_lossy(cell.get(start..).unwrap_or_default()).into_owned();
                let leads_out = address.starts_with("http://") || address.starts_with("https://");
                if leads_out && !words.contains(address.trim_end_matches('/')) {
                    let behind = format!(" ({address})");
                    cell.extend_from_slice(behind.as_bytes());
                    self.size += behind.len();
                }
            }
            _ => {}
        }
    }

    fn new_line(&mut self) {
        let cell = self.cell();
        if !cell.is_empty() && !cell.ends_with(b"\n") {
            cell.push(b'\n');
            self.size += 1;
        }
    }

    /// Adds text as a page shows it: any white space is one space.
    fn text(&mut self, text: &[u8]) {
        if !self.in_row {
            return;
        }
        self.size += text.len();
        let cell = self.cell();
        for byte in text {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                cell.push(*byte);
            } else if !cell.is_empty() && !cell.ends_with(b" ") && !cell.ends_with(b"\n") {
                cell.push(b' ');
            }
        }
    }

    /// The row, and whether bytes of it could not be decoded.
    fn finish(self) -> (Option<Row>, bool) {
        let mut replaced = false;
        let mut shown = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            replaced |= std::str::from_utf8(bytes).is_err();
            // QQ writes each space that people type as one that no page swallows.
            text.replace('\u{a0}', " ")
        };
        let [beside, label, writer, body] =
            [&self.beside, &self.label, &self.writer, &self.body].map(|b| shown(b));
        let row = if self.has_writer || self.boxes > 1 {
            let text = [body.trim_matches('\n'), beside.trim()].join("\n");
            Some(Row::Message(Written {
                writer: writer.trim().to_owned(),
                time: label.trim().to_owned(),
                text: text.trim_end_matches(['\n', ' ']).to_owned(),
                pictures: self.pictures,
                left_out: self.left_out,
            }))
        } else {
            of_words(format!("{label}{beside}").trim())
        };
        (row, replaced)
    }
}

/// What a row is whose words stand alone.
fn of_words(words: &str) -> Option<Row> {
    let named = |label: &str| {
        let rest = words.strip_prefix(label)?.strip_prefix([':', '：'])?;
        Some(rest.trim().to_owned())
    };
    if words.is_empty() || words == "消息记录" {
        return None;
    }
    let known = named("消息分组").map(Row::Group).or_else(|| named("消息对象").map(Row::Partner));
    Some(known.or_else(|| named("日期").map(Row::Day)).unwrap_or_else(|| Row::Words(words.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(page: &str) -> Vec<Row> {
        let mut rows = Vec::new();
        each_row(page.as_bytes(), "a.mht", |found| {
            rows.push(found.row);
            Ok(())
        })
        .expect("it can be read");
        rows
    }

    #[test]
    fn rows_are_told_apart_by_their_boxes() {
        let page = "<html><head><title>QQ Message</title><style>td{a:b}</style></head><body><table width=100%>\
            <tr><td><div style=a:b;><br><b>消息记录</b></div></td></tr>\
            <tr><td><div style=a:b;>消息分组:客户</div></td></tr><tr><td><div>消息对象:阿&nbsp;芸</div></td></tr>\
            <tr><td><div>&nbsp;</div></td></tr><tr><td style=c:#D;>日期: 2024-03-05</td></tr>\
            <tr><td><div style=color:#42B475;><div style=float:left;>阿芸(100862)</div>9:58:24</div>\
            <div style=x:y;><font color='000000'>第一行<br>a&nbsp;&nbsp;b &lt;tr&gt;</font><IMG src=\"{A}.dat\"></div></td></tr>";
        let message = Written {
            writer: "阿芸(100862)".to_owned(),
            time: "9:58:24".to_owned(),
            text: "第一行\na  b <tr>".to_owned(),
            pictures: vec!["{A}.dat".to_owned()],
            left_out: 0,
        };
        assert_eq!(
            rows(page),
            [
                Row::Group("客户".to_owned()),
                Row::Partner("阿 芸".to_owned()),
                Row::Day("2024-03-05".to_owned()),
                Row::Message(message)
            ]
        );
    }

    #[test]
    fn a_mail_address_is_read_whether_escaped_or_not() {
        for address in ["&lt;yun@example.com&gt;", "<yun@example.com>"] {
            let page = format!("<tr><td><div><div>阿芸{address}</div>9:00:00</div><div>好</div></td></tr>");
            let writer = |row: &Row| match row {
                Row::Message(written) => written.writer.clone(),
                _ => String::new(),
            };
            assert_eq!(
                rows(&page).first().map(writer).as_deref(),
                Some("阿芸<yun@example.com>"),
                "{address}"
            );
        }
    }

    #[test]
    fn a_token_without_end_is_refused() {
        let page = io::repeat(b'x').take(4 * MESSAGE_LIMIT as u64);
        let outcome = each_row(b"<tr><td>".chain(page), "a.mht", |_| Ok(()));
        assert!(matches!(outcome, Err(Error::TooLarge { limit: "message length", .. })), "{outcome:?}");
    }
}
