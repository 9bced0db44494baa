//! From what the user named to the files to read: folders walked, hidden files left out, in a stable order.

use crate::{
    api::{ApiError, ErrorCode, Result},
    failure,
};
use std::path::{Path, PathBuf};

/// Folders below a named one, or below the watched one, are walked this deep.
pub(crate) const DEPTH_LIMIT: usize = 16;

/// A file to read, or a folder that lies too deep to be walked.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Whether nobody named it: it was found in a folder.
    pub(super) walked: bool,
}

/// The files below `paths`, each path's in alphabetical order, and the folders that lie too deep. Symbolic links inside folders are not followed.
pub(super) fn files(paths: &[String]) -> Result<Vec<Found>> {
    let mut files = Vec::new();
    for path in paths {
        let path = Path::new(path);
        let about = path.metadata().map_err(|cause| failure::unreadable(path, cause))?;
        if about.is_dir() {
            walk(path, &mut files, 0)?;
        } else {
            files.push(Found { path: path.to_owned(), walked: false });
        }
    }
    match paths.first() {
        Some(folder) if files.is_empty() => Err(ApiError::new(ErrorCode::FolderEmpty).with("path", folder)),
        _ => Ok(files),
    }
}

fn walk(folder: &Path, files: &mut Vec<Found>, depth: usize) -> Result<()> {
    let failed = |cause| failure::unreadable(folder, cause);
    let mut entries: Vec<_> =
        folder.read_dir().map_err(failed)?.collect::<std::io::Result<_>>().map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth == DEPTH_LIMIT {
            files.push(Found { path: entry.path(), walked: true });
        } else if kind.is_dir() {
            walk(&entry.path(), files, depth + 1)?;
        } else if kind.is_file() {
            files.push(Found { path: entry.path(), walked: true });
        }
    }
    Ok(())
}

/// The error of a folder that lies deeper than folders are walked.
pub(crate) fn too_deep(folder: &Path) -> ApiError {
    ApiError::new(ErrorCode::LimitExceeded)
        .with("file", folder.display())
        .with("limit", "folder depth")
        .with("place", DEPTH_LIMIT)
}
