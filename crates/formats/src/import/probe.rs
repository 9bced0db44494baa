//! A first look at a file: its bounded head, its encoding, the names inside an archive and how the texts there
//! begin. Nothing is parsed.

use super::{
    Error, Input, Result,
    archive::{self, Allowance, Archive, Metered},
    table::workbook,
    text::encoding::{Detected, Extent, detect},
};
use std::io::Read;
use yanju_model::job::Job;

/// How much of a file the importers see when they are asked whether it is theirs.
pub const HEAD_BYTES: usize = 64 * 1024;

/// How many texts of an archive are looked into, and how far.
const OPENINGS: usize = 8;
const OPENING_BYTES: usize = 16 * 1024;

/// The endings of entries that are looked into.
const TEXT_ENDINGS: &[&str] = &["txt", "log", "json", "jsonl", "csv", "html", "eml"];

/// What is known of a file before it is read.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The file's name without folders. May lie.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// At most [`HEAD_BYTES`] from the start, raw.
    pub head: Vec<u8>,
    /// The head as text, where it is text; cut at a character border. For a zip: empty.
    pub text: String,
    /// The encoding and what speaks for it, where it is text.
    pub encoding: Option<Detected>,
    /// The names inside, where it is a zip.
    pub entries: Vec<String>,
    /// The names of the sheets, where it is a workbook.
    pub sheets: Vec<String>,
    /// How some of the texts inside begin, where it is a zip. The strings and sheets of a workbook are such
    /// texts, as XML.
    pub openings: Vec<Opening>,
}

/// The start of a text in an archive.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The entry's name.
    pub name: String,
    /// Its first words.
    pub text: String,
}

impl Probe {
    /// Looks at the head of `input`. An empty file gives an empty probe; a zip without a readable directory
    /// is [`Error::Damaged`].
    pub fn of(input: &dyn Input) -> Result<Self> {
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        let mut head = Vec::new();
        input.open().map_err(failed)?.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
        let (mut entries, mut found, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
        if archive::is_zip(&head) {
            let mut archive = archive::open(input)?;
            entries = archive::names(&archive);
            sheets = workbook::sheet_names(&mut archive);
            found = openings(input, &mut archive, &entries);
        }
        let extent = if head.len() < HEAD_BYTES { Extent::Whole } else { Extent::Head };
        let encoding = if archive::is_zip(&head) { None } else { detect(&head, extent) };
        let text = encoding.map(|found| decoded(&head, found, extent)).unwrap_or_default();
        Ok(Self {
            name: input.name().to_owned(),
            bytes: input.bytes(),
            head,
            text,
            encoding,
            entries,
            sheets,
            openings: found,
        })
    }

    /// Whether this is neither text nor an archive: no chat export that can be read as lines or tables.
    pub fn looks_binary(&self) -> bool {
        self.encoding.is_none() && !self.is_zip() && !self.head.is_empty()
    }

    /// Whether this is a zip archive (so are xlsx and docx).
    pub fn is_zip(&self) -> bool {
        archive::is_zip(&self.head)
    }

    /// The name's ending in lower case, without the dot; empty where there is none.
    pub fn extension(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
    }

    /// The lines of the text; the last may be cut. Splits where [`super::text::lines`] does, except that CRLF inside
    /// mixed files may leave nothing behind.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .split_inclusive('\n')
            .map(|line| line.strip_suffix('\n').unwrap_or(line))
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .flat_map(|line| line.split('\r'))
    }
}

/// How the first texts of an archive begin. One that cannot be unpacked has nothing to say here; reading it will
/// tell why.
fn openings(input: &dyn Input, archive: &mut Archive<'_>, names: &[String]) -> Vec<Opening> {
    let is_strings = |name: &str| name == "xl/sharedStrings.xml";
    let is_sheet = |name: &str| name.strip_prefix("xl/worksheets/").is_some_and(|name| !name.contains('/'));
    let is_text = |name: &str| {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| TEXT_ENDINGS.contains(&ending.to_lowercase().as_str()))
    };
    let mut chosen: Vec<usize> = Vec::new();
    for wanted in [&is_strings as &dyn Fn(&str) -> bool, &is_sheet, &is_text] {
        chosen.extend(names.iter().enumerate().filter(|(_, name)| wanted(name)).map(|(index, _)| index));
    }
    chosen.truncate(OPENINGS);
    let mut opening = |index: usize| {
        let name = names.get(index)?;
        let stream = archive::unpacked(input, archive, index, name).ok()?;
        let (job, mut allowance, mut head) =
            (Job::quiet(), Allowance::bytes(2 * OPENING_BYTES as u64), Vec::new());
        let limited = stream.take(OPENING_BYTES as u64);
        Metered::new(limited, name, &mut allowance, &job).read_to_end(&mut head).ok()?;
        let extent = if head.len() < OPENING_BYTES { Extent::Whole } else { Extent::Head };
        let text = decoded(&head, detect(&head, extent)?, extent);
        Some(Opening { name: name.clone(), text })
    };
    chosen.into_iter().filter_map(&mut opening).collect()
}

/// The head as text, without its byte order mark and without a cut last character.
fn decoded(head: &[u8], found: Detected, extent: Extent) -> String {
    let body = head.get(found.bom..).unwrap_or_default();
    let mut decoder = found.encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    text.reserve(decoder.max_utf8_buffer_length(body.len()).unwrap_or(body.len()));
    let _ = decoder.decode_to_string(body, &mut text, extent == Extent::Whole);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::input::Bytes;
    use std::io::{Cursor, Write};

    fn probe(content: &[u8]) -> Probe {
        Probe::of(&Bytes { name: "聊天.TXT".to_owned(), content: content.to_vec() }).expect("it can be read")
    }

    #[test]
    fn the_head_is_bounded_and_cut_at_a_character() {
        let content = "言".repeat(HEAD_BYTES);
        let seen = probe(content.as_bytes());
        assert_eq!(seen.head.len(), HEAD_BYTES);
        assert!(seen.text.chars().all(|c| c == '言'), "no half character at the cut");
        assert_eq!(seen.extension(), "txt");
    }

    #[test]
    fn a_zip_shows_its_names_and_no_text() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("_chat.txt", zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.write_all(b"hello").expect("in memory");
        let seen = probe(&zip.finish().expect("in memory").into_inner());
        assert_eq!(seen.entries, ["_chat.txt"]);
        assert_eq!(seen.openings.first().map(|opening| opening.text.as_str()), Some("hello"));
        assert!(seen.text.is_empty() && !seen.looks_binary());
    }

    #[test]
    fn a_broken_zip_is_named_as_damaged() {
        let input = Bytes { name: "a.zip".to_owned(), content: b"PK\x03\x04 and nothing more".to_vec() };
        assert!(matches!(Probe::of(&input), Err(Error::Damaged { .. })));
    }

    #[test]
    fn a_picture_looks_binary_and_a_text_does_not() {
        assert!(probe(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").looks_binary());
        assert!(!probe(b"hello").looks_binary());
        assert!(!probe(b"").looks_binary(), "nothing is not binary; reading it says that it is empty");
    }

    #[test]
    fn lines_of_the_head_split_like_lines_of_the_file() {
        let seen = probe(b"a\r\nb\nc\rd\n\ne");
        assert_eq!(seen.lines().collect::<Vec<_>>(), ["a", "b", "c", "d", "", "e"]);
    }
}
