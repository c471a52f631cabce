//! [`Ramp`]: the colours of a gradient along its length.

use fearless_simd::{Bytes, Select, Simd, SimdBase, SimdFloat, SimdMask, f32x16, i32x16, u8x64, u32x16};

use crate::paint::RampColor;

/// Most segments that are evaluated for sixteen pixels at once, each for those that lie in it.
const BLENDED: usize = 6;

/// The colours between stops: unpremultiplied, linear in each segment, premultiplied and rounded once.
#[derive(Debug)]
pub(super) struct Ramp {
    /// From left to right, without gaps, from minus to plus infinity.
    segments: Vec<Segment>,
    /// The segment in which each of equally long parts of `0..1` begins.
    cells: Vec<u32>,
    opaque: bool,
    /// What positions are held in: so far beyond the ends that they lie in the end's segment.
    pub(super) limits: (f32, f32),
}

/// Colours `color + (t - lo) * slope` for `lo <= t < hi`. Of an opaque ramp the colours are scaled to 255 and have the
/// half added that rounds them; else only alpha is scaled.
#[derive(Clone, Copy, Debug)]
struct Segment {
    lo: f32,
    hi: f32,
    start: f32,
    color: [f32; 4],
    slope: [f32; 4],
}

impl Ramp {
    /// Bytes it holds.
    pub(super) fn bytes(&self) -> u64 {
        (self.segments.capacity() * size_of::<Segment>() + self.cells.capacity() * size_of::<u32>()) as u64
    }

