//! Threads of Messenger and of Instagram as Meta lets people download them: JSON, HTML, and archives of either.
//!
//! Both programs write the same layout; `docs/formats/messenger.md` says how they are told apart. [`message`] reads a
//! message of JSON, [`page`] a page of HTML, [`thread`] brings both into the sink, [`bundle`] finds the threads
//! of an archive and [`files`] what they mention.

mod bundle;
mod files;
mod message;
mod mojibake;
mod page;
mod thread;

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, archive, counted,
    drafting::not_kept::NotKept,
    json::fields::{begins_json, names},
};
use files::Files;
use std::io::Read;
use thread::{Place, Threads};
use yanju_model::{Platform, draft::Understanding, job::Job};

/// Reads the JSON of either program, and archives. Which of the two it was, the files mostly say; where they do
/// not, it is the one that is named here.
pub struct Threaded {
    about: &'static About,
    platform: Platform,
}

/// The importer for Messenger.
pub static MESSENGER: Threaded = Threaded { about: &ABOUT_MESSENGER, platform: Platform::Messenger };

/// The importer for Instagram.
pub static INSTAGRAM: Threaded = Threaded { about: &ABOUT_INSTAGRAM, platform: Platform::Instagram };

/// The importer of single pages of HTML.
pub struct MessengerHtml;

static ABOUT_MESSENGER: About = About {
    id: "messenger",
    names: ("Messenger 导出", "Messenger export"),
    extensions: &["json", "zip"],
    reads: (
        "从 Facebook 下载的 Messenger 聊天：message_1.json 等文件，或整个压缩包（JSON 或 HTML）",
        "Messenger chats downloaded from Facebook: message_1.json and the like, or the whole archive (JSON or HTML)",
    ),
};

static ABOUT_INSTAGRAM: About = About {
    id: "instagram",
    names: ("Instagram 私信导出", "Instagram messages export"),
    extensions: &["json", "zip"],
    reads: (
        "从 Instagram 下载的私信：message_1.json 等文件，或整个压缩包（JSON 或 HTML）",
        "Messages downloaded from Instagram: message_1.json and the like, or the whole archive (JSON or HTML)",
    ),
};

static ABOUT_HTML: About = About {
    id: "messenger_html",
    names: ("Messenger、Instagram 导出（HTML）", "Messenger, Instagram export (HTML)"),
    extensions: &["html", "htm"],
    reads: (
        "从 Facebook 或 Instagram 下载的聊天网页：message_1.html 等文件",
        "Chats downloaded from Facebook or Instagram as pages: message_1.html and the like",
    ),
};

/// Which of the two programs a text from an export gives away.
fn platform_in(text: &str) -> Option<Platform> {
    if text.contains("your_instagram_activity") || text.contains("followers_and_following/") {
        Some(Platform::Instagram)
    } else if text.contains("your_activity_across_facebook") || text.contains("your_facebook_activity") {
        Some(Platform::Messenger)
    } else {
        None
    }
}

impl Importer for Threaded {
    fn about(&self) -> &'static About {
        self.about
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let (sure, marked) = if probe.is_zip() {
            let mark = probe.entries.iter().find_map(|entry| platform_in(entry));
            (bundle::confidence(&probe.entries), mark)
        } else {
            let has = |name: &str| names(&probe.text, name);
            let plain = has("sender_name") && has("timestamp_ms");
            let encrypted = has("senderName") && has("timestamp") && (has("threadName") || has("isUnsent"));
            let is_thread = begins_json(&probe.text) && has("messages") && (plain || encrypted);
            (if is_thread { Confidence::Certain } else { Confidence::No }, platform_in(&probe.text))
        };
        // Without a mark either may have written it; Messenger is the older and the more common.
        if marked.unwrap_or(Platform::Messenger) == self.platform {
            sure
        } else {
            sure.min(Confidence::Possible)
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let mut head = Vec::new();
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        input.open().map_err(failed)?.take(4).read_to_end(&mut head).map_err(failed)?;
        let is_archive = archive::is_zip(&head);
        let files = if is_archive { Files::in_archive(input)? } else { Files::beside(input) };
        let mut threads = threads(input, options, sink, job, files);
        threads.otherwise = (self.platform == Platform::Instagram).then_some(Platform::Instagram);
        if is_archive {
            bundle::read(&mut threads)?;
        } else {
            threads.json_file()?;
        }
        finish(threads)
    }
}

impl Importer for MessengerHtml {
    fn about(&self) -> &'static About {
        &ABOUT_HTML
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        page::confidence(&probe.text)
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        if input.bytes() == 0 {
            return Err(Error::Empty { file: input.name().to_owned() });
        }
        let mut threads = threads(input, options, sink, job, Files::beside(input));
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        let stream = input.open().map_err(failed)?;
        threads.html(Box::new(stream), &Place::of_file(input))?;
        finish(threads)
    }
}

fn threads<'a>(
    input: &'a dyn Input,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    files: Files<'a>,
) -> Threads<'a> {
    Threads {
        input,
        options,
        sink,
        job,
        files,
        marked: None,
        otherwise: None,
        not_kept: NotKept::default(),
        unread: NotKept::default(),
        encodings: Vec::new(),
        has_messages: false,
        is_assumed: false,
        damaged: 0,
    }
}

fn finish(threads: Threads<'_>) -> Result<Understanding> {
    let Threads { input, sink, not_kept, unread, encodings, has_messages, damaged, .. } = threads;
    if !has_messages {
        return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
    }
    not_kept.report("messages", sink);
    unread.report("", sink);
    let partial = counted("unread_chats", damaged).into_iter().collect();
    Ok(Understanding {
        encoding: encodings.join(", "),
        date_order: None,
        partial,
        ..Understanding::default()
    })
}
