//! Telegram Desktop's `result.json`: one chat, or the chats of a whole account.
//!
//! Streams: one message in memory. A message is read in [`message`], the words and fields of its parts in
//! [`words`]. Telegram's HTML export is another format.

mod message;
mod words;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{media::Beside, not_kept::NotKept},
    input::own_name,
    json::{
        fields::{begins_json, names, word},
        records::{Plan, Step, walk},
        source::Pass,
        value::Value,
    },
};
use message::{Found, READ, message};
use yanju_model::{
    Platform, Warning,
    draft::{AttachmentDraft, ConversationDraft, Understanding},
    job::Job,
};

/// The importer of `result.json`.
pub struct Telegram;

static ABOUT: About = About {
    id: "telegram",
    names: ("Telegram 导出的 JSON", "Telegram export (JSON)"),
    extensions: &["json"],
    reads: (
        "Telegram 桌面版导出的 result.json：单个聊天，或整个账号的全部聊天",
        "The result.json that Telegram Desktop exports: one chat, or all chats of an account",
    ),
};

/// Where messages stand, and what is wanted of the chats around them.
const PLAN: Plan = Plan {
    records: &["messages", "chats.list[].messages", "left_chats.list[].messages"],
    fields: &[
        "name",
        "type",
        "id",
        "chats.list[].name",
        "chats.list[].type",
        "chats.list[].id",
        "left_chats.list[].name",
        "left_chats.list[].type",
        "left_chats.list[].id",
    ],
};

/// The kinds of chat; no other format has these words.
const CHAT_TYPES: [&str; 8] = [
    "personal_chat",
    "bot_chat",
    "saved_messages",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
];

