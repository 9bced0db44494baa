//! Messages of a text put together line by line: a header begins one, the lines below belong to it.
//!
//! What a header looks like is each format's own.

use super::media::MESSAGE_LIMIT;
use crate::import::{
    Error, Result, Sink,
    text::lines::{Line, place},
};
use yanju_model::{Warning, draft::MessageDraft};

/// Called with each message that is complete, before it goes to the sink.
pub(crate) type Complete<'c> = dyn FnMut(&mut MessageDraft, &mut dyn Sink) -> Result<()> + 'c;

/// The message that is being put together.
pub(crate) struct Composer<'c> {
    file: String,
    pending: Option<(usize, MessageDraft)>,
    complete: Box<Complete<'c>>,
    /// How many messages went to the sink.
    pub(crate) pushed: u64,
}

impl<'c> Composer<'c> {
    /// A composer for the text that errors call `file`. `complete` gives a message its kind, its files and what
    /// else can only be told by all of its words.
    pub(crate) fn new(
        file: &str,
        complete: impl FnMut(&mut MessageDraft, &mut dyn Sink) -> Result<()> + 'c,
    ) -> Self {
        Self { file: file.to_owned(), pending: None, complete: Box::new(complete), pushed: 0 }
    }

    /// Begins a message in the conversation of `slot`; the one before is complete.
    pub(crate) fn begin(&mut self, slot: usize, draft: MessageDraft, sink: &mut dyn Sink) -> Result<()> {
        self.finish(sink)?;
        self.pending = Some((slot, draft));
        Ok(())
    }

    /// Whether a message is being put together.
    pub(crate) fn is_open(&self) -> bool {
        self.pending.is_some()
    }

    /// The message that is being put together.
    pub(crate) fn open(&mut self) -> Option<&mut MessageDraft> {
        self.pending.as_mut().map(|(_, draft)| draft)
    }

    /// Adds a line to the message that is being put together. Words before the first message are an event of
    /// `slot`, and a doubt; blanks there are nothing.
    pub(crate) fn line(&mut self, slot: usize, line: &Line<'_>, sink: &mut dyn Sink) -> Result<()> {
        self.words(slot, line.number, &line.text, sink)
    }

    /// The same for a line that was held back until what follows it was known.
    pub(crate) fn words(&mut self, slot: usize, number: u64, text: &str, sink: &mut dyn Sink) -> Result<()> {
        let Some((_, draft)) = &mut self.pending else {
            if text.trim().is_empty() {
                return Ok(());
            }
            sink.warning(Warning::new("unrecognised_line", place(number), text));
            let event = MessageDraft { place: place(number), ..MessageDraft::text(None, None, text) };
            self.pushed += 1;
            return sink.message(slot, event);
        };
        if draft.text.len() + text.len() > MESSAGE_LIMIT {
            return Err(Error::TooLarge {
                file: self.file.clone(),
                limit: "message length",
                place: draft.place.clone(),
            });
        }
        if draft.text.is_empty() {
            // Most have one line, and an empty one below it.
            draft.text.reserve(text.len() + 1);
        }
        // A header whose words begin in the next line leaves nothing to break.
        if !draft.text.is_empty() || text.is_empty() {
            draft.text.push('\n');
        }
        draft.text.push_str(text);
        Ok(())
    }

    /// Hands over the message that is complete now. Empty lines around its words belong to the layout.
    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let Some((slot, mut draft)) = self.pending.take() else { return Ok(()) };
        let ends_a_line = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let start = draft.text.bytes().take_while(ends_a_line).count();
        let behind = draft.text.bytes().rev().take_while(ends_a_line).count();
        draft.text.truncate((draft.text.len() - behind).max(start));
        if start > 0 {
            draft.text.drain(..start);
        }
        (self.complete)(&mut draft, sink)?;
        self.pushed += 1;
        sink.message(slot, draft)
    }
}
