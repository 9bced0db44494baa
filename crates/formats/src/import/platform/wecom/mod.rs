//! WeCom's archive of conversations (会话存档), decrypted: the records of its old interface and those of the newer
//! data zone (专区), one on each line, in a list, or in the answers of the interface.
//!
//! A recall stands behind the message it takes back, so the file is read twice: first for what was recalled and
//! for the order of the records. One record is read in [`record`], what it says in [`content`]. Decrypting is not
//! done here: the keys belong to the company that keeps the archive.

mod content;
mod record;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{media::Beside, not_kept::NotKept, turned::Turned},
    generic::order_of,
    input::own_name,
    json::{
        fields::{begins_json, names},
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use std::collections::{HashMap, HashSet};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Understanding},
    job::Job,
};

/// The importer of WeCom's archive.
pub struct WeComArchive;

static ABOUT: About = About {
    id: "wecom_archive",
    names: ("企业微信会话存档（JSON）", "WeCom message archive (JSON)"),
    extensions: &["jsonl", "json"],
    reads: (
        "企业微信会话存档解密后的记录，旧接口与数据专区两种，每行一条或一个列表",
        "Decrypted records of WeCom's message archive, of the old interface and of the data zone, one on each line or as a list",
    ),
};

/// The lists in the answers of both interfaces, and what the answers say of themselves.
const PLAN: Plan = Plan { records: &["", "msg_list", "chatdata"], fields: &["has_more"] };

impl Importer for WeComArchive {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |all: &[&str]| all.iter().all(|field| names(&probe.text, field));
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let old = has(&["msgid", "msgtype", "from", "tolist"]);
        let zone = has(&["msgid", "msgtype", "sender", "send_time"])
            && (has(&["receiver_list"]) || has(&["service_encrypt_info"]));
        let encrypted = has(&["msgid", "encrypt_chat_msg", "encrypt_random_key"]);
        if old || zone || encrypted { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let survey = Survey::of(input, job)?;
        let mut output = Output::new(input, options, sink, job, survey.is_newest_first());
        let mut not_kept = NotKept::default();
        let (mut is_any, mut has_more) = (false, false);
        let read = each_record(input, job, Pass::Read, PLAN, &mut |found| match found {
            Found::Record(value, place) => {
                is_any |= value.is_object();
                let mut warn = |warning| output.sink.warning(warning);
                let (key, mut draft) = record::read(value, place, &mut not_kept, &mut warn);
                draft.recalled |= draft.source_id.as_deref().is_some_and(|id| survey.is_recalled(id));
                output.add(key, draft)
            }
            Found::Mark(mark) => {
                // Of the answers in one file the last tells whether there is more.
                has_more = mark == true || mark == 1;
                Ok(())
            }
            Found::Doubt(warning) => {
                output.sink.warning(warning);
                Ok(())
            }
        })?;
        if !is_any {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        read.detected.doubt().into_iter().for_each(|doubt| output.sink.warning(doubt));
        not_kept.report("records", output.sink);
        output.finish()?;
        let partial = has_more.then(|| "has_more".to_owned());
        let partial = partial.into_iter().chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding {
            encoding: read.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// What only the whole file tells.
#[derive(Default)]
struct Survey {
    /// The ids of recalled messages, without the mark of external ones.
    recalled: HashSet<String>,
    last: Option<i64>,
    rises: u64,
    falls: u64,
}

impl Survey {
    fn of(input: &dyn Input, job: &Job) -> Result<Self> {
        let mut survey = Self::default();
        each_record(input, job, Pass::Survey, PLAN, &mut |found| {
            if let Found::Record(value, _) = found {
                survey.note(&value);
            }
            Ok(())
        })?;
        Ok(survey)
    }

    fn note(&mut self, value: &Value) {
        if let Some(id) = record::recalled(value) {
            self.recalled.insert(record::plain_id(id).to_owned());
            return;
        }
        let Some(at) = record::sent_at(value, "", &mut |_: Warning| {}).map(order_of) else { return };
        match self.last.replace(at) {
            Some(last) if last < at => self.rises += 1,
            Some(last) if last > at => self.falls += 1,
            _ => {}
        }
    }

    fn is_recalled(&self, id: &str) -> bool {
        self.recalled.contains(record::plain_id(id))
    }

    /// The interface gives the oldest first; a query of a database may not.
    fn is_newest_first(&self) -> bool {
        self.falls > self.rises
    }
}

/// The way into the sink: at once, or held where the file has to be turned round.
struct Output<'o> {
    input: &'o dyn Input,
    options: &'o ReadOptions,
    sink: &'o mut dyn Sink,
    job: &'o Job,
    beside: Beside<'o>,
    slots: HashMap<Option<String>, usize>,
    held: Option<Turned>,
}

impl<'o> Output<'o> {
    fn new(
        input: &'o dyn Input,
        options: &'o ReadOptions,
        sink: &'o mut dyn Sink,
        job: &'o Job,
        turned: bool,
    ) -> Self {
        let held = turned.then(Turned::default);
        Self { input, options, sink, job, beside: Beside::new(input), slots: HashMap::new(), held }
    }

    fn add(&mut self, key: Option<String>, draft: MessageDraft) -> Result<()> {
        let slot = match self.slots.get(&key) {
            Some(slot) => *slot,
            None => self.open(key)?,
        };
        if let Some(held) = &mut self.held {
            return held.push(slot, draft);
        }
        self.pass_on(slot, draft)
    }

    fn pass_on(&mut self, slot: usize, mut draft: MessageDraft) -> Result<()> {
        for attachment in &mut draft.attachments {
            *attachment = self.beside.attachment(&attachment.name, self.sink, self.job)?;
        }
        self.sink.message(slot, draft)
    }

    fn open(&mut self, key: Option<String>) -> Result<usize> {
        let own = || own_name(self.input.name()).to_owned();
        let slot = self.sink.conversation(ConversationDraft {
            platform: self.options.platform.unwrap_or(Platform::WeCom),
            key: key.clone().or_else(|| self.options.title.clone()).unwrap_or_else(own),
            title: self.options.title.clone().unwrap_or_default(),
        })?;
        self.slots.insert(key, slot);
        Ok(slot)
    }

    fn finish(mut self) -> Result<()> {
        let held = self.held.take().unwrap_or_default();
        held.give(&mut |slot, draft| {
            self.job.advance(0)?;
            self.pass_on(slot, draft)
        })
    }
}
