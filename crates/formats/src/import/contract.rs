//! What an importer promises and what it is given.

use super::{
    Input, Probe,
    columns::{ColumnSample, Mapping},
};
use std::io::Read;
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, DateOrder, MessageDraft, Sender, StoredContent, Understanding},
    job::{Cancelled, Job},
};

/// What people are told about a format.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The stable id used on the command line and in JSON, e.g. `whatsapp`.
    pub id: &'static str,
    /// The name in Chinese and in English.
    pub names: (&'static str, &'static str),
    /// File name endings, without the dot.
    pub extensions: &'static [&'static str],
    /// One sentence on what is read, in Chinese and in English.
    pub reads: (&'static str, &'static str),
}

/// How sure an importer is that a file is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Not this format.
    No,
    /// Readable, but so are many other things (a table, plain JSON).
    Possible,
    /// The shape fits and little else has it.
    Likely,
    /// A mark only this format carries.
    Certain,
}

impl Confidence {
    /// The stable name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// What the user settled beforehand. `None`: the importer decides by the whole file and says so.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The order of numeric dates.
    pub date_order: Option<DateOrder>,
    /// The platform, for formats that do not name one.
    pub platform: Option<Platform>,
    /// The title, for files that hold one conversation. It wins over the file's own.
    pub title: Option<String>,
    /// What columns of tables and fields of JSON and XML mean, where the user said so.
    pub mapping: Option<Mapping>,
}

/// Reads one format. Streams: memory does not grow with the file beyond what the format forces.
pub trait Importer: Sync {
    /// What people are told.
    fn about(&self) -> &'static About;

    /// Whether the file looks like this format, from a bounded head.
    fn recognise(&self, probe: &Probe) -> Confidence;

    /// The columns of the file, for people to say what they mean; `None` where the format leaves nothing to say.
    fn columns(&self, input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
        let _ = (input, options);
        Ok(None)
    }

    /// Pushes everything the file holds into `sink`, oldest first within a conversation.
    ///
    /// Doubtful content is kept and reported through [`Sink::warning`]; an error means that nothing sensible
    /// can be read. `job.advance` is called with the bytes consumed.
    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding>;
}

/// Where an importer's findings go.
pub trait Sink {
    /// Opens a conversation; returns the slot that its messages name. The same key gives the same slot.
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize>;

    /// Adds a message to the conversation of a slot.
    fn message(&mut self, slot: usize, draft: MessageDraft) -> Result<()>;

    /// Says of a conversation, before its messages, that their ids count them from one to the next, and count nothing
    /// else: those left out are missing. Ids that count over a whole account say nothing of one conversation.
    fn counted(&mut self, slot: usize) {
        let _ = slot;
    }

    /// Names one who belongs to a conversation whether they wrote or not, after its messages: the source lists its
    /// members. Nobody is a member of a conversation without messages.
    fn member(&mut self, slot: usize, member: Sender) -> Result<()>;

    /// Takes an attachment's bytes into keeping, before the message that names it is pushed.
    ///
    /// Where `reader` fails, nothing is kept and its error comes back as [`Error::Unreadable`].
    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent>;

    /// Notes a doubt.
    fn warning(&mut self, warning: Warning);
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes cannot be had.
    #[error("cannot read «{file}»: {source}")]
    Io {
        /// The file's name.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The file has no bytes, or nothing but white space.
    #[error("«{file}» is empty")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// The content is not what the format demands, at a place that can be named.
    #[error("«{file}» is damaged at {place}: {detail}")]
    Damaged {
        /// The file's name.
        file: String,
        /// Where: `line 17`, `byte 4096`, `zip entry _chat.txt`.
        place: String,
        /// What was found there.
        detail: String,
    },
    /// The layout is readable, but something it cannot do without is not there (a text column, say).
    #[error("«{file}» lacks {what}")]
    Lacks {
        /// The file's name.
        file: String,
        /// The stable code of what is missing: `text_column`, `messages`.
        what: &'static str,
    },
    /// A limit against hostile files was reached.
    #[error("«{file}» exceeds the limit on {limit} at {place}")]
    TooLarge {
        /// The file's name.
        file: String,
        /// Which limit: `line length`, `nesting`, `unpacked size`.
        limit: &'static str,
        /// Where.
        place: String,
    },
    /// The numeric dates can be read in two orders and nothing in the file decides.
    #[error("the dates of «{file}» can be read day first or month first")]
    AmbiguousDates {
        /// The file's name.
        file: String,
        /// The orders that they can be read in.
        orders: Vec<DateOrder>,
    },
    /// Cancelled by the user.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The reader given to [`Sink::content`] failed; the sink did not.
    #[error("the content cannot be read: {source}")]
    Unreadable {
        /// What the reader said.
        source: std::io::Error,
    },
    /// The sink could not keep what it was given.
    #[error("{0}")]
    Sink(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The error of a stream over `file`. Where one of ours has travelled inside (a limit, a cancelled job), it
    /// is that one again.
    pub(super) fn of_stream(file: &str, source: std::io::Error) -> Self {
        source.downcast::<Self>().unwrap_or_else(|source| Self::Io { file: file.to_owned(), source })
    }
}

/// The result of reading.
pub type Result<T> = std::result::Result<T, Error>;
