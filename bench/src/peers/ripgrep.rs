//! ripgrep's library over the plaintext, a JSON document a line, as it would be exported: nothing is encrypted or indexed.
//!
//! It is linked, not started: no time goes into beginning a process, and nobody has to install it.

use grep_matcher::Matcher as _;
use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use grep_searcher::{BinaryDetection, MmapChoice, Searcher, SearcherBuilder, Sink, SinkMatch};
use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};
use yanju_bench_common::{Answer, Outcome, Peer, Question, Said};

pub struct Ripgrep {
    path: PathBuf,
}

impl Peer for Ripgrep {
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        let mut out = BufWriter::new(File::create(folder.join("talk.jsonl"))?);
        for said in records {
            writeln!(out, "{}", line(&said?))?;
        }
        out.flush()?;
        Ok(out.into_inner()?.sync_all()?)
    }

    fn open(folder: &Path) -> Outcome<Self> {
        Ok(Self { path: folder.join("talk.jsonl") })
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        let Some(found) = self.scan(question)? else { return Ok(None) };
        Ok(Some(found.newest.into_iter().rev().collect()))
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        Ok(self.scan(question)?.map(|found| found.total))
    }

    fn add(&mut self, said: &Said) -> Answer<()> {
        let mut file = File::options().append(true).open(&self.path)?;
        writeln!(file, "{}", line(said))?;
        file.sync_data()?;
        Ok(Some(()))
    }
}

impl Ripgrep {
    fn scan(&self, question: &Question) -> Answer<Scan> {
        let mut has = question.has().map(matcher).collect::<Outcome<Vec<_>>>()?;
        if question.filters() || has.is_empty() {
            return Ok(None);
        }
        let first = has.remove(0);
        let lacks = question.lacks().map(matcher).collect::<Outcome<_>>()?;
        let mut scan = Scan { has, lacks, total: 0, newest: VecDeque::new() };
        // SAFETY: nobody writes to the file while it is read.
        let mapped = unsafe { MmapChoice::auto() };
        let mut searcher = SearcherBuilder::new()
            .line_number(true)
            .memory_map(mapped)
            .binary_detection(BinaryDetection::none())
            .build();
        searcher.search_path(&first, &self.path, &mut scan)?;
        Ok(Some(scan))
    }
}

/// What one pass over the file has found.
struct Scan {
    /// What a line must hold besides.
    has: Vec<RegexMatcher>,
    lacks: Vec<RegexMatcher>,
    total: u64,
    /// The last fifty lines.
    newest: VecDeque<u64>,
}

impl Sink for Scan {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, line: &SinkMatch<'_>) -> io::Result<bool> {
        let holds = |matcher: &RegexMatcher| matcher.is_match(line.bytes()).unwrap_or(false);
        if self.has.iter().all(holds) && !self.lacks.iter().any(holds) {
            self.total += 1;
            self.newest.push_back(line.line_number().unwrap_or(0));
            if self.newest.len() > 50 {
                self.newest.pop_front();
            }
        }
        Ok(true)
    }
}

fn matcher(text: &str) -> Outcome<RegexMatcher> {
    let mut literal = RegexMatcherBuilder::new();
    literal.case_insensitive(true).fixed_strings(true);
    Ok(literal.build_literals(&[text])?)
}

fn line(said: &Said) -> serde_json::Value {
    serde_json::json!({
        "conversation": said.conversation,
        "platform": said.platform,
        "time": said.sent_at_ms,
        "sender": said.sender,
        "role": if said.by_agent { "agent" } else { "customer" },
        "text": said.text,
    })
}
