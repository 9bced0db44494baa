//! Verifying a backup where it lies: every snapshot, and every file that one of them names, is read through.

use super::{Backup, manifest, manifest::Manifest};
use crate::{Error, Result};
use std::collections::BTreeMap;
use yanju_model::job::{Job, Phase};

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// That there are snapshots, and that they can be read.
    Snapshots,
    /// The pieces of the database.
    Pieces,
    /// The copies of originals and attachments.
    Copies,
    /// That a vault can be made of it.
    Restoring,
    /// Every page of the restored database, and their structure.
    Database,
    /// That it holds as much as the vault did.
    Counts,
    /// The content of every original and attachment, against its SHA-256.
    Contents,
}

impl Part {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snapshots => "snapshots",
            Self::Pieces => "pieces",
            Self::Copies => "copies",
            Self::Restoring => "restoring",
            Self::Database => "database",
            Self::Counts => "counts",
            Self::Contents => "contents",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub part: Part,
    /// What is wrong with it, one finding each: files below the folder of the backup. Empty: nothing.
    pub findings: Vec<String>,
    /// How much was looked at.
    pub figure: String,
}

impl Check {
    /// Whether it is as it should be.
    pub fn is_passed(&self) -> bool {
        self.findings.is_empty()
    }

    pub(super) fn of(part: Part, findings: Vec<String>, figure: String) -> Self {
        Self { part, findings, figure }
    }

    pub(super) fn passed(part: Part, figure: String) -> Self {
        Self::of(part, Vec::new(), figure)
    }

    pub(super) fn failed(part: Part, finding: String) -> Self {
        Self::of(part, vec![finding], String::new())
    }
}

impl Backup {
    /// Reads everything that a snapshot names; advances `job` by bytes.
    pub fn verify(&self, job: &Job) -> Result<Vec<Check>> {
        let moments = manifest::moments(&self.dir)?;
        let (mut snapshots, mut findings) = (Vec::new(), Vec::new());
        for (_, id) in &moments {
            snapshots.extend(finding(self.manifest(id), &mut findings)?);
        }
        if moments.is_empty() {
            findings.push(format!("{} is empty", manifest::FOLDER));
        }
        let pieces: BTreeMap<&str, u64> = snapshots.iter().flat_map(Manifest::pieces).collect();
        let blobs: BTreeMap<_, _> = snapshots
            .iter()
            .flat_map(|manifest| &manifest.blobs)
            .map(|blob| (blob.name.as_str(), blob))
            .collect();
        let total = pieces.values().sum::<u64>() + blobs.values().map(|blob| blob.bytes).sum::<u64>();
        job.begin(Phase::Verifying, total)?;

        let mut checks = vec![Check::of(Part::Snapshots, findings, moments.len().to_string())];
        let mut findings = Vec::new();
        for (sha256, bytes) in &pieces {
            finding(self.piece(sha256, *bytes), &mut findings)?;
            job.advance(*bytes)?;
        }
        checks.push(Check::of(Part::Pieces, findings, pieces.len().to_string()));
        let (drawer, mut findings) = (self.blobs(), Vec::new());
        for (name, blob) in &blobs {
            if finding(drawer.inspect(name, job), &mut findings)?.is_some_and(|found| found != blob.sha256) {
                findings.push(format!("{} is another sealing", drawer.label(name)));
            }
            job.advance(blob.bytes)?;
        }
        checks.push(Check::of(Part::Copies, findings, blobs.len().to_string()));
        Ok(checks)
    }
}

/// What was read; damage becomes a finding.
fn finding<T>(read: Result<T>, findings: &mut Vec<String>) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Error::BackupDamaged { what }) => {
            findings.push(what);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
