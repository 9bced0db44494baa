//! JSON whose layout is known: a walk that holds one record at a time, whatever surrounds them.
//!
//! A [`Plan`] names the lists whose items are records and the fields that are wanted beside them; everything
//! else is passed over unread. Paths are the names from the outside in, joined by dots, `[]` for an item of a
//! list: `messages`, `chats.list[].messages`. The path of the outermost value is empty. JSON of unknown layout is
//! [`json`](crate::import::json)'s.

use super::{
    held::Held,
    source::{self, Meter, Pass},
    value::Value,
};
use crate::import::{
    Error, Input, Result,
    text::{encoding::Detected, lines},
};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{fmt, io::Read, rc::Rc};
use yanju_model::{Warning, job::Job};

/// What of a document is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// The lists whose items are records; an empty path where the outermost value is a list of records.
    pub(crate) records: &'static [&'static str],
    /// The fields that are wanted beside the lists; each is held as a whole.
    pub(crate) fields: &'static [&'static str],
}

/// What the walk comes by.
#[derive(Debug)]
pub(crate) enum Step<'p> {
    /// An object that holds lists of its own begins: an item of a list, or the outermost.
    Begin(&'p str),
    /// A field that is wanted.
    Field(&'p str, Value),
    /// A list of records begins. It may be empty.
    List(&'p str),
    /// An item of a list of records, with its position from 0.
    Record(&'p str, u64, Value),
    /// The object that began at this path ends.
    End(&'p str),
}

/// What is known of the text after a walk.
pub(crate) struct Walked {
    /// Its encoding.
    pub(crate) detected: Detected,
    /// Doubts about its bytes.
    pub(crate) doubts: Vec<Warning>,
}

/// Walks through `input`: one document, or several one after the other.
pub(crate) fn walk(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    plan: Plan,
    visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
) -> Result<Walked> {
    walk_opened(source::open(input, job, pass)?, input.name(), plan, visit)
}

/// The same for a text that lies in an archive. Errors call it `file`.
pub(crate) fn walk_stream(
    stream: Box<dyn Read + '_>,
    file: &str,
    job: &Job,
    plan: Plan,
    visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
) -> Result<Walked> {
    walk_opened(source::open_stream(stream, file, job, Pass::Survey)?, file, plan, visit)
}

fn walk_opened(
    opened: (source::Deserializer<'_>, Detected, Rc<Meter>),
    file: &str,
    plan: Plan,
    visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
) -> Result<Walked> {
    let (mut json, detected, meter) = opened;
    let mut walk = Walk { plan, meter: &meter, visit, failure: None };
    loop {
        if let Err(error) = (At { walk: &mut walk, path: "" }).deserialize(&mut json) {
            return Err(walk.failure.take().unwrap_or_else(|| source::error_in(file, error)));
        }
        if json.end().is_ok() {
            break;
        }
    }
    Ok(Walked { detected, doubts: detected.doubt().into_iter().chain(meter.doubt()).collect() })
}

/// What reading line by line comes by.
pub(crate) enum OnLine {
    /// A value, and its place.
    Value(Value, String),
    /// A doubt.
    Doubt(Warning),
}

/// Reads a value from each line. A damaged line costs itself only: it is a doubt, and counted.
///
/// Lines that begin with `#` are remarks. Returns how many lines were damaged; where no line holds a value,
/// [`Error::Damaged`] for the first.
pub(crate) fn each_line(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    visit: &mut dyn FnMut(OnLine) -> Result<()>,
) -> Result<(Detected, u64)> {
    let (mut lines, detected) = lines::open(input)?;
    detected.doubt().map_or(Ok(()), |doubt| visit(OnLine::Doubt(doubt)))?;
    let (mut damaged, mut first_damage, mut is_any_whole) = (0, None, false);
    let meter = Meter::default();
    while let Some(line) = lines.next_line()? {
        if line.bytes > 0 {
            pass.advance(job, line.bytes)?;
        }
        line.doubt().map_or(Ok(()), |doubt| visit(OnLine::Doubt(doubt)))?;
        let text = line.text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let read = value_in(text, &meter);
        meter.value_ends();
        match read {
            Ok(value) => {
                is_any_whole = true;
                visit(OnLine::Value(value, line.place()))?;
            }
            Err(error) => {
                damaged += 1;
                visit(OnLine::Doubt(Warning::new("damaged_line", line.place(), text)))?;
                first_damage.get_or_insert_with(|| (line.place(), error));
            }
        }
    }
    match first_damage {
        Some((place, error)) if !is_any_whole => Err(match source::error(input, error) {
            Error::Damaged { file, detail, .. } => Error::Damaged { file, place, detail },
            other => other,
        }),
        _ => Ok((detected, damaged)),
    }
}

/// The value that a text is.
fn value_in(text: &str, meter: &Meter) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Held(meter).deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// A walk under way.
struct Walk<'w> {
    plan: Plan,
    meter: &'w Meter,
    visit: &'w mut dyn FnMut(Step<'_>) -> Result<()>,
    /// What `visit` failed with: serde's errors carry nothing but words.
    failure: Option<Error>,
}

impl Walk<'_> {
    fn step<E: serde::de::Error>(&mut self, step: Step<'_>) -> std::result::Result<(), E> {
        let result = (self.visit)(step);
        self.meter.value_ends();
        result.map_err(|failure| {
            self.failure = Some(failure);
            E::custom("stopped")
        })
    }

    fn is_list(&self, path: &str) -> bool {
        self.plan.records.contains(&path)
    }

    /// Whether anything wanted lies inside what stands at `path`.
    fn leads_on(&self, path: &str) -> bool {
        let mut wanted = self.plan.records.iter().chain(self.plan.fields);
        wanted.any(|wanted| {
            let inner = wanted.strip_prefix(path);
            inner.is_some_and(
                |inner| {
                    if path.is_empty() { !inner.is_empty() } else { inner.starts_with(['.', '[']) }
                },
            )
        })
    }
}

/// A value and where it stands.
struct At<'a, 'w> {
    walk: &'a mut Walk<'w>,
    path: &'a str,
}

type Visited<E> = std::result::Result<(), E>;

impl<'de> DeserializeSeed<'de> for At<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Visited<D::Error> {
        if self.walk.plan.fields.contains(&self.path) {
            let value = Held(self.walk.meter).deserialize(deserializer)?;
            return self.walk.step(Step::Field(self.path, value));
        }
        if self.walk.is_list(self.path) || self.walk.leads_on(self.path) {
            return deserializer.deserialize_any(self);
        }
        // What is passed over takes no memory, however long it is: pictures of all members, say.
        self.walk.meter.pass_over(|| deserializer.deserialize_ignored_any(IgnoredAny).map(drop))
    }
}

impl<'de> Visitor<'de> for At<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the layout of this format")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Visited<A::Error> {
        let At { walk, path } = self;
        walk.step(Step::Begin(path))?;
        while let Some(name) = fields.next_key::<String>()? {
            let inner = if path.is_empty() { name } else { format!("{path}.{name}") };
            fields.next_value_seed(At { walk, path: &inner })?;
        }
        walk.step(Step::End(path))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Visited<A::Error> {
        let At { walk, path } = self;
        if walk.is_list(path) {
            walk.step(Step::List(path))?;
            let mut position = 0;
            while let Some(record) = items.next_element_seed(Held(walk.meter))? {
                walk.step(Step::Record(path, position, record))?;
                position += 1;
            }
            return Ok(());
        }
        let inner = format!("{path}[]");
        while items.next_element_seed(At { walk, path: &inner })?.is_some() {}
        Ok(())
    }

    // A field that is empty in one export is a list in the next.
    fn visit_unit<E: serde::de::Error>(self) -> Visited<E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Visited<E> {
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Visited<E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Visited<E> {
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Visited<E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Visited<E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::input::Bytes;

    fn steps(plan: Plan, text: &str) -> Vec<String> {
        let input = Bytes { name: "a.json".to_owned(), content: text.as_bytes().to_vec() };
        let mut steps = Vec::new();
        let mut visit = |step: Step<'_>| {
            steps.push(match step {
                Step::Begin(path) => format!("begin {path}"),
                Step::Field(path, value) => format!("{path} = {value}"),
                Step::List(path) => format!("list {path}"),
                Step::Record(path, n, value) => format!("{path} {n} = {value}"),
                Step::End(path) => format!("end {path}"),
            });
            Ok(())
        };
        walk(&input, &Job::quiet(), Pass::Read, plan, &mut visit).expect("it can be walked");
        steps
    }

    #[test]
    fn records_and_wanted_fields_are_met_and_nothing_else() {
        let plan = Plan { records: &["chats.list[].messages"], fields: &["about", "chats.list[].name"] };
        let text = r#"{"about":{"a":1},"huge":[[1],{"x":2}],
            "chats":{"list":[{"name":"A","messages":[1,{"b":2}]},{"name":"B","messages":null}]}}"#;
        assert_eq!(
            steps(plan, text),
            [
                "begin ",
                r#"about = {"a":1}"#,
                "begin chats",
                "begin chats.list[]",
                r#"chats.list[].name = "A""#,
                "list chats.list[].messages",
                "chats.list[].messages 0 = 1",
                r#"chats.list[].messages 1 = {"b":2}"#,
                "end chats.list[]",
                "begin chats.list[]",
                r#"chats.list[].name = "B""#,
                "end chats.list[]",
                "end chats",
                "end ",
            ]
        );
    }

    #[test]
    fn a_list_outside_of_everything_and_documents_in_a_row_are_walked() {
        let plan = Plan { records: &["", "messages"], fields: &[] };
        assert_eq!(
            steps(plan, r#"[{"a":1}] {"messages":[2]}"#),
            ["list ", r#" 0 = {"a":1}"#, "begin ", "list messages", "messages 0 = 2", "end "]
        );
    }

    #[test]
    fn what_the_visitor_fails_with_comes_back() {
        let input = Bytes { name: "a.json".to_owned(), content: b"[1,2]".to_vec() };
        let plan = Plan { records: &[""], fields: &[] };
        let mut visit = |step: Step<'_>| match step {
            Step::Record(..) => Err(Error::Lacks { file: "a".to_owned(), what: "messages" }),
            _ => Ok(()),
        };
        let outcome = walk(&input, &Job::quiet(), Pass::Read, plan, &mut visit);
        assert!(matches!(outcome, Err(Error::Lacks { .. })), "not an error of JSON");
    }
}
