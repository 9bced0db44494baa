//! Text to clusters of glyphs: fallback, shaping, direction. Lines are filled elsewhere.
//!
//! Characters that stand alone (Chinese, Latin, punctuation) take their glyph straight from the character map;
//! everything else goes through the shaper, grapheme by grapheme grouped by face, and shaped runs are kept.

use super::super::printable::{Piece, code_point, pieces};
use super::breaks::{self, Class, class};
use super::characters::{attaches, is_among_latin, is_quote, reads_from_right, stands_alone};
use super::fonts::{Fonts, steers_only};
use super::page::{FaceId, PlacedGlyph};
use super::runs::{RunKind, Runs};
use super::style::Style;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

/// A stretch of text in one look. Controls and line ends in it are dealt with here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span<'a> {
    pub text: &'a str,
    pub style: Style,
}

/// The smallest thing a line can hold: one or more characters that are drawn together.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    /// Bytes of the paragraph's text.
    pub text: Range<u32>,
    /// Indices into the paragraph's glyphs, in visual order.
    pub glyphs: Range<u32>,
    pub face: FaceId,
    /// Index into the paragraph's styles.
    pub style: u16,
    /// The embedding level of UAX #9; odd runs from right to left.
    pub level: u8,
    /// The class of its first character.
    pub class: Class,
    /// Its width in points.
    pub advance: f32,
    /// What is added to it when another cluster follows on the line, in points; may be negative.
    pub gap: f32,
    /// Whether a line may end after it.
    pub may_end_line: bool,
    /// Whether the Chinese rules alone let a line end after it.
    pub may_part: bool,
}

/// Text between two line ends, shaped.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub clusters: Vec<Cluster>,
    /// Their text ranges count from the start of the paragraph's text.
    pub glyphs: Vec<PlacedGlyph>,
    pub styles: Vec<Style>,
    /// Whether it reads from right to left as a whole.
    pub from_right: bool,
    /// Whether any part does.
    pub mixed: bool,
}

/// The space between Chinese and Latin or an emoji, in em. An eighth is the custom; but programs that take text out of a PDF
/// read a gap of a tenth as a space that nobody wrote.
const GAP: f32 = 1.0 / 12.0;
/// Shapes the text of one document.
pub(super) struct Shaper {
    pub fonts: Fonts,
    runs: Runs,
}

impl Shaper {
    pub(super) fn new(fonts: Fonts) -> Self {
        Self { fonts, runs: Runs::default() }
    }

