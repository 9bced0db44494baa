//! A mail in a file of its own, as mail programs save it.

use super::{MAIL_LIMIT, WeChatMail, begins_mail, has_field, letter::Letters, whole};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, platform::qq::QqMht,
    text::encoding::Extent,
};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer of a mail.
pub struct Eml;

static ABOUT: About = About {
    id: "eml",
    names: ("电子邮件（.eml）", "E-mail (.eml)"),
    extensions: &["eml"],
    reads: (
        "读取邮件程序保存的单封邮件：正文、附件、发件人与时间，回复归入同一会话。",
        "Reads a mail that a mail program saved: words, files, writer and time; replies share a conversation.",
    ),
};

impl Importer for Eml {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        // Other programs put their exports into the clothes of a mail, and say so. Those are mails still.
        let is_of_another = || {
            [&WeChatMail as &dyn Importer, &QqMht]
                .into_iter()
                .any(|other| other.recognise(probe) > Confidence::No)
        };
        if !begins_mail(&probe.head) || has_field(&probe.head, "X-RSMF-") {
            Confidence::No
        } else if is_of_another() {
            Confidence::Possible
        } else {
            Confidence::Likely
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (raw, extent) = whole(input, MAIL_LIMIT, job)?;
        if !begins_mail(&raw) {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let place = "mail 1";
        if extent == Extent::Head {
            sink.warning(Warning::new("not_kept", place, &format!("> {MAIL_LIMIT} bytes")));
        }
        let mut letters = Letters::default();
        let letter = letters.read(&raw, extent, place, input.name(), sink, job)?;
        let slot = sink.conversation(ConversationDraft {
            platform: options.platform.unwrap_or(Platform::Email),
            key: letter.thread,
            title: options.title.clone().unwrap_or(letter.subject),
        })?;
        sink.message(slot, letter.draft)?;
        letters.not_kept(sink);
        Ok(Understanding {
            encoding: letter.encoding,
            date_order: None,
            partial: Vec::new(),
            ..Understanding::default()
        })
    }
}
