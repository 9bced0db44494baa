//! Workbooks (XLSX, ECMA-376) as rows of text, a sheet at a time. What columns and sheets mean is each format's.
//!
//! Every part is unpacked once within the limits of archives before it is parsed, because the parser has none of
//! its own. The shared strings of a workbook are held in memory; its cells are not.

mod merged;

use crate::import::{
    Error, Input, ReadSeek, Result,
    archive::{self, Allowance, Archive, Metered},
    json::source::Pass,
    text::html,
};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use chrono::{NaiveTime, Timelike};
use html5gum::{Token, Tokenizer};
use merged::Merged;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use yanju_model::{Warning, job::Job};

/// The most columns a row may have: as many as a spreadsheet has.
const COLUMN_LIMIT: u32 = 16_384;

/// From here on, doubles no longer hold every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether an archive with these entries is a workbook.
pub(crate) fn is_workbook(entries: &[String]) -> bool {
    entries.iter().any(|name| name == "xl/workbook.xml")
}

/// The most bytes of a workbook's outline that are looked at for the names of its sheets.
const OUTLINE_LIMIT: u64 = 64 * 1024;

/// The names of the sheets of an archive that is a workbook; none where it is something else, or damaged.
pub(crate) fn sheet_names(archive: &mut Archive<'_>) -> Vec<String> {
    let mut outline = Vec::new();
    let Ok(entry) = archive.by_name("xl/workbook.xml") else { return Vec::new() };
    if entry.take(OUTLINE_LIMIT).read_to_end(&mut outline).is_err() {
        return Vec::new();
    }
    let outline = String::from_utf8_lossy(&outline);
    let tags = Tokenizer::new(outline.as_ref()).filter_map(|Ok(token)| match token {
        Token::StartTag(tag) => Some(tag),
        _ => None,
    });
    tags.filter(|tag| tag.name.as_slice() == b"sheet")
        .filter_map(|tag| html::attribute(&tag, "name"))
        .collect()
}

/// A row of a sheet.
#[derive(Debug, Default)]
pub(crate) struct SheetRow {
    /// Its number as the spreadsheet shows it, from 1.
    pub(crate) number: u64,
    /// Its cells as text. Dates read `2024-03-06 13:58:40`, times of day `13:58:40`.
    pub(crate) cells: Vec<String>,
    /// Doubts about its cells.
    pub(crate) doubts: Vec<Warning>,
}

