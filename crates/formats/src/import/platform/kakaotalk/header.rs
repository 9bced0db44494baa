//! What single lines of KakaoTalk's exports look like.

use crate::import::text::dates::{Clock, Cursor, NumericDate, clock, is_space, named_date, weekday};
use chrono::NaiveDate;
use yanju_model::draft::DateOrder;

/// How the messages of an export begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `[name] [오후 2:15] words` below a day.
    Windows,
    /// `2025년 1월 1일 오전 9:30, name : words`, on iOS `2025. 1. 1. 오전 9:30, name : words`.
    Phone,
}

/// The start of a message or of a line of the system.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    /// How it is laid out.
    pub layout: Layout,
    /// The day, where it stands beside the time.
    pub date: Option<NaiveDate>,
    /// The time of day.
    pub clock: Clock,
    /// The time as it is written.
    pub written: &'a str,
    /// The name; `None` for a line of the system.
    pub name: Option<&'a str>,
    /// The words.
    pub words: &'a str,
}

/// The header that a line starts with.
pub fn header(line: &str) -> Option<Header<'_>> {
    windows(line).or_else(|| phone(line))
}

/// `[name] [오후 2:15] words`; the name may hold brackets.
fn windows(line: &str) -> Option<Header<'_>> {
    let inner = line.trim_start_matches('\u{FEFF}').strip_prefix('[')?;
    inner.match_indices("] [").take(8).find_map(|(at, _)| {
        let (name, rest) = inner.split_at_checked(at)?;
        let stamp = rest.strip_prefix("] [")?;
        let mut cursor = Cursor::new(stamp);
        let clock = clock(&mut cursor)?;
        let written = cursor.taken_of(stamp);
        cursor.eat(']').then_some(())?;
        cursor.eat(' ');
        let words = cursor.rest();
        (!name.is_empty()).then_some(Header {
            layout: Layout::Windows,
            date: None,
            clock,
            written,
            name: Some(name),
            words,
        })
    })
}

/// `2025년 1월 1일 오전 9:30, name : words`; a line of the system has no ` : `.
fn phone(line: &str) -> Option<Header<'_>> {
    let mut cursor = Cursor::new(line);
    cursor.skip_marks();
    let date = date(&mut cursor)?;
    cursor.eat(',');
    cursor.skip_space();
    if cursor.eat_word("at ") {
        cursor.skip_space();
    }
    let clock = clock(&mut cursor)?;
    let written = cursor.taken_of(line);
    // iOS writes a colon before its own sentences.
    let is_own = cursor.take_if(|c| matches!(c, ',' | ':'))? == ':';
    cursor.take_if(is_space)?;
    let rest = cursor.rest();
    let found =
        |name, words| Some(Header { layout: Layout::Phone, date: Some(date), clock, written, name, words });
    match rest.split_once(" : ").or_else(|| rest.strip_suffix(" :").map(|name| (name, ""))) {
        Some((name, words)) if !is_own && !name.is_empty() => found(Some(name), words),
        _ => found(None, rest),
    }
}

/// Takes a day: `2025년 1월 1일`, `2025. 1. 1.`, `January 1, 2025`.
fn date(cursor: &mut Cursor<'_>) -> Option<NaiveDate> {
    if let Some(date) = named_date(cursor) {
        return Some(date);
    }
    let mut ahead = *cursor;
    let numbers = NumericDate::take(&mut ahead).filter(|date| matches!(date.separator(), '년' | '.'))?;
    numbers.own_order()?;
    let date = numbers.in_order(DateOrder::Ymd)?;
    *cursor = ahead;
    Some(date)
}

/// The day of what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLine {
    /// The day.
    pub day: NaiveDate,
    /// Whether dashes are drawn around it.
    pub drawn: bool,
}

impl DayLine {
    /// Whether it is one of an export laid out so, and nobody's words. On phones a day stands apart, or above a
    /// message of its own; `above` and `below` are the lines around it.
    pub fn is_of(self, layout: Layout, above: Option<&str>, below: Option<&str>) -> bool {
        let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
        match layout {
            Layout::Windows => self.drawn,
            Layout::Phone => {
                let dated = below.and_then(header).and_then(|found| found.date);
                dated == Some(self.day) || (is_blank(above) && is_blank(below))
            }
        }
    }
}

