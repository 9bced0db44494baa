//! Clusters to lines of a width, and lines to runs at a place.
//!
//! Lines are filled greedily. A line ends where the Unicode and the Chinese rules agree; inside a token that is
//! wider than the line, where the Chinese rules alone agree; and anywhere only in a line made of nothing but marks
//! that may not part.

use super::breaks::Class;
use super::page::{Area, Color, Item, PlacedGlyph, TextRun};
use super::shape::{Cluster, Paragraph};
use std::ops::Range;

/// A line: the clusters on it, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub clusters: Range<usize>,
    /// From the first ink to the last, in points.
    pub width: f32,
}

/// What is painted behind a text, and how far it reaches above and below the baseline, in em.
const GROUND_ABOVE: f32 = 0.92;
const GROUND_BELOW: f32 = 0.22;

/// Fills lines of `measure` points. An empty paragraph is one empty line.
pub(super) fn fill(paragraph: &Paragraph, measure: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let end = line_end(paragraph, start, measure);
        lines.push(Line { clusters: start..end, width: width(paragraph, start..end) });
        start = end;
        if start >= paragraph.clusters.len() {
            return lines;
        }
    }
}

/// The width of some clusters on a line of their own: gaps between them count, blanks at the ends do not.
pub(super) fn width(paragraph: &Paragraph, range: Range<usize>) -> f32 {
    let clusters = paragraph.clusters.get(range).unwrap_or_default();
    let trailing = clusters.iter().rev().take_while(|cluster| cluster.class == Class::Space).count();
    let inked = clusters.get(..clusters.len() - trailing).unwrap_or_default();
    let Some((last, before)) = inked.split_last() else { return 0.0 };
    let sum: f32 = before.iter().map(|cluster| cluster.advance + cluster.gap).sum();
    sum + inked_advance(last, paragraph) - inked.first().map_or(0.0, |first| leading_blank(first, paragraph))
}

/// Where the line that starts at `start` ends; at least one cluster further.
fn line_end(paragraph: &Paragraph, start: usize, measure: f32) -> usize {
    let clusters = paragraph.clusters.get(start..).unwrap_or_default();
    let mut x = -clusters.first().map_or(0.0, |first| leading_blank(first, paragraph));
    let (mut legal, mut emergency) = (None, None);
    for (offset, cluster) in clusters.iter().enumerate() {
        let fits = cluster.class == Class::Space || x + inked_advance(cluster, paragraph) <= measure;
        if !fits && offset > 0 {
            return start + legal.or(emergency).unwrap_or(offset);
        }
        x += cluster.advance + cluster.gap;
        if cluster.may_end_line {
            legal = Some(offset + 1);
        }
        if cluster.may_part {
            emergency = Some(offset + 1);
        }
    }
    start + clusters.len()
}

fn size(cluster: &Cluster, paragraph: &Paragraph) -> f32 {
    paragraph.styles.get(usize::from(cluster.style)).map_or(0.0, |style| style.size)
}

fn is_full_width(cluster: &Cluster, paragraph: &Paragraph) -> bool {
    cluster.advance >= size(cluster, paragraph) * 0.99
}

/// The advance without the blank half of a full-width closing mark, which may hang over the edge.
fn inked_advance(cluster: &Cluster, paragraph: &Paragraph) -> f32 {
    if cluster.class == Class::Closing && is_full_width(cluster, paragraph) {
        cluster.advance - size(cluster, paragraph) / 2.0
    } else {
        cluster.advance
    }
}

/// The blank half of a full-width opening mark, which is cut at the start of a line.
fn leading_blank(cluster: &Cluster, paragraph: &Paragraph) -> f32 {
    if cluster.class == Class::Opening && is_full_width(cluster, paragraph) {
        size(cluster, paragraph) / 2.0
    } else {
        0.0
    }
}

/// Puts a line at a place: its runs, and the grounds behind them.
pub(super) fn place(paragraph: &Paragraph, line: &Line, x: f32, baseline: f32, items: &mut Vec<Item>) {
    let clusters = paragraph.clusters.get(line.clusters.clone()).unwrap_or_default();
    let mut x = x - clusters.first().map_or(0.0, |first| leading_blank(first, paragraph));
    let order = visual_order(clusters, paragraph);
    let mut run: Option<Run> = None;
    for (position, &index) in order.iter().enumerate() {
        let Some(cluster) = clusters.get(index) else { continue };
        let gap = if position + 1 < order.len() { cluster.gap } else { 0.0 };
        match &mut run {
            Some(run) if run.takes(cluster) => {}
            _ => {
                flush(run.take(), paragraph, baseline, items);
                run = Some(Run::at(x, cluster));
            }
        }
        if let Some(run) = &mut run {
            run.add(cluster, gap, paragraph);
        }
        x += cluster.advance + gap;
    }
    flush(run, paragraph, baseline, items);
}

