//! Those that can be one program with ours.

mod fts5;
mod grams;
mod ours;
mod ripgrep;
mod session;
mod tantivy;

pub use grams::fold;
use yanju_bench_common::{Outcome, serve};

/// Serves the peer of a name.
pub fn run(name: &str) -> Outcome<()> {
    match name {
        "ours" => serve::<ours::Ours>(),
        "session" => serve::<session::Ours>(),
        "tantivy" => serve::<tantivy::Plain>(),
        "fts5" => serve::<fts5::Fts5<{ fts5::BY_TIME }>>(),
        "fts5-by-row" => serve::<fts5::Fts5<{ fts5::BY_ROW }>>(),
        "ripgrep" => serve::<ripgrep::Ripgrep>(),
        unknown => Err(format!("no peer is called {unknown}").into()),
    }
}
