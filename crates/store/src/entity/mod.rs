//! Recognising numbers, amounts, addresses and days in a text.
//!
//! What is recognised follows from the text and the vault's rules alone. The index is told of it when it is told of a message;
//! what the index does not know yet, and what a face shows, is recognised by the same function, so no answer differs.

mod built_in;
mod pattern;
mod value;

use crate::Result;
use built_in::BUILT_IN;
use pattern::{NOTS, VALUES, in_ascii};
use regex::{Captures, Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use sha2::{Digest as _, Sha256};
use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};
use yanju_model::{
    Entity, EntityKind,
    entity::{Rule, RuleChanges},
};

pub(crate) use value::wanted;

/// Bytes of a text that are looked through: what is longer is no message, and its beginning has to do.
const LOOKED_THROUGH: usize = 256 << 10;
/// Another number where the same rules recognise otherwise: an index of before is out of date.
const VERSION: u32 = 1;
/// Bytes that the states of all built-in rules together may take while they look.
const STATES: usize = 8 << 20;

/// The rules of a vault, ready to be applied.
pub(crate) struct Recogniser {
    /// Own rules, in their order.
    own: Rules,
    /// Those that come with the program and are not switched off.
    built_in: Rules,
    digest: u64,
}

struct Rules {
    /// Which of them find anything at all.
    any: RegexSet,
    each: Vec<Compiled>,
}

struct Compiled {
    kind: EntityKind,
    pattern: String,
    /// Read when it first finds something.
    expression: OnceLock<Option<Regex>>,
    /// The groups that hold the value, and those that say that a match is none, as far as it has them.
    values: Vec<&'static str>,
    nots: Vec<&'static str>,
    /// Whether what goes on to either side is none.
    whole: bool,
}

/// A piece of a text, by bytes of it.
struct Found {
    kind: EntityKind,
    /// The rule's place: the first wins.
    rank: usize,
    start: usize,
    end: usize,
    value: String,
}

impl Recogniser {
    /// The rules as they come, changed. What is wrong with own ones is told by [`pattern::check`]; here they are left out.
    pub(crate) fn new(changes: &RuleChanges) -> Self {
        let own = changes.own.iter().filter(|rule| rule.enabled);
        let own = own.filter(|rule| pattern::own(&rule.name, &rule.pattern).is_ok());
        let own = own.map(|rule| Compiled::new(rule.kind, &rule.pattern, false)).collect();
        let built_in = BUILT_IN.iter().filter(|rule| !changes.off.iter().any(|name| name == rule.name));
        let built_in = built_in.map(|rule| Compiled::new(rule.kind, rule.pattern, true)).collect();
        let (own, built_in) = (Rules::new(own), Rules::new(built_in));
        let mut hash = Sha256::new();
        hash.update(VERSION.to_be_bytes());
        for rule in own.each.iter().chain(&built_in.each) {
            hash.update([rule.kind as u8, u8::from(rule.whole)]);
            hash.update((rule.pattern.len() as u64).to_be_bytes());
            hash.update(&rule.pattern);
        }
        let digest = hash.finalize().iter().take(8).fold(0, |digest, byte| (digest << 8) | u64::from(*byte));
        Self { own, built_in, digest }
    }

    /// What tells these rules from others.
    pub(crate) fn digest(&self) -> u64 {
        self.digest
    }

    /// What is recognised in a text, in order; no two pieces have a place in common.
    pub(crate) fn entities(&self, text: &str) -> Vec<Entity> {
        let mut found = self.found(text);
        found.sort_unstable_by_key(|found| found.start);
        let (mut at, mut characters) = (0, 0);
        let mut count = |until: usize| {
            characters += text.get(at..until).map_or(0, |part| part.chars().count()) as u32;
            at = until;
            characters
        };
        let entities = found.into_iter().map(|found| Entity {
            kind: found.kind,
            start: count(found.start),
            end: count(found.end),
            value: found.value,
        });
        entities.collect()
    }

    /// The same by kind and value, in no order: all that the index and a query want to know.
    pub(crate) fn values(&self, text: &str) -> impl Iterator<Item = (EntityKind, String)> {
        self.found(text).into_iter().map(|found| (found.kind, found.value))
    }

