//! A conversation while a file is being taken in: where its order stands and who wrote in it.

use super::{order::Order, reach::Reach, recognition::Recognition};
use crate::{
    Result,
    arrangement::arrange,
    index::fold::fold,
    people,
    table::{conversation, origin, participant},
};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use yanju_model::{
    ParticipantId, Precision, Role, Timestamp, Zone, ZoneBasis,
    draft::{ConversationDraft, Sender},
};

/// Where undated messages stand that no dated one came before: no zone moves them.
const BEFORE_ANY: Timestamp =
    Timestamp { utc_ms: 0, offset_minutes: 0, precision: Precision::Undated, basis: ZoneBasis::Source };

/// A conversation of the file.
pub(super) struct Thread {
    draft: ConversationDraft,
    pub(super) recognition: Recognition,
    pub(super) order: Order,
    pub(super) reach: Reach,
    /// Its row; none until its first message.
    row: Option<i64>,
    /// How many records of this file, known or new.
    pub(super) records: u64,
    /// The time of the record before, in the source.
    pub(super) previous: Timestamp,
    /// How many messages and events the conversation holds, those of this file included.
    length: u64,
    /// The sort time of the last of them.
    last_sent_at_ms: i64,
    /// Whether something came in before the end, so that places have to be given again.
    disordered: bool,
    /// New utterances and events.
    messages: u64,
    events: u64,
    people: Vec<Person>,
    by_identity: HashMap<String, usize>,
}

/// Someone who wrote in it.
struct Person {
    row: i64,
    name: String,
    role: Role,
    other_names: HashSet<String>,
    /// New messages.
    written: u64,
}

/// What a message needs to know of its writer.
pub(super) struct Author<'a> {
    /// The participant.
    pub(super) row: i64,
    /// The name in this message, where it is not the participant's.
    pub(super) stated_name: Option<&'a str>,
    /// Where the thread keeps them.
    place: usize,
}

impl Thread {
    pub(super) fn open(connection: &Connection, key: &[u8; 32], draft: ConversationDraft) -> Result<Self> {
        let standing = conversation::standing(connection, draft.platform, &draft.key)?;
        Ok(Self {
            recognition: Recognition::new(key, draft.platform, &draft.key)?,
            order: Order::default(),
            reach: Reach::default(),
            draft,
            row: standing.map(|standing| standing.id),
            length: standing.map_or(0, |standing| standing.length),
            last_sent_at_ms: standing.map_or(i64::MIN, |standing| standing.last_sent_at_ms),
            records: 0,
            previous: BEFORE_ANY,
            disordered: false,
            messages: 0,
            events: 0,
            people: Vec::new(),
            by_identity: HashMap::new(),
        })
    }

    /// The row, made with the first message.
    pub(super) fn ensure_row(&mut self, connection: &Connection) -> Result<i64> {
        if let Some(row) = self.row {
            return Ok(row);
        }
        let row = conversation::insert(connection, self.draft.platform, &self.draft.key)?;
        self.row = Some(row);
        Ok(row)
    }

    /// The writer of a message; `before` is the first message id of this file.
    pub(super) fn writer<'s>(
        &mut self,
        connection: &Connection,
        conversation: i64,
        identity: &str,
        sender: &'s Sender,
        before: i64,
    ) -> Result<Author<'s>> {
        let place = if let Some(place) = self.by_identity.get(identity) {
            *place
        } else {
            self.people.push(Person::meet(connection, conversation, identity, sender)?);
            self.by_identity.insert(identity.to_owned(), self.people.len() - 1);
            self.people.len() - 1
        };
        let Some(person) = self.people.get_mut(place) else { unreachable!("people are never removed") };
        person.learn(connection, sender, before)?;
        let stated_name = (person.name != sender.name).then_some(sender.name.as_str());
        Ok(Author { row: person.row, stated_name, place })
    }

    /// Counts a new message and says its place, as far as it is known before the end of the file.
    pub(super) fn place(&mut self, sent_at_ms: i64, writer: Option<&Author<'_>>) -> u64 {
        self.length += 1;
        if sent_at_ms < self.last_sent_at_ms {
            self.disordered = true;
        } else {
            self.last_sent_at_ms = sent_at_ms;
        }
        match writer.and_then(|writer| self.people.get_mut(writer.place)) {
            Some(person) => {
                self.messages += 1;
                person.written += 1;
            }
            None => self.events += 1,
        }
        self.length
    }

    /// The identities of those who wrote in it, in this file.
    pub(super) fn writers(&self) -> impl Iterator<Item = &str> {
        self.by_identity.keys().map(String::as_str)
    }

    /// Brings the counters, places and title up to date.
    pub(super) fn finish(&self, connection: &Connection, file: i64, zone: Zone) -> Result<()> {
        let Some(row) = self.row else { return Ok(()) };
        for person in self.people.iter().filter(|person| person.written > 0) {
            participant::add_messages(connection, person.row, person.written)?;
        }
        self.order.keep(connection, row)?;
        if self.order.says_something() || self.disordered {
            arrange(connection, row)?;
        }
        if self.messages + self.events > 0 {
            conversation::extend(connection, row, self.messages, self.events)?;
            conversation::find_ends(connection, row)?;
        }
        self.entitle(connection, row)?;
        Ok(origin::add(connection, row, file, &self.reach.coverage(zone), &self.reach.span)?)
    }

    fn entitle(&self, connection: &Connection, row: i64) -> Result<()> {
        let title = &self.draft.title;
        if title.trim().is_empty() || conversation::is_named(connection, row)? {
            return people::entitle(connection, row);
        }
        Ok(conversation::set_title(connection, row, title, &fold(title), conversation::TitleFrom::Source)?)
    }
}

impl Person {
    fn meet(connection: &Connection, conversation: i64, identity: &str, sender: &Sender) -> Result<Self> {
        let known = participant::by_identity(connection, conversation, identity)?;
        let (row, name, role) = if let Some(known) = known {
            (known.id, known.name, known.role)
        } else {
            let key = sender.key.as_deref().map(fold);
            let (key, name) = (key.as_deref(), &sender.name);
            let row = participant::insert(connection, conversation, identity, key, name, sender.role)?;
            participant::add_name(connection, row, &sender.name, &fold(&sender.name))?;
            (row, sender.name.clone(), sender.role)
        };
        Ok(Self { row, name, role, other_names: HashSet::new(), written: 0 })
    }

    /// Takes in another name, or a role that was not known.
    fn learn(&mut self, connection: &Connection, sender: &Sender, before: i64) -> Result<()> {
        if sender.name != self.name && self.other_names.insert(sender.name.clone()) {
            participant::add_name(connection, self.row, &sender.name, &fold(&sender.name))?;
        }
        if self.role == Role::Unknown && sender.role != Role::Unknown {
            self.role = sender.role;
            let known = participant::by_id(connection, ParticipantId(self.row))?;
            let kept = known.map_or(self.row, |known| known.kept());
            people::settling_roles(connection, &[kept], before, || {
                participant::set_role(connection, self.row, sender.role)
            })?;
        }
        Ok(())
    }
}
