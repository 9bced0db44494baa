//! What a line may be the header of. Which of several readings holds is settled by the whole text, elsewhere.

use super::{
    met::Met,
    name::{bare, closer_of, ends_a_name, is_mark, may_be_a_name, may_stand_alone, opener_of},
    status::without_status,
    when::{When, plain, when, whole},
};
use crate::import::text::{
    colon::split_at_colon,
    dates::{Cursor, is_space},
    edges::{has_plain_edges, trimmed},
};

/// The longest header, in bytes; what is longer is words.
pub(super) const HEADER_LIMIT: usize = 240;

/// In what order name, time and words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// `name time`, the words below.
    NameTime,
    /// `time name`, the words below.
    TimeName,
    /// The name, below it the time, below it the words.
    NameAboveTime,
    /// The time, below it the name, below it the words.
    TimeAboveName,
    /// `name time: words`.
    NameTimeSaid,
    /// `time name: words`.
    TimeSaid,
    /// `name：words`, without a time.
    Said,
}

/// How a header is laid out. All headers of one text are laid out alike; what is not is quoted, or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Layout {
    /// The order of its parts.
    pub shape: Shape,
    /// The bracket before the name.
    name_in: Option<char>,
    /// The bracket around the time.
    time_in: Option<char>,
    /// What stands between name and time, or name and words.
    mark: Option<char>,
    /// Whether `>` stands before the line.
    pub quoted: bool,
}

impl Layout {
    fn of(shape: Shape) -> Self {
        Self { shape, name_in: None, time_in: None, mark: None, quoted: false }
    }

    /// The bracket before the time.
    pub fn time_in(self) -> Option<char> {
        self.time_in
    }

    /// Whether the header takes two lines.
    pub fn takes_two_lines(self) -> bool {
        matches!(self.shape, Shape::NameAboveTime | Shape::TimeAboveName)
    }
}

/// One reading of a line as a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// How it is laid out.
    pub layout: Layout,
    /// The name.
    pub name: &'a str,
    /// The time beside it.
    pub when: Option<When>,
    /// The same as it is written; empty where there is none.
    pub written: &'a str,
    /// The words in the same line.
    pub words: &'a str,
    /// `已读` behind the time.
    pub status: Option<&'a str>,
}

/// Whether a character belongs to the layout around a header. What turns or hides letters is somebody's and stays.
fn is_layout(c: char) -> bool {
    is_space(c) || matches!(c, '\u{200E}' | '\u{200F}' | '\u{FEFF}')
}

pub(super) fn without_layout(text: &str) -> &str {
    if has_plain_edges(text) { text } else { text.trim_matches(is_layout) }
}

fn skip_blank(cursor: &mut Cursor<'_>) {
    while cursor.take_if(is_space).is_some() {}
}

/// The line without the `>` of a quotation.
pub fn unquoted(line: &str) -> Option<&str> {
    // Asked of every line; nearly all begin with a letter.
    line.as_bytes().first().filter(|b| matches!(b, b'>' | b'\t'..=b' ' | 0xC2 | 0xE1..=0xE3))?;
    let inner = line.trim_start().strip_prefix('>')?;
    Some(inner.strip_prefix(' ').unwrap_or(inner))
}

/// `name time`: the time is the last thing in the line, and the longest that reads as one.
pub(super) fn name_time(line: &str) -> Option<Header<'_>> {
    let (line, status) = without_status(line);
    if line.len() > HEADER_LIMIT {
        return None;
    }
    // `name (10:30):`
    let line = line.strip_suffix([':', '：']).map_or(line, |line| line.trim_end_matches(is_space));
    let closer = line.chars().next_back().filter(|c| matches!(c, ')' | '）' | ']' | '】'));
    let inner = closer.and_then(|closer| line.strip_suffix(closer)).unwrap_or(line);
    let last = inner.chars().next_back()?;
    if !last.is_ascii_digit() && !matches!(last, 'm' | 'M' | '.' | '秒' | '分' | '前' | '刚' | 'w' | 'o')
    {
        return None;
    }
    let mut before = None;
    inner.char_indices().find_map(|(at, c)| {
        let opened = before.replace(c)?;
        let parted = match closer {
            Some(closer) => opener_of(closer) == Some(opened),
            None => is_space(opened) || ends_a_name(opened),
        };
        let glued = closer.is_none() && c.is_ascii_digit() && !opened.is_ascii_digit();
        if !parted && !glued {
            return None;
        }
        let (name, time) = inner.split_at_checked(at)?;
        let found = whole_time(time).filter(|found| parted || matches!(found, When::Stamp(..)))?;
        let name = if closer.is_some() { name.trim_end_matches(opened) } else { name };
        let (name, layout) = named(name, Shape::NameTime, closer.and(Some(opened)))?;
        let (when, written) = (Some(found), time);
        Some(Header { layout, name, when, written, words: "", status })
    })
}

