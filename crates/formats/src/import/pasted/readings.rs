//! All that a line may be the header of. What each layout looks like is [`header`](super::header)'s.

use super::{
    header::{
        Header, Shape, name_above_time, name_time, name_time_said, said, time_above_name, time_first,
        unquoted, without_layout,
    },
    signs::Signs,
    status::without_status,
    when::{When, begins_a_time, whole},
};
use crate::import::{
    platform::wechat::window::Seen,
    text::edges::{has_plain_edges, trimmed},
};

/// Gives every reading of a line, where need be together with the next, to `found`.
pub fn readings<'a>(seen: &Seen<'a>, below: &mut Below, found: impl FnMut(Header<'a>)) {
    gathered(seen, below, |_| true, found);
}

/// The same for the readings in one order of parts.
pub fn readings_in<'a>(seen: &Seen<'a>, shape: Shape, below: &mut Below, found: impl FnMut(Header<'a>)) {
    // Most lines stand above words.
    if shape == Shape::NameAboveTime && !stands_above_a_time(seen) {
        return;
    }
    gathered(seen, below, |other| other == shape, found);
}

/// Whether the line below may be a time, by the letter that it begins with.
fn stands_above_a_time(seen: &Seen<'_>) -> bool {
    let first = seen.next.and_then(|next| trimmed(next).chars().next());
    first.is_some_and(|c| c == '>' || begins_a_time(c))
}

/// The time that the line below the one read last is, for when that line is read itself.
#[derive(Debug, Default)]
pub struct Below {
    number: u64,
    when: Option<When>,
}

impl Below {
    /// Finds the time that a line below is.
    pub(super) fn look(&mut self, number: u64, line: &str) -> Option<When> {
        let found = whole(line);
        // What may stand in a quotation or between signs of the layout reads otherwise by itself.
        if has_plain_edges(line) && line.as_bytes().first() != Some(&b'>') {
            *self = Self { number, when: found };
        }
        found
    }

    /// The time that a line is.
    fn recall(&self, number: u64, line: &str) -> Option<When> {
        if self.number == number { self.when } else { whole(without_status(line).0) }
    }
}

/// Gives the readings of a line in the orders that are `wanted` to `found`.
fn gathered<'a>(
    seen: &Seen<'a>,
    below: &mut Below,
    wanted: impl Fn(Shape) -> bool,
    mut found: impl FnMut(Header<'a>),
) {
    let (text, quoted) = match unquoted(seen.text) {
        Some(inner) => (inner, true),
        None => (seen.text, false),
    };
    let next = seen.next.map(|next| if quoted { unquoted(next).unwrap_or(next) } else { next });
    let line = without_layout(text);
    if line.is_empty() {
        return;
    }
    let mut found = |mut header: Header<'a>| {
        header.layout.quoted = quoted;
        found(header);
    };
    let signs = Signs::of(line);
    let may_hold_a_time = signs.may_tell_a_time(line);
    if may_hold_a_time && let Some(when) = below.recall(seen.number, line) {
        if wanted(Shape::TimeAboveName) {
            next.and_then(|next| time_above_name(when, next)).into_iter().for_each(&mut found);
        }
        return;
    }
    if wanted(Shape::NameAboveTime) && stands_above_a_time(seen) {
        next.and_then(|next| name_above_time(line, next, seen.number + 1, below))
            .into_iter()
            .for_each(&mut found);
    }
    if may_hold_a_time {
        if wanted(Shape::NameTime) {
            name_time(line).into_iter().for_each(&mut found);
        }
        if wanted(Shape::TimeSaid) || wanted(Shape::TimeName) {
            time_first(line, &mut found);
        }
        if wanted(Shape::NameTimeSaid) {
            name_time_said(line).into_iter().for_each(&mut found);
        }
    }
    // A colon is a mark.
    if wanted(Shape::Said) && signs.has_marks() {
        said(line).into_iter().for_each(&mut found);
    }
}
