//! One JSON value in memory, of bounded size: a few bytes of text may become some hundred of memory, so the
//! length of the text alone bounds nothing.

use super::source::Meter;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// What a number or a word takes, with room for the list around it to grow.
const PLAIN: usize = 64;

/// What an object takes before its fields.
const OBJECT: usize = 256;

/// What a field takes beside its value.
const FIELD: usize = 64;

/// Reads a value, and tells the meter what it takes.
pub(crate) struct Held<'m>(pub(crate) &'m Meter);

impl<'de> DeserializeSeed<'de> for Held<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Held<'_> {
    fn plain<E: Error>(&self, value: impl Into<Value>) -> Result<Value, E> {
        self.0.hold(PLAIN)?;
        Ok(value.into())
    }
}

impl<'de> Visitor<'de> for Held<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.plain(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.plain(value)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.plain(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.plain(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        self.plain(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.0.hold(text.len())?;
        self.plain(text)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.0.hold(text.len())?;
        self.plain(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.hold(PLAIN)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Held(self.0))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.0.hold(OBJECT)?;
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            self.0.hold(FIELD + name.len())?;
            object.insert(name, fields.next_value_seed(Held(self.0))?);
        }
        Ok(Value::Object(object))
    }
}
