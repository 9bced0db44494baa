//! An archive of several exports, of one format or many: each file in it that some importer knows is read by that
//! one, all into one import, and the archive is the original.
//!
//! A file is read twice, first to see that it can be read to its end: a damaged one costs only itself and leaves
//! nothing behind. Archives that are one export (a chat with its media) are their own formats'.

use super::member::{self, Members};
use crate::import::{
    About, Confidence, Error, IMPORTERS, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::media::kind_of_file, foreign,
};
use std::{
    collections::HashMap,
    io::{self, Read},
};
use yanju_model::{
    Kind, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent, Understanding},
    job::Job,
};

/// The importer of archives.
pub struct Bundle;

static ABOUT: About = About {
    id: "zip",
    names: ("压缩包（多份导出）", "Archive of several exports"),
    extensions: &["zip"],
    reads: (
        "把多份聊天导出放在一起的 ZIP 压缩包，里面每份按各自的格式读取，一次导入",
        "A ZIP archive with several chat exports in it; each is read by its own format, all in one import",
    ),
};

impl Importer for Bundle {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        // Documents and programs are archives too; these names are theirs.
        let is_document = |name: &String| {
            matches!(name.as_str(), "[Content_Types].xml" | "META-INF/MANIFEST.MF" | "mimetype")
        };
        let may_hold_chats = !probe.entries.is_empty() && !probe.entries.iter().any(is_document);
        if may_hold_chats { Confidence::Possible } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (members, paths) = Members::of(input)?;
        let names = names_of(&paths);
        let mut files = Vec::new();
        for (path, name) in paths.iter().zip(&names) {
            job.advance(0)?;
            let member = members.member(path, name).map_err(|error| member::failure(input, path, error))?;
            let reader = reader_of(&member, path, input)?;
            files.push((path, member, reader));
        }
        let is_one =
            files.iter().filter(|(_, _, reader)| matches!(reader, Reader::Of(_))).take(2).count() == 1;
        // A title is that of one conversation: several files would all become it.
        let title = options.title.clone().filter(|_| is_one);
        let options = ReadOptions { title, ..options.clone() };
        let mut unread = Vec::new();
        let mut read = 0_u64;
        let mut understood = Understanding::default();
        for (path, member, reader) in files {
            job.advance(0)?;
            let packed = member.packed();
            let importer = match reader {
                Reader::Of(importer) => importer,
                Reader::None(kind) => {
                    unread.push((path, Unread::Unknown(kind)));
                    job.advance(packed)?;
                    continue;
                }
            };
            let quiet = job.unmeasured();
            let options = match tried(importer, &member, &options, &quiet) {
                Ok(options) => options,
                Err(error @ (Error::Cancelled(_) | Error::Sink(_))) => return Err(error),
                // It is whole, and can be read as soon as that is answered.
                Err(Error::AmbiguousDates { orders, .. }) => {
                    return Err(Error::AmbiguousDates { file: format!("{}/{path}", input.name()), orders });
                }
                Err(error) => {
                    unread.push((path, Unread::Failed(error.to_string())));
                    job.advance(packed)?;
                    continue;
                }
            };
            let mut placed = Placed { sink, path };
            let of_file = importer.read(&member, &options, &mut placed, &quiet)?;
            job.advance(packed)?;
            read += 1;
            understood.date_order = understood.date_order.or(of_file.date_order);
            if understood.encoding.is_empty() {
                understood.encoding = of_file.encoding;
            }
            for reason in of_file.partial {
                if !understood.partial.contains(&reason) {
                    understood.partial.push(reason);
                }
            }
        }
        if read == 0 {
            return Err(first_problem(input, &unread));
        }
        unread.retain(|(path, _)| !members.was_handed_out(path));
        let failed = unread.iter().filter(|(_, why)| matches!(why, Unread::Failed(_))).count() as u64;
        understood.partial.extend(counted("unread_files", failed));
        for (path, why) in unread {
            let (code, detail) = match &why {
                Unread::Failed(problem) => ("unread_file", problem.as_str()),
                // Pictures and films beside chats are theirs; a text that nobody knows may be a chat.
                Unread::Unknown(_) if !matches!(kind_of_file(path), Kind::File) => continue,
                Unread::Unknown(kind) => (kind.and_then(code_of).unwrap_or("unknown_file"), ""),
            };
            sink.warning(Warning::new(code, path.as_str(), detail));
        }
        Ok(understood)
    }
}

