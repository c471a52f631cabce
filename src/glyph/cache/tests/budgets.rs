//! Budgets: how they are divided, and near caches' part of them.

use super::super::budget::FEWEST;
use super::super::{MIN_SHARE, lock, near, used};
use super::*;

#[test]
fn shares_sum_to_no_more_than_the_budget() {
    for budget in [0, 1, 1_000, MIN_SHARE, 2 * MIN_SHARE - 1, 2 * MIN_SHARE, 1 << 20, 32 << 20, usize::MAX] {
        for shards in [1, 8, 256] {
            let used = used(budget, shards);
            assert!(used.is_power_of_two() && used <= shards);
            assert!(used == 1 || budget / used >= MIN_SHARE);
            let cache = cache(budget, shards);
            let sum = || cache.shards.iter().map(|place| lock(&place.shard).share()).sum::<usize>();
            assert!(sum() <= budget && budget - sum() < shards, "{budget}, {shards}");
            // And with near caches, and without them again.
            let nears: Vec<_> = (0..20).map(|_| cache.near()).collect();
            let divided = |most: usize| {
                let near = cache.stats().near_bytes as usize;
                assert!(near <= most && sum() + near <= budget && budget - near - sum() < shards, "{budget}, {shards}");
            };
            divided(budget / 2);
            // One is kept for the next canvas.
            drop(nears);
            divided(budget / 2 / FEWEST);
            cache.set_budget(budget);
            divided(0);
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
fn near_caches_are_in_the_budget_and_smaller_where_there_are_more() {
    let (budget, most) = (8 << 20, 60);
    let cache = cache(budget, 4);
    let mut nears: Vec<NearCache> = Vec::new();
    let sizes = |nears: &[NearCache]| -> Vec<usize> {
        nears.iter().map(|near| lock(&near.open(any()).cache.ledger).of(near.number)).collect()
    };
    for n in 0..most {
        (0..3_000).for_each(|glyph| _ = fetch(&cache, nears.last(), glyph + n * 100, 300));
        nears.push(cache.near());
        let stats = cache.stats();
        assert!(stats.bytes <= stats.budget, "{stats:?}");
        // All alike: half the budget divided among them, and some that may come.
        let places = FEWEST.max(nears.len().next_power_of_two());
        assert_eq!(sizes(&nears), vec![budget / 2 / places; nears.len()]);
    }
    // The last ones have what the first had, when these are gone.
    nears.drain(..57);
    drop(cache.near());
    for _ in 0..3 {
        drop(cache.near());
    }
    assert_eq!(sizes(&nears), [budget / 2 / FEWEST; 3]);
    nears.clear();
    assert_eq!(cache.stats().near_bytes as usize, budget / 2 / FEWEST);
    assert!(cache.near().open(any()).find(&key(1), |_, _, _| {}, &Watch::default()).is_ok());
}

#[test]
fn a_canvas_that_comes_has_the_near_cache_of_one_that_went() {
    let cache = cache(8 << 20, 4);
    let noted = |near: &NearCache| {
        let (mut noted, mut open) = (u64::MAX, near.open(any()));
        let mut note = |_, _: &[u8], note: &mut u64| noted = std::mem::replace(note, 7);
        assert!(matches!(open.find(&key(1), &mut note, &Watch::default()), Ok(Found::Mask)));
        noted
    };
    let first = cache.near();
    (0..3).for_each(|_| _ = fetch(&cache, Some(&first), 1, 90));
    assert_eq!((noted(&first), noted(&first)), (0, 7));
    let (before, hits) = (cache.stats(), cache.stats().near_hits);
    let second = cache.near();
    drop(first);
    drop(second);
    // Of the two, the one that went first was kept: what is in it is found at once, without the notes of its former owner.
    let third = cache.near();
    assert_eq!((noted(&third), noted(&third), cache.stats().near_hits), (0, 7, hits + 2));
    let after = cache.stats();
    assert_eq!((after.near_bytes, after.budget), (before.near_bytes, before.budget));
    // A smaller budget is not held up by one that waits for a canvas.
    drop(third);
    cache.set_budget(0);
    assert_eq!((cache.stats().near_bytes, cache.stats().bytes), (0, 0));
}

#[test]
fn near_caches_follow_the_budget() {
    let cache = cache(1 << 20, 4);
    let near = cache.near();
    let sizes = [1 << 20, 32 << 20, 512 << 20, 4 << 20, 64 << 10, 0, 32 << 20].map(|budget| {
        cache.set_budget(budget);
        drop(near.open(any()));
        let stats = cache.stats();
        assert!(stats.near_bytes as usize <= budget / 2 && stats.budget == budget as u64);
        stats.near_bytes as usize
    });
    assert_eq!(sizes, [64 << 10, 2 << 20, near::MOST, 256 << 10, 0, 0, 2 << 20]);
    // One that is being looked into becomes larger when it is opened the next time, and holds what it holds until then.
    for glyph in [1, 1, 1] {
        fetch(&cache, Some(&near), glyph, 90);
    }
    let mut open = near.open(any());
    cache.set_budget(64 << 20);
    let hits = cache.stats().near_hits;
    assert!(matches!(open.find(&key(1), |_, _, _| {}, &Watch::default()), Ok(Found::Mask)));
    drop(open);
    assert_eq!((cache.stats().near_hits, cache.stats().near_bytes), (hits + 1, 2 << 20));
    drop(near.open(any()));
    assert_eq!(cache.stats().near_bytes, 4 << 20);
}

#[test]
fn a_budget_that_waits_for_a_near_cache_keeps_nobody_else_waiting() {
    let cache = cache(32 << 20, 4);
    let (busy, is_set) = (cache.near(), std::sync::atomic::AtomicBool::new(false));
    let open = busy.open(any());
    std::thread::scope(|scope| {
        let setting = scope.spawn(|| {
            cache.set_budget(1 << 20);
            is_set.store(true, super::super::Ordering::Relaxed);
        });
        // Canvases come, draw and go meanwhile; what is held is within the budget that holds.
        for round in 0..200 {
            let near = cache.near();
            (0..50).for_each(|glyph| _ = fetch(&cache, Some(&near), glyph, 2_000));
            let stats = cache.stats();
            assert!(stats.bytes <= stats.budget && stats.near_bytes >= 2 << 20, "{round}: {stats:?}");
        }
        assert!(!is_set.load(super::super::Ordering::Relaxed) && cache.budget() == 32 << 20);
        drop(open);
        setting.join().unwrap();
    });
    let stats = cache.stats();
    assert!(stats.budget == 1 << 20 && stats.bytes <= 1 << 20 && stats.near_bytes <= 1 << 19, "{stats:?}");
}

#[test]
fn a_smaller_budget_holds_while_masks_are_being_made() {
    // Of one segment size before and after, so that not all goes.
    let cache = cache(7 << 19, 1);
    let watch = Watch::default();
    let mut makings = Vec::new();
    for glyph in 0..50 {
        let Found::Missing(mut making) = cache.find(&key(glyph), any(), |_, _, _| {}, &watch).unwrap() else {
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
        making.fill(extent, Effort::default(), &mask);
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
