//! Inverting text: which documents have which gram, and where.
//!
//! Each gram of each document is one number: the gram in the upper bits, the document below it, the place of the gram in the
//! document in the lowest ones. Sorted, these numbers are the posting lists, in the order in which they are written. That
//! costs a fraction of looking a gram up among half a million others, once for each of its occurrences, which hardly ever
//! finds it in the processor's cache.

use super::{
    batch::{Batch, GAP, Row},
    gram::{self, Grams},
};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use tantivy::DocId;

/// Numbers sorted at a time, eight bytes each.
const AT_ONCE: usize = 4 << 20;
/// Bits of the third character of a gram, which is ASCII where there is one.
const THIRD: u32 = 7;

/// Bytes of text from which on a table of all code points pays.
const TABLE_FROM: usize = 1 << 16;

/// The characters of a batch, numbered from 1 in their order.
pub(super) struct Alphabet {
    /// By code point: its number; 0 where it does not occur. Empty for a short text.
    numbers: Vec<u32>,
    /// By number, less 1: the character, and how often it occurs.
    characters: Vec<(char, usize)>,
}

/// A gram of a document: the document, and the place of the gram in it.
pub(super) type Posting = (DocId, u32);

impl Alphabet {
    pub(super) fn of(text: &str) -> Self {
        if text.len() < TABLE_FROM {
            let mut all: Vec<char> = text.chars().collect();
            all.sort_unstable();
            let runs = all.chunk_by(PartialEq::eq);
            let characters = runs.filter_map(|run| run.first().map(|c| (*c, run.len()))).collect();
            return Self { numbers: Vec::new(), characters };
        }
        let mut numbers = vec![0; char::MAX as usize + 1];
        for c in text.chars() {
            if let Some(times) = numbers.get_mut(c as usize) {
                *times += 1;
            }
        }
        let mut characters = Vec::new();
        for (place, number) in numbers.iter_mut().enumerate().filter(|(_, times)| **times > 0) {
            characters.extend(char::from_u32(place as u32).map(|c| (c, *number as usize)));
            *number = characters.len() as u32;
        }
        Self { numbers, characters }
    }

    fn number(&self, c: char) -> u64 {
        if self.numbers.is_empty() {
            return self.characters.binary_search_by_key(&c, |(c, _)| *c).map_or(0, |place| place as u64 + 1);
        }
        self.numbers.get(c as usize).map_or(0, |number| u64::from(*number))
    }

    /// Bits that a character's number takes.
    fn bits(&self) -> u32 {
        bits(self.characters.len())
    }

    /// How many documents can be told apart beside a gram, in messages of at most so many places: all that there are, unless
    /// characters or places are so many that half of what they leave has to do.
    pub(super) fn documents_at_most(&self, longest: usize) -> usize {
        let left = u64::BITS.saturating_sub(THIRD + self.bits() + bits(longest));
        1 << left.saturating_sub(self.bits()).max(left / 2).min(31)
    }

    /// Ranges of characters, as numbers: the grams that begin with those of one range are sorted together. Of at most
    /// `span` characters, and so many grams that they can be sorted at once; with each, how many there are.
    fn shares(&self, at_once: usize, span: u64) -> Vec<(u64, u64, usize)> {
        let mut shares = Vec::new();
        let (mut first, mut grams) = (1, 0);
        for (place, (_, times)) in self.characters.iter().enumerate() {
            let number = place as u64 + 1;
            // At every character one gram begins.
            if number > first && (grams + times > at_once || number - first >= span) {
                shares.push((first, number - 1, grams));
                (first, grams) = (number, 0);
            }
            grams += times;
        }
        shares.push((first, self.characters.len() as u64, grams));
        shares
    }

    fn character(&self, number: u64) -> Option<char> {
        self.characters.get(number.checked_sub(1)? as usize).map(|(c, _)| *c)
    }

