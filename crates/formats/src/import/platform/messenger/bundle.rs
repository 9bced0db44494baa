//! An archive of threads: a folder for each, with numbered files, the newest messages in the first.

use super::thread::{Place, Thread, Threads};
use crate::import::{
    Confidence, Result,
    archive::{self, Allowance, Archive, Metered},
};
use std::{collections::BTreeMap, io::Read};

/// The folders that hold threads.
const BOXES: [&str; 5] =
    ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"];

/// A file of a thread.
struct Part {
    number: u64,
    index: usize,
    is_html: bool,
}

/// Reads the stream of an unpacked part.
type ReadPart<'r> = &'r mut dyn FnMut(&mut Threads<'_>, Box<dyn Read + '_>, &Place) -> Result<()>;

impl Part {
    /// The folder of a thread, and the part of it that an entry is.
    fn of(index: usize, entry: &str) -> Option<(&str, Self)> {
        let (folder, name) = entry.rsplit_once('/').unwrap_or(("", entry));
        let (number, ending) = name.strip_prefix("message_")?.rsplit_once('.')?;
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let is_html = match ending {
            "json" => false,
            "html" => true,
            _ => return None,
        };
        let is_part = is_number && !folder.starts_with("__MACOSX");
        is_part.then_some((folder, Self { number: number.parse().ok()?, index, is_html }))
    }
}

/// How sure the names in an archive make.
pub(super) fn confidence(entries: &[String]) -> Confidence {
    let mut sure = Confidence::No;
    for (folder, _) in entries.iter().filter_map(|entry| Part::of(0, entry)) {
        let is_boxed = folder.split('/').any(|part| BOXES.contains(&part));
        sure = sure.max(if is_boxed { Confidence::Certain } else { Confidence::Likely });
    }
    sure
}

/// Reads every thread of an archive. One that is damaged costs itself only.
pub(super) fn read(threads: &mut Threads<'_>) -> Result<()> {
    let mut archive = archive::open(threads.input)?;
    let names = archive::names(&archive);
    threads.marked = names.iter().find_map(|name| super::platform_in(name));
    let mut found: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    for (folder, part) in names.iter().enumerate().filter_map(|(index, name)| Part::of(index, name)) {
        found.entry(folder).or_default().push(part);
    }
    let allowance = Allowance::of_archive(threads.input);
    let mut bundle = Bundle { archive: &mut archive, names: &names, allowance };
    for (folder, mut parts) in found {
        parts.sort_by_key(|part| std::cmp::Reverse(part.number));
        let mut is_whole = true;
        for part in parts.chunk_by(|a, b| a.number == b.number) {
            is_whole &= bundle.part(part, folder, threads)?;
        }
        threads.damaged += u64::from(!is_whole);
    }
    Ok(())
}

/// An archive under way.
struct Bundle<'b, 'a> {
    archive: &'b mut Archive<'a>,
    names: &'b [String],
    allowance: Allowance,
}

impl Bundle<'_, '_> {
    /// Reads one part of a thread. Of the same part in both forms JSON tells more; the page stands in for one that
    /// is not there or damaged. Whether it was read to its end.
    fn part(&mut self, forms: &[Part], folder: &str, threads: &mut Threads<'_>) -> Result<bool> {
        let (pages, texts): (Vec<&Part>, Vec<&Part>) = forms.iter().partition(|part| part.is_html);
        if texts.is_empty() {
            return self.pages(&pages, folder, threads);
        }
        let mut is_whole = true;
        for text in texts {
            let mut thread = Thread::default();
            let mut is_read = self.entry(text, folder, threads, &mut |threads, stream, place| {
                threads.json_entry(stream, place, &mut thread)
            })?;
            if !is_read && !thread.is_told {
                is_read = !pages.is_empty() && self.pages(&pages, folder, threads)?;
            }
            if !is_read {
                // What comes before a damage is kept.
                threads.push_json(thread, &self.place(text, folder))?;
            }
            is_whole &= is_read;
        }
        Ok(is_whole)
    }

    fn pages(&mut self, pages: &[&Part], folder: &str, threads: &mut Threads<'_>) -> Result<bool> {
        let mut is_whole = true;
        for page in pages {
            is_whole &=
                self.entry(page, folder, threads, &mut |threads, stream, place| threads.html(stream, place))?;
        }
        Ok(is_whole)
    }

    /// Unpacks an entry and reads it. Whether it was whole.
    fn entry(
        &mut self,
        part: &Part,
        folder: &str,
        threads: &mut Threads<'_>,
        read: ReadPart<'_>,
    ) -> Result<bool> {
        let (input, job, place) = (threads.input, threads.job, self.place(part, folder));
        let entry = self.names.get(part.index).map_or("", String::as_str);
        let mut packed = 0;
        let outcome = archive::unpacked(input, self.archive, part.index, entry).and_then(|stream| {
            packed = stream.packed();
            read(threads, Box::new(Metered::new(stream, entry, &mut self.allowance, job)), &place)
        });
        let is_whole = threads.survived(outcome, entry)?;
        job.advance(packed)?;
        Ok(is_whole)
    }

    fn place(&self, part: &Part, folder: &str) -> Place {
        Place::of_entry(self.names.get(part.index).map_or("", String::as_str), folder)
    }
}
