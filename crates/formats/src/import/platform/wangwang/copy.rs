//! Chats copied out of 千牛's and 1688's windows, and out of the web page that looks up old ones.
//!
//! Two passes: the first settles how headers are written and who takes part; the second writes messages.
//! `docs/formats/qianniu_copy.md` says what is read and what is left out.

use super::{
    copy_layout::Style,
    copy_reader::Reader,
    copy_survey::{Found, Layout, Survey},
    key_of_names, shop_of,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    input::own_name,
    json::source::Pass,
    text::{
        ahead::Ahead,
        lines::{self, Lines},
    },
};
use std::collections::BTreeSet;
use yanju_model::{
    Platform,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer of copied chats.
pub struct QianniuCopy;

static ABOUT: About = About {
    id: "qianniu_copy",
    names: ("千牛复制的聊天文本", "Text copied from Qianniu"),
    extensions: &["txt"],
    reads: (
        "读取从千牛、1688 聊天窗口和网页版聊天记录查询中复制的文本。",
        "Reads text copied from the chat windows of Qianniu and 1688, and from the web page for old chats.",
    ),
};

impl Importer for QianniuCopy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut survey = Survey::default();
        let mut is_another = false;
        for line in probe.lines() {
            survey.note(line);
            is_another |= line.contains("以下为一通会话");
        }
        survey.finish();
        let Some(layout) = survey.layout().filter(|_| !is_another) else { return Confidence::No };
        let found = survey.of(layout);
        let headers = found.map_or(0, |found| found.headers);
        let is_telling = survey.telling > 0 || found.is_some_and(Found::has_shop);
        let at_once = survey.begins_with(layout.style);
        match layout.style {
            Style::Arrow => Confidence::Certain,
            Style::Web if survey.is_not_all_shown => Confidence::Certain,
            Style::Web if survey.begins_with_date() => Confidence::Likely,
            Style::Bracket if at_once => Confidence::Likely,
            Style::Spaced | Style::TwoLines if found.is_some_and(has_ids_behind_names) => Confidence::No,
            Style::Spaced | Style::TwoLines | Style::Glued if at_once && is_telling => Confidence::Likely,
            Style::Glued if at_once => Confidence::Possible,
            Style::Web if headers > 1 => Confidence::Possible,
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
        let (mut text, detected) = lines::open(input)?;
        let mut survey = Survey::default();
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                Pass::Survey.advance(job, line.bytes)?;
            }
            survey.note(&line.text);
        }
        survey.finish();
        let file = || input.name().to_owned();
        let layout = survey.layout().ok_or_else(|| match survey.filled {
            0 => Error::Empty { file: file() },
            _ => Error::Lacks { file: file(), what: "messages" },
        })?;
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let found = survey.of(layout);
        let writers = found.map(|found| found.writers.settle()).unwrap_or_default();
        let mut names = found.map(|found| found.names.clone()).unwrap_or_default();
        names.retain(|name| writers.takes(name));
        // The programs themselves part a shop from its account.
        writers.doubt(|name| shop_of(name).is_none()).into_iter().for_each(|doubt| sink.warning(doubt));
        let slot = sink.conversation(conversation(&names, layout, options, input.name()))?;
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut again = Ahead::new(Lines::new(stream, input.name(), detected), 2);
        let mut reader = Reader::new(layout, names, writers, input.name(), slot, sink);
        while let Some(line) = again.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            reader.line(&line, &again)?;
        }
        let omitted = reader.finish()?;
        let not_shown = survey.is_not_all_shown.then(|| "incomplete".to_owned());
        let partial = counted("media_omitted", omitted).into_iter().chain(not_shown).collect();
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// Whether the ids of other programs stand behind names: numbers of QQ, ids of WeChat and `WeLink`.
fn has_ids_behind_names(found: &Found) -> bool {
    let is_id = |id: &str| {
        let is_word = id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        id == "我" || id.contains('@') || (id.len() > 4 && is_word && id.bytes().any(|b| b.is_ascii_digit()))
    };
    let id_of = |name: &String| {
        name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).is_some_and(|(_, id)| is_id(id))
    };
    found.names.iter().any(id_of)
}

/// The thread of the shop and its customer; else the title given, else those who take part.
fn conversation(
    names: &BTreeSet<String>,
    layout: Layout,
    options: &ReadOptions,
    file: &str,
) -> ConversationDraft {
    let of_names = key_of_names(names);
    let key = match &options.title {
        _ if layout.style == Style::Arrow || !of_names.starts_with("names:") => of_names,
        Some(given) => given.clone(),
        None if names.is_empty() => own_name(file).to_owned(),
        None => of_names,
    };
    ConversationDraft {
        platform: options.platform.unwrap_or(Platform::WangWang),
        key,
        title: options.title.clone().unwrap_or_default(),
    }
}
