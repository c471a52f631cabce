//! A picture made smaller, every one of its pixels counted.

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, u8x32, u16x8, u16x16, u32x4};

use super::Compositor;
use super::lanes::{everywhere, part};
use crate::error::Error;
use crate::pixmap::Pixmap;
use crate::simd::dispatch;
use crate::watch::Watch;

/// Bytes that are summed at once.
const LANES: usize = 32;
/// Bytes of a picture that are summed between two looks at the watch: from memory, less than a millisecond of it.
const BYTES_A_CHECK: usize = 1 << 20;

/// The columns, or rows, of a picture that one of the result covers: of those between the first and the last it covers all.
#[derive(Clone, Copy, Debug)]
struct Taps {
    first: usize,
    last: usize,
    /// Weights in 65536ths: of the first, of each between, of the last. All together they are 65536.
    weights: [u32; 3],
}

impl Taps {
    /// Of the column `x` of the result, at whose left edge the picture's position is `scale * x + offset`, of `len` columns of
    /// the picture. Where it is reduced, it is the mean over what it covers; where it is enlarged, it lies between two.
    fn new(scale: f64, offset: f64, x: i64, len: u32) -> Self {
        let end = f64::from(len) - 1.0;
        let width = scale.abs().max(1.0);
        // The middle is rounded to 1/65536, so that what should lie on a border does.
        let middle = ((scale * (x as f64 + 0.5) + offset) * 65_536.0 + 0.5).floor() / 65_536.0;
        let (from, to) = (middle - width / 2.0, middle + width / 2.0);
        let first = from.floor().clamp(0.0, end);
        let last = (to.ceil() - 1.0).clamp(first, end);
        // Beyond its edges the picture's outermost pixels go on: the first and the last weigh what is outside, too.
        let share = |covered: f64| (covered.clamp(0.0, width) / width * 65_536.0 + 0.5) as u32;
        let before = if last > first { share(first + 1.0 - from) } else { 65_536 };
        let between = (last - first - 1.0).max(0.0);
        let each =
            ((65_536 - before) as f64).min((65_536.0 / width).floor()).min((65_536 - before) as f64 / between.max(1.0));
        let each = if between > 0.0 { each as u32 } else { 0 };
        let after = 65_536 - before - each * between as u32;
        Self { first: first as usize, last: last as usize, weights: [before, each, after] }
    }

    /// Those of some columns of the result.
    fn all(scale: f64, offset: f64, to: Range<i64>, len: u32) -> Vec<Self> {
        to.map(|x| Self::new(scale, offset, x, len)).collect()
    }

    /// How many lie between the first and the last.
    fn between(&self) -> usize {
        (self.last - self.first).saturating_sub(1)
    }

    /// The first, the sum of those between and the last, weighed.
    #[inline(always)]
    fn sum(&self, first: u32, between: u32, last: u32) -> u32 {
        let [a, b, c] = self.weights;
        first * a + between * b + last * c
    }

    /// With weights that are all together 2^32 / `whole` instead of 65536.
    fn scaled(mut self, whole: u32) -> Self {
        let [before, each, _] = self.weights.map(|weight| weight as u64 * 65_536 / u64::from(whole));
        let (total, between) = ((1 << 32) / u64::from(whole), self.between() as u64);
        if self.weights[2] == 0 && between == 0 {
            self.weights = [total as u32, 0, 0];
        } else {
            self.weights = [before, each, total - before - each * between].map(|weight| weight as u32);
        }
        self
    }
}

/// How rows are summed.
#[derive(Clone, Copy, Debug)]
struct Sums {
    /// Each that is covered counts 2^`shift`.
    shift: u32,
    /// What all count together, times 256: at most 65280.
    whole: u32,
}

impl Sums {
    /// Of so many rows; `None` of more than lanes of 16 bits hold.
    fn new(scale: f64) -> Option<Self> {
        let width = scale.abs().max(1.0);
        let shift = (0..=7).rev().find(|shift| width * f64::from(1 << shift) <= 255.0)?;
        Some(Self { shift, whole: (width * f64::from(256 << shift) + 0.5) as u32 })
    }

