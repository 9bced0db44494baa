//! The parts of a mail: a tree of slices, of bounded depth and number, whatever a hostile mail claims.
//!
//! Only the fields of heads are read by `mail-parser`. The parts are found here, because its own walk goes as
//! deep as the mail does and looks for a missing boundary again and again. What parts mean is
//! [`letter`](super::letter)'s, their bytes and characters are [`decoding`](super::decoding)'s.

use crate::import::text::encoding::{Extent, detect};
use mail_parser::{Addr, ContentType, GetHeader, Header, HeaderName, HeaderValue, MessageParser};
use std::borrow::Cow;

/// How deep parts may hold parts. What lies deeper is one file.
const DEPTH: usize = 16;

/// The most parts of one mail.
const PART_LIMIT: usize = 10_000;

/// The longest head that is read, in bytes.
const HEAD_LIMIT: usize = 256 * 1024;

/// The mail has more parts than [`PART_LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooManyParts;

/// A part of a mail, or the whole.
#[derive(Debug)]
pub(super) struct Part<'m> {
    /// What stands above its body.
    pub(super) head: Head,
    /// Its body, as transferred.
    pub(super) body: &'m [u8],
    /// What it is made of, where it is a multipart.
    pub(super) children: Vec<Part<'m>>,
    /// Words behind the last of its parts, where no mail program shows them.
    pub(super) behind: &'m [u8],
    /// Whether its end is there, or was cut off with the mail's.
    pub(super) extent: Extent,
    /// Whether it holds parts that are not looked into.
    pub(super) is_too_deep: bool,
}

/// The parts of the mail `raw`, of which `extent` is there.
pub(super) fn parts(raw: &[u8], extent: Extent) -> Result<Part<'_>, TooManyParts> {
    let mut left = PART_LIMIT;
    let raw = above_all(raw);
    let found = part(raw, extent, "text/plain", DEPTH, &mut left)?;
    // Without a head, all of it is words.
    Ok(if found.head.is_empty() { Part { body: raw, ..found } } else { found })
}

/// A mail without what may stand before its first line.
pub(super) fn above_all(raw: &[u8]) -> &[u8] {
    raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw).trim_ascii_start()
}

fn part<'m>(
    raw: &'m [u8],
    extent: Extent,
    unless_stated: &str,
    depth: usize,
    left: &mut usize,
) -> Result<Part<'m>, TooManyParts> {
    *left = left.checked_sub(1).ok_or(TooManyParts)?;
    let (head, body) = parted(raw);
    let head = Head::of(head, unless_stated);
    let mut found = Part { head, body, children: Vec::new(), behind: &[], extent, is_too_deep: false };
    let boundary = found.head.boundary().filter(|boundary| !boundary.is_empty());
    let Some(boundary) = boundary else { return Ok(found) };
    let Some(depth) = depth.checked_sub(1) else {
        found.is_too_deep = true;
        return Ok(found);
    };
    let pieces = pieces(body, &boundary, extent, *left)?;
    let of_parts = if found.head.is("multipart/digest") { "message/rfc822" } else { "text/plain" };
    for (raw, extent) in pieces.parts {
        found.children.push(part(raw, extent, of_parts, depth, left)?);
    }
    found.behind = pieces.behind;
    Ok(found)
}

/// Head and body of a mail or of a part: an empty line is between them.
pub(super) fn parted(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut start = 0;
    while let Some(end) = memchr::memchr(b'\n', raw.get(start..).unwrap_or_default()) {
        let line = raw.get(start..start + end).unwrap_or_default();
        let next = start + end + 1;
        if matches!(line, b"" | b"\r") {
            return (raw.get(..start).unwrap_or_default(), raw.get(next..).unwrap_or_default());
        }
        start = next;
    }
    (raw, &[])
}

/// What boundaries part a body into.
struct Pieces<'m> {
    parts: Vec<(&'m [u8], Extent)>,
    behind: &'m [u8],
}

