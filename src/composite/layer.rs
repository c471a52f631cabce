//! A row of a layer onto a row of a surface.

use fearless_simd::{Bytes, Simd, SimdBase, SimdMask, u16x16, u32x8};

use super::arith::{Coverage, Eight, Lanes, alphas, divide, groups, load, spread, store};
use super::modes::{self, Any, Blend, DestinationIn, Lighter, Mode, Multiply, Over, Screen, blend_function};
use super::over;
use crate::coverage::{Cover, Span};
use crate::paint::BlendMode;

/// How a layer is put down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) mode: BlendMode,
    pub(super) opacity: u8,
}

/// The columns `x0..x1` of a layer's row, through a clip: a mode that changes what the layer does not cover is held
/// back by interpolating, all others by scaling the layer.
#[inline(always)]
pub(super) fn row<S: Simd>(
    simd: S,
    row: &mut [u8],
    layer: &[u8],
    (x0, x1): (usize, usize),
    manner: Manner,
    clip: Option<(&[Span], &[u8])>,
) {
    let x1 = x1.min(row.len() / 4);
    let Some((spans, masks)) = clip else {
        part(simd, row, layer, (x0.min(x1), x1), manner, Cover::Constant(255), &[]);
        return;
    };
    for span in spans {
        let (from, to) = ((span.x0 as usize).max(x0), (span.x1 as usize).min(x1));
        let cover = match span.cover {
            Cover::Mask(at) => Cover::Mask(at + (from as u32).saturating_sub(span.x0)),
            constant => constant,
        };
        part(simd, row, layer, (from.min(to), to), manner, cover, masks);
    }
}

#[inline(always)]
fn part<S: Simd>(
    simd: S,
    row: &mut [u8],
    layer: &[u8],
    (x0, x1): (usize, usize),
    manner: Manner,
    cover: Cover,
    masks: &[u8],
) {
    let coverage = Coverage::new(cover, masks);
    // Of the modes that are used most each has code of its own, in which nothing asks for the mode.
    match manner.mode {
        BlendMode::SourceOver => match (manner.opacity, coverage) {
            (255, Coverage::Same(255)) => over::run(simd, row, layer, (x0, x1), coverage),
            _ => through(simd, row, layer, (x0, x1), manner, coverage, Over),
        },
        BlendMode::DestinationIn => through(simd, row, layer, (x0, x1), manner, coverage, DestinationIn),
        BlendMode::Lighter => through(simd, row, layer, (x0, x1), manner, coverage, Lighter),
        BlendMode::Multiply => through(simd, row, layer, (x0, x1), manner, coverage, Multiply),
        BlendMode::Screen => through(simd, row, layer, (x0, x1), manner, coverage, Screen),
        mode => match blend_function(mode) {
            Some(function) => quotients(row, layer, (x0, x1), function, manner.opacity, coverage),
            None => through(simd, row, layer, (x0, x1), manner, coverage, Any(mode)),
        },
    }
}

/// A function of its own, compiled once a level and mode.
fn through<S: Simd, M: Mode>(
    simd: S,
    row: &mut [u8],
    layer: &[u8],
    (x0, x1): (usize, usize),
    manner: Manner,
    coverage: Coverage<'_>,
    mode: M,
) {
    simd.vectorize(
        #[inline(always)]
        || groups(row, x0, x1, coverage, &Group { simd, layer, manner, mode }),
    );
}

/// A mode that needs quotients.
fn quotients(
    row: &mut [u8],
    layer: &[u8],
    (x0, x1): (usize, usize),
    function: Blend,
    opacity: u8,
    coverage: Coverage<'_>,
) {
    let opacity = f64::from(opacity) / 255.0;
    let (pixels, layer) = (row.as_chunks_mut::<4>().0, layer.as_chunks::<4>().0);
    for (i, (below, source)) in pixels[x0..x1].iter_mut().zip(&layer[x0..]).enumerate() {
        let cover = f64::from(coverage.bytes(i, 1) as u8) / 255.0;
        *below = modes::blend(function, *below, *source, opacity, cover);
    }
}

/// Eight pixels of a layer onto eight of a surface.
struct Group<'a, S: Simd, M> {
    simd: S,
    layer: &'a [u8],
    manner: Manner,
    mode: M,
}

impl<S: Simd, M: Mode> Eight for Group<'_, S, M> {
    #[inline(always)]
    fn eight(&self, pixels: &mut [u8; 32], cover: u64, x: usize) {
        let simd = self.simd;
        let source = over::eight(simd, self.layer, x);
        let beyond = self.manner.mode.reaches_beyond_source();
        if !beyond && source.simd_eq(0).all_true() {
            return;
        }
        let below = load(simd, pixels);
        let cover = spread(simd, cover);
        let opacity = u16x16::splat(simd, u16::from(self.manner.opacity));
        let scale = if beyond { opacity } else { divide(opacity * cover) };
        let source = Lanes::split(source).times(scale).divide_join();
        let (source_alpha, below_alpha) = (alphas(source), alphas(below));
        let (s, d) = (Lanes::split(source), Lanes::split(below));
        let sum = Lanes {
            rb: self.mode.numerator(s.rb, d.rb, source_alpha, below_alpha),
            ga: self.mode.numerator(s.ga, d.ga, source_alpha, below_alpha),
        };
        let mut blended = sum.divide_join();
        if matches!(self.manner.mode, BlendMode::Difference | BlendMode::Exclusion) {
            let sum = Over.numerator(s.ga, d.ga, source_alpha, below_alpha);
            let alpha = u32x8::splat(simd, 0xff00_0000).bitcast::<u16x16<S>>();
            let over = Lanes { rb: sum, ga: sum }.divide_join();
            blended = (blended & !alpha) | (over & alpha);
        }
        if beyond {
            // Between what was there and what comes, rounded once.
            let blended = Lanes::split(blended).times(cover);
            let below = d.times(u16x16::splat(simd, 255) - cover);
            let sum = Lanes { rb: blended.rb + below.rb, ga: blended.ga + below.ga };
            store(sum.divide_join(), pixels);
        } else {
            store(blended, pixels);
        }
    }
}
