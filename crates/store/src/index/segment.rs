//! One segment: its columns, and which of its documents meet a need.
//!
//! Documents are sorted by time, latest first, so that a range of time is a range of documents. What is found
//! is in document order; what order people want, and other segments, are not known here.

use super::{
    doc_sets::{Docs, ListedDocs, RangeDocs, TestedDocs, seek, union},
    need::{IdRanges, IdSet, MessageSet, Need},
    schema::{CONVERSATION, Fact, Fields, ID, LENGTH, SENT_AT, amount_term, value_term},
    unreadable,
};
use crate::error::Result;
use std::{ops::Range, sync::Arc};
use tantivy::{
    DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED,
    columnar::ColumnValues,
    index::SegmentId,
    postings::TermInfo,
    query::{ConstScorer, Exclude, Scorer, intersect_scorers},
    schema::IndexRecordOption,
};
use yanju_model::{ConversationId, ParticipantId, query::TimeRange};

type Column = Arc<dyn ColumnValues<i64>>;

/// An open segment.
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    pub(super) grams: Arc<InvertedIndexReader>,
    facts: Arc<InvertedIndexReader>,
    pub(super) sent_at: Column,
    pub(super) ids: Column,
    pub(super) conversations: Column,
    pub(super) lengths: Column,
}

/// The documents within `range` that are in `docs`; all of them where that is `None`.
pub(super) struct Matching {
    pub(super) range: Range<DocId>,
    pub(super) docs: Option<Docs>,
}

impl Matching {
    fn none() -> Self {
        Self { range: 0..0, docs: None }
    }

    fn is_none(&self) -> bool {
        self.range.is_empty()
    }

    /// As a set that holds nothing of `within` that is not in its range.
    fn bounded(self, within: &Range<DocId>) -> Docs {
        match self.docs {
            None => Box::new(RangeDocs::new(&self.range)),
            Some(docs) if self.range == *within => docs,
            Some(docs) => intersection(vec![docs, Box::new(RangeDocs::new(&self.range))], &self.range),
        }
    }
}

/// The intersection of at least one set, from the start of `range` on.
pub(super) fn intersection(mut sets: Vec<Docs>, range: &Range<DocId>) -> Docs {
    for set in &mut sets {
        seek(set, range.start);
    }
    let scorers = sets.into_iter().map(|set| Box::new(ConstScorer::from(set)) as Box<dyn Scorer>);
    Box::new(intersect_scorers(scorers.collect(), range.end))
}

impl Segment {
    pub(super) fn open(reader: &SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        let column =
            |name| -> tantivy::Result<Column> { Ok(reader.fast_fields().i64(name)?.first_or_default_col(0)) };
        Ok(Self {
            grams: reader.inverted_index(fields.grams)?,
            facts: reader.inverted_index(fields.facts)?,
            sent_at: column(SENT_AT)?,
            ids: column(ID)?,
            conversations: column(CONVERSATION)?,
            lengths: column(LENGTH)?,
            reader: reader.clone(),
        })
    }

    /// What tells this state of this segment from others.
    pub(super) fn identity(reader: &SegmentReader) -> (SegmentId, Option<u64>) {
        (reader.segment_id(), reader.delete_opstamp())
    }

    /// The time of the latest document.
    pub(super) fn latest(&self) -> i64 {
        self.sent_at.max_value()
    }

    /// The time of the earliest document.
    pub(super) fn earliest(&self) -> i64 {
        self.sent_at.min_value()
    }

    /// The first document that was sent before `time`.
    pub(super) fn first_before(&self, time: i64) -> DocId {
        self.partition_point(0, |sent_at| sent_at >= time)
    }

    /// The documents that meet a need.
    pub(super) fn matching(&self, need: &Need) -> Result<Matching> {
        self.within(need, &(0..self.reader.max_doc()))
    }

