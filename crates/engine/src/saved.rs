//! Searches that are kept under a name: the query as it was typed, so that 上个月 stays the month before.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        annotate::Receipt,
        query::{MoveSavedSearch, SaveSearch, SavedSearch},
    },
    query::{self, Moment},
};
use yanju_model::{SavedSearchId, annotation};
use yanju_store::{EditKind, Vault};

impl Session {
    /// The searches that are kept, in the user's order.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        self.with(|vault| listed(vault, self.moment(vault)?))
    }

    /// The query that is kept under a name, or an id.
    pub fn saved_search_named(&self, name: &str) -> Result<SavedSearch> {
        let wanted = name.trim().to_lowercase();
        self.saved_searches()?
            .into_iter()
            .find(|search| search.name.to_lowercase() == wanted || search.id == wanted)
            .ok_or_else(|| ApiError::new(ErrorCode::NotFound).with("id", name))
    }

    /// Keeps a search, or changes one that is kept. What cannot be understood is not kept; what is kept already may go by
    /// another name all the same.
    pub fn save_search(&self, request: &SaveSearch) -> Result<Receipt> {
        self.with(|vault| {
            let id = request.id.as_deref().map(str::parse::<SavedSearchId>).transpose()?;
            let kept = vault.saved_searches()?;
            let is_kept =
                |one: &annotation::SavedSearch| Some(one.id) == id && one.query == request.query.trim();
            if !kept.iter().any(is_kept) {
                self.understand(vault, &request.query)?;
            }
            let receipt = vault.save_search(id, &request.name, &request.query, self.by_person())?;
            Ok(done(receipt, EditKind::SaveSearch))
        })
    }

    /// Moves a saved search in the list.
    pub fn move_saved_search(&self, request: &MoveSavedSearch) -> Result<Receipt> {
        self.with(|vault| {
            let receipt =
                vault.move_saved_search(request.id.parse()?, request.to as usize, self.by_person())?;
            Ok(done(receipt, EditKind::SaveSearch))
        })
    }

    /// Keeps a search no longer.
    pub fn remove_saved_search(&self, id: &str) -> Result<Receipt> {
        self.with(|vault| {
            let receipt = vault.remove_saved_search(id.parse()?, self.by_person())?;
            Ok(done(receipt, EditKind::RemoveSearch))
        })
    }
}

fn done(receipt: Option<yanju_store::Receipt>, act: EditKind) -> Receipt {
    Receipt { changed: receipt.map_or(0, |receipt| receipt.changed), act: act.name().to_owned() }
}

/// What is kept, each with whether it is understood.
pub(crate) fn listed(vault: &Vault, moment: Moment) -> Result<Vec<SavedSearch>> {
    let shown = |kept: annotation::SavedSearch| {
        let understood = query::parse(&kept.query).and_then(|expr| {
            query::resolve(&expr, moment)?;
            Ok(expr.to_string())
        });
        let (text, error) = match understood {
            Ok(text) => (Some(text), None),
            Err(error) => (None, Some(error.into())),
        };
        SavedSearch { id: kept.id.to_string(), name: kept.name, query: kept.query, text, error }
    };
    Ok(vault.saved_searches()?.into_iter().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanju_model::time::DEFAULT_ZONE;
    use yanju_store::{Actor, KdfCost, Origin, Password, Setup};

    #[test]
    fn a_search_that_is_not_understood_any_more_is_kept_and_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup {
            kdf: KdfCost::INSECURE_FOR_TESTS,
            categories: Vec::new(),
            zone: DEFAULT_ZONE,
            created_at_ms: 0,
        };
        let password = Password::from("test".to_owned());
        let vault = Vault::create(&folder.path().join("vault"), &password, &setup).unwrap();
        let origin = Origin { actor: Actor::Person, at_ms: 0 };
        vault.save_search(None, "以前的", "on:myspace", origin).unwrap();
        let today = chrono::NaiveDate::from_ymd_opt(2023, 8, 20).unwrap();
        let kept = listed(&vault, Moment { today, zone: DEFAULT_ZONE }).unwrap().remove(0);
        assert_eq!((kept.query.as_str(), kept.text), ("on:myspace", None));
        let error = kept.error.expect("it says why");
        assert_eq!((error.code, error.params["position"].as_str()), (ErrorCode::QueryInvalid, "3"));
    }
}
