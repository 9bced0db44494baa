//! Conversations of a file that are held until its end: to be turned round, or because a later record changes an
//! earlier message.

use super::media::Beside;
use crate::import::{
    Input, ReadOptions, Result, Sink,
    generic::{oldest_first, order_of},
    input::own_name,
};
use std::{cmp::Ordering, collections::HashMap};
use yanju_model::{
    Platform,
    draft::{ConversationDraft, MessageDraft},
    job::Job,
};

/// Where a draft lies, for what comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    thread: usize,
    draft: usize,
}

/// The conversations, in the order in which the file names them.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    threads: Vec<Thread>,
    slots: HashMap<Option<String>, usize>,
}

#[derive(Debug)]
struct Thread {
    key: Option<String>,
    title: Option<String>,
    drafts: Vec<MessageDraft>,
    order: Order,
}

/// What is known of the order of a conversation's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// That of the file, or the same the other way round.
    OneWay,
    /// None: records of another time stand inside others.
    Mixed,
}

impl Threads {
    /// Adds a draft to the conversation of `key`; `None` is the one that the file is.
    pub(crate) fn add(&mut self, key: Option<String>, title: Option<String>, draft: MessageDraft) -> Spot {
        let thread = if let Some(known) = self.slots.get(&key) {
            *known
        } else {
            self.slots.insert(key.clone(), self.threads.len());
            self.threads.push(Thread { key, title: None, drafts: Vec::new(), order: Order::OneWay });
            self.threads.len() - 1
        };
        let mut spot = Spot { thread, draft: 0 };
        if let Some(thread) = self.threads.get_mut(thread) {
            thread.title = thread.title.take().or(title);
            spot.draft = thread.drafts.len();
            thread.drafts.push(draft);
        }
        spot
    }

    /// The draft at a spot.
    pub(crate) fn at(&mut self, spot: Spot) -> Option<&mut MessageDraft> {
        self.threads.get_mut(spot.thread)?.drafts.get_mut(spot.draft)
    }

    /// Says that the conversation of a spot has no order of its own.
    pub(crate) fn is_mixed(&mut self, spot: Spot) {
        if let Some(thread) = self.threads.get_mut(spot.thread) {
            thread.order = Order::Mixed;
        }
    }

    /// Whether there is no conversation.
    pub(crate) fn is_empty(&self) -> bool {
        self.threads.is_empty()
    }

    /// Pushes everything, oldest first, with the files that lie beside the source. Where no times decide, the
    /// order of the file stays.
    pub(crate) fn push(
        self,
        platform: Platform,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<()> {
        let given = options.title.clone().filter(|_| self.threads.len() == 1);
        let mut beside = Beside::new(input);
        for mut thread in self.threads {
            job.advance(0)?;
            let key = thread.key.or_else(|| thread.title.clone()).or_else(|| options.title.clone());
            let slot = sink.conversation(ConversationDraft {
                platform: options.platform.unwrap_or(platform),
                key: key.unwrap_or_else(|| own_name(input.name()).to_owned()),
                title: given.clone().or(thread.title).or_else(|| options.title.clone()).unwrap_or_default(),
            })?;
            match thread.order {
                Order::OneWay => oldest_first(&mut thread.drafts, Ordering::Less),
                Order::Mixed => sort(&mut thread.drafts),
            }
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

/// Sorts by time; those of one time keep their order, those without one stay behind what stood before them.
fn sort(drafts: &mut Vec<MessageDraft>) {
    let mut last = i64::MIN;
    let mut timed: Vec<(i64, MessageDraft)> = drafts
        .drain(..)
        .map(|draft| {
            last = draft.sent_at.map_or(last, order_of);
            (last, draft)
        })
        .collect();
    timed.sort_by_key(|(at, _)| *at);
    drafts.extend(timed.into_iter().map(|(_, draft)| draft));
}
