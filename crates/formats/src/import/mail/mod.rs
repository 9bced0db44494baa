//! Mails: one in a file, many in a mailbox, and the chats that WeChat sends as a mail.
//!
//! Each importer has its module; what they share is what mails are made of ([`mime`], [`decoding`]) and how one
//! becomes a message ([`letter`]).

mod decoding;
mod eml;
mod letter;
mod mailbox;
mod mbox;
mod mime;
mod wechat;

pub use eml::Eml;
pub use mbox::Mbox;
pub use wechat::WeChatMail;

use super::{Error, Input, Result, text::encoding::Extent};
use decoding::content;
use mime::{above_all, parted, parts};
use std::io::{self, Read};
use yanju_model::job::Job;

/// The longest mail that is read, in bytes. The end of a longer one is left out.
const MAIL_LIMIT: u64 = 64 * 1024 * 1024;

const CHUNK: u64 = 64 * 1024;

/// Fields that nearly every mail has.
const USUAL: [&str; 12] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "reply-to",
    "mime-version",
    "content-type",
];

/// Whether a file that starts with these bytes is a mail: fields of mails above an empty line.
pub(super) fn begins_mail(head: &[u8]) -> bool {
    let (fields, body) = parted(above_all(head));
    let is_whole = !body.is_empty();
    let fields = String::from_utf8_lossy(fields);
    let mut lines = fields.lines().filter(|line| !line.starts_with([' ', '\t'])).peekable();
    let (mut usual, mut is_sent) = (0, false);
    while let Some(line) = lines.next() {
        let name = line.split_once(':').map(|(name, _)| name.trim_end());
        let is_field =
            name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()));
        let Some(name) = name.filter(|_| is_field) else {
            // The last line of a head may be cut.
            return usual > 2 && is_sent && !is_whole && lines.peek().is_none();
        };
        let name = name.to_ascii_lowercase();
        usual += usize::from(USUAL.contains(&name.as_str()));
        is_sent |= matches!(name.as_str(), "from" | "received" | "message-id");
    }
    usual > 2 && is_sent
}

/// Whether the fields of a mail that starts with these bytes have one whose name begins so.
pub(super) fn has_field(head: &[u8], start: &str) -> bool {
    field(head, start).is_some()
}

/// What stands behind `start` in the first field that begins so. Only for fields in plain letters.
pub(super) fn field(head: &[u8], start: &str) -> Option<String> {
    let (fields, _) = parted(above_all(head));
    fields.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, rest) = line.split_at_checked(start.len())?;
        let is_it = name.eq_ignore_ascii_case(start.as_bytes());
        is_it.then(|| String::from_utf8_lossy(rest).trim().to_owned())
    })
}

/// The first file in a mail whose name is as it should be.
pub(super) fn file_within(raw: &[u8], is_it: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let root = parts(raw, Extent::Whole).ok()?;
    let mut open = vec![&root];
    while let Some(part) = open.pop() {
        if part.children.is_empty() && part.head.file_name().is_some_and(&is_it) {
            return Some(content(part).bytes.into_owned());
        }
        open.extend(part.children.iter().rev());
    }
    None
}

/// Reads at most `limit` bytes of `source` in steps, each of which is told to `advance`.
fn held(
    source: &mut dyn Read,
    limit: u64,
    file: &str,
    advance: impl Fn(u64) -> Result<()>,
) -> Result<Vec<u8>> {
    let mut held = Vec::new();
    loop {
        let step = CHUNK.min(limit - held.len() as u64);
        let count = (&mut *source).take(step).read_to_end(&mut held);
        let count = count.map_err(|source| Error::of_stream(file, source))? as u64;
        advance(count)?;
        if count < step || step == 0 {
            return Ok(held);
        }
    }
}

/// The whole of a file with one mail in it, as far as it is read, and whether that is all of it.
pub(super) fn whole(input: &dyn Input, limit: u64, job: &Job) -> Result<(Vec<u8>, Extent)> {
    let failed = |source: io::Error| Error::Io { file: input.name().to_owned(), source };
    let mut source = input.open().map_err(failed)?;
    let raw = held(&mut source, limit, input.name(), |bytes| Ok(job.advance(bytes)?))?;
    if raw.trim_ascii().is_empty() {
        return Err(Error::Empty { file: input.name().to_owned() });
    }
    let extent =
        if raw.len() as u64 == limit && input.bytes() > limit { Extent::Head } else { Extent::Whole };
    Ok((raw, extent))
}
