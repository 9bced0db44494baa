//! Lines of a text in any encoding, streamed: memory holds one line and a chunk, never the file.
//!
//! A line ends at LF, CRLF or a lone CR and nowhere else: U+2028 and U+0085 are characters people type, and
//! splitting there would tear messages apart.

pub(crate) use super::opening::{detect_text, each, open};
use super::{
    decoding::{cut_character, decode, replace},
    encoding::Detected,
};
use crate::import::{Error, Result};
use encoding_rs::{Decoder, UTF_8};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read};
use yanju_model::Warning;

/// The longest line read, in bytes of UTF-8.
pub const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// How much is asked of the source at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// A stream of lines.
pub struct Lines<'a> {
    source: Box<dyn Read + 'a>,
    file: String,
    decoder: Option<Decoder>,
    chunk: Vec<u8>,
    /// How many bytes of `chunk` are the start of a character whose rest is to come.
    cut: usize,
    /// Text that no line has taken yet starts at `taken`. It is checked chunk by chunk: checking lines is slower.
    text: String,
    taken: usize,
    /// Up to here, from the start of the line that is sought on, there is no line end.
    searched: usize,
    /// The length of the line at `taken` and of its end, where it was seen below the line before.
    seen: Option<(usize, usize)>,
    /// The same of the line stepped to, which ends at `taken`, and whether every byte of it could be decoded.
    stepped: (usize, usize),
    decoded: Decoded,
    /// Where U+FFFD stands in `text` for bytes that could not be decoded.
    replaced: VecDeque<usize>,
    bom: usize,
    ended: bool,
    number: u64,
    read: u64,
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: u64,
    /// Its text; U+FFFD where bytes could not be decoded.
    pub text: Cow<'a, str>,
    /// The source bytes read since the line before: for `job.advance`, which wants no call per line.
    pub bytes: u64,
    /// Whether every byte could be decoded.
    decoded: Decoded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decoded {
    Fully,
    WithReplacements,
}

impl<'a> Line<'a> {
    /// A line that is at hand already: its doubts have been passed on, its bytes counted.
    pub(crate) fn plain(number: u64, text: &'a str) -> Self {
        Self { number, text: Cow::Borrowed(text), bytes: 0, decoded: Decoded::Fully }
    }

    /// The place as warnings and drafts name it.
    pub fn place(&self) -> String {
        place(self.number)
    }

    /// The line with its text for itself, so that the next can be read.
    pub fn into_owned(self) -> Line<'static> {
        Line { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// The warning to pass on where bytes of this line could not be decoded. The sink counts them all.
    #[inline]
    pub fn doubt(&self) -> Option<Warning> {
        (self.decoded == Decoded::WithReplacements)
            .then(|| Warning::new("undecodable_bytes", self.place(), &self.text))
    }
}

/// The place of a line, as warnings and drafts name it.
pub fn place(number: u64) -> String {
    // One for every message, and quicker than `format!`.
    let mut place = String::with_capacity(16);
    place.push_str("line ");
    let mut unit = 10_u64.pow(number.checked_ilog10().unwrap_or(0));
    while unit > 0 {
        place.push(char::from(b'0' + (number / unit % 10) as u8));
        unit /= 10;
    }
    place
}

impl<'a> Lines<'a> {
    /// The lines of `source`, which errors call `file`.
    pub fn new(source: impl Read + 'a, file: &str, detected: Detected) -> Self {
        let decoder =
            (detected.encoding != UTF_8).then(|| detected.encoding.new_decoder_without_bom_handling());
        Self {
            source: Box::new(source),
            file: file.to_owned(),
            decoder,
            chunk: vec![0; CHUNK],
            cut: 0,
            text: String::new(),
            taken: 0,
            searched: 0,
            seen: None,
            stepped: (0, 0),
            decoded: Decoded::Fully,
            replaced: VecDeque::new(),
            bom: detected.bom,
            ended: false,
            number: 0,
            read: 0,
        }
    }

    /// The next line; `None` after the last.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>> {
        let found = match self.at_hand(0) {
            None => self.extent_beyond(0)?,
            found => found,
        };
        let Some((length, end)) = found else { return Ok(None) };
        let decoded = self.take(length + end);
        let text = self.text.get(self.taken - length - end..self.taken - end).unwrap_or_default();
        let bytes = std::mem::take(&mut self.read);
        Ok(Some(Line { number: self.number, text: Cow::Borrowed(text), bytes, decoded }))
    }

