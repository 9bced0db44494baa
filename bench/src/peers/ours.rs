//! The vault, at the face of the store.

use std::{
    io::{self, Cursor},
    path::Path,
};
use yanju_bench_common::{Answer, Cost, Outcome, Part, Peer, Question, Said, measured};
use yanju_model::{
    FileId, Platform, Precision, Role, SourceTime, Zone,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
    query::{Filter, Query, Sort, TimeRange},
    record::Given,
    time::DEFAULT_ZONE,
};
use yanju_store::{Actor, Intake, KdfCost, NewFile, Origin, Page, Password, Setup, Vault};

pub const PASSWORD: &str = "correct horse battery staple";
/// When the vault is filled: after the last message.
const NOW_MS: i64 = 1_740_000_000_000;
const FIFTY: Page = Page { offset: 0, limit: 50 };

pub struct Ours {
    vault: Vault,
}

impl Peer for Ours {
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        let setup = Setup {
            kdf: KdfCost::default(),
            categories: Vec::new(),
            zone: DEFAULT_ZONE,
            created_at_ms: NOW_MS,
        };
        let vault = Vault::create(folder, &password(), &setup)?;
        let mut intake = begin(&vault, "talk")?;
        for said in records {
            take(&mut intake, &said?)?;
        }
        intake.finish(&Understanding::default(), &[])?;
        Ok(vault.index_pending(&Job::quiet())?)
    }

    fn open(folder: &Path) -> Outcome<Self> {
        Ok(Self { vault: Vault::open(folder, &password())? })
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.ids(question, Sort::Newest)
    }

    fn best(&mut self, question: &Question) -> Answer<Vec<u64>> {
        self.ids(question, Sort::Relevance)
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        Ok(Some(self.vault.count(&query(question))?))
    }

    fn add(&mut self, said: &Said) -> Answer<()> {
        let mut intake = begin(&self.vault, "one more")?;
        take(&mut intake, said)?;
        intake.finish(&Understanding::default(), &[])?;
        Ok(Some(()))
    }

    fn rebuild(&mut self) -> Answer<Cost> {
        let vault = &self.vault;
        let (rebuilt, cost) = measured(|| vault.rebuild_index(&Job::quiet()));
        rebuilt?;
        Ok(Some(cost))
    }

    fn further(&mut self) -> Outcome<Vec<(String, Cost)>> {
        let vault = &self.vault;
        let word = Query::Text("退款".to_owned());
        let origin = Origin { actor: Actor::Person, at_ms: NOW_MS };
        // Not UTC+8 at any time, and with daylight saving.
        let zone: Zone = "America/New_York".parse().unwrap_or(DEFAULT_ZONE);
        let mut costs = Vec::new();
        let mut note = |name: &str, (done, cost): (yanju_store::Result<()>, Cost)| {
            costs.push((name.to_owned(), cost));
            done
        };
        for (name, query) in [("everything", &Query::All), ("a common word", &word)] {
            let conversations = || vault.conversations(query, Sort::Newest, FIFTY).map(drop);
            note(&format!("conversations of {name}, fifty newest"), measured(conversations))?;
            note(
                &format!("time line of {name}"),
                measured(|| vault.timeline(query, TimeRange::default(), 100).map(drop)),
            )?;
        }
        note("another zone, looked at", measured(|| vault.moved_by_zone(&[FileId(1)], zone).map(drop)))?;
        note("another zone, changed", measured(|| vault.change_zone(&[FileId(1)], zone, origin).map(drop)))?;
        let behind = || vault.search(&word, Sort::Newest, FIFTY).map(drop);
        note("a search while the index is behind by everything", measured(behind))?;
        note("index caught up", measured(|| vault.index_pending(&Job::quiet())))?;
        note("another zone, taken back", measured(|| vault.undo(origin).map(drop)))?;
        Ok(costs)
    }
}

impl Ours {
    fn ids(&self, question: &Question, sort: Sort) -> Answer<Vec<u64>> {
        let found = self.vault.ids(&query(question), sort, FIFTY)?;
        Ok(Some(found.into_iter().map(|id| id.0.cast_unsigned()).collect()))
    }
}

fn password() -> Password {
    Password::from(PASSWORD.to_owned())
}

fn begin<'v>(vault: &'v Vault, name: &str) -> Outcome<Intake<'v>> {
    let staged = vault.keep(&mut Cursor::new(name.as_bytes()), &Job::quiet())?;
    let file = NewFile {
        name: name.to_owned(),
        format: "bench".to_owned(),
        zone: DEFAULT_ZONE,
        given: Given::default(),
        imported_at_ms: NOW_MS,
        import: None,
    };
    Ok(vault.intake(file, staged)?)
}

fn take(intake: &mut Intake<'_>, said: &Said) -> Outcome<()> {
    let slot = intake.conversation(ConversationDraft {
        platform: Platform::from_name(&said.platform).unwrap_or(Platform::Other),
        key: said.conversation.clone(),
        title: said.conversation.clone(),
    })?;
    let role = if said.by_agent { Role::Agent } else { Role::Customer };
    let sender = Sender { key: None, name: said.sender.clone(), role };
    let moment = chrono::DateTime::from_timestamp_millis(said.sent_at_ms).unwrap_or_default();
    // As most exports have it: what a clock showed in China, with no word of its zone.
    let shown = (moment + chrono::TimeDelta::hours(8)).naive_utc();
    let sent_at = Some(SourceTime::Local(shown, Precision::Second));
    intake.message(slot, &MessageDraft::text(Some(sender), sent_at, said.text.as_str()))?;
    Ok(())
}

fn query(question: &Question) -> Query {
    let (from, until) = question.range();
    let parts = question.0.iter().filter_map(|part| {
        Some(match part {
            Part::Has(text) => Query::Text(text.clone()),
            Part::Lacks(text) => Query::Not(Box::new(Query::Text(text.clone()))),
            Part::Sender(name) => Query::Filter(Filter::From(name.clone())),
            Part::Conversation(title) => Query::Filter(Filter::InTitle(title.clone())),
            Part::On(platform) => Query::Filter(Filter::On(Platform::from_name(platform)?)),
            Part::ByAgent => Query::Filter(Filter::Role(Role::Agent)),
            Part::From(_) => Query::Filter(Filter::Sent(TimeRange { from: Some(from), until: Some(until) })),
            Part::Until(_) => return None,
        })
    });
    parts.fold(Query::All, Query::and)
}
