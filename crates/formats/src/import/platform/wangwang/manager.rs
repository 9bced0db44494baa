//! The text that the message manager of 旺旺 and 千牛 exports: many conversations of one account, in sections.
//!
//! One pass. `docs/formats/wangwang_txt.md` says what is read.

use super::{
    manager_layout::{Layout, REACH, Section, below, is_date_above, names_account, section, thread},
    shop_of, thread_key,
    words::settle,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    drafting::placeholders::is_media,
    drafting::writers::{WriterSurvey, Writers},
    input::own_name,
    json::source::Pass,
    text::{
        ahead::Ahead,
        encoding::Detected,
        lines::{self, Line, Lines},
        lone::title_of_one,
        moment::Moment,
    },
};
use std::{cell::Cell, rc::Rc};
use yanju_model::{
    Platform, Role,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of the message manager's text.
pub struct WangWangText;

static ABOUT: About = About {
    id: "wangwang_txt",
    names: ("旺旺・千牛消息管理器文本", "WangWang message manager text"),
    extensions: &["txt"],
    reads: (
        "读取旺旺、千牛“消息管理器”导出的聊天文本，含单聊与群聊。",
        "Reads the text that the message manager of WangWang and Qianniu exports, single and group chats.",
    ),
};

impl Importer for WangWangText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let lines: Vec<&str> = probe.lines().collect();
        let at = |place: usize| lines.get(place).copied();
        let filled: Vec<&str> =
            lines.iter().copied().filter(|line| !line.trim().is_empty()).take(2).collect();
        let mut headers = 0;
        for (place, line) in lines.iter().enumerate() {
            let begins_section = section(line, |distance| at(place + 1 + distance)).is_some();
            let is_header = |line: &str| Layout::of(line).is_some();
            let begins_thread = at(place + 1).is_some_and(is_header) && thread(line, at(place + 1)).is_some();
            if begins_section || begins_thread {
                return Confidence::Certain;
            }
            headers += usize::from(Layout::Stamped.header(line).is_some());
        }
        match filled.as_slice() {
            _ if headers > 1 => Confidence::Likely,
            [date, header] if is_date_above(date, Some(header)) => Confidence::Possible,
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
        let (_, detected) = lines::open(input)?;
        let writers = writers(input, detected, job)?;
        let file = File { input, detected, options, job, writers: &writers };
        let title = title_of_one(options, |sink| file.read(Pass::Survey, None, sink).map(drop))?;
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        // The program itself parts a shop from its account.
        writers.doubt(|name| shop_of(name).is_none()).into_iter().for_each(|doubt| sink.warning(doubt));
        let omitted = file.read(Pass::Read, title, sink)?;
        let partial = Vec::from_iter(counted("media_omitted", omitted));
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// A text to be read.
#[derive(Clone, Copy)]
struct File<'a> {
    input: &'a dyn Input,
    detected: Detected,
    options: &'a ReadOptions,
    job: &'a Job,
    /// Whose headers are headers in the layout of the older program.
    writers: &'a Writers,
}

/// Tells in the layout of the older program who wrote from words behind a time.
fn writers(input: &dyn Input, detected: Detected, job: &Job) -> Result<Writers> {
    let mut survey = WriterSurvey::default();
    let mut first = None;
    lines::each(input, detected, Pass::Survey, job, |line| {
        first = first.or_else(|| Layout::of(&line.text));
        if first != Some(Layout::Plain) {
            return Ok(());
        }
        if line.text.starts_with(['-', '=']) {
            // A conversation of its own begins.
            survey.part();
        } else if let Some(header) = Layout::Plain.header(&line.text) {
            let at = match header.moment {
                Moment::At(at) => Some(at),
                Moment::NoSuchDay => None,
            };
            survey.note(header.name, line.text.split(' ').next().unwrap_or_default(), at);
        }
        Ok(())
    })?;
    Ok(survey.settle())
}

impl File<'_> {
    /// Reads all of it; returns how many messages stand for media that the text does not hold.
    fn read(&self, pass: Pass, title: Option<String>, sink: &mut dyn Sink) -> Result<u64> {
        let name = self.input.name();
        let stream = self.input.open().map_err(|source| Error::Io { file: name.to_owned(), source })?;
        let mut text = Ahead::new(Lines::new(stream, name, self.detected), REACH);
        let omitted = Rc::new(Cell::new(0));
        let counter = Rc::clone(&omitted);
        let composer = Composer::new(name, move |draft, _| {
            settle(draft, |_| false);
            counter.set(counter.get() + u64::from(is_media(draft.kind)));
            Ok(())
        });
        let mut reader =
            Reader { file: self, title, sink, composer, layout: None, at: Place::default(), skip: 0 };
        let mut is_blank = true;
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                pass.advance(self.job, line.bytes)?;
            }
            is_blank &= line.text.trim().is_empty();
            reader.line(&line, &text)?;
        }
        reader.finish()?;
        match (reader.layout, is_blank) {
            (Some(_), _) => Ok(omitted.get()),
            (None, true) => Err(Error::Empty { file: name.to_owned() }),
            (None, false) => Err(Error::Lacks { file: name.to_owned(), what: "messages" }),
        }
    }
}

