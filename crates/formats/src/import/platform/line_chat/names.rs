//! Whose words an entry holds: where the name ends, settled by the whole text where only spaces part it.

use super::{layout::Layout, words::is_event};
use std::collections::{BTreeMap, BTreeSet};

/// How many starts of entries are remembered. More is not a talk.
const REMEMBERED: usize = 50_000;

/// The longest name, in bytes.
const NAME_LIMIT: usize = 240;

/// How many words a name can have.
const WORDS: usize = 5;

/// Gathers how entries start.
#[derive(Debug, Default)]
pub struct NameSurvey {
    /// How often entries start with these words; for each number of words up to [`WORDS`].
    starts: BTreeMap<String, u64>,
}

/// The names of a text.
#[derive(Debug, Default)]
pub struct Names {
    /// Those that hold spaces, settled by how entries start.
    spaced: BTreeSet<String>,
    /// The one that the first line names.
    titled: Option<String>,
}

impl NameSurvey {
    /// Takes the start of an entry into account.
    pub fn note(&mut self, rest: &str) {
        if is_event(rest) {
            return;
        }
        for (start, _) in starts(rest) {
            if let Some(count) = self.starts.get_mut(start) {
                *count += 1;
            } else if self.starts.len() < REMEMBERED {
                self.starts.insert(start.to_owned(), 1);
            }
        }
    }

    /// Settles the names. A start of entries is one if every entry that begins with its first word goes on
    /// with the next, or if each way to go on comes back: `Client A`, `Client B`.
    pub fn settle(self, title: Option<&str>) -> Names {
        let mut spaced = BTreeSet::new();
        let mut open: Vec<&str> =
            self.starts.keys().map(String::as_str).filter(|s| !s.contains(' ')).collect();
        while let Some(start) = open.pop() {
            let prefix = format!("{start} ");
            let longer = || {
                let after = self.starts.range(prefix.clone()..).take_while(|(s, _)| s.starts_with(&prefix));
                after.filter(|(s, _)| s.matches(' ').count() == prefix.matches(' ').count())
            };
            let all = self.starts.get(start).copied().unwrap_or_default();
            let (ways, told) = longer().fold((0_u64, 0), |(ways, told), (_, count)| (ways + 1, told + count));
            let each_comes_back = longer().all(|(_, count)| *count > 1);
            if all > 1 && told == all && each_comes_back && (ways == 1 || ways * 3 <= all) {
                for (name, _) in longer() {
                    spaced.insert(name.clone());
                    open.push(name);
                }
                spaced.remove(start);
            }
        }
        Names { spaced, titled: title.filter(|title| title.contains(' ')).map(str::to_owned) }
    }
}

/// The words that an entry starts with, one, two and so on, and what is left; some words must be left.
fn starts(rest: &str) -> impl Iterator<Item = (&str, &str)> {
    let short = rest.match_indices(' ').take(WORDS).take_while(|(at, _)| *at <= NAME_LIMIT);
    short.filter_map(|(at, _)| {
        let (start, words) = rest.split_at_checked(at)?;
        (!start.is_empty()).then_some((start, words.trim_start()))
    })
}

impl Names {
    /// The names with spaces that nothing but their coming back tells.
    pub fn with_spaces(&self) -> Vec<&str> {
        let titled = self.titled.as_deref();
        self.spaced.iter().map(String::as_str).filter(|name| titled != Some(name)).collect()
    }

    /// The name and the words; no name for a line of the system.
    pub fn split<'a>(&self, rest: &'a str, layout: Layout) -> (Option<&'a str>, &'a str) {
        match layout {
            Layout::Tabs | Layout::DatedTabs => match rest.split_once('\t') {
                Some((name, words)) if !name.trim().is_empty() => (Some(name), words),
                Some((_, words)) => (None, words),
                None => (None, rest),
            },
            Layout::Brackets => {
                let rest = rest.trim_start();
                let parted = rest.split_once(": ").or_else(|| rest.split_once('：'));
                parted
                    .or_else(|| rest.split_once(':').filter(|(_, words)| words.is_empty()))
                    .map_or((None, rest), |(name, words)| (Some(name), words))
            }
            Layout::Spaces => self.by_spaces(rest),
        }
    }

    fn by_spaces<'a>(&self, rest: &'a str) -> (Option<&'a str>, &'a str) {
        if is_event(rest) {
            return (None, rest);
        }
        let is_known =
            |name: &str| self.spaced.contains(name) || self.titled.as_deref().is_some_and(|t| t == name);
        let longest = starts(rest).filter(|(name, _)| is_known(name)).last();
        match longest.or_else(|| starts(rest).next()) {
            Some((name, words)) => (Some(name), words),
            None => (None, rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn senders<'a>(entries: &[&'a str], title: Option<&str>) -> Vec<&'a str> {
        let mut survey = NameSurvey::default();
        for entry in entries {
            survey.note(entry);
        }
        let names = survey.settle(title);
        entries.iter().map(|entry| names.split(entry, Layout::Spaces).0.unwrap_or("-")).collect()
    }

    #[test]
    fn names_with_spaces_are_known_by_coming_back_or_by_the_title() {
        let entries = ["Client Name 见积", "Me 返信", "Client Name 追加"];
        assert_eq!(senders(&entries, None), ["Client Name", "Me", "Client Name"]);
        assert_eq!(senders(&["Mara Quill hello there"], Some("Mara Quill")), ["Mara Quill"]);
        let group = ["Shop A one", "Shop B two", "Shop A three", "Shop B four", "Shop A x", "Shop B y"];
        assert_eq!(senders(&group, None), ["Shop A", "Shop B", "Shop A", "Shop B", "Shop A", "Shop B"]);
    }

    #[test]
    fn words_that_differ_end_the_name() {
        assert_eq!(senders(&["Ann hello you", "Ann good day", "Ann bye"], None), ["Ann", "Ann", "Ann"]);
        assert_eq!(senders(&["Annがグループに参加しました"], None), ["-"]);
        assert_eq!(senders(&[&format!("{} on", "long".repeat(61))], None), ["-"], "no name is so long");
    }
}
