//! Zendesk Support: tickets, their comments and their audits, as pages of its API or one record a line.
//!
//! Two walks: the list of users may come after what they wrote. Chats of Zendesk Chat are
//! [`zendesk_chat`](super::zendesk_chat)'s.

use super::{
    content::{event_words, field, files, kind_of, rich},
    outline::Outline,
    pages::{Found, Pages, read_pages, within},
    threads::Threads,
    zendesk_people::People,
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    dingtalk_content::is_hollow,
    json_fields::{begins_json, list, str_of, string, time},
    json_records::Plan,
    json_source::Pass,
};
use serde_json::Value;
use yanju_model::{
    Kind, Platform,
    draft::{MessageDraft, Understanding},
    job::Job,
};

/// The importer of Zendesk Support.
pub struct ZendeskSupport;

static ABOUT: About = About {
    id: "zendesk_support",
    names: ("Zendesk 工单（JSON）", "Zendesk Support (JSON)"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "Zendesk 接口或数据导出的工单、评论与变更记录",
        "Tickets, comments and audits as the Zendesk API and its data export write them",
    ),
};

/// What the first walk wants: who is who, and which ticket the comments of a page belong to.
const SURVEY: Pages = Pages {
    plan: Plan {
        records: &["users", "comments", "[].users", "[].comments"],
        fields: &["ticket", "next_page", "previous_page", "[].ticket", "[].next_page", "[].previous_page"],
    },
    marks: &["ticket", "tickets", "audits", "ticket_events"],
    of_record: "requester_id",
};

/// What the second wants: the records.
const PAGES: Pages = Pages {
    plan: Plan {
        records: &[
            "tickets",
            "comments",
            "audits",
            "ticket_events",
            "[].tickets",
            "[].comments",
            "[].audits",
            "[].ticket_events",
        ],
        fields: &[
            "ticket",
            "end_of_stream",
            "next_page",
            "meta",
            "[].ticket",
            "[].end_of_stream",
            "[].next_page",
            "[].meta",
        ],
    },
    marks: &["ticket", "users"],
    of_record: SURVEY.of_record,
};

/// The fields of a ticket that are read, or say nothing of what was said.
const READ: [&str; 28] = [
    "id",
    "url",
    "subject",
    "raw_subject",
    "description",
    "comments",
    "audits",
    "requester_id",
    "requester",
    "submitter_id",
    "submitter",
    "created_at",
    "updated_at",
    "generated_timestamp",
    "has_incidents",
    "is_public",
    "allow_channelback",
    "allow_attachments",
    "from_messaging_channel",
    "brand_id",
    "group_id",
    "organization_id",
    "ticket_form_id",
    "assignee_id",
    "custom_status_id",
    "encoded_id",
    "comment_count",
    "fields",
];

/// The fields of an audit's event that tell nothing of it.
const PLAIN_OF_EVENT: [&str; 8] =
    ["id", "type", "event_type", "via", "created_at", "via_reference_id", "ticket_id", "timestamp"];

impl Importer for ZendeskSupport {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let outline = Outline::of(&probe.text);
        let is_any = |places: &[&str], names: &[&str]| outline.any_has(places, names);
        let tickets = ["", "[].", "tickets[].", "[].tickets[].", "ticket."];
        let comments = ["", "[].", "comments[].", "[].comments[].", "tickets[].comments[]."];
        let audits = ["", "[].", "audits[].", "[].audits[].", "ticket_events[].", "[].ticket_events[]."];
        let is_own = is_any(&tickets, &["requester_id", "submitter_id"])
            || is_any(&comments, &["author_id", "public", "html_body"])
            || is_any(&comments, &["author_id", "public", "plain_body"])
            || is_any(&comments, &["author_id", "public", "audit_id"])
            || is_any(&audits, &["ticket_id", "events", "author_id"])
            || is_any(&audits, &["ticket_id", "child_events"]);
        if is_own { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let survey = survey(input, job)?;
        let threads = Threads::new(input, options, Platform::Zendesk, sink, job);
        let mut reading = Reading { survey: &survey, pages: 0, threads };
        let (mut ends, mut next) = (None, false);
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => {
                    reading.pages += 1;
                    reading.threads.page();
                    (ends, next) = (None, false);
                }
                Found::Record(_, value, place) => reading.record(&value, &place)?,
                Found::Field("ticket", value) => reading.record(&value, "ticket")?,
                Found::Field("end_of_stream", value) => ends = value.as_bool(),
                Found::Field("meta", value) => next |= field(&value, "has_more") == true,
                Found::Field(_, value) => next |= !is_hollow(&value),
                Found::Doubt(doubt) => reading.threads.warn(doubt),
            }
            Ok(())
        })?;
        reading.threads.finish()?;
        // The stream of changes has a next page for ever; there its own word counts.
        let has_more = ends.map_or(next, |ends| !ends);
        let partial = has_more.then(|| "has_more".to_owned());
        let partial = partial.into_iter().chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding { encoding: read.encoding, date_order: None, partial })
    }
}

