//! Workbooks of messages (XLSX): every sheet that has a header with a column of words and one of times. Several
//! sheets are as many conversations, unless a column tells them apart.
//!
//! Cells are read by [`workbook`](super::workbook), rows as those of any table by
//! [`record`](super::record).

use super::{
    head::{HEAD_LINES, Head},
    record::{Place, TableRecord},
    workbook::{SheetRow, Workbook, is_workbook},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::{ColumnSample, Field},
    counted,
    generic::{Output, Thread, survey::Survey},
    json::source::Pass,
};
use std::cmp::Reverse;
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The importer of workbooks.
pub struct Book;

static ABOUT: About = About {
    id: "xlsx",
    names: ("表格（Excel XLSX）", "Table (Excel XLSX)"),
    extensions: &["xlsx"],
    reads: (
        "任何有时间列和内容列的 Excel 工作簿，每张表都读，列名按常见叫法自动识别",
        "Any Excel workbook with a column of times and one of words; every sheet is read, and the usual column names are understood",
    ),
};

impl Importer for Book {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if is_workbook(&probe.entries) { Confidence::Possible } else { Confidence::No }
    }

    fn columns(&self, input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
        let job = Job::quiet();
        let mut book = Workbook::open(input, &job, Pass::Survey)?;
        let mapping = options.mapping.as_ref();
        let mut widest: Option<(usize, usize, Vec<SheetRow>)> = None;
        let mut lettered: Option<ColumnSample> = None;
        for name in book.sheets() {
            let rows = book.first_rows(&name, HEAD_LINES)?;
            let head = Head::find_row(&rows, mapping);
            if let Some(found) =
                Head::lettered_row(&rows, mapping).filter(|_| head.is_none() && lettered.is_none())
            {
                let data = rows.iter().filter(|row| row.number > found.line).map(|row| row.cells.clone());
                lettered = Some(ColumnSample::new(found.names, data.collect(), mapping).lettered());
            }
            let header = match &head {
                Some(head) => rows.iter().position(|row| row.number == head.line),
                None => rows
                    .iter()
                    .enumerate()
                    .max_by_key(|(n, row)| (row.cells.len(), Reverse(*n)))
                    .map(|(n, _)| n),
            };
            let Some(header) = header else { continue };
            let understood = head.map_or(0, |head| head.columns.len());
            if widest.as_ref().is_none_or(|(best, ..)| understood > *best) {
                widest = Some((understood, header, rows));
            }
        }
        let is_understood = widest.as_ref().is_some_and(|(understood, ..)| *understood > 0);
        if let Some(lettered) = lettered.filter(|_| !is_understood) {
            return Ok(Some(lettered));
        }
        Ok(widest.map(|(_, header, rows)| {
            let mut rows = rows.into_iter().skip(header).map(|row| row.cells);
            let names = rows.next().unwrap_or_default();
            ColumnSample::new(names, rows.collect(), mapping)
        }))
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let lacks = |what| Error::Lacks { file: input.name().to_owned(), what };
        let file = Thread::of_file(input.name(), options);
        let mut survey = Survey::default();
        let mut book = Workbook::open(input, job, Pass::Survey)?;
        let (tables, others) = tables(&mut book, options)?;
        if tables.is_empty() {
            return Err(lacks(others.iter().find_map(|sheet| sheet.lacks).unwrap_or("text_column")));
        }
        for table in &tables {
            let thread = table.thread(&file, tables.len());
            table.each_row(&mut book, &mut |record| {
                let words = record.words().unwrap_or_default();
                survey.note(&thread.named_by(&record).key, &record, words);
                Ok(())
            })?;
        }
        drop(book);
        let settled = survey.settle(input.name(), options)?;
        let mut output = Output::new(sink, options, settled.sequence);
        for sheet in &others {
            output.warning(Warning::new("not_kept", sheet.name.as_str(), &sheet.first));
        }
        let mut book = Workbook::open(input, job, Pass::Read)?;
        for table in &tables {
            let unread = table.head.unread();
            if !unread.is_empty() {
                let place = format!("{}, row {}", table.name, table.head.line);
                output.warning(Warning::new("not_kept", place, &unread));
            }
            let thread = table.thread(&file, tables.len());
            let mut last = None;
            table.each_row(&mut book, &mut |record| {
                record.push(&thread, &mut last, &settled.reader, &mut output)
            })?;
        }
        let partial = Vec::from_iter(counted("media_omitted", output.omitted));
        if output.finish()? == 0 {
            return Err(lacks("messages"));
        }
        Ok(Understanding {
            encoding: String::new(),
            date_order: settled.date_order,
            partial,
            ..Understanding::default()
        })
    }
}

/// A sheet whose header is understood.
struct SheetTable {
    name: String,
    head: Head,
}

/// A sheet that holds something else.
struct OtherSheet {
    name: String,
    /// Its first row.
    first: String,
    /// What it lacks to be a table of messages.
    lacks: Option<&'static str>,
}

/// The sheets with messages, and those without; empty ones are neither.
fn tables(book: &mut Workbook<'_>, options: &ReadOptions) -> Result<(Vec<SheetTable>, Vec<OtherSheet>)> {
    let (mut tables, mut others) = (Vec::new(), Vec::new());
    for name in book.sheets() {
        let rows = book.first_rows(&name, HEAD_LINES)?;
        let mapping = options.mapping.as_ref();
        let lettered = || mapping.and_then(|mapping| Head::lettered_row(&rows, Some(mapping)));
        let head = Head::find_row(&rows, mapping).or_else(lettered);
        match (head, rows.first()) {
            (Some(head), _) if head.lacks().is_none() => tables.push(SheetTable { name, head }),
            (head, Some(first)) => {
                let lacks = head.as_ref().and_then(Head::lacks);
                others.push(OtherSheet { name, first: first.cells.join(", "), lacks });
            }
            (_, None) => {}
        }
    }
    Ok((tables, others))
}

impl SheetTable {
    /// The conversation of the sheet: the file's where it is the only table.
    fn thread(&self, file: &Thread, tables: usize) -> Thread {
        if tables == 1 {
            return file.clone();
        }
        Thread { key: format!("{} / {}", file.key, self.name), title: self.name.clone(), platform: None }
    }

    /// Calls `each` with every row below the header.
    fn each_row(
        &self,
        book: &mut Workbook<'_>,
        each: &mut dyn FnMut(TableRecord<'_>) -> Result<()>,
    ) -> Result<()> {
        book.each_row(&self.name, &mut |mut row: SheetRow| {
            if row.number <= self.head.line || row.cells == self.head.names {
                return Ok(());
            }
            // A workbook leaves out empty cells at the end of a row: words may be empty beside a time and a sender.
            let is_told = |field| self.head.columns.place(field).and_then(|at| row.cells.get(at));
            if [Field::Time, Field::Sender]
                .into_iter()
                .all(|field| is_told(field).is_some_and(|cell| !cell.trim().is_empty()))
            {
                row.cells.resize(row.cells.len().max(self.head.names.len()), String::new());
            }
            let place = Place::OfSheet(&self.name, row.number);
            let cells = row.cells.iter().map(String::as_str).collect();
            each(TableRecord { head: &self.head, cells: &cells, doubts: &row.doubts, place })
        })
    }
}