/// A time without brackets that takes all of the text.
fn whole_time(text: &str) -> Option<When> {
    if let Some(found) = plain(text) {
        return Some(found);
    }
    let mut cursor = Cursor::new(text);
    let found = when(&mut cursor)?;
    cursor.skip_space();
    cursor.rest().is_empty().then_some(found)
}

/// `time name` and `time name: words`.
pub(super) fn time_first<'a>(line: &'a str, mut found: impl FnMut(Header<'a>)) {
    let mut cursor = Cursor::new(line);
    let opener = cursor.take_if(|c| closer_of(c).is_some());
    cursor.skip_space();
    let stamp = cursor.rest();
    let Some(time) = when(&mut cursor) else { return };
    let (when, written) = (Some(time), cursor.taken_of(stamp));
    if let Some(opener) = opener {
        cursor.skip_space();
        if closer_of(opener).is_none_or(|closer| !cursor.eat(closer)) {
            return;
        }
    }
    let parted = cursor.peek().is_some_and(is_space) || opener.is_some();
    let before_mark = cursor;
    skip_blank(&mut cursor);
    let mark = cursor.take_if(|c| matches!(c, '-' | '–' | '—' | ',' | '，' | '|' | '｜' | ':' | '：'));
    if mark.is_none() && !parted && !matches!(time, When::Stamp(..)) {
        return;
    }
    if mark == Some(',') && !before_mark.rest().starts_with(", ") {
        // A row of a table.
        return;
    }
    let rest = cursor.rest().trim_matches(is_space);
    let base = |shape| Layout { time_in: opener, mark, ..Layout::of(shape) };
    if let Some((name, said)) = spoken_after_time(rest) {
        let (name, name_in) = bare(name);
        if may_be_a_name(name) {
            let layout = Layout { name_in, ..base(Shape::TimeSaid) };
            found(Header { layout, name, when, written, words: said, status: None });
        }
    }
    let (rest, status) = without_status(rest);
    let (name, name_in) = bare(rest.trim_end_matches([':', '：']));
    if may_be_a_name(name) && name.len() <= HEADER_LIMIT {
        let layout = Layout { name_in, ..base(Shape::TimeName) };
        found(Header { layout, name, when, written, words: "", status });
    }
}

/// The name and the words behind a time: parted by a tab, by brackets around the name, or by a colon. A colon
/// without a space behind it may be within a name: `店:客服`.
fn spoken_after_time(rest: &str) -> Option<(&str, &str)> {
    if let Some((name, words)) = rest.split_once('\t') {
        return Some((name.trim(), words.trim_start()));
    }
    for (opener, closer) in [('<', '>'), ('[', ']')] {
        if let Some((name, words)) = rest.strip_prefix(opener).and_then(|rest| rest.split_once(closer))
            && !words.trim().is_empty()
        {
            let words = words.trim_start().trim_start_matches([':', '：']).trim_start();
            return Some((name, words));
        }
    }
    let (name, words) = rest
        .split_once('：')
        .filter(|(name, _)| !name.contains(": "))
        .or_else(|| rest.split_once(": "))
        .or_else(|| rest.split_once(':'))?;
    (!words.is_empty()).then(|| (name.trim_end(), words.trim_start()))
}

