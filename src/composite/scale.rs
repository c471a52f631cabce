//! Images whose columns and rows stay columns and rows: two rows are blended into one, of which pixels are made. Where
//! many of a row's pixels would not be used, each pixel is made of its own four neighbours.
//!
//! Positions have 8 bits behind the point. What lies between two rows, `upper * (256 - w) + lower * w`, keeps 7 of its 8
//! bits behind the point, so that it fits 15 bits; what lies between two pixels of that is rounded once. Both ways give
//! the same bytes.

use fearless_simd::{
    Bytes, Simd, SimdBase, SimdCombine, SimdIntWiden, SimdWiden, i16x16, i32x8, u8x32, u8x64, u16x8, u16x16, u16x32,
    u32x4, u32x8,
};

use super::picture::between;
use super::sparse;

/// The two rows between which a row of pixels lies, and the weight of the lower one, of 256.
pub(super) struct Rows<'a> {
    pub(super) upper: &'a [[u8; 4]],
    pub(super) lower: &'a [[u8; 4]],
    pub(super) weight: u16,
}

/// Where each column of the surface lies between two of an image's: found once for all rows that lie alike.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What the places were found from: scale and offset (as bits), and the image's width.
    key: (u64, u64, u32),
    x0: u32,
    places: Vec<Place>,
    whole: Whole,
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
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) left: u32,
    pub(super) weights: u32,
}

impl Columns {
    /// The places of `len` columns from `x0` on.
    #[inline(always)]
    pub(super) fn get(&mut self, scale: f64, offset: f64, width: u32, x0: u32, len: usize) -> (&[Place], Whole) {
        let key = (scale.to_bits(), offset.to_bits(), width);
        let end = x0 as usize + len;
        if self.key != key || self.x0 > x0 || self.x0 as usize + self.places.len() < end {
            let (from, to) = if self.key == key {
                (self.x0.min(x0), end.max(self.x0 as usize + self.places.len()))
            } else {
                (x0, end)
            };
            self.key = key;
            self.x0 = from;
            self.places.clear();
            self.places.extend(
                (from..)
                    .take(to - from as usize)
                    .map(|x| Place::at(between(scale * (f64::from(x) + 0.5) + offset), width as usize)),
            );
            self.whole = Whole::of(&self.places);
        }
        let at = (x0 - self.x0) as usize;
        (&self.places[at..at + len], self.whole)
    }
}

impl Whole {
    fn of(places: &[Place]) -> Self {
        if !places.iter().all(|place| place.weights == 256 || place.weights == 256 << 16) {
            return Self::No;
        }
        let mut steps = places.windows(2).map(|pair| pair[1].nearest().wrapping_sub(pair[0].nearest()));
        match steps.next() {
            Some(step @ 1..=0xffff) if steps.all(|other| other == step) => Self::Steps(step),
            _ => Self::Yes,
        }
    }
}

impl Place {
    /// The place of a position in 1/256 in rows of a width.
    #[inline(always)]
    pub(super) fn at(position: i64, width: usize) -> Self {
        let (left, weight) = (position >> 8, (position & 255) as u32);
        // The pixel before the last is the last to have one after it.
        let last = width as i64 - 2;
        let (left, weight) = if left < 0 || last < 0 {
            (0, 0)
        } else if left > last {
            (last as u32, 256)
        } else {
            (left as u32, weight)
        };
        Self { left, weights: (256 - weight) | weight << 16 }
    }

    #[inline(always)]
    pub(super) fn nearest(self) -> usize {
        (self.left + (self.weights >> 24)) as usize
    }
}

/// The pixels at places of a row between two.
pub(super) fn row<S: Simd>(
    simd: S,
    rows: &Rows<'_>,
    (places, whole): (&[Place], Whole),
    blended: &mut Vec<u16>,
    out: &mut [u8],
) {
    let (Some(a), Some(b)) = (places.first(), places.last()) else { return };
    // A negative scale goes from right to left.
    let (from, to) = (a.left.min(b.left) as usize, a.left.max(b.left) as usize + 2);
    let to = to.min(rows.upper.len());
    if rows.weight == 0 && whole != Whole::No {
        return sparse::copy(rows.upper, places, whole, out);
    }
    if sparse::is(places, to - from) {
        return sparse::row(simd, rows, places, out);
    }
    // Functions of their own, compiled once a level.
    simd.vectorize(
        #[inline(always)]
        || blend(simd, rows, from, to, blended),
    );
    simd.vectorize(
        #[inline(always)]
        || Between { simd, pixels: blended.as_slice(), from }.row(places, out),
    );
}