    /// The paragraphs of some spans; at least one.
    pub(super) fn paragraphs(&mut self, spans: &[Span<'_>]) -> Vec<Paragraph> {
        let mut drafts = vec![Draft::default()];
        for span in spans {
            for piece in pieces(span.text) {
                let last = drafts.last_mut();
                match (piece, last) {
                    (Piece::Words(words), Some(draft)) => self.add_words(draft, words, span.style),
                    (Piece::Mark(character), Some(draft)) => {
                        draft.push(&code_point(character), span.style.mark());
                    }
                    (Piece::LineEnd, _) | (_, None) => drafts.push(Draft::default()),
                }
            }
        }
        drafts.into_iter().map(|draft| self.shape(draft)).collect()
    }

    /// One line of text: line ends become spaces.
    pub(super) fn line(&mut self, spans: &[Span<'_>]) -> Paragraph {
        let mut draft = Draft::default();
        for span in spans {
            for piece in pieces(span.text) {
                match piece {
                    Piece::Words(words) => self.add_words(&mut draft, words, span.style),
                    Piece::Mark(character) => draft.push(&code_point(character), span.style.mark()),
                    Piece::LineEnd => draft.push(" ", span.style),
                }
            }
        }
        self.shape(draft)
    }

    /// Adds words, with a mark for each character no font draws.
    fn add_words(&mut self, draft: &mut Draft, words: &str, style: Style) {
        let mut from = 0;
        for (at, character) in words.char_indices() {
            if character.is_ascii()
                || steers_only(character)
                || self.fonts.slot(character, style.weight).is_some()
            {
                continue;
            }
            self.fonts.note_uncovered(character);
            draft.push(words.get(from..at).unwrap_or_default(), style);
            draft.push(&code_point(character), style.mark());
            from = at + character.len_utf8();
        }
        draft.push(words.get(from..).unwrap_or_default(), style);
    }

    fn shape(&mut self, draft: Draft) -> Paragraph {
        let Draft { text, ends, styles } = draft;
        let levels = text.chars().any(reads_from_right).then(|| BidiInfo::new(&text, None));
        let from_right =
            levels.as_ref().and_then(|info| info.paragraphs.first()).is_some_and(|p| p.level.is_rtl());
        let mut paragraph = Paragraph {
            clusters: Vec::with_capacity(text.len() / 2),
            glyphs: Vec::with_capacity(text.len() / 2),
            mixed: levels.is_some(),
            from_right,
            styles,
            text: String::new(),
        };
        let mut start = 0;
        for (style, end) in ends {
            let level =
                |at: usize| levels.as_ref().and_then(|info| info.levels.get(at)).map_or(0, Level::number);
            self.shape_style(&mut paragraph, &text, start..end, style, &level);
            start = end;
        }
        drop(levels);
        paragraph.text = text;
        space(&mut paragraph);
        mark_breaks(&mut paragraph);
        paragraph
    }

    /// Shapes the part of a text that is in one style.
    fn shape_style(
        &mut self,
        paragraph: &mut Paragraph,
        text: &str,
        range: Range<usize>,
        style_index: u16,
        level: &dyn Fn(usize) -> u8,
    ) {
        let Some(style) = paragraph.styles.get(usize::from(style_index)).copied() else { return };
        let mut at = range.start;
        let mut before = None;
        while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let mut characters = rest.chars();
            let Some(character) = characters.next() else { return };
            let next = characters.next();
            // In a run from right to left brackets are mirrored, which is the shaper's business.
            let alone = stands_alone(character)
                && level(at).is_multiple_of(2)
                && !next.is_some_and(|next| attaches(rest, character, next));
            let narrow = is_quote(character) && is_among_latin(character, before, next);
            let length = if alone && !narrow {
                if let Some(slot) = self.fonts.slot(character, style.weight) {
                    let length = character.len_utf8();
                    let glyph = PlacedGlyph {
                        id: slot.glyph,
                        advance: slot.advance,
                        shift_x: 0.0,
                        shift_y: 0.0,
                        text: at as u32..(at + length) as u32,
                    };
                    let glyphs = std::slice::from_ref(&glyph);
                    let place = ClusterPlace { face: slot.face, style: style_index, level: level(at) };
                    push_cluster(paragraph, glyphs, slot.advance * style.size, class(character), place);
                }
                character.len_utf8()
            } else {
                self.shape_run(paragraph, rest, at, (style_index, style), level, narrow)
            };
            before = text.get(at..at + length).and_then(|part| part.chars().next_back());
            at += length;
        }
    }

    /// Shapes the characters at the head of `rest` that belong to one run; returns its bytes.
    fn shape_run(
        &mut self,
        paragraph: &mut Paragraph,
        rest: &str,
        at: usize,
        (style_index, style): (u16, Style),
        level: &dyn Fn(usize) -> u8,
        narrow: bool,
    ) -> usize {
        let (length, face) = if narrow {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            (first, self.fonts.cluster_face(rest.get(..first).unwrap_or_default(), style.weight))
        } else {
            self.run_extent(rest, at, style, level)
        };
        let Some(run) = rest.get(..length) else { return rest.len() };
        let level = level(at);
        let kind = match (narrow, level % 2) {
            (true, _) => RunKind::Proportional,
            (false, 0) => RunKind::FromLeft,
            (false, _) => RunKind::FromRight,
        };
        let Some(id) = face else { return length };
        let Some(face) = self.fonts.face(id) else { return length };
        for cluster in self.runs.shaped(run, id, face, kind).iter() {
            let first = run.get(cluster.text.start as usize..).and_then(|rest| rest.chars().next());
            let offset = at as u32;
            let glyphs: Vec<PlacedGlyph> = cluster
                .glyphs
                .iter()
                .map(|glyph| PlacedGlyph {
                    text: glyph.text.start + offset..glyph.text.end + offset,
                    ..glyph.clone()
                })
                .collect();
            let place = ClusterPlace { face: id, style: style_index, level };
            push_cluster(
                paragraph,
                &glyphs,
                cluster.advance * style.size,
                class(first.unwrap_or(' ')),
                place,
            );
        }
        length
    }

    /// How far a run goes that one face draws at one level, and the face. A run ends where characters begin that
    /// stand alone.
    fn run_extent(
        &mut self,
        rest: &str,
        at: usize,
        style: Style,
        level: &dyn Fn(usize) -> u8,
    ) -> (usize, Option<FaceId>) {
        let mut length = 0;
        let mut run_face = None;
        for grapheme in rest.graphemes(true) {
            let mut characters = grapheme.chars();
            let lone = characters.next().is_some_and(stands_alone) && characters.next().is_none();
            if length > 0 && ((lone && level(at).is_multiple_of(2)) || level(at + length) != level(at)) {
                break;
            }
            let face = self.fonts.cluster_face(grapheme, style.weight);
            if face.is_none() {
                // No face draws the cluster as a whole: its characters are drawn one by one.
                if length == 0 {
                    let first = grapheme.chars().next();
                    let alone = first.and_then(|c| self.fonts.slot(c, style.weight)).map(|slot| slot.face);
                    return (first.map_or(grapheme.len(), char::len_utf8), alone);
                }
                break;
            }
            if length > 0 && face != run_face {
                break;
            }
            run_face = face;
            length += grapheme.len();
        }
        (length, run_face)
    }
}

/// A paragraph's text before it is shaped.
#[derive(Default)]
struct Draft {
    text: String,
    /// The style's index and where it ends.
    ends: Vec<(u16, usize)>,
    styles: Vec<Style>,
}

impl Draft {
    fn push(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        let index = self.styles.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        }) as u16;
        match self.ends.last_mut() {
            Some((last, last_end)) if *last == index => *last_end = end,
            _ => self.ends.push((index, end)),
        }
    }
}

