//! The fields of the records in a JSON of unknown layout, for people to say what they mean: the first objects are
//! looked at, wherever they stand.

use super::{
    source::Pass,
    stream::{Next, Stream},
    value::{Map, Value},
};
use crate::import::{
    Error, Input, ReadOptions, Result,
    columns::{ColumnSample, Columns, Field},
};
use std::{collections::HashMap, io::Read};
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
    let mut json = Stream::of(start, input.name(), &job, Pass::Survey)?;
    let mut found = Found { objects: HashMap::new(), seen: 0 };
    // Text that breaks off later is of no interest here, nor is what comes when enough was seen.
    while found.document(&mut json).is_ok() && !found.is_enough() && json.is_at_end().is_ok_and(|ends| !ends)
    {
    }
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
struct Found {
    objects: HashMap<String, Vec<Cells>>,
    seen: usize,
}

impl Found {
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

    fn take(&mut self, value: &Value, path: &str) {
        self.look(value, path, DEPTH);
        self.seen += 1;
    }

    fn is_enough(&self) -> bool {
        self.seen >= VALUES
    }

    /// A document: a list is looked at item by item, so that none is held, and so is one in its outermost object.
    fn document(&mut self, json: &mut Stream<'_>) -> Result<()> {
        if json.next()? != Next::Object {
            return self.field(json, "").map(drop);
        }
        let mut own = Map::new();
        json.enter()?;
        while let Some(name) = json.name()? {
            let value = self.field(json, &format!(".{name}"))?;
            if self.is_enough() {
                return Ok(());
            }
            own.insert(name, value);
        }
        self.take(&Value::Object(own), "");
        Ok(())
    }

    /// A field of the outermost object: what it is, where it is a plain value.
    fn field(&mut self, json: &mut Stream<'_>, path: &str) -> Result<Value> {
        match json.next()? {
            Next::Plain => return json.value(),
            Next::Object => self.take(&json.value()?, path),
            Next::List => {
                let path = format!("{path}[]");
                json.enter()?;
                while !self.is_enough() && json.item()? {
                    self.take(&json.value()?, &path);
                }
            }
        }
        Ok(Value::Null)
    }
}
