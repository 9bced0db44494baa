//! Where the chats lie: a text with its media beside it, or an archive that holds both, often of several chats.

use super::title::{CHAT_IN_ARCHIVE, title_of};
use crate::import::{
    Error, Input, Result, Sink,
    archive::{self, Allowance, Archive, Metered, Unpacked},
    drafting::media::{self, Beside},
    probe::HEAD_BYTES,
    text::encoding::Detected,
    text::lines::{self, Lines, detect_text},
};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use yanju_model::{
    draft::{AttachmentDraft, StoredContent},
    job::Job,
};

/// How the files of other exports end.
const OTHER_EXPORTS: &[&str] =
    &["txt", "csv", "tsv", "xlsx", "json", "jsonl", "xml", "html", "htm", "eml", "mbox", "mht", "log", "zip"];

/// An export: the texts of its chats and where they are read from.
pub struct Export<'a> {
    /// The texts. At least one.
    pub texts: Vec<ChatText>,
    /// What they are read from.
    pub source: Source<'a>,
}

/// The text of a chat.
pub struct ChatText {
    /// Its entry, where it lies in an archive.
    entry: Option<Entry>,
    /// Its name; the archive's before it, where there is one.
    pub file: String,
    /// Who wrote or what the group is called, by the names of file and folder. Empty where they do not say.
    pub title: String,
}

/// An entry of an archive.
struct Entry {
    index: usize,
    name: String,
}

/// What texts are read from.
pub struct Source<'a> {
    input: &'a dyn Input,
    archive: Option<Archive<'a>>,
    /// What each of the two readings may still unpack, of all texts together.
    surveyed: Allowance,
    written: Allowance,
}

/// The files of an export.
pub struct ChatMedia<'a> {
    beside: Beside<'a>,
    archive: Option<Archive<'a>>,
    allowance: Allowance,
    by_path: HashMap<String, usize>,
    /// The files that lie in no chat's folder, by their plain name.
    anywhere: HashMap<String, usize>,
    /// What is known of the entries that were unpacked: each is unpacked once, however often it is mentioned.
    unpacked: HashMap<usize, Option<StoredContent>>,
}

/// Which of the two readings of a text this is; each counts for half of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Settling dates and names.
    Survey,
    /// Writing messages.
    Messages,
}

/// The entries that hold the texts of chats. A folder with the text that iPhones name so holds one chat; its
/// other texts were sent in it.
pub fn text_entries(entries: &[String]) -> Vec<usize> {
    let (mut own, mut named) = (HashSet::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        let (folder, name) = parted(entry);
        if name == CHAT_IN_ARCHIVE {
            own.insert(folder);
            named.push((index, folder, name));
        } else if name.to_lowercase().ends_with(".txt") && title_of(name).is_some() {
            named.push((index, folder, name));
        }
    }
    let is_a_chat =
        |(_, folder, name): &(usize, &str, &str)| *name == CHAT_IN_ARCHIVE || !own.contains(folder);
    named.into_iter().filter(is_a_chat).map(|(index, ..)| index).collect()
}

/// Whether an archive holds chats and nothing but what was sent in them. A table or a text in a folder without a
/// chat is another export, which must not be passed over.
pub fn is_all_of_chats(entries: &[String]) -> bool {
    let texts = text_entries(entries);
    let folders: HashSet<&str> =
        texts.iter().filter_map(|index| entries.get(*index)).map(|entry| parted(entry).0).collect();
    let is_elsewhere = |entry: &String| {
        let ending = entry.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase());
        OTHER_EXPORTS.contains(&ending.as_str()) && !folders.contains(parted(entry).0)
    };
    !texts.is_empty() && !entries.iter().any(is_elsewhere)
}

/// An entry's folder and its name in it.
fn parted(entry: &str) -> (&str, &str) {
    entry.rsplit_once('/').unwrap_or(("", entry))
}

/// Finds the texts in `input` and lists the media.
pub fn open(input: &dyn Input) -> Result<(Export<'_>, ChatMedia<'_>)> {
    let failed = |source| Error::Io { file: input.name().to_owned(), source };
    let mut start = Vec::new();
    input.open().map_err(failed)?.take(4).read_to_end(&mut start).map_err(failed)?;
    let is_archive = archive::is_zip(&start);
    let archive = || is_archive.then(|| archive::open(input)).transpose();
    let allowance = || Allowance::of_archive(input);
    let source = Source { input, archive: archive()?, surveyed: allowance(), written: allowance() };
    let (by_path, anywhere) = (HashMap::new(), HashMap::new());
    let (beside, unpacked) = (Beside::new(input), HashMap::new());
    let mut media =
        ChatMedia { beside, archive: archive()?, allowance: allowance(), by_path, anywhere, unpacked };
    let texts = if let Some(archive) = &source.archive {
        let names = archive::names(archive);
        let texts = texts_of(input, &names);
        media.list(names, &texts);
        texts
    } else {
        let title = title_of(input.name()).unwrap_or_default();
        vec![ChatText { entry: None, file: input.name().to_owned(), title }]
    };
    if texts.is_empty() {
        return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
    }
    Ok((Export { texts, source }, media))
}

/// The texts in an archive. The archive's own name is that of its chat, if it holds no other.
fn texts_of(input: &dyn Input, names: &[String]) -> Vec<ChatText> {
    let entries = text_entries(names);
    let of_archive = (entries.len() == 1).then(|| title_of(input.name())).flatten();
    let text = |index: usize| {
        let name = names.get(index)?.clone();
        let (folder, plain) = parted(&name);
        let title = title_of(plain).or_else(|| title_of(folder)).or_else(|| of_archive.clone());
        let file = format!("{}/{name}", input.name());
        Some(ChatText { entry: Some(Entry { index, name }), file, title: title.unwrap_or_default() })
    };
    entries.into_iter().filter_map(text).collect()
}

