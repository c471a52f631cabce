//! [`Survey`]: the first pass over a list, which finds what is defined before it is used.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kurbo::Affine;

use super::operator::{Put, doublings, put};
use crate::error::Error;
use crate::font::{Face, FontId, Variation};
use crate::list::{DisplayList, ItemKind};
use crate::outline::{is_singular, max_scale};
use crate::pixmap::Pixmap;
use crate::text::GlyphRun;
use crate::watch::Watch;

/// Doublings of a renderer's work by layers put down by masks, before they are refused: each may use what lies below
/// twice, inside and after each other.
const MOST_DOUBLINGS: u32 = 8;

/// Names an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GlyphName {
    pub(super) font: FontId,
    pub(super) variation: u64,
    pub(super) glyph: u32,
    pub(super) slanted: bool,
    pub(super) emboldened: bool,
}

/// A distinct glyph.
#[derive(Debug)]
pub(super) struct Glyph {
    pub(super) face: Face,
    pub(super) variation: Variation,
    pub(super) name: GlyphName,
    /// The largest scale it is drawn at, in px a font unit.
    pub(super) scale: f64,
}

/// What a list defines.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// In the order of their first use.
    pub(super) glyphs: Vec<Glyph>,
    numbers: BTreeMap<GlyphName, usize>,
    /// In the order of their first use.
    pub(super) images: Vec<Arc<Pixmap>>,
    /// In the order of their first use.
    #[cfg(feature = "svg-in")]
    pub(super) documents: Vec<Arc<crate::image::Svg>>,
    image_numbers: HashMap<*const Pixmap, usize>,
    #[cfg(feature = "svg-in")]
    document_numbers: HashMap<*const crate::image::Svg, usize>,
    /// The canvas, then the layers that are drawn, in the order they are pushed.
    pub(super) groups: Vec<Group>,
}

/// A canvas or layer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    parent: usize,
    /// Layers directly inside that are put down by masks.
    pub(super) masks: u32,
    /// Doublings of what is inside.
    inside: u32,
    /// Doublings of itself.
    itself: u32,
}

/// The numbers of pictures by what is in them: one by one they would be compared for as long as there are pairs.
#[derive(Default)]
struct Known<'l> {
    images: BTreeMap<(u32, u32, &'l [u8]), usize>,
    #[cfg(feature = "svg-in")]
    documents: BTreeMap<&'l [u8], usize>,
}

/// What a pop of the list ends.
enum Open {
    Clip,
    Layer,
    Dropped,
}

impl Survey {
    pub(super) fn new(list: &DisplayList, watch: &Watch) -> Result<Self, Error> {
        let mut survey = Self { groups: vec![Group::default()], ..Self::default() };
        let mut open = Vec::new();
        let (mut group, mut dropped) = (0, 0);
        let mut known = Known::default();
        for item in list.items.iter() {
            watch.check()?;
            match &item.kind {
                ItemKind::PushClip { .. } => open.push(Open::Clip),
                ItemKind::PushGlyphClip { runs, transform, .. } => {
                    open.push(Open::Clip);
                    if dropped == 0 {
                        runs.iter().for_each(|run| survey.run(run, *transform));
                    }
                }
                ItemKind::PushLayer(layer) if dropped > 0 || put(layer.blend_mode) == Put::Dropped => {
                    dropped += 1;
                    open.push(Open::Dropped);
                }
                ItemKind::PushLayer(layer) => {
                    // Clips of the same group: what was pushed since its layer.
                    let clipped = matches!(open.last(), Some(Open::Clip));
                    let mut inner = Group { parent: group, ..Group::default() };
                    if put(layer.blend_mode) == Put::Masks {
                        let (below, itself) = doublings(layer.blend_mode, clipped);
                        survey.groups[group].masks += 1;
                        survey.groups[group].inside += below;
                        inner.itself = itself;
                    }
                    group = survey.groups.len();
                    survey.groups.push(inner);
                    open.push(Open::Layer);
                }
                ItemKind::Pop => match open.pop() {
                    Some(Open::Layer) => group = survey.groups[group].parent,
                    Some(Open::Dropped) => dropped -= 1,
                    Some(Open::Clip) | None => {}
                },
                ItemKind::Image { pixels, .. } if dropped == 0 => survey.image(pixels, &mut known),
                #[cfg(feature = "svg-in")]
                ItemKind::Svg { svg, .. } => {
                    if dropped == 0 {
                        survey.document(svg, &mut known);
                    }
                }
                ItemKind::Glyphs { run, transform, .. } if dropped == 0 => survey.run(run, *transform),
                ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Image { .. } | ItemKind::Glyphs { .. } => {}
            }
        }
        survey.bound_doublings()?;
        Ok(survey)
    }

