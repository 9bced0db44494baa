//! What something costs: time of the processor, of all threads, and time to wait.

use rustix::time::{ClockId, clock_gettime};
use std::{
    fmt, fs,
    str::FromStr,
    time::{Duration, Instant},
};

/// What something cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Of the processor, in all threads of the process.
    pub processor: Duration,
    /// On the wall.
    pub wall: Duration,
}

impl Cost {
    /// Without what belongs to something else.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self {
            processor: self.processor.saturating_sub(other.processor),
            wall: self.wall.saturating_sub(other.wall),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.processor.as_nanos(), self.wall.as_nanos())
    }
}

impl FromStr for Cost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut numbers = text.split(' ').map(|number| number.parse().map(Duration::from_nanos));
        match (numbers.next(), numbers.next()) {
            (Some(Ok(processor)), Some(Ok(wall))) => Ok(Self { processor, wall }),
            _ => Err(format!("no cost: {text}")),
        }
    }
}

/// Does something and says what it cost.
pub fn measured<T>(act: impl FnOnce() -> T) -> (T, Cost) {
    let (begun, wall) = (processor_time(), Instant::now());
    let done = act();
    (done, Cost { wall: wall.elapsed(), processor: processor_time().saturating_sub(begun) })
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// Bytes resident now, and at the most since it was opened; zeros where the system does not tell.
pub fn memory_used() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        number.unwrap_or(0) * 1024
    };
    (bytes("VmRSS:"), bytes("VmHWM:"))
}

/// Has the peak begin anew: proc(5), `clear_refs`.
pub(crate) fn forget_peak() {
    // Where it is refused, the peak is that of the whole life, which is more.
    let _ = fs::write("/proc/self/clear_refs", "5");
}
