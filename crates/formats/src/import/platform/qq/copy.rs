//! What people copy out of QQ: messages marked in its side window, its chat window, its message manager or on a
//! phone, and pasted as text.
//!
//! Two passes: the first settles which window it was and who wrote, the second writes messages. The chat window
//! and the message manager tell no day; such messages stay undated. A line is [`copy_line`](super::copy_line)'s.

use super::{
    KEY_SEPARATOR,
    copy_line::{Header, Parted, Shape, Told, day_line, header},
    names::{Titles, Writer},
    words::{is_recall, is_system_sentence, understand},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    drafting::writers::{WriterSurvey, Writers},
    input::own_name,
    text::{
        dates::{DateOrderEvidence, is_possible},
        lines::{self, Lines, place},
    },
};
use chrono::NaiveDate;
use std::{
    cell::Cell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct QqCopy;

static ABOUT: About = About {
    id: "qq_copy",
    names: ("QQ 复制的聊天记录", "Messages copied from QQ"),
    extensions: &["txt"],
    reads: (
        "读取从 QQ 电脑版（侧边栏、聊天窗口、消息管理器）或手机上复制粘贴的聊天文字。",
        "Reads messages copied in QQ on the computer (side window, chat window, message manager) or on the phone.",
    ),
};

impl Importer for QqCopy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut survey = Survey::default();
        probe.lines().for_each(|line| survey.note(line));
        let all = survey.count(|_| true);
        if all == 0 {
            return Confidence::No;
        }
        if survey.days > 0 && survey.count(|shape| shape.time == Told::TimedApart) > 0 {
            return Confidence::Certain;
        }
        if survey.starts_at_once != Some(true) {
            return Confidence::No;
        }
        let is_most = |count: u64| count * 2 > all;
        if is_most(survey.count(|shape| shape.time == Told::Yearless)) {
            return Confidence::No;
        }
        let (dated, half) = (survey.dated(), survey.count(|shape| shape.has_half_day));
        let named_as_here = is_most(survey.titled.max(survey.count(|shape| shape.has_id)));
        let timed_as_here = is_most(half) && (dated == 0 || survey.year_last * 2 > dated);
        match dated {
            _ if named_as_here || timed_as_here => Confidence::Likely,
            // Nobody else copies the time of day to the second without its day; a single one may be a sentence.
            0 if all > 1 => Confidence::Possible,
            // `name 2024/3/5 23:59:08` is what several programs copy.
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
        let (mut text, detected) = lines::open(input)?;
        let mut survey = Survey::default();
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes / 2)?;
            }
            survey.note(&line.text);
        }
        let file = || input.name().to_owned();
        let layout = survey.layout();
        if survey.count(|shape| layout.takes(shape)) == 0 {
            return Err(match survey.filled {
                0 => Error::Empty { file: file() },
                _ => Error::Lacks { file: file(), what: "messages" },
            });
        }
        let Some(order) = options.date_order.or_else(|| survey.order()) else {
            return Err(Error::AmbiguousDates { file: file(), orders: survey.evidence.candidates() });
        };
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let writers = survey.writers.settle();
        survey.shapes.retain(|(name, _), _| writers.takes(name));
        // An account's number is QQ's own.
        let is_open =
            |(name, shape): &(String, Shape), who: &str| name == who && layout.takes(*shape) && !shape.has_id;
        let doubt = writers.doubt(|name| survey.shapes.keys().any(|entry| is_open(entry, name)));
        if let Some(doubt) = doubt {
            sink.warning(doubt);
        }
        let slot = sink.conversation(conversation(&survey, layout, options, input.name()))?;
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut again = Lines::new(stream, input.name(), detected);
        let omitted = Rc::new(Cell::new(0));
        let mut reader = Reader::new(layout, writers, order, slot, input.name(), &omitted);
        while let Some(line) = again.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes - line.bytes / 2)?;
            }
            line.doubt().into_iter().for_each(|warning| sink.warning(warning));
            reader.line(line.number, &line.text, sink)?;
        }
        reader.finish(sink)?;
        let partial = Vec::from_iter(counted("media_omitted", omitted.get()));
        let date_order = (survey.year_last > 0).then_some(order);
        Ok(Understanding { encoding: detected.label(), date_order, partial, ..Understanding::default() })
    }
}

