//! The first pass: which reading of the headers holds for the whole text, and whose names are names.
//!
//! Every line is counted in every way it can be read. Names that come back weigh more: words that happen to end
//! in a time do not.

use super::{
    days::{Above, DayLine, Days},
    header::{Layout, Shape},
    met::{Known, Met, day_and_parting},
    readings::readings,
    settled::{Order, Parted, Settled, id_of, is_label, is_side},
    status::{is_rule_line, is_status},
    steps::ORDERS,
    tally::{Tallies, Tally},
    when::{Day, Family},
};
use crate::import::{
    generic::Sequence,
    platform::wechat::window::Seen,
    text::{
        dates::{DateOrderEvidence, Script},
        edges::is_blank,
    },
};
use std::collections::BTreeSet;
use yanju_model::draft::DateOrder;

/// What is gathered of a text.
#[derive(Debug)]
pub struct Survey {
    /// Lines with anything in them.
    pub filled: u64,
    tallies: Tallies,
    /// The tallies of the first line with words.
    first: Option<Vec<usize>>,
    /// The tallies of those whose words are still to come, and how many lines of their headers.
    awaiting: Vec<(usize, u8)>,
    /// The same of the line above.
    above: Vec<(usize, u8)>,
    days: DateOrderEvidence,
    headings: Days,
    open_days: bool,
    /// How many lines name a day.
    day: u64,
    parting: Parting,
    met: Met,
}

/// What stands between lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// Nothing.
    None,
    /// An empty line, a day, a note about being read, or the start.
    Blank,
    /// A drawn line.
    Rule,
}

impl Parting {
    /// What a line, perhaps one of a day, is to the next.
    pub fn by(line: &str, day: Option<DayLine>) -> Self {
        if is_rule_line(line) {
            Self::Rule
        } else if is_blank(line)
            || is_status(line)
            || day.is_some_and(|found| found.drawn || found.day.is_some())
        {
            Self::Blank
        } else {
            Self::None
        }
    }
}

impl Default for Survey {
    fn default() -> Self {
        Self {
            filled: 0,
            tallies: Tallies::default(),
            first: None,
            awaiting: Vec::new(),
            above: Vec::new(),
            days: DateOrderEvidence::default(),
            headings: Days::default(),
            open_days: false,
            day: 0,
            parting: Parting::Blank,
            met: Met::default(),
        }
    }
}

impl Survey {
    /// Takes a line into account.
    pub fn note(&mut self, seen: &Seen<'_>) {
        if is_blank(seen.text) {
            self.parting = Parting::Blank;
            return;
        }
        let known = self.met.known(seen);
        let (day, below) = day_and_parting(known.as_ref(), seen.text);
        let parting = std::mem::replace(&mut self.parting, below);
        self.filled += 1;
        if let Some(found) = day {
            self.day += 1;
            if found.day.is_some() {
                let above = if self.tallies.is_empty() { Above::Nothing } else { Above::Messages };
                self.headings.note(found, parting, above);
            }
            if let Some(Day::Numbers(date)) = found.day
                && date.own_order().is_none()
            {
                self.open_days = true;
                self.days.note(date, Script::None);
            }
            return;
        }
        if below == Parting::Rule {
            return;
        }
        std::mem::swap(&mut self.above, &mut self.awaiting);
        self.awaiting.clear();
        readings(seen, known.as_ref(), &mut self.met, |header| {
            let place = self.tallies.place(header.layout);
            match known {
                Some(Known::Name(_, number)) => {
                    self.tallies.count_known(number, place, &header, parting, self.day);
                }
                _ => self.tallies.count(place, &header, parting, self.day),
            }
            self.awaiting.push((place, u8::from(header.layout.takes_two_lines())));
        });
        let found = self.awaiting.len();
        self.first.get_or_insert_with(|| self.awaiting.iter().map(|(place, _)| *place).collect());
        for &(place, lines) in &self.above {
            if lines > 0 {
                self.awaiting.push((place, lines - 1));
            } else if !self.awaiting.iter().take(found).any(|(begun, _)| *begun == place)
                && let Some(tally) = self.tallies.get_mut(place)
            {
                tally.followed += 1;
            }
        }
    }

    fn starts_with(&self, layout: Layout) -> bool {
        self.tallies
            .of(layout)
            .is_some_and(|place| self.first.as_ref().is_some_and(|first| first.contains(&place)))
    }

