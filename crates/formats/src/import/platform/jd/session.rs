//! What the session workbook says of each session, and which session of a log a row belongs to.

use super::{minute, wall_clock};
use crate::import::{
    Error, Result, Sink,
    table::workbook::{SheetRow, Workbook},
    text::dates::{is_possible, parse_time},
};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::{BTreeSet, HashMap};
use yanju_model::{SourceTime, Warning, draft::MessageDraft};

/// How far the workbook's time and the first message may lie apart, in seconds.
const APART: i64 = 120;

/// How many sessions of one mask in those minutes are told apart.
const NEAR_LIMIT: usize = 64;

/// The rows in which the header of a sheet is looked for.
const HEAD_ROWS: u64 = 11;

/// The most bytes of rows that are held for joining.
const HELD_LIMIT: usize = 128 * 1024 * 1024;

const BEGAN: &str = "咨询时间";
const CUSTOMER: &str = "顾客";
const AGENTS: [&str; 2] = ["客服", "转接后客服"];

/// The columns of which one at least stands beside the others; tables of messages have none of them.
const TELLING: &[&str] =
    &["咨询类型", "技能组", "首次响应时间", "会话时长(M)", "是否解决", "客户消息数", "cid"];

/// Whether cells or words hold the names of a session workbook's columns.
pub fn has_columns(has: impl Fn(&str) -> bool) -> bool {
    has(BEGAN) && has(CUSTOMER) && TELLING.iter().any(|name| has(name))
}

/// One row: what is known of a session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The customer, masked.
    pub customer: String,
    /// When it began.
    pub began: Option<SourceTime>,
    /// The accounts that answered.
    pub agents: Vec<String>,
    /// The row as an event: a line for each cell with something in it.
    pub event: MessageDraft,
    /// What stands in the time's cell.
    pub written: String,
}

impl Session {
    /// When it began, as keys hold it.
    pub fn minute(&self) -> String {
        self.began.map_or_else(|| self.written.clone(), |time| minute(wall_clock(time)))
    }
}

/// Gives every session of a workbook to `each`; returns whether there are any.
pub fn each(
    book: &mut Workbook<'_>,
    sink: &mut dyn Sink,
    each: &mut dyn FnMut(Session, &mut dyn Sink) -> Result<()>,
) -> Result<bool> {
    let mut found = false;
    for sheet in book.sheets() {
        let mut head: Option<Vec<String>> = None;
        let mut first = None;
        book.each_row(&sheet, &mut |row| {
            row.doubts.iter().for_each(|doubt| sink.warning(doubt.clone()));
            first.get_or_insert_with(|| row.cells.join(", "));
            if let Some(names) = &head {
                // Exports joined end to end repeat the header.
                if row.cells != *names {
                    found = true;
                    each(session(&sheet, names, &row, sink), sink)?;
                }
            } else if row.number <= HEAD_ROWS
                && has_columns(|name| row.cells.iter().any(|cell| cell.trim() == name))
            {
                head = Some(row.cells);
            }
            Ok(())
        })?;
        if let (None, Some(first)) = (head, first) {
            sink.warning(Warning::new("not_kept", sheet, &first));
        }
    }
    Ok(found)
}

fn session(sheet: &str, names: &[String], row: &SheetRow, sink: &mut dyn Sink) -> Session {
    let place = format!("{sheet}, row {}", row.number);
    let cell = |wanted: &str| {
        let at = names.iter().position(|name| name.trim() == wanted)?;
        row.cells.get(at).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    let lines =
        row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).map(
            |(at, cell)| match names.get(at).map(|name| name.trim()).filter(|name| !name.is_empty()) {
                Some(name) => format!("{name}: {}", cell.trim()),
                None => cell.trim().to_owned(),
            },
        );
    let text = lines.collect::<Vec<_>>().join("\n");
    let written = cell(BEGAN).unwrap_or_default();
    let stated = parse_time(&written);
    let began = stated.filter(|time| is_possible(*time));
    if began.is_none() {
        let code = match stated {
            Some(_) => "odd_time",
            None if written.is_empty() => "undated_row",
            None => "unreadable_time",
        };
        sink.warning(Warning::new(code, place.as_str(), &written));
    }
    Session {
        customer: cell(CUSTOMER).unwrap_or_default(),
        began,
        agents: AGENTS.iter().filter_map(|name| cell(name)).collect(),
        event: MessageDraft { place, ..MessageDraft::text(None, began, text).stating(&written) },
        written,
    }
}

/// The sessions of the workbooks that lie beside a log in one archive, until its own are found.
#[derive(Debug, Default)]
pub struct Sessions {
    rows: Vec<Option<Session>>,
    /// When the sessions of each customer began, and their rows.
    by_customer: HashMap<String, BTreeSet<(NaiveDateTime, usize)>>,
    held: usize,
}

impl Sessions {
    /// Takes a row into account.
    pub fn add(&mut self, session: Session, file: &str) -> Result<()> {
        self.held += session.event.text.len() + size_of::<Session>();
        if self.held > HELD_LIMIT {
            let (file, place) = (file.to_owned(), session.event.place);
            return Err(Error::TooLarge { file, limit: "sessions", place });
        }
        let known = self.by_customer.entry(session.customer.clone()).or_default();
        known.extend(session.began.map(|time| (wall_clock(time), self.rows.len())));
        self.rows.push(Some(session));
        Ok(())
    }

    /// Whether a session of this customer is known.
    pub fn knows(&self, customer: &str) -> bool {
        self.by_customer.contains_key(customer)
    }

    /// Whether several sessions could be the one of a customer that began at a moment, and none of those who have
    /// `written` so far tells which.
    pub fn leaves_open(&self, customer: &str, began: NaiveDateTime, written: &[&str]) -> bool {
        let found = self.near(customer, began);
        found.len() > 1 && !found.iter().any(|(_, row)| self.is_answered_by(*row, written))
    }

    /// The session of a customer that began within two minutes of a moment: one that somebody of those who have
    /// `written` answered, else the nearest. It belongs to nobody else from now on.
    pub fn take(&mut self, customer: &str, began: NaiveDateTime, written: &[&str]) -> Option<Session> {
        let rank = |(time, row): &(NaiveDateTime, usize)| {
            (!self.is_answered_by(*row, written), (*time - began).abs(), *row)
        };
        let best = self.near(customer, began).into_iter().min_by_key(rank)?;
        self.by_customer.get_mut(customer)?.remove(&best);
        self.rows.get_mut(best.1)?.take()
    }

    /// The sessions of a customer that began within two minutes of a moment.
    fn near(&self, customer: &str, began: NaiveDateTime) -> Vec<(NaiveDateTime, usize)> {
        let apart = TimeDelta::seconds(APART);
        let (Some(known), Some(from), Some(to)) = (
            self.by_customer.get(customer),
            began.checked_sub_signed(apart),
            began.checked_add_signed(apart),
        ) else {
            return Vec::new();
        };
        known.range((from, 0)..=(to, usize::MAX)).take(NEAR_LIMIT).copied().collect()
    }

    fn is_answered_by(&self, row: usize, written: &[&str]) -> bool {
        let session = self.rows.get(row).and_then(Option::as_ref);
        session.is_some_and(|session| written.iter().any(|name| session.agents.iter().any(|a| a == name)))
    }

    /// Those that belong to no session of a log.
    pub fn rest(&mut self) -> impl Iterator<Item = Session> + use<> {
        std::mem::take(self).rows.into_iter().flatten()
    }
}
