//! RSMF, the format in which chats are handed over to review platforms: a manifest in JSON, alone, in an archive
//! with the files it mentions, or in a mail around that archive.
//!
//! The manifest is walked twice: what it lists is gathered in [`survey`], what happened is read in [`event`].
//! Where the bytes lie is settled here, where the files lie in [`files`].

mod event;
mod files;
mod survey;

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    archive::{self, Allowance, Metered},
    drafting::cell_words::platform_of,
    generic::oldest_first,
    input::Bytes,
    json::{
        fields::{begins_json, names},
        records::{self, Plan, Step},
        source::Pass,
    },
    mail::{field, file_within, has_field, whole},
    text::encoding::Detected,
};
use event::event;
use files::Files;
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    io::{self, Read},
};
use survey::{Survey, Threading};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct Rsmf;

static ABOUT: About = About {
    id: "rsmf",
    names: ("RSMF 2.0（电子取证消息格式）", "RSMF 2.0 (short message format for review)"),
    extensions: &["rsmf", "eml", "zip", "json"],
    reads: (
        "读取 RSMF 文件（.rsmf 或 .eml）、其中的 rsmf.zip，以及单独的 rsmf_manifest.json。",
        "Reads RSMF files (.rsmf or .eml), the rsmf.zip within, and rsmf_manifest.json by itself.",
    ),
};

/// The manifest's name in the archive, and the archive's in the mail.
const MANIFEST: &str = "rsmf_manifest.json";
const ARCHIVE: &str = "rsmf.zip";

/// The longest mail with an archive in it that is read, in bytes: an archive is read here and there, and so
/// must be held.
const CONTAINER_LIMIT: u64 = 256 * 1024 * 1024;

/// What is read of a manifest.
const PLAN: Plan =
    Plan { records: &["participants", "conversations", "events"], fields: &["eventcollectionid"] };

impl Importer for Rsmf {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let text = probe.text.as_str();
        let listed = names(text, "version") && names(text, "participants");
        // The schema of manifests names all of this, too.
        let is_manifest = listed
            && begins_json(text)
            && !names(text, "$schema")
            && names(text, "conversations")
            && (names(text, "platform") || names(text, "events"));
        let is_archive = probe.entries.iter().any(|name| name == MANIFEST);
        if is_archive || has_field(&probe.head, "X-RSMF-") || is_manifest {
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
        let failed = |source| Error::Io { file: input.name().to_owned(), source };
        let mut head = Vec::new();
        input.open().map_err(failed)?.take(64 * 1024).read_to_end(&mut head).map_err(failed)?;
        if archive::is_zip(&head) {
            let source = Source::Archive(input, Pass::Read);
            return Reading { source, options, sink, job, announced: None }.read();
        }
        if !has_field(&head, "X-RSMF-") {
            let source = Source::Manifest(input);
            return Reading { source, options, sink, job, announced: None }.read();
        }
        let announced = field(&head, "X-RSMF-EventCount:").and_then(|count| count.parse().ok());
        let within = archive_within(input, job)?;
        let source = Source::Archive(&within, Pass::Survey);
        Reading { source, options, sink, job, announced }.read()
    }
}

/// The archive in a mail, by the name of the mail.
fn archive_within(input: &dyn Input, job: &Job) -> Result<Bytes> {
    let (raw, _) = whole(input, CONTAINER_LIMIT, job)?;
    if input.bytes() > CONTAINER_LIMIT {
        let place = format!("{} MiB", CONTAINER_LIMIT / (1024 * 1024));
        return Err(Error::TooLarge { file: input.name().to_owned(), limit: "mail size", place });
    }
    let by_name = file_within(&raw, |name| name.eq_ignore_ascii_case(ARCHIVE));
    let content = by_name.or_else(|| file_within(&raw, |name| name.to_lowercase().ends_with(".zip")));
    let content = content.ok_or_else(|| Error::Lacks { file: input.name().to_owned(), what: "messages" })?;
    Ok(Bytes { name: input.name().to_owned(), content })
}

