//! Fields of messages that hold times by names that nobody knows: then people are asked, and nothing is undated
//! because of a name.

use super::{shape::Fields, value::Value};
use crate::import::{
    columns::{Columns, Field, fold},
    text::dates::{is_possible, parse_time},
};

/// The fields without a meaning in which every message so far has a time.
#[derive(Debug, Default)]
pub(crate) struct Moments {
    /// `None` before the first message.
    names: Option<Vec<String>>,
}

impl Moments {
    /// Takes a message into account.
    pub(super) fn note(&mut self, fields: &Fields, columns: &Columns) {
        let holds_time = |name: &str| {
            fields
                .iter()
                .enumerate()
                .any(|(place, (field, value))| field == name && !columns.uses(place) && is_time(field, value))
        };
        if columns.has(Field::Time) || columns.has(Field::Date) {
            self.names = Some(Vec::new());
            return;
        }
        if let Some(names) = &mut self.names {
            names.retain(|name| holds_time(name));
        } else {
            let names = fields.keys().filter(|name| holds_time(name));
            self.names = Some(names.map(str::to_owned).collect());
        }
    }

    /// Whether there is such a field.
    pub(super) fn may_be_stated(&self) -> bool {
        self.names.as_ref().is_some_and(|names| !names.is_empty())
    }
}

/// Whether a field holds a time: digits alone may be any number, unless the name speaks of time.
fn is_time(name: &str, value: &Value) -> bool {
    let (written, is_number) = match value {
        Value::String(text) => (text.clone(), text.bytes().all(|b| b.is_ascii_digit() || b == b'.')),
        Value::Number(number) => (number.plain(), true),
        _ => return false,
    };
    let speaks_of_time = || ["time", "date", "时间", "日期"].iter().any(|word| fold(name).contains(word));
    (!is_number || speaks_of_time()) && parse_time(&written).is_some_and(is_possible)
}