#[derive(Clone, Copy)]
struct ClusterPlace {
    face: FaceId,
    style: u16,
    level: u8,
}

fn push_cluster(
    paragraph: &mut Paragraph,
    glyphs: &[PlacedGlyph],
    advance: f32,
    class: Class,
    place: ClusterPlace,
) {
    let Some(text) = glyphs.first().map(|glyph| glyph.text.clone()) else { return };
    let first = paragraph.glyphs.len() as u32;
    paragraph.glyphs.extend_from_slice(glyphs);
    paragraph.clusters.push(Cluster {
        text,
        glyphs: first..paragraph.glyphs.len() as u32,
        face: place.face,
        style: place.style,
        level: place.level,
        class,
        advance,
        gap: 0.0,
        may_end_line: false,
        may_part: false,
    });
}

/// Sets the gap around Chinese, and closes up full-width marks that follow each other.
fn space(paragraph: &mut Paragraph) {
    let Paragraph { clusters, styles, .. } = paragraph;
    for at in 1..clusters.len() {
        let Some([before, after]) = clusters.get_mut(at - 1..=at) else { return };
        let size = styles.get(usize::from(before.style)).map_or(0.0, |style| style.size);
        before.gap = match (before.class, after.class) {
            (Class::Han, Class::Latin | Class::Emoji) | (Class::Latin | Class::Emoji, Class::Han) => {
                size * GAP
            }
            (Class::Closing, Class::Closing | Class::Opening) | (Class::Opening, Class::Opening)
                if before.advance >= size * 0.99 =>
            {
                -size / 2.0
            }
            _ => 0.0,
        };
    }
}

/// Marks after which clusters a line may end.
fn mark_breaks(paragraph: &mut Paragraph) {
    let Paragraph { clusters, text, .. } = paragraph;
    let mut opportunities = breaks::opportunities(text).peekable();
    for at in 1..clusters.len() {
        let Some([before, after]) = clusters.get_mut(at - 1..=at) else { return };
        let border = after.text.start as usize;
        while opportunities.next_if(|&opportunity| opportunity < border).is_some() {}
        let left = text.get(..border).and_then(|left| left.chars().next_back());
        let right = text.get(border..).and_then(|right| right.chars().next());
        before.may_part = left.zip(right).is_some_and(|(left, right)| breaks::may_part(left, right));
        before.may_end_line = before.may_part && opportunities.peek() == Some(&border);
    }
}
