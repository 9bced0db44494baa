//! Logs of IRC channels: `[10:02] <nick> words`, with the date in each line, in lines of its own, or nowhere but in
//! the name of the file.
//!
//! Two passes: the first settles whether the log itself has a date, and of which channel it is.
//! `docs/formats/irc.md` says what is read.

mod layout;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::composer::Composer,
    input::own_name,
    json::source::Pass,
    text::dates::is_possible,
    text::lines::{self, Line},
};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use layout::{Entry, channel_in, day_line, entry, is_event, name_date};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct Irc;

static ABOUT: About = About {
    id: "irc",
    names: ("IRC 频道日志", "IRC channel log"),
    extensions: &["txt", "log"],
    reads: (
        "读取 IRC 频道的文本日志：[时:分] <昵称> 内容，日期在行内、单独成行或仅在文件名中。",
        "Reads text logs of IRC channels: [HH:MM] <nick> words, with the date in the line, above it, or in the file name only.",
    ),
};

impl Importer for Irc {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let (mut spoken, mut filled) = (0_u64, 0_u64);
        for line in probe.lines().filter(|line| !line.trim().is_empty()) {
            filled += 1;
            let known = entry(line);
            spoken += u64::from(known.is_some_and(|found| found.nick.is_some()));
            // Joins and the marks of days are as good as words.
            filled -= u64::from(known.is_none_or(|found| found.nick.is_none()) && is_event(line));
        }
        // Nothing else has nicks in angle brackets behind the time.
        match spoken {
            2.. if spoken * 2 > filled => Confidence::Certain,
            1 if filled == 1 => Confidence::Likely,
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
            survey.note(&line.text);
            Ok(())
        })?;
        if survey.entries == 0 {
            return Err(match survey.filled {
                0 => Error::Empty { file: file() },
                _ => Error::Lacks { file: file(), what: "messages" },
            });
        }
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let stem = own_name(input.name());
        let own = survey.channel.or_else(|| channel_in(stem).map(str::to_owned));
        let title = options.title.clone().or_else(|| own.clone());
        let key = own.or_else(|| title.clone()).unwrap_or_else(|| stem.to_owned());
        let platform = options.platform.unwrap_or(Platform::Other);
        let draft = ConversationDraft { platform, key, title: title.unwrap_or_default() };
        let slot = sink.conversation(draft)?;
        let day = if survey.dated { None } else { name_date(stem) };
        if let Some(day) = day {
            sink.warning(Warning::new("date_from_name", "", &day.to_string()));
        }
        let composer = Composer::new(input.name(), |_, _| Ok(()));
        let mut reader = Reader { composer, sink, slot, day, last: None, undated: false };
        lines::each(input, detected, Pass::Read, job, |line| reader.line(line))?;
        reader.composer.finish(reader.sink)?;
        Ok(Understanding { encoding: detected.label(), ..Understanding::default() })
    }
}

/// What the program says when somebody comes to a channel.
const ENTRANCES: &[&str] = &[" joined ", "Now talking ", "Topic for "];

/// What the first pass gathers.
#[derive(Default)]
struct Survey {
    filled: u64,
    entries: u64,
    /// Whether the log itself has a date anywhere.
    dated: bool,
    /// The channel that people came to.
    channel: Option<String>,
}

impl Survey {
    fn note(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        self.filled += 1;
        let found = entry(line);
        self.dated |= found.is_some_and(|found| found.date.is_some()) || day_line(line).is_some();
        self.entries += u64::from(found.is_some());
        let is_said = found.is_some_and(|found| found.nick.is_some());
        if self.channel.is_none()
            && !is_said
            && ENTRANCES.iter().any(|word| line.contains(word))
            && is_event(line)
        {
            self.channel = channel_in(line).map(str::to_owned);
        }
    }
}

struct Reader<'a, 'c> {
    composer: Composer<'c>,
    sink: &'a mut dyn Sink,
    slot: usize,
    /// The day of lines without one: of a line above, or of the file's name.
    day: Option<NaiveDate>,
    last: Option<NaiveTime>,
    /// Whether people have been told that messages have no date.
    undated: bool,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &Line<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        if let Some(day) = day_line(&line.text) {
            (self.day, self.last) = (Some(day), None);
            return self.begin(line, MessageDraft::text(None, None, line.text.trim()));
        }
        let Some(found) = entry(&line.text) else {
            if is_event(&line.text) {
                // It has no time of its own and stands where the source put it.
                return self.begin(line, MessageDraft::text(None, None, line.text.trim_end()));
            }
            return self.composer.line(self.slot, line, self.sink);
        };
        let sent_at = self.time(line, &found);
        let draft = MessageDraft::text(found.nick.map(Sender::named), sent_at, found.words);
        self.begin(line, draft.stating(found.written))
    }

    fn begin(&mut self, line: &Line<'_>, draft: MessageDraft) -> Result<()> {
        self.composer.begin(self.slot, MessageDraft { place: line.place(), ..draft }, self.sink)
    }

    fn time(&mut self, line: &Line<'_>, found: &Entry<'_>) -> Option<SourceTime> {
        let time = found.clock.time;
        let last = self.last.replace(time);
        let is_another_day = last.is_some_and(|last| last.signed_duration_since(time) > TimeDelta::hours(1));
        if is_another_day {
            // A line above or a name tells one day; which day this is, nothing says.
            self.day = None;
        }
        let Some(date) = found.date.or(self.day) else {
            if !std::mem::replace(&mut self.undated, true) {
                self.sink.warning(Warning::new("undated_line", line.place(), &line.text));
            }
            return None;
        };
        let stated = SourceTime::Local(date.and_time(time), found.clock.precision);
        if is_possible(stated) {
            return Some(stated);
        }
        self.sink.warning(Warning::new("odd_time", line.place(), &line.text));
        None
    }
}