    fn found(&self, text: &str) -> Vec<Found> {
        let text = text.get(..text.floor_char_boundary(LOOKED_THROUGH)).unwrap_or(text);
        let worth = worth_a_look(text);
        if !worth && self.own.each.is_empty() {
            return Vec::new();
        }
        let narrowed = narrowed(text);
        let mut found = Vec::new();
        self.own.find(&narrowed, 0, &mut found);
        if worth {
            self.built_in.find(&narrowed, self.own.each.len(), &mut found);
        }
        if found.len() > 1 {
            found = apart(found);
        }
        if let Cow::Owned(narrowed) = &narrowed {
            in_original(text, narrowed, &mut found);
        }
        found
    }
}

impl Rules {
    fn new(each: Vec<Compiled>) -> Self {
        let patterns = each.iter().map(|rule| rule.pattern.as_str());
        let any = RegexSetBuilder::new(patterns).size_limit(usize::MAX).dfa_size_limit(STATES).build();
        // Each of them can be read by itself, so all of them can.
        Self { any: any.unwrap_or_default(), each }
    }

    fn find(&self, text: &str, first: usize, found: &mut Vec<Found>) {
        if self.each.is_empty() {
            return;
        }
        for place in self.any.matches(text) {
            if let Some(rule) = self.each.get(place) {
                rule.find(text, first + place, found);
            }
        }
    }
}

impl Compiled {
    fn new(kind: EntityKind, pattern: &str, whole: bool) -> Self {
        let has = |group: &&str| {
            pattern.contains(&format!("(?<{group}>")) || pattern.contains(&format!("(?P<{group}>"))
        };
        Self {
            kind,
            pattern: in_ascii(pattern),
            expression: OnceLock::new(),
            values: VALUES.into_iter().filter(has).collect(),
            nots: NOTS.into_iter().filter(has).collect(),
            whole,
        }
    }

    fn find(&self, text: &str, rank: usize, found: &mut Vec<Found>) {
        let Some(expression) = self.expression.get_or_init(|| RegexBuilder::new(&self.pattern).build().ok())
        else {
            return;
        };
        let mut take = |whole: (usize, usize), value: (usize, usize)| {
            if self.whole && goes_on(self.kind, text, whole) {
                return;
            }
            let Some(piece) = text.get(value.0..value.1) else { return };
            let piece = value::trimmed(self.kind, piece);
            if let Some(normal) = value::normal(self.kind, piece).filter(|_| !piece.is_empty()) {
                found.push(Found {
                    kind: self.kind,
                    rank,
                    start: value.0,
                    end: value.0 + piece.len(),
                    value: normal,
                });
            }
        };
        if self.values.is_empty() && self.nots.is_empty() {
            for whole in expression.find_iter(text) {
                take((whole.start(), whole.end()), (whole.start(), whole.end()));
            }
            return;
        }
        for groups in expression.captures_iter(text) {
            let Some(whole) = groups.get(0) else { continue };
            if named(&groups, &self.nots).is_some() {
                continue;
            }
            let value = named(&groups, &self.values).unwrap_or((whole.start(), whole.end()));
            take((whole.start(), whole.end()), value);
        }
    }
}

/// The first of some groups that took part.
fn named(groups: &Captures<'_>, names: &[&str]) -> Option<(usize, usize)> {
    names.iter().find_map(|name| groups.name(name)).map(|group| (group.start(), group.end()))
}

/// Whether a built-in rule can find anything: all of them want a digit, an @, a link's mark or a Chinese numeral before its unit.
fn worth_a_look(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut before, mut last) = (0, 0);
    for byte in bytes {
        match *byte {
            b'0'..=b'9' | b'@' => return true,
            // `://`, `www`
            b'/' if last == b':' => return true,
            b'w' | b'W' if last | 0x20 == b'w' => return true,
            // 元 and 块 (塊 is U+584A), whatever is before them.
            0x83 if (before, last) == (0xe5, 0x85) => return true,
            0x97 if (before, last) == (0xe5, 0x9d) => return true,
            0x8a if (before, last) == (0xe5, 0xa1) => return true,
            // Full-width digits.
            0x90..=0x99 if (before, last) == (0xef, 0xbc) => return true,
            _ => {}
        }
        (before, last) = (last, *byte);
    }
    false
}

