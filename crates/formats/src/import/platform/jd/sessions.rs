//! The workbook that lists the sessions of a shop at 京东: not what was said, but when, by whom and how it went.

use super::{
    Keys,
    session::{Session, each, has_columns},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    json::source::Pass,
    table::workbook::{Workbook, is_workbook},
    text::lone::title_of_one,
};
use yanju_model::{
    Platform,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer of session workbooks.
pub struct JdSessions;

static ABOUT: About = About {
    id: "jd_sessions",
    names: ("京东咚咚会话列表", "JD Dongdong session list"),
    extensions: &["xlsx"],
    reads: (
        "读取京东咚咚的会话列表（Excel）：每通会话的时间、客服、时长与满意度等，作为该会话的一条记录。",
        "Reads JD Dongdong's list of sessions (Excel): the time, agent, length, satisfaction of each becomes a record of its conversation.",
    ),
};

impl Importer for JdSessions {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name: &str| probe.openings.iter().any(|opening| opening.text.contains(name));
        if is_workbook(&probe.entries) && has_columns(has) { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let title =
            title_of_one(options, |sink| read(input, options, None, Pass::Survey, sink, job).map(drop))?;
        if !read(input, options, title.as_deref(), Pass::Read, sink, job)? {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        Ok(Understanding::default())
    }
}

fn read(
    input: &dyn Input,
    options: &ReadOptions,
    title: Option<&str>,
    pass: Pass,
    sink: &mut dyn Sink,
    job: &Job,
) -> Result<bool> {
    let mut keys = Keys::default();
    let mut book = Workbook::open(input, job, pass)?;
    each(&mut book, sink, &mut |session, sink| push(session, &mut keys, options, title, sink))
}

/// Pushes a session of which nothing else is known.
pub fn push(
    session: Session,
    keys: &mut Keys,
    options: &ReadOptions,
    title: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<()> {
    let slot = sink.conversation(ConversationDraft {
        platform: options.platform.unwrap_or(Platform::Jd),
        key: keys.next(&session.customer, &session.minute()),
        title: title.map_or_else(|| session.customer.clone(), str::to_owned),
    })?;
    sink.message(slot, session.event)
}
