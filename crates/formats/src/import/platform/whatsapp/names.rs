//! Who wrote a message: where the name ends and the words begin, settled by the whole file.
//!
//! `name: words` is ambiguous when names or words hold `: `. The first one parts them, unless a longer name
//! is known from elsewhere in the file: from its title or from a line of the system; or all that stands under the shorter
//! one goes on as the longer one does.

use super::words::{is_system_body, is_system_line};
use std::collections::{BTreeSet, HashMap, HashSet};
use yanju_model::Warning;

/// The longest name looked for, in bytes.
const NAME_LIMIT: usize = 200;

/// How many different names and characters of system lines are remembered. More is not a chat.
const REMEMBERED: usize = 50_000;

/// How many longer candidates are: each is looked for in all the system lines.
const CANDIDATES: usize = 10_000;

/// How many messages tell that a name goes on: fewer may begin with the same word.
const ALWAYS_FROM: u64 = 3;

/// Gathers names in a first pass.
#[derive(Debug, Default)]
pub struct NameSurvey {
    /// How many messages stand under each name that ends at the first colon.
    first: HashMap<String, u64>,
    /// The same of names that end at a later one.
    longer: HashMap<String, u64>,
    elsewhere: String,
}

/// The names of a file.
#[derive(Debug, Default)]
pub struct Names {
    /// Everyone who wrote, in order.
    pub writers: BTreeSet<String>,
    /// Names with `: ` inside.
    longer: HashSet<String>,
    /// Those of them that nothing but their messages tells, sorted.
    by_messages: Vec<String>,
}

impl NameSurvey {
    /// Takes what follows a header into account.
    pub fn note(&mut self, rest: &str) {
        let mut splits = splits(rest);
        match splits.next() {
            Some((name, words)) if self.is_name(name) && !is_system_body(words) => {
                remember(&mut self.first, name, REMEMBERED);
                for (name, _) in splits.take(2).filter(|(name, _)| !is_system_line(name)) {
                    remember(&mut self.longer, name, CANDIDATES);
                }
            }
            _ if self.elsewhere.len() < REMEMBERED => {
                let room = REMEMBERED - self.elsewhere.len();
                self.elsewhere.extend(rest.chars().take(room));
                self.elsewhere.push('\n');
            }
            _ => {}
        }
    }

    /// Names repeat with every message, so what is known is not looked at again.
    fn is_name(&self, name: &str) -> bool {
        self.first.contains_key(name) || !is_system_line(name)
    }

    /// Settles the names; `title` is the file's.
    pub fn settle(self, title: &str) -> Names {
        // File names cannot hold a colon; phones write `_` or leave it out.
        let elsewhere = without_colons(&self.elsewhere) + &without_colons(title);
        let is_always = |name: &str, count: u64| {
            let short = splits(name).next().and_then(|(short, _)| self.first.get(short));
            count >= ALWAYS_FROM && short == Some(&count)
        };
        let (mut longer, mut by_messages) = (HashSet::new(), Vec::new());
        for (name, count) in &self.longer {
            let is_told = elsewhere.contains(&without_colons(name));
            if !is_told && is_always(name, *count) {
                by_messages.push(name.clone());
            }
            if is_told || is_always(name, *count) {
                longer.insert(name.clone());
            }
        }
        by_messages.sort_unstable();
        let mut names = Names { writers: self.first.into_keys().collect(), longer, by_messages };
        for longer in &names.longer {
            if let Some((short, _)) = splits(longer).next() {
                names.writers.remove(short);
            }
            names.writers.insert(longer.clone());
        }
        names
    }
}

fn remember(names: &mut HashMap<String, u64>, name: &str, limit: usize) {
    if let Some(count) = names.get_mut(name) {
        *count += 1;
    } else if names.len() < limit {
        names.insert(name.to_owned(), 1);
    }
}

fn without_colons(text: &str) -> String {
    text.replace([':', '：', '_'], "")
}

impl Names {
    /// The warning that lists the names with a colon inside that nothing but their messages tells.
    pub fn doubt(&self) -> Option<Warning> {
        let names = self.by_messages.join(" / ");
        (!names.is_empty()).then(|| Warning::new("names_by_pattern", "", &names))
    }

    fn is_name(&self, name: &str) -> bool {
        self.writers.contains(name) || !is_system_line(name)
    }