/// `name time: words`, `[name] [time] words`.
pub(super) fn name_time_said(line: &str) -> Option<Header<'_>> {
    let mut before = None;
    line.char_indices().take_while(|(at, _)| *at < HEADER_LIMIT).find_map(|(at, c)| {
        let opened = before.replace(c)?;
        if !(is_space(opened) || closer_of(opened).is_some()) || !(c.is_ascii_digit() || c.is_alphabetic()) {
            return None;
        }
        let (name, rest) = line.split_at_checked(at)?;
        let mut cursor = Cursor::new(rest);
        let when = Some(when(&mut cursor)?);
        let written = cursor.taken_of(rest);
        let bracket = closer_of(opened).is_some().then_some(opened);
        if let Some(closer) = bracket.and_then(closer_of) {
            cursor.eat(closer).then_some(())?;
        }
        let name = bracket.map_or(name, |bracket| name.trim_end_matches(bracket));
        let (name, layout) = named(name, Shape::NameTimeSaid, bracket)?;
        let behind = cursor;
        skip_blank(&mut cursor);
        let in_columns = opened == '\t' && behind.peek() == Some('\t');
        let said = in_columns || cursor.take_if(|c| matches!(c, ':' | '：')).is_some();
        if !said
            && (layout.name_in.is_none() || bracket.is_none() || behind.peek().is_none_or(|c| !is_space(c)))
        {
            return None;
        }
        let words = cursor.rest().trim_matches(is_space);
        (!words.is_empty()).then_some(Header { layout, name, when, written, words, status: None })
    })
}

/// `name：words` without a time.
pub(super) fn said(line: &str) -> Option<Header<'_>> {
    let (name, words) = split_at_colon(line)?;
    let within_a_number = name.ends_with(|c: char| c.is_ascii_digit())
        && words.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    if within_a_number || words.starts_with("//") {
        return None;
    }
    let (name, name_in) = bare(name.trim_end());
    let counts = name.chars().all(|c| c.is_ascii_digit()) && name.len() <= 3;
    if counts || !may_stand_alone(name) {
        return None;
    }
    let layout = Layout { name_in, mark: Some('：'), ..Layout::of(Shape::Said) };
    Some(Header { layout, name, when: None, written: "", words: words.trim_start(), status: None })
}

pub(super) fn name_above_time<'a>(
    line: &'a str,
    next: &'a str,
    number: u64,
    met: &mut Met,
) -> Option<Header<'a>> {
    let (next, status) = without_status(trimmed(next));
    let found = met.look(number, next)?;
    let time_in = next.chars().next().filter(|c| closer_of(*c).is_some());
    let (name, layout) = parted(line, Shape::NameAboveTime, time_in)?;
    let header = Header { layout, name, when: Some(found), written: next, words: "", status };
    may_stand_alone(name).then_some(header)
}

pub(super) fn time_above_name<'a>(found: When, line: &'a str, next: &'a str) -> Option<Header<'a>> {
    let (next, status) = without_status(trimmed(next));
    let (name, layout) = parted(next, Shape::TimeAboveName, None)?;
    let header = Header { layout, name, when: Some(found), written: line, words: "", status };
    // What may be a name is no time; what marks or brackets made longer may be.
    (may_stand_alone(name) && (name.len() == next.len() || whole(next).is_none())).then_some(header)
}

/// The name that stands before a time, and the layout it gives.
fn named(text: &str, shape: Shape, time_in: Option<char>) -> Option<(&str, Layout)> {
    parted(text, shape, time_in).filter(|(name, _)| may_be_a_name(name))
}

