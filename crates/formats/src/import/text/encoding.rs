//! Which character encoding a text is in, decided from its head. Decoding itself is [`super::lines`]'s.
//!
//! The order of tests: byte order mark, strict UTF-8, UTF-16 by where its NUL bytes fall, GB18030 where the
//! characters are common ones, then frequency statistics (Big5, Shift_JIS, EUC-KR …), windows-1252 last.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read};
use yanju_model::Warning;

/// How much of a text is judged behind a head that says nothing.
const WINDOW: usize = 64 * 1024;
/// How far behind such a head that is looked for: a text that is ASCII up to here is read as UTF-8.
const LOOK_AHEAD: u64 = 16 << 20;

/// Whether the bytes judged are all there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The whole text.
    Whole,
    /// Its start: the last character may be cut.
    Head,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// The length of the byte order mark before the text.
    pub bom: usize,
    /// What speaks for it.
    pub basis: Basis,
}

/// What speaks for an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A byte order mark, or a structure that other texts do not have by chance.
    Structure,
    /// The bytes are valid and the characters are plausible.
    Plausible,
    /// Nothing else fitted; people should look at the text.
    LastResort,
}

impl Detected {
    /// The encoding's WHATWG label in lower case, as in `Understanding::encoding`.
    pub fn label(&self) -> String {
        self.encoding.name().to_ascii_lowercase()
    }

    /// The warning to pass on where the encoding is no more than a guess.
    pub fn doubt(&self) -> Option<Warning> {
        (self.basis == Basis::LastResort).then(|| Warning::new("encoding_guessed", "", &self.label()))
    }
}

/// The encoding of a text that starts with `head`; `None` where it is not text at all.
pub fn detect(head: &[u8], extent: Extent) -> Option<Detected> {
    let found = |encoding, basis| Some(Detected { encoding, bom: 0, basis });
    if let Some((encoding, bom)) = Encoding::for_bom(head) {
        return Some(Detected { encoding, bom, basis: Basis::Structure });
    }
    if let Some(encoding) = utf_16_without_mark(head, extent) {
        return found(encoding, Basis::Structure);
    }
    if holds_control_bytes(head) {
        return None;
    }
    if is_valid(UTF_8, head, extent) {
        return found(UTF_8, Basis::Structure);
    }
    if is_valid(GB18030, head, extent) && reads_as_chinese(head) {
        return found(GB18030, Basis::Plausible);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, extent == Extent::Whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess.is_single_byte() || !is_valid(guess, head, extent) {
        // A head of good UTF-8 with a few broken bytes is still UTF-8: the rest of the file will tell.
        return match mostly_utf_8(head) {
            true => found(UTF_8, Basis::Plausible),
            false if guess.is_single_byte() => found(guess, Basis::LastResort),
            false => found(WINDOWS_1252, Basis::LastResort),
        };
    }
    found(if guess == encoding_rs::GBK { GB18030 } else { guess }, Basis::Plausible)
}

/// The encoding of a text that was found to be `detected` by its head: where that is nothing but ASCII, which all
/// encodings share, the first bytes beyond it in the `rest` decide. That is read no further than to there, and not without
/// end.
pub fn settled(detected: Detected, head: &[u8], rest: &mut impl Read) -> io::Result<Detected> {
    if detected.encoding != UTF_8 || detected.bom > 0 || !head.is_ascii() {
        return Ok(detected);
    }
    let mut window = Vec::with_capacity(WINDOW);
    let rest = &mut rest.take(LOOK_AHEAD);
    while rest.by_ref().take(WINDOW as u64).read_to_end(&mut window)? > 0 {
        let Some(at) = window.iter().position(|byte| !byte.is_ascii()).filter(|_| !window.is_ascii()) else {
            window.clear();
            continue;
        };
        window.drain(..at);
        rest.by_ref().take(at as u64).read_to_end(&mut window)?;
        let extent = if window.len() < WINDOW { Extent::Whole } else { Extent::Head };
        let of_bytes = |found: &Detected| found.bom == 0 && ![UTF_16LE, UTF_16BE].contains(&found.encoding);
        return Ok(detect(&window, extent).filter(of_bytes).unwrap_or(detected));
    }
    Ok(detected)
}

/// Whether `bytes` decode without an error; in a mere head, an incomplete last character is none.
fn is_valid(encoding: &'static Encoding, bytes: &[u8], extent: Extent) -> bool {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) => extent == Extent::Head && error.error_len().is_none(),
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let Some(room) = decoder.max_utf8_buffer_length_without_replacement(bytes.len()) else { return false };
    text.reserve(room);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, extent == Extent::Whole);
    result == DecoderResult::InputEmpty
}

