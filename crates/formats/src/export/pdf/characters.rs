//! What must be known of a character before it is shaped: whether it stands alone, which way it reads.

use super::breaks::{Class, class};
use unicode_segmentation::UnicodeSegmentation;

/// Whether a character needs no neighbour to be drawn right: Latin, Chinese, punctuation, plain symbols.
pub(super) fn stands_alone(character: char) -> bool {
    match character {
        '\u{2014}' | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' => false,
        ' '..='~'
        | '\u{A0}'..='\u{24F}'
        | '\u{370}'..='\u{3FF}'
        | '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2010}'..='\u{2029}'
        | '\u{202F}'..='\u{205F}'
        | '\u{2070}'..='\u{2BFF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' => true,
        _ => false,
    }
}

/// Whether `next` is drawn onto `character` before it: an accent, a variation, an emoji joiner.
pub(super) fn attaches(rest: &str, character: char, next: char) -> bool {
    !stands_alone(next)
        && rest.graphemes(true).next().is_some_and(|grapheme| grapheme.len() > character.len_utf8())
}

/// Whether a character belongs to a script that reads from right to left.
pub(super) fn reads_from_right(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether a character is a quotation mark whose width depends on the text around it.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”')
}

/// Whether a quotation mark belongs to Latin text: by what it opens, or by what it closes.
pub(super) fn is_among_latin(quote: char, before: Option<char>, after: Option<char>) -> bool {
    let latin = |neighbour: Option<char>| {
        neighbour.is_some_and(|c| class(c) == Class::Latin || c.is_ascii_punctuation())
    };
    let han = |neighbour: Option<char>| {
        neighbour.is_some_and(|c| matches!(class(c), Class::Han | Class::Closing | Class::Opening))
    };
    let (inside, outside) = if matches!(quote, '‘' | '“') { (after, before) } else { (before, after) };
    latin(inside) && !han(outside)
}
