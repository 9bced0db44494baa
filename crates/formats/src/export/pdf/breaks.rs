//! Where a line may end: the Unicode rules (UAX #14) and the stricter Chinese ones (禁则, GB/T 15834 § 5.1).
//!
//! Widths are not known here.

/// What a character is to the line around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A Chinese, Japanese or Korean character of full width.
    Han,
    /// A letter or digit of the alphabets set beside them.
    Latin,
    /// A full-width closing mark or stop: its right half is blank.
    Closing,
    /// A full-width opening mark: its left half is blank.
    Opening,
    /// An emoji.
    Emoji,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

/// The class of a character.
pub(super) fn class(character: char) -> Class {
    match character {
        ' ' | '\u{2002}'..='\u{200A}' | '\u{3000}' => Class::Space,
        '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '》' | '〉' | '〕' | '］' | '｝' | '〗'
        | '”' | '’' => Class::Closing,
        '「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '［' | '｛' | '〖' | '“' | '‘' => {
            Class::Opening
        }
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{52F}' => Class::Latin,
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{30FA}'
        | '\u{30FC}'..='\u{318F}'
        | '\u{31A0}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Han,
        '\u{1F000}'..='\u{1FAFF}' => Class::Emoji,
        _ => Class::Other,
    }
}

/// Marks besides the closing ones that no line starts with.
const NEVER_FIRST: &str = "：；？！…—～〜·・‼⁇⁈⁉–ー々〻゠ヽヾゝゞ〞〟％‰℃°)]},.:;?!%»›";
/// Marks besides the opening ones that no line ends with.
const NEVER_LAST: &str = "([{«‹〝￥¥$#№";

/// Whether no line may start with this character.
pub(super) fn never_starts(character: char) -> bool {
    class(character) == Class::Closing || NEVER_FIRST.contains(character)
}

/// Whether no line may end with this character.
pub(super) fn never_ends(character: char) -> bool {
    class(character) == Class::Opening || NEVER_LAST.contains(character)
}

/// Whether a line may end between two characters that stand side by side, by the Chinese rules alone.
pub(super) fn may_part(before: char, after: char) -> bool {
    !never_ends(before) && !never_starts(after)
}

/// The bytes of `text` before which the Unicode rules allow a new line, ascending; the end is left out.
pub(super) fn opportunities(text: &str) -> impl Iterator<Item = usize> {
    let end = text.len();
    unicode_linebreak::linebreaks(text).map(|(at, _)| at).filter(move |&at| at < end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_stay_with_what_they_close_and_openings_with_what_they_open() {
        for stop in "）」』】，。、；：？！…—".chars() {
            assert!(!may_part('字', stop), "no line starts with {stop}");
        }
        for opening in "（「『【“".chars() {
            assert!(!may_part(opening, '字'), "no line ends with {opening}");
        }
        assert!(may_part('。', '字') && may_part('字', '（'), "the other sides are free");
    }
}
