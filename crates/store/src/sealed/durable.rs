//! Writing so that power loss leaves either the old file or the new one.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{Result, Write},
    path::{Path, PathBuf},
};

/// Replaces the file at `path`: temporary file → fsync → rename → fsync of the directory.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = beside(path);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    rename(&temporary, path)
}

/// Moves a file that is already safe on disk to its final name, durably.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to)?;
    to.parent().map_or(Ok(()), sync_directory)
}

/// Makes a directory, and those above it that are missing, durably: each has its name in the one above.
pub(crate) fn create_dir_all(dir: &Path) -> Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    // Above a relative name of one part is where the process stands.
    let above = dir.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    above.map_or(Ok(()), create_dir_all)?;
    match fs::create_dir(dir) {
        // Somebody was quicker.
        Err(_) if dir.is_dir() => {}
        made => made?,
    }
    above.map_or(Ok(()), sync_directory)
}

/// Makes the names in a directory durable. Only Unix can say so; elsewhere the file system sees to it.
pub(crate) fn sync_directory(dir: &Path) -> Result<()> {
    #[cfg(test)]
    tests::SYNCED.with_borrow_mut(|synced| synced.push(dir.to_owned()));
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Where a file is written before it has its name.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".tmp");
    path.with_file_name(name)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::cell::RefCell;

    thread_local! {
        /// What this thread has synced.
        pub(super) static SYNCED: RefCell<Vec<PathBuf>> = const { RefCell::new(Vec::new()) };
    }

    /// The directories that `act` syncs, in order.
    pub(crate) fn synced_by(act: impl FnOnce()) -> Vec<PathBuf> {
        SYNCED.take();
        act();
        SYNCED.take()
    }

    #[test]
    fn a_directory_is_durable_with_all_that_were_made_above_it() {
        let root = tempfile::tempdir().unwrap();
        let (outer, inner) = (root.path().join("a"), root.path().join("a/b"));
        let make = || create_dir_all(&inner).unwrap();
        assert_eq!(synced_by(make), [root.path(), &outer], "each name is in the directory above");
        assert!(inner.is_dir());
        assert_eq!(synced_by(make), Vec::<PathBuf>::new(), "what is there costs nothing");
        fs::write(outer.join("file"), "").unwrap();
        assert!(create_dir_all(&outer.join("file/c")).is_err(), "a file is no directory");
    }
}
