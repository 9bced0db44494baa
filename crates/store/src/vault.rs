//! The face of the crate: an open vault.

use crate::{
    ConversationMatches, Error, Facets, Found, Intake, NewCategory, NewFile, Origin, Page, Password,
    Presence, Receipt, Result, SealedReader, Setup, Staged, Stats, Suggestion, Timeline,
};
use std::{io::Read, path::Path};
use yanju_model::{
    AttachmentId, CategoryId, ConversationId, MessageId, Zone,
    annotation::{Annotations, Category, Edit, Target},
    job::Job,
    query::{Order, Query},
    record::{Attachment, Conversation, ImportedFile, Message},
};

/// What a directory holds, without a password.
pub fn presence(_dir: &Path) -> Presence {
    unimplemented!()
}

/// An open vault. Readers never wait for the writer; `&self` may be shared between threads.
pub struct Vault {}

/// Opening.
impl Vault {
    /// Creates a vault in an empty or absent directory and opens it.
    pub fn create(_dir: &Path, _password: &Password, _setup: &Setup) -> Result<Self> {
        unimplemented!()
    }

    /// Opens a vault; a lost or damaged index is rebuilt.
    pub fn open(_dir: &Path, _password: &Password) -> Result<Self> {
        unimplemented!()
    }

    /// The zone for times whose source is silent.
    pub fn zone(&self) -> Result<Zone> {
        unimplemented!()
    }

    /// Sets the zone for imports to come and for the edges of days.
    pub fn set_zone(&self, _zone: Zone) -> Result<()> {
        unimplemented!()
    }
}

/// Reading.
impl Vault {
    /// What the vault holds and weighs.
    pub fn stats(&self) -> Result<Stats> {
        unimplemented!()
    }

    /// What the side bar counts.
    pub fn facets(&self) -> Result<Facets> {
        unimplemented!()
    }

    /// One conversation.
    pub fn conversation(&self, _id: ConversationId) -> Result<Conversation> {
        unimplemented!()
    }

    /// The conversations in which something matches, by their newest (oldest) matching message.
    pub fn conversations(&self, _query: &Query, _order: Order, _page: Page) -> Result<ConversationMatches> {
        unimplemented!()
    }

    /// The messages that match.
    pub fn search(&self, _query: &Query, _order: Order, _page: Page) -> Result<Found> {
        unimplemented!()
    }

    /// How many messages match; exact.
    pub fn count(&self, _query: &Query) -> Result<u64> {
        unimplemented!()
    }

    /// How messages spread over the whole span of the vault, in at most `buckets` buckets of whole days.
    pub fn timeline(&self, _query: &Query, _buckets: usize) -> Result<Timeline> {
        unimplemented!()
    }

    /// Up to `limit` messages of a conversation from place `from_seq` (1 is the first) on.
    pub fn transcript(&self, _id: ConversationId, _from_seq: u64, _limit: u32) -> Result<Vec<Message>> {
        unimplemented!()
    }

    /// One message.
    pub fn message(&self, _id: MessageId) -> Result<Message> {
        unimplemented!()
    }

    /// Where a text stands in a conversation: the message and its place, first to last.
    pub fn find_in(&self, _id: ConversationId, _text: &str) -> Result<Vec<(MessageId, u64)>> {
        unimplemented!()
    }

    /// What to mark of a query in a text: half-open ranges of Unicode scalar values, sorted, disjoint.
    pub fn marks(&self, _text: &str, _query: &Query) -> Vec<(u32, u32)> {
        unimplemented!()
    }

    /// Visits every match, conversation after conversation (by first match), each in its own order.
    pub fn each_match<E: From<Error>>(
        &self,
        _query: &Query,
        _visit: &mut dyn FnMut(Message) -> Result<(), E>,
    ) -> Result<(), E> {
        unimplemented!()
    }

    /// The files that a conversation came from, earliest import first.
    pub fn files_of(&self, _id: ConversationId) -> Result<Vec<ImportedFile>> {
        unimplemented!()
    }

    /// Every imported file, latest import first.
    pub fn files(&self) -> Result<Vec<ImportedFile>> {
        unimplemented!()
    }

    /// An attachment and, where its content was found, its bytes.
    pub fn attachment(&self, _id: AttachmentId) -> Result<(Attachment, Option<SealedReader>)> {
        unimplemented!()
    }

    /// The bytes of an original by its SHA-256.
    pub fn original(&self, _sha256: &str) -> Result<SealedReader> {
        unimplemented!()
    }

    /// Names in the vault that hold a text (folded), the weightiest first.
    pub fn names(&self, _holding: &str, _limit: u32) -> Result<Vec<Suggestion>> {
        unimplemented!()
    }

    /// What is attached to a target.
    pub fn annotations(&self, _target: Target) -> Result<Annotations> {
        unimplemented!()
    }

    /// The user's categories, in their order.
    pub fn categories(&self) -> Result<Vec<Category>> {
        unimplemented!()
    }
}

/// Writing.
impl Vault {
    /// Seals the bytes of an original beside the vault; advances `job` by bytes.
    pub fn keep(&self, _reader: &mut dyn Read, _job: &Job) -> Result<Staged> {
        unimplemented!()
    }

    /// Begins taking in a file whose original is kept. Other writers wait until it is finished or dropped.
    pub fn intake(&self, _file: NewFile, _original: Staged) -> Result<Intake<'_>> {
        unimplemented!()
    }

    /// Brings the search index up to date; advances `job` by messages. Searching needs it only to be fast.
    pub fn index_pending(&self, _job: &Job) -> Result<()> {
        unimplemented!()
    }

    /// Makes a change to targets; `None` when they were already so.
    pub fn annotate(&self, _targets: &[Target], _edit: &Edit, _origin: Origin) -> Result<Option<Receipt>> {
        unimplemented!()
    }

    /// Makes a change to every message that matches.
    pub fn annotate_matching(
        &self,
        _query: &Query,
        _edit: &Edit,
        _origin: Origin,
    ) -> Result<Option<Receipt>> {
        unimplemented!()
    }

    /// Takes back the latest change that stands.
    pub fn undo(&self) -> Result<Option<Receipt>> {
        unimplemented!()
    }

    /// Makes again the change that was taken back last.
    pub fn redo(&self) -> Result<Option<Receipt>> {
        unimplemented!()
    }

    /// Adds a category (`None`) or changes one.
    pub fn save_category(
        &self,
        _id: Option<CategoryId>,
        _category: &NewCategory,
        _origin: Origin,
    ) -> Result<CategoryId> {
        unimplemented!()
    }

    /// Removes a category and takes it off everything that carries it.
    pub fn remove_category(&self, _id: CategoryId, _origin: Origin) -> Result<Receipt> {
        unimplemented!()
    }
}