    fn within(&self, need: &Need, range: &Range<DocId>) -> Result<Matching> {
        let docs = match need {
            Need::All => None,
            Need::Sent(times) => return Ok(Matching { range: self.sent(*times, range), docs: None }),
            Need::And(all) => return self.all_of(all, range),
            Need::Or(any) => return self.any_of(any, range),
            Need::Not(not) => return self.without(Matching { range: range.clone(), docs: None }, [&**not]),
            Need::Text(text) if text.is_empty() => None,
            Need::Text(text) => Some(self.text(text, range)?),
            Need::Conversations(ids) => Some(self.conversations(ids, range)?),
            Need::Senders(ids) => {
                Some(self.facts(ids.iter().map(|id| Fact::Sender(ParticipantId(id))), range)?)
            }
            Need::Messages(messages) => Some(self.messages(messages)),
            Need::Ids(ranges) => Some(self.of_ids(ranges, range)),
            Need::Platform(platform) => Some(self.facts([Fact::Platform(*platform)], range)?),
            Need::Role(role) => Some(self.facts([Fact::Role(*role)], range)?),
            Need::Kind(kind) => Some(self.facts([Fact::Kind(*kind)], range)?),
            Need::Flag(flag) => Some(self.facts([Fact::Flag(*flag)], range)?),
            Need::Recognised(kind) => Some(self.facts([Fact::Recognised(*kind)], range)?),
            Need::RecognisedValue(kind, value) => {
                Some(self.fact_terms(value_term(*kind, value), value_term(*kind, value), range)?)
            }
            Need::Amount(amounts) => {
                let (from, to) = (amounts.from.unwrap_or(0), amounts.to.unwrap_or(i64::MAX));
                if from > to || to < 0 {
                    return Ok(Matching::none());
                }
                Some(self.fact_terms(amount_term(from), amount_term(to), range)?)
            }
        };
        if docs.as_ref().is_some_and(|docs| docs.doc() >= range.end) {
            return Ok(Matching::none());
        }
        Ok(Matching { range: range.clone(), docs })
    }

    fn all_of(&self, all: &[Need], range: &Range<DocId>) -> Result<Matching> {
        let mut range = range.clone();
        let (mut sets, mut excluded) = (Vec::new(), Vec::new());
        // Times first: they narrow what the others have to look at.
        let (times, others): (Vec<_>, Vec<_>) = all.iter().partition(|need| matches!(need, Need::Sent(_)));
        for need in times.into_iter().chain(others) {
            if let Need::Not(not) = need {
                // Asked of what all others leave, not of the whole segment.
                excluded.push(&**not);
                continue;
            }
            let matching = self.within(need, &range)?;
            if matching.is_none() {
                return Ok(Matching::none());
            }
            range = matching.range;
            sets.extend(matching.docs);
        }
        let docs = if sets.is_empty() { None } else { Some(intersection(sets, &range)) };
        self.without(Matching { range, docs }, excluded)
    }

    fn any_of(&self, any: &[Need], range: &Range<DocId>) -> Result<Matching> {
        let mut sets = Vec::new();
        for need in any {
            let matching = self.within(need, range)?;
            if matching.docs.is_none() && matching.range == *range {
                return Ok(matching);
            }
            if !matching.is_none() {
                sets.push(matching.bounded(range));
            }
        }
        let docs = union(sets, range, self.reader.max_doc());
        Ok(if docs.doc() >= range.end {
            Matching::none()
        } else {
            Matching { range: range.clone(), docs: Some(docs) }
        })
    }

