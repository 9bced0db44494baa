//! Any chat that somebody copied out of a window and pasted, of whatever program: the last to be asked.
//!
//! Two passes: the first settles what begins a message and who wrote, by the whole text; the second writes
//! messages. `docs/formats/pasted_text.md` says what is read. Copies with marks of their own are other formats.

mod days;
mod events;
mod header;
mod met;
pub(crate) mod name;
mod reader;
mod readings;
pub(crate) mod settled;
mod signs;
mod status;
mod steps;
mod survey;
mod tally;
mod time_of_day;
mod when;
mod within;

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    drafting::media::Beside,
    generic::Sequence,
    input::own_name,
    platform::wechat::window,
    platform::wechat::words::{meaning, media_left_out},
    text::lines::{self, Lines},
};
use events::is_taken_back;
use header::Shape;
use reader::Reader;
use settled::Settled;
use status::tidied;
use std::cell::{Cell, RefCell};
use survey::Survey;
use when::Family;
use within::name_within;
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent, Understanding},
    job::Job,
};

/// The importer.
pub struct Pasted;

static ABOUT: About = About {
    id: "pasted_text",
    names: ("粘贴的聊天文本", "Pasted chat text"),
    extensions: &["txt", "md", "text"],
    reads: (
        "读取从任何聊天窗口复制粘贴的文本：姓名与时间同行或分行、时间在前或在后、“姓名：内容”，自动判断排列方式。",
        "Reads text copied from any chat window: name and time in one line or two, in either order, or “name: words”; the layout is found by itself.",
    ),
};

impl Importer for Pasted {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut survey = Survey::default();
        window::each_of(probe.lines(), |seen| survey.note(seen));
        match survey.settle(None) {
            Some(settled) if settled.headers > 1 || settled.begins_at_once() => Confidence::Possible,
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
        let (mut text, detected) = lines::open(input)?;
        let mut survey = Survey::default();
        window::each(
            &mut text,
            |bytes| Ok(job.advance(bytes / 2)?),
            |_| {},
            |seen| {
                survey.note(seen);
                Ok(())
            },
        )?;
        if survey.filled == 0 {
            return Err(Error::Empty { file: file() });
        }
        let lacks = Error::Lacks { file: file(), what: "messages" };
        let settled = survey.settle(options.date_order).ok_or(lacks)?;
        let open = || Error::AmbiguousDates { file: file(), orders: settled.orders.clone() };
        let order = settled.order.known().ok_or_else(open)?;
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let slot = sink.conversation(conversation(&settled, options, input.name()))?;

        let (omitted, status, within) = (Cell::new(0), RefCell::new(None), RefCell::new(None));
        let mut beside = Beside::new(input);
        let composer = Composer::new(input.name(), |draft, sink| {
            if let Some(found) = tidied(draft, settled.ruled) {
                status.borrow_mut().get_or_insert_with(|| (draft.place.clone(), found));
            }
            if draft.sender.is_none() {
                return Ok(());
            }
            if let Some(name) = name_within(draft, &settled) {
                within.borrow_mut().get_or_insert_with(|| (draft.place.clone(), name.to_owned()));
            }
            let sender = draft.sender.as_ref().map_or("", |sender| &sender.name);
            draft.recalled = is_taken_back(&draft.text, sender);
            let found = meaning(&draft.text);
            omitted.set(omitted.get() + media_left_out(&draft.text));
            draft.kind = found.kind;
            if let Some(name) = found.file.map(str::to_owned) {
                draft.attachments.push(beside.attachment(&name, sink, job)?);
            }
            Ok(())
        });
        let mut turned = Turned { sink, held: (settled.sequence == Sequence::NewestFirst).then(Vec::new) };
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut again = Lines::new(stream, input.name(), detected);
        // Most texts begin with the oldest message: nothing is held, and the sink takes each at once.
        let taking: &mut dyn Sink = if turned.held.is_some() { &mut turned } else { &mut *turned.sink };
        let reader = RefCell::new(Reader::new(&settled, order, composer, taking, slot));
        window::each(
            &mut again,
            |bytes| Ok(job.advance(bytes - bytes / 2)?),
            |warning| reader.borrow_mut().warn(warning),
            |seen| reader.borrow_mut().line(seen),
        )?;
        let (_, beside_header) = reader.into_inner().finish()?;
        turned.finish()?;
        if let Some((place, name)) = within.into_inner() {
            sink.warning(Warning::new("name_within", place, &name));
        }
        if let Some((place, status)) = beside_header.or(status.into_inner()) {
            sink.warning(Warning::new("not_kept", place, &status));
        }
        Ok(Understanding {
            encoding: detected.label(),
            date_order: settled.order.settled(),
            partial: Vec::from_iter(counted("media_omitted", omitted.get())),
            ..Understanding::default()
        })
    }
}

impl Settled {
    /// Whether the text begins with a header that needs no second to be one.
    fn begins_at_once(&self) -> bool {
        self.starts && self.headers == 1 && self.family == Family::Dated && self.layout.shape != Shape::Said
    }
}

/// The title given, else those who wrote: a paste has no name of its own.
fn conversation(settled: &Settled, options: &ReadOptions, file: &str) -> ConversationDraft {
    let names: Vec<&str> = settled.writers.iter().map(String::as_str).collect();
    let key = match &options.title {
        Some(given) => given.clone(),
        None if names.is_empty() => own_name(file).to_owned(),
        None => format!("names:{}", names.join("\u{1F}")),
    };
    let title = options.title.clone().unwrap_or_default();
    ConversationDraft { platform: options.platform.unwrap_or(Platform::Other), key, title }
}

/// A sink that holds messages back where the newest comes first, to turn them round.
struct Turned<'a> {
    sink: &'a mut dyn Sink,
    held: Option<Vec<(usize, MessageDraft)>>,
}

impl Turned<'_> {
    fn finish(self) -> Result<()> {
        let held = self.held.unwrap_or_default();
        held.into_iter().rev().try_for_each(|(slot, draft)| self.sink.message(slot, draft))
    }
}

impl Sink for Turned<'_> {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        self.sink.conversation(draft)
    }

    fn message(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        match &mut self.held {
            Some(held) => {
                held.push((slot, draft));
                Ok(())
            }
            None => self.sink.message(slot, draft),
        }
    }

    fn counted(&mut self, slot: usize) {
        self.sink.counted(slot);
    }

    fn member(&mut self, slot: usize, member: Sender) -> Result<()> {
        self.sink.member(slot, member)
    }

    fn content(&mut self, reader: &mut dyn std::io::Read) -> Result<StoredContent> {
        self.sink.content(reader)
    }

    fn warning(&mut self, warning: Warning) {
        self.sink.warning(warning);
    }
}
