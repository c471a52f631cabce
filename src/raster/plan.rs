//! [`Plan`]: a display list at one DPI. Geometry in device pixels, glyphs by key and pixel; made once, only read after.

use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

use kurbo::Affine;

use super::frame::Frame;
use super::glyphs::GlyphSource;
use crate::budget::Budget;
use crate::buffer::Buffer;
use crate::composite::Effects;
use crate::error::Error;
use crate::font::{Face, FontSource, Variation};
use crate::glyph::{Extent, GlyphKey};
use crate::image::Sampling;
use crate::outline::{Polygons, Quads};
use crate::paint::{BlendMode, FillRule, Paint};
use crate::pixmap::Pixmap;
use crate::watch::{Free, ITEMS_A_CHECK, Watch};

/// What a rasterizer keeps of geometry and paint between planning and drawing.
pub(crate) trait Backend: Sized + 'static {
    /// A filled outline on the canvas.
    type Outline: Debug + Send;
    /// A paint, with the way from its coordinates to device pixels.
    type Paint: Debug + Send + Sync;

    /// Whether it takes unions of quadrilaterals.
    const UNIONS: bool = false;

    /// The same, for a canvas or layer of another size.
    fn sized(&self, size: (u32, u32)) -> Self;

    /// `None` where nothing of it can be seen. Its bytes are counted in what the watch's render holds.
    fn outline(&self, polygons: &Polygons, rule: FillRule, watch: &Watch) -> Result<Option<Self::Outline>, Error>;

    /// What any of `quads` covers; `None` where nothing of it can be seen. Only where [`UNIONS`](Self::UNIONS) says so.
    fn union(&self, _quads: &Quads, _watch: &Watch) -> Result<Option<Self::Outline>, Error> {
        Ok(None)
    }

    /// Canvas rows in which something of an outline may be seen.
    fn rows(&self, outline: &Self::Outline) -> Range<u32>;

    /// Bytes a paint holds, what it shares with the display list aside.
    fn paint_bytes(&self, paint: &Self::Paint) -> u64;

    /// `None` where it paints nothing. With `dither`, where the surface's first pixel lies on the canvas, ramps of colours are
    /// dithered.
    fn paint(&self, paint: &Paint, transform: Affine, dither: Option<(i64, i64)>) -> Option<Self::Paint>;

    /// Whether an outline in a paint leaves nothing to be seen of what was on the canvas.
    fn hides(&self, outline: &Self::Outline, paint: &Self::Paint) -> bool;

    /// The paint of a picture whose pixels `transform` maps to device pixels, repeated along x and y or not; `None` where it
    /// paints nothing.
    fn image(
        &self,
        pixels: &Arc<Pixmap>,
        sampling: Sampling,
        axes: (bool, bool),
        transform: Affine,
    ) -> Option<Self::Paint>;

    /// Frees what is large of an outline.
    fn free_outline(_: &mut Self::Outline, _: &Watch) {}

    /// Frees what is large of a paint.
    fn free_paint(_: &mut Self::Paint, _: &Watch) {}
}

/// A display list in device pixels, for one rasterizer.
#[derive(Debug)]
pub(crate) struct Plan<B: Backend> {
    pub(crate) steps: Buffer<Step<B>>,
    /// The last step that hides all that was there before, the background too, outside every layer and clip.
    pub(crate) hiding: Option<usize>,
    /// Glyphs placed, as masks or as paths.
    pub(crate) glyphs: u64,
    /// Of each thread that planned a part.
    pub(crate) masks: Vec<Masks>,
    /// Rows that are looked at above and below a row, for the effects of layers inside each other.
    pub(crate) reach: u32,
    /// Tells this plan from others by the same tools.
    pub(super) number: u32,
}

impl<B: Backend> Default for Plan<B> {
    fn default() -> Self {
        Self { steps: Buffer::default(), hiding: None, glyphs: 0, masks: Vec::new(), reach: 0, number: 0 }
    }
}

impl<B: Backend> Free for Plan<B> {
    fn free(self, watch: &Watch) {
        self.steps.free_parts(watch, |step| match &mut step.op {
            Op::Fill { outline, paint } => {
                B::free_outline(outline, watch);
                if let Some(paint) = Arc::get_mut(paint) {
                    B::free_paint(paint, watch);
                }
            }
            Op::PushClip { outline: Some(outline), .. } => B::free_outline(outline, watch),
            Op::Glyphs { .. } | Op::PushClip { outline: None, .. } | Op::PushLayer { .. } | Op::Pop => {}
        });
    }
}

impl<B: Backend> Plan<B> {
    /// Adds the steps of a plan of what follows.
    pub(super) fn append(&mut self, mut next: Self, watch: &Watch) -> Result<(), Error> {
        let (first, before) = (self.steps.len(), self.masks.len());
        for (i, Step { op, .. }) in next.steps.iter_mut().enumerate() {
            if i % ITEMS_A_CHECK == 0 {
                watch.check()?;
            }
            match op {
                Op::PushClip { end, .. } | Op::PushLayer { end, .. } => *end += first,
                Op::Glyphs { masks, .. } => *masks += before,
                Op::Fill { .. } | Op::Pop => {}
            }
        }
        self.hiding = next.hiding.map_or(self.hiding, |hiding| Some(first + hiding));
        self.glyphs += next.glyphs;
        self.reach = self.reach.max(next.reach);
        self.steps.extend(next.steps.take().into_iter());
        self.masks.append(&mut next.masks);
        self.steps.check()
    }
}

