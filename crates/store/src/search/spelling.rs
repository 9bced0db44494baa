//! Whether a name is meant by what is being typed: by a part of it, or by its pinyin.
//!
//! `物流` and `wuliu`, `wl` and `wliu` all mean 物流员: each character is spelt out, or given by its initial (`zh` for 中 too),
//! or written; the last may be cut short. Of a character with several readings any will do. What is typed is compared with
//! the folded name, which is simplified. The readings come with the program as constants: nothing is loaded.

use crate::index::fold::fold;
use pinyin::ToPinyinMulti;
use std::str::Chars;

/// More letters than a name is ever found by, and more of a name than is looked at.
const TYPED_LIMIT: usize = 32;
const NAME_LIMIT: usize = 64;

/// How many ways of reading a name are tried, so that no name takes long. One of everyday length has a few dozen.
const TRIES: usize = 2000;

/// What is being typed, folded.
#[derive(Debug, Clone)]
pub struct Typed {
    characters: Vec<char>,
    folded: String,
    is_spelling: bool,
    needs: u64,
}

/// Where a name holds what is being typed: characters from and to, the latter not included. Those at the beginning come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The first character that is meant.
    pub from: u32,
    /// The first one after.
    pub to: u32,
}

impl Typed {
    /// What is being typed, as typed.
    pub fn new(text: &str) -> Self {
        let folded = fold(text.trim());
        let characters: Vec<char> = folded.chars().collect();
        let is_spelling = characters.len() <= TYPED_LIMIT && characters.iter().any(char::is_ascii_lowercase);
        let needs = needs(&characters);
        Self { characters, folded, is_spelling, needs }
    }

    /// Whether nothing is being typed yet; it is in every name, at its beginning.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Where a name holds it, as it is written.
    pub fn place_in(&self, name: &str) -> Option<Stretch> {
        let folded = fold(name);
        let place = self.place_in_folded(&folded)?;
        // Folding makes two characters of one now and then; the whole name is the place then.
        let (length, folded) = (name.chars().count(), folded.chars().count());
        Some(if length == folded { place } else { Stretch { from: place.from.min(1), to: length as u32 } })
    }

    /// Where a folded name holds it.
    pub(crate) fn place_in_folded(&self, folded: &str) -> Option<Stretch> {
        if let Some(at) = position(folded.as_bytes(), self.folded.as_bytes()) {
            let from = folded.get(..at).map_or(0, |before| before.chars().count());
            return Some(Stretch { from: from as u32, to: (from + self.characters.len()) as u32 });
        }
        if !self.is_spelling {
            return None;
        }
        let mut tries = TRIES;
        let mut rest = folded.chars();
        (0..NAME_LIMIT).find_map(|from| {
            let read = spelt(rest.clone(), &self.characters, &mut tries, Inside::No);
            rest.next();
            Some(Stretch { from: from as u32, to: (from + read?) as u32 })
        })
    }

    /// Whether a folded name begins with it: much less work than looking for it inside.
    pub(crate) fn begins(&self, folded: &str) -> bool {
        let mut tries = TRIES;
        folded.starts_with(&self.folded)
            || (self.is_spelling && spelt(folded.chars(), &self.characters, &mut tries, Inside::No).is_some())
    }

    /// Whether a name with these traits may hold it. What is told apart: letters of readings, their initials, other characters.
    pub(crate) fn may_be_in(&self, traits: u64) -> bool {
        traits & self.needs == self.needs
    }
}

/// Whether a part of what is typed was found already, so that signs between the characters of the name are passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    No,
    Yes,
}

/// Reads `typed` from the beginning of a name on; how many characters of the name it takes.
fn spelt(mut name: Chars<'_>, typed: &[char], tries: &mut usize, inside: Inside) -> Option<usize> {
    let Some(first) = typed.first() else { return Some(0) };
    let character = name.next()?;
    *tries = tries.checked_sub(1)?;
    let mut lengths = 0_u32;
    // What follows depends on nothing but how much is left, so that no length is tried twice.
    let mut go_on = |length: usize| {
        let is_new = lengths & (1 << length) == 0;
        lengths |= 1 << length;
        if is_new { spelt(name.clone(), typed.get(length..)?, tries, Inside::Yes) } else { None }
    };
    if character == *first
        && let Some(taken) = go_on(1)
    {
        return Some(taken + 1);
    }
    let mut has_readings = false;
    for reading in readings(character) {
        has_readings = true;
        let common = reading.chars().zip(typed).take_while(|(a, b)| a == *b).count();
        if common == typed.len() {
            return Some(1);
        }
        let whole = (common == reading.len()).then_some(common);
        let double = (common >= 2 && reading.as_bytes().get(1) == Some(&b'h')).then_some(2);
        let initial = (common >= 1).then_some(1);
        if let Some(taken) = [whole, double, initial].into_iter().flatten().find_map(&mut go_on) {
            return Some(taken + 1);
        }
    }
    let is_between = inside == Inside::Yes && !has_readings && !character.is_alphanumeric();
    if is_between { spelt(name, typed, tries, Inside::Yes).map(|taken| taken + 1) } else { None }
}

