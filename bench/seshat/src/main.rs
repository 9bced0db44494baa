//! seshat as a peer: with n-grams of two to four characters, as its documentation advises for Chinese, or with the words of its
//! default tokenizer. Neither knows dates or persons; rooms it does.

use seshat::{Config, Database, Event, EventType, Profile, SearchConfig};
use std::{io, path::Path, process::ExitCode};
use yanju_bench_common::{Answer, Outcome, Part, Peer, Question, Said, serve};

/// How texts are cut.
const NGRAMS: u8 = 0;
const WORDS: u8 = 1;

struct Seshat<const CUT: u8>(Database);

fn main() -> ExitCode {
    let name = std::env::args().nth(2).unwrap_or_default();
    let outcome = match name.as_str() {
        "seshat" => serve::<Seshat<NGRAMS>>(),
        "seshat-words" => serve::<Seshat<WORDS>>(),
        unknown => Err(format!("no peer is called {unknown}").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("seshat: {problem}");
            ExitCode::FAILURE
        }
    }
}

impl<const CUT: u8> Peer for Seshat<CUT> {
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        let database = open::<CUT>(folder)?;
        for (place, said) in (1..).zip(records) {
            let (event, profile) = event(&said?);
            database.add_event(event, profile);
            if place % 10_000 == 0 {
                database.commit()?;
            }
        }
        database.force_commit()?;
        Ok(database.shutdown().recv()??)
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let database = open::<CUT>(folder)?;
        database.reload()?;
        Ok(Self(database))
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.fifty(question, true)
    }

    fn best(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.fifty(question, false)
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        let Some((text, mut config)) = asked(question) else { return Ok(None) };
        Ok(Some(self.0.search(&text, config.limit(1).order_by_recency(true))?.count as u64))
    }

    fn add(&mut self, said: &Said) -> Answer<()> {
        let (event, profile) = event(said);
        self.0.add_event(event, profile);
        self.0.force_commit()?;
        self.0.reload()?;
        Ok(Some(()))
    }
}

impl<const CUT: u8> Seshat<CUT> {
    fn fifty(&self, question: &Question, by_time: bool) -> Answer<Vec<u64>> {
        let Some((text, mut config)) = asked(question) else { return Ok(None) };
        let found = self.0.search(&text, config.limit(50).order_by_recency(by_time))?;
        let number = |source: &str| source.split('"').nth(3).and_then(|number| number.parse().ok());
        let numbers =
            found.results.iter().map(|hit| number(&hit.event_source).ok_or("an event of no number"));
        Ok(Some(numbers.collect::<Result<_, _>>()?))
    }
}

fn open<const CUT: u8>(folder: &Path) -> Outcome<Database> {
    let config = Config::new().set_passphrase("bench");
    let config = if CUT == NGRAMS { config.use_ngram_tokenizer(2, 4) } else { config };
    Ok(Database::new_with_config(folder, &config)?)
}

/// The question in its language; `None`: cannot be said.
fn asked(question: &Question) -> Option<(String, SearchConfig)> {
    let mut config = SearchConfig::new();
    let mut terms = Vec::new();
    for part in &question.0 {
        match part {
            Part::Has(text) => terms.push(format!("+\"{text}\"")),
            Part::Lacks(text) => terms.push(format!("-\"{text}\"")),
            Part::Conversation(title) => drop(config.for_room(title)),
            _ => return None,
        }
    }
    question.has().next()?;
    Some((terms.join(" "), config))
}

fn event(said: &Said) -> (Event, Profile) {
    let Said { number, sent_at_ms, conversation, sender, text, .. } = said;
    let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
    let source = format!(
        "{{\"event_id\":\"{number}\",\"sender\":\"{sender}\",\"origin_server_ts\":{sent_at_ms},\
         \"room_id\":\"{conversation}\",\"type\":\"m.room.message\",\
         \"content\":{{\"msgtype\":\"m.text\",\"body\":\"{quoted}\"}}}}"
    );
    let event = Event::new(
        EventType::Message,
        text,
        Some("m.text"),
        &number.to_string(),
        sender,
        *sent_at_ms,
        conversation,
        &source,
    );
    (event, Profile::new(sender, ""))
}
