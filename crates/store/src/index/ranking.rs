//! Matches by relevance: how often and how densely what is looked for stands in a message, what is rare counting more.
//!
//! The formula is that of BM25 (Robertson and Zaragoza, 2009), with two simplifications that let a message that is not yet
//! in the index be scored as well: messages are compared with a usual length, not the average one, and how rare a long
//! substring is, is taken from its rarest gram. Of equal scores the later message comes first.

use super::{
    fold::occurrences,
    gram::{self, Gram},
    groups::Groups,
    matches::{Match, Rank},
    need::Need,
    segment::Segment,
    snapshot::Snapshot,
    text::{Reading, Standing},
};
use crate::error::Result;
use tantivy::DocId;

/// How soon more of the same counts no more.
const SATURATION: f32 = 1.2;
/// How much longer messages lose, from 0 to 1.
const LENGTH_COUNTS: f32 = 0.4;
/// The usual length of a message, in characters.
const USUAL: f32 = 32.0;
/// Lengths are told apart up to this one.
pub(super) const LONGEST: usize = 255;
/// So many more than twice the wanted are gathered before the others are put away.
const SLACK: usize = 256;
/// Steps of a score to one: whole numbers are compared, not fractions.
const STEPS: f32 = 1000.0;

/// What is looked for, and how much it counts.
pub(crate) struct Relevance {
    /// Folded, not empty.
    words: Vec<(String, f32)>,
}

impl Relevance {
    /// The score of a message by its folded texts, of which the first one is its words.
    pub(crate) fn score_of(&self, texts: &[String]) -> u32 {
        let times = |(word, _): &(String, f32)| {
            let times = texts.iter().map(|text| occurrences(text, word).count() as u32).sum::<u32>();
            // As the index has it.
            if matches!(gram::within(word).as_slice(), [Gram::Beginning(_)]) { times.min(1) } else { times }
        };
        self.score(self.words.iter().map(times), texts.first().map_or(0, |text| text.chars().count()))
    }

    /// The score of a message of so many characters, by how often each word stands in it.
    fn score(&self, times: impl Iterator<Item = u32>, length: usize) -> u32 {
        let length = length.min(LONGEST) as f32 / USUAL;
        let dampened = SATURATION * (1.0 - LENGTH_COUNTS + LENGTH_COUNTS * length);
        let scores = self.words.iter().zip(times).map(|((_, weight), times)| {
            let times = times as f32;
            weight * times * (SATURATION + 1.0) / (times + dampened)
        });
        (scores.sum::<f32>() * STEPS) as u32
    }
}

impl Snapshot {
    /// What words count, which are folded and not empty.
    pub(crate) fn relevance(&self, words: Vec<String>) -> Result<Relevance> {
        let all: u64 = self.segments().iter().map(|segment| u64::from(segment.reader.max_doc())).sum();
        let weigh = |word: String| {
            let with = self.segments().iter().map(|segment| segment.documents_at_most(&word));
            let with = with.sum::<Result<u64>>()? as f32;
            let weight = (1.0 + (all as f32 - with + 0.5).max(0.5) / (with + 0.5)).ln();
            Ok((word, weight))
        };
        Ok(Relevance { words: words.into_iter().map(weigh).collect::<Result<_>>()? })
    }

    /// The `limit` matches that suit best, and their ranks.
    pub(crate) fn ranked(
        &self,
        need: &Need,
        relevance: &Relevance,
        limit: usize,
    ) -> Result<Vec<(Rank, Match)>> {
        let mut best: Vec<(Rank, Match)> = Vec::new();
        // The score that one of them must have at least.
        let mut least = 0;
        for segment in self.segments() {
            segment.each_scored(need, relevance, |doc, score| {
                if score < least {
                    return;
                }
                let found = segment.found(doc);
                best.push((found.rank_by_score(score), found));
                if best.len() >= 2 * limit + SLACK {
                    best.sort_unstable_by_key(|(rank, _)| *rank);
                    best.truncate(limit);
                    least = best.last().map_or(0, |(last, _)| last.score());
                }
            })?;
        }
        best.sort_unstable_by_key(|(rank, _)| *rank);
        best.truncate(limit);
        Ok(best)
    }

    /// The conversations in which something matches, by what suits best.
    pub(crate) fn ranked_groups(&self, need: &Need, relevance: &Relevance) -> Result<Groups> {
        let mut groups = Groups::default();
        for segment in self.segments() {
            segment.each_scored(need, relevance, |doc, score| {
                let found = segment.found(doc);
                groups.add(found, found.rank_by_score(score));
            })?;
        }
        Ok(groups)
    }
}

impl Segment {
    fn each_scored(
        &self,
        need: &Need,
        relevance: &Relevance,
        mut visit: impl FnMut(DocId, u32),
    ) -> Result<()> {
        let words = relevance.words.iter().map(|(word, _)| self.standing(word, Reading::Times));
        let mut words: Vec<Standing> = words.collect::<Result<_>>()?;
        for doc in self.matching(need)?.ascending().filter(|doc| !self.reader.is_deleted(*doc)) {
            let length = self.lengths.get_val(doc) as usize;
            visit(doc, relevance.score(words.iter_mut().map(|word| word.times_in(doc)), length));
        }
        Ok(())
    }
}
