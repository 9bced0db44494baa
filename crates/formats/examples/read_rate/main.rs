//! How fast each importer reads, and how much memory it takes: `cargo run --release --example read_rate -- FOLDER 32`.
//!
//! Writes invented files of so many megabytes into the folder, one after the other, and reads each in a process of its
//! own into a sink that keeps nothing. `read_rate FOLDER 32 csv json` measures these alone; `read_rate write FOLDER 2000 csv` only writes the file.
//! Figures to compare two builds on one machine; what is aimed at stands beside them.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

mod containers;
mod documents;
mod talk;
mod texts;

use std::{
    collections::HashMap,
    env,
    error::Error as Failure,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};
use talk::Page;
use yanju_formats::import::{Error, IMPORTERS, Input, Probe, ReadOptions, ReadSeek, Result, Sink, importer};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent},
    job::Job,
};

const MEGABYTE: u64 = 1_000_000;

/// A file to be read.
struct Sample {
    /// The importer.
    format: &'static str,
    file: &'static str,
    /// The megabytes a second that are aimed at; none where unpacking and markup decide.
    goal: Option<u64>,
    write: Writer,
}

enum Writer {
    Page(fn(&mut Page<'_>) -> io::Result<()>),
    /// Writes an archive; returns the bytes in it, unpacked.
    Archive(fn(File, u64) -> io::Result<u64>),
}
use Writer::{Archive, Page as Paged};

const LINES: Option<u64> = Some(100);
const JSON: Option<u64> = Some(60);

const SAMPLES: &[Sample] = &[
    Sample {
        format: "whatsapp",
        file: "WhatsApp Chat with Lin Xi.txt",
        goal: LINES,
        write: Paged(texts::whatsapp),
    },
    Sample { format: "wechat_multiselect", file: "wechat.txt", goal: LINES, write: Paged(texts::wechat) },
    Sample { format: "qq_txt", file: "全部消息记录.txt", goal: LINES, write: Paged(texts::qq) },
    Sample { format: "wangwang_txt", file: "wangwang.txt", goal: LINES, write: Paged(texts::wangwang) },
    Sample { format: "line", file: "[LINE] 灯火.txt", goal: LINES, write: Paged(texts::line) },
    Sample { format: "pasted_text", file: "pasted.txt", goal: LINES, write: Paged(texts::pasted) },
    Sample { format: "csv", file: "desk.csv", goal: LINES, write: Paged(texts::csv) },
    Sample { format: "memotrace_csv", file: "林夕.csv", goal: LINES, write: Paged(texts::memotrace) },
    Sample { format: "json", file: "messages.jsonl", goal: JSON, write: Paged(documents::lines) },
    Sample { format: "json", file: "messages.json", goal: JSON, write: Paged(documents::list) },
    Sample { format: "dingtalk_dws", file: "dingtalk.json", goal: JSON, write: Paged(documents::dingtalk) },
    Sample { format: "telegram", file: "result.json", goal: JSON, write: Paged(documents::telegram) },
    Sample { format: "zendesk_chat", file: "chats.json", goal: JSON, write: Paged(documents::zendesk) },
    Sample { format: "wecom_archive", file: "records.jsonl", goal: JSON, write: Paged(documents::wecom) },
    Sample { format: "slack", file: "Lamp Slack export.zip", goal: None, write: Archive(containers::slack) },
    Sample { format: "mbox", file: "letters.mbox", goal: None, write: Paged(containers::mailbox) },
    Sample { format: "eml", file: "letter.eml", goal: None, write: Paged(containers::letter) },
    Sample {
        format: "qq_mht", file: "全部消息记录.mht", goal: None, write: Paged(containers::qq_page)
    },
    Sample { format: "xlsx", file: "desk.xlsx", goal: None, write: Archive(containers::workbook) },
    Sample { format: "xml", file: "desk.xml", goal: None, write: Paged(texts::xml) },
    Sample { format: "zip", file: "all.zip", goal: None, write: Archive(containers::bundle) },
];

fn main() -> std::result::Result<(), Box<dyn Failure>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["read", format, path] => read(format, Path::new(path)),
        ["write", folder, megabytes, formats @ ..] => {
            let (folder, size) = (Path::new(folder), megabytes.parse::<u64>()? * MEGABYTE);
            fs::create_dir_all(folder)?;
            for sample in chosen(formats) {
                let written = sample.write(&folder.join(sample.file), size)?;
                println!("{}: {written} bytes", folder.join(sample.file).display());
            }
            Ok(())
        }
        [folder, megabytes, formats @ ..] => compare(Path::new(folder), megabytes.parse()?, formats),
        _ => Err("name a folder and a number of megabytes".into()),
    }
}

