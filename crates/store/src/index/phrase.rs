//! Where grams stand beside each other: the documents with a substring that is longer than a gram.

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings},
};

/// A part of a substring, and how many characters of the substring come before it.
pub(super) struct Part {
    pub(super) offset: u32,
    /// The grams that it may be: one, or all that begin with it where the substring ends before the gram does.
    pub(super) any: Vec<SegmentPostings>,
}

impl Part {
    fn doc(&self) -> DocId {
        self.any.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for postings in self.any.iter_mut().filter(|postings| postings.doc() < target) {
            postings.seek(target);
        }
        self.doc()
    }

    fn size_hint(&self) -> u32 {
        self.any.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }

    /// Where in the current document the substring begins if this part of it is part of it, ascending.
    fn beginnings(&mut self, doc: DocId, places: &mut Vec<u32>) {
        places.clear();
        for postings in self.any.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.append_positions_with_offset(0, places);
        }
        if self.any.len() > 1 {
            places.sort_unstable();
        }
        let offset = self.offset;
        places.retain_mut(|place| place.checked_sub(offset).map(|beginning| *place = beginning).is_some());
    }
}

/// The documents in which all parts of a substring stand beside each other.
pub(super) struct PhraseDocs {
    /// The rarest first. Together they have every character of the substring.
    parts: Vec<Part>,
    doc: DocId,
    /// Where in `doc` the substring begins.
    beginnings: Vec<u32>,
    others: Vec<u32>,
}

impl PhraseDocs {
    pub(super) fn new(mut parts: Vec<Part>) -> Self {
        parts.sort_by_key(Part::size_hint);
        let mut docs = Self { parts, doc: 0, beginnings: Vec::new(), others: Vec::new() };
        docs.settle(0);
        docs
    }

    /// How often the substring stands in the current document.
    pub(super) fn times(&self) -> u32 {
        self.beginnings.len() as u32
    }

    /// Goes to the first document from `target` on that has the substring.
    fn settle(&mut self, mut target: DocId) -> DocId {
        self.doc = loop {
            match self.aligned(target) {
                TERMINATED => break TERMINATED,
                doc if self.stands_in(doc) => break doc,
                doc => target = doc + 1,
            }
        };
        self.doc
    }

    /// The first document from `target` on that has all parts, wherever.
    fn aligned(&mut self, mut target: DocId) -> DocId {
        'from_the_rarest: loop {
            for part in &mut self.parts {
                let doc = part.seek(target);
                if doc != target {
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    target = doc;
                    // The rarest may stand here already.
                    continue 'from_the_rarest;
                }
            }
            return target;
        }
    }

    fn stands_in(&mut self, doc: DocId) -> bool {
        let Some((first, rest)) = self.parts.split_first_mut() else { return false };
        first.beginnings(doc, &mut self.beginnings);
        for part in rest {
            part.beginnings(doc, &mut self.others);
            let mut others = self.others.iter().peekable();
            self.beginnings.retain(|beginning| {
                while others.next_if(|other| *other < beginning).is_some() {}
                others.peek() == Some(&beginning)
            });
            if self.beginnings.is_empty() {
                return false;
            }
        }
        !self.beginnings.is_empty()
    }
}

impl DocSet for PhraseDocs {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.parts.first().map_or(0, Part::size_hint) / 2
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.size_hint())).sum()
    }
}
