//! Rows of an image that is made smaller: not all of its pixels are used, and each pixel is made of its own four.

#[cfg(target_arch = "x86")]
use std::arch::x86 as arch;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64 as arch;

use fearless_simd::{Bytes, Simd, SimdBase, SimdCombine, i32x8, u8x32, u16x16, u64x2};
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::{Level, SimdFrom, u32x8};

use super::ahead::{Ahead, LINE, fetch};
use super::scale::{Eight, Places, Rows, Run, Whole, across, both, joined};

/// Whether so few of `among` pixels of a row are used, `count`, that the others are better left alone.
pub(super) fn is(count: usize, among: usize) -> bool {
    among >= 2 && among > count / 4 * 5
}

/// The pixels at places of a row; `next` is likely to be asked for next.
pub(super) fn copy(
    [row, mut next]: [&[[u8; 4]]; 2],
    Places { run, whole, .. }: Places<'_>,
    out: &mut [u8],
    ahead: &mut Ahead,
) {
    if is(run.lefts.len(), row.len()) {
        ahead.read([row], run.lefts);
        ahead.fetched(next, run.lefts);
    } else {
        next = &[];
    }
    let pixels = out.as_chunks_mut::<4>().0;
    let (Whole::Steps(step), Some(first)) = (whole, run.nearest().next()) else {
        for (pixel, at) in pixels.iter_mut().zip(run.nearest()) {
            fetch(next, at);
            *pixel = row.get(at).copied().unwrap_or_default();
        }
        return;
    };
    let (row, next) = (row.get(first..).unwrap_or_default(), next.get(first..).unwrap_or_default());
    let (fours, rest) = pixels.as_chunks_mut::<4>();
    // Often four pixels lie on one cache line.
    let lines = if step * 4 <= LINE { 1 } else { 4 };
    let mut at = 0;
    for four in fours {
        for i in 0..lines {
            fetch(next, at + i * step);
        }
        for pixel in four {
            *pixel = row.get(at).copied().unwrap_or_default();
            at += step;
        }
    }
    for pixel in rest {
        *pixel = row.get(at).copied().unwrap_or_default();
        at += step;
    }
}

/// The pixels at places between two rows of at least two pixels. A function of its own, compiled once a level.
pub(super) fn row<S: Simd>(simd: S, rows: &Rows<'_>, run: Run<'_>, out: &mut [u8], ahead: &mut Ahead) {
    ahead.read([rows.upper, rows.lower], run.lefts);
    simd.vectorize(
        #[inline(always)]
        || Corners::new(simd, rows).row(run, out),
    );
    ahead.fetched(rows.next[0], run.lefts);
}

/// Two neighbours.
#[inline(always)]
fn pair(row: &[[u8; 4]], left: u32) -> u64 {
    let left = left as usize;
    u64::from_le_bytes(row[left..left + 2].as_flattened().try_into().unwrap_or_default())
}

/// Pixels of two pixels each of an upper and a lower row.
struct Corners<'a, S: Simd> {
    simd: S,
    upper: &'a [[u8; 4]],
    lower: &'a [[u8; 4]],
    weight: u16x16<S>,
    /// For [`eight`]: the weight of the row that is farther, and what makes the nearer one the first.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    farther: (u16x16<S>, u8x32<S>),
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
pub(super) fn between_rows<S: Simd>(simd: S, rows: [[u64; 2]; 2], weight: u16x16<S>) -> u16x16<S> {
    let corners = u8x32::load_array_ref(simd, &CORNERS);
    let rows = together(simd, rows).swizzle_dyn_within_blocks(corners).bitcast::<u16x16<S>>();
    // `upper * 256 + (lower - upper) * weight`: differences wrap, their sums do not.
    ((rows << 8) + ((rows >> 8) - (rows & 0x00ff)) * weight + 1) >> 1
}

#[inline(always)]
fn together<S: Simd>(simd: S, [a, b]: [[u64; 2]; 2]) -> u8x32<S> {
    u64x2::load_array(simd, a).combine(u64x2::load_array(simd, b)).bitcast()
}

impl<'a, S: Simd> Corners<'a, S> {
    #[inline(always)]
    fn new(simd: S, rows: &Rows<'a>) -> Self {
        let Rows { upper, lower, weight, next } = *rows;
        Self {
            simd,
            upper,
            // Of one length, so that one check is enough for both.
            lower: &lower[..upper.len()],
            weight: u16x16::splat(simd, weight),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            farther: {
                let (weight, swapped) = if weight > 128 { (256 - weight, 8) } else { (weight, 0) };
                // At most 2^15, which as a negative number fits.
                let weight = u16x16::splat(simd, (weight << 8).wrapping_neg());
                (weight, u8x32::load_array_ref(simd, &CORNERS) ^ swapped)
            },
            next,
        }
    }

