//! What only the whole of a file can tell, gathered in a first pass: the order of numeric dates, whether it
//! is newest first, whether its ids name messages. The second pass reads by what is settled here.

use super::{
    Ids, Reader, Record, Sequence, Undated,
    clock::{Cells, Clock, Serials},
    is_identity, order_of,
};
use crate::import::{
    Error, ReadOptions, Result,
    columns::Field,
    drafting::cell_words::Remembered,
    text::dates::{DateOrderEvidence, is_possible, numeric_date, parse_time, parse_time_in},
};
use foldhash::quality::RandomState;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use yanju_model::draft::DateOrder;

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    records: u64,
    timed: u64,
    serial: u64,
    parts_of_days: u64,
    open_dates: u64,
    evidence: DateOrderEvidence,
    day_first: Direction,
    /// Where dates are open; until one is, the other says the same.
    month_first: Option<Direction>,
    /// Of each record with an id the id, and when and by whom it was written, both as hashes: sixteen bytes, whatever
    /// the file holds. They are compared at the end; a map would take twice as much and be slower.
    ids: Vec<(u64, u64)>,
    /// By which they are hashed: there are two for every record. The key is another in every run.
    hashing: RandomState,
}

/// Which way time runs in a file, conversation by conversation.
#[derive(Debug, Clone, Default)]
struct Direction {
    last: HashMap<String, i64, RandomState>,
    forward: u64,
    backward: u64,
}

/// What the second pass goes by.
#[derive(Debug)]
pub(crate) struct Settled {
    /// How records are read.
    pub(crate) reader: Reader,
    /// Their order.
    pub(crate) sequence: Sequence,
    /// The order of numeric dates, where the file left it open.
    pub(crate) date_order: Option<DateOrder>,
    /// How many records hold anything in a time cell.
    pub(crate) timed: u64,
}

impl Survey {
    /// Takes a record of the conversation `thread`, with its words, into account.
    pub(crate) fn note(&mut self, thread: &str, record: &impl Record, text: &str) {
        self.records += 1;
        if let Some(id) = record.cell(Field::Id).filter(|id| is_identity(id)) {
            self.ids.push((self.hash(&(thread, &id)), self.moment(record, text)));
        }
        if let Some(cells) = Cells::of(record) {
            self.note_time(thread, cells);
        }
    }

    /// A further list of the conversation `thread` begins: its times are not compared with those before.
    pub(crate) fn begins_anew(&mut self, thread: &str) {
        let directions = std::iter::once(&mut self.day_first).chain(&mut self.month_first);
        for direction in directions {
            direction.last.remove(thread);
        }
    }

    fn note_time(&mut self, thread: &str, cells: Cells<'_>) {
        self.timed += 1;
        if let Some(serial) = cells.serial() {
            self.serial += 1;
            self.parts_of_days += u64::from(serial.fract() > 0.0);
            self.note_order(thread, (serial * 86_400.0) as i64);
            return;
        }
        let cell = cells.joined();
        if let Some(time) = parse_time(&cell).filter(|time| is_possible(*time)) {
            self.note_order(thread, order_of(time));
        } else if let Some((date, script)) = numeric_date(&cell) {
            self.open_dates += 1;
            self.evidence.note(date, script);
            let month_first = self.month_first.get_or_insert_with(|| self.day_first.clone());
            for (order, direction) in [(DateOrder::Dmy, &mut self.day_first), (DateOrder::Mdy, month_first)] {
                if let Some(time) = parse_time_in(&cell, order) {
                    direction.note(thread, order_of(time));
                }
            }
        }
    }

    /// Notes a time that leaves nothing open.
    fn note_order(&mut self, thread: &str, time: i64) {
        self.day_first.note(thread, time);
        if let Some(month_first) = &mut self.month_first {
            month_first.note(thread, time);
        }
    }

    fn month_first(&self) -> &Direction {
        self.month_first.as_ref().unwrap_or(&self.day_first)
    }

    /// Settles what the second pass needs; [`Error::AmbiguousDates`] where the file leaves the order of its
    /// dates open and so does the user.
    pub(crate) fn settle(mut self, file: &str, options: &ReadOptions) -> Result<Settled> {
        let open = || Error::AmbiguousDates { file: file.to_owned(), orders: self.evidence.candidates() };
        let order = match (self.open_dates, options.date_order) {
            (0, _) => None,
            (_, Some(order)) => Some(order),
            (_, None) => Some(self.order().ok_or_else(open)?),
        };
        let direction = if order == Some(DateOrder::Mdy) { self.month_first() } else { &self.day_first };
        let newest_first = direction.backward > direction.forward;
        let ids = if self.reuses_an_id() { Ids::NameSomethingElse } else { Ids::NameMessages };
        let undated = if self.timed == 0 { Undated::Expect } else { Undated::Report };
        Ok(Settled {
            reader: Reader {
                clock: Clock { order, serials: self.serials() },
                ids,
                undated,
                unknown: RefCell::default(),
                roles: Remembered::default(),
                kinds: Remembered::default(),
            },
            sequence: if newest_first { Sequence::NewestFirst } else { Sequence::OldestFirst },
            date_order: order,
            timed: self.timed,
        })
    }

    /// What tells one message from another: when, and who. Its words may be edited. Where nothing says when, they are
    /// all that there is.
    fn moment(&self, record: &impl Record, text: &str) -> u64 {
        let when = [Field::Date, Field::Time].map(|field| record.cell(field));
        let who = [Field::Sender, Field::SenderKey, Field::Role].map(|field| record.cell(field));
        let words = when.iter().all(Option::is_none).then_some(text);
        self.hash(&(when, who, words))
    }

    fn hash(&self, value: &impl Hash) -> u64 {
        self.hashing.hash_one(value)
    }

    /// Whether an id comes again at another time or by another writer. The same once more is what overlapping exports
    /// joined to one hold, with other words where it was edited: its id still names it.
    fn reuses_an_id(&mut self) -> bool {
        self.ids.sort_unstable();
        let mut pairs = self.ids.iter().zip(self.ids.iter().skip(1));
        pairs.any(|((id, told), (next_id, next_told))| id == next_id && told != next_told)
    }

    fn order(&self) -> Option<DateOrder> {
        // Several conversations in one table, or a table that is newest first, run backwards as a whole. Yet in
        // the right order of dates each conversation runs one way.
        self.evidence.order().or_else(|| {
            match (self.day_first.is_one_way(), self.month_first().is_one_way()) {
                (true, false) => Some(DateOrder::Dmy),
                (false, true) => Some(DateOrder::Mdy),
                _ => None,
            }
        })
    }

    fn serials(&self) -> Serials {
        match (self.serial, self.parts_of_days) {
            (0, _) => Serials::None,
            (serial, _) if serial < self.timed => Serials::None,
            (_, 0) => Serials::Days,
            _ => Serials::Times,
        }
    }
}

impl Direction {
    fn is_one_way(&self) -> bool {
        self.forward == 0 || self.backward == 0
    }

    fn note(&mut self, thread: &str, time: i64) {
        match self.last.get_mut(thread) {
            Some(last) => {
                self.forward += u64::from(time > *last);
                self.backward += u64::from(time < *last);
                *last = time;
            }
            None => {
                self.last.insert(thread.to_owned(), time);
            }
        }
    }
}
