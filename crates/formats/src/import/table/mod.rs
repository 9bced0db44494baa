//! Tables of messages: CSV, TSV and their relatives, with whatever columns a support tool wrote.
//!
//! Two passes: the first settles the order of dates and of rows, the second reads. The columns are known by
//! [`columns`](super::columns), quotes are [`rows`](self::rows)'. Workbooks are another format.

mod book;
pub(crate) mod cells;
mod head;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod workbook;

pub use book::Book;

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::{ColumnSample, Mapping, ROWS},
    counted,
    generic::{Output, Thread, survey::Survey},
    json::source::Pass,
    platform::wechat_tools::is_table_of_a_tool,
    text::{encoding::Detected, lines},
};
use head::{HEAD_LINES, Head};
use record::{Place, TableRecord};
use rows::Rows;
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The importer of delimited text.
pub struct Table;

static ABOUT: About = About {
    id: "csv",
    names: ("表格（CSV、TSV）", "Table (CSV, TSV)"),
    extensions: &["csv", "tsv"],
    reads: (
        "任何有时间列和内容列的 CSV/TSV 表格，列名按常见叫法自动识别",
        "Any CSV or TSV table with a column of times and one of words; the usual column names are understood",
    ),
};

impl Importer for Table {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let is_named_so = ABOUT.extensions.contains(&probe.extension().as_str());
        match Head::find(&probe.text.lines(), None) {
            Some(head) if head.lacks().is_none() && head.names.len() > 2 => {
                // What a tool's own columns say is known better where the tool is.
                if is_table_of_a_tool(probe) { Confidence::Possible } else { Confidence::Likely }
            }
            _ if is_named_so && probe.encoding.is_some() => Confidence::Possible,
            _ => Confidence::No,
        }
    }

    fn columns(&self, input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
        let (lines, detected) = first_lines(input)?;
        let lines = lines.iter().map(String::as_str);
        let mapping = options.mapping.as_ref();
        let sample = |head: Head| -> Result<ColumnSample> {
            let rows = first_rows(input, detected, &head)?;
            Ok(ColumnSample::new(head.names, rows, mapping))
        };
        if let Some(head) = Head::find(&lines, mapping) {
            return sample(head).map(Some);
        }
        if let Some(head) = Head::lettered(&lines, mapping) {
            return Ok(Some(sample(head)?.lettered()));
        }
        Head::widest(&lines).map(sample).transpose()
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let lacks = |what| Error::Lacks { file: input.name().to_owned(), what };
        let (head, detected) = head_of(input, options.mapping.as_ref())?;
        let head = head.ok_or_else(|| lacks("text_column"))?;
        if let Some(what) = head.lacks() {
            return Err(lacks(what));
        }
        let file = File { input, thread: Thread::of_file(input.name(), options), head, detected };
        let mut survey = Survey::default();
        file.each_row(job, Pass::Survey, &mut |record| {
            let words = record.words().unwrap_or_default();
            survey.note(&file.thread.key_for(&record), &record, words);
            Ok(())
        })?;
        let settled = survey.settle(input.name(), options)?;
        let mut output = Output::new(sink, options, settled.sequence);
        file.report(&mut output);
        let mut last = None;
        file.each_row(job, Pass::Read, &mut |record| {
            record.push(&file.thread, &mut last, &settled.reader, &mut output)
        })?;
        let partial = Vec::from_iter(counted("media_omitted", output.omitted));
        if output.finish()? == 0 {
            return Err(lacks("messages"));
        }
        Ok(Understanding {
            encoding: file.detected.label(),
            date_order: settled.date_order,
            partial,
            ..Understanding::default()
        })
    }
}

fn head_of(input: &dyn Input, mapping: Option<&Mapping>) -> Result<(Option<Head>, Detected)> {
    let (first, detected) = first_lines(input)?;
    let lines = first.iter().map(String::as_str);
    // Without the user's word nobody knows what lettered columns mean.
    let lettered = || mapping.and_then(|mapping| Head::lettered(&lines, Some(mapping)));
    Ok((Head::find(&lines, mapping).or_else(lettered), detected))
}

/// The first rows below a head, as they are read.
fn first_rows(input: &dyn Input, detected: Detected, head: &Head) -> Result<Vec<Vec<String>>> {
    let failed = |source| Error::Io { file: input.name().to_owned(), source };
    let source = input.open().map_err(failed)?;
    let lines = lines::Lines::new(source, input.name(), detected);
    let mut rows = Rows::new(lines, head.delimiter, head.names.len());
    let mut first = Vec::new();
    while first.len() < ROWS
        && let Some(row) = rows.next_row()?
    {
        if row.line > head.line && !row.is_blank() {
            first.push(row.cells.iter().map(str::to_owned).collect());
        }
    }
    Ok(first)
}

/// The lines among which the header is.
fn first_lines(input: &dyn Input) -> Result<(Vec<String>, Detected)> {
    let (mut lines, detected) = lines::open(input)?;
    let mut first = Vec::new();
    let mut is_blank = true;
    while (first.len() < HEAD_LINES || is_blank)
        && let Some(line) = lines.next_line()?
    {
        is_blank &= line.text.trim().is_empty();
        if first.len() < HEAD_LINES {
            first.push(line.text.into_owned());
        }
    }
    if is_blank {
        return Err(Error::Empty { file: input.name().to_owned() });
    }
    Ok((first, detected))
}

/// A table whose head is understood.
struct File<'a> {
    input: &'a dyn Input,
    thread: Thread,
    head: Head,
    detected: Detected,
}

impl File<'_> {
    /// Calls `each` with every row below the header that holds anything.
    fn each_row(
        &self,
        job: &Job,
        pass: Pass,
        each: &mut dyn FnMut(TableRecord<'_>) -> Result<()>,
    ) -> Result<()> {
        let failed = |source| Error::Io { file: self.input.name().to_owned(), source };
        let source = self.input.open().map_err(failed)?;
        let lines = lines::Lines::new(source, self.input.name(), self.detected);
        let mut rows = Rows::new(lines, self.head.delimiter, self.head.names.len());
        while let Some(row) = rows.next_row()? {
            if row.bytes > 0 {
                pass.advance(job, row.bytes)?;
            }
            // Exports joined end to end repeat the header.
            if row.line > self.head.line && !row.is_blank() && !row.cells.are(&self.head.names) {
                let place = Place::Row(row.number);
                each(TableRecord { head: &self.head, cells: &row.cells, doubts: &row.doubts, place })?;
            }
        }
        Ok(())
    }

    /// Says what holds for the table as a whole.
    fn report(&self, output: &mut Output<'_>) {
        if let Some(doubt) = self.detected.doubt() {
            output.warning(doubt);
        }
        let unread = self.head.unread();
        if !unread.is_empty() {
            output.warning(Warning::new("not_kept", format!("line {}", self.head.line), &unread));
        }
    }
}
