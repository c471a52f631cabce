//! [`Effects`]: what happens to a finished layer before it is put down.

mod area;
mod blur;
mod cells;
mod colors;
mod kernel;
#[cfg(test)]
mod tests;
mod widen;

use std::ops::Range;

use kurbo::Vec2;

use self::area::Area;
use self::blur::{Blurrer, scratch_bytes};
use self::colors::Matrix;
use self::kernel::Kernel;
use super::Compositor;
use super::shader::premultiplied;
use crate::alpha::multiply;
use crate::error::Error;
use crate::paint::{DropShadow, Filter};
use crate::simd::dispatch;
use crate::watch::{Free, Watch};

/// What is done to a layer's pixels, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    steps: Vec<Effect>,
    /// Drawn under the layer, and put down as the layer is.
    shadow: Option<Cast>,
}

#[derive(Clone, Debug)]
enum Effect {
    Blur(Kernel),
    Colors(Vec<Matrix>),
    Shadow(Cast),
    Luminance,
}

/// A shadow in device pixels.
#[derive(Clone, Debug)]
struct Cast {
    kernel: Option<Kernel>,
    /// Whole pixels.
    offset: (i64, i64),
    /// 256ths of a pixel beyond them.
    beyond: (u16, u16),
    color: [u8; 4],
}

/// How many pixels what an effect makes reaches beyond what it is made of, or, the other way round, what it looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) left: i64,
    pub(crate) top: i64,
    pub(crate) right: i64,
    pub(crate) bottom: i64,
}

/// How a shadow falls: it is blurred where what casts it is, and then moved by whole pixels, and a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fall {
    pub(crate) blur: Reach,
    pub(crate) offset: (i64, i64),
}

/// A finished layer: all its columns, and some of its rows.
pub(crate) struct Layer<'a> {
    pub(crate) pixels: &'a mut [u8],
    pub(crate) width: u32,
    pub(crate) rows: Range<u32>,
}

/// What effects need besides the pixels.
#[derive(Debug, Default)]
pub(crate) struct EffectScratch {
    blurrer: Blurrer,
    /// Alpha for a shadow: all of it, and a row where it falls.
    alpha: Vec<u8>,
    row: Vec<u8>,
    /// A row of the shadow.
    shadow: Vec<u8>,
}

impl Effects {
    /// Those of `filters`, whose px are `scale` device pixels, and then a shadow.
    pub(crate) fn new(filters: &[Filter], shadow: Option<&DropShadow>, luminance: bool, scale: f64) -> Self {
        let mut effects = Self::default();
        for filter in filters {
            match (filter, filter.matrix()) {
                (_, Some(matrix)) => {
                    let matrix = matrix.map(|v| v as f32);
                    match effects.steps.last_mut() {
                        Some(Effect::Colors(before)) => before.push(matrix),
                        _ => effects.steps.push(Effect::Colors(vec![matrix])),
                    }
                }
                (Filter::Blur(std_deviation), None) => {
                    effects.steps.extend(Kernel::new(std_deviation * scale).map(Effect::Blur));
                }
                (Filter::DropShadow(shadow), None) => {
                    effects.steps.extend(Cast::new(shadow, scale).map(Effect::Shadow));
                }
                (_, None) => {}
            }
        }
        if luminance {
            effects.steps.push(Effect::Luminance);
        }
        effects.shadow = shadow.and_then(|shadow| Cast::new(shadow, scale));
        effects
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.shadow.is_none()
    }

    /// Whether they make something of nothing, everywhere.
    pub(crate) fn floods(&self) -> bool {
        let floods = |matrix: &Matrix| matrix[19] > 0.0;
        self.steps.iter().any(|step| matches!(step, Effect::Colors(matrices) if matrices.iter().any(floods)))
    }

    /// How far each reaches, in order.
    pub(crate) fn reaches(&self) -> impl DoubleEndedIterator<Item = Reach> {
        let steps = self.steps.iter().map(|step| match step {
            Effect::Blur(kernel) => Reach::all(kernel.reach()),
            Effect::Shadow(cast) => cast.reach(),
            Effect::Colors(_) | Effect::Luminance => Reach::default(),
        });
        steps.chain(self.shadow.iter().map(Cast::reach))
    }

