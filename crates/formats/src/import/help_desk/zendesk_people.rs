//! Who is who in a file of Zendesk Support: authors are numbers there, their names stand in a list of users.

use super::content::field;
use crate::import::json_fields::{str_of, string};
use serde_json::Value;
use std::collections::HashMap;
use yanju_model::{Role, draft::Sender};

/// How many users are remembered. Those beyond go by their number.
const LIMIT: usize = 500_000;

/// The author that stands for Zendesk itself.
const ITSELF: &str = "-1";

/// The users of a file.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, (String, Role)>);

impl People {
    /// Remembers a user.
    pub(super) fn add(&mut self, user: &Value) {
        if let Some(id) = string(user, &["id"]).filter(|_| self.0.len() < LIMIT) {
            self.0.insert(id, described(user));
        }
    }

    /// The writer that the first of these fields names that is there: `author` in full, `author_id` by number.
    /// `None` for Zendesk itself.
    ///
    /// Who requested a ticket is its customer, unless the users say otherwise.
    pub(super) fn sender(&self, record: &Value, fields: &[&str], requester: Option<&str>) -> Option<Sender> {
        let person = fields.iter().map(|name| field(record, name)).find(|person| person.is_object());
        let id = person.and_then(|person| string(person, &["id"])).or_else(|| string(record, fields));
        if id.as_deref() == Some(ITSELF) {
            return None;
        }
        let known = id.as_ref().and_then(|id| self.0.get(id)).cloned().or_else(|| person.map(described));
        let (name, role) = known.unwrap_or_else(|| (String::new(), Role::Unknown));
        let is_requester = id.is_some() && id.as_deref() == requester;
        Some(Sender {
            // A number is what the source has where it has no name.
            name: if name.is_empty() { id.clone().unwrap_or_default() } else { name },
            role: if role == Role::Unknown && is_requester { Role::Customer } else { role },
            key: id,
        })
    }
}

fn described(user: &Value) -> (String, Role) {
    let role = match str_of(user, "role") {
        "end-user" => Role::Customer,
        "agent" | "admin" => Role::Agent,
        _ => Role::Unknown,
    };
    (string(user, &["name", "email"]).unwrap_or_default(), role)
}
