//! How a file is read: as the user says now; what is not said, as an earlier import of the same bytes read it.

use super::columns::{self, Columns, Files, Said, Word};
use crate::{
    api::{ApiError, ErrorCode, Result, import::ImportOptions},
    failure,
    query::platforms_named,
};
use yanju_formats::import::{Importer, Input, ReadOptions, importer};
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
            said: Said { columns: options.columns.clone(), of: Files::Several },
        })
    }

    /// The same for so many files: what is said of columns is said of a single one.
    pub(super) fn for_files(mut self, count: usize) -> Self {
        self.said.of = if count == 1 { Files::One } else { Files::Several };
        self
    }

    /// How bytes are read that may have been imported before. What is said now counts, but of the zone: another one
    /// makes no other records, see `Session::set_zone`. What is not said is as it was then, because another title,
    /// platform or order of dates would make other records of them.
    pub(super) fn beside(&self, columns: Option<&Columns>, earlier: Option<&Earlier>) -> Reading {
        let said = columns.filter(|columns| columns.word == Word::Now);
        let Some(earlier) = earlier else {
            let mapping = columns.and_then(|columns| columns.mapping.clone());
            return Reading {
                zone: self.zone,
                options: ReadOptions { mapping, ..self.read.clone() },
                ..Reading::default()
            };
        };
        let zone = earlier.zone.unwrap_or(self.zone);
        let Given { title, platform, columns: kept } = &earlier.given;
        let options = ReadOptions {
            date_order: self.read.date_order.or(earlier.date_order),
            platform: self.read.platform.or(*platform),
            title: self.read.title.clone().or_else(|| title.clone()),
            mapping: match said {
                Some(said) => said.mapping.clone(),
                None => kept.as_deref().map(columns::mapping),
            },
        };
        let mut kept = Vec::new();
        if zone != self.zone {
            kept.push(Warning::new("zone_kept", "", zone.name()));
        }
        let mut otherwise = Vec::new();
        let mut note = |code, before: &str, now: &str| {
            if before != now {
                let before = if before.is_empty() { "–" } else { before };
                otherwise.push(Warning::new(code, "", &format!("{before} → {now}")));
            }
        };
        let order = |order: Option<DateOrder>| order.map_or("", DateOrder::name);
        note("other_date_order", order(earlier.date_order), order(options.date_order));
        note(
            "other_title",
            title.as_deref().unwrap_or_default(),
            options.title.as_deref().unwrap_or_default(),
        );
        note(
            "other_platform",
            platform.map_or("", Platform::name),
            options.platform.map_or("", Platform::name),
        );
        if let Some(said) = said {
            note("other_columns", &said.before, &said.told());
        }
        Reading { zone, options, kept, otherwise }
    }
}

/// How a file is read.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) zone: Zone,
    pub(super) options: ReadOptions,
    /// What was asked otherwise and is not done.
    pub(super) kept: Vec<Warning>,
    /// How the same bytes were read before: worth saying where they give other records now.
    pub(super) otherwise: Vec<Warning>,
}

impl Reading {
    /// What is kept with the file of what the user said of it.
    pub(super) fn given(&self) -> Given {
        let columns = self.options.mapping.as_ref().map(columns::pairs);
        Given { title: self.options.title.clone(), platform: self.options.platform, columns }
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
        earlier: Option<&Earlier>,
        vault: &Vault,
    ) -> Result<Option<Columns>> {
        Columns::of(importer, input, &self.read, &self.said, vault, earlier)
    }

    /// The same for a file that no importer knows, where it can be read as a table.
    pub(super) fn columns_of_unknown(&self, input: &dyn Input, vault: &Vault) -> Result<Option<Columns>> {
        importer(columns::PLAIN_TABLE).map_or(Ok(None), |table| self.columns(table, input, None, vault))
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
    /// What was said of its columns then.
    pub(super) fn columns(&self) -> Option<&[(String, String)]> {
        self.given.columns.as_deref()
    }

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
