//! An invented corpus of a support desk: `cargo xtask corpus --messages 1000000 --seed 1 --out FILE`.
//!
//! JSON Lines that `yanju import` reads: Chinese with some English, words by Zipf's law, order numbers and amounts, three
//! years of working hours, a score of conversations going on at a time. The same numbers give the same bytes.

mod chance;
mod desk;
mod words;

use crate::Outcome;
use chance::Chance;
use desk::Desk;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};
use words::Words;

/// What is asked for.
struct Order {
    messages: u64,
    seed: u64,
    out: PathBuf,
}

/// Writes the corpus that the arguments ask for.
pub(crate) fn write(arguments: &[&str]) -> Outcome {
    let order = Order::parse(arguments)?;
    let mut chance = Chance::new(order.seed);
    let words = Words::new();
    let mut desk = Desk::new(order.messages);
    let mut out = BufWriter::new(File::create(&order.out)?);
    for _ in 0..order.messages {
        let turn = desk.next(&mut chance);
        let text = words.say(&mut chance, turn.is_agent);
        let line = serde_json::json!({
            "conversation": turn.conversation,
            "platform": turn.platform,
            "time": turn.time,
            "sender": turn.sender,
            "role": if turn.is_agent { "agent" } else { "customer" },
            "text": text,
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

impl Order {
    fn parse(arguments: &[&str]) -> Result<Self, Box<dyn std::error::Error>> {
        let value = |name: &str| {
            let place = arguments.iter().position(|argument| *argument == name);
            place.and_then(|place| arguments.get(place + 1)).copied().ok_or(format!("corpus wants {name}"))
        };
        Ok(Self {
            messages: value("--messages")?.parse()?,
            seed: value("--seed")?.parse()?,
            out: value("--out")?.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, fs};

    fn corpus(messages: &str, seed: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("corpus.jsonl");
        let order = ["--messages", messages, "--seed", seed, "--out", out.to_str().unwrap()];
        write(&order).unwrap();
        fs::read_to_string(out).unwrap()
    }

    fn fields<'a>(corpus: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
        corpus.lines().map(move |line| {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            message[name].as_str().unwrap().to_owned()
        })
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        assert_eq!(corpus("500", "1"), corpus("500", "1"));
        assert_ne!(corpus("500", "1"), corpus("500", "2"));
    }

    #[test]
    fn it_reads_like_a_desk() {
        let corpus = corpus("20000", "1");
        let texts: Vec<String> = fields(&corpus, "text").collect();
        let bytes = texts.iter().map(String::len).sum::<usize>() / texts.len();
        assert!((50..70).contains(&bytes), "{bytes} bytes of words in a message");
        let holding = |word: &str| texts.iter().filter(|text| text.contains(word)).count();
        assert!((200..4000).contains(&holding("退款")), "a common word");
        assert!((40..1000).contains(&holding("refund")), "an English word");
        assert!((200..2000).contains(&holding("YDH")), "order numbers");
        let times: Vec<String> = fields(&corpus, "time").collect();
        assert!(times.is_sorted(), "time runs forward");
        assert!(times[0].starts_with("2022-01-01") && times[19_999].starts_with("2024-12-31"));
        let conversations: HashSet<String> = fields(&corpus, "conversation").collect();
        assert!((200..2000).contains(&conversations.len()), "{} conversations", conversations.len());
    }
}
