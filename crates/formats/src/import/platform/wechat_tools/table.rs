//! Tables whose header is known word by word, as text or as sheets of a workbook. Two passes, as for any table: the
//! first settles the order of rows and of dates and whether the ids name messages, the second reads.
//!
//! What a row of a tool says is that tool's [`Layout`]; how it is read is [`table_row`](super::table_row)'s. Tables with unknown headers are another format.

use super::{
    table_row::{Header, Row, bare, draft},
    words::file_name,
};
use crate::import::{
    Confidence, Error, Input, Probe, ReadOptions, Result, Sink,
    columns::Field,
    counted,
    drafting::{media::Beside, not_kept::NotKept},
    generic::{
        Output, Thread,
        survey::{Settled, Survey},
    },
    json::source::Pass,
    table::{
        record::Place,
        rows::{Rows, cells_of_line},
        workbook::Workbook,
    },
    text::{
        edges::is_blank,
        encoding::Detected,
        lines::{self, Lines},
    },
};
use std::collections::HashMap;
use yanju_model::{
    Platform, Warning,
    draft::{MessageDraft, Understanding},
    job::Job,
};

/// The rows of titles and blanks that may stand above a header.
const TITLE_ROWS: usize = 10;

/// The most columns a header may have. The tools write nine at most.
const COLUMN_LIMIT: usize = 64;

const DELIMITERS: [char; 3] = [',', '\t', ';'];

/// What the columns of a tool mean.
pub(super) struct Layout {
    /// The columns that only this tool's tables have together.
    pub(super) demanded: &'static [&'static str],
    /// Where each field stands; of several columns for one, the first that is there.
    pub(super) columns: &'static [(Field, &'static str)],
    /// The columns that are read beside these.
    pub(super) further: &'static [&'static str],
    /// Completes a message, which has its sender, time and words.
    pub(super) complete: fn(&Row<'_>, &mut MessageDraft, &mut Vec<Warning>),
    /// Whether the cell of a column that is not read says something that is said nowhere else.
    pub(super) says: fn(&Row<'_>, &str) -> bool,
    /// What people and conversations are called, where the tool says so in a file beside the table.
    pub(super) names: fn(&dyn Input) -> Names,
    /// The conversation of rows that name none.
    pub(super) file: fn(&str, &ReadOptions) -> Thread,
}

impl Layout {
    /// Whether a row is the header.
    fn is_header(&self, cells: &[String]) -> bool {
        let has = |name: &str| cells.iter().any(|cell| bare(cell) == name);
        cells.len() <= COLUMN_LIMIT
            && self.demanded.iter().all(|name| has(name))
            && self.columns.iter().any(|(field, name)| *field == Field::Text && has(name))
    }

    /// The header among the first lines of a text.
    fn find<'t>(&self, lines: impl Iterator<Item = &'t str>) -> Option<Header> {
        (1..).zip(lines.take(TITLE_ROWS + 1)).find_map(|(line, text)| {
            DELIMITERS.into_iter().find_map(|delimiter| {
                let names = cells_of_line(text, delimiter);
                self.is_header(&names).then(|| Header::new(self, line, delimiter, &names))
            })
        })
    }

    /// How sure it is that a text is such a table.
    pub(super) fn recognise(&self, probe: &Probe) -> Confidence {
        if self.find(probe.text.lines()).is_some() { Confidence::Certain } else { Confidence::No }
    }

    /// Reads a text.
    pub(super) fn read_text(
        &'static self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (mut first, detected) = lines::open(input)?;
        let (mut lines, mut is_blank) = (Vec::new(), true);
        while (lines.len() <= TITLE_ROWS || is_blank)
            && let Some(line) = first.next_line()?
        {
            is_blank &= line.text.trim().is_empty();
            if lines.len() <= TITLE_ROWS {
                lines.push(line.text.into_owned());
            }
        }
        if is_blank {
            return Err(Error::Empty { file: input.name().to_owned() });
        }
        let header = self
            .find(lines.iter().map(String::as_str))
            .ok_or_else(|| Error::Lacks { file: input.name().to_owned(), what: "text_column" })?;
        let table = Table { layout: self, input, job, form: Form::Text(header, detected) };
        if let Some(doubt) = detected.doubt() {
            sink.warning(doubt);
        }
        table.read(options, sink, detected.label())
    }

    /// Reads a workbook.
    pub(super) fn read_book(
        &'static self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        Table { layout: self, input, job, form: Form::Book }.read(options, sink, String::new())
    }
}

/// Names by ids, and a doubt about the file they stand in.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) by_id: HashMap<String, String>,
    pub(super) doubt: Option<Warning>,
}

/// How the rows lie in the file.
enum Form {
    /// As text.
    Text(Header, Detected),
    /// In the sheets of a workbook.
    Book,
}

/// A table and what is needed to read it.
struct Table<'a> {
    layout: &'static Layout,
    input: &'a dyn Input,
    job: &'a Job,
    form: Form,
}

/// What the first pass finds beside what is settled for any table.
#[derive(Default)]
struct Seen {
    /// The first conversation, and whether there are others.
    thread: Option<String>,
    is_several: bool,
    not_kept: NotKept,
    other_sheets: NotKept,
}

