//! Watching over the vault: the audit log, and examining whether everything is as it should be.

use crate::{
    Session,
    api::{
        Result,
        log::{AskLog, CheckRow, Examination, LogPage, LogRow},
    },
    clock::at,
};
use yanju_model::{
    job::Job,
    log::{Act, Detail, detail},
};
use yanju_store::{Actor, Origin, Page, Vault, Verdict};

/// So many entries at a time.
const MOST: u32 = 1000;

impl Session {
    /// A stretch of the log, latest first.
    pub fn log(&self, ask: &AskLog) -> Result<LogPage> {
        self.with(|vault| {
            let zone = vault.zone()?;
            let page = vault.log_page(Page { offset: ask.offset, limit: ask.limit.min(MOST) })?;
            let row = |entry: yanju_store::LogEntry| LogRow {
                number: entry.seq,
                at: at(entry.at_ms, zone).rfc3339().unwrap_or_default(),
                actor: entry.actor,
                act: entry.act,
                detail: entry.detail,
            };
            Ok(LogPage { total: page.total, entries: page.entries.into_iter().map(row).collect() })
        })
    }

    /// Looks at every part of the vault; what is derived is made anew where it is not as it should be.
    pub fn examine(&self, job: &Job) -> Result<Examination> {
        self.during(job, |vault| {
            let checks: Vec<CheckRow> = vault
                .examine(job)?
                .into_iter()
                .map(|(check, verdict)| check_row(check.name(), verdict))
                .collect();
            let wrong = |of: fn(&CheckRow) -> bool| {
                checks
                    .iter()
                    .filter(|check| of(check))
                    .map(|check| check.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let faulty = wrong(|check| !check.ok);
            if checks.iter().any(|check| check.rebuilt) {
                self.note(vault, Act::IndexRebuilt, &detail([("why", "examined".to_owned())]))?;
            }
            self.note(vault, Act::Examined, &detail([("faulty", faulty.clone())]))?;
            Ok(Examination { ok: faulty.is_empty(), checks })
        })
    }

    /// Writes down what a person does.
    pub(crate) fn note(&self, vault: &Vault, act: Act, detail: &Detail) -> Result<()> {
        Ok(vault.log(act, detail, self.by_person())?)
    }

    /// Does what a person asked for outside the database, and writes it down with it.
    pub(crate) fn noted<T>(
        &self,
        vault: &Vault,
        act: Act,
        what: impl FnOnce() -> yanju_store::Result<T>,
    ) -> yanju_store::Result<T> {
        vault.logged(act, &Detail::new(), self.by_person(), what)
    }

    /// Now, as the origin of what the program does by itself.
    pub(crate) fn by_program(&self) -> Origin {
        Origin { actor: Actor::Program, at_ms: self.clock.now_ms() }
    }
}

fn check_row(name: &str, verdict: Verdict) -> CheckRow {
    let row =
        |ok, rebuilt, detail, looked_at| CheckRow { name: name.to_owned(), ok, detail, rebuilt, looked_at };
    match verdict {
        Verdict::Sound(looked_at) => row(true, false, String::new(), looked_at),
        Verdict::Rebuilt(why) => row(true, true, why, 0),
        Verdict::Faulty(faults) => row(false, false, faults.join("\n"), 0),
    }
}
