//! What the objects of JSON say, field by field: messages as records, and the identity of conversations.

use super::shape::{Fields, cell};
use super::value::{Number, Value};
use crate::import::{
    columns::{Columns, Field, StatedZone, fold},
    generic::{Record, Thread},
};
use std::{borrow::Cow, rc::Rc};

/// Whether a value says anything.
pub(super) fn holds_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is) => *is,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Number(_) => true,
    }
}

/// Whether a field says that its message was taken back.
pub(super) fn tells_of_recall(name: &str, value: &Value) -> bool {
    let is_true = match value {
        Value::Bool(is) => *is,
        Value::Number(number) => number.as_i64() == Some(1),
        Value::String(word) => matches!(word.as_str(), "true" | "1"),
        _ => false,
    };
    is_true && matches!(fold(name).as_str(), "recalled" | "isrecalled" | "deleted" | "isdeleted" | "撤回")
}

/// Whether a number had lost its last digits before it was written.
pub(super) fn is_rounded(value: &Value) -> bool {
    value.as_number().is_some_and(Number::is_rounded)
}

/// The id and the title of a conversation object.
pub(super) fn identity(fields: &Fields) -> (Option<String>, Option<String>) {
    let plain: Vec<(&str, String)> = fields
        .iter()
        .filter(|(_, value)| value.is_string() || value.is_number())
        .filter_map(|(name, value)| Some((name, cell(value)?.into_owned())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let columns = Columns::among(plain.iter().map(|(name, _)| *name));
    let at = |field| columns.place(field).and_then(|place| plain.get(place)).map(|(_, value)| value.clone());
    let name = || {
        plain
            .iter()
            .find(|(name, _)| matches!(fold(name).as_str(), "name" | "名称"))
            .map(|(_, value)| value.clone())
    };
    (at(Field::Conversation).or_else(|| at(Field::Id)), at(Field::Title).or_else(name))
}

/// Where utterances belong: to a conversation that is certain, or to one that they may name themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Belongs<'t> {
    /// To this one.
    To(&'t Thread),
    /// To this one, unless they name another.
    ToUnlessNamed(&'t Thread),
}

/// Whether what an object holds is certain to belong to its conversation: one with an id.
pub(super) fn belonging<'t>(fields: &Fields, thread: &'t Thread) -> Belongs<'t> {
    match identity(fields).0 {
        Some(_) => Belongs::To(thread),
        None => Belongs::ToUnlessNamed(thread),
    }
}

/// A message object.
pub(super) struct JsonRecord<'v> {
    pub(super) fields: &'v Fields,
    pub(super) columns: Rc<Columns>,
}

impl Record for JsonRecord<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        let Some(place) = self.columns.place(field) else {
            // The sender may be an object that holds its own id.
            let sender = (field == Field::SenderKey).then_some(self.columns.place(Field::Sender)?)?;
            return cell(self.fields.at(sender)?.get("id")?);
        };
        let value = self.fields.at(place)?;
        match (field, value) {
            (Field::Id | Field::SenderKey, value) if is_rounded(value) => return None,
            (Field::Time | Field::Date, Value::Number(number)) => return Some(Cow::Owned(number.plain())),
            _ => {}
        }
        cell(value).filter(|cell| !cell.trim().is_empty())
    }

    fn is_recalled(&self) -> bool {
        self.fields.iter().any(|(name, value)| tells_of_recall(name, value))
    }

    fn zone(&self) -> Option<StatedZone> {
        self.columns.zone()
    }
}

/// A `[speaker, text]` pair.
pub(super) struct PairRecord<'v> {
    pub(super) speaker: &'v str,
}

impl Record for PairRecord<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        (field == Field::Sender && !self.speaker.is_empty()).then_some(Cow::Borrowed(self.speaker))
    }
}
