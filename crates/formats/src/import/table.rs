//! Tables of messages: CSV, TSV and their relatives, with whatever columns a support tool wrote.
//!
//! Two passes: the first settles the order of dates and of rows, the second reads. The columns are known by
//! [`columns`](super::columns), quotes are [`table_rows`](super::table_rows)'. Workbooks are another format.

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::Field,
    dates::{is_possible, parse_time},
    encoding::Detected,
    generic::{Output, Reader, Record, Thread},
    generic_survey::Survey,
    json_source::Pass,
    lines,
    table_head::{HEAD_LINES, Head},
    table_rows::{Row, Rows},
};
use serde::Deserialize;
use std::borrow::Cow;
use yanju_model::{
    Warning,
    draft::{AttachmentDraft, MessageDraft, Understanding},
    job::Job,
};

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
        match Head::find(&probe.text.lines()) {
            Some(head) if head.lacks().is_none() && head.names.len() > 2 => Confidence::Likely,
            _ if is_named_so && probe.encoding.is_some() => Confidence::Possible,
            _ => Confidence::No,
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let lacks = |what| Error::Lacks { file: input.name().to_owned(), what };
        let (head, detected) = head_of(input)?;
        let head = head.ok_or_else(|| lacks("text_column"))?;
        if let Some(what) = head.lacks() {
            return Err(lacks(what));
        }
        let file = File { input, thread: Thread::of_file(input.name(), options), head, detected };
        let mut survey = Survey::default();
        file.each_row(job, Pass::Survey, &mut |record| {
            let words = record.words().unwrap_or_default();
            survey.note(&file.thread.named_by(&record).key, &record, words);
            Ok(())
        })?;
        let settled = survey.settle(input.name(), options)?;
        let mut output = Output::new(sink, options, settled.sequence);
        file.report(&mut output);
        file.each_row(job, Pass::Read, &mut |record| {
            record.push(&file.thread, &settled.reader, &mut output)
        })?;
        if output.finish()? == 0 {
            return Err(lacks("messages"));
        }
        Ok(Understanding {
            encoding: file.detected.label(),
            date_order: settled.date_order,
            partial: Vec::new(),
        })
    }
}

fn head_of(input: &dyn Input) -> Result<(Option<Head>, Detected)> {
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
    Ok((Head::find(&first.iter().map(String::as_str)), detected))
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
            if row.line > self.head.line && !row.is_blank() && row.cells != self.head.names {
                each(TableRecord { head: &self.head, row })?;
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

/// A row and what its cells mean.
struct TableRecord<'h> {
    head: &'h Head,
    row: Row,
}

impl Record for TableRecord<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        let cell = self.row.cells.get(self.head.columns.place(field)?)?.trim();
        (!cell.is_empty()).then_some(Cow::Borrowed(cell))
    }
}

impl TableRecord<'_> {
    fn push(mut self, thread: &Thread, reader: &Reader, output: &mut Output<'_>) -> Result<()> {
        for doubt in std::mem::take(&mut self.row.doubts) {
            output.warning(doubt);
        }
        let place = self.row.place();
        let thread = thread.named_by(&self);
        let Some(text) = self.words().map(str::to_owned) else {
            // A line of the export tool, such as a count at the end: nobody is known to have said it.
            let words = self.row.cells.join(&self.head.delimiter.to_string());
            output.warning(Warning::new("short_row", place.as_str(), &words));
            let sent_at =
                self.cell(Field::Time).and_then(|cell| parse_time(&cell)).filter(|time| is_possible(*time));
            return output.push(&thread, MessageDraft { place, ..MessageDraft::text(None, sent_at, words) });
        };
        let (text, file) = dumped(text);
        let text = match self.further_cells() {
            Some((further, belongs)) => {
                if belongs == Further::ToNothing {
                    output.warning(Warning::new("extra_cells", place.as_str(), &further));
                }
                text + &further
            }
            None => text,
        };
        let mut draft = reader.draft(&self, text, place, &mut |warning| output.warning(warning));
        draft.attachments = file.into_iter().map(|name| AttachmentDraft { name, content: None }).collect();
        output.push(&thread, draft)
    }

    fn words(&self) -> Option<&str> {
        self.row.cells.get(self.head.columns.place(Field::Text)?).map(String::as_str)
    }

    /// The cells beyond the header, as they follow the words. Where these are the last column, a writer without
    /// quotes has cut them at a delimiter of their own.
    fn further_cells(&self) -> Option<(String, Further)> {
        let width = self.head.names.len();
        let further: Vec<&str> = self.row.cells.iter().skip(width).map(String::as_str).collect();
        let joined: String =
            further.iter().flat_map(|cell| [self.head.delimiter.to_string(), (*cell).to_owned()]).collect();
        let of_the_text = self.head.columns.place(Field::Text).is_some_and(|place| place + 1 == width);
        let belongs = if of_the_text { Further::ToTheText } else { Further::ToNothing };
        let says_something = of_the_text || further.iter().any(|cell| !cell.trim().is_empty());
        (!further.is_empty() && says_something).then_some((joined, belongs))
    }
}

/// What the cells beyond the header belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Further {
    ToTheText,
    ToNothing,
}

/// The content cells of PyWxDump: words and a file, as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dumped {
    src: Option<String>,
    msg: String,
}

/// The words of a cell, and the name of the file that belongs to it.
fn dumped(cell: String) -> (String, Option<String>) {
    if !cell.starts_with('{') {
        return (cell, None);
    }
    match serde_json::from_str(&cell) {
        Ok(Dumped { src, msg }) => {
            let name = src
                .as_deref()
                .and_then(|path| path.rsplit(['/', '\\']).next())
                .filter(|name| !name.is_empty());
            (msg, name.map(str::to_owned))
        }
        Err(_) => (cell, None),
    }
}
