//! How plain tantivy gets what our index gets: the same folding, as far as the corpus needs it, and the same grams.

use std::{collections::HashMap, sync::LazyLock};

/// The folded form of a text: lower case, half width, simplified characters.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_one).collect()
}

fn fold_one(c: char) -> char {
    static PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("../../../crates/store/src/index/data/traditional_simplified.txt").lines();
        let pair = |line: &str| Some((line.chars().next()?, line.chars().nth(1)?));
        lines.filter(|line| !line.starts_with('#')).filter_map(pair).collect()
    });
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        '\u{ff01}'..='\u{ff5e}' => fold_one(char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c)),
        c => PAIRS.get(&c).copied().unwrap_or(c),
    }
}

/// A piece of a text at the place of a character.
#[derive(Debug, PartialEq, Eq)]
pub enum Gram<'a> {
    /// This very gram.
    Whole(usize, &'a str),
    /// One that begins so.
    Beginning(usize, &'a str),
}

/// One gram begins at every character: three characters where all are ASCII letters or digits, else two, and one at the end.
pub fn grams(folded: &str) -> impl Iterator<Item = &str> {
    folded.char_indices().filter_map(|(at, _)| {
        let rest = folded.get(at..)?;
        let narrow = rest.chars().take(3).filter(char::is_ascii_alphanumeric).count() == 3;
        let end = rest.char_indices().nth(if narrow { 3 } else { 2 }).map_or(rest.len(), |(end, _)| end);
        rest.get(..end)
    })
}

/// The grams that every text with a substring has one after the other, and no other text.
pub fn needed(substring: &str) -> Vec<Gram<'_>> {
    let all: Vec<&str> = grams(substring).collect();
    let narrow_end = substring.chars().rev().take_while(char::is_ascii_alphanumeric).count();
    // The last one or two were cut by the end of the substring; in a text they may go on.
    let cut = if narrow_end >= 2 { 2 } else { 1 };
    let whole = all.len().saturating_sub(cut);
    let covered = whole > 0 && (cut == 1 || narrow_end >= 3);
    let mut needed: Vec<Gram<'_>> =
        all.iter().take(whole).enumerate().map(|(at, gram)| Gram::Whole(at, gram)).collect();
    if let Some(gram) = all.get(whole).filter(|_| !covered) {
        needed.push(Gram::Beginning(whole, gram));
    }
    needed
}