impl Importer for Telegram {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let text = &probe.text;
        if !begins_json(text) {
            return Confidence::No;
        }
        let is_chat = names(text, "messages")
            && (names(text, "date_unixtime")
                || names(text, "text_entities")
                || CHAT_TYPES.iter().any(|kind| has_type(text, kind)));
        // The contacts and sessions of an account may fill the head.
        let is_account = names(text, "about") && names(text, "personal_information");
        if is_chat || is_account && text.contains("Telegram") { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let mut reading = Reading {
            input,
            options,
            sink,
            job,
            beside: Beside::new(input),
            chat: Chat::default(),
            chats: 0,
            in_list: 0,
            surveyed: None,
            has_messages: false,
            not_kept: NotKept::default(),
            omitted: 0,
        };
        let walked = walk(input, job, Pass::Read, PLAN, &mut |step| reading.step(step))?;
        let Reading { has_messages, not_kept, omitted, .. } = reading;
        if !has_messages {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        not_kept.report("messages", sink);
        walked.doubts.into_iter().for_each(|doubt| sink.warning(doubt));
        let partial = counted("media_omitted", omitted).into_iter().collect();
        Ok(Understanding {
            encoding: walked.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// Whether a head has `"type": "…"` with this word.
fn has_type(text: &str, kind: &str) -> bool {
    let stated = |rest: &str| {
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
        value
            .and_then(|value| value.strip_prefix('"'))
            .is_some_and(|value| value.strip_prefix(kind).is_some_and(|rest| rest.starts_with('"')))
    };
    text.split("\"type\"").skip(1).any(stated)
}

/// What is known of the chat whose messages are read.
#[derive(Debug, Clone, Default)]
struct Chat {
    id: Option<String>,
    kind: String,
    name: String,
    slot: Option<usize>,
}

impl Chat {
    fn note(&mut self, path: &str, value: &Value) {
        match path.rsplit_once('.').map_or(path, |(_, name)| name) {
            "id" => self.id = word(value),
            "type" => value.as_str().unwrap_or_default().clone_into(&mut self.kind),
            _ => value.as_str().unwrap_or_default().clone_into(&mut self.name),
        }
    }

    /// Whether the ids of its messages count within it. Private chats and small groups count over the account.
    fn counts_its_own(&self) -> bool {
        self.kind.ends_with("supergroup") || self.kind.ends_with("channel")
    }

    /// The identity: people, groups and channels each count their ids anew, and a channel that becomes public
    /// stays the same.
    fn key(&self) -> Option<String> {
        let id = self.id.as_deref()?;
        let of = match self.kind.as_str() {
            "personal_chat" | "bot_chat" | "saved_messages" => "user",
            "private_group" => "chat",
            _ if self.counts_its_own() => "channel",
            _ => "",
        };
        Some(format!("{of}{id}"))
    }
}

/// A file on its way into the sink.
struct Reading<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    beside: Beside<'a>,
    chat: Chat,
    /// How many chats have begun.
    chats: usize,
    /// How many of them in the list under way.
    in_list: usize,
    /// All chats of the file, where one was met whose messages come before its name.
    surveyed: Option<Vec<Chat>>,
    has_messages: bool,
    not_kept: NotKept,
    /// How many files the export says it leaves out.
    omitted: u64,
}

fn is_chat(path: &str) -> bool {
    matches!(path, "" | "chats.list[]" | "left_chats.list[]")
}

impl Reading<'_> {
    fn step(&mut self, step: Step<'_>) -> Result<()> {
        match step {
            Step::Begin(path) if is_chat(path) => {
                self.chat = Chat::default();
                self.chats += 1;
                self.in_list += 1;
            }
            Step::Begin(_) => self.in_list = 0,
            Step::Field(path, value) => self.chat.note(path, &value),
            Step::List(_) => {
                self.has_messages = true;
                if self.chat.id.is_none() && self.chat.name.is_empty() {
                    self.look_ahead()?;
                }
            }
            Step::Record(path, position, value) => self.record(path, position, &value)?,
            Step::End(_) => {}
        }
        Ok(())
    }

    /// Takes what follows the messages of this chat.
    fn look_ahead(&mut self) -> Result<()> {
        if self.surveyed.is_none() {
            let mut chats: Vec<Chat> = Vec::new();
            let plan = Plan { records: &[], ..PLAN };
            walk(self.input, self.job, Pass::Survey, plan, &mut |step| {
                match step {
                    Step::Begin(path) if is_chat(path) => chats.push(Chat::default()),
                    Step::Field(path, value) => {
                        if let Some(chat) = chats.last_mut() {
                            chat.note(path, &value);
                        }
                    }
                    _ => {}
                }
                Ok(())
            })?;
            self.surveyed = Some(chats);
        }
        let found = self.surveyed.as_ref().and_then(|chats| chats.get(self.chats.checked_sub(1)?));
        self.chat = found.cloned().unwrap_or_default();
        Ok(())
    }

    fn record(&mut self, path: &str, position: u64, value: &Value) -> Result<()> {
        let place = match path.strip_suffix("[].messages") {
            Some(list) => format!("{list}[{}].messages[{position}]", self.in_list.saturating_sub(1)),
            None => format!("messages[{position}]"),
        };
        let slot = self.slot(path)?;
        let sink = &mut *self.sink;
        let Found { mut draft, files } = message(value, place, &mut |warning: Warning| sink.warning(warning));
        // A service line keeps every field in its words.
        if draft.sender.is_some() {
            self.not_kept.note_fields(value, &READ, "");
        }
        for file in files {
            if file.path.is_none() {
                self.omitted += 1;
            }
            let content = match &file.path {
                Some(path) => self.beside.attachment(path, self.sink, self.job)?.content,
                None => None,
            };
            draft.attachments.push(AttachmentDraft { name: file.name, content });
        }
        self.sink.message(slot, draft)
    }

    /// Opens the conversation of the chat with its first message.
    fn slot(&mut self, path: &str) -> Result<usize> {
        if let Some(slot) = self.chat.slot {
            return Ok(slot);
        }
        let own = Some(self.chat.name.clone()).filter(|name| !name.is_empty());
        // A title given is that of one conversation.
        let given = self.options.title.clone().filter(|_| path == "messages");
        let key = self.chat.key().or_else(|| own.clone()).or_else(|| given.clone());
        let slot = self.sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::Telegram),
            key: key.unwrap_or_else(|| own_name(self.input.name()).to_owned()),
            title: given.or(own).unwrap_or_default(),
        })?;
        if self.chat.counts_its_own() {
            self.sink.counted(slot);
        }
        self.chat.slot = Some(slot);
        Ok(slot)
    }
}
