//! Threads on their way into the sink: what identifies them, which program they are of, and their messages turned
//! oldest first.

use super::{files::Files, message::message, mojibake, page, platform_in};
use crate::import::{
    Error, Input, ReadOptions, Result, Sink,
    drafting::not_kept::NotKept,
    generic::oldest_first,
    input::{file_stem, own_name},
    json::{
        fields::{is_hollow, str_of, string},
        records::{OTHERS, Plan, Step, Walked, walk, walk_stream},
        source::Pass,
        value::Value,
    },
};
use std::{cmp::Ordering, io::Read};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Sender},
    job::Job,
};

const PLAN: Plan =
    Plan { records: &["messages"], fields: &["participants", "title", "thread_path", "threadName", OTHERS] };

/// What a thread says of itself and is read, or tells nothing: whether one still takes part, and of what type it is.
const READ: [&str; 6] =
    ["participants", "title", "thread_path", "threadName", "is_still_participant", "thread_type"];

/// Where a thread lies.
pub(super) struct Place {
    /// What errors call it.
    file: String,
    /// What stands before the places in it.
    within: String,
    /// The folder in the archive.
    folder: String,
    /// The name of the thread's own folder, where it lies in one.
    thread: Option<String>,
}

impl Place {
    /// A file by itself.
    pub(super) fn of_file(input: &dyn Input) -> Self {
        let is_part = file_stem(input.name()).starts_with("message_");
        let thread = input.folder().filter(|folder| is_part && is_thread(folder)).map(str::to_owned);
        Self { file: input.name().to_owned(), within: String::new(), folder: String::new(), thread }
    }

    /// An entry of an archive.
    pub(super) fn of_entry(entry: &str, folder: &str) -> Self {
        let thread = folder.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned);
        Self { file: entry.to_owned(), within: format!("{entry}, "), folder: folder.to_owned(), thread }
    }

    fn of(&self, position: u64) -> String {
        format!("{}messages[{position}]", self.within)
    }

    fn note(&self, doubt: Warning) -> Warning {
        if self.within.is_empty() { doubt } else { Warning { place: self.file.clone(), ..doubt } }
    }
}

/// Whether a folder is named as Meta names those of threads: words, a stroke and an id. A folder of downloads is
/// not, and two threads may lie in it.
fn is_thread(folder: &str) -> bool {
    folder.rsplit_once('_').is_some_and(|(_, id)| {
        let is_id = id.len() >= 6 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        is_id && id.bytes().any(|b| b.is_ascii_digit())
    })
}

/// Whether an error tells of one file of an archive and not of the whole.
fn is_of_one_file(error: &Error) -> bool {
    matches!(
        error,
        Error::Empty { .. }
            | Error::Lacks { .. }
            | Error::Damaged { .. }
            | Error::TooLarge { limit: "value size" | "nesting" | "message size", .. }
    )
}

/// The program whose host the link to a group names, where it is Instagram's.
fn platform_of_link(link: &str) -> Option<Platform> {
    let host = link.strip_prefix("https://")?.split('/').next()?;
    let is_instagram = matches!(host, "ig.me" | "instagram.com") || host.ends_with(".instagram.com");
    is_instagram.then_some(Platform::Instagram)
}

/// The messages of one file of a thread, and what it says of itself.
#[derive(Default)]
pub(super) struct Thread {
    pub(super) title: Option<String>,
    path: Option<String>,
    name: Option<String>,
    participants: Vec<String>,
    marked: Option<Platform>,
    /// The program that the link to join leads to.
    joined_by: Option<Platform>,
    pub(super) drafts: Vec<MessageDraft>,
    /// Whether a document before it in the file is in the sink.
    pub(super) is_told: bool,
}

