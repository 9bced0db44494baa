//! Times as sources give them: how precise, and on whose clock.
//!
//! A local time is never converted silently. What the source wrote stays recoverable from
//! `Timestamp::utc_ms + offset`, and [`ZoneBasis`] says whether the offset was in the source or assumed.

use crate::kind::named;
use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A named time zone of the IANA database.
pub type Zone = chrono_tz::Tz;

/// The zone assumed where neither the source nor the user names one.
pub const DEFAULT_ZONE: Zone = chrono_tz::Asia::Shanghai;

named! {
    /// The finest unit a source states. What it does not state is not shown.
    Precision {
        /// The source gives no time; the message stands where the source put it.
        Undated = 0 "undated",
        /// A date without a time.
        Day = 1 "day",
        /// To the minute.
        Minute = 2 "minute",
        /// To the second.
        Second = 3 "second",
        /// To the millisecond.
        Milli = 4 "milli",
    }
}

named! {
    /// Where the offset from UTC comes from.
    ZoneBasis {
        /// The source states an offset.
        Source = 0 "source",
        /// The source is silent; a zone was assumed and can be changed.
        Assumed = 1 "assumed",
        /// The source counts from an epoch: the moment is its own, the offset that of the zone assumed beside.
        Epoch = 2 "epoch",
    }
}

/// A time as an importer read it, before a zone is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceTime {
    /// A wall clock without a zone.
    Local(NaiveDateTime, Precision),
    /// A point in time, with the offset the source wrote (`None` where it counts from an epoch).
    Fixed(DateTime<Utc>, Option<FixedOffset>, Precision),
}

/// A point in time with the offset it is to be read at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z. For an undated message: the order it stands in.
    pub utc_ms: i64,
    /// Minutes east of UTC in force at that moment.
    pub offset_minutes: i16,
    /// The finest unit the source states.
    pub precision: Precision,
    /// Whether the offset was in the source.
    pub basis: ZoneBasis,
}

impl SourceTime {
    /// Settles the time in `zone` where the source has none.
    ///
    /// A wall-clock time that daylight saving skips is read at the offset in force before the gap; one that
    /// occurs twice is read as the earlier.
    pub fn settle(self, zone: Zone) -> Timestamp {
        match self {
            Self::Local(local, precision) => {
                let offset = zone.offset_from_local_datetime(&local).earliest().map_or_else(
                    || zone.offset_from_utc_datetime(&(local - chrono::Duration::hours(2))).fix(),
                    |o| o.fix(),
                );
                // The local times of old have seconds in their offset. They are left out of both, so that what the
                // source wrote can always be had back.
                let minutes = offset.local_minus_utc() / 60;
                Timestamp {
                    utc_ms: local.and_utc().timestamp_millis() - i64::from(minutes) * 60_000,
                    offset_minutes: minutes as i16,
                    precision,
                    basis: ZoneBasis::Assumed,
                }
            }
            Self::Fixed(at, stated, precision) => {
                let offset = stated.unwrap_or_else(|| zone.offset_from_utc_datetime(&at.naive_utc()).fix());
                Timestamp {
                    utc_ms: at.timestamp_millis(),
                    offset_minutes: (offset.local_minus_utc() / 60) as i16,
                    precision,
                    basis: if stated.is_some() { ZoneBasis::Source } else { ZoneBasis::Epoch },
                }
            }
        }
    }
}

impl Timestamp {
    /// The wall clock at this moment and offset.
    pub fn local(self) -> NaiveDateTime {
        let local_ms = self.utc_ms.saturating_add(i64::from(self.offset_minutes) * 60_000);
        DateTime::from_timestamp_millis(local_ms).unwrap_or_default().naive_utc()
    }

    /// RFC 3339 with offset, seconds or milliseconds; `None` for an undated message.
    pub fn rfc3339(self) -> Option<String> {
        let format = match self.precision {
            Precision::Undated => return None,
            Precision::Milli => "%Y-%m-%dT%H:%M:%S%.3f",
            _ => "%Y-%m-%dT%H:%M:%S",
        };
        let (sign, minutes) =
            if self.offset_minutes < 0 { ('-', -self.offset_minutes) } else { ('+', self.offset_minutes) };
        Some(format!("{}{sign}{:02}:{:02}", self.local().format(format), minutes / 60, minutes % 60))
    }

    /// The same reading of the source, settled in another zone.
    #[must_use]
    pub fn read_in(self, zone: Zone) -> Self {
        let at = DateTime::from_timestamp_millis(self.utc_ms).unwrap_or_default();
        match self.basis {
            ZoneBasis::Source => self,
            ZoneBasis::Assumed => SourceTime::Local(self.local(), self.precision).settle(zone),
            ZoneBasis::Epoch => SourceTime::Fixed(at, None, self.precision).settle(zone),
        }
    }

    /// Whether the source stated any time.
    pub fn is_dated(self) -> bool {
        self.precision != Precision::Undated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_wall_clock_keeps_its_reading_in_any_zone() {
        let local = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap().and_hms_opt(14, 30, 0).unwrap();
        for zone in [chrono_tz::Asia::Shanghai, chrono_tz::America::New_York, chrono_tz::Asia::Kolkata] {
            let settled = SourceTime::Local(local, Precision::Minute).settle(zone);
            assert_eq!(settled.local(), local, "the source's wall clock must be recoverable in {zone}");
        }
    }

    #[test]
    fn a_time_read_in_another_zone_is_as_if_it_had_been_read_in_it_at_first() {
        let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
        let at = |day: NaiveDate, hour, minute| day.and_hms_opt(hour, minute, 0).unwrap();
        // The clocks of New York skip 10 March 02:30 and show 3 November 01:30 twice; those of 1900 have seconds.
        let readings = [
            at(day(3, 10), 2, 30),
            at(day(3, 10), 3, 0),
            at(day(11, 3), 1, 30),
            at(day(7, 1), 12, 0),
            at(NaiveDate::from_ymd_opt(1900, 1, 1).unwrap(), 0, 0),
        ];
        let zones = [DEFAULT_ZONE, chrono_tz::America::New_York, chrono_tz::Asia::Kathmandu, chrono_tz::UTC];
        let times = readings.map(|reading| SourceTime::Local(reading, Precision::Minute)).into_iter();
        let epochs = readings.map(|reading| SourceTime::Fixed(reading.and_utc(), None, Precision::Second));
        for time in times.chain(epochs) {
            for (from, to) in zones.iter().flat_map(|from| zones.iter().map(move |to| (*from, *to))) {
                assert_eq!(time.settle(from).read_in(to), time.settle(to), "{time:?} from {from} to {to}");
            }
        }
        let stated = FixedOffset::east_opt(3600).unwrap();
        let stated = SourceTime::Fixed(readings[0].and_utc(), Some(stated), Precision::Second);
        assert_eq!(
            stated.settle(DEFAULT_ZONE).read_in(zones[1]),
            stated.settle(DEFAULT_ZONE),
            "stated is stated"
        );
    }

    #[test]
    fn rfc3339_carries_the_offset() {
        let local = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap().and_hms_opt(14, 30, 5).unwrap();
        let settled = SourceTime::Local(local, Precision::Second).settle(DEFAULT_ZONE);
        assert_eq!(settled.rfc3339().as_deref(), Some("2023-08-20T14:30:05+08:00"));
    }
}
