//! From what a part was transferred as to its bytes, and from bytes to characters.

use super::mime::Part;
use crate::import::text::encoding::{Extent, detect};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8};
use mail_parser::{HeaderName, decoders::base64::base64_decode, decoders::charsets::map::charset_decoder};
use std::borrow::Cow;
use yanju_model::Warning;

/// The bytes of a part.
pub(super) struct Content<'m> {
    pub(super) bytes: Cow<'m, [u8]>,
    /// Whether every byte was transferred well.
    pub(super) is_whole: bool,
}

/// The bytes of a part, as they were before they were made fit for transfer.
pub(super) fn content<'m>(part: &Part<'m>) -> Content<'m> {
    let encoding = part.head.text(&HeaderName::ContentTransferEncoding).unwrap_or_default();
    let whole = part.extent == Extent::Whole;
    if encoding.eq_ignore_ascii_case("base64") {
        return match base64_decode(part.body) {
            Some(bytes) => Content { bytes: Cow::Owned(bytes), is_whole: whole },
            None => Content { bytes: Cow::Owned(from_damaged_base64(part.body)), is_whole: false },
        };
    }
    if encoding.eq_ignore_ascii_case("quoted-printable") {
        return Content { bytes: Cow::Owned(from_quoted_printable(part.body)), is_whole: whole };
    }
    Content { bytes: Cow::Borrowed(part.body), is_whole: whole }
}

/// What can be had of damaged base64: the characters that have no business there are left out.
fn from_damaged_base64(raw: &[u8]) -> Vec<u8> {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    base64_decode(&raw.iter().copied().filter(belongs).collect::<Vec<u8>>()).unwrap_or_default()
}

/// Quoted-printable. What is no escape stands for itself, as in every mail program.
fn from_quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut lines = raw.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        // White space at the end of a line was added on the way.
        let mut rest = line.trim_ascii_end();
        let is_joined = rest.last() == Some(&b'=');
        rest = if is_joined { rest.get(..rest.len() - 1).unwrap_or_default() } else { rest };
        while let Some((first, behind)) = rest.split_first() {
            let escaped = if *first == b'=' { behind.split_at_checked(2) } else { None };
            let read = escaped.and_then(|(digits, behind)| Some((hexadecimal(digits)?, behind)));
            let (byte, behind) = read.unwrap_or((*first, behind));
            bytes.push(byte);
            rest = behind;
        }
        if !is_joined && lines.peek().is_some() {
            bytes.extend_from_slice(if line.ends_with(b"\r") { b"\r\n" } else { b"\n" });
        }
    }
    bytes
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits =
        std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

/// The characters of a part.
pub(super) struct Words {
    pub(super) text: String,
    /// The encoding they were in.
    pub(super) encoding: String,
    /// What is doubtful about them.
    pub(super) doubt: Option<Warning>,
}

/// The characters of a part, in the encoding it states. Where it states none, or one that its bytes are not in,
/// they are read by their likeness.
pub(super) fn characters(part: &Part<'_>, place: &str) -> Words {
    let found = content(part);
    let label = part.head.parameter("charset").unwrap_or_default().trim().to_ascii_lowercase();
    let stated = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT);
    let says_ascii = matches!(label.as_str(), "" | "us-ascii" | "ascii" | "default" | "unknown-8bit");
    let encoding = stated.filter(|_| !says_ascii || found.bytes.is_ascii());
    let at = |warning: Warning| Warning { place: place.to_owned(), ..warning };
    let (encoding, doubt) = match encoding {
        Some(encoding) => (encoding, None),
        // `mail-parser` knows one that browsers have forgotten: UTF-7.
        None if label == "utf-7" => {
            let decoded = charset_decoder(label.as_bytes()).map(|decode| decode(&found.bytes));
            let text = decoded.unwrap_or_else(|| String::from_utf8_lossy(&found.bytes).into_owned());
            return Words { text, encoding: label, doubt: None };
        }
        None => match detect(&found.bytes, Extent::Head) {
            Some(detected) => (detected.encoding, detected.doubt().map(at)),
            None => (UTF_8, None),
        },
    };
    let (text, _, has_errors) = encoding.decode(&found.bytes);
    let damaged = (has_errors || !found.is_whole).then(|| Warning::new("undecodable_bytes", place, ""));
    Words {
        text: text.into_owned(),
        encoding: encoding.name().to_ascii_lowercase(),
        doubt: damaged.or(doubt),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::mail::mime::parts;

    fn read(head: &str, body: &[u8]) -> (String, Option<String>) {
        let raw = [head.as_bytes(), b"\n\n", body].concat();
        let part = parts(&raw, Extent::Whole).expect("one part");
        let words = characters(&part, "");
        (words.text, words.doubt.map(|doubt| doubt.code))
    }

    #[test]
    fn characters_beyond_gb_2312_are_read_in_what_is_labelled_so() {
        let (bytes, ..) = encoding_rs::GB18030.encode("镕𠮷㐀订单");
        let read = read("Content-Type: text/plain; charset=gb2312", &bytes);
        assert_eq!(read, ("镕𠮷㐀订单".to_owned(), None));
    }

    #[test]
    fn an_encoding_that_is_not_stated_or_wrong_is_found() {
        let (bytes, ..) = encoding_rs::GB18030.encode("您好，您的订单已经发货，请注意查收。");
        for head in ["X: y", "Content-Type: text/plain; charset=us-ascii"] {
            assert_eq!(read(head, &bytes).0, "您好，您的订单已经发货，请注意查收。", "{head}");
        }
        let utf_7 = read("Content-Type: text/plain; charset=utf-7", b"+ZYeB9A- a");
        assert_eq!(utf_7.0, "文致 a");
    }

    #[test]
    fn quoted_printable_joins_lines_and_takes_what_is_no_escape_as_it_is() {
        assert_eq!(
            from_quoted_printable(b"a=E4=\r\n=BD=A0 b =\n c=3D=zz  \r\nend=E"),
            "a\u{4f60} b  c==zz\r\nend=E".as_bytes()
        );
    }

    #[test]
    fn damaged_base64_gives_what_it_can_and_says_so() {
        let read = read("Content-Transfer-Encoding: base64", b"aGVs\nbG8*h");
        assert!(read.0.starts_with("hello"), "{}", read.0);
        assert_eq!(read.1.as_deref(), Some("undecodable_bytes"));
    }
}
