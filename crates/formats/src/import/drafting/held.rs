//! Drafts that are held until the end of a file, because it is newest first: those beyond a few are packed, to a
//! fraction of what they take as they are. Nothing of them is written anywhere.
//!
//! Conversations that are held because a later record changes an earlier message are [`threads`](super::threads)'.

use crate::import::{Error, Result};
use chrono::{DateTime, FixedOffset};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use yanju_model::{
    Kind, Precision, Role, SourceTime,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender, StoredContent},
};

/// The drafts that are not packed may take so much memory. What takes less altogether is never packed.
const LOOSE: usize = 48 * 1024 * 1024;

/// What a string takes beside its words.
const STRING: usize = 16;

/// Drafts in the order of the file, each with the conversation it belongs to.
#[derive(Debug, Default)]
pub(crate) struct Held {
    packed: Vec<Vec<u8>>,
    loose: Vec<(usize, MessageDraft)>,
    /// What the loose ones take.
    bytes: usize,
}

impl Held {
    /// Adds a draft of the conversation `slot`.
    pub(crate) fn push(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        self.bytes += size_of::<(usize, MessageDraft)>() + words(&draft);
        self.loose.push((slot, draft));
        if self.bytes > LOOSE {
            self.packed.push(packed(&std::mem::take(&mut self.loose)).map_err(failed)?);
            self.bytes = 0;
        }
        Ok(())
    }

    /// Gives out every draft in the order of the file.
    pub(crate) fn forwards(&self, visit: &mut dyn FnMut(usize, MessageDraft) -> Result<()>) -> Result<()> {
        for block in &self.packed {
            for (slot, draft) in unpacked(block).map_err(failed)? {
                visit(slot, draft)?;
            }
        }
        self.loose.iter().try_for_each(|(slot, draft)| visit(*slot, draft.clone()))
    }

    /// Gives out every draft, the last first.
    pub(crate) fn backwards(
        mut self,
        visit: &mut dyn FnMut(usize, MessageDraft) -> Result<()>,
    ) -> Result<()> {
        loop {
            for (slot, draft) in self.loose.drain(..).rev() {
                visit(slot, draft)?;
            }
            let Some(block) = self.packed.pop() else { return Ok(()) };
            self.loose = unpacked(&block).map_err(failed)?;
        }
    }
}

/// What is packed here can be unpacked; memory that fails is no file's fault.
fn failed(source: io::Error) -> Error {
    Error::Unreadable { source }
}

/// What the strings of a draft take.
fn words(draft: &MessageDraft) -> usize {
    let sender = draft.sender.iter().flat_map(|sender| [Some(&sender.name), sender.key.as_ref()]);
    let reply = draft.reply_to.iter().flat_map(|reply| [Some(&reply.quote), reply.source_id.as_ref()]);
    let own = [Some(&draft.text), Some(&draft.place), draft.source_id.as_ref(), draft.takes_back.as_ref()];
    let files = draft.attachments.iter().map(|file| Some(&file.name));
    let strings = sender.chain(reply).chain(own).chain(files).flatten();
    strings.map(|string| string.len() + STRING).sum::<usize>()
        + draft.attachments.len() * size_of::<AttachmentDraft>()
}

/// A draft as it is packed.
#[derive(Serialize, Deserialize)]
struct Packed(
    usize,
    Option<(Option<String>, String, Role)>,
    Option<Time>,
    Kind,
    String,
    bool,
    [Option<String>; 2],
    Option<(Option<String>, String)>,
    Vec<(String, Option<(String, u64)>)>,
    String,
);

/// A time: whether it is a wall clock's, the seconds and the rest of one, the offset, how precise it is.
type Time = (bool, i64, u32, Option<i32>, Precision);

fn packed(drafts: &[(usize, MessageDraft)]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let mut text = Vec::new();
    for (slot, draft) in drafts {
        text.clear();
        serde_json::to_writer(&mut text, &Packed::of(*slot, draft.clone()))?;
        encoder.write_all(&text)?;
    }
    let mut packed = encoder.finish()?;
    packed.shrink_to_fit();
    Ok(packed)
}