/// Where bytes stand in others. Names are so short that a cleverer way would take longer to prepare.
fn position(within: &[u8], sought: &[u8]) -> Option<usize> {
    let Some(first) = sought.first() else { return Some(0) };
    within.windows(sought.len()).position(|window| window.first() == Some(first) && window == sought)
}

/// The readings of a character without tones.
fn readings(character: char) -> impl Iterator<Item = &'static str> {
    let all = if character.is_ascii() { None } else { character.to_pinyin_multi() };
    all.into_iter().flatten().flat_map(|reading| typeable(reading.plain()))
}

/// A reading by the letters of a keyboard: ü is typed as v, and as u on passports.
fn typeable(reading: &'static str) -> impl Iterator<Item = &'static str> {
    let (usual, other) = match reading {
        "lü" => ("lv", Some("lu")),
        "lüe" => ("lve", Some("lue")),
        "nü" => ("nv", Some("nu")),
        "nüe" => ("nve", Some("nue")),
        "ê" => ("e", None),
        ascii => (ascii, None),
    };
    std::iter::once(usual).chain(other)
}

/// The bits of [`traits`]: 26 for letters, 26 for letters that something can begin with, the rest for other characters.
const LETTERS: u32 = 26;
const OTHERS: u32 = u64::BITS - 2 * LETTERS;

fn letter(c: char) -> u64 {
    1 << (u32::from(c) - u32::from('a'))
}

fn initial(c: char) -> u64 {
    letter(c) << LETTERS
}

fn other(c: char) -> u64 {
    1 << (2 * LETTERS + u32::from(c) % OTHERS)
}

/// What a folded name has, for telling at a glance that it is not meant.
pub(crate) fn traits(folded: &str) -> u64 {
    folded.chars().fold(0, |traits, c| {
        if c.is_ascii_lowercase() {
            return traits | letter(c) | initial(c);
        }
        readings(c).fold(traits | other(c), |traits, reading| {
            let first = reading.chars().next().map_or(0, initial);
            reading.chars().map(letter).fold(traits | first, |traits, letter| traits | letter)
        })
    })
}

/// What a name has to have to be meant.
fn needs(typed: &[char]) -> u64 {
    let first = typed.first().filter(|c| c.is_ascii_lowercase()).map_or(0, |c| initial(*c));
    let each = |c: &char| if c.is_ascii_lowercase() { letter(*c) } else { other(*c) };
    typed.iter().map(each).fold(first, |needs, one| needs | one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(typed: &str, name: &str) -> Option<(u32, u32)> {
        let typed = Typed::new(typed);
        let place = typed.place_in(name);
        assert!(place.is_none() || typed.may_be_in(traits(&fold(name))), "what is found is not passed over");
        place.map(|place| (place.from, place.to))
    }

    #[test]
    fn a_name_is_meant_by_its_pinyin_whole_short_or_mixed() {
        for typed in
            ["wly", "wuliuyuan", "wuliu", "wul", "wliuy", "WLY", "物ly", "物流y", "wu流员", "w", "wuliuyu"]
        {
            assert_eq!(place(typed, "物流员").map(|(from, _)| from), Some(0), "{typed}");
        }
        for typed in ["wlx", "wuliux", "lw", "wuly物", "uliu", "wuliuyuanz"] {
            assert_eq!(place(typed, "物流员"), None, "{typed}");
        }
        assert_eq!(place("ly", "物流员"), Some((1, 3)), "inside too");
        assert_eq!(place("zhongg", "中国"), Some((0, 2)));
        assert_eq!(place("zhg", "中国"), Some((0, 2)), "zh is an initial");
        assert_eq!(place("zg", "中国"), Some((0, 2)), "and so is z");
    }

    #[test]
    fn any_reading_of_a_character_will_do() {
        for typed in ["chongqing", "cq", "zq", "zhongqing"] {
            assert_eq!(place(typed, "重庆店"), Some((0, 2)), "{typed}");
        }
        for typed in ["lvcha", "lucha", "lc"] {
            assert_eq!(place(typed, "绿茶"), Some((0, 2)), "{typed}");
        }
        assert_eq!(place("yinhang", "銀行"), Some((0, 2)), "traditional ones too");
    }

    #[test]
    fn what_is_written_is_found_as_it_is_written() {
        assert_eq!(place("客服", "京东客服・小林"), Some((2, 4)));
        assert_eq!(place("kfxl", "京东客服・小林"), Some((2, 7)), "a sign between is passed over");
        assert_eq!(place("ALICE", "Alice 王"), Some((0, 5)));
        assert_eq!(place("alicew", "Alice 王"), Some((0, 7)));
        assert_eq!(place("20230820", "CS-20230820-017"), Some((3, 11)));
        assert_eq!(place("", "谁"), Some((0, 0)), "nothing yet is in every name");
    }

    #[test]
    fn no_name_takes_long() {
        let name = "行".repeat(64);
        assert_eq!(place(&format!("{}z", "h".repeat(31)), &name), None, "tried and given up");
    }

    #[test]
    fn every_reading_can_be_typed() {
        let characters = ('\u{3400}'..'\u{3134f}').flat_map(readings);
        assert!(characters.flat_map(str::chars).all(|c| c.is_ascii_lowercase()));
    }
}
