//! What single lines of LINE's texts look like. How they follow each other is settled elsewhere.

use crate::import::text::dates::{Clock, Cursor, NumericDate, clock, is_space, weekday};
use chrono::Weekday;

/// How the entries of a text are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// `HH:MM⇥name⇥words` below a day: phones.
    Tabs,
    /// `2026-06-15⇥14:20⇥name⇥words`.
    DatedTabs,
    /// `[2026/06/15 14:20] name: words`.
    Brackets,
    /// `HH:MM name words` below a day: computers. Names may hold spaces.
    Spaces,
}

impl Layout {
    /// Whether the day stands in a line of its own.
    pub fn has_day_lines(self) -> bool {
        matches!(self, Self::Tabs | Self::Spaces)
    }
}

/// A time with the day beside it, where there is one.
#[derive(Debug, Clone, Copy)]
pub struct Dated {
    /// The day.
    pub date: Option<NumericDate>,
    /// The time of day.
    pub clock: Clock,
}

/// The start of a message or of a line of the system.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When.
    pub dated: Dated,
    /// The same as it is written.
    pub written: &'a str,
    /// The name and the words.
    pub rest: &'a str,
}

/// The entry that a line is in a layout.
pub fn entry(line: &str, layout: Layout) -> Option<Entry<'_>> {
    let mut cursor = Cursor::new(line);
    cursor.skip_marks();
    if layout == Layout::Brackets {
        cursor.eat('[').then_some(())?;
    }
    let stamp = cursor.rest();
    let date = match layout {
        Layout::Tabs | Layout::Spaces => None,
        Layout::DatedTabs => {
            let date = NumericDate::take(&mut cursor)?;
            cursor.eat('\t').then_some(date)
        }
        Layout::Brackets => {
            let date = NumericDate::take(&mut cursor)?;
            cursor.take_if(is_space).map(|_| date)
        }
    };
    if !layout.has_day_lines() {
        date?;
    }
    let clock = clock(&mut cursor)?;
    let written = cursor.taken_of(stamp);
    let wanted = match layout {
        Layout::Tabs | Layout::DatedTabs => '\t',
        Layout::Brackets => ']',
        Layout::Spaces => ' ',
    };
    cursor.eat(wanted).then_some(())?;
    Some(Entry { dated: Dated { date, clock }, written, rest: cursor.rest() })
}

/// A line that names the day of what follows.
#[derive(Debug, Clone, Copy)]
pub struct DayLine {
    /// The day.
    pub date: NumericDate,
    /// Its weekday, which may tell the order of the numbers.
    pub weekday: Option<Weekday>,
}

/// How a line of a day is written; LINE writes all of one text alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayWriting {
    separator: char,
    has_weekday: bool,
}

impl DayLine {
    /// How it is written.
    pub fn writing(self) -> DayWriting {
        DayWriting { separator: self.date.separator(), has_weekday: self.weekday.is_some() }
    }
}

/// The day that a line names: `2026/06/15(月)`, `2025.12.10 Wednesday`, `Fri, 1/30/2026`, `2026/1/30周五`.
pub fn day_line(line: &str) -> Option<DayLine> {
    let mut cursor = Cursor::new(line.trim());
    cursor.skip_marks();
    let before = weekday(&mut cursor);
    cursor.eat(',');
    cursor.skip_space();
    // LINE writes none with 年.
    let date = NumericDate::take(&mut cursor).filter(|date| date.separator().is_ascii())?;
    cursor.eat(',');
    cursor.skip_space();
    let weekday = before.or_else(|| weekday(&mut cursor));
    cursor.rest().trim().is_empty().then_some(DayLine { date, weekday })
}

/// What stands around the name in the first line.
const TITLES: &[(&str, &str)] = &[
    ("", "とのトーク履歴"),
    ("", "のトーク履歴"),
    ("", "とのトーク"),
    ("Chat history with ", ""),
    ("Chat history in ", ""),
    ("Chat with ", ""),
    ("与", "的聊天记录"),
    ("與", "的聊天記錄"),
    ("與", "的聊天"),
    ("", "的聊天记录"),
    ("", "的聊天記錄"),
    ("", "님과의 대화"),
    ("", "의 대화"),
];

/// With whom the talk was or what the group is called, by the first line: `[LINE] 林さんとのトーク履歴`.
pub fn title(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{FEFF}').trim();
    let words = line.strip_prefix("[LINE]")?.trim();
    let named = TITLES.iter().find_map(|(before, behind)| {
        let name = words.strip_prefix(before)?.strip_suffix(behind)?.trim();
        (!name.is_empty()).then_some(name)
    });
    Some(named.unwrap_or(words)).filter(|name| !name.is_empty())
}

/// Whether a line says when the text was saved: `保存日時：2026/06/15 12:00`.
pub fn is_saved_at(line: &str) -> bool {
    const WORDS: &[&str] =
        &["保存日時", "儲存日期", "保存日期", "保存时间", "儲存時間", "Saved on", "Saved at", "저장한 날짜"];
    let line = line.trim();
    WORDS.iter().any(|word| {
        let rest = line.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with([':', '：']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_talk_in_every_language() {
        for (line, name) in [
            ("[LINE] 林さんとのトーク履歴", "林さん"),
            ("[LINE] 灯火サポートのトーク履歴", "灯火サポート"),
            ("\u{FEFF}[LINE]與林夕的聊天記錄", "林夕"),
            ("[LINE] 与林夕的聊天记录", "林夕"),
            ("[LINE] Chat history with Mara", "Mara"),
            ("[LINE] Chat history in Lamp Support", "Lamp Support"),
            ("[LINE] 林夕", "林夕"),
        ] {
            assert_eq!(title(line), Some(name), "{line}");
        }
        assert_eq!(title("LINE is down"), None);
    }

    #[test]
    fn days_are_known_in_the_writings_of_all_languages() {
        for line in [
            "2026/06/15(月)",
            "2025.12.10 Wednesday",
            "Fri, 1/30/2026",
            "2026/1/30周五",
            "2026.01.16 금요일",
            "2026/6/15",
        ] {
            assert!(day_line(line).is_some(), "{line}");
        }
        for line in ["2026/06/15 08:00", "2026.06.15 deadline", "12.50", "月"] {
            assert!(day_line(line).is_none(), "{line}");
        }
    }
}
