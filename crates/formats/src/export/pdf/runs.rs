//! The shaper, and what it has shaped before: emoji, accents, Arabic, Thai come back by the same words.
//!
//! Which characters make a run, and in which face, is decided by `shape`.

use super::fonts::Face;
use super::page::{FaceId, PlacedGlyph};
use harfrust::{Buffer, BufferFlags, Direction, Feature, ShapeOptions, ShaperFont, Tag};
use std::{collections::HashMap, ops::Range, rc::Rc};

/// How many shaped runs are kept.
const MOST_KEPT: usize = 20_000;

/// A shaped run, shared by all its occurrences.
pub(super) type Shaped = Rc<[ShapedCluster]>;

/// A cluster as the shaper gives it; the text counts from the start of the run, lengths are in em.
pub(super) struct ShapedCluster {
    pub text: Range<u32>,
    pub glyphs: Vec<PlacedGlyph>,
    pub advance: f32,
}

/// How a run is shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RunKind {
    /// By its script, from left to right.
    FromLeft,
    /// By its script, from right to left; brackets are mirrored.
    FromRight,
    /// Quotation marks at the width of the alphabets.
    Proportional,
}

/// Shaped runs by face and text.
#[derive(Default)]
pub(super) struct Runs {
    kept: HashMap<(FaceId, RunKind, String), Shaped>,
    buffer: Buffer,
}

impl Runs {
    /// The clusters of a run, in reading order.
    pub(super) fn shaped(&mut self, run: &str, id: FaceId, face: &Face, kind: RunKind) -> Shaped {
        let key = (id, kind, run.to_owned());
        if let Some(shaped) = self.kept.get(&key) {
            return shaped.clone();
        }
        if self.kept.len() >= MOST_KEPT {
            self.kept.clear();
        }
        let shaped: Shaped = shape_with(face, run, kind, &mut self.buffer).into();
        self.buffer.reset();
        self.kept.insert(key, shaped.clone());
        shaped
    }
}

fn shape_with(face: &Face, run: &str, kind: RunKind, buffer: &mut Buffer) -> Vec<ShapedCluster> {
    buffer.push_str(run);
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    if kind == RunKind::FromRight {
        buffer.set_direction(Direction::RightToLeft);
    } else {
        buffer.set_direction(Direction::LeftToRight);
    }
    buffer.guess_segment_properties();
    let proportional = [Feature::new(Tag::new(b"pwid"), 1, ..)];
    let features: &[Feature] = if kind == RunKind::Proportional { &proportional } else { &[] };
    let font = ShaperFont::new(&face.shaping);
    if harfrust::shape(&font, buffer, ShapeOptions::new().features(features)).is_err() {
        return Vec::new();
    }
    let mut clusters: Vec<ShapedCluster> = Vec::new();
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let glyph = PlacedGlyph {
            id: info.glyph_id,
            advance: position.x_advance as f32 / face.units,
            shift_x: position.x_offset as f32 / face.units,
            shift_y: position.y_offset as f32 / face.units,
            text: info.cluster..info.cluster,
        };
        match clusters.last_mut() {
            Some(last) if last.text.start == info.cluster => {
                last.advance += glyph.advance;
                last.glyphs.push(glyph);
            }
            _ => clusters.push(ShapedCluster {
                text: info.cluster..info.cluster,
                advance: glyph.advance,
                glyphs: vec![glyph],
            }),
        }
    }
    clusters.sort_by_key(|cluster| cluster.text.start);
    let mut end = run.len() as u32;
    for cluster in clusters.iter_mut().rev() {
        cluster.text.end = end;
        for glyph in &mut cluster.glyphs {
            glyph.text = cluster.text.clone();
        }
        end = cluster.text.start;
    }
    clusters
}
