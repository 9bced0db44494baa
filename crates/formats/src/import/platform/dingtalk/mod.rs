//! DingTalk chats as the official command line `dws` writes them, in its raw and in its projected contract.
//!
//! The source is newest first, so the drafts of a file are held until its end. One message is read in
//! [`message`](self::message), its content in [`content`](self::content).
//! Pasted DingTalk text and the robot callbacks are other formats.

mod content;
mod message;
mod robot;

pub use robot::DingTalkRobot;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::{media::Beside, not_kept::NotKept},
    generic::oldest_first,
    input::own_name,
    json::{
        held::Held,
        source::{self, Meter, Pass},
        value::Value,
    },
};
use message::{Message, message, note_fields_not_kept};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{collections::HashMap, fmt, rc::Rc};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Understanding},
    job::Job,
};

/// The importer of `dws chat` JSON.
pub struct DingTalk;

static ABOUT: About = About {
    id: "dingtalk_dws",
    names: ("钉钉（dws 导出的 JSON）", "DingTalk (JSON of the dws command line)"),
    extensions: &["json"],
    reads: (
        "钉钉官方命令行 dws 导出的聊天记录，原始与精简两种 JSON",
        "Chats exported by DingTalk's official command line dws, as raw or projected JSON",
    ),
};

impl Importer for DingTalk {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name: &str| {
            let quoted = format!("\"{name}\"");
            probe.text.split(&quoted).skip(1).any(|rest| rest.trim_start().starts_with(':'))
        };
        if !probe.text.trim_start_matches('\u{feff}').trim_start().starts_with('{') || !has("messages") {
            return Confidence::No;
        }
        let raw = has("openMessageId") || has("openConversationId") || has("openConvThreadId");
        let projected = has("contractVersion") && (has("messageId") || has("pagesFetched"));
        if raw || projected {
            return Confidence::Certain;
        }
        if has("messageId") && has("messageType") && has("senderType") {
            Confidence::Likely
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
        let (mut json, detected, meter) = source::open(input, job, Pass::Read)?;
        let mut gathered = Gathered { meter: Rc::clone(&meter), ..Gathered::default() };
        // A file may hold several pages, written one after the other.
        loop {
            Document(&mut gathered).deserialize(&mut json).map_err(|error| source::error(input, error))?;
            if json.end().is_ok() {
                break;
            }
        }
        if !gathered.has_messages {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        gathered.warnings.extend(detected.doubt().into_iter().chain(meter.doubt()));
        let partial = std::mem::take(&mut gathered.partial);
        let states_all = gathered.states_all;
        gathered.push(input, options, sink, job)?;
        Ok(Understanding { encoding: detected.label(), states_all, partial, ..Understanding::default() })
    }
}

/// What a file was found to hold.
#[derive(Default)]
struct Gathered {
    meter: Rc<Meter>,
    conversations: Vec<Thread>,
    slots: HashMap<Option<String>, usize>,
    title: Option<String>,
    messages: usize,
    has_messages: bool,
    partial: Vec<String>,
    states_all: bool,
    not_kept: NotKept,
    warnings: Vec<Warning>,
}

/// One conversation's drafts, in the order of the file.
struct Thread {
    key: Option<String>,
    title: Option<String>,
    drafts: Vec<MessageDraft>,
}

impl Gathered {
    fn add(&mut self, value: Value) {
        note_fields_not_kept(&value, &mut self.not_kept);
        let place = format!("messages[{}]", self.messages);
        self.messages += 1;
        let Message { conversation, title, draft } = message(value, place, &mut self.warnings);
        let slot = *self.slots.entry(conversation.clone()).or_insert_with(|| {
            self.conversations.push(Thread { key: conversation, title: None, drafts: Vec::new() });
            self.conversations.len() - 1
        });
        if let Some(thread) = self.conversations.get_mut(slot) {
            thread.title = thread.title.take().or(title);
            thread.drafts.push(draft);
        }
        self.meter.value_ends();
    }

    /// Notes what the file says of itself.
    fn note(&mut self, name: &str, value: &Value) {
        let code = match (name, value) {
            ("hasMore", Value::Bool(true)) => "has_more".to_owned(),
            ("truncated", Value::Bool(true)) => "truncated".to_owned(),
            ("partial", Value::Bool(true)) => "partial".to_owned(),
            ("complete", Value::Bool(false)) => "incomplete".to_owned(),
            ("complete", Value::Bool(true)) => {
                self.states_all = true;
                return;
            }
            ("failures", Value::Array(failures)) if !failures.is_empty() => {
                format!("failures:{}", failures.len())
            }
            ("conversationTitle" | "title", Value::String(title)) => {
                self.title.get_or_insert_with(|| title.clone());
                return;
            }
            _ => return,
        };
        if !self.partial.contains(&code) {
            self.partial.push(code);
        }
    }

    fn push(self, input: &dyn Input, options: &ReadOptions, sink: &mut dyn Sink, job: &Job) -> Result<()> {
        self.not_kept.report("messages", sink);
        for warning in self.warnings {
            sink.warning(warning);
        }
        // A title given is that of one conversation.
        let given = options.title.clone().filter(|_| self.conversations.len() == 1);
        let mut beside = Beside::new(input);
        for mut thread in self.conversations {
            let own = thread.title.or_else(|| self.title.clone());
            let key = thread.key.or_else(|| own.clone()).or_else(|| options.title.clone());
            let slot = sink.conversation(ConversationDraft {
                platform: options.platform.unwrap_or(Platform::DingTalk),
                key: key.unwrap_or_else(|| own_name(input.name()).to_owned()),
                title: given.clone().or(own).or_else(|| options.title.clone()).unwrap_or_default(),
            })?;
            oldest_first(&mut thread.drafts, std::cmp::Ordering::Greater);
            for mut draft in thread.drafts {
                for attachment in &mut draft.attachments {
                    *attachment = beside.attachment(&attachment.name, sink, job)?;
                }
                sink.message(slot, draft)?;
            }
        }
        Ok(())
    }
}

/// How a visitor ends: what it found is in its `Gathered`.
type Visited<E> = std::result::Result<(), E>;

/// The document, and the `result` or `data` it may be wrapped in.
struct Document<'g>(&'g mut Gathered);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Visited<D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document that dws writes")
    }

    fn visit_unit<E>(self) -> Visited<E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Visited<A::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "messages" => fields.next_value_seed(Messages(self.0))?,
                "result" | "data" => fields.next_value_seed(Document(self.0))?,
                "hasMore" | "truncated" | "partial" | "complete" | "failures" | "conversationTitle"
                | "title" => {
                    let value = fields.next_value_seed(Held(&self.0.meter))?;
                    self.0.note(&name, &value);
                }
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The list of messages, one held at a time.
struct Messages<'g>(&'g mut Gathered);

impl<'de> DeserializeSeed<'de> for Messages<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Visited<D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Messages<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of messages")
    }

    fn visit_unit<E>(self) -> Visited<E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut messages: A) -> Visited<A::Error> {
        self.0.has_messages = true;
        self.0.meter.value_ends();
        while let Some(message) = messages.next_element_seed(Held(&self.0.meter))? {
            self.0.add(message);
        }
        Ok(())
    }
}
