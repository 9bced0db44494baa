//! The search of the vault beside that of others: the same records, the same questions, in turns.
//!
//! `search` drives; every peer is a process of its own (`peer NAME`), so that none pays for another's memory, and seshat a
//! program of its own, because it brings another SQLite. `./dev bench search` starts all of it.

mod chance;
mod corpus;
mod drawing;
mod figures;
mod peers;
mod process;
mod race;
mod report;
mod tables;
mod truth;

use std::{fs, path::PathBuf, process::ExitCode};
use yanju_bench_common::Outcome;

const USAGE: &str =
    "yanju-bench search --work FOLDER [--peers ours,session,…] [--questions 24] [--rounds 3] [--fills 1]
    [--seshat PROGRAM] [--write FILE] CORPUS...
yanju-bench peer NAME";

/// What is asked for.
pub struct Order {
    /// Where peers keep what they keep.
    work: PathBuf,
    peers: Vec<String>,
    /// Questions of a class.
    questions: usize,
    /// How often each is asked, besides once to warm up.
    rounds: usize,
    /// How often everything is stored.
    fills: usize,
    seshat: Option<PathBuf>,
    /// A Markdown file in which the figures are to be replaced.
    write: Option<PathBuf>,
    /// Files of `cargo xtask corpus`, small before large.
    corpora: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["peer", name] => peers::run(name),
        ["search", order @ ..] => search(order),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("yanju-bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn search(arguments: &[&str]) -> Outcome<()> {
    let order = Order::parse(arguments)?;
    let mut results = Vec::new();
    for corpus in &order.corpora {
        results.push(race::run(&order, corpus)?);
    }
    let report = report::markdown(&results);
    println!("{report}{}", report::by_the_wall(&results));
    if let Some(file) = &order.write {
        fs::write(file, report::replaced(&fs::read_to_string(file)?, &report)?)?;
    }
    Ok(())
}

impl Order {
    fn parse(arguments: &[&str]) -> Outcome<Self> {
        let mut order = Self {
            work: PathBuf::new(),
            peers: process::NAMES.map(str::to_owned).to_vec(),
            questions: 24,
            rounds: 3,
            fills: 1,
            seshat: None,
            write: None,
            corpora: Vec::new(),
        };
        for argument in arguments {
            let Some((option, value)) = argument.split_once('=') else {
                order.corpora.push(argument.into());
                continue;
            };
            match option {
                "--work" => order.work = value.into(),
                "--peers" => order.peers = value.split(',').map(str::to_owned).collect(),
                "--questions" => order.questions = value.parse()?,
                "--rounds" => order.rounds = value.parse()?,
                "--fills" => order.fills = value.parse()?,
                "--seshat" => order.seshat = Some(value.into()),
                "--write" => order.write = Some(value.into()),
                _ => return Err(USAGE.into()),
            }
        }
        if order.seshat.is_none() {
            order.peers.retain(|name| !name.starts_with("seshat"));
        }
        Ok(order)
    }
}