    /// The two pixels at a place, and those below them.
    #[inline(always)]
    fn four(&self, left: u32) -> [u64; 2] {
        [pair(self.upper, left), pair(self.lower, left)]
    }

    /// The colours at two places.
    #[inline(always)]
    fn two(&self, rows: [[u64; 2]; 2], a: u32, b: u32) -> i32x8<S> {
        across(between_rows(self.simd, rows, self.weight), both(self.simd, a, b))
    }
}

impl<S: Simd> Eight<S> for Corners<'_, S> {
    #[inline(always)]
    fn eight(&self, lefts: &[u32; 8], weights: &[u32; 8]) -> u8x32<S> {
        // Four places lie on at most sixteen pixels, which is a cache line.
        for left in [lefts[0], lefts[4]] {
            for row in self.next {
                fetch(row, left as usize);
            }
        }
        let [a, b, c, d, e, f, g, h] = *lefts;
        let rows = [
            [self.four(a), self.four(e)],
            [self.four(b), self.four(f)],
            [self.four(c), self.four(g)],
            [self.four(d), self.four(h)],
        ];
        let (simd, [a, b, c, d]) = (self.simd, rows);
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if let Level::Avx2(avx2) = simd.level() {
            let rows = [
                together(simd, a).into(),
                together(simd, b).into(),
                together(simd, c).into(),
                together(simd, d).into(),
            ];
            let (farther, corners) = self.farther;
            let weights = u32x8::load_array_ref(simd, weights);
            return u8x32::simd_from(simd, eight(avx2, rows, weights.into(), farther.into(), corners.into()));
        }
        let [i, j, k, l, m, n, o, p] = *weights;
        joined(simd, [self.two(a, i, m), self.two(b, j, n), self.two(c, k, o), self.two(d, l, p)])
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fearless_simd::kernel!(
    /// Eight pixels. Of two rows the nearer one is counted wholly, so that the weight of the other is at most 128 and with a
    /// difference of 64ths makes `(difference * weight + 1) >> 1` in one instruction. The weights across are doubled: colours lie
    /// in the third byte of their lanes, and two shifts are enough for four pixels.
    #[inline(always)]
    fn eight(
        avx2: Avx2,
        rows: [arch::__m256i; 4],
        weights: arch::__m256i,
        farther: arch::__m256i,
        corners: arch::__m256i,
    ) -> arch::__m256i {
        let _ = avx2;
        let weights = arch::_mm256_slli_epi16::<1>(weights);
        let a = sum(avx2, rows[0], arch::_mm256_shuffle_epi32::<0x00>(weights), farther, corners);
        let b = sum(avx2, rows[1], arch::_mm256_shuffle_epi32::<0x55>(weights), farther, corners);
        let c = sum(avx2, rows[2], arch::_mm256_shuffle_epi32::<0xaa>(weights), farther, corners);
        let d = sum(avx2, rows[3], arch::_mm256_shuffle_epi32::<0xff>(weights), farther, corners);
        let a = arch::_mm256_blend_epi16::<0xaa>(arch::_mm256_srli_epi32::<16>(a), b);
        let c = arch::_mm256_blend_epi16::<0xaa>(arch::_mm256_srli_epi32::<16>(c), d);
        let order = arch::_mm256_setr_epi8(
            0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15, 0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
        );
        arch::_mm256_shuffle_epi8(arch::_mm256_packus_epi16(a, c), order)
    }
);

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fearless_simd::kernel!(
    /// The colours of two pixels, rounded, in the upper halves of lanes.
    #[inline(always)]
    fn sum(
        avx2: Avx2,
        rows: arch::__m256i,
        weights: arch::__m256i,
        farther: arch::__m256i,
        corners: arch::__m256i,
    ) -> arch::__m256i {
        let _ = avx2;
        let rows = arch::_mm256_shuffle_epi8(rows, corners);
        // `(nearer - farther) * 64`, times the weight's negative; less `nearer * -128`.
        let difference = arch::_mm256_maddubs_epi16(rows, arch::_mm256_set1_epi16(i16::from_le_bytes([64, 192])));
        let nearer = arch::_mm256_maddubs_epi16(rows, arch::_mm256_set1_epi16(i16::from_le_bytes([128, 0])));
        let between = arch::_mm256_sub_epi16(arch::_mm256_mulhrs_epi16(difference, farther), nearer);
        arch::_mm256_add_epi32(arch::_mm256_madd_epi16(between, weights), arch::_mm256_set1_epi32(1 << 15))
    }
);