impl ChatText {
    /// Its name within the archive; empty outside of one.
    pub fn entry_name(&self) -> &str {
        self.entry.as_ref().map_or("", |entry| &entry.name)
    }

    /// The folder of an archive that it lies in.
    fn folder(&self) -> &str {
        self.entry.as_ref().map_or("", |entry| parted(&entry.name).0)
    }
}

impl Source<'_> {
    /// The encoding of a text, by its head.
    pub fn detect(&mut self, text: &ChatText, job: &Job) -> Result<Detected> {
        let (Some(archive), Some(entry)) = (&mut self.archive, &text.entry) else {
            return lines::open(self.input).map(|(_, detected)| detected);
        };
        let mut head = Vec::new();
        let stream = stream(self.input, archive, entry)?;
        Metered::new(stream, &text.file, &mut self.surveyed, job)
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(|source| Error::of_stream(&text.file, source))?;
        detect_text(&text.file, &head, HEAD_BYTES)
    }

    /// Gives the lines of a text to `visit`, one after the other, and reports progress.
    pub fn each_line(
        &mut self,
        text: &ChatText,
        detected: Detected,
        pass: Pass,
        job: &Job,
        visit: impl FnMut(&lines::Line<'_>) -> Result<()>,
    ) -> Result<()> {
        let (Some(archive), Some(entry)) = (&mut self.archive, &text.entry) else {
            let failed = |source| Error::Io { file: text.file.clone(), source };
            let stream = self.input.open().map_err(failed)?;
            let mut lines = Lines::new(stream, &text.file, detected);
            return run(&mut lines, visit, |bytes| pass.advance(job, bytes));
        };
        let stream = stream(self.input, archive, entry)?;
        let packed = stream.packed();
        let allowance = match pass {
            Pass::Survey => &mut self.surveyed,
            Pass::Messages => &mut self.written,
        };
        let metered = Metered::new(stream, &text.file, allowance, job);
        // Unpacked bytes say nothing about progress through the archive.
        run(&mut Lines::new(metered, &text.file, detected), visit, |_| Ok(()))?;
        pass.advance(job, packed)
    }
}

impl Pass {
    fn advance(self, job: &Job, bytes: u64) -> Result<()> {
        let half = bytes / 2;
        Ok(job.advance(if self == Self::Survey { half } else { bytes - half })?)
    }
}

/// What an entry unpacks to.
fn stream<'s>(input: &dyn Input, archive: &'s mut Archive<'_>, entry: &Entry) -> Result<Unpacked<'s>> {
    archive::unpacked(input, archive, entry.index, &entry_place(&entry.name))
}

impl ChatMedia<'_> {
    /// Takes up the entries of an archive.
    fn list(&mut self, names: Vec<String>, texts: &[ChatText]) {
        let of_chats: HashSet<&str> = texts.iter().map(ChatText::folder).collect();
        for (index, path) in names.into_iter().enumerate() {
            let (folder, name) = parted(&path);
            if !of_chats.contains(folder) {
                self.anywhere.insert(name.to_owned(), index);
            }
            self.by_path.insert(path, index);
        }
    }

    /// Where the file of this name lies that a chat speaks of: in its own folder, else in one that is no
    /// other chat's. Two chats may each have an `invoice.pdf`.
    fn find(&self, text: &ChatText, name: &str) -> Option<usize> {
        let own = match text.folder() {
            "" => self.by_path.get(name),
            folder => self.by_path.get(&format!("{folder}/{name}")),
        };
        own.or_else(|| self.anywhere.get(name)).copied()
    }

    /// The file of this name as an attachment, with its content where the export holds it.
    pub fn attachment(
        &mut self,
        text: &ChatText,
        name: &str,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<AttachmentDraft> {
        if self.archive.is_none() {
            return self.beside.attachment(name, sink, job);
        }
        let content = match self.find(text, name) {
            Some(index) => self.entry(index, name, sink, job)?,
            None => None,
        };
        Ok(AttachmentDraft { name: name.to_owned(), content })
    }

    fn entry(
        &mut self,
        index: usize,
        name: &str,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Option<StoredContent>> {
        if let Some(known) = self.unpacked.get(&index) {
            return Ok(known.clone());
        }
        let Some(archive) = &mut self.archive else { return Ok(None) };
        let place = entry_place(name);
        let content = match archive.by_index(index) {
            Ok(entry) => {
                let packed = entry.compressed_size();
                let mut metered = Metered::new(entry, name, &mut self.allowance, job);
                let content = media::kept(&mut metered, &place, sink)?;
                job.advance(packed)?;
                content
            }
            Err(error) => {
                media::unreadable(&error, &place, sink);
                None
            }
        };
        self.unpacked.insert(index, content.clone());
        Ok(content)
    }
}

fn run(
    lines: &mut Lines<'_>,
    mut visit: impl FnMut(&lines::Line<'_>) -> Result<()>,
    advance: impl Fn(u64) -> Result<()>,
) -> Result<()> {
    while let Some(line) = lines.next_line()? {
        if line.bytes > 0 {
            advance(line.bytes)?;
        }
        visit(&line)?;
    }
    Ok(())
}

fn entry_place(name: &str) -> String {
    format!("zip entry {name}")
}