/// Where a manifest lies.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// It is the file.
    Manifest(&'a dyn Input),
    /// It is in an archive; the pass says whether reading that counts as progress.
    Archive(&'a dyn Input, Pass),
}

impl<'a> Source<'a> {
    fn input(self) -> &'a dyn Input {
        match self {
            Self::Manifest(input) | Self::Archive(input, _) => input,
        }
    }

    /// Walks through the manifest.
    fn walk(
        self,
        pass: Pass,
        job: &Job,
        visit: &mut dyn FnMut(Step<'_>) -> Result<()>,
    ) -> Result<(Detected, Vec<Warning>)> {
        let walked = match self {
            Self::Manifest(input) => records::walk(input, job, pass, PLAN, visit)?,
            Self::Archive(input, counts) => {
                let mut archive = archive::open(input)?;
                let lacks = || Error::Lacks { file: input.name().to_owned(), what: "messages" };
                let index = archive.index_for_name(MANIFEST).ok_or_else(lacks)?;
                let mut allowance = Allowance::of_archive(input);
                let stream = archive::unpacked(input, &mut archive, index, MANIFEST)?;
                let left = if pass == Pass::Read && counts == Pass::Read { stream.packed() } else { 0 };
                let stream = Metered::new(stream, MANIFEST, &mut allowance, job);
                let told = Told { inner: stream, left, job };
                records::walk_stream(Box::new(told), input.name(), job, PLAN, visit)?
            }
        };
        Ok((walked.detected, walked.doubts))
    }
}

/// A stream whose bytes are told as progress, as many as it takes up in its archive.
struct Told<'j, R> {
    inner: R,
    left: u64,
    job: &'j Job,
}

impl<R: Read> Read for Told<'_, R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(target)?;
        let told = self.left.min(count as u64);
        self.left -= told;
        self.job.advance(told).map_err(|cancelled| io::Error::other(Error::Cancelled(cancelled)))?;
        Ok(count)
    }
}

/// A manifest on its way into the sink.
struct Reading<'a> {
    source: Source<'a>,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    /// How many events the mail around it says there are.
    announced: Option<u64>,
}

impl Reading<'_> {
    fn read(mut self) -> Result<Understanding> {
        let input = self.source.input();
        let mut survey = Survey::default();
        self.source.walk(Pass::Survey, self.job, &mut |step| survey.note(step, input.name()))?;
        if !survey.has_events {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        let mut files = match self.source {
            Source::Manifest(input) => Files::beside(input),
            Source::Archive(input, pass) => Files::within(input, pass)?,
        };
        let mut slots: HashMap<String, usize> = HashMap::new();
        let mut turned: HashMap<usize, Vec<MessageDraft>> = HashMap::new();
        let mut unknown = HashSet::new();
        let (source, job) = (self.source, self.job);
        let (detected, doubts) = source.walk(Pass::Read, job, &mut |step| {
            let Step::Record("events", position, value) = step else { return Ok(()) };
            let found = event(&value, position, &survey, &mut files, self.sink, job)?;
            let id = found.conversation;
            let known = slots.get(&id).copied();
            let slot = known.map_or_else(|| self.open(&survey, &id, &mut unknown), Ok)?;
            slots.insert(id.clone(), slot);
            if survey.threading(&id) == Threading::NewestFirst {
                turned.entry(slot).or_default().push(found.draft);
                return Ok(());
            }
            self.sink.message(slot, found.draft)
        })?;
        for (slot, mut drafts) in turned {
            oldest_first(&mut drafts, Ordering::Equal);
            drafts.into_iter().try_for_each(|draft| self.sink.message(slot, draft))?;
        }
        for doubt in doubts {
            self.sink.warning(doubt);
        }
        survey.not_kept.report("", self.sink);
        let differs = self.announced.filter(|announced| *announced != survey.events);
        let partial = differs.map(|announced| format!("event_count:{announced}"));
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial: Vec::from_iter(partial),
            ..Understanding::default()
        })
    }

    fn open(&mut self, survey: &Survey, id: &str, unknown: &mut HashSet<String>) -> Result<usize> {
        let chosen = self.options.platform;
        let word = survey.platform(id);
        let known = platform_of(word);
        if known.is_none() && !word.is_empty() && unknown.insert(word.to_owned()) {
            self.sink.warning(Warning::new("unknown_platform", "conversations", word));
        }
        let given = self.options.title.clone().filter(|_| survey.conversations() < 2);
        self.sink.conversation(ConversationDraft {
            platform: known.or(chosen).unwrap_or(Platform::Other),
            key: survey.key(id, self.source.input().name()),
            title: given.unwrap_or_else(|| survey.title(id).to_owned()),
        })
    }
}