    /// How far each reaches, and how those that are shadows fall.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (Reach, Option<Fall>)> {
        let casts = self.steps.iter().map(|step| match step {
            Effect::Shadow(cast) => Some(cast),
            _ => None,
        });
        let fall = |cast: &Cast| {
            let blur = cast.kernel.as_ref().map_or(Reach::default(), |kernel| Reach::all(kernel.reach()));
            Fall { blur, offset: cast.offset }
        };
        self.reaches().zip(casts.chain(self.shadow.iter().map(Some))).map(move |(reach, cast)| (reach, cast.map(fall)))
    }

    /// How far all reach.
    pub(crate) fn reach(&self) -> Reach {
        self.reaches().fold(Reach::default(), Reach::plus)
    }

    /// Bytes that they need for so many columns and rows, the layer aside.
    pub(crate) fn bytes(&self, width: u32, rows: u32) -> u64 {
        let alpha = u64::from(width) * u64::from(rows);
        let steps = self.steps.iter().map(|step| match step {
            Effect::Blur(kernel) => scratch_bytes(kernel, width as usize, 4),
            Effect::Shadow(cast) => alpha + cast.bytes(width),
            Effect::Colors(_) | Effect::Luminance => 0,
        });
        let shadow = self.shadow.iter().map(|cast| alpha + cast.bytes(width));
        steps.chain(shadow).max().unwrap_or(0)
    }
}

impl Reach {
    fn all(by: u32) -> Self {
        let by = i64::from(by);
        Self { left: by, top: by, right: by, bottom: by }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            left: self.left + other.left,
            top: self.top + other.top,
            right: self.right + other.right,
            bottom: self.bottom + other.bottom,
        }
    }

    /// How far it looks, of how far it reaches: the other way.
    pub(crate) fn turned(self) -> Self {
        Self { left: self.right, top: self.bottom, right: self.left, bottom: self.top }
    }
}

impl Cast {
    /// `None` where it cannot be seen.
    fn new(shadow: &DropShadow, scale: f64) -> Option<Self> {
        let color = premultiplied(shadow.color);
        if color[3] == 0 {
            return None;
        }
        let Vec2 { x, y } = shadow.offset * scale;
        // In 256ths of a pixel, rounded once.
        let fixed = |v: f64| (v * 256.0 + 0.5).floor() as i64;
        let (x, y) = (fixed(x), fixed(y));
        Some(Self {
            kernel: Kernel::new(shadow.std_deviation * scale),
            offset: (x >> 8, y >> 8),
            beyond: ((x & 255) as u16, (y & 255) as u16),
            color,
        })
    }

    /// The layer itself remains, so that it reaches to all sides no less than nothing.
    fn reach(&self) -> Reach {
        let by = self.kernel.as_ref().map_or(0, |kernel| i64::from(kernel.reach()));
        let ((x, y), more) = (self.offset, (i64::from(self.beyond.0 > 0), i64::from(self.beyond.1 > 0)));
        Reach {
            left: (by - x).max(0),
            top: (by - y).max(0),
            right: (by + x + more.0).max(0),
            bottom: (by + y + more.1).max(0),
        }
    }

    fn bytes(&self, width: u32) -> u64 {
        self.kernel.as_ref().map_or(0, |kernel| scratch_bytes(kernel, width as usize, 1))
    }

    /// The shadow's alpha where the layer's pixel `(x, y)`, of those in `rows`, is.
    fn alpha(&self, alpha: &[u8], width: usize, rows: usize, y: usize, out: &mut [u8]) {
        out.fill(0);
        let row = |y: i64| {
            let y = usize::try_from(y).ok().filter(|y| *y < rows)?;
            alpha.get(y * width..(y + 1) * width)
        };
        let at = y as i64 - self.offset.1;
        let (above, here) = (if self.beyond.1 > 0 { row(at - 1) } else { None }, row(at));
        if above.is_none() && here.is_none() {
            return;
        }
        let value = |x: i64| -> u32 {
            let of = |row: Option<&[u8]>| {
                let byte = row.and_then(|row| usize::try_from(x).ok().and_then(|x| row.get(x)));
                u32::from(byte.copied().unwrap_or(0))
            };
            let v = u32::from(self.beyond.1);
            of(here) * (256 - v) + of(above) * v
        };
        let h = u32::from(self.beyond.0);
        let from = self.offset.0.clamp(0, width as i64);
        let mut before = value(from - self.offset.0 - 1);
        for (x, out) in (from..).zip(&mut out[from as usize..]) {
            let here = value(x - self.offset.0);
            *out = ((here * (256 - h) + before * h + (1 << 15)) >> 16) as u8;
            before = here;
        }
    }
}

