//! DingTalk chats as the official command line `dws` writes them, in its raw and in its projected contract.
//!
//! The source is newest first, so the drafts of a file are held until its end, packed where there are many. One message is read in
//! [`message`](self::message), its content in [`content`](self::content).
//! Pasted DingTalk text and the robot callbacks are other formats.

mod content;
mod message;
mod robot;

pub use robot::DingTalkRobot;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::{held::Held, media::Beside, not_kept::NotKept},
    generic::order_of,
    input::own_name,
    json::{
        source::Pass,
        stream::{Next, Stream},
        value::Value,
    },
};
use message::{Message, message, note_fields_not_kept};
use std::collections::HashMap;
use yanju_model::{
    Platform, SourceTime,
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
        let (mut json, mut gathered) = (Stream::open(input, job, Pass::Read)?, Gathered::default());
        // A file may hold several pages, written one after the other.
        loop {
            gathered.document(&mut json, sink)?;
            if json.is_at_end()? {
                break;
            }
        }
        if !gathered.has_messages {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        json.doubts().into_iter().for_each(|doubt| sink.warning(doubt));
        let partial = std::mem::take(&mut gathered.partial);
        let states_all = gathered.states_all;
        gathered.push(input, options, sink, job)?;
        Ok(Understanding {
            encoding: json.detected().label(),
            states_all: states_all && partial.is_empty(),
            partial,
            ..Understanding::default()
        })
    }
}

/// What a file was found to hold.
#[derive(Default)]
struct Gathered {
    conversations: Vec<Thread>,
    slots: HashMap<Option<String>, usize>,
    drafts: Held,
    title: Option<String>,
    messages: usize,
    has_messages: bool,
    partial: Vec<String>,
    states_all: bool,
    not_kept: NotKept,
}

/// What is known of a conversation.
#[derive(Default)]
struct Thread {
    key: Option<String>,
    title: Option<String>,
    /// The times of its first and its last message, in the order of the file.
    first: Option<SourceTime>,
    last: Option<SourceTime>,
}

impl Thread {
    /// Where times do not tell, it is in the order in which the tool writes.
    fn is_newest_first(&self) -> bool {
        match (self.first.map(order_of), self.last.map(order_of)) {
            (Some(first), Some(last)) => first >= last,
            _ => true,
        }
    }
}

impl Gathered {
    /// Takes the document, or the `result` or `data` it may be wrapped in.
    fn document(&mut self, json: &mut Stream<'_>, sink: &mut dyn Sink) -> Result<()> {
        if json.next()? != Next::Object {
            return nothing(json, "the document that dws writes");
        }
        json.enter()?;
        let (before, mut count) = (self.messages, None);
        while let Some(name) = json.name()? {
            match name.as_str() {
                "messages" => self.list(json, sink)?,
                // The result of a call may be a mere `true` beside the messages.
                "result" | "data" if json.next()? == Next::Plain => json.pass_over()?,
                "result" | "data" => self.document(json, sink)?,
                "count" => count = json.value()?.as_u64(),
                "hasMore" | "truncated" | "partial" | "complete" | "failures" | "conversationTitle"
                | "title" => {
                    let value = json.value()?;
                    self.note(&name, &value);
                }
                _ => json.pass_over()?,
            }
        }
        if count.is_some_and(|count| count != (self.messages - before) as u64) {
            self.is_partial("other_count".to_owned());
        }
        Ok(())
    }

    /// Takes the list of messages, one held at a time.
    fn list(&mut self, json: &mut Stream<'_>, sink: &mut dyn Sink) -> Result<()> {
        if json.next()? != Next::List {
            return nothing(json, "a list of messages");
        }
        self.has_messages = true;
        json.enter()?;
        while json.item()? {
            let message = json.value()?;
            self.add(message, sink)?;
        }
        Ok(())
    }

    fn add(&mut self, value: Value, sink: &mut dyn Sink) -> Result<()> {
        note_fields_not_kept(&value, &mut self.not_kept);
        let place = format!("messages[{}]", self.messages);
        self.messages += 1;
        let Message { conversation, title, draft } = message(value, place, sink);
        let slot = *self.slots.entry(conversation.clone()).or_insert_with(|| {
            self.conversations.push(Thread { key: conversation, ..Thread::default() });
            self.conversations.len() - 1
        });
        if let Some(thread) = self.conversations.get_mut(slot) {
            thread.title = thread.title.take().or(title);
            thread.first = thread.first.or(draft.sent_at);
            thread.last = draft.sent_at.or(thread.last);
        }
        self.drafts.push(slot, draft)
    }

    /// Notes what the file says of itself.
    fn note(&mut self, name: &str, value: &Value) {
        let code = match (name, value) {
            // Of the pages in one file the last tells whether there is more, and whether this is all.
            ("hasMore", Value::Bool(false)) => return self.partial.retain(|code| code != "has_more"),
            ("hasMore", Value::Bool(true)) => "has_more".to_owned(),
            ("truncated", Value::Bool(true)) => "truncated".to_owned(),
            ("partial", Value::Bool(true)) => "partial".to_owned(),
            ("complete", Value::Bool(false)) => {
                self.states_all = false;
                "incomplete".to_owned()
            }
            ("complete", Value::Bool(true)) => {
                self.states_all = true;
                return self.partial.retain(|code| code != "incomplete");
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
        self.is_partial(code);
    }

    fn is_partial(&mut self, code: String) {
        if !self.partial.contains(&code) {
            self.partial.push(code);
        }
    }

    fn push(self, input: &dyn Input, options: &ReadOptions, sink: &mut dyn Sink, job: &Job) -> Result<()> {
        self.not_kept.report("messages", sink);
        // A title given is that of one conversation.
        let given = options.title.clone().filter(|_| self.conversations.len() == 1);
        let mut threads = Vec::new();
        for thread in self.conversations {
            let is_newest_first = thread.is_newest_first();
            let own = thread.title.or_else(|| self.title.clone());
            let key = thread.key.or_else(|| own.clone()).or_else(|| options.title.clone());
            let slot = sink.conversation(ConversationDraft {
                platform: options.platform.unwrap_or(Platform::DingTalk),
                key: key.unwrap_or_else(|| own_name(input.name()).to_owned()),
                title: given.clone().or(own).or_else(|| options.title.clone()).unwrap_or_default(),
            })?;
            threads.push((slot, is_newest_first));
        }
        let mut beside = Beside::new(input);
        let mut pass = |thread: usize, turned: bool, mut draft: MessageDraft| {
            let Some((slot, _)) = threads.get(thread).filter(|(_, is_turned)| *is_turned == turned) else {
                return Ok(());
            };
            for attachment in &mut draft.attachments {
                *attachment = beside.attachment(&attachment.name, sink, job)?;
            }
            job.advance(0)?;
            sink.message(*slot, draft)
        };
        if threads.iter().any(|(_, is_turned)| !is_turned) {
            self.drafts.forwards(&mut |thread, draft| pass(thread, false, draft))?;
        }
        self.drafts.backwards(&mut |thread, draft| pass(thread, true, draft))
    }
}

/// What stands in the place of something may be nothing, but not something else.
fn nothing(json: &mut Stream<'_>, expected: &str) -> Result<()> {
    if json.value()?.is_null() { Ok(()) } else { Err(json.damaged(&format!("expected {expected}"))) }
}