    /// The number of a glyph of a run.
    pub(super) fn glyph(&self, name: &GlyphName) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    pub(super) fn image_number(&self, pixels: &Arc<Pixmap>) -> Option<usize> {
        self.image_numbers.get(&Arc::as_ptr(pixels)).copied()
    }

    #[cfg(feature = "svg-in")]
    pub(super) fn document_number(&self, svg: &Arc<crate::image::Svg>) -> Option<usize> {
        self.document_numbers.get(&Arc::as_ptr(svg)).copied()
    }

    #[cfg(feature = "svg-in")]
    fn document<'l>(&mut self, svg: &'l Arc<crate::image::Svg>, known: &mut Known<'l>) {
        let next = self.documents.len();
        if self.document_numbers.contains_key(&Arc::as_ptr(svg)) {
            return;
        }
        let number = *known.documents.entry(svg.bytes()).or_insert(next);
        self.document_numbers.insert(Arc::as_ptr(svg), number);
        if number == next {
            self.documents.push(svg.clone());
        }
    }

    fn image<'l>(&mut self, pixels: &'l Arc<Pixmap>, known: &mut Known<'l>) {
        let next = self.images.len();
        if self.image_numbers.contains_key(&Arc::as_ptr(pixels)) {
            return;
        }
        let number = *known.images.entry((pixels.width(), pixels.height(), pixels.data())).or_insert(next);
        self.image_numbers.insert(Arc::as_ptr(pixels), number);
        if number == next {
            self.images.push(pixels.clone());
        }
    }

    fn run(&mut self, run: &GlyphRun, transform: Affine) {
        let Some((unit, first)) = unit(run, transform) else { return };
        let scale = unit * max_scale(transform);
        for glyph in &run.glyphs {
            let name = GlyphName { glyph: glyph.id, ..first };
            let next = self.glyphs.len();
            let number = *self.numbers.entry(name).or_insert(next);
            match self.glyphs.get_mut(number) {
                Some(known) => known.scale = known.scale.max(scale),
                None => self.glyphs.push({
                    let (face, variation) = (run.face.clone(), run.variation.clone());
                    Glyph { face, variation, name, scale }
                }),
            }
        }
    }

    fn bound_doublings(&mut self) -> Result<(), Error> {
        for i in 0..self.groups.len() {
            let Group { parent, itself, .. } = self.groups[i];
            let outside = if i == 0 { 0 } else { self.groups[parent].inside };
            let total = outside.saturating_add(itself).saturating_add(self.groups[i].inside);
            if total > MOST_DOUBLINGS {
                let what = "SVG: layers put down by Porter-Duff operators inside and after each other would make a \
                            renderer draw some things more than 256 times";
                return Err(Error::Unsupported { what });
            }
            self.groups[i].inside = total;
        }
        Ok(())
    }
}

/// Logical px a font unit, and the name of the run's glyphs but for their index; `None` where nothing of it is seen.
pub(super) fn unit(run: &GlyphRun, transform: Affine) -> Option<(f64, GlyphName)> {
    let unit = run.size / f64::from(run.face.units_per_em());
    // Below a millionth of a px an em cannot be seen, and numbers would leave their range.
    let is_seen = run.size * max_scale(transform) > 1e-6;
    if !is_seen || is_singular(transform) || run.glyphs.is_empty() {
        return None;
    }
    let GlyphRun { slanted, emboldened, .. } = *run;
    let (font, variation) = (run.face.id(), run.variation.key());
    Some((unit, GlyphName { font, variation, glyph: 0, slanted, emboldened }))
}
