//! Names that may stand within what was read as one message. Windows that show the time of every few messages only, above
//! them, leave names alone on their lines: nothing there tells a name from a short answer.

use super::{
    header::Shape,
    name::may_stand_alone,
    settled::{Settled, is_side},
    when::Family,
};
use yanju_model::draft::MessageDraft;

/// The longest line that is taken for a name there, in characters.
const NAME_LIMIT: usize = 20;

/// How many lines a message has at least in which somebody else may speak: words, a name, words.
const LINES: usize = 3;

/// The first line within a message that may be the name of somebody else.
pub fn name_within<'d>(draft: &'d MessageDraft, settled: &Settled) -> Option<&'d str> {
    if settled.layout.shape != Shape::TimeAboveName {
        return None;
    }
    let lines: Vec<&str> = draft.text.lines().collect();
    let (_, behind) = lines.split_first().filter(|_| lines.len() >= LINES)?;
    let (_, between) = behind.split_last()?;
    let is_somebody = |line: &&&str| settled.writers.contains(line.trim()) || is_of_a_side(line.trim());
    // Where a window writes no whole dates it is one that people took pictures of, and such show few times.
    let is_sparse = settled.family == Family::Clock || draft.sent_at.is_none();
    let every_second =
        is_sparse && lines.len() % 2 == 1 && between.iter().step_by(2).all(|line| may_be(line));
    let found = between.iter().find(is_somebody).or_else(|| between.first().filter(|_| every_second))?;
    Some(found.trim())
}

fn may_be(line: &str) -> bool {
    let line = line.trim();
    may_stand_alone(line) && line.chars().nth(NAME_LIMIT).is_none()
}

/// `客服`, `客服007`.
fn is_of_a_side(line: &str) -> bool {
    is_side(line.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end())
}