    /// Steps to the next line, and finds the one below it; `false` after the last.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<bool> {
        let found = match self.at_hand(0) {
            None => self.extent_beyond(0)?,
            found => found,
        };
        let Some((length, end)) = found else { return Ok(false) };
        // It may have to be read, which moves the text: only then both lines stay where they are.
        self.seen = Some((length, end));
        let below = match self.at_hand(length + end) {
            None => self.extent_beyond(length + end)?,
            found => found,
        };
        self.decoded = self.take(length + end);
        (self.stepped, self.seen) = ((length, end), below);
        Ok(true)
    }

    /// The line that was stepped to, and the text of the one below it, which is not taken yet.
    #[inline]
    pub(crate) fn with_below(&mut self) -> (Line<'_>, Option<&str>) {
        let (length, end) = self.stepped;
        let text = self.text.get(self.taken - length - end..self.taken - end).unwrap_or_default();
        let below = self.seen.and_then(|(length, _)| self.text.get(self.taken..self.taken + length));
        let (text, bytes) = (Cow::Borrowed(text), std::mem::take(&mut self.read));
        (Line { number: self.number, text, bytes, decoded: self.decoded }, below)
    }

    /// Takes so many bytes of the text, which are a line.
    fn take(&mut self, bytes: usize) -> Decoded {
        self.number += 1;
        self.taken += bytes;
        self.seen = None;
        let mut decoded = Decoded::Fully;
        while self.replaced.front().is_some_and(|at| *at < self.taken) {
            self.replaced.pop_front();
            decoded = Decoded::WithReplacements;
        }
        decoded
    }

    /// The length of the line that begins `behind` what is taken, and of its end, where it has been read already.
    #[inline]
    fn at_hand(&mut self, behind: usize) -> Option<(usize, usize)> {
        if behind == 0 && self.seen.is_some() {
            return self.seen;
        }
        let found = self.line_end(behind)?;
        self.searched = 0;
        Some(found)
    }

    /// The same for a line that goes on behind what has been read; `None` where there is none.
    #[inline(never)]
    fn extent_beyond(&mut self, behind: usize) -> Result<Option<(usize, usize)>> {
        let found = loop {
            if self.ended {
                let rest = self.text.len() - self.taken - behind;
                break (rest > 0).then_some((rest, 0));
            }
            self.fill(behind)?;
            if let Some(found) = self.line_end(behind) {
                break Some(found);
            }
        };
        self.searched = 0;
        Ok(found)
    }

    /// The length of the line that begins `behind` what is taken and of its end, as far as it has been read.
    #[inline]
    fn line_end(&mut self, behind: usize) -> Option<(usize, usize)> {
        let rest = self.text.as_bytes().get(self.taken + behind..).unwrap_or_default();
        let unseen = rest.get(self.searched..).unwrap_or_default();
        // Every second line of a chat is empty.
        let at = if unseen.first() == Some(&b'\n') { Some(0) } else { memchr::memchr2(b'\n', b'\r', unseen) };
        let Some(at) = at else {
            self.searched = rest.len();
            return None;
        };
        let length = self.searched + at;
        match (rest.get(length), rest.get(length + 1)) {
            (Some(b'\r'), Some(b'\n')) => Some((length, 2)),
            // The LF of a CRLF may still be to come.
            (Some(b'\r'), None) if !self.ended => {
                self.searched = length;
                None
            }
            _ => Some((length, 1)),
        }
    }

    /// Reads one chunk more, for the line that begins `behind` what is taken.
    fn fill(&mut self, behind: usize) -> Result<()> {
        self.text.drain(..self.taken);
        self.replaced.iter_mut().for_each(|at| *at -= self.taken);
        self.taken = 0;
        // U+FFFD takes three bytes, and stands for one that could not be decoded.
        let undecoded = self.replaced.len() - self.replaced.partition_point(|at| *at < behind);
        if self.text.len() - behind - 2 * undecoded > LINE_LIMIT {
            return Err(Error::TooLarge {
                file: self.file.clone(),
                limit: "line length",
                place: place(self.number + 1 + u64::from(behind > 0)),
            });
        }
        let count = loop {
            match self.source.read(self.chunk.get_mut(self.cut..).unwrap_or_default()) {
                Ok(count) => break count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::of_stream(&self.file, source)),
            }
        };
        self.ended = count == 0;
        self.read += count as u64;
        let filled = std::mem::take(&mut self.cut) + count;
        let fresh = self.chunk.get(..filled).unwrap_or_default();
        let mark = self.bom.min(fresh.len());
        self.bom -= mark;
        let fresh = fresh.get(mark..).unwrap_or_default();
        let start = self.text.len();
        match &mut self.decoder {
            None => {
                self.cut = if self.ended { 0 } else { cut_character(fresh) };
                let whole = fresh.get(..fresh.len() - self.cut).unwrap_or_default();
                match simdutf8::basic::from_utf8(whole) {
                    Ok(text) => self.text.push_str(text),
                    Err(_) => replace(whole, &mut self.text, &mut self.replaced),
                }
                self.chunk.copy_within(filled - self.cut..filled, 0);
            }
            Some(decoder) => {
                decode(decoder, fresh, self.ended, &mut self.text);
                let fresh = self.text.get(start..).unwrap_or_default();
                let marks = fresh.match_indices(char::REPLACEMENT_CHARACTER);
                self.replaced.extend(marks.map(|(at, _)| start + at));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Input, input::Bytes, text::encoding::Basis};

    fn lines(content: &[u8]) -> Vec<String> {
        let input = Bytes { name: "a.txt".to_owned(), content: content.to_vec() };
        let (mut lines, _) = open(&input).expect("it opens");
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().expect("it reads") {
            all.push(line.text.into_owned());
        }
        all
    }

    #[test]
    fn lines_end_at_lf_crlf_and_cr_and_nowhere_else() {
        let text = "a\nb\r\nc\rd\u{2028}e\u{85}f\n\ng";
        assert_eq!(lines(text.as_bytes()), ["a", "b", "c", "d\u{2028}e\u{85}f", "", "g"]);
    }

    #[test]
    fn a_line_end_across_two_chunks_is_one_line_end() {
        let mut text = vec![b'x'; CHUNK - 1];
        text.extend_from_slice(b"\r\ny\n");
        let all = lines(&text);
        assert_eq!(all.len(), 2, "no empty line appears between CR and LF");
        assert_eq!(all.last().map(String::as_str), Some("y"));
    }

    #[test]
    fn a_line_is_seen_below_the_one_before_wherever_chunks_end() {
        for before in CHUNK - 12..CHUNK + 2 {
            let text = format!("{}\nab\r\n\rcd\nef", "x".repeat(before));
            let input = Bytes { name: "a.txt".to_owned(), content: text.into_bytes() };
            let (mut lines, _) = open(&input).expect("it opens");
            let mut seen = Vec::new();
            while lines.step().expect("it reads") {
                let (line, below) = lines.with_below();
                let shown = line.text.trim_start_matches('x').to_owned();
                seen.push((line.number, shown, below.map(str::to_owned)));
            }
            let expected =
                [("", Some("ab")), ("ab", Some("")), ("", Some("cd")), ("cd", Some("ef")), ("ef", None)];
            let expected =
                (1..).zip(expected).map(|(n, (text, below))| (n, text.to_owned(), below.map(str::to_owned)));
            assert_eq!(seen, expected.collect::<Vec<_>>(), "{before} bytes before");
        }
    }

    #[test]
    fn the_byte_order_mark_is_not_part_of_the_text() {
        assert_eq!(lines("\u{FEFF}客服\n".as_bytes()), ["客服"]);
        let utf_16: Vec<u8> = "\u{FEFF}客服\r\n买家".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines(&utf_16), ["客服", "买家"]);
    }

    #[test]
    fn characters_across_chunks_survive_in_every_encoding() {
        let text = "订单还没有发货，麻烦查一下。".repeat(CHUNK / 20);
        let (gbk, ..) = encoding_rs::GB18030.encode(&text);
        assert_eq!(lines(&gbk), std::slice::from_ref(&text));
        assert_eq!(lines(text.as_bytes()), [text]);
    }

    #[test]
    fn undecodable_bytes_are_replaced_and_reported_with_their_line() {
        let mut content = "第一行\n".repeat(CHUNK / 4).into_bytes();
        content.extend_from_slice(b"bad \xFF byte\n");
        let input = Bytes { name: "a.txt".to_owned(), content };
        let (mut lines, found) = open(&input).expect("it opens");
        let mut doubts = Vec::new();
        while let Some(line) = lines.next_line().expect("reading goes on") {
            doubts.extend(line.doubt());
        }
        assert_eq!(found.encoding, UTF_8, "the head was good");
        let expected = format!("line {}", CHUNK / 4 + 1);
        assert_eq!(doubts.iter().map(|w| w.place.as_str()).collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn a_line_without_end_is_refused_and_named() {
        let input = Bytes { name: "a.txt".to_owned(), content: vec![b'x'; LINE_LIMIT + 2 * CHUNK] };
        let (mut lines, _) = open(&input).expect("it opens");
        let error = lines.next_line().expect_err("no memory is spent on it");
        assert!(matches!(error, Error::TooLarge { limit: "line length", .. }), "{error}");
    }

    #[test]
    fn what_cannot_be_decoded_does_not_make_a_line_longer_than_it_is() {
        let mut content = b"first\n".to_vec();
        content.resize(LINE_LIMIT, b'\xFF');
        let detected = Detected { encoding: UTF_8, bom: 0, basis: Basis::Plausible };
        let mut lines = Lines::new(content.as_slice(), "a.txt", detected);
        let mut length = || lines.next_line().expect("it reads").map(|line| line.text.chars().count());
        assert_eq!((length(), length(), length()), (Some(5), Some(LINE_LIMIT - 6), None));
    }

    #[test]
    fn every_byte_is_accounted_for() {
        let input = Bytes { name: "a.txt".to_owned(), content: "ab\r\n".repeat(CHUNK).into_bytes() };
        let (mut lines, _) = open(&input).expect("it opens");
        let mut bytes = 0;
        while let Some(line) = lines.next_line().expect("it reads") {
            bytes += line.bytes;
        }
        assert_eq!(bytes, input.bytes(), "progress reaches the end of the file");
    }
}
