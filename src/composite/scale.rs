//! Images whose columns and rows stay columns and rows: two rows are blended into one, of which pixels are made. Where
//! many of a row's pixels would not be used, each pixel is made of its own four neighbours.
//!
//! Positions have 8 bits behind the point. What lies between two rows, `upper * (256 - w) + lower * w`, keeps 7 of its 8
//! bits behind the point, so that it fits 15 bits; what lies between two pixels of that is rounded once. Both ways give
//! the same bytes.

use std::ops::Range;

use fearless_simd::{
    Bytes, Simd, SimdBase, SimdCombine, SimdIntWiden, SimdWiden, i16x16, i32x8, u8x32, u8x64, u16x8, u16x16, u16x32,
    u32x4, u32x8,
};

use super::ahead::Ahead;
use super::axis::{Axis, between, nearest};
use super::sparse;

/// The two rows between which a row of pixels lies, and the weight of the lower one, of 256.
pub(super) struct Rows<'a> {
    pub(super) upper: &'a [[u8; 4]],
    pub(super) lower: &'a [[u8; 4]],
    pub(super) weight: u16,
    /// Those of the next row of pixels.
    pub(super) next: [&'a [[u8; 4]]; 2],
}

/// Where each column of the surface lies among an image's: found once for all rows that lie alike.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What the places were found from.
    line: Line,
    x0: u32,
    lefts: Vec<u32>,
    weights: Vec<u32>,
    whole: Whole,
}

/// Where columns of a surface lie in an image.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) scale: f64,
    pub(super) offset: f64,
    pub(super) axis: Axis,
    /// Not between pixels, but on the nearest.
    pub(super) is_nearest: bool,
}

/// The places of columns of a surface.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) run: Run<'a>,
    pub(super) whole: Whole,
    line: Line,
}

/// Places one after the other: their pixels, and the weights of these and the next ones, as [`Place`] has them.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) lefts: &'a [u32],
    pub(super) weights: &'a [u32],
}

/// Whether all columns lie on pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Whole {
    #[default]
    No,
    Yes,
    /// On pixels that lie so far from each other.
    Steps(usize),
}

/// A pixel and the weights of it and the next one: `256 - w` low, `w` high.
#[derive(Clone, Copy, Debug)]
struct Place {
    left: u32,
    weights: u32,
}

impl Columns {
    /// The places of `len` columns from `x0` on.
    #[inline(always)]
    pub(super) fn get(&mut self, line: Line, x0: u32, len: usize) -> Places<'_> {
        let end = x0 as usize + len;
        let is_known = self.line == line;
        if !is_known || self.x0 > x0 || self.x0 as usize + self.lefts.len() < end {
            let (from, to) =
                if is_known { (self.x0.min(x0), end.max(self.x0 as usize + self.lefts.len())) } else { (x0, end) };
            self.line = line;
            self.x0 = from;
            self.lefts.clear();
            self.weights.clear();
            for place in (from..).take(to - from as usize).map(|x| line.place(x)) {
                self.lefts.push(place.left);
                self.weights.push(place.weights);
            }
            self.whole = Whole::of(Run { lefts: &self.lefts, weights: &self.weights });
        }
        let at = (x0 - self.x0) as usize;
        let run = Run { lefts: &self.lefts[at..at + len], weights: &self.weights[at..at + len] };
        Places { run, whole: self.whole, line }
    }
}

impl Line {
    fn place(self, x: u32) -> Place {
        let position = self.scale * (f64::from(x) + 0.5) + self.offset;
        if self.is_nearest {
            return Place::on(self.axis.pixel(nearest(position)));
        }
        let position = between(position);
        match self.axis.is_repeated {
            true => Place { left: self.axis.pixel(position >> 8) as u32, ..Place::weighed(position) },
            false => Place::at(position, self.axis.count),
        }
    }
}

impl<'a> Places<'a> {
    /// Those on one tile, and where less than a tile is seen those on the next one.
    fn parts(&self) -> [Run<'a>; 2] {
        let Self { run, line, .. } = *self;
        let Some(&first) = run.lefts.first().filter(|_| line.axis.is_repeated && !self.has_all()) else {
            return run.split(run.lefts.len());
        };
        run.split(run.lefts.partition_point(|&left| match line.scale < 0.0 {
            true => left <= first,
            false => left >= first,
        }))
    }

    /// Whether they are on all pixels of a tile.
    fn has_all(&self) -> bool {
        let Self { run, line, .. } = *self;
        line.axis.is_repeated && line.scale.abs() * run.lefts.len() as f64 >= line.axis.count as f64 - 2.0
    }
}

impl<'a> Run<'a> {
    fn split(self, at: usize) -> [Self; 2] {
        let ((a, b), (c, d)) = (self.lefts.split_at(at), self.weights.split_at(at));
        [Self { lefts: a, weights: c }, Self { lefts: b, weights: d }]
    }

