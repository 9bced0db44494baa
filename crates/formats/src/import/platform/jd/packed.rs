//! An archive of logs: each is read by itself, after the session workbooks that lie beside it.

use super::{
    Keys,
    log::{Found, each_line, understood},
    reader::{Reader, Shared},
    session::each,
    sessions,
};
use crate::import::{
    Error, Input, Result,
    archive::{self, Allowance, Archive, Metered},
    counted,
    input::Bytes,
    json::source::Pass,
    probe::HEAD_BYTES,
    table::workbook::Workbook,
    text::{
        encoding::Detected,
        lines::{Lines, detect_text},
    },
};
use std::io::Read;
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The longest workbook that is read out of an archive.
const WORKBOOK_LIMIT: u64 = 64 * 1024 * 1024;

/// How many entries that are not read are named.
const NAMED: usize = 20;

/// Reads all logs and workbooks of an archive.
pub fn read(input: &dyn Input, shared: &mut Shared<'_>, pass: Pass, job: &Job) -> Result<Understanding> {
    let archive = archive::open(input)?;
    let names = archive::names(&archive);
    let allowance = Allowance::of_archive(input);
    let mut pack = Pack { input, archive, allowance, pass, job, shared };
    let (mut logs, mut left_out) = (Vec::new(), 0);
    for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.ends_with('/')) {
        match name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).as_deref() {
            Some("xlsx") => pack.workbook(index, name)?,
            Some("log" | "txt") => logs.push((index, name)),
            _ if left_out < NAMED => {
                left_out += 1;
                pack.shared.sink.warning(Warning::new("not_kept", name.as_str(), name));
            }
            _ => {}
        }
    }
    let (mut encodings, mut unread, mut failure) = (Vec::new(), 0, None);
    for (index, name) in logs {
        match pack.log(index, name) {
            Ok(detected) => encodings.push(detected),
            // One text that is none must not cost the others.
            Err(error @ (Error::Empty { .. } | Error::Lacks { .. })) => {
                pack.shared.sink.warning(Warning::new("not_kept", name.as_str(), &error.to_string()));
                unread += 1;
                failure.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    if encodings.is_empty() {
        let lacks = || Error::Lacks { file: input.name().to_owned(), what: "messages" };
        return Err(failure.unwrap_or_else(lacks));
    }
    pack.rest()?;
    let partial = counted("unread_chats", unread).into_iter().collect();
    Ok(Understanding { partial, ..understood(&encodings) })
}

/// An archive that is being read.
struct Pack<'a, 'r, 's> {
    input: &'a dyn Input,
    archive: Archive<'a>,
    allowance: Allowance,
    pass: Pass,
    job: &'a Job,
    shared: &'r mut Shared<'s>,
}

impl Pack<'_, '_, '_> {
    /// Takes up the sessions of a workbook. One that cannot be read costs the logs nothing.
    fn workbook(&mut self, index: usize, name: &str) -> Result<()> {
        let outcome = self.unpacked_workbook(index, name);
        let book = match outcome {
            Ok(book) => book,
            Err(error @ Error::Cancelled(_)) => return Err(error),
            Err(error) => {
                self.shared.sink.warning(Warning::new("not_kept", name, &error.to_string()));
                return Ok(());
            }
        };
        let (sessions, file) = (&mut self.shared.sessions, self.input.name());
        let read = Workbook::open(&book, self.job, Pass::Survey).and_then(|mut book| {
            each(&mut book, self.shared.sink, &mut |mut session, _| {
                session.event.place = format!("{name}, {}", session.event.place);
                sessions.add(session, file)
            })
        });
        match read {
            Ok(_) => Ok(()),
            Err(error @ Error::Damaged { .. }) => {
                self.shared.sink.warning(Warning::new("not_kept", name, &error.to_string()));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn unpacked_workbook(&mut self, index: usize, name: &str) -> Result<Bytes> {
        let place = format!("zip entry {name}");
        let stream = archive::unpacked(self.input, &mut self.archive, index, &place)?;
        let packed = stream.packed();
        let mut content = Vec::new();
        let count = Metered::new(stream, self.input.name(), &mut self.allowance, self.job)
            .take(WORKBOOK_LIMIT + 1)
            .read_to_end(&mut content)
            .map_err(|source| Error::of_stream(self.input.name(), source))?;
        if count as u64 > WORKBOOK_LIMIT {
            return Err(Error::TooLarge {
                file: self.input.name().to_owned(),
                limit: "unpacked size",
                place,
            });
        }
        self.pass.advance(self.job, packed)?;
        Ok(Bytes { name: format!("{}/{name}", self.input.name()), content })
    }

    fn log(&mut self, index: usize, name: &str) -> Result<Detected> {
        let file = format!("{}/{name}", self.input.name());
        let place = format!("zip entry {name}");
        let mut head = Vec::new();
        Metered::new(
            archive::unpacked(self.input, &mut self.archive, index, &place)?,
            &file,
            &mut self.allowance,
            self.job,
        )
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|source| Error::of_stream(&file, source))?;
        let detected = detect_text(&file, &head, HEAD_BYTES)?;
        if let Some(doubt) = detected.doubt() {
            self.shared.sink.warning(Warning { place: name.to_owned(), ..doubt });
        }
        let size = self.archive.by_index(index).map_or(0, |entry| entry.size()).max(1);
        let stream = archive::unpacked(self.input, &mut self.archive, index, &place)?;
        let packed = stream.packed();
        let metered = Metered::new(stream, &file, &mut self.allowance, self.job);
        let (mut unpacked, mut told) = (0_u64, 0_u64);
        let (pass, job) = (self.pass, self.job);
        // Progress goes through the archive, whose bytes are packed.
        let mut advance = |bytes: u64| {
            unpacked = unpacked.saturating_add(bytes).min(size);
            let due =
                u64::try_from(u128::from(packed) * u128::from(unpacked) / u128::from(size)).unwrap_or(told);
            let step = due.saturating_sub(told);
            told += step;
            pass.advance(job, step)
        };
        let mut text = Lines::new(metered, &file, detected);
        let reader = Reader::new(self.shared, &file, Some(name));
        let found = each_line(&mut text, reader, &mut advance)?;
        self.shared.met.next_log();
        match found {
            Found::Messages => Ok(detected),
            Found::Words => Err(Error::Lacks { file, what: "messages" }),
            Found::Nothing => Err(Error::Empty { file }),
        }
    }

    /// Pushes the sessions that no log holds.
    fn rest(&mut self) -> Result<()> {
        let mut keys = Keys::default();
        let rest = self.shared.sessions.rest();
        for session in rest {
            sessions::push(session, &mut keys, self.shared.options, self.shared.title, self.shared.sink)?;
        }
        Ok(())
    }
}
