//! The zone that a name states for the times of its column: `Sent At (UTC)`, `发送时间（UTC+8）`, `created_at_utc`.

use super::{NAME_LIMIT, half_width};
use chrono::{FixedOffset, TimeZone};
use yanju_model::{SourceTime, time::Zone};

/// A zone that is stated for all times of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatedZone {
    /// By its offset.
    Offset(FixedOffset),
    /// By its name.
    Named(Zone),
}

impl StatedZone {
    /// A time of the column: what says its own zone, or counts from an epoch, stays.
    pub(crate) fn settle(self, time: SourceTime) -> SourceTime {
        let SourceTime::Local(local, precision) = time else { return time };
        let offset = match self {
            Self::Offset(offset) => Some(offset),
            Self::Named(zone) => FixedOffset::east_opt(i32::from(time.settle(zone).offset_minutes) * 60),
        };
        let at = offset.and_then(|offset| offset.from_local_datetime(&local).single());
        at.map_or(time, |at| SourceTime::Fixed(at.to_utc(), offset, precision))
    }
}

/// The zone in a name, and the name without it.
pub(super) fn parted(name: &str) -> Option<(String, StatedZone)> {
    let name: String = name.chars().take(NAME_LIMIT).map(plain).collect();
    let remarks = name.match_indices('(').filter_map(|(at, _)| {
        let (remark, _) = name.get(at + 1..)?.split_once(')')?;
        Some((name.get(..at)?.to_owned(), remark_on_zone(remark)?))
    });
    remarks.into_iter().next().or_else(|| word_in(&name))
}

/// A sign as it is compared: brackets, signs and width do not matter.
fn plain(c: char) -> char {
    match half_width(c) {
        '[' | '【' => '(',
        ']' | '】' => ')',
        '\u{2212}' => '-',
        other => other,
    }
}

/// What stands in brackets and names a zone and nothing else.
fn remark_on_zone(remark: &str) -> Option<StatedZone> {
    let remark = remark.trim();
    if matches!(remark, "北京时间" | "中国标准时间") {
        return "Asia/Shanghai".parse().ok().map(StatedZone::Named);
    }
    if remark.contains('/') {
        return remark.parse().ok().map(StatedZone::Named);
    }
    if remark == "Z" {
        return FixedOffset::east_opt(0).map(StatedZone::Offset);
    }
    let (rest, zone) = word_in(remark).or_else(|| {
        let (offset, rest) = offset(remark)?;
        Some((rest.to_owned(), StatedZone::Offset(offset)))
    })?;
    matches!(rest.trim().to_lowercase().as_str(), "" | "时间" | "time" | "时区" | "时区:").then_some(zone)
}

/// `UTC` or `GMT` as a word of its own, and the offset behind it.
fn word_in(name: &str) -> Option<(String, StatedZone)> {
    let lower = name.to_ascii_lowercase();
    let at = lower.rfind("utc").or_else(|| lower.rfind("gmt"))?;
    let (before, word, behind) = (name.get(..at)?, name.get(at..at + 3)?, name.get(at + 3..)?);
    let is_camel = |before: char| before.is_ascii_lowercase() && word.starts_with(['U', 'G']);
    let begins = before.chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric() || is_camel(c));
    let (offset, behind) = offset(behind).or_else(|| Some((FixedOffset::east_opt(0)?, behind)))?;
    let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '+';
    let ends = !behind.starts_with(goes_on);
    (begins && ends).then(|| (format!("{before}{behind}"), StatedZone::Offset(offset)))
}

/// An offset at the beginning of `text`, `+8`, `+08`, `+0800` or `+08:00`, and what follows it.
fn offset(text: &str) -> Option<(FixedOffset, &str)> {
    let text = text.trim_start();
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.strip_prefix(['+', '-'])?;
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(digits.len());
    let (number, rest) = digits.split_at_checked(end)?;
    let (hours, minutes) = match number.split_once(':') {
        Some(parts) => parts,
        None if number.len() == 4 => number.split_at_checked(2)?,
        None => (number, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_offset = hours <= 14 && minutes < 60;
    let offset = FixedOffset::east_opt(sign * (hours * 60 + minutes) * 60).filter(|_| is_offset)?;
    Some((offset, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::columns::fold;

    #[test]
    fn a_zone_is_known_however_a_name_states_it() {
        for (name, bare, zone) in [
            ("Sent At (UTC)", "sentat", "+00:00"),
            ("发送时间(UTC+0)", "发送时间", "+00:00"),
            ("时间（UTC＋8）", "时间", "+08:00"),
            ("时间 UTC+08:00", "时间", "+08:00"),
            ("Date [GMT-0330]", "date", "-03:30"),
            ("Time (+8)", "time", "+08:00"),
            ("created_at_utc", "createdat", "+00:00"),
            ("createdAtUTC", "createdat", "+00:00"),
            ("utc_time", "time", "+00:00"),
            ("UTC时间", "时间", "+00:00"),
            ("Timestamp (Asia/Shanghai)", "timestamp", "Asia/Shanghai"),
            ("SENT AT（北京时间）", "sentat", "Asia/Shanghai"),
        ] {
            let (found, stated) = parted(name).expect(name);
            let shown = match stated {
                StatedZone::Offset(offset) => offset.to_string(),
                StatedZone::Named(zone) => zone.name().to_owned(),
            };
            assert_eq!((fold(&found).as_str(), shown.as_str()), (bare, zone), "{name}");
        }
    }

    #[test]
    fn what_only_looks_like_a_zone_is_none() {
        for name in [
            "time",
            "Cutcost",
            "outcome",
            "time (local)",
            "内容（8）",
            "time (a/b)",
            "utcoffset",
            "time (+99)",
        ] {
            assert_eq!(parted(name), None, "{name}");
        }
    }
}
