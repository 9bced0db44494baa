//! Progress of long work across the border.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use yanju_model::job::{Phase, Progress};

/// How far a job is; sent to the window as the event `job`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JobProgress {
    /// The name the caller gave the job; `cancel_job` takes it.
    pub job: String,
    /// What it is doing.
    #[ts(
        type = "\"keeping\" | \"reading\" | \"indexing\" | \"gathering\" | \"laying_out\" | \"writing\" | \"copying\" | \"verifying\" | \"examining\""
    )]
    pub phase: Phase,
    /// Units done in this phase.
    pub done: u64,
    /// Units in all; 0 where that is not known.
    pub total: u64,
}

impl JobProgress {
    /// The progress of the job of this name.
    pub fn of(job: &str, progress: Progress) -> Self {
        Self { job: job.to_owned(), phase: progress.phase, done: progress.done, total: progress.total }
    }
}
