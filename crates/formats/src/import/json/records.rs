//! JSON whose layout is known: a walk that holds one record at a time, whatever surrounds them.
//!
//! A [`Plan`] names the lists whose items are records and the fields that are wanted beside them; everything
//! else is passed over unread. Paths are the names from the outside in, joined by dots, `[]` for an item of a
//! list: `messages`, `chats.list[].messages`. The path of the outermost value is empty. JSON of unknown layout is
//! [`json`](crate::import::json)'s.

use super::{
    held::value_of,
    source::{self, Meter, Pass},
    stream::{Next, Stream},
    value::Value,
};
use crate::import::{
    Error, Input, Result,
    text::{encoding::Detected, lines},
};
use std::io::Read;
use yanju_model::{Warning, job::Job};

/// What of a document is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// The lists whose items are records; an empty path where the outermost value is a list of records.
    pub(crate) records: &'static [&'static str],
    /// The fields that are wanted beside the lists; each is held as a whole. [`OTHERS`] among them are all
    /// further fields of the outermost object.
    pub(crate) fields: &'static [&'static str],
}

/// What stands in a plan for the fields of the outermost object that it does not name.
pub(crate) const OTHERS: &str = "*";

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
    walk_opened(Stream::open(input, job, pass)?, plan, visit)
}

/// The same for a text that lies in an archive. Errors call it `file`.
pub(crate) fn walk_stream(
    stream: Box<dyn Read + '_>,
    file: &str,
    job: &Job,
    plan: Plan,
    visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
) -> Result<Walked> {
    walk_opened(Stream::of(stream, file, job, Pass::Survey)?, plan, visit)
}

fn walk_opened(
    mut json: Stream<'_>,
    plan: Plan,
    visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
) -> Result<Walked> {
    let mut walk = Walk { plan, visit };
    loop {
        walk.value(&mut json, "")?;
        if json.is_at_end()? {
            return Ok(Walked { detected: json.detected(), doubts: json.doubts() });
        }
    }
}

/// What reading line by line comes by.
pub(crate) enum OnLine {
    /// A value, and the number of its line.
    Value(Value, u64),
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
        let read = value_of(text, &meter);
        meter.value_ends();
        match read {
            Ok(value) => {
                is_any_whole = true;
                visit(OnLine::Value(value, line.number))?;
            }
            Err(error) => {
                damaged += 1;
                visit(OnLine::Doubt(Warning::new("damaged_line", line.place(), text)))?;
                first_damage.get_or_insert_with(|| (line.place(), error));
            }
        }
    }
    match first_damage {
        Some((place, error)) if !is_any_whole => Err(match source::error_in(input.name(), &error) {
            Error::Damaged { file, detail, .. } => Error::Damaged { file, place, detail },
            other => other,
        }),
        _ => Ok((detected, damaged)),
    }
}

/// A walk under way.
struct Walk<'w> {
    plan: Plan,
    visit: &'w mut dyn FnMut(Step<'_>) -> Result<()>,
}

impl Walk<'_> {
    /// Walks through the value that stands at `path`.
    fn value(&mut self, json: &mut Stream<'_>, path: &str) -> Result<()> {
        if self.plan.fields.contains(&path) {
            return (self.visit)(Step::Field(path, json.value()?));
        }
        let is_list = self.plan.records.contains(&path);
        if !is_list && !self.leads_on(path) {
            if self.plan.fields.contains(&OTHERS) && !path.contains(['.', '[']) {
                return (self.visit)(Step::Field(path, json.value()?));
            }
            // What is passed over takes no memory, however long it is: pictures of all members, say.
            return json.pass_over();
        }
        match json.next()? {
            Next::Object => self.object(json, path),
            Next::List if is_list => self.records(json, path),
            Next::List => self.list(json, path),
            // A field that is empty in one export is a list in the next.
            Next::Plain => json.value().map(drop),
        }
    }

    fn object(&mut self, json: &mut Stream<'_>, path: &str) -> Result<()> {
        (self.visit)(Step::Begin(path))?;
        json.enter()?;
        while let Some(name) = json.name()? {
            let inner = if path.is_empty() { name } else { format!("{path}.{name}") };
            self.value(json, &inner)?;
        }
        (self.visit)(Step::End(path))
    }

    fn records(&mut self, json: &mut Stream<'_>, path: &str) -> Result<()> {
        (self.visit)(Step::List(path))?;
        let mut position = 0;
        json.enter()?;
        while json.item()? {
            (self.visit)(Step::Record(path, position, json.value()?))?;
            position += 1;
        }
        Ok(())
    }

    fn list(&mut self, json: &mut Stream<'_>, path: &str) -> Result<()> {
        let inner = format!("{path}[]");
        json.enter()?;
        while json.item()? {
            self.value(json, &inner)?;
        }
        Ok(())
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
    fn all_further_fields_of_the_outermost_object_may_be_wanted() {
        let plan = Plan { records: &["messages"], fields: &["title", OTHERS] };
        let text = r#"{"title":"T","image":{"uri":"a"},"messages":[{"b":2}],"mode":1}"#;
        let expected = [
            "begin ",
            r#"title = "T""#,
            r#"image = {"uri":"a"}"#,
            "list messages",
            r#"messages 0 = {"b":2}"#,
            "mode = 1",
            "end ",
        ];
        assert_eq!(steps(plan, text), expected);
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
