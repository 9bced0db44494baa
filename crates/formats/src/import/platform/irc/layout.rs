//! What single lines of IRC logs look like.

use crate::import::text::dates::{Clock, Cursor, NumericDate, clock, named_date, parse_time, weekday};
use chrono::{NaiveDate, NaiveDateTime};
use yanju_model::{SourceTime, draft::DateOrder};

/// A line with a time.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The day, where it stands beside the time.
    pub date: Option<NaiveDate>,
    /// The time of day.
    pub clock: Clock,
    /// Both as they are written.
    pub written: &'a str,
    /// Who wrote; `None` for a line of the system.
    pub nick: Option<&'a str>,
    /// The words; with `* nick` where somebody does something.
    pub words: &'a str,
}

/// The entry that a line is: `[10:02] <nick> words`, `2024-03-05 10:02:11 <nick> words`, `[10:02] * nick waves`.
pub fn entry(line: &str) -> Option<Entry<'_>> {
    let mut cursor = Cursor::new(line.trim_start_matches('\u{FEFF}'));
    let bracketed = cursor.eat('[') || cursor.eat('(');
    let stamp = cursor.rest();
    let date = match NumericDate::take(&mut cursor) {
        Some(numbers) => {
            numbers.own_order()?;
            let date = numbers.in_order(DateOrder::Ymd)?;
            if !cursor.eat('T') {
                cursor.take_if(|c| matches!(c, ' ' | '\t' | '_'))?;
                cursor.skip_space();
            }
            Some(date)
        }
        None => None,
    };
    let clock = clock(&mut cursor)?;
    let written = cursor.taken_of(stamp);
    if bracketed && cursor.take_if(|c| matches!(c, ']' | ')')).is_none() {
        return None;
    }
    cursor.take_if(|c| matches!(c, ' ' | '\t'))?;
    let rest = cursor.rest();
    let found = |nick, words| Entry { date, clock, written, nick, words };
    if let Some((nick, words)) = said(rest.trim_start()) {
        return Some(found(Some(nick), words));
    }
    if let Some(nick) = acting(rest.trim_start()) {
        return Some(found(Some(nick), rest.trim_start()));
    }
    (bracketed || is_own(rest.trim_start())).then(|| found(None, rest.trim()))
}

/// `<nick> words`; the sign of a rank before the nick is not the nick's.
fn said(rest: &str) -> Option<(&str, &str)> {
    let (nick, words) = rest.strip_prefix('<')?.split_once('>')?;
    let nick = without_rank(nick);
    is_nick(nick).then(|| (nick, words.strip_prefix(' ').unwrap_or(words)))
}

/// `* nick does something`.
fn acting(rest: &str) -> Option<&str> {
    let nick = without_rank(rest.strip_prefix("* ")?.split(' ').next()?);
    is_nick(nick).then_some(nick)
}

fn without_rank(nick: &str) -> &str {
    nick.trim_start_matches([' ', '@', '+', '%', '&', '~', '!'])
}

fn is_nick(nick: &str) -> bool {
    !nick.is_empty()
        && nick.len() <= 64
        && nick.chars().all(|c| c.is_alphanumeric() || "[]\\`_^{|}-.".contains(c))
}

/// Whether what follows a time is a sentence of the server or the program.
fn is_own(rest: &str) -> bool {
    ["***", "===", "-!-", "---", "-->", "<--", "*** ", "-*-"].iter().any(|mark| rest.starts_with(mark))
}

/// Whether a line is a sentence of the server or the program, with or without a time.
pub fn is_event(line: &str) -> bool {
    let is_of_session = ["Session Start: ", "Session Ident: ", "Session Time: ", "Session Close: "]
        .iter()
        .any(|mark| line.starts_with(mark));
    is_of_session || is_own(line.trim_start()) || entry(line).is_some_and(|found| found.nick.is_none())
}

/// The day that a line of the program names for what follows: `--- Day changed Wed Mar 06 2024`,
/// `--- Log opened Tue Mar 05 10:00:00 2024`, `**** BEGIN LOGGING AT Tue Mar  5 10:00:00 2024`.
pub fn day_line(line: &str) -> Option<NaiveDate> {
    const MARKS: &[&str] = &[
        "--- Day changed ",
        "--- Log opened ",
        "**** BEGIN LOGGING AT ",
        "Session Start: ",
        "Session Time: ",
        "=== Day changed ",
    ];
    let rest = MARKS.iter().find_map(|mark| line.trim().strip_prefix(mark))?;
    let mut cursor = Cursor::new(rest);
    if weekday(&mut cursor).is_some() {
        cursor.skip_space();
    }
    if let Some(date) = named_date(&mut cursor) {
        return Some(date);
    }
    if let Some(SourceTime::Local(at, _)) = parse_time(cursor.rest()) {
        return Some(at.date());
    }
    NaiveDateTime::parse_from_str(cursor.rest(), "%b %e %H:%M:%S %Y").ok().map(|at| at.date())
}

