//! The one definition of "same text".
//!
//! Two texts are the same when they are equal after NFKC (which also joins full and half width), after
//! case folding (to lower case, to upper case and back, character by character) and after every traditional Chinese
//! character is replaced by its simplified form. There are no phrase rules: they would make a substring
//! depend on its neighbours. Punctuation and spaces are characters like others.

use std::{collections::HashMap, ops::Range, sync::LazyLock};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};

/// The folded form of a text. Folding twice changes nothing.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded form of a text.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    fold_clusters(text, folded, |_, _| {});
}

/// Where the folded needles stand in `text`: ranges of Unicode scalar values of the original, sorted, merged.
///
/// A needle that begins or ends inside what one original character folds to marks the whole character.
pub(crate) fn marks(text: &str, folded_needles: &[String]) -> Vec<(u32, u32)> {
    let mut folded = String::with_capacity(text.len());
    // Where every cluster begins: byte of the folded text, character of the original.
    let mut starts: Vec<(usize, u32)> = Vec::with_capacity(text.len() / 2);
    let mut characters = 0;
    fold_clusters(text, &mut folded, |at, length| {
        starts.push((at, characters));
        characters += length;
    });
    let original = |bytes: Range<usize>| {
        let first = starts.partition_point(|(at, _)| *at <= bytes.start).checked_sub(1);
        let start = first.and_then(|cluster| starts.get(cluster)).map_or(0, |(_, character)| *character);
        let after = starts.partition_point(|(at, _)| *at < bytes.end);
        (start, starts.get(after).map_or(characters, |(_, character)| *character))
    };
    let found = folded_needles.iter().flat_map(|needle| occurrences(&folded, needle));
    merged(found.map(original).collect())
}

/// Every occurrence of a needle, overlapping ones too; none of an empty needle.
pub(super) fn occurrences<'a>(text: &'a str, needle: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let step = needle.chars().next().map_or(0, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..).filter(|_| step > 0)?.find(needle)?;
        from = at + step;
        Some(at..at + needle.len())
    })
}

fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Folds cluster by cluster: a cluster is the shortest stretch whose folding does not depend on its
/// neighbours, almost always one character. `on_cluster` learns where in `folded` each begins and how many
/// characters of the original it has.
fn fold_clusters(text: &str, folded: &mut String, mut on_cluster: impl FnMut(usize, u32)) {
    let mut rest = text.chars();
    let mut current = rest.next();
    while let Some(first) = current {
        let start = folded.len();
        let next = rest.next();
        if let Some(simple) = fold_simple(first).filter(|_| next.is_none_or(begins_cluster)) {
            folded.push(simple);
            on_cluster(start, 1);
            current = next;
            continue;
        }
        let mut cluster = String::from(first);
        let mut length = 1;
        current = next;
        while let Some(joined) = current.filter(|c| !begins_cluster(*c)) {
            cluster.push(joined);
            length += 1;
            current = rest.next();
        }
        folded.extend(cluster.nfkc().flat_map(fold_case).map(simplified));
        on_cluster(start, length);
    }
}

/// The fold of a character that folds to one character whatever precedes it; `None`: it may, or may not.
/// A short cut over what chats are made of; the tests compare it with the long way.
fn fold_simple(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(simplified(c)),
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xff01 + 0x21).map(|narrow| narrow.to_ascii_lowercase())
        }
        '\u{3000}' => Some(' '),
        '\u{3001}'..='\u{3011}' => Some(c),
        _ => None,
    }
}

/// Whether normalisation never joins the character to what precedes it.
fn begins_cluster(c: char) -> bool {
    if fold_simple(c).is_some() {
        return true;
    }
    std::iter::once(c).nfkd().next().is_none_or(|first| {
        canonical_combining_class(first) == 0 && is_nfc_quick(std::iter::once(first)) != IsNormalized::Maybe
    })
}

/// Lower, upper, lower: some capitals (ẞ) meet their small letters only on the way back.
fn fold_case(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

fn simplified(c: char) -> char {
    static PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs().collect());
    static COMMON: LazyLock<Vec<char>> =
        LazyLock::new(|| COMMON_RANGE.map(|c| PAIRS.get(&c).copied().unwrap_or(c)).collect());
    const COMMON_RANGE: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';
    if c < *COMMON_RANGE.start() {
        return c;
    }
    let common = COMMON.get(c as usize - *COMMON_RANGE.start() as usize);
    common.or_else(|| PAIRS.get(&c)).copied().unwrap_or(c)
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    let lines = include_str!("data/traditional_simplified.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut pair = line.chars();
        Some((pair.next()?, pair.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, without short cuts and without clusters.
    fn fold_by_definition(text: &str) -> String {
        text.nfkc().flat_map(fold_case).map(simplified).collect()
    }

    fn every_character() -> impl Iterator<Item = char> {
        ('\0'..=char::MAX).filter(|c| !matches!(*c as u32, 0xe000..=0xf8ff | 0xf_0000..))
    }

    #[test]
    fn case_width_and_script_make_no_difference() {
        for (a, b) in [
            ("退款", "退款"),
            ("訂單號", "订单号"),
            ("ＹＤＨ１２３", "ydh123"),
            ("Straße", "STRASSE"),
            ("ｶﾞ", "ガ"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
            ("e\u{301}tat", "État"),
            ("①　㎏", "1 kg"),
            ("薴", "苎"),
        ] {
            assert_eq!(fold(a), fold(b), "«{a}» and «{b}» are the same text");
        }
        assert_ne!(fold("退款"), fold("退 款"), "a space is a character");
        assert_ne!(fold("resume"), fold("résumé"), "an accent is a difference");
    }

    #[test]
    fn every_character_folds_as_defined_and_only_once() {
        for c in every_character() {
            let text = c.to_string();
            let folded = fold(&text);
            assert_eq!(folded, fold_by_definition(&text), "U+{:04X}: the short cut differs", c as u32);
            assert_eq!(folded, fold(&folded), "U+{:04X}: folding twice changes it", c as u32);
        }
    }

    #[test]
    fn marks_are_characters_of_the_original() {
        let marks_of =
            |text, needles: &[&str]| marks(text, &needles.iter().map(|n| fold(n)).collect::<Vec<_>>());
        assert_eq!(marks_of("申請退款，ＯＫ", &["退款", "ok"]), [(2, 4), (5, 7)]);
        assert_eq!(marks_of("aaa", &["aa"]), [(0, 3)], "overlapping occurrences are one mark");
        assert_eq!(marks_of("重㎏重", &["k"]), [(1, 2)], "half of an expansion marks the character");
        assert_eq!(marks_of("cafe\u{301}!", &["é"]), [(3, 5)], "an accent belongs to its letter");
        assert_eq!(marks_of("👍退", &["退"]), [(1, 2)], "an emoji is one scalar value");
        assert_eq!(marks_of("退", &[""]), [], "nothing marks nothing");
    }

    proptest! {
        #[test]
        fn clusters_do_not_change_the_fold(text in "([\u{0}-\u{7f}]|[À-ʸ]|[\u{300}-\u{345}]|[\u{370}-\u{3ff}]|[ｦ-ﾟ]|[\u{1100}-\u{11ff}]|[一-鿿]|\\PC){0,12}") {
            prop_assert_eq!(fold(&text), fold_by_definition(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