fn pieces<'m>(
    body: &'m [u8],
    boundary: &str,
    extent: Extent,
    most: usize,
) -> Result<Pieces<'m>, TooManyParts> {
    let delimiter = format!("--{boundary}");
    let mut found = Pieces { parts: Vec::new(), behind: &[] };
    // Where the part begins that is not ended yet.
    let mut open: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, delimiter.as_bytes()) {
        let (before, from) = body.split_at_checked(at).unwrap_or_default();
        if !(before.is_empty() || before.ends_with(b"\n")) {
            continue;
        }
        let rest = from.get(delimiter.len()..).unwrap_or_default();
        let (closes, rest) = rest.strip_prefix(b"--").map_or((false, rest), |rest| (true, rest));
        let line = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at_checked(line).unwrap_or_default();
        // Another boundary that begins alike.
        if !line.trim_ascii().is_empty() {
            continue;
        }
        if let Some(start) = open.take() {
            found.parts.push((without_line_end(before.get(start..).unwrap_or_default()), Extent::Whole));
        }
        if closes {
            found.behind = behind.trim_ascii();
            return Ok(found);
        }
        if found.parts.len() >= most {
            return Err(TooManyParts);
        }
        open = Some(body.len() - behind.len());
    }
    if let Some(start) = open {
        found.parts.push((body.get(start..).unwrap_or_default(), extent));
    }
    Ok(found)
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}

/// The fields above a body.
#[derive(Debug)]
pub(super) struct Head {
    text: String,
    fields: Vec<Header<'static>>,
    /// `text/plain`, in lower case.
    pub(super) content_type: String,
}

impl Head {
    fn of(raw: &[u8], unless_stated: &str) -> Self {
        let raw = raw.get(..HEAD_LIMIT).unwrap_or(raw);
        let text = in_utf_8(raw).into_owned();
        let parsed = MessageParser::default().parse_headers(text.as_bytes());
        let fields = parsed.and_then(|head| head.parts.into_iter().next()).map(|part| part.headers);
        let fields: Vec<Header<'static>> =
            fields.unwrap_or_default().into_iter().map(Header::into_owned).collect();
        let stated = fields.header_value(&HeaderName::ContentType).and_then(HeaderValue::as_content_type);
        let content_type = stated.map_or_else(
            || unless_stated.to_owned(),
            |found| format!("{}/{}", found.ctype(), found.subtype().unwrap_or("plain")).to_lowercase(),
        );
        Self { text, fields, content_type }
    }

    /// Whether no field stands there.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Whether the content is of this type: `text/html`.
    pub(super) fn is(&self, content_type: &str) -> bool {
        self.content_type == content_type
    }

    /// Whether it is made of parts.
    pub(super) fn is_multipart(&self) -> bool {
        self.content_type.starts_with("multipart/")
    }

    fn boundary(&self) -> Option<String> {
        let stated = self.structured(&HeaderName::ContentType)?.attribute("boundary")?.to_owned();
        self.is_multipart().then_some(stated)
    }

    fn structured(&self, name: &HeaderName<'_>) -> Option<&ContentType<'static>> {
        self.fields.header_value(name)?.as_content_type()
    }

    /// A parameter of the content's type.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.structured(&HeaderName::ContentType)?.attribute(name)
    }

    /// The name of the file that the part is.
    pub(super) fn file_name(&self) -> Option<&str> {
        let disposed =
            self.structured(&HeaderName::ContentDisposition).and_then(|it| it.attribute("filename"));
        disposed.or_else(|| self.parameter("name")).map(str::trim).filter(|name| !name.is_empty())
    }

    /// Whether it is to be shown apart from the words.
    pub(super) fn is_attached(&self) -> bool {
        self.structured(&HeaderName::ContentDisposition).is_some_and(ContentType::is_attachment)
    }

