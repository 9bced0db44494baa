//! Zendesk Support: tickets, their comments and their audits, as pages of its API or one record a line.
//!
//! Two walks: the list of users may come after what they wrote. The first is
//! [`zendesk_survey`](super::zendesk_survey), what the second makes of a record is in
//! [`zendesk_ticket`](super::zendesk_ticket). Chats of Zendesk Chat are
//! [`zendesk_chat`](super::zendesk_chat)'s.

use super::{
    content::field,
    outline::Outline,
    pages::{Found, Pages, read_pages},
    threads::Threads,
    zendesk_survey::{OF_TICKET, Survey},
    zendesk_ticket::Reading,
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    json::{
        fields::{begins_json, is_hollow},
        records::Plan,
        source::Pass,
    },
};
use yanju_model::{Platform, draft::Understanding, job::Job};

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
    of_record: OF_TICKET,
};

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
        // Where the first words are long, little of what follows them is in the head.
        let may_be_own = is_any(&tickets, &["raw_subject", "description"])
            || is_any(&comments, &["author_id", "body", "html_body"]);
        match (is_own, may_be_own) {
            (true, _) => Confidence::Certain,
            (false, true) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let survey = Survey::of(input, job)?;
        let threads = Threads::new(input, options, Platform::Zendesk, sink, job);
        let mut reading = Reading::new(&survey, threads);
        let (mut ends, mut next) = (None, false);
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => {
                    reading.page();
                    (ends, next) = (None, false);
                }
                Found::Record(list, value, place) => reading.record(list, &value, &place)?,
                Found::Field("ticket", value) => reading.record("ticket", &value, "ticket")?,
                Found::Field("end_of_stream", value) => ends = value.as_bool(),
                Found::Field("meta", value) => next |= field(&value, "has_more") == true,
                Found::Field(_, value) => next |= !is_hollow(&value),
                Found::Doubt(doubt) => reading.warn(doubt),
            }
            Ok(())
        })?;
        let is_commented = reading.finish()?;
        // The stream of changes has a next page for ever; there its own word counts.
        let has_more = ends.map_or(next, |ends| !ends);
        let partial = has_more.then(|| "has_more".to_owned());
        let lacking = (!is_commented).then(|| "comments_not_included".to_owned());
        let damaged = counted("damaged_lines", read.damaged_lines);
        let partial = partial.into_iter().chain(lacking).chain(damaged).collect();
        Ok(Understanding { encoding: read.encoding, partial, ..Understanding::default() })
    }
}
