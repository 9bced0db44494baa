//! Workbooks that a script in 千牛's page writes: a sheet for each customer, and times without dates.

use super::words::settle;
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::cell_words::role_of,
    drafting::placeholders::is_media,
    json::source::Pass,
    table::workbook::{SheetRow, Workbook, is_workbook},
    text::{
        dates::{Cursor, clock, is_possible, parse_time},
        lone::title_of_one,
    },
};
use std::collections::BTreeSet;
use yanju_model::{
    Platform, Role, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of the script's workbooks.
pub struct QianniuWorkbook;

static ABOUT: About = About {
    id: "qianniu_xlsx",
    names: ("千牛脚本导出的工作簿", "Workbook of a Qianniu script"),
    extensions: &["xlsx"],
    reads: (
        "读取网页脚本从千牛导出的 Excel 工作簿，每位客户一张表；表中只有时刻、没有日期。",
        "Reads the workbook that a page script exports from Qianniu: a sheet for each customer, with times of day but no dates.",
    ),
};

/// The sheet that counts what was exported.
const SUMMARY: &str = "导出汇总";

/// The columns, by their names.
const COLUMNS: [&str; 6] = ["客户名", "消息序号", "发送时间", "发送内容", "发送账号", "账号类型"];

impl Importer for QianniuWorkbook {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name: &&str| probe.openings.iter().any(|opening| opening.text.contains(*name));
        if is_workbook(&probe.entries) && COLUMNS.iter().all(has) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let title = title_of_one(options, |sink| {
            read(&mut Workbook::open(input, job, Pass::Survey)?, options, None, sink).map(drop)
        })?;
        let mut book = Workbook::open(input, job, Pass::Read)?;
        match read(&mut book, options, title.as_deref(), sink)? {
            (0, _) => Err(Error::Lacks { file: input.name().to_owned(), what: "messages" }),
            (_, omitted) => Ok(Understanding {
                partial: Vec::from_iter(counted("media_omitted", omitted)),
                ..Understanding::default()
            }),
        }
    }
}

/// Reads every sheet; returns how many messages there are, and how many of them stand for media that the workbook
/// does not hold.
fn read(
    book: &mut Workbook<'_>,
    options: &ReadOptions,
    title: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<(u64, u64)> {
    let (mut messages, mut omitted) = (0, 0);
    for name in book.sheets() {
        let mut sheet = Sheet {
            name: &name,
            options,
            title,
            columns: None,
            unread: BTreeSet::new(),
            roles: BTreeSet::new(),
            slot: None,
            messages: 0,
            omitted: 0,
            is_undated: false,
            sink,
        };
        book.each_row(&name, &mut |row| sheet.row(row))?;
        omitted += sheet.omitted;
        messages += sheet.finish();
    }
    Ok((messages, omitted))
}

/// Where the columns of a sheet stand, in the order of [`COLUMNS`].
type Places = [Option<usize>; COLUMNS.len()];

/// A sheet as it is read.
struct Sheet<'a> {
    name: &'a str,
    options: &'a ReadOptions,
    title: Option<&'a str>,
    columns: Option<Places>,
    /// Columns that mean nothing here and hold something.
    unread: BTreeSet<String>,
    /// Words for roles that are not known.
    roles: BTreeSet<String>,
    slot: Option<(String, usize)>,
    messages: u64,
    omitted: u64,
    is_undated: bool,
    sink: &'a mut dyn Sink,
}

/// What the cells of a row are.
struct Cells {
    customer: String,
    time: String,
    words: String,
    account: String,
    role: String,
}

impl Sheet<'_> {
    fn row(&mut self, row: SheetRow) -> Result<()> {
        row.doubts.into_iter().for_each(|doubt| self.sink.warning(doubt));
        let Some(places) = self.columns else {
            let place = |name: &&str| row.cells.iter().position(|cell| cell.trim() == *name);
            let places: Places = COLUMNS.each_ref().map(place);
            let [_, _, time, words, account, _] = places;
            if time.is_some() && words.is_some() && account.is_some() {
                let is_unread = |(at, _): &(usize, &String)| !places.contains(&Some(*at));
                let unread = row.cells.iter().enumerate().filter(is_unread);
                self.unread = unread.map(|(_, name)| name.trim().to_owned()).collect();
                self.unread.remove("");
                self.columns = Some(places);
            }
            return Ok(());
        };
        let cell = |place: Option<usize>| place.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default();
        let [customer, _, time, words, account, role] = places.map(cell);
        self.message(
            Cells { customer, time, words, account, role },
            format!("{}, row {}", self.name, row.number),
        )
    }

    fn message(&mut self, cells: Cells, place: String) -> Result<()> {
        let slot = self.slot(&cells.customer)?;
        let role = role_of(&cells.role).unwrap_or(Role::Unknown);
        if role == Role::Unknown && !cells.role.trim().is_empty() && self.roles.len() < 10 {
            self.roles.insert(cells.role.trim().to_owned());
        }
        let sender = (role != Role::System).then(|| Sender { role, ..Sender::named(cells.account.trim()) });
        let mut draft = MessageDraft { place, ..MessageDraft::text(sender, None, cells.words) };
        settle(&mut draft, |_| false);
        self.omitted += u64::from(is_media(draft.kind));
        let written = cells.time.trim();
        draft.sent_at = parse_time(written).filter(|time| is_possible(*time));
        self.messages += 1;
        if draft.sent_at.is_none() {
            if is_clock(written) {
                if !std::mem::replace(&mut self.is_undated, true) {
                    self.sink.warning(Warning::new("undated_row", draft.place.as_str(), written));
                }
            } else {
                let code = match parse_time(written) {
                    Some(_) => "odd_time",
                    None if written.is_empty() => "undated_row",
                    None => "unreadable_time",
                };
                self.sink.warning(Warning::new(code, draft.place.as_str(), written));
            }
            draft = draft.stating(written);
        }
        self.sink.message(slot, draft)
    }

    /// The conversation of a row: its customer's, whose name a sheet's name may cut short.
    fn slot(&mut self, customer: &str) -> Result<usize> {
        let key = if customer.trim().is_empty() { self.name } else { customer.trim() };
        if let Some((known, slot)) = &self.slot
            && known == key
        {
            return Ok(*slot);
        }
        let slot = self.sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::WangWang),
            key: key.to_owned(),
            title: self.title.unwrap_or(key).to_owned(),
        })?;
        self.slot = Some((key.to_owned(), slot));
        Ok(slot)
    }

    /// Says what was not read; returns how many messages there were.
    fn finish(self) -> u64 {
        if self.columns.is_none() && self.name != SUMMARY {
            self.sink.warning(Warning::new("not_kept", self.name, self.name));
        }
        for (name, what) in [(COLUMNS.last(), &self.roles), (None, &self.unread)] {
            if !what.is_empty() {
                let words = what.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let detail = name.map_or_else(|| words.clone(), |name| format!("{name}: {words}"));
                self.sink.warning(Warning::new("not_kept", self.name, &detail));
            }
        }
        self.messages
    }
}

/// Whether a cell holds a time of day and nothing more.
fn is_clock(cell: &str) -> bool {
    let mut cursor = Cursor::new(cell);
    clock(&mut cursor).is_some() && cursor.rest().is_empty()
}