impl Thread {
    fn note(&mut self, name: &str, value: &Value) {
        match name {
            "title" => self.title = value.as_str().map(str::to_owned),
            "thread_path" => self.path = value.as_str().map(str::to_owned),
            "threadName" => self.name = value.as_str().map(str::to_owned),
            "joinable_mode" => self.joined_by = platform_of_link(str_of(value, "link")),
            "participants" => {
                let list = value.as_array().map_or(&[][..], Vec::as_slice);
                let named = |one: &Value| string(one, &["name"]).or_else(|| one.as_str().map(str::to_owned));
                self.participants = list.iter().filter_map(named).collect();
            }
            _ => {}
        }
    }

    /// Adds a message.
    pub(super) fn add(&mut self, draft: MessageDraft) {
        let mut addresses = draft.attachments.iter().map(|file| file.name.as_str());
        self.marked = self.marked.or_else(|| addresses.find_map(platform_in));
        self.drafts.push(draft);
    }

    /// The identity: the last part of the path, which stays when a thread is moved to the archive.
    fn key(&self, place: &Place) -> Option<String> {
        let own = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let path = self.path.as_deref().and_then(|path| path.rsplit('/').find(|part| !part.is_empty()));
        path.map(str::to_owned)
            .or_else(|| own(&self.name))
            .or_else(|| place.thread.clone())
            .or_else(|| own(&self.title))
            .or_else(|| {
                let mut names = self.participants.clone();
                names.sort_unstable();
                (!names.is_empty()).then(|| format!("names:{}", names.join("\u{1F}")))
            })
    }
}

/// The threads of an export on their way into the sink.
pub(super) struct Threads<'a> {
    pub(super) input: &'a dyn Input,
    pub(super) options: &'a ReadOptions,
    pub(super) sink: &'a mut dyn Sink,
    pub(super) job: &'a Job,
    pub(super) files: Files<'a>,
    /// The program that the whole export gives away.
    pub(super) marked: Option<Platform>,
    /// The program where nothing gives it away and somebody has said it.
    pub(super) otherwise: Option<Platform>,
    pub(super) not_kept: NotKept,
    /// What threads say of themselves and is not read.
    pub(super) unread: NotKept,
    pub(super) encodings: Vec<String>,
    pub(super) has_messages: bool,
    /// Whether it was said that the program is assumed.
    pub(super) is_assumed: bool,
    /// How many threads could not be read to their end.
    pub(super) damaged: u64,
}

