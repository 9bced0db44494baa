//! Where the chat lies: a text with its media beside it, or an archive that holds both.

use super::title::{CHAT_IN_ARCHIVE, title_of};
use crate::import::archive::{self, Allowance, Archive, Metered};
use crate::import::encoding::Detected;
use crate::import::lines::{self, Lines, detect_text};
use crate::import::media::{self, Beside};
use crate::import::probe::HEAD_BYTES;
use crate::import::{Error, Input, Result, Sink};
use std::collections::HashMap;
use std::io::Read;
use yanju_model::{
    draft::{AttachmentDraft, StoredContent},
    job::Job,
};

/// The text of an export.
pub struct ChatText<'a> {
    input: &'a dyn Input,
    /// Its entry, where it lies in an archive.
    entry: Option<usize>,
    /// Its name; the archive's before it, where there is one.
    pub file: String,
    /// Its encoding.
    pub detected: Detected,
    /// Who wrote or what the group is called, by the file's name. Empty where it does not say.
    pub title: String,
}

/// The files of an export.
pub struct ChatMedia<'a> {
    beside: Beside<'a>,
    archive: Option<Archive<'a>>,
    allowance: Allowance,
    by_name: HashMap<String, usize>,
    /// What is known of the entries that were unpacked: each is unpacked once, however often it is mentioned.
    unpacked: HashMap<usize, Option<StoredContent>>,
}

/// Which of the two readings of the text this is; each counts for half of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Settling dates and names.
    Survey,
    /// Writing messages.
    Messages,
}

/// The entry that holds the text, where an archive has one.
pub fn text_entry(entries: &[String]) -> Option<usize> {
    let is_text = |name: &str| name.to_lowercase().ends_with(".txt") && title_of(name).is_some();
    entries
        .iter()
        .position(|entry| plain_name(entry) == CHAT_IN_ARCHIVE)
        .or_else(|| entries.iter().position(|entry| is_text(plain_name(entry))))
}

/// An entry's name without its folders.
fn plain_name(entry: &str) -> &str {
    entry.rsplit('/').next().unwrap_or(entry)
}

/// Finds the text in `input`, looks at its head, and lists the media.
pub fn open(input: &dyn Input) -> Result<(ChatText<'_>, ChatMedia<'_>)> {
    let failed = |source| Error::Io { file: input.name().to_owned(), source };
    let mut start = Vec::new();
    input.open().map_err(failed)?.take(4).read_to_end(&mut start).map_err(failed)?;
    let title = title_of(input.name()).unwrap_or_default();
    let allowance = Allowance::of_archive(input);
    if !archive::is_zip(&start) {
        let (_, detected) = lines::open(input)?;
        let text = ChatText { input, entry: None, file: input.name().to_owned(), detected, title };
        return Ok((text, ChatMedia::new(input, None, allowance, HashMap::new())));
    }
    let mut archive = archive::open(input)?;
    let names = archive::names(&archive);
    let lacking = || Error::Lacks { file: input.name().to_owned(), what: "messages" };
    let index = text_entry(&names).ok_or_else(lacking)?;
    let name = names.get(index).cloned().unwrap_or_default();
    let file = format!("{}/{name}", input.name());
    let mut head = Vec::new();
    let entry =
        archive.by_index(index).map_err(|error| archive::damaged(input, entry_place(&name), &error))?;
    entry.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
    let detected = detect_text(&file, &head, HEAD_BYTES)?;
    let title = title_of(&name).unwrap_or(title);
    let by_name =
        names.into_iter().enumerate().map(|(index, name)| (plain_name(&name).to_owned(), index)).collect();
    let text = ChatText { input, entry: Some(index), file, detected, title };
    Ok((text, ChatMedia::new(input, Some(archive), allowance, by_name)))
}

impl ChatText<'_> {
    /// Gives the lines of the text to `visit`, one after the other, and reports progress.
    pub fn each_line(
        &self,
        pass: Pass,
        job: &Job,
        mut visit: impl FnMut(&lines::Line<'_>) -> Result<()>,
    ) -> Result<()> {
        let Some(index) = self.entry else {
            let failed = |source| Error::Io { file: self.file.clone(), source };
            let stream = self.input.open().map_err(failed)?;
            return run(&mut Lines::new(stream, &self.file, self.detected), visit, |bytes| match pass {
                Pass::Survey => Ok(job.advance(bytes / 2)?),
                Pass::Messages => Ok(job.advance(bytes - bytes / 2)?),
            });
        };
        let mut archive = archive::open(self.input)?;
        let entry = archive
            .by_index(index)
            .map_err(|error| archive::damaged(self.input, entry_place(&self.file), &error))?;
        let mut allowance = Allowance::of_archive(self.input);
        let entry = Metered::new(entry, &self.file, &mut allowance, job);
        // Unpacked bytes say nothing about progress through the archive; its media do.
        run(&mut Lines::new(entry, &self.file, self.detected), &mut visit, |_| Ok(()))
    }
}

impl<'a> ChatMedia<'a> {
    fn new(
        input: &'a dyn Input,
        archive: Option<Archive<'a>>,
        allowance: Allowance,
        by_name: HashMap<String, usize>,
    ) -> Self {
        Self { beside: Beside::new(input), archive, allowance, by_name, unpacked: HashMap::new() }
    }

    /// The file of this name as an attachment, with its content where the export holds it.
    pub fn attachment(&mut self, name: &str, sink: &mut dyn Sink, job: &Job) -> Result<AttachmentDraft> {
        if self.archive.is_none() {
            return self.beside.attachment(name, sink, job);
        }
        let content = match self.by_name.get(name).copied() {
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
