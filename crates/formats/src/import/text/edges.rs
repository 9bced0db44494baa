//! White space around a line, told by two bytes: nearly every line begins and ends with a letter.

/// Whether a text begins and ends with what is surely neither white space nor a mark of writing direction. Trimming
/// changes nothing then, and takes longer to find out.
#[inline]
pub(crate) fn has_plain_edges(text: &str) -> bool {
    let first = text.as_bytes().first();
    // Such signs begin with C2, E1, E2, E3 or EF, and end with the bytes that are left out here. Ideographs end with any,
    // three behind one of E4 to E9; of the signs that begin with E3 and EF as wide ones do, two are white space or marks.
    let begins_plainly = first.is_some_and(|b| matches!(b, 0x21..=0x7E | 0xC3..=0xE0 | 0xE4..=0xEE | 0xF0..));
    let ends_plainly = match text.as_bytes() {
        [.., 0xE4..=0xEE, _, _] => true,
        [.., 0xE3, _, last] => *last != 0x80,
        [.., 0xEF, _, last] => *last != 0xBF,
        [.., last] => matches!(last, 0x21..=0x7E | 0x8B..=0x8D | 0x90..=0x9E | 0xA1..=0xA5 | 0xB0..=0xBE),
        [] => false,
    };
    begins_plainly && ends_plainly
}

/// The text without white space around it.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    if has_plain_edges(text) { text } else { text.trim() }
}

/// Whether there is nothing in a line but white space.
#[inline]
pub(crate) fn is_blank(line: &str) -> bool {
    // Every second line of a chat is empty.
    line.is_empty() || trimmed(line).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::dates::{is_direction_mark, is_space};

    #[test]
    fn no_white_space_and_no_mark_is_taken_for_a_plain_edge() {
        for c in '\0'..=char::MAX {
            if c.is_whitespace() || is_space(c) || is_direction_mark(c) {
                let (before, behind) = (format!("{c}x"), format!("x{c}"));
                assert!(!has_plain_edges(&before) && !has_plain_edges(&behind), "{c:?}");
                assert!(!has_plain_edges(&format!("你{c}")), "{c:?}");
            }
        }
        assert!(["你好", "退款。", "谢谢！", "a"].into_iter().all(has_plain_edges) && !has_plain_edges(""));
        assert_eq!((trimmed(" a "), is_blank("\u{3000}"), is_blank("")), ("a", true, true));
    }
}
