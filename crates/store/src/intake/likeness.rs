//! What a record is to the stored message that has its id.

use crate::table::message::Stored;
use yanju_model::{Timestamp, draft::MessageDraft};

/// How far apart the times of one message may be told, in milliseconds: some sources leave the seconds out.
const ONE_TIME_MS: i64 = 60_000;

/// What a record is to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same, or an edit of it, which keeps its time.
    Same,
    /// Its words, where the vault has only that it was taken back.
    BeforeRecall,
    /// Another message: ids of accounts and of days begin anew.
    Other,
}

/// What a record by `writer` at `sent_at` is to the stored message that has its id.
pub(super) fn likeness(
    known: &Stored,
    draft: &MessageDraft,
    sent_at: Timestamp,
    writer: Option<i64>,
) -> Likeness {
    let apart = (known.sent_at_ms - sent_at.utc_ms).abs();
    // One that was read in another zone has the same clock.
    let clock = |ms: i64, offset: i64| ms + offset * 60_000;
    let by_clock = clock(known.sent_at_ms, known.offset_minutes)
        - clock(sent_at.utc_ms, i64::from(sent_at.offset_minutes));
    let is_of_another_time = known.dated && sent_at.is_dated() && apart.min(by_clock.abs()) >= ONE_TIME_MS;
    let has_other_words = known.text != draft.text;
    if is_of_another_time && (has_other_words || known.sender != writer) {
        Likeness::Other
    } else if known.recalled && !draft.recalled && has_other_words && !draft.text.trim().is_empty() {
        Likeness::BeforeRecall
    } else {
        Likeness::Same
    }
}
