//! What speaks for each layout: the counts of the first pass.

use super::{
    header::{Header, Layout},
    met::Met,
    settled::{Names, Stat},
    steps::{ORDERS, Steps, Trail},
    survey::Parting,
    when::{Day, Family, When},
};
use crate::import::text::dates::DateOrderEvidence;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use yanju_model::draft::DateOrder;

/// How many names are remembered in all readings together. More is not a chat.
const REMEMBERED: usize = 50_000;

/// What speaks for one reading.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) all: u64,
    pub(super) parted: u64,
    pub(super) ruled: u64,
    /// How many have words below.
    pub(super) followed: u64,
    pub(super) dated: u64,
    /// How many have a wide colon.
    pub(super) wide: u64,
    pub(super) names: Names,
    pub(super) dates: DateOrderEvidence,
    /// Whether a date with the year last is among them.
    pub(super) open: bool,
    pub(super) steps: [Steps; 3],
    trail: Trail,
}

/// How many shapes of headers there are.
const SHAPES: usize = 7;

/// The tallies of all layouts.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    all: Vec<Tally>,
    /// Where the tally of a layout is.
    layouts: BTreeMap<Layout, usize>,
    /// The same of the layout met last in each shape: nearly always the next one's.
    last: [Option<(Layout, usize)>; SHAPES],
    remembered: usize,
    /// How often the names in lines that were met before came back, by the numbers of these.
    met_again: Vec<u64>,
}

impl Tallies {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut Tally> {
        self.all.get_mut(place)
    }

    /// Where the tally of a layout that was met is.
    pub(super) fn of(&self, layout: Layout) -> Option<usize> {
        self.layouts.get(&layout).copied()
    }

    /// Each layout with what speaks for it.
    pub(super) fn each(&self) -> impl DoubleEndedIterator<Item = (Layout, &Tally)> {
        self.layouts.iter().filter_map(|(layout, place)| Some((*layout, self.all.get(*place)?)))
    }

    /// Where the tally of a layout is.
    pub(super) fn place(&mut self, layout: Layout) -> usize {
        let last = self.last.get_mut(layout.shape as usize);
        if let Some(Some((known, place))) = last
            && *known == layout
        {
            return *place;
        }
        let next = self.all.len();
        let place = *self.layouts.entry(layout).or_insert(next);
        if place == next {
            self.all.push(Tally::default());
        }
        if let Some(last) = last {
            *last = Some((layout, place));
        }
        place
    }

    /// Counts a header for the layout whose tally is there. `day` tells how many lines above it name a day.
    pub(super) fn count(&mut self, place: usize, header: &Header<'_>, parting: Parting, day: u64) {
        let dated = self.count_all_but_name(place, header, parting, day);
        let Some(tally) = self.all.get_mut(place) else { return };
        if let Some(stat) = tally.names.get_mut(header.name) {
            stat.count += 1;
            stat.dated += u64::from(dated);
        } else if self.remembered < REMEMBERED {
            self.remembered += 1;
            let writing = header.when.map(When::writing);
            let parted = parting != Parting::None;
            let stat = Stat { count: 1, dated: u64::from(dated), writing, parted, ahead: false };
            tally.names.insert(header.name.to_owned(), stat);
        }
    }

    /// The same where the line with the name was met before, and has this number: its name is looked up at the end.
    pub(super) fn count_known(
        &mut self,
        number: usize,
        place: usize,
        header: &Header<'_>,
        parting: Parting,
        day: u64,
    ) {
        self.count_all_but_name(place, header, parting, day);
        if self.met_again.len() <= number {
            self.met_again.resize(number + 1, 0);
        }
        if let Some(count) = self.met_again.get_mut(number) {
            *count += 1;
        }
    }

    /// Adds what was counted of the lines that were met before. All of them have days.
    pub(super) fn add_known(&mut self, met: &Met) {
        for (name, layout, number) in met.names() {
            let count = self.met_again.get(number).copied().unwrap_or(0);
            let tally = self.of(layout).and_then(|place| self.all.get_mut(place));
            if let Some(stat) = tally.and_then(|tally| tally.names.get_mut(name)) {
                stat.count += count;
                stat.dated += count;
            }
        }
    }

    /// Counts all but the name; says whether its time has a day.
    fn count_all_but_name(&mut self, place: usize, header: &Header<'_>, parting: Parting, day: u64) -> bool {
        let Some(tally) = self.all.get_mut(place) else { return false };
        let dated = header.when.is_some_and(|when| when.family() == Family::Dated);
        tally.all += 1;
        tally.parted += u64::from(parting != Parting::None);
        tally.ruled += u64::from(parting == Parting::Rule);
        tally.dated += u64::from(dated);
        tally.wide += u64::from(!header.words.is_empty() && !header.name.is_ascii());
        let mut at = match header.when {
            Some(When::Clock(time)) => time.on(NaiveDate::MIN),
            _ => None,
        };
        if let Some(When::Stamp(on, time)) = header.when {
            if let Day::Numbers(date) = on
                && date.own_order().is_none()
            {
                if !tally.open {
                    // All dates above read the same in each order.
                    let [until_now, ..] = tally.steps;
                    (tally.open, tally.steps) = (true, [until_now; 3]);
                }
                tally.dates.note(date, time.clock.script);
            }
            let moment = |order| on.in_order(order).and_then(|date| time.on(date));
            // Nearly every date reads the same in all orders.
            let is_open = matches!(on, Day::Numbers(date) if date.own_order().is_none());
            let moments = if is_open { ORDERS.map(moment) } else { [moment(DateOrder::Ymd); 3] };
            let orders = if tally.open { ORDERS.len() } else { 1 };
            for (steps, at) in tally.steps.iter_mut().zip(moments).take(orders) {
                if let Some(at) = at {
                    steps.note(at);
                }
            }
            at = moments.first().copied().flatten();
        }
        if let Some(ahead) = tally.trail.note(at, header.name, day)
            && let Some(stat) = tally.names.get_mut(&ahead)
        {
            stat.ahead = true;
        }
        dated
    }
}
