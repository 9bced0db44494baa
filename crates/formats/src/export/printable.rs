//! Record text cut into what can be printed: words, line ends, and marks for what must not act on the page.
//!
//! Controls that would reorder or hide text are shown as their code point and never obeyed; characters of no
//! width that only steer display are left out. Which font draws the rest is not decided here.

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// A character to be shown as its code point; see [`code_point`].
    Mark(char),
    /// The end of a line.
    LineEnd,
}

/// What is done with one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treatment {
    Print,
    Mark,
    Drop,
    Tab,
    LineEnd,
}

/// A tab is printed as this.
const TAB: &str = "    ";

/// The parts of `text`, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(1);
    let mut start = 0;
    let mut in_flag = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let treatment = treat(character, in_flag);
        in_flag = character == FLAG || (in_flag && is_tag(character));
        if treatment == Treatment::Print {
            continue;
        }
        push_words(&mut pieces, text, start, at);
        start = at + character.len_utf8();
        match treatment {
            Treatment::Mark => pieces.push(Piece::Mark(character)),
            Treatment::Tab => pieces.push(Piece::Words(TAB)),
            Treatment::LineEnd => {
                if character == '\r' && characters.next_if(|(_, next)| *next == '\n').is_some() {
                    start += 1;
                }
                pieces.push(Piece::LineEnd);
            }
            Treatment::Drop | Treatment::Print => {}
        }
    }
    push_words(&mut pieces, text, start, text.len());
    pieces
}

/// A character as its code point, `[U+202E]`.
pub(super) fn code_point(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

/// A text on one line, with marks written out: for titles, table cells and properties.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => line.push_str(words),
            Piece::Mark(character) => line.push_str(&code_point(character)),
            Piece::LineEnd => line.push(' '),
        }
    }
    line
}

fn push_words<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, from: usize, to: usize) {
    if let Some(words) = text.get(from..to).filter(|words| !words.is_empty()) {
        pieces.push(Piece::Words(words));
    }
}

/// The black flag that opens a flag made of tag characters.
const FLAG: char = '\u{1F3F4}';

fn is_tag(character: char) -> bool {
    ('\u{E0020}'..='\u{E007F}').contains(&character)
}

fn treat(character: char, in_flag: bool) -> Treatment {
    match character {
        ' '..='~' => Treatment::Print,
        '\t' => Treatment::Tab,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Treatment::LineEnd,
        // Controls; what sets direction (marks, embeddings, overrides, isolates, deprecated format characters); and
        // interlinear annotation, which hides text.
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{FDD0}'..='\u{FDEF}' => Treatment::Mark,
        // Noncharacters, which XML forbids.
        _ if u32::from(character) & 0xFFFE == 0xFFFE => Treatment::Mark,
        // Tags spell a regional flag after 🏴; anywhere else they are invisible text.
        '\u{E0000}'..='\u{E007F}' if !(in_flag && is_tag(character)) => Treatment::Mark,
        // Of no width, or blank fillers.
        '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'
        | '\u{2060}'..='\u{2065}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' => Treatment::Drop,
        _ => Treatment::Print,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_controls_are_shown_and_zero_width_characters_left_out() {
        assert_eq!(
            pieces("付\u{202E}款\u{200B}人\u{7}"),
            [
                Piece::Words("付"),
                Piece::Mark('\u{202E}'),
                Piece::Words("款"),
                Piece::Words("人"),
                Piece::Mark('\u{7}')
            ],
            "an override that reorders the page is a forgery aid"
        );
        assert_eq!(code_point('\u{202E}'), "[U+202E]");
        assert_eq!(code_point('\u{2A6A5}'), "[U+2A6A5]");
    }

    #[test]
    fn every_kind_of_line_end_is_one() {
        assert_eq!(one_line("a\r\nb\rc\nd\u{2028}e\tf"), "a b c d e    f", "CRLF is one line end, not two");
    }

    #[test]
    fn tags_spell_a_flag_and_are_shown_anywhere_else() {
        let england = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
        assert_eq!(pieces(england), [Piece::Words(england)], "a flag is one picture");
        assert_eq!(pieces("\u{E0041}"), [Piece::Mark('\u{E0041}')], "hidden text is not hidden here");
    }

    #[test]
    fn emoji_sequences_keep_their_joiners() {
        let family = "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}";
        assert_eq!(pieces(family), [Piece::Words(family)], "a family is one picture");
    }
}
