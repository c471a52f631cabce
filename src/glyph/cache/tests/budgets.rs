//! Budgets: how they are divided, and near caches' part of them.

use super::super::near::NEAR_BYTES;
use super::super::{MIN_SHARE, used};
use super::*;

#[test]
fn shares_sum_to_no_more_than_the_budget() {
    for budget in [0, 1, 1_000, MIN_SHARE, 2 * MIN_SHARE - 1, 2 * MIN_SHARE, 1 << 20, 32 << 20, usize::MAX] {
        for shards in [1, 8, 256] {
            let used = used(budget, shards);
            assert!(used.is_power_of_two() && used <= shards);
            assert!(used == 1 || budget / used >= MIN_SHARE);
        }
    }
}

#[test]
fn a_budget_of_nothing_keeps_nothing() {
    let cache = cache(0, 8);
    let near = cache.near();
    for glyph in 0..100 {
        assert!(!fetch(&cache, Some(&near), glyph % 10, 300));
    }
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.misses, stats.entries, stats.bytes, stats.budget), (0, 100, 0, 0, 0));
}

#[test]
fn near_caches_are_in_the_budget() {
    let cache = cache(2 << 20, 4);
    let mut nears = Vec::new();
    let mut last = usize::MAX;
    for n in 0..40 {
        (0..3_000).for_each(|glyph| _ = fetch(&cache, nears.last(), glyph + n * 100, 300));
        let before = cache.stats().near_bytes as usize;
        nears.push(cache.near());
        let stats = cache.stats();
        let size = stats.near_bytes as usize - before;
        assert!(stats.bytes <= stats.budget, "{stats:?}");
        assert!(size <= last && size <= NEAR_BYTES, "later ones are not larger");
        last = size;
    }
    assert!(last == 0 && cache.stats().near_bytes <= 1 << 20);
    nears.clear();
    assert_eq!(cache.stats().near_bytes, 0);
    assert!(cache.near().open().find(&key(1), |_, _, _| {}, &Watch::default()).is_ok());
}

#[test]
fn a_smaller_budget_holds_while_masks_are_being_made() {
    // Of one segment size before and after, so that not all goes.
    let cache = cache(7 << 19, 1);
    let watch = Watch::default();
    let mut makings = Vec::new();
    for glyph in 0..50 {
        let Found::Missing(mut making) = cache.find(key(glyph), |_, _| {}, &watch).unwrap() else {
            panic!("nobody made it");
        };
        making.reserve(mask(glyph, 60_000).1.len(), false);
        makings.push(making);
    }
    assert!(cache.stats().bytes > 50 * 60_000);
    cache.set_budget(5 << 19);
    assert!(cache.stats().bytes <= 5 << 19, "{:?}", cache.stats());
    for (glyph, making) in (0..).zip(makings) {
        let (extent, mask) = mask(glyph, 60_000);
        making.fill(extent, &mask);
        assert!(cache.stats().bytes <= 5 << 19, "{:?}", cache.stats());
    }
    assert!((0..50).rev().any(|glyph| fetch(&cache, None, glyph, 60_000)), "those that had room are kept");
}

#[test]
fn smaller_budgets_hold_at_once_and_larger_ones_are_used() {
    let cache = cache(8 << 20, 8);
    let near = cache.near();
    for budget in [8 << 20, 3 << 20, 1 << 20, 300_000, 40_000, 1_000, 0, 40_000, 2 << 20, 8 << 20] {
        cache.set_budget(budget);
        let stats = cache.stats();
        assert!(stats.bytes <= budget as u64 && stats.budget == budget as u64, "{budget}: {stats:?}");
        (0..20_000).for_each(|glyph| _ = fetch(&cache, Some(&near), glyph, 400));
        let stats = cache.stats();
        assert!(stats.bytes <= budget as u64, "{budget}: {stats:?}");
        if budget >= 40_000 {
            assert!(stats.bytes >= budget as u64 * 3 / 4, "{budget}: {stats:?}");
        }
    }
}

#[test]
fn counters_count() {
    let cache = cache(1 << 20, 2);
    let near = cache.near();
    assert!(!fetch(&cache, None, 1, 10));
    assert!(fetch(&cache, None, 1, 10));
    assert!(!fetch(&cache, None, 2, 200_000));
    // The near one takes what it is asked for a second time.
    (0..5).for_each(|_| assert!(fetch(&cache, Some(&near), 1, 10)));
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.near_hits, stats.misses), (6, 3, 2));
    assert_eq!((stats.inserts, stats.oversize, stats.entries, stats.waits), (1, 1, 1, 0));
    assert_eq!(stats.shards.len(), 2);
    assert_eq!(stats.shards.iter().map(|shard| shard.hits).sum::<u64>() + stats.near_hits, stats.hits);
    assert_eq!(stats.shards.iter().map(|shard| shard.bytes).sum::<u64>() + stats.near_bytes, stats.bytes);
}

#[test]
fn a_thread_that_panics_spoils_nothing() {
    let cache = cache(1 << 20, 1);
    fetch(&cache, None, 1, 10);
    let poisoned = std::thread::scope(|scope| {
        let holder = scope.spawn(|| {
            let _held = cache.shards[0].shard.lock();
            std::panic::resume_unwind(Box::new("while the lock is held"));
        });
        holder.join().is_err()
    });
    assert!(poisoned && cache.shards[0].shard.is_poisoned());
    assert!(fetch(&cache, None, 1, 10));
}

#[test]
fn near_caches_hand_out_what_was_put_in() {
    // Sizes that drift, more than the ring holds, and hot ones among them.
    let cache = cache(4 << 20, 4);
    let near = cache.near();
    let mut numbers = Numbers(5);
    for round in 0..60_000 {
        let glyph = if numbers.below(3) > 0 { numbers.below(200) } else { 200 + numbers.below(3_000) } as u32;
        fetch(&cache, Some(&near), glyph, 20 + (glyph as usize % 23) * (1 + round / 20_000));
    }
    let stats = cache.stats();
    assert!(stats.near_hits * 2 > stats.hits, "{stats:?}");
}
