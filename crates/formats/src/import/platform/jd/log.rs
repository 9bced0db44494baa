//! The logs of 咚咚 that a shop downloads, alone or in an archive, there perhaps with the session workbook.

use super::{
    layout::{header, mark},
    met::Met,
    packed,
    reader::{Reader, Shared},
    session::Sessions,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, archive, counted,
    json::source::Pass,
    table::workbook::is_workbook,
    text::{
        encoding::Detected,
        lines::{self, Lines},
        lone::title_of_one,
    },
};
use std::io::Read;
use yanju_model::{draft::Understanding, job::Job};

/// The importer of logs.
pub struct JdLog;

static ABOUT: About = About {
    id: "jd_log",
    names: ("京东咚咚聊天记录", "JD Dongdong chat log"),
    extensions: &["log", "txt", "zip"],
    reads: (
        "读取京东咚咚下载的聊天记录（.log、.txt 或压缩包），每通会话是一段对话；压缩包里的会话列表一并对上。",
        "Reads chat logs downloaded from JD Dongdong (.log, .txt or an archive), each session as a conversation; a session list in the archive is joined to them.",
    ),
};

impl Importer for JdLog {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let is_log = |text: &str| text.lines().any(|line| mark(line).is_some());
        if probe.is_zip() {
            let has_log = probe.openings.iter().any(|opening| is_log(&opening.text));
            let is_one = has_log && !is_workbook(&probe.entries);
            return if is_one { Confidence::Certain } else { Confidence::No };
        }
        let lines = || probe.lines();
        if lines().any(|line| mark(line).is_some()) && lines().any(|line| header(line).is_some()) {
            return Confidence::Certain;
        }
        // The start of a log may be lost, and with it the first mark.
        let tabbed = lines().filter(|line| line.ends_with('\t') && header(line).is_some()).count();
        if tabbed > 1 { Confidence::Possible } else { Confidence::No }
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
        let is_zip = archive::is_zip(&head);
        let run = |title: Option<&str>, pass: Pass, sink: &mut dyn Sink| {
            let (sessions, met) = (Sessions::default(), Met::default());
            let mut shared = Shared { sink, options, title, sessions, met, omitted: 0 };
            let mut read = if is_zip {
                packed::read(input, &mut shared, pass, job)?
            } else {
                alone(input, &mut shared, pass, job)?
            };
            read.partial.extend(counted("media_omitted", shared.omitted));
            Ok(read)
        };
        let title = title_of_one(options, |sink| run(None, Pass::Survey, sink).map(drop))?;
        run(title.as_deref(), Pass::Read, sink)
    }
}

/// Reads a log that lies by itself.
fn alone(input: &dyn Input, shared: &mut Shared<'_>, pass: Pass, job: &Job) -> Result<Understanding> {
    let (mut text, detected) = lines::open(input)?;
    detected.doubt().into_iter().for_each(|warning| shared.sink.warning(warning));
    let mut advance = |bytes| pass.advance(job, bytes);
    match each_line(&mut text, Reader::new(shared, input.name(), None), &mut advance)? {
        Found::Messages => Ok(understood(&[detected])),
        Found::Words => Err(Error::Lacks { file: input.name().to_owned(), what: "messages" }),
        Found::Nothing => Err(Error::Empty { file: input.name().to_owned() }),
    }
}

/// What a log was found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Messages.
    Messages,
    /// Words, but no message.
    Words,
    /// Nothing but blanks.
    Nothing,
}

/// Reads all lines of a log.
pub fn each_line(
    text: &mut Lines<'_>,
    mut reader: Reader<'_, '_>,
    advance: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<Found> {
    let mut found = Found::Nothing;
    while let Some(line) = text.next_line()? {
        if line.bytes > 0 {
            advance(line.bytes)?;
        }
        if !line.text.trim().is_empty() {
            found = Found::Words;
        }
        reader.line(&line)?;
    }
    reader.finish()?;
    Ok(if reader.messages > 0 { Found::Messages } else { found })
}

/// What was understood of logs in these encodings.
pub fn understood(encodings: &[Detected]) -> Understanding {
    let mut labels: Vec<String> = Vec::new();
    for label in encodings.iter().map(Detected::label) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    Understanding {
        encoding: labels.join(", "),
        date_order: None,
        partial: Vec::new(),
        ..Understanding::default()
    }
}
