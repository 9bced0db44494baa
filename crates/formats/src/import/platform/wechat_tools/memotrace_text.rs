//! MemoTrace's text: `time name`, the words below, an empty line. A header without a name is the system's.
//!
//! The words are read as those of the tables: see [`memotrace`](super::memotrace).

use super::{
    memotrace::{complete_by_words, conversation, kind_of_words},
    words::{file_name, of_the_system},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{
        composer::Composer,
        media::{Beside, lacks_media},
    },
    text::{
        dates::{is_possible, parse_time},
        lines,
    },
};
use std::cell::Cell;
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct MemoTraceText;

static ABOUT: About = About {
    id: "memotrace_txt",
    names: ("留痕 MemoTrace（文本）", "MemoTrace (text)"),
    extensions: &["txt"],
    reads: (
        "留痕（MemoTrace、WeChatMsg）导出的微信聊天文本",
        "WeChat chats exported by MemoTrace (WeChatMsg) as text",
    ),
};

impl Importer for MemoTraceText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let first = probe.lines().find(|line| !line.trim().is_empty());
        if first.is_none_or(|line| header(line).is_none()) {
            return Confidence::No;
        }
        let (mut messages, mut others, mut is_parted) = (0_u64, 0_u64, true);
        let mut lines = probe.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some((_, name)) = header(line) {
                let has_words = lines.peek().is_some_and(|next| header(next).is_none());
                let is_message = is_parted && has_words && !is_of_another_program(name);
                messages += u64::from(is_message);
                others += u64::from(!is_message);
            }
            is_parted = line.trim().is_empty();
        }
        if messages > others.saturating_mul(4) { Confidence::Likely } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (mut lines, detected) = lines::open(input)?;
        detected.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
        let thread = conversation(input.name(), options);
        let slot = sink.conversation(ConversationDraft {
            platform: options.platform.unwrap_or(Platform::WeChat),
            key: thread.key,
            title: thread.title,
        })?;
        let mut beside = Beside::new(input);
        let omitted = Cell::new(0);
        let mut composer = Composer::new(input.name(), |draft, sink| {
            if draft.sender.is_some() {
                draft.kind = kind_of_words(&draft.text);
            }
            complete_by_words(draft);
            for attachment in &mut draft.attachments {
                *attachment = beside.attachment(&attachment.name, sink, job)?;
                attachment.name = file_name(&attachment.name).to_owned();
            }
            omitted.set(omitted.get() + u64::from(lacks_media(draft)));
            Ok(())
        });
        let (mut is_parted, mut filled) = (true, 0_u64);
        while let Some(line) = lines.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            line.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
            match header(&line.text).filter(|_| is_parted) {
                Some((time, name)) => {
                    let sent_at = Some(time).filter(|time| is_possible(*time));
                    if sent_at.is_none() {
                        sink.warning(Warning::new("odd_time", line.place(), &line.text));
                    }
                    let message = MessageDraft::text(Some(Sender::named(name)), sent_at, "");
                    let mut draft = MessageDraft { place: line.place(), ..message };
                    if name.is_empty() {
                        of_the_system(&mut draft);
                    }
                    composer.begin(slot, draft, sink)?;
                }
                None => composer.line(slot, &line, sink)?,
            }
            is_parted = line.text.trim().is_empty();
            filled += u64::from(!is_parted);
        }
        composer.finish(sink)?;
        match (filled, composer.pushed) {
            (0, _) => Err(Error::Empty { file: input.name().to_owned() }),
            (_, 0) => Err(Error::Lacks { file: input.name().to_owned(), what: "messages" }),
            _ => Ok(Understanding {
                encoding: detected.label(),
                partial: Vec::from_iter(counted("media_omitted", omitted.get())),
                ..Understanding::default()
            }),
        }
    }
}

/// `2024-03-06 13:58:40 name`: when, and who; empty for the system.
fn header(line: &str) -> Option<(SourceTime, &str)> {
    let (stamp, name) = line.split_at_checked("2024-03-06 13:58:40".len())?;
    let (date, clock) = stamp.split_once(' ')?;
    let is_stamp = date.len() == 10 && clock.len() == 8 && date.bytes().filter(|b| *b == b'-').count() == 2;
    if !is_stamp || !(name.trim().is_empty() || name.starts_with(' ')) {
        return None;
    }
    Some((parse_time(stamp)?, name.trim()))
}

/// Whether a name carries what QQ puts behind names: a number or an address.
fn is_of_another_program(name: &str) -> bool {
    let within = |open: char, close: char| name.strip_suffix(close).and_then(|inner| inner.rsplit_once(open));
    within('(', ')').is_some_and(|(_, id)| id.len() > 4 && id.bytes().all(|b| b.is_ascii_digit()))
        || within('<', '>').is_some_and(|(_, address)| address.contains('@'))
}
