//! All that a line may be the header of. What each layout looks like is [`header`](super::header)'s.

use super::{
    header::{
        Header, Shape, name_above_time, name_time, name_time_said, said, time_above_name, time_first,
        unquoted, without_layout,
    },
    met::{Known, Met},
    signs::Signs,
    when::begins_a_time,
};
use crate::import::{platform::wechat::window::Seen, text::edges::trimmed};

/// Gives every reading of a line, where need be together with the next, to `found`.
pub fn readings<'a>(
    seen: &Seen<'a>,
    known: Option<&Known<'a>>,
    met: &mut Met,
    found: impl FnMut(Header<'a>),
) {
    gathered(seen, known, met, |_| true, found);
}

/// The same for the readings in one order of parts.
pub fn readings_in<'a>(
    seen: &Seen<'a>,
    known: Option<&Known<'a>>,
    shape: Shape,
    met: &mut Met,
    found: impl FnMut(Header<'a>),
) {
    // Most lines stand above words.
    if shape == Shape::NameAboveTime && !stands_above_a_time(seen) {
        return;
    }
    gathered(seen, known, met, |other| other == shape, found);
}

/// Whether the line below may be a time, by the letter that it begins with.
#[inline]
fn stands_above_a_time(seen: &Seen<'_>) -> bool {
    let first = seen.next.filter(|next| !next.is_empty()).and_then(|next| trimmed(next).chars().next());
    first.is_some_and(|c| c == '>' || begins_a_time(c))
}

/// Gives the readings of a line in the orders that are `wanted` to `found`.
fn gathered<'a>(
    seen: &Seen<'a>,
    known: Option<&Known<'a>>,
    met: &mut Met,
    wanted: impl Fn(Shape) -> bool,
    mut found: impl FnMut(Header<'a>),
) {
    match known {
        Some(Known::Name(header, _)) => {
            if wanted(Shape::NameAboveTime) {
                found(*header);
            }
            return;
        }
        Some(Known::Time(when)) => {
            if wanted(Shape::TimeAboveName) {
                seen.next
                    .and_then(|next| time_above_name(*when, seen.text, next))
                    .into_iter()
                    .for_each(found);
            }
            return;
        }
        None => {}
    }
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
    if may_hold_a_time && let Some(when) = met.recall(seen.number, line) {
        if wanted(Shape::TimeAboveName) {
            next.and_then(|next| time_above_name(when, line, next)).into_iter().for_each(&mut found);
        }
        return;
    }
    if wanted(Shape::NameAboveTime) && stands_above_a_time(seen) {
        let header = next.and_then(|next| name_above_time(line, next, seen.number + 1, met));
        if let Some(header) = header {
            if line.len() == seen.text.len() {
                met.note(line, signs, &header);
            }
            found(header);
        }
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
    if wanted(Shape::Said) && signs.may_have_a_colon() {
        said(line).into_iter().for_each(&mut found);
    }
}
