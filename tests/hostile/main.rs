//! Every hostile file is looked at and imported by a process of its own kind: nothing panics, nothing takes
//! longer or more memory than a person would bear, and the vault is afterwards what it was or holds the file whole.
//!
//! `cargo test -p yanju-tests --test hostile -- NAME` reads only the files whose names hold `NAME`, or one of several.

mod corpus;
mod usage;
mod worker;

use corpus::{Fate, Hostile, Keeps, Printed};
use serde::{Deserialize, Serialize};
use std::{
    collections::VecDeque,
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// What one act may take: of the processor where that is known, since a busy machine is no fault of a file.
const LIMIT: Duration = Duration::from_secs(10);
/// How long an answer is waited for by the clock on the wall.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often a worker is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(200);
/// What it may hold.
const MEMORY_KIB: u64 = 512 * 1024;
/// How many files there are at least.
const AT_LEAST: usize = 200;
/// Processes that read at once.
const WORKERS: usize = 2;

/// The argument by which this program is told to be a worker.
const WORKER: &str = "--worker";

/// What a worker is asked to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Ask {
    name: String,
    /// The file to read, or the folder to print to.
    path: String,
    /// The words to be found again.
    keeps: String,
    /// Whether the words serve as keyword and note as well.
    annotates: bool,
    /// The files to print instead, with the words to annotate them with.
    print: Vec<(String, String)>,
}

/// What a worker says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Told {
    name: String,
    look_ms: u64,
    import_ms: u64,
    peak_kib: u64,
    records: u64,
    refusal: Option<String>,
    faults: Vec<String>,
}

impl Told {
    fn slowest_ms(&self) -> u64 {
        self.look_ms.max(self.import_ms)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == WORKER) {
        worker::serve();
        return;
    }
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let start = Instant::now();
    let mut corpus = corpus::all();
    assert!(corpus.len() >= AT_LEAST, "there are {} files only", corpus.len());
    corpus.retain(|file| wanted.is_empty() || wanted.iter().any(|wanted| file.name.contains(*wanted)));

    let folder = TempDir::new().expect("a temporary folder");
    let results = read_all(&corpus, folder.path());
    let mut faults: Vec<String> = results.iter().flat_map(|(file, told)| judge(file, told)).collect();
    let printed = print_all(&corpus, folder.path());
    faults.extend(printed.iter().flat_map(excess));
    show(results.iter().map(|(_, told)| told).chain(&printed), start);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Prints the worst five by time and by memory.
#[expect(clippy::print_stdout, reason = "the figures are what the test is read for")]
fn show<'t>(told: impl Iterator<Item = &'t Told>, start: Instant) {
    let mut told: Vec<&Told> = told.collect();
    let refused = told.iter().filter(|told| told.refusal.is_some()).count();
    println!("{} hostile files, {refused} refused, in {:?}", told.len(), start.elapsed());
    let line = |told: &Told| {
        let (name, refusal) = (&told.name, told.refusal.as_deref().unwrap_or("read"));
        println!("  {:>6} ms {:>4} MiB  {name}: {refusal}", told.slowest_ms(), told.peak_kib / 1024);
    };
    told.sort_by_key(|told| std::cmp::Reverse(told.slowest_ms()));
    println!("slowest:");
    told.iter().take(5).for_each(|told| line(told));
    told.sort_by_key(|told| std::cmp::Reverse(told.peak_kib));
    println!("largest:");
    told.iter().take(5).for_each(|told| line(told));
}

/// What is wrong with how a file was taken.
fn judge(file: &Hostile, told: &Told) -> Vec<String> {
    let mut faults = excess(told);
    let is_right = match (file.fate, &told.refusal) {
        (Fate::Either, _) | (Fate::Read, None) => true,
        (Fate::Refused, Some(code)) => code != "internal",
        (Fate::Limit, Some(code)) => code.starts_with("limit_exceeded"),
        _ => false,
    };
    if !is_right || told.refusal.as_deref() == Some("internal") {
        faults.push(format!("{}: {:?} expected, it was {:?}", file.name, file.fate, told.refusal));
    }
    faults
}

fn excess(told: &Told) -> Vec<String> {
    let mut faults: Vec<String> = told.faults.iter().map(|fault| format!("{}: {fault}", told.name)).collect();
    if told.slowest_ms() > LIMIT.as_millis() as u64 {
        faults.push(format!("{}: took {} ms", told.name, told.slowest_ms()));
    }
    if told.peak_kib > MEMORY_KIB {
        faults.push(format!("{}: held {} MiB", told.name, told.peak_kib / 1024));
    }
    faults
}

