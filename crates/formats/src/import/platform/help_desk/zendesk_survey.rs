//! What a first walk through a file of Zendesk Support settles: who is who, for authors are numbers there and their
//! names stand in a list of users; which ticket the comments of a page belong to; and with which comment each ticket began.

use super::{
    content::{field, numbered, rich},
    pages::{Found, Pages, read_pages},
};
use crate::import::{
    Input, Result,
    generic::order_of,
    json::{
        fields::{list, str_of, string, time},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{DefaultHasher, Hash, Hasher},
};
use yanju_model::{Role, draft::Sender, job::Job};

/// The field by which a document is a ticket, although it may hold comments as a page does.
pub(super) const OF_TICKET: &str = "requester_id";

const PAGES: Pages = Pages {
    plan: Plan {
        records: &[
            "users",
            "tickets",
            "comments",
            "audits",
            "ticket_events",
            "[].users",
            "[].tickets",
            "[].comments",
            "[].audits",
            "[].ticket_events",
        ],
        fields: &["ticket", "next_page", "previous_page", "[].ticket", "[].next_page", "[].previous_page"],
    },
    marks: &["ticket"],
    of_record: OF_TICKET,
};

/// Where comments and audits have their time; the stream of events counts it since 1970.
pub(super) const TIMES: [&str; 2] = ["created_at", "timestamp"];

/// How many users are remembered, and of how many tickets the first comment. Users beyond go by their number.
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

/// What the first walk found.
#[derive(Default)]
pub(super) struct Survey {
    /// Who is who.
    pub(super) people: People,
    /// The pages that say anything of themselves, by their number from 1.
    pages: HashMap<usize, Page>,
    /// The first public comment of each ticket whose comments stand outside of it.
    firsts: HashMap<Owner, First>,
}

/// Whose comment it is: of the ticket that it names, or of that of its page.
#[derive(PartialEq, Eq, Hash)]
enum Owner {
    Ticket(String),
    Page(usize),
}

/// By what a comment is known as the one that a description repeats.
struct First {
    at: Option<i64>,
    author: Option<String>,
    words: u64,
}

/// What a page says of the ticket that its comments belong to.
#[derive(Default)]
pub(super) struct Page {
    pub(super) ticket: Option<String>,
    pub(super) title: String,
    pub(super) requester: Option<String>,
}

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Ticket,
    Comment,
    Audit,
}

impl Sort {
    /// That of a record of the list `list`; of no list, whatever it is by its fields.
    pub(super) fn of(list: &str, record: &Value) -> Self {
        let has = |name: &str| record.get(name).is_some();
        match list {
            "ticket" | "tickets" => Self::Ticket,
            "audits" | "ticket_events" => Self::Audit,
            "comments" => Self::Comment,
            _ if has("requester_id") || has("submitter_id") || has("requester") => Self::Ticket,
            _ if has("events") || has("child_events") => Self::Audit,
            _ => Self::Comment,
        }
    }
}

impl Survey {
    /// Walks through the file.
    pub(super) fn of(input: &dyn Input, job: &Job) -> Result<Self> {
        let (mut survey, mut pages) = (Self::default(), 0);
        read_pages(input, job, Pass::Survey, PAGES, &mut |found| {
            match found {
                Found::Page => pages += 1,
                Found::Record("users", user, _) => survey.people.add(&user),
                Found::Record(list, record, _) => match Sort::of(list, &record) {
                    // The full export has its people in the tickets.
                    Sort::Ticket => {
                        let people = ["requester", "submitter", "assignee"].map(|name| field(&record, name));
                        people
                            .into_iter()
                            .filter(|person| person.is_object())
                            .for_each(|one| survey.people.add(one));
                    }
                    Sort::Comment => survey.comment(&record, &record, pages),
                    Sort::Audit => comments_of(&record).for_each(|one| survey.comment(one, &record, pages)),
                },
                Found::Field(name, value) => survey.pages.entry(pages).or_default().learn(name, &value),
                Found::Doubt(_) => {}
            }
            Ok(())
        })?;
        Ok(survey)
    }

