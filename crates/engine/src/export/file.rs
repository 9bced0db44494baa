//! Files written whole or not at all, and hashed on the way: first all of them beside their places, then each into its own.

use crate::{api::Result, failure};
use sha2::{Digest, Sha256};
use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::{Builder, NamedTempFile};

/// A file that is complete and safe on disk, but not yet in its place. Dropped, it is gone.
pub(super) struct Prepared<T> {
    pub(super) sha256: String,
    pub(super) bytes: u64,
    pub(super) value: T,
    file: NamedTempFile,
    path: PathBuf,
}

impl<T> Prepared<T> {
    /// Puts the file into its place, over what is there.
    pub(super) fn publish(self) -> Result<()> {
        let Self { file, path, .. } = self;
        file.persist(&path).map_err(|error| failure::unwritable(&path, error.error))?;
        sync_folder(&path).map_err(|cause| failure::unwritable(&path, cause))
    }
}

/// Writes what is to be at `path` beside it.
pub(super) fn prepared<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T>,
) -> Result<Prepared<T>> {
    let failed = |cause: std::io::Error| failure::unwritable(path, cause);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.is_dir() {
        return Err(failure::unwritable(path, "it is a folder"));
    }
    let mut file = beside_in(folder).map_err(failed)?;
    let mut hashing = Hashing { out: BufWriter::new(file.as_file_mut()), hash: Sha256::new(), bytes: 0 };
    let value = write(&mut hashing).map_err(|error| named(error, path))?;
    hashing.out.flush().map_err(failed)?;
    let (digest, bytes) = (hashing.hash.clone().finalize(), hashing.bytes);
    drop(hashing);
    file.as_file().sync_all().map_err(failed)?;
    Ok(Prepared { sha256: hex(&digest), bytes, value, file, path: path.to_owned() })
}

/// Makes the name of a file durable, where the system can say so.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A new file that is not yet what it is to be. It gets an ordinary file's mode (within the user's umask): the
/// finished document is to be handed on.
fn beside_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".yanju-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        text
    })
}

/// A text as a file name that every system takes.
pub(super) fn plain_name(text: &str) -> String {
    let plain = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    text.chars().map(plain).take(80).collect::<String>().trim_matches(['.', ' ']).to_owned()
}

/// An error of writing, with the path that the writer does not know.
fn named(mut error: crate::api::ApiError, path: &Path) -> crate::api::ApiError {
    if error.code == crate::api::ErrorCode::Unwritable {
        error = error.with("path", path.display());
    }
    error
}

struct Hashing<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let count = self.out.write(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