    /// What the first and the last row count, times 256.
    fn ends(self, taps: &Taps) -> [u16; 2] {
        let between = taps.between() as u32 * (256 << self.shift);
        let left = self.whole.saturating_sub(between);
        let first = ((u64::from(taps.weights[0]) * u64::from(self.whole) + 32_768) >> 16) as u32;
        let first = if taps.last > taps.first { first.min(left) } else { left };
        [first, left - first].map(|weight| weight as u16)
    }
}

/// Where pixels of a result lie in a picture: its position `scale * x + offset` at the left, or upper, edge of the pixel `x`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placing {
    pub(crate) scale: (f64, f64),
    pub(crate) offset: (f64, f64),
}

/// Bytes that resampling so many columns and rows takes, the result aside.
pub(crate) fn resample_bytes(pixels: &Pixmap, (columns, rows): (u64, u64)) -> u64 {
    (columns + rows) * size_of::<Taps>() as u64 + u64::from(pixels.width()) * 8 + 8192
}

impl Compositor {
    /// The pixels of columns and rows of a result.
    pub(crate) fn resample(
        &self,
        pixels: &Pixmap,
        placing: Placing,
        (columns, rows): (Range<i64>, Range<i64>),
        watch: &Watch,
    ) -> Result<Vec<u8>, Error> {
        let sums = Sums::new(placing.scale.1);
        let whole = sums.map_or(65_536, |sums| sums.whole);
        let mut across = Taps::all(placing.scale.0, placing.offset.0, columns, pixels.width());
        for taps in &mut across {
            *taps = taps.scaled(whole);
        }
        let down = Taps::all(placing.scale.1, placing.offset.1, rows, pixels.height());
        let stride = pixels.width() as usize * 4;
        // All of the picture's columns that count.
        let start = across.iter().map(|taps| taps.first).min().unwrap_or(0);
        let end = across.iter().map(|taps| taps.last + 1).max().unwrap_or(0);
        // One more, so that of each two can be read.
        let mut means = vec![0_u16; (end - start) * 4 + 4];
        let mut out = watch.hold(vec![0; across.len() * down.len() * 4]);
        let bytes = (across.len() * 4).max(1);
        let mut between = Vec::new();
        for (taps, out) in down.iter().zip(out.chunks_exact_mut(bytes)) {
            watch.check()?;
            // A row may cover all of a picture.
            let row_bytes = (end - start) * 4;
            let at_once = (BYTES_A_CHECK / (taps.last - taps.first + 1)).max(LANES).next_multiple_of(LANES);
            for from in (0..row_bytes).step_by(at_once) {
                if from > 0 {
                    watch.check()?;
                }
                let to = row_bytes.min(from + at_once);
                let row = |y: usize| &pixels.data()[y * stride + start * 4 + from..y * stride + start * 4 + to];
                let means = &mut means[from..to];
                dispatch!(self.level(), simd => {
                    match sums {
                        Some(sums) => {
                            between.clear();
                            between.extend((taps.first + 1..taps.last).map(row));
                            let [first, last] = sums.ends(taps);
                            let ends = [(row(taps.first), first), (row(taps.last), last)];
                            sum_rows(simd, ends, &between, sums.shift, means);
                        }
                        None => blend_rows(taps, row, means),
                    }
                });
            }
            dispatch!(self.level(), simd => blend_columns(simd, &across, start, &means, out));
        }
        Ok(out.take())
    }
}

/// The sum of rows: of two that count so many 256ths and of those that count 2^`shift`. What is cut off of the products is on
/// average made up for. Row goes after row: so memory is read fastest.
#[inline(always)]
fn sum_rows<S: Simd>(simd: S, ends: [(&[u8], u16); 2], between: &[&[u8]], shift: u32, out: &mut [u16]) {
    out.fill(1);
    let [first, last] = ends;
    add_part(simd, first, out);
    for row in between {
        add_whole(simd, row, shift, out);
    }
    add_part(simd, last, out);
}

