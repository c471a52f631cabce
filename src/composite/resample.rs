//! A picture made smaller, every one of its pixels counted.

use std::ops::Range;

use fearless_simd::{Simd, SimdBase as _, u8x32, u16x8, u16x16, u32x4};

use super::Compositor;
use super::ahead::fetch;
use super::lanes::{everywhere, part};
use crate::error::Error;
use crate::pixmap::Pixmap;
use crate::simd::dispatch;
use crate::watch::Watch;

/// Bytes that are summed at once.
const LANES: usize = 32;
/// Bytes of a picture that are summed between two looks at the watch: from memory, less than a millisecond of it.
const BYTES_A_CHECK: usize = 1 << 20;
/// Columns, or rows, of which that many are summed between two looks.
const TAPS_A_CHECK: usize = 1 << 16;
/// The weights of rows, all together; those of more than are summed in 16 bits.
const ROWS: u64 = 1 << 16;
const MANY_ROWS: u64 = 1 << 40;
/// Columns that a pixel covers at most where their weights have no more than 32 bits.
const NARROW: f64 = 16.0;

/// The columns, or rows, of a picture that one of the result covers: of those between the first and the last it covers all.
#[derive(Clone, Copy, Debug)]
struct Taps {
    first: usize,
    last: usize,
    /// Of the first, of each between, of the last; all together they are the `total` they were made for.
    weights: [u64; 3],
}

impl Taps {
    /// Of the column `x` of the result, at whose left edge the picture's position is `scale * x + offset`, of `len` columns of
    /// the picture. Where it is reduced, it is the mean over what it covers; where it is enlarged, it lies between two. Weights
    /// are rounded down, and what is left is the last one's: of `n` columns it weighs `n / total` too much, at most.
    fn new(scale: f64, offset: f64, x: i64, len: u32, total: u64) -> Self {
        let end = f64::from(len) - 1.0;
        let width = scale.abs().max(1.0);
        // The middle is rounded to 1/65536, so that what should lie on a border does.
        let middle = ((scale * (x as f64 + 0.5) + offset) * 65_536.0 + 0.5).floor() / 65_536.0;
        let (from, to) = (middle - width / 2.0, middle + width / 2.0);
        let first = from.floor().clamp(0.0, end);
        let last = (to.ceil() - 1.0).clamp(first, end);
        // Beyond its edges the picture's outermost pixels go on: the first and the last weigh what is outside, too.
        let share = |covered: f64| ((covered.clamp(0.0, width) / width * total as f64 + 0.5) as u64).min(total);
        let before = if last > first { share(first + 1.0 - from) } else { total };
        let between = (last - first - 1.0).max(0.0) as u64;
        let left = total - before;
        let each = left.checked_div(between).map_or(0, |most| ((total as f64 / width) as u64).min(most));
        Self { first: first as usize, last: last as usize, weights: [before, each, left - each * between] }
    }

    /// Those of some columns of the result.
    fn all((scale, offset): (f64, f64), to: Range<i64>, len: u32, total: u64) -> Vec<Self> {
        to.map(|x| Self::new(scale, offset, x, len, total)).collect()
    }

    /// How many lie between the first and the last.
    fn between(&self) -> usize {
        (self.last - self.first).saturating_sub(1)
    }

