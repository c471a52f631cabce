//! A byte that many bytes are multiplied by: one instruction a vector, where a processor multiplies and rounds in one.

#[cfg(target_arch = "x86")]
use std::arch::x86::{__m256i, _mm256_mulhrs_epi16};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i, _mm256_mulhrs_epi16};

use fearless_simd::{Bytes, Simd, SimdBase, u16x16, u32x8};
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::{Level, SimdFrom};

use super::arith::divide;

/// A byte for the even lanes and one for the odd ones, ready to multiply many.
#[derive(Clone, Copy)]
pub(super) struct Factor<S: Simd> {
    simd: S,
    bytes: u16x16<S>,
    fractions: u16x16<S>,
}

impl<S: Simd> Factor<S> {
    #[inline(always)]
    pub(super) fn new(simd: S, even: u8, odd: u8) -> Self {
        let lanes = |even: u16, odd: u16| u32x8::splat(simd, u32::from(even) | u32::from(odd) << 16).bitcast();
        Self {
            simd,
            bytes: lanes(even.into(), odd.into()),
            fractions: lanes(FRACTIONS[usize::from(even)], FRACTIONS[usize::from(odd)]),
        }
    }

    /// `round(n * byte / 255)` of each lane, exactly, for `n` up to 255.
    #[inline(always)]
    pub(super) fn times(self, lanes: u16x16<S>) -> u16x16<S> {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if let Level::Avx2(avx2) = self.simd.level() {
            return u16x16::simd_from(self.simd, rounded_product(avx2, lanes.into(), self.fractions.into()));
        }
        divide(lanes * self.bytes)
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fearless_simd::kernel!(
    /// `(n * fraction + 2^14) >> 15` of each lane.
    #[inline(always)]
    fn rounded_product(avx2: Avx2, lanes: __m256i, fractions: __m256i) -> __m256i {
        _mm256_mulhrs_epi16(lanes, fractions)
    }
);

/// Each byte's 255th parts in 2^15ths, such that a product with any byte, rounded once, is the exact one rounded. The
/// nearest number is not always one of those: of 11 / 255 it is 1414, which
/// makes 9 of `197 * 11 / 255`, 8.498.
const FRACTIONS: [u16; 256] = {
    let mut fractions = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        fractions[byte as usize] = fraction(byte);
        byte += 1;
    }
    fractions
};

/// The least that makes no product too small. None is too great then, as the tests see for all.
const fn fraction(byte: u32) -> u16 {
    let (mut least, mut n) = (0, 1);
    while n < 256 {
        let rounded = (2 * n * byte + 255) / 510;
        let from = (rounded << 15).saturating_sub(1 << 14).div_ceil(n);
        if from > least {
            least = from;
        }
        n += 1;
    }
    least as u16
}

#[cfg(test)]
mod tests {
    use fearless_simd::SimdFrom;

    use super::*;
    use crate::simd::dispatch;

    #[inline(always)]
    fn products<S: Simd>(simd: S, byte: u8, products: &mut [u16; 256]) {
        let factor = Factor::new(simd, byte, byte);
        for (i, products) in products.as_chunks_mut::<16>().0.iter_mut().enumerate() {
            let lanes: [u16; 16] = std::array::from_fn(|lane| (16 * i + lane) as u16);
            *products = factor.times(u16x16::simd_from(simd, lanes)).into();
        }
    }

    #[test]
    fn every_product_of_two_bytes_is_the_exact_one_rounded() {
        for level in crate::simd::all() {
            for byte in 0..=255 {
                let mut found = [0; 256];
                dispatch!(level, simd => products(simd, byte, &mut found));
                let exact = std::array::from_fn(|n| (n as f64 * f64::from(byte) / 255.0).round() as u16);
                assert_eq!(found, exact, "times {byte} at {level:?}");
            }
        }
    }

    #[test]
    fn fractions_serve_levels_that_this_machine_has_not() {
        for byte in 0..256_u32 {
            for n in 0..256_u32 {
                let product = (n * u32::from(FRACTIONS[byte as usize]) + (1 << 14)) >> 15;
                assert_eq!(product, (2 * n * byte + 255) / 510, "{n} times {byte}");
            }
        }
    }
}
