//! Records of an interface as people keep them: one on each line, a list, or the answers of the interface with the
//! lists inside, alone or one after the other.
//!
//! Which lists and marks an interface has is its format's own; so is what a record means.

use super::{
    fields::{begins_json, names},
    records::{OnLine, Plan, Step, each_line, walk},
    source::Pass,
    value::Value,
};
use crate::import::{
    Input, Probe, Result,
    text::{encoding::Detected, lines},
};
use yanju_model::{Warning, job::Job};

/// How many lines of the head are tried: the first may have been cut.
const LINES_TRIED: usize = 5;

/// What reading comes by.
pub(crate) enum Found {
    /// A record, and its place.
    Record(Value, String),
    /// A field of an answer beside its list.
    Mark(Value),
    /// A doubt about the text.
    Doubt(Warning),
}

/// What is known after reading.
pub(crate) struct PagesRead {
    /// The encoding.
    pub(crate) detected: Detected,
    /// How many lines held no JSON.
    pub(crate) damaged_lines: u64,
}

type Visit<'v> = dyn FnMut(Found) -> Result<()> + 'v;

/// How a file is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A record or an answer on each line. A damaged line costs itself only.
    Lines,
    /// Lists, bare or in answers.
    Lists,
    /// Records that take several lines each.
    Objects,
}

/// Reads every record of `input`. The lists of `plan` are those that answers hold, its fields the marks beside
/// them.
pub(crate) fn each_record(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    plan: Plan,
    visit: &mut Visit<'_>,
) -> Result<PagesRead> {
    let layout = layout(&Probe::of(input)?.text, plan);
    if layout == Layout::Lines {
        let (detected, damaged_lines) = each_line(input, job, pass, &mut |on| match on {
            OnLine::Value(value, line) => {
                // The first pass keeps nothing, and so no place.
                let place = if pass == Pass::Survey { String::new() } else { lines::place(line) };
                unfold(value, &place, plan, visit)
            }
            OnLine::Doubt(warning) => visit(Found::Doubt(warning)),
        })?;
        return Ok(PagesRead { detected, damaged_lines });
    }
    let walked_by = match layout {
        Layout::Objects => Plan { records: &[], fields: &[""] },
        _ => plan,
    };
    let mut count = 0;
    let walked = walk(input, job, pass, walked_by, &mut |step| match step {
        Step::Record(_, _, value) | Step::Field("", value) => {
            let place = format!("record {}", count + 1);
            count += 1;
            unfold(value, &place, plan, visit)
        }
        Step::Field(_, value) => visit(Found::Mark(value)),
        _ => Ok(()),
    })?;
    for doubt in walked.doubts {
        visit(Found::Doubt(doubt))?;
    }
    Ok(PagesRead { detected: walked.detected, damaged_lines: 0 })
}

fn layout(head: &str, plan: Plan) -> Layout {
    let text = head.trim_start();
    if text.starts_with('[') {
        return Layout::Lists;
    }
    let is_record = |line: &str| {
        line.starts_with('{') && line.ends_with('\n') && serde_json::from_str::<Value>(line).is_ok()
    };
    let mut lines = text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    if lines.by_ref().take(LINES_TRIED).any(is_record) {
        return Layout::Lines;
    }
    let leaf = |path: &&str| path.rsplit('.').next().is_some_and(|leaf| names(text, leaf));
    if begins_json(text) && plan.records.iter().any(|path| !path.is_empty() && leaf(path)) {
        Layout::Lists
    } else {
        Layout::Objects
    }
}

/// A value is a record, an answer that holds records, or a list of either.
fn unfold(value: Value, place: &str, plan: Plan, visit: &mut Visit<'_>) -> Result<()> {
    match value {
        Value::Array(items) => {
            for item in items {
                unfold_one(item, place, plan, visit)?;
            }
            Ok(())
        }
        other => unfold_one(other, place, plan, visit),
    }
}

fn unfold_one(mut value: Value, place: &str, plan: Plan, visit: &mut Visit<'_>) -> Result<()> {
    let mut lists = Vec::new();
    for path in plan.records.iter().filter(|path| !path.is_empty()) {
        if let Some(Value::Array(list)) = value.at_mut(path) {
            lists.push(std::mem::take(list));
        }
    }
    if lists.is_empty() {
        return visit(Found::Record(value, place.to_owned()));
    }
    for path in plan.fields {
        if let Some(mark) = value.at_mut(path) {
            visit(Found::Mark(mark.take()))?;
        }
    }
    for (position, record) in lists.into_iter().flatten().enumerate() {
        visit(Found::Record(record, format!("{place} [{position}]")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::input::Bytes;

    const PLAN: Plan = Plan { records: &["", "data.items"], fields: &["data.more"] };

    fn found(text: &str) -> Vec<String> {
        let input = Bytes { name: "a".to_owned(), content: text.as_bytes().to_vec() };
        let mut all = Vec::new();
        let mut visit = |found: Found| {
            all.push(match found {
                Found::Record(value, place) => format!("{place}: {value}"),
                Found::Mark(value) => format!("mark {value}"),
                Found::Doubt(warning) => warning.code,
            });
            Ok(())
        };
        each_record(&input, &Job::quiet(), Pass::Read, PLAN, &mut visit).map(drop).expect("it reads");
        all
    }

    #[test]
    fn records_are_found_in_lines_lists_objects_and_answers() {
        assert_eq!(
            found("{\"a\":1}\n{\"a\"\n{\"a\":2}\n"),
            ["line 1: {\"a\":1}", "damaged_line", "line 3: {\"a\":2}"]
        );
        assert_eq!(found("[{\"a\":1},\n{\"a\":2}]"), ["record 1: {\"a\":1}", "record 2: {\"a\":2}"]);
        assert_eq!(found("{\n\"a\":1}\n{\"a\":\n2}"), ["record 1: {\"a\":1}", "record 2: {\"a\":2}"]);
        let page = "{\"data\":{\"items\":[{\"a\":1}],\"more\":true}}";
        assert_eq!(found(page), ["record 1: {\"a\":1}", "mark true"]);
        assert_eq!(
            found(&format!("{page}\n{page}\n")),
            ["mark true", "line 1 [0]: {\"a\":1}", "mark true", "line 2 [0]: {\"a\":1}"]
        );
        assert_eq!(found(&format!("[{page}]")), ["mark true", "record 1 [0]: {\"a\":1}"]);
    }

    #[test]
    fn a_cut_first_line_does_not_cost_the_file() {
        assert_eq!(found("\"b\":2}\n{\"a\":1}\n"), ["damaged_line", "line 2: {\"a\":1}"]);
    }
}