    /// The pixels that are nearest, where all lie on pixels.
    #[inline(always)]
    pub(super) fn nearest(self) -> impl Iterator<Item = usize> {
        self.lefts.iter().zip(self.weights).map(|(left, weights)| (left + (weights >> 24)) as usize)
    }
}

impl Whole {
    fn of(run: Run<'_>) -> Self {
        if !run.weights.iter().all(|&weights| weights == 256 || weights == 256 << 16) {
            return Self::No;
        }
        let mut steps = run.nearest().zip(run.nearest().skip(1)).map(|(from, to)| to.wrapping_sub(from));
        match steps.next() {
            Some(step @ 1..=0xffff) if steps.all(|other| other == step) => Self::Steps(step),
            _ => Self::Yes,
        }
    }
}

impl Place {
    /// The place of a position in 1/256 in rows of a width, whose outermost pixels go on.
    #[inline(always)]
    fn at(position: i64, width: usize) -> Self {
        // The pixel before the last is the last to have one after it.
        let last = width as i64 - 2;
        match position >> 8 {
            left if left < 0 || last < 0 => Self::on(0),
            left if left > last => Self { left: last as u32, weights: 256 << 16 },
            _ => Self::weighed(position),
        }
    }

    /// Of a position that lies within.
    #[inline(always)]
    fn weighed(position: i64) -> Self {
        let weight = (position & 255) as u32;
        Self { left: (position >> 8) as u32, weights: (256 - weight) | weight << 16 }
    }

    #[inline(always)]
    fn on(pixel: usize) -> Self {
        Self { left: pixel as u32, weights: 256 }
    }
}

/// The pixels at places of a row between two.
pub(super) fn row<S: Simd>(
    simd: S,
    rows: &Rows<'_>,
    all: Places<'_>,
    (blended, ahead): (&mut Vec<u16>, &mut Ahead),
    mut out: &mut [u8],
) {
    if rows.weight == 0 && all.whole != Whole::No {
        return sparse::copy([rows.upper, rows.next[0]], all, out, ahead);
    }
    let width = rows.upper.len();
    for run in all.parts() {
        let (Some(&a), Some(&b)) = (run.lefts.first(), run.lefts.last()) else { continue };
        let pixels;
        (pixels, out) = out.split_at_mut(run.lefts.len() * 4);
        // A negative scale goes from right to left.
        let (from, to) = match (all.has_all(), all.line.axis.is_repeated) {
            (true, _) => (0, width + 1),
            (false, false) => (a.min(b) as usize, a.max(b) as usize + 2),
            // Very far out numbers lie so far apart that places are in no order.
            (false, true) => {
                let lefts = || run.lefts.iter().map(|&left| left as usize);
                (lefts().min().unwrap_or(0), lefts().max().unwrap_or(0) + 2)
            }
        };
        // Beside the last pixel is the first of the next tile.
        let (after, to) = (if to > width && all.line.axis.is_repeated { 0 } else { width - 1 }, to.min(width));
        if after != 0 && sparse::is(run.lefts.len(), to - from) {
            sparse::row(simd, rows, run, pixels, ahead);
            continue;
        }
        // Functions of their own, compiled once a level.
        simd.vectorize(
            #[inline(always)]
            || blend(simd, rows, from..to, after, blended),
        );
        simd.vectorize(
            #[inline(always)]
            || Between { simd, pixels: blended.as_slice(), from }.row(run, pixels),
        );
    }
}

/// How the colours of eight pixels are got from their places. What else is done with them is the same.
pub(super) trait Eight<S: Simd> {
    fn eight(&self, lefts: &[u32; 8], weights: &[u32; 8]) -> u8x32<S>;

    #[inline(always)]
    fn row(&self, Run { lefts, weights }: Run<'_>, out: &mut [u8]) {
        let ((lefts, last_lefts), (weights, last_weights)) = (lefts.as_chunks::<8>(), weights.as_chunks::<8>());
        let (chunks, rest) = out.as_chunks_mut::<32>();
        for ((chunk, lefts), weights) in chunks.iter_mut().zip(lefts).zip(weights) {
            self.eight(lefts, weights).store_array(chunk);
        }
        // What does not fill eight places ends in pixels that are left out.
        if let Some(&first) = last_lefts.first() {
            let (mut lefts, mut weights) = ([first; 8], [256; 8]);
            lefts[..last_lefts.len()].copy_from_slice(last_lefts);
            weights[..last_weights.len()].copy_from_slice(last_weights);
            let mut end = [0; 32];
            self.eight(&lefts, &weights).store_array(&mut end);
            rest.copy_from_slice(&end[..rest.len()]);
        }
    }
}

