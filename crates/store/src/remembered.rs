//! Settings that are more than a word: kept as JSON.

use crate::{Error, Result, Vault, table::setting};
use serde::{Serialize, de::DeserializeOwned};

impl Vault {
    /// `None` also where a later version wrote what this one does not understand.
    pub(crate) fn remembered<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let value = setting::value(&*self.database.read()?, name)?;
        Ok(value.and_then(|json| serde_json::from_str(&json).ok()))
    }

    pub(crate) fn remember(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let json = serde_json::to_string(value).map_err(|error| Error::Io(error.into()))?;
        let writer = self.database.write()?;
        setting::set(&writer, name, &json)?;
        writer.commit()
    }
}
