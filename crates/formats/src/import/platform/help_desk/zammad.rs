//! Zammad tickets: the articles of a ticket as a list, in the ticket, or among the `assets` of a page.

use super::{
    content::{field, files, kind_of, numbered, rich},
    outline::Outline,
    pages::{Found, Pages, read_pages, within},
    threads::Threads,
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    json::{
        fields::{begins_json, is_true, list, str_of, string},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use yanju_model::{
    Kind, Platform, Role,
    draft::{MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of Zammad tickets.
pub struct Zammad;

static ABOUT: About = About {
    id: "zammad",
    names: ("Zammad 工单（JSON）", "Zammad (JSON)"),
    extensions: &["json", "jsonl", "ndjson"],
    reads: (
        "Zammad 接口给出的工单与回复，含内部备注",
        "Tickets and their articles as Zammad's API gives them, with internal notes",
    ),
};

const PAGES: Pages = Pages {
    plan: Plan {
        records: &["ticket_articles", "[].ticket_articles"],
        fields: &["ticket", "assets", "[].ticket", "[].assets"],
    },
    marks: &["assets", "[].assets"],
    of_record: "articles",
};

/// The fields of an article that are read, or say nothing of what was said.
const READ: [&str; 31] = [
    "id",
    "ticket_id",
    "type_id",
    "type",
    "sender_id",
    "sender",
    "from",
    "to",
    "reply_to",
    "subject",
    "body",
    "content_type",
    "internal",
    "attachments",
    "created_at",
    "updated_at",
    "created_by_id",
    "created_by",
    "updated_by_id",
    "updated_by",
    "origin_by_id",
    "origin_by",
    "message_id",
    "message_id_md5",
    "in_reply_to",
    "references",
    "preferences",
    "time_unit",
    "ticket_time_accounting_ids",
    "size",
    "ticket_time_accounting",
];

/// The user that stands for Zammad itself.
const ITSELF: &str = "1";

impl Importer for Zammad {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let outline = Outline::of(&probe.text);
        let places = [
            "",
            "[].",
            "ticket_articles[].",
            "[].ticket_articles[].",
            "articles[].",
            "[].articles[].",
            "ticket.articles[].",
        ];
        let has = |names: &[&str]| outline.any_has(&places, names);
        let is_own = has(&["ticket_id", "body", "internal", "content_type"])
            || has(&["ticket_id", "body", "internal", "sender_id"])
            || has(&["body", "internal", "content_type", "sender"])
            || outline.any_has(&["", "[]."], &["assets.TicketArticle"]);
        // The words of a long mail stand before what follows them.
        let may_be_own = has(&["ticket_id", "sender_id", "type_id"]);
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
        let mut threads = Threads::new(input, options, Platform::Zammad, sink, job);
        let mut ticket = Value::Null;
        let read = read_pages(input, job, Pass::Read, PAGES, &mut |found| {
            match found {
                Found::Page => {
                    threads.page();
                    ticket = Value::Null;
                }
                Found::Field("ticket", value) => {
                    // Its articles may have come before it, and gone by their subject.
                    threads.call(string(&value, &["id"]).as_deref(), &title(&value));
                    tell_articles(&value, "ticket", &mut threads)?;
                    ticket = value;
                }
                Found::Field(_, value) => assets(&value, &mut threads)?,
                Found::Record(_, value, place) if value.get("articles").is_some() => {
                    tell_articles(&value, &place, &mut threads)?;
                }
                Found::Record(_, value, place) => {
                    article(&value, &Around { ticket: &ticket, assets: &Value::Null }, place, &mut threads)?;
                }
                Found::Doubt(doubt) => threads.warn(doubt),
            }
            Ok(())
        })?;
        threads.finish()?;
        let partial = counted("damaged_lines", read.damaged_lines).into_iter().collect();
        Ok(Understanding { encoding: read.encoding, date_order: None, partial, ..Understanding::default() })
    }
}

/// What is known beside an article.
#[derive(Clone, Copy)]
struct Around<'v> {
    ticket: &'v Value,
    assets: &'v Value,
}

/// The articles inside a ticket. Where they are only numbered, they are not here.
fn tell_articles(ticket: &Value, place: &str, threads: &mut Threads<'_>) -> Result<()> {
    let articles = list(ticket, "articles").iter().enumerate().filter(|(_, article)| article.is_object());
    articles.into_iter().try_for_each(|(n, value)| {
        let around = Around { ticket, assets: &Value::Null };
        article(value, &around, within(place, &format!("articles[{n}]")), threads)
    })
}

/// The articles among the assets of a page. They stand in a table by number, which is the order they came in.
fn assets(assets: &Value, threads: &mut Threads<'_>) -> Result<()> {
    let table = field(assets, "TicketArticle").as_object();
    let mut articles: Vec<&Value> = table.into_iter().flatten().map(|(_, article)| article).collect();
    let number = |article: &Value, name: &str| field(article, name).as_u64();
    articles.sort_by_key(|article| (number(article, "ticket_id"), number(article, "id")));
    articles.into_iter().try_for_each(|value| {
        let ticket_id = string(value, &["ticket_id"]).unwrap_or_default();
        let around = Around { ticket: field(field(assets, "Ticket"), &ticket_id), assets };
        let place = format!("assets.TicketArticle.{}", string(value, &["id"]).unwrap_or_default());
        article(value, &around, place, threads)
    })
}

/// What a ticket is called, with the number that people know it by.
fn title(ticket: &Value) -> String {
    numbered(str_of(ticket, "title"), string(ticket, &["number"]).as_deref())
}

fn article(value: &Value, around: &Around<'_>, place: String, threads: &mut Threads<'_>) -> Result<()> {
    if threads.keep_stray(value, &place)? {
        return Ok(());
    }
    let subject = str_of(value, "subject");
    let title = Some(str_of(around.ticket, "title")).filter(|title| !title.is_empty()).unwrap_or(subject);
    let key = string(value, &["ticket_id"]).or_else(|| string(around.ticket, &["id"]));
    threads.begin(
        key,
        Some(self::title(around.ticket)).filter(|title| !title.is_empty()).as_deref().unwrap_or(subject),
    )?;
    threads.not_kept.note_fields(value, &READ, "");
    if !subject.is_empty() && !subject.ends_with(title) {
        threads.not_kept.note("subject");
    }
    let sent_at = threads.time(value, &["created_at"], &place);
    let is_html = str_of(value, "content_type").contains("html");
    let body = str_of(value, "body");
    let (text, pictures) = if is_html { rich(body) } else { (body.to_owned(), Vec::new()) };
    let text = if text.is_empty() && pictures.is_empty() { subject.to_owned() } else { text };
    let named = list(value, "attachments").iter().filter_map(|file| string(file, &["filename"]));
    let attachments = files(named.chain(pictures).collect());
    let role = role(value, around);
    let sender = (role != Role::System).then(|| sender(value, around, role));
    let kind = match sender {
        None => Kind::System,
        Some(_) if is_true(value, "internal") => Kind::Internal,
        Some(_) => kind_of(&text, &attachments),
    };
    threads.push(MessageDraft {
        kind,
        source_id: string(value, &["id"]),
        attachments,
        place,
        ..MessageDraft::text(sender, sent_at, text)
    });
    Ok(())
}

/// The part of who sent an article. The numbers are those that every Zammad is set up with.
fn role(article: &Value, around: &Around<'_>) -> Role {
    let id = string(article, &["sender_id"]).unwrap_or_default();
    let listed = field(field(around.assets, "TicketArticleSender"), &id);
    let word = [str_of(article, "sender"), str_of(listed, "name")].into_iter().find(|word| !word.is_empty());
    match (word, id.as_str()) {
        (Some("Agent"), _) | (None, "1") => Role::Agent,
        (Some("Customer"), _) | (None, "2") => Role::Customer,
        (Some("System"), _) | (None, "3") => Role::System,
        _ => Role::Unknown,
    }
}

/// Who sent an article. An agent who notes a call of the customer creates an article of the customer: then the
/// number of who created it is not the sender's.
fn sender(article: &Value, around: &Around<'_>, role: Role) -> Sender {
    let origin = string(article, &["origin_by_id"]);
    let is_noted = role == Role::Customer && origin.is_none() && str_of(article, "type") == "phone";
    let creator = string(article, &["created_by_id"]).filter(|id| !is_noted && id != ITSELF);
    let key = origin.or(creator);
    let user = field(field(around.assets, "User"), key.as_deref().unwrap_or_default());
    let full = [str_of(user, "firstname"), str_of(user, "lastname")].join(" ");
    let names = [full.trim().to_owned(), display_name(str_of(article, "from"))];
    let name = names.into_iter().find(|name| !name.is_empty() && name != "-");
    let login = string(article, &["origin_by", "created_by"]).filter(|_| !is_noted);
    Sender { key, name: name.or(login).unwrap_or_default(), role }
}

/// The name in `"Name" <a@b.example>`; the whole where there is none.
fn display_name(from: &str) -> String {
    let name = from.rsplit_once('<').map_or(from, |(name, _)| name);
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() { from.trim().trim_matches(['<', '>']).to_owned() } else { name.to_owned() }
}
