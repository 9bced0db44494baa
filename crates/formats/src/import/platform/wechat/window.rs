//! Lines with their neighbours: WeChat's headers are known by the empty lines around them.

use crate::import::{
    Result,
    text::{edges::is_blank, lines::Lines},
};
use yanju_model::Warning;

/// A line between its neighbours.
#[derive(Debug)]
pub struct Seen<'a> {
    /// Its number, from 1.
    pub number: u64,
    /// Its text.
    pub text: &'a str,
    /// Whether the line before it is empty, or this is the first.
    pub blank_before: bool,
    /// The line below.
    pub next: Option<&'a str>,
}

/// Gives every line with its neighbours to `visit`, the bytes read to `advance`, and what could not be decoded
/// to `doubt`.
pub fn each(
    lines: &mut Lines<'_>,
    mut advance: impl FnMut(u64) -> Result<()>,
    mut doubt: impl FnMut(Warning),
    mut visit: impl FnMut(&Seen<'_>) -> Result<()>,
) -> Result<()> {
    let mut blank_before = true;
    while lines.step()? {
        let (line, next) = lines.with_below();
        if line.bytes > 0 {
            advance(line.bytes)?;
        }
        if let Some(warning) = line.doubt() {
            doubt(warning);
        }
        visit(&Seen { number: line.number, text: &line.text, blank_before, next })?;
        blank_before = is_blank(&line.text);
    }
    Ok(())
}

/// Gives the lines of a text in memory with their neighbours to `visit`.
pub fn each_of<'a>(lines: impl Iterator<Item = &'a str>, mut visit: impl FnMut(&Seen<'_>)) {
    let mut lines = (1..).zip(lines).peekable();
    let mut blank_before = true;
    while let Some((number, text)) = lines.next() {
        visit(&Seen { number, text, blank_before, next: lines.peek().map(|(_, text)| *text) });
        blank_before = is_blank(text);
    }
}