    /// The first, the sum of those between and the last, weighed.
    #[inline(always)]
    fn sum(&self, first: u64, between: u64, last: u64) -> u64 {
        let [a, b, c] = self.weights;
        first * a + between * b + last * c
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
        let first = ((taps.weights[0] * u64::from(self.whole) + (ROWS >> 1)) / ROWS) as u32;
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
        let wide = placing.scale.0.abs() > NARROW;
        // Of what the rows are together, 256 levels are to be 2^32, or 2^56.
        let across_total = (1 << if wide { 56 } else { 32 }) / u64::from(sums.map_or(65_536, |sums| sums.whole));
        let across = Taps::all((placing.scale.0, placing.offset.0), columns, pixels.width(), across_total);
        let down_total = if sums.is_some() { ROWS } else { MANY_ROWS };
        let down = Taps::all((placing.scale.1, placing.offset.1), rows, pixels.height(), down_total);
        let stride = pixels.width() as usize * 4;
        // All of the picture's columns that count.
        let start = across.iter().map(|taps| taps.first).min().unwrap_or(0);
        let end = across.iter().map(|taps| taps.last + 1).max().unwrap_or(0);
        // One more, so that of each two can be read.
        let mut means = watch.hold(vec![0_u16; (end - start) * 4 + 4]);
        let mut out = watch.hold(Vec::with_capacity(across.len() * down.len() * 4));
        // Pixels that are made of so many columns.
        let pixels_a_check = TAPS_A_CHECK / (placing.scale.0.abs() as usize).saturating_add(2).min(TAPS_A_CHECK);
        let mut between = Vec::new();
        for taps in &down {
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
                            let after = row((taps.last + 1).min(pixels.height() as usize - 1));
                            sum_rows(simd, ends, (&between, after), sums.shift, means);
                            Ok(())
                        }
                        None => blend_rows(taps, row, means, watch),
                    }
                })?;
            }
            for (part, number) in across.chunks(pixels_a_check).zip(0_u32..) {
                if number > 0 {
                    watch.check()?;
                }
                let from = out.len();
                out.resize(from + part.len() * 4, 0);
                let out = &mut out[from..];
                if wide {
                    dispatch!(self.level(), simd => blend_many_columns(simd, part, start, &means, out, watch))?;
                } else {
                    dispatch!(self.level(), simd => blend_columns(simd, part, start, &means, out));
                }
            }
        }
        Ok(out.take())
    }
}

/// The sum of rows: of two that count so many 256ths and of those between that count 2^`shift`. What is cut off of the products
/// is on average made up for. Row goes after row, and while one is added the one after it is fetched: so memory is read fastest.
#[inline(always)]
fn sum_rows<S: Simd>(
    simd: S,
    [first, last]: [(&[u8], u16); 2],
    (between, after): (&[&[u8]], &[u8]),
    shift: u32,
    out: &mut [u16],
) {
    out.fill(1);
    add_part(simd, first, between.first().unwrap_or(&last.0), out);
    for (row, next) in between.iter().zip(between.iter().skip(1).chain([&last.0])) {
        add_whole(simd, row, shift, next, out);
    }
    add_part(simd, last, after, out);
}

/// Adds a row times 2^`shift`.
#[inline(always)]
fn add_whole<S: Simd>(simd: S, row: &[u8], shift: u32, next: &[u8], out: &mut [u16]) {
    let (bytes, rest_of_row) = row.as_chunks::<LANES>();
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    for ((bytes, sum), at) in bytes.iter().zip(blocks).zip((0..).step_by(LANES)) {
        fetch(next, at);
        let (low, high) = simd.widen_u8x32(u8x32::from_slice(simd, bytes));
        add(simd, (low << shift, high << shift), sum);
    }
    for (&byte, sum) in rest_of_row.iter().zip(rest) {
        *sum += u16::from(byte) << shift;
    }
}

