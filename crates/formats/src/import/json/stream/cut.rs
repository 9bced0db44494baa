//! Where a value of JSON ends. Only quotes and brackets are looked at; whether what stands between them is JSON is
//! said by who reads it.

/// The search for the end of one value, however many pieces of text it stands in.
#[derive(Debug, Default)]
pub(super) struct Cut {
    within: Within,
    /// The brackets that are open, the innermost in the lowest bit: a curly one is 1.
    open: u128,
    depth: usize,
    deepest: usize,
}

/// What the search stands in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing of which the end is yet to come.
    #[default]
    Nothing,
    /// A number, or a word without quotes.
    Bare,
    /// Quotes.
    Quotes,
    /// Quotes, behind a backslash.
    Escape,
}

/// Deeper than any value may be, and as many brackets as can be told apart.
const BEYOND: usize = 128;

impl Cut {
    /// How much of this next piece belongs to the value; `None` where all of it does and there may be more. What no
    /// value can hold ends it too, so that a quote that is never closed does not take the rest of the file with it.
    pub(super) fn end(&mut self, piece: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = piece.get(at) {
            match self.within {
                Within::Escape => self.within = Within::Quotes,
                Within::Quotes => {
                    at += memchr::memchr3(b'"', b'\\', b'\n', piece.get(at..)?)?;
                    match piece.get(at) {
                        Some(b'\\') => self.within = Within::Escape,
                        Some(b'"') if self.depth > 0 => self.within = Within::Nothing,
                        _ => return Some(at + 1),
                    }
                }
                Within::Bare if is_between(byte) => return Some(at),
                Within::Bare => {}
                Within::Nothing => match byte {
                    b'"' => self.within = Within::Quotes,
                    b'{' | b'[' => {
                        self.open = self.open << 1 | u128::from(byte == b'{');
                        self.depth += 1;
                        self.deepest = self.deepest.max(self.depth);
                        if self.depth == BEYOND {
                            return Some(at + 1);
                        }
                    }
                    b'}' | b']' => {
                        let is_its_own = self.open & 1 == u128::from(byte == b'}');
                        self.open >>= 1;
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 || !is_its_own {
                            return Some(at + 1);
                        }
                    }
                    _ if self.depth > 0 => {}
                    _ if is_between(byte) => return Some(at + 1),
                    _ => self.within = Within::Bare,
                },
            }
            at += 1;
        }
        None
    }

    /// How deep the value was found to be.
    pub(super) fn deepest(&self) -> usize {
        self.deepest
    }
}

/// What may follow a number.
fn is_between(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']' | b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is cut from the start of a text, given in pieces of so many bytes.
    fn cut(text: &str, size: usize) -> &str {
        let (mut cut, mut seen) = (Cut::default(), 0);
        for piece in text.as_bytes().chunks(size) {
            if let Some(length) = cut.end(piece) {
                return text.get(..seen + length).unwrap_or_default();
            }
            seen += piece.len();
        }
        text
    }

    #[test]
    fn a_value_ends_where_its_brackets_do_however_the_text_comes() {
        let whole = r#"{"a":[1,{"b":"}\\\"]"}],"c":"[","d":{}}"#;
        for size in 1..whole.len() {
            assert_eq!(cut(&format!("{whole},{{\"next\":1}}"), size), whole, "in pieces of {size}");
        }
        for (text, value) in [("12,3", "12"), ("null]", "null"), (r#""a, b": 1"#, r#""a, b""#), ("7", "7")] {
            assert_eq!(cut(text, 64), value);
        }
    }

    #[test]
    fn what_no_value_can_hold_ends_it() {
        assert_eq!(cut("{\"a\":\"b\n},{}", 64), "{\"a\":\"b\n", "a quote does not go on in the next line");
        assert_eq!(cut("[1}]", 64), "[1}", "a bracket closes its own kind");
        assert_eq!(cut(",1", 64), ",");
        assert_eq!(cut(&"[".repeat(1000), 64).len(), BEYOND);
    }
}
