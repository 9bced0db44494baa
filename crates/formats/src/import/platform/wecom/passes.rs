//! The two passes over records of WeCom's interfaces: what only the whole file tells, and the way into the sink.

use super::record;
use crate::import::{
    Input, ReadOptions, Result, Sink,
    drafting::{media::Beside, turned::Turned},
    generic::order_of,
    input::own_name,
    json::{
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use std::collections::{HashMap, HashSet};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft},
    job::Job,
};

/// What only the whole file tells.
#[derive(Default)]
pub(super) struct Survey {
    /// The ids of recalled messages, as the interface's records name them.
    recalled: HashSet<String>,
    last: Option<i64>,
    rises: u64,
    falls: u64,
}

impl Survey {
    /// Goes through a file. `recalled` tells of a record which message it takes back.
    pub(super) fn of(
        input: &dyn Input,
        job: &Job,
        plan: Plan,
        recalled: fn(&Value) -> Option<&str>,
    ) -> Result<Self> {
        let mut survey = Self::default();
        each_record(input, job, Pass::Survey, plan, &mut |found| {
            if let Found::Record(value, _) = found {
                survey.note(&value, recalled(&value));
            }
            Ok(())
        })?;
        Ok(survey)
    }

    fn note(&mut self, value: &Value, recalled: Option<&str>) {
        if let Some(id) = recalled {
            self.recalled.insert(id.to_owned());
            return;
        }
        let Some(at) = record::sent_at(value, "", &mut |_: Warning| {}).map(order_of) else { return };
        match self.last.replace(at) {
            Some(last) if last < at => self.rises += 1,
            Some(last) if last > at => self.falls += 1,
            _ => {}
        }
    }

    pub(super) fn is_recalled(&self, id: &str) -> bool {
        self.recalled.contains(id)
    }

    /// The interface gives the oldest first; a query of a database may not.
    pub(super) fn is_newest_first(&self) -> bool {
        self.falls > self.rises
    }
}

/// The way into the sink: at once, or held where the file has to be turned round.
pub(super) struct Output<'o> {
    input: &'o dyn Input,
    options: &'o ReadOptions,
    pub(super) sink: &'o mut dyn Sink,
    job: &'o Job,
    beside: Beside<'o>,
    slots: HashMap<Option<String>, usize>,
    held: Option<Turned>,
}

impl<'o> Output<'o> {
    pub(super) fn new(
        input: &'o dyn Input,
        options: &'o ReadOptions,
        sink: &'o mut dyn Sink,
        job: &'o Job,
        turned: bool,
    ) -> Self {
        let held = turned.then(Turned::default);
        Self { input, options, sink, job, beside: Beside::new(input), slots: HashMap::new(), held }
    }

    pub(super) fn add(&mut self, key: Option<String>, draft: MessageDraft) -> Result<()> {
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

    pub(super) fn finish(mut self) -> Result<()> {
        let held = self.held.take().unwrap_or_default();
        held.give(&mut |slot, draft| {
            self.job.advance(0)?;
            self.pass_on(slot, draft)
        })
    }
}
