//! chatlog's JSON: a list of messages, each with its conversation, bare or with a count around it.
//!
//! One message is read in [`chatlog_content`](super::chatlog_content).

use super::chatlog_content::message;
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{media::lacks_media, not_kept::NotKept},
    input::own_name,
    json::{
        fields::{begins_json, names, str_of, string},
        records::{Plan, Step, walk},
        source::Pass,
        value::Value,
    },
};
use yanju_model::{
    Platform,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct ChatlogJson;

static ABOUT: About = About {
    id: "chatlog_json",
    names: ("chatlog（JSON）", "chatlog (JSON)"),
    extensions: &["json"],
    reads: ("chatlog 接口返回或导出的微信聊天 JSON", "WeChat chats that chatlog answers or exports as JSON"),
};

const PLAN: Plan = Plan { records: &["", "items"], fields: &["total"] };

impl Importer for ChatlogJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name| names(&probe.text, name);
        let marks = ["seq", "talkerName", "isChatRoom", "senderName", "isSelf"];
        if begins_json(&probe.text) && has("talker") && marks.into_iter().all(has) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let given = options.title.clone().filter(|_| is_one_conversation(input, job).unwrap_or(true));
        let mut not_kept = NotKept::default();
        let (mut total, mut read, mut is_list, mut omitted) = (0, 0_u64, false, 0);
        let walked = walk(input, job, Pass::Read, PLAN, &mut |step| {
            match step {
                Step::Field(_, value) => total = value.as_u64().unwrap_or_default(),
                Step::List(_) => is_list = true,
                Step::Record(list, position, record) => {
                    read += 1;
                    let slot =
                        sink.conversation(conversation(&record, options, given.clone(), input.name()))?;
                    let mut warnings = Vec::new();
                    let draft = message(&record, format!("{list}[{position}]"), &mut not_kept, &mut warnings);
                    for warning in warnings {
                        sink.warning(warning);
                    }
                    omitted += u64::from(lacks_media(&draft));
                    sink.message(slot, draft)?;
                }
                Step::Begin(_) | Step::End(_) => {}
            }
            Ok(())
        })?;
        if !is_list || read == 0 {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        walked.doubts.into_iter().chain(not_kept.together("")).for_each(|doubt| sink.warning(doubt));
        let has_more = (total > read).then(|| "has_more".to_owned());
        let partial = has_more.into_iter().chain(counted("media_omitted", omitted)).collect();
        Ok(Understanding {
            encoding: walked.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// Whether a title given can be that of all the file.
fn is_one_conversation(input: &dyn Input, job: &Job) -> Result<bool> {
    let (mut first, mut is_one): (Option<String>, bool) = (None, true);
    walk(input, job, Pass::Survey, PLAN, &mut |step| {
        if let Step::Record(_, _, record) = step {
            let talker = str_of(&record, "talker");
            is_one &= first.get_or_insert_with(|| talker.to_owned()) == talker;
        }
        Ok(())
    })?;
    Ok(is_one)
}

fn conversation(
    record: &Value,
    options: &ReadOptions,
    given: Option<String>,
    file: &str,
) -> ConversationDraft {
    let own = string(record, &["talkerName"]);
    let stem = || own_name(file).to_owned();
    ConversationDraft {
        platform: options.platform.unwrap_or(Platform::WeChat),
        key: string(record, &["talker"]).or_else(|| own.clone()).unwrap_or_else(stem),
        title: given.or(own).unwrap_or_default(),
    }
}
