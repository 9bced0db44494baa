//! The fields of the records in a JSON of unknown layout, for people to say what they mean: the first objects are
//! looked at, wherever they stand.

use super::{
    held::Held,
    source::{self, Meter, Pass},
    value::{Map, Value},
};
use crate::import::{
    Error, Input, ReadOptions, Result,
    columns::{ColumnSample, Columns, Field},
};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{collections::HashMap, fmt, io::Read};
use yanju_model::job::Job;

/// How much of the text is looked at, in bytes.
const START: u64 = 4 * 1024 * 1024;

/// How many values are looked at, and how many objects are kept of each place.
const VALUES: usize = 200;
const KEPT: usize = 20;

/// How many fields of an object are looked at, and how much of a text is shown.
const FIELDS: usize = 1000;
const CELL_LIMIT: usize = 200;

/// What is shown of a field that holds an object or a list.
const NESTED: &str = "…";

/// The fields of an object, as they are shown.
pub(crate) type Cells = Vec<(String, String)>;

/// How deep objects are looked for.
const DEPTH: usize = 8;

/// The fields of the objects that look most like messages; `None` where there are no objects.
pub(crate) fn sample(input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
    let job = Job::quiet();
    let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
    let start = Box::new(stream.take(START));
    let (mut json, _, meter) = source::open_stream(start, input.name(), &job, Pass::Survey)?;
    let mut found = Found { meter: &meter, objects: HashMap::new(), seen: 0 };
    // Text that breaks off later is of no interest here, nor is what comes when enough was seen.
    while At(&mut found, String::new()).deserialize(&mut json).is_ok() && json.end().is_err() {}
    let rank = |objects: &[Cells]| {
        let fields = objects.iter().flatten().map(|(name, _)| name.as_str());
        let columns = Columns::settled(fields.collect::<Vec<_>>(), options.mapping.as_ref());
        let plain =
            objects.iter().map(|object| object.iter().filter(|(_, cell)| cell != NESTED).count()).max();
        (columns.has(Field::Text), columns.len(), objects.len(), plain)
    };
    let best = found.objects.into_values().max_by_key(|objects| rank(objects));
    Ok(best.and_then(|objects| sample_of(&objects, options)))
}

/// The fields of objects as columns.
pub(crate) fn sample_of(objects: &[Cells], options: &ReadOptions) -> Option<ColumnSample> {
    (!objects.is_empty()).then(|| ColumnSample::of_objects(objects, options.mapping.as_ref()))
}

/// The fields of an object as cells to be shown: the starts of texts, numbers, and a mark for what holds more.
pub(crate) fn cells(fields: &Map) -> Cells {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.chars().take(CELL_LIMIT).collect(),
        Value::Array(_) | Value::Object(_) => NESTED.to_owned(),
    };
    fields.iter().take(FIELDS).map(|(name, value)| (name.to_owned(), cell(value))).collect()
}

/// The objects found, by where they stand.
struct Found<'m> {
    meter: &'m Meter,
    objects: HashMap<String, Vec<Cells>>,
    seen: usize,
}

impl Found<'_> {
    fn look(&mut self, value: &Value, path: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Object(fields) => {
                let kept = self.objects.entry(path.to_owned()).or_default();
                if kept.len() < KEPT {
                    kept.push(cells(fields));
                }
                fields
                    .iter()
                    .take(FIELDS)
                    .for_each(|(name, value)| self.look(value, &format!("{path}.{name}"), depth));
            }
            Value::Array(items) => {
                items.iter().take(KEPT).for_each(|item| self.look(item, &format!("{path}[]"), depth));
            }
            _ => {}
        }
    }

    fn take<E: de::Error>(&mut self, value: &Value, path: &str) -> std::result::Result<(), E> {
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

    fn visit_unit<E: de::Error>(self) -> Visited<E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Visited<E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Visited<E> {
        Ok(value.into())
    }
}
