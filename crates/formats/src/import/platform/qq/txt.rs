//! The text that QQ's message manager exports: one conversation, or all of an account in one file.
//!
//! Two passes: the first settles how the hours are written and whether empty lines part messages, the second
//! writes messages. A header line is [`txt_header`](super::txt_header)'s.

use super::{
    manager::Manager,
    names::{Titles, Writer},
    txt_header::{Header, Hours},
    words::understand,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::composer::Composer,
    input::own_name,
    text::{
        byte_set::ByteSet,
        edges::{has_plain_edges, is_blank},
        lines::{self, Lines, place},
    },
};
use std::{cell::Cell, rc::Rc};
use yanju_model::{
    Warning,
    draft::{MessageDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct QqTxt;

static ABOUT: About = About {
    id: "qq_txt",
    names: ("QQ 消息管理器导出文本", "QQ message manager text"),
    extensions: &["txt"],
    reads: (
        "读取 QQ 消息管理器导出的文本文件，一个文件里可以有多个消息对象。",
        "Reads text files that QQ's message manager exports, with one conversation or many.",
    ),
};

/// The words that such a file begins with.
const PREAMBLE: &str = "消息记录（此消息记录为文本格式";

const GROUP: &str = "消息分组";
const PARTNER: &str = "消息对象";

const MARK_STARTS: ByteSet = ByteSet::of_starts(&["=", PREAMBLE, GROUP, PARTNER]);

impl Importer for QqTxt {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut survey = Survey::default();
        let mut with_ids = 0;
        for line in probe.lines() {
            survey.note(line);
            let header = Header::of(line).and_then(|found| found.read(Hours::Whole));
            with_ids += u64::from(header.is_some_and(|(_, name)| Writer::of_manager(name).id.is_some()));
        }
        if survey.has_preamble || survey.partners > 0 && survey.rules > 0 {
            return Confidence::Certain;
        }
        // Names with ids behind date and time: a part of such a file, or what another tool wrote alike.
        let headers = survey.all.headers;
        let begins = survey.starts_at_once == Some(true) || survey.rules > 0;
        if headers > 0 && with_ids * 2 > headers && begins {
            return Confidence::Likely;
        }
        Confidence::No
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
        if survey.all.headers == 0 {
            return Err(match survey.filled {
                0 => Error::Empty { file: file() },
                _ => Error::Lacks { file: file(), what: "messages" },
            });
        }
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut again = Lines::new(stream, input.name(), detected);
        let omitted = Rc::new(Cell::new(0));
        let mut reader = Reader::new(&survey, input.name(), options, &omitted);
        while let Some(line) = again.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes - line.bytes / 2)?;
            }
            line.doubt().into_iter().for_each(|warning| sink.warning(warning));
            reader.line(line.number, &line.text, sink)?;
        }
        reader.finish(sink)?;
        let partial = Vec::from_iter(counted("media_omitted", omitted.get()));
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// What a line is, apart from a header and from words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark<'a> {
    /// The first line of an export.
    Preamble,
    /// `=====`
    Rule,
    /// `消息分组:客户`
    Group(&'a str),
    /// `消息对象:阿芸`
    Partner(&'a str),
    Blank,
    Words,
}

impl<'a> Mark<'a> {
    fn of(line: &'a str) -> Self {
        let text = if has_plain_edges(line) { line } else { line.trim_start_matches('\u{FEFF}').trim() };
        let named = |label: &str| text.strip_prefix(label)?.strip_prefix([':', '：']).map(str::trim);
        if text.is_empty() {
            Self::Blank
        } else if !MARK_STARTS.may_begin(text) {
            Self::Words
        } else if text.len() >= 3 && text.bytes().all(|b| b == b'=') {
            Self::Rule
        } else if text.starts_with(PREAMBLE) {
            Self::Preamble
        } else if let Some(group) = named(GROUP) {
            Self::Group(group)
        } else if let Some(partner) = named(PARTNER) {
            Self::Partner(partner)
        } else {
            Self::Words
        }
    }
}

/// Counts of headers.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    headers: u64,
    parted: u64,
}

/// What the first pass gathers.
#[derive(Debug, Default)]
struct Survey {
    filled: u64,
    rules: u64,
    partners: u64,
    has_preamble: bool,
    /// Whether the first line that is no rule is a header.
    starts_at_once: Option<bool>,
    all: Tally,
    with_half_days: Tally,
    contradicting: u64,
    follows_words: bool,
}

impl Survey {
    fn note(&mut self, line: &str) {
        let mark = Mark::of(line);
        let parted = !std::mem::replace(&mut self.follows_words, mark == Mark::Words);
        self.filled += u64::from(mark != Mark::Blank);
        match mark {
            Mark::Preamble => self.has_preamble |= self.filled == 1,
            Mark::Rule => self.rules += 1,
            Mark::Partner(_) => self.partners += 1,
            Mark::Words => {
                let header = Header::of(line);
                self.starts_at_once.get_or_insert(header.is_some());
                let Some(header) = header else { return };
                self.contradicting += u64::from(header.contradicts_half_days());
                for (tally, counts) in
                    [(&mut self.all, true), (&mut self.with_half_days, header.has_half_day())]
                {
                    tally.headers += u64::from(counts);
                    tally.parted += u64::from(counts && parted);
                }
            }
            Mark::Group(_) | Mark::Blank => {}
        }
    }

    /// Every header of a computer that is set to 12 hours says AM or PM. Elsewhere they are what somebody calls
    /// himself, sooner or later at an hour that cannot be.
    fn hours(&self) -> Hours {
        let most = self.with_half_days.headers * 2 > self.all.headers;
        if most && self.contradicting == 0 { Hours::Half } else { Hours::Whole }
    }