    /// `None` without stops. They are sorted; of those at one offset the first ends the side before it and the last
    /// begins the side after it.
    pub(super) fn new(stops: &[RampColor]) -> Option<Self> {
        let (first, last) = (stops.first()?, stops.last()?);
        let opaque = stops.iter().all(|stop| stop.color[3] == 255.0);
        let color = |stop: &RampColor| stop.color;
        let segment = |lo: f64, hi: f64, from: [f64; 4], to: [f64; 4]| {
            let width = if hi.is_finite() && lo.is_finite() { hi - lo } else { 1.0 };
            let scale = |c: usize| if opaque || c == 3 { 1.0 } else { 1.0 / 255.0 };
            let half = if opaque { 0.5 } else { 0.0 };
            Segment {
                lo: lo as f32,
                hi: hi as f32,
                start: if lo.is_finite() { lo as f32 } else { 0.0 },
                color: [0, 1, 2, 3].map(|c| (from[c] * scale(c) + half) as f32),
                slope: [0, 1, 2, 3].map(|c| ((to[c] - from[c]) * scale(c) / width) as f32),
            }
        };
        let mut segments = Vec::with_capacity(stops.len() + 1);
        // Positions are held within the ends, where these are those of the first and last segment. A hard stop at an
        // end, be it one in f32 only, needs a segment of its own beyond it.
        let hard = |end: &RampColor| {
            stops.iter().any(|stop| stop.offset as f32 == end.offset as f32 && stop.color != end.color)
        };
        let open_start = first.offset > 0.0 || hard(first);
        let open_end = last.offset < 1.0 || hard(last);
        if open_start || stops.len() == 1 {
            segments.push(segment(f64::NEG_INFINITY, first.offset, color(first), color(first)));
        }
        for pair in stops.windows(2) {
            // As seen by positions, which are f32.
            if (pair[0].offset as f32) < pair[1].offset as f32 {
                segments.push(segment(pair[0].offset, pair[1].offset, color(&pair[0]), color(&pair[1])));
            }
        }
        if open_end || segments.is_empty() {
            segments.push(segment(last.offset, f64::INFINITY, color(last), color(last)));
        }
        if let Some(first) = segments.first_mut() {
            first.lo = f32::NEG_INFINITY;
        }
        if let Some(last) = segments.last_mut() {
            last.hi = f32::INFINITY;
        }
        let count = (2 * segments.len()).next_power_of_two().min(4096);
        let cells = (0..count).map(|i| {
            let t = i as f32 / count as f32;
            segments.partition_point(|segment| segment.hi <= t).min(segments.len() - 1) as u32
        });
        let cells = cells.collect();
        let limits = (if open_start { -1.0 } else { 0.0 }, if open_end { 2.0 } else { 1.0 });
        Some(Self { segments, cells, opaque, limits })
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// By how many levels colours grow in the ramp's length, at most.
    pub(super) fn steepest(&self) -> f64 {
        let scale = if self.opaque { 1.0 } else { 255.0 };
        let growth = |segment: &Segment| {
            let [red, green, blue, alpha] = segment.slope.map(|slope| f64::from(slope.abs()));
            red.max(green).max(blue) * scale + alpha
        };
        self.segments.iter().map(growth).fold(0.0, f64::max)
    }

    /// The segment `at` of an opaque ramp.
    #[inline(always)]
    pub(super) fn plain<S: Simd>(&self, simd: S, at: usize) -> Plain<S> {
        let Segment { lo, hi, start, color: [red, green, blue, _], slope: [by_red, by_green, by_blue, _] } =
            self.segments[at];
        Plain {
            lo: lo.max(self.limits.0),
            hi: hi.min(self.limits.1),
            start: f32x16::splat(simd, start),
            red: (f32x16::splat(simd, red), f32x16::splat(simd, by_red)),
            green: (f32x16::splat(simd, green), f32x16::splat(simd, by_green)),
            blue: (f32x16::splat(simd, blue), f32x16::splat(simd, by_blue)),
        }
    }

    /// The segment of a position.
    #[inline(always)]
    fn find(&self, t: f32) -> usize {
        let cell = ((t * self.cells.len() as f32) as usize).min(self.cells.len() - 1);
        let mut at = if t < 0.0 { 0 } else { self.cells[cell] as usize };
        while at + 1 < self.segments.len() && t >= self.segments[at].hi {
            at += 1;
        }
        at
    }

    /// Writes the colours at sixteen positions, whose segment is looked for first at `at`. No position is NaN. What is added
    /// before they are rounded down is a half, and what `dither` says besides: between half and minus a half.
    #[inline(always)]
    pub(super) fn write<S: Simd>(
        &self,
        simd: S,
        t: f32x16<S>,
        dither: Option<&[f32; 16]>,
        at: &mut usize,
        out: &mut [u8; 64],
    ) {
        let segment = &self.segments[*at];
        let inside = t.simd_ge(f32x16::splat(simd, segment.lo)) & t.simd_lt(f32x16::splat(simd, segment.hi));
        if inside.all_true() {
            self.of_one(simd, segment, t, dither).bitcast::<u8x64<S>>().store_array(out);
        } else {
            self.write_many(simd, t.to_array(), dither, at, out);
        }
    }

    /// Sixteen pixels that lie in more than one segment. A function of its own, compiled once a level.
    fn write_many<S: Simd>(
        &self,
        simd: S,
        t: [f32; 16],
        dither: Option<&[f32; 16]>,
        at: &mut usize,
        out: &mut [u8; 64],
    ) {
        simd.vectorize(
            #[inline(always)]
            || self.blended(simd, f32x16::load_array(simd, t), dither, at).bitcast::<u8x64<S>>().store_array(out),
        );
    }

    #[inline(always)]
    fn of_one<S: Simd>(&self, simd: S, segment: &Segment, t: f32x16<S>, dither: Option<&[f32; 16]>) -> u32x16<S> {
        let t = t - segment.start;
        let [red, green, blue, alpha] = if self.opaque {
            // Not by a closure, which would be compiled for no level.
            let mut red = segment.at(simd, t, 0);
            let mut green = segment.at(simd, t, 1);
            let mut blue = segment.at(simd, t, 2);
            if let Some(dither) = dither {
                let dither = f32x16::load_array_ref(simd, dither);
                red += dither;
                green += dither;
                blue += dither;
            }
            [red.to_int(), green.to_int(), blue.to_int(), i32x16::splat(simd, 255)]
        } else {
            let alpha = segment.at(simd, t, 3);
            // No more than 1, so that rounding keeps colours below alpha.
            let half = match dither {
                Some(dither) => f32x16::load_array_ref(simd, dither) + 0.5,
                None => f32x16::splat(simd, 0.5),
            };
            let red = segment.at(simd, t, 0).min(1.0) * alpha + half;
            let green = segment.at(simd, t, 1).min(1.0) * alpha + half;
            let blue = segment.at(simd, t, 2).min(1.0) * alpha + half;
            [red.to_int(), green.to_int(), blue.to_int(), (alpha + half).to_int()]
        };
        (red | (green << 8) | (blue << 16) | (alpha << 24)).bitcast()
    }

    #[inline(always)]
    fn blended<S: Simd>(&self, simd: S, t: f32x16<S>, dither: Option<&[f32; 16]>, at: &mut usize) -> u32x16<S> {
        // Those that lie in segments before or behind are mostly in the next one.
        let (mut from, mut to) = (*at, *at);
        while to - from < BLENDED && t.simd_lt(f32x16::splat(simd, self.segments[from].lo)).any_true() {
            from -= 1;
        }
        while to - from < BLENDED && t.simd_ge(f32x16::splat(simd, self.segments[to].hi)).any_true() {
            to += 1;
        }
        let positions = t.to_array();
        *at = self.find(positions[15]);
        if to - from < BLENDED {
            let mut pixels = self.of_one(simd, &self.segments[from], t, dither);
            for segment in &self.segments[from + 1..=to] {
                let here = t.simd_ge(f32x16::splat(simd, segment.lo));
                pixels = here.select(self.of_one(simd, segment, t, dither), pixels);
            }
            return pixels;
        }
        let mut pixels = [0; 16];
        for (i, (pixel, &t)) in pixels.iter_mut().zip(&positions).enumerate() {
            *pixel = self.one(t, dither.map_or(0.0, |dither| dither[i]));
        }
        u32x16::load_array(simd, pixels)
    }

    /// As [`Ramp::of_one`], of one position.
    #[inline(always)]
    fn one(&self, t: f32, dither: f32) -> u32 {
        let Segment { start, color, slope, .. } = self.segments[self.find(t)];
        let t = t - start;
        let mut values = [0.0; 4];
        for c in 0..4 {
            values[c] = t * slope[c] + color[c];
        }
        let [red, green, blue, alpha] = values;
        let bytes = if self.opaque {
            [(red + dither) as i32, (green + dither) as i32, (blue + dither) as i32, 255]
        } else {
            let half = dither + 0.5;
            let red = red.min(1.0) * alpha + half;
            let green = green.min(1.0) * alpha + half;
            let blue = blue.min(1.0) * alpha + half;
            [red as i32, green as i32, blue as i32, (alpha + half) as i32]
        };
        u32::from_le_bytes([bytes[0] as u8, bytes[1] as u8, bytes[2] as u8, bytes[3] as u8])
    }
}

/// A segment of an opaque ramp, and between which positions nothing else is asked for.
pub(super) struct Plain<S: Simd> {
    pub(super) lo: f32,
    pub(super) hi: f32,
    start: f32x16<S>,
    red: (f32x16<S>, f32x16<S>),
    green: (f32x16<S>, f32x16<S>),
    blue: (f32x16<S>, f32x16<S>),
}

impl<S: Simd> Plain<S> {
    /// As [`Ramp::write`], of positions within it, not dithered.
    #[inline(always)]
    pub(super) fn write(&self, simd: S, t: f32x16<S>, out: &mut [u8; 64]) {
        let t = t - self.start;
        let red = (t * self.red.1 + self.red.0).to_int::<i32x16<S>>();
        let green = (t * self.green.1 + self.green.0).to_int::<i32x16<S>>();
        let blue = (t * self.blue.1 + self.blue.0).to_int::<i32x16<S>>();
        let pixels = (red | (green << 8)) | ((blue << 16) | i32x16::splat(simd, 255 << 24));
        pixels.bitcast::<u8x64<S>>().store_array(out);
    }
}

impl Segment {
    /// A colour at positions counted from the segment's start.
    #[inline(always)]
    fn at<S: Simd>(&self, simd: S, t: f32x16<S>, c: usize) -> f32x16<S> {
        t * f32x16::splat(simd, self.slope[c]) + f32x16::splat(simd, self.color[c])
    }
}
