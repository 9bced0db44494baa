//! Reading the times of files in another zone than was assumed for them, after the fact.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        zone::{ChangeZone, ZoneBeside, ZoneChange},
    },
};
use std::collections::{BTreeMap, BTreeSet};
use yanju_model::{FileId, ImportId, Zone, job::Job, record::ImportedFile};
use yanju_store::{EditKind, Receipt, Vault};

/// Files that are read in one zone, and the one wanted.
struct Wanted {
    files: Vec<FileId>,
    from: Zone,
    to: Zone,
}

impl Session {
    /// What reading files in another zone would change.
    pub fn preview_zone(&self, request: &ChangeZone) -> Result<ZoneChange> {
        self.with(|vault| wanted(vault, request)?.change(vault))
    }

    /// Reads files in another zone. One act that can be undone; what brings the index up to date afterwards can be
    /// cancelled, and is done when the vault is opened next.
    pub fn change_zone(&self, request: &ChangeZone, job: &Job) -> Result<ZoneChange> {
        self.during(job, |vault| {
            let wanted = wanted(vault, request)?;
            let change = wanted.change(vault)?;
            vault.change_zone(&wanted.files, wanted.to, self.by_person())?;
            index(vault, job);
            Ok(change)
        })
    }
}

impl Wanted {
    fn change(&self, vault: &Vault) -> Result<ZoneChange> {
        Ok(ZoneChange {
            from: self.from.name().to_owned(),
            to: self.to.name().to_owned(),
            files: self.files.len() as u64,
            messages: vault.moved_by_zone(&self.files, self.to)?,
            beside: self.beside(vault)?,
        })
    }

    /// The other files of the same conversations, which keep the zones that were assumed for them.
    fn beside(&self, vault: &Vault) -> Result<Vec<ZoneBeside>> {
        let mut by_zone: BTreeMap<&str, u64> = BTreeMap::new();
        for zone in vault.zones_beside(&self.files)? {
            *by_zone.entry(zone.name()).or_default() += 1;
        }
        let row = |(zone, files): (&str, u64)| ZoneBeside { zone: zone.to_owned(), files };
        Ok(by_zone.into_iter().map(row).collect())
    }
}

/// Brings the index up to date after an act was taken back or made again that moved messages.
pub(crate) fn follow(vault: &Vault, receipt: Option<&Receipt>, job: &Job) {
    if receipt.is_some_and(|receipt| receipt.act == EditKind::SetZone) {
        index(vault, job);
    }
}

/// Everything is found without the index, only slower.
fn index(vault: &Vault, job: &Job) {
    if let Err(error) = vault.index_pending(job) {
        tracing::warn!(%error, "the index is behind");
    }
}

/// The files that a request names, and their zones.
fn wanted(vault: &Vault, request: &ChangeZone) -> Result<Wanted> {
    let to = request.zone.parse().map_err(|_| invalid("zone", &request.zone))?;
    let all = vault.files()?;
    let mut found: Vec<(&ImportedFile, Zone)> = Vec::new();
    for id in &request.of {
        found.extend(assumed(&all, id)?);
    }
    let Some((_, from)) = found.first().copied() else { return Err(invalid("id", "")) };
    let zones: BTreeSet<_> = found.iter().map(|(_, zone)| zone.name()).collect();
    if zones.len() > 1 {
        let zones = zones.into_iter().collect::<Vec<_>>().join(", ");
        return Err(ApiError::new(ErrorCode::ZonesDiffer).with("zones", zones));
    }
    let files: BTreeSet<_> = found.iter().map(|(file, _)| file.id).collect();
    Ok(Wanted { files: files.into_iter().collect(), from, to })
}

/// The files of an id for which a zone was assumed, with that zone.
fn assumed<'f>(all: &'f [ImportedFile], id: &str) -> Result<Vec<(&'f ImportedFile, Zone)>> {
    let named: Vec<_> = if let Ok(import) = id.parse::<ImportId>() {
        all.iter().filter(|file| file.import == import).collect()
    } else {
        let wanted = id.parse::<FileId>()?;
        all.iter().filter(|file| file.id == wanted).collect()
    };
    let Some(first) = named.first() else { return Err(ApiError::new(ErrorCode::NotFound).with("id", id)) };
    let assumed: Vec<_> = named.iter().filter_map(|file| Some((*file, file.assumed_zone()?))).collect();
    if assumed.is_empty() {
        return Err(ApiError::new(ErrorCode::ZoneStated).with("file", &first.name));
    }
    Ok(assumed)
}

fn invalid(name: &str, value: &str) -> ApiError {
    ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", value)
}
