//! Feeding the index.

use super::{
    Index, Stamp,
    fold::fold,
    need::{Flag, IdSet},
    refused,
    schema::{Fact, ID},
};
use crate::error::Result;
use std::collections::BTreeMap;
use tantivy::{
    DocId, IndexWriter as EngineWriter, SegmentReader, TantivyDocument,
    indexer::IndexWriterOptions,
    merge_policy::LogMergePolicy,
    query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
};
use yanju_model::{ConversationId, Kind, MessageId, ParticipantId, Platform, Role};

/// Memory of the documents of a segment to be; about 200,000 messages.
const BUFFER_BYTES: usize = 64 << 20;
/// Replacements gathered before they are applied: each application looks at every document once.
const REPLACEMENTS_AT_ONCE: usize = 10_000;
/// Segments of more documents are not merged any further: it would cost more than it saves.
const MERGED_AT_MOST: usize = 4_000_000;

/// What the index is told of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The message.
    pub(crate) id: MessageId,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
    /// Who wrote it.
    pub(crate) sender: Option<ParticipantId>,
    /// Where.
    pub(crate) platform: Platform,
    /// The writer's role.
    pub(crate) role: Role,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its sort time, UTC milliseconds.
    pub(crate) sent_at_ms: i64,
    /// Its marks.
    pub(crate) flags: EntryFlags,
    /// Its words, as in the source.
    pub(crate) text: &'a str,
    /// What else of it is searched, each by itself.
    pub(crate) others: &'a [String],
}

/// The marks of a message.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of one record")]
pub(crate) struct EntryFlags {
    /// Taken back by its sender.
    pub(crate) recalled: bool,
    /// Without a time in its source.
    pub(crate) undated: bool,
    /// Its text holds a link.
    pub(crate) has_link: bool,
    /// Has an attachment.
    pub(crate) has_attachment: bool,
}

impl EntryFlags {
    fn iter(self) -> impl Iterator<Item = Flag> {
        let marks = [
            (self.recalled, Flag::Recalled),
            (self.undated, Flag::Undated),
            (self.has_link, Flag::HasLink),
            (self.has_attachment, Flag::HasAttachment),
        ];
        marks.into_iter().filter_map(|(set, flag)| set.then_some(flag))
    }
}

/// Writes to the index. What is not committed is gone when it is dropped.
pub(crate) struct IndexWriter<'a> {
    index: &'a Index,
    engine: EngineWriter,
    /// No message beyond this id was ever put, so that nothing has to be replaced.
    highest: MessageId,
    /// What takes the place of messages that may be known.
    replacements: BTreeMap<MessageId, TantivyDocument>,
}

impl<'a> IndexWriter<'a> {
    pub(super) fn open(index: &'a Index) -> Result<Self> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(BUFFER_BYTES)
            .build();
        let engine = index.engine.writer_with_options(options).map_err(refused)?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(MERGED_AT_MOST);
        engine.set_merge_policy(Box::new(policy));
        let segments = index.snapshot();
        let highest = segments.segments().iter().map(|segment| segment.ids.max_value()).max();
        let highest = MessageId(highest.unwrap_or(i64::MIN));
        Ok(Self { index, engine, highest, replacements: BTreeMap::new() })
    }

    /// Adds a message, in place of what the index knew of it. Cheapest where ids ascend.
    pub(crate) fn put(&mut self, entry: &Entry<'_>) -> Result<()> {
        let document = self.document(entry);
        if entry.id > self.highest {
            self.highest = entry.id;
            self.engine.add_document(document).map_err(refused)?;
            return Ok(());
        }
        self.replacements.insert(entry.id, document);
        if self.replacements.len() >= REPLACEMENTS_AT_ONCE { self.apply_replacements() } else { Ok(()) }
    }

    /// Makes everything so far durable and visible to new snapshots, and notes how far it goes.
    pub(crate) fn commit(&mut self, stamp: Stamp) -> Result<()> {
        self.apply_replacements()?;
        let mut prepared = self.engine.prepare_commit().map_err(refused)?;
        prepared.set_payload(&stamp.to_string());
        prepared.commit().map_err(refused)?;
        self.index.reload()
    }

    /// Waits for merges that are under way: without it they are abandoned. Worth it after a long run of commits.
    pub(crate) fn settle(self) -> Result<()> {
        self.engine.wait_merging_threads().map_err(refused)?;
        self.index.reload()
    }

    fn document(&self, entry: &Entry<'_>) -> TantivyDocument {
        let fields = self.index.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.grams, fold(entry.text));
        for other in entry.others {
            // A value of its own: no gram goes over its edge.
            document.add_text(fields.grams, fold(other));
        }
        document.add_i64(fields.sent_at, entry.sent_at_ms);
        document.add_i64(fields.id, entry.id.0);
        document.add_i64(fields.conversation, entry.conversation.0);
        let facts = [
            Fact::Conversation(entry.conversation),
            Fact::Platform(entry.platform),
            Fact::Role(entry.role),
            Fact::Kind(entry.kind),
        ];
        let sender = entry.sender.map(Fact::Sender);
        for fact in facts.into_iter().chain(sender).chain(entry.flags.iter().map(Fact::Flag)) {
            document.add_bytes(fields.facts, &fact.term());
        }
        document
    }

    fn apply_replacements(&mut self) -> Result<()> {
        let replacements = std::mem::take(&mut self.replacements);
        if replacements.is_empty() {
            return Ok(());
        }
        let ids: IdSet = replacements.keys().map(|id| id.0).collect();
        self.engine.delete_query(Box::new(documents_of(ids))).map_err(refused)?;
        for document in replacements.into_values() {
            self.engine.add_document(document).map_err(refused)?;
        }
        Ok(())
    }
}

/// The documents of some messages, by looking at every document: an indexed id would cost every message
/// eight bytes for something that hardly ever happens.
fn documents_of(ids: IdSet) -> DocPredicateQuery {
    let by_segment = move |segment: &SegmentReader| {
        let column = segment.fast_fields().i64(ID)?.first_or_default_col(0);
        let ids = ids.clone();
        Ok(move |doc: DocId| ids.holds(column.get_val(doc)))
    };
    FunctionPredicate::from(by_segment).into()
}
