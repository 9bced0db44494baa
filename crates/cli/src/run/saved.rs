//! `yanju saved`: searches that are kept under a name.

use super::{Face, Outcome};
use crate::{
    args::{Saved, SavedAct},
    text,
};
use serde_json::json;
use yanju_engine::api::{ErrorCode, Result, query::SaveSearch};

impl Face<'_> {
    pub(super) fn saved(&self, saved: &Saved) -> Result<Outcome> {
        match &saved.act {
            None => self.print(&json!({"saved": self.session.saved_searches()?}), text::saved),
            Some(SavedAct::Add { name, query }) => {
                let id = match self.session.saved_search_named(name) {
                    Ok(known) if known.name.to_lowercase() == name.trim().to_lowercase() => Some(known.id),
                    Ok(_) => None,
                    Err(error) if error.code == ErrorCode::NotFound => None,
                    Err(error) => return Err(error),
                };
                let request = SaveSearch { id, name: name.clone(), query: query.join(" ") };
                self.print(&self.session.save_search(&request)?, text::receipt)
            }
            Some(SavedAct::Remove { name }) => {
                let id = self.session.saved_search_named(name)?.id;
                self.print(&self.session.remove_saved_search(&id)?, text::receipt)
            }
        }
    }
}
