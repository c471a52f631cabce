//! The compositor against references written from the formulas, at every SIMD level of this machine.

mod gradients;
mod images;
mod layers;
mod reference;
mod spans;

use fearless_simd::Level;

use super::Compositor;
use crate::random::Random;
use crate::simd;

impl Random {
    /// A byte that is often an extreme one.
    fn extreme(&mut self) -> u8 {
        match self.below(4) {
            0 => 0,
            1 => 255,
            _ => self.next() as u8,
        }
    }

    /// A premultiplied pixel.
    fn pixel(&mut self) -> [u8; 4] {
        let alpha = self.extreme();
        [self.extreme().min(alpha), self.extreme().min(alpha), self.extreme().min(alpha), alpha]
    }

    fn pixels(&mut self, count: usize) -> Vec<u8> {
        (0..count).flat_map(|_| self.pixel()).collect()
    }
}

/// Calls `run` at every level; what it returns is the same at each, and is returned.
fn at_every_level<T: PartialEq + std::fmt::Debug>(run: impl Fn(&mut Compositor) -> T) -> T {
    let mut levels = simd::all().into_iter();
    let portable = run(&mut Compositor::at(levels.next().unwrap()));
    for level in levels {
        assert!(run(&mut Compositor::at(level)) == portable, "{level:?} differs from the portable level");
    }
    portable
}

#[test]
fn the_portable_level_is_among_those_tested() {
    let levels = simd::all();
    assert!(matches!(levels[0], Level::Fallback(_)));
    let best = std::mem::discriminant(&simd::best());
    assert!(levels.len() > 1 && levels.iter().any(|level| std::mem::discriminant(level) == best));
}
