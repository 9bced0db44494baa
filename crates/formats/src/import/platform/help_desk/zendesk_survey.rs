//! What a first walk through a file of Zendesk Support settles: who is who, for authors are numbers there and their
//! names stand in a list of users; and which ticket the comments of a page belong to.

use super::{
    content::field,
    pages::{Found, Pages, read_pages},
};
use crate::import::{
    Input, Result,
    json::{
        fields::{str_of, string},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use std::collections::HashMap;
use yanju_model::{Role, draft::Sender, job::Job};

/// The field by which a document is a ticket, although it may hold comments as a page does.
pub(super) const OF_TICKET: &str = "requester_id";

const PAGES: Pages = Pages {
    plan: Plan {
        records: &["users", "tickets", "comments", "[].users", "[].tickets", "[].comments"],
        fields: &["ticket", "next_page", "previous_page", "[].ticket", "[].next_page", "[].previous_page"],
    },
    marks: &["ticket", "audits", "ticket_events"],
    of_record: OF_TICKET,
};

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

/// What the first walk found.
#[derive(Default)]
pub(super) struct Survey {
    /// Who is who.
    pub(super) people: People,
    /// The pages that say anything of themselves, by their number from 1.
    pages: HashMap<usize, Page>,
}

/// What a page says of the ticket that its comments belong to.
#[derive(Default)]
pub(super) struct Page {
    pub(super) ticket: Option<String>,
    pub(super) title: String,
    pub(super) requester: Option<String>,
    pub(super) has_comments: bool,
}

impl Survey {
    /// Walks through the file.
    pub(super) fn of(input: &dyn Input, job: &Job) -> Result<Self> {
        let (mut survey, mut pages) = (Self::default(), 0);
        read_pages(input, job, Pass::Survey, PAGES, &mut |found| {
            match found {
                Found::Page => pages += 1,
                Found::Record("users", user, _) => survey.people.add(&user),
                Found::Record("comments", ..) => survey.pages.entry(pages).or_default().has_comments = true,
                // The full export has its people in the tickets.
                Found::Record(_, ticket, _) => {
                    let people = ["requester", "submitter", "assignee"].map(|name| field(&ticket, name));
                    people
                        .into_iter()
                        .filter(|person| person.is_object())
                        .for_each(|one| survey.people.add(one));
                }
                Found::Field(name, value) => survey.pages.entry(pages).or_default().learn(name, &value),
                Found::Doubt(_) => {}
            }
            Ok(())
        })?;
        Ok(survey)
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

/// What a ticket is called.
pub(super) fn title(ticket: &Value) -> String {
    string(ticket, &["subject", "raw_subject"]).unwrap_or_default()
}
