//! Bytes of a chunk made text, whole characters only: U+FFFD stands for what is none.

use encoding_rs::{CoderResult, Decoder};
use std::collections::VecDeque;

/// How many bytes at the end begin a character of UTF-8 that goes on behind them.
pub(super) fn cut_character(bytes: &[u8]) -> usize {
    let tail = bytes.iter().rev().zip(1..).take(3);
    let mut leads = tail.skip_while(|(byte, _)| matches!(byte, 0x80..=0xBF));
    leads.next().map_or(0, |(lead, behind)| match lead {
        0xC0..=0xDF if behind < 2 => behind,
        0xE0..=0xEF if behind < 3 => behind,
        0xF0..=0xFF if behind < 4 => behind,
        _ => 0,
    })
}

/// Appends `bytes`, U+FFFD for what is no UTF-8, and notes where.
pub(super) fn replace(bytes: &[u8], text: &mut String, replaced: &mut VecDeque<usize>) {
    for part in bytes.utf8_chunks() {
        text.push_str(part.valid());
        if !part.invalid().is_empty() {
            replaced.push_back(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

/// Appends `bytes` as UTF-8, U+FFFD for what cannot be decoded.
pub(super) fn decode(decoder: &mut Decoder, mut bytes: &[u8], last: bool, text: &mut String) {
    loop {
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()).max(16));
        let (result, read, _) = decoder.decode_to_string(bytes, text, last);
        bytes = bytes.get(read..).unwrap_or_default();
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::text::{
        encoding::{Basis, Detected},
        lines::{CHUNK, Lines},
    };
    use encoding_rs::UTF_8;

    #[test]
    fn what_cannot_be_decoded_reads_alike_within_a_chunk_and_across_two() {
        let broken: &[u8] =
            b"\xE5\x88\x9A\xE5\x88x\xF0\x9F\x98\n\xF0\x9F\x98\x80\xE5\n\x80\xC3\xA9\xED\xA0\x80\xFF\xC3";
        let whole = String::from_utf8_lossy(broken);
        let detected = Detected { encoding: UTF_8, bom: 0, basis: Basis::Plausible };
        for before in (0..broken.len()).map(|place| CHUNK - place) {
            let mut content = vec![b'\n'; before];
            content.extend_from_slice(broken);
            let mut lines = Lines::new(content.as_slice(), "a.txt", detected);
            let (mut read, mut doubts) = (Vec::new(), 0);
            while let Some(line) = lines.next_line().expect("it reads") {
                doubts += u32::from(line.doubt().is_some());
                if !line.text.is_empty() {
                    read.push(line.text.into_owned());
                }
            }
            assert_eq!((read.join("\n"), doubts), (whole.clone().into_owned(), 3), "{before} bytes before");
        }
    }
}