/// A copy names nobody but those who wrote. Who has written so far changes from one copy to the next: a title
/// given by the user comes first.
fn conversation(survey: &Survey, layout: Layout, options: &ReadOptions, file: &str) -> ConversationDraft {
    let names: BTreeSet<&str> = survey
        .shapes
        .iter()
        .filter(|((_, shape), _)| layout.takes(*shape))
        .map(|((name, _), _)| name.as_str())
        .collect();
    let key = match &options.title {
        Some(given) => given.clone(),
        None if names.is_empty() => own_name(file).to_owned(),
        None => {
            let names: Vec<&str> = names.into_iter().collect();
            format!("names:{}", names.join(&KEY_SEPARATOR.to_string()))
        }
    };
    let title = options.title.clone().unwrap_or_default();
    ConversationDraft { platform: options.platform.unwrap_or(Platform::Qq), key, title }
}

/// How many different names are remembered. More is not a chat.
const REMEMBERED: usize = 50_000;

/// What the first pass gathers.
#[derive(Debug, Default)]
struct Survey {
    filled: u64,
    /// How many lines are the phone's for a day.
    days: u64,
    /// How often each writer has a header of a shape.
    shapes: HashMap<(String, Shape), u64>,
    writers: WriterSurvey,
    titled: u64,
    evidence: DateOrderEvidence,
    /// How many dates have the year last, so that their order is open.
    year_last: u64,
    /// How many of these have a Latin half-day word.
    year_last_half: u64,
    /// The shape of the first header, if nothing but the system's lines stands above: it is parted from nothing.
    first: Option<Shape>,
    /// Whether the first line that is none of the system's is a header.
    starts_at_once: Option<bool>,
    follows_words: bool,
}

impl Survey {
    fn note(&mut self, line: &str) {
        let is_blank = line.trim().is_empty();
        let follows_words = std::mem::replace(&mut self.follows_words, !is_blank);
        if is_blank {
            return;
        }
        self.filled += 1;
        if day_line(line).is_some() {
            self.days += 1;
            // A day parts like an empty line.
            self.follows_words = false;
            return;
        }
        let parted = if follows_words { Parted::ByNothing } else { Parted::ByABlank };
        let found = header(line, parted);
        if found.is_some() || !is_system_sentence(line) {
            if self.starts_at_once.is_none() {
                self.first = found.map(|found| found.shape);
            }
            self.starts_at_once.get_or_insert(found.is_some());
        }
        if let Some(found) = found {
            self.note_header(&found);
        }
    }

    fn note_header(&mut self, found: &Header<'_>) {
        let writer = Writer::of_copy(found.name);
        self.titled += u64::from(writer.title.is_some());
        let entry = (writer.id.unwrap_or(writer.name).to_owned(), found.shape);
        self.writers.note(&entry.0, found.stamp, found.at());
        if self.shapes.len() < REMEMBERED || self.shapes.contains_key(&entry) {
            *self.shapes.entry(entry).or_default() += 1;
        }
        if let Some(date) = found.date {
            self.evidence.note(date, found.clock.script);
            let is_open = date.own_order().is_none();
            self.year_last += u64::from(is_open);
            self.year_last_half += u64::from(is_open && found.shape.has_half_day);
        }
    }

    fn count(&self, wanted: impl Fn(Shape) -> bool) -> u64 {
        self.shapes.iter().filter(|((_, shape), _)| wanted(*shape)).map(|(_, count)| count).sum()
    }

    fn dated(&self) -> u64 {
        self.count(|shape| shape.time == Told::Dated)
    }

    fn layout(&self) -> Layout {
        let on_phone = self.days > 0 && self.count(|shape| shape.time == Told::TimedApart) > 0;
        let of_window = |shape: Shape| !on_phone || shape.time == Told::TimedApart;
        let all = self.count(of_window);
        let half = self.count(|shape| of_window(shape) && shape.has_half_day) * 2 > all;
        let of_clock = |shape: Shape| of_window(shape) && shape.has_half_day == half;
        let all = self.count(of_clock);
        let first = u64::from(self.first.is_some_and(of_clock));
        let below = self.count(|shape| of_clock(shape) && shape.parted).saturating_sub(first);
        let parted = below * 2 > all.saturating_sub(first);
        // Without empty lines between messages, it is the id that tells a header from words.
        let ids = !parted && self.count(|shape| of_clock(shape) && shape.has_id) * 2 > all;
        Layout { on_phone, half, parted, ids }
    }

