//! Drafts that are held until the end of a file, because it is newest first: those beyond a few are packed, to a
//! fraction of what they take as they are. Nothing of them is written anywhere.
//!
//! Conversations that are held because a later record changes an earlier message are [`threads`](super::threads)'.

use crate::import::{Error, Result};
use chrono::{DateTime, FixedOffset};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    io::{self, BufWriter, Read},
};
use yanju_model::{
    Kind, Precision, Role, SourceTime,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Sender, StoredContent},
};

/// The drafts that are not packed may take so much memory. What takes less altogether is never packed.
const LOOSE: usize = 48 * 1024 * 1024;

/// What is packed together takes so much before: it is unpacked together as well.
const BLOCK: usize = 12 * 1024 * 1024;

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
        self.bytes += taken_by(&draft);
        self.loose.push((slot, draft));
        let limit = if self.packed.is_empty() { LOOSE } else { BLOCK };
        if self.bytes > limit { self.pack().map_err(failed) } else { Ok(()) }
    }

    /// Packs what is loose, but for the rest that makes no block.
    fn pack(&mut self) -> io::Result<()> {
        let (mut block, mut bytes) = (Vec::new(), 0);
        for (slot, draft) in std::mem::take(&mut self.loose) {
            bytes += taken_by(&draft);
            block.push((slot, draft));
            if bytes > BLOCK {
                self.packed.push(packed(std::mem::take(&mut block))?);
                bytes = 0;
            }
        }
        (self.loose, self.bytes) = (block, bytes);
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

/// What a draft takes.
fn taken_by(draft: &MessageDraft) -> usize {
    let sender = draft.sender.iter().flat_map(|sender| [Some(&sender.name), sender.key.as_ref()]);
    let reply = draft.reply_to.iter().flat_map(|reply| [Some(&reply.quote), reply.source_id.as_ref()]);
    let ids = [
        draft.source_id.as_ref(),
        draft.alias.as_ref(),
        draft.takes_back.as_ref(),
        draft.stated_time.as_ref(),
    ];
    let own = [Some(&draft.text), Some(&draft.place)].into_iter().chain(ids);
    let files = draft.attachments.iter().map(|file| Some(&file.name));
    let strings = sender.chain(reply).chain(own).chain(files).flatten();
    size_of::<(usize, MessageDraft)>()
        + strings.map(|string| string.len() + STRING).sum::<usize>()
        + draft.attachments.len() * size_of::<AttachmentDraft>()
}

/// Drafts as they are packed: what is alike together, since it takes little beside its like. Who wrote is told by a
/// position in a list of those who did; moments and the numbers in places by how far they are from the one before.
#[derive(Default, Serialize, Deserialize)]
struct Columns {
    slots: Vec<usize>,
    writers: Vec<Option<usize>>,
    known: Vec<(Option<String>, String, Role)>,
    moments: Vec<i64>,
    clocks: Vec<Option<Clock>>,
    kinds: Vec<Kind>,
    recalled: Vec<bool>,
    /// What the source says of each by itself: its ids and a time that is no moment.
    stated: Vec<[Option<String>; 4]>,
    replies: Vec<Option<(Option<String>, String)>>,
    files: Vec<Vec<Named>>,
    numbers: Vec<Option<i64>>,
    places: Vec<String>,
    texts: Vec<String>,
}

/// What a time is beside its second: whether it is a wall clock's, the rest of a second, the offset, how precise it is.
type Clock = (bool, u32, Option<i32>, Precision);

/// A file: its name, and the hash and length of its content.
type Named = (String, Option<(String, u64)>);

/// What stands for the number in a place.
const NUMBER: &str = "#";

/// What the drafts of a block are packed by.
#[derive(Default)]
struct Before {
    writers: HashMap<Sender, usize>,
    moment: i64,
    number: i64,
}

fn packed(drafts: Vec<(usize, MessageDraft)>) -> io::Result<Vec<u8>> {
    let (mut columns, mut before) = (Columns::default(), Before::default());
    for (slot, draft) in drafts {
        columns.add(slot, draft, &mut before);
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    serde_json::to_writer(BufWriter::new(&mut encoder), &columns)?;
    let mut packed = encoder.finish()?;
    packed.shrink_to_fit();
    Ok(packed)
}

fn unpacked(block: &[u8]) -> io::Result<Vec<(usize, MessageDraft)>> {
    let mut text = String::new();
    DeflateDecoder::new(block).read_to_string(&mut text)?;
    let columns: Columns = serde_json::from_str(&text)?;
    drop(text);
    columns.drafts().ok_or_else(|| io::ErrorKind::InvalidData.into())
}

impl Columns {
    /// Adds a draft, which comes after what is known from `before`.
    fn add(&mut self, slot: usize, draft: MessageDraft, before: &mut Before) {
        let writer = draft.sender.map(|sender| {
            *before.writers.entry(sender).or_insert_with_key(|sender| {
                self.known.push((sender.key.clone(), sender.name.clone(), sender.role));
                self.known.len() - 1
            })
        });
        let kept =
            |file: AttachmentDraft| (file.name, file.content.map(|content| (content.sha256, content.bytes)));
        self.slots.push(slot);
        self.writers.push(writer);
        let (moment, clock) = draft.sent_at.map(parted).unzip();
        let moment = moment.unwrap_or(before.moment);
        self.moments.push(moment - std::mem::replace(&mut before.moment, moment));
        self.clocks.push(clock);
        self.kinds.push(draft.kind);
        self.recalled.push(draft.recalled);
        self.stated.push([draft.source_id, draft.alias, draft.takes_back, draft.stated_time]);
        self.replies.push(draft.reply_to.map(|reply| (reply.source_id, reply.quote)));
        self.files.push(draft.attachments.into_iter().map(kept).collect());
        let (number, place) = numbered(draft.place);
        self.numbers.push(number.map(|number| number - std::mem::replace(&mut before.number, number)));
        self.places.push(place);
        self.texts.push(draft.text);
    }

    /// The drafts; `None` where a column lacks a row.
    fn drafts(self) -> Option<Vec<(usize, MessageDraft)>> {
        let known: Vec<Sender> =
            self.known.into_iter().map(|(key, name, role)| Sender { key, name, role }).collect();
        let attachment = |(name, content): Named| AttachmentDraft {
            name,
            content: content.map(|(sha256, bytes)| StoredContent { sha256, bytes }),
        };
        let (mut moment, mut number) = (0, 0);
        let mut writers = self.writers.into_iter();
        let mut times = self.moments.into_iter().zip(self.clocks);
        let mut kinds = self.kinds.into_iter().zip(self.recalled);
        let mut stated = self.stated.into_iter();
        let mut replies = self.replies.into_iter();
        let mut files = self.files.into_iter();
        let mut places = self.numbers.into_iter().zip(self.places);
        let mut texts = self.texts.into_iter();
        let mut draft = |slot: usize| {
            let (later, clock) = times.next()?;
            moment += later;
            let (kind, recalled) = kinds.next()?;
            let [source_id, alias, takes_back, stated_time] = stated.next()?;
            let (further, place) = places.next()?;
            number += further.unwrap_or_default();
            let draft = MessageDraft {
                sender: writers.next()?.and_then(|writer| known.get(writer).cloned()),
                sent_at: clock.and_then(|clock| joined(moment, clock)),
                kind,
                text: texts.next()?,
                recalled,
                stated_time,
                source_id,
                alias,
                takes_back,
                reply_to: replies.next()?.map(|(source_id, quote)| ReplyTo { source_id, quote }),
                attachments: files.next()?.into_iter().map(attachment).collect(),
                place: match further {
                    Some(_) => place.replacen(NUMBER, &number.to_string(), 1),
                    None => place,
                },
            };
            Some((slot, draft))
        };
        self.slots.into_iter().map(&mut draft).collect()
    }
}

/// The seconds of a time, and the rest of it.
fn parted(time: SourceTime) -> (i64, Clock) {
    match time {
        SourceTime::Local(at, precision) => {
            let at = at.and_utc();
            (at.timestamp(), (true, at.timestamp_subsec_nanos(), None, precision))
        }
        SourceTime::Fixed(at, offset, precision) => {
            let east = offset.map(|offset| offset.local_minus_utc());
            (at.timestamp(), (false, at.timestamp_subsec_nanos(), east, precision))
        }
    }
}

fn joined(seconds: i64, (is_local, rest, east, precision): Clock) -> Option<SourceTime> {
    let at = DateTime::from_timestamp(seconds, rest)?;
    Some(if is_local {
        SourceTime::Local(at.naive_utc(), precision)
    } else {
        SourceTime::Fixed(at, east.and_then(FixedOffset::east_opt), precision)
    })
}

/// The last number of a place, and the place without it; the place alone where that could not be put together again.
fn numbered(place: String) -> (Option<i64>, String) {
    let end = place.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
    let (head, rest) = place.split_at(end);
    let start = head.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |before| {
        before + head.get(before..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    let (head, digits) = head.split_at(start);
    match digits.parse::<u32>() {
        Ok(number) if number.to_string() == digits && !head.contains(NUMBER) => {
            (Some(number.into()), [head, NUMBER, rest].concat())
        }
        _ => (None, place),
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
            stated_time: n.is_multiple_of(4).then(|| "9:02".to_owned()),
            alias: n.is_multiple_of(7).then(|| "2".to_owned()),
            takes_back: n.is_multiple_of(5).then(|| "1".to_owned()),
            recalled: n.is_multiple_of(2),
            place: match n % 4 {
                0 => format!("line {n}"),
                1 => format!("消息{n}]#"),
                2 => format!("a#{n}, line 0{n}"),
                _ => "sheet 2, row".to_owned(),
            },
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
