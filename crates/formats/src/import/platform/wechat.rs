//! WeChat's own copies: messages selected and mailed on Android or iOS, or copied to the clipboard.
//!
//! Two passes: the first settles the layout and the names; the second writes messages.
//! `docs/formats/wechat_multiselect.md` says what is read. Tools that read WeChat's database are other formats.

mod body;
mod layout;
mod reader;
mod survey;
pub(crate) mod window;
pub(crate) mod words;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    input::own_name,
    mail::begins_mail,
    text::lines::{self, Lines},
};
use layout::{Preamble, Writing};
use reader::{End, Reader};
use std::collections::BTreeSet;
use survey::{Layout, Survey};
use yanju_model::{
    Platform,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct WeChatCopy;

static ABOUT: About = About {
    id: "wechat_multiselect",
    names: ("微信多选导出文本", "WeChat multi-select text"),
    extensions: &["txt"],
    reads: (
        "读取微信“多选—邮件”发出的聊天文本，以及在手机上复制的聊天记录。",
        "Reads chats that WeChat mailed after a multi-select, and messages copied on the phone.",
    ),
};

impl Importer for WeChatCopy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        // A copy that is still in its mail is another format.
        if begins_mail(&probe.head) {
            return Confidence::No;
        }
        let mut survey = Survey::default();
        window::each_of(probe.lines(), |seen| survey.note(seen));
        let Some(layout) = survey.layout() else { return Confidence::No };
        let telling = matches!(&survey.preamble, Some(Preamble::Pair(..) | Preamble::Group(_)));
        let at_once = survey.starts_at_once == Some(true);
        match layout {
            _ if telling => Confidence::Certain,
            Layout::Mail(_) if survey.has_dashed_dates() => Confidence::Certain,
            Layout::Items(Writing::Words, _) if at_once => Confidence::Likely,
            Layout::Mail(_) if at_once => Confidence::Possible,
            // A name with date and time beside it is everybody's; `pasted_text` reads it, and asks where it is from.
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
        window::each(
            &mut text,
            |bytes| Ok(job.advance(bytes / 2)?),
            |_| {},
            |seen| {
                survey.note(seen);
                Ok(())
            },
        )?;
        survey.settle_pair();
        let once = survey.settle_items();
        let file = || input.name().to_owned();
        let layout = survey.layout().ok_or_else(|| match survey.filled {
            0 => Error::Empty { file: file() },
            _ => Error::Lacks { file: file(), what: "messages" },
        })?;
        detected.doubt().into_iter().chain(once).for_each(|warning| sink.warning(warning));
        let slot = sink.conversation(conversation(&survey, layout, options, input.name()))?;
        let stream = input.open().map_err(|source| Error::Io { file: file(), source })?;
        let mut again = Lines::new(stream, input.name(), detected);
        let reader = std::cell::RefCell::new(Reader::new(layout, &survey, input, sink, slot, job));
        window::each(
            &mut again,
            |bytes| Ok(job.advance(bytes - bytes / 2)?),
            |warning| reader.borrow_mut().warn(warning),
            |seen| reader.borrow_mut().line(seen),
        )?;
        let mut reader = reader.into_inner();
        reader.finish(End::File)?;
        if let Some(doubt) = reader.doubt() {
            reader.warn(doubt);
        }
        let partial = Vec::from_iter(counted("media_omitted", reader.omitted()));
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// The group, or the sorted pair of the preamble; else the title given, else those who wrote. Who has written
/// so far changes from one copy to the next, and is therefore the last resort.
fn conversation(survey: &Survey, layout: Layout, options: &ReadOptions, file: &str) -> ConversationDraft {
    let title = |own: &str| options.title.clone().unwrap_or_else(|| own.to_owned());
    let (key, title) = match &survey.preamble {
        Some(Preamble::Group(name)) => (name.clone(), title(name)),
        Some(Preamble::Pair(one, other, _)) => (names_key([one, other]), title("")),
        _ => {
            let names: Vec<&String> = match layout {
                Layout::Mail(_) => survey.timed.keys().collect(),
                Layout::Items(writing, before) => survey.item_names(writing, before),
                Layout::Stamped(_) => survey.stamped.keys().collect(),
                Layout::Undated => survey.spoken.keys().collect(),
            };
            let key = match &options.title {
                Some(given) => given.clone(),
                None if names.is_empty() => own_name(file).to_owned(),
                None => names_key(names),
            };
            (key, title(""))
        }
    };
    ConversationDraft { platform: Platform::WeChat, key, title }
}

fn names_key<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let sorted: BTreeSet<&str> = names.into_iter().map(String::as_str).collect();
    format!("names:{}", sorted.into_iter().collect::<Vec<_>>().join("\u{1F}"))
}
