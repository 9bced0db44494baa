//! A job on a terminal: a bar on stderr, and Ctrl+C as a clean cancel.

use crate::{args::Args, sentences::Sentences};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use yanju_engine::{Job, Phase, Progress};

/// A job whose progress is drawn where someone watches, and which Ctrl+C cancels.
pub fn job(args: &Args, sentences: &Sentences) -> Job {
    let job = careless_job(args, sentences);
    let handle = job.clone();
    // Fails only when a handler is set twice; then the first one cancels its own job, as it should.
    let _ = ctrlc::set_handler(move || handle.cancel());
    job
}

/// A job whose progress is drawn where someone watches, and which Ctrl+C ends with the program: what it does can be cut off
/// anywhere.
pub fn careless_job(args: &Args, sentences: &Sentences) -> Job {
    if args.quiet || !stderr().is_terminal() { Job::quiet() } else { watched(sentences) }
}

fn watched(sentences: &Sentences) -> Job {
    let bar = ProgressBar::hidden();
    bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent}%") {
        bar.set_style(style);
    }
    let names = [
        (Phase::Keeping, "phase.keeping"),
        (Phase::Reading, "phase.reading"),
        (Phase::Indexing, "phase.indexing"),
        (Phase::Gathering, "phase.gathering"),
        (Phase::LayingOut, "phase.laying_out"),
        (Phase::Writing, "phase.writing"),
        (Phase::Copying, "phase.copying"),
        (Phase::Verifying, "phase.verifying"),
    ]
    .map(|(phase, key)| (phase, sentences.get(key, &[])));
    Job::new(move |Progress { phase, done, total }| {
        if let Some((_, name)) = names.iter().find(|(named, _)| *named == phase) {
            bar.set_message(name.clone());
        }
        bar.set_length(total.max(done));
        bar.set_position(done);
        if done >= total {
            bar.finish_and_clear();
        }
    })
}
