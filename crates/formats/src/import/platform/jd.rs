//! 京东咚咚: the chat logs that shops download, and the workbook that lists their sessions.
//!
//! The names of customers are masked, so that one mask may be many people: every session is a conversation of its
//! own. The log and the workbook know it by the customer's name and the minute in which it began.

mod layout;
mod log;
mod met;
mod packed;
mod reader;
mod session;
mod sessions;

pub use log::JdLog;
pub use sessions::JdSessions;

use chrono::NaiveDateTime;
use std::collections::HashMap;
use yanju_model::SourceTime;

/// The keys given to the sessions of one text or workbook.
#[derive(Debug, Default)]
struct Keys {
    given: HashMap<String, u32>,
}

impl Keys {
    /// The key of a session. Of several that began in one minute under one mask, the later ones are numbered.
    fn next(&mut self, customer: &str, began: &str) -> String {
        let key = format!("{customer}\u{1F}{began}");
        let count = self.given.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key}\u{1F}{count}") }
    }
}

/// The minute of a moment, as keys hold it.
fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// The wall clock of a time.
fn wall_clock(time: SourceTime) -> NaiveDateTime {
    match time {
        SourceTime::Local(at, _) => at,
        SourceTime::Fixed(at, offset, _) => {
            offset.map_or_else(|| at.naive_utc(), |offset| at.with_timezone(&offset).naive_local())
        }
    }
}

/// Whether a name is masked; only customers' are.
fn is_masked(name: &str) -> bool {
    name.contains("**")
}

/// Whether an account is the shop's robot.
fn is_robot(name: &str) -> bool {
    name.starts_with("jimi_")
}
