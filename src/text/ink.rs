//! Boxes of glyphs, kept: reading an outline for its box takes longer than shaping it.

use crate::font::{Face, FaceIndex, GlyphBoxes, Instance};

/// Boxes kept: sets that a glyph leads to directly, in each of which the newest box takes the place of the oldest.
const SETS: usize = 1 << 11;
const WAYS: usize = 4;

/// In font units, y up: left, bottom, right, top.
pub(super) type GlyphBox = [f32; 4];

#[derive(Clone, Copy)]
struct Entry {
    face: Option<FaceIndex>,
    variation: u64,
    emboldened: bool,
    glyph: u32,
    bounds: Option<GlyphBox>,
}

pub(super) struct InkCache {
    sets: Vec<[Entry; WAYS]>,
}

/// Faces whose outlines were read during a layout.
#[derive(Default)]
pub(super) struct OpenFaces<'a>(Vec<(FaceIndex, Instance, Option<GlyphBoxes<'a>>)>);

impl<'a> OpenFaces<'a> {
    pub(super) fn boxes(&mut self, index: FaceIndex, face: &'a Face, instance: &Instance) -> Option<&GlyphBoxes<'a>> {
        let is_it = |(face, at, _): &(FaceIndex, Instance, _)| *face == index && at == instance;
        let place = self.0.iter().position(is_it).unwrap_or_else(|| {
            self.0.push((index, instance.clone(), face.glyph_boxes(instance.clone())));
            self.0.len() - 1
        });
        self.0.get(place)?.2.as_ref()
    }
}

impl InkCache {
    pub(super) fn new() -> Self {
        let empty = Entry { face: None, variation: 0, emboldened: false, glyph: 0, bounds: None };
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
        instance: &Instance,
        glyph: u32,
    ) -> Option<GlyphBox> {
        let (variation, emboldened) = (instance.variation.key(), instance.emboldened);
        let folded = (variation ^ variation >> 32) as u32;
        let mixed =
            (glyph ^ folded << 16 ^ u32::from(emboldened) << 31 ^ index.number() << 24).wrapping_mul(0x9e37_79b1);
        let set = self.sets.get_mut((mixed >> 16) as usize % SETS)?;
        let key = (Some(index), variation, emboldened, glyph);
        let is_it = |entry: &&Entry| (entry.face, entry.variation, entry.emboldened, entry.glyph) == key;
        if let Some(entry) = set.iter().find(is_it) {
            return entry.bounds;
        }
        let bounds = open.boxes(index, face, instance).and_then(|boxes| boxes.bounds(glyph));
        // Blank glyphs have a box without an inside.
        let bounds = bounds.filter(|bounds| bounds.x1 > bounds.x0 && bounds.y1 > bounds.y0);
        let bounds = bounds.map(|bounds| [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|v| v as f32));
        set.rotate_right(1);
        let [newest, ..] = set;
        *newest = Entry { face: Some(index), variation, emboldened, glyph, bounds };
        bounds
    }
}
