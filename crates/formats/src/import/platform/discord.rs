//! Discord channels as the tool DiscordChatExporter writes them, in JSON.
//!
//! Streams: one message in memory. A message is read in [`message`]. The tool's CSV, HTML and text, and the data
//! package that Discord itself sends, are other formats.

mod message;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::{media::Beside, not_kept::NotKept},
    input::{file_stem, own_name},
    json::{
        fields::{begins_json, names, str_of, string},
        records::{Plan, Step, walk},
        source::Pass,
        value::Value,
    },
};
use message::{Found, message, note_not_kept};
use yanju_model::{
    Platform,
    draft::{AttachmentDraft, ConversationDraft, Understanding},
    job::Job,
};

/// The importer of DiscordChatExporter's JSON.
pub struct Discord;

static ABOUT: About = About {
    id: "discord",
    names: ("Discord（DiscordChatExporter 的 JSON）", "Discord (DiscordChatExporter JSON)"),
    extensions: &["json"],
    reads: (
        "DiscordChatExporter 导出的频道、私聊与子区的 JSON",
        "Channels, direct messages and threads that DiscordChatExporter exported as JSON",
    ),
};

const PLAN: Plan =
    Plan { records: &["messages"], fields: &["guild", "channel", "dateRange", "messageCount"] };

impl Importer for Discord {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name: &str| names(&probe.text, name);
        let is_whole = begins_json(&probe.text) && has("guild") && has("channel") && has("messages");
        if is_whole && (has("dateRange") || has("exportedAt") || has("messageCount")) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let beside = Beside::new(input);
        let not_kept = NotKept::default();
        let (about, partial) = (Channel::default(), Vec::new());
        let messages = None;
        let mut reading = Reading { input, options, sink, job, beside, about, messages, not_kept, partial };
        if is_part(input.name()) {
            reading.is_partial("partial");
        }
        let walked = walk(input, job, Pass::Read, PLAN, &mut |step| reading.step(step))?;
        let Reading { messages, not_kept, partial, .. } = reading;
        if messages.is_none() {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        not_kept.report("messages", sink);
        walked.doubts.into_iter().for_each(|doubt| sink.warning(doubt));
        Ok(Understanding { encoding: walked.detected.label(), partial, ..Understanding::default() })
    }
}

/// Whether a file is named as the tool names the parts of a channel from the second on: `x [part 2].json`.
fn is_part(name: &str) -> bool {
    let number = file_stem(name).strip_suffix(']').and_then(|name| name.rsplit_once(" [part "));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// What is known of the channel whose messages are read.
#[derive(Debug, Clone, Default)]
struct Channel {
    id: Option<String>,
    title: Option<String>,
    server: Option<String>,
    slot: Option<usize>,
}

impl Channel {
    fn note(&mut self, name: &str, value: &Value) {
        match name {
            "channel" => {
                self.id = string(value, &["id"]);
                self.title = string(value, &["name"]);
            }
            // Direct messages stand in a server that is none.
            "guild" if str_of(value, "id") != "0" => self.server = string(value, &["name"]),
            _ => {}
        }
    }

    /// Many servers have a channel of the same name.
    fn title(&self) -> Option<String> {
        let parts: Vec<&str> = self.server.iter().chain(&self.title).map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" - "))
    }
}

/// A file on its way into the sink.
struct Reading<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    beside: Beside<'a>,
    about: Channel,
    /// How many messages the list had so far; `None` before there is a list.
    messages: Option<u64>,
    not_kept: NotKept,
    partial: Vec<String>,
}

impl Reading<'_> {
    fn step(&mut self, step: Step<'_>) -> Result<()> {
        match step {
            Step::Begin("") => self.about = Channel::default(),
            Step::Field("dateRange", range) => {
                let is_bounded = ["after", "before"].iter().any(|end| string(&range, &[end]).is_some());
                if is_bounded {
                    self.is_partial("date_range");
                }
            }
            Step::Field("messageCount", count) if self.messages.is_some() => {
                // Where a channel is exported in parts, each counts its own: that says nothing of the whole.
                if count.as_u64() != self.messages {
                    self.is_partial("other_count");
                }
            }
            Step::Field(name, value) => self.about.note(name, &value),
            Step::List(_) => {
                self.messages = Some(0);
                if self.about.id.is_none() {
                    self.look_ahead()?;
                }
            }
            Step::Record(_, position, value) => {
                self.messages = Some(position + 1);
                self.record(position, &value)?;
            }
            Step::Begin(_) | Step::End(_) => {}
        }
        Ok(())
    }

    fn is_partial(&mut self, code: &str) {
        if !self.partial.iter().any(|known| known == code) {
            self.partial.push(code.to_owned());
        }
    }

    /// Takes the channel from behind the messages.
    fn look_ahead(&mut self) -> Result<()> {
        let plan = Plan { records: &[], ..PLAN };
        let about = &mut self.about;
        walk(self.input, self.job, Pass::Survey, plan, &mut |step| {
            if let Step::Field(name, value) = step {
                about.note(name, &value);
            }
            Ok(())
        })?;
        Ok(())
    }

    fn record(&mut self, position: u64, value: &Value) -> Result<()> {
        let slot = self.slot()?;
        let sink = &mut *self.sink;
        let place = format!("messages[{position}]");
        let channel = self.about.id.as_deref();
        let Found { mut draft, files } = message(value, channel, place, &mut |doubt| sink.warning(doubt));
        note_not_kept(value, &mut self.not_kept);
        for file in files {
            let mut content = None;
            for path in file.paths {
                if content.is_none() {
                    content = self.beside.attachment(&path, self.sink, self.job)?.content;
                }
            }
            draft.attachments.push(AttachmentDraft { name: file.name, content });
        }
        self.sink.message(slot, draft)
    }

    /// Opens the conversation with its first message.
    fn slot(&mut self) -> Result<usize> {
        if let Some(slot) = self.about.slot {
            return Ok(slot);
        }
        let title = self.options.title.clone().or_else(|| self.about.title());
        let key = self.about.id.clone().or_else(|| title.clone());
        let slot = self.sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::Discord),
            key: key.unwrap_or_else(|| own_name(self.input.name()).to_owned()),
            title: title.unwrap_or_default(),
        })?;
        self.about.slot = Some(slot);
        Ok(slot)
    }
}
