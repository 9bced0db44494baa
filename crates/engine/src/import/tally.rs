//! The sink between importer and vault: passes every record on, and counts what goes by.

use crate::{
    api::{
        ApiError,
        completeness::Verdict,
        import::ImportWarning,
        transcript::{AttachmentRow, TranscriptMessage},
    },
    completeness,
};
use std::{collections::HashSet, io::Read};
use yanju_formats::import::{Error, Result, Sink};
use yanju_model::{
    Platform, Role, Timestamp, Warning, Zone, ZoneBasis,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent, Understanding},
};
use yanju_store::{Intake, Taken};

/// Messages shown before an import.
const SAMPLE_LIMIT: usize = 20;
/// Titles shown before an import.
const TITLES_LIMIT: usize = 10;
/// Conversations and people one file may hold: each takes a kilobyte or two until the file is whole.
const CONVERSATIONS_LIMIT: usize = 100_000;
const PARTICIPANTS_LIMIT: usize = 100_000;
/// Warnings kept of one file; the rest is counted in a last one.
const WARNINGS_LIMIT: usize = 500;

/// What a file holds, as far as it was read.
#[derive(Default)]
pub(super) struct FileTally {
    pub(super) messages: u64,
    pub(super) events: u64,
    pub(super) attachments: u64,
    pub(super) missing_attachments: u64,
    pub(super) sample: Vec<TranscriptMessage>,
    pub(super) titles: Vec<String>,
    pub(super) warnings: Vec<Warning>,
    more_warnings: u64,
    /// First and last dated utterance.
    words: Option<(Timestamp, Timestamp)>,
    /// First and last dated event.
    notices: Option<(Timestamp, Timestamp)>,
    slots: HashSet<usize>,
    /// In the order met; few.
    platforms: Vec<Platform>,
    /// Those who wrote, by their ids, or by their names where the source has no id for them.
    writers: HashSet<String>,
    /// The names of those with ids.
    names: HashSet<String>,
    bases: HashSet<ZoneBasis>,
}

/// Counts and passes on.
pub(super) struct Tally<'v> {
    intake: Intake<'v>,
    name: String,
    zone: Zone,
    file: FileTally,
}

impl<'v> Tally<'v> {
    /// A tally of the file of this name.
    pub(super) fn new(intake: Intake<'v>, name: &str, zone: Zone) -> Self {
        Self { intake, name: name.to_owned(), zone, file: FileTally::default() }
    }

    /// The intake, full but not finished, and what went into it.
    pub(super) fn into_parts(mut self) -> (Intake<'v>, FileTally) {
        if self.file.more_warnings > 0 {
            let count = self.file.more_warnings.to_string();
            self.file.warnings.push(Warning::new("more_warnings", "", &count));
        }
        (self.intake, self.file)
    }

    fn too_large(&self, limit: &'static str, place: String) -> Error {
        Error::TooLarge { file: self.name.clone(), limit, place }
    }
}

impl Sink for Tally<'_> {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        if self.file.slots.len() >= CONVERSATIONS_LIMIT {
            let place = format!("conversation {}", CONVERSATIONS_LIMIT + 1);
            return Err(self.too_large("conversations", place));
        }
        let (title, platform) = (draft.title.clone(), draft.platform);
        let slot = self.intake.conversation(draft).map_err(kept)?;
        if self.file.slots.insert(slot) && self.file.titles.len() < TITLES_LIMIT && !title.is_empty() {
            self.file.titles.push(title);
        }
        if !self.file.platforms.contains(&platform) {
            self.file.platforms.push(platform);
        }
        Ok(slot)
    }

    fn message(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        self.file.count(&draft, self.zone);
        if self.file.writers.len() > PARTICIPANTS_LIMIT {
            return Err(self.too_large("participants", draft.place));
        }
        let doubt = match self.intake.message(slot, &draft).map_err(kept)? {
            Taken::New | Taken::Known => return Ok(()),
            Taken::Recalled => "recalled_later",
            Taken::Changed => "changed_record",
            Taken::Other => "reused_id",
        };
        self.warning(Warning::new(doubt, draft.place, &draft.text));
        Ok(())
    }

    fn counted(&mut self, slot: usize) {
        self.intake.counted(slot);
    }

    fn member(&mut self, slot: usize, member: Sender) -> Result<()> {
        self.file.note_writer(&member);
        self.intake.member(slot, &member).map_err(kept)
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        self.intake.content(reader).map_err(kept)
    }

    fn warning(&mut self, warning: Warning) {
        if self.file.warnings.len() < WARNINGS_LIMIT {
            self.file.warnings.push(warning);
        } else {
            self.file.more_warnings += 1;
        }
    }
}

impl FileTally {
    pub(super) fn conversations(&self) -> u64 {
        self.slots.len() as u64
    }

    pub(super) fn platforms(&self) -> Vec<String> {
        self.platforms.iter().map(|platform| platform.name().to_owned()).collect()
    }