/// An opened workbook.
pub(crate) struct Workbook<'a> {
    xlsx: Xlsx<BufReader<Progress<'a>>>,
    file: String,
    job: &'a Job,
    /// Whether cells of it are merged anywhere.
    has_merged: bool,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook. `pass` says whether the bytes read count as progress.
    pub(crate) fn open(input: &'a dyn Input, job: &'a Job, pass: Pass) -> Result<Self> {
        let has_merged = check(input, job)?;
        let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
        let progress = Progress { inner: stream, job, pass };
        let xlsx = Xlsx::new(BufReader::new(progress))
            .map_err(|error| failure(input.name(), "workbook", &error, job))?;
        Ok(Self { xlsx, file: input.name().to_owned(), job, has_merged })
    }

    /// The names of its sheets, in their order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    /// The first rows of a sheet that hold anything, at most `limit`.
    pub(crate) fn first_rows(&mut self, sheet: &str, limit: usize) -> Result<Vec<SheetRow>> {
        let mut rows = Vec::new();
        self.rows_until(sheet, &mut |row| {
            rows.push(row);
            Ok(if rows.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(rows)
    }

    /// Calls `each` with every row of a sheet that holds anything.
    pub(crate) fn each_row(
        &mut self,
        sheet: &str,
        each: &mut dyn FnMut(SheetRow) -> Result<()>,
    ) -> Result<()> {
        self.rows_until(sheet, &mut |row| each(row).map(ControlFlow::Continue))
    }

    fn rows_until(
        &mut self,
        sheet: &str,
        each: &mut dyn FnMut(SheetRow) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let failed = |error: &XlsxError| failure(&self.file, sheet, error, self.job);
        let mut merged = Merged::default();
        if self.has_merged {
            merged = Merged::new(self.xlsx.merge_cells_by_sheet_name(sheet).map_err(|error| failed(&error))?);
        }
        let mut cells = self.xlsx.worksheet_cells_reader(sheet).map_err(|error| failed(&error))?;
        let mut row = SheetRow::default();
        while let Some(cell) = cells.next_cell().map_err(|error| failed(&error))? {
            let (line, column) = cell.get_position();
            let number = u64::from(line) + 1;
            if number != row.number {
                let whole = std::mem::replace(&mut row, SheetRow { number, ..SheetRow::default() });
                if hand_over(whole, &mut merged, each)?.is_break() {
                    return Ok(());
                }
            }
            if column >= COLUMN_LIMIT {
                continue;
            }
            let place = || format!("{sheet}, row {number}");
            let text = match cell.get_value() {
                DataRef::Float(value) if value.abs() >= EXACT => {
                    row.doubts.push(Warning::new("rounded_number", place(), &format!("{value:.0}")));
                    format!("{value:.0}")
                }
                value => shown(value),
            };
            if !text.is_empty() {
                row.cells.resize(column as usize, String::new());
                row.cells.push(text);
            }
        }
        hand_over(row, &mut merged, each).map(drop)
    }
}

fn hand_over(
    mut row: SheetRow,
    merged: &mut Merged,
    each: &mut dyn FnMut(SheetRow) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    let is_blank = row.cells.iter().all(|cell| cell.trim().is_empty());
    if is_blank {
        return Ok(ControlFlow::Continue(()));
    }
    merged.fill(&mut row);
    each(row)
}

/// A cell as text.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => date(value),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.replacen('T', " ", 1),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A date of the spreadsheet, rounded to the second: its serial numbers are fractions of days.
fn date(value: &ExcelDateTime) -> String {
    let serial = value.as_f64();
    if (0.0..1.0).contains(&serial) {
        let seconds = (serial * 86_400.0).round() as u32;
        return NaiveTime::from_num_seconds_from_midnight_opt(seconds.min(86_399), 0)
            .map_or_else(String::new, |time| {
                format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
            });
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let exact = chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .and_then(|date| date.and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second)));
    let Some(exact) = exact else { return serial.to_string() };
    let rounded = if milli >= 500 { exact + chrono::Duration::seconds(1) } else { exact };
    // A whole day is a date; the time of day may stand in another cell.
    let shape = if serial.fract() == 0.0 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
    rounded.format(shape).to_string()
}

/// Unpacks every part once, within the limits, and keeps nothing. Returns whether cells are merged anywhere.
fn check(input: &dyn Input, job: &Job) -> Result<bool> {
    let mut archive = archive::open(input)?;
    let names = archive::names(&archive);
    let mut allowance = Allowance::of_archive(input);
    let mut search = Search::default();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.starts_with("xl/")) {
        let place = format!("zip entry {name}");
        let stream = archive::unpacked(input, &mut archive, index, &place)?;
        io::copy(&mut Metered::new(stream, input.name(), &mut allowance, job), &mut search)
            .map_err(|source| Error::of_stream(input.name(), source))?;
    }
    Ok(search.is_found)
}

/// The element of a sheet that tells of merged cells.
const MERGED: &[u8] = b"mergeCell";

/// Keeps nothing of what is written into it but whether [`MERGED`] is there.
#[derive(Default)]
struct Search {
    /// The end of what was written last.
    before: Vec<u8>,
    is_found: bool,
}

impl Write for Search {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_found {
            self.before.extend_from_slice(bytes.get(..MERGED.len()).unwrap_or(bytes));
            self.is_found =
                [&self.before, bytes].iter().any(|bytes| memchr::memmem::find(bytes, MERGED).is_some());
            let last = if bytes.len() < MERGED.len() { &self.before } else { bytes };
            let last = last.get(last.len().saturating_sub(MERGED.len())..).unwrap_or_default().to_vec();
            self.before = last;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a failure of the parser means here: it hands on errors of the stream as words of its own.
fn failure(file: &str, place: &str, error: &XlsxError, job: &Job) -> Error {
    match job.advance(0) {
        Err(cancelled) => Error::Cancelled(cancelled),
        Ok(()) => {
            Error::Damaged { file: file.to_owned(), place: place.to_owned(), detail: error.to_string() }
        }
    }
}

/// The bytes of a workbook, with progress and cancellation.
struct Progress<'a> {
    inner: Box<dyn ReadSeek + 'a>,
    job: &'a Job,
    pass: Pass,
}

impl Read for Progress<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        self.pass.advance(self.job, count as u64).map_err(io::Error::other)?;
        Ok(count)
    }
}

impl Seek for Progress<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
