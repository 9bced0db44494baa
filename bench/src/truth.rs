//! What is right: a literal scan of all texts.

use crate::peers::fold;
use memchr::memmem;
use std::{collections::HashMap, io, path::Path};
use yanju_bench_common::{Part, Question, Said, read};

/// All records, ready to be scanned.
pub struct Records {
    /// Without their texts.
    pub all: Vec<Said>,
    /// As ours understands them: case, width and script make no difference.
    folded: Texts,
    /// As most others do: case makes no difference.
    lowered: Texts,
    /// Conversations by their messages, ascending.
    pub conversations: HashMap<String, Vec<u32>>,
}

/// Texts one after the other.
#[derive(Default)]
struct Texts {
    text: String,
    /// Where each ends; what separates it from the next stands there.
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.text.push('\n');
    }

    fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        &self.text[start..self.ends[place]]
    }

    /// Those that hold a text, ascending.
    fn holding(&self, text: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(text);
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let place = self.ends.partition_point(|end| *end < from + at);
            found.push(place as u32);
            from = self.ends[place];
        }
        found
    }
}

impl Records {
    pub fn read(prepared: &Path) -> io::Result<Self> {
        let (mut folded, mut lowered) = (Texts::default(), Texts::default());
        let mut all = Vec::new();
        let mut conversations: HashMap<String, Vec<u32>> = HashMap::new();
        for (place, said) in (0..).zip(read(prepared)?) {
            let mut said = said?;
            folded.push(&fold(&said.text));
            lowered.push(&said.text.to_lowercase());
            conversations.entry(said.conversation.clone()).or_default().push(place);
            said.text = String::new();
            all.push(said);
        }
        Ok(Self { all, folded, lowered, conversations })
    }

    /// A text, in lower case.
    pub fn text(&self, place: usize) -> &str {
        self.lowered.get(place)
    }

    /// How many hold a text.
    pub fn count(&self, text: &str) -> usize {
        self.folded.holding(&fold(text)).len()
    }

    /// What a question is answered with: how many, and the fifty newest by their numbers. `None`: width or script would make a
    /// difference, which not all peers know of.
    pub fn answer(&self, question: &Question) -> Option<(u64, Vec<u64>)> {
        let mut holding = Vec::new();
        for text in question.has().chain(question.lacks()) {
            let found = self.folded.holding(&fold(text));
            if found != self.lowered.holding(&text.to_lowercase()) {
                return None;
            }
            holding.push((text, found));
        }
        let matches = |place: &u32| {
            let said = &self.all[*place as usize];
            let holds = |text: &String| {
                let found = holding.iter().find(|(held, _)| *held == text.as_str());
                found.is_some_and(|(_, found)| found.binary_search(place).is_ok())
            };
            question.0.iter().all(|part| match part {
                Part::Has(text) => holds(text),
                Part::Lacks(text) => !holds(text),
                Part::From(ms) => said.sent_at_ms >= *ms,
                Part::Until(ms) => said.sent_at_ms < *ms,
                Part::Sender(name) => said.sender == *name,
                Part::Conversation(title) => said.conversation == *title,
                Part::On(platform) => said.platform == *platform,
                Part::ByAgent => said.by_agent,
            })
        };
        let matching: Vec<u32> = match question.has().next().and(holding.first()) {
            Some((_, found)) => found.iter().copied().filter(|place| matches(place)).collect(),
            None => (0..self.all.len() as u32).filter(|place| matches(place)).collect(),
        };
        let newest = matching.iter().rev().take(50).map(|place| self.all[*place as usize].number);
        Some((matching.len() as u64, newest.collect()))
    }
}
