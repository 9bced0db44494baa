//! How a text writes the days above its times. A line that is only a date may as well be what somebody wrote: it counts as a
//! day where it is drawn like the others, and time does not run back.

use super::{
    survey::Parting,
    when::{Day, begins_a_word, day, is_figure, is_rule, unplaced_day},
};
use crate::import::text::{dates::Cursor, edges::trimmed};
use chrono::NaiveDate;
use yanju_model::draft::DateOrder;

/// A line that names a day and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLine {
    /// The day; `None` where only the day of copying would tell: `昨天`.
    pub day: Option<Day>,
    /// Whether it is drawn as a parting line: `—— 2024-01-15 ——`.
    pub drawn: bool,
    /// Whether a weekday stands beside it.
    pub has_weekday: bool,
}

/// The last of the signs that lines are drawn with, and of figures and white space: letters of words stand behind it.
const LAST_SIGN: char = '】';

/// The day that a line names.
pub fn day_line(line: &str) -> Option<DayLine> {
    let is_drawing = |c: char| c.is_whitespace() || is_rule(c) || matches!(c, '[' | ']' | '【' | '】');
    // Asked of every line; most name no day, and begin with a letter that begins none.
    let may_begin = |c: char| begins_a_word(c) || (c <= LAST_SIGN && (is_figure(c) || is_drawing(c)));
    line.chars().next().filter(|c| may_begin(*c))?;
    // What most such lines are is a time.
    if line.as_bytes().contains(&b':') {
        return None;
    }
    let line = trimmed(line);
    let inner = line.trim_matches(is_drawing);
    if inner.is_empty() || inner.len() > 80 {
        return None;
    }
    let mut cursor = Cursor::new(inner);
    cursor.peek().filter(|c| is_figure(*c) || begins_a_word(*c))?;
    let found = day(&mut cursor);
    let found = match found {
        None => {
            // `3-1` is a result.
            inner.contains(char::is_alphabetic).then_some(())?;
            cursor = Cursor::new(inner);
            unplaced_day(&mut cursor)?;
            None
        }
        known => known,
    };
    cursor.skip_space();
    let (found, has_weekday) = found.unzip();
    let has_weekday = has_weekday.unwrap_or(false);
    cursor.rest().is_empty().then_some(DayLine { day: found, drawn: inner.len() < line.len(), has_weekday })
}

/// How the line of a day is drawn, the plainest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawing {
    /// `—— 2024-01-15 ——`
    Ruled,
    /// `2024年1月15日 星期一`
    WithWeekday,
    /// `2024-01-15`
    Plain,
}

impl Drawing {
    fn of(line: DayLine) -> Self {
        match line {
            DayLine { drawn: true, .. } => Self::Ruled,
            DayLine { has_weekday: true, .. } => Self::WithWeekday,
            DayLine { .. } => Self::Plain,
        }
    }
}

/// What is known of the lines drawn in one way.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    all: u64,
    parted: u64,
    /// Whether one stands above everything that can be a message.
    leads: bool,
}

/// The lines of days of one text.
#[derive(Debug, Default)]
pub struct Days {
    ruled: Count,
    with_weekday: Count,
    plain: Count,
}

/// What stands above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// Nothing that can be a message.
    Nothing,
    /// Messages, perhaps.
    Messages,
}

/// What a line that is only a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Somebody's words.
    Words,
    /// The day of what follows.
    Day,
    /// The same, and before the day above.
    Earlier,
    /// The same, and long behind the day above.
    MuchLater,
}

/// From how many days on a step is doubted.
const LEAP: i64 = 31;

impl Days {
    fn of(&self, drawing: Drawing) -> &Count {
        match drawing {
            Drawing::Ruled => &self.ruled,
            Drawing::WithWeekday => &self.with_weekday,
            Drawing::Plain => &self.plain,
        }
    }

    /// Takes a line of a day into account, with what is above it.
    pub fn note(&mut self, line: DayLine, parting: Parting, above: Above) {
        let count = match Drawing::of(line) {
            Drawing::Ruled => &mut self.ruled,
            Drawing::WithWeekday => &mut self.with_weekday,
            Drawing::Plain => &mut self.plain,
        };
        count.all += 1;
        count.parted += u64::from(parting != Parting::None);
        count.leads |= above == Above::Nothing;
    }

    /// Whether no other way to draw days occurs more often.
    fn is_usual(&self, drawing: Drawing) -> bool {
        let counts =
            [Drawing::Ruled, Drawing::WithWeekday, Drawing::Plain].map(|other| (other, self.of(other).all));
        let most = counts.iter().rev().max_by_key(|(_, all)| *all);
        most.is_some_and(|(other, _)| *other == drawing)
    }

    /// What a line of a known day is below another day.
    pub fn heading(
        &self,
        line: DayLine,
        day: Day,
        order: DateOrder,
        parting: Parting,
        above: Option<NaiveDate>,
    ) -> Heading {
        let drawing = Drawing::of(line);
        let step = above
            .zip(day.in_order(order))
            .map_or(0, |(above, day)| day.signed_duration_since(above).num_days());
        if drawing == Drawing::Ruled {
            return if step < 0 { Heading::Earlier } else { Heading::Day };
        }
        let count = self.of(drawing);
        let stands_apart = parting != Parting::None || count.parted * 2 <= count.all;
        let is_usual = drawing == Drawing::WithWeekday || self.is_usual(drawing);
        if !is_usual || !(count.all > 1 || count.leads) || !stands_apart || step < 0 {
            return Heading::Words;
        }
        if step >= LEAP { Heading::MuchLater } else { Heading::Day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_day_are_known_drawn_or_bare() {
        let is = |line: &str| day_line(line).map(|found| (found.day.is_some(), found.drawn));
        assert_eq!(is("2024-01-15"), Some((true, false)));
        assert_eq!(is("—— 2024年1月15日 星期一 ——"), Some((true, true)));
        assert_eq!(is("--- Monday, January 15, 2024 ---"), Some((true, true)));
        assert_eq!(is("昨天"), Some((false, false)));
        assert_eq!(is("1月15日 周一"), Some((false, false)));
        assert_eq!(is("2024-01-15 10:30"), None);
        assert_eq!(is("------"), None);
    }
}
