//! The vault, at the face of the engine: a query as a person types it, its parts for the chips, fifty messages with their texts
//! and marks, and the exact number of all.

use super::ours::PASSWORD;
use chrono::{DateTime, TimeDelta};
use std::{fmt::Write as _, io, path::Path, sync::Arc};
use yanju_bench_common::{Answer, Outcome, Part, Peer, Question, Said};
use yanju_engine::{
    Places, Session, Sort,
    api::{library::Find, vault::OpenVault},
    clock::SystemClock,
};

pub struct Ours(Session);

impl Peer for Ours {
    fn fill(_: &Path, _: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        Err("is given a copy of what ours has filled".into())
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let places = Places { vault: folder.to_owned(), demo: folder.join("demo") };
        let session = Session::new(places, Arc::new(SystemClock));
        let request = OpenVault { path: None, password: PASSWORD.into() };
        session.open_vault(&request).map_err(|refused| format!("{refused:?}"))?;
        Ok(Self(session))
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.page(question, Sort::Newest)
    }

    fn best(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.page(question, Sort::Relevance)
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        Ok(Some(self.0.count_messages(&text(question)?).map_err(|refused| format!("{refused:?}"))?))
    }
}

impl Ours {
    fn page(&self, question: &Question, order: Sort) -> Answer<Vec<u64>> {
        let find = Find { query: text(question)?, order, offset: 0, limit: 50 };
        let page = self.0.search_messages(&find).map_err(|refused| format!("{refused:?}"))?;
        // Ids cross into the window with a letter before them.
        let number = |id: &str| id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse();
        Ok(Some(page.hits.iter().map(|hit| number(&hit.message)).collect::<Result<_, _>>()?))
    }
}

/// The question in the language of the search field.
fn text(question: &Question) -> Outcome<String> {
    let mut text = String::new();
    for part in &question.0 {
        match part {
            Part::Has(word) => write!(text, "\"{}\" ", word.replace('"', "\\\""))?,
            Part::Lacks(word) => write!(text, "-\"{}\" ", word.replace('"', "\\\""))?,
            Part::From(ms) => write!(text, "after:{} ", day(*ms))?,
            Part::Until(ms) => write!(text, "before:{} ", day(*ms))?,
            Part::Sender(name) => write!(text, "from:{name} ")?,
            Part::Conversation(title) => write!(text, "in:{title} ")?,
            Part::On(platform) => write!(text, "on:{platform} ")?,
            Part::ByAgent => write!(text, "role:agent ")?,
        }
    }
    Ok(text)
}

/// The day that begins at a moment, in the vault's zone.
fn day(ms: i64) -> String {
    let moment = DateTime::from_timestamp_millis(ms).unwrap_or_default() + TimeDelta::hours(8);
    moment.format("%Y-%m-%d").to_string()
}