/// Has every file read, by a few workers at once.
fn read_all<'c>(corpus: &'c [Hostile], folder: &Path) -> Vec<(&'c Hostile, Told)> {
    let queue: Mutex<VecDeque<&Hostile>> = Mutex::new(corpus.iter().collect());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let mut worker = None;
                while let Some(file) = { queue.lock().expect("no panic").pop_front() } {
                    let path = laid_out(file, folder);
                    let (keeps, annotates) = match &file.keeps {
                        Keeps::Anything => (String::new(), false),
                        Keeps::Text(words) => (words.clone(), false),
                        Keeps::TextAndNotes(words) => (words.clone(), true),
                    };
                    let ask = Ask {
                        name: file.name.clone(),
                        path: path.display().to_string(),
                        keeps,
                        annotates,
                        ..Ask::default()
                    };
                    let told = told_by(&mut worker, &ask);
                    if file.printed == Printed::No {
                        let _ = std::fs::remove_dir_all(path.parent().expect("a folder"));
                    }
                    results.lock().expect("no panic").push((file, told));
                }
            });
        }
    });
    results.into_inner().expect("no panic")
}

/// Writes a file and what lies beside it into a folder of its own.
fn laid_out(file: &Hostile, folder: &Path) -> PathBuf {
    let folder = folder.join(&file.name);
    std::fs::create_dir(&folder).expect("names are unique");
    for (name, content) in &file.beside {
        std::fs::write(folder.join(name), content).expect("a neighbour");
    }
    let path = folder.join(&file.file);
    let mut out = BufWriter::new(File::create(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
    file.write(&mut out).and_then(|()| out.flush()).expect("the file is written");
    path
}

/// Prints everything printable in one document of each format.
fn print_all(corpus: &[Hostile], folder: &Path) -> Option<Told> {
    let words = |file: &Hostile| match &file.keeps {
        Keeps::TextAndNotes(words) => words.clone(),
        Keeps::Anything | Keeps::Text(_) => String::new(),
    };
    let print: Vec<(String, String)> = corpus
        .iter()
        .filter(|file| file.printed == Printed::Yes)
        .map(|file| (folder.join(&file.name).join(&file.file).display().to_string(), words(file)))
        .collect();
    if print.is_empty() {
        return None;
    }
    let ask = Ask { name: "printed".into(), path: folder.display().to_string(), print, ..Ask::default() };
    let mut told = told_by(&mut None, &ask);
    if let Ok(document) = File::open(folder.join("all.docx")) {
        told.faults.extend(markup_in(document));
    }
    Some(told)
}

/// Words that became markup in a Word document.
fn markup_in(document: File) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(document).expect("a Word document is an archive");
    let mut faults = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = Vec::new();
        std::io::copy(&mut part, &mut text).expect("readable");
        let text = String::from_utf8_lossy(&text);
        if ["<script", "<svg", "<iframe", "DDEAUTO cmd</w:instrText>"].iter().any(|tag| text.contains(tag)) {
            faults.push(format!("words are markup in part {index}"));
        }
    }
    faults
}

/// A running worker.
struct Worker {
    child: Child,
    asked: ChildStdin,
    told: Receiver<String>,
    complaints: PathBuf,
    _folder: TempDir,
}

impl Worker {
    fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let complaints = folder.path().join("complaints");
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .arg(WORKER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&complaints).expect("a file"))
            .spawn()
            .expect("this program starts again");
        let (asked, out) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let (tell, told) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            lines.take_while(|line| tell.send(line.clone()).is_ok()).for_each(drop);
        });
        Self { child, asked, told, complaints, _folder: folder }
    }

    /// Its next answer; `None` where it dies or works for longer than the two or three acts it is asked for may take.
    fn answer(&self) -> Option<String> {
        let (start, before) = (Instant::now(), usage::processor_time(self.child.id()));
        while start.elapsed() < PATIENCE {
            match self.told.recv_timeout(GLANCE) {
                Ok(line) => return Some(line),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if usage::processor_time(self.child.id()).saturating_sub(before) > 3 * LIMIT {
                return None;
            }
        }
        None
    }

    /// What it has complained of since it was asked for `name`.
    fn complaint(&self, name: &str) -> String {
        let all = std::fs::read(&self.complaints).unwrap_or_default();
        let all = String::from_utf8_lossy(&all).into_owned();
        all.rsplit_once(&format!("== {name}\n")).map_or(String::new(), |(_, since)| since.trim().to_owned())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks a worker, started where there is none; one that dies or takes too long is replaced.
fn told_by(worker: &mut Option<Worker>, ask: &Ask) -> Told {
    let running = worker.get_or_insert_with(Worker::start);
    let sent = writeln!(running.asked, "{}", serde_json::to_string(ask).expect("plain data"));
    let answer = sent.ok().and_then(|()| running.answer());
    let complaint = running.complaint(&ask.name);
    let mut told = if let Some(line) = answer {
        serde_json::from_str(&line).expect("a worker answers in JSON")
    } else {
        *worker = None;
        let faults = vec![format!("the worker took too long, or it died: {complaint}")];
        Told { name: ask.name.clone(), faults, ..Told::default() }
    };
    if complaint.contains("panicked") {
        told.faults.push(complaint);
    }
    told
}
