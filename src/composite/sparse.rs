//! Rows of an image that is made smaller: not all of its pixels are used, and each pixel is made of its own four.

use fearless_simd::{Bytes, Simd, SimdBase, SimdCombine, i32x8, u8x32, u16x16, u64x2};

use super::ahead::{Ahead, fetch};
use super::scale::{Place, Places, Rows, Two, Whole, across, weights};

/// Whether so few of `among` pixels of a row are used that the others are better left alone.
pub(super) fn is(places: &[Place], among: usize) -> bool {
    among >= 2 && among > places.len() / 4 * 5
}

/// The pixels at places of a row.
pub(super) fn copy(row: &[[u8; 4]], Places { places, whole, .. }: Places<'_>, out: &mut [u8], ahead: &mut Ahead) {
    if is(places, row.len()) {
        ahead.read([row], places);
    }
    let pixels = out.as_chunks_mut::<4>().0.iter_mut();
    if let (Whole::Steps(step), Some(first)) = (whole, places.first()) {
        let row = row.get(first.nearest()..).unwrap_or_default();
        pixels.zip(row.chunks(step)).for_each(|(pixel, from)| *pixel = from[0]);
    } else {
        let at = |place: &Place| row.get(place.nearest()).copied().unwrap_or_default();
        pixels.zip(places).for_each(|(pixel, place)| *pixel = at(place));
    }
}

/// The pixels at places between two rows of at least two pixels. A function of its own, compiled once a level.
pub(super) fn row<S: Simd>(simd: S, rows: &Rows<'_>, places: &[Place], out: &mut [u8], ahead: &mut Ahead) {
    ahead.read([rows.upper, rows.lower], places);
    simd.vectorize(
        #[inline(always)]
        || {
            let Rows { upper, lower, weight, next } = *rows;
            let weight = u16x16::splat(simd, weight);
            // Of one length, so that one check is enough for both.
            let lower = &lower[..upper.len()];
            Corners { simd, upper, lower, weight, next }.row(places, out);
        },
    );
    ahead.fetched(rows.next, places);
}

/// Two neighbours.
#[inline(always)]
fn pair(row: &[[u8; 4]], place: Place) -> u64 {
    let left = place.left as usize;
    u64::from_le_bytes(row[left..left + 2].as_flattened().try_into().unwrap_or_default())
}

/// Pixels of two pixels each of an upper and a lower row.
struct Corners<'a, S: Simd> {
    simd: S,
    upper: &'a [[u8; 4]],
    lower: &'a [[u8; 4]],
    weight: u16x16<S>,
    /// Those that are likely to be asked for next.
    next: [&'a [[u8; 4]]; 2],
}

/// Bytes of two pixels and of the two below them: each above the one below it, and beside each colour of a pixel the
/// same one of the next pixel.
const CORNERS: [u8; 32] =
    [0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, 15, 0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, 15];

/// What lies between the rows of two pixels each, an upper and a lower one, with 7 bits behind the point; beside each colour of a
/// pixel the same one of the next pixel.
#[inline(always)]
pub(super) fn between_rows<S: Simd>(simd: S, [a, b]: [[u64; 2]; 2], weight: u16x16<S>) -> u16x16<S> {
    let bytes: u8x32<S> = u64x2::load_array(simd, a).combine(u64x2::load_array(simd, b)).bitcast();
    let rows = bytes.swizzle_dyn_within_blocks(u8x32::load_array_ref(simd, &CORNERS)).bitcast::<u16x16<S>>();
    // `upper * 256 + (lower - upper) * weight`: differences wrap, their sums do not.
    ((rows << 8) + ((rows >> 8) - (rows & 0x00ff)) * weight + 1) >> 1
}

impl<S: Simd> Two<S> for Corners<'_, S> {
    type Place = Place;

    #[inline(always)]
    fn simd(&self) -> S {
        self.simd
    }

    #[inline(always)]
    fn before(&self, places: &[Place; 8]) {
        // Four places lie on at most sixteen pixels, which is a cache line.
        for place in [places[0], places[4]] {
            for row in self.next {
                fetch(row, place.left as usize);
            }
        }
    }

    #[inline(always)]
    fn two(&self, a: Place, b: Place) -> i32x8<S> {
        let Self { simd, upper, lower, weight, .. } = *self;
        let rows = [[pair(upper, a), pair(lower, a)], [pair(upper, b), pair(lower, b)]];
        across(between_rows(simd, rows, weight), weights(simd, a, b))
    }
}