/// Adds a row times so many 256ths.
#[inline(always)]
fn add_part<S: Simd>(simd: S, (row, weight): (&[u8], u16), next: &[u8], out: &mut [u16]) {
    let (bytes, rest_of_row) = row.as_chunks::<LANES>();
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    for ((bytes, sum), at) in bytes.iter().zip(blocks).zip((0..).step_by(LANES)) {
        fetch(next, at);
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
fn blend_rows<'p>(taps: &Taps, row: impl Fn(usize) -> &'p [u8], out: &mut [u16], watch: &Watch) -> Result<(), Error> {
    let (first, last) = (row(taps.first), row(taps.last));
    let mean = |first: u8, between: u64, last: u8| {
        // Of all weights 256ths are left.
        let (sum, shift) = (taps.sum(first.into(), between, last.into()), MANY_ROWS.trailing_zeros() - 8);
        ((sum + (1 << (shift - 1))) >> shift) as u16
    };
    let (blocks, rest) = out.as_chunks_mut::<LANES>();
    let done = blocks.len() * LANES;
    for (block, out) in blocks.iter_mut().enumerate() {
        let part = |row: &'p [u8]| -> &'p [u8] { &row[block * LANES..][..LANES] };
        let between = between_rows(taps, |y| part(row(y)), watch)?;
        let ends = part(first).iter().zip(part(last));
        for ((out, between), (&first, &last)) in out.iter_mut().zip(between).zip(ends) {
            *out = mean(first, between, last);
        }
    }
    if !rest.is_empty() {
        let between = between_rows(taps, |y| &row(y)[done..], watch)?;
        let ends = first[done..].iter().zip(&last[done..]);
        for ((out, between), (&first, &last)) in rest.iter_mut().zip(between).zip(ends) {
            *out = mean(first, between, last);
        }
    }
    Ok(())
}

/// The sums of parts of rows between the first and the last.
#[inline(always)]
fn between_rows<'p>(taps: &Taps, part: impl Fn(usize) -> &'p [u8], watch: &Watch) -> Result<[u64; LANES], Error> {
    /// As many rows as 16 bits hold.
    const AT_ONCE: usize = 256;
    let mut between = [0_u64; LANES];
    for from in (taps.first + 1..taps.last).step_by(AT_ONCE) {
        if (from - taps.first - 1) & (TAPS_A_CHECK - 1) == TAPS_A_CHECK - AT_ONCE {
            watch.check()?;
        }
        let mut sum = [0_u16; LANES];
        for y in from..taps.last.min(from + AT_ONCE) {
            for (sum, &byte) in sum.iter_mut().zip(part(y)) {
                *sum += u16::from(byte);
            }
        }
        for (between, sum) in between.iter_mut().zip(sum) {
            *between += u64::from(sum);
        }
    }
    Ok(between)
}

/// The means of columns, rounded. After the last column there is one more.
#[inline(always)]
fn blend_columns<S: Simd>(simd: S, across: &[Taps], start: usize, means: &[u16], out: &mut [u8]) {
    for (taps, pixel) in across.iter().zip(out.as_chunks_mut::<4>().0) {
        let [a, b, c] = taps.weights.map(|weight| weight as u32);
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

/// As [`blend_columns`], of so many that their weights need more bits.
#[inline(always)]
fn blend_many_columns<S: Simd>(
    simd: S,
    across: &[Taps],
    start: usize,
    means: &[u16],
    out: &mut [u8],
    watch: &Watch,
) -> Result<(), Error> {
    for (taps, pixel) in across.iter().zip(out.as_chunks_mut::<4>().0) {
        let covered = &means[(taps.first - start) * 4..(taps.last - start) * 4 + 4];
        let mut between = [0_u64; 4];
        // As many columns as 32 bits hold.
        let inner = covered.get(4..covered.len() - 4).unwrap_or_default();
        for (part, number) in inner.chunks(TAPS_A_CHECK * 4).zip(0_u32..) {
            if number > 0 {
                watch.check()?;
            }
            let mut sum = u32x4::splat(simd, 0);
            let (twos, last) = part.as_chunks::<8>();
            for two in twos {
                let (one, other) = simd.widen_u16x8(u16x8::from_slice(simd, two));
                sum += one + other;
            }
            for (i, (between, sum)) in between.iter_mut().zip(sum.to_array()).enumerate() {
                *between += u64::from(sum) + u64::from(last.get(i).copied().unwrap_or(0));
            }
        }
        for (i, (byte, between)) in pixel.iter_mut().zip(between).enumerate() {
            let last = covered[covered.len() - 4 + i];
            *byte = ((taps.sum(covered[i].into(), between, last.into()) + (1 << 47)) >> 48) as u8;
        }
    }
    Ok(())
}

/// The first column of some, of which there are two.
#[inline(always)]
fn column<S: Simd>(simd: S, means: &[u16]) -> u32x4<S> {
    simd.widen_u16x8(u16x8::from_slice(simd, &means[..8])).0
}

#[cfg(test)]
mod tests;