/// Masks of glyphs, one behind the other, so that bands need not ask the cache for them again. Each thread that plans has
/// its own: they stay where they were made, in the caches of the core that is likely to draw what lies there.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    bytes: Vec<u8>,
    /// Bytes of its room that were allocated for this plan.
    counted: u64,
}

/// Most bytes of masks of a thread: enough for a page of text. What is beyond is asked for by each band.
const MOST: usize = 4 << 20;
/// Bytes that there is room for at first.
const FIRST: usize = 16 << 10;

impl Masks {
    /// None yet, in the room that another plan's had. It is not counted again: what a render is refused does not hang on what
    /// was drawn before.
    pub(super) fn again(mut bytes: Vec<u8>) -> Self {
        bytes.clear();
        Self { bytes, counted: 0 }
    }

    /// Adds a mask, if there is room for it: where it begins.
    pub(super) fn push(&mut self, mask: &[u8], budget: &Budget) -> Option<u32> {
        let (at, end) = (self.bytes.len(), self.bytes.len() + mask.len());
        if end > MOST {
            return None;
        }
        if end > self.bytes.capacity() {
            let room = (2 * self.bytes.capacity()).max(FIRST).max(end).min(MOST);
            budget.take(room as u64).ok()?;
            self.bytes.reserve_exact(room - at);
            budget.give(self.counted);
            self.counted = room as u64;
        }
        self.bytes.extend_from_slice(mask);
        Some(at as u32)
    }

    /// The masks, and room for another plan's.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_room(self) -> Vec<u8> {
        self.bytes
    }
}

/// One step of drawing.
#[derive(Debug)]
pub(crate) struct Step<B: Backend> {
    /// Rows of the canvas or layer around it that it, and what is inside it, may change: a band outside them leaves all of
    /// it out.
    pub(crate) rows: Range<u32>,
    pub(crate) op: Op<B>,
}

/// What to draw.
#[derive(Debug)]
pub(crate) enum Op<B: Backend> {
    Fill {
        outline: B::Outline,
        paint: Arc<B::Paint>,
    },
    /// Masks at whole pixels.
    Glyphs {
        face: (Face, Variation),
        glyphs: Vec<PlacedGlyph>,
        /// Which of the plan's masks they are among.
        masks: usize,
        paint: Arc<B::Paint>,
    },
    /// `None` lets nothing through. `end` is the index of the `Pop`.
    PushClip {
        outline: Option<B::Outline>,
        end: usize,
    },
    /// What is inside is in pixels of the layer's frame.
    PushLayer {
        layer: Box<Layer>,
        end: usize,
    },
    /// Ends the layer or clip pushed last.
    Pop,
}

/// A layer, as it is put down.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) frame: Frame,
    pub(crate) opacity: f64,
    pub(crate) blend_mode: BlendMode,
    pub(crate) effects: Effects,
}

/// A glyph's mask, and where its top left pixel is put.
#[derive(Clone, Debug)]
pub(crate) struct PlacedGlyph {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// Where the mask begins in those of its step, if there was room for it; otherwise it is asked of the cache again.
    pub(crate) mask: Option<u32>,
    pub(crate) key: GlyphKey,
}

impl PlacedGlyph {
    /// A mask of this extent about an origin at the pixel `(x, y)`.
    pub(super) fn new((x, y): (i32, i32), extent: Extent, key: GlyphKey) -> Self {
        let Extent { left, top, width, height } = extent;
        Self { x: x + i32::from(left), y: y + i32::from(top), width, height, mask: None, key }
    }

    /// Bytes of the mask.
    pub(super) fn bytes(&self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }

    /// The mask: the plan's, or, asked for again, what `other` has been made.
    pub(super) fn mask<'m>(
        &self,
        masks: &'m [u8],
        face: &(Face, Variation),
        source: &mut GlyphSource<'_>,
        other: &'m mut Vec<u8>,
    ) -> Result<&'m [u8], Error> {
        if let Some(at) = self.mask {
            return Ok(&masks[at as usize..][..self.bytes()]);
        }
        other.clear();
        // The same key gave a mask when the plan was made.
        source
            .open()
            .get(&FontSource::new(&face.0, &face.1), &self.key, |_, bytes, _| other.extend_from_slice(bytes))?;
        other.resize(self.bytes(), 0);
        Ok(other)
    }

    /// Whether it lies in any of some rows.
    pub(super) fn is_seen(&self, rows: &Range<u32>) -> bool {
        let top = i64::from(self.y);
        top < i64::from(rows.end) && top + i64::from(self.height) > i64::from(rows.start)
    }
}
