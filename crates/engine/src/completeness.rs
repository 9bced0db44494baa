//! Whether a conversation is all there, by what its sources say and by what they lack: the ranges they cover, numbers
//! left out, times that no source covers, content that is not what its writer sent.

use crate::{
    api::{
        Result,
        completeness::{Completeness, CoveredRange, Gap, GapCode, Verdict},
    },
    clock,
};
use std::{collections::HashSet, hash::Hash};
use yanju_model::{
    ConversationId, Warning, Zone,
    draft::DateOrder,
    record::{Coverage, ImportedFile},
};
use yanju_store::Vault;

/// Warnings that say that content is not there as its writer meant it. The others say how it was read.
const LOSSES: &[&str] = &[
    "changed_record",
    "damaged_line",
    "encrypted_text",
    "extra_cells",
    "foreign_archive",
    "foreign_database",
    "foreign_document",
    "foreign_old_workbook",
    "impossible_date",
    "more_warnings",
    "not_kept",
    "odd_time",
    "other_columns",
    "other_date_order",
    "rounded_number",
    "undecodable_bytes",
    "undecrypted",
    "unknown_file",
    "unknown_part",
    "unread_file",
    "unreadable_attachment",
    "unreadable_time",
];

/// The shortest time without a source that is worth naming: exports are made on one day and the next.
const UNCOVERED_MS: i64 = 24 * 60 * 60 * 1000;

/// How many places of one kind are named.
const NAMED_LIMIT: usize = 20;

/// How many of a file's warnings say that content is not there as its writer meant it, or twice, by two readings.
pub(crate) fn losses(warnings: &[Warning]) -> u64 {
    warnings.iter().filter(|warning| LOSSES.contains(&warning.code.as_str())).count() as u64
}

/// What a file was, and how it was read: the same bytes read alike lack the same.
pub(crate) fn reading(file: &ImportedFile) -> impl Eq + Hash + use<> {
    (file.sha256.clone(), file.given.columns.clone(), file.understanding.date_order.map(DateOrder::name))
}

/// What is known of a conversation. Of a file that came twice and was read alike, what it lacks counts once.
pub(crate) fn of(vault: &Vault, id: ConversationId) -> Result<Completeness> {
    let zone = vault.zone()?;
    let files = vault.files_of(id)?;
    let coverage = vault.coverage(id)?;
    let absences = vault.absences(id)?;
    let mut gaps = Vec::new();
    let mut known = HashSet::new();
    for (file, reach) in files.iter().zip(&coverage) {
        if !known.insert(reading(file)) {
            continue;
        }
        let of_file =
            |code, count, detail: String| Gap { code, count, of: 0, detail, source: file.name.clone() };
        gaps.extend(
            file.understanding.partial.iter().map(|why| of_file(GapCode::SourcePartial, 0, why.clone())),
        );
        if reach.missing_ids > 0 {
            gaps.push(of_file(GapCode::MissingNumbers, reach.missing_ids, numbers(reach)));
        }
        let losses = losses(&file.warnings);
        if losses > 0 {
            gaps.push(of_file(GapCode::DoubtfulContent, losses, String::new()));
        }
    }
    let of_all = |code, count, of| Gap { code, count, of, detail: String::new(), source: String::new() };
    let uncovered = uncovered(&coverage);
    if !uncovered.is_empty() {
        let days = uncovered
            .iter()
            .take(NAMED_LIMIT)
            .map(|(from, to)| format!("{} – {}", moment(*from, zone), moment(*to, zone)));
        let detail = days.collect::<Vec<_>>().join("; ");
        gaps.push(Gap { detail, ..of_all(GapCode::Uncovered, uncovered.len() as u64, 0) });
    }
    if absences.missing_attachments > 0 {
        let (missing, of) = (absences.missing_attachments, absences.attachments);
        gaps.push(of_all(GapCode::MissingAttachments, missing, of));
    }
    if absences.undated > 0 {
        gaps.push(of_all(GapCode::Undated, absences.undated, 0));
    }
    let states_all = !files.is_empty() && files.iter().all(|file| file.understanding.states_all);
    let verdict = match (gaps.iter().any(|gap| gap.code.means_absence()), states_all) {
        (true, _) => Verdict::Partial,
        (false, true) => Verdict::Full,
        (false, false) => Verdict::Unknown,
    };
    let ranges = files.iter().zip(&coverage).filter_map(|(file, reach)| {
        let (first, last) = reach.period?;
        Some(CoveredRange {
            source: file.name.clone(),
            first: clock::at(first, zone).rfc3339()?,
            last: clock::at(last, zone).rfc3339()?,
        })
    });
    Ok(Completeness { verdict, gaps, ranges: ranges.collect() })
}

fn moment(at_ms: i64, zone: Zone) -> String {
    clock::at(at_ms, zone).local().format("%Y-%m-%d %H:%M").to_string()
}

/// The numbers that are missing, in words of figures.
fn numbers(reach: &Coverage) -> String {
    let shown = reach
        .missing_ranges
        .iter()
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") });
    shown.collect::<Vec<_>>().join(", ")
}

/// The times between what sources cover, where one ends before the next begins.
fn uncovered(coverage: &[Coverage]) -> Vec<(i64, i64)> {
    let mut periods: Vec<(i64, i64)> = coverage.iter().filter_map(|reach| reach.period).collect();
    periods.sort_unstable();
    let mut found = Vec::new();
    let mut reached: Option<i64> = None;
    for (first, last) in periods {
        if let Some(end) = reached.filter(|end| first - *end >= UNCOVERED_MS) {
            found.push((end, first));
        }
        reached = Some(reached.map_or(last, |end| end.max(last)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_uncovered_where_no_source_reaches() {
        let day = UNCOVERED_MS;
        let covers =
            |from: i64, to: i64| Coverage { period: Some((from * day, to * day)), ..Coverage::default() };
        assert_eq!(uncovered(&[covers(40, 60), covers(1, 10), covers(5, 20)]), [(20 * day, 40 * day)]);
        assert!(uncovered(&[covers(1, 10), Coverage::default(), covers(10, 20)]).is_empty());
    }
}
