//! Lines within messages that look like headers of another layout. They are quoted text and stay words; where several
//! of them carry a name, the file may be two exports in one, which people should look at.

use super::{header::Header, names::has_name};
use crate::import::text::lines::Line;
use yanju_model::Warning;

/// How many there have to be: nobody need look at a message or two that somebody passed on.
const TOLD_FROM: u64 = 3;

/// The quoted headers of one text.
#[derive(Debug, Default)]
pub struct Quoted {
    count: u64,
    /// The number and the words of the first.
    first: Option<(u64, String)>,
}

impl Quoted {
    /// Takes a line within a message into account that begins as `found` says.
    pub fn note(&mut self, line: &Line<'_>, found: &Header<'_>) {
        if has_name(found.rest) {
            self.count += 1;
            self.first.get_or_insert_with(|| (line.number, line.text.clone().into_owned()));
        }
    }

    /// What is told of them: where the first stands, how many there are, and how the first reads. `place` names a line.
    pub fn doubt(&self, place: impl Fn(u64) -> String) -> Option<Warning> {
        let (number, text) = self.first.as_ref().filter(|_| self.count >= TOLD_FROM)?;
        Some(Warning::new("quoted_headers", place(*number), &format!("{} × {text}", self.count)))
    }
}
