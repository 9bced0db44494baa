//! How files of help desks are cut into records: pages of an interface with a list in them, a bare list, single
//! records, and any of these one a line. What a record means is each desk's own.

use super::outline::Outline;
use crate::import::{
    Input, Probe, Result,
    json::{
        records::{OnLine, Plan, Step, each_line, walk},
        source::Pass,
        value::Value,
    },
    text::lines,
};
use yanju_model::{Warning, job::Job};

/// What the pages of a desk look like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pages {
    /// The lists of records and the fields that are wanted beside them. Each path is named twice, the second
    /// time with `[].` before it, for pages that were gathered in a list.
    pub(super) plan: Plan,
    /// The fields by which a document is a page, beside the lists themselves.
    pub(super) marks: &'static [&'static str],
    /// A field by which a document is a record, whatever lists it has. Empty: there is none.
    pub(super) of_record: &'static str,
}

impl Pages {
    fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.plan.records.iter().chain(self.marks).copied()
    }
}

/// What a file holds.
pub(super) enum Found<'p> {
    /// A page begins; the one before has ended.
    Page,
    /// A record of the list of this path, and its place. The path is empty outside of pages.
    Record(&'p str, Value, String),
    /// A field of a page.
    Field(&'p str, Value),
    /// A doubt.
    Doubt(Warning),
}

/// What a pass says of the file as a whole.
pub(super) struct Read {
    /// The encoding's label.
    pub(super) encoding: String,
    /// How many lines could not be read.
    pub(super) damaged_lines: u64,
}

/// Goes through the file once.
pub(super) fn read_pages(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    pages: Pages,
    visit: &mut dyn FnMut(Found<'_>) -> Result<()>,
) -> Result<Read> {
    match Layout::of(&Probe::of(input)?, pages) {
        Layout::Lines => {
            let (detected, damaged_lines) = each_line(input, job, pass, &mut |step| match step {
                OnLine::Value(value, line) => document(value, &lines::place(line), pages, visit),
                OnLine::Doubt(doubt) => visit(Found::Doubt(doubt)),
            })?;
            Ok(Read { encoding: detected.label(), damaged_lines })
        }
        Layout::Document(plan) => {
            let mut documents = 0;
            let walked = walk(input, job, pass, plan, &mut |step| match step {
                Step::Begin("" | "[]") | Step::List("") => visit(Found::Page),
                Step::Begin(_) | Step::List(_) | Step::End(_) => Ok(()),
                Step::Field("", value) => {
                    documents += 1;
                    let place = if documents == 1 { String::new() } else { format!("document {documents}") };
                    document(value, &place, pages, visit)
                }
                Step::Field(path, value) => visit(Found::Field(plain(path), value)),
                Step::Record(path, n, value) => {
                    let path = plain(path);
                    visit(Found::Record(path, value, format!("{path}[{n}]")))
                }
            })?;
            walked.doubts.into_iter().try_for_each(|doubt| visit(Found::Doubt(doubt)))?;
            Ok(Read { encoding: walked.detected.label(), damaged_lines: 0 })
        }
    }
}

/// Joins a place and what lies within.
pub(super) fn within(place: &str, inner: &str) -> String {
    if place.is_empty() { inner.to_owned() } else { format!("{place} {inner}") }
}

fn plain(path: &str) -> &str {
    path.strip_prefix("[].").unwrap_or(path)
}

/// How a file is cut.
enum Layout {
    /// Documents, with this plan.
    Document(Plan),
    /// A document on each line. A damaged line costs itself only.
    Lines,
}

impl Layout {
    fn of(probe: &Probe, pages: Pages) -> Self {
        let text = probe.text.trim_start_matches('\u{feff}').trim_start();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first_is_whole = lines.next().is_some_and(|line| serde_json::from_str::<Value>(line).is_ok());
        if first_is_whole && lines.next().is_some() {
            return Self::Lines;
        }
        let outline = Outline::of(text);
        let are_records = outline.any_has(&["", "[]."], &[pages.of_record]);
        Self::Document(if !are_records && pages.paths().any(|path| outline.has(path)) {
            pages.plan
        } else if text.starts_with('[') {
            Plan { records: &[""], fields: &[] }
        } else {
            Plan { records: &[], fields: &[""] }
        })
    }
}

/// A document that is held as a whole.
fn document(
    value: Value,
    place: &str,
    pages: Pages,
    visit: &mut dyn FnMut(Found<'_>) -> Result<()>,
) -> Result<()> {
    let mut value = match value {
        Value::Array(items) => {
            return items
                .into_iter()
                .enumerate()
                .try_for_each(|(n, item)| document(item, &within(place, &format!("[{n}]")), pages, visit));
        }
        other => other,
    };
    visit(Found::Page)?;
    let plan = pages.plan;
    let is_record = value.get(pages.of_record).is_some();
    if is_record || !pages.paths().any(|path| value.at_mut(path).is_some()) {
        return visit(Found::Record("", value, place.to_owned()));
    }
    for path in plan.fields.iter().filter(|path| !path.starts_with('[')) {
        if let Some(field) = value.at_mut(path) {
            visit(Found::Field(path, field.take()))?;
        }
    }
    for path in plan.records.iter().filter(|path| !path.starts_with('[')) {
        let Some(Value::Array(items)) = value.at_mut(path).map(Value::take) else { continue };
        for (n, item) in items.into_iter().enumerate() {
            visit(Found::Record(path, item, within(place, &format!("{path}[{n}]"))))?;
        }
    }
    Ok(())
}
