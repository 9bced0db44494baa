//! The parts of an MHT file as streams, however long: nothing of a part is held but a chunk.
//!
//! Only what QQ writes is known here: parts one after the other, as they are or in Base64. Mail is
//! [another format](crate::import)'s.

use crate::import::{Error, Input, Result, json::source::Pass};
use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};
use yanju_model::job::Job;

/// How much of the file's head is searched for the boundary of its parts.
const HEAD: u64 = 64 * 1024;

/// The longest line of a part's head that is read, and how many there may be.
const HEAD_LINE: usize = 8 * 1024;
const HEAD_LINES: usize = 100;

/// How many bytes pass before progress is told.
const STEP: u64 = 64 * 1024;

/// A file in parts, at the end of one or inside it.
pub(super) struct Parts<'a> {
    source: BufReader<Box<dyn Read + 'a>>,
    file: String,
    delimiter: Vec<u8>,
    /// What looked like a delimiter and is content.
    pending: Vec<u8>,
    given: usize,
    at_line_start: bool,
    /// The delimiter that ends the part has been read.
    at_delimiter: bool,
    job: &'a Job,
    pass: Rc<Cell<Pass>>,
    untold: u64,
}

/// The head of a part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Whether this is the page.
    pub(super) is_page: bool,
    /// Whether it is in Base64.
    pub(super) is_base64: bool,
    /// The name by which the page calls it.
    pub(super) location: String,
}

impl<'a> Parts<'a> {
    /// Opens the file at its first part. What stands before the boundary is named does not matter: there are
    /// files with stray bytes. `pass` tells whether the bytes read count as progress.
    pub(super) fn open(input: &'a dyn Input, job: &'a Job, pass: Rc<Cell<Pass>>) -> Result<Self> {
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        let mut head = Vec::new();
        input.open().map_err(failed)?.take(HEAD).read_to_end(&mut head).map_err(failed)?;
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::Empty { file: input.name().to_owned() });
        }
        let boundary = boundary(&String::from_utf8_lossy(&head))
            .ok_or_else(|| Error::Lacks { file: input.name().to_owned(), what: "messages" })?;
        let stream: Box<dyn Read + 'a> = Box::new(input.open().map_err(failed)?);
        Ok(Self {
            source: BufReader::with_capacity(STEP as usize, stream),
            file: input.name().to_owned(),
            delimiter: format!("--{boundary}").into_bytes(),
            pending: Vec::new(),
            given: 0,
            at_line_start: true,
            at_delimiter: false,
            job,
            pass,
            untold: 0,
        })
    }

    /// The next part's head, wherever the reading of the last one ended; `None` at the end of the file. What stands
    /// behind the last part is passed over: there may be another such file.
    pub(super) fn next_part(&mut self) -> Result<Option<Head>> {
        loop {
            self.pass_over().map_err(|source| self.failure(source))?;
            if !self.at_delimiter {
                return Ok(None);
            }
            let rest = self.head_line().map_err(|source| self.failure(source))?;
            self.at_delimiter = false;
            self.at_line_start = true;
            if !rest.starts_with("--") {
                return self.head().map(Some).map_err(|source| self.failure(source));
            }
        }
    }

    /// Reads up to the next delimiter, and tells how far that is.
    fn pass_over(&mut self) -> io::Result<()> {
        let mut passed_over = [0; 8 * 1024];
        while self.read(&mut passed_over)? > 0 {}
        self.tell()
    }

    fn head(&mut self) -> io::Result<Head> {
        let mut head = Head::default();
        let mut unknown = None;
        for _ in 0..HEAD_LINES {
            let line = self.head_line()?;
            let line = line.trim();
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => head.is_page = value.to_ascii_lowercase().starts_with("text/html"),
                "content-transfer-encoding" => {
                    head.is_base64 = value.eq_ignore_ascii_case("base64");
                    let is_plain =
                        ["7bit", "8bit", "binary"].iter().any(|known| value.eq_ignore_ascii_case(known));
                    unknown = (!head.is_base64 && !is_plain).then(|| value.to_owned());
                }
                "content-location" => value.clone_into(&mut head.location),
                _ => {}
            }
        }
        match unknown.filter(|_| head.is_page) {
            Some(detail) => {
                let (file, place) = (self.file.clone(), "Content-Transfer-Encoding".to_owned());
                Err(io::Error::other(Error::Damaged { file, place, detail }))
            }
            None => Ok(head),
        }
    }

    /// What a failed stream over this file means.
    pub(super) fn failure(&self, source: io::Error) -> Error {
        Error::of_stream(&self.file, source)
    }

    fn head_line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        loop {
            let chunk = self.source.fill_buf()?;
            let end = memchr::memchr(b'\n', chunk);
            let count = end.map_or(chunk.len(), |at| at + 1);
            let room = HEAD_LINE.saturating_sub(line.len());
            line.extend_from_slice(chunk.get(..count.min(room)).unwrap_or_default());
            self.consume(count)?;
            if end.is_some() || count == 0 {
                return Ok(String::from_utf8_lossy(&line).into_owned());
            }
        }
    }

    fn consume(&mut self, count: usize) -> io::Result<()> {
        self.source.consume(count);
        self.untold += count as u64;
        if self.untold >= STEP { self.tell() } else { Ok(()) }
    }

    fn tell(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.untold);
        self.pass.get().advance(self.job, bytes).map_err(io::Error::other)
    }

    /// Reads as much of the delimiter as stands at the start of this line.
    fn look_for_delimiter(&mut self) -> io::Result<()> {
        self.at_line_start = false;
        while let Some(wanted) = self.delimiter.get(self.pending.len()).copied() {
            if self.source.fill_buf()?.first() != Some(&wanted) {
                return Ok(());
            }
            self.pending.push(wanted);
            self.consume(1)?;
        }
        self.pending.clear();
        self.at_delimiter = true;
        Ok(())
    }
}

