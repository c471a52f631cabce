//! Boxes of glyphs, kept: reading an outline for its box takes longer than shaping it.

use crate::font::{Face, FaceIndex};

/// Boxes kept, in a table that a glyph leads to directly: a new one replaces the old.
const BOXES: usize = 1 << 13;

/// In font units, y up: left, bottom, right, top.
pub(super) type GlyphBox = [f32; 4];

#[derive(Clone, Copy)]
struct Entry {
    face: Option<FaceIndex>,
    weight: u16,
    glyph: u32,
    bounds: Option<GlyphBox>,
}

pub(super) struct InkCache {
    entries: Vec<Entry>,
}

impl InkCache {
    pub(super) fn new() -> Self {
        Self { entries: vec![Entry { face: None, weight: 0, glyph: 0, bounds: None }; BOXES] }
    }

    /// Forgets all: face numbers are those of one library.
    pub(super) fn clear(&mut self) {
        *self = Self::new();
    }

    /// The box around a glyph's control points. `None` where it has no outline.
    pub(super) fn bounds(&mut self, index: FaceIndex, face: &Face, weight: u16, glyph: u32) -> Option<GlyphBox> {
        let mixed = (glyph ^ u32::from(weight) << 20 ^ index.number() << 24).wrapping_mul(0x9e37_79b1);
        let entry = self.entries.get_mut((mixed >> 16) as usize % BOXES)?;
        if (entry.face, entry.weight, entry.glyph) != (Some(index), weight, glyph) {
            let bounds = face.glyph_bounds(weight, glyph);
            // Blank glyphs have a box without an inside.
            let bounds = bounds.filter(|bounds| bounds.x_max > bounds.x_min && bounds.y_max > bounds.y_min);
            let bounds = bounds.map(|bounds| [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]);
            *entry = Entry { face: Some(index), weight, glyph, bounds };
        }
        entry.bounds
    }
}