/// The day that a line names: `---- 2020년 6월 28일 일요일 ----`, on phones without the drawing and sometimes with
/// the time of the first message.
pub fn day_line(line: &str) -> Option<DayLine> {
    let inner = line.trim().trim_matches(['-', ' ']);
    let drawn = inner.len() + 10 < line.trim().len();
    let mut cursor = Cursor::new(inner);
    cursor.skip_marks();
    let before = weekday(&mut cursor).is_some();
    cursor.eat(',');
    cursor.skip_space();
    let found = date(&mut cursor)?;
    cursor.eat(',');
    cursor.skip_space();
    let named = before || weekday(&mut cursor).is_some();
    if !drawn && !named {
        cursor.eat_word("at ");
        cursor.skip_space();
        // A day by itself may be somebody's words.
        clock(&mut cursor)?;
    }
    cursor.rest().is_empty().then_some(DayLine { day: found, drawn })
}

/// With whom the talk was, by the first line.
pub fn title(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{FEFF}').trim();
    let name = line
        .strip_suffix("카카오톡 대화")
        .and_then(|before| before.trim_end().strip_suffix(['과', '와']))
        .map(|before| before.trim_end().strip_suffix('님').unwrap_or(before))
        .or_else(|| line.strip_prefix("KakaoTalk Chats with "))
        .or_else(|| line.strip_prefix("Talk history with "))
        .or_else(|| line.strip_suffix(" KakaoTalk Chats"))?;
    Some(name.trim()).filter(|name| !name.is_empty())
}

/// Whether a line says when the text was saved.
pub fn is_saved_at(line: &str) -> bool {
    ["저장한 날짜", "Date Saved", "Date saved", "Saved on"].iter().any(|word| {
        let rest = line.trim().strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_all_programs_are_read() {
        for (line, name, words) in [
            ("[수아] [오후 2:15] 안녕", Some("수아"), "안녕"),
            ("[[VIP] 수아] [14:15] 안녕", Some("[VIP] 수아"), "안녕"),
            ("[Mara] [2:15 PM] hi: you", Some("Mara"), "hi: you"),
            ("2025년 1월 1일 오전 9:30, 수아 : 안녕 : 하세요", Some("수아"), "안녕 : 하세요"),
            ("2025. 10. 14. 오전 9:30, 수아 : 안녕", Some("수아"), "안녕"),
            ("January 1, 2025 at 9:30 AM, Mara : hi", Some("Mara"), "hi"),
            ("Jan 1, 2025, 9:30 AM, Mara : hi", Some("Mara"), "hi"),
            ("2025년 1월 1일 오전 9:30, 수아님이 들어왔습니다.", None, "수아님이 들어왔습니다."),
            ("2025. 10. 14. 오전 9:30: 수아님이 나갔습니다.", None, "수아님이 나갔습니다."),
        ] {
            let found = header(line).map(|found| (found.name, found.words));
            assert_eq!(found, Some((name, words)), "{line}");
        }
        for line in ["[공지] 오늘 휴무", "2025년 1월 1일 오전 9:30", "[1] [2] x", "2025-01-01 9:30, a : b"]
        {
            assert!(header(line).is_none(), "{line}");
        }
    }

    #[test]
    fn days_and_titles_are_known() {
        let day = NaiveDate::from_ymd_opt(2020, 6, 28);
        for line in [
            "--------------- 2020년 6월 28일 일요일 ---------------",
            "--------------- Sunday, June 28, 2020 ---------------",
            "2020년 6월 28일 오전 9:30",
            "2020년 6월 28일 일요일",
            "Sunday, June 28, 2020",
        ] {
            assert_eq!(day_line(line).map(|found| found.day), day, "{line}");
        }
        for line in ["2020년 6월 28일", "2020년 6월 28일 만나요", "------"] {
            assert_eq!(day_line(line), None, "{line}");
        }
        assert_eq!(title("수아 님과 카카오톡 대화"), Some("수아"));
        assert_eq!(title("KakaoTalk Chats with Lamp"), Some("Lamp"));
    }
}
