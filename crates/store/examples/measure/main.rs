//! Measures a vault with the records of a corpus: `cargo xtask corpus --messages 100000 --seed 1 --out FILE`, then
//! `cargo run --release --example measure -- FILE`.
//!
//! Prints the rate of storing and indexing beside that of the usual way to do both, bytes per message, and the time of each
//! class of query, and that of reading all in another zone. Figures to compare two builds on one machine, not to quote.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

mod peer;
mod talk;

use std::{
    io::Cursor,
    path::Path,
    time::{Duration, Instant},
};
use talk::Said;
use yanju_model::{
    FileId, Platform, Precision, Role, SourceTime, Zone,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
    query::{Filter, Order, Query, TimeRange},
    record::Given,
    time::DEFAULT_ZONE,
};
use yanju_store::{Actor, Error, KdfCost, NewFile, Origin, Page, Password, Setup, Vault};

/// The first moment of the corpus.
const START: i64 = 1_640_998_800_000;
const DAY: i64 = 24 * 3_600_000;
/// How often storing is measured, each time with its peer beside it.
const ROUNDS: usize = 3;

fn main() -> Result<(), Error> {
    let corpus = std::env::args().nth(1).unwrap_or_default();
    let talk = talk::read(&corpus)?;
    let count = talk.len() as u64;
    let root = tempfile::tempdir()?;
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let dir = root.path().join(format!("vault{round}"));
        let ours = fill(&dir, &talk)?;
        let theirs = peer::fill(&root.path().join(format!("peer{round}.db")), &talk)?;
        let rate = |cost: Duration| count as f64 / cost.as_secs_f64();
        println!("FTS5 in SQLCipher  {:.0} messages per CPU second", rate(theirs.cost));
        println!("                   {:.0} B per message", theirs.bytes as f64 / count as f64);
        ratios.push(theirs.cost.as_secs_f64() / ours.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ROUNDS / 2).copied().unwrap_or_default();
    println!("store and index    {median:.2} times as fast as FTS5 in SQLCipher");
    let vault = unlock(&root.path().join("vault0"))?;
    for (name, query) in queries() {
        time_query(&vault, name, &query)?;
    }
    time_zone(&vault, count)
}

/// Reads every time in another zone, as somebody does who imported everything in a wrong one, and takes it back.
fn time_zone(vault: &Vault, count: u64) -> Result<(), Error> {
    let origin = Origin { actor: Actor::Person, at_ms: START };
    // Not UTC+8 at any time, and with daylight saving.
    let zone: Zone = "America/New_York".parse().unwrap_or(DEFAULT_ZONE);
    let wall = Instant::now();
    let moved = vault.moved_by_zone(&[FileId(1)], zone)?;
    println!("zone, looked at    {moved} messages move, {:.0} ms", millis(wall.elapsed()));
    let wall = Instant::now();
    vault.change_zone(&[FileId(1)], zone, origin)?;
    println!("zone, changed      {:.0} ms for {count} messages", millis(wall.elapsed()));
    let wall = Instant::now();
    vault.search(&Query::Text("退款".to_owned()), Order::Newest, Page { offset: 0, limit: 50 })?;
    println!("zone, first search {:.0} ms while the index is behind", millis(wall.elapsed()));
    let wall = Instant::now();
    vault.index_pending(&Job::quiet())?;
    println!("zone, index        {:.0} ms", millis(wall.elapsed()));
    let wall = Instant::now();
    vault.undo(origin)?;
    println!("zone, undone       {:.0} ms", millis(wall.elapsed()));
    Ok(())
}