/// Adds a row times 2^`shift`.
#[inline(always)]
fn add_whole<S: Simd>(simd: S, row: &[u8], shift: u32, out: &mut [u16]) {
    let (bytes, rest_of_row) = row.as_chunks::<LANES>();
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    for (bytes, sum) in bytes.iter().zip(blocks) {
        let (low, high) = simd.widen_u8x32(u8x32::from_slice(simd, bytes));
        add(simd, (low << shift, high << shift), sum);
    }
    for (&byte, sum) in rest_of_row.iter().zip(rest) {
        *sum += u16::from(byte) << shift;
    }
}

/// Adds a row times so many 256ths.
#[inline(always)]
fn add_part<S: Simd>(simd: S, (row, weight): (&[u8], u16), out: &mut [u16]) {
    let (bytes, rest_of_row) = row.as_chunks::<LANES>();
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    for (bytes, sum) in bytes.iter().zip(blocks) {
        let (low, high) = simd.widen_u8x32(u8x32::from_slice(simd, bytes));
        let weight = everywhere(simd, weight);
        add(simd, (part(low << 8, weight), part(high << 8, weight)), sum);
    }
    for (&byte, sum) in rest_of_row.iter().zip(rest) {
        *sum += ((u32::from(byte) * u32::from(weight)) >> 8) as u16;
    }
}

#[inline(always)]
fn add<S: Simd>(simd: S, (low, high): (u16x16<S>, u16x16<S>), sum: &mut [u16; LANES]) {
    let (to_low, to_high) = sum.split_at_mut(LANES / 2);
    (low + u16x16::from_slice(simd, to_low)).store_slice(to_low);
    (high + u16x16::from_slice(simd, to_high)).store_slice(to_high);
}

/// The mean of rows, in 8.8 fixed point.
#[inline(always)]
fn blend_rows<'p>(taps: &Taps, row: impl Fn(usize) -> &'p [u8], out: &mut [u16]) {
    let (first, last) = (row(taps.first), row(taps.last));
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    for (block, out) in blocks.iter_mut().enumerate() {
        let from = block * LANES;
        let part = |row: &'p [u8]| -> &'p [u8] { &row[from..from + LANES] };
        let mut between = [0_u32; LANES];
        let mut y = taps.first + 1;
        while y < taps.last {
            // As many rows as 16 bits hold.
            let until = taps.last.min(y + 256);
            let mut sum = [0_u16; LANES];
            for y in y..until {
                for (sum, &byte) in sum.iter_mut().zip(part(row(y))) {
                    *sum += u16::from(byte);
                }
            }
            for (between, sum) in between.iter_mut().zip(sum) {
                *between += u32::from(sum);
            }
            y = until;
        }
        let ends = part(first).iter().zip(part(last));
        for ((out, between), (&first, &last)) in out.iter_mut().zip(between).zip(ends) {
            *out = ((taps.sum(first.into(), between, last.into()) + 128) >> 8) as u16;
        }
    }
    let done = blocks.len() * LANES;
    for (x, out) in (done..).zip(rest) {
        let between = (taps.first + 1..taps.last).map(|y| u32::from(row(y)[x])).sum();
        *out = ((taps.sum(first[x].into(), between, last[x].into()) + 128) >> 8) as u16;
    }
}

/// The means of columns, rounded. After the last column there is one more.
#[inline(always)]
fn blend_columns<S: Simd>(simd: S, across: &[Taps], start: usize, means: &[u16], out: &mut [u8]) {
    for (taps, pixel) in across.iter().zip(out.as_chunks_mut::<4>().0) {
        let [a, b, c] = taps.weights;
        let covered = &means[(taps.first - start) * 4..(taps.last - start) * 4 + 8];
        let mut sum = column(simd, covered) * a + (1 << 23);
        let columns = covered.len() / 4 - 1;
        if columns > 1 {
            let mut between = u32x4::splat(simd, 0);
            for at in 1..columns - 1 {
                between += column(simd, &covered[at * 4..]);
            }
            sum += between * b + column(simd, &covered[covered.len() - 8..]) * c;
        }
        *pixel = (sum >> 24).to_array().map(|value| value as u8);
    }
}

