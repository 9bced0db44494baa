//! A snapshot: what makes the vault of a moment, as JSON in a sealed file named after the moment.

use super::{PIECE, drawer};
use crate::{
    Error, Result,
    blobs::{hex, is_name, keyed_name},
    keys::Keys,
    sealed::{SealedFile, SealedWriter, durable},
};
use chrono::{DateTime, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::{io::Write as _, path::Path};
use yanju_model::job::Job;

/// Where the snapshots are, below the folder of the backup.
pub(super) const FOLDER: &str = "snapshots";
/// A moment in the name of a file.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";
/// The newest layout that is known.
const VERSION: u32 = 1;

/// What is sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    /// The vault's id in hexadecimal.
    vault: String,
    /// When the backup began, UTC milliseconds.
    pub(super) at_ms: i64,
    pub(super) database: Cut,
    pub(super) blobs: Vec<Blob>,
    pub(super) counts: Counts,
    /// The signed head of the log at that moment, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) log_head: Option<String>,
}

/// The database, cut into pieces of one length; the last may be shorter.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cut {
    pub(super) bytes: u64,
    piece_bytes: u64,
    /// The SHA-256 of each, in hexadecimal.
    pub(super) pieces: Vec<String>,
}

/// A sealed original or attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Blob {
    /// Its name in the vault and in the backup.
    pub(super) name: String,
    /// The length of the sealed file.
    pub(super) bytes: u64,
    /// The SHA-256 of the sealed file, in hexadecimal.
    pub(super) sha256: String,
}

/// What the vault held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) messages: u64,
    pub(super) events: u64,
    pub(super) conversations: u64,
    pub(super) attachments: u64,
    pub(super) originals: u64,
}

/// What a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Attachments, with and without content.
    pub attachments: u64,
    /// Files that were imported.
    pub originals: u64,
    /// What restoring it writes, in bytes.
    pub bytes: u64,
}

impl Manifest {
    pub(super) fn new(at_ms: i64, keys: &Keys, database_bytes: u64, counts: Counts) -> Self {
        Self {
            version: VERSION,
            vault: hex(keys.vault()),
            at_ms,
            database: Cut { bytes: database_bytes, piece_bytes: PIECE as u64, pieces: Vec::new() },
            blobs: Vec::new(),
            counts,
            log_head: None,
        }
    }

    /// What it holds, for people.
    pub(super) fn holdings(&self) -> Holdings {
        let Counts { messages, events, conversations, attachments, originals } = self.counts;
        Holdings { messages, events, conversations, attachments, originals, bytes: self.bytes() }
    }

    /// What restoring it writes.
    pub(super) fn bytes(&self) -> u64 {
        self.database.bytes.saturating_add(self.blobs.iter().map(|blob| blob.bytes).sum())
    }

    /// Each piece of the database with its length.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&str, u64)> {
        let Cut { bytes, piece_bytes, pieces } = &self.database;
        let length = move |at: u64| bytes.saturating_sub(at * piece_bytes).min(*piece_bytes);
        (0..).zip(pieces).map(move |(at, sha256)| (sha256.as_str(), length(at)))
    }

    /// Whether it says what one of these keys would say.
    fn is_sound(&self, keys: &Keys) -> bool {
        let whole = self.database.piece_bytes > 0
            && self.database.bytes.div_ceil(self.database.piece_bytes) == self.database.pieces.len() as u64;
        whole && self.vault == hex(keys.vault()) && self.blobs.iter().all(|blob| is_name(&blob.name))
    }
}

/// The name of a piece on disk.
pub(super) fn piece_name(keys: &Keys, sha256: &str) -> Result<String> {
    keyed_name(keys.backup_name(), sha256)
}

/// The name of a moment's snapshot.
pub(super) fn id(at_ms: i64) -> String {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().format(MOMENT).to_string()
}

/// The moments there are snapshots of, to the second, with their names, the earliest first. Other files are none.
pub(super) fn moments(backup: &Path) -> Result<Vec<(i64, String)>> {
    let mut moments = Vec::new();
    for entry in drawer::entries(&backup.join(FOLDER))? {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(moment) = moment(&name) {
            moments.push((moment, name));
        }
    }
    moments.sort();
    Ok(moments)
}

/// Whether a file was to become a snapshot.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.strip_suffix(".tmp").and_then(moment).is_some()
}

fn moment(name: &str) -> Option<i64> {
    let moment = NaiveDateTime::parse_from_str(name, MOMENT).ok()?;
    Some(moment.and_utc().timestamp_millis())
}

/// Reads a snapshot. Damage names it.
pub(super) fn read(backup: &Path, id: &str, keys: &Keys) -> Result<Manifest> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let label = format!("{FOLDER}/{id}");
    let path = backup.join(FOLDER).join(id);
    let bytes = SealedFile::open(&path, keys.backup(), id)
        .and_then(|sealed| sealed.read_all())
        .map_err(|error| drawer::unreadable(&label, error))?;
    let unclear = |_| Error::backup_damaged(format!("{label} is not a snapshot"));
    let Versioned { version } = serde_json::from_slice(&bytes).map_err(unclear)?;
    if version > VERSION {
        return Err(Error::Newer { found: version, known: VERSION });
    }
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(unclear)?;
    if manifest.is_sound(keys) {
        Ok(manifest)
    } else {
        Err(Error::backup_damaged(format!("{label} contradicts itself")))
    }
}

/// Writes a snapshot, durably, under the first free name from its moment on, which is returned. This is not
/// cancelled.
pub(super) fn write(backup: &Path, manifest: &Manifest, keys: &Keys) -> Result<String> {
    let dir = backup.join(FOLDER);
    let names = (0..).map(|seconds| id(manifest.at_ms.saturating_add(seconds * 1000)));
    let name = names.into_iter().find(|name| !dir.join(name).exists()).unwrap_or_default();
    let json = serde_json::to_vec(manifest).map_err(|error| Error::Io(error.into()))?;
    let label = format!("{FOLDER}/{name}");
    drawer::write(&dir.join(&name), keys.backup(), &name, &label, &Job::quiet(), |file| {
        let mut sealed = SealedWriter::new(file, keys.backup())?;
        sealed.write_all(&json)?;
        sealed.finish(&name)?;
        Ok(())
    })?;
    durable::sync_directory(&dir)?;
    Ok(name)
}
