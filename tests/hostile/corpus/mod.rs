//! Files that somebody might send to do harm, made here and never kept: each a name, what lies beside it, and
//! how its bytes are written. What becomes of them is judged in the test, not here.

mod archives;
mod clocks;
mod crowds;
mod encodings;
mod json;
mod packed;
mod payloads;
mod pictures;
mod programs;
mod raw_zip;
mod tables;
mod texts;

use std::io::{self, Write};

/// The MiB of what is far too long; no more than is refused for it where nothing is optimised.
const HUGE: usize = if cfg!(debug_assertions) { 70 } else { 200 };

/// What must become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is refused or read whole; either is right.
    Either,
    /// It is read whole.
    Read,
    /// It is refused.
    Refused,
    /// It is refused because of a limit.
    Limit,
}

/// Where the payload of a file has to be found again, letter by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeps {
    /// Nothing is asked.
    Anything,
    /// Some message has exactly these words.
    Text(String),
    /// The same, and the words serve as a keyword and a note too.
    TextAndNotes(String),
}

/// Whether a file is small and sound enough to be printed with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Writes the bytes of a file.
type Content = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync>;

/// A hostile file.
pub struct Hostile {
    /// What it is called in reports, and its folder.
    pub name: String,
    /// Its file name.
    pub file: String,
    /// Files beside it.
    pub beside: Vec<(String, Vec<u8>)>,
    /// What must become of it.
    pub fate: Fate,
    /// What must be found again.
    pub keeps: Keeps,
    /// Whether it takes part in the printed documents.
    pub printed: Printed,
    content: Content,
}

impl Hostile {
    /// A file whose bytes are written bit by bit, for those too large to hold.
    fn streamed(
        name: impl Into<String>,
        file: impl Into<String>,
        content: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            file: file.into(),
            beside: Vec::new(),
            fate: Fate::Either,
            keeps: Keeps::Anything,
            printed: Printed::No,
            content: Box::new(content),
        }
    }

    /// A file of these bytes.
    fn of(name: impl Into<String>, file: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        Self::streamed(name, file, move |out| out.write_all(&content))
    }

    fn fate(mut self, fate: Fate) -> Self {
        self.fate = fate;
        self
    }

    fn keeps(mut self, keeps: Keeps) -> Self {
        self.keeps = keeps;
        self
    }

    fn beside(mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        self.beside.push((name.into(), content.into()));
        self
    }

    fn printed(mut self) -> Self {
        self.printed = Printed::Yes;
        self
    }

    /// Writes its bytes.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.content)(out)
    }
}

/// All of them.
pub fn all() -> Vec<Hostile> {
    let rooms: [fn() -> Vec<Hostile>; 11] = [
        archives::all,
        clocks::all,
        crowds::all,
        encodings::all,
        json::all,
        packed::all,
        payloads::all,
        pictures::all,
        programs::all,
        tables::all,
        texts::all,
    ];
    rooms.iter().flat_map(|room| room()).collect()
}
