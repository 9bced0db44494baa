//! Importing with nobody to ask: what could be read in more than one way is not read, and every file has its outcome.

use super::{
    Intent, index,
    settled::Settled,
    source::Source,
    summary::{Summary, is_medium},
    walk::Found,
};
use crate::{
    Session,
    api::{
        ErrorCode, Result,
        import::{ImportOptions, ImportReport},
    },
};
use std::path::{Path, PathBuf};
use yanju_model::job::Job;
use yanju_store::Vault;

/// Endings of files that hold other files or records: if they cannot be read, somebody misses what is in them.
const CONTAINERS: [&str; 16] = [
    "zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "db", "sqlite", "dat", "bak", "xls", "xlsx", "mht",
    "doc",
];

impl Session {
    /// Imports files as one act. Cancelled, it keeps and reports what was finished before.
    pub(crate) fn import_unattended(
        &self,
        vault: &Vault,
        paths: &[PathBuf],
        job: &Job,
    ) -> Result<ImportReport> {
        let settled = Settled::of(&ImportOptions::default(), vault)?;
        let mut summary = Summary::default();
        for path in paths {
            let outcome = Source::open(path).and_then(|source| {
                self.take_in(vault, &source, &settled, summary.act, Intent::KeepIfClear, job)
            });
            match outcome {
                Ok(imported) => summary.add(imported),
                Err(error) if error.code == ErrorCode::Cancelled => {
                    summary.cancel();
                    break;
                }
                Err(error) => {
                    summary.fail(&Found { path: path.clone(), walked: !is_container(path) }, error);
                }
            }
        }
        if !summary.is_empty() {
            index(vault, job);
        }
        let mut report = summary.finish();
        // Pictures without a chat beside them are no exports either.
        let all = report.failed.len();
        report.failed.retain(|file| !is_medium(&file.error) || is_container(Path::new(&file.path)));
        report.skipped += (all - report.failed.len()) as u64;
        Ok(report)
    }
}

fn is_container(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        let ending = ending.to_string_lossy().to_ascii_lowercase();
        CONTAINERS.contains(&ending.as_str())
    })
}
