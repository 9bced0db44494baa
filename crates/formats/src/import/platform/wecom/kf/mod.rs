//! 微信客服, by which customers write in WeChat and staff answer in WeCom: the answers of the interface
//! `kf/sync_msg`, alone or several, or their messages one on each line or as a list.
//!
//! The events between the messages come the same way; a recall stands behind the message it takes back, so the
//! file is read twice. What a message says is read in [`content`].

mod content;

use self::content::Content;
use super::passes::{Output, Survey};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::not_kept::NotKept,
    json::{
        fields::{begins_json, is_true, names, str_of, string, time},
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use yanju_model::{
    Role, Warning,
    draft::{AttachmentDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of customer service in WeChat.
pub struct WeComService;

static ABOUT: About = About {
    id: "wecom_kf",
    names: ("微信客服（接口 JSON）", "WeChat customer service (JSON of its interface)"),
    extensions: &["json", "jsonl"],
    reads: (
        "微信客服接口 kf/sync_msg 的返回，一份或多份，或其中的消息，每行一条或一个列表",
        "Answers of the interface kf/sync_msg of WeChat customer service, one or several, or their messages, one on each line or as a list",
    ),
};

/// The list in an answer, and what the answer says of itself.
const PLAN: Plan = Plan { records: &["", "msg_list"], fields: &["has_more"] };

/// The fields that are read of every message, besides the one that holds what is said.
const READ: [&str; 6] = ["msgid", "open_kfid", "external_userid", "send_time", "origin", "msgtype"];

impl Importer for WeComService {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let marks = ["msgid", "msgtype", "open_kfid", "send_time", "origin"];
        let is_own = begins_json(&probe.text) && marks.iter().all(|field| names(&probe.text, field));
        if is_own { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let survey = Survey::of(input, job, PLAN, taken_back)?;
        let mut output = Output::new(input, options, sink, job, survey.is_newest_first());
        let mut not_kept = NotKept::default();
        let (mut is_any, mut has_more, mut failures) = (false, false, 0);
        let read = each_record(input, job, Pass::Read, PLAN, &mut |found| match found {
            Found::Record(answer, _) if is_answer(&answer) => {
                // An answer without messages may be the last; one that failed says nothing of what there is.
                if answer.get("errcode").is_some_and(|code| *code == 0) {
                    has_more = is_true(&answer, "has_more");
                } else {
                    failures += 1;
                }
                Ok(())
            }
            Found::Record(value, place) => {
                is_any |= value.is_object();
                let mut warn = |warning| output.sink.warning(warning);
                let (key, mut draft) = record(&value, place, &mut not_kept, &mut warn);
                draft.recalled = draft.source_id.as_deref().is_some_and(|id| survey.is_recalled(id));
                output.add(key, draft)
            }
            Found::Mark(mark) => {
                // Of the answers in one file the last tells whether there is more.
                has_more = mark == true || mark == 1;
                Ok(())
            }
            Found::Doubt(warning) => {
                output.sink.warning(warning);
                Ok(())
            }
        })?;
        if !is_any {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        read.detected.doubt().into_iter().for_each(|doubt| output.sink.warning(doubt));
        not_kept.report("messages", output.sink);
        output.finish()?;
        let partial = has_more.then(|| "has_more".to_owned()).into_iter();
        let partial = partial.chain(counted("failures", failures));
        Ok(Understanding {
            encoding: read.detected.label(),
            date_order: None,
            partial: partial.chain(counted("damaged_lines", read.damaged_lines)).collect(),
            ..Understanding::default()
        })
    }
}

/// Whether this is an answer that holds no list, and so no message.
fn is_answer(value: &Value) -> bool {
    value.get("errcode").is_some() && value.get("msgid").is_none()
}

/// The id of the message that an event takes back, whoever wrote it.
fn taken_back(value: &Value) -> Option<&str> {
    value.get("event").map(|event| str_of(event, "recall_msgid")).filter(|id| !id.is_empty())
}

/// Reads a message or an event: the key of its conversation, and the draft.
fn record(
    value: &Value,
    place: String,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> (Option<String>, MessageDraft) {
    let stated_time = value.get("send_time").filter(|time| !time.is_null() && **time != "");
    if stated_time.is_none() {
        warn(Warning::new("undated_row", place.as_str(), ""));
    }
    let sent_at = time(stated_time, &place, warn);
    let event = value.get("event").filter(|event| event.is_object());
    let draft = match (str_of(value, "msgtype"), event) {
        ("event", Some(event)) => {
            let read: Vec<&str> = READ.into_iter().chain(["event"]).collect();
            not_kept.note_fields(value, &read, "");
            MessageDraft::text(None, None, content::of_event(event, not_kept))
        }
        ("" | "event", _) => {
            warn(Warning::new("unknown_part", place.as_str(), ""));
            MessageDraft::text(None, None, value.to_string())
        }
        (message_type, _) => message(value, message_type, &place, not_kept, warn),
    };
    let source_id = string(value, &["msgid"]);
    let takes_back = taken_back(value).map(str::to_owned);
    (conversation(value), MessageDraft { sent_at, source_id, takes_back, place, ..draft })
}

fn message(
    value: &Value,
    message_type: &str,
    place: &str,
    not_kept: &mut NotKept,
    warn: &mut dyn FnMut(Warning),
) -> MessageDraft {
    let sender = sender(value, place, warn);
    // Beside a message of the customer the member of staff is somebody else.
    let of_staff = sender.as_ref().is_some_and(|sender| sender.role == Role::Agent);
    let own = of_staff.then_some("servicer_userid");
    let read: Vec<&str> = READ.into_iter().chain([message_type]).chain(own).collect();
    not_kept.note_fields(value, &read, "");
    let content = Content::of(message_type, value.get(message_type), not_kept);
    if !content.is_known {
        warn(Warning::new("unknown_part", place, message_type));
    }
    MessageDraft {
        kind: content.kind,
        attachments: content.files.into_iter().map(|name| AttachmentDraft { name, content: None }).collect(),
        ..MessageDraft::text(sender, None, content.text)
    }
}

/// Who wrote, by where the message comes from: 3 is the customer, 4 the system, 5 staff.
fn sender(value: &Value, place: &str, warn: &mut dyn FnMut(Warning)) -> Option<Sender> {
    let of = |field: &str, role: Role| {
        let key = string(value, &[field]);
        Some(Sender { name: key.clone().unwrap_or_default(), key, role })
    };
    match string(value, &["origin"]).as_deref() {
        Some("3") => of("external_userid", Role::Customer),
        Some("4") => None,
        Some("5") => of("servicer_userid", Role::Agent),
        stated => {
            let stated = format!("origin {}", stated.unwrap_or_default());
            warn(Warning::new("unknown_part", place, stated.trim_end()));
            Some(Sender::named(""))
        }
    }
}

/// The account and the customer, joined by `|`, which cannot stand in an id. Events name them inside; what concerns
/// the account as a whole names no customer.
fn conversation(value: &Value) -> Option<String> {
    let of = |field: &str| {
        string(value, &[field]).or_else(|| value.get("event").and_then(|event| string(event, &[field])))
    };
    let ids: Vec<String> = ["open_kfid", "external_userid"].into_iter().filter_map(of).collect();
    (!ids.is_empty()).then(|| ids.join("|"))
}
