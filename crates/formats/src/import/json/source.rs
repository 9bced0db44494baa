//! A JSON or XML text in any encoding as a stream of UTF-8: progress and cancellation go with the bytes, and no single
//! value may grow beyond a limit. What the values mean is each format's own.

use super::value::KnownNames;
use crate::import::{
    Error, Result,
    text::{
        encoding::{Detected, settled},
        lines,
    },
};
use encoding_rs::{CoderResult, Decoder};
use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;
use yanju_model::{Warning, job::Job};

/// The longest single value (one message, one conversation) that is held, in bytes.
pub(crate) const VALUE_LIMIT: u64 = 64 * 1024 * 1024;

/// The most memory that a single value may take, and what is remembered of the objects around values, in bytes
/// as far as they can be told.
const MEMORY_LIMIT: usize = 320 * 1024 * 1024;
const OUTLINE_LIMIT: usize = 64 * 1024 * 1024;

/// The most memory that a value may take which stands as JSON in a string of another: that one is held as well, and
/// the string may be read more than once.
const INNER_LIMIT: usize = 64 * 1024 * 1024;

/// By this serde_json hands back that a limit of ours was reached; it carries nothing but words.
const TOO_MUCH: &str = "more than may be held in memory";

const CHUNK: usize = 64 * 1024;

/// How much more of a text that begins with nothing but ASCII is looked at for its encoding: a stream is read once.
const AHEAD: u64 = 1024 * 1024;

/// Which of the two passes over a file is under way: only one of them counts as progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Settling what the second needs; can be cancelled, is not counted.
    Survey,
    /// Reading.
    Read,
}

impl Pass {
    /// Reports `bytes` more read, where this pass is the one that counts.
    pub(crate) fn advance(self, job: &Job, bytes: u64) -> Result<()> {
        Ok(job.advance(if self == Self::Read { bytes } else { 0 })?)
    }
}

/// The text of a stream in UTF-8.
pub(crate) fn decoded<'a>(
    mut stream: Box<dyn Read + 'a>,
    file: &str,
    job: &'a Job,
    pass: Pass,
) -> Result<(Source<'a>, Detected, Rc<Meter>)> {
    let mut head = Vec::new();
    let asked = stream.by_ref().take(CHUNK as u64).read_to_end(&mut head);
    asked.map_err(|source| Error::of_stream(file, source))?;
    let detected = lines::detect_text(file, &head, CHUNK)?;
    let known = head.len();
    if head.is_ascii() {
        let asked = stream.by_ref().take(AHEAD).read_to_end(&mut head);
        asked.map_err(|source| Error::of_stream(file, source))?;
    }
    let (first, mut rest) = head.split_at(known);
    let detected = settled(detected, first, &mut rest).map_err(|source| Error::of_stream(file, source))?;
    if head.iter().skip(detected.bom).all(u8::is_ascii_whitespace) && head.len() < CHUNK {
        return Err(Error::Empty { file: file.to_owned() });
    }
    let meter = Rc::new(Meter::default());
    let source = Source {
        raw: Box::new(Cursor::new(head).chain(stream)),
        file: file.to_owned(),
        decoder: detected.encoding.new_decoder_with_bom_removal(),
        chunk: vec![0; CHUNK],
        fresh: 0..0,
        ended: false,
        finished: false,
        job,
        pass,
        meter: Rc::clone(&meter),
    };
    Ok((source, detected, meter))
}

/// What the reader of values and the stream of bytes tell each other.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    since_value: Cell<u64>,
    /// What the value that is being read takes so far.
    held: Cell<usize>,
    /// What the objects around all values take.
    outlined: Cell<usize>,
    replaced: Cell<bool>,
    /// The names of the objects read so far.
    names: KnownNames,
}

impl Meter {
    /// A meter for JSON in a string of a value.
    pub(super) fn of_inner() -> Self {
        Self { held: Cell::new(MEMORY_LIMIT - INNER_LIMIT), ..Self::default() }
    }

    /// A value ends here: the next may again be [`VALUE_LIMIT`] long.
    pub(crate) fn value_ends(&self) {
        self.since_value.set(0);
        self.held.set(0);
    }

    /// The names of the objects read so far.
    pub(super) fn names(&self) -> &KnownNames {
        &self.names
    }

    /// Counts `bytes` of memory for the value that is being read.
    pub(crate) fn hold<E: serde::de::Error>(&self, bytes: usize) -> std::result::Result<(), E> {
        count(&self.held, bytes, MEMORY_LIMIT)
    }