/// The clusters of a line from left to right: UAX #9 rules L1 (for trailing blanks) and L2.
fn visual_order(clusters: &[Cluster], paragraph: &Paragraph) -> Vec<usize> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    if !paragraph.mixed {
        return order;
    }
    let base = u8::from(paragraph.from_right);
    let mut levels: Vec<u8> = clusters.iter().map(|cluster| cluster.level).collect();
    for (level, cluster) in levels.iter_mut().zip(clusters).rev() {
        if cluster.class != Class::Space {
            break;
        }
        *level = base;
    }
    let highest = levels.iter().copied().max().unwrap_or(0);
    for turned in (1..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let reaches = |position: &usize| levels.get(*position).is_some_and(|level| *level >= turned);
            let length = order.iter().skip(at).take_while(|index| reaches(index)).count();
            if let Some(stretch) = order.get_mut(at..at + length) {
                stretch.reverse();
            }
            at += length.max(1);
        }
    }
    order
}

/// A run being gathered.
struct Run {
    x: f32,
    width: f32,
    /// The clusters, as bytes of the paragraph's text.
    text: Range<u32>,
    glyphs: Vec<PlacedGlyph>,
    face: u16,
    style: u16,
    level: u8,
}

impl Run {
    fn at(x: f32, cluster: &Cluster) -> Self {
        Self {
            x,
            width: 0.0,
            text: cluster.text.clone(),
            glyphs: Vec::new(),
            face: cluster.face,
            style: cluster.style,
            level: cluster.level,
        }
    }

    fn takes(&self, cluster: &Cluster) -> bool {
        self.face == cluster.face && self.style == cluster.style && self.level == cluster.level
    }

    fn add(&mut self, cluster: &Cluster, gap: f32, paragraph: &Paragraph) {
        let em = size(cluster, paragraph).max(f32::MIN_POSITIVE);
        let glyphs = cluster.glyphs.start as usize..cluster.glyphs.end as usize;
        self.glyphs.extend_from_slice(paragraph.glyphs.get(glyphs).unwrap_or_default());
        if let Some(last) = self.glyphs.last_mut() {
            last.advance += gap / em;
        }
        self.width += cluster.advance + gap;
        self.text = self.text.start.min(cluster.text.start)..self.text.end.max(cluster.text.end);
    }
}

fn flush(run: Option<Run>, paragraph: &Paragraph, baseline: f32, items: &mut Vec<Item>) {
    let Some(mut run) = run else { return };
    let Some(style) = paragraph.styles.get(usize::from(run.style)) else { return };
    let text = paragraph.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
    for glyph in &mut run.glyphs {
        glyph.text = glyph.text.start - run.text.start..glyph.text.end - run.text.start;
    }
    if let Some(color) = style.ground {
        items.push(ground(run.x, run.width, baseline, style.size, color));
    }
    items.push(Item::Text(TextRun {
        x: run.x,
        baseline,
        size: style.size,
        color: style.color,
        face: run.face,
        text: text.to_owned(),
        glyphs: run.glyphs,
    }));
}

fn ground(x: f32, width: f32, baseline: f32, size: f32, color: Color) -> Item {
    let area = Area {
        x: x - size * 0.08,
        y: baseline - size * GROUND_ABOVE,
        width: width + size * 0.16,
        height: size * (GROUND_ABOVE + GROUND_BELOW),
    };
    Item::Rect(area, color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_arabic_keeps_its_own_direction_and_trailing_blanks_stay_at_the_end() {
        // Latin, two Arabic letters, two digits among them, an Arabic letter, a blank: levels of UAX #9.
        let levels = [0, 1, 1, 2, 2, 1, 1];
        let clusters: Vec<Cluster> = levels
            .iter()
            .enumerate()
            .map(|(index, level)| Cluster {
                text: index as u32..index as u32 + 1,
                glyphs: 0..0,
                face: 0,
                style: 0,
                level: *level,
                class: if index == 6 { Class::Space } else { Class::Other },
                advance: 1.0,
                gap: 0.0,
                may_end_line: false,
                may_part: false,
            })
            .collect();
        let paragraph = Paragraph { mixed: true, ..Paragraph::default() };
        assert_eq!(visual_order(&clusters, &paragraph), [0, 5, 3, 4, 2, 1, 6], "UAX #9, L1 and L2");
    }
}
