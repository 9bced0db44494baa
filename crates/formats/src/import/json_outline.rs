//! The fields of the records in a JSON of unknown layout, for people to say what they mean: the first objects are
//! looked at, wherever they stand.

use super::{
    Input, ReadOptions, Result,
    columns::{ColumnSample, Columns, Field},
    json_fields,
    json_source::{self, Meter, Pass},
    json_value::Held,
};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{collections::HashMap, fmt};
use yanju_model::job::Job;

/// How many values are looked at, and how many objects are kept of each place.
const VALUES: usize = 200;
const KEPT: usize = 20;

/// How deep objects are looked for.
const DEPTH: usize = 8;

/// The fields of the objects that look most like messages; `None` where there are no objects.
pub(super) fn sample(input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
    let job = Job::quiet();
    let (mut json, _, meter) = json_source::open(input, &job, Pass::Survey)?;
    let mut found = Found { meter: &meter, objects: HashMap::new(), seen: 0 };
    // Text that breaks off later is of no interest here, nor is what comes when enough was seen.
    while At(&mut found, String::new()).deserialize(&mut json).is_ok() && json.end().is_err() {}
    let rank = |objects: &[Map<String, Value>]| {
        let fields = objects.iter().flat_map(|object| object.keys().map(String::as_str));
        let columns = Columns::settled(fields.collect::<Vec<_>>(), options.mapping.as_ref());
        let is_plain = |value: &&Value| value.is_string() || value.is_number();
        let plain = objects.iter().map(|object| object.values().filter(is_plain).count()).max();
        (columns.has(Field::Text), columns.len(), objects.len(), plain)
    };
    let best = found.objects.into_values().max_by_key(|objects| rank(objects));
    Ok(best.and_then(|objects| sample_of(objects, options)))
}

/// The fields of objects as columns.
pub(super) fn sample_of(objects: Vec<Map<String, Value>>, options: &ReadOptions) -> Option<ColumnSample> {
    let cells = |object: Map<String, Value>| -> Vec<(String, String)> {
        let cell = |(name, value): (String, Value)| {
            let text = json_fields::string(&value_of(&value), &["value"]).unwrap_or_default();
            (name, text)
        };
        object.into_iter().map(cell).collect()
    };
    let objects: Vec<_> = objects.into_iter().map(cells).collect();
    (!objects.is_empty()).then(|| ColumnSample::of_objects(&objects, options.mapping.as_ref()))
}

/// A value as the words of a cell: what is no text or number, as its JSON.
fn value_of(value: &Value) -> Value {
    let shown = match value {
        Value::String(_) | Value::Number(_) => value.clone(),
        Value::Null => Value::Null,
        other => Value::String(other.to_string()),
    };
    Value::Object(Map::from_iter([("value".to_owned(), shown)]))
}

/// The objects found, by where they stand.
struct Found<'m> {
    meter: &'m Meter,
    objects: HashMap<String, Vec<Map<String, Value>>>,
    seen: usize,
}

impl Found<'_> {
    fn look(&mut self, value: &Value, path: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Object(fields) => {
                let kept = self.objects.entry(path.to_owned()).or_default();
                if kept.len() < KEPT {
                    kept.push(fields.clone());
                }
                fields.iter().for_each(|(name, value)| self.look(value, &format!("{path}.{name}"), depth));
            }
            Value::Array(items) => {
                items.iter().take(KEPT).for_each(|item| self.look(item, &format!("{path}[]"), depth));
            }
            _ => {}
        }
    }

    fn take<E: Error>(&mut self, value: &Value, path: &str) -> std::result::Result<(), E> {
        self.look(value, path, DEPTH);
        self.meter.value_ends();
        self.seen += 1;
        if self.seen < VALUES { Ok(()) } else { Err(E::custom("enough was seen")) }
    }
}

/// What a value is, where it is a plain one; of others what matters is in [`Found`].
type Visited<E> = std::result::Result<Value, E>;

/// A document, or a field of its outermost object: a list is looked at item by item, so that none is held.
struct At<'f, 'm>(&'f mut Found<'m>, String);

impl<'de> DeserializeSeed<'de> for At<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Visited<D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Visited<A::Error> {
        let path = format!("{}[]", self.1);
        while let Some(item) = items.next_element_seed(Held(self.0.meter))? {
            self.0.take(&item, &path)?;
        }
        Ok(Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Visited<A::Error> {
        let is_outermost = self.1.is_empty();
        let mut own = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = if is_outermost {
                fields.next_value_seed(At(self.0, format!(".{name}")))?
            } else {
                fields.next_value_seed(Held(self.0.meter))?
            };
            own.insert(name, value);
        }
        self.0.take(&Value::Object(own), &self.1)?;
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Visited<E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Visited<E> {
        Ok(value.into())
    }
}
