//! WeFlow and its kin EchoTrace and CipherTalk: their JSON, and what their interface for programs answers.
//!
//! The first pass gathers the head of each document, which may stand behind its messages; the second reads the
//! messages, in [`weflow_message`](super::weflow_message). Their other forms are ChatLab's, or other formats.

use super::{
    documents::{DOCUMENT_LIMIT, Direction, Outlet, attach, too_many},
    weflow_message::{Senders, message},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::{media::Beside, not_kept::NotKept},
    input::own_name,
    json::{
        fields::{begins_json, names, string, time},
        records::{Plan, Step, walk},
        source::Pass,
        value::Value,
    },
};
use yanju_model::{
    Platform,
    draft::{ConversationDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct WeFlow;

static ABOUT: About = About {
    id: "weflow",
    names: ("WeFlow、EchoTrace、密语 CipherTalk（JSON）", "WeFlow, EchoTrace, CipherTalk (JSON)"),
    extensions: &["json"],
    reads: (
        "WeFlow、EchoTrace、CipherTalk 导出的微信聊天 JSON，以及它们的 HTTP 接口返回的 JSON",
        "WeChat chats exported by WeFlow, EchoTrace or CipherTalk as JSON, and the answers of their HTTP interface",
    ),
};

const HEADS: Plan =
    Plan { records: &["messages", "senders"], fields: &["session", "talker", "hasMore", "groupMembers"] };
const MESSAGES: Plan = Plan { records: &["messages"], fields: &[] };

/// What is read of a session.
const READ_OF_SESSION: [&str; 9] = [
    "wxid",
    "accountId",
    "username",
    "displayName",
    "remark",
    "nickname",
    "type",
    "lastTimestamp",
    "messageCount",
];

impl Importer for WeFlow {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name| names(&probe.text, name);
        if !begins_json(&probe.text) || has("chatlab") {
            return Confidence::No;
        }
        let is_message = has("localType") && (has("senderUsername") || has("senderID")) && has("createTime");
        let is_export = has("session") && (has("weflow") || has("formattedTime"));
        let is_answer = has("success") && has("talker");
        match (has("messages") && is_message, is_export || is_answer) {
            (true, true) => Confidence::Certain,
            // A long picture may stand in front of the messages.
            (false, true) if has("weflow") && has("messageCount") => Confidence::Certain,
            (false, true) if has("messageCount") && has("lastTimestamp") => Confidence::Likely,
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
        let mut not_kept = NotKept::default();
        let heads = heads(input, job, &mut not_kept)?;
        if !heads.iter().any(|head| head.has_messages) {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let is_one = heads.windows(2).all(|pair| pair.first().map(|h| &h.key) == pair.last().map(|h| &h.key));
        let given = options.title.as_ref().filter(|_| is_one);
        let mut beside = Beside::new(input);
        let (mut heads_left, mut current): (_, Option<(&Head, Outlet)>) = (heads.iter(), None);
        let (mut document, mut warnings) = (0_usize, Vec::new());
        let walked = walk(input, job, Pass::Read, MESSAGES, &mut |step| {
            match step {
                Step::Begin("") => {
                    document += 1;
                    let Some(head) = heads_left.next() else { return Ok(()) };
                    let slot = sink.conversation(head.conversation(options, given, input.name()))?;
                    current = Some((head, Outlet::new(slot, head.direction)));
                }
                Step::Record(_, position, record) => {
                    let Some((head, outlet)) = &mut current else { return Ok(()) };
                    let place = match heads.len() {
                        1 => format!("messages[{position}]"),
                        _ => format!("document {document} messages[{position}]"),
                    };
                    let mut draft = message(&record, &head.senders, place, &mut not_kept, &mut warnings);
                    warnings.drain(..).for_each(|warning| sink.warning(warning));
                    attach(&mut draft, &mut beside, sink, job)?;
                    outlet.push(draft, sink)?;
                }
                Step::End("") => {
                    if let Some((_, outlet)) = current.take() {
                        outlet.finish(sink)?;
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        walked.doubts.into_iter().chain(not_kept.together("")).for_each(|doubt| sink.warning(doubt));
        // Of the pages of one answer in one file, only the last can say that there is more.
        let has_more = heads.last().is_some_and(|head| head.has_more);
        let has_others = heads.iter().any(|head| head.stated.is_some_and(|stated| stated != head.messages));
        let partial = [(has_more, "has_more"), (has_others, "other_count")];
        let partial = partial.into_iter().filter(|(is, _)| *is).map(|(_, code)| code.to_owned()).collect();
        Ok(Understanding {
            encoding: walked.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// What a document says of itself.
#[derive(Default)]
struct Head {
    key: Option<String>,
    title: Option<String>,
    has_more: bool,
    has_messages: bool,
    messages: u64,
    /// How many messages the session is said to have.
    stated: Option<u64>,
    senders: Senders,
    direction: Direction,
}

fn heads(input: &dyn Input, job: &Job, not_kept: &mut NotKept) -> Result<Vec<Head>> {
    let mut heads: Vec<Head> = Vec::new();
    walk(input, job, Pass::Survey, HEADS, &mut |step| {
        if let Step::Begin("") = step {
            if heads.len() == DOCUMENT_LIMIT {
                return Err(too_many(input.name()));
            }
            heads.push(Head::default());
        }
        if let Some(head) = heads.last_mut() {
            head.note(step, not_kept);
        }
        Ok(())
    })?;
    Ok(heads)
}

impl Head {
    fn note(&mut self, step: Step<'_>, not_kept: &mut NotKept) {
        match step {
            Step::Field("session", session) => {
                self.key = string(&session, &["wxid", "accountId", "username"]).or_else(|| self.key.take());
                self.title = string(&session, &["displayName", "remark", "nickname"]);
                self.stated = session.get("messageCount").and_then(Value::as_u64);
                not_kept.note_fields(&session, &READ_OF_SESSION, "session.");
            }
            Step::Field("talker", talker) => {
                self.key = self.key.take().or_else(|| talker.as_str().map(str::to_owned));
            }
            Step::Field("hasMore", more) => self.has_more = more == true,
            Step::Field(name, value) if value.as_array().is_some_and(|members| !members.is_empty()) => {
                not_kept.note(name);
            }
            Step::Record("senders", _, sender) => self.note_sender(&sender, not_kept),
            Step::List("messages") => self.has_messages = true,
            Step::Record("messages", _, record) => {
                self.messages += 1;
                // Its doubts are told when it is read.
                if let Some(at) = time(record.get("createTime"), "", &mut |_| {}) {
                    self.direction.note(at);
                }
            }
            _ => {}
        }
    }

    fn note_sender(&mut self, sender: &Value, not_kept: &mut NotKept) {
        not_kept.note_fields(sender, &["senderID", "accountId", "displayName", "nickname"], "senders.");
        let Some(number) = string(sender, &["senderID"]) else { return };
        let key = string(sender, &["accountId"]);
        let name = string(sender, &["displayName", "nickname"]).or_else(|| key.clone()).unwrap_or_default();
        self.senders.insert(number, Sender { key, ..Sender::named(name) });
    }

    fn conversation(&self, options: &ReadOptions, given: Option<&String>, file: &str) -> ConversationDraft {
        let stem = || own_name(file).to_owned();
        let key = self.key.clone().or_else(|| self.title.clone()).or_else(|| given.cloned());
        ConversationDraft {
            platform: options.platform.unwrap_or(Platform::WeChat),
            key: key.unwrap_or_else(stem),
            title: given.or(self.title.as_ref()).cloned().unwrap_or_default(),
        }
    }
}
