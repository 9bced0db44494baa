//! What a manifest lists before anything happens: people, conversations, and the order its events are in.

use crate::import::{
    Error, Result,
    drafting::not_kept::NotKept,
    generic::{is_identity, order_of},
    input::own_name,
    json::{
        fields::{is_hollow, str_of, string},
        records::Step,
        value::Value,
    },
    text::dates::parse_time,
};
use std::collections::HashMap;
use yanju_model::{Role, draft::Sender};

/// How many people and conversations a manifest may list.
const LISTED: usize = 200_000;

/// How many events with short ids are remembered, for the events that answer them.
const REMEMBERED: usize = 200_000;

/// What is read of each list. Other fields with something in them are in the original only.
const READ_OF_PEOPLE: &[&str] = &["id", "display", "email", "account_id"];
const READ_OF_CONVERSATIONS: &[&str] = &["id", "display", "platform", "type"];
const READ_OF_EVENTS: &[&str] =
    &["id", "type", "parent", "body", "participant", "conversation", "timestamp", "deleted", "attachments"];

/// In which order a conversation's events stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Threading {
    /// As they happened.
    OldestFirst,
    /// To be turned round, for which they must be held.
    NewestFirst,
}

/// What is listed, and what all events together tell.
#[derive(Debug, Default)]
pub(super) struct Survey {
    people: HashMap<String, Sender>,
    listed: HashMap<String, Conversation>,
    order: HashMap<String, (i64, i64)>,
    /// When the events with short ids happened, by conversation and id.
    moments: HashMap<(String, String), String>,
    collection: Option<String>,
    /// Whether there is a list of events at all.
    pub(super) has_events: bool,
    /// How many events there are.
    pub(super) events: u64,
    /// The fields that are not read and hold something.
    pub(super) not_kept: NotKept,
}

#[derive(Debug)]
struct Conversation {
    title: String,
    platform: String,
}

impl Survey {
    /// Takes a step through the manifest into account.
    pub(super) fn note(&mut self, step: Step<'_>, file: &str) -> Result<()> {
        match step {
            Step::Field("eventcollectionid", value) => {
                self.collection = value.as_str().filter(|id| !id.is_empty()).map(str::to_owned);
            }
            Step::List("events") => self.has_events = true,
            Step::Record("participants", _, value) => self.person(&value),
            Step::Record("conversations", _, value) => self.conversation(&value),
            Step::Record("events", _, value) => self.event(&value),
            _ => {}
        }
        if self.people.len() > LISTED || self.listed.len() > LISTED || self.order.len() > LISTED {
            let (file, place) = (file.to_owned(), format!("{LISTED} entries"));
            return Err(Error::TooLarge { file, limit: "listed entries", place });
        }
        Ok(())
    }

    fn person(&mut self, value: &Value) {
        self.note_unread(value, READ_OF_PEOPLE, "participants");
        let Some(id) = string(value, &["id"]) else {
            // Nothing can mean them.
            self.not_kept.note("participants");
            return;
        };
        // An id of the manifest is a person's in this file only, and no key.
        let account = string(value, &["account_id"]);
        let email = string(value, &["email"]).map(|email| email.to_lowercase());
        let name = string(value, &["display", "email", "account_id"]).unwrap_or_else(|| id.clone());
        self.people.insert(id, Sender { key: account.or(email), name, role: Role::Unknown }.trimmed());
    }

    fn conversation(&mut self, value: &Value) {
        self.note_unread(value, READ_OF_CONVERSATIONS, "conversations");
        let Some(id) = string(value, &["id"]) else {
            self.not_kept.note("conversations");
            return;
        };
        let title = string(value, &["display"]).unwrap_or_default();
        self.listed.insert(id, Conversation { title, platform: str_of(value, "platform").to_owned() });
    }

    fn event(&mut self, value: &Value) {
        self.events += 1;
        self.note_unread(value, READ_OF_EVENTS, "events");
        let conversation = self.conversation_of(value);
        let stated = str_of(value, "timestamp");
        if let Some(time) = parse_time(stated).map(order_of) {
            self.order.entry(conversation.clone()).or_insert((time, time)).1 = time;
        }
        let short = string(value, &["id"]).filter(|id| !is_identity(id));
        if let Some(id) = short.filter(|_| self.moments.len() < REMEMBERED) {
            self.moments.entry((conversation, id)).or_insert_with(|| stated.to_owned());
        }
    }

    fn note_unread(&mut self, value: &Value, read: &[&str], within: &str) {
        let Some(fields) = value.as_object() else {
            self.not_kept.note(within);
            return;
        };
        for (name, value) in fields {
            let says_nothing = is_hollow(value) || (name == "importance" && value == "normal");
            if !read.contains(&name) && !says_nothing {
                self.not_kept.note_within(&format!("{within}."), name);
            }
        }
    }

    /// The id of the conversation an event is in; where it names none, the only one.
    pub(super) fn conversation_of(&self, event: &Value) -> String {
        string(event, &["conversation"])
            .or_else(|| self.listed.keys().next().filter(|_| self.listed.len() == 1).cloned())
            .unwrap_or_default()
    }

    /// How many conversations are listed.
    pub(super) fn conversations(&self) -> usize {
        self.listed.len()
    }

    /// The word for the platform of a conversation.
    pub(super) fn platform(&self, id: &str) -> &str {
        self.listed.get(id).map_or("", |found| &found.platform)
    }

    /// The name of a conversation.
    pub(super) fn title(&self, id: &str) -> &str {
        self.listed.get(id).map_or("", |found| &found.title)
    }

    /// The identity of a conversation over several files. `C1` is one only together with what else is known.
    pub(super) fn key(&self, id: &str, file: &str) -> String {
        match &self.collection {
            Some(collection) => format!("{collection}/{id}"),
            None if is_identity(id) => id.to_owned(),
            None if !self.title(id).is_empty() => format!("{}/{id}", self.title(id)),
            None => format!("{}/{id}", own_name(file)),
        }
    }

    /// In which order the events of a conversation stand.
    pub(super) fn threading(&self, id: &str) -> Threading {
        match self.order.get(id) {
            Some((first, last)) if first > last => Threading::NewestFirst,
            _ => Threading::OldestFirst,
        }
    }

    /// The person of an id; one that is not listed is known by the id.
    pub(super) fn person_of(&self, id: &str) -> Sender {
        self.people.get(id).cloned().unwrap_or_else(|| Sender::named(id))
    }

    /// The identity of an event. Short ids begin anew with every file of one conversation, so they are one only
    /// together with the moment.
    pub(super) fn identity(id: &str, moment: &str) -> Option<String> {
        if is_identity(id) {
            return Some(id.to_owned());
        }
        (!moment.is_empty()).then(|| format!("{id}@{moment}"))
    }

    /// The identity of the event that another one answers: of those with this id, the first.
    pub(super) fn answered(&self, conversation: &str, id: &str) -> Option<String> {
        let moment = self.moments.get(&(conversation.to_owned(), id.to_owned()));
        Self::identity(id, moment.map_or("", String::as_str))
    }
}
