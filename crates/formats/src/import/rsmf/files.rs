//! The files that events mention: in the archive with the manifest, or beside it where it was unpacked.

use crate::import::{
    Input, Result, Sink,
    archive::{self, Allowance, Archive, Metered},
    drafting::media::{Beside, kept, unreadable},
    json::source::Pass,
};
use std::collections::HashMap;
use yanju_model::{
    draft::{AttachmentDraft, StoredContent},
    job::Job,
};

/// Where files are found.
pub(super) enum Files<'a> {
    /// Beside the manifest.
    Beside(Beside<'a>),
    /// In an archive.
    Within(Box<Within<'a>>),
}

/// An archive whose entries are files. Each is unpacked once, however often it is mentioned.
pub(super) struct Within<'a> {
    input: &'a dyn Input,
    archive: Archive<'a>,
    /// Whether unpacking counts as progress.
    pass: Pass,
    allowance: Allowance,
    unpacked: HashMap<String, Option<StoredContent>>,
}

impl<'a> Files<'a> {
    /// The files beside a manifest.
    pub(super) fn beside(input: &'a dyn Input) -> Self {
        Self::Beside(Beside::new(input))
    }

    /// The files in an archive.
    pub(super) fn within(input: &'a dyn Input, pass: Pass) -> Result<Self> {
        let (archive, allowance) = (archive::open(input)?, Allowance::of_archive(input));
        Ok(Self::Within(Box::new(Within { input, archive, pass, allowance, unpacked: HashMap::new() })))
    }

    /// The file with this id, by its shown name.
    pub(super) fn attachment(
        &mut self,
        id: &str,
        name: String,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<AttachmentDraft> {
        let content = match self {
            Self::Beside(beside) => beside.attachment(id, sink, job)?.content,
            Self::Within(within) => within.content(id, sink, job)?,
        };
        Ok(AttachmentDraft { name, content })
    }
}

impl Within<'_> {
    fn content(&mut self, id: &str, sink: &mut dyn Sink, job: &Job) -> Result<Option<StoredContent>> {
        if let Some(known) = self.unpacked.get(id) {
            return Ok(known.clone());
        }
        let Some(index) = self.archive.index_for_name(id) else { return Ok(None) };
        let content = match archive::unpacked(self.input, &mut self.archive, index, id) {
            Ok(entry) => {
                let packed = entry.packed();
                let content = kept(&mut Metered::new(entry, id, &mut self.allowance, job), id, sink)?;
                self.pass.advance(job, packed)?;
                content
            }
            Err(failure) => {
                unreadable(&failure, id, sink);
                None
            }
        };
        self.unpacked.insert(id.to_owned(), content.clone());
        Ok(content)
    }
}
