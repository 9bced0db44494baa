//! What single lines of a log of 咚咚 look like. How they follow each other is the reader's.

use crate::import::text::{
    dates::is_space,
    moment::{Moment, moment},
};

/// A line that parts sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'a> {
    /// A session begins; what else the line says.
    Begin(&'a str),
    /// A session ends; the line's words, and the time in them.
    End(&'a str, &'a str),
}

/// The mark that a line is.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim();
    if !line.starts_with("/****") {
        return None;
    }
    let words = line.trim_matches(['/', '*']).trim();
    if let Some((before, after)) = words.split_once("以下为一通会话") {
        let rest = if before.is_empty() { after } else { words };
        return Some(Mark::Begin(rest.trim()));
    }
    let time = words.strip_prefix("会话结束")?.trim_start_matches('_');
    let time = time.strip_prefix("时间").unwrap_or(time).trim_start_matches(['：', ':']);
    Some(Mark::End(words, time.trim()))
}

/// Whether a tab follows the time of a header. A text keeps to one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// As the program writes it.
    There,
    /// As some editors leave it.
    Trimmed,
}

/// The line that begins a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// Who wrote.
    pub name: &'a str,
    /// When.
    pub moment: Moment,
    /// How the line ends.
    pub tab: Tab,
    /// What stands behind the tab.
    pub words: &'a str,
}

/// The header that a line is: `sender 2024-03-08 10:00:00` and a tab.
pub fn header(line: &str) -> Option<Header<'_>> {
    const MOMENT: usize = "2024-03-08 10:00:00".len();
    let (head, tab, words) = match line.split_once('\t') {
        Some((head, words)) => (head, Tab::There, words),
        None => (line.trim_end_matches(is_space), Tab::Trimmed, ""),
    };
    let (name, time) = head.split_at_checked(head.len().checked_sub(MOMENT)?)?;
    let moment = moment(time)?;
    let name = name.strip_suffix(is_space)?.trim_matches(is_space);
    (!name.is_empty()).then_some(Header { name, moment, tab, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_by_their_words() {
        let begin = "/*****************以下为一通会话************************************/";
        assert_eq!(mark(begin), Some(Mark::Begin("")));
        let end = "/*****************会话结束_时间：2024-03-08 10:30:00*****************/";
        let words = "会话结束_时间：2024-03-08 10:30:00";
        assert_eq!(mark(end), Some(Mark::End(words, "2024-03-08 10:30:00")));
        assert_eq!(mark("以下为一通会话"), None, "people write this");
    }

    #[test]
    fn names_hold_spaces_and_words_may_follow_the_tab() {
        let found = header("客服 小美 2024-03-08 10:00:00\t您好").expect("a header");
        assert_eq!((found.name, found.tab, found.words), ("客服 小美", Tab::There, "您好"));
        assert_eq!(header("j****xx 2024-03-08 10:00:00").map(|found| found.tab), Some(Tab::Trimmed));
        for line in ["2024-03-08 10:00:00\t", "下单于2024-03-08 10:00:00", "j****xx 2024-03-08 10:00:00 x"]
        {
            assert_eq!(header(line), None, "{line}");
        }
    }
}
