//! The MHT that QQ's message manager exported up to version 9.7.25: a page with the messages, behind it the
//! pictures. Files of tens of gigabytes are known; nothing is held but the pictures' hashes by their names.
//!
//! Two passes: the first takes the pictures into keeping, the second reads the page that names them. The parts
//! are [`mht_parts`](super::mht_parts)'s, the rows [`mht_table`](super::mht_table)'s.

use super::{
    manager::Manager,
    mht_parts::{Base64, Head, Parts},
    mht_table::{Found, Row, Written, each_row},
    names::{Titles, Writer},
    words::{is_recall, kind_of_body},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::media::{Beside, kept},
    input::own_name,
    json::source::Pass,
    text::dates::{Cursor, NumericDate, clock, is_possible},
};
use chrono::NaiveDate;
use std::{cell::Cell, collections::HashMap, rc::Rc};
use yanju_model::{
    Kind, SourceTime, Warning,
    draft::{AttachmentDraft, DateOrder, MessageDraft, StoredContent, Understanding},
    job::Job,
};

/// The importer.
pub struct QqMht;

static ABOUT: About = About {
    id: "qq_mht",
    names: ("QQ 消息管理器导出网页（MHT）", "QQ message manager page (MHT)"),
    extensions: &["mht", "mhtml"],
    reads: (
        "读取旧版 QQ 消息管理器导出的 MHT 文件，连同其中的图片；文件再大也逐段读取。",
        "Reads MHT files that QQ's message manager used to export, with their pictures; in pieces, however large.",
    ),
};

/// The most pictures of one file that are remembered by name. At ten kilobytes each that is twenty gigabytes.
const PICTURE_LIMIT: usize = 2_000_000;

/// How many pictures that no message names are named.
const UNNAMED_LIMIT: usize = 30;

impl Importer for QqMht {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let head = probe.text.as_str();
        let in_parts = head.contains("boundary=") && head.to_ascii_lowercase().contains("multipart/related");
        let of_manager =
            head.contains("Save by Tencent MsgMgr") || head.contains("<title>QQ Message</title>");
        if in_parts && of_manager { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let found = pictures(input, options, sink, job)?;
        if found.pages == 0 {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let mut reader = Reader {
            input,
            sink,
            job,
            manager: Manager::new(options, found.partners),
            pictures: found.pictures,
            beside: Beside::new(input),
            titles: Titles::default(),
            group: String::new(),
            slot: None,
            day: None,
            messages: 0,
        };
        // What the first pass did not count as read is counted now.
        let pass = Rc::new(Cell::new(Pass::Survey));
        let mut parts = Parts::open(input, job, Rc::clone(&pass))?;
        let mut pages = 0;
        while pages < found.pages
            && let Some(head) = parts.next_part()?
        {
            pass.set(if head.is_page { Pass::Read } else { Pass::Survey });
            if !head.is_page {
                continue;
            }
            pages += 1;
            each_row_of(&mut parts, &head, input.name(), |found| reader.row(found))?;
        }
        reader.finish()?;
        Ok(Understanding {
            encoding: "utf-8".to_owned(),
            date_order: None,
            partial: Vec::new(),
            ..Understanding::default()
        })
    }
}

/// What the first pass finds.
#[derive(Default)]
struct Surveyed {
    pages: u64,
    /// Counted only where a title given must know of one conversation.
    partners: u64,
    pictures: HashMap<String, Picture>,
}

/// A picture that is in keeping, and whether a message has named it.
struct Picture {
    content: Option<StoredContent>,
    is_named: bool,
}

fn pictures(input: &dyn Input, options: &ReadOptions, sink: &mut dyn Sink, job: &Job) -> Result<Surveyed> {
    let pass = Rc::new(Cell::new(Pass::Read));
    let mut parts = Parts::open(input, job, Rc::clone(&pass))?;
    let mut found = Surveyed::default();
    while let Some(head) = parts.next_part()? {
        pass.set(if head.is_page { Pass::Survey } else { Pass::Read });
        if head.is_page {
            found.pages += 1;
            if options.title.is_some() {
                each_row_of(&mut parts, &head, input.name(), |row| {
                    found.partners += u64::from(matches!(row.row, Row::Partner(_)));
                    Ok(())
                })?;
            }
        } else if head.is_base64 && !head.location.is_empty() {
            if found.pictures.len() >= PICTURE_LIMIT {
                sink.warning(Warning::new("not_kept", head.location.as_str(), &head.location));
                continue;
            }
            let content = kept(&mut Base64::new(&mut parts), &head.location, sink)?;
            found.pictures.insert(key(&head.location), Picture { content, is_named: false });
        } else if !head.location.is_empty() {
            sink.warning(Warning::new("not_kept", head.location.as_str(), &head.location));
        }
    }
    Ok(found)
}

/// Reads the page that the part is.
fn each_row_of(
    parts: &mut Parts<'_>,
    head: &Head,
    file: &str,
    visit: impl FnMut(Found) -> Result<()>,
) -> Result<()> {
    if head.is_base64 { each_row(Base64::new(parts), file, visit) } else { each_row(parts, file, visit) }
}

/// The page and the part do not always agree on capitals.
fn key(location: &str) -> String {
    location.to_lowercase()
}

/// The second pass.
struct Reader<'a> {
    input: &'a dyn Input,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    manager: Manager<'a>,
    pictures: HashMap<String, Picture>,
    beside: Beside<'a>,
    titles: Titles,
    group: String,
    slot: Option<usize>,
    day: Option<NaiveDate>,
    messages: u64,
}