/// Who reads a file of an archive.
enum Reader {
    /// This importer.
    Of(&'static dyn Importer),
    /// Nobody; what it is instead, where its first bytes tell.
    None(Option<&'static str>),
}

/// Why a file was not read.
enum Unread {
    /// It could not be.
    Failed(String),
    /// It is no chat that is known, but this.
    Unknown(Option<&'static str>),
}

/// The warning that says what a file is that holds no chat.
fn code_of(kind: &'static str) -> Option<&'static str> {
    Some(match kind {
        "pdf" => "foreign_pdf",
        "document" => "foreign_document",
        "old_workbook" => "foreign_old_workbook",
        "program" => "foreign_program",
        "archive" => "foreign_archive",
        "database" => "foreign_database",
        _ => return None,
    })
}

/// Reads a file to its end and keeps nothing; returns how it is to be read. The order of dates is the user's word only
/// where a file leaves it open: it need not be that of the files beside it.
fn tried(
    importer: &dyn Importer,
    member: &dyn Input,
    options: &ReadOptions,
    job: &Job,
) -> Result<ReadOptions> {
    let own = ReadOptions { date_order: None, ..options.clone() };
    match importer.read(member, &own, &mut Trial::default(), job) {
        Err(Error::AmbiguousDates { .. }) if options.date_order.is_some() => {
            importer.read(member, options, &mut Trial::default(), job).map(|_| options.clone())
        }
        outcome => outcome.map(|_| own),
    }
}

/// The error of an archive in which nothing could be read.
fn first_problem(input: &dyn Input, unread: &[(&String, Unread)]) -> Error {
    let file = input.name().to_owned();
    let problem = unread.iter().find_map(|(path, why)| match why {
        Unread::Failed(problem) => Some((path, problem.clone())),
        Unread::Unknown(_) => None,
    });
    match problem {
        Some((path, detail)) => Error::Damaged { file, place: format!("zip entry {path}"), detail },
        None => Error::Lacks { file, what: "messages" },
    }
}

/// The names importers know the files by: without their folders where that tells them apart, because formats take
/// titles from them.
fn names_of(paths: &[String]) -> Vec<String> {
    let plain = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let mut count: HashMap<String, usize> = HashMap::new();
    for path in paths {
        *count.entry(plain(path)).or_default() += 1;
    }
    let name = |path: &String| {
        let name = plain(path);
        if count.get(&name) == Some(&1) { name } else { path.replace('/', " - ") }
    };
    paths.iter().map(name).collect()
}

/// Who reads a file; an archive in an archive is read where it is one export.
fn reader_of(member: &member::Member<'_, '_>, path: &str, input: &dyn Input) -> Result<Reader> {
    let probe = match Probe::of(member) {
        Ok(probe) => probe,
        Err(Error::Io { source, .. }) => return Err(member::failure(input, path, source)),
        Err(_) => return Ok(Reader::None(None)),
    };
    let mut best: Option<(&'static dyn Importer, Confidence)> = None;
    for importer in IMPORTERS.iter().copied().filter(|importer| importer.about().id != ABOUT.id) {
        let confidence = importer.recognise(&probe);
        if confidence > best.map_or(Confidence::No, |(_, best)| best) {
            best = Some((importer, confidence));
        }
    }
    let foreign = foreign::instead_of(&probe, best.map(|(_, confidence)| confidence));
    Ok(match best {
        Some((importer, _)) if foreign.is_none() => Reader::Of(importer),
        _ => Reader::None(foreign),
    })
}

/// A sink that keeps nothing: is the file whole?
#[derive(Default)]
struct Trial {
    slots: usize,
}

impl Sink for Trial {
    fn conversation(&mut self, _: ConversationDraft) -> Result<usize> {
        self.slots += 1;
        Ok(self.slots - 1)
    }

    fn message(&mut self, _: usize, _: MessageDraft) -> Result<()> {
        Ok(())
    }

    fn member(&mut self, _: usize, _: Sender) -> Result<()> {
        Ok(())
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        let bytes = io::copy(reader, &mut io::sink()).map_err(|source| Error::Unreadable { source })?;
        Ok(StoredContent { sha256: String::new(), bytes })
    }

    fn warning(&mut self, _: Warning) {}
}

/// The sink of the import, to which places say in which file they are.
struct Placed<'s> {
    sink: &'s mut dyn Sink,
    path: &'s str,
}

impl Placed<'_> {
    fn place(&self, place: &str) -> String {
        if place.is_empty() { self.path.to_owned() } else { format!("{}, {place}", self.path) }
    }
}

impl Sink for Placed<'_> {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        self.sink.conversation(draft)
    }

    fn message(&mut self, slot: usize, mut draft: MessageDraft) -> Result<()> {
        draft.place = self.place(&draft.place);
        self.sink.message(slot, draft)
    }

    fn counted(&mut self, slot: usize) {
        self.sink.counted(slot);
    }

    fn member(&mut self, slot: usize, member: Sender) -> Result<()> {
        self.sink.member(slot, member)
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        self.sink.content(reader)
    }

    fn warning(&mut self, mut warning: Warning) {
        warning.place = self.place(&warning.place);
        self.sink.warning(warning);
    }
}
