//! A chat that WeChat sent as a mail, saved from the mail program: its words are read as those of the copied
//! text ([`wechat`](crate::import::platform::wechat)), its pictures are the files of the mail.

use super::{
    MAIL_LIMIT, begins_mail,
    decoding::content,
    letter::{Body, Prefer, Reading, tree},
    mime::Part,
    parts, whole,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, ReadSeek, Result, Sink,
    input::file_stem,
    platform::wechat::WeChatCopy,
    text::{encoding::Extent, html},
};
use std::{
    cell::RefCell,
    collections::HashSet,
    io::{self, Cursor, Read, Seek, SeekFrom},
};
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The importer of mails that WeChat wrote.
pub struct WeChatMail;

static ABOUT: About = About {
    id: "wechat_mail",
    names: ("微信聊天记录邮件（.eml）", "WeChat chat sent as a mail (.eml)"),
    extensions: &["eml"],
    reads: (
        "读取微信“多选—邮件”发出后另存的邮件：聊天文字与附件中的图片、视频、文件。",
        "Reads the mail that WeChat's multi-select sent: the chat, and the pictures, films and files with it.",
    ),
};

/// The words of a mail that WeChat wrote, in the order they are tried: Android writes plain text, iOS a page,
/// with a stub or nothing beside it.
const READINGS: [Reading; 2] = [
    Reading { prefer: Prefer::Plain, page: words_of_page },
    Reading { prefer: Prefer::Page, page: words_of_page },
];

impl Importer for WeChatMail {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        if !begins_mail(&probe.head) {
            return Confidence::No;
        }
        let extent = if probe.bytes > probe.head.len() as u64 { Extent::Head } else { Extent::Whole };
        let Ok(root) = parts(&probe.head, extent) else { return Confidence::No };
        if matches!(chat(&root, &Job::quiet()), Ok(Some(_))) { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (raw, extent) = whole(input, MAIL_LIMIT, job)?;
        let root = tree(&raw, extent, "", input.name())?;
        let Some(body) = chat(&root, job)? else {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        };
        if extent == Extent::Head {
            sink.warning(Warning::new("not_kept", "", &format!("> {MAIL_LIMIT} bytes")));
        }
        body.doubts.into_iter().for_each(|doubt| sink.warning(doubt));
        let words = MailedChat {
            name: input.name(),
            text: body.text.replace('\u{a0}', " "),
            files: body.files,
            asked: RefCell::default(),
            job,
        };
        // The bytes of the mail are told already; that the job is cancelled, the text notices.
        let understood = WeChatCopy.read(&words, options, sink, &Job::quiet())?;
        for name in words.never_asked() {
            sink.warning(Warning::new("not_kept", "", &name));
        }
        Ok(Understanding { encoding: body.encoding, ..understood })
    }
}

/// The chat that a mail holds; `None` where it holds none.
fn chat<'p, 'm>(root: &'p Part<'m>, job: &Job) -> Result<Option<Body<'p, 'm>>> {
    for reading in &READINGS {
        let body = Body::of(root, "", *reading, job)?;
        if is_chat(&body.text) {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

fn is_chat(text: &str) -> bool {
    let text = text.replace('\u{a0}', " ");
    let probe = Probe {
        name: String::new(),
        bytes: text.len() as u64,
        head: Vec::new(),
        text,
        encoding: None,
        entries: Vec::new(),
        sheets: Vec::new(),
        openings: Vec::new(),
    };
    WeChatCopy.recognise(&probe) == Confidence::Certain
}

/// The words of WeChat's page. Its headers are what it prints bold: an empty line before each tells them from
/// words that look alike.
fn words_of_page(page: &str) -> String {
    html::words(
        &page.replace("<b>", "<br><br><b>").replace("<b ", "<br><br><b ").replace("<B>", "<br><br><B>"),
    )
}

/// The chat of a mail as the text that its reader expects, with the files of the mail beside it.
struct MailedChat<'a> {
    name: &'a str,
    text: String,
    files: Vec<&'a Part<'a>>,
    /// Which files a message mentions, by position.
    asked: RefCell<HashSet<usize>>,
    job: &'a Job,
}

impl MailedChat<'_> {
    /// The file a message calls so: by its name, or by its name without the ending.
    fn find(&self, name: &str) -> Option<usize> {
        let called = |of_file: fn(&str) -> &str| {
            self.files.iter().position(|part| part.head.file_name().is_some_and(|it| of_file(it) == name))
        };
        called(|name| name).or_else(|| called(file_stem))
    }

    /// The files that no message mentions.
    fn never_asked(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let others = self.files.iter().enumerate().filter(|(at, _)| !asked.contains(at));
        others.map(|(_, part)| part.head.file_name().unwrap_or(&part.head.content_type).to_owned()).collect()
    }
}

impl Input for MailedChat<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(Box::new(Watched { text: Cursor::new(self.text.as_bytes()), job: self.job }))
    }

    fn beside(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let Some(at) = self.find(name) else { return Ok(None) };
        self.asked.borrow_mut().insert(at);
        let Some(part) = self.files.get(at) else { return Ok(None) };
        let found = content(part);
        if !found.is_whole {
            return Err(io::Error::other("it is damaged in the mail"));
        }
        Ok(Some(Box::new(Cursor::new(found.bytes))))
    }
}

/// A text in whose reading a cancelled job is noticed.
struct Watched<'a> {
    text: Cursor<&'a [u8]>,
    job: &'a Job,
}

impl Read for Watched<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        self.job.advance(0).map_err(|cancelled| io::Error::other(Error::Cancelled(cancelled)))?;
        self.text.read(target)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.text.seek(to)
    }
}