impl Reader<'_> {
    fn row(&mut self, found: Found) -> Result<()> {
        let place = format!("row {}", found.number);
        if found.replaced {
            self.sink.warning(Warning::new("undecodable_bytes", place.as_str(), ""));
        }
        match found.row {
            Row::Group(group) => self.group = group,
            Row::Partner(partner) => {
                self.day = None;
                self.slot = Some(self.manager.converse(&self.group, &partner, self.sink)?);
            }
            Row::Day(day) => {
                self.day = date(&day);
                if self.day.is_none() {
                    self.sink.warning(Warning::new("unreadable_time", place, &day));
                }
            }
            Row::Message(written) => return self.message(written, place),
            Row::Words(words) => {
                self.sink.warning(Warning::new("unrecognised_line", place.as_str(), &words));
                let slot = self.slot()?;
                let event = MessageDraft { place, ..MessageDraft::text(None, None, words) };
                return self.sink.message(slot, event);
            }
        }
        Ok(())
    }

    fn message(&mut self, written: Written, place: String) -> Result<()> {
        let slot = self.slot()?;
        let sent_at = self.time(&written.time, &place);
        let writer = Writer::of_manager(&written.writer);
        self.titles.note(&writer);
        if written.left_out > 0 {
            let detail = format!("<img>: {}", written.left_out);
            self.sink.warning(Warning::new("not_kept", place.as_str(), &detail));
        }
        let mut draft = MessageDraft::text(writer.sender(), sent_at, written.text).stating(&written.time);
        draft.place = place;
        if draft.sender.is_none() {
            draft.recalled = is_recall(&draft.text);
        } else if draft.text.trim().is_empty() && !written.pictures.is_empty() {
            draft.kind = Kind::Image;
        } else {
            draft.kind = kind_of_body(&draft.text);
        }
        for name in written.pictures {
            let attachment = self.picture(name)?;
            draft.attachments.push(attachment);
        }
        self.messages += 1;
        self.sink.message(slot, draft)
    }

    /// The time of day of the day named above. What stands there and is none is reported.
    fn time(&mut self, text: &str, place: &str) -> Option<SourceTime> {
        let mut cursor = Cursor::new(text);
        let clock = clock(&mut cursor).filter(|_| cursor.rest().trim().is_empty());
        let at = self
            .day
            .zip(clock)
            .map(|(day, clock)| SourceTime::Local(day.and_time(clock.time), clock.precision));
        let possible = at.filter(|at| is_possible(*at));
        if possible.is_none() {
            let code = match (self.day, clock) {
                (Some(_), Some(_)) => "odd_time",
                (Some(_), None) if !text.is_empty() => "unreadable_time",
                _ => "undated_row",
            };
            self.sink.warning(Warning::new(code, place, text));
        }
        possible
    }

    /// A picture of the file, or one that was left beside it.
    fn picture(&mut self, name: String) -> Result<AttachmentDraft> {
        match self.pictures.get_mut(&key(&name)) {
            Some(picture) => {
                picture.is_named = true;
                Ok(AttachmentDraft { name, content: picture.content.clone() })
            }
            None => self.beside.attachment(&name, self.sink, self.job),
        }
    }

    fn slot(&mut self) -> Result<usize> {
        if let Some(slot) = self.slot {
            return Ok(slot);
        }
        let stem = own_name(self.input.name());
        let slot = self.manager.of_file(stem, self.sink)?;
        self.slot = Some(slot);
        Ok(slot)
    }

    fn finish(self) -> Result<()> {
        if self.messages == 0 {
            return Err(Error::Lacks { file: self.input.name().to_owned(), what: "messages" });
        }
        let mut unnamed: Vec<&str> = self
            .pictures
            .iter()
            .filter(|(_, picture)| !picture.is_named)
            .map(|(name, _)| name.as_str())
            .collect();
        unnamed.sort_unstable();
        unnamed.truncate(UNNAMED_LIMIT);
        if !unnamed.is_empty() {
            self.sink.warning(Warning::new("not_kept", "", &unnamed.join(", ")));
        }
        self.titles.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        Ok(())
    }
}

/// The day of a row: `2024-03-05`.
fn date(text: &str) -> Option<NaiveDate> {
    let mut cursor = Cursor::new(text);
    let date = NumericDate::take(&mut cursor)?;
    date.own_order()?;
    date.in_order(DateOrder::Ymd).filter(|_| cursor.rest().trim().is_empty())
}
