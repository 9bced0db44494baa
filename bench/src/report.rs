//! The figures for people: what goes into docs/performance.md, ratios first.

use crate::{
    drawing::CLASSES,
    figures::{Ask, Figures, Time},
    tables::{self, fill_rate, millis, pair, short, thousands},
};
use std::fmt::Write as _;
use yanju_bench_common::Outcome;

const BEGIN: &str = "<!-- figures of `./dev bench search`: begin -->";
const END: &str = "<!-- end -->";

/// All figures in Markdown.
pub fn markdown(results: &[Figures]) -> String {
    let mut report = String::new();
    for figures in results {
        let Figures { messages, questions, rounds, .. } = figures;
        let _ = write!(
            report,
            "### {} messages

{questions} questions a class, each asked {rounds} times; median · 95th of a hundred of the processor's time, ours in milliseconds, \
             that of others in multiples of ours. –: cannot be asked. †: not all of its answers are right.

The fifty newest:

{}
The fifty that match best:

{}
The number of all:

{}
Right and wrong:

{}
Besides (times: of the processor · to wait):

{}
Only ours:

{}
The aims:

{}
",
            thousands(*messages as f64),
            tables::race(figures, Ask::Newest, Time::Processor),
            tables::race(figures, Ask::Best, Time::Processor),
            tables::race(figures, Ask::Total, Time::Processor),
            tables::exactness(figures),
            tables::lives(figures),
            tables::further(figures),
            aims(figures),
        );
    }
    if results.len() > 1 {
        let _ = write!(report, "### As it grows\n\n{}\n", growth(results));
    }
    report.truncate(report.trim_end().len());
    report.push('\n');
    report
}

/// The races again by the clock on the wall, which other programs disturb.
pub fn by_the_wall(results: &[Figures]) -> String {
    let mut report = String::new();
    for figures in results {
        for ask in Ask::ALL {
            let race = tables::race(figures, ask, Time::Wall);
            let _ = write!(report, "\n{} messages, {}, on the wall\n\n{race}", figures.messages, ask.word());
        }
    }
    report
}

/// A document with other figures.
pub fn replaced(document: &str, report: &str) -> Outcome<String> {
    let (before, rest) = document.split_once(BEGIN).ok_or("no place for the figures")?;
    let (_, after) = rest.split_once(END).ok_or("no end of the figures")?;
    Ok(format!("{before}{BEGIN}\n\n{report}\n{END}{after}"))
}

/// The aims, with where we are.
fn aims(figures: &Figures) -> String {
    let all = |peer: &str, ask| figures.times_of_all(peer, ask, Time::Processor);
    let worst = |peer: &str, ask| {
        let classes = 0..CLASSES.len();
        let times = classes.filter_map(|class| figures.times(peer, ask, class, Time::Processor));
        times.map(|(_, p95)| p95).fold(0.0, f64::max)
    };
    let of_worst = |peer: &str, ask| {
        all(peer, ask).map_or("–".to_owned(), |times| {
            format!("{}, worst class {}", pair(times), short(worst(peer, ask)))
        })
    };
    let life = figures.lives.get("ours").cloned().unwrap_or_default();
    let rate =
        |peer: &str| figures.lives.get(peer).map(|life| fill_rate(figures, life)).filter(|rate| *rate > 0.0);
    let ours = rate("ours").unwrap_or_default();
    let than = |peer: &str| rate(peer).map_or("–".to_owned(), |theirs| format!("{:.1}", ours / theirs));
    let worth = figures.worth_of_all("ours");
    let wrong = worth.asked - worth.right + worth.totals - worth.right_totals;
    let bytes = life.bytes as f64 / figures.messages as f64;
    let rows: Vec<[String; 3]> = vec![
        ["answers that differ from a literal scan".into(), "0".into(), format!("{wrong} of {}", worth.asked)],
        ["fifty newest, ms CPU".into(), "0.3 · 1, with filters 95th 2".into(), of_worst("ours", Ask::Newest)],
        ["the same with texts, as the window asks".into(), "95th 5".into(), of_worst("session", Ask::Newest)],
        ["exact number, ms CPU".into(), "95th 3".into(), of_worst("ours", Ask::Total)],
        [
            "ours to plain tantivy, which neither encrypts nor asks a database; median of classes; the aim is for encryption alone".into(),
            "1.25".into(),
            format!(
                "newest {}, number {}",
                beside_tantivy(figures, Ask::Newest),
                beside_tantivy(figures, Ask::Total)
            ),
        ],
        [
            "database and index, bytes a message (times the text)".into(),
            "150 (2.6)".into(),
            format!("{bytes:.0} ({:.1})", life.bytes as f64 / figures.text_bytes as f64),
        ],
        [
            "stored and indexed, messages a CPU second".into(),
            "90,000; 2 × FTS5, 12 × seshat".into(),
            format!("{}; {} × FTS5, {} × seshat", thousands(ours), than("fts5"), than("seshat")),
        ],
        ["one message found after its commit, ms".into(), "10".into(), cost(life.add)],
        [
            "password to first hits, ms CPU".into(),
            "300".into(),
            short(millis(life.open.processor) + millis(life.first.processor)),
        ],
        [
            "memory beyond the program, MB".into(),
            "80, at ten million 300".into(),
            format!("{:.0}", life.memory as f64 / 1e6),
        ],
        [
            "index anew, messages a CPU second".into(),
            "80,000".into(),
            life.rebuild.map_or("–".into(), |cost| {
                thousands(figures.messages as f64 / cost.processor.as_secs_f64())
            }),
        ],
    ];
    let head =
        [String::new(), "aim at 1,000,000".into(), format!("with {}", thousands(figures.messages as f64))];
    tables::table(&head, &rows.into_iter().map(Vec::from).collect::<Vec<_>>())
}

/// The median over classes of ours in multiples of plain tantivy.
fn beside_tantivy(figures: &Figures, ask: Ask) -> String {
    let of = |peer: &str, class| figures.times(peer, ask, class, Time::Processor);
    let ratio = |class| Some(of("ours", class)?.0 / of("tantivy", class)?.0);
    let mut ratios: Vec<f64> = (0..CLASSES.len()).filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).map_or("–".to_owned(), |ratio| format!("{ratio:.2}"))
}

fn cost(cost: Option<yanju_bench_common::Cost>) -> String {
    cost.map_or("–".to_owned(), |cost| {
        format!("{} CPU, {} to wait", short(millis(cost.processor)), short(millis(cost.wall)))
    })
}

/// The median of the fifty newest and of the number, with more and more messages.
fn growth(results: &[Figures]) -> String {
    let mut head = vec!["Yanju, ms: fifty newest; number".to_owned()];
    head.extend(results.iter().map(|figures| thousands(figures.messages as f64)));
    let rows = CLASSES.iter().enumerate().map(|(class, (name, _))| {
        let mut row = vec![(*name).to_owned()];
        row.extend(results.iter().map(|figures| {
            let of = |ask| figures.times("ours", ask, class, Time::Processor).map_or("–".to_owned(), pair);
            format!("{}; {}", of(Ask::Newest), of(Ask::Total))
        }));
        row
    });
    tables::table(&head, &rows.collect::<Vec<_>>())
}
