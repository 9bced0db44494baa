//! An archive of threads: a folder for each, with numbered files, the newest messages in the first.

use super::thread::{Place, Threads};
use crate::import::{
    Confidence, Result,
    archive::{self, Allowance, Metered},
};
use std::collections::BTreeMap;

/// The folders that hold threads.
const BOXES: [&str; 5] =
    ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"];

/// A file of a thread.
struct Part {
    number: u64,
    index: usize,
    is_html: bool,
}

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
    let (input, job) = (threads.input, threads.job);
    let mut archive = archive::open(input)?;
    let names = archive::names(&archive);
    threads.marked = names.iter().find_map(|name| super::platform_in(name));
    let mut found: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    for (folder, part) in names.iter().enumerate().filter_map(|(index, name)| Part::of(index, name)) {
        found.entry(folder).or_default().push(part);
    }
    let mut allowance = Allowance::of_archive(input);
    for (folder, mut parts) in found {
        // The same thread in both: JSON tells more.
        if parts.iter().any(|part| !part.is_html) {
            parts.retain(|part| !part.is_html);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.number));
        let mut is_whole = true;
        for part in parts {
            let entry = names.get(part.index).map_or("", String::as_str);
            let place = Place::of_entry(entry, folder);
            let mut packed = 0;
            let outcome = archive::unpacked(input, &mut archive, part.index, entry).and_then(|stream| {
                packed = stream.packed();
                let metered = Box::new(Metered::new(stream, entry, &mut allowance, job));
                if part.is_html { threads.html(metered, &place) } else { threads.json_entry(metered, &place) }
            });
            is_whole &= threads.survived(outcome, entry)?;
            job.advance(packed)?;
        }
        threads.damaged += u64::from(!is_whole);
    }
    Ok(())
}
