//! A consistent view of the index and the answers it gives.

use super::{Stamp, matches::Matches, need::Need, segment::Segment};
use crate::error::Result;
use std::sync::Arc;
use tantivy::{DocId, DocSet, columnar::ColumnValues};
use yanju_model::query::Order;

/// The index as of one commit. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Snapshot {
    segments: Arc<[Arc<Segment>]>,
    applied_through: Option<Stamp>,
}

impl Snapshot {
    pub(super) fn new(segments: Vec<Arc<Segment>>, applied_through: Option<Stamp>) -> Self {
        Self { segments: segments.into(), applied_through }
    }

    /// The stamp of its commit; `None` for a new index.
    pub(crate) fn applied_through(&self) -> Option<Stamp> {
        self.applied_through
    }

    pub(super) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// The message, conversation and time of every living document, in no order.
    pub(crate) fn documents(&self) -> Vec<(i64, i64, i64)> {
        let mut documents = Vec::new();
        for segment in self.segments.iter() {
            let alive = (0..segment.reader.max_doc()).filter(|doc| !segment.reader.is_deleted(*doc));
            documents.extend(alive.map(|doc| {
                let of = |column: &Arc<dyn ColumnValues<i64>>| column.get_val(doc);
                (of(&segment.ids), of(&segment.conversations), of(&segment.sent_at))
            }));
        }
        documents
    }

    /// The matches of `need`, in order.
    pub(crate) fn matches(&self, need: &Need, order: Order) -> Matches {
        Matches::new(&self.segments, need.clone(), order)
    }

    /// How many messages match.
    pub(crate) fn count(&self, need: &Need) -> Result<u64> {
        self.segments.iter().map(|segment| segment.count(need)).sum()
    }

    /// When the earliest and the latest message were sent that match; `None` where there is none.
    pub(crate) fn span(&self, need: &Need) -> Result<Option<(i64, i64)>> {
        let mut span: Option<(i64, i64)> = None;
        for segment in self.segments.iter() {
            // Latest first.
            let Some((last, first)) = segment.documents(need)?.ends() else { continue };
            let (first, last) = (segment.sent_at.get_val(first), segment.sent_at.get_val(last));
            span = Some(span.map_or((first, last), |(from, until)| (from.min(first), until.max(last))));
        }
        Ok(span)
    }

    /// How many messages match between each two neighbouring `edges` (ascending UTC milliseconds, half-open), so
    /// one number fewer than edges.
    pub(crate) fn densities(&self, need: &Need, edges: &[i64]) -> Result<Vec<u64>> {
        let mut densities = vec![0; edges.len().saturating_sub(1)];
        for segment in self.segments.iter() {
            let documents = segment.documents(need)?;
            // Documents are latest first: what was sent at an edge or later comes before its first document.
            let since = |edge: &i64| documents.before(segment.first_before(*edge));
            let counts: Vec<u64> = edges.iter().map(since).collect();
            for (density, count) in densities.iter_mut().zip(counts.windows(2)) {
                if let [from, until] = count {
                    *density += from - until;
                }
            }
        }
        Ok(densities)
    }
}

/// The living documents of a segment that match.
enum Documents {
    /// So many from the first on, but for these.
    AllBut(DocId, Vec<DocId>),
    Some(Vec<DocId>),
}

impl Documents {
    /// The first and the last of them.
    fn ends(&self) -> Option<(DocId, DocId)> {
        match self {
            Self::AllBut(number, others) => {
                let is_one = |doc: &DocId| others.binary_search(doc).is_err();
                Some(((0..*number).find(is_one)?, (0..*number).rfind(is_one)?))
            }
            Self::Some(docs) => Some((*docs.first()?, *docs.last()?)),
        }
    }

    /// How many stand before `doc`.
    fn before(&self, doc: DocId) -> u64 {
        let among = |docs: &[DocId]| docs.partition_point(|d| *d < doc) as u64;
        match self {
            Self::AllBut(number, others) => u64::from(doc.min(*number)) - among(others),
            Self::Some(docs) => among(docs),
        }
    }
}

impl Segment {
    fn count(&self, need: &Need) -> Result<u64> {
        if let Need::Not(not) = need
            && !self.reader.has_deletes()
        {
            return Ok(u64::from(self.reader.max_doc()) - self.count(not)?);
        }
        let matching = self.matching(need)?;
        if self.reader.has_deletes() {
            return Ok(matching.ascending().filter(|doc| !self.reader.is_deleted(*doc)).count() as u64);
        }
        Ok(match matching.docs {
            None => matching.range.len() as u64,
            Some(mut docs) if matching.range == (0..self.reader.max_doc()) => {
                docs.count_including_deleted().into()
            }
            Some(_) => matching.ascending().count() as u64,
        })
    }

    fn documents(&self, need: &Need) -> Result<Documents> {
        let (all, has_deletes) = (self.reader.max_doc(), self.reader.has_deletes());
        if let Need::Not(not) = need
            && !has_deletes
        {
            return Ok(Documents::AllBut(all, self.matching(not)?.ascending().collect()));
        }
        let matching = self.matching(need)?;
        if matching.docs.is_none() && matching.range == (0..all) && !has_deletes {
            return Ok(Documents::AllBut(all, Vec::new()));
        }
        let alive = matching.ascending().filter(|doc| !self.reader.is_deleted(*doc));
        Ok(Documents::Some(alive.collect()))
    }
}
