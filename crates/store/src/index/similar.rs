//! Conversations that resemble a text: those that share its rare grams.
//!
//! A gram weighs as much as it is rare. The rarest that others have too are looked up, and a conversation is scored by the
//! share of their weight that it has. No more is read than a few short posting lists, however many messages there are.

use super::{gram::Grams, matches::Match, snapshot::Snapshot, unreadable};
use crate::error::Result;
use foldhash::fast::FixedState;
use std::collections::{BTreeSet, HashMap};
use tantivy::{DocId, DocSet, TERMINATED, schema::IndexRecordOption};

/// Grams that are looked up.
const LOOKED_UP: usize = 24;
/// What more than one message in so many has, tells nothing.
const COMMON: u64 = 200;
/// The same in a small vault.
const FEW: u64 = 8;
/// A conversation shares at least this much of the weight, in percent.
const AT_LEAST: u32 = 35;

/// A conversation that resembles a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resemblance {
    /// How much of the weight of the text it shares, in percent.
    pub(crate) percent: u32,
    /// The message of it that shares most.
    pub(crate) top: Match,
}

/// What a conversation shares.
struct Shared {
    weight: f32,
    /// The last gram that was added: each counts once.
    gram: usize,
    /// The segment and the document that share most, and how much.
    top: (usize, DocId, f32),
}

impl Snapshot {
    /// The conversations that resemble some folded texts taken together, the most alike first, at most so many.
    pub(crate) fn resembling(&self, texts: &[String], limit: usize) -> Result<Vec<Resemblance>> {
        let grams = self.telling_grams(texts)?;
        let all: f32 = grams.iter().map(|(_, weight)| weight).sum();
        let mut conversations: HashMap<i64, Shared, FixedState> = HashMap::default();
        let mut documents: HashMap<(usize, DocId), f32, FixedState> = HashMap::default();
        for (number, (gram, weight)) in grams.iter().enumerate() {
            for (place, segment) in self.segments().iter().enumerate() {
                let Some(term) = segment.grams.terms().get(gram).map_err(unreadable)? else { continue };
                let postings = segment.grams.read_postings_from_terminfo(&term, IndexRecordOption::Basic);
                let mut postings = postings.map_err(unreadable)?;
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    postings.advance();
                    if segment.reader.is_deleted(doc) {
                        continue;
                    }
                    let in_document = documents.entry((place, doc)).or_default();
                    *in_document += weight;
                    let shared = conversations.entry(segment.conversations.get_val(doc)).or_insert(Shared {
                        weight: 0.0,
                        gram: usize::MAX,
                        top: (place, doc, 0.0),
                    });
                    if shared.gram != number {
                        shared.gram = number;
                        shared.weight += weight;
                    }
                    if *in_document > shared.top.2 {
                        shared.top = (place, doc, *in_document);
                    }
                }
            }
        }
        let percent = |shared: &Shared| (shared.weight * 100.0 / all) as u32;
        let alike = conversations.values().filter(|shared| percent(shared) >= AT_LEAST);
        let mut resembling: Vec<Resemblance> = alike
            .filter_map(|shared| {
                let (place, doc, _) = shared.top;
                let top = self.segments().get(place)?.found(doc);
                Some(Resemblance { percent: percent(shared), top })
            })
            .collect();
        resembling.sort_unstable_by_key(|one| one.top.rank_by_score(one.percent));
        resembling.truncate(limit);
        Ok(resembling)
    }

    /// The grams of texts that tell most of what they are about, each with its weight: what is rare, but not in them alone.
    fn telling_grams<'t>(&self, texts: &'t [String]) -> Result<Vec<(&'t str, f32)>> {
        let all: u64 = self.segments().iter().map(|segment| u64::from(segment.reader.num_docs())).sum();
        let grams: BTreeSet<&str> = texts.iter().flat_map(|text| Grams::new(text)).collect();
        let mut telling = Vec::new();
        for gram in grams.into_iter().filter(|gram| gram.chars().filter(|c| c.is_alphanumeric()).count() > 1)
        {
            let mut messages = 0;
            for segment in self.segments() {
                let term = segment.grams.terms().get(gram).map_err(unreadable)?;
                messages += term.map_or(0, |term| u64::from(term.doc_freq));
            }
            if messages > 1 && messages <= (all / COMMON).max(FEW) {
                telling.push((gram, (all as f32 / messages as f32).ln()));
            }
        }
        telling.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        telling.truncate(LOOKED_UP);
        Ok(telling)
    }
}