fn chosen(formats: &[&str]) -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().filter(move |sample| formats.is_empty() || formats.contains(&sample.format))
}

/// Measures the samples one after the other.
fn compare(folder: &Path, megabytes: u64, formats: &[&str]) -> std::result::Result<(), Box<dyn Failure>> {
    fs::create_dir_all(folder)?;
    println!("{:20} {:>9} {:>6} {:>10} {:>9}   file", "importer", "MB/s", "goal", "messages/s", "peak MB");
    chosen(formats).try_for_each(|sample| measure(sample, folder, megabytes * MEGABYTE))
}

fn measure(sample: &Sample, folder: &Path, size: u64) -> std::result::Result<(), Box<dyn Failure>> {
    let path = folder.join(sample.file);
    let written = sample.write(&path, size)?;
    let told = Command::new(env::current_exe()?).arg("read").arg(sample.format).arg(&path).output()?;
    fs::remove_file(&path)?;
    let figures = String::from_utf8_lossy(&told.stdout);
    let figures: Vec<f64> = figures.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    let &[seconds, messages, peak_kib] = figures.as_slice() else {
        return Err(format!("{}: {}", sample.format, String::from_utf8_lossy(&told.stderr)).into());
    };
    println!(
        "{:20} {:9.0} {:>6} {:10.0} {:9.0}   {}",
        sample.format,
        written as f64 / MEGABYTE as f64 / seconds,
        sample.goal.map_or_else(String::new, |goal| goal.to_string()),
        messages / seconds,
        peak_kib * 1024.0 / MEGABYTE as f64,
        sample.file,
    );
    Ok(())
}

impl Sample {
    fn write(&self, path: &Path, size: u64) -> io::Result<u64> {
        let file = File::create(path)?;
        match self.write {
            Archive(write) => write(file, size),
            Paged(write) => {
                let mut out = BufWriter::new(file);
                let mut page = Page::new(&mut out, size);
                write(&mut page)?;
                let written = page.written();
                out.flush()?;
                Ok(written)
            }
        }
    }
}

/// Reads a file, and tells what it cost: seconds of the processor, messages, the peak of memory in KiB.
fn read(format: &str, path: &Path) -> std::result::Result<(), Box<dyn Failure>> {
    let input = OnDisk::of(path)?;
    let probe = Probe::of(&input)?;
    let best = IMPORTERS.iter().rev().max_by_key(|importer| importer.recognise(&probe));
    let taken = best.map_or("none", |importer| importer.about().id);
    if taken != format {
        return Err(format!("it is taken for {taken}").into());
    }
    let importer = importer(format).ok_or("no such importer")?;
    let (begun, wall) = (processor_time(), Instant::now());
    let mut sink = Counter::default();
    importer.read(&input, &ReadOptions::default(), &mut sink, &Job::quiet())?;
    let worked = processor_time().saturating_sub(begun);
    let worked = if worked.is_zero() { wall.elapsed() } else { worked };
    println!("{} {} {}", worked.as_secs_f64(), sink.messages, peak_kib());
    Ok(())
}

/// A file of the system.
struct OnDisk {
    path: PathBuf,
    name: String,
    bytes: u64,
}

impl OnDisk {
    fn of(path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { path: path.to_owned(), name, bytes: fs::metadata(path)?.len() })
    }
}

impl Input for OnDisk {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(Box::new(BufReader::with_capacity(1 << 16, File::open(&self.path)?)))
    }
}

/// A sink that counts.
#[derive(Default)]
struct Counter {
    slots: HashMap<(Platform, String), usize>,
    messages: u64,
}

impl Sink for Counter {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        let next = self.slots.len();
        Ok(*self.slots.entry((draft.platform, draft.key)).or_insert(next))
    }

    fn message(&mut self, _: usize, _: MessageDraft) -> Result<()> {
        self.messages += 1;
        Ok(())
    }

    fn member(&mut self, _: usize, _: Sender) -> Result<()> {
        Ok(())
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        let bytes = io::copy(reader, &mut io::sink()).map_err(|source| Error::Unreadable { source })?;
        Ok(StoredContent { sha256: "0".repeat(64), bytes })
    }

    fn warning(&mut self, _: Warning) {}
}

/// What the process has cost so far, in hundredths of a second (proc_pid_stat(5), fields 14 and 15); zero where
/// the system does not tell.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// The peak of this process's resident set, in KiB; 0 where the system does not tell.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
