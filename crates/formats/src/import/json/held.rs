//! Reading one JSON value into memory, of bounded size: a few bytes of text may become some hundred of memory, so
//! the length of the text alone bounds nothing.

use super::{
    source::Meter,
    value::{KnownNames, Map, Next, Number, Spot, Value, WrittenNumbers},
};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What a number or a word takes, with room for the list around it to grow.
const PLAIN: usize = 64;

/// What an object takes before its fields.
const OBJECT: usize = 256;

/// What a field takes beside its value.
const FIELD: usize = 64;

/// Reads a value, and tells the meter what it takes. Numbers that are not whole are taken out of the text as they are
/// written, where that is at hand.
#[derive(Clone, Copy)]
struct Held<'m> {
    meter: &'m Meter,
    written: Option<&'m WrittenNumbers<'m>>,
}

/// Reads the value that a text is.
pub(crate) fn value_of(text: &str, meter: &Meter) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let written = WrittenNumbers::of(text);
    let value = Held { meter, written: Some(&written) }.deserialize(&mut json)?;
    json.end().map(|()| value)
}

impl<'de> DeserializeSeed<'de> for Held<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Held<'_> {
    fn plain<E: Error>(&self, value: impl Into<Value>) -> Result<Value, E> {
        self.meter.hold(PLAIN)?;
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
        let written = self.written.and_then(WrittenNumbers::next).map(Box::from);
        let digits: Box<str> = written.unwrap_or_else(|| number.to_string().into());
        self.meter.hold(digits.len())?;
        self.plain(Number::Written(digits))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.meter.hold(text.len())?;
        self.plain(text)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.meter.hold(text.len())?;
        self.plain(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.meter.hold(PLAIN)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.meter.hold(OBJECT)?;
        let known = self.meter.names();
        let (mut values, mut first, mut spot) = (Vec::new(), None, KnownNames::START);
        while let Some(next) = fields.next_key_seed(Name(self.meter, spot))? {
            spot = match next {
                Next::Known(spot) => spot,
                Next::Other(name) => {
                    let mut object = Map::of(known.names(spot), values);
                    object.insert(name, fields.next_value_seed(self)?);
                    while let Some(name) = fields.next_key::<String>()? {
                        self.meter.hold(FIELD + name.len())?;
                        object.insert(name, fields.next_value_seed(self)?);
                    }
                    return Ok(Value::Object(object));
                }
            };
            if first.is_none() {
                first = Some(spot);
                values.reserve(known.width(spot));
            }
            values.push(fields.next_value_seed(self)?);
        }
        if let Some(first) = first {
            known.had(first, values.len());
        }
        Ok(Value::Object(Map::of(known.names(spot), values)))
    }
}

/// Reads the name of a field that follows those that led to the spot.
struct Name<'m>(&'m Meter, Spot);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Next;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Next, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Next;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Next, E> {
        self.0.hold(FIELD + name.len())?;
        Ok(self.0.names().next(self.1, name))
    }
}

/// A value that stands by itself: a cell of a table, a line of a head.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Held { meter: &Meter::default(), written: None }.deserialize(deserializer)
    }
}

/// The value that stands as JSON in a string of another. `None` where it is none, or takes too much memory.
pub(crate) fn inner(text: &str) -> Option<Value> {
    value_of(text, &Meter::of_inner()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_a_string_is_read_as_far_as_memory_is_bounded() {
        assert_eq!(inner(r#" {"a":[0]} "#).map(|value| value.to_string()).as_deref(), Some(r#"{"a":[0]}"#));
        assert_eq!(inner("{} x"), None);
        assert_eq!(inner(&format!("[{}0]", "0,".repeat(2_000_000))), None, "some hundred megabytes");
    }
}
