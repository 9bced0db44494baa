//! What reading some lines has shown of others: a chat is a few names again and again, each above a time.

use super::{
    days::{DayLine, day_line},
    header::{HEADER_LIMIT, Header, Layout, said},
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
    /// A name above a time, and no other header; with the number of its line among those remembered.
    Name(Header<'a>, usize),
    /// A time, and nothing else.
    Time(When),
}

/// The day that a line names, and what the line is to the next.
pub fn day_and_parting(known: Option<&Known<'_>>, line: &str) -> (Option<DayLine>, Parting) {
    if known.is_some() {
        return (None, Parting::None);
    }
    let day = day_line(line);
    (day, Parting::by(line, day))
}

/// What was met.
#[derive(Debug, Default)]
pub struct Met {
    /// Of the line below the one read last its number, and the time that it is.
    number: u64,
    when: Option<When>,
    /// Whether that is all of it, written as most tools do.
    is_plain: bool,
    /// Lines that were names above a time.
    names: HashMap<String, Name, RandomState>,
    /// Whether the second pass takes their names for somebody's, by the numbers of the lines.
    accepted: Vec<Option<bool>>,
}

/// What is known of such a line.
#[derive(Debug)]
struct Name {
    /// Where the name stands in it.
    at: Range<usize>,
    layout: Layout,
    number: usize,
}

impl Met {
    /// What is known of a line without asking.
    #[inline]
    pub fn known<'a>(&mut self, seen: &Seen<'a>) -> Option<Known<'a>> {
        if self.number == seen.number && self.is_plain {
            return self.when.map(Known::Time);
        }
        let next = seen.next.filter(|next| next.as_bytes().first().is_some_and(u8::is_ascii_digit))?;
        self.known_name(seen, next)
    }

    fn known_name<'a>(&mut self, seen: &Seen<'a>, next: &'a str) -> Option<Known<'a>> {
        let Name { at, layout, number } = self.names.get(seen.text)?;
        let (name, layout, number) = (seen.text.get(at.clone())?, *layout, *number);
        let when = plain(next)?;
        (self.number, self.when, self.is_plain) = (seen.number + 1, Some(when), true);
        let header = Header { layout, name, when: Some(when), written: next, words: "", status: None };
        Some(Known::Name(header, number))
    }

    /// The names in the lines that are remembered, with their layouts and numbers.
    pub fn names(&self) -> impl Iterator<Item = (&str, Layout, usize)> {
        self.names
            .iter()
            .filter_map(|(line, name)| Some((line.get(name.at.clone())?, name.layout, name.number)))
    }

    /// What `accepts` says of the name in the line of this number; it is asked once, since all are above days.
    pub fn is_accepted(&mut self, number: usize, accepts: impl FnOnce() -> bool) -> bool {
        if self.accepted.len() <= number {
            self.accepted.resize(number + 1, None);
        }
        let answer = self.accepted.get_mut(number);
        answer.is_some_and(|answer| *answer.get_or_insert_with(accepts))
    }

    /// Remembers that a line, with these signs, was read as a name above a time.
    pub fn note(&mut self, line: &str, signs: Signs, header: &Header<'_>) {
        if self.names.len() < REMEMBERED
            && line.len() <= HEADER_LIMIT
            && header.status.is_none()
            && header.layout.time_in().is_none()
            && !signs.may_tell_a_time(line)
            && day_line(line).is_none()
            && Parting::by(line, None) == Parting::None
            && said(line).is_none()
            && let Some(start) = line.find(header.name)
        {
            let (at, number) = (start..start + header.name.len(), self.names.len());
            self.names.entry(line.to_owned()).or_insert(Name { at, layout: header.layout, number });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pasted::readings::readings;

    /// All that is told of a line above another, and of that one.
    fn told(met: &mut Met, lines: (&str, &str)) -> Vec<String> {
        let (line, next) = lines;
        let above = Seen { number: 1, text: line, blank_before: true, next: Some(next) };
        let below = Seen { number: 2, text: next, blank_before: false, next: Some("好的") };
        let mut all = Vec::new();
        for seen in [above, below] {
            let known = met.known(&seen);
            all.push(format!("{:?}", day_and_parting(known.as_ref(), seen.text)));
            readings(&seen, known.as_ref(), met, |header| all.push(format!("{header:?}")));
        }
        all
    }

    #[test]
    fn a_line_that_was_a_name_above_a_time_reads_as_if_it_were_met_for_the_first_time() {
        let names = [
            "小林",
            "【小林】",
            "小林：",
            "小林-",
            "林 夕",
            "Jo: a",
            "> 小林",
            "昨天",
            "已读",
            "----",
            "小林 10:30",
        ];
        let below =
            ["2024/3/5 10:30", "2024-03-05 10:30:07 已读", "[2024-03-05 10:30]", "10:30", "好的", "2024", ""];
        let mut known = 0;
        for name in names {
            for next in below {
                let mut met = Met::default();
                told(&mut met, (name, "2024/3/4 9:05"));
                known += met.names.len();
                assert_eq!(
                    told(&mut met, (name, next)),
                    told(&mut Met::default(), (name, next)),
                    "{name} {next}"
                );
            }
        }
        assert_eq!(known, 4 * below.len(), "names alone are remembered");
    }
}