    /// Settles how the text is read; `None` where nothing in it begins messages. `order` is the user's.
    pub fn settle(mut self, order: Option<DateOrder>) -> Option<Settled> {
        self.tallies.add_known(&self.met);
        let layout = self.layout()?;
        let starts = self.starts_with(layout);
        // Nothing is above the first.
        let start = u64::from(starts);
        let place = self.tallies.of(layout)?;
        let tally = self.tallies.get_mut(place).map(std::mem::take)?;
        let dated = tally.dated * 2 >= tally.all && layout.shape != Shape::Said;
        // Where days stand above clocks, those beside some of these are written in the same order.
        let (open, evidence) = if dated {
            (tally.open, tally.dates.clone())
        } else {
            (self.open_days || tally.open, self.days.joined(&tally.dates))
        };
        let order = if open {
            order.or_else(|| evidence.order()).map_or(Order::Open, Order::Settled)
        } else {
            Order::Told
        };
        let runs = ORDERS.iter().zip(tally.steps).find(|(known, _)| Some(**known) == order.known());
        let newest_first = dated && runs.is_some_and(|(_, steps)| steps.backward > 0 && steps.forward == 0);
        let sequence = if newest_first { Sequence::NewestFirst } else { Sequence::OldestFirst };
        let recurring = tally.names.values().filter(|stat| stat.count > 1);
        let mut settled = Settled {
            layout,
            starts,
            order,
            orders: evidence.candidates(),
            sequence,
            family: if dated { Family::Dated } else { Family::Clock },
            ruled: tally.ruled * 2 > tally.all,
            parting: Parted::of(tally.parted.saturating_sub(start), tally.all.saturating_sub(start)),
            writings: recurring.clone().filter_map(|stat| stat.writing).collect(),
            recurring: recurring.count(),
            sides: tally.names.iter().filter(|(name, stat)| stat.count > 1 || is_side(name)).count(),
            names: tally.names,
            writers: BTreeSet::new(),
            has_ids: false,
            headers: 0,
            headings: self.headings,
        };
        let writers = settled.names.iter().filter(|(name, stat)| settled.is_writer(name, stat));
        let (writers, counts): (BTreeSet<String>, Vec<u64>) =
            writers.map(|(name, stat)| (name.clone(), stat.count)).unzip();
        settled.headers = counts.into_iter().sum();
        settled.has_ids = !writers.is_empty() && writers.iter().all(|name| id_of(name).is_some());
        settled.writers = writers;
        Some(settled)
    }

    /// The layout that holds for the text.
    fn layout(&self) -> Option<Layout> {
        let best = |of: &dyn Fn(&Layout, &Tally) -> bool| {
            let fitting = self.tallies.each().rev().filter(|(layout, tally)| of(layout, tally));
            fitting.max_by_key(|(l, t)| self.score(*l, t))
        };
        let timed = best(&|layout, tally| layout.shape != Shape::Said && self.holds(*layout, tally));
        let said = best(&|layout, tally| layout.shape == Shape::Said && self.is_talk(*layout, tally));
        let timed = timed.map(|(layout, tally)| self.with_words_below(layout, tally));
        let Some((layout, tally)) = timed else { return said.map(|(layout, _)| layout) };
        let Some((said, talk)) = said else { return Some(layout) };
        let quotes_times = match recurring(tally) {
            _ if self.starts_with(layout) => false,
            0 => self.score(said, talk) > self.score(layout, tally),
            _ => self.starts_with(said) && recurring(talk) >= 5 * tally.all,
        };
        Some(if quotes_times { said } else { layout })
    }

    /// `time 小林：回收` may be a name, if the words stand below.
    fn with_words_below<'t>(&'t self, layout: Layout, tally: &'t Tally) -> (Layout, &'t Tally) {
        let below = self.tallies.each().find(|(other, found)| {
            layout.shape == Shape::TimeSaid
                && other.shape == Shape::TimeName
                && other.quoted == layout.quoted
                && found.followed * 2 >= found.all
                && self.score(*other, found) * 5 >= self.score(layout, tally) * 4
        });
        below.unwrap_or((layout, tally))
    }

    fn score(&self, layout: Layout, tally: &Tally) -> u64 {
        let recurring = recurring(tally);
        tally.all + 2 * recurring + 2 * u64::from(self.starts_with(layout))
    }

    /// Whether a reading with times can be that of a text.
    fn holds(&self, layout: Layout, tally: &Tally) -> bool {
        let starts = self.starts_with(layout);
        let known = recurring(tally) > 0;
        let dated = tally.dated > 0;
        match layout.shape {
            // A log of events has nothing below its lines, and names nobody twice.
            Shape::NameTime | Shape::TimeName => {
                (known && tally.followed * 4 >= tally.all)
                    || (starts && dated && tally.followed > 0 && layout.shape == Shape::NameTime)
                    || (tally.all > 1 && tally.followed * 2 >= tally.all && (dated || starts))
            }
            Shape::NameAboveTime => known || (starts && (dated || tally.all > 1)),
            Shape::TimeAboveName => known,
            Shape::NameTimeSaid | Shape::TimeSaid => known || starts || tally.all > 1,
            Shape::Said => false,
        }
    }

    /// Whether lines of names and words are a talk, not a form.
    fn is_talk(&self, layout: Layout, tally: &Tally) -> bool {
        let names = tally.names.iter().filter(|(name, stat)| stat.count > 1 && !is_label(name)).count();
        let sides = tally.names.keys().filter(|name| is_side(name)).count();
        let labels = tally.names.keys().filter(|name| is_label(name)).count();
        let mostly = tally.all * 10 >= self.filled * 6;
        let starts = self.starts_with(layout);
        (starts && (names > 0 || sides > 1))
            || names > 1
            || (starts && mostly && tally.wide > 1 && labels == 0)
    }
}

/// How many headers have a name that comes back.
fn recurring(tally: &Tally) -> u64 {
    tally.names.values().map(|stat| stat.count).filter(|count| *count > 1).sum()
}
