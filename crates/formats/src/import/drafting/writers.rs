//! Whose names the headers of a copied chat hold, by the whole text: a line of a message that ends in a time looks
//! like a header, too. Traces of parcels and appointments are such lines.

use crate::import::pasted::name::is_sentence;
use chrono::NaiveDateTime;
use std::collections::{HashMap, HashSet};
use yanju_model::Warning;

/// The longest name, in characters.
const NAME_LIMIT: usize = 60;

/// How many names are remembered. More is not a chat.
const REMEMBERED: usize = 50_000;

/// How many names a warning lists.
const LISTED: usize = 30;

/// How a time is written; a program writes all of its own alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Writing {
    /// What stands behind the first number.
    separator: Option<char>,
    /// How many colons there are.
    colons: usize,
    /// Whether month and day have a zero before them; `None` where neither is below ten.
    padded: Option<bool>,
}

impl Writing {
    fn of(stamp: &str) -> Self {
        let start = stamp.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
        let stamp = stamp.get(start..).unwrap_or_default();
        let numbers = stamp.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        let small = numbers.take(3).find(|number| number.len() == 1 || number.starts_with('0'));
        Self {
            separator: stamp.chars().find(|c| !c.is_ascii_digit()),
            colons: stamp.matches(':').count(),
            padded: small.map(|number| number.len() > 1),
        }
    }

    fn is_like(self, other: Self) -> bool {
        (self.separator, self.colons) == (other.separator, other.colons)
            && (self.padded == other.padded || self.padded.is_none() || other.padded.is_none())
    }
}

/// What is known of a name.
#[derive(Debug, Clone, Copy)]
struct Stat {
    count: u64,
    /// How the time beside the first is written.
    writing: Writing,
    /// Whether that time falls behind the header above.
    behind: bool,
    /// Whether it runs ahead of the header below, which follows on from the one above.
    ahead: bool,
}

/// Gathers the headers of a text.
#[derive(Debug, Default)]
pub(crate) struct WriterSurvey {
    names: HashMap<String, Stat>,
    /// The name of the first header, which nothing stands above.
    first: Option<String>,
    /// The header above the last.
    above: Option<NaiveDateTime>,
    /// The last header that time did not go back to.
    last: Option<(NaiveDateTime, String)>,
    /// Whether the lines below `last` fall behind it.
    in_fall: bool,
    forward: u64,
    falls: u64,
}

/// Whose headers are headers.
#[derive(Debug, Default)]
pub(crate) struct Writers {
    refused: HashSet<String>,
    /// Those who are taken for writers and were seen once, sorted.
    once: Vec<String>,
}

impl WriterSurvey {
    /// Takes the next line into account that looks like a header. `stamp` is its time as written.
    pub(crate) fn note(&mut self, name: &str, stamp: &str, at: Option<NaiveDateTime>) {
        let writing = Writing::of(stamp);
        self.first.get_or_insert_with(|| name.to_owned());
        let is_known = self.names.contains_key(name);
        let behind = self.falls_behind(name, at, is_known);
        if let Some(stat) = self.names.get_mut(name) {
            stat.count += 1;
        } else if self.names.len() < REMEMBERED {
            self.names.insert(name.to_owned(), Stat { count: 1, writing, behind, ahead: false });
        }
    }

    /// Says that what follows has times of its own.
    pub(crate) fn part(&mut self) {
        (self.above, self.last, self.in_fall) = (None, None, false);
    }

    fn falls_behind(&mut self, name: &str, at: Option<NaiveDateTime>, is_known: bool) -> bool {
        let Some(at) = at else {
            self.part();
            return false;
        };
        if let Some((last, ahead)) = &self.last
            && at < *last
            && self.above.is_some_and(|above| above <= at)
            && let Some(stat) = self.names.get_mut(ahead)
        {
            // What ran ahead is no measure for what follows.
            stat.ahead = true;
            self.last = self.above.take().map(|above| (above, String::new()));
        }
        let last = self.last.as_ref().map(|(last, _)| *last);
        let behind = last.is_some_and(|last| at < last);
        self.forward += u64::from(last.is_some_and(|last| last < at));
        self.falls += u64::from(behind && !self.in_fall);
        self.in_fall = behind && !is_known;
        if !self.in_fall {
            self.above = last;
            self.last = Some((at, name.to_owned()));
        }
        behind
    }