/// UTF-16 in either order: the NUL halves of its spaces, digits and line ends fall on one side.
///
/// Not all of them: 一 is U+4E00. So the order is the one in which there are more spaces and line ends.
fn utf_16_without_mark(head: &[u8], extent: Extent) -> Option<&'static Encoding> {
    let (mut nuls, mut little, mut big) = (0_usize, 0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        nuls += usize::from(pair.contains(&0));
        little += usize::from(matches!(pair, [b'\n' | b'\r' | b' ', 0]));
        big += usize::from(matches!(pair, [0, b'\n' | b'\r' | b' ']));
    }
    let whole_units = head.len().is_multiple_of(2) || extent == Extent::Head;
    if nuls == 0 || little == big || !whole_units {
        return None;
    }
    let encoding = if little > big { UTF_16LE } else { UTF_16BE };
    let (text, _) = encoding.decode_without_bom_handling(head);
    (is_valid(encoding, head, extent) && !holds_control_bytes(text.as_bytes())).then_some(encoding)
}

/// Whether there are bytes that no text holds: a NUL, or more than a stray control character.
fn holds_control_bytes(bytes: &[u8]) -> bool {
    let stray = bytes.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    bytes.contains(&0) || stray.count() * 200 > bytes.len()
}

/// Whether valid GB18030 is Chinese, and not Big5, Shift_JIS, EUC-KR or accented Latin that happens to be valid.
///
/// Half of the two-byte characters must be punctuation or level 1 of GB 2312, the 3,755 hanzi of daily use.
/// Hangul in EUC-KR fills only the first rows of that level, while one Chinese character in three lies above.
fn reads_as_chinese(bytes: &[u8]) -> bool {
    let (mut pairs, mut common, mut upper) = (0_usize, 0_usize, 0_usize);
    let mut bytes = bytes.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        pairs += 1;
        if trail >= 0xA1 {
            common += usize::from(matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7));
            upper += usize::from(matches!(lead, 0xC9..=0xD7));
        }
    }
    common * 2 >= pairs && (pairs < 20 || upper * 20 >= pairs)
}

/// Whether nine in ten of the bytes beyond ASCII belong to well-formed UTF-8.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good >= bad * 9 && good > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "客服：您好，请问有什么可以帮您？\n买家：我的订单还没有发货，麻烦查一下。\n";

    fn label(bytes: &[u8]) -> Option<String> {
        detect(bytes, Extent::Whole).map(|found| found.label())
    }

    #[test]
    fn chinese_is_recognised_in_every_encoding_tools_write() {
        let utf_16: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(label(CHINESE.as_bytes()).as_deref(), Some("utf-8"));
        assert_eq!(label(&GB18030.encode(CHINESE).0).as_deref(), Some("gb18030"));
        assert_eq!(label(&utf_16).as_deref(), Some("utf-16le"), "its line ends show the order of bytes");
        let traditional = "客服：您好，請問有什麼可以幫您？\n買家：我的訂單還沒有發貨，麻煩查一下，謝謝。\n";
        assert_eq!(label(&encoding_rs::BIG5.encode(traditional).0).as_deref(), Some("big5"));
    }

    #[test]
    fn japanese_and_korean_are_not_taken_for_chinese() {
        let japanese = "こんにちは、注文した商品がまだ届きません。確認をお願いします。";
        let korean = "안녕하세요, 주문한 상품이 아직 도착하지 않았습니다. 확인 부탁드립니다.";
        assert_eq!(label(&encoding_rs::SHIFT_JIS.encode(japanese).0).as_deref(), Some("shift_jis"));
        assert_eq!(label(&encoding_rs::EUC_KR.encode(korean).0).as_deref(), Some("euc-kr"));
    }

    #[test]
    fn accented_latin_is_a_last_resort_and_says_so() {
        let found = detect(b"M\xFCller: der Caf\xE9-Preis", Extent::Whole).expect("it is text");
        assert_eq!(found.encoding, WINDOWS_1252);
        assert!(found.doubt().is_some(), "people are asked to look");
    }

    #[test]
    fn a_head_cut_inside_a_character_is_still_utf_8() {
        let bytes = CHINESE.as_bytes();
        let head = bytes.get(..bytes.len() - 2).expect("long enough");
        assert_eq!(detect(head, Extent::Head).map(|f| f.encoding), Some(UTF_8));
    }

    #[test]
    fn one_broken_byte_does_not_make_utf_8_something_else() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.push(0xFF);
        assert_eq!(label(&bytes).as_deref(), Some("utf-8"));
    }

    #[test]
    fn a_head_of_nothing_but_ascii_leaves_it_to_what_follows() {
        let head = b"hello\n".as_slice();
        let of = |rest: &[u8]| {
            let detected = detect(head, Extent::Head).expect("it is text");
            settled(detected, head, &mut &*rest).expect("it reads").label()
        };
        let plain = "ok\n".repeat(WINDOW);
        let (gbk, ..) = GB18030.encode(CHINESE);
        assert_eq!(of(&[plain.as_bytes(), &gbk].concat()), "gb18030");
        assert_eq!(of(&[plain.as_bytes(), CHINESE.as_bytes()].concat()), "utf-8");
        assert_eq!(of(plain.as_bytes()), "utf-8");
        assert_eq!(of(&[plain.as_bytes(), b"M\xFCller"].concat()), "windows-1252");
    }

    #[test]
    fn a_picture_is_not_text() {
        assert_eq!(label(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00"), None);
        assert_eq!(label(&(0..=255).collect::<Vec<u8>>()), None);
    }
}
