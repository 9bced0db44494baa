//! Slack's own export: an archive with a folder for each channel and a file for each day, or one such file.
//!
//! Streams: one message in memory, beside the tables of people and channels. [`tables`] reads those,
//! [`message`] a message, [`markup`] its words.

mod markup;
mod message;
mod tables;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    archive::{self, Allowance, Archive, Metered},
    counted,
    drafting::not_kept::NotKept,
    input::own_name,
    json::{
        fields::{begins_json, names},
        records::{Plan, Step, walk, walk_stream},
        source::Pass,
        value::Value,
    },
};
use message::{message, note_rest};
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
};
use tables::{LISTS, Tables, USERS};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer of Slack's export.
pub struct Slack;

static ABOUT: About = About {
    id: "slack",
    names: ("Slack 导出", "Slack export"),
    extensions: &["zip", "json"],
    reads: (
        "Slack 工作区导出的压缩包（.zip），以及解压后某频道某一天的 JSON",
        "The archive that a Slack workspace exports (.zip), and the JSON of one channel and day out of it",
    ),
};

const PLAN: Plan = Plan { records: &[""], fields: &[] };

impl Importer for Slack {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if probe.is_zip() {
            let is_table = |entry: &String| {
                let name = parted(entry).1;
                name == USERS || LISTS.contains(&name)
            };
            let has_days = probe.entries.iter().any(|entry| Day::of(0, entry).is_some());
            let is_ours = has_days && probe.entries.iter().any(is_table);
            return if is_ours { Confidence::Certain } else { Confidence::No };
        }
        let text = probe.text.trim_start_matches('\u{feff}').trim_start();
        let is_day = text.starts_with('[')
            && begins_json(text)
            && names(text, "type")
            && has_stamp(text)
            && ["user", "bot_id", "username"].iter().any(|name| names(text, name));
        if is_day { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let mut head = Vec::new();
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        input.open().map_err(failed)?.take(4).read_to_end(&mut head).map_err(failed)?;
        let mut reading = Reading {
            input,
            options,
            sink,
            job,
            tables: Tables::default(),
            is_one: true,
            not_kept: NotKept::default(),
            encodings: Vec::new(),
            has_messages: false,
            damaged: 0,
        };
        if archive::is_zip(&head) {
            reading.archive()?;
        } else {
            reading.day_alone()?;
        }
        let Reading { not_kept, encodings, has_messages, damaged, .. } = reading;
        if !has_messages {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        not_kept.report("messages", sink);
        let partial = counted("unread_files", damaged).into_iter().collect();
        Ok(Understanding {
            encoding: encodings.join(", "),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// Whether a head has `"ts": "1700000000.000100"`.
fn has_stamp(text: &str) -> bool {
    text.split("\"ts\"").skip(1).any(|rest| {
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
        let stamp = value.and_then(|value| value.strip_prefix('"')).and_then(|value| value.split('"').next());
        stamp.is_some_and(|stamp| {
            stamp.split_once('.').is_some_and(|(seconds, micros)| {
                let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
                matches!(seconds.len(), 9 | 10)
                    && micros.len() == 6
                    && is_number(seconds)
                    && is_number(micros)
            })
        })
    })
}

/// An entry's folder and its name in it.
fn parted(entry: &str) -> (&str, &str) {
    entry.rsplit_once('/').unwrap_or(("", entry))
}

/// The file of one channel and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day<'e> {
    channel: &'e str,
    date: &'e str,
    index: usize,
}

impl<'e> Day<'e> {
    /// The folder of the whole export, for archives that were packed again, and the day of it that an entry is.
    fn of(index: usize, entry: &'e str) -> Option<(&'e str, Self)> {
        let (folder, name) = parted(entry);
        let date = name.strip_suffix(".json").filter(|date| is_date(date))?;
        let (root, channel) = parted(folder);
        let is_ours = !channel.is_empty() && !root.starts_with("__MACOSX");
        is_ours.then_some((root, Self { channel, date, index }))
    }
}

/// Whether this is a date as `2024-03-06`.
fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// An export on its way into the sink.
struct Reading<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    tables: Tables,
    /// Whether all of it is of one workspace.
    is_one: bool,
    not_kept: NotKept,
    encodings: Vec<String>,
    has_messages: bool,
    /// How many files could not be read to their end.
    damaged: u64,
}

impl Reading<'_> {
    fn archive(&mut self) -> Result<()> {
        let (input, job) = (self.input, self.job);
        let mut archive = archive::open(input)?;
        let names = archive::names(&archive);
        let mut allowance = Allowance::of_archive(input);
        let mut workspaces: BTreeMap<&str, Vec<Day<'_>>> = BTreeMap::new();
        for (root, day) in names.iter().enumerate().filter_map(|(index, name)| Day::of(index, name)) {
            workspaces.entry(root).or_default().push(day);
        }
        let mut tables: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
        for (index, entry) in names.iter().enumerate() {
            let (root, name) = parted(entry);
            if (name == USERS || LISTS.contains(&name)) && workspaces.contains_key(root) {
                tables.entry(root).or_default().push((name, index));
            }
        }
        self.is_one = workspaces.len() == 1;
        for (root, mut days) in workspaces {
            days.sort_unstable();
            self.tables = Tables::default();
            for (table, index) in tables.remove(root).unwrap_or_default() {
                let entry = names.get(index).map_or("", String::as_str);
                let stream = archive::unpacked(input, &mut archive, index, entry)?;
                let packed = stream.packed();
                let metered = Metered::new(stream, entry, &mut allowance, job);
                let outcome = self.tables.read(table, Box::new(metered), entry, job);
                self.survived(outcome, entry)?;
                job.advance(packed)?;
            }
            self.days(root, &days, &names, &mut archive, &mut allowance)?;
        }
        Ok(())
    }

    /// Reads the days of one workspace, whose tables are read.
    fn days(
        &mut self,
        root: &str,
        days: &[Day<'_>],
        names: &[String],
        archive: &mut Archive<'_>,
        allowance: &mut Allowance,
    ) -> Result<()> {
        let (input, job) = (self.input, self.job);
        for day in days {
            let entry = names.get(day.index).map_or("", String::as_str);
            let draft = self.conversation(root, day.channel);
            let stream = match archive::unpacked(input, archive, day.index, entry) {
                Ok(stream) => stream,
                Err(error) => {
                    self.survived(Err(error), entry)?;
                    continue;
                }
            };
            let packed = stream.packed();
            let metered = Metered::new(stream, entry, allowance, job);
            let mut slot = Slot { draft, opened: None };
            let places = format!("{entry}, ");
            let walked = walk_stream(Box::new(metered), entry, job, PLAN, &mut |step| {
                self.step(step, &mut slot, &places)
            });
            let outcome = walked.map(|walked| {
                self.understood(&walked.detected.label());
                walked.doubts.into_iter().for_each(|doubt| {
                    self.sink.warning(Warning { place: entry.to_owned(), ..doubt });
                });
            });
            self.survived(outcome, entry)?;
            job.advance(packed)?;
        }
        Ok(())
    }

    /// A file of one day: its people and its channel's id lie in the folder above.
    fn day_alone(&mut self) -> Result<()> {
        let (input, job) = (self.input, self.job);
        for table in LISTS.into_iter().chain([USERS]) {
            let found = input.above(table).map_err(|source| Error::Io { file: table.to_owned(), source })?;
            if let Some(stream) = found {
                let mut allowance = Allowance::bytes(1 << 30);
                let metered = Metered::new(stream, table, &mut allowance, job);
                let outcome = self.tables.read(table, Box::new(metered), table, job);
                self.survived(outcome, table)?;
            }
        }
        let mut slot = Slot { draft: self.conversation_of_day(), opened: None };
        let walked = walk(input, job, Pass::Read, PLAN, &mut |step| self.step(step, &mut slot, ""))?;
        self.understood(&walked.detected.label());
        walked.doubts.into_iter().for_each(|doubt| self.sink.warning(doubt));
        Ok(())
    }

    /// One file that is damaged must not cost the others; any other error ends the reading.
    fn survived(&mut self, outcome: Result<()>, entry: &str) -> Result<()> {
        match outcome {
            Err(
                error @ (Error::Empty { .. }
                | Error::Lacks { .. }
                | Error::Damaged { .. }
                | Error::TooLarge { limit: "value size" | "nesting", .. }),
            ) => {
                self.damaged += 1;
                self.sink.warning(Warning::new("not_kept", entry, &error.to_string()));
                Ok(())
            }
            other => other,
        }
    }

    fn understood(&mut self, encoding: &str) {
        if !self.encodings.iter().any(|known| known == encoding) {
            self.encodings.push(encoding.to_owned());
        }
    }

    fn step(&mut self, step: Step<'_>, slot: &mut Slot, places: &str) -> Result<()> {
        match step {
            Step::List(_) => self.has_messages = true,
            Step::Record(_, position, value) => self.record(&value, position, slot, places)?,
            _ => {}
        }
        Ok(())
    }

    fn record(&mut self, value: &Value, position: u64, slot: &mut Slot, places: &str) -> Result<()> {
        let opened = match slot.opened {
            Some(opened) => opened,
            None => self.sink.conversation(slot.draft.clone())?,
        };
        slot.opened = Some(opened);
        let place = format!("{places}messages[{position}]");
        let sink = &mut *self.sink;
        let draft = message(value, &self.tables, place, &mut |doubt| sink.warning(doubt));
        note_rest(value, &mut self.not_kept);
        self.sink.message(opened, draft)
    }

    /// The conversation of a channel's folder in the workspace `root`. Only an id is one's own among several.
    fn conversation(&self, root: &str, folder: &str) -> ConversationDraft {
        let known = self.tables.channel(folder);
        let by_folder = || if self.is_one { folder.to_owned() } else { format!("{root}/{folder}") };
        ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::Slack),
            key: known.map_or_else(by_folder, |channel| channel.id.clone()),
            // Direct messages have no name of their own; their folder has their id.
            title: known.map_or(folder, |channel| &channel.name).to_owned(),
        }
    }

    /// The conversation of a file of one day. Nothing in it says which channel it belongs to, but its folder.
    fn conversation_of_day(&self) -> ConversationDraft {
        let stem = own_name(self.input.name());
        let folder = self.input.folder().filter(|_| is_date(stem) && !self.tables.is_empty());
        let own = self.conversation("", folder.unwrap_or(stem));
        let title = self.options.title.clone();
        let key = title.clone().filter(|_| folder.is_none()).unwrap_or(own.key);
        ConversationDraft { key, title: title.unwrap_or(own.title), ..own }
    }
}

/// A conversation that is opened with its first message.
struct Slot {
    draft: ConversationDraft,
    opened: Option<usize>,
}
