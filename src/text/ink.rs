//! Boxes of glyphs, kept: reading an outline for its box takes longer than shaping it.

use crate::font::{Face, FaceIndex, GlyphBoxes};

/// Boxes kept: sets that a glyph leads to directly, in each of which the newest box takes the place of the oldest.
const SETS: usize = 1 << 11;
const WAYS: usize = 4;

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
    sets: Vec<[Entry; WAYS]>,
}

/// Faces whose outlines were read during a layout.
#[derive(Default)]
pub(super) struct OpenFaces<'a>(Vec<(FaceIndex, u16, Option<GlyphBoxes<'a>>)>);

impl<'a> OpenFaces<'a> {
    fn boxes(&mut self, index: FaceIndex, face: &'a Face, weight: u16) -> Option<&GlyphBoxes<'a>> {
        let known = self.0.iter().position(|(face, at, _)| (*face, *at) == (index, weight));
        let place = known.unwrap_or_else(|| {
            self.0.push((index, weight, face.glyph_boxes(weight)));
            self.0.len() - 1
        });
        self.0.get(place)?.2.as_ref()
    }
}

impl InkCache {
    pub(super) fn new() -> Self {
        let empty = Entry { face: None, weight: 0, glyph: 0, bounds: None };
        Self { sets: vec![[empty; WAYS]; SETS] }
    }

    /// Forgets all: face numbers are those of one library.
    pub(super) fn clear(&mut self) {
        *self = Self::new();
    }

    /// The box around a glyph's control points. `None` where it has no outline.
    pub(super) fn bounds<'a>(
        &mut self,
        open: &mut OpenFaces<'a>,
        index: FaceIndex,
        face: &'a Face,
        weight: u16,
        glyph: u32,
    ) -> Option<GlyphBox> {
        let mixed = (glyph ^ u32::from(weight) << 20 ^ index.number() << 24).wrapping_mul(0x9e37_79b1);
        let set = self.sets.get_mut((mixed >> 16) as usize % SETS)?;
        let is_it = |entry: &&Entry| (entry.face, entry.weight, entry.glyph) == (Some(index), weight, glyph);
        if let Some(entry) = set.iter().find(is_it) {
            return entry.bounds;
        }
        let bounds = open.boxes(index, face, weight).and_then(|boxes| boxes.bounds(glyph));
        // Blank glyphs have a box without an inside.
        let bounds = bounds.filter(|bounds| bounds.x_max > bounds.x_min && bounds.y_max > bounds.y_min);
        let bounds = bounds.map(|bounds| [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]);
        set.rotate_right(1);
        let [newest, ..] = set;
        *newest = Entry { face: Some(index), weight, glyph, bounds };
        bounds
    }
}