impl Table<'_> {
    fn read(&self, options: &ReadOptions, sink: &mut dyn Sink, encoding: String) -> Result<Understanding> {
        let lacks = |what| Error::Lacks { file: self.input.name().to_owned(), what };
        let file = (self.layout.file)(self.input.name(), options);
        let (mut survey, mut seen) = (Survey::default(), Seen::default());
        let mut other_sheets = NotKept::default();
        self.each_row(Pass::Survey, &mut other_sheets, &mut |row| {
            let key = file.key_for(&row);
            survey.note(&key, &row, row.words().unwrap_or_default());
            seen.note(&row, &key);
            Ok(())
        })?;
        seen.other_sheets = other_sheets;
        if seen.thread.is_none() {
            return Err(lacks("messages"));
        }
        let settled = survey.settle(self.input.name(), options)?;
        let undated = (settled.timed == 0).then(|| Warning::new("undated", "", ""));
        let doubts = [undated, seen.not_kept.together(""), seen.other_sheets.together("")];
        doubts.into_iter().flatten().for_each(|doubt| sink.warning(doubt));
        let given = options.title.as_deref().filter(|_| !seen.is_several);
        let omitted = self.push_all(&settled, &file, given, options, sink)?;
        Ok(Understanding {
            encoding,
            date_order: settled.date_order,
            partial: Vec::from_iter(counted("media_omitted", omitted)),
            ..Understanding::default()
        })
    }

    /// Pushes every message; returns how many of them stand for media that are not there.
    fn push_all(
        &self,
        settled: &Settled,
        file: &Thread,
        given: Option<&str>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<u64> {
        let platform = options.platform.or(Some(Platform::WeChat));
        let of_wechat = ReadOptions { platform, ..options.clone() };
        let mut output = Output::new(sink, &of_wechat, settled.sequence);
        let names = (self.layout.names)(self.input);
        names.doubt.into_iter().for_each(|doubt| output.warning(doubt));
        let name_of = |id: &str| names.by_id.get(id).cloned();
        let mut beside = Beside::new(self.input);
        let titled = |mut thread: Thread| {
            if let Some(title) = name_of(&thread.key).filter(|_| thread.title.is_empty()) {
                thread.title = title;
            }
            thread
        };
        // The conversation of the row before is mostly that of the next.
        let mut last: Option<Thread> = None;
        self.each_row(Pass::Read, &mut NotKept::default(), &mut |row| {
            let is_same = |last: &Thread| file.key_for(&row) == last.key;
            let thread = match last.take().filter(is_same) {
                Some(same) => same,
                None => titled(row.thread(file, given)),
            };
            let (mut draft, warnings) = draft(&row, &settled.reader);
            if let Some(sender) = &mut draft.sender
                && let Some(name) = sender.key.as_deref().and_then(name_of)
            {
                sender.name = name;
            }
            for attachment in &mut draft.attachments {
                *attachment = output.attachment(&mut beside, &attachment.name, self.job)?;
                attachment.name = file_name(&attachment.name).to_owned();
            }
            for warning in warnings {
                output.warning(warning);
            }
            output.push(&thread, draft)?;
            last = Some(thread);
            Ok(())
        })?;
        let omitted = output.omitted;
        output.finish()?;
        Ok(omitted)
    }

    /// Calls `each` with every row below the header that holds anything. Sheets without the header are named.
    fn each_row(
        &self,
        pass: Pass,
        other_sheets: &mut NotKept,
        each: &mut dyn FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        match &self.form {
            Form::Text(header, detected) => self.each_text_row(pass, header, *detected, each),
            Form::Book => self.each_book_row(pass, other_sheets, each),
        }
    }

    fn each_text_row(
        &self,
        pass: Pass,
        header: &Header,
        detected: Detected,
        each: &mut dyn FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let failed = |source| Error::Io { file: self.input.name().to_owned(), source };
        let lines = Lines::new(self.input.open().map_err(failed)?, self.input.name(), detected);
        let mut rows = Rows::new(lines, header.delimiter, header.names.len());
        while let Some(row) = rows.next_row()? {
            if row.bytes > 0 {
                pass.advance(self.job, row.bytes)?;
            }
            // Exports joined end to end repeat the header.
            if row.line > header.line && !row.is_blank() && !header.is_repeated(&row.cells) {
                let place = Place::Row(row.number);
                each(Row { layout: self.layout, header, cells: &row.cells, place, doubts: &row.doubts })?;
            }
        }
        Ok(())
    }

    fn each_book_row(
        &self,
        pass: Pass,
        other_sheets: &mut NotKept,
        each: &mut dyn FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut book = Workbook::open(self.input, self.job, pass)?;
        for sheet in book.sheets() {
            let mut header: Option<Header> = None;
            let mut rows_above = 0;
            book.each_row(&sheet, &mut |row| {
                let Some(header) = &header else {
                    if rows_above <= TITLE_ROWS && self.layout.is_header(&row.cells) {
                        header = Some(Header::new(self.layout, row.number, '\t', &row.cells));
                    }
                    rows_above += 1;
                    return Ok(());
                };
                let cells = row.cells.iter().map(String::as_str).collect();
                if header.is_repeated(&cells) {
                    return Ok(());
                }
                let place = Place::OfSheet(&sheet, row.number);
                each(Row { layout: self.layout, header, cells: &cells, place, doubts: &row.doubts })
            })?;
            if header.is_none() && rows_above > 0 {
                other_sheets.note(&sheet);
            }
        }
        Ok(())
    }
}

impl Seen {
    fn note(&mut self, row: &Row<'_>, thread: &str) {
        self.is_several |= self.thread.as_ref().is_some_and(|first| first != thread);
        self.thread.get_or_insert_with(|| thread.to_owned());
        for place in &row.header.unread {
            let (Some(name), Some(cell)) = (row.header.names.get(*place), row.cells.get(*place)) else {
                continue;
            };
            if !is_blank(cell) && (row.layout.says)(row, name) {
                self.not_kept.note(name);
            }
        }
    }
}
