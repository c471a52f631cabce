//! A picture made smaller, every one of its pixels counted.

use std::ops::Range;

use super::Compositor;
use crate::error::Error;
use crate::pixmap::Pixmap;
use crate::simd::dispatch;
use crate::watch::Watch;

/// Bytes that are summed at once.
const LANES: usize = 32;

/// The weights of all of a picture's columns, or rows, in those of the result, in 65536ths.
struct Axis {
    /// For each column of the result its first one of the picture's, and where its weights lie.
    taps: Vec<(u32, Range<u32>)>,
    weights: Vec<u32>,
}

impl Axis {
    /// For the columns `to` of the result, at whose left edges the picture's position is `scale * x + offset`, of `len` columns
    /// of the picture. Where it is reduced, each is the mean over what it covers; where it is enlarged, it lies between two.
    fn new(scale: f64, offset: f64, to: Range<i64>, len: u32) -> Self {
        let (mut taps, mut weights) = (Vec::with_capacity((to.end - to.start).max(0) as usize), Vec::new());
        let last = f64::from(len) - 1.0;
        let width = scale.abs().max(1.0);
        for x in to {
            // A position's place between pixels, of the interval's middle and its width. Rounded to 1/65536, so that what
            // should lie on a border does.
            let fixed = |v: f64| (v * 65_536.0 + 0.5).floor() / 65_536.0;
            let middle = fixed(scale * (x as f64 + 0.5) + offset);
            let (from, end) = (middle - width / 2.0, middle + width / 2.0);
            let first = from.floor().clamp(0.0, last);
            let last = (end.ceil() - 1.0).clamp(first, last);
            let start = weights.len() as u32;
            // Beyond its edges the picture's outermost pixels go on: the first and the last weigh what is outside, too.
            let (mut before, mut pixel) = (0, first);
            while pixel <= last {
                let covered = if pixel == last { width } else { (pixel + 1.0 - from).clamp(0.0, width) };
                let until = (covered / width * 65_536.0 + 0.5) as u32;
                weights.push(until - before);
                before = until;
                pixel += 1.0;
            }
            taps.push((first as u32, start..weights.len() as u32));
        }
        Self { taps, weights }
    }

    fn at(&self, i: usize) -> (usize, &[u32]) {
        let (first, range) = &self.taps[i];
        (*first as usize, &self.weights[range.start as usize..range.end as usize])
    }

    /// All of the picture's columns that have a weight.
    fn used(&self) -> Range<usize> {
        let start = self.taps.iter().map(|(first, _)| *first).min().unwrap_or(0);
        let end = self.taps.iter().map(|(first, range)| first + (range.end - range.start)).max().unwrap_or(0);
        start as usize..end as usize
    }
}

/// Where pixels of a result lie in a picture: its position `scale * x + offset` at the left, or upper, edge of the pixel `x`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placing {
    pub(crate) scale: (f64, f64),
    pub(crate) offset: (f64, f64),
}

/// Bytes that resampling so many columns and rows takes, the result aside.
pub(crate) fn resample_bytes(pixels: &Pixmap, placing: Placing, (columns, rows): (u64, u64)) -> u64 {
    // A weight for each pixel covered, and one or two more for each column.
    let axis = |n: u64, scale: f64, len: u32| n * 32 + (n as f64 * scale.abs().min(f64::from(len)) + 4.0) as u64 * 4;
    axis(columns, placing.scale.0, pixels.width())
        + axis(rows, placing.scale.1, pixels.height())
        + u64::from(pixels.width()) * 8
        + 1024
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
        let across = Axis::new(placing.scale.0, placing.offset.0, columns, pixels.width());
        let down = Axis::new(placing.scale.1, placing.offset.1, rows, pixels.height());
        let stride = pixels.width() as usize * 4;
        let used = across.used();
        let (from, to) = (used.start * 4, used.end * 4);
        let mut column = vec![0_u16; (to - from).next_multiple_of(LANES)];
        let mut out = vec![0; across.taps.len() * down.taps.len() * 4];
        let bytes = (across.taps.len() * 4).max(1);
        for (y, out) in out.chunks_exact_mut(bytes).enumerate() {
            watch.check()?;
            let (first, weights) = down.at(y);
            let source = &pixels.data()[first * stride..];
            dispatch!(self.level(), simd => {
                let _ = simd;
                blend_rows((source, stride), from..to, weights, &mut column);
                blend_columns(&column, used.start, &across, out);
            });
        }
        Ok(out)
    }
}

/// The sum of rows, weighed, in 8.8 fixed point.
#[inline(always)]
fn blend_rows((source, stride): (&[u8], usize), bytes: Range<usize>, weights: &[u32], out: &mut [u16]) {
    let mut blocks = out.chunks_exact_mut(LANES);
    for (block, out) in blocks.by_ref().enumerate() {
        let from = bytes.start + block * LANES;
        let mut sum = [128_u32; LANES];
        for (row, &weight) in weights.iter().enumerate() {
            let row = &source[row * stride..];
            let end = bytes.end.min(from + LANES);
            if let Some(row) = row[..bytes.end].get(from..from + LANES) {
                for (sum, &byte) in sum.iter_mut().zip(row) {
                    *sum += u32::from(byte) * weight;
                }
            } else {
                for (sum, &byte) in sum.iter_mut().zip(&row[from..end]) {
                    *sum += u32::from(byte) * weight;
                }
            }
        }
        for (out, sum) in out.iter_mut().zip(sum) {
            *out = (sum >> 8) as u16;
        }
    }
}

/// The sum of columns, weighed, rounded.
#[inline(always)]
fn blend_columns(column: &[u16], start: usize, across: &Axis, out: &mut [u8]) {
    let pixels = column.as_chunks::<4>().0;
    for (x, pixel) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let (first, weights) = across.at(x);
        let mut sum = [1_u32 << 23; 4];
        for (values, &weight) in pixels[first - start..].iter().zip(weights) {
            for (sum, &value) in sum.iter_mut().zip(values) {
                *sum += u32::from(value) * weight;
            }
        }
        *pixel = sum.map(|sum| (sum >> 24) as u8);
    }
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
