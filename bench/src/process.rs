//! A peer's process: a line in, a line out.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use yanju_bench_common::{Cost, Outcome};

/// All peers, ours first.
pub const NAMES: [&str; 8] =
    ["ours", "session", "tantivy", "fts5", "fts5-by-row", "seshat", "seshat-words", "ripgrep"];

/// What they are called in tables.
pub fn label(name: &str) -> &str {
    match name {
        "ours" => "Yanju",
        "session" => "Yanju, as the window asks",
        "tantivy" => "tantivy, plain",
        "fts5" => "FTS5 in SQLCipher",
        "fts5-by-row" => "FTS5, newest by row",
        "seshat" => "seshat, n-grams",
        "seshat-words" => "seshat, words",
        "ripgrep" => "ripgrep, plain text",
        other => other,
    }
}

/// Whose files it reads, where it does not fill its own.
pub fn reads_of(name: &str) -> Option<&'static str> {
    match name {
        "session" => Some("ours"),
        "fts5-by-row" => Some("fts5"),
        _ => None,
    }
}

/// A running peer.
pub struct Process {
    pub name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    pub fn start(name: &str, seshat: Option<&Path>) -> Outcome<Self> {
        let mut command = match seshat.filter(|_| name.starts_with("seshat")) {
            Some(program) => Command::new(program),
            None => Command::new(std::env::current_exe()?),
        };
        let mut child = command.args(["peer", name]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("a peer without an output")?;
        let input = child.stdin.take();
        Ok(Self { name: name.to_owned(), child, input, output: BufReader::new(output) })
    }

    /// What it answers; `None`: it cannot.
    pub fn ask(&mut self, line: &str) -> Outcome<Option<String>> {
        let input = self.input.as_mut().ok_or("a peer without an input")?;
        writeln!(input, "{line}")?;
        input.flush()?;
        let mut answer = String::new();
        if self.output.read_line(&mut answer)? == 0 {
            return Err(format!("{} ended at: {line}", self.name).into());
        }
        match answer.trim_end() {
            "cannot" => Ok(None),
            problem if problem.starts_with("error ") => {
                Err(format!("{}: {problem}, asked: {line}", self.name).into())
            }
            answer => Ok(Some(answer.to_owned())),
        }
    }

    /// What it answers: a cost, and what stands after it.
    pub fn costs(&mut self, line: &str) -> Outcome<Option<(Cost, String)>> {
        let Some(answer) = self.ask(line)? else { return Ok(None) };
        let cost = answer.parse()?;
        let rest = answer.splitn(3, ' ').nth(2).unwrap_or_default();
        Ok(Some((cost, rest.to_owned())))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // At the end of its input it ends by itself.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &PathBuf) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
