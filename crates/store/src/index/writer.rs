//! Feeding the index.

use super::{
    Index, LISTS, Stamp,
    batch::{Batch, Limits},
    merging::{self, Run},
    need::IdRanges,
    refused,
    schema::ID,
    segment_writer, unreadable,
};
use crate::error::Result;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tantivy::{
    Directory as _, DocId, IndexMeta, IndexWriter as EngineWriter, SegmentReader, TantivyError,
    directory::{DirectoryLock, Lock},
    index::SegmentMeta,
    indexer::{IndexWriterOptions, NoMergePolicy},
    query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
};
use yanju_model::{ConversationId, EntityKind, Kind, MessageId, ParticipantId, Platform, Role};

/// Held by the one who writes, beside the engine's own lock, which the engine takes while it deletes or merges.
static WRITING: LazyLock<Lock> =
    LazyLock::new(|| Lock { filepath: PathBuf::from("writing.lock"), is_blocking: false });
/// Memory that the engine's writer asks for and never uses: it is given no documents.
const ENGINE_BYTES: usize = 15_000_000;

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
    /// What is recognised in its words.
    pub(crate) recognised: &'a [(EntityKind, String)],
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

/// Writes to the index. What is not committed is gone when it is dropped.
pub(crate) struct IndexWriter<'a> {
    index: &'a Index,
    /// No message beyond this id was committed, so that nothing of it has to be replaced.
    known: i64,
    /// Which messages were put since the last commit; first they are in a batch, then in segments of nobody yet.
    put: Runs,
    batch: Batch,
    written: Vec<SegmentMeta>,
    limits: Limits,
    _only: DirectoryLock,
}

impl<'a> IndexWriter<'a> {
    pub(super) fn open(index: &'a Index, limits: Limits) -> Result<Self> {
        let only = index.engine.directory().acquire_lock(&WRITING);
        let only = only.map_err(|error| refused(TantivyError::LockFailure(error, None)))?;
        let segments = index.snapshot();
        let known = segments.segments().iter().map(|segment| segment.ids.max_value()).max();
        let writer = Self {
            index,
            known: known.unwrap_or(i64::MIN),
            put: Runs::default(),
            batch: Batch::default(),
            written: Vec::new(),
            limits,
            _only: only,
        };
        writer.sweep()?;
        Ok(writer)
    }

    /// Adds a message, in place of what the index knew of it. What is put again before the next commit was read at the same
    /// moment and is the same. Cheapest where ids ascend.
    pub(crate) fn put(&mut self, entry: &Entry<'_>) -> Result<()> {
        if self.put.add(entry.id.0) {
            self.batch.add(entry);
        }
        if self.batch.is_full(self.limits) { self.write() } else { Ok(()) }
    }

    /// Makes everything so far durable and visible to new snapshots, and notes how far it goes.
    pub(crate) fn commit(&mut self, stamp: Stamp) -> Result<()> {
        self.write()?;
        // First what goes. Cut off here, it is missing in the index, which says that it has not come that far.
        self.delete_replaced()?;
        let mut meta = self.index.engine.load_metas().map_err(unreadable)?;
        meta.segments.append(&mut self.written);
        meta.payload = Some(stamp.to_string());
        self.save(&meta).map_err(refused)?;
        self.index.reload()
    }

    /// Merges segments as far as it is worth it after a run of commits.
    pub(crate) fn settle(self, run: Run) -> Result<()> {
        let segments = self.index.engine.searchable_segment_metas().map_err(unreadable)?;
        let merges = merging::candidates(&segments, run);
        // The files of a segment stay as long as anybody has it at hand.
        drop(segments);
        if merges.is_empty() {
            return Ok(());
        }
        let mut engine = self.engine()?;
        for segments in merges {
            engine.merge(&segments).wait().map_err(refused)?;
        }
        self.index.reload()?;
        engine.garbage_collect_files().wait().map_err(refused)?;
        engine.wait_merging_threads().map_err(refused)
    }

    fn write(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        if !batch.is_empty() {
            let Index { engine, fields, .. } = self.index;
            let segments = segment_writer::write(engine, *fields, &batch, self.limits.documents);
            self.written.extend(segments.map_err(refused)?);
        }
        Ok(())
    }

    /// Deletes what the index knew of the messages that are put again, by looking at every document: an indexed id would
    /// cost every message eight bytes for something that hardly ever happens.
    pub(super) fn delete_replaced(&mut self) -> Result<()> {
        let put = std::mem::take(&mut self.put);
        let (known, highest) = (self.known, put.highest().unwrap_or(i64::MIN));
        self.known = known.max(highest);
        let replaced = put.until(known);
        if replaced.is_empty() {
            return Ok(());
        }
        let mut engine = self.engine()?;
        engine.delete_query(Box::new(documents_of(replaced))).map_err(refused)?;
        let mut prepared = engine.prepare_commit().map_err(refused)?;
        if let Some(stamp) = self.index.applied_through() {
            prepared.set_payload(&stamp.to_string());
        }
        prepared.commit().map_err(refused)?;
        Ok(())
    }

    /// Removes what one who was cut off has left: files of segments that the list does not name, and of deletions, whose
    /// names the next one would give again.
    fn sweep(&self) -> Result<()> {
        let named = self.index.engine.load_metas().map_err(unreadable)?.list_segment_files();
        if self.index.engine.directory().list_managed_files().is_subset(&named) {
            return Ok(());
        }
        let engine = self.engine()?;
        engine.garbage_collect_files().wait().map_err(refused)?;
        engine.wait_merging_threads().map_err(refused)
    }

    /// The engine's own writer, for what is left to it: deleting and merging.
    fn engine(&self) -> Result<EngineWriter> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(ENGINE_BYTES)
            .build();
        let engine: EngineWriter = self.index.engine.writer_with_options(options).map_err(refused)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(engine)
    }

    /// Replaces the list of segments, as the engine does it.
    fn save(&self, meta: &IndexMeta) -> tantivy::Result<()> {
        let directory = self.index.engine.directory();
        directory.sync_directory()?;
        let [segments, _] = LISTS;
        directory.atomic_write(Path::new(segments), &serde_json::to_vec(meta).map_err(io::Error::from)?)?;
        Ok(())
    }
}

fn documents_of(ids: IdRanges) -> DocPredicateQuery {
    let by_segment = move |segment: &SegmentReader| {
        let column = segment.fast_fields().i64(ID)?.first_or_default_col(0);
        let ids = ids.clone();
        Ok(move |doc: DocId| ids.holds(column.get_val(doc)))
    };
    FunctionPredicate::from(by_segment).into()
}

/// Ids, as runs: the first of each with its last.
#[derive(Default)]
struct Runs(BTreeMap<i64, i64>);

impl Runs {
    /// Adds an id; says whether it is new.
    fn add(&mut self, id: i64) -> bool {
        if let Some((_, last)) = self.0.range_mut(..=id).next_back() {
            if *last >= id {
                return false;
            }
            if *last + 1 == id {
                *last = id;
                return true;
            }
        }
        self.0.insert(id, id);
        true
    }

    fn highest(&self) -> Option<i64> {
        self.0.last_key_value().map(|(_, last)| *last)
    }

    /// Those up to `end`, itself among them.
    fn until(&self, end: i64) -> IdRanges {
        self.0.range(..=end).map(|(first, last)| (*first, end.min(*last))).collect()
    }
}