/// How the colours of two pixels are got. What else is done with them is the same.
pub(super) trait Two<S: Simd> {
    fn simd(&self) -> S;

    /// The colours at two places.
    fn two(&self, a: Place, b: Place) -> i32x8<S>;

    #[inline(always)]
    fn row(&self, places: &[Place], out: &mut [u8]) {
        let (eights, last) = places.as_chunks::<8>();
        let (chunks, rest) = out.as_chunks_mut::<32>();
        // What does not fill eight places ends in pixels that are left out.
        let mut padded = [last.first().or(places.first()).copied().unwrap_or_default(); 8];
        padded[..last.len()].copy_from_slice(last);
        let mut end = [0; 32];
        let eights = eights.iter().chain(std::iter::once(&padded));
        for (chunk, places) in chunks.iter_mut().chain(std::iter::once(&mut end)).zip(eights) {
            self.eight(places).store_array(chunk);
        }
        rest.copy_from_slice(&end[..rest.len()]);
    }

    #[inline(always)]
    fn eight(&self, [a, b, c, d, e, f, g, h]: &[Place; 8]) -> u8x32<S> {
        // The colours of four pixels lie in the bytes of one lane.
        let sum = self.two(*a, *e) | (self.two(*b, *f) << 8) | (self.two(*c, *g) << 16) | (self.two(*d, *h) << 24);
        sum.bitcast::<u8x32<S>>().swizzle_dyn_within_blocks(u8x32::load_array_ref(self.simd(), &TRANSPOSED))
    }
}

/// Four times four bytes.
const TRANSPOSED: [u8; 32] =
    [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];

/// What lies between each two neighbours, by the weights of two places.
#[inline(always)]
pub(super) fn across<S: Simd>(simd: S, neighbours: u16x16<S>, a: Place, b: Place) -> i32x8<S> {
    let weights: u32x8<S> = u32x4::splat(simd, a.weights).combine(u32x4::splat(simd, b.weights));
    let (pixels, weights) = (neighbours.bitcast::<i16x16<S>>(), weights.bitcast::<i16x16<S>>());
    (pixels.pairwise_dot_product(weights) + (1 << 14)) >> 15
}

/// To each colour of a pixel the same one of the next pixel.
pub(super) const NEIGHBOURS: [u8; 32] =
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
    fn pair(&self, place: Place) -> u16x8<S> {
        let at = (place.left as usize - self.from) * 4;
        u16x8::from_slice(self.simd, &self.pixels[at..at + 8])
    }
}

impl<S: Simd> Two<S> for Between<'_, S> {
    #[inline(always)]
    fn simd(&self) -> S {
        self.simd
    }

    #[inline(always)]
    fn two(&self, a: Place, b: Place) -> i32x8<S> {
        let pixels = self.pair(a).combine(self.pair(b)).bitcast::<u8x32<S>>();
        let pixels = pixels.swizzle_dyn_within_blocks(u8x32::load_array_ref(self.simd, &NEIGHBOURS));
        across(self.simd, pixels.bitcast(), a, b)
    }
}

/// The pixels `from..to` of the row between two rows, with 7 bits behind the point; one more at the end.
#[inline(always)]
fn blend<S: Simd>(simd: S, rows: &Rows<'_>, from: usize, to: usize, blended: &mut Vec<u16>) {
    let (upper, lower) = (rows.upper[from..to].as_flattened(), rows.lower[from..to].as_flattened());
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
    for ((to, &upper), &lower) in rest.iter_mut().zip(upper_rest).zip(lower_rest) {
        *to = ((u32::from(upper) * (256 - weight) + u32::from(lower) * weight + 1) >> 1) as u16;
    }
    // A picture of one column has none after it.
    let last = upper.len().saturating_sub(4);
    blended.copy_within(last..last + 4, upper.len());
}
