//! How time runs from one header to the next: which way, and where one runs ahead of those around it.

use chrono::NaiveDateTime;
use yanju_model::draft::DateOrder;

/// The last two headers of a reading, as far as their times compare.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// Below how many lines of a day they stand; times of different days do not compare.
    day: u64,
    above: Option<NaiveDateTime>,
    last: Option<NaiveDateTime>,
    /// The name in the last.
    name: String,
}

impl Trail {
    /// Takes the next header into account. Returns the name of the one above where that runs ahead of its time.
    pub(super) fn note(&mut self, at: Option<NaiveDateTime>, name: &str, day: u64) -> Option<String> {
        if self.day != day {
            *self = Self { day, ..Self::default() };
        }
        let at = at?;
        let last = self.last.replace(at);
        let above = std::mem::replace(&mut self.above, last);
        let ahead = match (above, last) {
            (Some(above), Some(before)) if above <= at && at < before => {
                // What ran ahead is no measure for the next.
                self.above = Some(above);
                Some(self.name.clone())
            }
            _ => None,
        };
        name.clone_into(&mut self.name);
        ahead
    }
}

/// Which way time runs.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Steps {
    pub(super) forward: u64,
    pub(super) backward: u64,
    last: Option<NaiveDateTime>,
}

/// The orders that dates can be read in.
pub(super) const ORDERS: [DateOrder; 3] = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy];

impl Steps {
    /// Takes the next moment into account.
    pub(super) fn note(&mut self, at: NaiveDateTime) {
        if let Some(last) = self.last.replace(at) {
            self.forward += u64::from(at > last);
            self.backward += u64::from(at < last);
        }
    }
}
