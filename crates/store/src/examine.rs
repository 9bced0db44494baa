//! Looking whether everything in a vault is as it should be, part by part. What is derived is made anew where it is
//! not; what is a record is never touched, only named.

use crate::{
    Error, Result, Vault, database, keys,
    table::{content, conversation, message, outbox, participant},
};
use yanju_model::job::{Job, Phase};

/// A part of the vault that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VaultPart {
    /// Both copies of the key file, and whether they are one.
    KeyFile,
    /// Every page of the database authenticates and its structure holds.
    Database,
    /// What is counted and numbered agrees with what is there, and who is joined is so to one of the same conversation.
    Counters,
    /// The chain of the audit log.
    Log,
    /// Every original and attachment is there and has the SHA-256 it was taken in with.
    Contents,
    /// The search index holds each message once, where the database has it, and nothing else.
    Index,
}

impl VaultPart {
    /// The stable name, as in JSON and under `check` in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeyFile => "key_file",
            Self::Database => "database",
            Self::Counters => "counters",
            Self::Log => "log",
            Self::Contents => "contents",
            Self::Index => "index",
        }
    }
}

/// What came of looking at a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be; how many things were looked at.
    Sound(u64),
    /// It was not, and follows from other parts: it was made anew. What was wrong with it.
    Rebuilt(String),
    /// It is not. Each fault names its place.
    Faulty(Vec<String>),
}

/// What an examination found, in the order it looked.
pub type Examination = Vec<(VaultPart, Verdict)>;

/// So many faults of one part are named.
const FAULTS_NAMED: usize = 100;

impl Vault {
    /// Examines the whole vault. Long: everything in it is read.
    pub fn examine(&self, job: &Job) -> Result<Examination> {
        let checks: [(VaultPart, &dyn Fn() -> Result<Verdict>); 6] = [
            (VaultPart::KeyFile, &|| Ok(of_faults(keys::faults(&self.dir)?, 2))),
            (VaultPart::Database, &|| Ok(of_faults(database::faults(&*self.database.read()?)?, 1))),
            (VaultPart::Counters, &|| self.examine_counters()),
            (VaultPart::Log, &|| Ok(Verdict::Sound(self.verify_log(job)?))),
            (VaultPart::Contents, &|| self.examine_contents(job)),
            (VaultPart::Index, &|| self.examine_index(job)),
        ];
        let verdict = |look: &dyn Fn() -> Result<Verdict>| match look() {
            Ok(verdict) => Ok(verdict),
            Err(cancelled @ Error::Cancelled(_)) => Err(cancelled),
            // What keeps a part from being looked at is a fault of that part; the others are looked at all the same.
            Err(fault) => Ok(Verdict::Faulty(vec![fault.to_string()])),
        };
        checks.into_iter().map(|(check, look)| Ok((check, verdict(look)?))).collect()
    }

    fn examine_counters(&self) -> Result<Verdict> {
        let reader = self.database.read()?;
        let miscounted = conversation::miscounted(&reader)?;
        let astray = participant::astray(&reader)?;
        let faults = miscounted.iter().map(ToString::to_string);
        let faults = faults.chain(astray.iter().map(ToString::to_string)).collect();
        Ok(of_faults(faults, conversation::totals(&reader)?.conversations))
    }

    fn examine_contents(&self, job: &Job) -> Result<Verdict> {
        let contents = content::all(&*self.database.read()?)?;
        job.begin(Phase::Examining, contents.len() as u64)?;
        let mut faults = Vec::new();
        for sha256 in &contents {
            match self.blobs.read_through(sha256, &mut |_| Ok(job.advance(0)?)) {
                Ok(_) => {}
                Err(cancelled @ Error::Cancelled(_)) => return Err(cancelled),
                Err(Error::Damaged { what }) => faults.push(what),
                Err(fault) => faults.push(format!("content {sha256}: {fault}")),
            }
            job.advance(1)?;
        }
        Ok(of_faults(faults, contents.len() as u64))
    }

    fn examine_index(&self, job: &Job) -> Result<Verdict> {
        self.index_pending(job)?;
        let wrong = match self.compare_index(job) {
            Ok(Ok(documents)) => return Ok(Verdict::Sound(documents)),
            Ok(Err(difference)) => difference,
            Err(Error::IndexDamaged { what }) => what,
            Err(error) => return Err(error),
        };
        self.rebuild_index(job)?;
        match self.compare_index(job)? {
            Ok(_) => Ok(Verdict::Rebuilt(wrong)),
            Err(difference) => Ok(Verdict::Faulty(vec![difference])),
        }
    }

    /// Compares the index, message by message, with the database; the inner error says where they differ first.
    fn compare_index(&self, job: &Job) -> Result<Result<u64, String>> {
        let _nobody_writes_to_it = self.indexing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let index = self.index();
        index.verify(&self.keys)?;
        let reader = self.database.read()?;
        let mut documents = index.snapshot().documents();
        documents.sort_unstable();
        let everything = outbox::everything(&reader)?;
        job.begin(Phase::Examining, documents.len() as u64)?;
        let pending = outbox::after(&reader, index.applied_through().map_or(0, |stamp| stamp.seq))?;
        let is_pending = |id: i64| pending.iter().any(|range| (range.first..=range.last).contains(&id));
        let (mut next, mut difference) = (documents.iter().peekable(), None);
        message::each_facts(&reader, &everything, |facts| {
            let expected = (facts.id.0, facts.conversation.0, facts.sent_at_ms);
            if is_pending(facts.id.0) {
                next.next_if(|document| document.0 == facts.id.0);
            } else if next.next_if_eq(&&expected).is_none() && difference.is_none() {
                difference = Some(format!("message {} is not in the index as it is stored", facts.id));
            }
            Ok::<_, Error>(job.advance(1)?)
        })?;
        if let (None, Some(document)) = (&difference, next.next()) {
            difference =
                Some(format!("the index holds {} which is not stored", yanju_model::MessageId(document.0)));
        }
        Ok(difference.map_or(Ok(documents.len() as u64), Err))
    }
}

fn of_faults(mut faults: Vec<String>, looked_at: u64) -> Verdict {
    if faults.is_empty() {
        return Verdict::Sound(looked_at);
    }
    let more = faults.len().saturating_sub(FAULTS_NAMED);
    faults.truncate(FAULTS_NAMED);
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    Verdict::Faulty(faults)
}