    /// The order of the dates. QQ writes them as the computer does: AM and PM come with the month first, unless
    /// the file contradicts.
    fn order(&self) -> Option<DateOrder> {
        let documented = self.year_last_half == self.year_last;
        self.evidence.order().or_else(|| documented.then_some(DateOrder::Mdy))
    }
}

/// Which headers a file has. What looks like a header otherwise is quoted.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of one layout")]
struct Layout {
    on_phone: bool,
    half: bool,
    parted: bool,
    ids: bool,
}

impl Layout {
    fn takes(self, shape: Shape) -> bool {
        (!self.on_phone || shape.time == Told::TimedApart)
            && shape.has_half_day == self.half
            && (shape.parted || !self.parted)
            && (shape.has_id || !self.ids)
    }
}

/// The second pass.
struct Reader<'a> {
    composer: Composer<'a>,
    layout: Layout,
    writers: Writers,
    order: DateOrder,
    slot: usize,
    titles: Titles,
    day: Option<NaiveDate>,
    parted: Parted,
    /// A sentence of the system, if the next line is empty, too.
    held: Option<(u64, String)>,
}

impl Reader<'_> {
    fn new(
        layout: Layout,
        writers: Writers,
        order: DateOrder,
        slot: usize,
        file: &str,
        omitted: &Rc<Cell<u64>>,
    ) -> Self {
        let omitted = Rc::clone(omitted);
        let composer = Composer::new(file, move |draft: &mut MessageDraft, _: &mut dyn Sink| {
            understand(draft, &omitted);
            Ok(())
        });
        let (titles, parted) = (Titles::default(), Parted::ByABlank);
        Self { composer, layout, writers, order, slot, titles, day: None, parted, held: None }
    }

    fn line(&mut self, number: u64, text: &str, sink: &mut dyn Sink) -> Result<()> {
        let is_blank = text.trim().is_empty();
        let now = if is_blank { Parted::ByABlank } else { Parted::ByNothing };
        let parted = std::mem::replace(&mut self.parted, now);
        if let Some((number, sentence)) = self.held.take() {
            if is_blank {
                self.event(number, &sentence, sink)?;
            } else {
                self.composer.words(self.slot, number, &sentence, sink)?;
            }
        }
        if self.layout.on_phone
            && let Some(day) = day_line(text)
        {
            self.day = Some(day);
            self.parted = Parted::ByABlank;
            return Ok(());
        }
        let is_of_somebody = |found: &Header<'_>| {
            let writer = Writer::of_copy(found.name);
            self.layout.takes(found.shape) && self.writers.takes(writer.id.unwrap_or(writer.name))
        };
        if let Some(found) = header(text, parted).filter(is_of_somebody) {
            return self.begin(number, text, &found, sink);
        }
        if parted == Parted::ByABlank && is_system_sentence(text) {
            self.held = Some((number, text.to_owned()));
            return Ok(());
        }
        self.composer.words(self.slot, number, text, sink)
    }

    fn begin(&mut self, number: u64, text: &str, found: &Header<'_>, sink: &mut dyn Sink) -> Result<()> {
        let date = match found.date {
            Some(date) => date.in_order(date.own_order().unwrap_or(self.order)).ok_or("impossible_date"),
            None => self.day.filter(|_| found.shape.time != Told::Yearless).ok_or("undated_line"),
        };
        let sent_at = date
            .map(|date| SourceTime::Local(date.and_time(found.clock.time), found.clock.precision))
            .and_then(|at| if is_possible(at) { Ok(at) } else { Err("odd_time") });
        if let Err(code) = sent_at {
            sink.warning(Warning::new(code, place(number), text));
        }
        let writer = Writer::of_copy(found.name);
        self.titles.note(&writer);
        let draft = MessageDraft {
            place: place(number),
            ..MessageDraft::text(writer.sender(), sent_at.ok(), "").stating(found.stamp)
        };
        self.composer.begin(self.slot, draft, sink)
    }

    /// A sentence of the system has no time: it stands where the copy has it.
    fn event(&mut self, number: u64, sentence: &str, sink: &mut dyn Sink) -> Result<()> {
        self.composer.finish(sink)?;
        let draft = MessageDraft {
            recalled: is_recall(sentence),
            place: place(number),
            ..MessageDraft::text(None, None, sentence.trim())
        };
        sink.message(self.slot, draft)
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if let Some((number, sentence)) = self.held.take() {
            self.event(number, &sentence, sink)?;
        }
        self.composer.finish(sink)?;
        self.titles.doubt().into_iter().for_each(|warning| sink.warning(warning));
        Ok(())
    }
}
