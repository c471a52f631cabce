//! Which SIMD instructions are used: chosen once, by what the processor has. Every level gives the same bytes.
//!
//! Kernels are compiled for two levels of a processor family, the one that every processor of it has and AVX2, and not
//! for each that there is: each costs a user's build as much as the first.

use fearless_simd::Level;

// A pixel is read as four bytes and worked on as lanes of 16 bits: red and blue low, green and alpha high.
const _: () = assert!(cfg!(target_endian = "little"), "the compositor's lanes are little-endian");

/// The best level of this processor that kernels are compiled for.
pub(crate) fn best() -> Level {
    let level = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let level = level.as_avx2().map(Level::Avx2).or(level.as_sse2().map(Level::Sse2)).unwrap_or(level);
    level
}

/// Every level of this processor that kernels are compiled for, the portable one first.
#[cfg(test)]
pub(crate) fn all() -> Vec<Level> {
    let best = best();
    let mut levels = vec![Level::fallback()];
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        levels.extend(best.as_sse2().map(Level::Sse2));
        levels.extend(best.as_avx2().map(Level::Avx2));
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    levels.push(best);
    levels
}

/// Runs a kernel at a level of [`best`] or [`all`]: `dispatch!(level, simd => kernel(simd, ...))`.
macro_rules! dispatch {
    ($level:expr, $simd:ident => $kernel:expr) => {{
        use fearless_simd::{Level, Simd as _};
        match $level {
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Level::Avx2($simd) => $simd.vectorize(
                #[inline(always)]
                || $kernel,
            ),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Level::Sse2($simd) => $simd.vectorize(
                #[inline(always)]
                || $kernel,
            ),
            #[cfg(target_arch = "aarch64")]
            Level::Neon($simd) => $simd.vectorize(
                #[inline(always)]
                || $kernel,
            ),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Level::WasmSimd128($simd) => $simd.vectorize(
                #[inline(always)]
                || $kernel,
            ),
            // In the tests of every processor.
            #[cfg(any(
                test,
                not(any(
                    target_arch = "x86",
                    target_arch = "x86_64",
                    target_arch = "aarch64",
                    all(target_arch = "wasm32", target_feature = "simd128")
                ))
            ))]
            Level::Fallback($simd) => $simd.vectorize(
                #[inline(always)]
                || $kernel,
            ),
            #[allow(unreachable_patterns, reason = "a family may have no other levels")]
            _ => unreachable!("a level that kernels are not compiled for"),
        }
    }};
}

pub(crate) use dispatch;
