//! Grams: the pieces of folded text that the index knows, and those a substring needs.
//!
//! At every character of a text exactly one gram begins: three characters where all three are ASCII letters
//! or digits, else two, and one at the very end. So every substring begins at a gram, and:
//!
//! - a substring as long as the gram at its start is found by one lookup, and nothing else is found by it;
//! - a shorter one is found by the terms that begin with it, and nothing else is found by them;
//! - a longer one needs all the grams that lie wholly inside it. Texts that have them all may still lack it.

/// A gram that every text with a given substring has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gram<'a> {
    /// This very gram.
    Whole(&'a str),
    /// Some gram that begins so: where the substring ends before the gram does.
    Beginning(&'a str),
}

/// What texts with a given substring have.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Needed<'a> {
    /// Having this gram and having the substring are the same thing.
    Exactly(Gram<'a>),
    /// All of these, though not only texts with the substring do.
    AtLeast(Vec<Gram<'a>>),
}

/// The grams of a folded text, one per character.
pub(super) struct Grams<'a> {
    rest: &'a str,
}

impl<'a> Grams<'a> {
    pub(super) fn new(folded: &'a str) -> Self {
        Self { rest: folded }
    }
}

impl<'a> Iterator for Grams<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut characters = self.rest.chars();
        let first = characters.next()?;
        let length = length(first, characters.next(), characters.next());
        let length = self.rest.chars().take(length).map(char::len_utf8).sum();
        let gram = self.rest.get(..length)?;
        self.rest = self.rest.get(first.len_utf8()..).unwrap_or("");
        Some(gram)
    }
}

/// How many characters the gram has that begins with `first`, by the two that follow it.
pub(super) fn length(first: char, second: Option<char>, third: Option<char>) -> usize {
    match (second, third) {
        (None, _) => 1,
        (Some(second), Some(third)) if is_narrow(first) && is_narrow(second) && is_narrow(third) => 3,
        (Some(_), _) => 2,
    }
}

/// Order numbers and Latin words: here two characters tell too little.
fn is_narrow(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// What a text must have to hold `substring`, which is folded and not empty.
pub(super) fn needed(substring: &str) -> Needed<'_> {
    let mut needed: Vec<Gram> = Grams::new(substring).map(Gram::Whole).collect();
    let narrow_end = substring.chars().rev().take_while(|c| is_narrow(*c)).count();
    let characters = needed.len();
    // The last one or two grams were cut by the end of the substring; in a text they may go on.
    let cut = if narrow_end >= 2 { 2 } else { 1 };
    let whole_until = characters.saturating_sub(cut);
    let first_cut = needed.get(whole_until).copied();
    needed.truncate(whole_until);
    // What the gram before it covers needs no beginning of its own.
    let covered = whole_until > 0 && (cut == 1 || narrow_end >= 3);
    if let Some(Gram::Whole(gram)) = first_cut.filter(|_| !covered) {
        needed.push(Gram::Beginning(gram));
    }
    match needed.as_slice() {
        [only] => Needed::Exactly(*only),
        _ => Needed::AtLeast(needed),
    }
}

#[cfg(test)]
mod tests {
    use super::{Gram::*, *};

    #[test]
    fn one_gram_begins_at_every_character() {
        let grams = |text| Grams::new(text).collect::<Vec<_>>();
        assert_eq!(
            grams("退款号ydh12 ok"),
            ["退款", "款号", "号y", "ydh", "dh1", "h12", "12", "2 ", " o", "ok", "k"]
        );
        assert_eq!(grams(""), Vec::<&str>::new());
    }

    #[test]
    fn a_substring_needs_what_lies_wholly_inside_it() {
        let exactly = |text| match needed(text) {
            Needed::Exactly(gram) => gram,
            Needed::AtLeast(grams) => panic!("«{text}» is one gram, not {grams:?}"),
        };
        assert_eq!(exactly("退"), Beginning("退"));
        assert_eq!(exactly("退款"), Whole("退款"));
        assert_eq!(exactly("号y"), Whole("号y"));
        assert_eq!(exactly("y"), Beginning("y"));
        assert_eq!(exactly("yd"), Beginning("yd"));
        assert_eq!(exactly("ydh"), Whole("ydh"));
        assert_eq!(needed("退款号"), Needed::AtLeast(vec![Whole("退款"), Whole("款号")]));
        assert_eq!(needed("2345"), Needed::AtLeast(vec![Whole("234"), Whole("345")]));
        assert_eq!(needed("号12"), Needed::AtLeast(vec![Whole("号1"), Beginning("12")]));
        assert_eq!(needed("ab款"), Needed::AtLeast(vec![Whole("ab"), Whole("b款")]));
    }
}