    /// Writes out a gram of [`Alphabet::gram`], whose first character is counted from `from`.
    fn spell(&self, gram: u64, from: u64, spelt: &mut String) {
        spelt.clear();
        let mask = (1 << self.bits()) - 1;
        spelt.extend(self.character(from + (gram >> (THIRD + self.bits()))));
        spelt.extend(self.character((gram >> THIRD) & mask));
        spelt.extend(char::from_u32((gram & ((1 << THIRD) - 1)) as u32).filter(|third| *third != '\0'));
    }

    /// A gram as a number. Numbers stand in the order of the bytes of what they stand for: a gram that ends before another
    /// has 0 there, and no number of a character is 0.
    fn gram(&self, first: u64, rest: [Option<char>; 2], length: usize) -> u64 {
        let [second, third] = rest;
        let second = second.filter(|_| length > 1).map_or(0, |c| self.number(c));
        let third = third.filter(|_| length > 2).map_or(0, u64::from);
        (((first << self.bits()) | second) << THIRD) | third
    }
}

/// Bits that numbers up to this one take.
fn bits(highest: usize) -> u32 {
    usize::BITS - highest.leading_zeros()
}

/// Visits the posting lists of some rows, whose places are the documents, in the order of the grams' bytes.
/// `visit` is given the gram and its postings, which ascend. There are no more rows than the alphabet allows.
pub(super) fn each_posting_list<E>(
    batch: &Batch,
    rows: &[&Row],
    alphabet: &Alphabet,
    visit: impl FnMut(&str, &mut dyn Iterator<Item = Posting>) -> Result<(), E>,
) -> Result<(), E> {
    each_sharing(AT_ONCE, batch, rows, alphabet, visit)
}

fn each_sharing<E>(
    at_once: usize,
    batch: &Batch,
    rows: &[&Row],
    alphabet: &Alphabet,
    mut visit: impl FnMut(&str, &mut dyn Iterator<Item = Posting>) -> Result<(), E>,
) -> Result<(), E> {
    let places = bits(longest(rows));
    let below = bits(rows.len()) + places;
    let span = 1 << u64::BITS.saturating_sub(THIRD + alphabet.bits() + below).min(31);
    let mut grams: Vec<u64> = Vec::new();
    let mut spelt = String::new();
    for (from, to, times) in alphabet.shares(at_once, span) {
        grams.clear();
        grams.reserve_exact(times);
        for (document, row) in rows.iter().enumerate() {
            let mut place = 0;
            for value in batch.values(row) {
                let mut ahead = value.chars();
                let (mut second, mut third) = (ahead.next(), ahead.next());
                while let Some(first) = second {
                    (second, third) = (third, ahead.next());
                    let number = alphabet.number(first);
                    if (from..=to).contains(&number) {
                        let length = gram::length(first, second, third);
                        let gram = alphabet.gram(number - from, [second, third], length);
                        grams.push((((gram << (below - places)) | document as u64) << places) | place);
                    }
                    place += 1;
                }
                place += GAP as u64;
            }
        }
        grams.sort_unstable();
        let of = |number: &u64| {
            let (document, place) = ((number >> places) & low(below - places), number & low(places));
            (document as DocId, place as u32)
        };
        for list in grams.chunk_by(|a, b| a >> below == b >> below) {
            let Some(first) = list.first() else { continue };
            alphabet.spell(first >> below, from, &mut spelt);
            visit(&spelt, &mut list.iter().map(of))?;
        }
    }
    Ok(())
}

/// How many places the row has that has most of them.
pub(super) fn longest(rows: &[&Row]) -> usize {
    rows.iter().map(|row| row.places).max().unwrap_or(0)
}