/// Where in the text a line stands.
#[derive(Default)]
struct Place {
    account: Option<String>,
    section: Option<Section>,
    thread: Option<String>,
    /// The conversation that messages go to, once there is one.
    slot: Option<usize>,
}

struct Reader<'a, 's> {
    file: &'a File<'a>,
    title: Option<String>,
    sink: &'s mut dyn Sink,
    composer: Composer<'a>,
    /// The layout of the first header; in the other one, people write things.
    layout: Option<Layout>,
    at: Place,
    /// How many lines of a section's head are still to come.
    skip: u32,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>, text: &Ahead<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if let Some(section) = section(&line.text, below(text)) {
            self.composer.finish(self.sink)?;
            let account = self.at.account.take();
            self.at = Place { account, section: Some(section), ..Place::default() };
            self.skip = 2;
            return Ok(());
        }
        if names_account(&line.text, below(text)) {
            self.composer.finish(self.sink)?;
            self.at = Place { account: Some(line.text.trim().to_owned()), ..Place::default() };
            return Ok(());
        }
        if let Some(thread) = thread(&line.text, text.below(0)) {
            self.composer.finish(self.sink)?;
            self.at.thread = Some(thread.to_owned());
            self.at.slot = None;
            return Ok(());
        }
        if self.layout != Some(Layout::Stamped) && is_date_above(&line.text, next_filled(text)) {
            return Ok(());
        }
        let layout = self.layout.or_else(|| Layout::of(&line.text));
        let header = layout.and_then(|layout| layout.header(&line.text));
        let Some(header) = header.filter(|header| self.file.writers.takes(header.name)) else {
            return self.continued(line);
        };
        self.layout = layout;
        // What the message before leaves to say is said before what this one does.
        self.composer.finish(self.sink)?;
        let slot = self.slot()?;
        let place = line.place();
        let sent_at = header.moment.sent_at(&place, &line.text, self.sink);
        let sender = Sender { role: self.role(header.name), ..Sender::named(header.name) };
        let draft = MessageDraft { place, ..MessageDraft::text(Some(sender), sent_at, header.words) };
        self.composer.begin(slot, draft, self.sink)
    }

    fn continued(&mut self, line: &Line<'_>) -> Result<()> {
        if !self.composer.is_open() && line.text.trim().is_empty() {
            return Ok(());
        }
        let slot = self.slot()?;
        self.composer.line(slot, line, self.sink)
    }

    /// The account of the file and those of its shop answer for the shop; the file says whose it is. A name
    /// without a sub-account may be anybody's.
    fn role(&self, name: &str) -> Role {
        let Some(account) = &self.at.account else { return Role::Unknown };
        let is_ours = match shop_of(account) {
            Some(shop) => name == account || name == shop || shop_of(name) == Some(shop),
            None => shop_of(name) == Some(account),
        };
        if is_ours { Role::Agent } else { Role::Unknown }
    }

    fn slot(&mut self) -> Result<usize> {
        if let Some(slot) = self.at.slot {
            return Ok(slot);
        }
        let shop = self.at.account.as_deref().map(|account| shop_of(account).unwrap_or(account));
        let (key, own) = match (&self.at.thread, self.at.section) {
            (Some(group), Some(Section::Group)) => {
                (thread_key(shop, &format!("group:{group}")), group.clone())
            }
            (Some(other), _) => (thread_key(shop, other), other.clone()),
            (None, _) => match &self.title {
                Some(given) => (given.clone(), String::new()),
                None => (own_name(self.file.input.name()).to_owned(), String::new()),
            },
        };
        let slot = self.sink.conversation(ConversationDraft {
            platform: self.file.options.platform.unwrap_or(Platform::WangWang),
            key,
            title: self.title.clone().unwrap_or(own),
        })?;
        self.at.slot = Some(slot);
        Ok(slot)
    }

    fn finish(&mut self) -> Result<()> {
        self.composer.finish(self.sink)
    }
}

/// The first of the next two lines that holds anything.
fn next_filled<'a>(text: &'a Ahead<'_>) -> Option<&'a str> {
    (0..2).filter_map(|distance| text.below(distance)).find(|line| !line.trim().is_empty())
}