impl Threads<'_> {
    /// Reads the file as JSON.
    pub(super) fn json_file(&mut self) -> Result<()> {
        let (input, job, place) = (self.input, self.job, Place::of_file(self.input));
        let mut thread = Thread::default();
        let mut step = |step: Step<'_>| self.step(step, &mut thread, &place);
        let walked = walk(input, job, Pass::Read, PLAN, &mut step)?;
        self.understood(walked, &place);
        Ok(())
    }

    /// Reads an entry of an archive as JSON. What comes before a damage is left in `thread`.
    pub(super) fn json_entry(
        &mut self,
        stream: Box<dyn Read + '_>,
        place: &Place,
        thread: &mut Thread,
    ) -> Result<()> {
        let job = self.job;
        let mut step = |step: Step<'_>| self.step(step, thread, place);
        let walked = walk_stream(stream, &place.file, job, PLAN, &mut step)?;
        self.understood(walked, place);
        Ok(())
    }

    /// Reads a page of HTML.
    pub(super) fn html(&mut self, stream: Box<dyn Read + '_>, place: &Place) -> Result<()> {
        let is_counted = place.within.is_empty();
        let (sink, not_kept) = (&mut *self.sink, &mut self.not_kept);
        let mut read = page::Reading {
            file: &place.file,
            job: self.job,
            is_counted,
            order: self.options.date_order,
            place: &|position| place.of(position),
            not_kept,
            warn: &mut |doubt| sink.warning(doubt),
        };
        let thread = read.page(stream)?;
        if thread.drafts.is_empty() {
            return Err(Error::Lacks { file: place.file.clone(), what: "messages" });
        }
        self.has_messages = true;
        self.encoding("utf-8");
        self.push(thread, place)
    }

    /// One thread that is damaged must not cost the others; any other error ends the reading. Whether it was
    /// whole.
    pub(super) fn survived(&mut self, outcome: Result<()>, entry: &str) -> Result<bool> {
        match outcome {
            Err(error) if is_of_one_file(&error) => {
                self.sink.warning(Warning::new("not_kept", entry, &error.to_string()));
                Ok(false)
            }
            other => other.map(|()| true),
        }
    }

    fn understood(&mut self, walked: Walked, place: &Place) {
        self.encoding(&walked.detected.label());
        walked.doubts.into_iter().for_each(|doubt| self.sink.warning(place.note(doubt)));
    }

    fn encoding(&mut self, label: &str) {
        if !self.encodings.iter().any(|known| known == label) {
            self.encodings.push(label.to_owned());
        }
    }

    fn step(&mut self, step: Step<'_>, thread: &mut Thread, place: &Place) -> Result<()> {
        match step {
            Step::Field(name, value) => {
                if !READ.contains(&name) && !is_hollow(&value) {
                    self.unread.note(name);
                }
                thread.note(name, &value);
            }
            Step::List(_) => self.has_messages = true,
            Step::Record(_, position, mut value) => {
                if ["sender_name", "timestamp_ms"].iter().any(|name| value.get(name).is_some()) {
                    mojibake::repair(&mut value);
                }
                let sink = &mut *self.sink;
                let mut warn = |doubt: Warning| sink.warning(doubt);
                thread.add(message(&value, place.of(position), &mut self.not_kept, &mut warn));
            }
            Step::End("") => {
                self.push_json(std::mem::take(thread), place)?;
                thread.is_told = true;
            }
            Step::Begin(_) | Step::End(_) => {}
        }
        Ok(())
    }

    /// Brings a thread of JSON into the sink. Only the plain layout, which has no `threadName`, is written in bytes.
    pub(super) fn push_json(&mut self, mut thread: Thread, place: &Place) -> Result<()> {
        if thread.name.is_none() {
            let words = thread.title.iter_mut().chain(&mut thread.path).chain(&mut thread.participants);
            words.for_each(|text| *text = mojibake::repaired(std::mem::take(text)));
        }
        self.push(thread, place)
    }

    /// Brings a thread into the sink, oldest first.
    fn push(&mut self, mut thread: Thread, place: &Place) -> Result<()> {
        if thread.drafts.is_empty() {
            return Ok(());
        }
        let is_alone = place.within.is_empty();
        // A title given is that of one conversation.
        let given = self.options.title.clone().filter(|_| is_alone);
        let stem = || own_name(self.input.name()).to_owned();
        let key = thread.key(place).or_else(|| given.clone()).unwrap_or_else(stem);
        let title = given.or_else(|| thread.title.take()).or_else(|| thread.name.take()).unwrap_or_default();
        let platform = self.platform(&thread);
        let slot = self.sink.conversation(ConversationDraft { platform, key, title })?;
        oldest_first(&mut thread.drafts, Ordering::Greater);
        for mut draft in thread.drafts {
            for file in &mut draft.attachments {
                *file = self.files.attachment(&file.name, &place.folder, self.sink, self.job)?;
            }
            self.sink.message(slot, draft)?;
        }
        // The source knows them by their names alone, as it knows those who write.
        thread.participants.into_iter().try_for_each(|name| self.sink.member(slot, Sender::named(name)))
    }

    /// The program a thread is of. Where nothing says it, that is said, once.
    fn platform(&mut self, thread: &Thread) -> Platform {
        let path = thread.path.as_deref().and_then(platform_in);
        let stated = self.options.platform.or(self.marked).or(thread.marked).or(path);
        stated.or(thread.joined_by).or(self.otherwise).unwrap_or_else(|| {
            if !self.is_assumed {
                self.is_assumed = true;
                self.sink.warning(Warning::new("platform_assumed", "", "Messenger"));
            }
            Platform::Messenger
        })
    }
}
