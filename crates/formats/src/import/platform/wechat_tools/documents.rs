//! Documents of a head and a list of messages, as several tools write them: which way time runs in each, and the
//! way of the messages into the sink.

use super::words::file_name;
use crate::import::{Error, Result, Sink, drafting::media::Beside};
use yanju_model::{SourceTime, draft::MessageDraft, job::Job, time::DEFAULT_ZONE};

/// The most documents one file may hold. Each leaves its head in memory.
pub(super) const DOCUMENT_LIMIT: usize = 10_000;

/// Which way time runs, by the first and the last time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Direction {
    first: Option<i64>,
    last: Option<i64>,
}

impl Direction {
    /// Takes the next time into account. The zone assumed does not matter for that.
    pub(super) fn note(&mut self, time: SourceTime) {
        let at = time.settle(DEFAULT_ZONE).utc_ms;
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    fn is_newest_first(self) -> bool {
        self.first > self.last
    }
}

/// The messages of one document on their way into the sink.
pub(super) struct Outlet {
    slot: usize,
    direction: Direction,
    held: Vec<MessageDraft>,
}

impl Outlet {
    /// An outlet into the conversation of `slot`.
    pub(super) const fn new(slot: usize, direction: Direction) -> Self {
        Self { slot, direction, held: Vec::new() }
    }

    /// Hands a message on, or holds it where the document is newest first.
    pub(super) fn push(&mut self, draft: MessageDraft, sink: &mut dyn Sink) -> Result<()> {
        if self.direction.is_newest_first() {
            self.held.push(draft);
            return Ok(());
        }
        sink.message(self.slot, draft)
    }

    /// Hands on what was held, turned round and never sorted: messages of one second keep their order.
    pub(super) fn finish(self, sink: &mut dyn Sink) -> Result<()> {
        self.held.into_iter().rev().try_for_each(|draft| sink.message(self.slot, draft))
    }
}

/// Takes the files that lie beside the source into keeping. Until then their names are paths.
pub(super) fn attach(
    draft: &mut MessageDraft,
    beside: &mut Beside<'_>,
    sink: &mut dyn Sink,
    job: &Job,
) -> Result<()> {
    for attachment in &mut draft.attachments {
        *attachment = beside.attachment(&attachment.name, sink, job)?;
        attachment.name = file_name(&attachment.name).to_owned();
    }
    Ok(())
}

/// The error of a file with more documents than may be.
pub(super) fn too_many(file: &str) -> Error {
    Error::TooLarge {
        file: file.to_owned(),
        limit: "conversations",
        place: format!("document {}", DOCUMENT_LIMIT + 1),
    }
}
