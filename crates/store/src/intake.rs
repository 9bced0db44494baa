//! Taking in one file: one transaction, all of it or nothing.
//!
//! A message is new when no message of its conversation has its fingerprint. Originals and attachments become
//! permanent just before the transaction does, and are taken back where it fails.

mod alias;
mod claims;
mod likeness;
mod order;
mod reach;
mod recognition;
mod thread;

use crate::{
    Actor, Error, NewFile, Origin, Outcome, Result, Staged, Taken, Vault,
    blobs::Kept,
    database::Writer,
    log,
    table::{attachment, content, conversation, file, message, outbox, recall, reply},
};
use claims::Claims;
use likeness::{Likeness, likeness};
use reach::Reach;
use recognition::{Fingerprint, identity};
use std::{
    collections::{HashMap, HashSet},
    io::Read,
};
use thread::{Author, Thread};
use yanju_model::{
    FileId, ImportId, Platform, Precision, Timestamp, Warning, ZoneBasis,
    draft::{AttachmentDraft, ConversationDraft, MessageDraft, Sender, StoredContent, Understanding},
    log::{Act, detail},
    record::{Counts, ImportedFile},
};

/// A file being taken in. Dropped before [`Intake::finish`], it leaves nothing behind.
pub struct Intake<'v> {
    vault: &'v Vault,
    writer: Writer<'v>,
    file: NewFile,
    /// Where the file's rows are.
    import: ImportId,
    file_row: i64,
    original_row: i64,
    /// The original first, then the attachments, one per content.
    staged: Vec<Staged>,
    contents: HashMap<String, i64>,
    first_message: i64,
    next_message: i64,
    claims: Claims,
    threads: Vec<Thread>,
    slots: HashMap<(Platform, String), usize>,
    counts: Counts,
    /// What this file adds to earlier messages: contents of attachments, recalls.
    completed: u64,
    /// Whether any time was read in the assumed zone.
    assumed: bool,
    /// Whether any message has a time.
    dated: bool,
    /// Whose act it is.
    actor: Actor,
}

impl<'v> Intake<'v> {
    pub(crate) fn begin(vault: &'v Vault, new: NewFile, original: Staged) -> Result<Self> {
        let writer = vault.database.write()?;
        let import = match new.import {
            Some(id) if !file::import_exists(&writer, id)? => return Err(Error::no_such(id)),
            Some(id) => id,
            None => file::begin_import(&writer, new.imported_at_ms)?,
        };
        let original_row = content::ensure(&writer, &original.sha256, original.bytes)?;
        let file_row = file::begin(&writer, import, original_row, &new.name, &new.format, &new.given)?;
        let next_message = message::next_id(&writer)?;
        let next_conversation = conversation::next_id(&writer)?;
        Ok(Self {
            vault,
            writer,
            file: new,
            import,
            file_row,
            original_row,
            contents: HashMap::from([(original.sha256.clone(), original_row)]),
            staged: vec![original],
            first_message: next_message,
            next_message,
            claims: Claims::new(next_message, next_conversation),
            threads: Vec::new(),
            slots: HashMap::new(),
            counts: Counts::default(),
            completed: 0,
            assumed: false,
            dated: false,
            actor: Actor::Person,
        })
    }

    /// The same by another than a person, as the log then says.
    #[must_use]
    pub fn by(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }

