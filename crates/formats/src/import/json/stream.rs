//! JSON as a stream. What surrounds the values is walked through name by name and item by item; a value that is wanted
//! is cut out of the text and read from there, which takes a third of the time that reading byte by byte does.
//!
//! Where a value ends is known by [`cut`](self::cut). What the values mean is each format's own.

mod cut;

use super::{
    held::value_of,
    source::{self, Meter, Pass, Source, VALUE_LIMIT},
    value::Value,
};
use crate::import::{Error, Input, Result, text::encoding::Detected};
use cut::Cut;
use serde::de::IgnoredAny;
use std::{io::Read, ops::Range, rc::Rc};
use yanju_model::{Warning, job::Job};

/// How deep values may lie in each other.
const DEPTH: usize = 127;

/// The text that is kept ready may take so much, when no long value is being read.
const READY: usize = 1024 * 1024;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// An object: [`Stream::enter`], then [`Stream::name`] and the value, until there is no name.
    Object,
    /// A list: [`Stream::enter`], then the value, as often as [`Stream::item`] says that there is one.
    List,
    /// A word, a number or nothing.
    Plain,
}

/// The text of a file, as far as it has been read.
pub(crate) struct Stream<'a> {
    source: Source<'a>,
    detected: Detected,
    meter: Rc<Meter>,
    text: String,
    /// Up to here `text` has been taken.
    taken: usize,
    /// Whether an object or a list has only just been entered.
    has_entered: bool,
    depth: usize,
    /// What came before `text`: whole lines, and bytes of the line that it goes on with.
    lines: usize,
    column: usize,
}

impl<'a> Stream<'a> {
    /// Detects the encoding and opens the text.
    pub(crate) fn open(input: &'a dyn Input, job: &'a Job, pass: Pass) -> Result<Self> {
        let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
        Self::of(Box::new(stream), input.name(), job, pass)
    }

    /// The same for a text that lies in an archive. Errors call it `file`.
    pub(crate) fn of(stream: Box<dyn Read + 'a>, file: &str, job: &'a Job, pass: Pass) -> Result<Self> {
        let (source, detected, meter) = source::decoded(stream, file, job, pass)?;
        let (text, taken, has_entered) = (String::new(), 0, false);
        Ok(Self { source, detected, meter, text, taken, has_entered, depth: 0, lines: 0, column: 0 })
    }

    /// The encoding.
    pub(crate) fn detected(&self) -> Detected {
        self.detected
    }

    /// Doubts about the text read so far.
    pub(crate) fn doubts(&self) -> Vec<Warning> {
        self.detected.doubt().into_iter().chain(self.meter.doubt()).collect()
    }

    /// Counts `bytes` of memory for what is remembered of the objects around values.
    pub(crate) fn outline(&self, bytes: usize) -> Result<()> {
        self.meter.outline(bytes).map_err(|error: serde_json::Error| self.damaged(&error.to_string()))
    }

    /// Whether nothing follows.
    pub(crate) fn is_at_end(&mut self) -> Result<bool> {
        Ok(self.peek()?.is_none())
    }

    /// What the value is that follows.
    pub(crate) fn next(&mut self) -> Result<Next> {
        Ok(match self.peek()? {
            Some(b'{') => Next::Object,
            Some(b'[') => Next::List,
            Some(_) => Next::Plain,
            None => return Err(self.damaged("EOF while parsing a value")),
        })
    }

