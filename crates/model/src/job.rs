//! A running piece of work: progress out, cancellation in, in one call so that neither can be forgotten.

use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// What a job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Copying the original and hashing it; counted in bytes.
    Keeping,
    /// Parsing and storing; counted in bytes of the source.
    Reading,
    /// Bringing the search index up to date; counted in messages.
    Indexing,
    /// Gathering what is exported; counted in messages.
    Gathering,
    /// Laying out pages; counted in messages.
    LayingOut,
    /// Writing files; counted in bytes.
    Writing,
    /// Looking whether everything is as it should be; counted in what is looked at.
    Examining,
    /// Copying to a backup or from one; counted in bytes.
    Copying,
    /// Reading back what was kept; counted in bytes.
    Verifying,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Units done in this phase.
    pub done: u64,
    /// Units in all; 0 where that is not known.
    pub total: u64,
}

/// The work was cancelled by the person who started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

type Observer = dyn Fn(Progress) + Send + Sync;

/// A handle to a running job. Cheap to clone; all clones are one job.
#[derive(Clone)]
pub struct Job {
    inner: Arc<Inner>,
}

struct Inner {
    /// Shared with what was split off.
    cancelled: Arc<AtomicBool>,
    done: AtomicU64,
    reported: AtomicU64,
    current: std::sync::Mutex<(Phase, u64)>,
    observer: Box<Observer>,
}

impl Job {
    /// A job that reports to `observer` about two hundred times a phase.
    pub fn new(observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self::with(Arc::default(), observer)
    }

    fn with(cancelled: Arc<AtomicBool>, observer: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self {
            inner: Arc::new(Inner {
                cancelled,
                done: AtomicU64::new(0),
                reported: AtomicU64::new(0),
                current: std::sync::Mutex::new((Phase::Keeping, 0)),
                observer: Box::new(observer),
            }),
        }
    }

    /// A job nobody watches.
    pub fn quiet() -> Self {
        Self::new(|_| {})
    }

    /// A handle for a part of this job that is counted as a whole: it stops with the job and reports nothing.
    #[must_use]
    pub fn unmeasured(&self) -> Self {
        Self::with(Arc::clone(&self.inner.cancelled), |_| {})
    }

    /// Begins a phase of `total` units (0: not known).
    pub fn begin(&self, phase: Phase, total: u64) -> Result<(), Cancelled> {
        if let Ok(mut current) = self.inner.current.lock() {
            *current = (phase, total);
        }
        self.inner.done.store(0, Ordering::Relaxed);
        self.inner.reported.store(0, Ordering::Relaxed);
        self.report();
        self.check()
    }

    /// Reports `units` more done, and fails if the job was cancelled.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        let done = self.inner.done.fetch_add(units, Ordering::Relaxed) + units;
        let total = self.inner.current.lock().map_or(0, |current| current.1);
        let step = (total / 200).max(1000);
        let reported = self.inner.reported.load(Ordering::Relaxed);
        if done >= reported + step || done == total {
            self.inner.reported.store(done, Ordering::Relaxed);
            self.report();
        }
        self.check()
    }

    /// Whether `other` is a handle to the same job.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Asks the job to stop at its next step.
    pub fn cancel(&self) {
        self.inner.cancelled.store(true, Ordering::Relaxed);
    }

    fn check(&self) -> Result<(), Cancelled> {
        if self.inner.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    fn report(&self) {
        let (phase, total) = self.inner.current.lock().map_or((Phase::Keeping, 0), |current| *current);
        (self.inner.observer)(Progress { phase, done: self.inner.done.load(Ordering::Relaxed), total });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_job_fails_at_its_next_step() {
        let job = Job::quiet();
        job.begin(Phase::Reading, 10).expect("nobody cancelled yet");
        job.advance(5).expect("still nobody");
        job.clone().cancel();
        assert_eq!(job.advance(1), Err(Cancelled), "a clone's cancel is the job's");
    }
}