/// The bytes of eight pixels whose colours lie in lanes: of the first and the fifth, of the second and the sixth, and so on.
#[inline(always)]
pub(super) fn joined<S: Simd>(simd: S, [a, b, c, d]: [i32x8<S>; 4]) -> u8x32<S> {
    // The colours of four pixels lie in the bytes of one lane.
    let sum = a | (b << 8) | (c << 16) | (d << 24);
    sum.bitcast::<u8x32<S>>().swizzle_dyn_within_blocks(u8x32::load_array_ref(simd, &TRANSPOSED))
}

/// Four times four bytes.
const TRANSPOSED: [u8; 32] =
    [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];

/// What lies between each two neighbours, by the weights of two places.
#[inline(always)]
pub(super) fn across<S: Simd>(neighbours: u16x16<S>, weights: i16x16<S>) -> i32x8<S> {
    let pixels = neighbours.bitcast::<i16x16<S>>();
    (pixels.pairwise_dot_product(weights) + (1 << 14)) >> 15
}

/// Of two places.
#[inline(always)]
pub(super) fn both<S: Simd>(simd: S, a: u32, b: u32) -> i16x16<S> {
    let weights: u32x8<S> = u32x4::splat(simd, a).combine(u32x4::splat(simd, b));
    weights.bitcast()
}

/// To each colour of a pixel the same one of the next pixel.
const NEIGHBOURS: [u8; 32] =
    [0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15, 0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15];

/// Pixels between those of a row that [`blend`] has made of the pixels from `from` on.
struct Between<'a, S: Simd> {
    simd: S,
    pixels: &'a [u16],
    from: usize,
}

impl<S: Simd> Between<'_, S> {
    /// The two pixels at a place.
    #[inline(always)]
    fn pair(&self, left: u32) -> u16x8<S> {
        let at = (left as usize - self.from) * 4;
        u16x8::from_slice(self.simd, &self.pixels[at..at + 8])
    }

    /// The colours at two places.
    #[inline(always)]
    fn two(&self, a: u32, b: u32, weights: i16x16<S>) -> i32x8<S> {
        let pixels = self.pair(a).combine(self.pair(b)).bitcast::<u8x32<S>>();
        let pixels = pixels.swizzle_dyn_within_blocks(u8x32::load_array_ref(self.simd, &NEIGHBOURS));
        across(pixels.bitcast(), weights)
    }
}

impl<S: Simd> Eight<S> for Between<'_, S> {
    #[inline(always)]
    fn eight(&self, lefts: &[u32; 8], weights: &[u32; 8]) -> u8x32<S> {
        let [a, b, c, d, e, f, g, h] = *lefts;
        let [i, j, k, l, m, n, o, p] = *weights;
        let simd = self.simd;
        joined(
            simd,
            [
                self.two(a, e, both(simd, i, m)),
                self.two(b, f, both(simd, j, n)),
                self.two(c, g, both(simd, k, o)),
                self.two(d, h, both(simd, l, p)),
            ],
        )
    }
}

/// Pixels of the row between two rows, with 7 bits behind the point; one more at the end.
#[inline(always)]
fn blend<S: Simd>(simd: S, rows: &Rows<'_>, columns: Range<usize>, after: usize, blended: &mut Vec<u16>) {
    let (upper, lower) = (rows.upper[columns.clone()].as_flattened(), rows.lower[columns].as_flattened());
    blended.resize(upper.len() + 4, 0);
    let (low, high) = (u16x32::splat(simd, rows.weight), u16x32::splat(simd, 256 - rows.weight));
    let (chunks, rest) = blended[..upper.len()].as_chunks_mut::<64>();
    let (upper_chunks, upper_rest) = upper.as_chunks::<64>();
    let (lower_chunks, lower_rest) = lower.as_chunks::<64>();
    for ((to, upper), lower) in chunks.iter_mut().zip(upper_chunks).zip(lower_chunks) {
        let (a, b) = u8x64::load_array_ref(simd, upper).widen();
        let (c, d) = u8x64::load_array_ref(simd, lower).widen();
        let (to_a, to_b) = to.split_at_mut(32);
        ((a * high + c * low + 1) >> 1).store_slice(to_a);
        ((b * high + d * low + 1) >> 1).store_slice(to_b);
    }
    let weight = u32::from(rows.weight);
    let one = |upper: u8, lower: u8| ((u32::from(upper) * (256 - weight) + u32::from(lower) * weight + 1) >> 1) as u16;
    for ((to, &upper), &lower) in rest.iter_mut().zip(upper_rest).zip(lower_rest) {
        *to = one(upper, lower);
    }
    let last = blended.len() - 4;
    for ((to, upper), lower) in blended[last..].iter_mut().zip(rows.upper[after]).zip(rows.lower[after]) {
        *to = one(upper, lower);
    }
}