    /// Counts `bytes` of memory for what is remembered of the objects around values.
    pub(crate) fn outline<E: serde::de::Error>(&self, bytes: usize) -> std::result::Result<(), E> {
        count(&self.outlined, bytes, OUTLINE_LIMIT)
    }

    /// The warning to pass on where bytes could not be decoded.
    pub(crate) fn doubt(&self) -> Option<Warning> {
        self.replaced.get().then(|| Warning::new("undecodable_bytes", "", ""))
    }
}

fn count<E: serde::de::Error>(taken: &Cell<usize>, bytes: usize, limit: usize) -> std::result::Result<(), E> {
    taken.set(taken.get().saturating_add(bytes));
    if taken.get() > limit { Err(E::custom(TOO_MUCH)) } else { Ok(()) }
}

/// The decoded bytes.
pub(crate) struct Source<'a> {
    raw: Box<dyn Read + 'a>,
    file: String,
    decoder: Decoder,
    chunk: Vec<u8>,
    /// The part of `chunk` that is read but not yet decoded.
    fresh: std::ops::Range<usize>,
    ended: bool,
    /// The decoder has given out everything; it must not be asked again.
    finished: bool,
    job: &'a Job,
    pass: Pass,
    meter: Rc<Meter>,
}

impl Source<'_> {
    fn refill(&mut self) -> io::Result<()> {
        let count = self.raw.read(&mut self.chunk)?;
        self.ended = count == 0;
        self.fresh = 0..count;
        self.pass.advance(self.job, count as u64).map_err(io::Error::other)
    }
}

impl Source<'_> {
    /// Decodes what comes next by `decode`, which says of how much it made how much; returns how much that is.
    fn decode(
        &mut self,
        mut decode: impl FnMut(&mut Decoder, &[u8], bool) -> (CoderResult, usize, usize, bool),
    ) -> io::Result<usize> {
        while !self.finished {
            if self.fresh.is_empty() && !self.ended {
                self.refill()?;
            }
            let bytes = self.chunk.get(self.fresh.clone()).unwrap_or_default();
            let (result, read, written, replaced) = decode(&mut self.decoder, bytes, self.ended);
            self.fresh.start += read;
            self.meter.replaced.set(self.meter.replaced.get() || replaced);
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }

    /// Adds what comes next to `text`. Whether there was more.
    pub(super) fn read_more(&mut self, text: &mut String) -> Result<bool> {
        let written = self.decode(|decoder, bytes, last| {
            let before = text.len();
            text.reserve(CHUNK);
            let (result, read, replaced) = decoder.decode_to_string(bytes, text, last);
            (result, read, text.len() - before, replaced)
        });
        written.map(|written| written > 0).map_err(|source| Error::of_stream(&self.file, source))
    }

    /// The name that errors call the text by.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The error of a value that is longer than any that is held.
    pub(super) fn too_long(&self) -> Error {
        Error::TooLarge {
            file: self.file.clone(),
            limit: "value size",
            place: format!("{} MiB", VALUE_LIMIT / (1024 * 1024)),
        }
    }
}

impl Read for Source<'_> {
    /// `target` must hold at least one character; the `BufReader` around it sees to that.
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let written = self.decode(|decoder, bytes, last| decoder.decode_to_utf8(bytes, target, last))?;
        let since = self.meter.since_value.get() + written as u64;
        self.meter.since_value.set(since);
        if since > VALUE_LIMIT { Err(io::Error::other(self.too_long())) } else { Ok(written) }
    }
}

/// What a failure of `serde_json` means in the text that errors call `file`.
pub(crate) fn error_in(file: &str, error: &serde_json::Error) -> Error {
    damaged(file, &without_place(error), error.line(), error.column())
}

/// What a failure of `serde_json` says, without the place.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.strip_suffix(&format!(" at line {} column {}", error.line(), error.column()))
        .unwrap_or(&told)
        .to_owned()
}

/// The error of JSON that is none, or that goes beyond a limit.
pub(super) fn damaged(file: &str, what: &str, line: usize, column: usize) -> Error {
    let (file, place) = (file.to_owned(), format!("line {line} column {column}"));
    // The words are the only mark by which serde_json tells these limits from other errors.
    if what.starts_with("recursion limit exceeded") {
        return Error::TooLarge { file, limit: "nesting", place };
    }
    if what.starts_with(TOO_MUCH) {
        return Error::TooLarge { file, limit: "value size", place };
    }
    Error::Damaged { file, detail: format!("{what} at {place}"), place }
}
