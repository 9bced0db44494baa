//! WeCom's archive of conversations (会话存档), decrypted: the records of its old interface and those of the newer
//! data zone (专区), one on each line, in a list, or in the answers of the interface.
//!
//! A recall stands behind the message it takes back, so the file is read twice: first for what was recalled and
//! for the order of the records. One record is read in [`record`], what it says in [`content`]. Decrypting is not
//! done here: the keys belong to the company that keeps the archive.

mod content;
mod kf;
mod passes;
mod record;

pub use kf::WeComService;

use self::passes::{Output, Survey};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::not_kept::NotKept,
    json::{
        fields::{begins_json, names},
        pages::{Found, each_record},
        records::Plan,
        source::Pass,
        value::Value,
    },
};
use yanju_model::{draft::Understanding, job::Job};

/// The importer of WeCom's archive.
pub struct WeComArchive;

static ABOUT: About = About {
    id: "wecom_archive",
    names: ("企业微信会话存档（JSON）", "WeCom message archive (JSON)"),
    extensions: &["jsonl", "json"],
    reads: (
        "企业微信会话存档解密后的记录，旧接口与数据专区两种，每行一条或一个列表",
        "Decrypted records of WeCom's message archive, of the old interface and of the data zone, one on each line or as a list",
    ),
};

/// The lists in the answers of both interfaces, and what the answers say of themselves.
const PLAN: Plan = Plan { records: &["", "msg_list", "chatdata"], fields: &["has_more"] };

impl Importer for WeComArchive {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |all: &[&str]| all.iter().all(|field| names(&probe.text, field));
        if !begins_json(&probe.text) {
            return Confidence::No;
        }
        let old = has(&["msgid", "msgtype", "from", "tolist"]);
        let zone = has(&["msgid", "msgtype", "sender", "send_time"])
            && (has(&["receiver_list"]) || has(&["service_encrypt_info"]));
        let encrypted = has(&["msgid", "encrypt_chat_msg", "encrypt_random_key"]);
        if old || zone || encrypted { Confidence::Certain } else { Confidence::No }
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
        let (mut is_any, mut has_more) = (false, false);
        let read = each_record(input, job, Pass::Read, PLAN, &mut |found| match found {
            Found::Record(value, place) => {
                is_any |= value.is_object();
                let mut warn = |warning| output.sink.warning(warning);
                let (key, mut draft) = record::read(value, place, &mut not_kept, &mut warn);
                draft.recalled |=
                    draft.source_id.as_deref().is_some_and(|id| survey.is_recalled(record::plain_id(id)));
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
        not_kept.report("records", output.sink);
        output.finish()?;
        let partial = has_more.then(|| "has_more".to_owned());
        let partial = partial.into_iter().chain(counted("damaged_lines", read.damaged_lines)).collect();
        Ok(Understanding {
            encoding: read.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// The id of the message that a record takes back, without the mark of external ones.
fn taken_back(value: &Value) -> Option<&str> {
    record::recalled(value).map(record::plain_id)
}