/// Opens the vault by its password, at the cost a person's has, and finds the first fifty hits: what a person waits for.
fn unlock(dir: &Path) -> Result<Vault, Error> {
    let (begun, wall) = (processor_time(), Instant::now());
    let vault = Vault::open(dir, &Password::from("x".to_owned()))?;
    let opened = (processor_time().saturating_sub(begun), wall.elapsed());
    let found =
        vault.search(&Query::Text("退款".to_owned()), Order::Newest, Page { offset: 0, limit: 50 })?;
    let (used, waited) = (processor_time().saturating_sub(begun), wall.elapsed());
    println!("unlock             {:.0} ms of CPU, {:.0} ms to wait", millis(opened.0), millis(opened.1));
    println!(
        "to first {} hits   {:.0} ms of CPU, {:.0} ms to wait",
        found.hits.len(),
        millis(used),
        millis(waited)
    );
    Ok(vault)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Imports and indexes invented records in a new vault, and says how fast and how large; returns what it cost.
fn fill(dir: &Path, talk: &[Said]) -> Result<Duration, Error> {
    let setup =
        Setup { kdf: KdfCost::default(), categories: Vec::new(), zone: DEFAULT_ZONE, created_at_ms: START };
    let vault = Vault::create(dir, &Password::from("x".to_owned()), &setup)?;
    let begun = processor_time();
    let staged = vault.keep(&mut Cursor::new(b"measure"), &Job::quiet())?;
    let file = NewFile {
        name: "measure".to_owned(),
        format: "measure".to_owned(),
        zone: DEFAULT_ZONE,
        given: Given::default(),
        imported_at_ms: START,
        import: None,
    };
    let mut intake = vault.intake(file, staged)?;
    let bytes: usize = talk.iter().map(|said| said.text.len()).sum();
    for Said { conversation, sent_at_ms, sender, is_agent, text } in talk {
        let slot = intake.conversation(ConversationDraft {
            platform: Platform::WangWang,
            key: conversation.clone(),
            title: conversation.clone(),
        })?;
        let role = if *is_agent { Role::Agent } else { Role::Customer };
        let sender = Sender { key: None, name: sender.clone(), role };
        let moment = chrono::DateTime::from_timestamp_millis(*sent_at_ms).unwrap_or_default();
        let sent_at = Some(SourceTime::Local(moment.naive_utc(), Precision::Second));
        intake.message(slot, &MessageDraft::text(Some(sender), sent_at, text.as_str()))?;
    }
    intake.finish(&Understanding::default(), &[])?;
    let stored = processor_time().saturating_sub(begun);
    let begun = processor_time();
    vault.index_pending(&Job::quiet())?;
    let indexed = processor_time().saturating_sub(begun);
    let stats = vault.stats()?;
    let rate = |elapsed: Duration| talk.len() as f64 / elapsed.as_secs_f64();
    println!("text per message   {:.0} B", bytes as f64 / talk.len() as f64);
    println!("store              {:.0} messages per CPU second", rate(stored));
    println!("index              {:.0} messages per CPU second", rate(indexed));
    println!("store and index    {:.0} messages per CPU second", rate(stored + indexed));
    println!("database           {:.0} B per message", stats.database_bytes as f64 / talk.len() as f64);
    println!("index              {:.0} B per message", stats.index_bytes as f64 / talk.len() as f64);
    Ok(stored + indexed)
}

fn queries() -> Vec<(&'static str, Query)> {
    let text = |text: &str| Query::Text(text.to_owned());
    let days = |days: i64| {
        let from = START + 200 * DAY;
        Query::Filter(Filter::Sent(TimeRange { from: Some(from), until: Some(from + days * DAY) }))
    };
    let sender = |name: &str| Query::Filter(Filter::From(name.to_owned()));
    vec![
        ("all", Query::All),
        ("common word", text("退款")),
        ("rare word", text("仲裁")),
        ("one character", text("退")),
        ("four characters", text("什么时候")),
        ("straddling words", text("款，订单")),
        ("order number's head", text("YDH4242")),
        ("order number's inside", text("24242")),
        ("English word", text("refund")),
        ("two words", text("退款").and(text("物流"))),
        ("word, week", text("退款").and(days(7))),
        ("word, month, person", text("退款").and(days(30)).and(sender("客服07"))),
        ("word, customer", text("订单").and(sender("王00012"))),
        ("not a word", Query::Not(Box::new(text("什么时候")))),
        ("filters", days(30).and(Query::Filter(Filter::Role(Role::Agent)))),
        ("one conversation", Query::Filter(Filter::InTitle("王00012".to_owned()))),
        ("no hit", text("火星探测器")),
    ]
}

fn time_query(vault: &Vault, name: &str, query: &Query) -> Result<(), Error> {
    let page = Page { offset: 0, limit: 50 };
    let begun = Instant::now();
    let found = vault.search(query, Order::Newest, page)?;
    let search = begun.elapsed();
    let begun = Instant::now();
    vault.conversations(query, Order::Newest, page)?;
    let conversations = begun.elapsed();
    let begun = Instant::now();
    vault.timeline(query, TimeRange::default(), 100)?;
    println!(
        "{name:20} {:9} hits  search {:8.2} ms  conversations {:8.2} ms  timeline {:8.2} ms",
        found.total,
        search.as_secs_f64() * 1e3,
        conversations.as_secs_f64() * 1e3,
        begun.elapsed().as_secs_f64() * 1e3,
    );
    Ok(())
}

/// What the process has cost so far, in hundredths of a second (proc_pid_stat(5), fields 14 and 15); zero where
/// the system does not tell.
pub(crate) fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}
