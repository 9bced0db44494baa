//! A rule's pattern, read: what is wrong with it, or the expression that finds.

use super::built_in::BUILT_IN;
use crate::{Error, Result};
use regex::{Regex, RegexBuilder};
use std::collections::HashSet;
use yanju_model::entity::{Rule, RuleChanges};

/// Own rules of a vault.
const RULES: usize = 100;
/// Characters of a pattern.
const PATTERN: usize = 500;
/// Characters of a name.
const NAME: usize = 60;
/// Bytes of what a pattern becomes. Looking takes no longer than so many steps for each character of a text.
const COMPILED: usize = 200 << 10;

/// The groups that say what of a match is the value, one for each alternative.
pub(super) const VALUES: [&str; 2] = ["value", "value2"];
/// The groups that say that a match is none.
pub(super) const NOTS: [&str; 2] = ["not", "not2"];

/// What a vault's owner may not want: a name twice, too many rules, a pattern that cannot be read.
pub(crate) fn check(changes: &RuleChanges) -> Result<()> {
    let mut names: HashSet<&str> = BUILT_IN.iter().map(|rule| rule.name).collect();
    if let Some(stranger) = changes.off.iter().find(|name| !names.contains(name.as_str())) {
        return Err(Error::no_such(stranger));
    }
    if changes.own.len() > RULES {
        return Err(Error::Unusable { what: "rules", why: "too_many" });
    }
    for Rule { name, pattern, .. } in &changes.own {
        if name.trim().is_empty() || name.chars().count() > NAME {
            return Err(Error::Unusable { what: "rule name", why: "out_of_range" });
        }
        if !names.insert(name) {
            return Err(Error::Unusable { what: "rule name", why: "taken" });
        }
        own(name, pattern)?;
    }
    Ok(())
}

/// The expression of an own rule.
pub(crate) fn own(name: &str, pattern: &str) -> Result<Regex> {
    let bad = |why, position, detail| Err(Error::BadPattern { rule: name.to_owned(), why, position, detail });
    if pattern.is_empty() {
        return bad("empty", 0, String::new());
    }
    if pattern.chars().count() > PATTERN {
        return bad("too_long", PATTERN, String::new());
    }
    if let Err(error) = regex_syntax::Parser::new().parse(pattern) {
        let (offset, detail) = match &error {
            regex_syntax::Error::Parse(error) => (error.span().start.offset, error.kind().to_string()),
            regex_syntax::Error::Translate(error) => (error.span().start.offset, error.kind().to_string()),
            _ => (0, error.to_string()),
        };
        let position = pattern.get(..offset).map_or(0, |before| before.chars().count());
        return bad("syntax", position, detail);
    }
    let Ok(compiled) = RegexBuilder::new(&in_ascii(pattern)).size_limit(COMPILED).build() else {
        return bad("too_large", 0, String::new());
    };
    if compiled.is_match("") {
        return bad("finds_nothing", 0, String::new());
    }
    Ok(compiled)
}

/// A pattern whose borders, digits and word characters are those of ASCII, and whose spaces are those that people type: others
/// mean nothing in a number, and between a Chinese character and a digit there is a border.
pub(super) fn in_ascii(pattern: &str) -> String {
    let mut written = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            written.push(c);
            continue;
        }
        match rest.next() {
            Some('b') if rest.peek() != Some(&'{') => written.push_str(r"(?-u:\b)"),
            Some('d') => written.push_str("[0-9]"),
            Some('s') => written.push_str(r"[\t-\r \x{a0}\x{3000}]"),
            Some('w') => written.push_str("[0-9A-Za-z_]"),
            escaped => {
                written.push(c);
                written.extend(escaped);
            }
        }
    }
    written
}