impl Read for Parts<'_> {
    /// The content of the part, up to the next delimiter.
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.at_delimiter || target.is_empty() {
            return Ok(0);
        }
        if self.at_line_start {
            self.look_for_delimiter()?;
            if self.at_delimiter {
                return Ok(0);
            }
        }
        if let Some(content) = self.pending.get(self.given..).filter(|content| !content.is_empty()) {
            let count = copied(content, target);
            self.given += count;
            if self.given == self.pending.len() {
                self.pending.clear();
                self.given = 0;
            }
            return Ok(count);
        }
        let chunk = self.source.fill_buf()?;
        let end = memchr::memchr(b'\n', chunk).map_or(chunk.len(), |at| at + 1);
        let content = chunk.get(..end).unwrap_or_default();
        let count = copied(content, target);
        self.at_line_start = count > 0 && content.get(count - 1) == Some(&b'\n');
        self.consume(count)?;
        Ok(count)
    }
}

/// Copies what fits.
fn copied(content: &[u8], target: &mut [u8]) -> usize {
    let count = content.len().min(target.len());
    if let (Some(from), Some(to)) = (content.get(..count), target.get_mut(..count)) {
        to.copy_from_slice(from);
    }
    count
}

/// The boundary that the head of a file names: `boundary="----=_NextPart"`.
fn boundary(head: &str) -> Option<String> {
    let start = head.to_ascii_lowercase().find("boundary=")?;
    let (_, value) = head.split_at_checked(start + "boundary=".len())?;
    let named = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([';', '\r', '\n', ' ']).next(),
    };
    named.filter(|name| !name.is_empty() && name.len() <= 200 && !name.contains('\n')).map(str::to_owned)
}

/// Base64 as bytes, decoded as it is read.
pub(super) struct Base64<R> {
    inner: R,
    encoded: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    bits: u32,
    count: u8,
    ended: bool,
}

impl<R: Read> Base64<R> {
    /// The bytes that `inner` encodes.
    pub(super) fn new(inner: R) -> Self {
        let encoded = vec![0; 16 * 1024];
        Self { inner, encoded, decoded: Vec::new(), given: 0, bits: 0, count: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.decoded.clear();
        self.given = 0;
        let read = self.inner.read(&mut self.encoded)?;
        if read == 0 {
            self.ended = true;
            // A single figure left over is six bits of a byte.
            return if self.count == 1 { Err(broken("the last byte is cut off")) } else { Ok(()) };
        }
        for byte in self.encoded.get(..read).unwrap_or_default() {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' | b' ' | b'\t' | b'\r' | b'\n' => continue,
                _ => return Err(broken("a byte that Base64 does not have")),
            };
            self.bits = self.bits << 6 | u32::from(value);
            self.count += 1;
            // After the second, third and fourth figure of a group a byte is whole.
            let shift = match self.count {
                2 => 4,
                3 => 2,
                4 => 0,
                _ => continue,
            };
            self.decoded.push((self.bits >> shift) as u8);
            self.count %= 4;
        }
        Ok(())
    }
}

fn broken(detail: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, detail)
}

impl<R: Read> Read for Base64<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let count = copied(self.decoded.get(self.given..).unwrap_or_default(), target);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::input::Bytes;

    fn parts(content: &str, chunk: usize) -> Vec<(Head, String)> {
        let input = Bytes { name: "a.mht".to_owned(), content: content.as_bytes().to_vec() };
        let job = Job::quiet();
        let mut parts =
            Parts::open(&input, &job, Rc::new(Cell::new(Pass::Read))).expect("it names its boundary");
        let mut found = Vec::new();
        while let Some(head) = parts.next_part().expect("it reads") {
            let mut content = Vec::new();
            let mut target = vec![0; chunk];
            loop {
                let count = parts.read(&mut target).expect("it reads");
                if count == 0 {
                    break;
                }
                content.extend_from_slice(target.get(..count).expect("as many"));
            }
            found.push((head, String::from_utf8(content).expect("text")));
        }
        found
    }

    #[test]
    fn parts_end_at_their_delimiter_and_nowhere_else() {
        let text = "\u{0}From: x\r\nContent-Type:multipart/related;\r\n\tboundary=\"--=_a\"\r\n\r\n\
            ----=_a\r\nContent-Type: text/html\r\n\r\n<p>\r\n----=_b\r\n----=\r\n</p>\r\n\
            ----=_a\r\nContent-Type:image/png\r\nContent-Transfer-Encoding:base64\r\nContent-Location:{A}.dat\r\n\r\nAAAA\r\n\
            ----=_a--\r\nepilogue";
        for chunk in [1, 3, 100] {
            let found = parts(text, chunk);
            let page = Head { is_page: true, ..Head::default() };
            let image = Head { is_page: false, is_base64: true, location: "{A}.dat".to_owned() };
            assert_eq!(
                found,
                [(page, "<p>\r\n----=_b\r\n----=\r\n</p>\r\n".to_owned()), (image, "AAAA\r\n".to_owned())],
                "in chunks of {chunk}"
            );
        }
    }

    fn decoded(text: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Base64::new(text.as_bytes()).read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn base_64_is_decoded_across_lines() {
        assert_eq!(decoded("aGVs\r\nbG8=\r\n").expect("it is good"), b"hello");
        assert_eq!(decoded("aGVsbG8gIQ==").expect("it is good"), b"hello !");
        assert_eq!(decoded("").expect("nothing is nothing"), b"");
        assert!(decoded("aGV*").is_err() && decoded("aGVsb").is_err());
    }
}
