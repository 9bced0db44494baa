//! Tickets, comments and audits of Zendesk Support turned into messages and events.
//!
//! How files are cut into these is [`zendesk_support`](super::zendesk_support)'s business.

use super::{
    content::{event_words, field, files, kind_of},
    pages::within,
    threads::Threads,
    zendesk_survey::{Sort, Survey, TIMES, comments_of, title, words_of},
};
use crate::import::{
    Result,
    json::{
        fields::{list, str_of, string},
        value::Value,
    },
};
use yanju_model::{Kind, Warning, draft::MessageDraft};

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

/// The second walk.
pub(super) struct Reading<'a> {
    survey: &'a Survey,
    pages: usize,
    threads: Threads<'a>,
    /// Whether there are tickets without their comments.
    lacks_comments: bool,
}

impl<'a> Reading<'a> {
    /// A walk that knows what the first found.
    pub(super) fn new(survey: &'a Survey, threads: Threads<'a>) -> Self {
        Self { survey, pages: 0, threads, lacks_comments: false }
    }

    /// A page begins.
    pub(super) fn page(&mut self) {
        self.pages += 1;
        self.threads.page();
    }

    /// Notes a doubt.
    pub(super) fn warn(&mut self, warning: Warning) {
        self.threads.warn(warning);
    }

    /// Pushes what is held. Whether every ticket had its comments.
    pub(super) fn finish(self) -> Result<bool> {
        self.threads.finish()?;
        Ok(!self.lacks_comments)
    }

    /// Reads a record of the list `list`; of no list, whatever it is by its fields.
    pub(super) fn record(&mut self, list: &str, record: &Value, place: &str) -> Result<()> {
        if self.threads.keep_stray(record, place)? {
            return Ok(());
        }
        match Sort::of(list, record) {
            Sort::Ticket => self.ticket(record, place),
            Sort::Audit => self.audit(record, place),
            Sort::Comment => self.loose_comment(record, place),
        }
    }

    /// The id of what the ticket says that is read.
    fn description_id(&self) -> Option<String> {
        self.threads.key().map(|ticket| format!("description {ticket}"))
    }

    fn ticket(&mut self, ticket: &Value, place: &str) -> Result<()> {
        self.threads.begin(string(ticket, &["id"]), &title(ticket))?;
        self.threads.not_kept.note_fields(ticket, &READ, "");
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
        let has_comments =
            !comments.is_empty() || audits.iter().any(|audit| comments_of(audit).next().is_some());
        if !has_comments && !self.survey.is_commented(ticket, self.pages) {
            self.lacks_comments = true;
            self.description(ticket, requester.as_deref(), place);
        }
        Ok(())
    }

    /// What a ticket without its comments says. Who submitted it wrote it: so Zendesk has it.
    fn description(&mut self, ticket: &Value, requester: Option<&str>, place: &str) {
        let Some(text) = string(ticket, &["description"]) else { return };
        let writers = ["submitter", "submitter_id", "requester", "requester_id"];
        let sender = self.survey.people.sender(ticket, &writers, requester);
        let sent_at = self.threads.time(ticket, &["created_at"], place);
        let kind = if field(ticket, "is_public") == false { Kind::Internal } else { Kind::Text };
        let kind = if sender.is_none() { Kind::System } else { kind };
        let source_id = self.description_id();
        let draft = MessageDraft::text(sender, sent_at, text);
        let alias = source_id.clone();
        self.threads.push(MessageDraft { kind, source_id, alias, place: place.to_owned(), ..draft });
    }

    fn loose_comment(&mut self, comment: &Value, place: &str) -> Result<()> {
        let page = self.survey.page(self.pages);
        let key = string(comment, &["ticket_id"]).or_else(|| page.and_then(|page| page.ticket.clone()));
        self.threads.begin(key, page.map_or("", |page| &page.title))?;
        self.comment(comment, comment, page.and_then(|page| page.requester.as_deref()), place.to_owned());
        Ok(())
    }

    fn audit(&mut self, audit: &Value, place: &str) -> Result<()> {
        let page = self.survey.page(self.pages);
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
                fields.retain(|name| !PLAIN_OF_EVENT.contains(&name));
            }
            done.push(event_words(&actor, &kind, &details));
        }
        if !done.is_empty() {
            let sent_at = self.threads.time(audit, &TIMES, place);
            let draft = MessageDraft::text(None, sent_at, done.join("\n"));
            let source_id = string(audit, &["id"]).map(|id| format!("audit {id}"));
            self.threads.push(MessageDraft { source_id, place: place.to_owned(), ..draft });
        }
    }

    /// A comment. What it does not say of its time and author stands in `outer`, the audit around it.
    fn comment(&mut self, comment: &Value, outer: &Value, requester: Option<&str>, place: String) {
        let dated = if comment.get("created_at").is_some() { comment } else { outer };
        let sent_at = self.threads.time(dated, &TIMES, &place);
        let has_author = comment.get("author_id").is_some() || comment.get("author").is_some();
        let authored = if has_author { comment } else { outer };
        let writers = ["author", "author_id", "updater_id"];
        let sender = self.survey.people.sender(authored, &writers, requester);
        let (mut text, mut names) = words_of(comment);
        let transcript = str_of(field(comment, "data"), "transcription_text");
        if !transcript.is_empty() && !text.contains(transcript) {
            text = if text.is_empty() { transcript.to_owned() } else { format!("{text}\n{transcript}") };
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
        // The first comment of a ticket is its description, which is all that a list of tickets has of them.
        let alias = self.description_id().filter(|_| kind != Kind::Internal);
        self.threads.push(MessageDraft {
            kind,
            source_id,
            alias,
            attachments,
            place,
            ..MessageDraft::text(sender, sent_at, text)
        });
    }
}
