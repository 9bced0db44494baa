//! Lines with a few of those that follow, for layouts whose marks span several lines. What they mean is each
//! format's own.

use super::lines::{Line, Lines};
use crate::import::Result;
use std::collections::VecDeque;

/// A stream of lines that can be looked into.
pub(crate) struct Ahead<'a> {
    lines: Lines<'a>,
    held: VecDeque<Line<'static>>,
    /// How many lines beyond the next can be seen.
    reach: usize,
}

impl<'a> Ahead<'a> {
    /// The lines of `lines`, with `reach` lines to be seen below each.
    pub(crate) fn new(lines: Lines<'a>, reach: usize) -> Self {
        Self { lines, held: VecDeque::new(), reach }
    }

    /// The next line; `None` after the last.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line<'static>>> {
        while self.held.len() <= self.reach {
            let Some(line) = self.lines.next_line()? else { break };
            self.held.push_back(line.into_owned());
        }
        Ok(self.held.pop_front())
    }

    /// The text of the line that stands `distance` below the one given last, the next being 0; `None` beyond
    /// the end of the text or of the reach.
    pub(crate) fn below(&self, distance: usize) -> Option<&str> {
        self.held.get(distance).map(|line| line.text.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{input::Bytes, text::lines};

    #[test]
    fn lines_below_are_seen_and_still_given() {
        let input = Bytes { name: "a.txt".to_owned(), content: b"a\nb\nc\n".to_vec() };
        let (lines, _) = lines::open(&input).expect("it opens");
        let mut ahead = Ahead::new(lines, 2);
        let first = ahead.next_line().expect("it reads").expect("a line");
        assert_eq!((first.text.as_ref(), ahead.below(0), ahead.below(1)), ("a", Some("b"), Some("c")));
        let second = ahead.next_line().expect("it reads").expect("a line");
        assert_eq!((second.text.as_ref(), second.number, ahead.below(1)), ("b", 2, None));
    }
}
