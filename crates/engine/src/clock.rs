//! The time, which comes in from outside so that tests can hold it still.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};
use yanju_model::{Precision, Timestamp, Zone};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// UTC milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// Milliseconds of a clock that nobody can set, from some moment on.
    fn elapsed_ms(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }

    fn elapsed_ms(&self) -> i64 {
        static BEGUN: OnceLock<Instant> = OnceLock::new();
        BEGUN.get_or_init(Instant::now).elapsed().as_millis() as i64
    }
}

/// A clock that stands still, for tests and for documents that must come out the same.
#[derive(Debug, Clone, Copy)]
pub struct StoppedClock(pub i64);

impl Clock for StoppedClock {
    fn now_ms(&self) -> i64 {
        self.0
    }

    fn elapsed_ms(&self) -> i64 {
        self.0
    }
}

/// A moment of the clock as a wall-clock time in `zone`, to the second.
pub(crate) fn at(ms: i64, zone: Zone) -> Timestamp {
    use chrono::Offset;
    let utc = chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default();
    let offset = utc.with_timezone(&zone).offset().fix().local_minus_utc();
    Timestamp {
        utc_ms: ms,
        offset_minutes: (offset / 60) as i16,
        precision: Precision::Second,
        basis: yanju_model::ZoneBasis::Source,
    }
}

/// The machine's clock, shared.
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}
