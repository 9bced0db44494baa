//! LINE's talk history: the text that phones and computers save, in the languages of its users, and the plainer
//! texts that tools make of it.
//!
//! Two passes: the first settles the layout, the order of dates and the names; the second writes messages.
//! `docs/formats/line.md` says what is read.

mod layout;
mod names;
mod survey;
mod words;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    drafting::media::Beside,
    input::own_name,
    json::source::Pass,
    text::dates::is_possible,
    text::lines::{self, Line},
};
use chrono::NaiveDate;
use layout::{Dated, DayLine, Layout, day_line, entry, is_saved_at, title};
use std::cell::Cell;
use survey::{Settled, Survey};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct LineChat;

static ABOUT: About = About {
    id: "line",
    names: ("LINE 聊天记录", "LINE talk history"),
    extensions: &["txt"],
    reads: (
        "读取 LINE 手机版和电脑版保存的聊天记录文本（日文、中文、英文、韩文）。",
        "Reads the talk history that LINE saves as text on phones and computers (Japanese, Chinese, English, Korean).",
    ),
};

impl Importer for LineChat {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut survey = Survey::default();
        for (number, line) in (1..).zip(probe.lines()) {
            survey.note(number, line);
        }
        let Some(layout) = survey.layout() else { return Confidence::No };
        match layout {
            _ if survey.title.is_some() => Confidence::Certain,
            Layout::Tabs | Layout::Spaces if survey.weekdays > 0 && survey.starts_with_a_day => {
                Confidence::Likely
            }
            Layout::DatedTabs if survey.starts_with_an_entry => Confidence::Likely,
            Layout::Brackets if survey.starts_with_an_entry => Confidence::Possible,
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
        let file = || input.name().to_owned();
        let (_, detected) = lines::open(input)?;
        let mut survey = Survey::default();
        lines::each(input, detected, Pass::Survey, job, |line| {
            survey.note(line.number, &line.text);
            Ok(())
        })?;
        if survey.is_blank() {
            return Err(Error::Empty { file: file() });
        }
        let settled = survey.settle(options.date_order);
        let settled = settled.ok_or_else(|| Error::Lacks { file: file(), what: "messages" })?;
        let open = || Error::AmbiguousDates { file: file(), orders: settled.orders.clone() };
        let order = settled.order.ok_or_else(open)?;
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let own = settled.title.clone().unwrap_or_default();
        let title = options.title.clone().unwrap_or_else(|| own.clone());
        let key = match (own.is_empty(), title.is_empty()) {
            (false, _) => own,
            (true, false) => title.clone(),
            (true, true) => own_name(input.name()).to_owned(),
        };
        let platform = options.platform.unwrap_or(Platform::Line);
        let slot = sink.conversation(ConversationDraft { platform, key, title })?;
        let guessed = settled.names.with_spaces();
        if !guessed.is_empty() {
            sink.warning(Warning::new("names_by_pattern", "", &guessed.join(" / ")));
        }

        let omitted = Cell::new(0);
        let is_lines = Cell::new(settled.layout != Layout::Brackets || settled.title.is_some());
        let mut beside = Beside::new(input);
        let composer = Composer::new(input.name(), |draft, sink| {
            if draft.sender.is_none() {
                is_lines.set(is_lines.get() || words::is_event(&draft.text));
                return Ok(());
            }
            unquote(draft, sink);
            let found = words::meaning(&draft.text);
            is_lines.set(is_lines.get() || found.is_of_line_alone());
            draft.kind = found.kind;
            omitted.set(omitted.get() + u64::from(found.leaves_out_media()));
            if let Some(name) = found.file.map(str::to_owned) {
                draft.attachments.push(beside.attachment(&name, sink, job)?);
            }
            Ok(())
        });
        let mut reader = Reader {
            settled: &settled,
            order,
            composer,
            sink,
            slot,
            day: None,
            within: None,
            undated: false,
        };
        lines::each(input, detected, Pass::Read, job, |line| reader.line(line))?;
        reader.composer.finish(reader.sink)?;
        if reader.composer.pushed == 0 {
            return Err(Error::Lacks { file: file(), what: "messages" });
        }
        if !is_lines.get() && options.platform.is_none() {
            sink.warning(Warning::new("platform_assumed", "", "LINE"));
        }
        Ok(Understanding {
            encoding: detected.label(),
            date_order: settled.open.then_some(order),
            partial: Vec::from_iter(counted("media_omitted", omitted.get())),
            ..Understanding::default()
        })
    }
}

/// Takes the quotation marks off words of several lines; they are LINE's own.
fn unquote(draft: &mut MessageDraft, sink: &mut dyn Sink) {
    let Some(inner) = draft.text.strip_prefix('"').filter(|inner| inner.contains('\n')) else { return };
    match inner.strip_suffix('"') {
        Some(words) => draft.text = words.to_owned(),
        None => sink.warning(Warning::new("unbalanced_quote", draft.place.as_str(), &draft.text)),
    }
}

/// The second pass.
struct Reader<'a, 'c> {
    settled: &'a Settled,
    order: DateOrder,
    composer: Composer<'c>,
    sink: &'a mut dyn Sink,
    slot: usize,
    day: Option<NaiveDate>,
    /// The last line of the quotation marks that are open, where words within them look like entries.
    within: Option<u64>,
    /// Whether people have been told that messages have no date.
    undated: bool,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        if self.within.is_some_and(|last| line.number <= last) {
            return self.composer.line(self.slot, line, self.sink);
        }
        self.within = self.settled.spans.get(&line.number).copied();
        if !self.composer.is_open() && (title(&line.text).is_some() || is_saved_at(&line.text)) {
            return Ok(());
        }
        let is_day = |found: &DayLine| {
            self.settled.layout.has_day_lines() && self.settled.days == Some(found.writing())
        };
        if let Some(found) = day_line(&line.text).filter(is_day) {
            self.composer.finish(self.sink)?;
            let before = std::mem::replace(&mut self.day, found.date.in_order(self.order));
            if self.day.is_none() {
                self.sink.warning(Warning::new("impossible_date", line.place(), &line.text));
            } else if before > self.day {
                self.sink.warning(Warning::new("earlier_day", line.place(), &line.text));
            }
            return Ok(());
        }
        let Some(found) = entry(&line.text, self.settled.layout) else {
            return self.composer.line(self.slot, line, self.sink);
        };
        let (sender, words) = self.settled.names.split(found.rest, self.settled.layout);
        let sent_at = self.time(line, found.dated);
        let draft = MessageDraft {
            place: line.place(),
            recalled: sender.is_none() && words::is_recall(words),
            ..MessageDraft::text(sender.map(Sender::named), sent_at, words).stating(found.written)
        };
        self.composer.begin(self.slot, draft, self.sink)
    }

    fn time(&mut self, line: &Line<'_>, dated: Dated) -> Option<SourceTime> {
        let date = match dated.date {
            Some(date) => date.in_order(self.order),
            None => self.day,
        };
        let Some(date) = date else {
            if dated.date.is_some() {
                self.sink.warning(Warning::new("impossible_date", line.place(), &line.text));
            } else if !std::mem::replace(&mut self.undated, true) {
                self.sink.warning(Warning::new("undated_line", line.place(), &line.text));
            }
            return None;
        };
        let stated = SourceTime::Local(date.and_time(dated.clock.time), dated.clock.precision);
        if is_possible(stated) {
            return Some(stated);
        }
        self.sink.warning(Warning::new("odd_time", line.place(), &line.text));
        None
    }
}