/// What the first walk found.
#[derive(Default)]
struct Survey {
    people: People,
    pages: Vec<Page>,
}

/// What a page says of the ticket that its comments belong to.
#[derive(Default)]
struct Page {
    ticket: Option<String>,
    title: String,
    requester: Option<String>,
    has_comments: bool,
}

fn survey(input: &dyn Input, job: &Job) -> Result<Survey> {
    let mut survey = Survey::default();
    read_pages(input, job, Pass::Survey, SURVEY, &mut |found| {
        match found {
            Found::Page => survey.pages.push(Page::default()),
            Found::Record("users", user, _) => survey.people.add(&user),
            Found::Record("comments", ..) => {
                survey.pages.last_mut().into_iter().for_each(|page| page.has_comments = true);
            }
            Found::Field(name, value) => {
                if let Some(page) = survey.pages.last_mut() {
                    page.learn(name, &value);
                }
            }
            Found::Record(..) | Found::Doubt(_) => {}
        }
        Ok(())
    })?;
    Ok(survey)
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

fn title(ticket: &Value) -> String {
    string(ticket, &["subject", "raw_subject"]).unwrap_or_default()
}

/// The second walk.
struct Reading<'a> {
    survey: &'a Survey,
    pages: usize,
    threads: Threads<'a>,
}

