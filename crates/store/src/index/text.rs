//! Substrings in one segment: from grams to documents.

use super::{
    doc_sets::{Docs, ListedDocs, seek},
    gram::{Gram, Needed, needed},
    segment::{Segment, intersection, postings},
    unreadable,
};
use crate::error::Result;
use std::ops::Range;
use tantivy::{BitSet, DocId, postings::TermInfo, query::BitSetDocSet, schema::IndexRecordOption};

/// Of a long substring, the rarest grams are enough: the others hardly exclude anything.
const GRAMS_ASKED: usize = 6;

impl Segment {
    /// Documents that have what a substring, folded and not empty, needs.
    pub(super) fn text(&self, text: &str, range: &Range<DocId>) -> Result<Docs> {
        let grams = match needed(text) {
            Needed::Exactly(Gram::Beginning(beginning)) => return self.beginning(beginning, range),
            Needed::Exactly(gram) => vec![gram],
            Needed::AtLeast(grams) => grams,
        };
        let mut terms = Vec::with_capacity(grams.len());
        let mut sets = Vec::new();
        for gram in grams {
            match gram {
                Gram::Whole(gram) => match self.grams.terms().get(gram).map_err(unreadable)? {
                    Some(term) => terms.push(term),
                    None => return Ok(Box::new(ListedDocs::new(Vec::new()))),
                },
                Gram::Beginning(beginning) => sets.push(self.beginning(beginning, range)?),
            }
        }
        terms.sort_by_key(|term| term.doc_freq);
        for term in terms.iter().take(GRAMS_ASKED) {
            sets.push(postings(&self.grams, term)?);
        }
        Ok(intersection(sets, range))
    }

    /// Documents with a gram that begins so.
    fn beginning(&self, beginning: &str, range: &Range<DocId>) -> Result<Docs> {
        let mut after = beginning.as_bytes().to_vec();
        if let Some(last) = after.last_mut() {
            // No byte of UTF-8 is the greatest one.
            *last += 1;
        }
        let stream = self.grams.terms().range().ge(beginning).lt(&after).into_stream();
        let mut stream = stream.map_err(unreadable)?;
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(stream.value().clone());
        }
        if let [only] = terms.as_slice() {
            return postings(&self.grams, only);
        }
        self.any_term(&terms, range)
    }

    /// Documents of the range with any of many terms.
    fn any_term(&self, terms: &[TermInfo], range: &Range<DocId>) -> Result<Docs> {
        let mut members = BitSet::with_max_value(self.reader.max_doc());
        let Some((first, rest)) = terms.split_first() else {
            return Ok(Box::new(ListedDocs::new(Vec::new())));
        };
        let mut blocks = self
            .grams
            .read_block_postings_from_terminfo(first, IndexRecordOption::Basic)
            .map_err(unreadable)?;
        for term in std::iter::once(None).chain(rest.iter().map(Some)) {
            if let Some(term) = term {
                self.grams.reset_block_postings_from_terminfo(term, &mut blocks).map_err(unreadable)?;
            }
            if range.start > 0 {
                blocks.seek(range.start);
            }
            while blocks.docs().first().is_some_and(|first| *first < range.end) {
                for doc in blocks.docs() {
                    members.insert(*doc);
                }
                blocks.advance();
            }
        }
        let mut docs: Docs = Box::new(BitSetDocSet::from(members));
        seek(&mut docs, range.start);
        Ok(docs)
    }
}