    /// Settles who wrote. A name that comes back is somebody's; one that does not is, too, if it is written and
    /// follows on like the others.
    pub(crate) fn settle(&self) -> Writers {
        let recurring = || self.names.values().filter(|stat| stat.count > 1);
        let runs_forward = self.forward > 0 && self.forward >= self.falls;
        // Where nobody comes back, nothing says how the program writes.
        let mut writings: Vec<Writing> = Vec::new();
        for stat in recurring() {
            if !writings.contains(&stat.writing) {
                writings.push(stat.writing);
            }
        }
        let is_written_alike =
            |stat: &Stat| writings.is_empty() || writings.iter().any(|known| known.is_like(stat.writing));
        let is_astray = |stat: &Stat| stat.ahead || (stat.behind && runs_forward);
        let is_writer = |name: &str, stat: &Stat| {
            is_written_alike(stat)
                && !is_astray(stat)
                && !is_sentence(name)
                && name.chars().nth(NAME_LIMIT).is_none()
        };
        let mut writers = Writers::default();
        for (name, stat) in self.names.iter().filter(|(_, stat)| stat.count == 1) {
            if !is_writer(name, stat) {
                writers.refused.insert(name.clone());
            } else if self.first.as_ref() != Some(name) {
                writers.once.push(name.clone());
            }
        }
        writers.once.sort_unstable();
        writers
    }
}

impl Writers {
    /// Whether a header with this name is one. A name not remembered is one of too many.
    pub(crate) fn takes(&self, name: &str) -> bool {
        !self.refused.contains(name)
    }

    /// The warning that lists who was taken for a writer and was seen once, as far as nothing else tells them.
    pub(crate) fn doubt(&self, is_open: impl Fn(&str) -> bool) -> Option<Warning> {
        let names: Vec<&str> =
            self.once.iter().map(String::as_str).filter(|name| is_open(name)).take(LISTED).collect();
        (!names.is_empty()).then(|| Warning::new("names_seen_once", "", &names.join(" / ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::moment::{Moment, moment};

    fn settled(headers: &[(&str, &str)]) -> Writers {
        let mut survey = WriterSurvey::default();
        for (name, stamp) in headers {
            let at = moment(stamp).and_then(|found| match found {
                Moment::At(at) => Some(at),
                Moment::NoSuchDay => None,
            });
            survey.note(name, stamp, at);
        }
        survey.settle()
    }

    #[test]
    fn what_is_written_otherwise_or_goes_back_or_runs_ahead_is_nobody() {
        let chat = |name: &'static str, stamp: &'static str| {
            settled(&[
                ("甲", "2024-3-8 9:00:00"),
                ("乙", "2024-3-8 9:01:00"),
                (name, stamp),
                ("甲", "2024-3-8 9:02:00"),
            ])
        };
        for stamp in ["2024-03-08 9:01:30", "2024/3/8 9:01:30", "2024-3-7 8:00:00", "2024-3-9 8:00:00"] {
            assert!(!chat("到达", stamp).takes("到达"), "{stamp}");
        }
        assert!(!chat("好，明天", "2024-3-8 9:01:30").takes("好，明天"), "a sentence");
        let taken = chat("丙", "2024-3-8 9:01:30");
        assert!(taken.takes("丙") && taken.takes("乙"));
        assert_eq!(taken.doubt(|_| true).map(|doubt| doubt.detail).as_deref(), Some("丙 / 乙"));
    }

    #[test]
    fn a_text_that_runs_backwards_keeps_those_seen_once() {
        let headers = [("甲", "2024-3-8 9:02:00"), ("乙", "2024-3-8 9:01:00"), ("丙", "2024-3-8 9:00:00")];
        let writers = settled(&headers);
        assert!(headers.iter().all(|(name, _)| writers.takes(name)));
    }
}