    /// The words of a field; of several ids the first.
    pub(super) fn text(&self, name: &HeaderName<'_>) -> Option<&str> {
        let words = match self.fields.header_value(name)? {
            HeaderValue::Text(words) => words.as_ref(),
            HeaderValue::TextList(list) => list.first()?.as_ref(),
            _ => return None,
        };
        Some(words.trim()).filter(|words| !words.is_empty())
    }

    /// The last of several ids in a field.
    pub(super) fn last_text(&self, name: &HeaderName<'_>) -> Option<&str> {
        match self.fields.header_value(name)? {
            HeaderValue::TextList(list) => list.last().map(AsRef::as_ref),
            _ => self.text(name),
        }
    }

    /// A field as it stands in the mail.
    pub(super) fn raw(&self, name: &HeaderName<'_>) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == *name)?;
        self.text.get(field.offset_start as usize..field.offset_end as usize).map(str::trim)
    }

    /// The people in a field.
    pub(super) fn people(&self, name: &HeaderName<'_>) -> Vec<&Addr<'static>> {
        let found = self.fields.header_value(name).and_then(HeaderValue::as_address);
        found.map(|people| people.iter().collect()).unwrap_or_default()
    }

    /// The moment a field states, as far as `mail-parser` understands it.
    pub(super) fn moment(&self, name: &HeaderName<'_>) -> Option<&mail_parser::DateTime> {
        self.fields.header_value(name)?.as_datetime()
    }
}

/// Fields in UTF-8: what old programs wrote into them as it came is decoded by its likeness.
fn in_utf_8(raw: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match detect(raw, Extent::Whole) {
            Some(found) => found.encoding.decode_without_bom_handling(raw).0,
            None => String::from_utf8_lossy(raw),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(part: &Part<'_>) -> String {
        let children: Vec<String> = part.children.iter().map(shape).collect();
        let body =
            if children.is_empty() { String::from_utf8_lossy(part.body) } else { children.join(",").into() };
        format!("{}[{body}]", part.head.content_type)
    }

    fn split(raw: &str) -> String {
        shape(&parts(raw.as_bytes(), Extent::Whole).expect("few parts"))
    }

    #[test]
    fn parts_end_before_the_line_end_of_their_boundary() {
        let raw = "Content-Type: multipart/mixed; boundary=b\r\n\r\nnot shown\r\n--b\r\n\r\none\r\n\r\n--b \r\n\
            Content-Type: text/html\r\n\r\ntwo --b\r\n--bc\r\n--b--\r\nbehind";
        assert_eq!(split(raw), "multipart/mixed[text/plain[one\r\n],text/html[two --b\r\n--bc]]");
    }

    #[test]
    fn a_boundary_that_never_comes_leaves_the_words_and_a_last_one_that_is_missing_costs_nothing() {
        assert_eq!(split("Content-Type: multipart/mixed; boundary=b\n\nwords"), "multipart/mixed[words]");
        let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none";
        assert_eq!(split(raw), "multipart/mixed[text/plain[one]]");
        let cut = parts(raw.as_bytes(), Extent::Head).expect("few parts");
        assert_eq!(cut.children.first().map(|part| part.extent), Some(Extent::Head), "its end is not there");
    }

    #[test]
    fn neither_depth_nor_number_of_parts_is_the_mails_to_choose() {
        let deep: String = (0..5000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
            .collect::<Vec<_>>()
            .concat();
        let found = parts(deep.as_bytes(), Extent::Whole).expect("they are not many");
        let (mut depth, mut at) = (0, &found);
        while let Some(child) = at.children.first() {
            (depth, at) = (depth + 1, child);
        }
        assert_eq!(depth, DEPTH, "what lies deeper is one body");
        let many =
            format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(PART_LIMIT + 1));
        assert_eq!(parts(many.as_bytes(), Extent::Whole).err(), Some(TooManyParts));
    }

    #[test]
    fn mails_within_a_digest_need_not_say_that_they_are_mails() {
        let raw = "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--";
        assert_eq!(split(raw), "multipart/digest[message/rfc822[Subject: x\n\ny]]");
    }
}
