//! Signal chats as the tool sigexport writes them: `[2019-12-24, 12:23] name: words`.
//!
//! `docs/formats/signal_txt.md` says what is read. Signal itself exports no text.

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::composer::Composer,
    drafting::media::{Beside, kind_of_file},
    input::own_name,
    json::source::Pass,
    text::dates::{Clock, Cursor, NumericDate, clock, is_possible},
    text::lines::{self, Line},
};
use chrono::NaiveDate;
use yanju_model::{
    Kind, Platform, Precision, SourceTime, Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct SignalText;

static ABOUT: About = About {
    id: "signal_txt",
    names: ("Signal 聊天文本（sigexport）", "Signal text (sigexport)"),
    extensions: &["txt", "md"],
    reads: (
        "读取 sigexport 工具从 Signal 电脑版导出的聊天文本。",
        "Reads the chat text that the tool sigexport takes out of Signal Desktop.",
    ),
};

impl Importer for SignalText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let first = probe.lines().find(|line| !line.trim().is_empty()).and_then(header);
        match first {
            // With seconds a phone of some countries writes the same for WhatsApp.
            Some(found) if found.clock.precision == Precision::Minute => Confidence::Likely,
            Some(_) => Confidence::Possible,
            None => Confidence::No,
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
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let key = options.title.clone();
        let key = key.unwrap_or_else(|| own_name(input.name()).to_owned());
        let platform = options.platform.unwrap_or(Platform::Signal);
        let title = key.clone();
        let slot = sink.conversation(ConversationDraft { platform, key, title })?;
        let mut beside = Beside::new(input);
        let composer = Composer::new(input.name(), |draft, sink| {
            for path in linked_files(&draft.text.clone()) {
                if draft.kind == Kind::Text {
                    draft.kind = kind_of_file(path);
                }
                draft.attachments.push(beside.attachment(path, sink, job)?);
            }
            Ok(())
        });
        let mut reader = Reader { composer, sink, slot, seen: Seen::Nothing };
        lines::each(input, detected, Pass::Read, job, |line| reader.line(line))?;
        reader.composer.finish(reader.sink)?;
        match reader.seen {
            Seen::Nothing => Err(Error::Empty { file: file() }),
            Seen::Words => Err(Error::Lacks { file: file(), what: "messages" }),
            Seen::Headers => Ok(Understanding { encoding: detected.label(), ..Understanding::default() }),
        }
    }
}

/// The start of a message.
#[derive(Debug, Clone, Copy)]
struct Header<'a> {
    date: Option<NaiveDate>,
    clock: Clock,
    rest: &'a str,
}

/// The header that a line starts with.
fn header(line: &str) -> Option<Header<'_>> {
    let mut cursor = Cursor::new(line.trim_start_matches('\u{FEFF}'));
    cursor.eat('[').then_some(())?;
    let numbers = NumericDate::take(&mut cursor).filter(|date| date.separator() == '-')?;
    numbers.own_order()?;
    cursor.eat_word(", ").then_some(())?;
    let clock = clock(&mut cursor)?;
    cursor.eat_word("] ").then_some(())?;
    Some(Header { date: numbers.in_order(DateOrder::Ymd), clock, rest: cursor.rest() })
}

/// What of a text has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Words,
    Headers,
}

struct Reader<'a, 'c> {
    composer: Composer<'c>,
    sink: &'a mut dyn Sink,
    slot: usize,
    seen: Seen,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        let Some(found) = header(&line.text) else {
            if self.seen == Seen::Nothing && !line.text.trim().is_empty() {
                self.seen = Seen::Words;
            }
            return self.composer.line(self.slot, line, self.sink);
        };
        self.seen = Seen::Headers;
        let mut warn = |code| self.sink.warning(Warning::new(code, line.place(), &line.text));
        if found.date.is_none() {
            warn("impossible_date");
        }
        let stated =
            found.date.map(|date| SourceTime::Local(date.and_time(found.clock.time), found.clock.precision));
        let sent_at = stated.filter(|time| is_possible(*time));
        if sent_at != stated {
            warn("odd_time");
        }
        let parted =
            found.rest.split_once(": ").or_else(|| found.rest.strip_suffix(':').map(|name| (name, "")));
        let (sender, words) = match parted.filter(|(name, _)| !name.is_empty()) {
            Some((name, words)) => (Some(Sender::named(name)), words),
            None => (None, found.rest),
        };
        let draft = MessageDraft { place: line.place(), ..MessageDraft::text(sender, sent_at, words) };
        self.composer.begin(self.slot, draft, self.sink)
    }
}

/// The files that words link to as the tool does: `![photo](./media/photo.jpg)`. Other links are somebody's.
fn linked_files(words: &str) -> impl Iterator<Item = &str> {
    words.split("](").skip(1).filter_map(|behind| {
        let (path, _) = behind.split_once(')')?;
        let path = path.strip_prefix("./").unwrap_or(path);
        path.starts_with("media/").then_some(path)
    })
}
