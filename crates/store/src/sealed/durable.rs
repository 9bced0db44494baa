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

/// Makes the names in a directory durable. Only Unix can say so; elsewhere the file system sees to it.
pub(crate) fn sync_directory(dir: &Path) -> Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Where a file is written before it has its name.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".tmp");
    path.with_file_name(name)
}
