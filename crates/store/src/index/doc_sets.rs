//! Sets of documents of one segment that the engine has no public type for.

use std::ops::Range;
use tantivy::{BitSet, DocId, DocSet, TERMINATED, query::BitSetDocSet};

/// Documents of a segment, ascending.
pub(super) type Docs = Box<dyn DocSet>;

/// More sets than this are united by writing down every member, fewer by looking at all of them in turn.
const FEW: usize = 8;

/// Consecutive documents.
pub(super) struct RangeDocs {
    next: DocId,
    end: DocId,
}

impl RangeDocs {
    pub(super) fn new(range: &Range<DocId>) -> Self {
        Self { next: range.start, end: range.end }
    }
}

impl DocSet for RangeDocs {
    fn advance(&mut self) -> DocId {
        self.next = self.next.saturating_add(1).min(self.end);
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.next = self.next.max(target).min(self.end);
        self.doc()
    }

    fn doc(&self) -> DocId {
        if self.next < self.end { self.next } else { TERMINATED }
    }

    fn size_hint(&self) -> u32 {
        self.end.saturating_sub(self.next)
    }
}

/// Documents written down.
pub(super) struct ListedDocs {
    docs: Vec<DocId>,
    at: usize,
}

impl ListedDocs {
    /// The documents must ascend.
    pub(super) fn new(docs: Vec<DocId>) -> Self {
        Self { docs, at: 0 }
    }
}

impl DocSet for ListedDocs {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.docs.get(self.at..).unwrap_or(&[]);
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len().saturating_sub(self.at) as u32
    }
}

/// The documents of a range that pass a test.
pub(super) struct TestedDocs<F> {
    range: RangeDocs,
    passes: F,
}

impl<F: Fn(DocId) -> bool + Send> TestedDocs<F> {
    pub(super) fn new(range: &Range<DocId>, passes: F) -> Self {
        let mut docs = Self { range: RangeDocs::new(range), passes };
        docs.settle();
        docs
    }

    fn settle(&mut self) -> DocId {
        let mut doc = self.range.doc();
        while doc != TERMINATED && !(self.passes)(doc) {
            doc = self.range.advance();
        }
        doc
    }
}

impl<F: Fn(DocId) -> bool + Send> DocSet for TestedDocs<F> {
    fn advance(&mut self) -> DocId {
        self.range.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.range.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.range.doc()
    }

    fn size_hint(&self) -> u32 {
        self.range.size_hint() / 4
    }

    fn cost(&self) -> u64 {
        u64::from(self.range.size_hint()) * 4
    }
}

/// The union of a few sets.
struct Union {
    sets: Vec<Docs>,
    doc: DocId,
}

impl Union {
    fn new(sets: Vec<Docs>) -> Self {
        let mut union = Self { sets, doc: 0 };
        union.settle();
        union
    }

    fn settle(&mut self) -> DocId {
        self.doc = self.sets.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        for set in self.sets.iter_mut().filter(|set| set.doc() == self.doc) {
            set.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for set in self.sets.iter_mut().filter(|set| set.doc() < target) {
            set.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.sets.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }
}

/// The union of any number of sets, those of its documents at least that lie in `range`. `max_doc` is the
/// segment's.
pub(super) fn union(mut sets: Vec<Docs>, range: &Range<DocId>, max_doc: DocId) -> Docs {
    sets.retain_mut(|set| seek(set, range.start) < range.end);
    match sets.pop() {
        None => Box::new(ListedDocs::new(Vec::new())),
        Some(only) if sets.is_empty() => only,
        Some(last) if sets.len() < FEW => {
            sets.push(last);
            Box::new(Union::new(sets))
        }
        Some(last) => {
            let mut members = BitSet::with_max_value(max_doc);
            for mut set in sets.into_iter().chain([last]) {
                let mut doc = set.doc();
                while doc < range.end {
                    members.insert(doc);
                    doc = set.advance();
                }
            }
            Box::new(BitSetDocSet::from(members))
        }
    }
}

/// Goes to the first document that is not before `target`, which may lie behind.
pub(super) fn seek(docs: &mut Docs, target: DocId) -> DocId {
    if docs.doc() < target { docs.seek(target) } else { docs.doc() }
}