/// The first column of some, of which there are two.
#[inline(always)]
fn column<S: Simd>(simd: S, means: &[u16]) -> u32x4<S> {
    simd.widen_u16x8(u16x8::from_slice(simd, &means[..8])).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd;

    fn picture(width: u32, height: u32) -> Pixmap {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24
        };
        let pixels = (0..width * height).flat_map(|_| {
            let alpha = next();
            [next() * alpha / 255, next() * alpha / 255, next() * alpha / 255, alpha].map(|c| c as u8)
        });
        Pixmap::from_premultiplied(pixels.collect(), width, height).unwrap()
    }

    /// The mean of a picture over a rectangle, its outermost pixels going on beyond it.
    fn mean(pixels: &Pixmap, x: (f64, f64), y: (f64, f64), channel: usize) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for row in y.0.floor() as i64..y.1.ceil() as i64 {
            for column in x.0.floor() as i64..x.1.ceil() as i64 {
                let part = |(from, to): (f64, f64), at: i64| to.min(at as f64 + 1.0) - from.max(at as f64);
                let weight = part(x, column) * part(y, row);
                let at = |v: i64, len: u32| v.clamp(0, i64::from(len) - 1) as u32;
                let pixel = pixels.pixel(at(column, pixels.width()), at(row, pixels.height())).unwrap();
                sum += f64::from(pixel[channel]) * weight;
                total += weight;
            }
        }
        sum / total
    }

    #[test]
    fn each_pixel_is_the_mean_of_what_it_covers() {
        let pixels = picture(37, 23);
        for (scale, offset) in [
            ((7.0, 7.0), (0.0, 0.0)),
            ((3.3, 1.9), (-2.7, 0.4)),
            ((-2.6, 4.1), (36.0, -3.0)),
            ((40.0, 30.0), (-1.0, -1.0)),
            ((5.0, 250.0), (0.0, -240.0)),
            // More rows than 16 bits hold the sum of.
            ((5.0, 300.0), (0.0, -290.0)),
        ] {
            let placing = Placing { scale, offset };
            let (columns, rows) = (-1..6_i64, 0..5_i64);
            let drawn: Vec<Vec<u8>> = simd::all()
                .into_iter()
                .map(|level| {
                    Compositor::at(level)
                        .resample(&pixels, placing, (columns.clone(), rows.clone()), &Watch::default())
                        .unwrap()
                })
                .collect();
            assert!(drawn.iter().all(|other| *other == drawn[0]));
            let mut bytes = drawn[0].iter();
            for y in rows.clone() {
                for x in columns.clone() {
                    let over = |scale: f64, offset: f64, at: i64| {
                        let (a, b) = (scale * at as f64 + offset, scale * (at + 1) as f64 + offset);
                        (a.min(b), a.max(b))
                    };
                    let (across, down) = (over(scale.0, offset.0, x), over(scale.1, offset.1, y));
                    for channel in 0..4 {
                        let exact = mean(&pixels, across, down, channel);
                        let byte = f64::from(*bytes.next().unwrap());
                        assert!((byte - exact).abs() <= 0.51, "{placing:?} ({x}, {y}): {byte}, not {exact}");
                    }
                }
            }
        }
    }

    #[test]
    fn opaque_stays_opaque() {
        let pixels = Pixmap::from_premultiplied(vec![255; 100 * 9 * 4], 100, 9).unwrap();
        for scale in [1.0, 1.37, 3.0, 7.0, 33.3] {
            let placing = Placing { scale: (scale, scale), offset: (0.3, -0.7) };
            let drawn = Compositor::default().resample(&pixels, placing, (-2..9, -1..6), &Watch::default()).unwrap();
            assert!(drawn.iter().all(|byte| *byte == 255), "{scale}");
        }
    }
}