/// The same, be it a name or not.
fn parted(text: &str, shape: Shape, time_in: Option<char>) -> Option<(&str, Layout)> {
    let text = without_layout(text);
    let mark = text.chars().next_back().filter(|c| is_mark(*c));
    let text = match mark {
        Some(mark @ ('-' | '–' | '—' | '~')) => {
            let before = text.strip_suffix(mark)?;
            // Without a space it is the name's own.
            if before.ends_with(is_space) { before } else { text }
        }
        Some(mark) => text.strip_suffix(mark)?,
        None => text,
    };
    let (name, name_in) = bare(text.trim_end_matches(is_space));
    let layout = Layout { name_in, time_in, mark, ..Layout::of(shape) };
    Some((name, layout))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{pasted::readings::readings_in, platform::wechat::window::Seen};

    fn reads(line: &str, next: Option<&str>, shape: Shape) -> Option<(String, String)> {
        let seen = Seen { number: 1, text: line, blank_before: true, next };
        let mut found = None;
        readings_in(&seen, None, shape, &mut Met::default(), |header| {
            if header.layout.shape == shape {
                found.get_or_insert((header.name.to_owned(), header.words.to_owned()));
            }
        });
        found
    }

    fn name(line: &str) -> Option<String> {
        reads(line, None, Shape::NameTime).map(|(name, _)| name)
    }

    #[test]
    fn the_time_of_a_header_is_the_longest_at_its_end() {
        for (line, expected) in [
            ("张三 2024-01-15 10:30", "张三"),
            ("小王 11:00-20:00  17:34", "小王 11:00-20:00"),
            ("张 三\u{3000}2024/1/5 14:30:25", "张 三"),
            ("李四(z001)\t2024-03-09 04:58:24", "李四(z001)"),
            ("李四（2024-03-09 04:58:24）", "李四"),
            ("李四2024-03-09 04:58:24", "李四"),
            ("[小林] 2024-03-09 04:58", "小林"),
            ("【VIP】小林 2024-03-09 04:58", "【VIP】小林"),
            ("Mara, [05.03.2024 14:20]", "Mara"),
            ("Mara — 2024/3/5 14:20", "Mara"),
            ("小林：2024-03-09 04：58", "小林"),
            ("🐟🐟 昨天 10:30", "🐟🐟"),
            ("小林 2024-03-09 04:58 已读", "小林"),
            ("> 小林 2024-03-09 04:58", "小林"),
            ("13800138000 2024-03-09 04:58", "13800138000"),
        ] {
            assert_eq!(name(line).as_deref(), Some(expected), "{line}");
        }
        for line in ["2024-03-09 04:58", "10:00 12:00", "价格  12.50", "2024-01-15 10:30 - 11:00", "—— 10:30"]
        {
            assert_eq!(name(line), None, "{line}");
        }
    }

    #[test]
    fn names_and_words_behind_a_time_are_parted_in_every_way_programs_do() {
        for (line, expected) in [
            ("2024-03-09 04:58 小林：好: 的", ("小林", "好: 的")),
            ("[10:30] 小林: 好", ("小林", "好")),
            ("10:30 灯火旗舰店:小禾: 您好", ("灯火旗舰店:小禾", "您好")),
            ("2024-03-09 04:58\t小林\t好", ("小林", "好")),
            ("[10:30] <lin> ok", ("lin", "ok")),
        ] {
            let found = reads(line, None, Shape::TimeSaid);
            assert_eq!(found, Some((expected.0.to_owned(), expected.1.to_owned())), "{line}");
        }
        let below = |line| reads(line, None, Shape::TimeName).map(|(name, _)| name);
        assert_eq!(below("2024-03-09 04:58:11 灯火旗舰店:小禾").as_deref(), Some("灯火旗舰店:小禾"));
        assert_eq!(below("2024-03-09 04:58:11,小禾,好"), None, "a row of a table");
        let said = |line| reads(line, None, Shape::NameTimeSaid);
        let expected = Some(("小林".to_owned(), "好".to_owned()));
        for line in ["小林 2024-03-09 04:58：好", "小林(2024-03-09 04:58:11): 好", "[小林] [下午 2:15] 好"]
        {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn two_lines_make_a_header_where_one_is_a_time_and_the_other_may_be_a_name() {
        let above = |line, next| reads(line, Some(next), Shape::NameAboveTime).map(|(name, _)| name);
        assert_eq!(above("小林", "2024-03-09 04:58").as_deref(), Some("小林"));
        assert_eq!(above("> 小林", "> 昨天 04:58").as_deref(), Some("小林"));
        assert_eq!(above("好的，谢谢。", "2024-03-09 04:58"), None, "a sentence");
        let below = |line, next| reads(line, Some(next), Shape::TimeAboveName).map(|(name, _)| name);
        assert_eq!(below("2024-03-09 04:58", "小林").as_deref(), Some("小林"));
    }

    #[test]
    fn a_name_without_a_time_is_no_number_address_or_list() {
        let said = |line| reads(line, None, Shape::Said).map(|(name, _)| name);
        assert_eq!(said("小林：好的").as_deref(), Some("小林"));
        for line in ["https://a.example", "10:30", "1：先拍照", "\"text\": 1", "他说，我：好"] {
            assert_eq!(said(line), None, "{line}");
        }
    }
}
