//! The tables of a Slack export: who is who, and which channel has which id.

use crate::import::{
    Result,
    json::{
        fields::{is_true, string},
        records::{Plan, Step, walk_stream},
        value::Value,
    },
};
use std::{collections::HashMap, io::Read};
use yanju_model::job::Job;

/// The file of the people.
pub(super) const USERS: &str = "users.json";

/// The files of the conversations: public, private, between two, between several.
pub(super) const LISTS: [&str; 4] = ["channels.json", "groups.json", "dms.json", "mpims.json"];

/// How many bytes the names of people and channels may take; whoever comes after goes by the id.
const TABLE_LIMIT: usize = 128 * 1024 * 1024;

/// What an entry of a table takes beside its words.
const ENTRY: usize = 128;

/// Somebody of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// What people see.
    pub(super) name: String,
    /// Whether it is a program.
    pub(super) is_bot: bool,
}

/// A channel.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    /// Its id.
    pub(super) id: String,
    /// Its name; empty for a talk between two.
    pub(super) name: String,
}

/// What the tables say.
#[derive(Debug, Default)]
pub(super) struct Tables {
    people: HashMap<String, Person>,
    /// By the name of the folder.
    channels: HashMap<String, Channel>,
    names: HashMap<String, String>,
    /// What all of it takes.
    bytes: usize,
}

impl Tables {
    /// Reads the table of this name.
    pub(super) fn read(
        &mut self,
        table: &str,
        stream: Box<dyn Read + '_>,
        file: &str,
        job: &Job,
    ) -> Result<()> {
        let plan = Plan { records: &[""], fields: &[] };
        walk_stream(stream, file, job, plan, &mut |step| {
            if let Step::Record(_, _, value) = step {
                if table == USERS { self.person(&value) } else { self.add_channel(&value) }
            }
            Ok(())
        })?;
        Ok(())
    }

    fn person(&mut self, value: &Value) {
        let Some(id) = string(value, &["id"]) else { return };
        if let Some(name) = name_of(value).filter(|name| self.has_room(ENTRY + id.len() + name.len())) {
            let is_bot = is_true(value, "is_bot") || id == "USLACKBOT";
            self.people.insert(id, Person { name, is_bot });
        }
    }

    fn add_channel(&mut self, value: &Value) {
        let Some(id) = string(value, &["id"]) else { return };
        let name = string(value, &["name"]).unwrap_or_default();
        if !self.has_room(2 * (ENTRY + id.len() + name.len())) {
            return;
        }
        let folder = if name.is_empty() { id.clone() } else { name.clone() };
        self.names.insert(id.clone(), name.clone());
        self.channels.insert(folder, Channel { id, name });
    }

    fn has_room(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes);
        self.bytes <= TABLE_LIMIT
    }

    /// Whether there were none.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.channels.is_empty()
    }

    /// The person of an id.
    pub(super) fn person_of(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    /// The channel whose messages lie in this folder.
    pub(super) fn channel(&self, folder: &str) -> Option<&Channel> {
        self.channels.get(folder)
    }

    /// The name of the channel of an id, where it has one.
    pub(super) fn channel_name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// The name by which the workspace shows somebody: the one they chose, else their own, else that of the account.
pub(super) fn name_of(person: &Value) -> Option<String> {
    let profile = person.get("profile").unwrap_or(&Value::Null);
    string(profile, &["display_name"])
        .or_else(|| string(person, &["display_name", "real_name"]))
        .or_else(|| string(profile, &["real_name"]))
        .or_else(|| string(person, &["name"]))
}
