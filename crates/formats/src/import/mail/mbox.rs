//! A mailbox: many mails one after the other, as Thunderbird, Apple Mail, mutt and Gmail's takeout write them.

use super::{
    MAIL_LIMIT, begins_mail,
    letter::Letters,
    mailbox::{Mailbox, parts_mails, survey},
    mime::above_all,
};
use crate::import::{About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink};
use mail_parser::parsers::fields::thread::thread_name;
use std::collections::HashMap;
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer of a mailbox.
pub struct Mbox;

static ABOUT: About = About {
    id: "mbox",
    names: ("邮箱文件（mbox）", "Mailbox (mbox)"),
    extensions: &["mbox", "mbx"],
    reads: (
        "读取 Thunderbird、Apple 邮件、Gmail 导出等的 mbox 邮箱文件，每个邮件话题成为一个会话。",
        "Reads mailboxes of Thunderbird, Apple Mail, Gmail's takeout and others; each thread is a conversation.",
    ),
};

impl Importer for Mbox {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let head = above_all(&probe.head);
        let (first, rest) = head.split_at_checked(line_end(head)).unwrap_or_default();
        if parts_mails(first) && begins_mail(rest) { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        job.advance(0)?;
        if input.bytes() == 0 {
            return Err(Error::Empty { file: input.name().to_owned() });
        }
        let places = survey(input, job)?;
        if places.is_empty() {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let mut mailbox = Mailbox::open(input)?;
        let mut letters = Letters::default();
        let mut threads = Threads::default();
        for place in places {
            let (raw, extent) = mailbox.mail(&place, job)?;
            let name = place.name();
            if raw.trim_ascii().is_empty() {
                continue;
            }
            if place.is_too_long() {
                sink.warning(Warning::new("not_kept", name.as_str(), &format!("> {MAIL_LIMIT} bytes")));
            }
            let letter = match letters.read(&raw, extent, &name, input.name(), sink, job) {
                // One mail that is none must not cost the others.
                Err(error @ (Error::TooLarge { .. } | Error::Damaged { .. })) => {
                    sink.warning(Warning::new("not_kept", name, &error.to_string()));
                    continue;
                }
                other => other?,
            };
            let key = letter.thread;
            threads.note(&key, &letter.subject, &name, sink);
            let slot = sink.conversation(ConversationDraft {
                platform: options.platform.unwrap_or(Platform::Email),
                key,
                title: letter.subject,
            })?;
            sink.message(slot, letter.draft)?;
        }
        letters.not_kept(sink);
        Ok(Understanding::default())
    }
}

fn line_end(head: &[u8]) -> usize {
    memchr::memchr(b'\n', head).map_or(head.len(), |end| end + 1)
}

/// How many threads are remembered for the change of their subjects.
const REMEMBERED: usize = 50_000;

/// The subjects of threads. A thread has the first; where a later mail has another, that is said.
#[derive(Default)]
struct Threads {
    subjects: HashMap<String, String>,
}

impl Threads {
    fn note(&mut self, thread: &str, subject: &str, place: &str, sink: &mut dyn Sink) {
        let base = without_reply_marks(subject);
        match self.subjects.get(thread) {
            Some(known) if *known == base || base.is_empty() => {}
            Some(_) => sink.warning(Warning::new("not_kept", place, &format!("Subject: {subject}"))),
            None if self.subjects.len() < REMEMBERED => {
                self.subjects.insert(thread.to_owned(), base);
            }
            None => {}
        }
    }
}

/// A subject without what programs put before it when they answer or pass on: `Re:`, `回复：`.
fn without_reply_marks(subject: &str) -> String {
    let subject = subject.replace('：', ":");
    let mut base = thread_name(&subject).trim();
    while let Some(rest) = base.strip_prefix("答复:") {
        base = thread_name(rest).trim();
    }
    base.to_owned()
}