/// The channel that words name first: `#lamps`.
pub fn channel_in(words: &str) -> Option<&str> {
    let (at, _) = words.match_indices('#').next()?;
    let (_, rest) = words.split_at_checked(at)?;
    let end = rest
        .char_indices()
        .skip_while(|(_, c)| *c == '#')
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '+'))
        .map_or(rest.len(), |(end, _)| end);
    let (channel, _) = rest.split_at_checked(end)?;
    let channel = without_date(channel);
    (channel.trim_start_matches('#').chars().next().is_some()).then_some(channel)
}

/// A channel's name without the date that a file's name joins to it: `#lamps-2024-03-05`.
fn without_date(channel: &str) -> &str {
    let at = channel.char_indices().find(|(at, _)| {
        let rest = channel.split_at_checked(*at).and_then(|(_, rest)| rest.strip_prefix(['-', '_']));
        rest.is_some_and(|rest| date_at(rest).is_some())
    });
    at.and_then(|(at, _)| channel.split_at_checked(at)).map_or(channel, |(start, _)| start)
}

/// The date in a file's name, where there is exactly one: `2024-03-05-#lamps`, `#lamps_20240305`.
pub fn name_date(stem: &str) -> Option<NaiveDate> {
    let mut before = ' ';
    let mut found = None;
    for (at, c) in stem.char_indices() {
        if c.is_ascii_digit() && !before.is_ascii_digit() {
            let date = stem.split_at_checked(at).and_then(|(_, rest)| date_at(rest));
            if date.is_some() && found.is_some() {
                return None;
            }
            found = found.or(date);
        }
        before = c;
    }
    found
}

/// The date that words begin with, the year first, with or without signs between.
fn date_at(words: &str) -> Option<NaiveDate> {
    let mut cursor = Cursor::new(words);
    if let Some(numbers) = NumericDate::take(&mut cursor) {
        numbers.own_order()?;
        return numbers.in_order(DateOrder::Ymd);
    }
    let digits: String = words.chars().take_while(char::is_ascii_digit).take(9).collect();
    (digits.len() == 8).then(|| NaiveDate::parse_from_str(&digits, "%Y%m%d").ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_many_programs_are_read() {
        for (line, nick, words) in [
            ("[10:02] <mara> hi", Some("mara"), "hi"),
            ("[10:02] <@mara> hi", Some("mara"), "hi"),
            ("10:02 < mara> hi", Some("mara"), "hi"),
            ("[2024-03-05 10:02:11] <mara|away> hi", Some("mara|away"), "hi"),
            ("2024-03-05T10:02:11 <mara> hi", Some("mara"), "hi"),
            ("[10:02]  * mara waves", Some("mara"), "* mara waves"),
            ("[10:02] *** mara has joined #lamps", None, "*** mara has joined #lamps"),
            ("10:02 -!- mara [~m@host] has joined #lamps", None, "-!- mara [~m@host] has joined #lamps"),
        ] {
            assert_eq!(entry(line).map(|found| (found.nick, found.words)), Some((nick, words)), "{line}");
        }
        for line in ["10:02 lunch", "<mara> hi", "[10:02", "hi"] {
            assert!(entry(line).is_none(), "{line}");
        }
    }

    #[test]
    fn days_channels_and_dates_of_names_are_found() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5);
        for line in [
            "--- Day changed Tue Mar 05 2024",
            "--- Log opened Tue Mar 05 10:00:00 2024",
            "**** BEGIN LOGGING AT Tue Mar  5 10:00:00 2024",
        ] {
            assert_eq!(day_line(line), day, "{line}");
        }
        assert_eq!(channel_in("=== mara [~m@host] has joined #lamp-help"), Some("#lamp-help"));
        assert_eq!(channel_in("2024-03-05-#lamps"), Some("#lamps"));
        assert_eq!(channel_in("#lamps-2024-03-05"), Some("#lamps"));
        for stem in ["2024-03-05-#lamps", "#lamps_20240305", "lamps.2024_03_05".replace('_', "-").as_str()] {
            assert_eq!(name_date(stem), day, "{stem}");
        }
        assert_eq!(name_date("2024-03-05 to 2024-03-06"), None, "which of the two?");
        assert_eq!(name_date("log 123456789"), None);
    }
}
