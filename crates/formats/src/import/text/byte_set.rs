//! The bytes that phrases begin or end with: one look tells most texts from all the phrases of a list. What the phrases mean is each format's own.

/// A set of bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByteSet {
    ascii: u128,
    others: u128,
}

impl ByteSet {
    const NONE: Self = Self { ascii: 0, others: 0 };

    /// The first bytes of `phrases`.
    pub(crate) const fn of_starts(mut phrases: &[&str]) -> Self {
        let mut set = Self::NONE;
        while let [phrase, rest @ ..] = phrases {
            if let [first, ..] = phrase.as_bytes() {
                set = set.with(*first);
            }
            phrases = rest;
        }
        set
    }

    /// The first bytes of the words of a table.
    pub(crate) const fn of_keys<T: Copy>(mut table: &[(&str, T)]) -> Self {
        let mut set = Self::NONE;
        while let [(word, _), rest @ ..] = table {
            if let [first, ..] = word.as_bytes() {
                set = set.with(*first);
            }
            table = rest;
        }
        set
    }

    /// The last bytes of `phrases`.
    pub(crate) const fn of_ends(mut phrases: &[&str]) -> Self {
        let mut set = Self::NONE;
        while let [phrase, rest @ ..] = phrases {
            if let [.., last] = phrase.as_bytes() {
                set = set.with(*last);
            }
            phrases = rest;
        }
        set
    }

    const fn with(self, byte: u8) -> Self {
        match byte {
            0..=127 => Self { ascii: self.ascii | 1 << byte, ..self },
            _ => Self { others: self.others | 1 << (byte - 128), ..self },
        }
    }

    #[inline]
    const fn has(self, byte: u8) -> bool {
        match byte {
            0..=127 => self.ascii >> byte & 1 == 1,
            _ => self.others >> (byte - 128) & 1 == 1,
        }
    }

    /// Whether `text` may begin with one of the phrases.
    #[inline]
    pub(crate) fn may_begin(self, text: &str) -> bool {
        text.as_bytes().first().is_some_and(|byte| self.has(*byte))
    }

    /// Whether `text` may end with one of the phrases.
    #[inline]
    pub(crate) fn may_end(self, text: &str) -> bool {
        text.as_bytes().last().is_some_and(|byte| self.has(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_or_ends_as_a_phrase_does_may_be_one() {
        let phrases = ["撤回了", "call"];
        let (starts, ends) = (ByteSet::of_starts(&phrases), ByteSet::of_ends(&phrases));
        assert!(starts.may_begin("撤回") && starts.may_begin("cat") && !starts.may_begin("all"));
        assert!(ends.may_end("了") && ends.may_end("all") && !ends.may_end("cat") && !ends.may_end(""));
    }
}
