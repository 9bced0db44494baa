//! What can be a name, and what stands around names.

use super::{days::day_line, signs::Signs, when::whole};
use crate::import::text::dates::is_space;

/// The longest name, in characters.
const NAME_LIMIT: usize = 60;

/// The longest name of those that have no time beside them.
const BARE_NAME_LIMIT: usize = 30;

/// What Markdown writes on either side of what is bold.
const BOLD: &str = "**";

/// The name without brackets, or signs of bold type, that stand around all of it.
pub fn bare(name: &str) -> (&str, Option<char>) {
    let bold = name.strip_prefix(BOLD).and_then(|inner| inner.strip_suffix(BOLD)).map(str::trim);
    if let Some(inner) = bold.filter(|inner| !inner.is_empty() && !inner.contains('*')) {
        return (inner, Some('*'));
    }
    let opener = name.chars().next().filter(|c| closer_of(*c).is_some());
    let inner = opener.and_then(|opener| {
        let inner = name.strip_prefix(opener)?.strip_suffix(closer_of(opener)?)?;
        (!inner.contains([opener, closer_of(opener)?])).then_some(inner.trim())
    });
    inner.map_or((name, None), |inner| (inner, opener))
}

/// Whether a sign can stand between name and time.
pub fn is_mark(c: char) -> bool {
    matches!(c, ':' | '：' | ',' | '，' | '|' | '｜' | '·' | '•' | '-' | '–' | '—' | '~' | '@')
}

/// Whether a time may follow at once.
pub fn ends_a_name(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '】' | '>' | '》') || (is_mark(c) && !matches!(c, '-' | '~' | '@'))
}

/// The bracket that closes what another opens.
pub fn closer_of(opener: char) -> Option<char> {
    match opener {
        '[' => Some(']'),
        '【' => Some('】'),
        '(' => Some(')'),
        '（' => Some('）'),
        '<' => Some('>'),
        '「' => Some('」'),
        _ => None,
    }
}

/// The bracket that opens what another closes.
pub fn opener_of(closer: char) -> Option<char> {
    ['[', '【', '(', '（', '<', '「'].into_iter().find(|opener| closer_of(*opener) == Some(closer))
}

/// Whether somebody can be called so. Names hold nearly everything, times among it.
pub fn may_be_a_name(name: &str) -> bool {
    can_be_called(name, Signs::of(name))
}

/// The same for a text whose signs are known.
fn can_be_called(name: &str, signs: Signs) -> bool {
    let is_long = name.len() > NAME_LIMIT && name.chars().count() > NAME_LIMIT;
    let figures = |c: char| c.is_ascii_digit() || is_space(c) || ":：-–—/.,~至到".contains(c);
    let has_sign = signs.has_marks() && name.contains([':', '：', '/']);
    let is_a_time = || name.chars().all(figures);
    let is_drawn = || !name.chars().any(|c| !(c.is_ascii() || is_punctuation(c)) || c.is_alphanumeric());
    !name.is_empty()
        && !is_long
        && !(has_sign && (is_a_time() || name.contains("://")))
        && !is_drawn()
        && !name.starts_with([',', ';', '，', '。', '\t', '"', '{', '}', '<', '>'])
        && !begins_as_a_time_ends(name)
        && whole(name).is_none()
        && day_line(name).is_none()
}

/// Whether a dot and a dash stand before it: `13:34. - name` is the time's end. A dot alone may be the name's own.
fn begins_as_a_time_ends(name: &str) -> bool {
    name.strip_prefix('.').is_some_and(|rest| rest.trim_start_matches(is_space).starts_with(['-', '–', '—']))
}

/// Whether somebody can be called so who has no time beside the name to tell.
pub fn may_stand_alone(name: &str) -> bool {
    let is_long = || name.len() > BARE_NAME_LIMIT && name.chars().count() > BARE_NAME_LIMIT;
    let signs = Signs::of(name);
    let has_mark = || name.contains(['/', '[', '“', '"', '{', '<', '=']);
    // What most texts are is a sentence.
    !(signs.has_marks() && (reads_as_a_sentence(name, signs) || has_mark()))
        && !is_long()
        && can_be_called(name, signs)
}

/// Whether words read as a sentence rather than as a name.
pub fn is_sentence(words: &str) -> bool {
    reads_as_a_sentence(words, Signs::of(words))
}

/// The same for a text whose signs are known.
fn reads_as_a_sentence(words: &str, signs: Signs) -> bool {
    // The bytes that 。 and the other wide signs begin with, which other signs begin with, too.
    let has_wide = || {
        memchr::memchr2_iter(0xE3, 0xEF, words.as_bytes()).any(|at| {
            let sign = words.get(at..).and_then(|rest| rest.chars().next());
            matches!(sign, Some('，' | '。' | '？' | '！' | '；'))
        })
    };
    signs.has_sentence_signs() || (signs.may_have_wide_signs() && has_wide())
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206F}' | '\u{2500}'..='\u{257F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '：' | '；' | '？')
}
