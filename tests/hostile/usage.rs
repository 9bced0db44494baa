//! How much time and memory a process has taken, as Linux counts it; elsewhere only the clock on the wall tells.

use std::time::{Duration, Instant};

/// Begins to count the peak of memory anew.
pub fn forget_peak() {
    // proc(5): 5 resets the peak resident set size. Where it cannot be reset, the peak is only higher.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The peak of this process's resident set since, in KiB; 0 where it is not known.
pub fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// What a process has had of the processor, all its threads together; nothing where it is not known.
pub fn processor_time(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // proc(5): behind the name in parentheses, the fields 14 and 15 are hundredths of seconds.
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
    Duration::from_millis(
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10,
    )
}

/// Measures what this process works.
pub struct Watch {
    worked: Duration,
    started: Instant,
}

impl Watch {
    /// From now on.
    pub fn start() -> Self {
        Self { worked: processor_time(std::process::id()), started: Instant::now() }
    }

    /// Milliseconds of the processor since; of the clock where those are not known.
    pub fn millis(&self) -> u64 {
        let now = processor_time(std::process::id());
        let spent = if now.is_zero() { self.started.elapsed() } else { now.saturating_sub(self.worked) };
        spent.as_millis() as u64
    }
}
