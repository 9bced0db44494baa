//! KakaoTalk's own text export: of Windows, Android and iOS, Korean and English.
//!
//! The first header settles the layout; lines laid out otherwise are words. `docs/formats/kakaotalk.md` says what
//! is read. The table that the Mac program saves is another format.

mod header;
mod words;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    drafting::media::Beside,
    input::own_name,
    text::ahead::Ahead,
    text::dates::is_possible,
    text::lines::{self, Line, Lines},
};
use chrono::NaiveDate;
use header::{DayLine, Layout, day_line, header, is_saved_at, title};
use std::{borrow::Cow, cell::Cell};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct KakaoTalk;

static ABOUT: About = About {
    id: "kakaotalk",
    names: ("KakaoTalk 聊天记录", "KakaoTalk chat"),
    extensions: &["txt"],
    reads: (
        "读取 KakaoTalk 在 Windows、安卓和 iPhone 上导出的聊天文本（韩文、英文）。",
        "Reads the chat text that KakaoTalk exports on Windows, Android and iPhone (Korean, English).",
    ),
};

/// How far down the first lines of the export are looked for.
const HEAD: usize = 5;

impl Importer for KakaoTalk {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let filled = || probe.lines().filter(|line| !line.trim().is_empty());
        let first = filled().take(400).find_map(header);
        match first.map(|found| found.layout) {
            Some(_) if filled().take(HEAD).any(|line| title(line).is_some()) => Confidence::Certain,
            Some(Layout::Windows) if filled().take(50).any(|line| day_line(line).is_some()) => {
                Confidence::Certain
            }
            Some(Layout::Phone) if filled().take(HEAD).any(|line| header(line).is_some()) => {
                Confidence::Likely
            }
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
        let head = Probe::of(input)?;
        let own = head.lines().take(HEAD).find_map(title).map(str::to_owned);
        let title = options.title.clone().or_else(|| own.clone());
        let key = own.or_else(|| title.clone());
        let key = key.unwrap_or_else(|| own_name(input.name()).to_owned());
        let platform = options.platform.unwrap_or(Platform::KakaoTalk);
        let draft = ConversationDraft { platform, key, title: title.unwrap_or_default() };
        let slot = sink.conversation(draft)?;
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));

        let omitted = Cell::new(0);
        let mut beside = Beside::new(input);
        let composer = Composer::new(input.name(), |draft, sink| {
            if draft.sender.is_none() {
                return Ok(());
            }
            let found = words::meaning(&draft.text);
            draft.kind = found.kind;
            draft.recalled = found.recalled;
            omitted.set(omitted.get() + u64::from(found.leaves_out_media()));
            if let Some(name) = found.file.map(str::to_owned) {
                draft.attachments.push(beside.attachment(&name, sink, job)?);
            }
            Ok(())
        });
        let (layout, day, above, blank) = (None, None, None, true);
        let mut reader = Reader { composer, sink, slot, layout, day, above, undated: false, blank };
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut text = Ahead::new(Lines::new(stream, input.name(), detected), 1);
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            reader.line(&line, text.below(0))?;
            reader.above = Some(line.text);
        }
        reader.composer.finish(reader.sink)?;
        match reader.layout {
            None if reader.blank => Err(Error::Empty { file: file() }),
            None => Err(Error::Lacks { file: file(), what: "messages" }),
            Some(_) => Ok(Understanding {
                encoding: detected.label(),
                date_order: None,
                partial: Vec::from_iter(counted("media_omitted", omitted.get())),
                ..Understanding::default()
            }),
        }
    }
}

struct Reader<'a, 'c> {
    composer: Composer<'c>,
    sink: &'a mut dyn Sink,
    slot: usize,
    /// How headers are laid out, as the first settled.
    layout: Option<Layout>,
    day: Option<NaiveDate>,
    /// The line before.
    above: Option<Cow<'static, str>>,
    /// Whether people have been told that messages have no date.
    undated: bool,
    /// Whether nothing but white space was seen.
    blank: bool,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>, below: Option<&str>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        self.blank &= line.text.trim().is_empty();
        if !self.composer.is_open() && (title(&line.text).is_some() || is_saved_at(&line.text)) {
            return Ok(());
        }
        let is_day = |found: &DayLine| {
            self.layout.is_none_or(|layout| found.is_of(layout, self.above.as_deref(), below))
        };
        if let Some(found) = day_line(&line.text).filter(is_day) {
            self.composer.finish(self.sink)?;
            if self.day.replace(found.day) > Some(found.day) {
                self.sink.warning(Warning::new("earlier_day", line.place(), &line.text));
            }
            return Ok(());
        }
        let found =
            header(&line.text).filter(|found| self.layout.is_none_or(|layout| layout == found.layout));
        let Some(found) = found else {
            if words::is_event(&line.text) {
                // It has no time of its own and stands where the source put it.
                let event = MessageDraft::text(None, None, line.text.trim());
                return self.begin(line, event);
            }
            return self.composer.line(self.slot, line, self.sink);
        };
        self.layout = Some(found.layout);
        let date = found.date.or(self.day);
        if date.is_none() && !std::mem::replace(&mut self.undated, true) {
            self.sink.warning(Warning::new("undated_line", line.place(), &line.text));
        }
        let stated =
            date.map(|date| SourceTime::Local(date.and_time(found.clock.time), found.clock.precision));
        let sent_at = stated.filter(|time| is_possible(*time));
        if sent_at != stated {
            self.sink.warning(Warning::new("odd_time", line.place(), &line.text));
        }
        let draft = MessageDraft::text(found.name.map(Sender::named), sent_at, found.words);
        self.begin(line, draft.stating(found.written))
    }

    fn begin(&mut self, line: &Line<'_>, draft: MessageDraft) -> Result<()> {
        let recalled = draft.sender.is_none() && words::is_recall(&draft.text);
        self.composer.begin(self.slot, MessageDraft { place: line.place(), recalled, ..draft }, self.sink)
    }
}
