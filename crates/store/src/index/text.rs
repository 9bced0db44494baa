//! Substrings in one segment: from grams to documents.

use super::{
    doc_sets::{Docs, ListedDocs, seek},
    gram::{self, Gram},
    phrase::{Part, PhraseDocs},
    segment::{Segment, postings},
    unreadable,
};
use crate::error::Result;
use std::ops::Range;
use tantivy::{
    BitSet, DocId, InvertedIndexReader, postings::SegmentPostings, postings::TermInfo, query::BitSetDocSet,
    schema::IndexRecordOption,
};

impl Segment {
    /// Documents that hold a substring, folded and not empty.
    pub(super) fn text(&self, text: &str, range: &Range<DocId>) -> Result<Docs> {
        let grams = gram::within(text);
        if let [only] = grams.as_slice() {
            return match only {
                Gram::Beginning(beginning) => self.beginning(beginning, range),
                Gram::Whole(gram) => match self.grams.terms().get(gram).map_err(unreadable)? {
                    Some(term) => postings(&self.grams, &term),
                    None => Ok(none()),
                },
            };
        }
        let mut parts = Vec::with_capacity(grams.len());
        for (offset, gram) in (0..).zip(grams) {
            let (terms, length) = match gram {
                Gram::Whole(gram) => (
                    Vec::from_iter(self.grams.terms().get(gram).map_err(unreadable)?),
                    gram.chars().count() as u32,
                ),
                Gram::Beginning(beginning) => (self.terms(beginning)?, beginning.chars().count() as u32),
            };
            if terms.is_empty() {
                return Ok(none());
            }
            parts.push((offset..offset + length, terms));
        }
        let parts = covering(parts).into_iter().map(|(characters, terms)| {
            let any = terms.iter().map(|term| self.positions(term)).collect::<Result<_>>()?;
            Ok(Part { offset: characters.start, any })
        });
        let mut docs: Docs = Box::new(PhraseDocs::new(parts.collect::<Result<_>>()?));
        seek(&mut docs, range.start);
        Ok(docs)
    }

    /// The documents with a term, and where in them it stands.
    fn positions(&self, term: &TermInfo) -> Result<SegmentPostings> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        self.grams.read_postings_from_terminfo(term, option).map_err(unreadable)
    }

    /// The grams that begin so.
    fn terms(&self, beginning: &str) -> Result<Vec<TermInfo>> {
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
        Ok(terms)
    }

    /// Documents with a gram that begins so.
    fn beginning(&self, beginning: &str, range: &Range<DocId>) -> Result<Docs> {
        let terms = self.terms(beginning)?;
        if let [only] = terms.as_slice() {
            return postings(&self.grams, only);
        }
        self.any_term(&self.grams, &terms, range)
    }

    /// Documents of the range with any of many terms.
    pub(super) fn any_term(
        &self,
        index: &InvertedIndexReader,
        terms: &[TermInfo],
        range: &Range<DocId>,
    ) -> Result<Docs> {
        let mut members = BitSet::with_max_value(self.reader.max_doc());
        let Some((first, rest)) = terms.split_first() else {
            return Ok(none());
        };
        let mut blocks =
            index.read_block_postings_from_terminfo(first, IndexRecordOption::Basic).map_err(unreadable)?;
        for term in std::iter::once(None).chain(rest.iter().map(Some)) {
            if let Some(term) = term {
                index.reset_block_postings_from_terminfo(term, &mut blocks).map_err(unreadable)?;
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

fn none() -> Docs {
    Box::new(ListedDocs::new(Vec::new()))
}

/// Of the parts of a substring, each with its characters, the rarest that together have all of them.
fn covering(mut parts: Vec<(Range<u32>, Vec<TermInfo>)>) -> Vec<(Range<u32>, Vec<TermInfo>)> {
    let documents = |terms: &[TermInfo]| terms.iter().map(|term| term.doc_freq).fold(0, u32::saturating_add);
    parts.sort_by_key(|(_, terms)| documents(terms));
    let mut lacking: Vec<bool> =
        vec![true; parts.iter().map(|(characters, _)| characters.end as usize).max().unwrap_or(0)];
    parts.retain(|(characters, _)| {
        let (from, until) = (characters.start as usize, characters.end as usize);
        let adds = lacking.get(from..until).is_some_and(|some| some.contains(&true));
        lacking.get_mut(from..until).unwrap_or_default().fill(false);
        adds
    });
    parts
}
