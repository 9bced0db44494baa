//! What reading some lines has shown of others: a chat is a few names again and again, each above a time.

use super::{
    days::day_line,
    header::{Header, Layout, said},
    signs::Signs,
    status::without_status,
    survey::Parting,
    when::{When, plain, whole},
};
use crate::import::{platform::wechat::window::Seen, text::edges::has_plain_edges};
use foldhash::quality::RandomState;
use std::{collections::HashMap, ops::Range};

/// How many lines with names are remembered.
const REMEMBERED: usize = 1_000;

/// What a line is, of which nothing needs to be asked: it names no day, parts nothing and is not quoted.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// A name above a time, and no other header.
    Name(Header<'a>),
    /// A time, and nothing else.
    Time(When),
}

/// What was met.
#[derive(Debug, Default)]
pub struct Met {
    /// Of the line below the one read last its number, and the time that it is.
    number: u64,
    when: Option<When>,
    /// Whether that is all of it, written as most tools do.
    is_plain: bool,
    /// Lines that were names above a time: where in it the name stands, and how it is laid out.
    names: HashMap<String, (Range<usize>, Layout), RandomState>,
}

impl Met {
    /// What is known of a line without asking.
    pub fn known<'a>(&mut self, seen: &Seen<'a>) -> Option<Known<'a>> {
        if self.number == seen.number && self.is_plain {
            return self.when.map(Known::Time);
        }
        let next = seen.next.filter(|next| next.as_bytes().first().is_some_and(u8::is_ascii_digit))?;
        let (name, layout) = self.names.get(seen.text)?;
        let name = seen.text.get(name.clone())?;
        let when = plain(next)?;
        (self.number, self.when, self.is_plain) = (seen.number + 1, Some(when), true);
        Some(Known::Name(Header { layout: *layout, name, when: Some(when), words: "", status: None }))
    }

    /// Remembers that a line, with these signs, was read as a name above a time.
    pub fn note(&mut self, line: &str, signs: Signs, header: &Header<'_>) {
        if self.names.len() < REMEMBERED
            && header.status.is_none()
            && !header.layout.has_time_in_brackets()
            && !signs.may_tell_a_time(line)
            && day_line(line).is_none()
            && Parting::by(line, None) == Parting::None
            && said(line).is_none()
            && let Some(start) = line.find(header.name)
        {
            self.names.insert(line.to_owned(), (start..start + header.name.len(), header.layout));
        }
    }

    /// Finds the time that a line below is.
    pub(super) fn look(&mut self, number: u64, line: &str) -> Option<When> {
        let found = whole(line);
        // What may stand in a quotation or between signs of the layout reads otherwise by itself.
        if has_plain_edges(line) && line.as_bytes().first() != Some(&b'>') {
            (self.number, self.when, self.is_plain) = (number, found, false);
        }
        found
    }

    /// The time that a line is.
    pub(super) fn recall(&self, number: u64, line: &str) -> Option<When> {
        if self.number == number { self.when } else { whole(without_status(line).0) }
    }
}
