//! What single lines of the message manager's texts look like. How they follow each other is the reader's.

use crate::import::text::{
    ahead::Ahead,
    dates::is_space,
    edges::trimmed,
    moment::{Moment, day, moment},
};

/// How many lines below another are looked at: two blanks and the three lines of a section.
pub const REACH: usize = 5;

/// The dashes on either side of a name.
const DASHES: &str = "----------------------------";

/// How headers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `sender(2024-03-08 07:58:24):  text`
    Stamped,
    /// `2012-03-08 07:58:24 sender: text`, as the program wrote when it was still a messenger.
    Plain,
}

/// The line that begins a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// Who wrote.
    pub name: &'a str,
    /// When.
    pub moment: Moment,
    /// The first of the words.
    pub words: &'a str,
}

impl Layout {
    /// The header that a line is in this layout.
    pub fn header(self, line: &str) -> Option<Header<'_>> {
        match self {
            Self::Stamped => stamped(line),
            Self::Plain => plain(line),
        }
    }

    /// The layout in which a line is a header.
    pub fn of(line: &str) -> Option<Self> {
        [Self::Plain, Self::Stamped].into_iter().find(|layout| layout.header(line).is_some())
    }
}

/// The name ends at the first bracket that holds a moment; names hold colons and brackets themselves.
fn stamped(line: &str) -> Option<Header<'_>> {
    const MOMENT: usize = "2024-03-08 07:58:24".len();
    line.match_indices("):").find_map(|(at, mark)| {
        let (before, after) = line.split_at_checked(at)?;
        let words = after.strip_prefix(mark).filter(|words| words.is_empty() || words.starts_with(' '))?;
        let (before, time) = before.split_at_checked(before.len().checked_sub(MOMENT)?)?;
        let name = before.strip_suffix('(').map(trimmed).filter(|name| !name.is_empty())?;
        let words = words.strip_prefix("  ").or_else(|| words.strip_prefix(' ')).unwrap_or(words);
        Some(Header { name, moment: moment(time)?, words })
    })
}

fn plain(line: &str) -> Option<Header<'_>> {
    let (date, rest) = line.split_once(' ')?;
    let (clock, rest) = rest.split_once(' ')?;
    let moment = line.get(..date.len() + 1 + clock.len()).and_then(moment)?;
    let (name, words) = rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?;
    let name = name.trim();
    (!name.is_empty()).then_some(Header { name, moment, words })
}

/// Whether a line is the date above a header of that day.
pub fn is_date_above(line: &str, below: Option<&str>) -> bool {
    let (Some(stated), Some(header)) = (day(line), below.and_then(plain)) else { return false };
    matches!(header.moment, Moment::At(at) if at.date() == stated)
}

/// The kinds of conversation that a text is parted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// 单聊, and 即时消息 of the older program.
    Single,
    /// 群聊.
    Group,
}

/// The section that begins at a line: its name between two lines of `=`.
pub fn section<'a>(line: &str, below: impl Fn(usize) -> Option<&'a str>) -> Option<Section> {
    let section = match below(0)?.trim_matches(is_space) {
        "单聊" | "即时消息" => Section::Single,
        "群聊" => Section::Group,
        _ => return None,
    };
    (is_ruled(line) && is_ruled(below(1)?)).then_some(section)
}

fn is_ruled(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 32 && line.bytes().all(|b| b == b'=')
}

/// Whether a line names the account whose messages follow: the first section begins below, after two blanks at
/// most.
pub fn names_account<'a>(line: &str, below: impl Fn(usize) -> Option<&'a str>) -> bool {
    let is_blank = |distance| below(distance).is_some_and(|line: &str| line.trim().is_empty());
    let blanks = (0..2).take_while(|distance| is_blank(*distance)).count();
    let begins = |line: &str| section(line, |distance| below(blanks + 1 + distance)) == Some(Section::Single);
    !line.trim().is_empty()
        && !is_ruled(line)
        && Layout::of(line).is_none()
        && below(blanks).is_some_and(begins)
}

/// The name of the conversation that begins at a line: between 28 dashes on either side, with a message, another
/// name, a section, a blank or nothing below. What else stands between dashes, people drew.
pub fn thread<'l>(line: &'l str, below: Option<&str>) -> Option<&'l str> {
    let name = named(line)?;
    let begins = below.is_none_or(|below| {
        below.trim().is_empty()
            || Layout::of(below).is_some()
            || day(below).is_some()
            || named(below).is_some()
            || is_ruled(below)
    });
    begins.then_some(name)
}

fn named(line: &str) -> Option<&str> {
    let name = line.trim_end().strip_prefix(DASHES)?.strip_suffix(DASHES)?.trim();
    (!name.trim_matches('-').trim().is_empty()).then_some(name)
}

/// The lines below the one given last, as the functions here take them.
pub fn below<'a>(ahead: &'a Ahead<'_>) -> impl Fn(usize) -> Option<&'a str> {
    |distance| ahead.below(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(line: &str) -> Option<(&str, &str)> {
        stamped(line).map(|header| (header.name, header.words))
    }

    #[test]
    fn names_hold_colons_and_brackets_and_words_hold_headers() {
        assert_eq!(parted("小鱼(^_^)(2024-03-08 14:58:40):  在吗"), Some(("小鱼(^_^)", "在吗")));
        assert_eq!(parted("某店:小美(2024-03-08 14:58:40):    缩进"), Some(("某店:小美", "  缩进")));
        assert_eq!(
            parted("甲(2024-03-08 14:58:40):  他写 乙(2024-03-08 14:00:00):  好"),
            Some(("甲", "他写 乙(2024-03-08 14:00:00):  好")),
            "the first moment is the header's"
        );
        assert_eq!(parted("甲(2024-03-08 14:58:40):"), Some(("甲", "")), "an empty message");
        for line in ["(2024-03-08 14:58:40):  x", "甲(2024-03-08):  x", "甲(2024-03-08 14:58:40)  x", "):"]
        {
            assert_eq!(parted(line), None, "{line}");
        }
    }

    #[test]
    fn the_older_layout_parts_a_sub_account_from_its_words() {
        let header = plain("2012-03-08 07:58:24 某店:小美: 时间: 三点").expect("a header");
        assert_eq!((header.name, header.words), ("某店:小美", "时间: 三点"));
        assert_eq!(plain("2012-03-08 07:58:24 已签收"), None, "words under a message");
    }

    #[test]
    fn dashes_in_a_message_name_nobody() {
        let line = format!("{DASHES}小鱼{DASHES}");
        assert_eq!(thread(&line, Some("小鱼(2024-03-08 14:58:40):  在吗")), Some("小鱼"));
        assert_eq!(thread(&line, Some("以上是订单")), None, "drawn by somebody");
        assert_eq!(thread(&DASHES.repeat(2), None), None, "a line of dashes");
    }
}
