//! The records to measure with: the lines of an invented corpus.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader},
};

/// A message: who says what to whom, and when.
pub(crate) struct Said {
    pub(crate) conversation: String,
    /// UTC, milliseconds.
    pub(crate) sent_at_ms: i64,
    pub(crate) sender: String,
    pub(crate) is_agent: bool,
    pub(crate) text: String,
}

/// A line of the corpus.
#[derive(serde::Deserialize)]
struct Line {
    conversation: String,
    time: chrono::DateTime<chrono::Utc>,
    sender: String,
    role: String,
    text: String,
}

/// Reads all of them.
pub(crate) fn read(path: &str) -> io::Result<Vec<Said>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines
        .map(|line| {
            let Line { conversation, time, sender, role, text } = serde_json::from_str(&line?)?;
            Ok(Said {
                conversation,
                sent_at_ms: time.timestamp_millis(),
                sender,
                is_agent: role == "agent",
                text,
            })
        })
        .collect()
}
