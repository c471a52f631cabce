//! The arithmetic of blurs and means: fixed point in lanes of 16 bits. Of all of it holds that greater values never make a result
//! less, so that no colour comes to exceed its alpha.

use fearless_simd::{Bytes as _, Simd, SimdBase as _, u16x16, u64x4};

/// Values that are worked on at once: rows are in whole groups of them.
pub(in crate::composite) const LANES: usize = 32;
/// Values that are summed at once.
pub(in crate::composite) const WIDE: usize = 2 * LANES;
/// Lanes of a vector.
pub(in crate::composite) const HALF: usize = LANES / 2;

/// Values from a place on.
#[inline(always)]
pub(in crate::composite) fn load<S: Simd>(simd: S, values: &[u16], at: usize) -> u16x16<S> {
    u16x16::from_slice(simd, &values[at..at + HALF])
}

/// A value in all lanes. As 64 bits that are repeated: of one that is widened before it is repeated, the compiler does not see
/// that its products are those of 16 bits.
#[inline(always)]
pub(in crate::composite) fn everywhere<S: Simd>(simd: S, value: u16) -> u16x16<S> {
    u64x4::splat(simd, u64::from(value) * 0x0001_0001_0001_0001).bitcast::<u16x16<S>>()
}

/// A value times a weight in 65536ths, rounded down.
#[inline(always)]
pub(in crate::composite) fn part<S: Simd>(mut values: u16x16<S>, weights: u16x16<S>) -> u16x16<S> {
    for (value, &weight) in values.as_mut_slice().iter_mut().zip(weights.as_slice()) {
        *value = ((u32::from(*value) * u32::from(weight)) >> 16) as u16;
    }
    values
}

/// The mean of two values, rounded up: processors have an instruction for it.
#[inline(always)]
pub(in crate::composite) fn mean<S: Simd>(mut a: u16x16<S>, b: u16x16<S>) -> u16x16<S> {
    for (a, &b) in a.as_mut_slice().iter_mut().zip(b.as_slice()) {
        *a = ((u32::from(*a) + u32::from(b) + 1) >> 1) as u16;
    }
    a
}