    /// Enters the object or the list that follows.
    pub(crate) fn enter(&mut self) -> Result<()> {
        if self.next()? == Next::Plain {
            return Err(self.damaged("expected an object or a list"));
        }
        self.depth += 1;
        self.taken += 1;
        self.has_entered = true;
        if self.depth > DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    /// The name of the next field; `None` where the object ends.
    pub(crate) fn name(&mut self) -> Result<Option<String>> {
        if !self.goes_on(b'}', "an object", "expected `,` or `}`")? {
            return Ok(None);
        }
        if self.peek()? != Some(b'"') {
            return Err(self.damaged("key must be a string"));
        }
        let Value::String(name) = self.value()? else { return Err(self.damaged("key must be a string")) };
        match self.peek()? {
            Some(b':') => self.taken += 1,
            Some(_) => return Err(self.damaged("expected `:`")),
            None => return Err(self.damaged("EOF while parsing an object")),
        }
        Ok(Some(name))
    }

    /// Whether there is a further item in the list.
    pub(crate) fn item(&mut self) -> Result<bool> {
        self.goes_on(b']', "a list", "expected `,` or `]`")
    }

    fn goes_on(&mut self, end: u8, what: &str, expected: &str) -> Result<bool> {
        let is_first = std::mem::take(&mut self.has_entered);
        match self.peek()? {
            Some(byte) if byte == end => {
                self.taken += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.taken += 1;
                match self.peek()? {
                    Some(byte) if byte == end => Err(self.damaged("trailing comma")),
                    _ => Ok(true),
                }
            }
            Some(_) if is_first => Ok(true),
            Some(_) => Err(self.damaged(expected)),
            None => Err(self.damaged(&format!("EOF while parsing {what}"))),
        }
    }

    /// Reads the value that follows as a whole.
    pub(crate) fn value(&mut self) -> Result<Value> {
        let place = self.cut()?;
        let text = self.text.get(place.clone()).unwrap_or_default();
        let read = value_of(text, &self.meter);
        self.meter.value_ends();
        read.map_err(|error| self.damaged_value(place.start, &error))
    }

    /// Passes over the value that follows. It takes no memory, however long it is.
    pub(crate) fn pass_over(&mut self) -> Result<()> {
        match self.next()? {
            Next::Object => {
                self.enter()?;
                while self.name()?.is_some() {
                    self.pass_over()?;
                }
                Ok(())
            }
            Next::List => {
                self.enter()?;
                while self.item()? {
                    self.pass_over()?;
                }
                Ok(())
            }
            Next::Plain if self.peek()? == Some(b'"') => self.pass_over_words(),
            Next::Plain => self.value().map(drop),
        }
    }

    /// Passes over a string. One that is not at hand as a whole may hold what no string can.
    fn pass_over_words(&mut self) -> Result<()> {
        let mut cut = Cut::default();
        let (mut start, mut at_hand) = (self.taken, true);
        loop {
            let rest = self.text.as_bytes().get(self.taken..).unwrap_or_default();
            if let Some(length) = cut.end(rest) {
                self.taken += length;
                break;
            }
            self.taken = self.text.len();
            if !self.read_more()? {
                return Err(self.damaged("EOF while parsing a string"));
            }
            (start, at_hand) = (0, false);
        }
        let words = self.text.get(start..self.taken).filter(|_| at_hand);
        let read = words.map_or(Ok(IgnoredAny), serde_json::from_str);
        read.map(drop).map_err(|error| self.damaged_value(start, &error))
    }

    /// Cuts out the value that follows: where it stands in the text.
    fn cut(&mut self) -> Result<Range<usize>> {
        self.peek()?;
        let (mut cut, mut seen) = (Cut::default(), 0);
        let length = loop {
            let rest = self.text.as_bytes().get(self.taken + seen..).unwrap_or_default();
            if let Some(length) = cut.end(rest) {
                break seen + length;
            }
            seen += rest.len();
            if seen as u64 > VALUE_LIMIT {
                return Err(self.source.too_long());
            }
            if !self.read_more()? {
                break seen;
            }
        };
        if self.depth + cut.deepest() > DEPTH {
            return Err(self.too_deep());
        }
        let start = self.taken;
        self.taken += length;
        Ok(start..self.taken)
    }

    /// The byte that follows, beyond space.
    fn peek(&mut self) -> Result<Option<u8>> {
        loop {
            let rest = self.text.as_bytes().get(self.taken..).unwrap_or_default();
            let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            self.taken += space;
            if let Some(byte) = rest.get(space) {
                return Ok(Some(*byte));
            }
            if !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// Reads on, and lets go of what has been taken. Whether there was more.
    fn read_more(&mut self) -> Result<bool> {
        (self.lines, self.column) = self.place(self.taken);
        self.text.drain(..self.taken);
        self.taken = 0;
        if self.text.capacity() > READY && self.text.len() < READY / 2 {
            self.text.shrink_to(READY / 2);
        }
        self.source.read_more(&mut self.text)
    }

    /// The lines before a place in the text, and the bytes of its line before it.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', before).count();
        match memchr::memrchr(b'\n', before) {
            Some(last) => (self.lines + lines, at - last - 1),
            None => (self.lines, self.column + at),
        }
    }

    /// The error of a text that is damaged here.
    pub(crate) fn damaged(&self, what: &str) -> Error {
        let (lines, column) = self.place(self.taken);
        source::damaged(self.source.file(), what, lines + 1, column + 1)
    }

    /// The error of a value that began at `start`, as `serde_json` counts within it.
    fn damaged_value(&self, start: usize, error: &serde_json::Error) -> Error {
        let (lines, column) = self.place(start);
        let column = if error.line() > 1 { error.column() } else { column + error.column() };
        source::damaged(
            self.source.file(),
            &source::without_place(error),
            lines + error.line().max(1),
            column,
        )
    }

    fn too_deep(&self) -> Error {
        let (lines, column) = self.place(self.taken);
        let (file, place) = (self.source.file().to_owned(), format!("line {} column {column}", lines + 1));
        Error::TooLarge { file, limit: "nesting", place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// What a reading of JSON comes to that holds a string of so many bytes.
    fn read_long(length: u64, read: impl FnOnce(&mut Stream<'_>) -> Result<()>) -> Result<()> {
        let job = Job::quiet();
        let long = Cursor::new("[\"").chain(std::io::repeat(b'x').take(length)).chain(Cursor::new("\", 7]"));
        let mut json = Stream::of(Box::new(long), "a.json", &job, Pass::Read)?;
        json.enter()?;
        json.item()?;
        read(&mut json)?;
        assert!(json.item()? && json.value()? == 7 && !json.item()?, "what follows is read");
        Ok(())
    }

    #[test]
    fn only_what_is_held_may_not_be_too_long() {
        let held = read_long(VALUE_LIMIT + 1, |json| json.value().map(drop));
        assert!(matches!(held, Err(Error::TooLarge { .. })), "a value of this length takes memory");
        let passed_over = read_long(VALUE_LIMIT + 1, |json| {
            json.pass_over()?;
            Ok(())
        });
        passed_over.expect("one that is passed over does not");
        read_long(1_000_000, |json| json.value().map(drop)).expect("a long one is held");
    }

    #[test]
    fn what_is_damaged_is_told_by_its_place_in_the_whole_text() {
        for (text, place) in [
            ("[1,\n 2 3]", "line 2 column 4"),
            ("[1,\n {\"a\":\n  x}]", "line 3 column 3"),
            ("[1,]", "line 1 column 4"),
            ("[1, {\"a\": tru}", "line 1 column 14"),
            ("[1, {\"a\": \"b\n\"}]", "line 2 column 0"),
        ] {
            let job = Job::quiet();
            let mut json =
                Stream::of(Box::new(Cursor::new(text)), "a.json", &job, Pass::Read).expect("it opens");
            let mut read = || -> Result<()> {
                json.enter()?;
                while json.item()? {
                    json.value()?;
                }
                Ok(())
            };
            let told = read().expect_err("it is damaged");
            assert!(matches!(&told, Error::Damaged { place: at, .. } if at == place), "{text}: {told:?}");
        }
    }
}
