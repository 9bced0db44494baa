//! What lies in the watched folder, and what of it may be read: nothing half written, nothing that is no export.

use crate::{api::Result, failure, import::walk::DEPTH_LIMIT};
use std::{
    collections::HashMap,
    fs::DirEntry,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// More files than this are not listed: the folder is listed every few seconds, and was chosen by mistake.
pub(super) const FILES_LIMIT: usize = 10_000;
/// How many of the folders that lie too deep are named.
const NAMED_LIMIT: usize = 20;
/// A file that changed this recently may still be growing.
const SETTLED_MS: i64 = 5_000;
/// Who has waited this long no longer waits for what is being written beside it.
const PATIENCE_MS: i64 = 10 * 60_000;
/// The endings that programs give to files they have not finished.
const UNFINISHED: [&str; 7] = ["part", "partial", "crdownload", "download", "opdownload", "tmp", "temp"];
/// What file managers leave behind.
const OF_THE_SYSTEM: [&str; 2] = ["desktop.ini", "thumbs.db"];

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Lying {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) modified_ms: i64,
}

/// The files of the folder that may be exports.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<Lying>,
    /// Whether there are more than can be watched.
    pub(super) is_cut: bool,
    /// Folders that lie too deep to be walked, the first few.
    pub(super) too_deep: Vec<PathBuf>,
}

impl Listing {
    /// Lists a folder. Symbolic links are not followed.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut listing = Self::default();
        listing.walk(folder, 0)?;
        Ok(listing)
    }

    /// Those that nobody is writing any more at this moment. A chat comes with its pictures, so a file also waits for
    /// what is being written beside it.
    pub(super) fn settled(&self, now_ms: i64) -> impl Iterator<Item = &Lying> {
        // A time ahead of the clock is that of another clock, and says nothing of how long ago it was.
        let age = move |file: &Lying| (now_ms - file.modified_ms).abs();
        let mut youngest: HashMap<Option<&Path>, i64> = HashMap::new();
        for file in &self.files {
            let known = youngest.entry(file.path.parent()).or_insert(i64::MAX);
            *known = age(file).min(*known);
        }
        self.files.iter().filter(move |file| {
            let beside = youngest.get(&file.path.parent()).copied().unwrap_or(i64::MAX);
            age(file) >= SETTLED_MS && (beside >= SETTLED_MS || age(file) >= PATIENCE_MS)
        })
    }

    fn walk(&mut self, folder: &Path, depth: usize) -> Result<()> {
        let failed = |cause| failure::unreadable(folder, cause);
        let mut entries: Vec<DirEntry> =
            folder.read_dir().map_err(failed)?.collect::<std::io::Result<_>>().map_err(failed)?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            if self.files.len() >= FILES_LIMIT {
                self.is_cut = true;
                return Ok(());
            }
            if is_passing(&entry.file_name().to_string_lossy()) {
                continue;
            }
            // What is gone by now was no export.
            let Ok(about) = entry.metadata() else { continue };
            if about.is_dir() && depth == DEPTH_LIMIT {
                if self.too_deep.len() < NAMED_LIMIT {
                    self.too_deep.push(entry.path());
                }
            } else if about.is_dir() {
                self.walk(&entry.path(), depth + 1)?;
            } else if about.is_file() {
                let modified = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
                self.files.push(Lying {
                    path: entry.path(),
                    bytes: about.len(),
                    modified_ms: modified.map_or(0, |since| since.as_millis() as i64),
                });
            }
        }
        Ok(())
    }
}

/// Whether a name is that of a hidden file, of one that is being written, or of the system's own.
fn is_passing(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || OF_THE_SYSTEM.contains(&name.as_str())
        || name.rsplit_once('.').is_some_and(|(_, ending)| UNFINISHED.contains(&ending))
}
