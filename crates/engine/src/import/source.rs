//! A file to import: on disk with its neighbours, or bytes in memory; and the sealed copy it is read from.

use super::opened;
use crate::api::{ApiError, ErrorCode, Result};
use std::{
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use yanju_formats::import::{Input, ReadSeek, input::is_below};
use yanju_store::StagedBytes;

/// Bytes read ahead of an importer.
const READ_AHEAD: usize = 1 << 18;

/// What is to be imported.
pub(super) struct Source {
    name: String,
    bytes: u64,
    content: Content,
    /// The neighbours that were handed out.
    attached: Mutex<Vec<PathBuf>>,
}

enum Content {
    OnDisk(PathBuf),
    InMemory(Vec<u8>),
}

impl Source {
    /// A file on disk.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let about = opened(path)?.metadata().map_err(|cause| crate::failure::unreadable(path, cause))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Self {
            name,
            bytes: about.len(),
            content: Content::OnDisk(path.to_owned()),
            attached: Mutex::default(),
        })
    }

    /// Bytes that are there already.
    pub(super) fn in_memory(name: &str, content: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes: content.len() as u64,
            content: Content::InMemory(content),
            attached: Mutex::default(),
        }
    }

    /// Where it lies, as the user wrote it; its name where it lies nowhere.
    pub(super) fn path(&self) -> String {
        match &self.content {
            Content::OnDisk(path) => path.display().to_string(),
            Content::InMemory(_) => self.name.clone(),
        }
    }

    /// The files beside it that were read with it.
    pub(super) fn attached(&self) -> Vec<PathBuf> {
        self.attached.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The error of not being able to read it.
    pub(super) fn unreadable(&self, cause: &io::Error) -> ApiError {
        ApiError::new(ErrorCode::Unreadable).with("path", self.path()).because(cause)
    }
}

impl Input for Source {
    fn name(&self) -> &str {
        &self.name
    }

    fn folder(&self) -> Option<&str> {
        let Content::OnDisk(path) = &self.content else { return None };
        path.parent()?.file_name()?.to_str()
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(match &self.content {
            Content::OnDisk(path) => {
                Box::new(BufReader::with_capacity(READ_AHEAD, std::fs::File::open(path)?))
            }
            Content::InMemory(bytes) => Box::new(Cursor::new(bytes.as_slice())),
        })
    }

    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Content::OnDisk(path) = &self.content else { return Ok(None) };
        if !is_below(name) {
            return Ok(None);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut neighbour = folder.to_owned();
        for part in name.split('/') {
            neighbour.push(part);
            // A link may lead anywhere.
            if neighbour.symlink_metadata().is_ok_and(|about| about.is_symlink()) {
                return Ok(None);
            }
        }
        self.handed_out(neighbour)
    }

    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Content::OnDisk(path) = &self.content else { return Ok(None) };
        match path.parent().and_then(Path::parent) {
            Some(folder) => self.handed_out(folder.join(name)),
            None => Ok(None),
        }
    }
}

impl Source {
    /// A neighbour, where it is a file; it counts as attached.
    fn handed_out(&self, neighbour: PathBuf) -> io::Result<Option<Box<dyn Read + '_>>> {
        match neighbour.symlink_metadata() {
            Ok(about) if about.is_file() => {
                let file = std::fs::File::open(&neighbour)?;
                self.attached.lock().unwrap_or_else(PoisonError::into_inner).push(neighbour);
                Ok(Some(Box::new(file)))
            }
            _ => Ok(None),
        }
    }
}

/// The sealed copy of a source: what an importer parses is what the vault keeps, even if the file on disk is
/// changed meanwhile.
pub(super) struct SealedCopy<'s> {
    pub(super) source: &'s Source,
    /// The name the importer goes by: the one the same bytes were first imported under.
    pub(super) name: &'s str,
    pub(super) content: StagedBytes,
}

impl Input for SealedCopy<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn folder(&self) -> Option<&str> {
        self.source.folder()
    }

    fn bytes(&self) -> u64 {
        self.source.bytes()
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(Box::new(BufReader::with_capacity(READ_AHEAD, self.content.open()?)))
    }

    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        self.source.beside(name)
    }

    fn above(&self, name: &'static str) -> io::Result<Option<Box<dyn Read + '_>>> {
        self.source.above(name)
    }
}
