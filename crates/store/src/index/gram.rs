//! Grams: the pieces of folded text that the index knows, and those a substring is made of.
//!
//! At every character of a text exactly one gram begins: three characters where all three are ASCII letters
//! or digits, else two, and one at the very end. So every substring begins at a gram, and:
//!
//! - a substring as long as the gram at its start is found by one lookup, and nothing else is found by it;
//! - a shorter one is found by the terms that begin with it, and nothing else is found by them;
//! - a longer one stands where the grams that lie inside it stand beside each other.

/// A gram of a substring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gram<'a> {
    /// This very gram.
    Whole(&'a str),
    /// Some gram that begins so: where the substring ends before the gram does.
    Beginning(&'a str),
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

/// The grams that lie wholly inside `substring`, which is folded and not empty, in the order of the characters they begin
/// at. Together they have every character of it: where they stand beside each other, it stands.
pub(super) fn within(substring: &str) -> Vec<Gram<'_>> {
    let mut grams: Vec<Gram> = Grams::new(substring).map(Gram::Whole).collect();
    let narrow_end = substring.chars().rev().take_while(|c| is_narrow(*c)).count();
    // The last one or two grams were cut by the end of the substring; in a text they may go on.
    let cut = if narrow_end >= 2 { 2 } else { 1 };
    let whole_until = grams.len().saturating_sub(cut);
    let first_cut = grams.get(whole_until).copied();
    grams.truncate(whole_until);
    // What the gram before it has, needs no beginning of its own.
    let covered = whole_until > 0 && (cut == 1 || narrow_end >= 3);
    if let Some(Gram::Whole(gram)) = first_cut.filter(|_| !covered) {
        grams.push(Gram::Beginning(gram));
    }
    grams
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
    fn a_substring_is_made_of_what_lies_wholly_inside_it() {
        assert_eq!(within("退"), [Beginning("退")]);
        assert_eq!(within("退款"), [Whole("退款")]);
        assert_eq!(within("号y"), [Whole("号y")]);
        assert_eq!(within("y"), [Beginning("y")]);
        assert_eq!(within("yd"), [Beginning("yd")]);
        assert_eq!(within("ydh"), [Whole("ydh")]);
        assert_eq!(within("退款号"), [Whole("退款"), Whole("款号")]);
        assert_eq!(within("2345"), [Whole("234"), Whole("345")]);
        assert_eq!(within("号12"), [Whole("号1"), Beginning("12")]);
        assert_eq!(within("ab款"), [Whole("ab"), Whole("b款")]);
    }
}
