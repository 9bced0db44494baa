//! Records as a face shows them. Mapping only: nothing is decided here but how long a snippet is.

use crate::api::{
    entity::EntityMark,
    library::{CategoryRef, ConversationRow, JoinedRow, ParticipantRow, Snippet},
    transcript::{AttachmentRow, TranscriptMessage},
};
use yanju_model::{
    CategoryId, Timestamp,
    annotation::{Annotations, Category},
    record::{Attachment, Conversation, Joined, Message, Participant},
};
use yanju_store::Hit;

/// Characters a snippet holds at most.
const SNIPPET_CHARS: usize = 90;
/// Characters kept before the first mark, so that it is read in its context.
const SNIPPET_LEAD: usize = 14;

pub(crate) fn category_ref(id: Option<CategoryId>, categories: &[Category]) -> Option<CategoryRef> {
    let category = categories.iter().find(|category| Some(category.id) == id)?;
    Some(CategoryRef { id: category.id.to_string(), name: category.name.clone(), color: category.color })
}

pub(crate) fn conversation_row(
    conversation: &Conversation,
    annotations: &Annotations,
    categories: &[Category],
    hits: u64,
    top: Option<Snippet>,
) -> ConversationRow {
    ConversationRow {
        id: conversation.id.to_string(),
        title: conversation.title.clone(),
        platform: conversation.platform.name().to_owned(),
        participants: conversation.participants.iter().map(participant_row).collect(),
        messages: conversation.messages,
        first: conversation.first.and_then(Timestamp::rfc3339),
        last: conversation.last.and_then(Timestamp::rfc3339),
        tags: annotations.tags.clone(),
        ticket: annotations.ticket.clone(),
        category: category_ref(annotations.category, categories),
        starred: annotations.starred,
        hits,
        top,
    }
}

fn participant_row(participant: &Participant) -> ParticipantRow {
    ParticipantRow {
        id: participant.id.to_string(),
        name: participant.name.clone(),
        key: participant.key.clone(),
        role: participant.role.name().to_owned(),
        messages: participant.messages,
        joined: participant.joined.iter().map(joined_row).collect(),
    }
}

fn joined_row(joined: &Joined) -> JoinedRow {
    JoinedRow {
        id: joined.id.to_string(),
        name: joined.name.clone(),
        key: joined.key.clone(),
        messages: joined.messages,
    }
}

pub(crate) fn message_row(
    message: &Message,
    marks: Vec<(u32, u32)>,
    entities: Vec<EntityMark>,
    annotations: &Annotations,
    categories: &[Category],
) -> TranscriptMessage {
    TranscriptMessage {
        id: message.id.to_string(),
        seq: message.seq,
        sent_at: message.sent_at.rfc3339(),
        precision: message.sent_at.precision.name().to_owned(),
        stated_time: message.stated_time.clone(),
        sender: message.sender_name.clone(),
        stated_sender: message.stated_name.clone(),
        role: message.role.name().to_owned(),
        kind: message.kind.name().to_owned(),
        text: message.text.clone(),
        marks,
        entities,
        attachments: message.attachments.iter().map(attachment_row).collect(),
        recalled: message.recalled,
        reply_to: message.reply_to.map(|id| id.to_string()),
        quote: message.quote.clone(),
        tags: annotations.tags.clone(),
        ticket: annotations.ticket.clone(),
        category: category_ref(annotations.category, categories),
        note: annotations.note.clone(),
        starred: annotations.starred,
    }
}

pub(crate) fn attachment_row(attachment: &Attachment) -> AttachmentRow {
    AttachmentRow {
        id: attachment.id.to_string(),
        name: attachment.name.clone(),
        sha256: attachment.sha256.clone(),
        bytes: attachment.bytes,
        media_type: image_type_of_name(&attachment.name).to_owned(),
    }
}

/// The image type that a name's ending claims; empty for everything else. What is served is sniffed again.
fn image_type_of_name(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        _ => "",
    }
}

/// Bytes from the start that tell an image's type.
pub(crate) const IMAGE_MARK: u64 = 12;

/// The image type that the bytes themselves show.
pub(crate) fn image_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

pub(crate) fn snippet(hit: &Hit) -> Snippet {
    let (text, marks) = cut(&hit.message.text, &hit.marks);
    Snippet {
        message: hit.message.id.to_string(),
        seq: hit.message.seq,
        sent_at: hit.message.sent_at.rfc3339(),
        sender: hit.message.sender_name.clone(),
        kind: hit.message.kind.name().to_owned(),
        text,
        marks,
    }
}

/// Cuts a text to one short line around its first mark, and moves the marks along.
fn cut(text: &str, marks: &[(u32, u32)]) -> (String, Vec<(u32, u32)>) {
    let first = marks.first().map_or(0, |mark| mark.0 as usize);
    let skip = if first > SNIPPET_LEAD * 2 { first - SNIPPET_LEAD } else { 0 };
    let lead = usize::from(skip > 0);
    let mut line = String::new();
    if lead > 0 {
        line.push('…');
    }
    let flat = |c: char| if c == '\n' || c == '\t' { ' ' } else { c };
    line.extend(text.chars().skip(skip).take(SNIPPET_CHARS).map(flat));
    let shown = line.chars().count() as u32;
    let moved = |place: u32| place.saturating_sub(skip as u32) + lead as u32;
    let marks = marks
        .iter()
        .map(|&(from, to)| (moved(from).min(shown), moved(to).min(shown)))
        .filter(|(from, to)| from < to)
        .collect();
    if text.chars().nth(skip + SNIPPET_CHARS).is_some() {
        line.push('…');
    }
    (line, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_moves_its_marks_with_the_text() {
        let text = format!("{}未收到包裹{}", "早".repeat(200), "晚".repeat(200));
        let (line, marks) = cut(&text, &[(200, 205)]);
        let marked: String =
            line.chars().skip(marks[0].0 as usize).take((marks[0].1 - marks[0].0) as usize).collect();
        assert_eq!(marked, "未收到包裹");
        assert!(line.starts_with('…') && line.ends_with('…'), "both ends are cut: {line}");
    }

    #[test]
    fn a_short_text_stays_whole_on_one_line() {
        assert_eq!(cut("第一行\n第二行", &[(4, 6)]), ("第一行 第二行".to_owned(), vec![(4, 6)]));
    }
}
