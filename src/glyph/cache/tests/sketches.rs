//! The sketch against counts that are right.

use std::collections::BTreeMap;

use super::super::sketch::Sketch;
use super::*;

#[test]
fn counts_are_never_too_low_and_seldom_too_high() {
    let (mut sketch, mut counts, mut numbers) = (Sketch::new(1 << 20), BTreeMap::<u32, u64>::new(), Numbers(3));
    // Less than half the counters' number, after which they are halved.
    for _ in 0..5_000 {
        let glyph = if numbers.below(3) > 0 { numbers.below(100) } else { 100 + numbers.below(2_000) } as u32;
        sketch.add(&key(glyph).packed);
        *counts.entry(glyph).or_default() += 1;
    }
    let mut wrong = 0;
    for (&glyph, &count) in &counts {
        let said = sketch.count(&key(glyph).packed);
        assert!(said >= count.min(15), "{glyph}: {said} of {count}");
        wrong += usize::from(said > count);
    }
    assert!(wrong * 10 < counts.len(), "{wrong} of {}", counts.len());
}

#[test]
fn what_was_long_ago_counts_less() {
    let mut sketch = Sketch::new(64 << 10);
    (0..40).for_each(|_| sketch.add(&key(1).packed));
    assert_eq!(sketch.count(&key(1).packed), 15);
    (2..4_000).for_each(|glyph| sketch.add(&key(glyph).packed));
    assert!(sketch.count(&key(1).packed) < 8);
}

#[test]
fn sizes_follow_shares() {
    for share in [0, 1_000, 5_000, 64 << 10, 4 << 20, 5 << 20] {
        let mut sketch = Sketch::new(share);
        assert!(sketch.bytes() <= share / 96 && (share < 5_000 || sketch.bytes() > share / 192), "{share}");
        sketch.add(&key(1).packed);
        let count = sketch.count(&key(1).packed);
        assert_eq!(count, u64::from(sketch.bytes() > 0));
        sketch.fit(share);
        assert_eq!(sketch.count(&key(1).packed), count, "the same size keeps what it knows");
        assert!(Sketch::new(usize::MAX).bytes() <= 2 << 20);
        sketch.fit(0);
        assert_eq!((sketch.bytes(), sketch.count(&key(1).packed)), (0, 0));
    }
}