fn unpacked(block: &[u8]) -> io::Result<Vec<(usize, MessageDraft)>> {
    let mut text = String::new();
    DeflateDecoder::new(block).read_to_string(&mut text)?;
    let drafts = serde_json::Deserializer::from_str(&text).into_iter::<Packed>();
    drafts.map(|draft| Ok(draft?.draft())).collect()
}

impl Packed {
    fn of(slot: usize, draft: MessageDraft) -> Self {
        Self(
            slot,
            draft.sender.map(|sender| (sender.key, sender.name, sender.role)),
            draft.sent_at.map(|time| match time {
                SourceTime::Local(at, precision) => {
                    let at = at.and_utc();
                    (true, at.timestamp(), at.timestamp_subsec_nanos(), None, precision)
                }
                SourceTime::Fixed(at, offset, precision) => {
                    let east = offset.map(|offset| offset.local_minus_utc());
                    (false, at.timestamp(), at.timestamp_subsec_nanos(), east, precision)
                }
            }),
            draft.kind,
            draft.text,
            draft.recalled,
            [draft.source_id, draft.takes_back],
            draft.reply_to.map(|reply| (reply.source_id, reply.quote)),
            draft
                .attachments
                .into_iter()
                .map(|file| (file.name, file.content.map(|content| (content.sha256, content.bytes))))
                .collect(),
            draft.place,
        )
    }

    fn draft(self) -> (usize, MessageDraft) {
        let Self(slot, sender, time, kind, text, recalled, [source_id, takes_back], reply, files, place) =
            self;
        let sent_at = time.and_then(|(is_local, seconds, rest, east, precision)| {
            let at = DateTime::from_timestamp(seconds, rest)?;
            Some(if is_local {
                SourceTime::Local(at.naive_utc(), precision)
            } else {
                SourceTime::Fixed(at, east.and_then(FixedOffset::east_opt), precision)
            })
        });
        let attachment = |(name, content): (String, Option<(String, u64)>)| AttachmentDraft {
            name,
            content: content.map(|(sha256, bytes)| StoredContent { sha256, bytes }),
        };
        let draft = MessageDraft {
            sender: sender.map(|(key, name, role)| Sender { key, name, role }),
            sent_at,
            kind,
            text,
            recalled,
            source_id,
            takes_back,
            reply_to: reply.map(|(source_id, quote)| ReplyTo { source_id, quote }),
            attachments: files.into_iter().map(attachment).collect(),
            place,
        };
        (slot, draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dates::parse_time;

    fn draft(n: usize) -> MessageDraft {
        let times = ["2024-03-08 07:58", "2024-03-08T07:58:24.123+08:00", "1709856000123", "2024-03-08"];
        MessageDraft {
            reply_to: n
                .is_multiple_of(3)
                .then(|| ReplyTo { source_id: None, quote: "\"\u{1}…\n".to_owned() }),
            attachments: vec![AttachmentDraft {
                name: "a.jpg".to_owned(),
                content: Some(StoredContent { sha256: "0f".to_owned(), bytes: 7 }),
            }],
            source_id: Some(n.to_string()),
            takes_back: n.is_multiple_of(5).then(|| "1".to_owned()),
            recalled: n.is_multiple_of(2),
            place: format!("line {n}"),
            ..MessageDraft::text(
                Some(Sender { key: Some("k".to_owned()), ..Sender::named("林夕") }),
                times.get(n % 5).and_then(|time| parse_time(time)),
                "发货了吗".repeat(n % 7 * 10_000),
            )
        }
    }

    #[test]
    fn what_is_held_comes_back_as_it_was_from_either_end() {
        let mut held = Held::default();
        let drafts: Vec<_> = (0..1000).map(|n| (n % 3, draft(n))).collect();
        for (slot, draft) in drafts.clone() {
            held.push(slot, draft).expect("it is held");
        }
        assert!(held.packed.len() > 1, "some are packed");
        let mut found = Vec::new();
        let mut take = |slot, draft| {
            found.push((slot, draft));
            Ok(())
        };
        held.forwards(&mut take).expect("it comes back");
        held.backwards(&mut take).expect("it comes back");
        assert!(found.iter().eq(drafts.iter().chain(drafts.iter().rev())));
    }
}
