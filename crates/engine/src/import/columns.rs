//! What columns mean: by the user's word now, by an earlier word on the same columns, else by their names.

use crate::api::{
    ApiError, ErrorCode, Result,
    import::{ColumnMeanings, ColumnsPreview},
};
use yanju_formats::import::{
    Importer, Input, ReadOptions,
    columns::{ColumnSample, Field, Mapping},
};
use yanju_store::{SaidColumns, Vault};

/// The format of a text with columns that nobody knows.
pub(super) const PLAIN_TABLE: &str = "csv";

/// What the user says of columns, and of which files.
pub(super) struct Said {
    pub(super) columns: Vec<ColumnMeanings>,
    pub(super) of: Of,
}

/// Which files something is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The only one there is.
    TheFile,
    /// Those that have such columns.
    Some,
}

impl Said {
    /// What is said of a file with the columns of `sample`; an error where it is said of this one, and it has not got
    /// them.
    fn about(&self, sample: &ColumnSample, file: &str) -> Result<Option<&ColumnMeanings>> {
        let lacks =
            |said: &ColumnMeanings| said.names.iter().find(|name| !sample.names.contains(name)).cloned();
        let about = self.columns.iter().find(|said| lacks(said).is_none());
        match self.columns.first().and_then(lacks) {
            Some(lacking) if about.is_none() && self.of == Of::TheFile => {
                Err(ApiError::new(ErrorCode::InvalidValue)
                    .with("kind", "column")
                    .with("file", file)
                    .with("value", lacking)
                    .with("allowed", sample.names.join(", ")))
            }
            _ => Ok(about),
        }
    }
}

/// The columns of a file.
pub(super) struct Columns {
    sample: ColumnSample,
    /// What the user says or said of them.
    pub(super) mapping: Option<Mapping>,
    /// Whether it was said for this import, and is to be remembered.
    is_new: bool,
}

impl Columns {
    /// The columns of `input`; `None` where it has none.
    pub(super) fn of(
        importer: &dyn Importer,
        input: &dyn Input,
        options: &ReadOptions,
        said: &Said,
        vault: &Vault,
    ) -> Result<Option<Self>> {
        let Some(sample) = importer.columns(input, options)? else { return Ok(None) };
        let now = said.about(&sample, input.name())?;
        let columns = match now {
            Some(said) => Some(checked(said)?),
            None if sample.named => earlier(&sample.names, &vault.columns_said(importer.about().id)?),
            None => None,
        };
        let Some(columns) = columns else { return Ok(Some(Self { sample, mapping: None, is_new: false })) };
        let mapping = mapping(&columns);
        let options = ReadOptions { mapping: Some(mapping.clone()), ..options.clone() };
        let sample = importer.columns(input, &options)?.unwrap_or(sample);
        Ok(Some(Self { sample, mapping: Some(mapping), is_new: now.is_some() }))
    }

    /// What is kept of them with a file: those that mean something.
    pub(super) fn given(&self) -> Option<Vec<(String, String)>> {
        let mapping = self.mapping.as_ref()?;
        Some(mapping.columns().iter().map(|(name, field)| (name.clone(), field.name().to_owned())).collect())
    }

    /// Remembers what was said for this import, where the columns have names to be known by.
    pub(super) fn remember(&self, format: &str, vault: &Vault) -> Result<()> {
        if !self.is_new || !self.sample.named {
            return Ok(());
        }
        let meanings = self.sample.meanings.iter().map(|field| field.map(|field| field.name().to_owned()));
        let said = self.sample.names.iter().cloned().zip(meanings).collect();
        Ok(vault.remember_columns(format, said)?)
    }

    /// As people are shown them.
    pub(super) fn preview(self) -> ColumnsPreview {
        let meanings = self.sample.meanings.iter().map(|field| field.map(|field| field.name().to_owned()));
        let columns = ColumnMeanings { meanings: meanings.collect(), names: self.sample.names };
        ColumnsPreview { columns, rows: self.sample.rows, named: self.sample.named }
    }
}

/// What columns mean, by the fields' stable names. Names that are none are passed over.
pub(super) fn mapping(columns: &[(String, String)]) -> Mapping {
    let fields = columns.iter().filter_map(|(name, field)| Some((name.clone(), Field::from_name(field)?)));
    Mapping::new(fields)
}

/// The meanings that the user gave; an error where one is none.
fn checked(said: &ColumnMeanings) -> Result<Vec<(String, String)>> {
    let pairs = said.names.iter().zip(&said.meanings);
    let meant = pairs.filter_map(|(name, meaning)| Some((name.clone(), meaning.clone()?)));
    meant
        .map(|(name, meaning)| match Field::from_name(&meaning) {
            Some(_) => Ok((name, meaning)),
            None => Err(ApiError::new(ErrorCode::InvalidValue)
                .with("kind", "meaning")
                .with("name", name)
                .with("value", meaning)
                .with("allowed", Field::ALL.map(Field::name).join(", "))),
        })
        .collect()
}

/// What was said earlier of columns with the same names.
fn earlier(names: &[String], said: &[SaidColumns]) -> Option<Vec<(String, String)>> {
    let known = said.iter().find(|said| said.iter().map(|(name, _)| name).eq(names))?;
    Some(known.iter().filter_map(|(name, meaning)| Some((name.clone(), meaning.clone()?))).collect())
}