    /// The name and the words of a line; `None` for a line of the system, with or without a name before it.
    pub fn split<'a>(&self, rest: &'a str) -> Option<(&'a str, &'a str)> {
        let has_longer = !self.longer.is_empty();
        let longer = || splits(rest).filter(|(name, _)| self.longer.contains(*name)).last();
        has_longer
            .then(longer)
            .flatten()
            .or_else(|| splits(rest).next().filter(|(name, _)| self.is_name(name)))
            .or_else(|| rest.split_once(':').filter(|(name, _)| self.writers.contains(*name)))
            .filter(|(_, words)| !is_system_body(words))
    }
}

/// The words of a line of the system: without the name that iOS writes before them.
pub fn event_words(rest: &str) -> &str {
    splits(rest).map(|(_, words)| words).find(|words| is_system_body(words)).unwrap_or(rest)
}

/// Whether what follows a header begins with what may be a name.
pub fn has_name(rest: &str) -> bool {
    splits(rest).next().is_some_and(|(name, _)| !is_system_line(name))
}

/// The places where a name could end, nearest first.
fn splits(rest: &str) -> impl Iterator<Item = (&str, &str)> {
    memchr::memchr_iter(b':', rest.as_bytes())
        .take_while(|at| *at <= NAME_LIMIT)
        .filter_map(|at| {
            let (name, words) = rest.split_at_checked(at)?;
            Some((name, words.strip_prefix(": ")?))
        })
        .filter(|(name, _)| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(lines: &[&str], title: &str) -> Names {
        let mut survey = NameSurvey::default();
        for line in lines {
            survey.note(line);
        }
        survey.settle(title)
    }

    #[test]
    fn a_colon_inside_a_name_does_not_end_it() {
        let names = names(&["优品旗舰店:客服小美: 您好: 在的"], "");
        assert_eq!(
            names.split("优品旗舰店:客服小美: 您好: 在的"),
            Some(("优品旗舰店:客服小美", "您好: 在的"))
        );
    }

    #[test]
    fn a_name_known_from_the_title_or_an_event_wins_over_the_first_colon() {
        let by_title = names(&["Shop: Anna: hello"], "Shop_ Anna");
        assert_eq!(by_title.split("Shop: Anna: hello"), Some(("Shop: Anna", "hello")));
        let by_join = names(&["Ben added “Shop: Anna”", "Shop: Anna: hello: you"], "");
        assert_eq!(by_join.split("Shop: Anna: hello: you"), Some(("Shop: Anna", "hello: you")));
        let unknown = names(&["Bot: Reminder: pay", "Bot: Reminder: pay again"], "");
        assert_eq!(unknown.split("Bot: Reminder: pay"), Some(("Bot", "Reminder: pay")));
    }

    #[test]
    fn a_name_that_every_message_of_somebody_goes_on_with_is_theirs_and_told() {
        let lines = ["Harbor: Support: hello", "Ann: Note: a", "Harbor: Support: which order", "Ann: b"];
        let known = names(&[&lines[..], &["Harbor: Support: ok: fine"]].concat(), "");
        assert_eq!(known.split("Harbor: Support: ok: fine"), Some(("Harbor: Support", "ok: fine")));
        assert_eq!(known.split("Ann: Note: a"), Some(("Ann", "Note: a")));
        assert_eq!(known.doubt().map(|doubt| doubt.detail).as_deref(), Some("Harbor: Support"));
        let other = names(&[&lines[..], &["Harbor: Support: ok", "Harbor: ok"]].concat(), "");
        assert_eq!(other.split("Harbor: Support: ok"), Some(("Harbor", "Support: ok")));
        assert_eq!(other.doubt(), None);
    }

    #[test]
    fn a_missing_space_is_forgiven_to_a_known_name_only() {
        let names = names(&["John Doe: Hi"], "");
        assert_eq!(names.split("John Doe:."), Some(("John Doe", ".")));
        assert_eq!(names.split("Note:."), None, "nobody of that name wrote");
    }

    #[test]
    fn a_colon_inside_quotation_marks_makes_no_writer() {
        let line = "Anna changed the subject from \"Plan: A\" to \"B: C\"";
        let names = names(&[line], "");
        assert!(names.writers.is_empty());
        assert_eq!(names.split(line), None);
    }
}