    /// Whether a header stands behind an empty line: one that does not is quoted then.
    fn parts(&self) -> bool {
        let tally = if self.hours() == Hours::Half { self.with_half_days } else { self.all };
        tally.parted * 2 > tally.headers
    }
}

/// The second pass.
struct Reader<'a> {
    composer: Composer<'a>,
    hours: Hours,
    parts: bool,
    manager: Manager<'a>,
    file: &'a str,
    titles: Titles,
    group: String,
    slot: Option<usize>,
    /// Lines that may turn out to begin the next conversation.
    held: Vec<(u64, String)>,
    parted: bool,
    /// Whether the conversation has had a message yet.
    has_begun: bool,
}

impl<'a> Reader<'a> {
    fn new(survey: &Survey, file: &'a str, options: &'a ReadOptions, omitted: &Rc<Cell<u64>>) -> Self {
        let omitted = Rc::clone(omitted);
        let composer = Composer::new(file, move |draft: &mut MessageDraft, _: &mut dyn Sink| {
            understand(draft, &omitted);
            Ok(())
        });
        Self {
            composer,
            hours: survey.hours(),
            parts: survey.parts(),
            manager: Manager::new(options, survey.partners),
            file,
            titles: Titles::default(),
            group: String::new(),
            slot: None,
            held: Vec::new(),
            parted: true,
            has_begun: false,
        }
    }

    fn line(&mut self, number: u64, text: &str, sink: &mut dyn Sink) -> Result<()> {
        let mark = Mark::of(text);
        if !self.has_begun {
            match mark {
                // Rules and the preamble are drawing.
                Mark::Rule | Mark::Preamble | Mark::Blank => {
                    self.parted = true;
                    return Ok(());
                }
                Mark::Group(group) => {
                    group.clone_into(&mut self.group);
                    return Ok(());
                }
                Mark::Partner(partner) => return self.converse(partner, sink),
                Mark::Words => {}
            }
        } else if self.may_begin_a_block(mark) {
            self.held.push((number, text.to_owned()));
            return match mark {
                Mark::Rule => self.block_is_whole(sink),
                _ => Ok(()),
            };
        } else {
            self.release(sink)?;
            if matches!(mark, Mark::Rule | Mark::Preamble) && self.parted {
                self.held.push((number, text.to_owned()));
                return Ok(());
            }
        }
        self.content(number, text, sink)
    }

    /// Whether a line goes on where the lines held have begun: preamble, rule, group, rule, partner, rule.
    fn may_begin_a_block(&self, mark: Mark<'_>) -> bool {
        let Some((_, last)) = self.held.last() else { return false };
        let has_partner = self.held.iter().any(|(_, line)| matches!(Mark::of(line), Mark::Partner(_)));
        match (Mark::of(last), mark) {
            (Mark::Preamble | Mark::Blank, Mark::Blank) => self.held.len() < 8,
            (Mark::Preamble | Mark::Blank | Mark::Group(_) | Mark::Partner(_), Mark::Rule) => true,
            (Mark::Rule, Mark::Group(_) | Mark::Partner(_)) => !has_partner,
            _ => false,
        }
    }

    /// Begins the conversation of the lines held, if they are a whole block now.
    fn block_is_whole(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let marks: Vec<Mark<'_>> = self.held.iter().map(|(_, line)| Mark::of(line)).collect();
        let Some(partner) = marks.iter().find_map(|mark| match mark {
            Mark::Partner(partner) => Some((*partner).to_owned()),
            _ => None,
        }) else {
            return Ok(());
        };
        let group = marks.iter().find_map(|mark| match mark {
            Mark::Group(group) => Some((*group).to_owned()),
            _ => None,
        });
        if marks.contains(&Mark::Preamble) {
            self.manager.begin_anew();
        }
        self.group = group.unwrap_or_default();
        self.held.clear();
        self.composer.finish(sink)?;
        self.converse(&partner, sink)
    }

    fn converse(&mut self, partner: &str, sink: &mut dyn Sink) -> Result<()> {
        self.slot = Some(self.manager.converse(&self.group, partner, sink)?);
        self.has_begun = false;
        self.parted = true;
        Ok(())
    }

    /// The lines held are words after all.
    fn release(&mut self, sink: &mut dyn Sink) -> Result<()> {
        for (number, text) in std::mem::take(&mut self.held) {
            self.content(number, &text, sink)?;
        }
        Ok(())
    }

    fn content(&mut self, number: u64, text: &str, sink: &mut dyn Sink) -> Result<()> {
        let parted = std::mem::replace(&mut self.parted, is_blank(text));
        let slot = self.slot(sink)?;
        let header = Header::of(text).filter(|_| parted || !self.parts);
        let Some((sent_at, name)) = header.and_then(|header| header.read(self.hours)) else {
            return self.composer.words(slot, number, text, sink);
        };
        if let Err(code) = sent_at {
            sink.warning(Warning::new(code, place(number), text));
        }
        self.has_begun = true;
        let writer = Writer::of_manager(name);
        self.titles.note(&writer);
        let stamp = text.trim_end().strip_suffix(name).unwrap_or_default();
        let draft = MessageDraft {
            place: place(number),
            ..MessageDraft::text(writer.sender(), sent_at.ok(), "").stating(stamp)
        };
        self.composer.begin(slot, draft, sink)
    }

    /// The conversation of a text that names none is the file.
    fn slot(&mut self, sink: &mut dyn Sink) -> Result<usize> {
        if let Some(slot) = self.slot {
            return Ok(slot);
        }
        let slot = self.manager.of_file(own_name(self.file), sink)?;
        self.slot = Some(slot);
        Ok(slot)
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.release(sink)?;
        self.composer.finish(sink)?;
        self.titles.doubt().into_iter().for_each(|warning| sink.warning(warning));
        Ok(())
    }
}
