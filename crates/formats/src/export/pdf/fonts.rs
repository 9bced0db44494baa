//! The faces text is drawn with and which of them draws a character: the embedded ones, then the system's.
//!
//! Nothing is shaped or measured beyond one glyph's advance. Advances are in em.

use super::page::FaceId;
use super::style::Weight;
use super::system::SystemFonts;
use harfrust::{Font as ShapingFont, GlyphId, ShaperFont};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Noto Sans SC Regular, SIL Open Font License 1.1.
static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf"));
/// Noto Sans SC Bold, SIL Open Font License 1.1.
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf"));
/// Twemoji as colour glyphs (artwork CC-BY 4.0, font SIL Open Font License 1.1).
static EMOJI: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/emoji.ttf"));

const REGULAR_FACE: FaceId = 0;
const BOLD_FACE: FaceId = 1;
const EMOJI_FACE: FaceId = 2;
/// How many faces of the system a document may use.
const MOST_FACES: usize = 24;

/// The bytes of a face, for whoever embeds it.
#[derive(Clone)]
pub(super) enum FaceData {
    /// Part of this program.
    Static(&'static [u8]),
    /// Read from the system.
    Read(Arc<Vec<u8>>),
}

/// One face.
pub(super) struct Face {
    /// For the shaper.
    pub shaping: ShapingFont,
    /// Its file.
    pub data: FaceData,
    /// Which face of the file.
    pub index: u32,
    /// Font units in an em.
    pub units: f32,
}

impl Face {
    fn new(data: FaceData, index: u32) -> Option<Self> {
        let shaping = match &data {
            FaceData::Static(bytes) => ShapingFont::new(*bytes, index)?,
            FaceData::Read(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
                ShapingFont::new(harfrust::font::Blob::from(shared), index)?
            }
        };
        let units = f32::from(shaping.units_per_em());
        Some(Self { shaping, data, index, units })
    }

    fn glyph(&self, character: char) -> Option<u32> {
        self.shaping.charmap().map_unicode(character).map(GlyphId::to_u32).filter(|glyph| *glyph != 0)
    }
}

/// A character's glyph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot {
    pub face: FaceId,
    pub glyph: u32,
    pub advance: f32,
}

/// The faces of one document.
pub(super) struct Fonts {
    faces: Vec<Face>,
    slots: HashMap<(char, Weight), Option<Slot>>,
    system: SystemFonts,
    uncovered: BTreeSet<char>,
}

impl Fonts {
    /// The embedded faces, with those of the system to fall back on.
    pub(super) fn new(system: SystemFonts) -> Self {
        let faces = [REGULAR, BOLD, EMOJI].map(|bytes| Face::new(FaceData::Static(bytes), 0));
        Self {
            faces: faces.into_iter().flatten().collect(),
            slots: HashMap::new(),
            system,
            uncovered: BTreeSet::new(),
        }
    }

    /// The face of an id.
    pub(super) fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(usize::from(id))
    }

    /// Every face, in order of its id.
    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The glyph of a character on its own; `None`: no font here draws it.
    pub(super) fn slot(&mut self, character: char, weight: Weight) -> Option<Slot> {
        if let Some(slot) = self.slots.get(&(character, weight)) {
            return *slot;
        }
        let slot = self.find(character, weight);
        self.slots.insert((character, weight), slot);
        slot
    }

    /// Notes a character that is printed as its code point.
    pub(super) fn note_uncovered(&mut self, character: char) {
        self.uncovered.insert(character);
    }

    /// The characters noted so far.
    pub(super) fn uncovered(&self) -> impl Iterator<Item = char> + '_ {
        self.uncovered.iter().copied()
    }

    /// The face that draws a whole cluster of characters together; `None`: none does.
    pub(super) fn cluster_face(&mut self, cluster: &str, weight: Weight) -> Option<FaceId> {
        let drawn = || cluster.chars().filter(|character| !steers_only(*character));
        let as_emoji = cluster.chars().any(|c| c == '\u{FE0F}' || c == '\u{20E3}' || is_pictograph(c));
        let text = if weight == Weight::Bold { BOLD_FACE } else { REGULAR_FACE };
        let order = if as_emoji { [EMOJI_FACE, text] } else { [text, EMOJI_FACE] };
        // Asking for the slots loads the system faces that are needed.
        let others: Vec<FaceId> =
            drawn().filter_map(|character| self.slot(character, weight)).map(|slot| slot.face).collect();
        order
            .into_iter()
            .chain(others)
            .find(|&id| self.face(id).is_some_and(|face| drawn().all(|c| face.glyph(c).is_some())))
    }

    fn find(&mut self, character: char, weight: Weight) -> Option<Slot> {
        if is_private(character) {
            return None;
        }
        let text = if weight == Weight::Bold { BOLD_FACE } else { REGULAR_FACE };
        let loaded = FaceId::try_from(self.faces.len()).unwrap_or(FaceId::MAX);
        let order = if is_pictograph(character) { [EMOJI_FACE, text] } else { [text, EMOJI_FACE] };
        let known =
            order.into_iter().chain(EMOJI_FACE + 1..loaded).find_map(|id| self.slot_in(id, character));
        known.or_else(|| {
            if self.faces.len() >= MOST_FACES {
                return None;
            }
            let (data, index) = self.system.face_with(character)?;
            self.faces.push(Face::new(FaceData::Read(Arc::new(data)), index)?);
            self.slot_in(loaded, character)
        })
    }

    fn slot_in(&self, id: FaceId, character: char) -> Option<Slot> {
        let face = self.face(id)?;
        let glyph = face.glyph(character)?;
        let advance = ShaperFont::new(&face.shaping).glyph_h_advance(glyph.into()) as f32 / face.units;
        Some(Slot { face: id, glyph, advance })
    }
}

/// Whether a character only steers the drawing of its neighbours: joiners, variation selectors, tags.
pub(super) fn steers_only(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E01EF}')
}

/// Whether a character is a picture first: the emoji planes, less the enclosed letters of text.
fn is_pictograph(character: char) -> bool {
    ('\u{1F000}'..='\u{1FAFF}').contains(&character) && !('\u{1F100}'..='\u{1F16F}').contains(&character)
}

/// Whether a character means only what two parties agreed on: a picture from any font would be invented.
fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}
