//! The records of `cargo xtask corpus` as peers are given them.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::Path,
};
use yanju_bench_common::{Outcome, Said};

/// A line of the corpus.
fn said(number: u64, line: &str) -> Outcome<Said> {
    let line: serde_json::Value = serde_json::from_str(line)?;
    let field = |name: &str| line[name].as_str().unwrap_or_default().replace(['\t', '\n'], " ");
    Ok(Said {
        number,
        sent_at_ms: chrono::DateTime::parse_from_rfc3339(&field("time"))?.timestamp_millis(),
        conversation: field("conversation"),
        platform: field("platform"),
        sender: field("sender"),
        by_agent: field("role") == "agent",
        text: field("text"),
    })
}

/// Writes them anew, one a line, its fields between tabs; says how many bytes of text there are.
pub fn prepare(corpus: &Path, prepared: &Path) -> Outcome<u64> {
    let mut out = BufWriter::new(File::create(prepared)?);
    let mut bytes = 0;
    for (number, line) in (1..).zip(BufReader::new(File::open(corpus)?).lines()) {
        let said = said(number, &line?)?;
        bytes += said.text.len() as u64;
        writeln!(out, "{said}")?;
    }
    out.flush()?;
    Ok(bytes)
}
