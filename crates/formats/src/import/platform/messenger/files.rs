//! The files that threads mention. Their addresses begin somewhere in the export: they are found by their last
//! folders, beside the thread or in the archive.

use crate::import::{
    Input, Result, Sink,
    archive::{self, Allowance, Archive, Metered},
    drafting::media::{self, Beside},
};
use std::collections::HashMap;
use yanju_model::{
    draft::{AttachmentDraft, StoredContent},
    job::Job,
};

/// The files of an export.
pub(super) struct Files<'a> {
    beside: Beside<'a>,
    archive: Option<Archive<'a>>,
    allowance: Allowance,
    /// The entries of the archive, by their path from `messages` on.
    entries: HashMap<String, usize>,
    /// What is known of the entries that were unpacked.
    unpacked: HashMap<usize, Option<StoredContent>>,
}

impl<'a> Files<'a> {
    /// The files beside a thread.
    pub(super) fn beside(input: &'a dyn Input) -> Self {
        Self {
            beside: Beside::new(input),
            archive: None,
            allowance: Allowance::bytes(0),
            entries: HashMap::new(),
            unpacked: HashMap::new(),
        }
    }

    /// The files of an archive.
    pub(super) fn in_archive(input: &'a dyn Input) -> Result<Self> {
        let archive = archive::open(input)?;
        let names = archive::names(&archive).into_iter().enumerate();
        let entries = names.map(|(index, name)| (within(&name).to_owned(), index)).collect();
        let allowance = Allowance::of_archive(input);
        Ok(Self { archive: Some(archive), allowance, entries, ..Self::beside(input) })
    }

    /// The file at an address, which a thread in `folder` of an archive mentions.
    pub(super) fn attachment(
        &mut self,
        address: &str,
        folder: &str,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<AttachmentDraft> {
        let path = address.trim_start_matches("./");
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let is_elsewhere = path.contains("://") || path.starts_with("data:");
        let near = last_two(path);
        let content = if is_elsewhere {
            None
        } else if self.archive.is_some() {
            let beside = format!("{}/{near}", within(folder));
            let found = self.entries.get(within(path)).or_else(|| self.entries.get(&beside)).copied();
            match found {
                Some(index) => self.entry(index, path, sink, job)?,
                None => None,
            }
        } else {
            let mut content = None;
            for path in [near, path] {
                if content.is_none() {
                    content = self.beside.attachment(path, sink, job)?.content;
                }
            }
            content
        };
        Ok(AttachmentDraft { name, content })
    }

    fn entry(
        &mut self,
        index: usize,
        path: &str,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Option<StoredContent>> {
        if let Some(known) = self.unpacked.get(&index) {
            return Ok(known.clone());
        }
        let Some(archive) = &mut self.archive else { return Ok(None) };
        let place = format!("zip entry {path}");
        let content = match archive.by_index(index) {
            Ok(entry) => {
                let packed = entry.compressed_size();
                let mut metered = Metered::new(entry, path, &mut self.allowance, job);
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

/// A path from `messages` on: what stands before it differs from one export to the next.
fn within(path: &str) -> &str {
    match path.find("messages/") {
        Some(at) if at == 0 || path.get(..at).is_some_and(|before| before.ends_with('/')) => {
            path.get(at..).unwrap_or(path)
        }
        _ => path,
    }
}

/// The last folder and the name.
fn last_two(path: &str) -> &str {
    let start = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    path.get(start..).unwrap_or(path)
}
