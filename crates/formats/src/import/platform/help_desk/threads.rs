//! The way of a help desk's messages into the sink: conversation by conversation, oldest first.
//!
//! Only the messages of the conversation that is being read are held. Pages of one conversation may follow each
//! other newest page first, and a page may be newest first itself.

use super::content::field;
use crate::import::{
    Error, Input, ReadOptions, Result, Sink,
    drafting::{media::Beside, not_kept::NotKept},
    generic::{oldest_first, order_of},
    input::own_name,
    json::{
        fields::{is_hollow, time},
        value::Value,
    },
};
use std::{cmp::Ordering, collections::HashMap};
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft},
    job::Job,
};

/// Where the messages of a file go.
pub(super) struct Threads<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    platform: Platform,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    beside: Beside<'a>,
    slots: HashMap<String, usize>,
    current: Option<Thread>,
    pub(super) not_kept: NotKept,
    messages: u64,
}

/// The conversation that is being read.
#[derive(Default)]
struct Thread {
    key: String,
    title: String,
    /// Its messages, page by page.
    pages: Vec<Vec<MessageDraft>>,
    /// Where each message that has an id stands: the page, and the place in it.
    places: HashMap<String, (usize, usize)>,
}

impl Thread {
    /// Adds a message. Where it tells that one we have was taken back, that one is marked and keeps its words.
    fn push(&mut self, draft: MessageDraft) {
        let id = draft.source_id.clone();
        let known = id.as_ref().filter(|_| draft.recalled).and_then(|id| self.places.get(id));
        let known = known.and_then(|(page, place)| self.pages.get_mut(*page)?.get_mut(*place));
        if let Some(known) = known {
            known.recalled = true;
            return;
        }
        match self.pages.last_mut() {
            Some(page) if !page.is_empty() => page.push(draft),
            // Where each line is a page, a list of one must not take room for more.
            Some(page) => *page = vec![draft],
            None => self.pages.push(vec![draft]),
        }
        let place = self.pages.last().map_or(0, Vec::len).saturating_sub(1);
        self.places.extend(id.map(|id| (id, (self.pages.len().saturating_sub(1), place))));
    }
}

impl<'a> Threads<'a> {
    /// Threads of `platform`, unless the user says another.
    pub(super) fn new(
        input: &'a dyn Input,
        options: &'a ReadOptions,
        platform: Platform,
        sink: &'a mut dyn Sink,
        job: &'a Job,
    ) -> Self {
        Self {
            input,
            options,
            platform: options.platform.unwrap_or(platform),
            sink,
            job,
            beside: Beside::new(input),
            slots: HashMap::new(),
            current: None,
            not_kept: NotKept::default(),
            messages: 0,
        }
    }

    /// The messages that follow belong to this conversation; without a key, to that of the file.
    pub(super) fn begin(&mut self, key: Option<String>, title: &str) -> Result<()> {
        let key = key.unwrap_or_else(|| {
            let title = self.options.title.clone();
            title.unwrap_or_else(|| own_name(self.input.name()).to_owned())
        });
        if let Some(current) = self.current.as_mut().filter(|current| current.key == key) {
            if current.title.is_empty() {
                title.clone_into(&mut current.title);
            }
            return Ok(());
        }
        if let Some(ended) = self.current.take() {
            self.push_thread(ended, None)?;
        }
        self.current = Some(Thread { key, title: title.to_owned(), ..Thread::default() });
        Ok(())
    }

    /// The key of the conversation that is read.
    pub(super) fn key(&self) -> Option<&str> {
        self.current.as_ref().map(|current| current.key.as_str())
    }

    /// Calls the conversation that is being read, where it is this one.
    pub(super) fn call(&mut self, key: Option<&str>, title: &str) {
        let current = self.current.as_mut().filter(|current| Some(current.key.as_str()) == key);
        if let Some(current) = current.filter(|_| !title.is_empty()) {
            title.clone_into(&mut current.title);
        }
    }

    /// A new page begins. What follows may be older than what was read.
    pub(super) fn page(&mut self) {
        if let Some(current) = &mut self.current {
            current.pages.push(Vec::new());
        }
    }

    /// Adds a message to the conversation that was begun.
    pub(super) fn push(&mut self, draft: MessageDraft) {
        if let Some(current) = &mut self.current {
            current.push(draft);
        }
    }

    /// Keeps what stands where a record should and is none, as an event. `false` where it is an object.
    pub(super) fn keep_stray(&mut self, value: &Value, place: &str) -> Result<bool> {
        if value.is_object() && !is_hollow(value) {
            return Ok(false);
        }
        if !is_hollow(value) {
            self.begin(None, "")?;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.push(MessageDraft { place: place.to_owned(), ..MessageDraft::text(None, None, text) });
        }
        Ok(true)
    }

    /// The time that a record states. One that states none is reported.
    pub(super) fn time(&mut self, record: &Value, names: &[&str], place: &str) -> Option<SourceTime> {
        let stated = names.iter().map(|name| field(record, name)).find(|stated| !is_hollow(stated));
        if stated.is_none() {
            self.warn(Warning::new("undated_row", place, ""));
        }
        time(stated, place, &mut |warning| self.sink.warning(warning))
    }

    /// Notes a doubt.
    pub(super) fn warn(&mut self, warning: Warning) {
        self.sink.warning(warning);
    }

    /// Pushes what is held. A file without messages is none of ours.
    pub(super) fn finish(mut self) -> Result<()> {
        let given = self.options.title.clone();
        if let Some(last) = self.current.take() {
            // A title given is that of one conversation.
            let is_one =
                self.slots.is_empty() || (self.slots.len() == 1 && self.slots.contains_key(&last.key));
            self.push_thread(last, given.filter(|_| is_one))?;
        }
        self.not_kept.report("", self.sink);
        if self.messages == 0 {
            return Err(Error::Lacks { file: self.input.name().to_owned(), what: "messages" });
        }
        Ok(())
    }

    fn push_thread(&mut self, mut thread: Thread, given: Option<String>) -> Result<()> {
        if thread.pages.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let slot = self.slot(thread.key, given.unwrap_or(thread.title))?;
        for page in &mut thread.pages {
            oldest_first(page, Ordering::Less);
        }
        let begins = |page: &Vec<MessageDraft>| page.iter().find_map(|draft| draft.sent_at).map(order_of);
        let mut begun = thread.pages.iter().filter_map(begins);
        let (first, last) = (begun.next(), begun.next_back());
        if last.is_some() && first > last {
            thread.pages.reverse();
        }
        for mut draft in thread.pages.into_iter().flatten() {
            for attachment in &mut draft.attachments {
                *attachment = self.beside.attachment(&attachment.name, self.sink, self.job)?;
            }
            self.messages += 1;
            self.sink.message(slot, draft)?;
        }
        Ok(())
    }

    fn slot(&mut self, key: String, title: String) -> Result<usize> {
        if let Some(slot) = self.slots.get(&key) {
            return Ok(*slot);
        }
        let draft = ConversationDraft { platform: self.platform, key: key.clone(), title };
        let slot = self.sink.conversation(draft)?;
        self.slots.insert(key, slot);
        Ok(slot)
    }
}
