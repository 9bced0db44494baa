//! The display list: pages of things at places, and the measures of the page.
//!
//! Lengths are points (1/72 inch); x grows to the right and y downwards from the top left corner. The list knows
//! nothing of PDF; the writer draws it and nothing else.

use super::super::picture::Picture;
use std::{ops::Range, sync::Arc};

/// A4.
pub(super) const WIDTH: f32 = 595.28;
/// A4.
pub(super) const HEIGHT: f32 = 841.89;
/// Where content begins from the left.
pub(super) const LEFT: f32 = 56.0;
/// Where content ends on the right.
pub(super) const RIGHT: f32 = WIDTH - 56.0;
/// The width of content.
pub(super) const MEASURE: f32 = RIGHT - LEFT;
/// Where content begins below the running header.
pub(super) const TOP: f32 = 74.0;
/// Where content ends above the footer.
pub(super) const BOTTOM: f32 = HEIGHT - 66.0;

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color(pub u8, pub u8, pub u8);

/// The index of a face in the fonts of the document.
pub(super) type FaceId = u16;

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// What stands on it, in drawing order.
    pub items: Vec<Item>,
    /// Where its content ends, once it is full.
    pub filled: f32,
    /// What its running header names beside the document.
    pub heading: String,
    /// The first and last serial that begin on it.
    pub serials: Option<(u64, u64)>,
}

/// A thing at a place.
#[derive(Debug)]
pub(super) enum Item {
    /// Glyphs of one face on one baseline.
    Text(TextRun),
    /// A filled rectangle: rules, bars and grounds.
    Rect(Area, Color),
    /// A picture.
    Picture(PlacedPicture),
    /// An area that leads to a place in the document.
    Link(Area, Place),
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A height on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// The page's index, from 0.
    pub page: usize,
    pub y: f32,
}

/// Glyphs of one face on one baseline.
#[derive(Debug)]
pub(super) struct TextRun {
    pub x: f32,
    pub baseline: f32,
    pub size: f32,
    pub color: Color,
    pub face: FaceId,
    /// What the glyphs say, in reading order.
    pub text: String,
    /// In order from left to right.
    pub glyphs: Vec<PlacedGlyph>,
}

/// A glyph; lengths in em.
#[derive(Debug, Clone)]
pub(super) struct PlacedGlyph {
    /// The glyph's index in its face.
    pub id: u32,
    pub advance: f32,
    pub shift_x: f32,
    pub shift_y: f32,
    /// The bytes of the run's text that it stands for.
    pub text: Range<u32>,
}

/// A picture at a place.
#[derive(Debug)]
pub(super) struct PlacedPicture {
    pub area: Area,
    pub picture: Picture,
    pub bytes: Arc<[u8]>,
    /// The number of the attachment, by which the writer reports a picture it cannot decode.
    pub exhibit: u64,
}