    pub(super) fn participants(&self) -> u64 {
        // Of one person a source may tell the id in one place and the name in another. Whether it is one person is for
        // people to say; as a count of who wrote, a name is not counted beside itself.
        let known = self.writers.iter().filter(|writer| self.names.contains(*writer)).count();
        (self.writers.len() - known) as u64
    }

    /// The first and the last dated utterance; of events, where nobody said anything.
    pub(super) fn period(&self) -> Option<(Timestamp, Timestamp)> {
        self.words.or(self.notices)
    }

    /// `source`, `assumed:<zone>` where any time was read on the assumption, `undated` where there is none.
    pub(super) fn zone(&self, assumed: Zone) -> String {
        if self.bases.contains(&ZoneBasis::Assumed) {
            format!("assumed:{}", assumed.name())
        } else if self.bases.is_empty() {
            "undated".to_owned()
        } else {
            "source".to_owned()
        }
    }

    pub(super) fn warning_rows(&self) -> Vec<ImportWarning> {
        let row = |w: &Warning| ImportWarning {
            code: w.code.clone(),
            place: w.place.clone(),
            detail: w.detail.clone(),
        };
        self.warnings.iter().map(row).collect()
    }

    /// Whether the file is all there, as far as it can tell.
    pub(super) fn verdict(&self, understanding: &Understanding) -> Verdict {
        let lacks = !understanding.partial.is_empty()
            || self.missing_attachments > 0
            || completeness::losses(&self.warnings) > 0;
        match (lacks, understanding.states_all) {
            (true, _) => Verdict::Partial,
            (false, true) => Verdict::Full,
            (false, false) => Verdict::Unknown,
        }
    }

    fn count(&mut self, draft: &MessageDraft, zone: Zone) {
        let at = draft.sent_at.map(|time| time.settle(zone));
        match &draft.sender {
            Some(sender) => {
                self.messages += 1;
                self.note_writer(sender);
            }
            None => self.events += 1,
        }
        let found = draft.attachments.iter().filter(|a| a.content.is_some()).count() as u64;
        self.attachments += found;
        self.missing_attachments += draft.attachments.len() as u64 - found;
        if let Some(at) = at {
            self.bases.insert(at.basis);
            // A notice of the system may long precede the first word.
            let period = if draft.sender.is_some() { &mut self.words } else { &mut self.notices };
            let (first, last) = period.unwrap_or((at, at));
            *period = Some((
                if at.utc_ms < first.utc_ms { at } else { first },
                if at.utc_ms >= last.utc_ms { at } else { last },
            ));
        }
        if self.sample.len() < SAMPLE_LIMIT {
            let seq = self.messages + self.events;
            self.sample.push(sample_row(draft, at, seq));
        }
    }

    fn note_writer(&mut self, sender: &Sender) {
        let identity = sender.key.as_deref().unwrap_or(&sender.name);
        if !self.writers.contains(identity) {
            self.writers.insert(identity.to_owned());
        }
        if sender.key.as_ref().is_some_and(|key| *key != sender.name) && !self.names.contains(&sender.name) {
            self.names.insert(sender.name.clone());
        }
    }
}

fn sample_row(draft: &MessageDraft, at: Option<Timestamp>, seq: u64) -> TranscriptMessage {
    let (sender, role) =
        draft.sender.as_ref().map_or((String::new(), Role::System), |s| (s.name.clone(), s.role));
    TranscriptMessage {
        id: String::new(),
        seq,
        sent_at: at.and_then(Timestamp::rfc3339),
        precision: at.map_or("undated", |at| at.precision.name()).to_owned(),
        stated_time: draft.stated_time.clone(),
        sender,
        stated_sender: None,
        role: role.name().to_owned(),
        kind: draft.kind.name().to_owned(),
        text: draft.text.clone(),
        marks: Vec::new(),
        entities: Vec::new(),
        attachments: draft
            .attachments
            .iter()
            .map(|attachment| AttachmentRow {
                id: String::new(),
                name: attachment.name.clone(),
                sha256: attachment.content.as_ref().map(|content| content.sha256.clone()),
                bytes: attachment.content.as_ref().map_or(0, |content| content.bytes),
                media_type: String::new(),
            })
            .collect(),
        recalled: draft.recalled,
        reply_to: None,
        quote: draft.reply_to.as_ref().map(|reply| reply.quote.clone()).unwrap_or_default(),
        tags: Vec::new(),
        ticket: None,
        category: None,
        note: None,
        starred: false,
    }
}

/// A store error on its way through an importer, which passes it on untouched.
fn kept(error: yanju_store::Error) -> Error {
    match error {
        yanju_store::Error::Cancelled(cancelled) => Error::Cancelled(cancelled),
        yanju_store::Error::Source(source) => Error::Unreadable { source },
        error => Error::Sink(Box::new(ApiError::from(error))),
    }
}