/// The grams of one row in the order of their bytes, each with its places. Of a giant this takes half the memory that numbers
/// do, and of a message that comes alone hardly any time.
pub(super) fn places_in<'b>(batch: &'b Batch, row: &Row) -> Vec<(&'b str, Vec<u32>)> {
    let mut lists: HashMap<&str, Vec<u32>, FixedState> = HashMap::default();
    let mut start = 0;
    for value in batch.values(row) {
        let mut place = start;
        for gram in Grams::new(value) {
            lists.entry(gram).or_default().push(place);
            place += 1;
        }
        start = place + GAP as u32;
    }
    let mut lists: Vec<_> = lists.into_iter().collect();
    lists.sort_unstable_by_key(|(gram, _)| *gram);
    lists
}

/// So many lower bits.
fn low(bits: u32) -> u64 {
    (1 << bits) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Entry, EntryFlags};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};
    use yanju_model::{ConversationId, Kind, MessageId, Platform, Role};

    fn batch(texts: &[Vec<String>]) -> Batch {
        let mut batch = Batch::default();
        for (id, values) in (1..).zip(texts) {
            let (text, others) = values.split_first().unwrap();
            batch.add(&Entry {
                id: MessageId(id),
                conversation: ConversationId(1),
                sender: None,
                platform: Platform::WeChat,
                role: Role::Unknown,
                kind: Kind::Text,
                // Latest first is the order they are put in.
                sent_at_ms: -id,
                flags: EntryFlags::default(),
                recognised: &[],
                text,
                others,
            });
        }
        batch
    }

    fn inverted(batch: &Batch, at_once: usize) -> Vec<(String, Vec<Posting>)> {
        let (rows, alphabet) = (batch.in_order(), Alphabet::of(batch.text()));
        let mut lists = Vec::new();
        each_sharing(at_once, batch, &rows, &alphabet, |gram, postings| {
            lists.push((gram.to_owned(), postings.collect()));
            Ok::<_, ()>(())
        })
        .unwrap();
        lists
    }

    fn by_definition(batch: &Batch) -> Vec<(String, Vec<Posting>)> {
        by_definition_of(batch, &batch.in_order())
    }

    fn by_definition_of(batch: &Batch, rows: &[&Row]) -> Vec<(String, Vec<Posting>)> {
        let mut lists: BTreeMap<String, BTreeSet<Posting>> = BTreeMap::new();
        for (document, row) in (0..).zip(rows) {
            let mut place = 0;
            for value in batch.values(row) {
                for gram in Grams::new(value) {
                    lists.entry(gram.to_owned()).or_default().insert((document, place));
                    place += 1;
                }
                place += 1;
            }
        }
        lists.into_iter().map(|(gram, postings)| (gram, postings.into_iter().collect())).collect()
    }

    #[test]
    fn a_text_of_every_character_is_inverted() {
        let everything: String = ('\0'..=char::MAX).collect();
        let batch = batch(&[vec![everything.clone()], vec!["退款ydh12".to_owned(), everything]]);
        let alphabet = Alphabet::of(batch.text());
        assert_eq!(alphabet.documents_at_most(longest(&batch.in_order())), 1 << 7, "half of what is left");
        assert_eq!(alphabet.documents_at_most(100), 1 << 14);
        assert!(inverted(&batch, AT_ONCE) == by_definition(&batch), "lists differ");
    }

    proptest! {
        #[test]
        fn sorting_finds_the_grams_of_the_definition_in_the_order_of_their_bytes(
            texts in prop::collection::vec(
                prop::collection::vec("([a-c1-3退款单号 ,]|\\PC|\u{0}){0,12}", 1..4),
                0..12,
            ),
            at_once in 1_usize..40,
        ) {
            let batch = batch(&texts);
            prop_assert_eq!(inverted(&batch, at_once), by_definition(&batch));
            for row in batch.in_order() {
                let alone: Vec<(String, Vec<Posting>)> = places_in(&batch, row)
                    .into_iter()
                    .map(|(gram, places)| (gram.to_owned(), places.into_iter().map(|p| (0, p)).collect()))
                    .collect();
                prop_assert_eq!(alone, by_definition_of(&batch, &[row]));
            }
        }
    }
}
