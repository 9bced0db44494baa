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
    BitSet, DocId, DocSet, InvertedIndexReader,
    postings::{Postings as _, SegmentPostings, TermInfo},
    query::BitSetDocSet,
    schema::IndexRecordOption,
};

/// What is wanted of a substring besides the documents that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Nothing,
    /// How often it stands in each, where that is known.
    Times,
}

/// The documents that hold a substring.
pub(super) enum Standing {
    Term(Box<SegmentPostings>),
    Phrase(PhraseDocs),
    /// It is not known how often it stands in each.
    Any(Docs),
}

impl Standing {
    fn docs(self) -> Docs {
        match self {
            Self::Term(postings) => postings,
            Self::Phrase(phrase) => Box::new(phrase),
            Self::Any(docs) => docs,
        }
    }

    /// How often the substring stands in a document, of which each is later than the one asked for before; 1 where that
    /// is not known.
    pub(super) fn times_in(&mut self, doc: DocId) -> u32 {
        let docs: &mut dyn DocSet = match self {
            Self::Term(postings) => &mut **postings,
            Self::Phrase(phrase) => phrase,
            Self::Any(docs) => docs,
        };
        if docs.doc() < doc {
            docs.seek(doc);
        }
        if docs.doc() != doc {
            return 0;
        }
        match self {
            Self::Term(postings) => postings.term_freq(),
            Self::Phrase(phrase) => phrase.times(),
            Self::Any(_) => 1,
        }
    }
}

/// A part of a substring: its characters, and the grams that it may be.
type Grams = (Range<u32>, Vec<TermInfo>);

impl Segment {
    /// Documents that hold a substring, folded and not empty.
    pub(super) fn text(&self, text: &str, range: &Range<DocId>) -> Result<Docs> {
        if let [Gram::Beginning(beginning)] = gram::within(text).as_slice() {
            return self.beginning(beginning, range);
        }
        let mut docs = self.standing(text, Reading::Nothing)?.docs();
        seek(&mut docs, range.start);
        Ok(docs)
    }

    /// The same with what else is wanted.
    pub(super) fn standing(&self, text: &str, reading: Reading) -> Result<Standing> {
        let grams = gram::within(text);
        match grams.as_slice() {
            [Gram::Beginning(beginning)] => {
                return Ok(Standing::Any(self.beginning(beginning, &(0..self.reader.max_doc()))?));
            }
            [Gram::Whole(gram)] => {
                let Some(term) = self.grams.terms().get(gram).map_err(unreadable)? else {
                    return Ok(Standing::Any(none()));
                };
                let option = match reading {
                    Reading::Nothing => IndexRecordOption::Basic,
                    Reading::Times => IndexRecordOption::WithFreqs,
                };
                let postings = self.grams.read_postings_from_terminfo(&term, option);
                return Ok(Standing::Term(Box::new(postings.map_err(unreadable)?)));
            }
            _ => {}
        }
        let Some(parts) = self.parts(grams)? else { return Ok(Standing::Any(none())) };
        let parts = covering(parts).into_iter().map(|(characters, terms)| {
            let any = terms.iter().map(|term| self.positions(term)).collect::<Result<_>>()?;
            Ok(Part { offset: characters.start, any })
        });
        Ok(Standing::Phrase(PhraseDocs::new(parts.collect::<Result<_>>()?)))
    }

    /// No fewer documents than hold a substring, found without looking for it.
    pub(super) fn documents_at_most(&self, text: &str) -> Result<u64> {
        let Some(parts) = self.parts(gram::within(text))? else { return Ok(0) };
        let documents =
            |(_, terms): &(_, Vec<TermInfo>)| terms.iter().map(|term| u64::from(term.doc_freq)).sum();
        Ok(parts.iter().map(documents).min().unwrap_or(0).min(u64::from(self.reader.max_doc())))
    }

    /// The parts of a substring, in the order of their characters; `None` where one of them is not here.
    fn parts(&self, grams: Vec<Gram<'_>>) -> Result<Option<Vec<Grams>>> {
        let mut parts = Vec::with_capacity(grams.len());
        for (offset, gram) in (0..).zip(grams) {
            let (gram, terms) = match gram {
                Gram::Whole(gram) => {
                    (gram, Vec::from_iter(self.grams.terms().get(gram).map_err(unreadable)?))
                }
                Gram::Beginning(beginning) => (beginning, self.terms(beginning)?),
            };
            if terms.is_empty() {
                return Ok(None);
            }
            parts.push((offset..offset + gram.chars().count() as u32, terms));
        }
        Ok(Some(parts))
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
fn covering(mut parts: Vec<Grams>) -> Vec<Grams> {
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