impl Compositor {
    /// Does what `effects` say to a finished layer, its own shadow aside.
    pub(crate) fn apply(
        &mut self,
        effects: &Effects,
        layer: &mut Layer<'_>,
        scratch: &mut EffectScratch,
        watch: &Watch,
    ) -> Result<(), Error> {
        let width = layer.width as usize;
        let bytes = (width * 4).max(1);
        for step in &effects.steps {
            match step {
                Effect::Blur(kernel) => {
                    let mut area = Area { pixels: &mut *layer.pixels, width, rows: layer.rows.clone() };
                    dispatch!(self.level(), simd => scratch.blurrer.blur::<4, _>(simd, kernel, &mut area, watch))?;
                }
                Effect::Colors(matrices) => {
                    for row in layer.pixels.chunks_mut(bytes) {
                        watch.check()?;
                        dispatch!(self.level(), simd => { let _ = simd; colors::apply(matrices, row) });
                    }
                }
                Effect::Luminance => {
                    for row in layer.pixels.chunks_mut(bytes) {
                        watch.check()?;
                        dispatch!(self.level(), simd => { let _ = simd; colors::luminance(row) });
                    }
                }
                Effect::Shadow(cast) => {
                    self.cast(cast, layer, scratch, watch)?;
                    let EffectScratch { alpha, row: falls, .. } = scratch;
                    falls.resize(width, 0);
                    let rows = layer.rows.len();
                    for (y, row) in layer.pixels.chunks_mut(bytes).enumerate() {
                        watch.check()?;
                        cast.alpha(alpha, width, rows, y, falls);
                        for (pixel, &alpha) in row.as_chunks_mut::<4>().0.iter_mut().zip(&*falls) {
                            let left = 255 - pixel[3];
                            for (byte, color) in pixel.iter_mut().zip(cast.color) {
                                *byte += multiply(multiply(color, alpha), left);
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes the shadow of a layer ready for [`Compositor::shadow_row`]; whether there is one.
    pub(crate) fn shadow(
        &mut self,
        effects: &Effects,
        layer: &Layer<'_>,
        scratch: &mut EffectScratch,
        watch: &Watch,
    ) -> Result<bool, Error> {
        let Some(cast) = &effects.shadow else { return Ok(false) };
        self.cast(cast, layer, scratch, watch)?;
        Ok(true)
    }

    /// The blurred alpha of a layer, to the scratch.
    fn cast(
        &mut self,
        cast: &Cast,
        layer: &Layer<'_>,
        scratch: &mut EffectScratch,
        watch: &Watch,
    ) -> Result<(), Error> {
        let bytes = layer.width as usize * layer.rows.len();
        watch.make_room(&mut scratch.alpha, bytes);
        for row in layer.pixels.chunks((layer.width as usize * 4).max(1)) {
            watch.check()?;
            scratch.alpha.extend(row.as_chunks::<4>().0.iter().map(|pixel| pixel[3]));
        }
        if let Some(kernel) = &cast.kernel {
            let rows = layer.rows.clone();
            let mut area = Area { pixels: &mut scratch.alpha, width: layer.width as usize, rows };
            dispatch!(self.level(), simd => scratch.blurrer.blur::<1, _>(simd, kernel, &mut area, watch))?;
        }
        Ok(())
    }
}

impl EffectScratch {
    /// Frees what grows with a layer's area.
    pub(crate) fn let_go(&mut self, watch: &Watch) {
        std::mem::take(&mut self.alpha).free(watch);
    }
}

impl Effects {
    /// The row `y` of a layer's shadow, of those that [`Compositor::shadow`] has made ready.
    pub(crate) fn shadow_row<'s>(
        &self,
        scratch: &'s mut EffectScratch,
        (width, rows): (u32, &Range<u32>),
        y: u32,
    ) -> &'s [u8] {
        let EffectScratch { alpha, row, shadow, .. } = scratch;
        let width = width as usize;
        shadow.clear();
        shadow.resize(width * 4, 0);
        if let Some(cast) = &self.shadow {
            row.resize(width, 0);
            cast.alpha(alpha, width, rows.len(), (y - rows.start) as usize, row);
            for (pixel, &alpha) in shadow.as_chunks_mut::<4>().0.iter_mut().zip(&*row) {
                *pixel = cast.color.map(|color| multiply(color, alpha));
            }
        }
        shadow
    }
}
