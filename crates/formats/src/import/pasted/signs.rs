//! What the single bytes of a line tell of it: most lines are words, and one look spares them every closer question.

/// Which kinds of sign a text may hold.
#[derive(Debug, Clone, Copy)]
pub struct Signs(u8);

/// Figures: those of ASCII, and the first bytes of Arabic and Persian ones.
const FIGURE: u8 = 1;
const COLON: u8 = 2;
/// What `刚刚` ends with, and `just now` begins with.
const NOW: u8 = 4;
/// Any sign besides letters and figures. Those that are not ASCII begin with E2, E3 and EF.
const MARK: u8 = 8;
/// What the wide signs of sentences begin with, the wide colon among them, which ends as `刚刚` does.
const WIDE: u8 = 16;
/// The narrow signs that part sentences.
const SENTENCE: u8 = 32;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let (mut rest, mut byte): (&mut [u8], u8) = (&mut kinds, 0);
    while let [kind, behind @ ..] = rest {
        *kind = kind_of(byte);
        byte = byte.wrapping_add(1);
        rest = behind;
    }
    kinds
};

const fn kind_of(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' | 0xD9 | 0xDB => FIGURE,
        b':' => COLON | MARK,
        b'J' | b'j' | 0x9A => NOW,
        b'?' | b'!' | b';' => SENTENCE | MARK,
        0xE2 => MARK,
        0xE3 | 0xEF => MARK | WIDE,
        _ if byte.is_ascii_punctuation() => MARK,
        _ => 0,
    }
}

/// How programs write a time of a moment ago; every other time has figures in it.
pub const NOW_WORDS: [&str; 3] = ["刚刚", "just now", "Just now"];

impl Signs {
    /// The signs of a text.
    pub fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |found, byte| found | KINDS.get(usize::from(byte)).copied().unwrap_or(0)))
    }

    fn has(self, kind: u8) -> bool {
        self.0 & kind != 0
    }

    /// Whether there may be any sign besides letters and figures: most names have none.
    pub fn has_marks(self) -> bool {
        self.has(MARK)
    }

    /// Whether there is a narrow sign that parts sentences.
    pub fn has_sentence_signs(self) -> bool {
        self.has(SENTENCE)
    }

    /// Whether there may be wide signs.
    pub fn may_have_wide_signs(self) -> bool {
        self.has(WIDE)
    }

    /// Whether there may be a colon, narrow or wide.
    pub fn may_have_a_colon(self) -> bool {
        self.has(COLON) || (self.has(WIDE) && self.has(NOW))
    }

    /// Whether a time can stand anywhere in the text: figures with a colon or one of the words beside them, or the
    /// words for now.
    pub fn may_tell_a_time(self, text: &str) -> bool {
        let has_word = || text.contains(['：', '时', '時', '点', '點', '前']) || text.contains("ago");
        (self.has(FIGURE) && (self.has(COLON) || has_word()))
            || (self.has(NOW) && NOW_WORDS.iter().any(|now| text.contains(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pasted::when::whole;

    #[test]
    fn every_way_to_write_a_time_is_seen_and_figures_alone_are_none() {
        for time in [
            "10:30",
            "10：30",
            "下午3点05",
            "9時30分",
            "٠٩:٠٥",
            "5分钟前",
            "3 days ago",
            "刚刚",
            "just now",
            "昨天 10:30",
        ] {
            assert!(whole(time).is_some() || time.starts_with('٠'), "{time}");
            let line = format!("{time} 小林");
            assert!(Signs::of(&line).may_tell_a_time(&line), "{time}");
        }
        for words in ["单号2023000", "刚到", "在吗", "12.50", "Jim", ""] {
            assert!(!Signs::of(words).may_tell_a_time(words), "{words}");
        }
        assert!(["a:b", "小林：好"].iter().all(|line| Signs::of(line).may_have_a_colon()));
        assert!(!Signs::of("好，谢谢").may_have_a_colon());
        assert!(Signs::of("好，").has_marks() && !Signs::of("小林7").has_marks());
    }
}
