//! Lines within messages that look like headers and are laid out otherwise than those of the text. They are quoted text
//! and stay words; people should look at them, since the file may be two exports in one.

use yanju_model::Warning;

/// The quoted headers of one text.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    count: u64,
    /// The number and the words of the first.
    first: Option<(u64, String)>,
}

impl Quoted {
    /// Takes a line within a message into account that looks like a header.
    pub(crate) fn note(&mut self, number: u64, line: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (number, line.to_owned()));
    }

    /// What is told of them from so many on: where the first stands, how many there are, and how the first reads. `place`
    /// names a line.
    pub(crate) fn doubt(&self, told_from: u64, place: impl Fn(u64) -> String) -> Option<Warning> {
        let (number, text) = self.first.as_ref().filter(|_| self.count >= told_from)?;
        Some(Warning::new("quoted_headers", place(*number), &format!("{} × {text}", self.count)))
    }
}
