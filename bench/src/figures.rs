//! What a run has measured.

use std::{collections::BTreeMap, time::Duration};
use yanju_bench_common::Cost;

/// What is asked of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// The fifty newest.
    Newest,
    /// The fifty that match best.
    Best,
    /// How many.
    Total,
}

impl Ask {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Best, Self::Total];

    /// The word of the line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Best => "best",
            Self::Total => "total",
        }
    }
}

/// Of which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    Processor,
    Wall,
}

/// What one peer's answers were worth, in one class.
#[derive(Debug, Clone, Copy, Default)]
pub struct Worth {
    /// Questions it could be asked.
    pub asked: usize,
    /// Of these, answered with the right fifty.
    pub right: usize,
    /// Questions whose matches it could count.
    pub totals: usize,
    /// Of these, counted rightly.
    pub right_totals: usize,
    /// Sum of the shares of what there is that it counted, none above one.
    pub found: f64,
}

/// What one peer has cost besides its answers.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// Storing and indexing everything, each time.
    pub fills: Vec<Cost>,
    pub fill_peak: u64,
    /// On disk.
    pub bytes: u64,
    pub open: Cost,
    /// The first question after opening.
    pub first: Cost,
    /// Resident beyond the program, at the most, while it was asked.
    pub memory: u64,
    pub add: Option<Cost>,
    pub rebuild: Option<Cost>,
    pub further: Vec<(String, Cost)>,
}

/// A run.
#[derive(Debug, Default)]
pub struct Figures {
    pub messages: u64,
    pub text_bytes: u64,
    pub questions: usize,
    pub rounds: usize,
    /// In the order in which they are shown.
    pub peers: Vec<String>,
    pub lives: BTreeMap<String, Life>,
    samples: BTreeMap<(String, Ask, usize), Vec<Cost>>,
    worth: BTreeMap<(String, usize), Worth>,
}

impl Figures {
    pub fn sample(&mut self, peer: &str, ask: Ask, class: usize, cost: Cost) {
        self.samples.entry((peer.to_owned(), ask, class)).or_default().push(cost);
    }

    pub fn judge(&mut self, peer: &str, class: usize) -> &mut Worth {
        self.worth.entry((peer.to_owned(), class)).or_default()
    }

    pub fn life(&mut self, peer: &str) -> &mut Life {
        self.lives.entry(peer.to_owned()).or_default()
    }

    /// The median and the 95th of a hundred, in milliseconds; `None` where it could not be asked.
    pub fn times(&self, peer: &str, ask: Ask, class: usize, time: Time) -> Option<(f64, f64)> {
        let costs = self.samples.get(&(peer.to_owned(), ask, class))?;
        Some(quantiles(costs.iter(), time))
    }

    /// The same over all classes.
    pub fn times_of_all(&self, peer: &str, ask: Ask, time: Time) -> Option<(f64, f64)> {
        let all = self.samples.iter().filter(|((name, asked, _), _)| name == peer && *asked == ask);
        let costs: Vec<&Cost> = all.flat_map(|(_, costs)| costs).collect();
        (!costs.is_empty()).then(|| quantiles(costs.into_iter(), time))
    }

    pub fn worth(&self, peer: &str, class: usize) -> Worth {
        self.worth.get(&(peer.to_owned(), class)).copied().unwrap_or_default()
    }

    pub fn worth_of_all(&self, peer: &str) -> Worth {
        let all = self.worth.iter().filter(|((name, _), _)| name == peer);
        all.fold(Worth::default(), |sum, (_, one)| Worth {
            asked: sum.asked + one.asked,
            right: sum.right + one.right,
            totals: sum.totals + one.totals,
            right_totals: sum.right_totals + one.right_totals,
            found: sum.found + one.found,
        })
    }
}

fn quantiles<'c>(costs: impl Iterator<Item = &'c Cost>, time: Time) -> (f64, f64) {
    let mut times: Vec<Duration> =
        costs.map(|cost| if time == Time::Processor { cost.processor } else { cost.wall }).collect();
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1));
    let millis = |percent| at(percent).map_or(0.0, |time| time.as_secs_f64()) * 1000.0;
    (millis(50), millis(95))
}