    /// Remembers a comment where it is the first of its ticket. What it does not say stands in `outer`.
    fn comment(&mut self, comment: &Value, outer: &Value, page: usize) {
        if field(comment, "public") == false {
            return;
        }
        let first = First {
            at: moment(comment, &TIMES).or_else(|| moment(outer, &TIMES)),
            author: author(comment).or_else(|| author(outer)),
            words: digest(&words_of(comment).0),
        };
        let owner = string(comment, &["ticket_id"]).or_else(|| string(outer, &["ticket_id"]));
        let owner = owner.map_or(Owner::Page(page), Owner::Ticket);
        let has_room = self.firsts.len() < LIMIT;
        match self.firsts.entry(owner) {
            Entry::Occupied(mut known) if first.at.is_some() && first.at < known.get().at => {
                known.insert(first);
            }
            Entry::Vacant(free) if has_room => drop(free.insert(first)),
            _ => {}
        }
    }

    /// Whether the description of a ticket is a comment that the file has outside of it: the first that all could
    /// read, of the same words, time and author.
    pub(super) fn is_commented(&self, ticket: &Value, page: usize) -> bool {
        let id = string(ticket, &["id"]);
        let of_ticket = id.as_ref().and_then(|id| self.firsts.get(&Owner::Ticket(id.clone())));
        let of_page = || {
            let is_of_page = id.is_some() && self.page(page).is_some_and(|page| page.ticket == id);
            self.firsts.get(&Owner::Page(page)).filter(|_| is_of_page)
        };
        let Some(first) = of_ticket.or_else(of_page) else { return false };
        // Some exports leave the description to the comments.
        let Some(description) = string(ticket, &["description"]) else { return true };
        let writers = ["submitter_id", "requester_id"].map(|name| string(ticket, &[name]));
        let at = moment(ticket, &["created_at"]);
        first.words == digest(&description)
            && (first.at.is_none() || at.is_none() || first.at == at)
            && (first.author.is_none() || writers.contains(&first.author))
    }

    /// What the page of this number says of itself.
    pub(super) fn page(&self, number: usize) -> Option<&Page> {
        self.pages.get(&number)
    }
}

impl Page {
    fn learn(&mut self, name: &str, value: &Value) {
        if name == "ticket" {
            self.ticket = string(value, &["id"]).or_else(|| self.ticket.take());
            self.title = title(value);
            self.requester = string(value, &["requester_id"]);
        } else if self.ticket.is_none() {
            self.ticket = value.as_str().and_then(ticket_of_address);
        }
    }
}

/// The number in `…/tickets/123/comments.json?page=2`.
fn ticket_of_address(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("/tickets/")?;
    let number = rest.split(['/', '.']).next()?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| number.to_owned())
}

/// The comments among the events of an audit.
pub(super) fn comments_of(audit: &Value) -> impl Iterator<Item = &Value> {
    let events = list(audit, "events").iter().chain(list(audit, "child_events"));
    events
        .filter(|event| string(event, &["type", "event_type"]).is_some_and(|kind| kind.ends_with("Comment")))
}

/// The words of a comment, and the names of the pictures in them.
pub(super) fn words_of(comment: &Value) -> (String, Vec<String>) {
    let (mut text, mut names) = (string(comment, &["body"]).unwrap_or_default(), Vec::new());
    if text.is_empty() {
        (text, names) = rich(str_of(comment, "html_body"));
    }
    if text.is_empty() {
        text = string(comment, &["plain_body"]).unwrap_or_default();
    }
    (text, names)
}

fn author(record: &Value) -> Option<String> {
    string(field(record, "author"), &["id"]).or_else(|| string(record, &["author_id", "updater_id"]))
}

fn moment(record: &Value, names: &[&str]) -> Option<i64> {
    // Its doubts are told when it is read.
    let stated = names.iter().find_map(|name| record.get(name));
    time(stated, "", &mut |_| {}).map(order_of)
}

/// Words in a row, however they are broken into lines.
fn digest(text: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    text.split_whitespace().for_each(|word| word.hash(&mut hash));
    hash.finish()
}

/// What a ticket is called.
pub(super) fn title(ticket: &Value) -> String {
    let subject = string(ticket, &["subject", "raw_subject"]).unwrap_or_default();
    numbered(&subject, string(ticket, &["id"]).as_deref())
}
