//! Walking over a text from left to right, without ever slicing it by byte.

/// What is left of a text.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    rest: &'a str,
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// Its value.
    pub value: u32,
    /// How many digits it was written with.
    pub count: u8,
}

impl<'a> Cursor<'a> {
    /// At the start of `text`.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What has not been taken yet.
    #[inline]
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// What was taken of `text`, at whose start it began.
    #[inline]
    pub fn taken_of(&self, text: &'a str) -> &'a str {
        text.get(..text.len().saturating_sub(self.rest.len())).unwrap_or_default()
    }

    /// The next character, left where it is.
    #[inline]
    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes the next character if it answers to `wanted`.
    #[inline]
    pub fn take_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next().filter(|c| wanted(*c))?;
        self.rest = chars.as_str();
        Some(next)
    }

    /// Takes `wanted` and says whether it was there.
    #[inline]
    pub fn eat(&mut self, wanted: char) -> bool {
        self.take_if(|c| c == wanted).is_some()
    }

    /// Takes `word` and says whether it was there.
    #[inline]
    pub fn eat_word(&mut self, word: &str) -> bool {
        let stripped = self.rest.strip_prefix(word);
        self.rest = stripped.unwrap_or(self.rest);
        stripped.is_some()
    }

    /// Takes all white space of a line and the invisible marks of writing direction.
    #[inline]
    pub fn skip_space(&mut self) {
        // One space is what nearly always is there.
        self.eat(' ');
        if !self.stands_at_a_sign() {
            self.rest = self.rest.trim_start_matches(|c| is_space(c) || is_direction_mark(c));
        }
    }

    /// Takes the invisible marks of writing direction.
    #[inline]
    pub fn skip_marks(&mut self) {
        if !self.stands_at_a_sign() {
            self.rest = self.rest.trim_start_matches(is_direction_mark);
        }
    }

    /// Whether the next character is one of ASCII that can be seen: nearly always, and nothing to skip.
    #[inline]
    fn stands_at_a_sign(&self) -> bool {
        self.rest.as_bytes().first().is_some_and(u8::is_ascii_graphic)
    }

    /// Takes a number of at most `limit` digits (at most nine); `None` where there is none or a longer one.
    #[inline]
    pub fn digits(&mut self, limit: u8) -> Option<Digits> {
        let mut found = Digits { value: 0, count: 0 };
        let mut ahead = self.rest.chars();
        let mut behind = self.rest;
        while let Some(digit) = ahead.next().and_then(digit) {
            if found.count == limit.min(9) {
                return None;
            }
            found = Digits { value: found.value * 10 + digit, count: found.count + 1 };
            behind = ahead.as_str();
        }
        self.rest = behind;
        (found.count > 0).then_some(found)
    }
}

/// The value of a decimal digit, in the scripts that phones write dates in: Latin, Arabic, Persian.
#[inline]
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(c as u32 - 0x6F0),
        _ => None,
    }
}

/// Whether this is white space within a line; U+202F and U+00A0 stand before AM and PM.
#[inline]
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}')
}

/// Whether this is an invisible mark of writing direction, or a byte order mark gone astray.
#[inline]
pub fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
