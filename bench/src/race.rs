//! One run: everybody stores the same, then everybody is asked the same, one after the other, question by question.

use crate::{
    Order, corpus,
    drawing::{self, Asked, CLASSES},
    figures::{Ask, Figures},
    process::{self, Process},
    truth::Records,
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use yanju_bench_common::{Outcome, Part, Question, Said};

/// From which the questions are drawn.
const SEED: u64 = 20_240_701;

pub fn run(order: &Order, corpus: &Path) -> Outcome<Figures> {
    let work = order.work.join("race");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let prepared = work.join("talk");
    let text_bytes = corpus::prepare(corpus, &prepared)?;
    let records = Records::read(&prepared)?;
    let asked = drawing::draw(&records, order.questions, SEED);
    let mut figures = Figures::default();
    (figures.messages, figures.text_bytes) = (records.all.len() as u64, text_bytes);
    (figures.questions, figures.rounds) = (order.questions, order.rounds);
    figures.peers.clone_from(&order.peers);
    let last_ms = records.all.last().map_or(0, |said| said.sent_at_ms);
    // Nobody is measured beside what only drawing needed.
    drop(records);
    let race = Race { order, work: work.clone(), asked, last_ms };
    race.fill(&prepared, &mut figures)?;
    let mut peers = race.open(&mut figures)?;
    race.ask(&mut peers, &mut figures)?;
    race.end(peers, &mut figures)?;
    fs::remove_dir_all(&work)?;
    Ok(figures)
}

struct Race<'o> {
    order: &'o Order,
    work: PathBuf,
    asked: Vec<Asked>,
    last_ms: i64,
}

impl Race<'_> {
    fn start(&self, name: &str) -> Outcome<Process> {
        Process::start(name, self.order.seshat.as_deref())
    }

    fn folder(&self, name: &str) -> PathBuf {
        // The vault is one process's alone.
        let name = if name == "session" { name } else { process::reads_of(name).unwrap_or(name) };
        self.work.join(name)
    }

    /// Everybody stores and indexes everything, in turns.
    fn fill(&self, prepared: &Path, figures: &mut Figures) -> Outcome<()> {
        for fill in 0..self.order.fills {
            for name in self.order.peers.iter().filter(|name| process::reads_of(name).is_none()) {
                if fill > 0 && name.starts_with("seshat") {
                    continue; // takes ten times as long
                }
                let folder = self.folder(name);
                if folder.exists() {
                    fs::remove_dir_all(&folder)?;
                }
                let line = format!("fill\t{}\t{}", prepared.display(), folder.display());
                let (cost, rest) = self.start(name)?.costs(&line)?.ok_or("a peer that cannot be filled")?;
                let (bytes, peak) = rest.split_once(' ').ok_or("no bytes and no peak")?;
                let life = figures.life(name);
                life.fills.push(cost);
                (life.bytes, life.fill_peak) = (bytes.parse()?, peak.parse()?);
                eprintln!("{name}: filled in {:.1} s", cost.wall.as_secs_f64());
            }
        }
        if self.order.peers.iter().any(|name| name == "session") {
            process::copy(&self.folder("ours"), &self.folder("session"))?;
        }
        Ok(())
    }

    /// Opens everybody, and asks for the first time: what a person waits for.
    fn open(&self, figures: &mut Figures) -> Outcome<Vec<Process>> {
        let mut peers = Vec::new();
        let first = Question(vec![Part::Has("退款".to_owned())]);
        for name in &self.order.peers {
            let mut peer = self.start(name)?;
            let (open, _) =
                peer.costs(&format!("open\t{}", self.folder(name).display()))?.ok_or("not opened")?;
            let asked = peer.costs(&format!("newest\t{first}"))?;
            let life = figures.life(name);
            life.open = open;
            life.first = asked.map(|(cost, _)| cost).unwrap_or_default();
            peers.push(peer);
        }
        Ok(peers)
    }

    fn ask(&self, peers: &mut [Process], figures: &mut Figures) -> Outcome<()> {
        for round in 0..=self.order.rounds {
            eprintln!("round {round} of {}", self.order.rounds);
            for ask in Ask::ALL {
                for (number, asked) in self.asked.iter().enumerate() {
                    let first = (number + round) % peers.len();
                    for place in 0..peers.len() {
                        let at = (first + place) % peers.len();
                        let peer = &mut peers[at];
                        let answer = peer.costs(&format!("{}\t{}", ask.word(), asked.question))?;
                        let Some((cost, answer)) = answer else { continue };
                        if round > 0 {
                            figures.sample(&peer.name, ask, asked.class, cost);
                        } else {
                            judge(figures, &peer.name, ask, asked, &answer)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// What is measured last, because it changes what there is.
    fn end(&self, peers: Vec<Process>, figures: &mut Figures) -> Outcome<()> {
        for mut peer in peers {
            let name = peer.name.clone();
            let memory = peer.ask("memory")?.ok_or("no memory")?.parse()?;
            let more = Said {
                number: figures.messages + 1,
                sent_at_ms: self.last_ms + 1000,
                conversation: "新来的".to_owned(),
                platform: "wechat".to_owned(),
                sender: "新来的".to_owned(),
                by_agent: false,
                text: "独一无二的这一句，刚刚说的".to_owned(),
            };
            let add = peer.costs(&format!("add\t{more}"))?.map(|(cost, _)| cost);
            let rebuild = peer.costs("rebuild")?.map(|(cost, _)| cost);
            let further = peer.ask("further")?.unwrap_or_default();
            let further = further.split(';').filter_map(|line| line.split_once('='));
            let further =
                further.map(|(name, cost)| Ok((name.to_owned(), cost.parse()?))).collect::<Outcome<_>>()?;
            let life = figures.life(&name);
            (life.memory, life.add, life.rebuild, life.further) = (memory, add, rebuild, further);
        }
        Ok(())
    }
}

/// Compares an answer with what is right.
fn judge(figures: &mut Figures, peer: &str, ask: Ask, asked: &Asked, answer: &str) -> Outcome<()> {
    let worth = figures.judge(peer, asked.class);
    let right = match ask {
        // What is best is no matter of right and wrong.
        Ask::Best => return Ok(()),
        Ask::Newest => {
            worth.asked += 1;
            let numbers: Vec<String> = asked.newest.iter().map(u64::to_string).collect();
            answer == numbers.join(",")
        }
        Ask::Total => {
            let total: u64 = answer.parse()?;
            let there = asked.total as f64;
            worth.found += if asked.total == 0 { 1.0 } else { (total as f64 / there).min(1.0) };
            worth.totals += 1;
            total == asked.total
        }
    };
    match ask {
        Ask::Newest | Ask::Best => worth.right += usize::from(right),
        Ask::Total => worth.right_totals += usize::from(right),
    }
    if !right && (peer == "ours" || peer == "session") {
        let (class, _) = CLASSES[asked.class];
        return Err(
            format!("{peer} is wrong: {class}, {:?}: {answer}, not {}", asked.question, asked.total).into()
        );
    }
    Ok(())
}
