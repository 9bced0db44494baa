//! As many rows as were asked for: the engine answers in pages, and whoever wrote `--limit 5000` means 5000.

use yanju_engine::{
    Session,
    api::{
        Result,
        library::{ConversationPage, Find, SearchPage},
        transcript::{AskTranscript, Transcript},
    },
};

/// The messages that match, up to the limit.
pub fn messages(session: &Session, wanted: &Find) -> Result<SearchPage> {
    let mut page = session.search_messages(wanted)?;
    while let Some(rest) = rest(wanted, page.hits.len(), page.total) {
        let next = session.search_messages(&rest)?;
        if next.hits.is_empty() {
            break;
        }
        page.took_ms += next.took_ms;
        page.hits.extend(next.hits);
    }
    Ok(page)
}

/// The conversations that match, up to the limit.
pub fn conversations(session: &Session, wanted: &Find) -> Result<ConversationPage> {
    let mut page = session.find_conversations(wanted)?;
    while let Some(rest) = rest(wanted, page.conversations.len(), page.total) {
        let next = session.find_conversations(&rest)?;
        if next.conversations.is_empty() {
            break;
        }
        page.took_ms += next.took_ms;
        page.conversations.extend(next.conversations);
    }
    Ok(page)
}

/// A stretch of a conversation, up to the limit.
pub fn transcript(session: &Session, wanted: &AskTranscript) -> Result<Transcript> {
    let mut stretch = session.transcript(wanted)?;
    while let Some(last) = stretch.messages.last().map(|message| message.seq) {
        let held = stretch.messages.len() as u64;
        let limit = u64::from(wanted.limit).saturating_sub(held) as u32;
        if limit == 0 || last >= stretch.total {
            break;
        }
        let next = session.transcript(&AskTranscript { from_seq: last + 1, limit, ..wanted.clone() })?;
        if next.messages.is_empty() {
            break;
        }
        stretch.messages.extend(next.messages);
    }
    Ok(stretch)
}

/// What is still to be asked for; `None` where the limit is met or nothing is left.
fn rest(wanted: &Find, held: usize, total: u64) -> Option<Find> {
    let held = held as u64;
    let offset = wanted.offset + held;
    let limit = u64::from(wanted.limit).saturating_sub(held) as u32;
    (limit > 0 && offset < total).then(|| Find { offset, limit, ..wanted.clone() })
}
