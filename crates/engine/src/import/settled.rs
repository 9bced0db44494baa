//! How a file is read: what the user settled, and what an earlier import of the same bytes settled for good.

use super::columns::{self, Columns, Of, Said};
use crate::{
    api::{ApiError, ErrorCode, Result, import::ImportOptions},
    failure,
    query::platforms_named,
};
use yanju_formats::import::{Importer, Input, ReadOptions, columns::Mapping, importer};
use yanju_model::{Platform, Warning, Zone, draft::DateOrder, record::Given};
use yanju_store::Vault;

/// What is settled before any file is read.
pub(super) struct Settled {
    pub(super) format: Option<String>,
    pub(super) zone: Zone,
    read: ReadOptions,
    said: Said,
}

impl Settled {
    pub(super) fn of(options: &ImportOptions, vault: &Vault) -> Result<Self> {
        let invalid = |name: &str, value: &str| {
            ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", value)
        };
        let zone = match options.zone.as_deref() {
            Some(name) => name.parse().map_err(|_| invalid("zone", name))?,
            None => vault.zone()?,
        };
        let date_order = match options.date_order.as_deref() {
            Some(name) => Some(DateOrder::from_name(name).ok_or_else(|| {
                let allowed = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy].map(DateOrder::name);
                invalid("date_order", name).with("allowed", allowed.join(", "))
            })?),
            None => None,
        };
        let platform = match options.platform.as_deref() {
            Some(name) => {
                let [platform] = platforms_named(name)[..] else { return Err(failure::no_platform(name)) };
                Some(platform)
            }
            None => None,
        };
        Ok(Self {
            format: options.format.clone(),
            zone,
            read: ReadOptions { date_order, platform, title: options.title.clone(), mapping: None },
            said: Said { columns: options.columns.clone(), of: Of::Some },
        })
    }

    /// The same for so many files: what is said of columns is said of a single one.
    pub(super) fn for_files(mut self, count: usize) -> Self {
        self.said.of = if count == 1 { Of::TheFile } else { Of::Some };
        self
    }

    /// How bytes are read that may have been imported before: as they were then, because another title, platform,
    /// zone or order of dates would make other records of them. What was asked otherwise is said.
    pub(super) fn beside(
        &self,
        mapping: Option<Mapping>,
        earlier: Option<&Earlier>,
    ) -> (Zone, ReadOptions, Vec<Warning>) {
        let Some(earlier) = earlier else {
            return (self.zone, ReadOptions { mapping, ..self.read.clone() }, Vec::new());
        };
        let zone = earlier.zone.unwrap_or(self.zone);
        let date_order = earlier.date_order.or(self.read.date_order);
        let Given { title, platform, columns } = earlier.given.clone();
        let kept_mapping = columns.map(|columns| columns::mapping(&columns));
        let mut kept = Vec::new();
        let mut note = |is_other: bool, code, detail: &str| {
            if is_other {
                kept.push(Warning::new(code, "", detail));
            }
        };
        note(zone != self.zone, "zone_kept", zone.name());
        let other_order = self.read.date_order.is_some() && self.read.date_order != date_order;
        note(other_order, "date_order_kept", date_order.map_or("", DateOrder::name));
        let other_title = self.read.title.is_some() && self.read.title != title;
        note(other_title, "title_kept", title.as_deref().unwrap_or_default());
        let other_platform = self.read.platform.is_some() && self.read.platform != platform;
        note(other_platform, "platform_kept", platform.map_or("", Platform::name));
        note(mapping.is_some() && mapping != kept_mapping, "columns_kept", "");
        (zone, ReadOptions { date_order, platform, title, mapping: kept_mapping }, kept)
    }
}

impl Settled {
    /// Whether anything was said of columns, now or earlier, that may concern a file of this format.
    pub(super) fn knows_columns(&self, importer: &dyn Importer, vault: &Vault) -> Result<bool> {
        Ok(!self.said.columns.is_empty() || !vault.columns_said(importer.about().id)?.is_empty())
    }

    /// What is known of a file's columns before it is read.
    pub(super) fn columns(
        &self,
        importer: &dyn Importer,
        input: &dyn Input,
        vault: &Vault,
    ) -> Result<Option<Columns>> {
        Columns::of(importer, input, &self.read, &self.said, vault)
    }

    /// The same for a file that no importer knows, where it can be read as a table.
    pub(super) fn columns_of_unknown(&self, input: &dyn Input, vault: &Vault) -> Result<Option<Columns>> {
        importer(columns::PLAIN_TABLE).map_or(Ok(None), |table| self.columns(table, input, vault))
    }
}

/// The same bytes, imported before: they are the same conversations, under whatever name they come again.
pub(super) struct Earlier {
    pub(super) name: String,
    /// The zone assumed then; what was stored keeps it.
    zone: Option<Zone>,
    date_order: Option<DateOrder>,
    given: Given,
}

impl Earlier {
    pub(super) fn of(vault: &Vault, sha256: &str, format: &str) -> Result<Option<Self>> {
        let file = vault.files()?.into_iter().find(|file| file.sha256 == sha256 && file.format == format);
        Ok(file.map(|file| Self {
            zone: file.assumed_zone(),
            date_order: file.understanding.date_order,
            given: file.given,
            name: file.name,
        }))
    }
}