    /// What some needs leave of `from`.
    fn without<'n>(&self, from: Matching, needs: impl IntoIterator<Item = &'n Need>) -> Result<Matching> {
        let mut excluded = Vec::new();
        for need in needs {
            let matching = self.within(need, &from.range)?;
            if matching.docs.is_none() && matching.range == from.range {
                return Ok(Matching::none());
            }
            if !matching.is_none() {
                excluded.push(matching.bounded(&from.range));
            }
        }
        if excluded.is_empty() {
            return Ok(from);
        }
        let range = from.range.clone();
        let mut docs = from.docs.unwrap_or_else(|| Box::new(RangeDocs::new(&range)));
        seek(&mut docs, range.start);
        Ok(Matching { range, docs: Some(Box::new(Exclude::new(docs, excluded))) })
    }

    fn sent(&self, times: TimeRange, range: &Range<DocId>) -> Range<DocId> {
        let start = times.until.map_or(0, |until| self.first_before(until));
        let end = times.from.map_or(DocId::MAX, |from| self.first_before(from));
        start.max(range.start)..end.min(range.end)
    }

    fn facts(&self, facts: impl IntoIterator<Item = Fact>, range: &Range<DocId>) -> Result<Docs> {
        let mut sets = Vec::new();
        for fact in facts {
            if let Some(term) = self.facts.terms().get(fact.term()).map_err(unreadable)? {
                sets.push(postings(&self.facts, &term)?);
            }
        }
        Ok(union(sets, range, self.reader.max_doc()))
    }

    /// Documents of the range with any term from one to another.
    fn fact_terms(&self, first: Vec<u8>, last: Vec<u8>, range: &Range<DocId>) -> Result<Docs> {
        let stream = self.facts.terms().range().ge(first).le(last).into_stream();
        let mut stream = stream.map_err(unreadable)?;
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(stream.value().clone());
        }
        match terms.as_slice() {
            [only] => postings(&self.facts, only),
            _ => self.any_term(&self.facts, &terms, range),
        }
    }

    fn conversations(&self, ids: &IdSet, range: &Range<DocId>) -> Result<Docs> {
        // Looking at every document costs less than looking up more terms than this.
        if ids.len() > range.len() / 64 + 16 {
            let (ids, conversations) = (ids.clone(), Arc::clone(&self.conversations));
            return Ok(Box::new(TestedDocs::new(range, move |doc| ids.holds(conversations.get_val(doc)))));
        }
        self.facts(ids.iter().map(|id| Fact::Conversation(ConversationId(id))), range)
    }

    fn of_ids(&self, ranges: &IdRanges, range: &Range<DocId>) -> Docs {
        let (ranges, ids) = (ranges.clone(), Arc::clone(&self.ids));
        Box::new(TestedDocs::new(range, move |doc| ranges.holds(ids.get_val(doc))))
    }

    fn messages(&self, messages: &MessageSet) -> Docs {
        let mut docs = Vec::new();
        let mut from = 0;
        for of_one_time in messages.by_time() {
            let Some((time, _)) = of_one_time.first() else { continue };
            from = self.partition_point(from, |sent_at| sent_at > *time);
            let same_time =
                (from..self.reader.max_doc()).take_while(|doc| self.sent_at.get_val(*doc) == *time);
            docs.extend(same_time.filter(|doc| {
                let id = self.ids.get_val(*doc);
                of_one_time.binary_search_by_key(&id, |(_, message)| message.0).is_ok()
            }));
        }
        Box::new(ListedDocs::new(docs))
    }

    /// The first document from `from` on whose time does not satisfy `before`, which must hold first and then not.
    fn partition_point(&self, from: DocId, before: impl Fn(i64) -> bool) -> DocId {
        let (mut low, mut high) = (from, self.reader.max_doc());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.sent_at.get_val(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// The documents with a term.
pub(super) fn postings(index: &InvertedIndexReader, term: &TermInfo) -> Result<Docs> {
    let postings = index.read_postings_from_terminfo(term, IndexRecordOption::Basic).map_err(unreadable)?;
    Ok(Box::new(postings))
}

impl Matching {
    /// The documents in ascending order, deleted ones among them.
    pub(super) fn ascending(self) -> Box<dyn Iterator<Item = DocId> + Send> {
        let Range { start, end } = self.range;
        let Some(mut docs) = self.docs else { return Box::new(start..end) };
        let mut doc = seek(&mut docs, start);
        Box::new(std::iter::from_fn(move || {
            let current = doc;
            if current >= end || current == TERMINATED {
                return None;
            }
            doc = docs.advance();
            Some(current)
        }))
    }

    /// The documents in descending order, deleted ones among them. Finds all of them first.
    pub(super) fn descending(self) -> Box<dyn Iterator<Item = DocId> + Send> {
        if self.docs.is_none() {
            return Box::new(self.range.rev());
        }
        let all: Vec<DocId> = self.ascending().collect();
        Box::new(all.into_iter().rev())
    }
}
