//! What columns mean: by the user's word now, as the same bytes were read before, by an earlier word on columns of
//! these names, else by their names.

use super::settled::Earlier;
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
    pub(super) of: Files,
}

/// Which files something is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    /// The only one there is.
    One,
    /// Those of several that have such columns.
    Several,
}

impl Said {
    /// What is said of a file with the columns of `sample`; an error where it is said of this one, and it has not got
    /// them.
    fn about(&self, sample: &ColumnSample, file: &str) -> Result<Option<&ColumnMeanings>> {
        let lacks =
            |said: &ColumnMeanings| said.names.iter().find(|name| !sample.names.contains(name)).cloned();
        let about = self.columns.iter().find(|said| lacks(said).is_none());
        match self.columns.first().and_then(lacks) {
            Some(lacking) if about.is_none() && self.of == Files::One => {
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
    pub(super) word: Word,
    /// What they were taken for without a word now, as [`told`](Self::told) tells it.
    pub(super) before: String,
}

/// When the user said what columns mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// For this import; it is to be remembered.
    Now,
    /// Earlier, or never.
    Earlier,
}

impl Columns {
    /// The columns of `input`; `None` where it has none. `earlier` are the same bytes where they were imported before.
    pub(super) fn of(
        importer: &dyn Importer,
        input: &dyn Input,
        options: &ReadOptions,
        said: &Said,
        vault: &Vault,
        earlier: Option<&Earlier>,
    ) -> Result<Option<Self>> {
        let Some(sample) = importer.columns(input, options)? else { return Ok(None) };
        let now = said.about(&sample, input.name())?;
        let meant = |columns: &[(String, String)]| -> Result<_> {
            let mapping = mapping(columns);
            let options = ReadOptions { mapping: Some(mapping.clone()), ..options.clone() };
            Ok((importer.columns(input, &options)?, mapping))
        };
        let unsaid = match earlier {
            Some(earlier) => earlier.columns().map(<[_]>::to_vec),
            None if sample.named => of_names(&sample.names, &vault.columns_said(importer.about().id)?),
            None => None,
        };
        let mut columns = Self { sample, mapping: None, word: Word::Earlier, before: String::new() };
        if let Some(unsaid) = unsaid {
            let (sample, mapping) = meant(&unsaid)?;
            columns.sample = sample.unwrap_or(columns.sample);
            columns.mapping = Some(mapping);
        }
        if let Some(now) = now {
            let (sample, mapping) = meant(&checked(now)?)?;
            columns.before = columns.told();
            columns.sample = sample.unwrap_or(columns.sample);
            columns.mapping = Some(mapping);
            columns.word = Word::Now;
        }
        Ok(Some(columns))
    }

    /// What they are taken for, in one line.
    pub(super) fn told(&self) -> String {
        let named = self.sample.names.iter().zip(&self.sample.meanings);
        let told = named.filter_map(|(name, field)| Some(format!("{name} = {}", (*field)?.name())));
        told.collect::<Vec<_>>().join(", ")
    }

    /// Remembers what was said for this import, where the columns have names to be known by.
    pub(super) fn remember(&self, format: &str, vault: &Vault) -> Result<()> {
        if self.word != Word::Now || !self.sample.named {
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

/// What a mapping says, by the fields' stable names, as it is kept with a file.
pub(super) fn pairs(mapping: &Mapping) -> Vec<(String, String)> {
    mapping.columns().iter().map(|(name, field)| (name.clone(), field.name().to_owned())).collect()
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
fn of_names(names: &[String], said: &[SaidColumns]) -> Option<Vec<(String, String)>> {
    let known = said.iter().find(|said| said.iter().map(|(name, _)| name).eq(names))?;
    Some(known.iter().filter_map(|(name, meaning)| Some((name.clone(), meaning.clone()?))).collect())
}
