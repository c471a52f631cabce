//! Which SIMD instructions are used: chosen once, by what the processor has. Every level gives the same bytes.

use fearless_simd::Level;

// A pixel is read as four bytes and worked on as lanes of 16 bits: red and blue low, green and alpha high.
const _: () = assert!(cfg!(target_endian = "little"), "the compositor's lanes are little-endian");

/// The best level of this processor.
pub(super) fn best() -> Level {
    Level::new()
}

/// Every level of this processor, the portable one first.
#[cfg(test)]
pub(super) fn all() -> Vec<Level> {
    let best = best();
    let mut levels = vec![Level::fallback()];
    #[cfg(target_arch = "x86_64")]
    {
        levels.extend(best.as_sse2().map(Level::Sse2));
        levels.extend(best.as_sse4_2().map(Level::Sse4_2));
        levels.extend(best.as_avx2().map(Level::Avx2));
        levels.extend(best.as_avx512().map(Level::Avx512));
    }
    #[cfg(not(target_arch = "x86_64"))]
    levels.push(best);
    levels
}
