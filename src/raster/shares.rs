//! [`Shares`]: the bands of a picture, shared out among threads.

use std::iter::Zip;
use std::ops::Range;
use std::slice::ChunksMut;
use std::sync::{Mutex, PoisonError};

/// Bands next to each other, for each of some threads; whoever has drawn its own takes from the others' ends.
///
/// Shapes and glyphs that reach into several bands are so read by one thread, and pixels drawn again by the one that drew
/// them before: where cores share no cache, a line that another one wrote comes from as far away as memory.
pub(super) struct Shares<'d>(Mutex<Vec<Share<'d>>>);

type Share<'d> = Zip<ChunksMut<'d, u8>, Range<u32>>;

impl<'d> Shares<'d> {
    /// Cuts pixels into bands of so many bytes, the last of the rest.
    pub(super) fn new(mut pixels: &'d mut [u8], band_bytes: usize, threads: usize) -> Self {
        let (mut first, mut shares) = (0, Vec::with_capacity(threads));
        for waiting in (1..=threads).rev() {
            let bands = pixels.len().div_ceil(band_bytes).div_ceil(waiting);
            let (own, others) = pixels.split_at_mut((bands * band_bytes).min(pixels.len()));
            shares.push(own.chunks_mut(band_bytes).zip(first..first + bands as u32));
            (pixels, first) = (others, first + bands as u32);
        }
        Self(Mutex::new(shares))
    }

    /// The next band for a thread: its pixels and its number, counted from above.
    pub(super) fn next(&self, thread: usize) -> Option<(&'d mut [u8], u32)> {
        let mut shares = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shares[thread].next().or_else(|| shares.iter_mut().max_by_key(|share| share.len())?.next_back())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_band_is_drawn_once() {
        for (bytes, threads) in [(100, 1), (95, 2), (90, 4), (9, 3), (31, 4), (41, 4), (71, 5)] {
            let mut pixels = vec![0; bytes];
            let shares = Shares::new(&mut pixels, 10, threads);
            let mut state = 1_usize;
            // In any order.
            while let Some((band, number)) = shares.next(state % threads) {
                state = state * 75 % 65_537;
                band.iter_mut().for_each(|byte| *byte += 1 + number as u8);
            }
            assert!((0..bytes).all(|i| usize::from(pixels[i]) == 1 + i / 10), "{bytes} {threads}: {pixels:?}");
        }
    }

    #[test]
    fn a_thread_has_its_own_bands_first_and_then_the_last_of_others() {
        let mut pixels = [0; 90];
        let shares = Shares::new(&mut pixels, 10, 2);
        let mut next = |thread| shares.next(thread).map(|(_, number)| number);
        assert_eq!([0, 1, 1].map(&mut next), [Some(0), Some(5), Some(6)]);
        assert_eq!([1; 4].map(&mut next), [Some(7), Some(8), Some(4), Some(3)]);
        assert_eq!([0, 1, 0, 1].map(&mut next), [Some(1), Some(2), None, None]);
    }
}