/// A text whose full-width letters and digits are narrow; character for character the same otherwise.
fn narrowed(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| value::narrow(c) != c) {
        Cow::Owned(text.chars().map(value::narrow).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Moves what was found in the narrowed text to where it stands in the original.
fn in_original(text: &str, narrowed: &str, found: &mut [Found]) {
    let mut places: BTreeMap<usize, usize> =
        found.iter().flat_map(|found| [(found.start, 0), (found.end, 0)]).collect();
    let mut characters = narrowed.char_indices().zip(text.char_indices()).peekable();
    for (narrow, original) in &mut places {
        while characters.next_if(|((at, _), _)| at < narrow).is_some() {}
        *original = characters.peek().map_or(text.len(), |(_, (at, _))| *at);
    }
    for found in found {
        let place = |at: usize| places.get(&at).copied().unwrap_or(text.len());
        (found.start, found.end) = (place(found.start), place(found.end));
    }
}

/// Of pieces that have a place in common, that of the first rule.
fn apart(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_unstable_by_key(|found| (found.rank, found.start));
    // Where the kept ones begin and end.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    found.retain(|one| {
        // Of those that begin before its end, the last is the one that could reach into it.
        let is_free = taken.range(..one.end).next_back().is_none_or(|(_, end)| *end <= one.start);
        if is_free {
            taken.insert(one.start, one.end);
        }
        is_free
    });
    found
}

/// Whether a match is only a part of a longer number or word.
fn goes_on(kind: EntityKind, text: &str, (start, end): (usize, usize)) -> bool {
    let bytes = text.as_bytes();
    let at = |place: Option<usize>| place.and_then(|place| bytes.get(place)).copied().unwrap_or(b' ');
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let inside = |sign: u8| bytes.get(start..end).is_some_and(|piece| piece.contains(&sign));
    let (first, last) = (at(Some(start)), at(end.checked_sub(1)));
    let (before, after) = (at(start.checked_sub(1)), at(Some(end)));
    let (beyond, behind) = (at(start.checked_sub(2)), at(Some(end + 1)));
    // A stroke between two sums or two days is "to".
    let apart = |sign: u8| match sign {
        b'-' => kind == EntityKind::Amount || (kind == EntityKind::Date && !inside(b'-')),
        b'/' => !inside(b'/'),
        _ => false,
    };
    let begins_inside = (word(first) || first == b'$')
        && match before {
            b'-' | b'/' => word(beyond) && !apart(before),
            b'.' | b',' | b':' => beyond.is_ascii_digit(),
            before => word(before) || before == b'@',
        };
    let ends_inside = word(last)
        && match after {
            b'-' | b'/' => word(behind) && !apart(after),
            b'.' | b':' => behind.is_ascii_digit(),
            after => word(after) || after == b'@',
        };
    begins_inside || ends_inside
}

/// The rules that come with the program, switched off where the changes say so, and the own ones after them.
pub(crate) fn rules(changes: &RuleChanges) -> Vec<Rule> {
    let built_in = BUILT_IN.iter().map(|rule| Rule {
        kind: rule.kind,
        name: rule.name.to_owned(),
        pattern: rule.pattern.to_owned(),
        enabled: !changes.off.iter().any(|name| name == rule.name),
    });
    built_in.chain(changes.own.iter().cloned()).collect()
}

/// What a pattern finds in a text, as an own rule and the only one.
pub(crate) fn tried(kind: EntityKind, pattern: &str, text: &str) -> Result<Vec<Entity>> {
    pattern::own("", pattern)?;
    let own = vec![Rule { kind, name: String::new(), pattern: pattern.to_owned(), enabled: true }];
    let off = BUILT_IN.iter().map(|rule| rule.name.to_owned()).collect();
    Ok(Recogniser::new(&RuleChanges { off, own }).entities(text))
}

/// Says what is wrong with changes of the rules.
pub(crate) fn check(changes: &RuleChanges) -> Result<()> {
    pattern::check(changes)
}

#[cfg(test)]
mod tests;
