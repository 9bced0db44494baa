//! Feishu (Lark): answers of its message interface, events that a bot was sent, the JSON of the `lark-cli` command
//! line, and chats pasted out of documents.
//!
//! One message is read in [`message`], what it says in [`content`]; the pasted text is [`copy`]'s.

mod content;
mod copy;
mod message;

pub use copy::FeishuCopy;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{
        not_kept::NotKept,
        threads::{Spot, Threads},
    },
    json::{
        fields::{begins_json, list, names, str_of},
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use message::{Message, READ};
use std::collections::HashMap;
use yanju_model::{Platform, Warning, draft::Understanding, job::Job};

/// The importer of Feishu's JSON.
pub struct FeishuApi;

static ABOUT: About = About {
    id: "feishu_api",
    names: ("飞书消息（JSON）", "Feishu / Lark messages (JSON)"),
    extensions: &["json", "jsonl"],
    reads: (
        "飞书开放平台的会话历史消息、机器人收到的消息事件，以及 lark-cli 导出的 JSON",
        "Message history and message events of the Feishu open platform, and the JSON of lark-cli",
    ),
};

/// The lists in the answers of the interface and of the command line, and what they say of themselves.
const PLAN: Plan = Plan {
    records: &["", "data.items", "items", "data.messages", "messages"],
    fields: &["data.has_more", "has_more", "data.total", "total"],
};

impl Importer for FeishuApi {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |field: &str| names(&probe.text, field);
        if begins_json(&probe.text) && has_message_id(&probe.text) && (has("msg_type") || has("message_type"))
        {
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
        let (mut gathered, mut records, mut stated) = (Gathered::default(), 0_u64, None::<u64>);
        let read = each_record(input, job, Pass::Read, PLAN, &mut |found| {
            match found {
                Found::Record(value, place) => {
                    records += 1;
                    gathered.add(value, &place);
                }
                // Of the pages in one file the last tells whether there is more.
                Found::Mark(Value::Bool(more)) => gathered.has_more = more,
                // The command line counts the messages of a page.
                Found::Mark(total) => {
                    stated = total.as_u64().map_or(stated, |n| Some(stated.unwrap_or(0) + n));
                }
                Found::Doubt(warning) => gathered.warnings.push(warning),
            }
            Ok(())
        })?;
        gathered.settle();
        if gathered.threads.is_empty() {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let warnings = gathered.warnings.into_iter().chain(read.detected.doubt());
        warnings.for_each(|warning| sink.warning(warning));
        gathered.not_kept.report("messages", sink);
        let other_count = stated.filter(|stated| *stated != records && read.damaged_lines == 0);
        let partial = gathered.has_more.then(|| "has_more".to_owned());
        let partial = partial.into_iter().chain(other_count.map(|_| "other_count".to_owned()));
        gathered.threads.push(Platform::Feishu, input, options, sink, job)?;
        let partial = partial.chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding {
            encoding: read.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// Whether a message is named by an id of Feishu.
fn has_message_id(text: &str) -> bool {
    let values = text.split("\"message_id\"").skip(1);
    values
        .filter_map(|rest| rest.trim_start().strip_prefix(':'))
        .any(|rest| rest.trim_start().starts_with("\"om_"))
}

/// What a file was found to hold.
#[derive(Default)]
struct Gathered {
    threads: Threads,
    /// Where each message lies; what lies inside a forward is where the forward is.
    spots: HashMap<String, Spot>,
    /// Messages inside forwards that the file has not come to yet.
    early: Vec<(String, Message)>,
    /// Ids of messages that events say were recalled.
    recalled: Vec<String>,
    not_kept: NotKept,
    warnings: Vec<Warning>,
    has_more: bool,
}

impl Gathered {
    fn add(&mut self, mut value: Value, place: &str) {
        let replies = value.get_mut("thread_replies").map(Value::take);
        let spot = self.add_one(&value, place.to_owned());
        let Some(Value::Array(replies)) = replies else { return };
        for reply in replies {
            self.not_kept.note_fields(&reply, &READ, "thread_replies.");
            // An answer in a thread is later than what follows the message it hangs on.
            let inner = self.add_one(&reply, place.to_owned());
            inner.or(spot).into_iter().for_each(|spot| self.threads.is_mixed(spot));
        }
    }

    fn add_one(&mut self, value: &Value, place: String) -> Option<Spot> {
        let message = Message::of(value, place, &mut self.not_kept, &mut |w| self.warnings.push(w));
        self.recalled.extend(message.draft.takes_back.clone());
        match message.inside.clone() {
            None => Some(self.keep(message)),
            Some(forward) => {
                if let Some(message) = self.put_inside(&forward, message) {
                    self.early.push((forward, message));
                }
                None
            }
        }
    }

    fn keep(&mut self, message: Message) -> Spot {
        let id = message.draft.source_id.clone();
        let spot = self.threads.add(message.conversation, message.title, message.draft);
        if let Some(id) = id {
            self.spots.insert(id, spot);
        }
        spot
    }

    /// Adds a message as a line to the forward it lies in; gives it back where that is not known.
    fn put_inside(&mut self, forward: &str, message: Message) -> Option<Message> {
        let Some(spot) = self.spots.get(forward).copied() else { return Some(message) };
        if let Some(draft) = self.threads.at(spot) {
            if !draft.text.is_empty() {
                draft.text.push('\n');
            }
            draft.text.push_str(&message.line());
        }
        if let Some(id) = message.draft.source_id {
            self.spots.insert(id, spot);
        }
        None
    }

    /// Settles what only the end of the file tells.
    fn settle(&mut self) {
        for (forward, message) in std::mem::take(&mut self.early) {
            if let Some(message) = self.put_inside(&forward, message) {
                // Its forward is not in the file: it is a message like any other.
                self.keep(message);
            }
        }
        for id in std::mem::take(&mut self.recalled) {
            if let Some(draft) = self.spots.get(&id).copied().and_then(|spot| self.threads.at(spot)) {
                draft.recalled = draft.source_id.as_deref() == Some(id.as_str()) || draft.recalled;
            }
        }
    }
}

/// The people and bots that a message names, by the marks that stand for them in its words.
fn mentions(message: &Value) -> HashMap<String, String> {
    let named = list(message, "mentions").iter().map(|m| (str_of(m, "key"), str_of(m, "name")));
    let named = named.filter(|(key, name)| !key.is_empty() && !name.is_empty());
    named.map(|(key, name)| (key.to_owned(), name.to_owned())).collect()
}
