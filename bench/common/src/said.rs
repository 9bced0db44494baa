//! The records: one a line, its fields between tabs, so that reading them costs next to nothing.

use std::{
    fmt,
    fs::File,
    io::{self, BufRead as _, BufReader},
    path::Path,
};

/// A message: who says what to whom, and when.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// From 1, in the order of times.
    pub number: u64,
    /// UTC, milliseconds.
    pub sent_at_ms: i64,
    /// The title of the conversation, and its key.
    pub conversation: String,
    /// Where, by the stable name of the platform.
    pub platform: String,
    /// Who.
    pub sender: String,
    /// Whether an agent wrote it, not a customer.
    pub by_agent: bool,
    /// What.
    pub text: String,
}

impl Said {
    /// What [`fmt::Display`] wrote.
    pub fn parse(line: &str) -> Option<Self> {
        let mut fields = line.splitn(7, '\t');
        let mut next = || fields.next();
        Some(Self {
            number: next()?.parse().ok()?,
            sent_at_ms: next()?.parse().ok()?,
            conversation: next()?.to_owned(),
            platform: next()?.to_owned(),
            sender: next()?.to_owned(),
            by_agent: next()? == "1",
            text: next()?.to_owned(),
        })
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, sent_at_ms, conversation, platform, sender, by_agent, text } = self;
        let by_agent = u8::from(*by_agent);
        write!(f, "{number}\t{sent_at_ms}\t{conversation}\t{platform}\t{sender}\t{by_agent}\t{text}")
    }
}

/// Reads them one after the other.
pub fn read(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Said>>> {
    let lines = BufReader::with_capacity(1 << 20, File::open(path)?).lines();
    Ok(lines.map(|line| Said::parse(&line?).ok_or_else(|| io::Error::other("a line that is no message"))))
}