impl Reading<'_> {
    fn record(&mut self, record: &Value, place: &str) -> Result<()> {
        let has = |name: &str| record.get(name).is_some();
        if has("requester_id") || has("submitter_id") || has("requester") {
            self.ticket(record, place)
        } else if has("events") || has("child_events") {
            self.audit(record, place)
        } else {
            self.loose_comment(record, place)
        }
    }

    fn ticket(&mut self, ticket: &Value, place: &str) -> Result<()> {
        self.threads.begin(string(ticket, &["id"]), &title(ticket))?;
        self.threads.note_fields_not_kept(ticket, &READ, "");
        let requester = string(ticket, &["requester_id"]);
        let comments = list(ticket, "comments");
        for (n, comment) in comments.iter().enumerate() {
            self.comment(comment, ticket, requester.as_deref(), within(place, &format!("comments[{n}]")));
        }
        let audits = list(ticket, "audits");
        for (n, audit) in audits.iter().enumerate() {
            self.events(audit, requester.as_deref(), &within(place, &format!("audits[{n}]")));
        }
        // The description repeats the first comment.
        if comments.is_empty() && audits.is_empty() && !self.page().is_some_and(|page| page.has_comments) {
            self.description(ticket, requester.as_deref(), place);
        }
        Ok(())
    }

    /// What a ticket without its comments says. Who submitted it wrote it: so Zendesk has it.
    fn description(&mut self, ticket: &Value, requester: Option<&str>, place: &str) {
        let Some(text) = string(ticket, &["description"]) else { return };
        let writers = ["submitter", "submitter_id", "requester", "requester_id"];
        let sender = self.survey.people.sender(ticket, &writers, requester);
        let sent_at = time(ticket.get("created_at"), place, &mut |warning| self.threads.warn(warning));
        let kind = if field(ticket, "is_public") == false { Kind::Internal } else { Kind::Text };
        let kind = if sender.is_none() { Kind::System } else { kind };
        let draft = MessageDraft::text(sender, sent_at, text);
        self.threads.push(MessageDraft { kind, place: place.to_owned(), ..draft });
    }

    fn page(&self) -> Option<&Page> {
        self.survey.pages.get(self.pages.checked_sub(1)?)
    }

    fn loose_comment(&mut self, comment: &Value, place: &str) -> Result<()> {
        let page = self.survey.pages.get(self.pages.saturating_sub(1));
        let key = string(comment, &["ticket_id"]).or_else(|| page.and_then(|page| page.ticket.clone()));
        self.threads.begin(key, page.map_or("", |page| &page.title))?;
        self.comment(comment, comment, page.and_then(|page| page.requester.as_deref()), place.to_owned());
        Ok(())
    }

    fn audit(&mut self, audit: &Value, place: &str) -> Result<()> {
        let page = self.survey.pages.get(self.pages.saturating_sub(1));
        let key = string(audit, &["ticket_id"]).or_else(|| page.and_then(|page| page.ticket.clone()));
        self.threads.begin(key, page.map_or("", |page| &page.title))?;
        self.events(audit, page.and_then(|page| page.requester.as_deref()), place);
        Ok(())
    }

    /// The comments of an audit as messages; everything else that it did as one event.
    fn events(&mut self, audit: &Value, requester: Option<&str>, place: &str) {
        let writers = ["author", "author_id", "updater_id"];
        let actor = self.survey.people.sender(audit, &writers, requester).map_or(String::new(), |s| s.name);
        let mut done = Vec::new();
        let events = [list(audit, "events"), list(audit, "child_events")];
        for (n, event) in events.into_iter().flatten().enumerate() {
            let kind = string(event, &["type", "event_type"]).unwrap_or_default();
            if kind.ends_with("Comment") {
                self.comment(event, audit, requester, within(place, &format!("events[{n}]")));
                continue;
            }
            let mut details = event.clone();
            if let Some(fields) = details.as_object_mut() {
                fields.retain(|name, _| !PLAIN_OF_EVENT.contains(&name.as_str()));
            }
            done.push(event_words(&actor, &kind, &details));
        }
        if !done.is_empty() {
            let sent_at = self.time_of(audit, place);
            let draft = MessageDraft::text(None, sent_at, done.join("\n"));
            let source_id = string(audit, &["id"]).map(|id| format!("audit {id}"));
            self.threads.push(MessageDraft { source_id, place: place.to_owned(), ..draft });
        }
    }

    fn time_of(&mut self, record: &Value, place: &str) -> Option<yanju_model::SourceTime> {
        let stated = record.get("created_at").or_else(|| record.get("timestamp"));
        time(stated, place, &mut |warning| self.threads.warn(warning))
    }

    /// A comment. What it does not say of its time and author stands in `outer`, the audit around it.
    fn comment(&mut self, comment: &Value, outer: &Value, requester: Option<&str>, place: String) {
        let dated = if comment.get("created_at").is_some() { comment } else { outer };
        let sent_at = self.time_of(dated, &place);
        let has_author = comment.get("author_id").is_some() || comment.get("author").is_some();
        let authored = if has_author { comment } else { outer };
        let writers = ["author", "author_id", "updater_id"];
        let sender = self.survey.people.sender(authored, &writers, requester);
        let (mut text, mut names) = (string(comment, &["body"]).unwrap_or_default(), Vec::new());
        if text.is_empty() {
            (text, names) = rich(str_of(comment, "html_body"));
        }
        if text.is_empty() {
            text = string(comment, &["plain_body"]).unwrap_or_default();
        }
        let transcript = str_of(field(comment, "data"), "transcription_text");
        if !transcript.is_empty() && !text.contains(transcript) {
            text = [text.as_str(), transcript].join("\n").trim().to_owned();
        }
        names.extend(list(comment, "attachments").iter().filter_map(|file| string(file, &["file_name"])));
        let attachments = files(names);
        let kind = match () {
            () if sender.is_none() => Kind::System,
            () if field(comment, "public") == false => Kind::Internal,
            () if string(comment, &["type", "event_type"]).is_some_and(|kind| kind == "VoiceComment") => {
                Kind::Call
            }
            () => kind_of(&text, &attachments),
        };
        let source_id = string(comment, &["id"]);
        self.threads.push(MessageDraft {
            kind,
            source_id,
            attachments,
            place,
            ..MessageDraft::text(sender, sent_at, text)
        });
    }
}
