//! How things look: paper and ink, hairlines, one accent. Nothing here measures or draws.

use super::page::Color;
use yanju_model::Role;

/// Words.
pub(super) const INK: Color = Color(0x22, 0x1F, 0x1A);
/// Labels and particulars.
pub(super) const MUTED: Color = Color(0x6E, 0x67, 0x5C);
/// Serials and what is only there to be looked up.
pub(super) const FAINT: Color = Color(0x8F, 0x87, 0x7A);
/// Hairlines.
pub(super) const RULE: Color = Color(0xD9, 0xD3, 0xC7);
/// The ground of labels and marks.
pub(super) const TINT: Color = Color(0xF5, 0xF1, 0xE8);
/// The one accent, used where the reader must look.
pub(super) const VERMILION: Color = Color(0xB3, 0x31, 0x1F);
/// A customer's name.
pub(super) const OCHRE: Color = Color(0x8A, 0x5A, 0x12);
/// An agent's name.
pub(super) const BLUE: Color = Color(0x2A, 0x5B, 0x8C);

/// The weight of the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The look of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    /// The em in points.
    pub size: f32,
    pub weight: Weight,
    pub color: Color,
    /// What is painted behind it.
    pub ground: Option<Color>,
}

impl Style {
    /// Regular text.
    pub(super) const fn regular(size: f32, color: Color) -> Self {
        Self { size, weight: Weight::Regular, color, ground: None }
    }

    /// Bold text.
    pub(super) const fn bold(size: f32, color: Color) -> Self {
        Self { size, weight: Weight::Bold, color, ground: None }
    }

    /// The same for a mark that stands for a character: smaller, on a tint.
    pub(super) const fn mark(self) -> Self {
        Self { size: self.size * 0.86, weight: Weight::Regular, color: MUTED, ground: Some(TINT) }
    }
}

/// The colour of a writer's name and bar.
pub(super) fn role_color(role: Role) -> Color {
    match role {
        Role::Customer => OCHRE,
        Role::Agent => BLUE,
        Role::Bot | Role::Unknown | Role::System => MUTED,
    }
}
