//! Measures a vault with invented records: `cargo run --release --example measure -- 100000`.
//!
//! Prints the rate of storing and indexing, bytes per message, and the time of each class of query. Figures to
//! compare two builds on one machine, not to quote.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::{
    fmt::Write as _,
    io::Cursor,
    path::Path,
    time::{Duration, Instant},
};
use yanju_model::{
    Platform, Precision, Role, SourceTime,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
    query::{Filter, Order, Query, TimeRange},
    record::Given,
    time::DEFAULT_ZONE,
};
use yanju_store::{Error, KdfCost, NewFile, Page, Password, Setup, Vault};

const START: i64 = 1_600_000_000_000;
const WORDS: &[&str] = &[
    "您好",
    "请问",
    "订单",
    "什么时候",
    "发货",
    "退款",
    "已经",
    "签收",
    "但是",
    "没有",
    "收到",
    "包裹",
    "麻烦",
    "帮我",
    "查一下",
    "物流",
    "信息",
    "优惠券",
    "不能",
    "使用",
    "账号",
    "登录",
    "异常",
    "支付",
    "失败",
    "谢谢",
    "亲",
    "马上",
    "处理",
    "稍等",
    "客服",
    "工号",
    "运费",
    "由",
    "我们",
    "承担",
    "七天",
    "无理由",
    "退货",
    "地址",
    "电话",
    "发票",
    "抬头",
    "refund",
    "order",
    "OK",
    "please",
];

fn main() -> Result<(), Error> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let root = tempfile::tempdir()?;
    let setup =
        Setup { kdf: KdfCost::default(), categories: Vec::new(), zone: DEFAULT_ZONE, created_at_ms: START };
    let vault = Vault::create(&root.path().join("vault"), &Password::from("x".to_owned()), &setup)?;
    fill(&vault, count)?;
    let dir = root.path().join("vault");
    drop(vault);
    let vault = unlock(&dir)?;
    for (name, query) in queries() {
        time_query(&vault, name, &query)?;
    }
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

/// Imports and indexes invented records, and says how fast and how large.
fn fill(vault: &Vault, count: u64) -> Result<(), Error> {
    let texts: Vec<String> = (0..count).map(invented).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
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
    let threads = (count / 200).max(1);
    for (n, text) in (0..).zip(texts) {
        let thread = scatter(n) % threads;
        let slot = intake.conversation(ConversationDraft {
            platform: Platform::WangWang,
            key: format!("thread {thread}"),
            title: format!("会话 {thread}"),
        })?;
        let agent = scatter(n + 7).is_multiple_of(2);
        let (name, role) = if agent {
            ("客服小二".to_owned(), Role::Agent)
        } else {
            (format!("买家{thread}"), Role::Customer)
        };
        let moment = chrono::DateTime::from_timestamp_millis(START + n as i64 * 60_000).unwrap_or_default();
        let sent_at = Some(SourceTime::Fixed(moment, None, Precision::Second));
        intake.message(slot, &MessageDraft::text(Some(Sender { key: None, name, role }), sent_at, text))?;
    }
    intake.finish(&Understanding::default(), &[])?;
    let stored = processor_time().saturating_sub(begun);
    let begun = processor_time();
    vault.index_pending(&Job::quiet())?;
    let indexed = processor_time().saturating_sub(begun);
    let stats = vault.stats()?;
    let rate = |elapsed: Duration| count as f64 / elapsed.as_secs_f64();
    println!("text per message   {:.0} B", bytes as f64 / count as f64);
    println!("store              {:.0} messages per CPU second", rate(stored));
    println!("index              {:.0} messages per CPU second", rate(indexed));
    println!("store and index    {:.0} messages per CPU second", rate(stored + indexed));
    println!("database           {:.0} B per message", stats.database_bytes as f64 / count as f64);
    println!("index              {:.0} B per message", stats.index_bytes as f64 / count as f64);
    Ok(())
}

fn queries() -> Vec<(&'static str, Query)> {
    let text = |text: &str| Query::Text(text.to_owned());
    let month = TimeRange { from: Some(START), until: Some(START + 30 * 24 * 3_600_000) };
    vec![
        ("all", Query::All),
        ("common word", text("退款")),
        ("one character", text("退")),
        ("five characters", text("什么时候发")),
        ("order number", text("20230000077")),
        ("digits of one", text("30000077")),
        ("English word", text("refund")),
        ("two words", text("退款").and(text("物流"))),
        (
            "word, month, role",
            text("退款")
                .and(Query::Filter(Filter::Sent(month)))
                .and(Query::Filter(Filter::Role(Role::Agent))),
        ),
        ("not a word", Query::Not(Box::new(text("什么时候")))),
        ("one conversation", Query::Filter(Filter::InTitle("会话 77".to_owned()))),
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
    vault.timeline(query, 100)?;
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
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// About forty bytes of customer service.
fn invented(n: u64) -> String {
    let mut text = String::new();
    for place in 0..3 + scatter(n) % 7 {
        if let Some(word) = WORDS.get((scatter(n * 31 + place) % WORDS.len() as u64) as usize) {
            text.push_str(word);
        }
        if scatter(n + place).is_multiple_of(6) {
            text.push('，');
        }
    }
    if scatter(n + 3).is_multiple_of(10) {
        // Writing to a string cannot fail.
        let _ = write!(text, "单号2023{:07}", n % 10_000_000);
    }
    text
}

/// A number that looks random (splitmix64).
fn scatter(n: u64) -> u64 {
    let mut mixed = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
