//! How messages spread over time, in whole days of the vault's zone.

use super::{plan, view::View};
use crate::{Result, Timeline, Vault, index::Match};
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime};
use std::ops::RangeInclusive;
use yanju_model::{
    Precision, SourceTime, Zone,
    query::{Filter, Order, Query, TimeRange},
};

impl Vault {
    /// How messages spread, in at most `buckets` buckets of whole days, over the days that `within` touches; its
    /// open ends are those of the vault.
    pub fn timeline(&self, query: &Query, within: TimeRange, buckets: usize) -> Result<Timeline> {
        let zone = self.zone()?;
        let (_, timeline) = self.viewed(|view| {
            let Some((first, last)) = span_in(view, &Query::All)? else { return Ok(Timeline::default()) };
            let first = within.from.unwrap_or(first);
            let last = within.until.map_or(last, |until| until.saturating_sub(1));
            let edges = day_edges(first, last, buckets.max(1), zone);
            let matching = densities_in(view, query, &edges)?;
            if *query == Query::All {
                return Ok(Timeline { all: matching.clone(), matching, edges });
            }
            Ok(Timeline { all: densities_in(view, &Query::All, &edges)?, matching, edges })
        })?;
        Ok(timeline)
    }
}

/// When the first and the last dated match were sent.
pub(super) fn span_in(view: &View<'_>, query: &Query) -> Result<Option<(i64, i64)>> {
    let need = plan::need(&view.reader, &dated(query))?;
    let (indexed, tail) = (view.indexed(&need), view.tail_matches(&need, Order::Newest)?);
    let times = tail.iter().map(|found| found.sent_at_ms);
    let times = times.chain(view.snapshot.span(&indexed)?.into_iter().flat_map(<[i64; 2]>::from));
    Ok(times.clone().min().zip(times.max()))
}

/// Dated matches between neighbouring edges.
pub(super) fn densities_in(view: &View<'_>, query: &Query, edges: &[i64]) -> Result<Vec<u64>> {
    let need = plan::need(&view.reader, &dated(query))?;
    let mut densities = view.snapshot.densities(&view.indexed(&need), edges)?;
    add(&mut densities, edges, view.tail_matches(&need, Order::Newest)?.iter());
    Ok(densities)
}

/// What of a query has a time in its source.
fn dated(query: &Query) -> Query {
    query.clone().and(Query::Not(Box::new(Query::Filter(Filter::Undated))))
}

/// Counts matches into the buckets of ascending edges.
fn add<'m>(densities: &mut [u64], edges: &[i64], matches: impl Iterator<Item = &'m Match>) {
    for found in matches {
        // The number of edges at or before it, less one, is its bucket; before the first there is none.
        let bucket = edges.partition_point(|edge| *edge <= found.sent_at_ms).checked_sub(1);
        if let Some(density) = bucket.and_then(|bucket| densities.get_mut(bucket)) {
            *density += 1;
        }
    }
}

/// The years of four digits, in UTC milliseconds: no message is of another, and a source that says so is lying.
/// Such messages have no place in a timeline; well inside the calendar no arithmetic of days fails.
const CALENDAR: RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// The first moments of months that cover `first..=last`, as far as it lies in the calendar.
pub(super) fn month_edges(first: i64, last: i64, zone: Zone) -> Vec<i64> {
    let (first, last) = (date(first, zone), date(last, zone));
    let months = std::iter::successors(first.with_day(1), |month| month.checked_add_months(Months::new(1)));
    let mut edges: Vec<i64> = Vec::new();
    for month in months {
        edges.push(midnight(month, zone));
        if month > last {
            break;
        }
    }
    edges
}

/// Midnights that cover `first..=last`, as far as it lies in the calendar, with at most `buckets` stretches of
/// equally many days.
fn day_edges(first: i64, last: i64, buckets: usize, zone: Zone) -> Vec<i64> {
    let (first, last) = (date(first, zone), date(last, zone));
    let days = last.signed_duration_since(first).num_days().max(0) as u64 + 1;
    let step = Days::new(days.div_ceil(buckets as u64));
    let mut edges = vec![midnight(first, zone)];
    let mut edge = first;
    while edge <= last {
        let Some(next) = edge.checked_add_days(step) else { break };
        edge = next;
        edges.push(midnight(edge, zone));
    }
    edges
}

fn date(utc_ms: i64, zone: Zone) -> NaiveDate {
    let utc_ms = utc_ms.clamp(*CALENDAR.start(), *CALENDAR.end());
    DateTime::from_timestamp_millis(utc_ms).unwrap_or_default().with_timezone(&zone).date_naive()
}

fn midnight(date: NaiveDate, zone: Zone) -> i64 {
    SourceTime::Local(date.and_time(NaiveTime::MIN), Precision::Day).settle(zone).utc_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    #[test]
    fn edges_are_midnights_of_the_zone_and_cover_the_span() {
        let zone = chrono_tz::Asia::Shanghai;
        let noon = 1_700_000_000_000;
        for (span, buckets) in [(0, 5), (3 * DAY, 5), (1000 * DAY, 7), (DAY, 1)] {
            let edges = day_edges(noon, noon + span, buckets, zone);
            assert!(edges.len() - 1 <= buckets, "{} buckets of at most {buckets}", edges.len() - 1);
            assert!(edges[0] <= noon && noon + span < edges[edges.len() - 1], "the span lies inside");
            assert!(
                edges.iter().all(|edge| (edge + 8 * 3_600_000) % DAY == 0),
                "each is a midnight at UTC+8"
            );
        }
    }

    #[test]
    fn no_time_is_too_absurd_for_a_timeline() {
        let (past, present, future) = (i64::MIN, 1_700_000_000_000, i64::MAX);
        // The last is a moment of the year 262142, at the end of what a date can be.
        let spans = [(past, future), (past, past), (future, future), (present, 8_210_266_826_400_000)];
        for (first, last) in spans {
            for zone in [chrono_tz::Asia::Shanghai, chrono_tz::America::Los_Angeles] {
                let edges = day_edges(first, last, 50, zone);
                assert!((2..=51).contains(&edges.len()), "{} edges for {first} to {last}", edges.len());
                assert!(edges.is_sorted(), "edges ascend from {first} to {last}");
            }
        }
    }

    #[test]
    fn a_match_falls_into_the_bucket_it_stands_in() {
        let mut densities = vec![0; 2];
        let at = |sent_at_ms| Match {
            id: yanju_model::MessageId(1),
            sent_at_ms,
            conversation: yanju_model::ConversationId(1),
        };
        let matches = [at(-1), at(0), at(9), at(10), at(19), at(20)];
        add(&mut densities, &[0, 10, 20], matches.iter());
        assert_eq!(densities, [2, 2], "the first edge is inside, the last is not");
    }
}