    /// Opens the conversation of a draft; the same platform and key give the same slot.
    pub fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        let key = (draft.platform, draft.key.clone());
        if let Some(slot) = self.slots.get(&key) {
            return Ok(*slot);
        }
        let slot = self.threads.len();
        self.threads.push(Thread::open(&self.writer, self.vault.keys.dedupe(), draft)?);
        self.slots.insert(key, slot);
        Ok(slot)
    }

    /// Notes, before the messages of a slot, that their ids count them: those left out are missing.
    pub fn counted(&mut self, slot: usize) {
        if let Some(thread) = self.threads.get_mut(slot).filter(|thread| thread.records == 0) {
            thread.reach = Reach::counted();
        }
    }

    /// Adds a message to the conversation of a slot. Its time is settled in the file's zone; an undated message
    /// stands right after the one before it in its conversation.
    pub fn message(&mut self, slot: usize, draft: &MessageDraft) -> Result<Taken> {
        let thread = self.threads.get_mut(slot).ok_or_else(|| Error::no_such(format_args!("slot {slot}")))?;
        let sent_at = settle(draft, thread.previous, &self.file);
        self.assumed |= sent_at.is_dated() && sent_at.basis == ZoneBasis::Assumed;
        self.dated |= sent_at.is_dated();
        thread.previous = sent_at;
        thread.records += 1;
        thread.reach.note(draft);
        let conversation = thread.ensure_row(&self.writer)?;
        let identity = draft.sender.as_ref().map(identity);
        let writer = draft
            .sender
            .as_ref()
            .zip(identity.as_deref())
            .map(|(sender, identity)| {
                thread.writer(&self.writer, conversation, identity, sender, self.first_message)
            })
            .transpose()?;
        match writer {
            Some(_) => self.counts.messages += 1,
            None => self.counts.events += 1,
        }
        let found = draft.attachments.iter().filter(|attachment| attachment.content.is_some()).count();
        self.counts.attachments += found as u64;

        let fingerprint = thread.recognition.of(draft, identity.as_deref());
        if let Some(known) = self.known_by_alias(slot, conversation, draft, identity.as_deref())? {
            self.counts.duplicates += 1;
            return self.meet_again(slot, &known, draft);
        }
        let Some(thread) = self.threads.get(slot) else { return Ok(Taken::Known) };
        let (connection, next) = (&self.writer, self.next_message);
        let author = writer.as_ref().map(|writer| writer.row);
        let Some(known) = self.claims.claim(connection, conversation, &fingerprint, next)? else {
            self.store(slot, conversation, draft, sent_at, writer.as_ref())?;
            return self.taken_back(slot, conversation, draft).map(|()| Taken::New);
        };
        let Some(mut known) = message::stored(connection, known)? else {
            self.counts.duplicates += 1;
            return Ok(Taken::Known);
        };
        let likeness = likeness(&known, draft, sent_at, author);
        if matches!(fingerprint, Fingerprint::Id(_)) && likeness != Likeness::Same {
            let content = thread.recognition.of_content(draft, identity.as_deref());
            let Some(again) = self.claims.claim(connection, conversation, &content, next)? else {
                self.store(slot, conversation, draft, sent_at, writer.as_ref())?;
                if likeness == Likeness::BeforeRecall {
                    recall::insert(&self.writer, next, known.file)?;
                    return Ok(Taken::New);
                }
                return Ok(Taken::Other);
            };
            known = message::stored(connection, again)?.unwrap_or(known);
        }
        self.counts.duplicates += 1;
        self.meet_again(slot, &known, draft)
    }

    /// Marks the message that a new line says was taken back, where another file brought it.
    fn taken_back(&mut self, slot: usize, conversation: i64, draft: &MessageDraft) -> Result<()> {
        let Some((id, thread)) = draft.takes_back.as_ref().zip(self.threads.get(slot)) else { return Ok(()) };
        let place = (conversation, thread.recognition.of_id(id));
        if let Some(known) = self.claims.holder(&self.writer, place)?
            && let Some(known) = message::stored(&self.writer, known)?
        {
            self.recall(&known)?;
        }
        Ok(())
    }

    /// Notes that this file calls a message recalled.
    fn recall(&mut self, known: &message::Stored) -> Result<()> {
        if known.recalled {
            return Ok(());
        }
        let noted = recall::insert(&self.writer, known.id, self.file_row)?;
        if noted > 0 && known.id < self.first_message {
            self.completed += noted;
            outbox::append(&self.writer, outbox::Change::Altered, known.id, known.id)?;
        }
        Ok(())
    }

    /// Notes one who belongs to a conversation whether they wrote or not. One without messages has no members.
    pub fn member(&mut self, slot: usize, member: &Sender) -> Result<()> {
        let thread = self.threads.get_mut(slot).ok_or_else(|| Error::no_such(format_args!("slot {slot}")))?;
        if thread.records == 0 {
            return Ok(());
        }
        let conversation = thread.ensure_row(&self.writer)?;
        thread.writer(&self.writer, conversation, &identity(member), member, self.first_message)?;
        Ok(())
    }

    /// Takes in what this source has of a message that is there already.
    fn meet_again(&mut self, slot: usize, known: &message::Stored, draft: &MessageDraft) -> Result<Taken> {
        let is_earlier = known.id < self.first_message;
        if let Some(thread) = self.threads.get_mut(slot).filter(|_| is_earlier) {
            thread.order.met_known(known.id, known.sent_at_ms);
        }
        for attachment in &draft.attachments {
            // The message may lack the files that this source has.
            if let Some(content) = self.content_row(attachment)? {
                self.completed += attachment::complete(&self.writer, known.id, &attachment.name, content)?;
            }
        }
        if draft.recalled && !known.recalled {
            self.recall(known)?;
            return Ok(Taken::Recalled);
        }
        let same = (&known.text, known.kind, known.recalled) == (&draft.text, draft.kind, draft.recalled);
        Ok(if same { Taken::Known } else { Taken::Changed })
    }

    /// Stores a message that is new.
    fn store(
        &mut self,
        slot: usize,
        conversation: i64,
        draft: &MessageDraft,
        sent_at: Timestamp,
        writer: Option<&Author<'_>>,
    ) -> Result<()> {
        let Some(thread) = self.threads.get_mut(slot) else { return Ok(()) };
        let id = self.next_message;
        self.next_message += 1;
        let new = message::New {
            id,
            conversation,
            seq: thread.place(sent_at.utc_ms, writer),
            file: self.file_row,
            sender: writer.map(|writer| writer.row),
            stated_name: writer.and_then(|writer| writer.stated_name),
            sent_at,
            stated_time: draft.stated_time.as_deref(),
            kind: draft.kind,
            recalled: draft.recalled,
            attachments: draft.attachments.len(),
            text: &draft.text,
        };
        message::insert(&self.writer, &new)?;
        thread.order.met_new(id, sent_at.utc_ms);
        if let Some(answered) = &draft.reply_to {
            let fingerprint = answered.source_id.as_deref().map(|id| thread.recognition.of_id(id));
            reply::insert(&self.writer, id, fingerprint, &answered.quote)?;
        }
        for attachment in &draft.attachments {
            attachment::insert(&self.writer, id, &attachment.name, self.content_row(attachment)?)?;
        }
        Ok(())
    }

    /// Takes an attachment's bytes into keeping. The reader may cancel, see [`Error::Source`].
    pub fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        let staged = self.vault.blobs.stage(reader, &mut |_| Ok(()))?;
        let stored = StoredContent { sha256: staged.sha256.clone(), bytes: staged.bytes };
        if !self.contents.contains_key(&stored.sha256) {
            let row = content::ensure(&self.writer, &stored.sha256, stored.bytes)?;
            self.contents.insert(stored.sha256.clone(), row);
            self.staged.push(staged);
        }
        Ok(stored)
    }

    /// How many of the messages so far were already in the vault.
    pub fn duplicates(&self) -> u64 {
        self.counts.duplicates
    }

    /// Makes it all permanent.
    pub fn finish(mut self, understanding: &Understanding, warnings: &[Warning]) -> Result<Outcome> {
        let stored = (self.next_message - self.first_message) as u64;
        let written = self.threads.iter().filter(|thread| thread.records > 0);
        self.counts.conversations = written.clone().count() as u64;
        self.counts.participants = written.flat_map(Thread::writers).collect::<HashSet<_>>().len() as u64;
        if stored == 0 && self.completed == 0 {
            let earlier = file::earlier(&self.writer, self.original_row, self.file_row)?;
            if let Some((import, file)) = earlier {
                let outcome = Outcome { import, file, counts: self.counts, stored, unchanged: true };
                self.mend()?;
                return Ok(outcome);
            }
        }
        self.claims.write(&self.writer)?;
        for thread in self.threads.iter().filter(|thread| thread.records > 0) {
            thread.finish(&self.writer, self.file_row, self.file.zone)?;
        }
        let zone = if self.assumed {
            format!("{}{}", ImportedFile::ASSUMED, self.file.zone)
        } else if self.dated {
            "source".to_owned()
        } else {
            "undated".to_owned()
        };
        file::complete(&self.writer, self.file_row, &zone, understanding, &self.counts, warnings)?;
        if let Some(stamp) = self.vault.applied_by_all() {
            outbox::prune(&self.writer, stamp)?;
        }
        outbox::append(&self.writer, outbox::Change::Added, self.first_message, self.next_message - 1)?;
        self.log()?;
        let file = FileId(self.file_row);
        let outcome = Outcome { import: self.import, file, counts: self.counts, stored, unchanged: false };
        self.commit()?;
        Ok(outcome)
    }

    /// Writes into the audit log what is taken in, in the same transaction.
    fn log(&self) -> Result<()> {
        let detail = detail([
            ("file", self.file.name.clone()),
            ("format", self.file.format.clone()),
            ("sha256", self.staged.first().map(|original| original.sha256.clone()).unwrap_or_default()),
            ("messages", (self.counts.messages + self.counts.events).to_string()),
            ("duplicates", self.counts.duplicates.to_string()),
        ]);
        let origin = Origin { actor: self.actor, at_ms: self.file.imported_at_ms };
        log::append(&self.writer, &self.vault.keys, Act::Imported, &detail, origin)
    }

    /// Keeps again what the vault holds of the file, which mends it where it is damaged, and no rows.
    fn mend(self) -> Result<()> {
        let Self { vault, writer, staged, .. } = self;
        drop(writer);
        let reader = vault.database.read()?;
        for staged in staged {
            if content::exists(&reader, &staged.sha256)? {
                staged.keep()?;
            }
        }
        Ok(())
    }

    /// Keeps the bytes, then the rows. Bytes without rows are harmless; rows without bytes would be a loss.
    fn commit(self) -> Result<()> {
        let Self { vault, writer, staged, .. } = self;
        let note = vault.blobs.note(&staged)?;
        let mut new = Vec::new();
        let committed = staged
            .into_iter()
            .try_for_each(|staged| {
                let sha256 = staged.sha256.clone();
                if staged.keep()? == Kept::New {
                    new.push(sha256);
                }
                Ok(())
            })
            .and_then(|()| writer.commit());
        if committed.is_err() {
            for sha256 in new {
                // The first error is the one to tell; what cannot be removed is sealed and unnamed.
                let _ = vault.blobs.remove(&sha256);
            }
        }
        drop(note);
        vault.changed();
        vault.names.changed();
        committed
    }

    fn content_row(&self, draft: &AttachmentDraft) -> Result<Option<i64>> {
        let Some(content) = &draft.content else { return Ok(None) };
        match self.contents.get(&content.sha256) {
            Some(row) => Ok(Some(*row)),
            None => Err(Error::no_such(format_args!("content {}", content.sha256))),
        }
    }
}

/// The time a message stands at. An undated one has that of the one before it, offset and basis included, so that it
/// goes where that one goes.
fn settle(draft: &MessageDraft, previous: Timestamp, file: &NewFile) -> Timestamp {
    let undated = Timestamp { precision: Precision::Undated, ..previous };
    draft.sent_at.map_or(undated, |sent_at| sent_at.settle(file.zone))
}
