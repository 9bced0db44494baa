//! JSON without a format of its own: lists of messages, conversations with messages inside, dialogue corpora,
//! one document or one value a line.
//!
//! Two passes, as for tables: the first settles the order of dates and of messages, the second reads. What is
//! a message is judged by shape in [`shape`](self::shape).

mod document;
pub(crate) mod fields;
pub(crate) mod forms;
pub(crate) mod held;
mod moments;
pub(crate) mod outline;
pub(crate) mod pages;
pub(crate) mod records;
mod said;
pub(crate) mod shape;
pub(crate) mod source;
pub(crate) mod stream;
pub(crate) mod value;
pub(crate) mod walk;

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::ColumnSample,
    counted,
    generic::{Output, Thread, survey::Survey},
};
use document::{Document, Outline};
use records::{OnLine, each_line};
use source::Pass;
use stream::Stream;
use value::Value;
use walk::{Stage, Walk};
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The importer of plain JSON.
pub struct Json;

static ABOUT: About = About {
    id: "json",
    names: ("JSON、JSONL", "JSON, JSON Lines"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "任何含有消息列表的 JSON 或 JSONL，字段名按常见叫法自动识别",
        "Any JSON or JSON Lines with lists of messages; the usual field names are understood",
    ),
};

impl Importer for Json {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let text = probe.text.trim_start_matches('\u{feff}').trim_start();
        let mut characters = text.chars().filter(|c| !c.is_whitespace());
        match (characters.next(), characters.next()) {
            (Some('{'), Some('"')) | (Some('['), Some('{' | '[' | '"')) => Confidence::Possible,
            _ => Confidence::No,
        }
    }

    fn columns(&self, input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
        outline::sample(input, options)
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let layout = Layout::of(&Probe::of(input)?);
        let file = Thread::of_file(input.name(), options);
        let mut outline = Outline::titled(options.title.clone());
        let mut survey = Survey::default();
        let mut walk = Walk::new(Stage::Survey(&mut survey), file.clone(), options);
        layout.walk(input, job, Pass::Survey, &file, &mut outline, &mut walk)?;
        let moments = std::mem::take(&mut walk.moments);
        let settled = survey.settle(input.name(), options)?;
        // Nobody says that these are the times, but they may be.
        if settled.timed == 0 && options.mapping.is_none() && moments.may_be_stated() {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "time_column" });
        }

        let mut output = Output::new(sink, options, settled.sequence);
        let mut walk = Walk::new(Stage::Read(&settled.reader, &mut output), file.clone(), options);
        let read = layout.walk(input, job, Pass::Read, &file, &mut outline, &mut walk)?;
        let strays = walk.strays;
        let doubts: Vec<Warning> = read.doubts.into_iter().chain(walk.doubt()).collect();
        for doubt in doubts {
            output.warning(doubt);
        }
        if settled.timed == 0 {
            output.warning(Warning::new("undated", "", ""));
        }
        if output.finish()? == strays {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let partial = Vec::from_iter(counted("damaged_lines", read.damaged_lines));
        Ok(Understanding {
            encoding: read.encoding,
            date_order: settled.date_order,
            partial,
            ..Understanding::default()
        })
    }
}

/// How a file is cut into values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One document, or several one after the other.
    Document,
    /// A value on each line. A damaged line costs itself only.
    Lines,
}

/// What a pass says of the file as a whole.
#[derive(Default)]
struct Read {
    encoding: String,
    doubts: Vec<Warning>,
    damaged_lines: u64,
}

impl Layout {
    fn of(probe: &Probe) -> Self {
        let named_so = matches!(probe.extension().as_str(), "jsonl" | "ndjson");
        let mut lines =
            probe.text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
        let first_is_whole = lines
            .next()
            .is_some_and(|line| serde_json::from_str::<Value>(line).is_ok_and(|value| !value.is_string()));
        if named_so || (first_is_whole && lines.next().is_some()) { Self::Lines } else { Self::Document }
    }

    fn walk(
        self,
        input: &dyn Input,
        job: &Job,
        pass: Pass,
        file: &Thread,
        outline: &mut Outline,
        walk: &mut Walk<'_, '_>,
    ) -> Result<Read> {
        match self {
            Self::Document => walk_documents(input, job, pass, file, outline, walk),
            Self::Lines => walk_lines(input, job, pass, walk),
        }
    }
}

fn walk_documents(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    file: &Thread,
    outline: &mut Outline,
    walk: &mut Walk<'_, '_>,
) -> Result<Read> {
    let mut json = Stream::open(input, job, pass)?;
    let mut document = Document { walk, outline, pass, number: 0, file };
    loop {
        document.read(&mut json)?;
        if json.is_at_end()? {
            break;
        }
        document.number += 1;
    }
    Ok(Read { encoding: json.detected().label(), doubts: json.doubts(), damaged_lines: 0 })
}

fn walk_lines(input: &dyn Input, job: &Job, pass: Pass, walk: &mut Walk<'_, '_>) -> Result<Read> {
    let (detected, damaged_lines) = each_line(input, job, pass, &mut |step| match step {
        OnLine::Value(value, line) => walk.value(&value, format_args!("line {line}")),
        OnLine::Doubt(doubt) => {
            walk.warn(doubt);
            Ok(())
        }
    })?;
    Ok(Read { encoding: detected.label(), doubts: Vec::new(), damaged_lines })
}
