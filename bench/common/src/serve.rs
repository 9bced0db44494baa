//! A peer as a process: a word with its arguments comes in on a line, a line goes out.

use crate::{
    Part, Question, Said,
    clock::{Cost, forget_peak, measured, memory_used},
    read,
};
use std::{
    error::Error,
    fs, io,
    io::{BufRead as _, Write as _},
    path::Path,
};

/// What any act ends in.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a question is answered with, where it can be asked at all.
pub type Answer<T> = Outcome<Option<T>>;

/// One of those that are compared.
pub trait Peer: Sized {
    /// Stores and indexes all records in a new folder, durably.
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()>;

    /// Opens what was filled, up to where it can be asked.
    fn open(folder: &Path) -> Outcome<Self>;

    /// The numbers of the fifty newest that match, newest first; `None`: cannot be asked this.
    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>>;

    /// The numbers of the fifty that match best, as this peer understands it.
    fn best(&mut self, _question: &Question) -> Answer<Vec<u64>> {
        Ok(None)
    }

    /// How many match.
    fn total(&mut self, question: &Question) -> Answer<u64>;

    /// Stores one more, durably and so that it is found.
    fn add(&mut self, _said: &Said) -> Answer<()> {
        Ok(None)
    }

    /// Makes the index anew from what is stored, and says what that cost.
    fn rebuild(&mut self) -> Answer<Cost> {
        Ok(None)
    }

    /// What only this peer can be asked: by name, what it costs.
    fn further(&mut self) -> Outcome<Vec<(String, Cost)>> {
        Ok(Vec::new())
    }
}

/// Serves one peer until it is told to stop.
pub fn serve<P: Peer>() -> Outcome<()> {
    let mut server = Server::<P> { peer: None, before: 0 };
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = server.answer(&line?).unwrap_or_else(|problem| format!("error {problem}"));
        writeln!(out, "{}", answer.replace('\n', " "))?;
        out.flush()?;
    }
    Ok(())
}

struct Server<P> {
    peer: Option<P>,
    /// Bytes resident before anything was opened.
    before: u64,
}

impl<P: Peer> Server<P> {
    fn answer(&mut self, line: &str) -> Outcome<String> {
        let (word, rest) = line.split_once('\t').unwrap_or((line, ""));
        match word {
            "fill" => {
                let (corpus, folder) = rest.split_once('\t').ok_or("fill wants records and a folder")?;
                fs::create_dir_all(folder)?;
                let (_, reading) = measured(|| read(Path::new(corpus)).map(Iterator::count));
                let (filled, cost) = measured(|| P::fill(Path::new(folder), &mut read(Path::new(corpus))?));
                filled?;
                let (_, peak) = memory_used();
                Ok(format!("{} {} {peak}", cost.without(reading), file_bytes(Path::new(folder))?))
            }
            "open" => {
                (self.before, _) = memory_used();
                let (opened, cost) = measured(|| P::open(Path::new(rest)));
                self.peer = Some(opened?);
                forget_peak();
                Ok(cost.to_string())
            }
            "newest" | "best" => {
                let question = Question::parse(rest);
                let peer = self.peer()?;
                let (found, cost) =
                    measured(|| if word == "best" { peer.best(&question) } else { peer.newest(&question) });
                Ok(found?.map_or("cannot".to_owned(), |numbers| {
                    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
                    format!("{cost} {}", numbers.join(","))
                }))
            }
            "total" => {
                let question = Question::parse(rest);
                let peer = self.peer()?;
                let (total, cost) = measured(|| peer.total(&question));
                Ok(total?.map_or("cannot".to_owned(), |total| format!("{cost} {total}")))
            }
            "add" => self.add(rest),
            "rebuild" => Ok(self.peer()?.rebuild()?.map_or("cannot".to_owned(), |cost| cost.to_string())),
            "further" => {
                let lines = self.peer()?.further()?;
                let lines: Vec<String> = lines.iter().map(|(name, cost)| format!("{name}={cost}")).collect();
                Ok(lines.join(";"))
            }
            "memory" => {
                let (_, peak) = memory_used();
                Ok(peak.saturating_sub(self.before).to_string())
            }
            unknown => Err(format!("what is {unknown}?").into()),
        }
    }

    /// Stores one more and looks for it.
    fn add(&mut self, line: &str) -> Outcome<String> {
        let said = Said::parse(line).ok_or("add wants a message")?;
        let question = Question(vec![Part::Has(said.text.clone())]);
        let peer = self.peer()?;
        let (found, cost) = measured(|| -> Answer<Vec<u64>> {
            if peer.add(&said)?.is_none() {
                return Ok(None);
            }
            peer.newest(&question)
        });
        match found? {
            None => Ok("cannot".to_owned()),
            Some(numbers) if numbers.contains(&said.number) => Ok(cost.to_string()),
            Some(numbers) => Err(format!("what was added is not among {numbers:?}").into()),
        }
    }

    fn peer(&mut self) -> Outcome<&mut P> {
        self.peer.as_mut().ok_or_else(|| "nothing is open".into())
    }
}

/// The bytes of all files below a folder.
pub fn file_bytes(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { file_bytes(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
