//! A row of a layer onto a row of a surface.

use fearless_simd::{Bytes as _, Simd, SimdBase, SimdMask, u16x16, u32x8};

use super::arith::{Bytes, Eight, Lanes, Same, alphas, divide, groups, load, spread, store};
use super::modes::{self, blend_function, numerator};
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
    let Manner { mode, opacity } = manner;
    if let (BlendMode::SourceOver, 255, Cover::Constant(255)) = (mode, opacity, cover) {
        return over::constant(simd, row, layer, x0, x1, 255);
    }
    // Of the modes that are used most each gets code of its own, in which nothing asks for the mode.
    let known = |mode| Group { simd, layer, manner: Manner { mode, opacity } };
    match mode {
        BlendMode::SourceOver => through(row, (x0, x1), cover, masks, &known(BlendMode::SourceOver)),
        BlendMode::DestinationIn => through(row, (x0, x1), cover, masks, &known(BlendMode::DestinationIn)),
        BlendMode::DestinationOut => through(row, (x0, x1), cover, masks, &known(BlendMode::DestinationOut)),
        BlendMode::Lighter => through(row, (x0, x1), cover, masks, &known(BlendMode::Lighter)),
        BlendMode::Multiply => through(row, (x0, x1), cover, masks, &known(BlendMode::Multiply)),
        BlendMode::Screen => through(row, (x0, x1), cover, masks, &known(BlendMode::Screen)),
        BlendMode::Overlay => through(row, (x0, x1), cover, masks, &known(BlendMode::Overlay)),
        mode => through(row, (x0, x1), cover, masks, &known(mode)),
    }
}

#[inline(always)]
fn through<S: Simd>(row: &mut [u8], (x0, x1): (usize, usize), cover: Cover, masks: &[u8], group: &Group<'_, S>) {
    match cover {
        Cover::Constant(cover) => groups(row, x0, x1, &Same(cover), group),
        Cover::Mask(at) => groups(row, x0, x1, &Bytes(masks, at as usize), group),
    }
}

struct Group<'a, S: Simd> {
    simd: S,
    layer: &'a [u8],
    manner: Manner,
}

impl<S: Simd> Eight for Group<'_, S> {
    #[inline(always)]
    fn eight(&self, pixels: &mut [u8; 32], cover: u64, x: usize) {
        group(self.simd, pixels, self.layer, x, self.manner, cover);
    }
}

/// Eight pixels.
#[inline(always)]
fn group<S: Simd>(simd: S, pixels: &mut [u8; 32], layer: &[u8], x: usize, manner: Manner, cover: u64) {
    let Manner { mode, opacity } = manner;
    let source = over::eight(simd, layer, x);
    let beyond = mode.reaches_beyond_source();
    if !beyond && source.simd_eq(0).all_true() {
        return;
    }
    if let Some(function) = blend_function(mode) {
        let mut colors = [0; 32];
        store(source, &mut colors);
        let pairs = pixels.as_chunks_mut::<4>().0.iter_mut().zip(colors.as_chunks::<4>().0);
        for ((below, source), cover) in pairs.zip(cover.to_le_bytes()) {
            let (opacity, cover) = (f64::from(opacity) / 255.0, f64::from(cover) / 255.0);
            *below = modes::blend(function, *below, *source, opacity, cover);
        }
        return;
    }
    let below = load(simd, pixels);
    let cover = spread(simd, cover);
    let opacity = u16x16::splat(simd, u16::from(opacity));
    let scale = if beyond { opacity } else { divide(opacity * cover) };
    let source = Lanes::split(source).times(scale).divide_join();
    let (source_alpha, below_alpha) = (alphas(source), alphas(below));
    let (s, d) = (Lanes::split(source), Lanes::split(below));
    let sum = Lanes {
        rb: numerator(mode, s.rb, d.rb, source_alpha, below_alpha),
        ga: numerator(mode, s.ga, d.ga, source_alpha, below_alpha),
    };
    let mut blended = sum.divide_join();
    if matches!(mode, BlendMode::Difference | BlendMode::Exclusion) {
        let sum = numerator(BlendMode::SourceOver, s.ga, d.ga, source_alpha, below_alpha);
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
