//! Files that messages mention: what their names tell, and how they come into the sink's keeping.

use super::placeholders::is_media;
use crate::import::{
    Error, Input, Result, Sink,
    archive::{Allowance, Metered},
    input::is_below,
};
use std::{collections::HashMap, io::Read};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, StoredContent},
    job::Job,
};

/// The longest file beside a text that is read, in bytes.
const ATTACHMENT_LIMIT: u64 = 4 * 1024 * 1024 * 1024;

/// The longest message text read, in bytes: a guard against files with one header and no second.
pub const MESSAGE_LIMIT: usize = 16 * 1024 * 1024;

/// What a file is, by its name.
pub fn kind_of_file(name: &str) -> Kind {
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "webp" => Kind::Sticker,
        _ if name.starts_with("stk-") || name.contains("-sticker-") => Kind::Sticker,
        "jpg" | "jpeg" | "png" | "gif" | "heic" | "heif" | "bmp" | "tif" | "tiff" => Kind::Image,
        "mp4" | "mov" | "3gp" | "avi" | "mkv" | "m4v" | "webm" => Kind::Video,
        "opus" | "m4a" | "mp3" | "aac" | "amr" | "ogg" | "wav" | "silk" => Kind::Voice,
        "vcf" => Kind::Contact,
        _ => Kind::File,
    }
}

/// Whether a message stands for media of which not every file is there.
pub(crate) fn lacks_media(draft: &MessageDraft) -> bool {
    let files = &draft.attachments;
    (is_media(draft.kind) && files.is_empty()) || files.iter().any(|file| file.content.is_none())
}

/// The files beside a text. Each is read once, however often it is mentioned: a line is short, a film is not.
pub struct Beside<'a> {
    input: &'a dyn Input,
    /// What is known of the files that are there.
    read: HashMap<String, Option<StoredContent>>,
}

impl<'a> Beside<'a> {
    /// The files beside `input`.
    pub fn new(input: &'a dyn Input) -> Self {
        Self { input, read: HashMap::new() }
    }

    /// The attachment of this name, with its content where it is there.
    pub fn attachment(&mut self, name: &str, sink: &mut dyn Sink, job: &Job) -> Result<AttachmentDraft> {
        let content = match self.read.get(name) {
            Some(known) => known.clone(),
            None => self.content(name, sink, job)?,
        };
        Ok(AttachmentDraft { name: name.to_owned(), content })
    }

    fn content(&mut self, name: &str, sink: &mut dyn Sink, job: &Job) -> Result<Option<StoredContent>> {
        let found = if is_below(name) { self.input.beside(name) } else { Ok(None) };
        let content = match found {
            Ok(Some(reader)) => {
                let mut allowance = Allowance::bytes(ATTACHMENT_LIMIT);
                kept(&mut Metered::new(reader, name, &mut allowance, job), name, sink)?
            }
            Ok(None) => return Ok(None),
            Err(source) => {
                unreadable(&source, name, sink);
                None
            }
        };
        self.read.insert(name.to_owned(), content.clone());
        Ok(content)
    }
}

/// Takes what `reader` gives into the sink's keeping. Where it fails, the message goes without and `place` is
/// named: one bad file must not cost the chat.
pub fn kept(reader: &mut dyn Read, place: &str, sink: &mut dyn Sink) -> Result<Option<StoredContent>> {
    match sink.content(reader) {
        Err(Error::Unreadable { source }) => match Error::of_stream(place, source) {
            cancelled @ Error::Cancelled(_) => Err(cancelled),
            failure => {
                unreadable(&failure, place, sink);
                Ok(None)
            }
        },
        outcome => outcome.map(Some),
    }
}

/// Says that an attachment cannot be read.
pub fn unreadable(failure: &dyn std::error::Error, place: &str, sink: &mut dyn Sink) {
    sink.warning(Warning::new("unreadable_attachment", place, &failure.to_string()));
}
