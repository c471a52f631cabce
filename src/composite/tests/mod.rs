//! The compositor against references written from the formulas, at every SIMD level of this machine.

mod gradients;
mod images;
mod layers;
mod reference;
mod spans;

use fearless_simd::Level;

use super::Compositor;
use crate::simd;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn below(&mut self, end: u32) -> u32 {
        self.next() % end
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        f64::from(self.next()) / f64::from(1_u32 << 31)
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + self.unit() * (to - from)
    }

    /// A byte that is often an extreme one.
    fn byte(&mut self) -> u8 {
        match self.below(4) {
            0 => 0,
            1 => 255,
            _ => self.next() as u8,
        }
    }

    /// A premultiplied pixel.
    fn pixel(&mut self) -> [u8; 4] {
        let alpha = self.byte();
        [self.byte().min(alpha), self.byte().min(alpha), self.byte().min(alpha), alpha]
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
