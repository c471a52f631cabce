//! What is held never exceeds the budget, whatever threads do.
//!
//! The package in `tests/models` runs these storms, and those of `flights.rs`, with an allocator that counts, and under
//! `ThreadSanitizer`; its `README.md` has the commands. From here the sanitizer only sees a part: the standard library that
//! comes with the compiler is not instrumented, a lock that was waited for is not seen, and what it guards is reported.

use std::sync::Barrier;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::super::{Ordering, lock};
use super::*;

#[derive(Clone, Copy)]
enum Keys {
    Unique,
    /// Few keys whose masks change their size.
    Reused,
}

/// Four threads write and read while this one samples what is held; `budgets` are set one after the other meanwhile.
fn storm(keys: Keys, shards: usize, budgets: &[usize]) {
    const THREADS: usize = 4;
    const SAMPLES: usize = 24_000;

    let cache = cache(budgets[0], shards);
    let (done, start) = (AtomicBool::new(false), Barrier::new(THREADS + 1));
    let (mut largest, mut over) = (0, None);
    let largest_budget = budgets.iter().copied().max().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (cache, done, start) = (&cache, &done, &start);
            scope.spawn(move || {
                let mut numbers = Numbers(thread as u64);
                let (mut next, mut near) = (thread as u32, cache.near());
                start.wait();
                while !done.load(Ordering::Relaxed) {
                    // A canvas comes and goes.
                    if numbers.below(2_000) == 0 {
                        near = cache.near();
                    }
                    let (glyph, bytes) = match keys {
                        Keys::Unique => (next, 100 + numbers.below(40_000)),
                        Keys::Reused => (numbers.below(300 * shards) as u32, 10 + numbers.below(9_000)),
                    };
                    next += THREADS as u32;
                    fetch(cache, (numbers.below(2) == 0).then_some(&near), glyph, bytes);
                }
            });
        }
        start.wait();
        let mut sample = 0;
        let give_up = Instant::now() + Duration::from_secs(20);
        // On a busy machine the samples may be taken before the cache is full: then more are taken.
        while sample < SAMPLES || (largest < largest_budget / 2 && Instant::now() < give_up) {
            sample += 1;
            if sample % 64 == 0 {
                let budget = budgets[sample / 64 % budgets.len()];
                if budget != cache.budget() {
                    cache.set_budget(budget);
                    std::thread::sleep(Duration::from_micros(300));
                }
                if sample > SAMPLES {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            let stats = cache.stats();
            if stats.bytes > stats.budget {
                over = Some((stats.bytes, stats.budget));
                break;
            }
            largest = largest.max(stats.bytes as usize);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(over, None, "bytes held and the budget they exceed");
    assert!(largest > largest_budget / 2, "the storm filled the cache: {largest} of {largest_budget}");
    let stats = cache.stats();
    let near = lock(&cache.near().near).bytes() as u64;
    assert!([0, near].contains(&stats.near_bytes), "the threads' near caches are gone, but for one to come");
    assert_eq!(stats.shards.iter().map(|shard| shard.bytes).sum::<u64>() + stats.near_bytes, stats.bytes);
    cache.set_budget(0);
    assert_eq!((cache.stats().bytes, cache.stats().entries), (0, 0));
}

#[test]
fn unique_keys_never_exceed_the_budget() {
    storm(Keys::Unique, 1, &[2 << 20]);
    storm(Keys::Unique, 16, &[12 << 20]);
}

#[test]
fn reused_keys_of_changing_size_never_exceed_the_budget() {
    storm(Keys::Reused, 1, &[2 << 20]);
    storm(Keys::Reused, 16, &[9 << 20]);
}

#[test]
fn changing_budgets_hold_at_once() {
    storm(Keys::Unique, 16, &[3 << 20, 300_000, 12 << 20, 0, 64 << 10, 700_001]);
    storm(Keys::Reused, 16, &[1 << 20, 300_000, 2 << 20, 0, 64 << 10, 700_001]);
}
