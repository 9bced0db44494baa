//! How long snapshots are kept: the newest of each of the last days, weeks and months that have one.
//!
//! Counted are days that have a snapshot, not days of the calendar: a clock that was wrong for a while, or a machine
//! that was off for a year, takes nothing away.

use chrono::{DateTime, Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use yanju_model::Zone;

/// Of how many days, weeks and months a snapshot is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Days.
    pub days: u32,
    /// Weeks, from Monday.
    pub weeks: u32,
    /// Months.
    pub months: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 7, weeks: 4, months: 12 }
    }
}

/// What all days of a day, week or month have in common.
type Period = fn(NaiveDate) -> (i32, u32);

/// Which of these moments (UTC milliseconds) are kept. The latest always is.
pub fn kept(moments: &[i64], zone: Zone, keep: Retention) -> BTreeSet<i64> {
    let mut newest_first: Vec<_> = moments.iter().map(|at| (*at, day(*at, zone))).collect();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    let rules: [(Period, u32); 3] = [
        (|day| (day.year(), day.ordinal()), keep.days),
        (|day| (day.iso_week().year(), day.iso_week().week()), keep.weeks),
        (|day| (day.year(), day.month()), keep.months),
    ];
    let mut kept: BTreeSet<i64> = newest_first.iter().take(1).map(|(at, _)| *at).collect();
    for (period, many) in rules {
        let mut seen = BTreeSet::new();
        let first_of_its_period = newest_first.iter().filter(|(_, day)| seen.insert(period(*day)));
        kept.extend(first_of_its_period.take(many as usize).map(|(at, _)| *at));
    }
    kept
}

fn day(at_ms: i64, zone: Zone) -> NaiveDate {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, TimeZone};

    const ZONE: Zone = chrono_tz::Asia::Shanghai;
    const KEEP: Retention = Retention { days: 7, weeks: 4, months: 12 };

    fn at(local: &str) -> i64 {
        let wall = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        ZONE.from_local_datetime(&wall).unwrap().timestamp_millis()
    }

    fn days(kept: &BTreeSet<i64>) -> Vec<String> {
        kept.iter().rev().map(|at| day(*at, ZONE).to_string()).collect()
    }

    #[test]
    fn a_year_of_days_leaves_days_weeks_and_months() {
        let first = at("2022-07-01 20:00");
        let moments: Vec<i64> = (0..500).map(|n| first + n * 86_400_000).collect();
        let kept = days(&kept(&moments, ZONE, KEEP));
        let expected = [
            // Seven days, of which the first is also its week's and month's.
            "2023-11-12",
            "2023-11-11",
            "2023-11-10",
            "2023-11-09",
            "2023-11-08",
            "2023-11-07",
            "2023-11-06",
            // Three Sundays more.
            "2023-11-05",
            "2023-10-29",
            "2023-10-22",
            // And the ends of months.
            "2023-10-31",
            "2023-09-30",
            "2023-08-31",
            "2023-07-31",
            "2023-06-30",
            "2023-05-31",
            "2023-04-30",
            "2023-03-31",
            "2023-02-28",
            "2023-01-31",
            "2022-12-31",
        ];
        let mut expected: Vec<_> = expected.map(str::to_owned).into();
        expected.sort_by(|one, other| other.cmp(one));
        assert_eq!(kept, expected);
    }

    #[test]
    fn of_one_day_the_latest_is_kept_by_the_days_of_the_zone() {
        let moments = [at("2023-11-14 00:10"), at("2023-11-14 23:50"), at("2023-11-15 00:10")];
        let keep = Retention { days: 7, weeks: 0, months: 0 };
        assert_eq!(kept(&moments, ZONE, keep), BTreeSet::from([moments[1], moments[2]]));
        assert_eq!(kept(&moments, chrono_tz::UTC, keep), BTreeSet::from([moments[0], moments[2]]));
    }

    #[test]
    fn the_latest_is_never_given_up() {
        let none = Retention { days: 0, weeks: 0, months: 0 };
        assert_eq!(kept(&[1, 3, 2], ZONE, none), BTreeSet::from([3]));
        assert_eq!(kept(&[], ZONE, none), BTreeSet::new());
    }

    #[test]
    fn a_clock_that_ran_years_ahead_takes_nothing_away() {
        let before: Vec<i64> = (1..=5).map(|day| at(&format!("2023-11-{day:02} 20:00"))).collect();
        let mut moments = before.clone();
        moments.push(at("2031-01-01 00:00"));
        let kept = kept(&moments, ZONE, KEEP);
        assert!(before.iter().all(|at| kept.contains(at)), "no calendar decides how old they are: {kept:?}");
    }
}
