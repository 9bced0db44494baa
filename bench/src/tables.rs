//! Tables in Markdown.

use crate::{
    drawing::CLASSES,
    figures::{Ask, Figures, Life, Time},
    process::label,
};
use std::fmt::Write as _;

/// A table of a head and rows.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    table
}

/// Ours by class in milliseconds, median and 95th of a hundred, and the others as multiples of it.
pub fn race(figures: &Figures, ask: Ask, time: Time) -> String {
    let others: Vec<&String> = figures
        .peers
        .iter()
        .filter(|name| !matches!(name.as_str(), "ours" | "session" | "seshat-words"))
        .filter(|name| figures.times_of_all(name, ask, time).is_some())
        .collect();
    let with_session = figures.peers.iter().any(|name| name == "session");
    let mut head = vec!["class".to_owned(), "Yanju, ms".to_owned()];
    if with_session {
        head.push(if ask == Ask::Total { "as typed, ms" } else { "with texts, ms" }.to_owned());
    }
    head.extend(others.iter().map(|name| label(name).to_owned()));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (class, (name, _)) in CLASSES.iter().enumerate() {
        let Some(ours) = figures.times("ours", ask, class, time) else { continue };
        let mut row = vec![(*name).to_owned(), pair(ours)];
        if with_session {
            row.push(figures.times("session", ask, class, time).map_or("–".to_owned(), pair));
        }
        for other in &others {
            let worth = figures.worth(other, class);
            let (asked, right) = match ask {
                Ask::Newest => (worth.asked, worth.right),
                Ask::Best => (0, 0),
                Ask::Total => (worth.totals, worth.right_totals),
            };
            row.push(match figures.times(other, ask, class, time) {
                None => "–".to_owned(),
                Some((p50, p95)) => {
                    let wrong = if right < asked { " †" } else { "" };
                    format!("{} · {}{wrong}", times(p50 / ours.0), times(p95 / ours.1))
                }
            });
        }
        rows.push(row);
    }
    table(&head, &rows)
}

/// What everybody's answers are worth.
pub fn exactness(figures: &Figures) -> String {
    let head = ["", "could be asked", "the right fifty", "the right number", "found of what is there"]
        .map(str::to_owned);
    let all = figures.worth_of_all("ours").asked;
    let rows: Vec<_> = figures
        .peers
        .iter()
        .filter(|name| *name != "fts5-by-row")
        .map(|name| {
            let worth = figures.worth_of_all(name);
            let share = worth.found / worth.totals.max(1) as f64;
            vec![
                label(name).to_owned(),
                format!("{} of {all}", worth.asked),
                worth.right.to_string(),
                worth.right_totals.to_string(),
                format!("{share:.3}"),
            ]
        })
        .collect();
    table(&head, &rows)
}

/// What everybody costs besides answers.
pub fn lives(figures: &Figures) -> String {
    let head = [
        "",
        "stored and indexed, messages a CPU second",
        "on disk, bytes a message",
        "memory while asked, MB",
        "opened, ms",
        "to the first hits, ms",
        "one more, stored and found, ms",
        "index anew, messages a CPU second",
    ]
    .map(str::to_owned);
    let rows: Vec<_> = figures
        .peers
        .iter()
        .filter(|name| *name != "fts5-by-row")
        .map(|name| {
            let life = figures.lives.get(name).cloned().unwrap_or_default();
            let messages = figures.messages as f64;
            let stored = fill_rate(figures, &life);
            vec![
                label(name).to_owned(),
                if life.fills.is_empty() || name == "ripgrep" { "–".to_owned() } else { thousands(stored) },
                if life.bytes == 0 {
                    "–".to_owned()
                } else {
                    format!("{:.0}", life.bytes as f64 / messages)
                },
                format!("{:.0}", life.memory as f64 / 1e6),
                both(life.open),
                format!(
                    "{} · {}",
                    short(millis(life.open.processor) + millis(life.first.processor)),
                    short(millis(life.open.wall) + millis(life.first.wall))
                ),
                life.add.map_or("–".to_owned(), both),
                life.rebuild
                    .map_or("–".to_owned(), |cost| thousands(messages / cost.processor.as_secs_f64())),
            ]
        })
        .collect();
    table(&head, &rows)
}

/// What only ours was asked.
pub fn further(figures: &Figures) -> String {
    let Some(life) = figures.lives.get("ours") else { return String::new() };
    let head = ["", "CPU, ms", "to wait, ms"].map(str::to_owned);
    let row = |(name, cost): &(String, yanju_bench_common::Cost)| {
        vec![name.clone(), short(millis(cost.processor)), short(millis(cost.wall))]
    };
    table(&head, &life.further.iter().map(row).collect::<Vec<_>>())
}

/// Messages a CPU second, the median of all fills; what a password costs, which is much to few messages, is left out.
pub fn fill_rate(figures: &Figures, life: &Life) -> f64 {
    let seconds = life.fills.iter().map(|cost| cost.without(life.open).processor.as_secs_f64());
    let mut seconds: Vec<f64> = seconds.collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).map_or(0.0, |seconds| figures.messages as f64 / seconds)
}

pub fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The processor's time and that on the wall.
fn both(cost: yanju_bench_common::Cost) -> String {
    format!("{} · {}", short(millis(cost.processor)), short(millis(cost.wall)))
}

/// A median with its 95th of a hundred.
pub fn pair((p50, p95): (f64, f64)) -> String {
    format!("{} · {}", short(p50), short(p95))
}

/// A number with as many places as matter.
pub fn short(number: f64) -> String {
    match number {
        n if n < 0.1 => format!("{n:.3}"),
        n if n < 10.0 => format!("{n:.2}"),
        n if n < 100.0 => format!("{n:.1}"),
        n => format!("{n:.0}"),
    }
}

fn times(ratio: f64) -> String {
    match ratio {
        n if n < 0.1 => format!("{n:.2}"),
        n if n < 9.95 => format!("{n:.1}"),
        n => format!("{n:.0}"),
    }
}

/// A rate, to three figures.
pub fn thousands(rate: f64) -> String {
    let scale = 10_f64.powi((rate.max(1.0).log10().floor() as i32 - 2).max(0));
    let digits = ((rate / scale).round() * scale).to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| str::from_utf8(g).ok()).collect();
    groups.join(",")
}
